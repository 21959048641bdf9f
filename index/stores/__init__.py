"""Vector stores: vectors by row, and the rows nearest to a question. One file a kind; `choice.py` chooses."""
