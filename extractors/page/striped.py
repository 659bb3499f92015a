"""Ruled tables that leave walls out: in every second row, as Word's banded styles do, or in all but the frame.

What gives them away is a cell with figures side by side. Where the other rows show the columns, their walls are
drawn on through that cell; where none does, the rules are read as those of a table without walls.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractors.page.glyphs import Page, Piece, Rule
from extractors.page.grid import Placed, find_grids
from extractors.page.lines import Line, set_lines
from extractors.page.rivers import runs
from extractors.page.strokes import straight
from extractors.page.unruled import find_unruled
from extractors.page.walls import is_beside
from extractors.tables import RawCell

MANY = 3  # words in as many columns, one each, are a row of a table and no merged cell


def with_all_walls(page: Page, tables: list[Placed], rest: list[Piece]) -> tuple[list[Placed], list[Piece]]:
    """``tables`` and ``rest`` as `find_grids` found them on ``page``, those with walls missing read with these drawn in."""
    odd = [table for table in tables if any(is_beside(cell.text) for cell in table.grid.cells)]
    if not odd:
        return tables, rest
    walls = [wall for table in odd for wall in _missing(page, table)]
    if walls:
        tables, rest = find_grids(replace(page, rules=[*page.rules, *walls]))
    for table in [table for table in tables if table.grid.ncols == 1 and table in odd]:
        found, left = find_unruled(
            page, [t for t in tables if t is not table], [*rest, *_inside(page, table)]
        )
        if len(found) == 1:
            tables, rest = [found[0] if t is table else t for t in tables], left
    return tables, rest


def _inside(page: Page, table: Placed) -> list[Piece]:
    x0, top, x1, bottom = table.bbox
    return [p for p in page.pieces if p.x0 >= x0 and p.x1 <= x1 and top < (p.top + p.bottom) / 2 < bottom]


def _missing(page: Page, table: Placed) -> Iterator[Rule]:
    """The walls of other rows through cells that hold a word in each of several columns."""
    flat = straight(page.rules)[0]
    for cell in table.grid.cells:
        edges = table.grid.xs[cell.col + 1 : cell.col + cell.colspan]
        if cell.rowspan > 1 or not edges or not cell.text:
            continue
        top, bottom = min(s.bbox[1] for s in cell.spots), max(s.bbox[3] for s in cell.spots)
        if not _is_row(set_lines(_of(page, cell), page.number), edges):
            continue
        for x in edges:
            over = [r.top for r in flat if r.x0 <= x <= r.x1]
            above, below = [y for y in over if y <= top + 2], [y for y in over if y >= bottom - 2]
            if above and below:
                yield Rule(x, max(above), x, min(below))


def _of(page: Page, cell: RawCell) -> list[Piece]:
    boxes = [spot.bbox for spot in cell.spots]
    return [
        p
        for p in page.pieces
        if any(
            x0 <= p.x0 and p.x1 <= x1 and top <= p.top and p.bottom <= bottom for x0, top, x1, bottom in boxes
        )
    ]


def _is_row(lines: Sequence[Line], edges: Sequence[float]) -> bool:
    """Whether the words of ``lines`` lie between ``edges``, none across, in three columns or more, one each in some line."""
    words = [runs(line, 1.0) for line in lines]
    if any(run.across(x) for line in words for run in line for x in edges):
        return False
    columns = [[sum(run.x0 >= x for x in edges) for run in line] for line in words]
    return any(len(line) >= MANY and len(set(line)) == len(line) for line in columns)
