"""Text set in columns beside each other: read column after column.

A gap that runs down through many lines parts columns where the lines on both sides of it are long and fill their
measure, as prose does. Lists, contents, forms and signatures have gaps too, but short words beside them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from extractors.page.glyphs import Piece
from extractors.page.lines import Line, set_lines
from extractors.page.rivers import Run, runs

LEAST_LINES = 8  # beside each other
LEAST_CHARS = 10  # in most lines on either side
GUTTER = 1.0  # of the size: the white between two columns
FLUSH = 2.0  # of the size: a line that ends this near the longest fills its measure
FILLED = 0.6  # of the lines on either side
LOOSE = 2.5  # of the size: lines further apart are not of one column


class Columns(NamedTuple):
    """From ``top`` to ``bottom`` of a page, points, text stands in two columns that part at ``x``."""

    top: float
    bottom: float
    x: float

    def side(self, x0: float, top: float) -> int | None:
        """0 or 1 for what begins at (x0, top) in the left or right column; None outside of both."""
        return int(x0 >= self.x) if self.top <= top < self.bottom else None


def set_in_columns(lines: list[Line], pieces: Sequence[Piece], page: int) -> tuple[list[Line], list[Columns]]:
    """``lines``, set from ``pieces`` of ``page``, those over two columns divided in two; and where columns are."""
    found = list(_columns(lines))
    if not found:
        return lines, found
    kept = [line for line in lines if not any(c.top <= line.top < c.bottom for c in found)]
    for block in found:
        own = [piece for piece in pieces if block.top <= (piece.top + piece.bottom) / 2 < block.bottom]
        for side in (0, 1):
            kept += set_lines([piece for piece in own if int(piece.x0 >= block.x) == side], page)
    return sorted(kept, key=lambda line: (line.top, line.x0)), found


class _Held:
    """Lines one below the other and the white that all of them leave, from ``low`` to ``high``."""

    def __init__(self, line: Line, gap: tuple[float, float]) -> None:
        self.lines = [line]
        self.low, self.high = gap

    def takes(self, line: Line) -> bool:
        """Add ``line`` if it stands below the others and leaves some of the white free."""
        if line.top - self.lines[-1].top > LOOSE * line.size:
            return False
        own = runs(line, GUTTER)
        left = [run.x1 for run in own if run.x0 < self.low + 1]
        right = [run.x0 for run in own if run.x0 >= self.low + 1]
        low, high = max([self.low, *left]), min([self.high, *right])
        if high - low < 0.8 * GUTTER * line.size:
            return False
        self.low, self.high = low, high
        self.lines.append(line)
        return True

    def columns(self) -> Columns | None:
        """The block they make, if both sides are prose."""
        x = (self.low + self.high) / 2
        sides = [
            ([r for r in runs(line, GUTTER) if r.x1 <= x], [r for r in runs(line, GUTTER) if r.x0 >= x])
            for line in self.lines
        ]
        both = [at for at, (left, right) in enumerate(sides) if left and right]
        if len(both) < LEAST_LINES:
            return None
        last = both[-1]
        for at in range(last + 1, len(sides)):  # one column is longer than the other
            if sides[at][0] and not _fills(sides[at][0], [left for left, _ in sides]):
                break
            last = at
        beside = [sides[at] for at in range(both[0], last + 1)]
        if not all(_is_prose([side[at] for side in beside if side[at]]) for at in (0, 1)):
            return None
        return Columns(self.lines[both[0]].top - 1, self.lines[last].bbox[3], x)


def _columns(lines: Sequence[Line]) -> Iterator[Columns]:
    held: _Held | None = None
    for line in lines:
        if held is not None and held.takes(line):
            continue
        if held is not None and (block := held.columns()):
            yield block
        gap = _widest(line)
        held = _Held(line, gap) if gap else None
    if held is not None and (block := held.columns()):
        yield block


def _widest(line: Line) -> tuple[float, float] | None:
    """The widest white between its words, if it is wide enough to part columns."""
    gaps = [(after.x0 - before.x1, before.x1, after.x0) for before, after in pairwise(runs(line, GUTTER))]
    return max(gaps)[1:] if gaps else None


def _fills(line: Sequence[Run], others: Sequence[Sequence[Run]]) -> bool:
    return line[-1].x1 > max(other[-1].x1 for other in others if other) - FLUSH * line[-1].size


def _is_prose(lines: Sequence[Sequence[Run]]) -> bool:
    """Whether most of ``lines`` are long and end where the longest ends."""
    long = median(sum(len(run.text) for run in line) for line in lines) >= LEAST_CHARS
    return long and sum(_fills(line, lines) for line in lines) >= FILLED * len(lines)
