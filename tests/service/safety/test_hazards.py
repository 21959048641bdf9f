"""The hazard log: whole, consistent, and every control proved by a test that is there."""

import ast
from functools import cache
from pathlib import Path

import pytest

from corpus.errors import SafetyError, SourceError
from service.safety.hazards import Hazard, load_hazard_log
from service.safety.page import UNSIGNED, markdown_of, write_page
from service.safety.risk import LIKELIHOODS, MATRIX, SEVERITIES, risk_of

ROOT = Path(__file__).parents[3]
HAZARDS = load_hazard_log()
TESTS = sorted({test for hazard in HAZARDS for control in hazard.controls for test in control.tests})
CONTROL = "- id: locked\n  control: It is locked.\n  tests: [tests/test_door.py::test_it_is_locked]\n"
HAZARD = """- id: open-door
  hazard: The door is open.
  causes: [somebody forgot]
  effect: It is cold.
  severity: minor
  before: high
  after: low
  controls: [locked]
  owner: the porter
  status: controlled
"""


@cache
def functions_of(path: Path) -> frozenset[str]:
    """The test functions of a file that run: none that is skipped whatever happens."""
    return frozenset(
        node.name
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef)
        and not any(
            "mark.skip" in ast.unparse(mark) and "skipif" not in ast.unparse(mark) for mark in node.decorator_list
        )
    )


@pytest.mark.parametrize("test", TESTS)
def test_every_control_names_a_test_that_is_there(test: str) -> None:
    file, _, function = test.partition("::")
    assert (ROOT / file).is_file()
    assert function in functions_of(ROOT / file)


def test_there_are_hazards_of_every_kind() -> None:
    ids = {hazard.id for hazard in HAZARDS}
    assert len(ids) >= 20
    assert {"wrong-operation", "missed-emergency", "outdated-page", "privacy-breach", "unavailable"} <= ids


@pytest.mark.parametrize("hazard", HAZARDS, ids=lambda hazard: hazard.id)
def test_controls_never_raise_a_risk_and_each_hazard_has_one(hazard: Hazard) -> None:
    assert hazard.controls
    assert LIKELIHOODS.index(hazard.after) <= LIKELIHOODS.index(hazard.before)
    assert hazard.residual_risk <= hazard.initial_risk


def test_a_graver_or_likelier_harm_is_never_a_smaller_risk() -> None:
    rows = [[risk_of(severity, likelihood) for severity in SEVERITIES] for likelihood in LIKELIHOODS]
    assert set(MATRIX) == set(LIKELIHOODS)
    assert all(row == sorted(row) for row in rows)
    assert all(list(column) == sorted(column) for column in zip(*rows, strict=True))


def test_the_page_says_first_that_nobody_has_signed_it() -> None:
    lines = markdown_of(HAZARDS).splitlines()
    assert lines[:3] == ["# Hazard log", "", UNSIGNED]


def test_markdown_and_web_page_hold_every_hazard_cause_control_and_test(tmp_path: Path) -> None:
    write_page(HAZARDS, tmp_path / "log.html")
    pages = [
        markdown_of(HAZARDS),
        (tmp_path / "log.html").read_text("utf-8").replace("&#34;", '"').replace("&#39;", "'"),
    ]
    for hazard in HAZARDS:
        pieces = [hazard.what, hazard.effect, hazard.owner, *hazard.causes, *(one.what for one in hazard.controls)]
        assert [(piece, page[:20]) for page in pages for piece in pieces if piece not in page] == []
    assert [(test, page[:20]) for page in pages for test in TESTS if test not in page] == []


def log_in(folder: Path, hazard: str = HAZARD, control: str = CONTROL) -> tuple[Hazard, ...]:
    (folder / "hazards.yaml").write_text(hazard, "utf-8")
    (folder / "controls.yaml").write_text(control, "utf-8")
    return load_hazard_log(folder)


def test_a_log_is_read_as_it_stands(tmp_path: Path) -> None:
    (hazard,) = log_in(tmp_path)
    assert (hazard.initial_risk, hazard.residual_risk) == (2, 1)
    assert hazard.controls[0].tests == ("tests/test_door.py::test_it_is_locked",)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("severity: minor", "severity: dreadful", "`severity` of the hazard `open-door` .* Write one of: minor"),
        ("status: controlled", "status: done", "`status` .* open, controlled"),
        ("controls: [locked]", "controls: [guarded]", "`guarded` .* Add it to controls.yaml"),
        ("severity: minor", "severity: catastrophic", "controlled, and its residual risk is 4"),
    ],
)
def test_what_cannot_be_is_named(before: str, after: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(SafetyError, match=said):
        log_in(tmp_path, HAZARD.replace(before, after))


def test_a_control_that_controls_nothing_is_named(tmp_path: Path) -> None:
    with pytest.raises(SafetyError, match="`barred` belongs to no hazard"):
        log_in(tmp_path, control=CONTROL + CONTROL.replace("locked\n  control", "barred\n  control"))


def test_a_control_without_a_test_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"`tests` of the control `locked` .* is empty"):
        log_in(tmp_path, control="- id: locked\n  control: It is locked.\n  tests: []\n")


def test_a_page_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(SafetyError, match="cannot be written"):
        write_page(HAZARDS, tmp_path / "no folder" / "log.html")
