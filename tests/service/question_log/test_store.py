"""What the question log keeps, for how long, and that what it forgets is gone from the disk."""

import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from corpus.errors import QuestionLogError
from service.question_log.store import QuestionStore, TopicCount, Wording

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
ASKED = "can I take my parrot to the ward"


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def later(self, **time: int) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> QuestionStore:
    return QuestionStore(tmp_path / "questions.sqlite", now=clock)


@pytest.fixture
def ask(store: QuestionStore, clock: Clock) -> Callable[..., None]:
    """Asks the same some times, an hour apart."""

    def asked(words: str, times: int) -> None:
        for _ in range(times):
            store.add("not_found", ("Visitors",), words)
            clock.later(hours=1)

    return asked


def on_disk(store: QuestionStore) -> bytes:
    """Everything that the store has on the disk, with what SQLite keeps beside it."""
    return b"".join(path.read_bytes() for path in sorted(store.path.parent.glob(f"{store.path.name}*")))


def test_words_are_written_only_when_enough_have_asked_them(store: QuestionStore, ask: Callable[..., None]) -> None:
    ask(ASKED, 2)
    assert store.wordings() == []
    assert b"parrot" not in on_disk(store)
    ask(ASKED, 1)
    assert store.wordings() == [Wording(ASKED, 3, "2026-11-21")]


def test_the_same_words_in_another_order_are_one_wording(store: QuestionStore, ask: Callable[..., None]) -> None:
    ask("parrot on the ward", 1)
    ask("On the ward, a parrot?", 1)
    ask("Ward: parrots", 1)
    assert [(one.words, one.times) for one in store.wordings()] == [("Ward: parrots", 3)]


def test_somebody_who_asks_again_and_again_counts_once_an_hour(store: QuestionStore) -> None:
    for _ in range(20):
        store.add("maybe", (), ASKED)
    assert store.wordings() == []
    assert store.topic_counts() == [TopicCount("none", "maybe", 20)]


def test_a_single_asking_is_there_as_a_count_of_its_topic(store: QuestionStore, ask: Callable[..., None]) -> None:
    ask(ASKED, 1)
    assert store.topic_counts() == [TopicCount("Visitors", "not_found", 1)]


def test_what_is_too_old_goes_when_the_next_is_written(
    store: QuestionStore, ask: Callable[..., None], clock: Clock
) -> None:
    ask(ASKED, 3)
    clock.later(days=31)
    ask("another question", 1)
    assert store.wordings() == []
    assert [count.times for count in store.topic_counts()] == [1]


def test_what_is_too_old_is_off_the_disk_at_the_next_start(
    store: QuestionStore, ask: Callable[..., None], clock: Clock
) -> None:
    ask(ASKED, 3)
    assert b"parrot" in on_disk(store)
    store.close()
    clock.later(days=31)
    assert b"parrot" not in on_disk(QuestionStore(store.path, now=clock))


def test_words_go_as_soon_as_too_few_of_their_askings_are_left(
    store: QuestionStore, ask: Callable[..., None], clock: Clock
) -> None:
    ask(ASKED, 2)
    clock.later(days=20)
    ask(ASKED, 1)
    assert len(store.wordings()) == 1
    clock.later(days=15)
    store.expire()
    assert store.wordings() == []
    assert b"parrot" not in on_disk(store)


def test_forgetting_everything_leaves_nothing_on_the_disk(store: QuestionStore, ask: Callable[..., None]) -> None:
    ask(ASKED, 4)
    assert store.forget() == 4 + 4
    assert (store.wordings(), store.topic_counts()) == ([], [])
    assert b"parrot" not in on_disk(store)
    assert b"Visitors" not in on_disk(store)


def test_forgetting_a_wording_leaves_the_others(store: QuestionStore, ask: Callable[..., None]) -> None:
    ask(ASKED, 3)
    ask("is there wifi", 3)
    assert store.forget("parrot") == 3
    assert [one.words for one in store.wordings()] == ["is there wifi"]
    assert b"parrot" not in on_disk(store)


def test_a_wording_that_is_not_in_words_yet_is_forgotten_too(store: QuestionStore, ask: Callable[..., None]) -> None:
    ask(ASKED, 2)
    assert store.forget(ASKED) == 2
    ask(ASKED, 2)
    assert store.wordings() == []


def test_forgetting_works_while_a_service_has_the_file_open(store: QuestionStore, ask: Callable[..., None]) -> None:
    ask(ASKED, 3)
    command = QuestionStore(store.path, now=store._now)
    assert command.forget("parrot") == 3
    assert b"parrot" not in on_disk(store)
    ask("is there wifi", 3)
    assert [one.words for one in store.wordings()] == ["is there wifi"]


def test_only_the_owner_can_read_the_files(store: QuestionStore, ask: Callable[..., None]) -> None:
    ask(ASKED, 1)
    files = list(store.path.parent.glob("questions.sqlite*"))
    assert len(files) == 3  # the database, what is not yet in it, and the index to that
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}


def test_a_file_that_is_no_database_is_named_with_what_to_do(tmp_path: Path) -> None:
    broken = tmp_path / "questions.sqlite"
    broken.write_bytes(b"not a database, " * 100)
    with pytest.raises(QuestionLogError, match=r"questions\.sqlite cannot be used .* OWNWORDS_QUESTION_LOG_FILE"):
        QuestionStore(broken)


def test_a_file_that_somebody_else_writes_to_is_complained_of_and_not_waited_for(
    store: QuestionStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = QuestionStore(store.path)
    other._database._connection.execute("BEGIN IMMEDIATE")
    store._database._connection.execute("PRAGMA busy_timeout = 10")
    with pytest.raises(QuestionLogError, match="locked"):
        store.add("maybe", (), ASKED)
    other._database._connection.execute("ROLLBACK")
