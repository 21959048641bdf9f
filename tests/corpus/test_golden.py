"""Small pages of our own, each written for one difficulty, and the passages expected of them.

`pytest tests/corpus --update-golden` rewrites what is expected; read the difference before you keep it.
"""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.assembly import passages_of
from corpus.records import BlockKind, FaqPair, Page, Passage

GOLDEN = sorted(path for path in (Path(__file__).parent / "golden").iterdir() if path.suffix != ".json")


def shown(passage: Passage) -> dict[str, object]:
    question = {"question": passage.question} if isinstance(passage, FaqPair) else {}
    sentences = [
        passage.text[start - passage.span.start : end - passage.span.start] for start, end in passage.sentences
    ]
    return {"section": list(passage.section), **question, "text": passage.text, "sentences": sentences}


def found_on(page: Page) -> dict[str, object]:
    furniture = [block for block in page.blocks if block.kind is BlockKind.FURNITURE]
    return {
        "title": page.title,
        "passages": [shown(passage) for passage in passages_of(page)],
        "furniture": [[block.span.of(page.text), block.reason] for block in furniture],
    }


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.name)
def test_a_golden_page_gives_the_expected_passages(
    path: Path, page_of: Callable[[str, str], Page], pytestconfig: pytest.Config
) -> None:
    expected_file = path.with_name(f"{path.name}.json")
    expected = json.loads(expected_file.read_text("utf-8")) if expected_file.exists() else {"difficulty": ""}
    found = {"difficulty": expected["difficulty"], **found_on(page_of(path.name, path.read_text("utf-8")))}
    if pytestconfig.getoption("--update-golden"):
        expected_file.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", "utf-8")
    else:
        assert found == expected


def test_every_golden_page_says_which_difficulty_it_stands_for(golden_folder: Path) -> None:
    expected = {path.name for path in golden_folder.glob("*.json")}
    assert expected == {f"{path.name}.json" for path in GOLDEN}
    assert all(json.loads((golden_folder / name).read_text("utf-8"))["difficulty"] for name in expected)
