"""What is searched: chunks, tables, and corpora that are made."""

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import BenchmarkError
from scripts.benchmark.contestants import chosen
from scripts.benchmark.corpora import chunked, evenly, medquad, turns
from scripts.benchmark.million import (
    NOISE,
    MovedVectors,
    in_whole_pages,
    moved,
    synthetic,
    varied,
    without_number,
    write_vectors,
)

ROW = {"question": "What is flu?", "answer": "A virus. Rest helps.", "focus": "Flu", "url": "https://x.example/flu"}


def test_chunks_share_fifty_characters() -> None:
    first, second = chunked("".join(chr(32 + number % 90) for number in range(600)))
    assert len(first) == 500
    assert first[450:] == second[:50]


def test_values_are_taken_at_even_distances() -> None:
    assert evenly("abcdefg", 3) == ("a", "d", "g")
    assert evenly("ab", 3) == ("a", "b")


def test_questions_begin_again_when_they_are_used_up() -> None:
    assert turns(["a", "b", "c"], 4, begin=5) == ["c", "a", "b", "c"]


def test_medquad_becomes_a_faq_table(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "public.jsonl.gz", "wt") as file:
        file.write(json.dumps(ROW) + "\n")
    corpus = medquad(tmp_path / "public.jsonl.gz", tmp_path)
    assert corpus.questions == ("What is flu?",)
    assert json.loads(Path(corpus.sources[0]).read_text()) == {
        "question": "What is flu?",
        "answer": "A virus. Rest helps.",
        "url": "https://x.example/flu",
        "title": "Flu",
    }


@pytest.mark.parametrize("content", ["no json\n", '{"question": "What?"}\n', "7\n"])
def test_what_is_not_medquad_is_refused_by_name(content: str, tmp_path: Path) -> None:
    (tmp_path / "other.jsonl").write_text(content)
    with pytest.raises(BenchmarkError, match=r"other\.jsonl"):
        medquad(tmp_path / "other.jsonl", tmp_path)


def test_a_varied_text_has_its_number_in_every_sentence_and_gives_the_real_one_back() -> None:
    text = "Rest helps. Drink 1.5 litres!"
    assert varied(text, 7) == "Rest helps (note 7). Drink 1.5 litres (note 7)!"
    assert without_number(varied(text, 7)) == text
    assert without_number(varied("no end", 7)) == "no end"
    assert without_number("An opening that is cut off (note 12") == "An opening that is cut off"


def test_a_made_corpus_has_as_many_passages_as_wanted_and_twenty_a_page(tmp_path: Path) -> None:
    row = {"question": "What helps?", "answer": "Rest.", "title": "Flu"}
    corpus = synthetic([row], 45, ("q",), tmp_path / "made")
    (table,) = Path(corpus.sources[0]).iterdir()
    rows = [json.loads(line) for line in table.read_text().splitlines()]
    assert len({row["answer"] for row in rows}) == 45
    assert [row["title"] for row in rows].count("Flu (note 0)") == 20
    assert corpus.perturbed


def test_a_page_is_never_cut_where_the_rows_begin_again() -> None:
    rows = [{"question": "?", "answer": f"Answer {number}.", "title": "Flu"} for number in range(47)]
    assert in_whole_pages(rows) == rows[:40]
    assert in_whole_pages(rows[:7]) == rows[:7]


def test_moved_vectors_have_length_one_and_the_cosine_that_is_promised() -> None:
    real = np.zeros((400, 384), dtype=np.float32)
    real[:, 0] = 1
    found = moved(real, seed=1)
    assert np.linalg.norm(found, axis=1) == pytest.approx(1, abs=1e-5)
    assert float(found[:, 0].mean()) == pytest.approx(1 / np.hypot(1, NOISE), abs=0.01)


class CountingEncoder:
    name, dim = "counting", 4
    encoded: list[str] = []

    def encode_questions(self, texts: list[str], /) -> np.ndarray:
        return self.encode_passages(texts)

    def encode_passages(self, texts: list[str], /) -> np.ndarray:
        self.encoded += texts
        return np.eye(4, dtype=np.float32)[[len(text) % 4 for text in texts]]


def test_each_real_text_is_encoded_once_and_no_two_texts_have_the_same_vector() -> None:
    encoder = CountingEncoder()
    vectors = MovedVectors(encoder).encode_passages([varied("Rest.", number) for number in range(5)])
    assert encoder.encoded == ["Rest."]
    assert len(np.unique(vectors, axis=0)) == 5


def test_real_texts_that_another_run_has_encoded_are_not_encoded_again(tmp_path: Path) -> None:
    first, second = CountingEncoder(), CountingEncoder()
    vectors = MovedVectors(first)
    given = vectors.encode_passages([varied("Rest.", 1), varied("Drink!", 2)])
    vectors.save(tmp_path / "real.npz")
    second.encoded = []
    again = MovedVectors.load(tmp_path / "real.npz", second).encode_passages([varied("Rest.", 1), varied("Drink!", 2)])
    assert second.encoded == []
    assert again.tolist() == given.tolist()


def test_as_many_vectors_are_written_as_there_are_texts(tmp_path: Path) -> None:
    write_vectors(tmp_path / "given.npy", np.eye(3, 8, dtype=np.float32), number=7)
    assert np.load(tmp_path / "given.npy").shape == (7, 8)


def test_an_alternative_that_nobody_knows_is_refused_by_name() -> None:
    with pytest.raises(BenchmarkError, match=r"no alternative 'solr'.*recipe, txtai, haystack"):
        chosen("recipe,solr")
