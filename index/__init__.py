"""Passages in, rankings out: encoder, vectors, lexical search, fusion, and the index folder.

Nothing here knows about patients or HTTP.
"""
