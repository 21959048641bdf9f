"""The names of the folders and files in a version of an index."""

ENCODER_FOLDER, VECTORS_FOLDER, LEXICAL_FOLDER, SPELLING_FOLDER = "encoder", "vectors", "lexical", "spelling"
PASSAGES_FOLDER, PAGES_FOLDER, ABBREVIATIONS_FOLDER = "passages", "pages", "abbreviations"
LIBRARY_FILE, REPORT_FILE = "library.sqlite", "report.json"
