"""Nothing that is read can run code: no pickle, no YAML with types, no XML with entities, no shell."""

import ast
import pickle
from collections.abc import Iterator
from pathlib import Path

import faiss
import numpy as np
import pytest
import yaml

from corpus import word_lists
from index.classifier import Classifier
from index.lexical import LexicalChannel
from index.passage_ids import PassageIds

ROOT = Path(__file__).parent.parent
FILES = [path for layer in ("corpus", "index", "service", "scripts") for path in sorted((ROOT / layer).rglob("*.py"))]
UNSAFE_MODULES = {"pickle", "shelve", "marshal", "dill", "joblib", "cloudpickle", "xml.dom", "xml.sax", "telnetlib"}
UNSAFE_CALLS = {"eval", "exec", "os.system", "os.popen", "pickle.loads", "yaml.unsafe_load", "yaml.full_load"}
SAFE_LOADERS = {"yaml.BaseLoader", "yaml.SafeLoader", "yaml.CSafeLoader", "_Loader"}


class Run:
    """Pickled, it runs code when it is unpickled."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return (exec, ("raise AssertionError('code of a file has run')",))


def nodes_of(path: Path) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(path.read_text("utf-8")))


def calls() -> Iterator[tuple[Path, str, ast.Call]]:
    for path in FILES:
        for node in nodes_of(path):
            if isinstance(node, ast.Call):
                yield path, ast.unparse(node.func), node


def option(call: ast.Call, name: str) -> str | None:
    return next((ast.unparse(keyword.value) for keyword in call.keywords if keyword.arg == name), None)


def test_nothing_imports_what_runs_code_from_files() -> None:
    imported = {
        (path.name, name)
        for path in FILES
        for node in nodes_of(path)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert ("sitemap.py", "defusedxml.ElementTree") in imported
    assert not {(file, name) for file, name in imported if name in UNSAFE_MODULES}


def test_xml_is_parsed_by_nothing_of_the_standard_library() -> None:
    taken = {
        (path.name, alias.name)
        for path in FILES
        for node in nodes_of(path)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("xml.etree")
        for alias in node.names
    }
    assert taken <= {("sitemap.py", "ParseError")}


def test_nothing_runs_code_that_it_is_given() -> None:
    assert not {(path.name, name) for path, name, _ in calls() if name in UNSAFE_CALLS}
    assert not [path.name for path, _, call in calls() if option(call, "shell") not in (None, "False")]


def test_every_array_is_loaded_without_pickle() -> None:
    loads = [(path, call) for path, name, call in calls() if name in {"np.load", "numpy.load"}]
    served = [(path, call) for path, call in loads if "scripts" not in path.parts]
    assert len(served) >= 4
    assert {option(call, "allow_pickle") for _, call in served} == {"False"}
    assert {option(call, "allow_pickle") for _, call in loads} <= {"False", None}  # numpy's own default


def test_every_yaml_is_loaded_without_types() -> None:
    loads = [call for _, name, call in calls() if name in {"yaml.load", "yaml.load_all"}]
    named = {ast.unparse(call.args[1]) if len(call.args) > 1 else option(call, "Loader") for call in loads}
    assert named <= SAFE_LOADERS
    assert not issubclass(word_lists._Loader, yaml.constructor.FullConstructor)


def test_a_pickled_array_in_an_index_is_refused_and_not_run(tmp_path: Path) -> None:
    array = np.array([Run()], dtype=object)
    LexicalChannel.build(["a.1"], ["rest for two days"]).save(tmp_path / "lexical")
    damaged = sorted((tmp_path / "lexical").glob("*.npy"))
    assert damaged
    for file in damaged:
        np.save(file, array, allow_pickle=True)
    with pytest.raises(ValueError, match=r"Python objects|allow_pickle"):
        LexicalChannel.load(tmp_path / "lexical", PassageIds.of(["a.1"]))
    np.savez(tmp_path / "topics.npz", kinds=array, weights=array, bias=array)
    with pytest.raises(ValueError, match="allow_pickle"):
        Classifier.load(tmp_path / "topics.npz")


def test_a_pickle_in_the_place_of_vectors_is_refused_and_not_run(tmp_path: Path) -> None:
    (tmp_path / "vectors.faiss").write_bytes(pickle.dumps(Run()))
    with pytest.raises(RuntimeError):
        faiss.read_index(str(tmp_path / "vectors.faiss"))
