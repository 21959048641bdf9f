"""HTML, in a room of its own: the walk over the page, accordions and the like, what the page says about itself."""

from corpus.readers.html.walker import MAX_CELL_WORDS, read_fragment, read_html, rows_of

__all__ = ["MAX_CELL_WORDS", "read_fragment", "read_html", "rows_of"]
