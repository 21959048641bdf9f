"""Every target takes its seeds and made inputs without a finding, and a part that is broken on purpose is found."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import OwnWordsError
from corpus.records import Block, BlockKind, Page, PageFacts, Passage, Source, Span
from index.folder import IndexFolder
from index.loading import load_index
from scripts.fuzzing import files
from scripts.fuzzing.page_laws import complaints_about
from scripts.fuzzing.questions import QUESTIONS, answer_check
from scripts.fuzzing.target import Check, Target
from scripts.fuzzing.targets import TARGETS
from scripts.fuzzing.watch import Watch
from service.answerer import Answerer

NEED_AN_INDEX = {"question", "spelling"}  # of the starter pages, which takes half a minute
FEW = settings(max_examples=30, deadline=None, derandomize=True)


def pieces_of(target: Target) -> st.SearchStrategy[bytes]:
    """Seeds with words put in, and anything at all."""
    seeds = [part for seed in target.seeds() for part in seed.splitlines(keepends=True)]
    return st.lists(st.sampled_from([*seeds, *target.words]) | st.binary(max_size=20), max_size=12).map(b"".join)


@pytest.mark.parametrize("name", sorted(set(TARGETS) - NEED_AN_INDEX))
def test_a_target_takes_its_seeds_and_made_inputs_without_a_finding(name: str, tmp_path: Path) -> None:
    target = TARGETS[name]
    watch = Watch(target.check(tmp_path), tmp_path / "findings")

    @FEW
    @given(pieces_of(target))
    def try_made_inputs(data: bytes) -> None:
        watch(data)

    for seed in target.seeds():
        watch(seed)
    try_made_inputs()
    assert watch.found == set()


@pytest.mark.parametrize("name", sorted(set(TARGETS) - NEED_AN_INDEX - {"address-guard"}))
def test_the_first_seed_of_a_target_is_read_and_not_refused(name: str, tmp_path: Path) -> None:
    target = TARGETS[name]
    target.check(tmp_path)(target.seeds()[0])


@pytest.fixture
def whole_way(built_index: Path) -> Check:
    """The check of the question path, over the index of the three small pages."""
    searcher = load_index(IndexFolder(built_index))
    return answer_check(Answerer(searcher, answered_from=0.7, maybe_from=0.3), searcher.library)


def test_questions_go_the_whole_way_without_a_finding(whole_way: Check, tmp_path: Path) -> None:
    watch = Watch(whole_way, tmp_path)
    for question in [*QUESTIONS, b"can i drive", b"\x00", b"", "scar ﬁ İ 🦵".encode(), b"knee " * 1000]:
        watch(question)
    assert watch.found == set()


def test_a_reader_that_stumbles_is_reported_with_its_input(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def broken(*_: object) -> None:
        raise IndexError("past the end of a page")

    monkeypatch.setattr(files, "pages_in", broken)
    watch = Watch(TARGETS["text"].check(tmp_path), tmp_path / "findings")
    watch(b"Knee")
    watch(b"Hip")
    assert len(watch.found) == 1
    assert [path.read_bytes() for path in (tmp_path / "findings").iterdir() if not path.suffix] == [b"Knee"]


def test_a_refusal_in_our_own_words_is_no_finding(tmp_path: Path) -> None:
    def refuse(_: bytes) -> None:
        raise OwnWordsError("This is not a page. Send another.")

    watch = Watch(refuse, tmp_path)
    watch(b"")
    assert watch.found == set()


def test_a_passage_that_loses_a_word_breaks_a_law() -> None:
    text = "It hurts. It heals."
    page = Page(
        "page",
        Source("page.txt", "page.txt", "text/plain", ""),
        "Knee",
        text,
        (Block(BlockKind.PARAGRAPH, Span(0, len(text))),),
        PageFacts(),
        "",
    )
    assert complaints_about(page, [passage_at(page, 0, len(text))]) == []
    assert complaints_about(page, [passage_at(page, 0, 9)]) == ["lost: ' It heals.'"]


def passage_at(page: Page, start: int, end: int) -> Passage:
    span = Span(start, end)
    return Passage("page.1", page.id, (), span, span.of(page.text), (span,))
