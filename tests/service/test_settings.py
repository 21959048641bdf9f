from pathlib import Path

import pytest

from corpus.errors import SettingError
from service.settings import DEFAULT_INDEX, Settings, read_logo


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


def test_a_contact_is_one_line() -> None:
    assert Settings.from_environment({"OWNWORDS_CONTACT": " 020 7946 0018 "}).contact == "020 7946 0018"
    with pytest.raises(SettingError, match="OWNWORDS_CONTACT has 201 characters"):
        Settings.from_environment({"OWNWORDS_CONTACT": "x" * 201})
    with pytest.raises(SettingError, match="a line break"):
        Settings.from_environment({"OWNWORDS_CONTACT": "Hill Road 4\nSet-Cookie: a"})


@pytest.mark.parametrize("value", ["blue", "#05b", "005eb8", "#005eb8;}body{display:none", "#00gg00"])
def test_a_colour_that_is_not_written_in_full_is_refused(value: str) -> None:
    assert Settings.from_environment({"OWNWORDS_COLOUR": "#005EB8"}).colour == "#005eb8"
    with pytest.raises(SettingError, match=r"OWNWORDS_COLOUR is .* such as #005eb8"):
        Settings.from_environment({"OWNWORDS_COLOUR": value})


def test_a_logo_is_a_small_image_that_is_there(tmp_path: Path) -> None:
    logo, large = tmp_path / "logo.svg", tmp_path / "large.png"
    logo.write_bytes(b"<svg/>")
    large.write_bytes(bytes(30_001 + 1000))
    assert Settings.from_environment({"OWNWORDS_LOGO": str(logo)}).logo == logo
    assert read_logo(logo).media_type == "image/svg+xml"
    for value, complaint in (
        (tmp_path / "logo.exe", "ends in .svg, .png, .jpg, .webp"),
        (tmp_path / "none.svg", "no such file"),
        (large, "31 kB. Make it 30 kB or less"),
    ):
        with pytest.raises(SettingError, match=complaint):
            Settings.from_environment({"OWNWORDS_LOGO": str(value)})


@pytest.mark.parametrize(
    ("allowed", "needed"), [("", 0.83), ("0.05", 0.83), ("0.1", 0.58), ("0.075", 0.705), ("1", 0.39)]
)
def test_the_fewer_false_answers_the_surer_an_answer_has_to_be(allowed: str, needed: float) -> None:
    settings = Settings.from_environment({"OWNWORDS_FALSE_ANSWERS": allowed})
    assert settings.answered_from == pytest.approx(needed)


def test_limits_are_whole_numbers_and_refused_by_name_and_value() -> None:
    said = {"OWNWORDS_LIMIT_PER_MINUTE": "0", "OWNWORDS_LIMIT_AT_ONCE": "2", "OWNWORDS_LIMIT_SECONDS": "3"}
    limits = Settings.from_environment(said).limits
    assert (limits.per_minute, limits.at_once, limits.waiting, limits.seconds) == (0, 2, 32, 3)
    for name, value in (("AT_ONCE", "0"), ("WAITING", "-1"), ("SECONDS", "1.5"), ("PER_MINUTE", "many")):
        with pytest.raises(SettingError, match=f"OWNWORDS_LIMIT_{name} is '{value}'"):
            Settings.from_environment({f"OWNWORDS_LIMIT_{name}": value})


def test_the_desks_data_stand_beside_the_index_folder_unless_a_file_is_named() -> None:
    assert Settings(index=Path("/srv/index")).desk_file == Path("/srv/index-desk.sqlite")
    named = Settings.from_environment({"OWNWORDS_DESK_DATA": "/var/lib/desk.sqlite"})
    assert named.desk_file == Path("/var/lib/desk.sqlite")


def test_https_is_a_switch() -> None:
    assert not Settings.from_environment({}).https
    assert Settings.from_environment({"OWNWORDS_HTTPS": "on"}).https
    with pytest.raises(SettingError, match="OWNWORDS_HTTPS is 'yes'"):
        Settings.from_environment({"OWNWORDS_HTTPS": "yes"})
