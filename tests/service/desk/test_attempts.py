import pytest

from service.desk import attempts as rules
from service.desk.attempts import LoginAttempts
from service.desk.database import DeskDatabase
from tests.service.desk.conftest import Clock

CLIENT, OTHER = "192.0.2.7", "198.51.100.7"


@pytest.fixture
def attempts(database: DeskDatabase, clock: Clock) -> LoginAttempts:
    return LoginAttempts(database, clock)


def count_of(database: DeskDatabase) -> int:
    with database.changing() as connection:
        (count,) = connection.execute("SELECT count(*) FROM attempts").fetchone()
    return int(count)


def test_the_first_wrong_passwords_are_free_and_then_each_waits_twice_as_long(
    attempts: LoginAttempts, clock: Clock
) -> None:
    assert [attempts.begin("jo", CLIENT) for _ in range(5)] == [0.0] * 5
    waits = []
    for _ in range(4):
        waits.append(attempts.begin("jo", CLIENT))
        clock.now += waits[-1]
        assert attempts.begin("jo", CLIENT) == 0.0
    assert waits == [1.0, 2.0, 4.0, 8.0]


def test_an_account_can_be_guessed_at_fewer_than_100_times_an_hour(attempts: LoginAttempts, clock: Clock) -> None:
    tried = 0
    end = clock.now + 3_600
    while clock.now < end:
        wait = attempts.begin("jo", f"192.0.2.{tried % 250}")  # as many clients as it takes
        tried += wait == 0
        clock.now += wait
    assert tried == 24


def test_a_client_that_tries_many_names_is_slowed_down_too(attempts: LoginAttempts) -> None:
    assert [attempts.begin(f"name{n}", CLIENT) for n in range(21)] == [0.0] * 20 + [1.0]
    assert attempts.begin("jo", OTHER) == 0.0


def test_a_whole_ipv6_network_is_one_client(attempts: LoginAttempts) -> None:
    waits = [attempts.begin(f"name{n}", f"2001:db8::{n:x}") for n in range(21)]
    assert waits == [0.0] * 20 + [1.0]
    assert attempts.begin("jo", "2001:db8:0:1::1") == 0.0


def test_a_name_that_nobody_has_is_slowed_down_as_any_other(attempts: LoginAttempts) -> None:
    waits = [attempts.begin("nobody", CLIENT) for _ in range(6)]
    assert waits == [0.0] * 5 + [1.0]


def test_asking_while_waiting_makes_the_wait_no_longer(attempts: LoginAttempts, clock: Clock) -> None:
    for _ in range(5):
        attempts.begin("jo", CLIENT)
    for _ in range(50):
        assert attempts.begin("jo", OTHER) == 1.0
    clock.now += 1.0
    assert attempts.begin("jo", CLIENT) == 0.0


def test_the_right_password_makes_a_fresh_start(attempts: LoginAttempts) -> None:
    for _ in range(4):
        attempts.begin("jo", CLIENT)
    assert attempts.begin("jo", CLIENT) == 0.0
    attempts.succeeded("jo", CLIENT)
    assert attempts.begin("jo", CLIENT) == 0.0


def test_wrong_passwords_are_forgotten_after_an_hour(
    attempts: LoginAttempts, database: DeskDatabase, clock: Clock
) -> None:
    for _ in range(9):
        attempts.begin("jo", CLIENT)
    clock.now += rules.FORGOTTEN_AFTER_SECONDS + 1
    assert attempts.begin("jim", OTHER) == 0.0
    assert count_of(database) == 2


def test_a_clock_that_is_put_back_locks_nobody_out(attempts: LoginAttempts, clock: Clock) -> None:
    for _ in range(6):
        attempts.begin("jo", CLIENT)
    clock.now -= 86_400
    assert attempts.begin("jo", CLIENT) == 0.0


def test_what_is_kept_is_bounded_and_holds_no_name_and_no_address(
    attempts: LoginAttempts, database: DeskDatabase, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    monkeypatch.setattr(rules, "MAX_KEPT", 10)
    for n in range(30):
        clock.now += 0.01
        attempts.begin(f"a password in the wrong box {n}", f"192.0.2.{n}")
    assert count_of(database) == 10
    assert b"wrong box" not in database.path.read_bytes()
    assert b"192.0.2" not in database.path.read_bytes()
