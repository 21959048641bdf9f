"""BM25 over the words of passages."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from math import log
from pathlib import Path
from unittest.mock import patch

import bm25s
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import index.postings
from index.lexical import LexicalChannel
from index.passage_ids import PassageIds
from index.postings import MOST_TIMES, Postings
from index.protocols import EncodedQuestion
from index.words import words_of

PASSAGES = {"drive": "drive after weeks", "stairs": "climb stairs", "scar": "scar scar skin numb"}


def asked(text: str) -> EncodedQuestion:
    nothing = np.zeros(1, dtype=np.float32)
    return EncodedQuestion(text, nothing, tuple(words_of(text)), nothing, nothing)


def channel(passages: dict[str, str]) -> LexicalChannel:
    return LexicalChannel.build(list(passages), list(passages.values()))


def test_a_passage_that_shares_a_word_is_found() -> None:
    assert [hit.id for hit in channel(PASSAGES).compared(asked("can I drive?")).best(5)] == ["drive"]


def test_the_score_is_bm25_in_the_form_of_lucene() -> None:
    rarity = log(1 + (3 - 1 + 0.5) / (1 + 0.5))  # one of three passages has the word
    length = 1 - 0.75 + 0.75 * 4 / 3  # four words, where the average is three
    [hit] = channel(PASSAGES).compared(asked("scar")).best(5)
    assert hit.score == pytest.approx(rarity * 2 / (2 + 1.5 * length) / log(2 + 1))


def test_scores_of_words_add_up() -> None:
    both, drive, weeks = (
        channel(PASSAGES).scores(asked(text), ["drive"])[0] for text in ("drive weeks", "drive", "weeks")
    )
    assert both * log(2 + 2) == pytest.approx((drive + weeks) * log(2 + 1))


def test_a_rambling_question_scores_no_higher_for_its_length() -> None:
    short, rambling = (channel(PASSAGES).scores(asked(text), ["drive"])[0] for text in ("drive", "is it my aunt drive"))
    assert rambling * log(2 + 5) == pytest.approx(short * log(2 + 1))


def test_a_rare_word_counts_more_than_a_common_one() -> None:
    found = channel({"a": "pain knee", "b": "pain hip", "c": "pain hip"}).compared(asked("knee hip")).best(3)
    assert found[0].id == "a"


def test_scores_are_given_for_the_passages_asked_for_in_their_order() -> None:
    scores = channel(PASSAGES).scores(asked("stairs"), ["drive", "stairs", "scar"])
    assert scores == [0, pytest.approx(log(1 + 2.5 / 1.5) / (1 + 1.5 * (0.25 + 0.75 * 2 / 3)) / log(3)), 0]


def test_a_ranking_and_the_scores_agree() -> None:
    lexical = channel(PASSAGES)
    question = asked("numb scar on the stairs")
    for hit in lexical.compared(question).best(5):
        assert lexical.scores(question, [hit.id]) == [hit.score]


@pytest.mark.parametrize("question", ["", "is it?", "aeroplane", "\x00"])
def test_a_question_that_shares_no_word_finds_nothing(question: str) -> None:
    lexical = channel(PASSAGES)
    assert lexical.compared(asked(question)).best(5) == ()
    assert lexical.scores(asked(question), ["scar", "drive"]) == [0, 0]


def test_equal_scores_are_ordered_by_passage_id_however_many_there_are() -> None:
    ids = [f"{number:03}" for number in range(100)]
    lexical = LexicalChannel.build(ids[::-1], ["pain"] * 100)
    assert [hit.id for hit in lexical.compared(asked("pain")).best(3)] == ["000", "001", "002"]


@given(st.lists(st.sampled_from(["pain", "knee", "pain knee", "hip"]), min_size=1, max_size=40), st.integers(1, 45))
def test_the_k_best_are_the_first_of_all(texts: list[str], k: int) -> None:
    ids = [f"{number * 7 % 41:02}" for number in range(len(texts))]
    lexical = LexicalChannel.build(ids, texts)
    first = lexical.compared(asked("knee pain")).best(len(texts))[:k]
    for few_rows in (0, len(texts)):
        with patch.object(index.postings, "FEW_ROWS", few_rows):
            assert lexical.compared(asked("knee pain")).best(k) == first


def test_passages_without_a_word_are_never_found_and_disturb_nothing() -> None:
    lexical = channel({"empty": "", "stop": "is it?", "scar": "scar"})
    assert [hit.id for hit in lexical.compared(asked("scar is it")).best(5)] == ["scar"]


def test_a_corpus_without_a_word_can_be_built_and_searched() -> None:
    lexical = channel({"stop": "is it?"})
    assert lexical.compared(asked("scar")).best(5) == ()


def test_a_full_disk_is_an_os_error(tmp_path: Path, full_disk: Callable[[], AbstractContextManager[None]]) -> None:
    with pytest.raises(OSError, match=r"large|written"), full_disk():
        channel({"a": "scar"}).save(tmp_path / "lexical")


def test_a_loaded_channel_answers_as_the_saved_one(tmp_path: Path) -> None:
    saved = channel(PASSAGES)
    saved.save(tmp_path / "lexical")
    loaded = LexicalChannel.load(tmp_path / "lexical", PassageIds.of(PASSAGES))
    for question in map(asked, ["numb scar", "drive", "", "weeks weeks"]):
        assert loaded.compared(question).best(5) == saved.compared(question).best(5)
        assert loaded.scores(question, list(PASSAGES)) == saved.scores(question, list(PASSAGES))


@given(
    st.lists(st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=9), min_size=2, max_size=40),
    st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=5),
)
def test_scores_are_those_of_bm25s(texts: list[list[str]], question: list[str]) -> None:
    yardstick = bm25s.BM25(method="lucene", k1=1.5, b=0.75)
    yardstick.index(texts, show_progress=False)
    known = [word for word in question if word in yardstick.vocab_dict]
    expected = yardstick.get_scores(known) if known else np.zeros(len(texts))
    postings = Postings.build(texts)
    for few_rows in (0, len(texts)):  # the scores of many rows are told one by one, those of few all at once
        with patch.object(index.postings, "FEW_ROWS", few_rows):
            compared = postings.compared(question)
        rows, scores = compared.best(5)
        assert compared.of(np.arange(len(texts))) == pytest.approx(expected, abs=1e-5)
        assert scores == pytest.approx(expected[rows], abs=1e-5)
        assert np.sort(scores)[::-1][:5] == pytest.approx(np.sort(expected[expected > 0])[::-1][:5], abs=1e-5)


def test_texts_that_are_counted_a_few_at_a_time_score_as_if_all_were_counted_at_once() -> None:
    texts = [["scar", "numb", "scar"], [], ["drive"], ["numb", "scar"], [], ["climb"] * (MOST_TIMES + 1)]
    at_once = Postings.build(texts)
    with patch.object(index.postings, "COUNTED_AT_ONCE", 2), patch.object(index.postings, "BLOCK", 2):
        a_few = Postings.build(iter(texts))
    for word in ("scar", "numb", "drive", "climb"):
        assert a_few.all_scores([word]).tolist() == at_once.all_scores([word]).tolist()
    assert [bool(score) for score in at_once.all_scores(["scar"])] == [True, False, False, True, False, False]
    assert at_once.all_scores(["climb"])[5] > 0
