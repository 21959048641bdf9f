from pathlib import Path

import pytest

from corpus.errors import SourceError
from corpus.facts import load_facts

ENTRY = "- id: stay\n  label: hospital stay\n  measures: [{measure}]\n  cues: [stay]\n"


def test_every_fact_has_a_label_of_its_own() -> None:
    labels = [fact.label for fact in load_facts()]
    assert len(labels) == len(set(labels))


def test_a_fact_is_read_with_its_limits(tmp_path: Path) -> None:
    path = tmp_path / "facts.yaml"
    path.write_text(ENTRY.format(measure="duration") + "  most: 30 days\n")
    (fact,) = load_facts(path)
    assert (fact.id, fact.measures, fact.least, fact.most) == ("stay", ("duration",), None, "30 days")


def test_a_measure_that_nobody_knows_is_named(tmp_path: Path) -> None:
    path = tmp_path / "facts.yaml"
    path.write_text(ENTRY.format(measure="colour"))
    with pytest.raises(SourceError, match=r"'colour' of the fact `stay` of facts\.yaml"):
        load_facts(path)
