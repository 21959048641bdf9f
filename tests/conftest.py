"""What every test may use: a few pages, and an encoder that can be computed in one's head."""

import shutil
from collections.abc import Callable
from hashlib import sha256
from math import log
from pathlib import Path

import numpy as np
import onnx
import pytest
from filelock import FileLock
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from corpus.operations import load_operations
from corpus.question_bank import load_question_bank
from index.build import ingest
from index.classifier import Classifier
from index.encoder import OnnxEncoder
from index.encoder_card import DEFAULT_ENCODER, EncoderCard
from index.folder import IndexFolder
from index.knowledge import NO_OPERATION, Knowledge
from index.layout import ENCODER_FOLDER
from index.operation_names import OperationNames
from service.settings import Settings
from service.wiring import STARTER_PAGES, load_urgent_signs

TINY_DIM = 64
# What the tiny encoder takes a text for that has nearly these words. No other topic or operation is ever likely.
TINY_TOPICS = {"driving": "can drive car", "incision-and-scar": "scar", "what-to-bring-and-home-preparation": "bring"}
TINY_OPERATIONS = {
    "total-knee-replacement": "knee replacement",
    "cataract-surgery": "cataract operation",
    "inguinal-hernia-repair": "hernia repair",
}
SURE = 60.0  # the logarithm that a text with exactly those words scores; one with nothing of them scores 0
NAMED_FROM = 0.3  # the cosine with those words from which a text is rather of that kind than of no kind


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with tests that take long come first: begun last, one of them would keep a single core busy at the end."""
    long = {item.path for item in items if item.get_closest_marker("slow") or item.get_closest_marker("model")}
    items.sort(key=lambda item: item.path not in long)


def write_tiny_encoder(folder: Path, words: set[str], name: str = "tiny") -> Path:
    """An encoder folder whose vector of a text is the mean of its words' vectors, so shared words mean nearness.

    Every word of `words` has a random vector of its own, drawn from its hash; any other word has none.
    """
    folder.mkdir(parents=True)
    vocabulary = {"[UNK]": 0} | {word: position for position, word in enumerate(sorted(words), start=1)}
    table = np.zeros((len(vocabulary), TINY_DIM), dtype=np.float32)
    for word, row in vocabulary.items():
        if row:
            seed = int(sha256(word.encode()).hexdigest()[:8], 16)
            table[row] = np.random.default_rng(seed).standard_normal(TINY_DIM)
    nodes = [
        helper.make_node("Gather", ["table", "input_ids"], ["word_vectors"]),
        helper.make_node("ReduceSum", ["word_vectors", "axis"], ["sentence_vector"], keepdims=0),
    ]
    graph = helper.make_graph(
        nodes,
        "tiny",
        [helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["texts", "tokens"])],
        [helper.make_tensor_value_info("sentence_vector", TensorProto.FLOAT, ["texts", TINY_DIM])],
        [numpy_helper.from_array(table, "table"), numpy_helper.from_array(np.array([1]), "axis")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.save(model, folder / "model.onnx")
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))
    EncoderCard(name, sha256(name.encode()).hexdigest(), TINY_DIM, 256, "fp32", "", "").write(folder)
    write_tiny_knowledge(folder)
    return folder


def write_tiny_knowledge(folder: Path) -> None:
    """What the encoder of a folder knows of topics and operations: a few words for a few of them, and nothing learnt.

    A text is about the one whose words make up enough of it, by cosine.
    """
    encoder = OnnxEncoder.load(folder)
    operations = [operation.id for operation in load_operations()]
    topics = [topic.id for topic in load_question_bank()]
    operations = [*(operation.id for operation in load_operations()), NO_OPERATION]
    Knowledge(
        tiny_classifier(encoder, topics, TINY_TOPICS, [id_ for id_ in topics if id_ not in TINY_TOPICS]),
        tiny_classifier(encoder, operations, TINY_OPERATIONS, [NO_OPERATION]),
        {topic.id: topic.label for topic in load_question_bank()},
        OperationNames.build(load_operations()),
    ).save(folder)


def tiny_classifier(encoder: OnnxEncoder, kinds: list[str], words: dict[str, str], otherwise: list[str]) -> Classifier:
    """Kinds by a few words for some; a text with too little of any of these is of one of the kinds `otherwise`."""
    weights, bias = np.zeros((len(kinds), TINY_DIM), dtype=np.float32), np.zeros(len(kinds), dtype=np.float32)
    weights[[kinds.index(kind) for kind in words]] = SURE * encoder.encode_passages(list(words.values()))
    bias[[kinds.index(kind) for kind in otherwise]] = NAMED_FROM * SURE - log(len(otherwise))
    return Classifier(tuple(kinds), weights, bias)


PAGES = {
    "knee.md": """---
title: Knee replacement
publisher: A test clinic
reviewed: 2026-01-31
---
# Knee replacement

A worn knee joint is replaced with a new one made of metal and plastic.

## Going home

Most people stay in hospital for two nights. You go home when you can climb stairs.

## Questions

### Can I drive?

Wait until you can stop the car in an emergency. This is often after six weeks.

### Will there be a scar?

Yes, a straight scar on the front of the knee.
""",
    "cataract.html": """<html lang="en"><head><title>Cataract operation | A test clinic</title></head><body>
<nav><a href="/">Home</a> <a href="/eyes">Eyes</a></nav>
<h1>Cataract operation</h1>
<p>The cloudy lens of the eye is replaced with a clear one. You are awake, and drops numb the eye.</p>
<h2>What to bring</h2>
<p>Bring with you:</p><ul><li>your glasses</li><li>a list of your medicines</li></ul>
<footer>All rights reserved</footer></body></html>
""",
    "hernia.txt": """top of page

Hernia repair

The bulge is pushed back and the muscle wall is made strong with a mesh.

Risks

Bleeding, infection, and numb skin near the scar.

bottom of page
""",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite what is expected of the golden pages")


@pytest.fixture(scope="session")
def pages_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three small pages, one in each format."""
    folder = tmp_path_factory.mktemp("sources") / "pages"
    folder.mkdir()
    for name, text in PAGES.items():
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="session")
def tiny_encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny encoder folder that knows the words of the three small pages."""
    words = {word.strip('.,:?!<>/|="#-').lower() for text in PAGES.values() for word in text.split()}
    return write_tiny_encoder(tmp_path_factory.mktemp("encoders") / "tiny", words - {""})


@pytest.fixture
def make_tiny_encoder(tmp_path: Path) -> Callable[[set[str], str], Path]:
    """Makes another tiny encoder, with these words and this name."""
    return lambda words, name: write_tiny_encoder(tmp_path / f"encoder-{name}", words, name)


def asked_index(folder: Path, pages: Path, encoder: str) -> Path:
    """A new index with what is learned when it is asked for the first time, lest every process learn it."""
    index = IndexFolder(folder)
    ingest(index, [str(pages)], encoder)
    load_urgent_signs(OnnxEncoder.load(index.current() / ENCODER_FOLDER), Settings(index=folder))
    return folder


@pytest.fixture(scope="session")
def built_index(tmp_path_factory: pytest.TempPathFactory, pages_folder: Path, tiny_encoder: Path) -> Path:
    """An index folder of the three small pages. Tests that change it copy it first."""
    return asked_index(tmp_path_factory.mktemp("index") / "index", pages_folder, str(tiny_encoder))


@pytest.fixture(scope="session")
def starter_index(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """An index of the starter pages with the real encoder, as `ownwords ingest` makes it.

    It takes some 15 seconds, so the first process of the run that wants it makes it for all, and each takes a copy.
    """
    own = tmp_path_factory.mktemp("starter")
    made = own / "made" if worker_id == "master" else tmp_path_factory.getbasetemp().parent / "starter"
    with FileLock(made.with_suffix(".lock")):
        if not made.exists():
            asked_index(own / "draft", STARTER_PAGES, DEFAULT_ENCODER).rename(made)
    return Path(shutil.copytree(made, own / "index"))
