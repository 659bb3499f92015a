"""Two parts of one table measured in pictures: the scanner moved and stretched the second page, and misread a letter."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractors.tables import Grid

MOVED_POINTS = 30.0  # how far apart two pages were fed
STRETCHED = 0.03  # of the width: how much wider one of them came out
SAME_X_POINTS = 6.0  # after moving and stretching, edges this near are one
SAME_X_BY_INDEX_POINTS = 12.0  # the same where both have equally many columns
ALIKE = 85  # of 100: heads read alike from here on


def laid_over(first: Grid, second: Grid) -> Grid:
    """``second`` with its column edges moved to those of ``first`` that they stand for; as it is where they stand for none."""
    (a0, a1), (b0, b1) = (first.xs[0], first.xs[-1]), (second.xs[0], second.xs[-1])
    stretch = (a1 - a0) / max(b1 - b0, 1.0)
    if abs(stretch - 1) <= STRETCHED and abs(a0 - b0) <= MOVED_POINTS:
        moved = [a0 + (x - b0) * stretch for x in second.xs]
    elif abs(a1 - b1) <= MOVED_POINTS:  # an outer column is not drawn again
        moved = [x + a1 - b1 for x in second.xs]
    else:
        return second
    same_count = len(first.xs) == len(second.xs)
    if same_count and all(abs(a - b) <= SAME_X_BY_INDEX_POINTS for a, b in zip(first.xs, moved, strict=True)):
        return replace(second, xs=first.xs)
    nearest = [min(first.xs, key=lambda known, x=x: abs(known - x)) for x in moved]  # type: ignore[misc]
    edges = [known if abs(known - x) <= SAME_X_POINTS else x for known, x in zip(nearest, moved, strict=True)]
    return replace(second, xs=tuple(edges)) if all(a < b for a, b in pairwise(edges)) else second


def reads_alike(one: str, other: str) -> bool:
    """Whether two recognised texts are most likely the same."""
    from rapidfuzz import fuzz  # here, not above: most tables are not scanned

    return fuzz.ratio(one, other) >= ALIKE
