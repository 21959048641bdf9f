"""One version after the other: whoever reads goes on with the version it began with."""

from dataclasses import dataclass
from typing import cast

import pytest

from corpus.library import Library
from service.answerer import Answerer
from service.offers import Offers
from service.serving import NotReady, ServedVersion, Serving


@dataclass
class Named:
    """Stands in for an answerer of which only the version is asked."""

    index_version: str


def version_of(name: str) -> ServedVersion:
    answerer = cast(Answerer, Named(name))
    return ServedVersion(answerer, cast(Library, None), Offers((f"What is in {name}?",)), {"of": name})


@pytest.fixture
def closed() -> list[str]:
    """The names of the versions that were closed."""
    return []


@pytest.fixture
def serving(closed: list[str]) -> Serving:
    return Serving(close=lambda version: closed.append(version.name))


def test_before_a_version_is_loaded_nothing_serves(serving: Serving) -> None:
    with pytest.raises(NotReady), serving.now():
        pass
    assert (serving.version, serving.offers, serving.report) == (None, Offers(), {})


def test_the_next_version_serves_as_soon_as_it_is_taken_up(serving: Serving, closed: list[str]) -> None:
    serving.take_up(version_of("first"))
    serving.take_up(version_of("second"))
    with serving.now() as version:
        assert version.name == "second"
    assert (serving.version, serving.report) == ("second", {"of": "second"})
    assert serving.offers.questions == ("What is in second?",)
    assert closed == ["first"]


def test_a_version_closes_when_its_last_reader_has_finished(serving: Serving, closed: list[str]) -> None:
    serving.take_up(version_of("first"))
    with serving.now() as one:
        with serving.now() as other:
            serving.take_up(version_of("second"))
            assert (one.name, other.name, closed) == ("first", "first", [])
        assert closed == []
    assert closed == ["first"]


def test_a_reader_that_breaks_does_not_hold_its_version(serving: Serving, closed: list[str]) -> None:
    def read() -> None:
        with serving.now():
            serving.take_up(version_of("second"))
            raise RuntimeError

    serving.take_up(version_of("first"))
    with pytest.raises(RuntimeError):
        read()
    assert closed == ["first"]


def test_a_service_that_has_ended_serves_nothing(serving: Serving, closed: list[str]) -> None:
    serving.take_up(version_of("first"))
    serving.take_up(None)
    assert closed == ["first"]
    with pytest.raises(NotReady), serving.now():
        pass


def test_a_version_is_never_closed_twice(serving: Serving, closed: list[str]) -> None:
    serving.take_up(version_of("first"))
    with serving.now():
        serving.take_up(None)
        serving.take_up(version_of("second"))
    assert closed == ["first"]
