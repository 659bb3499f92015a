"""What stands on a page whatever drew it: glyphs with boxes, rules, and the lines glyphs form.

Coordinates are points from the top left of the page as it is shown (after /Rotate).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from schemas.document import BBox

DOUBLE_STRIKE = 0.12  # of the size: fake bold strikes a glyph again this near; "11" in a narrow font is twice as far apart
BLANK_GAP = 0.5  # of the size: a wider gap is a blank. Word puts 0.25 between Chinese and Latin by itself
LATIN_GAP = 0.36  # the same between two Latin letters or figures; letters spaced wide reach 0.25


@dataclass(frozen=True, slots=True)
class Glyph:
    """One printed character. ``size`` is its font size in points."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    font: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One straight stroke, horizontal when it is wider than high."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Page:
    """One page, 1-based. ``slanted`` counts characters set neither level nor upright (watermarks), which are left out."""

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    rules: tuple[Rule, ...]
    images: int = 0
    slanted: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line: its text, its box, its usual glyph size and font."""

    page: int
    text: str
    bbox: BBox
    size: float
    font: str
    widths: tuple[float, ...] = ()  # advance of each character of ``text``, for asking what would have fitted

    @property
    def x0(self) -> float:
        """Left end."""
        return self.bbox[0]

    @property
    def top(self) -> float:
        """Upper end."""
        return self.bbox[1]

    @property
    def x1(self) -> float:
        """Right end."""
        return self.bbox[2]


def struck_once(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """``glyphs`` in their order, without those drawn again at the same place to look bold."""
    kept: list[Glyph] = []
    seen: dict[tuple[str, int, int], list[Glyph]] = {}
    for glyph in glyphs:
        cell = max(glyph.size, 1.0)
        column, row = int(glyph.x0 // cell), int(glyph.top // cell)
        near = DOUBLE_STRIKE * cell
        again = any(
            abs(other.x0 - glyph.x0) <= near and abs(other.top - glyph.top) <= near
            for c in (column - 1, column, column + 1)
            for r in (row - 1, row, row + 1)
            for other in seen.get((glyph.text, c, r), ())
        )
        if not again:
            seen.setdefault((glyph.text, column, row), []).append(glyph)
            kept.append(glyph)
    return kept


def set_lines(glyphs: Sequence[Glyph], page: int) -> list[Line]:
    """The lines that ``glyphs`` form, from the top; glyphs of one line overlap in height by half."""
    rows: list[list[Glyph]] = []
    tops: list[tuple[float, float]] = []
    for glyph in sorted(glyphs, key=lambda g: ((g.top + g.bottom) / 2, g.x0)):
        for at in range(len(rows) - 1, max(len(rows) - 4, -1), -1):
            top, bottom = tops[at]
            overlap = min(bottom, glyph.bottom) - max(top, glyph.top)
            if overlap > 0.5 * min(bottom - top, glyph.bottom - glyph.top):
                rows[at].append(glyph)
                # The tallest glyph gives the line its height; a superscript must not pull it up.
                if glyph.bottom - glyph.top > bottom - top:
                    tops[at] = (glyph.top, glyph.bottom)
                break
        else:
            rows.append([glyph])
            tops.append((glyph.top, glyph.bottom))
    lines = [_line(row, page) for row in rows]
    return sorted((line for line in lines if line.text), key=lambda line: (line.top, line.x0))


def _line(row: list[Glyph], page: int) -> Line:
    row = sorted(row, key=lambda g: g.x0)
    while row and row[0].text.isspace():
        row = row[1:]
    while row and row[-1].text.isspace():
        row = row[:-1]
    if not row:
        return Line(page, "", (0, 0, 0, 0), 0, "")
    text = ""
    widths: list[float] = []
    before: Glyph | None = None
    for glyph in row:
        if before is not None and _blank_between(before, glyph):
            text += " "
            widths.append(glyph.x0 - before.x1)
        text += glyph.text
        widths += [(glyph.x1 - glyph.x0) / max(len(glyph.text), 1)] * len(glyph.text)
        before = glyph
    box = (
        min(g.x0 for g in row),
        min(g.top for g in row),
        max(g.x1 for g in row),
        max(g.bottom for g in row),
    )
    fonts = sorted(g.font for g in row if not g.text.isspace())
    return Line(
        page, text, box, median(g.size for g in row), fonts[len(fonts) // 2] if fonts else "", tuple(widths)
    )


def _blank_between(before: Glyph, after: Glyph) -> bool:
    if before.text.isspace() or after.text.isspace():
        return False
    gap = (after.x0 - before.x1) / max(before.size, after.size, 1.0)
    latin = _latin(before.text[-1:]) and _latin(after.text[:1])
    return gap > (LATIN_GAP if latin else BLANK_GAP)


def _latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def cluster(values: Iterable[float], tolerance: float) -> list[float]:
    """Means of runs of ``values`` in which neighbours differ by ``tolerance`` at most, ascending."""
    runs: list[list[float]] = []
    for value in sorted(values):
        if runs and value - runs[-1][-1] <= tolerance:
            runs[-1].append(value)
        else:
            runs.append([value])
    return [sum(run) / len(run) for run in runs]


def nearest(values: Sequence[float], value: float) -> int:
    """The index of the member of ascending ``values`` nearest to ``value``."""
    at = bisect_left(values, value)
    if at == len(values) or (at and value - values[at - 1] <= values[at] - value):
        return at - 1
    return at
