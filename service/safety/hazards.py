"""Hazards and controls, read from two YAML files that people write and review."""

from dataclasses import dataclass
from pathlib import Path

from corpus.errors import SafetyError
from corpus.word_lists import Entry, Shape, read_entries
from service.safety.risk import ACCEPTABLE_UP_TO, LIKELIHOODS, SEVERITIES, risk_of

FOLDER = Path(__file__).parent
STATUSES = ("open", "controlled")
CONTROL = Shape("control", ("control",), ("tests",))
HAZARD = Shape("hazard", ("hazard", "effect", "severity", "before", "after", "owner", "status"), ("causes", "controls"))


@dataclass(frozen=True, slots=True)
class Control:
    """What is done, and the tests that prove it, as pytest names them."""

    id: str
    what: str
    tests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hazard:
    """What could harm a patient. `before` and `after` are its likelihoods without and with the controls."""

    id: str
    what: str
    causes: tuple[str, ...]
    effect: str
    severity: str
    before: str
    after: str
    controls: tuple[Control, ...]
    owner: str
    status: str

    @property
    def initial_risk(self) -> int:
        """The risk without any control, 1 to 5."""
        return risk_of(self.severity, self.before)

    @property
    def residual_risk(self) -> int:
        """The risk that is left, 1 to 5."""
        return risk_of(self.severity, self.after)


def load_hazard_log(folder: Path = FOLDER) -> tuple[Hazard, ...]:
    """Every hazard, with its controls.

    Raises:
        SourceError: a file cannot be read; the message names the entry.
        SafetyError: an entry holds something that cannot be; the message names it and what may stand there.
    """
    controls = {
        entry.id: Control(entry.id, entry.texts["control"], entry.lists["tests"])
        for entry in read_entries([folder / "controls.yaml"], CONTROL)
    }
    hazards = tuple(_hazard(entry, controls) for entry in read_entries([folder / "hazards.yaml"], HAZARD))
    used = {control.id for hazard in hazards for control in hazard.controls}
    if unused := sorted(set(controls) - used):
        raise SafetyError(f"The control `{unused[0]}` belongs to no hazard. Name it in one, or take it away.")
    return hazards


def _hazard(entry: Entry, controls: dict[str, Control]) -> Hazard:
    for name, scale in (
        ("severity", SEVERITIES),
        ("before", LIKELIHOODS),
        ("after", LIKELIHOODS),
        ("status", STATUSES),
    ):
        if entry.texts[name] not in scale:
            raise SafetyError(f"`{name}` of {entry.where} is {entry.texts[name]!r}. Write one of: {', '.join(scale)}.")
    unknown = [id_ for id_ in entry.lists["controls"] if id_ not in controls]
    if unknown:
        raise SafetyError(f"`{unknown[0]}` in {entry.where} is no control. Add it to controls.yaml.")
    texts = entry.texts
    hazard = Hazard(
        id=entry.id,
        what=texts["hazard"],
        causes=entry.lists["causes"],
        effect=texts["effect"],
        severity=texts["severity"],
        before=texts["before"],
        after=texts["after"],
        controls=tuple(controls[id_] for id_ in entry.lists["controls"]),
        owner=texts["owner"],
        status=texts["status"],
    )
    if hazard.status == "controlled" and hazard.residual_risk > ACCEPTABLE_UP_TO:
        raise SafetyError(
            f"The status of {entry.where} is controlled, and its residual risk is {hazard.residual_risk}. "
            f"Make it open until a clinician has decided, or bring the risk down to {ACCEPTABLE_UP_TO}."
        )
    return hazard
