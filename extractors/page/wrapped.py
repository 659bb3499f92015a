"""Figures that a narrow column cut over two lines, made whole where the table shows how many decimals they have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from extractors.page.figures import decimals_of, is_number
from extractors.tables import Grid, RawCell

_CUT = re.compile(
    r"[-+−－]?\d[\d,，]*(?:[.．]\d+|[,，]\d{0,2})"
)  # stops among its decimals, or among three digits
_REST = re.compile(r"\d[\d,，]*(?:[.．]\d+)?[%％]?")


def with_whole_figures(grid: Grid) -> Grid:
    """``grid`` with "107.7" over "2" as "107.72" where its figures have two decimals.

    Two figures one over the other stay two: only one that has fewer decimals than are usual, and just as many with
    the shorter line below it, was cut there.
    """
    if not any("\n" in cell.text and cell.text[-1:] in "0123456789%％" for cell in grid.cells):
        return grid
    places = decimals_of([cell.text for cell in grid.cells if is_number(cell.text)])
    return replace(grid, cells=tuple(_mended(cell, places) for cell in grid.cells))


def _mended(cell: RawCell, places: int) -> RawCell:
    for at in _cuts(cell.text, places):
        spots = tuple(
            spot._replace(start=spot.start - (spot.start > at), end=spot.end - (spot.end > at))
            for spot in cell.spots
        )
        cell = cell._replace(text=cell.text[:at] + cell.text[at + 1 :], spots=spots)
    return cell


def _cuts(text: str, places: int) -> Iterator[int]:
    """Where line breaks of ``text`` cut a figure, from the last."""
    lines = text.split("\n")
    at = len(text)
    for above, below in reversed(list(pairwise(lines))):
        at -= len(below) + 1
        whole = (above + below).rstrip("%％").partition(".")[2]
        cut = _CUT.fullmatch(above) and _REST.fullmatch(below) and len(below) < len(above)
        if cut and is_number(above + below) and len(whole) == places > len(above.partition(".")[2]):
            yield at
