"""The shape of the house: imports point down, each outside library has one door, and serving stays light."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = ("corpus", "index", "service", "scripts")
DOORS = {
    "bs4": {"corpus/web/page_links.py", "corpus/readers/html/"},
    "argon2": {"service/desk/passwords.py"},
    "click": {"service/cli.py", "service/cli_options.py", "service/commands/", "service/desk/commands.py"},
    "defusedxml": {"corpus/web/sitemap.py"},
    "docx": {"corpus/readers/docx/"},
    "faiss": {"index/stores/exact.py", "index/stores/ivf.py"},
    "filelock": {"index/locks.py"},
    "httpcore2": {"corpus/web/exchange.py"},
    "idna": {"corpus/web/address.py"},
    "ir_measures": {"index/metrics.py", "service/evaluation/trec.py"},
    "jinja2": {"service/templating.py"},
    "markdown_it": {"corpus/readers/markdown.py"},
    "matplotlib": {"service/evaluation/plots.py"},
    "nltk": {"corpus/sentences.py"},
    "onnx": {"index/attention.py"},  # and ONNX Runtime's quantiser
    "onnxruntime": {"index/encoder.py", "index/export.py"},
    "scipy": {"service/evaluation/chance.py"},
    "openpyxl": {"corpus/readers/workbook.py"},
    "pdfminer": {"corpus/readers/pdf/device.py"},
    "prometheus_client": {"service/operations/metrics.py", "service/operations/metrics_route.py"},
    "protego": {"corpus/web/robots.py"},
    "py3langid": {"service/languages.py"},
    "pythonjsonlogger": {"service/operations/logs.py"},
    "rapidfuzz": {"index/word_table.py"},
    "sentence_transformers": {"index/export.py"},
    "sklearn": {"index/classifier.py", "index/metrics.py", "service/urgent/model.py"},
    "Stemmer": {"index/words.py"},
    "symspellpy": {"index/english_words.py"},
    "throttled": {"service/guards/rate_limit.py"},
    "tokenizers": {"index/encoder.py"},
    "torch": {"index/export.py"},
    "tqdm": {"service/commands/progress.py"},
    "uvicorn": {"service/server.py"},
    "zxcvbn": {"service/desk/passwords.py"},
    "yaml": {"corpus/word_lists.py", "corpus/readers/markdown.py"},
}
TOP_LEVEL = {
    ".ci", ".gitignore", "CHANGELOG.md", "LICENSE", "Makefile", "README.md", "corpus", "index", "pyproject.toml",
    "requirements.txt", "scripts", "service", "tests",
}  # fmt: skip


def imported_roots(path: Path) -> set[str]:
    """The first part of every import in a file, wherever it stands."""
    roots = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            roots |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            roots.add(node.module.split(".")[0])
    return roots


def modules(layer: str) -> Iterator[Path]:
    return (ROOT / layer).rglob("*.py")


@pytest.mark.parametrize("layer", LAYERS)
def test_imports_point_down(layer: str) -> None:
    above = {*LAYERS[LAYERS.index(layer) + 1 :], "tests"}
    upward = {(path.name, name) for path in modules(layer) for name in imported_roots(path) & above}
    assert not upward


@pytest.mark.parametrize("library", sorted(DOORS))
def test_a_library_has_one_door(library: str) -> None:
    packages = (path for layer in LAYERS[:-1] for path in modules(layer))
    importing = {path.relative_to(ROOT).as_posix() for path in packages if library in imported_roots(path)}
    assert [path for path in sorted(importing) if not path.startswith(tuple(DOORS[library]))] == []


def test_no_module_is_called_after_nothing() -> None:
    vague = {"utils", "util", "helpers", "common", "misc", "manager"}
    assert not [path for layer in LAYERS for path in modules(layer) if path.stem in vague]


def test_the_top_level_holds_what_was_agreed_and_nothing_else() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert {line.split("/")[0] for line in tracked.splitlines()} <= TOP_LEVEL


def test_every_requirement_is_locked_to_one_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    named = project["dependencies"] + project["optional-dependencies"]["dev"]
    wanted = {re.sub(r"[-_.]+", "-", name.split("==")[0].lower()) for name in named}
    locked = {
        line.split("==")[0].strip() for line in (ROOT / "requirements.txt").read_text().splitlines() if "==" in line
    }
    assert wanted - locked == set()


def test_an_installed_package_has_every_word_list_and_no_practice_set() -> None:
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]
    packed = {path for glob in tools["setuptools"]["package-data"]["corpus"] for path in (ROOT / "corpus").glob(glob)}
    assert set((ROOT / "corpus" / "knowledge").rglob("*.yaml")) <= packed
    assert not [path for path in packed if "practice" in path.parts]


def test_asking_from_a_shell_imports_no_heavy_library() -> None:
    program = "import sys, service.cli, service.wiring; print(sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(ast.literal_eval(done.stdout))
    assert loaded.isdisjoint({"torch", "transformers", "sentence_transformers", "fastapi", "nltk", "sklearn", "onnx"})
