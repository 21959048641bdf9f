"""The `ownwords` command. Results go to standard output, everything else to standard error.

Each command imports what it needs when it runs, so that `ownwords ask` never waits for what it does not use.
"""

import json
import logging
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

import click

from corpus.errors import AccountError, OwnWordsError, QuestionError, SettingError, SourceMissing, UnknownRef
from service.cli_options import index_option, settings_for, with_examples
from service.desk.commands import backup, desk, restore
from service.findings import Finding
from service.operations.crashes import write_no_core_files
from service.operations.logs import kind_and_place
from service.threads import one_thread_each

WRONG_USAGE = (AccountError, QuestionError, SettingError, SourceMissing, UnknownRef)
EXIT_COULD_NOT, EXIT_WRONG_USAGE = 1, 2

T = TypeVar("T")


class Commands(click.Group):
    """The commands, with every error of ours told as one sentence instead of a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; exit with 1 where it could not, and with 2 where it was used wrongly."""
        try:
            return super().invoke(ctx)
        except OwnWordsError as error:
            click.echo(str(error), err=True)
            ctx.exit(EXIT_WRONG_USAGE if isinstance(error, WRONG_USAGE) else EXIT_COULD_NOT)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except MemoryError:
            click.echo("There is not enough memory. Nothing was changed; end other programs, and try again.", err=True)
            ctx.exit(EXIT_COULD_NOT)
        except BrokenPipeError:  # the reader of our output has gone, as in `ownwords sources | head -1`
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(EXIT_COULD_NOT)
        except Exception as error:  # its message can hold the question, and output ends up in mails and logs
            click.echo(f"This is a mistake of ours, please report it: {kind_and_place(error)}", err=True)
            ctx.exit(EXIT_COULD_NOT)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="own-words", prog_name="ownwords")
def main() -> None:
    """Ask a clinic's pages in your own words; get the answer in theirs, with its source."""
    write_no_core_files()


main.add_command(desk)
main.add_command(backup)
main.add_command(restore)


@main.command(epilog=with_examples("ownwords ingest leaflets/ --index leaflets.index"))
@click.argument("sources", nargs=-1)
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@click.option("--site", is_flag=True, help="Follow links from every address, on the same site.")
@click.option("--max-pages", default=500, show_default=True, type=click.IntRange(1), help="Pages asked for on a site.")
@click.option("--delay", default=1.0, show_default=True, type=click.FloatRange(0), help="Seconds between requests.")
@click.option("--allow-private", is_flag=True, help="Read addresses in your own network, where you name them.")
@index_option
def ingest(
    sources: tuple[str, ...],
    dry_run: bool,
    site: bool,
    max_pages: int,
    delay: float,
    allow_private: bool,
    index: Path | None,
) -> None:
    """Read SOURCES (files, folders, web addresses; without any, the starter pages) into the index.

    An address is one page; a site's front page or its sitemap stands for the whole site.

    The index then holds what the sources hold now, and nothing else. Only what changed is encoded again.
    The index that serves is replaced in one step, and only when the new one is whole.
    """
    from corpus.web.fetch import FetchLimits
    from corpus.web.sources import WebReading
    from index import build
    from index.encoder_card import DEFAULT_ENCODER, DEFAULT_PRECISION
    from index.folder import IndexFolder
    from service.ingest_report import change_lines, ingest_lines
    from service.wiring import STARTER_PAGES, load_searcher, load_urgent_signs

    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of fonts; what matters is in our report
    settings = settings_for(index)
    folder, named = IndexFolder(settings.index), list(sources) or [str(STARTER_PAGES)]
    reading = WebReading(
        FetchLimits(max_pages=max_pages, delay_seconds=delay),
        whole_sites=site,
        allow_private=allow_private,
        progress=lambda found: iter(_progress(found, "fetching")),
    )
    if dry_run:
        would = build.dry_run(folder, named, progress=lambda files: _progress(files, "reading"), reading=reading)
        click.echo("\n".join(change_lines(would)))
        return
    done = build.ingest(
        folder,
        named,
        settings.encoder or DEFAULT_ENCODER,
        settings.precision or DEFAULT_PRECISION,
        progress=lambda files: _progress(files, "reading"),
        reading=reading,
        say=lambda sentence: click.echo(sentence, err=True),
        watch=lambda pages, number: _progress(pages, "encoding", number),
    )
    click.echo("\n".join(ingest_lines(done, settings.index)))
    load_urgent_signs(load_searcher(settings).encoder, settings)  # learned here, so that no question waits for it


@main.command(epilog=with_examples('ownwords ask "will they put me to sleep?"', 'ownwords ask "hospital stay" --json'))
@click.argument("question")
@click.option("--top", default=5, show_default=True, help="Results wanted, 1 to 50.")
@click.option("--json", "as_json", is_flag=True, help="Print the answer object of the API.")
@index_option
def ask(question: str, top: int, as_json: bool, index: Path | None) -> None:
    """Answer one QUESTION."""
    one_thread_each()
    from service.terminal import answer_lines
    from service.wiring import answerer_over, load_searcher

    settings = settings_for(index)
    answer = answerer_over(load_searcher(settings), settings).answer(question, top)
    if as_json:
        click.echo(json.dumps(answer.as_dict(), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(answer_lines(answer, bold=lambda words: click.style(words, bold=True))))


@main.command(epilog=with_examples("ownwords batch questions.jsonl run.jsonl --top 10"))
@click.argument("questions", type=click.Path(path_type=Path))
@click.argument("run", type=click.Path(path_type=Path))
@click.option("--top", default=10, show_default=True, help="Results wanted for each question, 1 to 50.")
@index_option
def batch(questions: Path, run: Path, top: int, index: Path | None) -> None:
    """Answer a file of QUESTIONS (JSON Lines with `id` and `question`) into a RUN file."""
    one_thread_each()
    from service.batch import answer_all, read_questions, write_run
    from service.wiring import answerer_over, load_searcher

    settings = settings_for(index)
    asked = read_questions(questions)
    answerer = answerer_over(load_searcher(settings), settings)
    rows = list(answer_all(answerer, _progress(asked, "answering"), top))
    write_run(run, rows)
    for row in rows:
        if "error" in row:
            click.echo(f"Question {row['id']} was not answered: {row['error']}", err=True)
    click.echo(f"{len(rows)} questions answered into {run}.", err=True)


@main.command(
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
    from service.wiring import answerer_over, load_searcher

    if report_folder:
        check_report_folder(report_folder)  # before the questions, which may take minutes
    settings = settings_for(index)
    task = job.read_job(questions, progress=lambda items: _progress(items, "asking"))
    answerer = answerer_over(load_searcher(settings), settings)
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


@main.command(epilog=with_examples("ownwords serve --port 8080"))
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="The port to listen on.")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Processes that answer.")
@index_option
def serve(host: str, port: int, workers: int, index: Path | None) -> None:
    """Serve the search page and the API."""
    one_thread_each()
    from service.server import run_server

    run_server(settings_for(index), host, port, workers, say=lambda sentence: click.echo(sentence, err=True))


@main.command(epilog=with_examples("ownwords sources"))
@index_option
def sources(index: Path | None) -> None:
    """List the pages of the index: id, passages, title and where each was read."""
    from service.wiring import load_library

    library = load_library(settings_for(index))
    for page in library.pages():
        click.echo(f"{page.id}\t{len(library.passages_of(page.id))} passages\t{page.title}\t{page.source.location}")


@main.command(epilog=with_examples("ownwords show back-fusion-surgery-6012f5", "ownwords show --gone old-leaflet.md"))
@click.argument("ref")
@click.option("--gone", is_flag=True, help="Prove that a page (its id, address, file or title) can no longer be found.")
@index_option
def show(ref: str, gone: bool, index: Path | None) -> None:
    """Show one page, passage or question-answer pair by its id (REF), with its origin."""
    from index.folder import IndexFolder
    from service.absence import absence_findings
    from service.terminal import page_lines, passage_lines
    from service.wiring import answerer_over, load_searcher

    settings = settings_for(index)
    searcher = load_searcher(settings)
    library = searcher.library
    if gone:
        answerer = answerer_over(searcher, settings)
        _tell(absence_findings(ref, IndexFolder(settings.index), searcher, answerer))
        return
    if ref in library.page_ids():
        lines = list(page_lines(library.page(ref), library.passages_of(ref)))
    else:
        passage = library.passage(ref)
        lines = passage_lines(passage, library.page(passage.page_id))
    click.echo("\n".join(lines))


@main.command(epilog=with_examples("ownwords report", "ownwords report --json"))
@click.option("--json", "as_json", is_flag=True, help="Print the report as it is kept, in JSON.")
@index_option
def report(as_json: bool, index: Path | None) -> None:
    """Tell of every page what became of it: its passages, what was left out and why, what looks wrong."""
    from service.ingest_report import full_lines
    from service.wiring import load_report

    kept = load_report(settings_for(index))
    click.echo(json.dumps(kept, ensure_ascii=False, indent=2) if as_json else "\n".join(full_lines(kept)))


@main.command(epilog=with_examples("ownwords versions"))
@click.option("--remove", metavar="NAME", help="Remove this version, which must not be the one that serves.")
@index_option
def versions(remove: str | None, index: Path | None) -> None:
    """List the versions of the index that are kept, the oldest first."""
    from index.folder import IndexFolder
    from service.terminal import version_lines

    folder = IndexFolder(settings_for(index).index)
    if remove:
        folder.remove(remove)
    click.echo("\n".join(version_lines(folder)))


@main.command(epilog=with_examples("ownwords rollback"))
@click.argument("version", required=False)
@index_option
def rollback(version: str | None, index: Path | None) -> None:
    """Serve an earlier VERSION again (without one, the version before the one that serves)."""
    from index.folder import IndexFolder

    serving = IndexFolder(settings_for(index).index).roll_back(version)
    click.echo(f"The version that serves is now {serving}. A running service takes it up within seconds.")


@main.command(epilog=with_examples("ownwords doctor"))
@index_option
def doctor(index: Path | None) -> None:
    """Say what is wrong with this installation, and how to mend it."""
    from service.doctor.examination import findings

    _tell(findings(os.environ, index))


@main.command(epilog=with_examples('ownwords forget "can i bring my parrot"', "ownwords forget --everything"))
@click.argument("wording", required=False)
@click.option("--everything", is_flag=True, help="Forget all of it, the counts by topic as well.")
@index_option
def forget(wording: str | None, everything: bool, index: Path | None) -> None:
    """Forget what the question log holds: a WORDING and all that hold its words, or everything.

    Nothing of it is left in the file afterwards, nor in those beside it.
    """
    from service.question_log.forget import forget as forget_questions

    if (wording is None) != everything:
        raise click.UsageError("Name a wording, or say --everything.")
    click.echo(forget_questions(settings_for(index), wording))


@main.command(epilog=with_examples("ownwords safety", "ownwords safety --html hazards.html"))
@click.option("--html", type=click.Path(path_type=Path), metavar="FILE", help="Write a web page to this file instead.")
def safety(html: Path | None) -> None:
    """Print the hazard log: what could harm a patient, what is done about it, and the tests that prove it."""
    from service.safety.hazards import load_hazard_log
    from service.safety.page import markdown_of, write_page

    log = load_hazard_log()
    if html:
        write_page(log, html)
    else:
        click.echo(markdown_of(log))


def _tell(findings: Iterable[Finding]) -> None:
    """Print findings as they come; exit with 1 where one is not well."""
    problems = False
    for finding in findings:
        problems = problems or not finding.well
        click.echo(f"{'well ' if finding.well else 'WRONG'}  {finding.what}")
    if problems:
        raise SystemExit(EXIT_COULD_NOT)


def _progress(items: Iterable[T], doing: str, number: int | None = None) -> Iterable[T]:
    """The items, with a progress bar while they are gone through, on a terminal only; `number` where they are counted.

    It says how many a second, and how much time is left.
    """
    from tqdm import tqdm

    return tqdm(items, desc=doing, total=number, disable=None, leave=False)
