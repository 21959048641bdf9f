"""The penetration checklist is whole, and every piece of its evidence exists."""

import ast
from collections import Counter
from functools import cache
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
CHECKLIST = ROOT / "service" / "security" / "asvs.yaml"
STATES = {"met", "operator", "not met", "none"}
# Level 1 of ASVS 5.0.0, whole.
LEVEL_1 = """
1.2.1 1.2.2 1.2.3 1.2.4 1.2.5 1.3.1 1.3.2 1.5.1 2.1.1 2.2.1 2.2.2 2.3.1 3.2.1 3.2.2 3.3.1 3.4.1 3.4.2 3.5.1 3.5.2 3.5.3
4.1.1 4.4.1 5.2.1 5.2.2 5.3.1 5.3.2 6.1.1 6.2.1 6.2.2 6.2.3 6.2.4 6.2.5 6.2.6 6.2.7 6.2.8 6.3.1 6.3.2 6.4.1 6.4.2
7.2.1 7.2.2 7.2.3 7.2.4 7.4.1 7.4.2 8.1.1 8.2.1 8.2.2 8.3.1 9.1.1 9.1.2 9.1.3 9.2.1 10.4.1 10.4.2 10.4.3 10.4.4 10.4.5
11.3.1 11.3.2 11.4.1 12.1.1 12.2.1 12.2.2 13.4.1 14.2.1 14.3.1 15.1.1 15.2.1 15.3.1
""".split()


@cache
def checklist() -> list[dict[str, object]]:
    said: list[dict[str, object]] = yaml.safe_load(CHECKLIST.read_text("utf-8"))
    return said


def evidence() -> set[str]:
    return {place for item in checklist() for place in item["evidence"]}  # type: ignore[attr-defined]


def test_every_requirement_of_level_1_is_there_once_and_in_order() -> None:
    assert [item["id"] for item in checklist()] == LEVEL_1
    assert len(LEVEL_1) == 70


def test_every_requirement_has_a_state_and_says_how() -> None:
    for item in checklist():
        assert set(item) == {"id", "asks", "state", "how", "evidence"}, item["id"]
        assert item["state"] in STATES, item["id"]
        assert item["how"], item["id"]


def test_whatever_is_met_has_evidence() -> None:
    assert [item["id"] for item in checklist() if item["state"] == "met" and not item["evidence"]] == []


def test_every_piece_of_evidence_exists() -> None:
    for place in sorted(evidence()):
        file, _, name = place.partition("::")
        path = ROOT / file
        assert path.is_file(), place
        if name:
            tree = ast.parse(path.read_text("utf-8"))
            assert name in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}, place


def test_what_is_not_met_is_said() -> None:
    states = Counter(item["state"] for item in checklist())
    assert states == {"met": 51, "none": 14, "operator": 3, "not met": 2}


def test_no_weak_hash_is_used() -> None:
    weak = {"md5", "sha1", "crc32", "adler32"}
    for layer in ("corpus", "index", "service"):
        for path in (ROOT / layer).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
                assert name not in weak, path
