"""Examples from the practice sets: questions on real-looking pages, cut as the index cuts them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from corpus.build import build_library
from corpus.library import Library
from corpus.practice import PracticeQuestion, PracticeSet
from corpus.quotes import ANSWERS
from corpus.records import Passage
from index.channels import sentence_texts, titled
from index.metrics import covers
from scripts.training.example_file import Example
from scripts.training.typing_slips import with_slips

SLIPPED = 0.1  # share of questions with slips of typing
TITLED = 0.5  # share of examples with the title and headings in front, as in one of the index's channels
MIN_CHARACTERS = 25  # of a sentence that is to be wrong: a shorter one is a heading or a list item such as "Tea"
SAME = 60  # characters that two stretches of a page share from the start of one: they overlap
MARKED = 40  # characters by which a wrong sentence is known in a label


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of a passage, and what stands above the passage: title, headings, question."""

    text: str
    above: str

    @property
    def titled(self) -> str:
        """The words as the `titled` channel has them."""
        return self.above + self.text


@dataclass(frozen=True, slots=True)
class Answerable:
    """A question, the stretches that answer it, and stretches of the same pages that do not."""

    id: str
    question: str
    right: tuple[Stretch, ...]
    wrong: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class PageCut:
    """A page as the index has it: every passage with what stands above it, and every sentence."""

    passages: tuple[Stretch, ...]
    sentences: tuple[Stretch, ...]


class PracticeExamples:
    """Batches of one practice set each, so that its other pages are in the way, as they are in a search."""

    def __init__(self, sets: Sequence[PracticeSet]) -> None:
        self._sets = {each.name: answerable_in(each) for each in sets}

    def batch(self, rng: Random, size: int) -> list[Example]:
        """See `examples.Source.batch`."""
        name = rng.choice(list(self._sets))
        questions: list[Answerable] = []
        while len(questions) < size:  # a small set goes round more than once; equal labels are not each other's wrong
            questions += rng.sample(self._sets[name], min(size - len(questions), len(self._sets[name])))
        return [_example(rng, name, each) for each in questions]


def answerable_in(practice: PracticeSet) -> list[Answerable]:
    """The questions of a set that its pages answer; those without a wrong sentence are left out."""
    pages = _pages_cut(practice.pages)
    found = [_answerable(question, pages) for question in practice.questions if question.answerable]
    return [each for each in found if each.right and each.wrong]


def _example(rng: Random, name: str, asked: Answerable) -> Example:
    right, wrong = rng.choice(asked.right), rng.choice(asked.wrong)
    with_title = rng.random() < TITLED
    question = with_slips(rng, asked.question, rate=0.2) if rng.random() < SLIPPED else asked.question
    return Example(
        question=question,
        passage=right.titled if with_title else right.text,
        negative=wrong.titled if with_title else wrong.text,
        label=f"practice:{name}:{asked.id}",
        negative_label=f"practice:{name}:{wrong.text[:MARKED]}",
    )


def _answerable(asked: PracticeQuestion, pages: dict[str, PageCut]) -> Answerable:
    right = [
        stretch
        for gold in asked.gold
        if gold.grade == ANSWERS
        for passage in pages[gold.file].passages
        if covers(passage.text, gold.text)
        for stretch in (Stretch(gold.text, passage.above), passage)
    ]
    helpful = [*(stretch.text for stretch in right), *(gold.text for gold in asked.gold)]
    wrong = [
        sentence
        for file in sorted({gold.file for gold in asked.gold})
        for sentence in pages[file].sentences
        if len(sentence.text) > MIN_CHARACTERS and not any(_overlap(sentence.text, text) for text in helpful)
    ]
    return Answerable(asked.id, asked.question, tuple(right), tuple(wrong))


def _overlap(one: str, other: str) -> bool:
    return one[:SAME] in other or other[:SAME] in one


def _pages_cut(folder: Path) -> dict[str, PageCut]:
    """Every file of the folder as the index would have it, under its name."""
    with TemporaryDirectory() as temporary:
        path = Path(temporary) / "library.sqlite"
        build_library(path, [str(folder)])
        library = Library.open(path)
        try:
            cut: dict[str, PageCut] = {}
            for page in library.pages():
                each = _cut(library.passages_of(page.id), page.title)
                before = cut.get(page.source.file, PageCut((), ()))  # one file may hold several pages
                cut[page.source.file] = PageCut(before.passages + each.passages, before.sentences + each.sentences)
            return cut
        finally:
            library.close()


def _cut(passages: Sequence[Passage], title: str) -> PageCut:
    above = [titled(passage, title).removesuffix(passage.text) for passage in passages]
    return PageCut(
        passages=tuple(Stretch(passage.text, over) for passage, over in zip(passages, above, strict=True)),
        sentences=tuple(
            Stretch(text, over)
            for passage, over in zip(passages, above, strict=True)
            for text in sentence_texts(passage, title)
        ),
    )
