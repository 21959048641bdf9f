"""An index that a test may damage, and a larger one of generated pages."""

import json
import random
import resource
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from hypothesis import settings

from index.build import ingest
from index.folder import IndexFolder

settings.register_profile("own-words", deadline=None)  # the first example of a test may pay for an import
settings.load_profile("own-words")

AWKWARD = ["\u00a0", "naïve", "e\u0301clair", "🦵", "½", "\u200b", "\t", "C1–C2", "24-48", "“so-called”", "ß", "\x00"]
GENERATED_PAGES = 60
FEW_BYTES = 20


@pytest.fixture
def index_copy(built_index: Path, tmp_path: Path) -> IndexFolder:
    """The index of the three small pages, for this test alone."""
    return IndexFolder(Path(shutil.copytree(built_index, tmp_path / "index")))


@pytest.fixture
def pages_copy(pages_folder: Path, tmp_path: Path) -> Path:
    """The three small pages, for this test alone. The folder has the same name, so ids are the same too."""
    return Path(shutil.copytree(pages_folder, tmp_path / "pages"))


@pytest.fixture
def full_disk() -> Callable[[], AbstractContextManager[None]]:
    """Inside it no file can grow past a few bytes, as on a disk that is full."""

    @contextmanager
    def full() -> Iterator[None]:
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (FEW_BYTES, hard))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    return full


@pytest.fixture(scope="session")
def tiny_words(tiny_encoder: Path) -> list[str]:
    """The words that the tiny encoder knows."""
    vocabulary: dict[str, int] = json.loads((tiny_encoder / "tokenizer.json").read_text("utf-8"))["model"]["vocab"]
    return sorted(word for word in vocabulary if word.isalpha())


@pytest.fixture(scope="session")
def generated_index(tmp_path_factory: pytest.TempPathFactory, tiny_encoder: Path, tiny_words: list[str]) -> IndexFolder:
    """An index of generated pages with awkward characters in them, in every format."""
    folder = tmp_path_factory.mktemp("generated")
    write_pages(folder / "pages", GENERATED_PAGES, tiny_words)
    index = IndexFolder(folder / "index")
    ingest(index, [str(folder / "pages")], str(tiny_encoder))
    return index


def write_pages(folder: Path, number: int, words: list[str]) -> None:
    dice = random.Random(number)
    folder.mkdir()
    for page in range(number):
        kind = ("md", "txt", "html")[page % 3]
        (folder / f"page{page}.{kind}").write_text(WRITERS[kind](dice, words), "utf-8")


def markdown_page(dice: random.Random, words: list[str]) -> str:
    sections = [f"## {sentence(dice, words, '?')}\n\n{paragraph(dice, words)}" for _ in range(dice.randint(1, 4))]
    return "\n\n".join([f"# {sentence(dice, words, '')}", paragraph(dice, words), *sections])


def text_page(dice: random.Random, words: list[str]) -> str:
    ends = dice.choice(["\n\n", "\r\n\r\n"])
    return ends.join([sentence(dice, words, ""), *(paragraph(dice, words) for _ in range(dice.randint(1, 4)))])


def html_page(dice: random.Random, words: list[str]) -> str:
    sections = [
        f"<h2>{sentence(dice, words, '')}</h2><p>{paragraph(dice, words)}</p><ul>"
        + "".join(f"<li>{sentence(dice, words, '')}</li>" for _ in range(3))
        + "</ul>"
        for _ in range(dice.randint(1, 4))
    ]
    return f"<html><body><h1>{sentence(dice, words, '')}</h1>{''.join(sections)}&amp; &#x1F9B5; &#xD800;</body></html>"


def paragraph(dice: random.Random, words: list[str]) -> str:
    return " ".join(sentence(dice, words, ".") for _ in range(dice.randint(1, 9)))


def sentence(dice: random.Random, words: list[str], end: str) -> str:
    chosen = dice.choices(words, k=dice.randint(3, 14))
    if dice.random() < 0.3:
        chosen.insert(dice.randrange(len(chosen)), dice.choice(AWKWARD))
    return " ".join(chosen).capitalize() + end


WRITERS: dict[str, Callable[[random.Random, list[str]], str]] = {
    "md": markdown_page,
    "txt": text_page,
    "html": html_page,
}
