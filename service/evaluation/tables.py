"""An evaluation as lines for a terminal."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from textwrap import wrap

from service.evaluation.ablation import Ablated, measures_shown
from service.evaluation.comparison import Difference
from service.evaluation.estimates import GROUPINGS, Estimate, Group, estimates_of, groups_by
from service.evaluation.measured import LOWER_IS_BETTER, Evaluation
from service.evaluation.wording import NONE, between, changed, figure, marked, p_value

WIDTH = 110  # characters


def evaluation_lines(evaluation: Evaluation, signposting: Mapping[str, Estimate]) -> Iterator[str]:
    """Every measure with its 95 % interval, then the first place by style, topic and operation."""
    yield f"{evaluation.answerable} answerable and {evaluation.unanswerable} unanswerable questions"
    estimates = estimates_of(evaluation)
    yield from (_estimate_line(name, estimates.get(name)).rstrip() for name in evaluation.totals)
    yield from (_estimate_line(name, estimate).rstrip() for name, estimate in signposting.items())
    for grouping in GROUPINGS:
        groups = [group for group in groups_by(grouping, evaluation) if "S@1" in group.estimates]
        if groups:
            told = ", ".join(_group_words(group) for group in groups)
            yield from wrap(f"S@1 by {grouping}: {told}", WIDTH, subsequent_indent="    ")


def _group_words(group: Group) -> str:
    return f"{group.name} {group.estimates['S@1'].value:.2f} of {group.answerable}"


def _estimate_line(name: str, estimate: Estimate | None) -> str:
    if estimate is None:
        return f"{name:24}{NONE}"
    lower = "   lower is better" if name in LOWER_IS_BETTER else ""
    return f"{name:24}{figure(estimate.value)}   {between(estimate.interval)}{lower}"


def comparison_lines(differences: Iterable[Difference]) -> Iterator[str]:
    """Two evaluations side by side; p is the chance of a difference this large if there were none."""
    yield f"{'':24}{'here':>8}{'there':>8}{'there - here, 95 % interval':>32}{'p':>9}"
    for one in differences:
        figures = f"{figure(one.here):>8}{figure(one.there):>8}"
        yield f"{one.measure:24}{figures}{changed(one):>32}{p_value(one.p):>9}".rstrip()


def ablation_lines(ablated: Sequence[Ablated]) -> Iterator[str]:
    """What each part is worth: below 0, the search is worse without it."""
    measures = measures_shown(ablated)
    yield "The change without one part at a time (* p < 0.05)"
    yield f"{'':16}" + "".join(f"{name:>{_width(name)}}" for name in measures)
    for row in ablated:
        changes = {one.measure: marked(one) for one in row.differences}
        yield f"{row.part:16}" + "".join(f"{changes.get(name, NONE):>{_width(name)}}" for name in measures)


def _width(measure: str) -> int:
    return max(len(measure), len("-0.000*")) + 3
