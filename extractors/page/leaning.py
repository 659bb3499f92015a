"""From a page set level and upright, as its picture is read, back to the page as it was scanned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import cos, radians, sin
from typing import NamedTuple

from extractors.tables import Draft, Grid
from schemas.document import BBox, Spot


class Lean(NamedTuple):
    """How a page was set upright: turned by ``degrees`` about its middle, then by ``quarters``, both counter-clockwise.

    ``width`` and ``height`` are those of the page as scanned, in the points in which it was read; ``stretch`` takes
    these to the points of the file.
    """

    degrees: float
    quarters: int
    width: float
    height: float
    stretch: float = 1.0

    def box(self, box: BBox) -> BBox:
        """What ``box`` of the upright page covers on the page as scanned."""
        x0, top, x1, bottom = box
        corners = [self._point(x, y) for x in (x0, x1) for y in (top, bottom)]
        xs, ys = sorted(x for x, _ in corners), sorted(y for _, y in corners)
        return xs[0] * self.stretch, ys[0] * self.stretch, xs[-1] * self.stretch, ys[-1] * self.stretch

    def _point(self, x: float, y: float) -> tuple[float, float]:
        if self.quarters == 1:
            x, y = self.width - y, x
        elif self.quarters == 2:
            x, y = self.width - x, self.height - y
        elif self.quarters == 3:
            x, y = y, self.height - x
        c, s = cos(radians(self.degrees)), sin(radians(self.degrees))
        x, y = x - self.width / 2, y - self.height / 2
        return c * x - s * y + self.width / 2, s * x + c * y + self.height / 2


def put_back(draft: Draft | Grid, leans: Mapping[int, Lean]) -> Draft | Grid:
    """``draft`` with its places where they are on the pages as scanned."""
    if isinstance(draft, Draft):
        return replace(draft, spots=_put_back(draft.spots, leans))
    cells = tuple(cell._replace(spots=_put_back(cell.spots, leans)) for cell in draft.cells)
    return replace(draft, cells=cells, spots=_put_back(draft.spots, leans))


def _put_back(spots: tuple[Spot, ...], leans: Mapping[int, Lean]) -> tuple[Spot, ...]:
    return tuple(
        spot._replace(bbox=leans[spot.page].box(spot.bbox)) if spot.page in leans else spot for spot in spots
    )
