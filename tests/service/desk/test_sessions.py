import pytest

from service.desk.accounts import Accounts
from service.desk.database import DeskDatabase
from service.desk.sessions import IDLE_SECONDS, LONGEST_SECONDS, Sessions
from tests.service.desk.conftest import Clock

GOOD = "brisk kettle moves oak"


@pytest.fixture
def sessions(database: DeskDatabase, clock: Clock) -> Sessions:
    Accounts(database).add("jo", GOOD)
    return Sessions(database, clock)


def test_a_token_opens_its_session_and_no_other_does(sessions: Sessions) -> None:
    token = sessions.begin("jo")
    assert sessions.find_name(token) == "jo"
    assert sessions.find_name(token[:-1]) is None
    assert sessions.find_name("") is None


def test_a_copy_of_the_file_opens_nothing(sessions: Sessions, database: DeskDatabase) -> None:
    token = sessions.begin("jo")
    assert token.encode() not in database.path.read_bytes()


def test_no_token_is_given_twice_and_each_is_long(sessions: Sessions) -> None:
    tokens = {sessions.begin("jo") for _ in range(20)}
    assert len(tokens) == 20
    assert min(map(len, tokens)) >= 43  # 256 bits, six to a character


def test_a_new_session_ends_the_one_that_the_browser_had(sessions: Sessions) -> None:
    first = sessions.begin("jo")
    second = sessions.begin("jo", instead_of=first)
    assert (sessions.find_name(first), sessions.find_name(second)) == (None, "jo")


def test_a_session_ends_when_it_is_idle_and_not_while_it_is_used(sessions: Sessions, clock: Clock) -> None:
    token = sessions.begin("jo")
    for _ in range(3):
        clock.now += IDLE_SECONDS - 1
        assert sessions.find_name(token) == "jo"
    clock.now += IDLE_SECONDS + 1
    assert sessions.find_name(token) is None


def test_a_session_ends_after_a_shift_however_busy_it_is(sessions: Sessions, clock: Clock) -> None:
    token = sessions.begin("jo")
    for _ in range(int(LONGEST_SECONDS // 600)):
        clock.now += 600
        assert sessions.find_name(token) == "jo"
    clock.now += 1
    assert sessions.find_name(token) is None


def test_a_clock_that_is_put_back_makes_no_session_longer(sessions: Sessions, clock: Clock) -> None:
    token = sessions.begin("jo")
    clock.now -= 3_600
    assert sessions.find_name(token) is None


def test_a_session_that_was_ended_stays_ended(sessions: Sessions) -> None:
    token, other = sessions.begin("jo"), sessions.begin("jo")
    sessions.end(token)
    assert (sessions.find_name(token), sessions.find_name(other)) == (None, "jo")


def test_another_password_and_a_removed_account_end_every_session(sessions: Sessions, database: DeskDatabase) -> None:
    accounts = Accounts(database)
    token = sessions.begin("jo")
    accounts.set_password("jo", GOOD + " again")
    assert sessions.find_name(token) is None
    token = sessions.begin("jo")
    accounts.remove("jo")
    assert sessions.find_name(token) is None


def test_sessions_that_are_over_leave_the_file(sessions: Sessions, database: DeskDatabase, clock: Clock) -> None:
    for _ in range(5):
        sessions.begin("jo")
    clock.now += IDLE_SECONDS + 1
    sessions.begin("jo")
    with database.changing() as connection:
        assert connection.execute("SELECT count(*) FROM sessions").fetchone() == (1,)
