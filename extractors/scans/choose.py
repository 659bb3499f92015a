"""Which pages of a PDF are pictures of text, page by page, for files are mixed; and what is done about them.

A page of text with large pictures is judged by what the pictures say besides: nothing, and its text stands; some words,
which are named; a scan's worth, and it is one. With the extra for recognition such a page is read from its picture. Without it, it is left as it was found: named as
unread, or, where a scanning program laid its own unseen text over the picture, read with a doubt on every figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from enum import Enum, auto
from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING, Any

from extractors.clock import allow
from extractors.page.flow import is_garbled
from extractors.page.glyphs import Page, Piece, Unread
from extractors.scans.pasted import (
    IMAGE,
    LEAST_DPI,
    MOST_DPI,
    NOT_PAINTED,
    PATH,
    TEXT,
    Pictures,
    colours_of,
    figures_in,
    fingerprint,
    look_at_pictures,
    unsaid,
)
from schemas.document import RECOGNISED

if TYPE_CHECKING:
    import pypdfium2

PICTURED = 0.5  # share of the page that pictures cover from which it may be a scan
FEW = 60  # characters of a scan's page that were typed: a stamp, a page number, the name of the program
MANY_PATHS = 300  # a page without a character and with so many paths holds letters drawn as outlines
ODD_TEXT = 80  # so many characters and not one Chinese among them: the map of the fonts is wrong
HIDDEN = 0.8  # share of text objects that nobody sees, or of the page that a picture hides
FORMATS = ("PNG", "JPEG", "TIFF", "BMP")  # what scanners make; other decoders have a history of faults
MAX_PIXELS = 120_000_000  # A3 at 600 dpi has 70 million
SECONDS_PER_PAGE = 30.0  # five on two cores; a busy machine takes more
HOW_TO_READ = "请提交由 Word 直接导出的 PDF；只有扫描件时，请先运行 make ocr 安装文字识别，再重新核对"
LINES = 0.006  # share of the page: the ink of three lines of text; a letterhead or a watermark has less
QUOTED = 24  # characters of what is read in a picture and not taken over
PRINTED = "占半页以上的图像上像是有文字，没有识别；安装文字识别（make ocr）后可以读取"
ILLEGIBLE = "的图像上像是有文字，没有认出"
OTHERS_TEXT = f"{RECOGNISED}，文字出自扫描软件附带的文字层，未经核对"
_FIGURE = re.compile(r"\d[\d.,，．]*[%％]?")
_HAN = re.compile("[\u4e00-\u9fff]")


class _Kind(Enum):
    """What a page is."""

    TEXT = auto()
    PICTURE = auto()
    COVERED = auto()  # a picture with somebody else's unseen text over it
    GARBLED = auto()
    MIXED = auto()  # text over or beside large pictures


def can_recognise() -> bool:
    """Whether the extra for recognition is installed."""
    if any(find_spec(name) is None for name in ("cv2", "onnxruntime", "rapidocr")):
        return False
    from extractors.scans.engine import can_read

    return can_read()


def picture_page(content: bytes, number: int, longer: float) -> Page | None:
    """The page ``number`` that the picture file ``content`` shows, ``longer`` points on its longer side; None if unreadable."""
    from PIL import Image

    from extractors.scans.pages import recognise_picture

    try:
        with Image.open(BytesIO(content), formats=FORMATS) as opened:
            if opened.width * opened.height > MAX_PIXELS:
                return None
            return recognise_picture(opened.convert("RGB"), number, longer)
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError):
        return None


def with_scans(pages: Iterable[Page], content: bytes) -> Iterator[Page]:
    """``pages`` of the PDF ``content`` with those that are pictures read from their picture."""
    look = _Look(content)
    try:
        for page in pages:
            yield look.at(page) if _may_be_scan(page) else page
    finally:
        look.close()


def _may_be_scan(page: Page) -> bool:
    pictured = page.images > 0 and page.pictured >= PICTURED
    return not page.pieces or pictured or is_garbled(page) or _is_odd(page)


def _is_odd(page: Page) -> bool:
    text = "".join([piece.text for piece in page.pieces])
    return len(text) >= ODD_TEXT and _HAN.search(text) is None


class _Look:
    """A second look at pages through PDFium, opened when the first of them asks for it."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.document: pypdfium2.PdfDocument | None = None
        self.seen: dict[bytes, Pictures] = {}

    def close(self) -> None:
        if self.document is not None:
            self.document.close()

    def at(self, page: Page) -> Page:
        """``page``, or what its picture says."""
        import pypdfium2

        try:
            if self.document is None:
                self.document = pypdfium2.PdfDocument(self.content)
            drawn = self.document[page.number - 1]
        except pypdfium2.PdfiumError:
            return page
        try:
            kind, dpi = _kind(page, drawn)
            if kind is _Kind.MIXED:
                kind, page = _judged(page, self._pictures(page, drawn, dpi))
            if kind is _Kind.TEXT:
                return page
            if not can_recognise():
                return doubted(page) if kind is _Kind.COVERED else page
            return _recognised(page, drawn, dpi, kind)
        finally:
            drawn.close()

    def _pictures(self, page: Page, drawn: pypdfium2.PdfPage, dpi: float) -> Pictures:
        """What is on the page besides its text, looked at once for all pages with the same pictures."""
        paper = fingerprint(drawn)
        if paper not in self.seen:
            recognising = can_recognise()
            if recognising:
                allow(SECONDS_PER_PAGE)
            self.seen[paper] = look_at_pictures(drawn, page, dpi, recognising=recognising)
        return self.seen[paper]


def _judged(page: Page, pictures: Pictures) -> tuple[_Kind, Page]:
    """Whether ``page`` is what its text says or what its pictures say; what of them is left out is noted on it."""
    if pictures.hides:
        return _Kind.COVERED, page
    typed = _characters(page)
    if not can_recognise():
        lost = typed <= FEW or pictures.ink >= LINES
        return _Kind.TEXT, replace(page, unread=Unread(PRINTED, lost=lost) if pictures.ink else None)
    more = unsaid(pictures.says, page)
    if not more:
        return _Kind.TEXT, page
    count = sum(map(len, more))
    figures = pictures.legible and any(figures_in(line) for line in more)
    if typed <= FEW and (figures or count > typed):
        return _Kind.PICTURE, page
    if not pictures.legible:
        return _Kind.TEXT, replace(page, unread=Unread(ILLEGIBLE, lost=count > FEW))
    quoted = "".join(more)
    quoted = quoted if len(quoted) <= QUOTED else f"{quoted[:QUOTED]}……"
    why = f"的图像中另有文字，没有读取：“{quoted}”"
    return _Kind.TEXT, replace(page, unread=Unread(why, lost=figures or count > FEW))


def _characters(page: Page) -> int:
    return sum(len(piece.text) for piece in page.pieces)


def _kind(page: Page, drawn: pypdfium2.PdfPage) -> tuple[_Kind, float]:
    """What the page is, and the finest resolution of its pictures in dots per inch."""
    from pypdfium2 import raw

    width, height = drawn.get_size()
    covered, dpi, unseen, texts, paths = 0.0, 0.0, 0, 0, 0
    for each in drawn.get_objects(max_depth=4):
        if each.type == IMAGE:
            left, bottom, right, top = each.get_bounds()
            left, right = max(left, 0.0), min(right, width)
            bottom, top = max(bottom, 0.0), min(top, height)
            area = max(0.0, right - left) * max(0.0, top - bottom)
            covered += area
            if area >= HIDDEN * width * height and not raw.FPDFPageObj_HasTransparency(each.raw):
                unseen = texts  # it lies over what was drawn so far
            dpi = max(dpi, 72 * each.get_px_size()[0] / max(right - left, 1.0))
        elif each.type == TEXT:
            texts += 1
            unseen += _is_unseen(each)
        elif each.type == PATH:
            paths += 1
    characters = _characters(page)
    pictured = covered >= PICTURED * width * height
    if pictured and texts and unseen >= HIDDEN * texts:
        return _Kind.COVERED, dpi
    garbled = is_garbled(page)
    if (not characters and (pictured or paths >= MANY_PATHS)) or (pictured and characters <= FEW and garbled):
        return _Kind.PICTURE, dpi
    if garbled or _is_odd(page):
        return _Kind.GARBLED, dpi
    return _Kind.MIXED if pictured else _Kind.TEXT, dpi


def _is_unseen(text: Any) -> bool:  # noqa: ANN401
    from pypdfium2 import raw

    return bool(raw.FPDFTextObj_GetTextRenderMode(text.raw) == NOT_PAINTED)


def doubted(page: Page) -> Page:
    """``page`` with a doubt on every figure of it."""
    pieces = [part for piece in page.pieces for part in _figures_doubted(piece)]
    return replace(page, pieces=pieces, doubt=OTHERS_TEXT)


def _figures_doubted(piece: Piece) -> Iterator[Piece]:
    at = 0
    for match in _FIGURE.finditer(piece.text):
        start, end = match.span()
        if start > at:
            yield piece.cut(at, start)
        yield piece.cut(start, end)._replace(doubt=OTHERS_TEXT)
        at = end
    if at < len(piece.text):
        yield piece.cut(at, len(piece.text))


def _recognised(page: Page, drawn: pypdfium2.PdfPage, dpi: float, kind: _Kind) -> Page:
    from extractors.scans.pages import recognise

    allow(SECONDS_PER_PAGE)
    colours = colours_of(drawn, min(max(dpi, LEAST_DPI), MOST_DPI))
    read = recognise(colours, page.number, max(drawn.get_size()))
    if kind is _Kind.GARBLED and not any(_HAN.search(piece.text) for piece in read.pieces):
        return page
    return replace(read, slanted=page.slanted if kind is _Kind.GARBLED else 0)
