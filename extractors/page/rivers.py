"""White rivers: where columns part when no rule is drawn between them.

A table without vertical rules still keeps its columns apart: in row after row the same stretch of white divides
what stands left from what stands right. A river is such a stretch; a word that lies across it is a merged cell.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from operator import sub
from statistics import median
from typing import NamedTuple

from extractors.page.figures import is_number
from extractors.page.glyphs import Piece
from extractors.page.lines import Line

WHITE = 0.55  # of the size: a gap between two words that asks for an edge
CELL_WHITE = 0.3  # the same between two Chinese words, worth half: cells are no nearer than their padding
NARROW = 0.1  # the same where other rows show the edge: a cell filled to its end comes near the next one
SURELY_BLANK = 1.0  # a gap this wide stands as a blank in the text of a line, whatever is beside it
LETTERS = 4  # so many gaps show how wide a line is spaced
LEAST_POINTS = 0.8  # a stretch of white narrower than this is chance
REACH_POINTS = 40.0  # how far an edge may be from where it is found when nothing is printed around it
FLUSH_POINTS = 1.0  # words that end this near each other are flush
CROSSED = 0.5  # a row that lies across a river counts this much against it; one that it parts counts 1 for it
CUT = 3.0  # the same for a figure: figures are not merged with their neighbours
PROSE = 12.0  # of the size: longer lines that begin one below the other are a paragraph


class Run(NamedTuple):
    """Characters of one line with no white among them that could part columns; blanks are left out."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float

    @property
    def numeric(self) -> bool:
        """Whether it is one figure."""
        return is_number(self.text)

    def across(self, x: float) -> bool:
        """Whether it lies across an edge at ``x``."""
        return self.x0 + 0.1 < x < self.x1 - 0.1


class River(NamedTuple):
    """The edge of a column at ``x``, free to lie anywhere from ``left`` to ``right``, points all."""

    x: float
    left: float
    right: float


# --- lines to words


def runs(line: Line, white: float) -> list[Run]:
    """``line`` divided where ``white`` of its size or more is left blank."""
    text = line.text
    if white >= SURELY_BLANK and text.split() == [text]:
        return [Run(text, line.bbox[0], line.bbox[1], line.bbox[2], line.bbox[3], line.size)]
    return list(_divided(line, white * line.size))


def words(line: Line) -> list[Run]:
    """``line`` divided where columns may part at all: at any white wider than that between its letters."""
    spacing = [gap for gap in _gaps(line) if 0 < gap < WHITE * line.size]
    usual = median(spacing) if len(spacing) > LETTERS else 0.0
    return list(_divided(line, usual + NARROW * line.size))


def _printed(line: Line) -> Iterator[tuple[str, float, float]]:
    """Every character that is no blank, with its left and right end."""
    for piece in line.pieces:
        yield from _characters(piece)


def _characters(piece: Piece) -> Iterator[tuple[str, float, float]]:
    for char, x0, x1 in zip(piece.text, piece.x0s, piece.x1s, strict=True):
        if not char.isspace():
            yield char, x0, x1


def _gaps(line: Line) -> Iterator[float]:
    for (_, _, end), (_, start, _) in pairwise(_printed(line)):
        yield start - end


def _unparted(line: Line, white: float) -> Iterator[tuple[str, float, float]]:
    """What is printed, in stretches that no gap of ``white`` points divides: pieces without a blank, else characters."""
    for piece in line.pieces:
        text, x0s, x1s = piece.text, piece.x0s, piece.x1s
        if text.split() == [text] and max(map(sub, x0s[1:], x1s), default=0.0) < white:
            yield text, x0s[0], max(x1s)
        else:
            yield from _characters(piece)


def _divided(line: Line, white: float) -> Iterator[Run]:
    text, left, right = "", 0.0, 0.0
    for more, x0, x1 in _unparted(line, white):
        if text and x0 - right >= white:
            yield Run(text, left, line.top, right, line.bbox[3], line.size)
            text = ""
        if not text:
            left, right = x0, x1
        text += more
        right = max(right, x1)
    if text:
        yield Run(text, left, line.top, right, line.bbox[3], line.size)


# --- words to rows


class Ink(NamedTuple):
    """A stretch of a row that is printed on: its ends, whether it is one figure, its first and last character."""

    left: float
    right: float
    numeric: bool
    first: str
    last: str


class Gap(NamedTuple):
    """White between two stretches of ink, what it is worth as a sign of an edge, whether it parts two figures."""

    left: float
    right: float
    worth: float
    figures: bool


class Band(NamedTuple):
    """What is printed in one row: stretches of ink apart from each other, from the left; the usual size of type."""

    ink: tuple[Ink, ...]
    size: float

    @classmethod
    def of(cls, row: Iterable[Run], size: float) -> Band:
        """The ink of several lines laid over each other."""
        ink: list[Ink] = []
        for run in sorted(row, key=lambda r: r.x0):
            before = ink[-1] if ink else None
            if before is None or run.x0 - before.right >= 0.1:
                ink.append(Ink(run.x0, run.x1, run.numeric, run.text[0], run.text[-1]))
                continue
            last = run.text[-1] if run.x1 > before.right else before.last
            right, numeric = max(before.right, run.x1), before.numeric and run.numeric
            ink[-1] = Ink(before.left, right, numeric, before.first, last)
        return cls(tuple(ink), size)

    def gaps(self) -> Iterator[Gap]:
        """The white between neighbours that may part columns."""
        for before, after in pairwise(self.ink):
            white = after.left - before.right
            if white >= WHITE * self.size:
                yield Gap(before.right, after.left, 1.0, before.numeric and after.numeric)
            elif white >= CELL_WHITE * self.size and before.last > "\u2e80" and after.first > "\u2e80":
                # Between figures, letters and Chinese a program leaves a quarter of the size by itself.
                yield Gap(before.right, after.left, 0.5, figures=False)

    def across(self, x: float) -> Ink | None:
        """What is printed across ``x``, if anything."""
        return next((ink for ink in self.ink if ink.left + 0.1 < x < ink.right - 0.1), None)

    def stretch(self, x: float) -> tuple[float, float] | None:
        """From where to where the words around ``x`` run on without white that parts columns."""
        left = right = None
        for ink in self.ink:
            if right is None or ink.left - right >= WHITE * self.size:
                if right is not None and left is not None and left < x < right:
                    break
                left = ink.left
            right = ink.right
        return (left, right) if left is not None and right is not None and left < x < right else None


def _cost(bands: Sequence[Band], x: float) -> float:
    """What it costs to cut ``bands`` at ``x``: 0 where nothing is printed there.

    The lines of a paragraph are one word that lies across, not many.
    """
    cost = 0.0
    before: tuple[float, float] | None = None
    for band in bands:
        here = band.stretch(x)
        ink = band.across(x) if here else None
        if ink is not None and not (before and here and _is_paragraph(before, here, band.size)):
            cost += CUT if ink.numeric else CROSSED
        before = here
    return cost


def _is_paragraph(above: tuple[float, float], line: tuple[float, float], size: float) -> bool:
    longest = max(above[1] - above[0], line[1] - line[0])
    return abs(above[0] - line[0]) < FLUSH_POINTS and longest >= PROSE * size


# --- rows to rivers


def find_rivers(
    bands: Sequence[Band], known: Sequence[float] = (), hints: Sequence[River] = (), *, wide: float
) -> list[River]:
    """The fewest edges that part what is parted in most of ``bands``, from the left.

    Args:
        bands: the rows, one each.
        known: edges that are certain, because drawn rules end there.
        hints: edges of the same table on the page before; each speaks for its like as one row does.
        wide: points of white that need no second row to be believed, where nothing lies across them.
    """
    edges = list(known)
    gaps = [gap for band in bands for gap in band.gaps()]
    while asking := [gap for gap in gaps if not any(gap.left <= x <= gap.right for x in edges)]:
        best = _best(asking, bands, hints)
        if best is None or best.score <= 0:
            break
        alone = best.votes < 2 and not best.figures
        if alone and (best.votes < 1 or best.against or best.width < wide):
            break
        edges.append((best.left + best.right) / 2)
    edges += [x for x in _flush(bands) if all(abs(x - y) > FLUSH_POINTS for y in edges)]
    for hint in hints:
        kept = any(hint.left <= x <= hint.right for x in edges)
        if not kept and not any(band.across(hint.x) for band in bands):
            edges.append(hint.x)
    return sorted(_river(x, bands) for x in edges)


class _Stretch(NamedTuple):
    """White from ``left`` to ``right`` that ``votes`` gaps share and ``against`` speaks against."""

    score: float
    width: float
    left: float
    right: float
    votes: float
    against: float
    figures: bool


def _best(gaps: Sequence[Gap], bands: Sequence[Band], hints: Sequence[River]) -> _Stretch | None:
    """The widest of the stretches that part most rows and cut fewest."""
    best: _Stretch | None = None
    held: _Stretch | None = None
    for left, right in pairwise(_ends(gaps, bands)):
        x = (left + right) / 2
        through = [gap for gap in gaps if gap.left <= x <= gap.right]
        against = _cost(bands, x)
        votes = sum(gap.worth for gap in through) + sum(hint.left <= x <= hint.right for hint in hints)
        if held is not None and held.score == votes - against and held.right == left:
            left = held.left
        figures = any(gap.figures for gap in through)
        held = _Stretch(votes - against, right - left, left, right, votes, against, figures)
        if through and held.width >= LEAST_POINTS and (best is None or held[:2] > best[:2]):
            best = held
    return best


def _ends(gaps: Sequence[Gap], bands: Sequence[Band]) -> list[float]:
    """All places where a gap or, between the outermost gaps, ink begins or ends."""
    low, high = min(gap.left for gap in gaps), max(gap.right for gap in gaps)
    ends = {x for gap in gaps for x in (gap.left, gap.right)}
    ends |= {x for band in bands for ink in band.ink for x in (ink.left, ink.right) if low < x < high}
    return sorted(ends)


def _flush(bands: Sequence[Band]) -> Iterator[float]:
    """Narrow white between a figure and its neighbour at which words of other rows end or begin as well."""
    ends = sorted(ink.right for band in bands for ink in band.ink)
    starts = sorted(ink.left for band in bands for ink in band.ink)
    told: list[float] = []
    for band in bands:
        for before, after in pairwise(band.ink):
            x = (before.right + after.left) / 2
            if after.left - before.right >= WHITE * band.size or before.numeric == after.numeric:
                continue
            flush = max(_near(ends, before.right), _near(starts, after.left)) - 1
            if flush > 1 + _cost(bands, x) and all(abs(x - y) > FLUSH_POINTS for y in told):
                told.append(x)
                yield x


def _near(places: Sequence[float], x: float) -> int:
    return bisect_right(places, x + FLUSH_POINTS) - bisect_left(places, x - FLUSH_POINTS)


def _river(x: float, bands: Sequence[Band]) -> River:
    """The edge at ``x`` with the white that all rows leave around it which it does not cut."""
    left, right = x - REACH_POINTS, x + REACH_POINTS
    for band in bands:
        for ink in band.ink:
            if ink.right <= x:
                left = max(left, ink.right)
            elif ink.left >= x:
                right = min(right, ink.left)
    return River(x, left, right)


def brought_together(
    ours: Sequence[float],
    our_room: Sequence[tuple[float, float]],
    theirs: Sequence[float],
    their_room: Sequence[tuple[float, float]],
) -> tuple[float, ...]:
    """``theirs``, the edges of the second part of a table, each moved to the one of ``ours`` that runs through the same white.

    The rooms say from where to where an edge could lie. Order is kept, and no two are moved to one.
    """
    moved = list(theirs)
    free = 0
    for i, (low, high) in enumerate(their_room):
        for j in range(free, len(ours)):
            if max(low, our_room[j][0]) <= min(high, our_room[j][1]) + FLUSH_POINTS:
                moved[i], free = ours[j], j + 1
                break
    return tuple(moved)
