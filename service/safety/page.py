"""The hazard log as people read it: Markdown for a terminal, or a web page in one file."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from corpus.errors import SafetyError
from service.safety.hazards import Hazard
from service.safety.risk import LIKELIHOODS, MATRIX, MEANINGS, SEVERITIES
from service.templating import template_environment

UNSIGNED = (
    "No clinical safety officer has reviewed or signed this log. The risks are the maintainers' estimates. "
    "Whoever deploys the service appoints one, who reviews each entry and decides on those that are open."
)


def markdown_of(hazards: Sequence[Hazard]) -> str:
    """The whole log."""
    return "\n".join(_lines(hazards))


def write_page(hazards: Sequence[Hazard], path: Path) -> None:
    """Write the whole log as a web page that needs nothing else.

    Raises:
        SafetyError: the file cannot be written.
    """
    template = template_environment().get_template("safety.html")
    try:
        path.write_text(template.render(**page_values(hazards)), "utf-8")
    except OSError as error:
        raise SafetyError(f"The page {path} cannot be written ({error.strerror}). Name another file.") from error


def page_values(hazards: Sequence[Hazard]) -> dict[str, object]:
    """What the template shows."""
    matrix = [(likelihood, MATRIX[likelihood]) for likelihood in reversed(LIKELIHOODS)]
    return {
        "hazards": hazards,
        "unsigned": UNSIGNED,
        "severities": SEVERITIES,
        "matrix": matrix,
        "meanings": MEANINGS,
    }


def _lines(hazards: Sequence[Hazard]) -> Iterator[str]:
    yield from ("# Hazard log", "", UNSIGNED, "")
    yield f"{len(hazards)} hazards, {sum(hazard.status == 'open' for hazard in hazards)} of them open."
    yield from ("", f"| likelihood | {' | '.join(SEVERITIES)} |", f"|---|{'---|' * len(SEVERITIES)}")
    for likelihood in reversed(LIKELIHOODS):
        yield f"| {likelihood} | {' | '.join(map(str, MATRIX[likelihood]))} |"
    yield ""
    yield from (f"- {risk}: {meaning}" for risk, meaning in MEANINGS.items())
    for hazard in hazards:
        yield from _hazard_lines(hazard)


def _hazard_lines(hazard: Hazard) -> Iterator[str]:
    yield from ("", f"## {hazard.id}", "", hazard.what, "")
    yield from (f"- Cause: {cause}" for cause in hazard.causes)
    yield f"- Effect: {hazard.effect}"
    yield f"- Risk without controls: {hazard.initial_risk} ({hazard.severity}, {hazard.before})"
    for control in hazard.controls:
        yield f"- Control: {control.what}"
        yield from (f"  - `{test}`" for test in control.tests)
    yield f"- Residual risk: {hazard.residual_risk} ({hazard.severity}, {hazard.after})"
    yield f"- Owner: {hazard.owner}"
    yield f"- Status: {hazard.status}"
