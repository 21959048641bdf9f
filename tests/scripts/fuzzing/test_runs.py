"""What libFuzzer says of a run is read from its log, and the table adds it up."""

from pathlib import Path

from scripts.fuzzing.runs import Outcome, outcome_of, table_of, write_start
from scripts.fuzzing.target import Target

LOG = """INFO: Instrumenting corpus.clean
#2\tINITED cov: 17 ft: 17 corp: 1/33b exec/s: 0 rss: 500Mb
#2048\tpulse  cov: 20 ft: 25 corp: 3/90b lim: 4096 exec/s: 1024 rss: 500Mb
#3000\tDONE   cov: 21 ft: 26 corp: 4/97b lim: 4096 exec/s: 1500 rss: 500Mb
"""


def test_the_last_line_of_progress_counts() -> None:
    assert outcome_of("text", LOG, 2, [], ended=False) == Outcome("text", 3000, 2, 21, 4, ())


def test_a_run_that_never_began_counts_nothing() -> None:
    assert outcome_of("text", "Killed", 2, [], ended=True) == Outcome("text", 0, 2, 0, 0, (), ended=True)


def test_the_table_adds_up_runs_and_findings() -> None:
    table = table_of([Outcome("text", 3000, 2, 21, 4, ("a",)), Outcome("pdf", 500, 9, 80, 7, (), ended=True)])
    assert table.splitlines()[-1].split() == ["together", "3,500", "1"]
    assert "ended early" in table.splitlines()[2]


def test_a_dictionary_is_written_as_libfuzzer_reads_it(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    write_start(Target("x", lambda _: len, lambda: [b"seed"], (b'"\n',)), tmp_path)
    assert (tmp_path / "words").read_text() == '"\\x22\\x0a"\n'
    assert [path.read_bytes() for path in (tmp_path / "corpus").iterdir()] == [b"seed"]
