"""The reading that all word lists share; what a list of its own adds is tested with that list."""

from pathlib import Path

import pytest

from corpus.errors import SourceError
from corpus.word_lists import Shape, read_entries

HERBS = Shape(entry="herb", texts=("label",), filled=("smells",), lists=("uses",), optional=("kin",), refers=("kin",))
MINT = """\
- id: mint
  label: no
  smells:
    - 1.0
- id: spearmint
  label: Spearmint
  kin: mint
  smells:
    - sweet
"""


def written(folder: Path, text: str) -> list[Path]:
    (folder / "herbs.yaml").write_text(text, encoding="utf-8")
    return [folder / "herbs.yaml"]


def test_words_stay_as_they_stand_and_what_is_missing_is_empty(tmp_path: Path) -> None:
    mint, spearmint = read_entries(written(tmp_path, MINT), HERBS)
    assert (mint.id, mint.texts, mint.lists) == (
        "mint",
        {"id": "mint", "label": "no"},
        {"smells": ("1.0",), "uses": ()},
    )
    assert (mint.file, mint.where) == ("herbs.yaml", "the herb `mint` of herbs.yaml")
    assert (mint.referred("kin"), spearmint.referred("kin")) == ((), ("mint",))


@pytest.mark.parametrize(
    ("was", "becomes", "complaint"),
    [
        (
            "  kin: mint",
            "  kin: sage",
            "`sage` in `kin` of the herb `spearmint` of herbs.yaml is no herb. Name other herbs",
        ),
        ("- id: spearmint", "- id: mint", "The herb `mint` comes twice, in herbs.yaml and herbs.yaml"),
        ("- id: mint", "- id: Mint", "The id of the herb `Mint` of herbs.yaml must be small letters"),
        ("    - sweet", "    - sweet\n    - SWEET", "'sweet' comes twice in `smells` of the herb `spearmint`"),
        ("  kin: mint", "  kin: mint\n  kin: mint", "herbs.yaml cannot be read as YAML .*`kin` comes 2 times"),
        ("  kin: mint", "  cousin: mint", "nobody knows `cousin`. Use: id, label, kin, smells, uses"),
    ],
)
def test_a_message_calls_things_what_the_list_calls_them(
    tmp_path: Path, was: str, becomes: str, complaint: str
) -> None:
    assert was in MINT
    with pytest.raises(SourceError, match=complaint):
        read_entries(written(tmp_path, MINT.replace(was, becomes)), HERBS)
