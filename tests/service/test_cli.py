"""The commands as a person types them, over the small index; each wrong use gives one clear sentence."""

import json
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from service.cli import main

Ownwords = Callable[..., Result]


@pytest.fixture
def index(built_index: Path, tmp_path: Path) -> Path:
    """A copy of the small index, free to be damaged."""
    return Path(shutil.copytree(built_index, tmp_path / "index"))


@pytest.fixture
def ownwords(index: Path, monkeypatch: pytest.MonkeyPatch) -> Ownwords:
    """Runs a command on the small index."""
    monkeypatch.setenv("OWNWORDS_INDEX", str(index))
    return lambda *arguments: CliRunner().invoke(main, [str(argument) for argument in arguments])


def only_file(index: Path, name: str) -> Path:
    """The one file of this name in the index."""
    (found,) = index.rglob(name)
    return found


def test_ask_prints_the_words_and_their_source(ownwords: Ownwords) -> None:
    done = ownwords("ask", "can I drive the car")
    assert done.exit_code == 0
    assert "Can I drive?" in done.stdout
    assert "Wait until you can stop the car in an emergency." in done.stdout
    assert "Knee replacement" in done.stdout


def test_ask_as_json_prints_the_answer_object(ownwords: Ownwords) -> None:
    answer = json.loads(ownwords("ask", "can I drive the car", "--json", "--top", 2).stdout)
    assert answer["question"] == "can I drive the car"
    assert [result["rank"] for result in answer["results"]] == [1, 2]
    assert (answer["urgent"], answer["differences"], answer["corrected"]) == (None, [], {})


def test_ask_says_whom_to_call_before_anything_else(ownwords: Ownwords, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OWNWORDS_COUNTRY", "GB")
    done = ownwords("ask", "I have chest pain and my arm aches, can I drive")
    assert done.stdout.startswith("Call 999 now")
    assert "Can I drive?" in done.stdout


def test_batch_writes_a_row_for_every_question(ownwords: Ownwords, tmp_path: Path) -> None:
    questions, run = tmp_path / "questions.jsonl", tmp_path / "run.jsonl"
    questions.write_text('{"id": "a", "question": "numb skin"}\n{"id": "b", "question": ""}\n', "utf-8")
    done = ownwords("batch", questions, run, "--top", 3)
    rows = [json.loads(line) for line in run.read_text("utf-8").splitlines()]
    assert [row["id"] for row in rows] == ["a", "b"]
    assert len(rows[0]["results"]) == 3
    assert "Question b was not answered" in done.stderr


def test_ingest_says_what_was_kept_and_what_was_left_out_and_why(
    ownwords: Ownwords, pages_folder: Path, tiny_encoder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OWNWORDS_ENCODER", str(tiny_encoder))
    done = ownwords("ingest", pages_folder)
    assert done.exit_code == 0
    assert "4 pieces left out of the passages: navigation" in done.stdout
    assert "3 pages are now in" in done.stdout
    assert len(done.stdout.splitlines()) <= 10
    assert "0 texts encoded" in done.stdout  # the same pages were in the index already


def test_report_names_everything_that_was_left_out_with_its_reason(ownwords: Ownwords) -> None:
    assert '"top of page" (navigation)' in ownwords("report").stdout
    pages = json.loads(ownwords("report", "--json").stdout)["pages"]
    assert {"words": "top of page", "reason": "navigation"} in next(
        page["left_out"] for page in pages if page["location"] == "pages/hernia.txt"
    )


def test_a_dry_run_says_what_would_change_and_changes_nothing(
    ownwords: Ownwords, index: Path, pages_folder: Path, tmp_path: Path
) -> None:
    pages = Path(shutil.copytree(pages_folder, tmp_path / "pages"))
    (pages / "knee.md").unlink()
    (pages / "hip.md").write_text("# Hip\n\nA worn hip is replaced.\n", "utf-8")
    before = (index / "current").read_text("utf-8")
    said = ownwords("ingest", pages, "--dry-run").stdout
    assert "1 new: pages/hip.md" in said
    assert "1 gone: pages/knee.md" in said
    assert (index / "current").read_text("utf-8") == before


@pytest.fixture
def without_knee(
    ownwords: Ownwords, pages_folder: Path, tiny_encoder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The index after the page about the knee was withdrawn."""
    monkeypatch.setenv("OWNWORDS_ENCODER", str(tiny_encoder))
    pages = Path(shutil.copytree(pages_folder, tmp_path / "pages"))
    (pages / "knee.md").unlink()
    assert ownwords("ingest", pages).exit_code == 0


@pytest.mark.usefixtures("without_knee")
def test_a_withdrawn_page_is_proved_gone_from_library_channels_and_answers(ownwords: Ownwords) -> None:
    done = ownwords("show", "--gone", "knee.md")
    assert done.exit_code == 0
    assert [line.split(":")[0] for line in done.stdout.splitlines()] == [
        "well   library",
        "well   channels",
        "well   answers",
        "well   earlier versions that hold it, not served",
    ]


def test_a_page_that_is_there_is_not_proved_gone(ownwords: Ownwords) -> None:
    done = ownwords("show", "--gone", "Knee replacement")
    assert done.exit_code == 1
    assert done.stdout.count("WRONG") == 3  # in the library, in the channels, in the answers


def test_a_page_that_never_was_cannot_be_proved_gone(ownwords: Ownwords) -> None:
    assert "was ever in this index" in complaint(ownwords("show", "--gone", "elbow.md"), 2)


@pytest.mark.usefixtures("without_knee")
def test_a_rollback_brings_the_version_before_back(ownwords: Ownwords) -> None:
    assert "Knee" not in ownwords("sources").stdout
    assert ownwords("rollback").exit_code == 0
    assert "Knee" in ownwords("sources").stdout


@pytest.mark.usefixtures("without_knee")
def test_versions_are_listed_with_the_one_that_serves_and_an_old_one_can_be_removed(ownwords: Ownwords) -> None:
    old, new = ownwords("versions").stdout.splitlines()
    assert new.endswith("serves")
    assert "3 pages" in old
    assert ownwords("versions", "--remove", old.split()[0]).stdout.splitlines() == [new]


def test_the_version_that_serves_cannot_be_removed(ownwords: Ownwords) -> None:
    serving = ownwords("versions").stdout.split()[0]
    assert "serves" in complaint(ownwords("versions", "--remove", serving), 2)


def test_there_is_nothing_to_roll_back_to_at_first(ownwords: Ownwords) -> None:
    assert "There is no version before" in complaint(ownwords("rollback"), 2)


def test_sources_lists_every_page(ownwords: Ownwords) -> None:
    lines = ownwords("sources").stdout.splitlines()
    assert [line.split("\t")[2] for line in lines] == ["Cataract operation", "Hernia repair", "Knee replacement"]


def test_show_prints_a_page_and_a_passage_by_their_ids(ownwords: Ownwords) -> None:
    result = json.loads(ownwords("ask", "can I drive the car", "--json").stdout)["results"][0]
    assert result["text"] in ownwords("show", result["ref"]).stdout
    page = ownwords("show", result["source"]["page"]).stdout
    assert result["ref"] in page
    assert "A test clinic" in page


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    """One labelled question that the small index answers, and one that it does not."""
    gold = [{"file": "knee.md", "quote": "Wait until you can stop the car in an emergency.", "grade": 2}]
    path = tmp_path / "labels.jsonl"
    rows = [
        {"id": "a", "question": "stop the car", "answerable": True, "gold": gold},
        {"id": "b", "question": "what does it cost", "answerable": False, "gold": []},
    ]
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")
    return path


def test_evaluate_prints_the_measures_and_writes_each_question(
    ownwords: Ownwords, questions: Path, tmp_path: Path
) -> None:
    done = ownwords("evaluate", questions, "--per-question", tmp_path / "rows.jsonl")
    assert "S@1                     1.000" in done.stdout
    first, second = (json.loads(line) for line in (tmp_path / "rows.jsonl").read_text("utf-8").splitlines())
    assert (first["S@1"], first["answerable"], second["answerable"]) == (1.0, True, False)


def test_evaluate_leaves_parts_out_in_turn_and_compares_with_another_index(
    ownwords: Ownwords, questions: Path, index: Path
) -> None:
    done = ownwords("evaluate", questions, "--without", "titled", "--compare", index, "--ablate")
    assert "there - here, 95 % interval" in done.stdout
    ablated = done.stdout.split("The change without one part at a time")[1]
    named = {line.split()[0] for line in ablated.splitlines() if line.strip()}
    assert {"lexical", "titled_sentence", "topic", "operation", "spelling", "spread"} <= named
    assert "titled" not in named


def test_evaluate_writes_a_report_that_the_next_one_is_compared_with(
    ownwords: Ownwords, questions: Path, tmp_path: Path
) -> None:
    report = tmp_path / "report"
    assert f"The report is {report}/report.html." in ownwords("evaluate", questions, "--report", report).stderr
    assert json.loads((report / "figures.json").read_text("utf-8"))["totals"]["S@1"]["value"] == 1.0
    assert "+0.000" in ownwords("evaluate", questions, "--compare", report).stdout


def test_a_part_that_is_none_is_named_with_those_that_are(ownwords: Ownwords, questions: Path) -> None:
    said = complaint(ownwords("evaluate", questions, "--without", "magic"), 2)
    assert "magic is no part of the search" in said
    assert "lexical" in said


def test_a_folder_of_something_else_is_not_made_a_report(ownwords: Ownwords, questions: Path, index: Path) -> None:
    assert "not a report's" in complaint(ownwords("evaluate", questions, "--report", index), 1)


def test_doctor_finds_nothing_wrong_with_a_whole_index(ownwords: Ownwords) -> None:
    done = ownwords("doctor")
    assert done.exit_code == 0
    assert "WRONG" not in done.stdout


def test_doctor_names_what_is_damaged_and_how_to_mend_it(ownwords: Ownwords, index: Path) -> None:
    only_file(index, "library.sqlite").unlink()
    done = ownwords("doctor")
    assert done.exit_code == 1
    assert "library.sqlite is gone" in done.stdout
    assert "ownwords ingest" in done.stdout


def complaint(done: Result, exit_code: int) -> str:
    """The one sentence or two of a command that could not do its work; a traceback is a failure."""
    assert done.exit_code == exit_code
    assert done.exception is None or isinstance(done.exception, SystemExit)
    assert done.stdout == ""
    return done.stderr


def test_too_little_memory_is_told_and_is_no_mistake_of_ours(
    ownwords: Ownwords, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_little(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("service.wiring.load_searcher", too_little)
    assert "There is not enough memory" in complaint(ownwords("ask", "pain"), 1)


def test_a_missing_folder_is_named(ownwords: Ownwords) -> None:
    assert "There is no file or folder no/such/folder." in complaint(ownwords("ingest", "no/such/folder"), 2)


def test_a_folder_without_pages_says_what_can_be_read(ownwords: Ownwords, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "nothing to read" in complaint(ownwords("ingest", tmp_path / "empty"), 1)


def test_an_address_in_a_private_network_is_refused_with_what_to_do(ownwords: Ownwords) -> None:
    assert "--allow-private" in complaint(ownwords("ingest", "http://127.0.0.1:9/"), 1)


def test_an_empty_question_is_wrong_usage(ownwords: Ownwords) -> None:
    assert complaint(ownwords("ask", "  "), 2) == "Type your question in the box.\n"


def test_a_question_of_5000_characters_is_told_the_limit(ownwords: Ownwords) -> None:
    assert "2000 characters or fewer" in complaint(ownwords("ask", "pain " * 1000), 2)


def test_too_many_results_are_told_the_range(ownwords: Ownwords) -> None:
    assert "Ask for 1 to 50" in complaint(ownwords("ask", "pain", "--top", 99), 2)


def test_an_unknown_option_is_named(ownwords: Ownwords) -> None:
    assert "No such option" in complaint(ownwords("ask", "pain", "--tpo", 3), 2)


def test_an_unknown_command_is_named(ownwords: Ownwords) -> None:
    assert "No such command 'akse'" in complaint(ownwords("akse"), 2)


def test_an_unknown_ref_is_named(ownwords: Ownwords) -> None:
    assert "'nowhere'" in complaint(ownwords("show", "nowhere"), 2)


def test_asking_without_an_index_says_how_to_build_one(ownwords: Ownwords, tmp_path: Path) -> None:
    said = complaint(ownwords("ask", "pain", "--index", tmp_path / "none"), 1)
    assert "There is no index in" in said
    assert "ownwords ingest" in said


@pytest.mark.parametrize("name", ["model.onnx", "library.sqlite", "page_operations.npz"])
def test_a_damaged_index_file_is_named(ownwords: Ownwords, index: Path, name: str) -> None:
    file = only_file(index, name)
    file.write_bytes(file.read_bytes()[:-1] + b"!")
    said = complaint(ownwords("ask", "pain"), 1)
    assert f"{name} is damaged" in said
    assert "ownwords ingest" in said


def test_an_index_of_another_encoder_names_both(ownwords: Ownwords, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OWNWORDS_ENCODER", "another-encoder")
    said = complaint(ownwords("ask", "pain"), 1)
    assert "'tiny'" in said
    assert "'another-encoder'" in said


def test_a_port_in_use_is_named(ownwords: Ownwords) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert f"127.0.0.1:{port} (Address already in use)" in complaint(ownwords("serve", "--port", port), 1)


def test_a_setting_that_cannot_be_used_is_named(ownwords: Ownwords, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OWNWORDS_MAYBE_FROM", "often")
    assert "OWNWORDS_MAYBE_FROM is 'often'" in complaint(ownwords("ask", "pain"), 2)


def test_a_line_that_is_no_question_is_named(ownwords: Ownwords, tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_text("oops", "utf-8")
    assert "q.jsonl, line 1" in complaint(ownwords("batch", tmp_path / "q.jsonl", tmp_path / "run.jsonl"), 1)
    assert not (tmp_path / "run.jsonl").exists()


NO_INDEX = {"safety"}  # the hazard log is about the program, whatever its index


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_has_help_with_an_example(ownwords: Ownwords, command: str) -> None:
    said = ownwords(command, "--help").stdout
    assert f"  ownwords {command}" in said
    assert "--index" in said or command in NO_INDEX


def test_safety_prints_the_hazard_log_or_writes_it_as_a_page(ownwords: Ownwords, tmp_path: Path) -> None:
    assert ownwords("safety").stdout.startswith("# Hazard log\n\nNo clinical safety officer has reviewed")
    assert ownwords("safety", "--html", tmp_path / "log.html").exit_code == 0
    assert "<h1>Hazard log</h1>" in (tmp_path / "log.html").read_text("utf-8")
