"""Pictures on pages that have text of their own: paper to print on, or something to read that the text does not say.

What is drawn as text is hidden and what remains is looked at by itself: ornaments give nothing to read, a watermark or a
letterhead a few words, a scan or a table that somebody pasted give figures. Without recognition only the ink is measured.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from extractors.page.glyphs import Page

if TYPE_CHECKING:
    import pypdfium2

IMAGE, TEXT, PATH = 3, 1, 2  # kinds of PDFium's page objects
NOT_PAINTED = 3  # text render mode
LEAST_DPI, MOST_DPI = 200, 300
MOST_PIXELS = 4000  # of the longer side
COARSE = 100 / 72  # pixels to the point: enough to tell print from ornament
PAPER = 180  # gray: print stands on something this light
CONTRAST = 90  # of 255: print is this much darker than its paper; faded ornaments are not
SAME = 24  # of 255: text that differs so little from what lies under it is not seen
LEAST_INK, MOST_INK = 0.002, 0.3  # share of a printed page that is ink: two lines, a bold table
STROKE_POINTS = (
    6.0  # ink of print is met in runs shorter than this on the average, figures of ornaments in longer ones
)
_FIGURE = re.compile(r"\d[\d.]*")


@dataclass(frozen=True, slots=True)
class Pictures:
    """What is on a page besides its text.

    ``says``: its lines as recognised, empty where nothing was, ``legible`` whether they can be believed; ``ink``:
    the share of the page that is ink like that of print, 0 where it is other; ``hides``: the text of the page has the colour of what it lies on.
    """

    says: tuple[str, ...]
    legible: bool
    ink: float
    hides: bool


def look_at_pictures(drawn: pypdfium2.PdfPage, page: Page, dpi: float, *, recognising: bool) -> Pictures:
    """What ``drawn`` shows without its text, its pictures having ``dpi`` dots per inch."""
    with _without_text(drawn) as texts:
        gray = colours_of(drawn, 72 * COARSE, annotated=False).mean(axis=2)
        hides = _is_hidden(drawn, texts, gray)
        if hides or not recognising:
            return Pictures((), legible=False, ink=_print(gray), hides=hides)
        colours = colours_of(drawn, min(max(dpi, LEAST_DPI), MOST_DPI), annotated=False)
    from extractors.scans.pages import recognise

    read = recognise(colours, page.number, max(drawn.get_size()))
    says = tuple(piece.text for piece in read.pieces)
    return Pictures(says, legible=not read.broken, ink=_print(gray), hides=False)


def colours_of(drawn: pypdfium2.PdfPage, dpi: float, *, annotated: bool = True) -> NDArray[np.uint8]:
    """The page in RGB, shape (height, width, 3)."""
    scale = min(dpi / 72, MOST_PIXELS / max(drawn.get_size()))
    bitmap = drawn.render(scale=scale, rev_byteorder=True, prefer_bgrx=True, draw_annots=annotated)
    return np.ascontiguousarray(bitmap.to_numpy()[..., :3])


def fingerprint(drawn: pypdfium2.PdfPage) -> bytes:
    """What tells the pictures of a page from those of another: the paper of a report is the same on every page."""
    told = sha256(repr(drawn.get_size()).encode())
    for each in drawn.get_objects(filter=[IMAGE], max_depth=4):
        told.update(repr(([round(at) for at in each.get_bounds()], each.get_px_size())).encode())
        told.update(bytes(each.get_data(decode_simple=False)))
    return told.digest()


def unsaid(says: Sequence[str], page: Page) -> list[str]:
    """Which of the lines in a picture the text of ``page`` does not have; a figure counts as said only whole."""
    printed = [_uniform(piece.text) for piece in page.pieces]
    text = "".join(printed)
    figures = {figure for line in printed for figure in figures_in(line)}
    return [line for line in says if _uniform(line) not in text or not figures.issuperset(figures_in(line))]


def figures_in(line: str) -> list[str]:
    """The figures in ``line`` without commas."""
    return [figure.rstrip(".") for figure in _FIGURE.findall(_uniform(line).replace(",", ""))]


def _uniform(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


@contextmanager
def _without_text(drawn: pypdfium2.PdfPage) -> Iterator[list[Any]]:
    """Within, what is drawn as text is not painted; gives the objects that were."""
    from pypdfium2 import raw

    texts = list(drawn.get_objects(filter=[TEXT], max_depth=4))
    modes = [raw.FPDFTextObj_GetTextRenderMode(each.raw) for each in texts]
    try:
        for each in texts:
            raw.FPDFTextObj_SetTextRenderMode(each.raw, NOT_PAINTED)
        yield [each for each, mode in zip(texts, modes, strict=True) if mode != NOT_PAINTED]
    finally:
        for each, mode in zip(texts, modes, strict=True):
            raw.FPDFTextObj_SetTextRenderMode(each.raw, mode)


def _is_hidden(drawn: pypdfium2.PdfPage, texts: Sequence[Any], gray: NDArray[np.floating[Any]]) -> bool:
    """Whether all of ``texts`` are transparent or of the colour of what they lie on, as scanning programs set them."""
    if drawn.get_rotation():
        return False
    left, _, _, top = drawn.get_cropbox()
    for each in texts:
        shade = _shade(each)
        x0, y0, x1, y1 = (round(at * COARSE) for at in each.get_bounds())
        rows = slice(max(0, round(top * COARSE) - y1), max(0, round(top * COARSE) - y0) + 1)
        under = gray[rows, max(0, x0 - round(left * COARSE)) : max(0, x1 - round(left * COARSE)) + 1]
        if under.size and (shade is None or abs(float(np.median(under)) - shade) > SAME):
            return False
    return bool(texts)


def _shade(text: Any) -> float | None:  # noqa: ANN401
    """How light its letters are, 0 to 255; None where no plain colour fills them."""
    from ctypes import byref, c_uint

    from pypdfium2 import raw

    red, green, blue, alpha = c_uint(), c_uint(), c_uint(), c_uint()
    if not raw.FPDFPageObj_GetFillColor(text.raw, byref(red), byref(green), byref(blue), byref(alpha)):
        return None
    return (red.value + green.value + blue.value) / 3


def _print(gray: NDArray[np.floating[Any]]) -> float:
    """The share of ink on light paper, in strokes as thin as those of letters and rules; 0 where it is no print."""
    paper = float(np.median(gray))
    ink = gray < paper - CONTRAST
    share = float(ink.mean())
    if paper < PAPER or not LEAST_INK <= share <= MOST_INK:
        return 0.0
    begins = np.count_nonzero(ink[:, 1:] & ~ink[:, :-1]) + np.count_nonzero(ink[:, 0])
    return share if np.count_nonzero(ink) / begins <= STROKE_POINTS * COARSE else 0.0
