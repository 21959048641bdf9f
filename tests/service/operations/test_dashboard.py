"""The dashboard asks for figures that there are."""

import json
import re
from pathlib import Path

import pytest

from service.operations.metrics import Metrics

DASHBOARD = json.loads((Path(__file__).parents[3] / "service/operations/dashboard.json").read_text("utf-8"))
QUERIES = [target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"]]
NAMES = r"own_words_[a-z_]+"


def names_and_labels() -> tuple[set[str], set[str]]:
    """Every figure of a service that has answered, and every label."""
    from service.answers import Answer, Outcome, Urgent

    metrics = Metrics(lambda: "20261120T120000.000000Z-abc123")
    metrics.request_began()
    metrics.request_ended("GET", "/", 200, 0.01)
    urgent = Urgent("emergency", "", "", [], "999")
    answer = Answer("", Outcome.ANSWERED, confidence=1.0, urgent=urgent, results=[], index_version="v", took_ms=1.0)
    metrics.answered(answer, {"encode": 0.001})
    told = metrics.exposition().decode()
    return set(re.findall(rf"^({NAMES})", told, re.MULTILINE)), set(re.findall(r"([a-z]+)=\"", told))


@pytest.mark.parametrize("query", QUERIES)
def test_every_query_names_figures_and_labels_that_there_are(query: str) -> None:
    names, labels = names_and_labels()
    grouped = re.findall(r"by \(([a-z, ]+)\)", query)
    asked_for = {label.strip() for group in grouped for label in group.split(",")} | set(
        re.findall(r"([a-z]+)[!=~]+\"", query)
    )
    assert set(re.findall(NAMES, query)) <= names
    assert asked_for <= labels
    assert [query.count(one) for one in "([{"] == [query.count(one) for one in ")]}"]


def test_every_figure_of_ours_is_on_the_dashboard() -> None:
    shown = " ".join(QUERIES)
    names, _ = names_and_labels()
    families = {re.sub(r"_(total|bucket|count|sum|created)$", "", name) for name in names}
    assert [name for name in sorted(families) if name not in shown] == []


def test_panels_have_titles_of_their_own_and_do_not_overlap() -> None:
    panels = DASHBOARD["panels"]
    assert len({panel["title"] for panel in panels}) == len({panel["id"] for panel in panels}) == len(panels)
    cells = [
        (x, y)
        for place in (panel["gridPos"] for panel in panels)
        for x in range(place["x"], place["x"] + place["w"])
        for y in range(place["y"], place["y"] + place["h"])
    ]
    assert len(cells) == len(set(cells))
    assert max(x for x, _ in cells) < 24
