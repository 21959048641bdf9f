"""The report of an evaluation, in a folder of its own: a page to read, and files for programs."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from corpus.errors import PlotsMissing, ReportError
from service.evaluation import wording
from service.evaluation.ablation import measures_shown
from service.evaluation.estimates import measures_of
from service.evaluation.figures import MADE_BY, figures_of, question_rows
from service.evaluation.findings import Findings
from service.evaluation.measured import LOWER_IS_BETTER
from service.evaluation.plots import Plot, drawn
from service.evaluation.trec import QRELS_FILE, RUN_FILE, qrels_lines, run_lines
from service.result_view import parted_at_highlight
from service.templating import template_environment

PAGE_FILE, FIGURES_FILE, QUESTIONS_FILE = "report.html", "figures.json", "per-question.jsonl"
TEMPLATE = "evaluation.html"


def is_report(folder: Path) -> bool:
    """Whether a folder holds the report of an evaluation."""
    try:
        figures = json.loads((folder / FIGURES_FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(figures, dict) and figures.get("made_by") == MADE_BY


def check_report_folder(folder: Path) -> None:
    """Nothing, where a report can be written there: it is new, empty, or holds an earlier report.

    Raises:
        ReportError: it is a file, or holds something else.
    """
    if folder.is_dir():
        if not any(folder.iterdir()) or is_report(folder):
            return
    elif not folder.exists():
        return
    raise ReportError(f"{folder} is not empty and not a report's. Name a new folder, or an earlier report.")


def write_report(folder: Path, findings: Findings) -> str | None:
    """Write the page, the figures, a row for each question, and TREC files.

    Returns:
        Why the page has no plots, or None where it has them.

    Raises:
        ReportError: the folder holds something else, or cannot be written.
    """
    check_report_folder(folder)
    plots, why_no_plots = _plots(findings)
    written = {
        FIGURES_FILE: [json.dumps(figures_of(findings), ensure_ascii=False, indent=1)],  # first: it marks the folder
        PAGE_FILE: [report_page(findings, plots, why_no_plots)],
        QUESTIONS_FILE: rows_as_lines(question_rows(findings.evaluation)),
        QRELS_FILE: qrels_lines(findings.evaluation),
        RUN_FILE: run_lines(findings.evaluation),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ReportError(f"The folder {folder} cannot be made ({error.strerror}). Name another.") from error
    for name, lines in written.items():
        write_lines(folder / name, lines)
    return why_no_plots


def _plots(findings: Findings) -> tuple[list[Plot], str | None]:
    try:
        return drawn(findings), None
    except PlotsMissing as missing:
        return [], str(missing)


def report_page(findings: Findings, plots: Iterable[Plot], why_no_plots: str | None) -> str:
    """The report as one page of HTML that needs no other file."""
    return (
        template_environment()
        .get_template(TEMPLATE)
        .render(
            findings=findings,
            plots=plots,
            why_no_plots=why_no_plots,
            ablated_measures=measures_shown(findings.ablated),
            group_measures={grouping: measures_of(groups) for grouping, groups in findings.groups.items()},
            lower_is_better=LOWER_IS_BETTER,
            wording=wording,
            parted=parted_at_highlight,
        )
    )


def rows_as_lines(rows: Iterable[dict[str, Any]]) -> Iterable[str]:
    """JSON Lines."""
    return (json.dumps(row, ensure_ascii=False) for row in rows)


def write_lines(path: Path, lines: Iterable[str]) -> None:
    """Write a file, whole or not at all.

    Raises:
        ReportError: it cannot be written.
    """
    draft = path.with_name(f".{path.name}.draft")
    try:
        draft.write_text("".join(f"{line}\n" for line in lines), "utf-8")
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise ReportError(f"{path} cannot be written ({error.strerror}). Check its folder.") from error
