"""Sections into passages of one thought each."""

from corpus.records import Block, BlockKind, Section, Span
from corpus.split import MAX_WORDS, thoughts_of


def sentence(count: int) -> str:
    """A sentence of so many words."""
    return " ".join(["Then", *["heal"] * (count - 1)]) + "."


def passages(*lines: str, max_words: int = MAX_WORDS) -> list[str]:
    """The passages of a section with these lines; a line that starts with a dash is a list item."""
    text, blocks = "", []
    for line in lines:
        mark = 2 * line.startswith("- ")
        kind = BlockKind.LIST_ITEM if mark else BlockKind.PARAGRAPH
        blocks.append(Block(kind, Span(len(text) + mark, len(text) + len(line))))
        text += line + "\n"
    return [thought.span.of(text) for thought in thoughts_of(Section((), tuple(blocks)), text, max_words)]


def lengths(*sizes: int, max_words: int) -> list[int]:
    """How many words the passages of a paragraph have whose sentences have so many."""
    found = passages(" ".join(map(sentence, sizes)), max_words=max_words)
    return [len(passage.split()) for passage in found]


def test_a_short_paragraph_is_one_passage() -> None:
    assert passages("It hurts. It heals.") == ["It hurts. It heals."]


def test_two_paragraphs_are_two_passages() -> None:
    assert passages("It hurts.", "It heals.") == ["It hurts.", "It heals."]


def test_a_long_paragraph_is_parted_between_sentences_into_equal_shares() -> None:
    assert lengths(10, 10, 10, 10, max_words=30) == [20, 20]


def test_a_passage_that_just_fits_is_not_parted() -> None:
    assert lengths(10, 10, 10, max_words=30) == [30]


def test_no_share_is_longer_than_the_limit() -> None:
    assert lengths(18, 18, 18, 6, max_words=30) == [18, 18, 24]


def test_a_sentence_longer_than_the_limit_stays_whole() -> None:
    assert lengths(5, 40, 5, max_words=30) == [5, 40, 5]


def test_a_list_stays_with_the_line_that_leads_into_it() -> None:
    assert passages("Bring:", "- shoes", "- soap", "It is warm.") == ["Bring:\n- shoes\n- soap", "It is warm."]


def test_a_long_list_keeps_only_the_sentence_that_leads_into_it() -> None:
    found = passages(f"{sentence(20)} You may need:", f"- {sentence(15)}", "- rest", max_words=30)
    assert found == [sentence(20), f"You may need:\n- {sentence(15)}\n- rest"]


def test_a_long_list_is_kept_whole() -> None:
    assert len(passages("Bring:", *["- a pair of shoes"] * 40)) == 1


def test_a_paragraph_that_does_not_lead_into_a_long_list_stands_alone() -> None:
    assert passages(sentence(20), f"- {sentence(15)}", "- rest", max_words=30) == [
        sentence(20),
        f"{sentence(15)}\n- rest",
    ]


def test_a_list_before_any_paragraph_is_a_passage() -> None:
    assert passages("- shoes", "- soap", "It is warm.") == ["shoes\n- soap", "It is warm."]


def test_every_item_can_be_highlighted() -> None:
    text = "Bring:\n- shoes\n- soap. And salt."
    blocks = (
        Block(BlockKind.PARAGRAPH, Span(0, 6)),
        Block(BlockKind.LIST_ITEM, Span(9, 14)),
        Block(BlockKind.LIST_ITEM, Span(17, 32)),
    )
    (thought,) = thoughts_of(Section((), blocks), text)
    assert [span.of(text) for span in thought.sentences] == ["Bring:", "shoes", "soap.", "And salt."]


def test_a_dose_or_a_name_is_never_parted() -> None:
    words = "Dr. Smith gives you 3.5 mg at 7.30 a.m. every day, e.g. with tea."
    assert passages(words, max_words=3) == [words]


def test_a_section_without_blocks_has_no_passages() -> None:
    assert passages() == []
