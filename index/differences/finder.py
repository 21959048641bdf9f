"""Pages that state the same fact and not the same figure, found among the results of one question."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, groupby

from corpus.facts import Fact, load_facts
from corpus.records import FaqPair, Passage, Span
from index.differences.agreement import agree
from index.differences.claims import Claim, claims_in
from index.differences.facts import Facts
from index.results import Found

REMEMBERED_SENTENCES = 20_000
SameOperation = Callable[[str, str], bool]  # two page ids; true also where one of the pages is general


@dataclass(frozen=True, slots=True)
class Value:
    """What one result states: `span` is its place in the text of the result's page."""

    found: Found
    span: Span

    @property
    def text(self) -> str:
        """The exact words of the page."""
        return self.span.of(self.found.page.text)


@dataclass(frozen=True, slots=True)
class Difference:
    """A fact on which pages differ, and what each of them states, in the order of the results."""

    about: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class _Stated:
    claim: Claim
    value: Value

    @property
    def page_id(self) -> str:
        return self.value.found.page.id


class DifferenceFinder:
    """Finds where the results of a question disagree. Safe to share between threads."""

    def __init__(self, same_operation: SameOperation, facts: Iterable[Fact] | None = None) -> None:
        """Args:
        same_operation: whether two pages, by their ids, may be compared.
        facts: what pages are compared on; None takes those of `corpus/knowledge/facts.yaml`.
        """
        self._same_operation = same_operation
        self._facts = Facts(load_facts() if facts is None else facts)
        self._claims = lru_cache(maxsize=REMEMBERED_SENTENCES)(self._claims_in)

    def find(self, question: str, found: Sequence[Found]) -> tuple[Difference, ...]:
        """The differences that matter to a question.

        Those are of facts that the question asks for by its words, or that the best result's highlight states,
        and between pages about the operation of the best result.

        Args:
            question: as typed.
            found: its results, best first.
        """
        best = found[0].page.id if found else ""
        comparable = (result for result in found if self._same_operation(best, result.page.id))
        stated = [one for result in comparable for one in self._stated_by(result)]
        asked = {fact.id for fact in self._facts.asked_in(question)} | _highlighted(stated, found)
        wanted = sorted((one for one in stated if one.claim.fact.id in asked), key=lambda one: one.claim.kind)
        differing = (self._differing(list(group)) for _, group in groupby(wanted, key=lambda one: one.claim.kind))
        return tuple(Difference(group[0].claim.fact.label, _values(group)) for group in differing if group)

    def _stated_by(self, result: Found) -> Iterator[_Stated]:
        for position, sentence in _near_highlight(result):
            asked = _asked_above(result.passage) if position == 0 else ""
            for claim in self._claims(sentence.of(result.page.text), asked):
                span = Span(sentence.start + claim.span.start, sentence.start + claim.span.end)
                yield _Stated(claim, Value(result, span))

    def _claims_in(self, sentence: str, asked: str) -> tuple[Claim, ...]:
        return claims_in(sentence, self._facts, asked)

    def _differing(self, group: list[_Stated]) -> list[_Stated]:
        """Those that differ from another page's, where the two pages have nothing in common on the fact."""
        pages = {one.page_id: [other for other in group if other.page_id == one.page_id] for one in group}
        differ = {
            page
            for mine, theirs in combinations(pages, 2)
            if self._same_operation(mine, theirs) and _disagree(pages[mine], pages[theirs])
            for page in (mine, theirs)
        }
        return [one for one in group if one.page_id in differ]


def _disagree(mine: Sequence[_Stated], theirs: Sequence[_Stated]) -> bool:
    return not any(agree(one.claim.states, other.claim.states) for one in mine for other in theirs)


def _near_highlight(result: Found) -> Iterator[tuple[int, Span]]:
    """The highlighted sentence and its neighbours, each with its position in the passage."""
    sentences = result.passage.sentences
    middle = next((i for i, sentence in enumerate(sentences) if sentence == result.highlight), 0)
    for position in range(max(0, middle - 1), min(len(sentences), middle + 2)):
        yield position, sentences[position]


def _asked_above(passage: Passage) -> str:
    """The question that a passage answers, else its heading."""
    question = passage.question if isinstance(passage, FaqPair) and not passage.question_inferred else ""
    return question or (passage.section[-1] if passage.section else "")


def _highlighted(stated: Iterable[_Stated], found: Sequence[Found]) -> set[str]:
    """The facts that the best result's highlight states."""
    best = found[0] if found else None
    return {
        one.claim.fact.id
        for one in stated
        if one.value.found is best and best.highlight.start <= one.value.span.start < best.highlight.end
    }


def _values(group: Iterable[_Stated]) -> tuple[Value, ...]:
    """One value for each wording of each page."""
    values = {(one.page_id, " ".join(one.value.text.lower().split())): one.value for one in reversed(list(group))}
    return tuple(reversed(values.values()))
