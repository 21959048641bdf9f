from pathlib import Path

import pytest

from corpus.errors import SettingError
from service.settings import DEFAULT_INDEX, Settings


def test_without_any_variable_the_defaults_hold() -> None:
    assert Settings.from_environment({}) == Settings(index=Path(DEFAULT_INDEX))


def test_variables_are_taken_over() -> None:
    said = {"OWNWORDS_INDEX": "/srv/index", "OWNWORDS_CLINIC": "Hill Clinic", "OWNWORDS_MAYBE_FROM": "0.2"}
    settings = Settings.from_environment(said)
    assert (settings.index, settings.clinic, settings.maybe_from) == (Path("/srv/index"), "Hill Clinic", 0.2)


@pytest.mark.parametrize("value", ["often", "-0.1", "1.5", "nan"])
def test_a_threshold_outside_0_to_1_is_refused_by_name_and_value(value: str) -> None:
    with pytest.raises(SettingError, match=f"OWNWORDS_ANSWERED_FROM is '{value}'"):
        Settings.from_environment({"OWNWORDS_ANSWERED_FROM": value})


def test_an_unknown_precision_is_refused_with_the_known_ones() -> None:
    with pytest.raises(SettingError, match=r"OWNWORDS_PRECISION is 'int4'.*int8, fp32"):
        Settings.from_environment({"OWNWORDS_PRECISION": "int4"})


def test_a_country_is_taken_in_any_case_and_an_unknown_one_refused_with_the_known_ones() -> None:
    assert Settings.from_environment({}).country == "anywhere"
    assert Settings.from_environment({"OWNWORDS_COUNTRY": "GB"}).country == "gb"
    with pytest.raises(SettingError, match=r"OWNWORDS_COUNTRY is 'Mars'.*GB, IE, EU, US, CA, AU"):
        Settings.from_environment({"OWNWORDS_COUNTRY": "Mars"})


def test_maybe_cannot_start_above_answered() -> None:
    with pytest.raises(SettingError, match="OWNWORDS_MAYBE_FROM"):
        Settings.from_environment({"OWNWORDS_MAYBE_FROM": "0.9", "OWNWORDS_ANSWERED_FROM": "0.5"})


def test_the_desk_is_off_unless_it_is_switched_on() -> None:
    assert not Settings.from_environment({}).desk
    assert Settings.from_environment({"OWNWORDS_DESK": "on"}).desk
    with pytest.raises(SettingError, match="OWNWORDS_DESK is 'maybe'"):
        Settings.from_environment({"OWNWORDS_DESK": "maybe"})
