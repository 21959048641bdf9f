"""Sources in, a new index version out."""

import errno
import os
import shutil
import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import EncoderError, IndexBusy, IndexFolderError, SourceError
from corpus.library import Library
from corpus.operations import load_operations
from index.build import IngestReport, ingest
from index.channel_writer import load_passage_vectors
from index.channels import DENSE_CHANNELS
from index.folder import IndexFolder
from index.knowledge import (
    FINGERPRINT_FILE,
    LABELS_FILE,
    OPERATIONS_FILE,
    TOPICS_FILE,
    Encode,
    Knowledge,
    knows_word_lists,
)
from index.lexical import LexicalChannel
from index.loading import load_index
from index.manifest import Manifest
from index.page_operations import LEAD, PageOperations
from index.passage_ids import PassageIds
from index.protocols import Vectors
from index.spelling import Speller
from index.stores.choice import load_rows
from index.topic_scorer import TOPIC
from index.vectors import PassageVectors

KNOWLEDGE_FILES = (TOPICS_FILE, OPERATIONS_FILE, LABELS_FILE, FINGERPRINT_FILE)
RISKS = "Bleeding, infection, and numb skin near the scar."


@pytest.fixture
def build(pages_copy: Path, tiny_encoder: Path, tmp_path: Path) -> Callable[[], IngestReport]:
    """Ingests the copied pages into one and the same index."""
    return lambda: ingest(IndexFolder(tmp_path / "index"), [str(pages_copy)], str(tiny_encoder))


@pytest.fixture
def folder(tmp_path: Path) -> IndexFolder:
    return IndexFolder(tmp_path / "index")


@pytest.fixture
def unlearnt_encoder(tiny_encoder: Path, tmp_path: Path) -> Path:
    """The tiny encoder without its knowledge."""
    folder = Path(shutil.copytree(tiny_encoder, tmp_path / "unlearnt"))
    for name in KNOWLEDGE_FILES:
        (folder / name).unlink()
    return folder


@pytest.fixture
def lessons(tiny_encoder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Each time that an encoder learns; what it learns is what the tiny one knows."""
    taken: list[str] = []

    def learn(_: Encode) -> Knowledge:
        taken.append("learnt")
        return Knowledge.load(tiny_encoder)

    monkeypatch.setattr(Knowledge, "learn", learn)
    return taken


def answers(folder: IndexFolder) -> list[str]:
    searcher = load_index(folder)
    questions = ["can I drive", "numb skin", "what to bring"]
    return [found.passage.text for question in questions for found in searcher.search(question, 3).found]


def channel_of(version: Path, name: str) -> PassageVectors:
    return load_passage_vectors(version / "vectors" / name, PassageIds.load(version / "passages"))


def every_vector(version: Path, name: str) -> Vectors:
    rows = load_rows(version / "vectors" / name, Manifest.read(version).dim)
    return rows.vectors(np.arange(len(rows)))


def drafts(folder: IndexFolder) -> list[str]:
    return [path.name for path in (*folder.path.glob(".*"), *folder.path.glob("versions/.*"))]


def test_the_version_it_reports_is_the_one_that_serves(build: Callable[[], IngestReport], folder: IndexFolder) -> None:
    report = build()
    assert folder.current().name == report.version
    assert load_index(folder).version == report.version


def test_the_manifest_counts_what_is_there(build: Callable[[], IngestReport], folder: IndexFolder) -> None:
    report = build()
    counts = Manifest.read(folder.current()).counts
    assert counts == {"pages": 3, "passages": sum(page.passages for page in report.corpus.pages), "faq_pairs": 2}


def test_a_version_needs_nothing_outside_itself(
    build: Callable[[], IngestReport], folder: IndexFolder, pages_copy: Path, tmp_path: Path
) -> None:
    build()
    before = answers(folder)
    shutil.rmtree(pages_copy)
    moved = IndexFolder(Path(shutil.move(folder.path, tmp_path / "elsewhere")))
    assert answers(moved) == before


def test_nothing_in_a_version_is_a_pickle(build: Callable[[], IngestReport], folder: IndexFolder) -> None:
    build()
    kinds = {path.suffix for path in folder.current().rglob("*") if path.is_file()}
    assert kinds == {".json", ".sqlite", ".faiss", ".npy", ".npz", ".onnx", ".sha256", ".tsv", ".txt"}
    assert not any(b"|O" in path.read_bytes()[:128] for path in folder.current().rglob("*.npy"))
    for path in folder.current().rglob("*.npz"):
        with np.load(path, allow_pickle=False) as arrays:
            assert all(arrays[name].dtype != object for name in arrays.files)


def test_unchanged_pages_are_not_encoded_again(build: Callable[[], IngestReport], folder: IndexFolder) -> None:
    first = build()
    before = answers(folder)
    second = build()
    assert first.encoded > 0
    assert (second.encoded, second.reused) == (0, first.encoded + first.reused)
    assert second.version != first.version
    assert answers(folder) == before


def test_equal_pages_have_equal_fingerprints(build: Callable[[], IngestReport], folder: IndexFolder) -> None:
    build()
    before = Manifest.read(folder.current()).fingerprint
    build()
    assert Manifest.read(folder.current()).fingerprint == before


def test_reused_vectors_are_those_that_were_encoded(
    build: Callable[[], IngestReport], folder: IndexFolder, tmp_path: Path, pages_copy: Path, tiny_encoder: Path
) -> None:
    build()
    (pages_copy / "hernia.txt").write_text("Hernia repair\n\nThe mesh is strong.\n", "utf-8")
    build()
    fresh = IndexFolder(tmp_path / "fresh")
    ingest(fresh, [str(pages_copy)], str(tiny_encoder))
    for name in (*DENSE_CHANNELS, LEAD):
        reused, encoded = (every_vector(one.current(), name) for one in (folder, fresh))
        assert reused == pytest.approx(encoded, abs=1e-6)


def test_the_topics_of_every_sentence_are_kept_beside_its_vector(
    build: Callable[[], IngestReport], folder: IndexFolder
) -> None:
    build()
    version = folder.current()
    topics = Knowledge.load(version / "encoder").topics
    expected = topics.probabilities(every_vector(version, "sentence"))
    assert every_vector(version, TOPIC) ** 2 == pytest.approx(expected, abs=1e-6)


def test_changing_one_sentence_encodes_only_what_it_is_part_of(
    build: Callable[[], IngestReport], pages_copy: Path
) -> None:
    build()
    page = pages_copy / "hernia.txt"
    page.write_text(page.read_text("utf-8").replace(RISKS, "Numb skin near the scar."), "utf-8")
    assert build().encoded == 3  # the sentence, the same with its title and heading, and the top of the page


def test_a_new_page_encodes_only_its_own_texts(build: Callable[[], IngestReport], pages_copy: Path) -> None:
    build()
    (pages_copy / "hip.txt").write_text("Hip replacement\n\nA worn hip joint is replaced.\n", "utf-8")
    assert build().encoded == 4  # the sentence, the same with its title, and the title alone and with the opening


def test_a_page_that_is_removed_is_gone_from_every_channel(
    build: Callable[[], IngestReport], folder: IndexFolder, pages_copy: Path
) -> None:
    build()
    (pages_copy / "knee.md").unlink()
    build()
    version = folder.current()
    kept = [*Library.open(version / "library.sqlite").page_ids()]
    ids = [*PassageIds.load(version / "passages"), *PassageIds.load(version / "pages")]
    assert len(kept) == 2
    assert {id_.partition(".")[0] for id_ in ids} == set(kept)
    assert b"metal and plastic" not in b"".join(path.read_bytes() for path in version.rglob("*") if path.is_file())


def test_every_channel_holds_every_passage(build: Callable[[], IngestReport], folder: IndexFolder) -> None:
    build()
    version = folder.current()
    library = Library.open(version / "library.sqlite")
    passages = {passage.id for passage in library.passages()}
    library.close()
    assert set(PassageIds.load(version / "passages")) == passages
    for name in DENSE_CHANNELS:
        assert all(channel_of(version, name).rows_of(list(passages))[1])


def test_another_encoder_encodes_everything_anew(
    build: Callable[[], IngestReport],
    folder: IndexFolder,
    pages_copy: Path,
    make_tiny_encoder: Callable[[set[str], str], Path],
) -> None:
    first = build()
    report = ingest(folder, [str(pages_copy)], str(make_tiny_encoder({"drive", "scar"}, "other")))
    assert (report.encoded, report.reused) == (first.encoded, first.reused)
    assert Manifest.read(folder.current()).encoder == "other"


def test_damage_to_the_old_version_does_not_reach_the_new_one(
    build: Callable[[], IngestReport], folder: IndexFolder
) -> None:
    first = build()
    before = answers(folder)
    (folder.current() / "vectors" / "sentence" / "vectors.faiss").write_bytes(b"damaged")
    assert build().encoded == first.encoded
    assert answers(folder) == before


def test_an_ingest_that_fails_leaves_the_old_version_serving(
    build: Callable[[], IngestReport], folder: IndexFolder, tiny_encoder: Path
) -> None:
    report = build()
    with pytest.raises(SourceError):
        ingest(folder, ["/no/such/folder"], str(tiny_encoder))
    assert folder.current().name == report.version
    assert drafts(folder) == []


@pytest.mark.parametrize("text", ["# Only a heading\n", "", "\n\n"])
def test_pages_without_a_passage_are_refused(
    folder: IndexFolder, tiny_encoder: Path, tmp_path: Path, text: str
) -> None:
    (tmp_path / "empty.md").write_text(text, "utf-8")
    with pytest.raises(SourceError, match=r"empty\.md"):
        ingest(folder, [str(tmp_path / "empty.md")], str(tiny_encoder))


def test_a_page_of_nothing_but_small_words_can_be_searched(
    folder: IndexFolder, tiny_encoder: Path, tmp_path: Path
) -> None:
    (tmp_path / "small.md").write_text("# It is\n\nIt is what it is.\n", "utf-8")
    ingest(folder, [str(tmp_path / "small.md")], str(tiny_encoder))
    assert [found.passage.text for found in load_index(folder).search("what is it", 5).found] == ["It is what it is."]


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "encoder.json", "topics.npz", "operations.npz"])
def test_an_encoder_folder_that_cannot_be_used_is_named(
    folder: IndexFolder, pages_copy: Path, tiny_encoder: Path, tmp_path: Path, name: str
) -> None:
    broken = Path(shutil.copytree(tiny_encoder, tmp_path / "broken"))
    (broken / name).write_bytes(b"nonsense")
    with pytest.raises(EncoderError, match=str(broken)):
        ingest(folder, [str(pages_copy)], str(broken))


def test_knowledge_that_an_encoder_folder_brings_along_is_taken_along(
    build: Callable[[], IngestReport], folder: IndexFolder, tiny_encoder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Knowledge, "learn", lambda _: pytest.fail("it was learnt again"))
    build()
    for name in KNOWLEDGE_FILES:
        assert (folder.current() / "encoder" / name).read_bytes() == (tiny_encoder / name).read_bytes()


@pytest.mark.parametrize("content", [b"", b"nonsense", b"PK\x03\x04 half an archive"])
def test_knowledge_that_cannot_be_read_is_told_with_what_to_do(
    folder: IndexFolder, pages_copy: Path, tiny_encoder: Path, tmp_path: Path, content: bytes
) -> None:
    broken = Path(shutil.copytree(tiny_encoder, tmp_path / "broken"))
    (broken / "topics.npz").write_bytes(content)
    with pytest.raises(EncoderError, match=r"cannot be read .*Delete knowledge\.sha256"):
        ingest(folder, [str(pages_copy)], str(broken))


def test_an_encoder_folder_without_knowledge_learns_it_once_and_says_so(
    unlearnt_encoder: Path, folder: IndexFolder, pages_copy: Path, lessons: list[str]
) -> None:
    said: list[str] = []
    for _ in range(3):
        ingest(folder, [str(pages_copy)], str(unlearnt_encoder), say=said.append)
    assert [sentence.split(" (")[0] for sentence in said] == [
        "Learning the topics and operations of the word lists for this encoder"
    ]
    assert lessons == ["learnt"]
    assert knows_word_lists(folder.current() / "encoder")
    assert not knows_word_lists(unlearnt_encoder)  # what is not ours is not written to


def test_word_lists_that_have_changed_are_learnt_again(
    build: Callable[[], IngestReport], folder: IndexFolder, lessons: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    build()
    monkeypatch.setattr("index.knowledge.load_operations", lambda: load_operations()[1:])
    build()
    assert lessons == ["learnt"]


def test_every_page_has_its_operation(build: Callable[[], IngestReport], folder: IndexFolder) -> None:
    build()
    library = Library.open(folder.current() / "library.sqlite")
    operations = PageOperations.load(folder.current())
    found = {page.title: operations.operation_of(page.id) for page in library.pages()}
    library.close()
    assert found == {
        "Knee replacement": "Total knee replacement",
        "Cataract operation": "Cataract surgery",
        "Hernia repair": "Inguinal (groin) hernia repair",
    }


def test_the_words_of_pages_and_word_lists_are_there_to_mend_slips_towards(
    build: Callable[[], IngestReport], folder: IndexFolder, pages_copy: Path
) -> None:
    (pages_copy / "clinic.txt").write_text("Our clinic\n\nThe Xyloquist Centre is in the main street.\n", "utf-8")
    build()
    speller = Speller.load(folder.current() / "spelling")
    assert speller.correct("where is the xyloqust centre").corrected == {"xyloqust": "xyloquist"}
    assert speller.correct("my anaesthtist").corrected == {"anaesthtist": "anaesthetist"}


def test_a_second_ingest_at_the_same_time_is_refused(build: Callable[[], IngestReport], folder: IndexFolder) -> None:
    build()
    with folder.draft(), pytest.raises(IndexBusy, match="Wait until it is done"):
        build()


@pytest.mark.parametrize(
    ("part", "problem"),
    [
        ("corpus.library.Library.add_rows", sqlite3.OperationalError("database or disk is full")),
        ("shutil.copytree", OSError(errno.ENOSPC, "No space left on device")),
        ("index.stores.exact.FlatStore.save", OSError(errno.ENOSPC, "No space left on device")),
        ("index.lexical.LexicalChannel.save", OSError("1024 requested and 0 written")),
        ("index.manifest.Manifest.write", OSError(errno.ENOSPC, "No space left on device")),
    ],
)
def test_a_full_disk_leaves_the_old_version_serving(
    build: Callable[[], IngestReport],
    folder: IndexFolder,
    monkeypatch: pytest.MonkeyPatch,
    part: str,
    problem: Exception,
) -> None:
    build()
    before = answers(folder)

    def fail(*_: object) -> None:
        raise problem

    monkeypatch.setattr(part, fail)
    with pytest.raises(IndexFolderError, match=f"{folder.path}.*(full|space|written).*--index"):
        build()
    monkeypatch.undo()
    assert answers(folder) == before
    assert drafts(folder) == []


@pytest.mark.slow
def test_no_file_too_large_for_the_disk_goes_unnoticed(
    build: Callable[[], IngestReport], folder: IndexFolder, pages_copy: Path, tiny_encoder: Path
) -> None:
    """A limit on the size of a file does to an ingest what a full disk does."""
    build()
    before = answers(folder)
    program = """
        import resource, sys
        from pathlib import Path
        from corpus.errors import IndexFolderError
        from index.build import ingest
        from index.folder import IndexFolder
        for limit in (100, 4000, 25000):
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
            try:
                ingest(IndexFolder(Path(sys.argv[1])), [sys.argv[2]], sys.argv[3])
            except IndexFolderError:
                continue
            sys.exit(f"an ingest with files of at most {limit} bytes was not refused")
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program), str(folder.path), str(pages_copy), str(tiny_encoder)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert done.stderr == ""
    assert answers(folder) == before
    assert drafts(folder) == []


def test_a_lexical_channel_is_part_of_a_version(build: Callable[[], IngestReport], folder: IndexFolder) -> None:
    build()
    version = folder.current()
    lexical = LexicalChannel.load(version / "lexical", PassageIds.load(version / "passages"))
    assert [lexical.knows(word) for word in ("scar", "xylophone")] == [True, False]
