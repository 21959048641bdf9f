"""The parts of an index version that are told by words: BM25 of passages and of pages, and what slips are mended to.

They need the library and no vector, so that a process of its own can write them beside the vectors.
"""

from contextlib import closing
from pathlib import Path

from corpus.library import Library
from corpus.operations import load_operations
from corpus.question_bank import load_question_bank
from index.abbreviations import Abbreviations, taught_words
from index.channels import searched_words
from index.layout import ABBREVIATIONS_FOLDER, LEXICAL_FOLDER, LIBRARY_FILE, SPELLING_FOLDER
from index.lexical import LexicalChannel
from index.meant_pages import WORDS_FOLDER, topic_words
from index.page_stretches import some_by_some
from index.spelling import Speller


def write_words(draft: Path) -> None:
    """Write them into a draft, from the library that is there. Raises what a library and a disk raise."""
    bank, operations = load_question_bank(), load_operations()
    with closing(Library.open(draft / LIBRARY_FILE)) as library:
        texts = (searched_words(one, some.page.title) for some in some_by_some(library) for one in some.passages)
        LexicalChannel.build(library.passage_ids(), texts).save(draft / LEXICAL_FOLDER)
        pages = (f"{page.title}\n{page.text}" for page in library.pages())
        LexicalChannel.build(library.page_ids(), pages, topic_words(bank, operations)).save(draft / WORDS_FOLDER)
        words = (text for page in library.pages() for text in (page.title, page.text))
        Speller.build(words, bank, operations).save(draft / SPELLING_FOLDER)
        words = (text for page in library.pages() for text in (page.title, page.text))
        titles, taught = library.titles(), taught_words(bank, operations)
        in_order = (titles[page_id] for page_id in library.page_ids())
        Abbreviations.build(words, in_order, operations, taught).save(draft / ABBREVIATIONS_FOLDER)
