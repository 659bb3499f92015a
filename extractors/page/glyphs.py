"""What stands on a page whatever drew it: pieces of text with the place of every character, and rules.

Coordinates are points from the top left of the page as it is shown (after /Rotate).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from extractors.plain import latin

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from extractors.page.leaning import Lean

F = TypeVar("F", float, "npt.NDArray[np.float64]")

DOUBLE_STRIKE = 0.12  # of the size: fake bold strikes a glyph again this near; "11" in a narrow font is twice as far apart
BLANK_GAP = 0.5  # of the size: a wider gap is a blank. Word puts 0.25 between Chinese and Latin by itself
LATIN_GAP = 0.36  # the same between two Latin letters or figures; letters spaced wide reach 0.25
THIN_POINTS = 3.0  # a filled box this thin is a rule
BACK_GAP = 0.5  # of the size: a glyph further back than this starts elsewhere; kerning draws less


class Glyph(NamedTuple):
    """One printed character. ``size`` is its font size in points."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    font: str = ""


class Piece(NamedTuple):
    """Characters of one size set side by side on one line, with no gap among them that reads as a blank.

    ``x0s[i]`` and ``x1s[i]`` are the left and right ends of ``text[i]``, ascending; ``top`` and ``bottom`` hold for all.
    ``doubt`` says why the text may be misread (a scan), or is empty; then the piece is no longer than what is doubtful.
    """

    text: str
    x0s: Sequence[float]
    x1s: Sequence[float]
    top: float
    bottom: float
    size: float
    font: str = ""
    doubt: str = ""

    @property
    def x0(self) -> float:
        """Left end."""
        return self.x0s[0]

    @property
    def x1(self) -> float:
        """Right end."""
        return self.x1s[-1]

    def cut(self, start: int, end: int) -> Piece:
        """Characters ``start:end`` of it."""
        return self._replace(text=self.text[start:end], x0s=self.x0s[start:end], x1s=self.x1s[start:end])


P = TypeVar("P", Glyph, Piece)


class Rule(NamedTuple):
    """One straight stroke, horizontal when it is wider than high."""

    x0: float
    top: float
    x1: float
    bottom: float


class Turn(NamedTuple):
    """From PDF coordinates (y upwards) to the page as shown: turned clockwise by ``quarter`` quarters, from its top left.

    The rest is the visible part of the page in PDF coordinates.
    """

    quarter: int
    left: float
    bottom: float
    right: float
    top: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where (x, y) is shown."""
        if self.quarter == 0:
            return x - self.left, self.top - y
        x0, top, _, _ = self.box(x, y, x, y)
        return x0, top

    def box(self, left: F, bottom: F, right: F, top: F) -> tuple[F, F, F, F]:
        """Where a box is shown: x0, top, x1, bottom. Floats or arrays of them."""
        if self.quarter == 0:
            return left - self.left, self.top - top, right - self.left, self.top - bottom
        if self.quarter == 1:
            return bottom - self.bottom, left - self.left, top - self.bottom, right - self.left
        if self.quarter == 2:
            return self.right - right, bottom - self.bottom, self.right - left, top - self.bottom
        return self.top - top, self.right - right, self.top - bottom, self.right - left

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as shown."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.quarter % 2 else (width, height)


class Unread(NamedTuple):
    """What of a page was left out, told after its number; ``lost``: figures may be among it."""

    why: str
    lost: bool


@dataclass(frozen=True, slots=True)
class Page:
    """One page, 1-based. ``slanted`` counts characters set neither level nor upright (watermarks), which are left out.

    ``doubt`` says why all of it may be misread, or is empty; ``broken``: not all that is drawn could be looked at.
    ``pictured``: the share of it that pictures cover, 1 where nobody measured it. ``lean``: how a scanned page was set
    upright before it was read. ``unread``: what its pictures say and its text does not.
    """

    number: int
    width: float
    height: float
    pieces: Sequence[Piece]
    rules: Sequence[Rule]
    images: int = 0
    slanted: int = 0
    doubt: str = ""
    broken: bool = False
    pictured: float = 1.0
    lean: Lean | None = None
    unread: Unread | None = None


def struck_once(drawn: Iterable[P]) -> list[P]:
    """Glyphs or pieces in their order, without those drawn again at the same place to look bold."""
    kept: list[P] = []
    seen: dict[str, dict[int, list[float]]] = {}  # text → whole points from the top → left ends
    for each in drawn:
        rows = seen.setdefault(each.text, {})
        row, x0 = int(each.top), each.x0
        if rows and _struck(rows, row, x0, DOUBLE_STRIKE * each.size):
            continue
        rows.setdefault(row, []).append(x0)
        kept.append(each)
    return kept


def _struck(rows: dict[int, list[float]], row: int, x0: float, near: float) -> bool:
    for at in (row - 1, row, row + 1):
        for other in rows.get(at, ()):
            if -near <= other - x0 <= near:
                return True
    return False


def set_pieces(glyphs: Iterable[Glyph]) -> Iterator[Piece]:
    """Glyphs, in the order they were drawn, as the pieces they form."""
    held: list[Glyph] = []
    for glyph in glyphs:
        if held and not _sets_on(held[-1], glyph):
            yield _piece(held)
            held = []
        held.append(glyph)
    if held:
        yield _piece(held)


def _sets_on(before: Glyph, glyph: Glyph) -> bool:
    if before.font != glyph.font or before.size != glyph.size or abs(before.top - glyph.top) > 0.1:
        return False
    gap = glyph.x0 - before.x1
    return -BACK_GAP * glyph.size < gap and not parts(before.text, glyph.text, gap, glyph.size)


def _piece(glyphs: Sequence[Glyph]) -> Piece:
    first = glyphs[0]
    x0s = [g.x0 for g in glyphs for _ in g.text]
    x1s = [g.x1 for g in glyphs for _ in g.text]
    text = "".join(g.text for g in glyphs)
    return Piece(text, x0s, x1s, first.top, first.bottom, first.size, first.font)


def parts(before: str, after: str, gap: float, size: float) -> bool:
    """Whether ``gap`` points between two characters read as a blank, were none printed there."""
    if gap <= LATIN_GAP * size or before[-1:].isspace() or after[:1].isspace():
        return False
    return gap > BLANK_GAP * size or (latin(before[-1:]) and latin(after[:1]))


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
