"""How often pages answer questions about each topic."""

from pathlib import Path

import numpy as np
import pytest

from corpus.question_bank import load_question_bank
from index import topic_shares
from index.topic_shares import DOUBT, OF_ALL, TopicShares, counted_shares, shares_from, write_shares

PARKING, STAY = np.eye(2)


def test_a_question_takes_the_share_of_its_topics() -> None:
    shares = TopicShares(["parking", "stay"], {OF_ALL: 0.5, "parking": 0.2, "stay": 0.8})
    assert shares.of(np.array([0.25, 0.75], dtype=np.float32)) == pytest.approx(0.25 * 0.2 + 0.75 * 0.8)


def test_a_topic_that_nobody_has_counted_takes_that_of_all() -> None:
    assert TopicShares(["weather"], {OF_ALL: 0.6}).of(np.array([1.0], dtype=np.float32)) == pytest.approx(0.6)


def test_a_share_is_drawn_towards_that_of_all_where_few_have_asked() -> None:
    topics = np.stack([PARKING, STAY, STAY, STAY])
    shares = shares_from(["parking", "stay"], topics, np.array([False, True, True, False]))
    assert shares == {
        OF_ALL: 0.5,
        "parking": pytest.approx(0.5 + (0 - 0.5) / (1 + DOUBT)),
        "stay": pytest.approx(0.5 + (0.5 + 0.5 - 0.5) / (3 + DOUBT)),
    }


def test_every_topic_of_the_bank_has_been_counted() -> None:
    shares = counted_shares()
    assert shares.keys() == {OF_ALL, *(topic.id for topic in load_question_bank())}
    assert all(0 < share < 1 for share in shares.values())


def test_what_is_written_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topic_shares, "FILE", tmp_path / "shares.tsv")
    write_shares({OF_ALL: 0.5, "stay": 0.75, "parking": 0.125})
    assert counted_shares.__wrapped__() == {OF_ALL: 0.5, "parking": 0.125, "stay": 0.75}
