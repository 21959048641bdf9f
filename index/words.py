"""Text into words for lexical search: lower case, stems, one spelling on both sides of the Atlantic.

The Snowball stemmer comes from PyStemmer, its authors' own package, and not from nltk: nltk takes a second
and 100 MB to import, which a question would have to pay for.
"""

import re
import unicodedata

import Stemmer

WORD = re.compile(r"[^\W_]+(?:[-'.][^\W_]+)*")
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-") | dict.fromkeys("‘’ʼ", "'"))
# Function words that the smallest standard list (Lucene's) and questions have in common: they say nothing
# about the subject, and in a corpus of a few pages their rarity would still count.
STOP_WORDS = frozenset(
    "a an and are as at be but by can could did do does for had has have he her his how i if in into is it its "
    "me my of on or our she should so such that the their them then there these they this to us was we were what "
    "when where which who why will with would you your".split()
)
# British and American spelling differ in these letters; either becomes the American one. Words that the rules
# bend by mistake ("shoes") are bent alike in question and passage, so they still meet.
SPELLINGS = (
    (re.compile(r"[ao]e(?=\w{2}|a$)"), "e"),
    (re.compile(r"is(?=ation|e[sd]?$|ing$)"), "iz"),
    (re.compile(r"our(?=s?$|ed$|ing$|able$)"), "or"),
)
SHORTEST_RESPELLED = 6
PART_END = re.compile(r"[-.]")
MOST_REMEMBERED = 200_000  # words, some 30 MB; more than the pages of a clinic have


def words_of(text: str) -> list[str]:
    """The words of a text, normalised, in order.

    Names and figures such as "C1-C2" and "24-48" stay whole, and give their parts as well. Stop words are left out.
    """
    return [stem for word in _written_words(text) for stem in _stems_of(word)]


class WordReader:
    """Gives what `words_of` gives, for the pages of a clinic: each word is normalised once, and remembered.

    Not for questions: of what somebody asks, nothing is kept.
    """

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, ...]] = {}

    def words_of(self, text: str) -> list[str]:
        """See `words_of`."""
        known = self._known
        if len(known) > MOST_REMEMBERED:
            known.clear()
        words: list[str] = []
        for word in _written_words(text):
            stems = known.get(word)
            if stems is None:
                stems = known[word] = _stems_of(word)
            words += stems
        return words


def _written_words(text: str) -> list[str]:
    words: list[str] = WORD.findall(unicodedata.normalize("NFKC", text).translate(DASHES).lower())
    return words


def _stems_of(word: str) -> tuple[str, ...]:
    """A word, and its parts where it has several, normalised; those that are no stop words."""
    parts = [word]
    if "-" in word or "." in word:
        several = [part for part in PART_END.split(word) if part]
        parts += several if len(several) > 1 else ()
    bare = (part.removesuffix("'s") for part in parts)
    # A stemmer must not be shared between threads, and making one takes less than a microsecond.
    stemmer = Stemmer.Stemmer("english")
    return tuple(stemmer.stemWord(one_spelling(part)) for part in bare if part not in STOP_WORDS)


def one_spelling(word: str) -> str:
    """A word in its American spelling, by rule: "anaesthesia" and "anesthesia" become one word."""
    if len(word) < SHORTEST_RESPELLED:
        return word
    for pattern, replacement in SPELLINGS:
        word = pattern.sub(replacement, word)
    return word
