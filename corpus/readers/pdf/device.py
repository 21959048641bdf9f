"""pdfminer.six behind one door: bytes to the glyphs of each page, in bounds of time and number.

Nothing else imports pdfminer.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from math import isfinite
from typing import Any

from pdfminer import pdftypes
from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTContainer, LTPage
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1
from pdfminer.utils import decode_text

from corpus.errors import SourceError
from corpus.readers.pdf.glyphs import DrawnPage, Glyph, is_bold, letters_of
from corpus.readers.pdf.limits import Deadline, damaged, unpacks_too_far
from corpus.readers.pdf.unpacking import BoundedZlib, UnpacksTooFarError, begin_file, within_columns, within_runs
from corpus.readers.time_limit import TooSlowError, stopped_after

MAX_PAGES = 2_000
MAX_STEP_SECONDS = 20.0  # to open a file, and for each page
MAX_GLYPHS_PER_PAGE = 200_000  # a page of small print has about 10,000

# pdfminer itself unpacks without bounds.
_unpacking: Any = pdftypes
_unpacking.zlib = BoundedZlib()
_unpacking.rldecode = within_runs(_unpacking.rldecode)
_unpacking.apply_png_predictor = within_columns(_unpacking.apply_png_predictor)
_unpacking.apply_tiff_predictor = within_columns(_unpacking.apply_tiff_predictor)


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file whose pages can be drawn, and what it says of itself."""

    document: PDFDocument
    title: str | None
    language: str | None


def opened(data: bytes, file_name: str) -> OpenedFile:
    """Open a PDF file. A damaged or protected one raises SourceError."""
    begin_file()
    with _told(file_name):
        document = PDFDocument(PDFParser(BytesIO(data)))
        title = next((said for info in document.info if (said := _said(info.get("Title")))), None)
        return OpenedFile(document, title, _said(document.catalog.get("Lang")))


def _said(value: object) -> str | None:
    value = resolve1(value)
    return decode_text(value).strip("\x00 ") if isinstance(value, bytes) else None


def drawn_pages(file: OpenedFile, file_name: str, deadline: Deadline) -> Iterator[DrawnPage]:
    """Draw the pages one by one. A damaged page, or one that passes the limits, raises SourceError."""
    manager = PDFResourceManager()
    device = _Device(manager, file_name, deadline)
    interpreter = PDFPageInterpreter(manager, device)
    pages = PDFPage.create_pages(file.document)
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
        yield _drawn_page(device.get_result())


@contextmanager
def _told(file_name: str) -> Iterator[None]:
    """Turn what pdfminer raises into words for a person. It answers damage with many kinds of errors."""
    try:
        with stopped_after(MAX_STEP_SECONDS):
            yield
    except SourceError:
        raise
    except TooSlowError as error:
        raise damaged(file_name, f"one step takes longer than {MAX_STEP_SECONDS:.0f} seconds") from error
    except UnpacksTooFarError as error:
        raise unpacks_too_far(file_name) from error
    except PDFPasswordIncorrect as error:
        raise SourceError(f"{file_name} is protected by a password. Save a copy without one.") from error
    except PDFEncryptionError as error:
        raise SourceError(f"{file_name} is protected in a way we cannot read. Save a copy without it.") from error
    except Exception as error:
        raise damaged(file_name, f"{type(error).__name__}: {error}"[:200]) from error


class _Device(PDFPageAggregator):
    """Collects the glyphs of a page, and stops where a file takes too long or holds too many."""

    def __init__(self, manager: PDFResourceManager, file_name: str, deadline: Deadline) -> None:
        super().__init__(manager, laparams=None)
        self.glyphs = 0  # on this page so far
        self._file_name = file_name
        self._deadline = deadline

    def check(self) -> None:
        """Raise where the limits are passed."""
        self._deadline.check()
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


def _drawn_page(page: LTPage) -> DrawnPage:
    upright: list[Glyph] = []
    sideways: list[str] = []
    for letter in _letters(page):
        if not all(map(isfinite, letter.bbox)):
            continue
        if letter.upright:
            upright.append(_glyph(letter, page.y1))
        else:
            sideways.append(letters_of(letter.get_text()))
    return DrawnPage(page.height, upright, "".join(sideways))


def _letters(container: LTContainer[Any]) -> Iterator[LTChar]:
    for item in container:
        if isinstance(item, LTChar):
            yield item
        elif isinstance(item, LTContainer):
            yield from _letters(item)


def _glyph(letter: LTChar, height: float) -> Glyph:
    letters, bold = letters_of(letter.get_text()), is_bold(letter.fontname)
    return Glyph(letters, letter.x0, letter.x1, height - letter.y1, height - letter.y0, bold)
