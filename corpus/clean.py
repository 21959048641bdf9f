"""Page furniture out of the way, each piece with its reason. The text itself is never changed.

The rules go by shape and place, never by subject, so that they hold for any clinic's pages.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from corpus.records import Block, BlockKind, Rendition, Span
from corpus.repeated import line_key

NAVIGATION = re.compile(
    r"(top|bottom|end|start) of page|(back|return|go) to (the )?top|skip to (the )?(main )?(content|navigation)"
    r"|(main |site )?(menu|navigation)|home( ?page)?|breadcrumbs?|search|share( this)?( page)?|print( this)?( page)?"
    r"|(read|learn|see|show|find out) (more|less)|next|previous|click here|advert(isement)?|sponsored"
    r"|cookie\w*( \w+){0,3}|accept( all)?( cookies)?|log ?in|sign (in|up)|subscribe|follow us( on \w+)?"
    r"|all rights reserved|©.*|copyright.*",
    re.IGNORECASE,
)
CAPTION = re.compile(
    r"(\w+ ){0,2}(illustration|image|photo|photograph|picture|diagram|drawing|figure|x-ray|scan|video|animation)"
    r"( \d+)?( of| showing|:).*",
    re.IGNORECASE | re.DOTALL,
)
STATES = re.compile(r"\b(is|are|was|were|will|can|may|must|should|has|have|helps?|shows?)\b.*\.$", re.DOTALL)
BOOKING = re.compile(
    r"(.*[.!]\s+)?(please |click (here|below) to )?("
    r"(request|book|schedule|set up|arrange|make) ((an?|your) )?(\w+ ){0,2}(consultation|appointment|visit)"
    r"( with (dr\b\.?|our|us\b|one of our)( [\w.’'-]+){0,3})?"
    r"|(call|contact|email) us to (request|book|schedule|arrange|make) (\w+ ){0,3}(consultation|appointment|visit)"
    r"|(contact|email) us$|book (now|online)|get (in touch|directions|started)$"
    r"|our locations|choose your (\w+ ){0,2}location"
    r")( today| now| here| online)*[.!]*",
    re.IGNORECASE | re.DOTALL,
)
AFTERCARE = re.compile(r"\b(after|check|follow|next|review)\b", re.IGNORECASE)
GLUED = re.compile(r"[a-z][A-Z][a-z]")
TRAIL = re.compile(r"\s[>»›]\s|\s[|/]\s.*\s[|/]\s")
ENDED = re.compile(r"[.?!…:;][\"'’”)\]]*$")
MAX_TRAIL_WORDS = 10
MAX_CAPTION_WORDS = 14
MAX_BOOKING_WORDS = 14
MIN_MENU_ITEMS = 8
MAX_MENU_ITEM_WORDS = 4
MIN_REPEATS = 3
MIN_REPEATED_WORDS = 3
MAX_REPEATED_WORDS = 11

REPEATED = "phrase repeated for search engines"
INVITATION = "invitation to book"
STRAY = "stray word"
MENU = "menu at the end of the page"

Rule = Callable[[str, tuple[Block, ...]], Iterator[tuple[int, str]]]


def cleaned(page: Rendition, repeated: Mapping[str, int] = MappingProxyType({})) -> Rendition:
    """The page with its furniture marked as such. Cleaning twice changes nothing more.

    Args:
        page: as a reader gave it.
        repeated: lines that stand on most pages of its site, and on how many; see `corpus.repeated`.
    """
    before, blocks = None, without_repeated_phrases(page.text, without_repeated_lines(page.text, page.blocks, repeated))
    while blocks != before:  # what one rule takes away can uncover something for another
        before, blocks = blocks, _swept(page.text, blocks)
    return replace(page, blocks=blocks)


def without_repeated_lines(text: str, blocks: tuple[Block, ...], repeated: Mapping[str, int]) -> tuple[Block, ...]:
    """The blocks, with the lines that stand on most pages of the site marked as furniture. Headings stay."""
    return tuple(
        replace(block, kind=BlockKind.FURNITURE, level=0, reason=f"stands on {count} pages of this site")
        if block.kind not in (BlockKind.FURNITURE, BlockKind.HEADING)
        and (count := repeated.get(line_key(block.span.of(text))))
        else block
        for block in blocks
    )


def _swept(text: str, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    for rule in RULES:
        reasons = dict(rule(text, blocks))
        blocks = tuple(
            replace(block, kind=BlockKind.FURNITURE, level=0, reason=reasons[position])
            if position in reasons
            else block
            for position, block in enumerate(blocks)
        )
    return blocks


def wordless(text: str, blocks: tuple[Block, ...]) -> Iterator[tuple[int, str]]:
    """Rules, stars and lone bullets."""
    for position, words in _content(text, blocks):
        if not re.search(r"[^\W_]", words):
            yield position, "no words"


def navigation(text: str, blocks: tuple[Block, ...]) -> Iterator[tuple[int, str]]:
    """Words that move a reader about, such as "top of page"."""
    for position, words in _content(text, blocks):
        if NAVIGATION.fullmatch(words.strip(" .:!|»>")):
            yield position, "navigation"


def breadcrumbs(text: str, blocks: tuple[Block, ...]) -> Iterator[tuple[int, str]]:
    """A trail of menu names above the first sentence, run together or parted by arrows."""
    said = Counter(re.findall(r"\w+", text))
    for position, words in _content(text, blocks):
        if blocks[position].kind is BlockKind.PARAGRAPH and words.endswith("."):
            return
        # A name such as "CyberKnife" looks run together as well, but the page says it again.
        run_together = any(GLUED.search(word) and said[word] == 1 for word in re.findall(r"\w+", words))
        if len(words.split()) <= MAX_TRAIL_WORDS and (run_together or TRAIL.search(words)):
            yield position, "breadcrumb"


def captions(text: str, blocks: tuple[Block, ...]) -> Iterator[tuple[int, str]]:
    """What stands under a picture, such as "Illustration of ...". A sentence that states something is none."""
    for position, words in _paragraphs(text, blocks):
        if len(words.split()) <= MAX_CAPTION_WORDS and CAPTION.fullmatch(words) and not STATES.search(words):
            yield position, "image caption"


def captions_under_the_title(text: str, blocks: tuple[Block, ...]) -> Iterator[tuple[int, str]]:
    """A few words in lower case between the title of a page and its first sentence."""
    found: list[int] = []
    for count, (position, words) in enumerate(_content(text, blocks)):
        if ENDED.search(words):
            yield from ((caption, "image caption") for caption in found)
            return
        is_caption = blocks[position].kind is BlockKind.PARAGRAPH and words[0].islower()
        is_title = blocks[position].kind is BlockKind.HEADING and count == 0
        if len(words.split()) > MAX_CAPTION_WORDS or not (is_caption or is_title):
            return
        found.extend([position] * is_caption)


def calls_to_book(text: str, blocks: tuple[Block, ...]) -> Iterator[tuple[int, str]]:
    """Short invitations to book. Whatever else a patient is told to do is kept.

    Another sentence may only stand before an invitation that follows directly on another one.
    """
    last: int | None = None
    for position, words in _content(text, blocks):
        if len(words.split()) > MAX_BOOKING_WORDS or blocks[position].kind is BlockKind.HEADING:
            continue
        invites = BOOKING.fullmatch(words)
        follows = position > 0 and (last == position - 1 or blocks[position - 1].reason == INVITATION)
        if invites and not AFTERCARE.search(words) and (follows or not invites[1]):
            last = position
            yield position, INVITATION


def trailing_menu(text: str, blocks: tuple[Block, ...]) -> Iterator[tuple[int, str]]:
    """A list of names at the very end of a page, such as the other conditions that a clinic treats.

    There are many, all short, most of several words in capitals, and nothing leads into the list.
    """
    content = [position for position, _ in _content(text, blocks)]
    items: list[int] = []
    while content and blocks[content[-1]].kind is BlockKind.LIST_ITEM:
        items.append(content.pop())
    names = [blocks[item].span.of(text) for item in items]
    if not content or len(items) < MIN_MENU_ITEMS or not all(map(_is_name, names)) or _is_found(MENU, blocks):
        return
    above = blocks[content[-1]]
    if sum(map(_is_long_name, names)) <= len(names) / 2 or above.span.of(text).endswith(":"):
        return
    yield from ((item, MENU) for item in items)
    if above.kind is BlockKind.HEADING:
        yield content[-1], MENU


def _is_name(words: str) -> bool:
    parts = words.split()
    capitals = sum(part[0].isupper() for part in parts)
    return len(parts) <= MAX_MENU_ITEM_WORDS and not re.search(r"[\d·]|[.;,:?!]$", words) and capitals * 2 >= len(parts)


def _is_long_name(words: str) -> bool:
    parts = words.split()
    return len(parts) > 1 and all(part[0].isupper() for part in parts)


def stray_words(text: str, blocks: tuple[Block, ...]) -> Iterator[tuple[int, str]]:
    """One word in capitals at the end of a page that the page says nowhere else: an advert or a logo."""
    *above, (position, words) = [(-1, ""), *_content(text, blocks)]
    alone = words.isupper() and words.isalpha() and len(words) > 5 and text.lower().count(words.lower()) == 1
    if alone and len(above) > 1 and not _is_found(STRAY, blocks):
        yield position, STRAY


def headings_over_nothing(text: str, blocks: tuple[Block, ...]) -> Iterator[tuple[int, str]]:
    """Headings that end the page with nothing under them, and lines after an invitation that look like one.

    A page of nothing but headings keeps the first.
    """
    for position, words in reversed(list(_content(text, blocks))[1:]):
        after_invitation = blocks[position - 1].reason == INVITATION and not ENDED.search(words)
        if blocks[position].kind is not BlockKind.HEADING and not after_invitation:
            return
        yield position, "nothing stands under it"


def _is_found(reason: str, blocks: tuple[Block, ...]) -> bool:
    """Whether a rule that takes one thing off a page has done so; what stands behind it is content."""
    return any(block.reason == reason for block in blocks)


RULES: tuple[Rule, ...] = (
    wordless,
    navigation,
    breadcrumbs,
    captions,
    captions_under_the_title,
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


def _paragraphs(text: str, blocks: tuple[Block, ...]) -> Iterator[tuple[int, str]]:
    return (found for found in _content(text, blocks) if blocks[found[0]].kind is BlockKind.PARAGRAPH)


def without_repeated_phrases(text: str, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks, with a phrase that heads or ends many paragraphs (put there for search engines) cut off."""
    phrase = repeated_phrase([words for _, words in _paragraphs(text, blocks)])
    if not phrase or _is_found(REPEATED, blocks):
        return blocks
    kept: list[Block] = []
    for block in blocks:
        kept.extend(_parted(block, text, phrase) if block.kind is BlockKind.PARAGRAPH else [block])
    return tuple(kept)


def repeated_phrase(paragraphs: list[str]) -> str:
    """The longest run of three or more words that reads like a title and stands before three or more paragraphs.

    A new sentence starts after it; "Dr Ann Lee" in "Dr Ann Lee trained in ..." is part of its sentence.
    """
    starts: Counter[str] = Counter()
    for paragraph in paragraphs:
        words = paragraph.split(" ", MAX_REPEATED_WORDS + 1)[: MAX_REPEATED_WORDS + 1]
        for count in range(MIN_REPEATED_WORDS, len(words)):
            starts[" ".join(words[:count])] += words[count][:1].isupper()
    repeated = [phrase for phrase, count in starts.items() if count >= MIN_REPEATS and phrase.istitle()]
    return max(repeated, key=len, default="")


def _parted(block: Block, text: str, phrase: str) -> Iterator[Block]:
    """A paragraph without the phrase before or after its sentences, and the phrase as furniture."""
    furniture = replace(block, kind=BlockKind.FURNITURE, reason=REPEATED)
    start, end = block.span
    after = text[start + len(phrase) : end].lstrip()
    if text.startswith(phrase + " ", start, end) and after[:1].isupper():
        yield replace(furniture, span=Span(start, start + len(phrase)))
        start = end - len(after)
    said = text[start:end].removesuffix(" " + phrase)
    if len(said) < end - start and ENDED.search(said):
        yield replace(block, span=Span(start, start + len(said.rstrip())))
        yield replace(furniture, span=Span(end - len(phrase), end))
    else:
        yield replace(block, span=Span(start, end))
