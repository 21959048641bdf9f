"""Question in, passages out; and an index that is not whole is refused."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise
from math import exp
from pathlib import Path

import pytest

from corpus.errors import IndexDamaged, IndexMismatch, IndexMissing
from corpus.records import FaqPair, Span
from index.build import ingest
from index.channels import DENSE_CHANNELS
from index.folder import IndexFolder
from index.fusion import WEIGHTS
from index.loading import load_index
from index.searcher import ABBREVIATIONS, BINDING, SPELLING, SPREAD, Searcher

FILES = [
    "abbreviations/abbreviations.json",
    "encoder/encoder.json",
    "encoder/knowledge.sha256",
    "encoder/model.onnx",
    "encoder/operation_names.json",
    "encoder/operations.npz",
    "encoder/tokenizer.json",
    "encoder/topic_labels.json",
    "encoder/topics.npz",
    *(
        f"{folder}/{file}"
        for folder in ("lexical", "page_words")
        for file in ("highest.npy", "rows.npy", "scores.npy", "starts.npy", "words.json")
    ),
    "library.sqlite",
    "manifest.json",
    "page_operations.npz",
    *(
        f"{folder}/{file}"
        for folder in ("pages", "passages")
        for file in ("hashes.npy", "ids.txt", "rows.npy", "starts.npy")
    ),
    "report.json",
    "spelling/english_words.tsv",
    "spelling/own_words.tsv",
    "spelling/phone_spellings.json",
    *(
        f"vectors/{name}/{file}"
        for name in ("lead", "sentence", "titled", "titled_sentence")
        for file in ("first_rows.npy", "texts.npy", "vectors.faiss")
    ),
    "vectors/topic/vectors.faiss",
]
QUESTIONS = [
    "Can I drive?",
    "when do I go home",
    "numb skin",
    "what should I bring",
    "",
    "xylophone",
    "🦵",
    "scar " * 500,
]


def deleted(path: Path) -> None:
    path.unlink()


def flipped(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def replaced_by_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.fixture(scope="module")
def searcher(built_index: Path) -> Searcher:
    return load_index(IndexFolder(built_index))


@pytest.fixture(scope="module")
def generated(generated_index: IndexFolder) -> Searcher:
    return load_index(generated_index)


@pytest.fixture(scope="module")
def many_questions(tiny_words: list[str]) -> list[str]:
    return [*QUESTIONS, *(" ".join(tiny_words[start::17]) for start in range(17)), *tiny_words[::2]]


def test_the_passage_that_answers_comes_first(searcher: Searcher) -> None:
    [first, *_] = searcher.search("Can I drive?", 3).found
    assert isinstance(first.passage, FaqPair)
    assert first.passage.question == "Can I drive?"
    assert first.passage.text.startswith("Wait until you can stop the car")
    assert first.page.title == "Knee replacement"


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("two nights in hospital", "Most people stay in hospital for two nights."),
        ("can climb stairs", "You go home when you can climb stairs."),
    ],
)
def test_the_sentence_that_fits_best_is_highlighted(searcher: Searcher, question: str, sentence: str) -> None:
    [first, *_] = searcher.search(question, 1).found
    assert first.highlight.of(first.page.text) == sentence


def test_each_stage_of_a_search_is_timed(searcher: Searcher) -> None:
    stages = searcher.search("Can I drive?", 3).stages
    assert list(stages) == ["spelling", "encode", "channels", "fusion", "reader"]
    assert all(seconds >= 0 for seconds in stages.values())


def test_as_many_are_found_as_are_asked_for(searcher: Searcher) -> None:
    for k in (1, 2, 4, 7):
        assert len(searcher.search("numb skin near the scar", k).found) == min(k, searcher.library.counts()["passages"])


def test_more_than_there_are_gives_all_of_them(searcher: Searcher) -> None:
    found = searcher.search("knee", 1000).found
    assert len({one.passage.id for one in found}) == len(found) == searcher.library.counts()["passages"]


def test_asking_for_more_does_not_change_the_first(searcher: Searcher) -> None:
    for question in QUESTIONS:
        assert searcher.search(question, 20).found[:2] == searcher.search(question, 2).found


def test_the_best_score_comes_first_where_pages_are_not_spread(generated: Searcher, many_questions: list[str]) -> None:
    for question in many_questions:
        scores = [(-found.score, found.passage.id) for found in generated.search(question, 10, [SPREAD]).found]
        assert scores == sorted(scores)


def test_spreading_pages_keeps_the_first_and_prefers_passages_of_other_pages(
    generated: Searcher, many_questions: list[str]
) -> None:
    spread, plain = 0, 0
    for question in many_questions:
        several, alone = generated.search(question, 5).found, generated.search(question, 5, [SPREAD]).found
        assert several[0] == alone[0]
        spread += len({found.page.id for found in several})
        plain += len({found.page.id for found in alone})
    assert spread > plain


def test_the_confidence_of_an_answer_is_that_of_its_first_passage(searcher: Searcher) -> None:
    result = searcher.search("Can I drive?", 3)
    assert result.confidence == result.found[0].confidence


def test_a_question_without_a_known_word_gets_little_confidence(searcher: Searcher) -> None:
    assert searcher.search("xylophone", 3).confidence < searcher.search("Can I drive?", 3).confidence / 2


def test_every_part_of_a_search_has_a_name_and_every_scorer_a_weight(searcher: Searcher) -> None:
    scorers = {*DENSE_CHANNELS, "lexical", "topic", "operation", "kind"}
    assert set(searcher.parts) == {*scorers, SPELLING, ABBREVIATIONS, BINDING, SPREAD}
    assert set(WEIGHTS) == scorers


@pytest.mark.parametrize("part", sorted(WEIGHTS))
def test_a_part_that_is_left_out_counts_no_more_and_is_still_told(searcher: Searcher, part: str) -> None:
    question = "Can I drive after a knee replacement?"
    whole = {found.passage.id: found for found in searcher.search(question, 50).found}
    for found in searcher.search(question, 50, [part]).found:
        same = whole[found.passage.id]
        assert found.score == pytest.approx(same.score - WEIGHTS[part] * same.channel_scores[part])
        assert found.channel_scores == same.channel_scores


def test_without_any_scorer_nothing_tells_passages_apart(searcher: Searcher) -> None:
    assert {found.score for found in searcher.search("Can I drive?", 5, list(WEIGHTS)).found} == {0.0}


def test_a_slip_of_typing_is_mended_and_said(searcher: Searcher) -> None:
    result = searcher.search("wil there be a scarr", 1)
    assert result.corrected == {"wil": "will", "scarr": "scar"}
    assert result.found == searcher.search("will there be a scar", 1).found
    assert result.found[0].highlight.of(result.found[0].page.text) == "Yes, a straight scar on the front of the knee."


def test_mending_can_be_left_out(searcher: Searcher) -> None:
    result = searcher.search("a scarr", 1, [SPELLING])
    assert result.corrected == {}
    assert result.found[0].channel_scores["lexical"] == 0


def test_a_question_without_a_slip_is_not_corrected(searcher: Searcher) -> None:
    assert searcher.search("will there be a scar", 1).corrected == {}


def test_what_a_question_was_taken_to_ask_about_is_said(searcher: Searcher) -> None:
    assert searcher.search("can I drive", 1).also_searched == ("Driving a car",)


def test_a_question_about_no_topic_for_sure_says_none(searcher: Searcher) -> None:
    assert searcher.search("metal and plastic", 1).also_searched == ()


def test_the_operation_of_the_page_is_said(searcher: Searcher) -> None:
    found = searcher.search("will there be a scar", 20).found
    assert {one.page.title: one.operation for one in found} == {
        "Knee replacement": "Total knee replacement",
        "Cataract operation": "Cataract surgery",
        "Hernia repair": "Inguinal (groin) hernia repair",
    }


def test_a_page_that_is_about_no_operation_says_none(
    index_copy: IndexFolder, tmp_path: Path, tiny_encoder: Path
) -> None:
    (tmp_path / "stairs.txt").write_text("Stairs\n\nYou can climb stairs.\n", "utf-8")
    ingest(index_copy, [str(tmp_path / "stairs.txt")], str(tiny_encoder))
    assert load_index(index_copy).search("climb stairs", 1).found[0].operation is None


@pytest.mark.parametrize("operation", ["knee replacement", "hernia repair"])
def test_the_page_of_the_operation_that_is_named_comes_first(searcher: Searcher, operation: str) -> None:
    """Both pages speak of a scar."""
    first = searcher.search(f"scar {operation}", 2).found[0]
    assert first.page.title.lower() == operation
    assert exp(first.channel_scores["operation"]) > 0.7  # the probability that its page is meant


def test_pages_about_another_operation_come_last_unless_that_is_left_out(searcher: Searcher) -> None:
    question = "knee replacement: bleeding, infection, and numb skin near the scar"  # what the page about hernia says
    bound, free = (searcher.search(question, 20, [SPREAD, *left]).found for left in ([], [BINDING]))
    assert free[0].page.title == "Hernia repair"
    assert [one.page.title == "Knee replacement" for one in bound] == sorted(
        [one.page.title == "Knee replacement" for one in bound], reverse=True
    )
    assert bound[0].page.title == "Knee replacement"


def test_a_passage_about_the_topic_asked_for_has_its_score(searcher: Searcher) -> None:
    found = searcher.search("will there be a scar", 20).found
    assert {round(one.channel_scores["topic"]) for one in found if "scar" not in one.passage.text} == {0}
    assert "scar" in max(found, key=lambda one: one.channel_scores["topic"]).passage.text


def test_a_question_is_encoded_with_its_topics_and_operations(searcher: Searcher) -> None:
    asked = searcher.encoded("scar after knee replacement")
    assert asked.words == ("scar", "after", "knee", "replac")
    assert asked.topics.sum() == pytest.approx(1, abs=1e-5)
    assert searcher.knowledge.operations.kinds[asked.operations.argmax()] == "total-knee-replacement"


def test_every_result_is_an_exact_stretch_of_its_page(generated: Searcher, many_questions: list[str]) -> None:
    for question in many_questions:
        for found in generated.search(question, 10).found:
            passage, page = found.passage, generated.library.page(found.page.id)
            assert replace(page, blocks=()) == found.page
            assert passage.text == passage.span.of(page.text) != ""
            assert passage.span.start <= found.highlight.start < found.highlight.end <= passage.span.end
            assert found.highlight in [
                *passage.sentences,
                *(Span(one.start, other.end) for one, other in pairwise(passage.sentences)),
            ]


def test_every_passage_of_every_page_is_an_exact_stretch_of_it(generated: Searcher) -> None:
    pages = {page.id: page for page in generated.library.pages()}
    for passage in generated.library.passages():
        assert passage.text == passage.span.of(pages[passage.page_id].text) != ""
        assert all(passage.span.start <= s.start < s.end <= passage.span.end for s in passage.sentences)


def test_a_passage_asked_for_in_its_own_words_comes_first(generated: Searcher) -> None:
    """Words in any order may name an operation that their page is not about, which would rule the page out."""
    passages = [passage for passage in generated.library.passages() if len(passage.text.split()) > 20]
    for passage in passages[::5]:
        assert generated.search(passage.text, 1, [BINDING]).found[0].passage.text == passage.text


def test_all_passages_of_a_small_index_are_candidates_and_found_as_those_of_a_larger_one(
    index_copy: IndexFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = load_index(index_copy)
    monkeypatch.setattr("index.searcher.FEW_PASSAGES", 0)
    large = load_index(index_copy)
    for question in ("Can I drive?", "numb skin", "xylophone", ""):
        assert small.search(question, 5) == large.search(question, 5)
    monkeypatch.setattr("index.searcher.CANDIDATES_PER_CHANNEL", 1)
    few, all_of_them = (len(one.scored(one.encoded("numb skin")).ids) for one in (large, small))
    assert few < all_of_them == small.library.counts()["passages"]


def test_the_same_question_gets_the_same_answer_every_time(generated: Searcher, many_questions: list[str]) -> None:
    for question in many_questions:
        assert generated.search(question, 5) == generated.search(question, 5)


def test_an_index_loaded_again_answers_the_same(
    generated: Searcher, generated_index: IndexFolder, many_questions: list[str]
) -> None:
    again = load_index(generated_index)
    for question in many_questions:
        assert again.search(question, 5) == generated.search(question, 5)


def test_threads_get_the_answers_that_one_thread_gets(generated: Searcher, many_questions: list[str]) -> None:
    alone = [generated.search(question, 5) for question in many_questions]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda question: generated.search(question, 5), many_questions)) == alone


@pytest.mark.parametrize("candidates", [1, 3])
def test_a_passage_found_by_any_channel_is_scored_by_all(
    generated: Searcher, monkeypatch: pytest.MonkeyPatch, many_questions: list[str], candidates: int
) -> None:
    many_questions = many_questions[::5]
    all_scored = {
        (question, found.passage.id): found.channel_scores
        for question in many_questions
        for found in generated.search(question, 1000).found
    }
    monkeypatch.setattr("index.searcher.CANDIDATES_PER_CHANNEL", candidates)
    for question in many_questions:
        for found in generated.search(question, 1000).found:
            assert set(found.channel_scores) == {*DENSE_CHANNELS, "lexical", "topic", "operation", "kind"}
            expected = all_scored.get((question, found.passage.id), found.channel_scores)
            assert found.channel_scores == pytest.approx(expected, abs=1e-5)


def test_the_favourite_of_every_channel_is_found(
    generated: Searcher, monkeypatch: pytest.MonkeyPatch, many_questions: list[str]
) -> None:
    many_questions = many_questions[::5]
    everything = [generated.search(question, 1000).found for question in many_questions]
    monkeypatch.setattr("index.searcher.CANDIDATES_PER_CHANNEL", 1)
    for question, all_found in zip(many_questions, everything, strict=True):
        found = generated.search(question, 1000).found
        for name in (*DENSE_CHANNELS, "lexical"):
            highest = max(one.channel_scores[name] for one in all_found)
            assert highest <= 0 or max(one.channel_scores[name] for one in found) == pytest.approx(highest, abs=1e-5)


def test_searching_imports_nothing_that_only_an_ingest_needs(built_index: Path) -> None:
    program = (
        "import json, sys; from pathlib import Path; from index.folder import IndexFolder; "
        "from index.loading import load_index; "
        "load_index(IndexFolder(Path(sys.argv[1]))).search('Can I drive?', 3); print(json.dumps(list(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program, str(built_index)], capture_output=True, text=True, check=True)
    imported = {name.partition(".")[0] for name in json.loads(done.stdout)}
    assert "onnxruntime" in imported
    assert not imported & {
        "torch",
        "transformers",
        "sentence_transformers",
        "nltk",
        "fastapi",
        "pydantic",
        "bs4",
        "onnx",
    }


def test_the_list_of_files_that_are_damaged_below_is_complete(built_index: Path) -> None:
    version = IndexFolder(built_index).current()
    there = [path.relative_to(version).as_posix() for path in version.rglob("*") if path.is_file()]
    assert sorted(there) == sorted(FILES)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("damage", [deleted, flipped, truncated, emptied, replaced_by_a_folder])
def test_damage_to_any_file_is_refused_by_its_name(
    index_copy: IndexFolder, name: str, damage: Callable[[Path], None]
) -> None:
    path = index_copy.current() / name
    damage(path)
    with pytest.raises(IndexDamaged, match=f"{path}.*ownwords ingest"):
        load_index(index_copy)


@pytest.mark.parametrize("name", FILES)
def test_damage_to_any_file_is_mended_by_an_ingest(
    index_copy: IndexFolder, pages_folder: Path, tiny_encoder: Path, name: str
) -> None:
    flipped(index_copy.current() / name)
    ingest(index_copy, [str(pages_folder)], str(tiny_encoder))
    assert load_index(index_copy).search("Can I drive?", 1).found


def test_no_index_says_how_to_build_one(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="ownwords ingest"):
        load_index(IndexFolder(tmp_path))


def test_an_index_of_another_encoder_names_both(index_copy: IndexFolder) -> None:
    with pytest.raises(IndexMismatch, match=r"'tiny'.*'all-MiniLM-L6-v2'.*ownwords ingest"):
        load_index(index_copy, "all-MiniLM-L6-v2")


def test_an_index_of_the_encoder_asked_for_is_loaded(index_copy: IndexFolder, tiny_encoder: Path) -> None:
    assert load_index(index_copy, "tiny").version == load_index(index_copy, str(tiny_encoder)).version


def test_parts_that_are_whole_but_of_another_index_are_refused(
    index_copy: IndexFolder, pages_folder: Path, tiny_encoder: Path, tmp_path: Path
) -> None:
    """Someone restores half of a backup: every file is whole, and they do not belong together."""
    (tmp_path / "one").mkdir()
    shutil.copy(pages_folder / "knee.md", tmp_path / "one")
    other = IndexFolder(tmp_path / "other")
    ingest(other, [str(tmp_path / "one")], str(tiny_encoder))
    shutil.copy(other.current() / "library.sqlite", index_copy.current() / "library.sqlite")
    with pytest.raises(IndexDamaged, match=r"library\.sqlite.*ownwords ingest"):
        load_index(index_copy)


def test_a_version_goes_on_serving_after_its_folder_is_gone(index_copy: IndexFolder) -> None:
    searcher = load_index(index_copy)
    before = searcher.search("Can I drive?", 3)
    shutil.rmtree(index_copy.current())
    assert searcher.search("Can I drive?", 3) == before


def test_the_next_version_shares_the_encoder_unless_it_is_another(index_copy: IndexFolder) -> None:
    before = load_index(index_copy)
    after = load_index(index_copy, before=before)
    assert (after.encoder is before.encoder, after.knowledge is before.knowledge) == (True, True)
    before.encoder_files = {**before.encoder_files, "encoder/model.onnx": "another"}
    assert load_index(index_copy, before=before).encoder is not before.encoder
