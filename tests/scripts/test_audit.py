import json
import subprocess
import sys
from pathlib import Path

import pytest
from cyclonedx.schema import OutputFormat, SchemaVersion
from cyclonedx.validation import make_schemabased_validator
from jsonschema import Draft7Validator
from rfc3986_validator import validate_rfc3986
from rfc3987_syntax import is_valid_syntax

from scripts.audit import LOCK, lock_problems, weaknesses, withdrawn

ROOT = Path(__file__).parents[2]


def test_our_lock_pins_every_package_to_one_version() -> None:
    assert list(lock_problems(LOCK.read_text("utf-8").splitlines())) == []


@pytest.mark.parametrize(
    "line",
    [
        "numpy",
        "numpy>=2.0",
        "numpy==2.*",
        "numpy @ https://evil.example/numpy.whl",
        "-e .",
        "--index-url https://evil.example",
        "git+https://evil.example/numpy",
    ],
)
def test_a_line_that_leaves_open_what_is_installed_is_told(line: str) -> None:
    assert list(lock_problems(["idna==3.20  # via anyio", line])) == [
        f"line 2 is not one package pinned to one version: {line}"
    ]


def test_a_package_that_is_there_twice_is_told_however_it_is_written() -> None:
    assert list(lock_problems(["py_yaml==1.0", "Py.YAML==2.0"])) == ["py-yaml is there 2 times"]


def test_a_package_that_was_withdrawn_is_told() -> None:
    numpy, idna = ({"name": name, "version": "1.0"} for name in ("numpy", "idna"))
    report = {"install": [{"metadata": numpy, "is_yanked": True}, {"metadata": idna, "is_yanked": False}]}
    assert withdrawn(report) == ["numpy 1.0 was withdrawn"]


def test_a_package_of_which_nothing_is_known_is_not_taken_for_a_good_one() -> None:
    answer = {
        "dependencies": [
            {"name": "numpy", "version": "1.0", "vulns": [{"id": "CVE-1", "fix_versions": ["1.1"]}]},
            {"name": "idna", "skip_reason": "not found"},
            {"name": "lxml", "version": "6.0", "vulns": []},
        ]
    }
    assert weaknesses(answer) == (["numpy 1.0: CVE-1, mended in 1.1"], ["idna"])


def validated_as_the_recipe_does(bill: str, patch: pytest.MonkeyPatch) -> object:
    """What is wrong with a bill. Its validator takes 20 ms to read an address; here it reads those that look odd."""

    def is_address(said: str) -> bool:
        return bool(validate_rfc3986(said, rule="URI_reference")) or is_valid_syntax("iri_reference", said)

    patch.setitem(Draft7Validator.FORMAT_CHECKER.checkers, "iri-reference", (is_address, ()))
    return make_schemabased_validator(OutputFormat.JSON, SchemaVersion.V1_6).validate_str(bill)


@pytest.mark.slow
def test_the_bill_of_materials_names_every_package_that_is_installed_with_its_licence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    (recipe,) = (line for line in makefile.splitlines() if "cyclonedx-py" in line)
    program, *options = recipe.replace("$(BIN)/", "").replace("$(VENV)", sys.prefix).split()
    options[options.index("--output-file") + 1] = str(tmp_path / "sbom.json")
    options[options.index("--validate")] = "--no-validate"  # done below, a good deal quicker
    subprocess.run([str(Path(sys.executable).with_name(program)), *options], cwd=ROOT, check=True, capture_output=True)
    written = (tmp_path / "sbom.json").read_text("utf-8")
    assert validated_as_the_recipe_does(written, monkeypatch) is None
    bill = json.loads(written)
    assert (bill["bomFormat"], bill["metadata"]["component"]["name"]) == ("CycloneDX", "own-words")
    components = {each["name"].lower().replace("_", "-"): each for each in bill["components"]}
    assert {"fastapi", "argon2-cffi", "onnxruntime", "lxml"} <= set(components)
    assert components["fastapi"]["licenses"]
    assert components["fastapi"]["purl"].startswith("pkg:pypi/fastapi@")
