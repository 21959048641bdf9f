"""Which words are English, and how common each is: symspellpy's list, read at ingest only.

Its 82,765 words, British and American, are those that both Google's book n-grams (CC BY 3.0) and SCOWL (a spell
checker's word lists, free to use with its notice) hold. Of symspellpy, nothing but this list is used.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

LIST = "frequency_dictionary_en_82_765.txt"


@cache
def read_english_words() -> Mapping[str, int]:
    """Every English word in small letters, with the times it was counted: from thousands to 23 thousand million.

    Read once in a process.
    """
    lines = files("symspellpy").joinpath(LIST).read_text("utf-8-sig").splitlines()
    return {word: int(times) for word, times in (line.split() for line in lines)}
