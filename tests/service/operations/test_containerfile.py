"""The Containerfile, read as its steps, since nothing builds images where the tests run."""

import json
import re
import tomllib
from pathlib import Path

from service.cli import main

ROOT = Path(__file__).parents[3]


def steps() -> list[tuple[str, str]]:
    """Every instruction with its words."""
    text = (ROOT / "service/operations/Containerfile").read_text("utf-8")
    lines = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    joined = lines.replace("\\\n", " ")
    return [(name, words) for name, _, words in (line.partition(" ") for line in joined.splitlines() if line.strip())]


def last(name: str) -> str:
    """The words of the last instruction of this name."""
    return [words for step, words in steps() if step == name][-1].strip()


def test_every_base_image_is_pinned_to_a_patch_release_that_the_project_supports() -> None:
    images = [words.split()[0] for name, words in steps() if name == "FROM"]
    assert len(images) == 2
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["requires-python"]
    least = tuple(int(part) for part in re.findall(r"\d+", wanted))
    for image in images:
        release = re.fullmatch(r"docker\.io/library/python:(\d+)\.(\d+)\.(\d+)-slim-bookworm", image)
        assert release, image
        assert tuple(map(int, release.groups())) >= least


def test_it_runs_as_nobody_in_particular() -> None:
    user = last("USER").split(":")[0]
    assert user.isdecimal()
    assert int(user) >= 10000
    assert f"--uid {user}" in " ".join(words for name, words in steps() if name == "RUN")
    after = [name for name, _ in steps()[[name for name, _ in steps()].index("USER") :]]
    assert "RUN" not in after


def test_whether_it_is_healthy_is_asked_where_the_service_answers() -> None:
    check = last("HEALTHCHECK")
    assert "/health/ready" in check
    port = json.loads(last("CMD"))[json.loads(last("CMD")).index("--port") + 1]
    assert last("EXPOSE") == port
    assert f"127.0.0.1:{port}" in check
    compile(json.loads(check[check.index("[") :])[2], "healthcheck", "exec")


def test_the_command_and_its_options_are_those_of_the_program() -> None:
    assert json.loads(last("ENTRYPOINT")) == ["ownwords"]
    name, *options = json.loads(last("CMD"))
    known = {option for parameter in main.commands[name].params for option in parameter.opts}
    assert {option for option in options if option.startswith("--")} <= known


def test_everything_that_is_copied_is_there_and_nothing_secret_is() -> None:
    copied = [words.split()[:-1] for name, words in steps() if name == "COPY" and "--from" not in words]
    names = {name for words in copied for name in words}
    assert [name for name in sorted(names) if not (ROOT / name).exists()] == []
    assert not {".", ".git", ".venv"} & names
    assert not [
        words for name, words in steps() if name in ("ENV", "ARG") and re.search("token|secret|password", words, re.I)
    ]


def test_torch_is_the_one_that_is_locked() -> None:
    locked = re.search(r"^torch==(\S+)", (ROOT / "requirements.txt").read_text("utf-8"), re.MULTILINE)
    assert locked
    assert f"torch=={locked[1].split('+')[0]} " in " ".join(words for _, words in steps())
