"""What stands between the network and the routes, one guard a file.

Plain ASGI, so that a response is passed on as it is made.
"""
