"""Attention as one node of an exported graph instead of some forty, which spend their time on shapes."""

from collections import defaultdict
from pathlib import Path

import onnx
from onnx import helper

MICROSOFT = "com.microsoft"  # the domain of the operators that only ONNX Runtime knows
KEY_MASK = "key_mask"
RESHAPING = ("Mul", "Transpose", "Reshape")  # between a projection and its heads; the fused node does this itself


def fuse_attention_in(file: Path, heads: int) -> None:
    """Do what `fuse_attention` does to a graph in a file."""
    model = onnx.load(file)
    fuse_attention(model, heads)
    onnx.save(model, file)


def fuse_attention(model: onnx.ModelProto, heads: int) -> int:
    """Replace every attention of a BERT graph, as torch traces it, by ONNX Runtime's fused one, in place.

    Weights stay as they are, of whatever precision; vectors differ by rounding.

    Args:
        model: with an input `attention_mask`, shape (texts, tokens), 1 where there is a token.
        heads: of each attention.

    Returns:
        How many were replaced.
    """
    graph = model.graph
    made_by = {name: node for node in graph.node for name in node.output}
    used_by = defaultdict(list)
    for node in graph.node:
        for name in node.input:
            used_by[name].append(node)
    softmaxes = [node for node in graph.node if node.op_type == "Softmax"]
    for softmax in softmaxes:
        _fuse(graph, softmax, heads, made_by, used_by)
    if softmaxes:
        mask = helper.make_node("Cast", ["attention_mask"], [KEY_MASK], to=onnx.TensorProto.INT32)
        graph.node.insert(0, mask)
        model.opset_import.append(helper.make_opsetid(MICROSOFT, 1))
        _leave_out_unused(graph)
    return len(softmaxes)


def _fuse(
    graph: onnx.GraphProto,
    softmax: onnx.NodeProto,
    heads: int,
    made_by: dict[str, onnx.NodeProto],
    used_by: dict[str, list[onnx.NodeProto]],
) -> None:
    def projection(name: str) -> str:
        while made_by[name].op_type in RESHAPING:
            name = made_by[name].input[0]
        return name

    masked = made_by[softmax.input[0]]
    products = made_by[masked.input[0]]
    # torch puts 0 where a softmax is not a number, which it never is: every text has a token.
    weights = next((n.output[0] for n in used_by[softmax.output[0]] if n.op_type == "Where"), softmax.output[0])
    weighted = next(node for node in used_by[weights] if node.op_type == "MatMul")
    joined = weighted
    while following := [node for node in used_by[joined.output[0]] if node.op_type in RESHAPING]:
        joined = following[0]
    inputs = [projection(name) for name in (*products.input, weighted.input[1])]
    fused = helper.make_node(
        "MultiHeadAttention", [*inputs, "", KEY_MASK], [joined.output[0]], domain=MICROSOFT, num_heads=heads
    )
    place = list(graph.node).index(joined)
    graph.node.remove(joined)
    graph.node.insert(place, fused)


def _leave_out_unused(graph: onnx.GraphProto) -> None:
    while True:
        wanted = {name for node in graph.node for name in node.input} | {given.name for given in graph.output}
        unused = [node for node in graph.node if wanted.isdisjoint(node.output)]
        if not unused:
            break
        for node in unused:
            graph.node.remove(node)
    for weights in [weights for weights in graph.initializer if weights.name not in wanted]:
        graph.initializer.remove(weights)
    del graph.value_info[:]  # shapes of what is no longer there
