"""The default encoder, exported for serving, against sentence-transformers itself; with no network and no cache."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import onnx
import pytest

from corpus.errors import EncoderError
from index.build import IngestReport, ingest
from index.encoder import OnnxEncoder
from index.encoder_card import DEFAULT_ENCODER, SHIPPED, UNTAUGHT_ENCODER, EncoderCard, Precision
from index.export import export_encoder, weights_hash, weights_location
from index.folder import IndexFolder
from index.knowledge import Knowledge
from index.layout import ENCODER_FOLDER
from index.loading import load_index
from index.protocols import Vectors

pytestmark = pytest.mark.model

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"  # as published for the model
TEXTS = [  # each shorter than 256 tokens
    "Can I drive after a knee replacement?",
    "how long til i can go back to work",
    "Scar",
    "Most people stay in hospital for two nights. You go home when you can climb stairs.",
    "Bring with you: your glasses, a list of your medicines, and someone who can take you home afterwards.",
    "Bleeding, infection, and numb skin near the scar.",
    "C1-C2 fusion, 24–48 hours in hospital; anaesthesia 🦵",
    "The cloudy lens of the eye is replaced with a clear one. You are awake, and drops numb the eye. " * 8,
]
REFERENCE = """
import json, sys
import numpy as np
from sentence_transformers import SentenceTransformer
model = SentenceTransformer(sys.argv[1], device="cpu")
np.save(sys.argv[2], model.encode(json.loads(sys.argv[3]), normalize_embeddings=True))
"""


@pytest.fixture(scope="module", autouse=True)
def _offline(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HF_HOME", str(tmp_path_factory.mktemp("empty-cache")))
        patch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")  # nothing answers there
        patch.setenv("HF_HUB_OFFLINE", "1")
        yield


class TakenOver(NamedTuple):
    """An index that was built twice with an encoder of somebody's own: what was said, and how the second time went."""

    own: str
    index: IndexFolder
    said: list[str]
    again: IngestReport


@pytest.fixture(scope="module")
def taken_over(tmp_path_factory: pytest.TempPathFactory) -> TakenOver:
    """The encoder that ours was made from, in a folder, as a team's own would be."""
    place = tmp_path_factory.mktemp("taken-over")
    own, page, index = place / "our-own", place / "hernia.txt", IndexFolder(place / "index")
    own.symlink_to(weights_location(UNTAUGHT_ENCODER))
    page.write_text("Hernia repair\n\nThe mesh is strong.\n", "utf-8")
    lessons = Knowledge.load(SHIPPED / DEFAULT_ENCODER)  # learning takes minutes
    said: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Knowledge, "learn", lambda _: lessons)
        ingest(index, [str(page)], str(own), say=said.append)
        again = ingest(index, [str(page)], str(own), say=said.append)
    return TakenOver(str(own), index, said, again)


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory, taken_over: TakenOver) -> dict[Precision, Path]:
    """The encoder that ours was made from, exported once in each precision: from a folder, and by its name.

    The second to where a relative path leads.
    """
    place = tmp_path_factory.mktemp("encoders")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        export_encoder(UNTAUGHT_ENCODER, "fp32", Path("fp32"))
    return {"int8": taken_over.index.current() / ENCODER_FOLDER, "fp32": place / "fp32"}


@pytest.fixture(scope="module")
def encoders(exported: dict[Precision, Path]) -> dict[Precision, OnnxEncoder]:
    return {precision: OnnxEncoder.load(folder) for precision, folder in exported.items()}


@pytest.fixture(scope="module")
def torch_vectors(tmp_path_factory: pytest.TempPathFactory) -> Vectors:
    """What sentence-transformers makes of the texts, in a process of its own, as torch and FAISS do not mix."""
    file = tmp_path_factory.mktemp("reference") / "vectors.npy"
    command = [sys.executable, "-c", REFERENCE, weights_location(UNTAUGHT_ENCODER), str(file), json.dumps(TEXTS)]
    subprocess.run(command, check=True, capture_output=True)
    vectors: Vectors = np.load(file)
    return vectors


def cosines(some: Vectors, others: Vectors) -> Vectors:
    products: Vectors = (some * others).sum(axis=1)
    return products


def test_the_weights_are_those_that_were_published(encoders: dict[Precision, OnnxEncoder]) -> None:
    assert weights_hash(UNTAUGHT_ENCODER) == WEIGHTS_SHA256
    assert encoders["int8"].card.weights_sha256 == encoders["fp32"].card.weights_sha256 == WEIGHTS_SHA256


def test_the_card_says_what_the_encoder_is(encoders: dict[Precision, OnnxEncoder], taken_over: TakenOver) -> None:
    assert encoders["int8"].card == EncoderCard(taken_over.own, WEIGHTS_SHA256, 384, 256, "int8", "", "")
    assert encoders["fp32"].card == EncoderCard(UNTAUGHT_ENCODER, WEIGHTS_SHA256, 384, 256, "fp32", "", "")


def test_full_precision_gives_the_vectors_of_sentence_transformers(
    encoders: dict[Precision, OnnxEncoder], torch_vectors: Vectors
) -> None:
    assert cosines(encoders["fp32"].encode_passages(TEXTS), torch_vectors).min() >= 0.9999


def test_int8_gives_nearly_the_vectors_of_sentence_transformers(
    encoders: dict[Precision, OnnxEncoder], torch_vectors: Vectors
) -> None:
    agreement = cosines(encoders["int8"].encode_passages(TEXTS), torch_vectors)
    assert agreement.mean() >= 0.95
    assert agreement.min() >= 0.8


def test_every_attention_is_served_as_one_node(exported: dict[Precision, Path]) -> None:
    layers = 6
    for folder in (*exported.values(), SHIPPED / DEFAULT_ENCODER):
        operators = Counter(node.op_type for node in onnx.load(folder / "model.onnx").graph.node)
        assert (operators["MultiHeadAttention"], operators["Softmax"]) == (layers, 0)


@pytest.mark.parametrize(("precision", "at_least"), [("fp32", 0.99999), ("int8", 0.95)])
def test_a_text_is_encoded_much_alike_alone_and_in_company(
    encoders: dict[Precision, OnnxEncoder], precision: Precision, at_least: float
) -> None:
    alone = np.concatenate([encoders[precision].encode_passages([text]) for text in TEXTS])
    assert cosines(encoders[precision].encode_passages(TEXTS), alone).min() >= at_least


def test_what_is_past_256_tokens_counts_too(encoders: dict[Precision, OnnxEncoder]) -> None:
    pain, driving = "pain " * 300, "You can drive a car after six weeks. "
    long, longer, drive = encoders["fp32"].encode_passages([pain, pain + driving * 30, driving])
    assert longer @ drive > long @ drive + 0.2


def test_nearness_is_nearness_in_meaning(encoders: dict[Precision, OnnxEncoder]) -> None:
    [question] = encoders["int8"].encode_questions(["when may I sit behind the wheel again"])
    drive, scar = encoders["int8"].encode_passages(["You can drive a car after six weeks.", "The scar fades slowly."])
    assert drive @ question > scar @ question + 0.2


def test_an_unknown_encoder_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=r"'no-such-encoder' could not be made ready.*OWNWORDS_ENCODER"):
        export_encoder("no-such-encoder", "int8", tmp_path / "encoder")


def test_a_folder_is_as_good_as_a_name(taken_over: TakenOver) -> None:
    assert [words.split()[0] for words in taken_over.said] == ["Making", "Learning"]  # once, and then taken over
    assert taken_over.again.encoded == 0
    found = load_index(taken_over.index, taken_over.own).search("is the mesh strong", 1).found
    assert found[0].passage.text == "The mesh is strong."
