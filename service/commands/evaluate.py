"""`ownwords evaluate`: the quality of an index, measured on labelled questions."""

from collections.abc import Iterable
from pathlib import Path

import click

from service.cli_options import index_option, settings_for, with_examples
from service.commands.progress import with_progress


@click.command(
    epilog=with_examples(
        "ownwords evaluate tests/questions.jsonl --report my.report",
        "ownwords evaluate tests/questions.jsonl --ablate",
        "ownwords evaluate tests/questions.jsonl --without lexical --compare .ownwords",
    )
)
@click.argument("questions", type=click.Path(path_type=Path))
@click.option("--without", multiple=True, metavar="PART", help="Leave this part of the search out; repeat for more.")
@click.option("--ablate", is_flag=True, help="Leave every part out in turn, to see what each is worth.")
@click.option(
    "--compare",
    type=click.Path(path_type=Path),
    help="Put another index folder, with all its parts, or an earlier report beside this.",
)
@click.option("--per-question", type=click.Path(path_type=Path), help="Write a row for each question to this file.")
@click.option(
    "--report",
    "report_folder",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Write a page with plots and failures, the figures in JSON, and TREC files into this folder.",
)
@index_option
def evaluate(
    questions: Path,
    without: tuple[str, ...],
    ablate: bool,
    compare: Path | None,
    per_question: Path | None,
    report_folder: Path | None,
    index: Path | None,
) -> None:
    """Measure the quality of an index on labelled QUESTIONS (JSON Lines).

    Each measure comes with the interval that chance leaves it, each comparison with a paired test.
    """
    from service.evaluation import job, tables
    from service.evaluation.figures import question_rows
    from service.evaluation.findings import findings_of
    from service.evaluation.report import check_report_folder, rows_as_lines, write_lines, write_report
    from service.evaluation.signposting import signposting
    from service.wiring import load_answerer

    if report_folder:
        check_report_folder(report_folder)  # before the questions, which may take minutes
    settings = settings_for(index)
    task = job.read_job(questions, progress=lambda items: with_progress(items, "asking"))
    answerer = load_answerer(settings)
    _check_parts(without, answerer.parts)
    measured = job.measure(task, answerer, without)
    signposted = signposting(answerer, task.urgent)
    click.echo("\n".join(tables.evaluation_lines(measured, signposted)))
    beside = job.compared(task, measured, compare, settings) if compare else []
    if beside:
        click.echo("\n".join(["", *tables.comparison_lines(beside)]))
    ablated = job.ablated(task, answerer, measured, without) if ablate else []
    if ablated:
        click.echo("\n".join(["", *tables.ablation_lines(ablated)]))
    if per_question:
        write_lines(per_question, rows_as_lines(question_rows(measured)))
    if report_folder:
        about = job.about(questions, settings.index, answerer.index_version, without, compare)
        problem = write_report(report_folder, findings_of(about, measured, beside, ablated, signposted))
        click.echo("\n".join(filter(None, [problem, f"The report is {report_folder / 'report.html'}."])), err=True)


def _check_parts(named: Iterable[str], parts: Iterable[str]) -> None:
    known = sorted(parts)
    for name in named:
        if name not in known:
            raise click.BadParameter(f"{name} is no part of the search. Name one of: {', '.join(known)}.")
