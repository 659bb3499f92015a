"""Text and rules of PDF pages by PDFium: the fast route, one call a character and all sorting in arrays.

PDFium is not thread-safe: one process, one file. Characters come in the order they were drawn; those that PDFium
itself adds (blanks and line ends it guesses) are dropped, fake bold is struck once.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import c_double, c_float, c_int, c_void_p
from itertools import repeat
from math import hypot
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pypdfium2
from pypdfium2 import raw

from extractors.blocks import speakable
from extractors.page.glyphs import BACK_GAP, LATIN_GAP, Page, Piece, Turn, struck_once
from extractors.pdf.drawn import drawn_on, quick
from schemas.errors import DamagedFile, Encrypted, TooLarge

MAX_PAGES = 5000
MAX_CHARACTERS = 200_000  # of one page; a dense table page has 5000
SAVE_AGAIN = "请用阅读器打开后重新打印或另存为 PDF，再提交"
PAGES_AT_ONCE = 40  # PDFium keeps what it has parsed until the file is closed: 0.2 MB a page
_SAME_LINE = 0.35  # of the height: two middles nearer than this are of one line
_ABOVE = 0.88  # of the size: how far a character reaches above the base line
_FONT_NAME_BYTES = 128
_HYPHENS = {
    0x2: "-",
    0xFFFE: "-",
    0: "\ufffd",
}  # PDFium's signs: a hyphen at the end of a line, a glyph without a meaning
_BLANK, _NO_BREAK_BLANK = 0x20, 0xA0
_LINE_ENDS = (0xA, 0xD)

_count = quick(raw.FPDFText_CountChars, c_int, c_void_p)
_text = quick(raw.FPDFText_GetText, c_int, c_void_p, c_int, c_int, c_void_p)
_unicode = quick(raw.FPDFText_GetUnicode, ctypes.c_uint, c_void_p, c_int)
_box = quick(raw.FPDFText_GetLooseCharBox, c_int, c_void_p, c_int, c_void_p)
_generated = quick(raw.FPDFText_IsGenerated, c_int, c_void_p, c_int)
_matrix = quick(raw.FPDFText_GetMatrix, c_int, c_void_p, c_int, c_void_p)
_size = quick(raw.FPDFText_GetFontSize, c_double, c_void_p, c_int)
_font = quick(raw.FPDFText_GetFontInfo, ctypes.c_ulong, c_void_p, c_int, c_void_p, ctypes.c_ulong, c_void_p)

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


def pages(content: bytes, name: str) -> Iterator[Page]:
    """Every page of the PDF ``content``, one at a time, so that memory stays that of one page.

    Raises:
        Encrypted: it opens only with a password.
        TooLarge: more pages or characters than a report has.
        DamagedFile: PDFium cannot open it.
    """
    at, count = 0, 1
    while at < count:
        with _opened(content, name) as document:
            count = raw.FPDF_GetPageCount(document)
            if count > MAX_PAGES:
                raise TooLarge(name, f"共 {count} 页，超过 {MAX_PAGES} 页的上限", "请拆分后重新提交")
            if count < 1:
                raise DamagedFile(name, "里面没有页", SAVE_AGAIN)
            for at in range(at, min(at + PAGES_AT_ONCE, count)):  # noqa: B020  (goes on where it stopped)
                yield _load(document, at, name)
            at += 1


@contextmanager
def _opened(content: bytes, name: str) -> Iterator[object]:
    try:
        opened = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as trouble:
        if trouble.err_code == raw.FPDF_ERR_PASSWORD:
            raise Encrypted(name, "文件设有打开密码", "请去掉密码后重新提交") from trouble
        raise DamagedFile(name, "PDF 结构已损坏，读不出页面", SAVE_AGAIN) from trouble
    try:
        yield opened.raw
    finally:
        opened.close()


def _load(document: object, at: int, name: str) -> Page:
    """Page ``at`` (from 0). A page that PDFium cannot load is one without text, which the caller will notice."""
    page = raw.FPDF_LoadPage(document, at)
    if not page:
        return Page(at + 1, 0, 0, [], [], broken=True)
    try:
        text = raw.FPDFText_LoadPage(page)
        try:
            return _read(page, text, at + 1, name)
        finally:
            if text:
                raw.FPDFText_ClosePage(text)
    finally:
        raw.FPDF_ClosePage(page)


def _read(page: object, text: object, number: int, name: str) -> Page:
    turn = _turn(page)
    slanted = 0
    pieces: list[Piece] = []
    if text:
        pieces, turn, slanted = _Characters(_address(text), number, name).set(turn)
    drawn = drawn_on(_address(page), turn)
    width, height = turn.size
    covered = sum((x1 - x0) * (bottom - top) for x0, top, x1, bottom in drawn.pictures)
    return Page(
        number,
        width,
        height,
        pieces,
        drawn.rules,
        len(drawn.pictures),
        slanted,
        broken=not drawn.complete,
        pictured=covered / max(width * height, 1.0),
    )


def _address(handle: object) -> int:
    return ctypes.cast(handle, c_void_p).value or 0  # type: ignore[arg-type]


def _turn(page: object) -> Turn:
    box = raw.FS_RECTF()
    raw.FPDF_GetPageBoundingBox(page, box)
    return Turn(raw.FPDFPage_GetRotation(page) % 4, box.left, box.bottom, box.right, box.top)


class _Faces(NamedTuple):
    """Pieces found among the characters: ``place`` holds x0, top, x1 and bottom of each character, as shown.

    ``starts``: which of them begin a piece; ``firsts``: the same counted as PDFium does. Of these ``lines`` tells the height
    of the base line, ``sizes`` that of the font, both in points. ``level``: none of them is turned, slanted or mirrored.
    """

    place: tuple[Floats, Floats, Floats, Floats]
    starts: npt.NDArray[np.intp]
    lines: Floats
    sizes: Floats
    firsts: list[int]
    level: bool


class _Characters:
    """The characters of one page: ``codes[i]`` printed in ``boxes[i]`` (left, top, right, bottom in PDF coordinates)."""

    def __init__(self, text: int, number: int, name: str) -> None:
        count = _count(text)
        if count > MAX_CHARACTERS:
            raise TooLarge(name, f"第{number}页有 {count} 个字符，超过 {MAX_CHARACTERS} 个的上限", SAVE_AGAIN)
        self.text = text
        self.count = max(count, 0)
        self.codes = self._codes()
        space = (c_float * (4 * self.count))()
        first = ctypes.addressof(space)
        deque(map(_box, repeat(text), range(self.count), range(first, first + 16 * self.count, 16)), maxlen=0)
        self.boxes: Floats = np.frombuffer(space, np.float32).reshape(-1, 4).astype(np.float64)
        self.kept = self._printed()

    def _codes(self) -> npt.NDArray[np.uint32]:
        """One code point a character. The whole text in one call, where that keeps step with the characters."""
        buffer = (ctypes.c_ushort * (self.count + 1))()
        if _text(self.text, 0, self.count, ctypes.addressof(buffer)) == self.count + 1:
            codes = np.frombuffer(buffer, np.uint16)[: self.count].astype(np.uint32)
            if not ((codes >= 0xD800) & (codes < 0xE000)).any():
                return codes
        return np.fromiter(map(_unicode, repeat(self.text), range(self.count)), np.uint32, self.count)

    def _printed(self) -> npt.NDArray[np.intp]:
        """The characters that stand on the page, without what PDFium added to part them."""
        kept = (self.codes != _LINE_ENDS[0]) & (self.codes != _LINE_ENDS[1])
        kept &= np.isfinite(self.boxes.sum(axis=1))
        blanks = np.flatnonzero(self.codes == _BLANK)
        added = np.fromiter(map(_generated, repeat(self.text), blanks.tolist()), np.intc, len(blanks))
        kept[blanks[added == 1]] = False
        return np.flatnonzero(kept)

    def set(self, turn: Turn) -> tuple[list[Piece], Turn, int]:
        """The pieces they form as they were drawn, the turn that makes most of the text level, how many are not and left out."""
        slanted = 0
        faces = None if turn.quarter else self._faces(turn)
        if faces is None or not faces.level:
            turn, slanted = self._keep_level(turn)
            faces = self._faces(turn)
        if faces is not None and turn.quarter == 0 and self._mended(faces):
            faces = self._faces(turn)
        return ([] if faces is None else self._pieces(faces)), turn, slanted

    def _keep_level(self, turn: Turn) -> tuple[Turn, int]:
        """Drop what is not set level; how many characters that were, and the turn that makes most of the text level."""
        numbers = (c_float * 6)()
        address = ctypes.addressof(numbers)
        quarters = np.full(self.count, -1)
        for at in self.kept:
            if _matrix(self.text, int(at), address):
                quarters[at] = _direction(numbers[0], numbers[1])
        printed = self.kept[(self.codes[self.kept] != _BLANK)]
        counts = [int((quarters[printed] == each).sum()) for each in range(4)]
        most = max(range(4), key=lambda each: counts[each])
        quarter = most if counts[most] > len(printed) / 2 else turn.quarter
        level = quarters[self.kept] == quarter
        slanted = len(printed) - counts[quarter]
        self.kept = self.kept[level]
        return turn._replace(quarter=quarter), slanted

    def _pieces(self, faces: _Faces) -> list[Piece]:
        codes = self.codes[self.kept].astype("<u4")
        text = speakable(codes.tobytes().decode("utf-32-le", "surrogatepass").translate(_HYPHENS))
        tops, bottoms = faces.lines - _ABOVE * faces.sizes, faces.lines + (1 - _ABOVE) * faces.sizes
        cuts = faces.starts.tolist()
        x0s, x1s = faces.place[0].tolist(), faces.place[2].tolist()
        return struck_once(
            Piece(text[a:b], x0s[a:b], x1s[a:b], top, bottom, size, font)
            for a, b, top, bottom, size, font in zip(
                cuts, [*cuts[1:], len(text)], tops.tolist(), bottoms.tolist(), faces.sizes.tolist(),
                self._fonts(faces.firsts), strict=True,
            )
        )  # fmt: skip

    def _faces(self, turn: Turn) -> _Faces | None:
        """Where pieces begin, and how the first character of each is set; None where nothing is printed."""
        if not len(self.kept):
            return None
        boxes = self.boxes[self.kept]
        place = turn.box(boxes[:, 0], boxes[:, 3], boxes[:, 2], boxes[:, 1])
        starts = _starts(*place)
        firsts = self.kept[starts].tolist()
        count = len(firsts)
        space = (c_float * (6 * count))()
        at = ctypes.addressof(space)
        deque(map(_matrix, repeat(self.text), firsts, range(at, at + 24 * count, 24)), maxlen=0)
        a, b, c, _, x, y = np.frombuffer(memoryview(space), np.float32).reshape(-1, 6).astype(np.float64).T
        sizes = np.fromiter(map(_size, repeat(self.text), firsts), np.float64, count) * np.hypot(a, b)
        sizes[sizes == 0] = 1.0
        level = not ((b != 0) | (c != 0) | (a <= 0)).any()
        return _Faces(place, starts, turn.box(x, y, x, y)[1], sizes, firsts, level)

    def _fonts(self, firsts: list[int]) -> Iterator[str]:
        names = ctypes.create_string_buffer(_FONT_NAME_BYTES * len(firsts))
        at = range(ctypes.addressof(names), ctypes.addressof(names) + len(names), _FONT_NAME_BYTES)
        deque(map(_font, repeat(self.text), firsts, at, repeat(_FONT_NAME_BYTES), repeat(None)), maxlen=0)
        known: dict[bytes, str] = {}
        for coded in np.frombuffer(names.raw, f"S{_FONT_NAME_BYTES}").tolist():
            font = known.get(coded)
            if font is None:
                font = known[coded] = coded.decode("utf-8", "replace")
            yield font

    def _mended(self, faces: _Faces) -> bool:
        """Boxes for characters that PDFium has normalised (⼊ to 入) and left unscaled: where their text begins, or goes on.

        False where every box lies on the base line that its character stands on, and there is nothing to mend.
        """
        size, line = faces.sizes, faces.lines
        top, bottom = faces.place[1][faces.starts], faces.place[3][faces.starts]
        astray = (line < top - 0.3 * size) | (line > bottom + size) | (top < line - 1.5 * size)
        if not astray.any():
            return False
        numbers = (c_float * 6)()
        matrix_at = ctypes.addressof(numbers)
        before, goes_on = None, 0.0
        for at in self.kept.tolist():
            _matrix(self.text, at, matrix_at)
            a, b, _, _, x, y = numbers
            size = _size(self.text, at) * hypot(a, b)
            left, top, right, bottom = self.boxes[at]
            first = before != (x, y)
            elsewhere = not bottom - size <= y <= top + size or (first and abs(left - x) > size)
            if elsewhere or top - bottom > 2 * size:
                left = x if first else goes_on
                right = left + size
                self.boxes[at] = left, y + _ABOVE * size, right, y - (1 - _ABOVE) * size
            before, goes_on = (x, y), right
        return True


def _direction(a: float, b: float) -> int:
    """Which way a line runs in PDF coordinates: 0 right, 1 up, 2 left, 3 down, -1 slanted."""
    if abs(b) <= 0.01 * abs(a):
        return 0 if a > 0 else 2
    if abs(a) <= 0.01 * abs(b):
        return 1 if b > 0 else 3
    return -1


def _starts(x0: Floats, top: Floats, x1: Floats, bottom: Floats) -> npt.NDArray[np.intp]:
    """Where pieces begin: on another line, after a gap, or further back. Boxes may fit the ink, so heights vary."""
    size = bottom - top
    middle = (top + bottom) / 2
    gap = x0[1:] - x1[:-1]
    begins = gap > LATIN_GAP * size[1:]
    begins |= gap < -BACK_GAP * size[1:]
    begins |= np.abs(middle[1:] - middle[:-1]) > _SAME_LINE * np.maximum(size[1:], size[:-1])
    return np.concatenate(([0], np.flatnonzero(begins) + 1))
