"""Page furniture out of the way, each piece with its reason. The text itself is never changed.

The rules go by shape and place, never by subject, so that they hold for any clinic's pages.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace

from corpus.records import Block, BlockKind, Rendition, Span

NAVIGATION = re.compile(
    r"(top|bottom|end|start) of page|(back|return|go) to (the )?top|skip to (the )?(main )?(content|navigation)"
    r"|(main |site )?(menu|navigation)|home( ?page)?|breadcrumbs?|search|share( this)?( page)?|print( this)?( page)?"
    r"|(read|learn|see|show|find out) (more|less)|next|previous|click here|advert(isement)?|sponsored|cookie\w*( \w+){0,3}"
    r"|accept( all)?( cookies)?|log ?in|sign (in|up)|subscribe|follow us( on \w+)?|all rights reserved|©.*|copyright.*",
    re.IGNORECASE,
)
CAPTION = re.compile(
    r"(\w+ ){0,2}(illustration|image|photo|photograph|picture|diagram|drawing|figure|x-ray|scan|video|animation)"
    r"( \d+)?( of| showing|:).*",
    re.IGNORECASE,
)
BOOKING = re.compile(
    r"\b(request|book|schedule|set up|arrange|make)\b.*\b(consultation|appointment|visit)\b"
    r"|\b(call|contact|email) us\b|\bour locations\b|\bchoose your\b.*\blocation\b|\bget (in touch|directions|started)\b",
    re.IGNORECASE,
)
REACHABLE = re.compile(r"\d{3}[\d\s().-]{4,}|@|\bwww\.")
GLUED = re.compile(r"[a-z][A-Z][a-z]")
TRAIL = re.compile(r"\s[>»›|/]\s")
MAX_TRAIL_WORDS = 10
MAX_CAPTION_WORDS = 14
MAX_BOOKING_WORDS = 14
MIN_MENU_ITEMS = 5
MAX_MENU_ITEM_WORDS = 4
MIN_REPEATS = 3
MIN_REPEATED_WORDS = 3

Rule = Callable[[str, tuple[Block, ...]], Iterator[tuple[int, str]]]


def cleaned(page: Rendition) -> Rendition:
    """The page with its furniture marked as such. Cleaning twice changes nothing more."""
    blocks = without_repeated_phrases(page.text, page.blocks)
    for rule in RULES:
        reasons = dict(rule(page.text, blocks))
        blocks = tuple(
            replace(block, kind=BlockKind.FURNITURE, level=0, reason=reasons[position])
            if position in reasons
            else block
            for position, block in enumerate(blocks)
        )
    return replace(page, blocks=blocks)


def navigation(text: str, blocks: tuple[Block, ...]) -> Iterator[tuple[int, str]]:
    """Words that move a reader about, such as "top of page"."""
    for position, words in _content(text, blocks):
        if NAVIGATION.fullmatch(words.strip(" .:!|»>")):
            yield position, "navigation"


def breadcrumbs(text: str, blocks: tuple[Block, ...]) -> Iterator[tuple[int, str]]:
    """A trail of menu names above the first sentence, run together or parted by arrows."""
    for position, words in _content(text, blocks):
        if blocks[position].kind is BlockKind.PARAGRAPH and words.endswith("."):
            return
        if len(words.split()) <= MAX_TRAIL_WORDS and (GLUED.search(words) or TRAIL.search(words)):
            yield position, "breadcrumb"


def captions(text: str, blocks: tuple[Block, ...]) -> Iterator[tuple[int, str]]:
    """What stands under a picture: "Illustration of ...", or a few words in lower case standing alone."""
    for position, words in _content(text, blocks):
        kind, count = blocks[position].kind, len(words.split())
        alone = kind is BlockKind.PARAGRAPH and words[0].islower() and not re.search(r"[.?!:;]$", words)
        named = kind is not BlockKind.HEADING and CAPTION.fullmatch(words)
        if count <= MAX_CAPTION_WORDS and (alone or named):
            yield position, "image caption"


def calls_to_book(text: str, blocks: tuple[Block, ...]) -> Iterator[tuple[int, str]]:
    """Short invitations to book. One that says how to reach the clinic is kept."""
    for position, words in _content(text, blocks):
        short = len(words.split()) <= MAX_BOOKING_WORDS
        if short and BOOKING.search(words) and not REACHABLE.search(words) and not words.endswith("?"):
            yield position, "invitation to book"


def trailing_menu(text: str, blocks: tuple[Block, ...]) -> Iterator[tuple[int, str]]:
    """A list of names at the very end of a page, such as the other conditions that a clinic treats.

    Every item is a short name in capitals, none ends like a sentence, and nothing but a heading stands
    between the list and the sentences above it.
    """
    content = [position for position, _ in _content(text, blocks)]
    items: list[int] = []
    while content and blocks[content[-1]].kind is BlockKind.LIST_ITEM:
        items.append(content.pop())
    if len(items) < MIN_MENU_ITEMS or not all(_is_name(blocks[item].span.of(text)) for item in items):
        return
    for item in items:
        yield item, "menu at the end of the page"
    if content and blocks[content[-1]].kind is BlockKind.HEADING:
        yield content[-1], "menu at the end of the page"


def _is_name(words: str) -> bool:
    parts = words.split()
    capitals = sum(part[0].isupper() for part in parts)
    return len(parts) <= MAX_MENU_ITEM_WORDS and words[-1] not in ".;,:?!" and capitals * 2 >= len(parts)


def stray_words(text: str, blocks: tuple[Block, ...]) -> Iterator[tuple[int, str]]:
    """One word in capitals at the end of a page that the page says nowhere else: an advert or a logo."""
    content = _content(text, blocks)
    position, words = next(reversed(list(content)), (0, ""))
    if words.isupper() and words.isalpha() and len(words) > 5 and text.lower().count(words.lower()) == 1:
        yield position, "stray word"


def headings_over_nothing(text: str, blocks: tuple[Block, ...]) -> Iterator[tuple[int, str]]:
    """Headings, or lines that look like one, that end the page with nothing under them."""
    for position, words in reversed(list(_content(text, blocks))):
        is_last_line = blocks[position].kind is not BlockKind.HEADING and not re.search(r"[.?!:;]$", words)
        after_furniture = position > 0 and blocks[position - 1].kind is BlockKind.FURNITURE
        if blocks[position].kind is BlockKind.HEADING or (is_last_line and after_furniture):
            yield position, "nothing stands under it"
        else:
            return


RULES: tuple[Rule, ...] = (
    navigation,
    breadcrumbs,
    captions,
    calls_to_book,
    stray_words,
    headings_over_nothing,
    trailing_menu,
)


def _content(text: str, blocks: tuple[Block, ...]) -> Iterator[tuple[int, str]]:
    """The position and words of every block that has words and is not furniture."""
    return (
        (position, block.span.of(text))
        for position, block in enumerate(blocks)
        if block.kind is not BlockKind.FURNITURE and block.span.of(text)
    )


def without_repeated_phrases(text: str, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks, with a phrase that heads or ends many paragraphs (put there for search engines) cut off."""
    phrase = repeated_phrase([words for position, words in _content(text, blocks) if _is_paragraph(blocks[position])])
    if not phrase:
        return blocks
    kept: list[Block] = []
    for block in blocks:
        kept.extend(_parted(block, text, phrase) if _is_paragraph(block) else [block])
    return tuple(kept)


def _is_paragraph(block: Block) -> bool:
    return block.kind is BlockKind.PARAGRAPH


def repeated_phrase(paragraphs: list[str]) -> str:
    """The longest run of three or more words that starts at least three paragraphs and reads like a title."""
    starts: Counter[str] = Counter()
    for paragraph in paragraphs:
        words = paragraph.split(" ")[:12]
        starts.update(" ".join(words[:count]) for count in range(MIN_REPEATED_WORDS, len(words)))
    repeated = [phrase for phrase, count in starts.items() if count >= MIN_REPEATS and phrase.istitle()]
    return max(repeated, key=len, default="")


def _parted(block: Block, text: str, phrase: str) -> Iterator[Block]:
    """A paragraph without the phrase at its ends, and the phrase as furniture."""
    start, end = block.span
    said = block.span.of(text)
    furniture = replace(block, kind=BlockKind.FURNITURE, reason="phrase repeated for search engines")
    head = said.startswith(phrase + " ")
    tail = said.endswith(" " + phrase)
    body_start = start + len(phrase) + 1 if head else start
    body_end = end - len(phrase) - 1 if tail else end
    if head:
        yield replace(furniture, span=Span(start, start + len(phrase)))
    body = Span(body_start, body_end)
    if body.of(text).strip():
        lead = len(body.of(text)) - len(body.of(text).lstrip())
        yield replace(block, span=Span(body.start + lead, body.start + len(body.of(text).rstrip())))
    if tail:
        yield replace(furniture, span=Span(end - len(phrase), end))
