"""`ownwords ask` and `ownwords batch`: one question, or a file of them."""

import json
from pathlib import Path

import click

from service.cli_options import index_option, settings_for, with_examples
from service.commands.progress import with_progress
from service.threads import one_thread_each


@click.command(epilog=with_examples('ownwords ask "will they put me to sleep?"', 'ownwords ask "hospital stay" --json'))
@click.argument("question")
@click.option("--top", default=5, show_default=True, help="Results wanted, 1 to 50.")
@click.option("--json", "as_json", is_flag=True, help="Print the answer object of the API.")
@index_option
def ask(question: str, top: int, as_json: bool, index: Path | None) -> None:
    """Answer one QUESTION."""
    one_thread_each()
    from service.terminal import answer_lines
    from service.wiring import load_answerer

    settings = settings_for(index)
    answer = load_answerer(settings).answer(question, top)
    if as_json:
        click.echo(json.dumps(answer.as_dict(), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(answer_lines(answer, bold=lambda words: click.style(words, bold=True))))


@click.command(epilog=with_examples("ownwords batch questions.jsonl run.jsonl --top 10"))
@click.argument("questions", type=click.Path(path_type=Path))
@click.argument("run", type=click.Path(path_type=Path))
@click.option("--top", default=10, show_default=True, help="Results wanted for each question, 1 to 50.")
@index_option
def batch(questions: Path, run: Path, top: int, index: Path | None) -> None:
    """Answer a file of QUESTIONS (JSON Lines with `id` and `question`) into a RUN file."""
    one_thread_each()
    from service.batch import answer_all, read_questions, write_run
    from service.wiring import load_answerer

    settings = settings_for(index)
    asked = read_questions(questions)
    answerer = load_answerer(settings)
    rows = list(answer_all(answerer, with_progress(asked, "answering"), top))
    write_run(run, rows)
    for row in rows:
        if "error" in row:
            click.echo(f"Question {row['id']} was not answered: {row['error']}", err=True)
    click.echo(f"{len(rows)} questions answered into {run}.", err=True)
