"""PDF files, read with pdfminer.six: glyphs into rows, rows into columns, columns into headings, paragraphs and items.

pdfminer gives each glyph with its place and font; the rest is decided here. Pictures are not read:
a scanned page has no text until text recognition (OCR) was run on it.
"""

import ctypes
import re
import threading
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import lru_cache
from io import BytesIO
from itertools import pairwise
from math import isfinite
from statistics import median
from time import monotonic, sleep
from typing import Any, NamedTuple

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTContainer, LTPage
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1
from pdfminer.utils import decode_text

from corpus.errors import SourceError
from corpus.readers.metadata import believed_language, believed_title
from corpus.readers.rendition import CELL_GAP, RenditionBuilder
from corpus.readers.text import BULLET, LONE_BULLET, MAX_HEADING_WORDS, SENTENCE_END
from corpus.records import BlockKind, PageFacts, Rendition

MAX_PAGES = 2_000
MAX_SECONDS = 180.0  # a full page takes about 0.04 s: 2,000 of them 80 s
MAX_STEP_SECONDS = 20.0  # to open a file, and for each page
MAX_GLYPHS_PER_PAGE = 200_000  # a page of small print has about 10,000
MAX_STREAM_BYTES = 128 * 2**20  # an A4 page scanned in colour at 600 dots per inch takes 100 MiB
MAX_CODES = 0x10000  # codes in one range of a font's table of characters; two bytes give no more

# Lengths below are in heights of the row's letters.
WORD_GAP = 0.18  # wider than the gaps between letters, narrower than a space
SPACED_GAP = 1.5  # a space in a justified row is stretched no wider
PIECE_GAP = 0.6  # pieces of a row that were drawn apart; columns stand further apart
BULLET_GAP = 5.0
NUMBER_GAP = 2.5  # after the number of a section; the first cell of a table may be a number as well
SAME_SIZE = 0.08  # letters whose heights differ less, as a share, look equal
LARGER = 1.12  # headings are larger than the text by at least this
LOOSE = 1.3  # rows further apart than this many usual distances belong to two paragraphs
SHORT_ROW = 0.85  # a row that fills less of its column could have held the next word

EDGE = 0.12  # share of the page's height at top and bottom where running headers and footers stand
MAX_COLUMN_STARTS = 20
MAX_ROWS_FOR_COLUMNS = 2_000
MIN_COLUMN_WORDS = 3.5  # rows with fewer words on average are cells of a table
MAX_LETTERS = 60  # in a word
MIN_STATED_WORDS = 6  # a footer that is a sentence of as many words may say something to patients
MAX_LEVEL = 6

PAGE_NUMBER = re.compile(
    r"[-–|\s]*((page|seite|p\.?)\s*)?(\d{1,4}|[ivxl]{1,7})(\s*(of|/|von)\s*\d{1,4})?[-–|\s]*", re.IGNORECASE
)
CONTENTS_ROW = re.compile(r"(\.\s?){5,}\s*\d{1,4}$")
SYMBOL_BULLET = re.compile(r"^[\ue000-\uf8ff□■➢➤►▶❖✓✔→»](?=\s*\S)")
SECTION_NUMBER = re.compile(r"\d{1,2}(\.\d{1,2})*\.?|[A-Z](\.\d{1,2})+")
UNNAMED = re.compile(r"\(cid:\d+\)")
LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
BOLD_FONT = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
RANGE = re.compile(  # first and last code, and what they stand for
    rb"<\s*([0-9A-Fa-f]{1,16})\s*>\s*<\s*([0-9A-Fa-f]{1,16})\s*>(?:\s*<[^>]{0,2000}>|\s*\[[^\]]{0,20000}\])?"
)


def read_pdf(data: bytes, file_name: str) -> Rendition:
    """A PDF file as its reader sees it, columns one after the other. What runs along every page becomes furniture.

    Raises:
        SourceError: the file is no PDF file, is damaged, protected by a password, scanned without text,
            or takes more pages, time or memory than a document can need.
    """
    end = monotonic() + MAX_SECONDS
    if b"%PDF-" not in data[:1024]:
        raise SourceError(f"{file_name} is not a PDF file. Check its ending.")
    _check_streams(data, file_name, end)
    with _told(file_name):
        document = PDFDocument(PDFParser(BytesIO(data)))
        title = next((said for info in document.info if (said := _said(info.get("Title")))), None)
        language = _said(document.catalog.get("Lang"))
    sheets = list(_sheets(document, file_name, end))
    _check_words(sheets, file_name)
    rendition = _rendition(sheets)
    # The dates of a PDF file say when it was saved, not when it was reviewed.
    facts = PageFacts(title=believed_title(title, rendition.text), language=believed_language(language))
    return replace(rendition, facts=facts)


@contextmanager
def _told(file_name: str) -> Iterator[None]:
    """Turn what pdfminer raises into words for a person. It answers damage with many kinds of errors."""
    try:
        with _stopped_after(MAX_STEP_SECONDS):
            yield
    except SourceError:
        raise
    except _TooSlowError as error:
        raise _damaged(file_name, f"one step takes longer than {MAX_STEP_SECONDS:.0f} seconds") from error
    except PDFPasswordIncorrect as error:
        raise SourceError(f"{file_name} is protected by a password. Save a copy without one.") from error
    except PDFEncryptionError as error:
        raise SourceError(f"{file_name} is protected in a way we cannot read. Save a copy without it.") from error
    except Exception as error:
        raise _damaged(file_name, f"{type(error).__name__}: {error}"[:200]) from error


class _TooSlowError(BaseException):
    """Raised from outside into a loop that does not end. Not an Exception: pdfminer passes over some of those."""


@contextmanager
def _stopped_after(seconds: float) -> Iterator[None]:
    """Raise _TooSlowError in this thread when the time is up: in damaged files pdfminer can go round in circles.

    CPython only, and between two steps of Python: one call into C, such as unpacking a stream, is not stopped.
    """
    bell = _Bell()
    timer = threading.Timer(seconds, bell.ring)
    timer.daemon = True
    timer.start()
    try:
        yield
    except _TooSlowError:
        raise
    except BaseException:
        bell.settle()
        raise
    else:
        bell.settle()
    finally:
        timer.cancel()


class _Bell:
    """Rings at most once, and not after it was settled."""

    def __init__(self) -> None:
        self._thread = threading.get_ident()
        self._lock = threading.Lock()
        self._rung = self._settled = False

    def ring(self) -> None:
        with self._lock:
            if not self._settled:
                self._rung = True
                target, raised = ctypes.c_ulong(self._thread), ctypes.py_object(_TooSlowError)
                ctypes.pythonapi.PyThreadState_SetAsyncExc(target, raised)

    def settle(self) -> None:
        """After this no ring is on its way: one that is comes while we wait here."""
        with self._lock:
            self._settled = True
        while self._rung:
            sleep(0.001)


def _damaged(file_name: str, what: str) -> SourceError:
    return SourceError(f"{file_name} is damaged and cannot be read ({what}). Save or print it as a PDF again.")


def _too_slow(file_name: str) -> SourceError:
    return SourceError(f"{file_name} takes longer than {MAX_SECONDS:.0f} seconds to read. Part it into several files.")


def _check_streams(data: bytes, file_name: str, end: float) -> None:
    """Refuse small files that unpack to huge ones, and fonts whose tables claim billions of characters.

    Looks through one layer of compression, and not inside encrypted files.
    """
    for part in data.split(b"endstream"):
        if monotonic() > end:
            raise _too_slow(file_name)
        packed = part.partition(b"stream")[2].lstrip(b"\r\n")
        try:
            stream = zlib.decompressobj().decompress(packed, MAX_STREAM_BYTES)
        except zlib.error:
            stream = packed
        if len(stream) >= MAX_STREAM_BYTES:
            raise SourceError(f"{file_name} unpacks to more than a document can need. Save or print it as a PDF again.")
        if _claims_too_many(stream):
            raise _damaged(file_name, "a font claims too many characters")


def _claims_too_many(stream: bytes) -> bool:
    """Whether a font's table of characters, if this is one, holds a range that would take hours to write out."""
    tables = (part for part in stream.split(b"begin")[1:] if part.startswith((b"bfrange", b"cidrange")))
    ranges = (found.groups() for table in tables for found in RANGE.finditer(table))
    return any(int(last, 16) - int(first, 16) > MAX_CODES for first, last in ranges)


def _said(value: object) -> str | None:
    value = resolve1(value)
    return decode_text(value).strip("\x00 ") if isinstance(value, bytes) else None


# ---- Glyphs


class Glyph(NamedTuple):
    """One letter and its place on the page, in points from the top left corner."""

    letter: str
    x0: float
    x1: float
    top: float
    bottom: float
    bold: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A row of one column. `cells` is true for a row of a table, whose words hold a sign between the cells."""

    words: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool
    cells: bool = False

    @property
    def ended(self) -> bool:
        """Whether the row ends as a sentence or a lead-in does."""
        return bool(SENTENCE_END.search(self.words)) or self.words[-1:] in tuple("?:")


@dataclass(slots=True)
class Sheet:
    """One page of the file: its height, its rows, and what was taken from them, with reasons."""

    height: float
    rows: list[Row]
    above: list[tuple[str, str]] = field(default_factory=list)
    below: list[tuple[str, str]] = field(default_factory=list)


class _Device(PDFPageAggregator):
    """Collects the glyphs of a page, and stops where a file takes too long or holds too many."""

    def __init__(self, manager: PDFResourceManager, file_name: str, end: float) -> None:
        super().__init__(manager, laparams=None)
        self.glyphs = 0  # on this page so far
        self._file_name = file_name
        self._end = end

    def check(self) -> None:
        """Raise where the limits are passed."""
        if monotonic() > self._end:
            raise _too_slow(self._file_name)
        if self.glyphs > MAX_GLYPHS_PER_PAGE:
            raise SourceError(f"{self._file_name} has a page with too many letters. Save or print it as a PDF again.")

    def render_char(self, *args: Any, **named: Any) -> float:
        """Take one glyph."""
        self.glyphs += 1
        if self.glyphs % 256 == 0:
            self.check()
        return super().render_char(*args, **named)

    def begin_figure(self, *args: Any, **named: Any) -> None:
        """Enter a drawing, which may hold others."""
        self.check()
        super().begin_figure(*args, **named)

    def paint_path(self, *args: Any, **named: Any) -> None:
        """Leave out lines and shapes."""
        self.check()


def _sheets(document: PDFDocument, file_name: str, end: float) -> Iterator[Sheet]:
    manager = PDFResourceManager()
    device = _Device(manager, file_name, end)
    interpreter = PDFPageInterpreter(manager, device)
    pages = PDFPage.create_pages(document)
    for count in range(MAX_PAGES + 1):
        with _told(file_name):
            page = next(pages, None)
            if page is None:
                return
            if count == MAX_PAGES:
                raise SourceError(f"{file_name} has more than {MAX_PAGES} pages. Part it into several files.")
            device.glyphs = 0
            device.check()
            interpreter.process_page(page)
        yield _sheet(device.get_result())


def _sheet(page: LTPage) -> Sheet:
    upright: list[Glyph] = []
    sideways: list[str] = []
    for letter in _letters(page):
        if not all(map(isfinite, letter.bbox)):
            continue
        if letter.upright:
            upright.append(_glyph(letter, page.y1))
        else:
            sideways.append(_text_of(letter))
    sheet = Sheet(page.height, _rows_of(upright))
    if "".join(sideways).strip():
        sheet.below.append(("".join(sideways), "text set sideways"))
    return sheet


def _letters(container: LTContainer[Any]) -> Iterator[LTChar]:
    for item in container:
        if isinstance(item, LTChar):
            yield item
        elif isinstance(item, LTContainer):
            yield from _letters(item)


def _glyph(letter: LTChar, height: float) -> Glyph:
    bold = _is_bold(letter.fontname)
    return Glyph(_text_of(letter), letter.x0, letter.x1, height - letter.y1, height - letter.y0, bold)


@lru_cache(maxsize=256)
def _is_bold(font: str) -> bool:
    return bool(BOLD_FONT.search(font))


def _text_of(letter: LTChar) -> str:
    """The letters of a glyph: ligatures as letters, U+FFFD where the font does not say which."""
    said = letter.get_text()
    if said.isascii() and said.isalnum():
        return said
    said = UNNAMED.sub("\ufffd", said).translate(LIGATURES)
    return "".join(" " if c.isspace() or ord(c) < 32 else c for c in said if not 0xD800 <= ord(c) < 0xE000)


# ---- Rows


def _rows_of(glyphs: Iterable[Glyph]) -> list[Row]:
    """The rows of a page, each within one column as far as its gaps show, from the top down."""
    pieces: list[list[Glyph]] = []
    drawn: set[tuple[str, int, int]] = set()
    for glyph in glyphs:
        places = _places(glyph)
        if glyph.letter.strip() and not drawn.isdisjoint(places):
            continue  # bold letters are sometimes made by drawing them twice
        drawn.update(places)
        if pieces and _goes_on(pieces[-1], glyph):
            pieces[-1].append(glyph)
        elif glyph.letter.strip():
            pieces.append([glyph])
    return _joined_pieces([_row(piece) for piece in pieces])


def _places(glyph: Glyph) -> list[tuple[str, int, int]]:
    """Two names for the place of a glyph; one that stands less than a twentieth of its height aside shares one."""
    unit = max(glyph.bottom - glyph.top, 0.1) / 10
    return [
        (glyph.letter, round(glyph.x0 / unit + shift), 2 * round(glyph.top / unit) + bool(shift)) for shift in (0, 0.5)
    ]


def _goes_on(piece: list[Glyph], glyph: Glyph) -> bool:
    """Whether a glyph continues the row that is being drawn. A superscript does."""
    last = next(said for said in reversed(piece) if said.letter.strip())
    height = min(last.bottom - last.top, glyph.bottom - glyph.top)
    shared = min(last.bottom, glyph.bottom) - max(last.top, glyph.top)
    spaced = not piece[-1].letter.strip()
    gap = glyph.x0 - last.x1
    size = max(last.bottom - last.top, glyph.bottom - glyph.top)
    return shared >= 0.5 * height and -0.5 * size <= gap <= (SPACED_GAP if spaced else 1.0) * size


def _row(piece: list[Glyph]) -> Row:
    words = [piece[0].letter]
    for last, glyph in pairwise(piece):
        apart = glyph.x0 - last.x1 > WORD_GAP * (glyph.bottom - glyph.top)
        words.append(" " + glyph.letter if apart else glyph.letter)
    seen = [glyph for glyph in piece if glyph.letter.strip()]
    sizes = Counter(round(glyph.bottom - glyph.top, 1) for glyph in seen)
    size = max(sizes, key=lambda each: (sizes[each], each))
    main = next(glyph for glyph in seen if round(glyph.bottom - glyph.top, 1) == size)
    return Row(
        words=" ".join("".join(words).split()),
        x0=seen[0].x0,
        x1=max(glyph.x1 for glyph in seen),
        top=main.top,
        bottom=main.bottom,
        size=max(size, 0.1),
        bold=all(glyph.bold for glyph in seen if glyph.letter.isalnum()) and any(glyph.bold for glyph in seen),
    )


def _joined_pieces(pieces: list[Row]) -> list[Row]:
    """Rows put together again where one was drawn in several pieces, such as a bullet and its words."""
    lines: list[list[Row]] = []
    for piece in sorted(pieces, key=lambda row: (row.bottom, row.x0)):
        if lines and piece.bottom - lines[-1][0].bottom <= 0.25 * min(piece.size, lines[-1][0].size):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [row for line in lines for row in _joined_line(sorted(line, key=lambda row: row.x0))]


def _joined_line(line: list[Row]) -> list[Row]:
    rows = line[:1]
    for piece in line[1:]:
        gap = (piece.x0 - rows[-1].x1) / max(piece.size, rows[-1].size)
        if -0.5 <= gap <= _gap_after(rows[-1].words):
            rows[-1] = _beside(rows[-1], piece, " " if gap > WORD_GAP else "")
        else:
            rows.append(piece)
    return rows


def _gap_after(words: str) -> float:
    """How far the next piece of a row may stand from these words."""
    if LONE_BULLET.fullmatch(words) or (len(words) == 1 and not words.isalnum()):
        return BULLET_GAP
    return NUMBER_GAP if SECTION_NUMBER.fullmatch(words) else PIECE_GAP


def _beside(left: Row, right: Row, gap: str) -> Row:
    main = left if len(left.words) > len(right.words) else right
    bold = left.bold and right.bold if len(left.words) > 2 else right.bold
    return replace(main, words=left.words + gap + right.words, x0=left.x0, x1=max(left.x1, right.x1), bold=bold)


# ---- What runs along every page


def _take_furniture(sheets: Sequence[Sheet]) -> list[str]:
    """Move running headers, footers and page numbers from the rows of the pages to what stands above and below.

    Returns:
        Sentences among them, each once: a footer may say when to ring the ward.
    """
    large = LARGER * median([row.size for sheet in sheets for row in sheet.rows] or [0])
    counts = Counter(key for sheet in sheets for key in {_key(row, sheet, large) for row in _at_the_edge(sheet)})
    enough = 2 if len(sheets) <= 4 else 3
    titles = {key for key, count in counts.items() if count >= enough and key.large}
    stated: dict[str, None] = {}
    for sheet in sheets:
        outermost = {id(row) for row in (*sheet.rows[:1], *sheet.rows[-1:])}
        edge = {id(row): _key(row, sheet, large) for row in _at_the_edge(sheet)}
        kept: list[Row] = []
        for row in sheet.rows:
            key = edge.get(id(row))
            repeated = key is not None and counts[key] >= enough and key not in titles
            titles.discard(key)  # the title of a leaflet may run along its pages: the first is kept
            reason = _reason(row, sheet, key is not None, repeated, id(row) in outermost)
            if not reason:
                kept.append(row)
                continue
            (sheet.above if row.top < sheet.height / 2 else sheet.below).append((row.words, reason))
            if repeated and row.words.endswith(".") and len(row.words.split()) >= MIN_STATED_WORDS:
                stated[row.words] = None
        sheet.rows = kept
    return list(stated)


def _reason(row: Row, sheet: Sheet, at_edge: bool, repeated: bool, outermost: bool) -> str:
    """Why a row is left out, or nothing."""
    if at_edge and PAGE_NUMBER.fullmatch(row.words) and (repeated or outermost):
        return "page number"
    if repeated:
        return "running header" if row.top < sheet.height / 2 else "running footer"
    return "table of contents" if CONTENTS_ROW.search(row.words) else ""


def _at_the_edge(sheet: Sheet) -> list[Row]:
    band = EDGE * sheet.height
    return [row for row in sheet.rows if row.bottom < band or row.top > sheet.height - band]


class Key(NamedTuple):
    """Equal for rows that say the same at the same height. Numbers count in large letters only: "Exercise 2"."""

    words: str
    place: int
    large: bool


def _key(row: Row, sheet: Sheet, large: float) -> Key:
    is_large = row.size >= large and row.top < sheet.height / 2
    return Key(row.words if is_large else re.sub(r"\d+", "#", row.words), round(row.top / 6), is_large)


# ---- Columns


def _columns(rows: list[Row], depth: int = 0) -> list[list[Row]]:
    """Rows in reading order, parted into stretches that each run down one column."""
    rows = sorted(rows, key=lambda row: (row.top, row.x0))
    start = _column_start(rows) if depth < MAX_LEVEL and len(rows) <= MAX_ROWS_FOR_COLUMNS else None
    if start is None:
        return [rows] if rows else []
    stretches: list[list[Row]] = []
    for band in _bands(rows, start):
        left = [row for row in band if row.x0 < start]
        right = [row for row in band if row.x0 >= start]
        if not left or not right or any(row.x1 > start for row in left):
            stretches.extend(_columns(band, depth + 1))
        elif _is_table(left, right):
            stretches.append(_table_rows(band))
        else:
            stretches.extend(_columns(left, depth + 1))
            stretches.extend(_columns(right, depth + 1))
    return stretches


def _column_start(rows: list[Row]) -> float | None:
    """Where a column on the right starts, if several rows stand beside others. The one that fewest rows cross."""
    starts = Counter(round(row.x0 / 3) for row in rows)
    best: tuple[int, float] | None = None
    for place, count in starts.most_common(MAX_COLUMN_STARTS):
        start = place * 3 - 1.6
        left = [row for row in rows if row.x1 <= start]
        right = [row for row in rows if row.x0 >= start]
        if count < 2 or _count_beside(left, right) < 2:
            continue
        crossing = len(rows) - len(left) - len(right)
        if crossing < min(len(left), len(right)) and (best is None or (crossing, start) < best):
            best = (crossing, start)
    return best[1] if best else None


def _count_beside(left: list[Row], right: list[Row]) -> int:
    """How many rows of the left have one of the right beside them. Both are given from the top down."""
    count = position = 0
    for row in left:
        while position < len(right) and right[position].bottom <= row.top + 0.2 * row.size:
            position += 1
        count += position < len(right) and right[position].top < row.bottom - 0.2 * row.size
    return count


def _bands(rows: list[Row], start: float) -> Iterator[list[Row]]:
    """The rows, parted where some reach across both columns."""
    band: list[Row] = []
    crossed = False
    for row in rows:
        crosses = row.x0 < start < row.x1
        if band and crosses != crossed:
            yield band
            band = []
        band.append(row)
        crossed = crosses
    if band:
        yield band


def _is_table(left: list[Row], right: list[Row]) -> bool:
    """Whether rows beside each other are the cells of a table: few words each, on one line."""
    bottoms = {round(row.bottom) for row in right}
    aligned = sum(bool({round(row.bottom) + step for step in (-1, 0, 1)} & bottoms) for row in left)
    average = min(sum(len(row.words.split()) for row in side) / len(side) for side in (left, right))
    return average < MIN_COLUMN_WORDS and aligned > len(left) / 2


def _table_rows(band: list[Row]) -> list[Row]:
    """One row for each line of a table. A line without a first cell goes on with the one above."""
    margin = min(row.x0 for row in band)
    rows: list[Row] = []
    line = band[0]
    for position, cell in enumerate(band):
        same = position > 0 and abs(cell.bottom - line.bottom) <= 0.3 * cell.size
        if same:
            rows[-1] = _beside(rows[-1], cell, CELL_GAP)
        elif rows and cell.x0 > margin + 2 * cell.size:
            rows[-1] = _beside(rows[-1], cell, " ")
        else:
            rows.append(replace(cell, cells=True))
        rows[-1] = replace(rows[-1], cells=True)
        line = cell
    return rows


# ---- Paragraphs


@dataclass(slots=True)
class Paragraph:
    """Rows that belong together, the page they start on, and how wide their column is."""

    rows: list[Row]
    page: int
    right_edge: float
    item: bool = False

    @property
    def last(self) -> Row:
        """The row that another may continue."""
        return self.rows[-1]


@dataclass(frozen=True, slots=True)
class Usual:
    """How most of the text of a file is set."""

    size: float
    bold: bool
    pitch: float  # from one row to the next, in heights of letters


def _usual(stretches: Sequence[list[Row]]) -> Usual:
    rows = [row for stretch in stretches for row in stretch]
    sizes: Counter[float] = Counter()
    bold = 0
    for row in rows:
        sizes[round(row.size * 2) / 2] += len(row.words)
        bold += len(row.words) if row.bold else 0
    size = max(sizes, key=lambda each: (sizes[each], -each))
    pitches = [
        (below.top - row.top) / size
        for stretch in stretches
        for row, below in pairwise(stretch)
        if _alike(row.size, size) and _alike(below.size, size) and 0 < below.top - row.top < 2.5 * size
    ]
    return Usual(max(size, 0.1), bold > sum(sizes.values()) / 2, _lower_middle(pitches))


def _lower_middle(pitches: list[float]) -> float:
    """The usual distance of rows in a paragraph. Distances between paragraphs are fewer, or wider."""
    return median(sorted(pitches)[: max(1, len(pitches) * 2 // 3)]) if pitches else 1.2


def _alike(one: float, other: float) -> bool:
    return abs(one - other) <= SAME_SIZE * max(one, other)


def _paragraphs(pages: Sequence[list[list[Row]]], usual: Usual) -> list[Paragraph]:
    paragraphs: list[Paragraph] = []
    for page, stretches in enumerate(pages):
        for stretch in stretches:
            edge = max(row.x1 for row in stretch)
            for position, row in enumerate(stretch):
                follows = _goes_on_below if position else _goes_on_elsewhere
                if paragraphs and follows(paragraphs[-1], row, usual):
                    paragraphs[-1].rows.append(row)
                    paragraphs[-1].right_edge = edge
                else:
                    paragraphs.append(Paragraph([row], page, edge, bool(row.cells or _bullet_end(row.words))))
    return paragraphs


def _bullet_end(words: str) -> int:
    """How many characters of a row are its bullet."""
    found = SYMBOL_BULLET.match(words) or BULLET.match(words)
    return found.end() if found else 0


def _goes_on_below(paragraph: Paragraph, row: Row, usual: Usual) -> bool:
    """Whether a row goes on with the paragraph right above it in its column."""
    last, first = paragraph.last, paragraph.rows[0]
    # A dash at the start of a row stands within a sentence where that sentence has not ended.
    dash = row.words[0] in "-–" and not last.ended and not paragraph.item and abs(row.x0 - last.x0) < row.size / 2
    bullet = _bullet_end(row.words) and not dash
    if row.cells or last.cells or bullet or not _alike(row.size, last.size):
        return False
    if row.top - last.top > LOOSE * usual.pitch * max(row.size, last.size):
        return False
    going_on = row.words[0].islower()
    if row.bold != last.bold and not going_on and (last.bold or last.ended or _is_short(paragraph)):
        return False
    if going_on and not last.ended:
        return True
    if paragraph.item:
        return row.x0 > first.x0 + 0.3 * row.size
    indented = row.x0 > last.x0 + 0.8 * row.size and len(paragraph.rows) > 1
    return not (last.ended and (indented or _is_short(paragraph)))


def _is_short(paragraph: Paragraph) -> bool:
    """Whether the last row of a paragraph leaves room for more."""
    left = min(row.x0 for row in paragraph.rows[-MAX_HEADING_WORDS:])
    return paragraph.last.x1 - left < SHORT_ROW * (paragraph.right_edge - left)


def _goes_on_elsewhere(paragraph: Paragraph, row: Row, usual: Usual) -> bool:
    """Whether the first row of a column goes on with the last paragraph of the column before."""
    last = paragraph.last
    if row.cells or last.cells or _bullet_end(row.words) or not _alike(row.size, last.size) or row.bold != last.bold:
        return False
    if last.ended or _is_heading(paragraph, usual):
        return False
    return row.words[0].islower() or last.words[-1] in "-,;" or not (paragraph.item or _is_short(paragraph))


def _is_heading(paragraph: Paragraph, usual: Usual) -> bool:
    """Whether a paragraph is set larger than the text, or is a short one all bold."""
    if len(paragraph.rows) > MAX_HEADING_WORDS:
        return False
    words = " ".join(row.words for row in paragraph.rows)
    count = len(words.split())
    if paragraph.last.cells or not re.search(r"[^\W_]", words):
        return False
    if paragraph.last.size >= LARGER * usual.size:
        return count <= 2 * MAX_HEADING_WORDS and not SENTENCE_END.search(words)
    bold = not usual.bold and all(row.bold for row in paragraph.rows) and paragraph.last.size >= usual.size * 0.9
    bulleted = paragraph.item and not words[0].isdigit()
    return bold and not bulleted and count <= MAX_HEADING_WORDS and words[-1] not in ".:;,!"


# ---- Words


def _joiner(pages: Sequence[list[list[Row]]]) -> Callable[[Sequence[str]], str]:
    """A function that joins the rows of a paragraph, hyphens at their ends as the file itself writes these words."""
    rows = (row for stretches in pages for stretch in stretches for row in stretch)
    seen = {word for row in rows for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", row.words.lower())}

    def join(rows: Sequence[str]) -> str:
        words = rows[0]
        for row in rows[1:]:
            words = _joined(words, row, seen)
        return words.replace("\u00ad", "")

    return join


def _joined(words: str, row: str, seen: set[str]) -> str:
    if words.endswith("\u00ad"):
        return words[:-1] + row
    if not re.search(r"\w[-\u2010]$", words[-2:]):
        return f"{words} {row}"
    first, second = re.search(r"[^\W\d_]+$", words[-MAX_LETTERS:-1]), re.match(r"[^\W\d_]+", row)
    if second and second[0] in ("and", "or", "to"):
        return f"{words} {row}"  # "pre- and post-operative"
    if not first or not second or not second[0][0].islower():
        return words + row
    halves = first[0].lower(), second[0]
    return words + row if "-".join(halves) in seen and "".join(halves) not in seen else words[:-1] + row


# ---- The whole page


def _rendition(sheets: list[Sheet]) -> Rendition:
    stated = _take_furniture(sheets)
    pages = [_columns(sheet.rows) for sheet in sheets]
    builder = RenditionBuilder()
    stretches = [stretch for page in pages for stretch in page]
    if stretches:
        _add_paragraphs(builder, sheets, pages, _usual(stretches), stated)
    for sheet in sheets:
        _add_furniture(builder, sheet)
    return builder.rendition(PageFacts())


def _check_words(sheets: list[Sheet], file_name: str) -> None:
    letters = "".join(row.words for sheet in sheets for row in sheet.rows)
    if not sheets:
        raise _damaged(file_name, "it has no pages")
    if not any(letter.isalnum() for letter in letters) and "\ufffd" not in letters:
        raise SourceError(
            f"{file_name} holds pictures of text, or nothing, but no text. Run text recognition (OCR) on it first."
        )
    if letters.count("\ufffd") > len(letters) / 5:
        raise SourceError(
            f"{file_name} does not say which letters its signs stand for. Save it as a PDF again with text that can "
            "be copied, or run text recognition (OCR) on it."
        )


def _add_paragraphs(
    builder: RenditionBuilder, sheets: list[Sheet], pages: list[list[list[Row]]], usual: Usual, stated: list[str]
) -> None:
    join = _joiner(pages)
    paragraphs = [(paragraph, _is_heading(paragraph, usual)) for paragraph in _paragraphs(pages, usual)]
    styles = sorted({_style(paragraph) for paragraph, heading in paragraphs if heading}, reverse=True)
    done = 0
    for position, (paragraph, heading) in enumerate(paragraphs):
        if heading:  # furniture between paragraphs would part a list that runs over two pages
            for sheet in sheets[done : paragraph.page]:
                _add_furniture(builder, sheet)
            done = max(done, paragraph.page)
        if position == int(paragraphs[0][1]):  # above all, or below the title
            _add_stated(builder, stated)
        words = join([row.words for row in paragraph.rows])
        if heading:
            builder.add(BlockKind.HEADING, words, min(styles.index(_style(paragraph)) + 1, MAX_LEVEL))
        elif paragraph.item:
            builder.add(BlockKind.LIST_ITEM, words if paragraph.last.cells else words[_bullet_end(words) :])
        else:
            builder.add(BlockKind.PARAGRAPH, words)
    _add_stated(builder, stated)


def _add_stated(builder: RenditionBuilder, stated: list[str]) -> None:
    for words in stated:
        builder.add(BlockKind.PARAGRAPH, words)
    stated.clear()


def _add_furniture(builder: RenditionBuilder, sheet: Sheet) -> None:
    """What stands above and below the text of a page. Nothing is left to add the second time."""
    for words, reason in (*sheet.above, *sheet.below):
        builder.add(BlockKind.FURNITURE, words, 0, reason)
    sheet.above.clear()
    sheet.below.clear()


def _style(heading: Paragraph) -> tuple[float, bool]:
    """Larger first, then bold: the order in which headings stand above each other."""
    return round(heading.last.size), heading.last.bold
