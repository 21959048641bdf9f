"""The encoder that an ingest takes up is the one that was exported."""

import shutil
from pathlib import Path

import pytest

from corpus.errors import EncoderError
from index.build import ingest
from index.encoder_card import CARD_FILE, DEFAULT_ENCODER, ENCODER_FILES, SHIPPED, EncoderCard
from index.folder import IndexFolder


def test_the_shipped_encoder_is_the_one_that_its_card_names() -> None:
    folder = SHIPPED / DEFAULT_ENCODER
    card = EncoderCard.read(folder)
    assert set(card.files) == set(ENCODER_FILES)
    card.check_files(folder)


@pytest.fixture
def exported(tiny_encoder: Path, tmp_path: Path) -> Path:
    """An encoder folder of our own, to be damaged."""
    return Path(shutil.copytree(tiny_encoder, tmp_path / "encoder"))


def test_an_encoder_that_was_exchanged_is_not_taken_up(exported: Path, tmp_path: Path) -> None:
    (exported / "tokenizer.json").write_text((exported / "tokenizer.json").read_text() + "\n")
    page = tmp_path / "page.md"
    page.write_text("# Rest\n\nRest for two days.")
    with pytest.raises(EncoderError, match=r"tokenizer\.json of the encoder .* is not the one that was exported"):
        ingest(IndexFolder(tmp_path / "index"), [str(page)], str(exported))


def test_a_card_without_hashes_is_of_an_encoder_exported_by_hand(exported: Path) -> None:
    card = EncoderCard.read(exported)
    assert card.files
    EncoderCard(card.name, card.weights_sha256, card.dim, card.max_tokens, card.precision, "", "").check_files(exported)
    assert (exported / CARD_FILE).is_file()


@pytest.mark.parametrize("name", ENCODER_FILES)
def test_an_encoder_without_one_of_its_files_is_not_taken_up(exported: Path, name: str) -> None:
    (exported / name).unlink()
    with pytest.raises(EncoderError, match=name):
        EncoderCard.read(exported).check_files(exported)


@pytest.mark.parametrize("content", ["", "{half", "[]", '{"name": "only"}'])
def test_a_card_that_cannot_be_read_is_named_with_what_to_do(exported: Path, content: str) -> None:
    (exported / CARD_FILE).write_text(content)
    with pytest.raises(EncoderError, match=r"encoder\.json of an encoder cannot be read.*again"):
        EncoderCard.read(exported)
