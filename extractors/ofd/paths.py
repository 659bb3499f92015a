"""Path objects of an OFD page as rules, by the same measure as the lines and boxes of a PDF."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractors.ofd.space import FAR, Matrix
from extractors.page.glyphs import THIN_POINTS, Rule
from schemas.document import BBox

STRAIGHT_POINTS = 1.0  # a stroke may lean this far and still rule
BEVEL_POINTS = 0.1  # the corners of a box may be off by this
MOST_CORNERS = 6  # of a box: some programs come back to the first corner before they close
LETTER_POINTS = 40.0  # a shape of many corners that is no larger: the largest titles are set in 36
_ARGUMENTS = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}  # the end point comes last

Point = tuple[float, float]


class Overdrawn(Exception):
    """A page that draws more than a page can hold; says what of, in Chinese."""


class Figure(NamedTuple):
    """One connected part of a path: its corners on the page in points; ``breaks[i]``: no straight line leads to corner i."""

    corners: list[Point]
    breaks: list[bool]


def figures(data: str, matrix: Matrix, most: int) -> list[Figure] | None:
    """The parts of the path ``data`` (AbbreviatedData); None where it cannot be understood.

    Raises:
        Overdrawn: it has more than ``most`` points.
    """
    words = data.replace(",", " ").split()
    out: list[Figure] = []
    try:
        _draw(words, matrix, most, out)
    except (ValueError, IndexError, KeyError):
        try:
            out.clear()
            _draw(re.sub(r"([MSLQBACmslqbac])", r" \1 ", " ".join(words)).upper().split(), matrix, most, out)
        except (ValueError, IndexError, KeyError):
            return None
    return out


def _draw(words: Sequence[str], matrix: Matrix, most: int, out: list[Figure]) -> None:
    a, b, c, d, e, f = matrix
    at, points = 0, 0
    while at < len(words):
        order = words[at]
        count = _ARGUMENTS[order]
        if order == "C":
            if out and out[-1].corners:
                out[-1].corners.append(out[-1].corners[0])
                out[-1].breaks.append(False)
            at += 1
            continue
        x, y = float(words[at + count - 1]), float(words[at + count])
        at += count + 1
        points += 1
        if not (-FAR < x < FAR and -FAR < y < FAR):
            raise ValueError
        if points > most:
            raise Overdrawn("线条过多")
        corner = a * x + c * y + e, b * x + d * y + f
        if order in "MS" or not out:
            out.append(Figure([corner], [True]))
        else:
            out[-1].corners.append(corner)
            out[-1].breaks.append(order != "L")


def rules(drawn: Sequence[Figure], *, stroked: bool, filled: bool) -> Iterator[Rule]:
    """Straight strokes and thin fills. Shading, however exact its edges, is no rule."""
    for corners, breaks in drawn:
        if filled and _is_thin_box(corners, breaks):
            yield Rule(*extent(corners))
        elif stroked:
            ax, ay = corners[0]
            for (bx, by), broken in zip(corners[1:], breaks[1:], strict=True):
                if not broken and (abs(ax - bx) < STRAIGHT_POINTS or abs(ay - by) < STRAIGHT_POINTS):
                    yield Rule(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))
                ax, ay = bx, by


def extent(corners: Sequence[Point]) -> BBox:
    """The box around ``corners``."""
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def is_lettering(drawn: Sequence[Figure]) -> bool:
    """Whether the parts of a path make a letter or a sign: small, and of more than lines and boxes."""
    if all(len(corners) <= MOST_CORNERS and True not in breaks[1:] for corners, breaks in drawn):
        return False
    x0, top, x1, bottom = extent([corner for corners, _ in drawn for corner in corners])
    return max(x1 - x0, bottom - top) <= LETTER_POINTS


def _is_thin_box(corners: Sequence[Point], breaks: Sequence[bool]) -> bool:
    if not 4 <= len(corners) <= MOST_CORNERS or True in breaks[1:]:
        return False
    x0, top, x1, bottom = extent(corners)
    if min(x1 - x0, bottom - top) > THIN_POINTS:
        return False
    return all(
        min(x - x0, x1 - x) < BEVEL_POINTS and min(y - top, bottom - y) < BEVEL_POINTS for x, y in corners
    )
