"""Text and rules of single PDF pages by pdfplumber: the second route, for pages on which the first was not sure of itself."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from extractors.blocks import speakable
from extractors.page.glyphs import THIN_POINTS, Glyph, Page, Rule, set_pieces, struck_once
from extractors.pdf.pdfium import MAX_CHARACTERS, MAX_PAGES

if TYPE_CHECKING:
    from pdfplumber.page import Page as PlumberPage
    from pdfplumber.pdf import PDF


class Plumber:
    """One PDF held open for looking again at some of its pages; close it afterwards."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.opened: PDF | None = None

    def page(self, number: int) -> Page | None:
        """Page ``number`` (from 1), or None where pdfplumber cannot make it out either."""
        try:
            page = self._open().pages[number - 1]
            return _page(page) if len(page.chars) <= MAX_CHARACTERS else None
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001  (pdfminer raises whatever it meets; the first route's page stands then)
            return None

    def pages(self) -> Iterator[Page]:
        """All pages that can be made out; none where the file cannot be opened."""
        try:
            count = min(len(self._open().pages), MAX_PAGES)
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001  (as above)
            return
        for number in range(1, count + 1):
            page = self.page(number)
            yield page or Page(number, 0, 0, [], [], broken=True)

    def _open(self) -> PDF:
        import pdfplumber  # here, not above: hardly any file needs it

        if self.opened is None:
            self.opened = pdfplumber.open(BytesIO(self.content))
        return self.opened

    def close(self) -> None:
        """Let go of the file."""
        if self.opened is not None:
            self.opened.close()


def _page(page: PlumberPage) -> Page:
    level = [c for c in page.chars if _is_level(c)]
    slanted = sum(1 for c in page.chars if not _is_level(c) and not c["text"].isspace())
    glyphs = struck_once(
        Glyph(speakable(c["text"]), c["x0"], c["top"], c["x1"], c["bottom"], c["size"], c["fontname"])
        for c in level
    )
    made = Page(
        page.page_number,
        float(page.width),
        float(page.height),
        list(set_pieces(glyphs)),
        list(_rules(page)),
        len(page.images),
        slanted,
    )
    page.close()  # pdfplumber keeps every page's objects until told otherwise
    return made


def _is_level(char: dict[str, Any]) -> bool:
    """Whether a glyph stands upright on the page as shown."""
    a, b, _, d, _, _ = char["matrix"]
    return bool(abs(b) <= 0.01 * max(abs(a), 1e-6) and a > 0 and d != 0)


def _rules(page: PlumberPage) -> Iterator[Rule]:
    """Strokes and thin fills that can be seen. Shading, however exact its edges, is no rule."""
    for line in page.lines:
        if _visible(line, "stroking_color"):
            yield Rule(line["x0"], line["top"], line["x1"], line["bottom"])
    for rect in page.rects:
        x0, top, x1, bottom = rect["x0"], rect["top"], rect["x1"], rect["bottom"]
        if (
            rect["fill"]
            and min(x1 - x0, bottom - top) <= THIN_POINTS
            and _visible(rect, "non_stroking_color")
        ):
            yield Rule(x0, top, x1, bottom)
        elif rect["stroke"] and _visible(rect, "stroking_color"):
            yield Rule(x0, top, x1, top)
            yield Rule(x0, bottom, x1, bottom)
            yield Rule(x0, top, x0, bottom)
            yield Rule(x1, top, x1, bottom)
    for curve in page.curves:
        if curve["stroke"] and _visible(curve, "stroking_color"):
            points = curve["pts"]
            for (ax, ay), (bx, by) in pairwise(points):
                if abs(ax - bx) < 1 or abs(ay - by) < 1:
                    yield Rule(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))


def _visible(drawn: dict[str, Any], colour_of: str) -> bool:
    """False for white: a helper line that nobody sees must not split a row."""
    colour = drawn.get(colour_of)
    values = colour if isinstance(colour, (tuple, list)) else (colour,)
    numbers = [float(v) for v in values if isinstance(v, (int, float))]
    if len(numbers) == 4:
        return any(v > 0.02 for v in numbers)  # CMYK: no ink is white
    return not numbers or any(v < 0.98 for v in numbers)
