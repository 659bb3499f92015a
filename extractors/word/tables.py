"""Word's rows as a grid: spans across, merges down, rows that begin late or were written without their spans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from extractors.ooxml import Element, attribute, whole
from extractors.tables import Grid, RawCell
from schemas.errors import TooLarge

MOST_COLUMNS = 1000  # Word allows 63
_MAX_SLOTS = 2_000_000  # rows times columns of one table; the largest real one has some thousands
_NEAR = 0.02  # of the table's width: cell edges this near to a column's are meant to stand on it


@dataclass(slots=True)
class WordCell:
    """One w:tc. ``span`` counts columns; ``measure`` is its w:tcW.

    ``opens`` begins a vertical merge, ``below`` goes on the one above, ``beside`` goes on the cell to the left.
    """

    text: str
    span: int = 1
    measure: Element | None = None
    opens: bool = False
    below: bool = False
    beside: bool = False
    breaks_page: bool = False  # a page begins before it

    @property
    def width(self) -> int:
        """In twentieths of a point; 0 where it is not given so."""
        absolute = attribute(self.measure, "type", "dxa") == "dxa"
        return max(whole(self.measure, 0, "w"), 0) if absolute else 0


@dataclass(slots=True)
class WordRow:
    """One w:tr: ``before`` columns are left out on its left, ``after`` on its right."""

    cells: list[WordCell]
    before: int = 0
    after: int = 0

    @property
    def reach(self) -> int:
        """How many columns it accounts for."""
        return self.before + sum(cell.span for cell in self.cells) + self.after


def grid_of(rows: Sequence[WordRow], name: str) -> Grid:
    """The printed table. Slots that no cell of a row covers stay open.

    Raises:
        TooLarge: more slots than any table has; messages call the file ``name``.
    """
    _spread(rows)
    cells: list[RawCell] = []
    going: dict[int, int] = {}  # column -> index in ``cells`` of the merge that may go on there
    for at, row in enumerate(rows):
        going = _place(row, at, cells, going)
    columns = max((cell.col + cell.colspan for cell in cells), default=0)
    if len(rows) * columns > _MAX_SLOTS:
        raise TooLarge(name, f"有一张 {len(rows)} 行 {columns} 列的表", "请把表格拆小，或另存为 .xlsx 后提交")
    return Grid(len(rows), columns, tuple(cells))


def _place(row: WordRow, at: int, cells: list[RawCell], going: dict[int, int]) -> dict[int, int]:
    """Add the cells of ``row`` and let merges grow; the merges that may go on below it."""
    merges: dict[int, int] = {}
    goes_on = _continued(row, cells, going)
    col = row.before
    last: int | None = None  # the cell to the left, where it begins in this row
    for place, cell in enumerate(row.cells):
        up = goes_on.get(place)
        if up is not None:
            if cells[up].bottom == at:
                cells[up] = cells[up]._replace(rowspan=at - cells[up].row + 1)
            if cell.text and not cells[up].text:  # Word hides what stands in the lower cells, and so do we
                cells[up] = cells[up]._replace(text=cell.text)
            merges[cells[up].col] = up
            last = up
        elif cell.beside and last is not None:
            if cells[last].row == at:
                cells[last] = cells[last]._replace(colspan=cells[last].colspan + cell.span)
        else:
            cells.append(RawCell(at, col, 1, cell.span, cell.text))
            last = len(cells) - 1
            if cell.opens or cell.below:
                merges[col] = last
        col += cell.span
    return merges


def _continued(row: WordRow, cells: list[RawCell], going: dict[int, int]) -> dict[int, int]:
    """Which cells of ``row`` (by place) go on a merge from above: those that together are as wide as it.

    A cell that is marked so under one of another width stands for itself: Word draws it.
    """
    if not going or not any(cell.below for cell in row.cells):
        return {}
    found: dict[int, int] = {}
    open_at: list[int] = []  # places of the cells that are to fill the merge ``up``
    up, end = -1, -1
    col = row.before
    for place, cell in enumerate(row.cells):
        if cell.below and col in going:
            up, open_at = going[col], [place]
            end = col + cells[up].colspan
        elif open_at and (cell.below or cell.beside) and col < end:
            open_at.append(place)
        else:
            open_at = []
        col += cell.span
        if open_at and col == end:
            found |= dict.fromkeys(open_at, up)
            open_at = []
    return found


def _spread(rows: Sequence[WordRow]) -> None:
    """Give cells of short rows the columns that their widths cover.

    Some writers give no spans, only widths: a title over four columns is one cell, as wide as four. Rows that say
    all their columns give the edges; a short row whose edges all stand on them is spread, any other is left alone.
    """
    columns = max((row.reach for row in rows), default=0)
    short = [row for row in rows if row.reach < columns and not row.before and not row.after]
    if not short:
        return
    full = next(
        (r for r in rows if r.reach == columns == len(r.cells) and all(c.width for c in r.cells)), None
    )
    if full is None:
        return
    edges = [0, *accumulate(cell.width for cell in full.cells)]
    for row in short:
        spans = _spans(row, edges)
        for cell, span in zip(row.cells, spans, strict=False):
            cell.span = span


def _spans(row: WordRow, edges: Sequence[int]) -> list[int]:
    """For every cell of ``row`` how many columns it covers; nothing where its edges do not stand on ``edges``."""
    near = edges[-1] * _NEAR
    spans: list[int] = []
    before = 0
    right = 0
    for cell in row.cells:
        right += cell.width
        at = min(range(len(edges)), key=lambda i: abs(edges[i] - right))
        if not cell.width or abs(edges[at] - right) > near or at <= before:
            return []
        spans.append(at - before)
        before = at
    return spans if before == len(edges) - 1 else []
