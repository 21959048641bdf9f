"""The encoder as served, tried on one whose vectors are sums of word vectors."""

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpus.errors import IndexDamaged
from index import encoder_card
from index.encoder import BATCH_TEXTS, BATCH_TOKENS, OnnxEncoder, _batches
from index.encoder_card import EncoderCard, encoder_folder, served_name

TEXTS = ["scar", "knee stairs hospital", "eye", "the cloudy lens of the eye is replaced", "mesh mesh mesh", "car stop"]


@pytest.fixture(scope="module")
def encoder(tiny_encoder: Path) -> OnnxEncoder:
    return OnnxEncoder.load(tiny_encoder)


@pytest.fixture
def encoder_with(tiny_encoder: Path, tmp_path: Path) -> Callable[..., OnnxEncoder]:
    """The tiny encoder with other things on its card."""

    def load(**changed: Any) -> OnnxEncoder:
        folder = Path(shutil.copytree(tiny_encoder, tmp_path / "encoder"))
        replace(EncoderCard.read(folder), **changed).write(folder)
        return OnnxEncoder.load(folder)

    return load


def test_every_vector_has_length_one(encoder: OnnxEncoder) -> None:
    vectors = encoder.encode_passages(TEXTS)
    assert vectors.shape == (len(TEXTS), encoder.dim)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)


def test_shared_words_mean_nearness(encoder: OnnxEncoder) -> None:
    [question] = encoder.encode_questions(["knee stairs"])
    same, near, far = encoder.encode_passages(["stairs knee", "knee eye", "lens mesh"]) @ question
    assert same == pytest.approx(1, abs=1e-6)
    assert same > near > far


def test_a_batch_gives_what_single_texts_give(encoder: OnnxEncoder) -> None:
    single = np.concatenate([encoder.encode_passages([text]) for text in TEXTS])
    np.testing.assert_allclose(encoder.encode_passages(TEXTS), single, atol=1e-6)


def test_texts_of_any_length_keep_their_places(encoder: OnnxEncoder, tiny_words: list[str]) -> None:
    texts = [" ".join(tiny_words[: 1 + number * 7 % 40]) for number in range(3 * BATCH_TEXTS["fp32"] + 1)]
    single = np.concatenate([encoder.encode_passages([text]) for text in texts])
    np.testing.assert_allclose(encoder.encode_passages(texts), single, atol=1e-6)


def test_no_texts_give_no_rows(encoder: OnnxEncoder) -> None:
    assert encoder.encode_passages([]).shape == (0, encoder.dim)
    assert encoder.encode_questions([]).shape == (0, encoder.dim)


@pytest.mark.parametrize("text", ["", "   ", "xylophone", "🦵", "\x00"])
def test_a_text_without_a_known_word_gives_numbers_all_the_same(encoder: OnnxEncoder, text: str) -> None:
    assert np.isfinite(encoder.encode_questions([text, "knee"])).all()


def test_words_past_the_limit_count_as_much_as_those_before(
    encoder: OnnxEncoder, encoder_with: Callable[..., OnnxEncoder]
) -> None:
    text = ["knee stairs hospital scar eye"]
    np.testing.assert_allclose(
        encoder_with(max_tokens=2).encode_passages(text), encoder.encode_passages(text), atol=1e-6
    )


def test_a_long_text_among_short_ones_keeps_its_place(encoder_with: Callable[..., OnnxEncoder]) -> None:
    encoder = encoder_with(max_tokens=2)
    texts = ["scar", "knee stairs hospital scar eye", "", "eye lens mesh", "mesh"]
    single = np.concatenate([encoder.encode_passages([text]) for text in texts])
    np.testing.assert_allclose(encoder.encode_passages(texts), single, atol=1e-6)


def test_prompts_are_put_in_front(encoder: OnnxEncoder, encoder_with: Callable[..., OnnxEncoder]) -> None:
    prompted = encoder_with(question_prompt="knee ", passage_prompt="lens ")
    np.testing.assert_array_equal(prompted.encode_questions(["scar"]), encoder.encode_questions(["knee scar"]))
    np.testing.assert_array_equal(prompted.encode_passages(["scar"]), encoder.encode_passages(["lens scar"]))


def test_threads_give_what_one_thread_gives(encoder: OnnxEncoder) -> None:
    alone = [encoder.encode_questions([text]) for text in TEXTS]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda text: encoder.encode_questions([text]), TEXTS * 20))
    for number, vectors in enumerate(together):
        np.testing.assert_array_equal(vectors, alone[number % len(TEXTS)])


@pytest.mark.parametrize("name", ["encoder.json", "model.onnx", "tokenizer.json"])
@pytest.mark.parametrize("content", [None, b"", b"nonsense"])
def test_a_broken_encoder_folder_is_refused_by_name(
    tiny_encoder: Path, tmp_path: Path, name: str, content: bytes | None
) -> None:
    folder = Path(shutil.copytree(tiny_encoder, tmp_path / "encoder"))
    (folder / name).unlink()
    if content is not None:
        (folder / name).write_bytes(content)
    with pytest.raises(IndexDamaged, match=f"{folder}.*ownwords ingest"):
        OnnxEncoder.load(folder)


def test_a_graph_that_is_not_waited_for_is_complained_of_by_the_first_text(tiny_encoder: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(tiny_encoder, tmp_path / "encoder"))
    (folder / "model.onnx").write_bytes(b"nonsense")
    encoder = OnnxEncoder.load(folder, wait=False)
    with pytest.raises(IndexDamaged, match=f"{folder}.*ownwords ingest"):
        encoder.encode_questions(["knee"])


def test_a_card_is_read_as_it_was_written(tmp_path: Path) -> None:
    card = EncoderCard("any/name", "abc", 384, 256, "int8", "query: ", "passage: ")
    card.write(tmp_path)
    assert EncoderCard.read(tmp_path) == card


def test_an_encoder_folder_goes_by_the_name_on_its_card(tiny_encoder: Path) -> None:
    assert encoder_folder(str(tiny_encoder)) == tiny_encoder
    assert served_name(str(tiny_encoder)) == "tiny"


def test_a_shipped_encoder_goes_by_its_name_alone(tiny_encoder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder_card, "SHIPPED", tiny_encoder.parent)
    assert encoder_folder(tiny_encoder.name) == tiny_encoder


def test_any_other_name_is_itself(tmp_path: Path) -> None:
    assert encoder_folder(str(tmp_path)) is None
    assert encoder_folder("all-MiniLM-L6-v2") is None
    assert served_name("all-MiniLM-L6-v2") == "all-MiniLM-L6-v2"


def test_a_batch_holds_like_lengths_and_never_more_tokens_than_fit() -> None:
    windows = [(place, [1] * length) for place, length in enumerate([3000, 1500, 1400, 1300, *[10] * 50])]
    sizes = [[len(ids) for _, ids in batch] for batch in _batches(windows, most_texts=32)]
    assert sizes[:3] == [[3000], [1500, 1400], [1300, 10, 10]]
    assert all(max(lengths) * len(lengths) <= BATCH_TOKENS for lengths in sizes)
    assert sum(map(len, sizes)) == len(windows)


def test_in_int8_a_text_is_always_alone() -> None:
    assert [len(batch) for batch in _batches([(0, [1]), (1, [1])], BATCH_TEXTS["int8"])] == [1, 1]
