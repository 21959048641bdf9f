"""What an index folder says about itself."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import IndexDamaged, IndexFolderError, IndexMismatch
from index.manifest import FORMAT, MANIFEST_FILE, Manifest, hashes_of, samples_of, sha256_of

HELLO_SHA256 = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
MANIFEST = Manifest(
    format=FORMAT,
    version="20261120T000000.000000Z-abcdef",
    created="2026-11-20T00:00:00Z",
    encoder="tiny",
    encoder_sha256="0" * 64,
    precision="int8",
    dim=64,
    counts={"pages": 1, "passages": 2, "faq_pairs": 0},
    fingerprint="1" * 64,
    stores={"sentence": {"kind": "exact", "rows": 3, "recall": 1.0}},
    files={"hello.txt": HELLO_SHA256},
    samples={},
)


@pytest.fixture
def version(tmp_path: Path) -> Path:
    """A version that holds one file and the manifest of it."""
    (tmp_path / "hello.txt").write_bytes(b"hello")
    MANIFEST.write(tmp_path)
    return tmp_path


def rewritten(version: Path, **changed: object) -> None:
    path = version / MANIFEST_FILE
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | changed), "utf-8")


def test_a_manifest_is_read_as_it_was_written(version: Path) -> None:
    assert Manifest.read(version) == MANIFEST


def test_a_file_has_the_hash_that_any_other_program_gives_it(version: Path) -> None:
    assert sha256_of(version / "hello.txt") == HELLO_SHA256


def test_hashes_are_of_every_file_but_the_manifest(version: Path) -> None:
    (version / "deep" / "er").mkdir(parents=True)
    (version / "deep" / "er" / "hello.bin").write_bytes(b"hello")
    assert hashes_of(version) == {"deep/er/hello.bin": HELLO_SHA256, "hello.txt": HELLO_SHA256}


def test_whole_files_pass_the_check(version: Path) -> None:
    Manifest.read(version).check_files(version)


def test_a_file_that_is_gone_is_named(version: Path) -> None:
    (version / "hello.txt").unlink()
    with pytest.raises(IndexDamaged, match=r"hello\.txt is gone.*ownwords ingest"):
        MANIFEST.check_files(version)


def test_a_file_that_has_changed_is_named(version: Path) -> None:
    (version / "hello.txt").write_bytes(b"jello")
    with pytest.raises(IndexDamaged, match=r"hello\.txt is damaged.*ownwords ingest"):
        MANIFEST.check_files(version)


def test_a_file_that_cannot_be_read_is_named(version: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(path: Path) -> str:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("index.manifest.sha256_of", fail)
    with pytest.raises(IndexDamaged, match=r"hello\.txt cannot be read \(Permission denied\).*ownwords ingest"):
        MANIFEST.check_files(version)


def test_a_manifest_that_is_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(IndexDamaged, match=r"manifest\.json cannot be read.*ownwords ingest"):
        Manifest.read(tmp_path)


@pytest.mark.parametrize("content", [b"", b"{", b"nonsense", b"[]", b'"format"', b"{}", b"\xff\xfe", b"null", b"7"])
def test_what_is_not_a_manifest_is_named(version: Path, content: bytes) -> None:
    (version / MANIFEST_FILE).write_bytes(content)
    with pytest.raises(IndexDamaged, match=r"manifest\.json cannot be read.*ownwords ingest"):
        Manifest.read(version)


def test_another_format_names_both_formats(tmp_path: Path) -> None:
    replace(MANIFEST, format=FORMAT + 1).write(tmp_path)
    with pytest.raises(IndexMismatch, match=rf"format {FORMAT + 1}.*reads {FORMAT}.*ownwords ingest"):
        Manifest.read(tmp_path)


def test_a_field_too_many_is_not_a_manifest_of_this_format(version: Path) -> None:
    rewritten(version, surprise=1)
    with pytest.raises(IndexDamaged, match=r"manifest\.json.*ownwords ingest"):
        Manifest.read(version)


def test_a_field_too_few_is_not_a_manifest(version: Path) -> None:
    said = json.loads((version / MANIFEST_FILE).read_text("utf-8"))
    del said["files"]
    (version / MANIFEST_FILE).write_text(json.dumps(said), "utf-8")
    with pytest.raises(IndexDamaged, match=r"manifest\.json.*ownwords ingest"):
        Manifest.read(version)


@pytest.mark.parametrize(
    "changed", [{"files": {}}, {"files": []}, {"dim": 65}, {"encoder": "other"}, {"counts": {"pages": 9}}]
)
def test_a_manifest_that_someone_edited_is_refused(version: Path, changed: dict[str, object]) -> None:
    rewritten(version, **changed)
    with pytest.raises(IndexDamaged, match=r"manifest\.json.*ownwords ingest"):
        Manifest.read(version)


def test_no_byte_of_a_manifest_changes_unnoticed(version: Path) -> None:
    whole = (version / MANIFEST_FILE).read_bytes()
    for position in range(len(whole)):
        damaged = bytearray(whole)
        damaged[position] ^= 1
        (version / MANIFEST_FILE).write_bytes(damaged)
        with pytest.raises(IndexFolderError, match="ownwords ingest"):
            Manifest.read(version)


@pytest.fixture
def large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A version with one file, which counts as large."""
    monkeypatch.setattr("index.manifest.LARGE_FROM", 1_000_000)
    (tmp_path / "vectors").write_bytes(bytes(1_000_000))
    replace(MANIFEST, files=hashes_of(tmp_path), samples=samples_of(tmp_path)).write(tmp_path)
    return tmp_path


def flip(path: Path, place: int) -> None:
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize("place", [0, 999_999])
def test_a_glance_at_a_large_file_notices_a_change_at_either_end(large: Path, place: int) -> None:
    flip(large / "vectors", place)
    with pytest.raises(IndexDamaged, match="vectors is damaged"):
        Manifest.read(large).check_files(large, whole=False)


def test_a_glance_at_a_large_file_notices_that_it_was_cut_short(large: Path) -> None:
    (large / "vectors").write_bytes(bytes(999_999))
    with pytest.raises(IndexDamaged, match="vectors is damaged"):
        Manifest.read(large).check_files(large, whole=False)


def test_a_byte_between_the_samples_is_noticed_by_a_whole_check_only(large: Path) -> None:
    flip(large / "vectors", 10_000)
    Manifest.read(large).check_files(large, whole=False)
    with pytest.raises(IndexDamaged, match="vectors is damaged"):
        Manifest.read(large).check_files(large)


def test_a_glance_at_a_small_file_is_a_look_at_all_of_it(version: Path) -> None:
    flip(version / "hello.txt", 2)
    with pytest.raises(IndexDamaged, match=r"hello\.txt is damaged"):
        Manifest.read(version).check_files(version, whole=False)
