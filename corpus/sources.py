"""From what was named on the command line to the files to read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import SourceError, SourceMissing
from corpus.readers import READERS, reader_for

MAX_FILE_BYTES = 32 * 1024 * 1024  # far above any page of text; what is larger is not a page


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read, and the location under which the library knows it.

    The location starts with the name of the folder that was named, so that it does not change
    when that folder moves to another place or another machine.
    """

    path: Path
    location: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something in the sources that did not become a page, and why."""

    location: str
    reason: str


def find_files(sources: Sequence[str]) -> tuple[list[SourceFile], list[LeftOut]]:
    """The files to read in the sources, each once, in order, and those that no reader knows.

    Args:
        sources: paths of files and folders. Hidden files and folders inside them are passed over.

    Raises:
        SourceError: a source does not exist, or the sources hold nothing to read.
    """
    chosen: dict[Path, SourceFile] = {}
    left_out: list[LeftOut] = []
    taken: set[str] = set()
    for path, location in (found for source in sources for found in _files_in(_existing(source))):
        resolved = path.resolve()
        if reader_for(path.name) is None:
            left_out.append(LeftOut(location, f"no reader for this format; known: {', '.join(READERS)}"))
        elif resolved not in chosen:
            # Two folders of the same name would give their pages the same ids.
            unique = location if location not in taken else resolved.as_posix()
            taken.add(unique)
            chosen[resolved] = SourceFile(path, unique)
    if not chosen:
        raise SourceError(
            f"There is nothing to read in {', '.join(sources)}. "
            f"Name files or folders with pages ({', '.join(READERS)})."
        )
    return list(chosen.values()), left_out


def read_bytes(file: SourceFile) -> bytes:
    """The bytes of a file.

    Raises:
        SourceError: it is too large or cannot be read.
    """
    try:
        size = file.path.stat().st_size
        if size > MAX_FILE_BYTES:
            raise SourceError(f"{file.location} holds {size:,} bytes; at most {MAX_FILE_BYTES:,} are read. Part it.")
        return file.path.read_bytes()
    except OSError as error:
        raise SourceError(f"{file.location} cannot be read ({error.strerror}). Check its permissions.") from error


def _existing(source: str) -> Path:
    path = Path(source)
    if not path.exists():
        raise SourceMissing(f"There is no file or folder {source}. Check the path.")
    return path


def _files_in(path: Path) -> Iterator[tuple[Path, str]]:
    if path.is_file():
        yield path, f"{path.resolve().parent.name}/{path.name}"
        return
    root = path.resolve().name
    for found in sorted(path.rglob("*")):
        inside = found.relative_to(path)
        if found.is_file() and not any(part.startswith(".") for part in inside.parts):
            yield found, f"{root}/{inside.as_posix()}"
