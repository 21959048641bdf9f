import pytest

from corpus.errors import AccountError
from service.desk import passwords
from service.desk.accounts import Accounts
from service.desk.database import DeskDatabase
from service.desk.passwords import PasswordsBusy, hash_of, is_password_of

GOOD = "brisk kettle moves oak"


@pytest.fixture
def accounts(database: DeskDatabase) -> Accounts:
    return Accounts(database)


def test_an_account_has_its_password_and_no_other(accounts: Accounts) -> None:
    accounts.add("Jo", GOOD)
    assert accounts.names() == ["jo"]
    assert accounts.is_password_of("JO", GOOD)
    assert not accounts.is_password_of("jo", GOOD.upper())
    assert not accounts.is_password_of("jim", GOOD)


def test_no_password_stands_in_the_file(accounts: Accounts, database: DeskDatabase) -> None:
    accounts.add("jo", GOOD)
    kept = database.path.read_bytes()
    assert b"$argon2id$v=19$m=19456,t=2,p=1$" in kept
    assert GOOD.encode() not in kept


def test_two_people_with_one_password_have_different_hashes() -> None:
    assert hash_of(GOOD) != hash_of(GOOD)


def test_one_password_typed_on_two_keyboards_is_one() -> None:
    assert is_password_of(hash_of("cafe\u0301 kettle moves oak"), "caf\u00e9 kettle moves oak")


@pytest.mark.parametrize(
    ("password", "told"),
    [
        ("short", "has 5 characters"),
        ("x" * 129, "has 129 characters"),
        ("passwordpassword", "easy to guess"),
        ("123456789012345", "easy to guess"),
        ("aaaaaaaaaaaaaaaaaaaaaa", "easy to guess"),
        ("margaret.jones2026!", "easy to guess"),
    ],
)
def test_a_password_that_is_short_or_easy_to_guess_is_refused(accounts: Accounts, password: str, told: str) -> None:
    with pytest.raises(AccountError, match=told):
        accounts.add("margaret.jones", password)
    assert accounts.names() == []


@pytest.mark.parametrize(
    "password",
    ["only small letters here", "短くない秘密の合言葉をここに書きます", "12 orangutans sing", "w" + "ödel kz" * 18],
)
def test_no_rule_asks_for_digits_or_signs(accounts: Accounts, password: str) -> None:
    accounts.add("jo", password)
    assert accounts.is_password_of("jo", password)


@pytest.mark.parametrize("name", ["", "-jo", "jo\n", "jo smith", "x" * 65, "../jo", "jo'--"])
def test_a_name_that_cannot_be_one_is_refused(accounts: Accounts, name: str) -> None:
    with pytest.raises(AccountError, match="cannot be the name"):
        accounts.add(name, GOOD)


def test_a_name_that_is_taken_is_refused_with_the_way_to_another_password(accounts: Accounts) -> None:
    accounts.add("jo", GOOD)
    with pytest.raises(AccountError, match="ownwords desk password jo"):
        accounts.add("JO", GOOD + " again")
    assert accounts.is_password_of("jo", GOOD)


def test_an_account_that_is_not_there_is_told_by_name(accounts: Accounts) -> None:
    for change in (lambda: accounts.remove("jim"), lambda: accounts.set_password("jim", GOOD)):
        with pytest.raises(AccountError, match="no account 'jim'"):
            change()


def test_nobody_takes_as_much_work_as_somebody(monkeypatch: pytest.MonkeyPatch) -> None:
    hashes = []
    verify = passwords._hasher.verify
    monkeypatch.setattr(
        passwords,
        "_hasher",
        type("Seen", (), {"verify": lambda _, kept, typed: hashes.append(kept) or verify(kept, typed)})(),
    )
    passwords._hash_of_nobody.cache_clear()
    monkeypatch.setattr(passwords, "hash_of", lambda _: hash_of_somebody)
    hash_of_somebody = verify.__self__.hash(GOOD)
    assert not is_password_of(None, GOOD)  # not even with the password that stands in for nobody's
    assert not is_password_of(hash_of_somebody, "another password")
    parameters = [kept.rsplit("$", 2)[0] for kept in hashes]
    assert parameters == ["$argon2id$v=19$m=19456,t=2,p=1"] * 2
    passwords._hash_of_nobody.cache_clear()


def test_no_more_passwords_are_checked_at_once_than_there_are_places(monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(passwords.AT_ONCE):
        assert passwords._places.acquire(blocking=False)
    try:
        with pytest.raises(PasswordsBusy):
            is_password_of(None, GOOD)
    finally:
        for _ in range(passwords.AT_ONCE):
            passwords._places.release()
    assert not is_password_of(None, GOOD)
