"""Which language a question is in, where it is not English. Only a message that hardly looks English is looked at.

The model takes a second and 50 MB to load, so it is loaded with the first such message, and never at most clinics.
"""

import re
from collections.abc import Callable
from functools import cache

ENGLISH = "en"
WORD = re.compile(r"[^\W\d_]+")
APOSTROPHES = str.maketrans("", "", "'’")
LATIN = re.compile(r"[A-Za-z]")
# Words without which hardly anybody asks anything in English, slips in the others allowed for.
COMMON_ENGLISH = frozenset(
    "the a an is are was will would can could should do does did have has had i im ive my me you your it its he we she "
    "they them his her our what when where why how who which to of in on at for from with without about after before "
    "during until or and not dont cant if so be been being am this that there any some get go going long much many up "
    "out by as no all need just".split()
)
ENGLISH_FROM = 0.25  # share of common words; of our 2,512 questions, 85 % have it, and of foreign ones next to none
# How sure the model must be of words in our own letters. Of 20,000 English questions and phrases, slips of typing
# included, the highest is 0.73; of foreign questions of three words and more, most are above 0.9.
SURE_FROM = 0.85
# Those that a message can be given in, and those that they could be taken for.
LANGUAGES = (
    "en ar bg bn cs da de el es fa fi fr gu he hi hr hu it ja ko lt lv nl no pa pl pt ro ru sk so sq sr sv sw ta tr uk "
    "ur vi zh".split()
)


def foreign_language(question: str) -> str | None:
    """The ISO 639-1 code of the language of a question that is plainly not in English, or None."""
    words = WORD.findall(question.lower().translate(APOSTROPHES))
    if not words or sum(word in COMMON_ENGLISH for word in words) >= ENGLISH_FROM * len(words):
        return None
    language, sureness = _classifier()(question)
    sure = sureness >= SURE_FROM or not LATIN.search(question)
    return language if sure and language != ENGLISH else None


@cache
def _classifier() -> Callable[[str], tuple[str, float]]:
    """Text -> the likeliest language and its probability. Only the columns of our languages are kept in memory."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    whole = LanguageIdentifier.from_model_file(MODEL_FILE)
    wanted = [column for column, name in enumerate(whole.nb_classes) if name in LANGUAGES]
    few = LanguageIdentifier(
        whole.nb_ptc[:, wanted],
        whole.nb_pc[wanted],
        [whole.nb_classes[column] for column in wanted],
        whole.tk_nextmove,
        whole.tk_output,
        norm_probs=True,
        tk_row=whole.tk_row,
    )
    classify: Callable[[str], tuple[str, float]] = few.classify
    return classify
