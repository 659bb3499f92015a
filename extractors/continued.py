"""A table that goes on on the next page: its parts as the one table that the author meant.

Joining follows six observations on printed reports: a table goes on where nothing but page numbers stands
between its parts; columns keep their x; a repeated head is printed again word by word; a row that the page cut
continues below with blanks under what is finished; a vertical merge goes on under a blank; and an outer merged
column may not be drawn again at all.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import NamedTuple

from extractors.page.matching import laid_over, reads_alike
from extractors.page.rivers import brought_together
from extractors.tables import Grid, RawCell, belongs_to_caption
from schemas.form import load_form_words

SAME_X_POINTS = 3.5  # two columns are one when their edges are this near
_SAME_EDGE_POINTS = 4.0  # the outer edges of two parts of one table


def join(first: Grid, second: Grid) -> Grid | None:
    """Both as one table when ``second`` continues ``first`` on the next page, else None.

    The caller has made sure that nothing is printed between them.
    """
    placed = _align(first, second)
    if placed is None or _begins_anew(*placed):
        return None
    first, second = placed
    second = _without_head(first, second)
    if second.nrows == 0:
        return replace(first, spots=first.spots + second.spots)
    groups = _groups(first, second)
    # A typed line is a whole row.
    broken = bool(first.xs) and (
        (first.open_below and second.open_above) or _row_is_broken(first, second, groups)
    )
    return _stack(first, second, groups, broken)


# --- columns


def _align(first: Grid, second: Grid) -> tuple[Grid, Grid] | None:
    """Both on the same columns, or None when they are different tables."""
    if not first.xs or not second.xs:
        return _align_typed(first, second)
    if first.scanned or second.scanned:
        second = laid_over(first, second)
    if first.play or second.play:
        second = replace(second, xs=brought_together(*_rivers(first), *_rivers(second)))
    right_differs = abs(first.xs[-1] - second.xs[-1]) > _SAME_EDGE_POINTS
    left_differs = abs(first.xs[0] - second.xs[0]) > _SAME_EDGE_POINTS
    if right_differs or (left_differs and not _column_vanished(first, second)):
        return None
    edges = _union(first.xs, second.xs)
    if first.play or second.play:
        room = dict(zip(*_rivers(second), strict=True)) | dict(zip(*_rivers(first), strict=True))
        first = replace(first, play=tuple(room[x] for x in edges))
    return _on_columns(first, edges), _on_columns(second, edges)


def _rivers(grid: Grid) -> tuple[tuple[float, ...], tuple[tuple[float, float], ...]]:
    """Its column edges, and from where to where each could lie."""
    return grid.xs, grid.play or tuple((x, x) for x in grid.xs)


def _column_vanished(first: Grid, second: Grid) -> bool:
    """Whether ``second`` begins at an inner column of ``first`` and a merge of ``first`` reaches its last row there."""
    at = next((i for i, x in enumerate(first.xs) if abs(x - second.xs[0]) <= SAME_X_POINTS), 0)
    if not 0 < at < first.ncols - 1:
        return False
    outer = [cell for cell in first.cells if cell.col < at and cell.bottom == first.nrows]
    return bool(outer) and all(cell.rowspan > 1 and cell.col + cell.colspan <= at for cell in outer)


def _align_typed(first: Grid, second: Grid) -> tuple[Grid, Grid] | None:
    """Typed tables have no x: equal widths, or the outer merged column was not typed again."""
    missing = first.ncols - second.ncols
    same_head = _rows_text(first)[:1] == _rows_text(second)[:1]
    if missing == 0 and (same_head or _begins_inside(second)):
        return first, second
    if missing != 1 or not _begins_inside(second):
        return None
    moved = [cell._replace(col=cell.col + 1) for cell in second.cells]
    blank = [RawCell(row, 0, 1, 1, "") for row in range(second.nrows)]
    return first, replace(second, ncols=first.ncols, cells=tuple(blank + moved))


def _begins_inside(grid: Grid) -> bool:
    """Whether its first row starts blank and is filled later: it stands under a merge of the page before."""
    row = _rows_text(grid)[0] if grid.nrows else []
    return bool(row) and not row[0].strip() and any(text.strip() for text in row)


def _union(a: tuple[float, ...], b: tuple[float, ...]) -> tuple[float, ...]:
    edges = list(a)
    edges += [x for x in b if all(abs(x - known) > SAME_X_POINTS for known in a)]
    return tuple(sorted(edges))


def _on_columns(grid: Grid, edges: tuple[float, ...]) -> Grid:
    """``grid`` with its columns counted on ``edges``, a superset of its own."""
    if len(edges) == len(grid.xs):
        return replace(grid, xs=edges)
    place = [min(range(len(edges)), key=lambda i, x=x: abs(edges[i] - x)) for x in grid.xs]  # type: ignore[misc]
    cells = tuple(
        cell._replace(col=place[cell.col], colspan=place[cell.col + cell.colspan] - place[cell.col])
        for cell in grid.cells
    )
    return replace(grid, ncols=len(edges) - 1, cells=cells, xs=edges)


# --- heads


def _rows_text(grid: Grid) -> list[list[str]]:
    slots = grid.slots()
    return [
        [slots[r, c].text if (r, c) in slots else "" for c in range(grid.ncols)] for r in range(grid.nrows)
    ]


_Begun = tuple[int, int, int, str]  # column, colspan, rowspan, text without blanks


def _shape(grid: Grid, row: int) -> list[_Begun]:
    """What a row looks like: for every cell that begins in it place, spans and text without blanks."""
    begins = sorted((cell for cell in grid.cells if cell.row == row), key=lambda cell: cell.col)
    return [(c.col, c.colspan, c.rowspan, re.sub(r"\s", "", c.text)) for c in begins]


def _begins_anew(first: Grid, second: Grid) -> bool:
    """Whether ``second`` is the next form of a series rather than more of ``first``.

    A new title across all columns says so, and so do the row labels: where both tables go on after what they
    have in common with the same two labels (项目名称, 主管部门), the form starts over.
    """
    top = [cell for cell in second.cells if cell.row == 0]
    if len(top) == 1 and top[0].colspan == second.ncols and belongs_to_caption(top[0].text):
        return not _alike(_shape(first, 0), _shape(second, 0), first.scanned or second.scanned)
    same = _common_rows(first, second)
    labels = [_labels(grid, same, same + 2) for grid in (first, second)]
    if labels[0] != labels[1] or len(set(labels[0])) < 2:
        return False
    return all(label and not _NUMBER.fullmatch(label) for label in labels[0])


def _labels(grid: Grid, start: int, end: int) -> list[str]:
    """What the rows ``start:end`` have in their first column, without blanks."""
    outer = [cell for cell in grid.cells if cell.col == 0]
    covering = (
        next((x for x in outer if x.row <= r < x.bottom), None) for r in range(start, min(end, grid.nrows))
    )
    return [re.sub(r"\s", "", cell.text) if cell else "" for cell in covering]


def _common_rows(first: Grid, second: Grid) -> int:
    """How many rows at the top of both look alike."""
    same = 0
    scanned = first.scanned or second.scanned
    while same < min(first.nrows, second.nrows) and _alike(
        _shape(first, same), _shape(second, same), scanned
    ):
        same += 1
    return same


def _alike(one: list[_Begun], other: list[_Begun], scanned: bool) -> bool:
    """Whether two rows look alike: place and spans, and the text, of scans nearly so."""
    if not scanned:
        return one == other
    return [cell[:3] for cell in one] == [cell[:3] for cell in other] and reads_alike(
        "".join(cell[3] for cell in one), "".join(cell[3] for cell in other)
    )


def _without_head(first: Grid, second: Grid) -> Grid:
    """``second`` less the longest run of rows that repeats the top of ``first``.

    Rows of nothing but numbers and blanks are no head: they are data that happen to be equal.
    """
    same = _common_rows(first, second)
    while same and any(cell.row < same < cell.bottom for cell in second.cells):
        same -= 1
    texts = [cell.text for cell in second.cells if cell.row < same and cell.text.strip()]
    if not texts or all(_NUMBER.fullmatch(re.sub(r"\s", "", text)) for text in texts):
        return second
    cells = tuple(cell._replace(row=cell.row - same) for cell in second.cells if cell.row >= same)
    return replace(second, nrows=second.nrows - same, cells=cells, open_above=False)


# --- rows and merges over the break

# A figure that is complete as it stands: "3,028." or "512.36亿" above "元" is not.
_NUMBER = re.compile(r"[-+−－]?[\d０-９][\d０-９,，]{0,20}(?:[.．][\d０-９]{1,10})?[%％]?")


class _Groups(NamedTuple):
    """Columns with cells merged downwards; of them those in which they name groups, and those in which they stay blank."""

    tall: set[int]
    named: set[int]
    blank: set[int]


def _groups(first: Grid, second: Grid) -> _Groups:
    """How both parts name groups of rows: in a cell merged downwards, or once, with blank cells ruled off below the name.

    Tables of the second kind may merge the blank cells among themselves. There a blank cell at the top of a page is no
    part of the name at the foot of the page before; of which kind a column is shows away from the page's edges.
    """
    named: Counter[int] = Counter()  # cells merged downwards that say something
    single: Counter[int] = Counter()  # blank cells ruled off below a cell that says something
    blank: Counter[int] = Counter()  # those of them that are merged downwards
    tall: set[int] = set()
    for grid, below in ((first, _head_height(first)), (second, 0)):
        ends = {(cell.col, cell.colspan, cell.bottom): cell for cell in grid.cells if cell.row >= below}
        for cell in ends.values():
            columns = range(cell.col, cell.col + cell.colspan) if cell.colspan < grid.ncols else ()
            over = ends.get((cell.col, cell.colspan, cell.row))
            if cell.rowspan > 1:
                tall.update(columns)
                named.update(columns if cell.text.strip() else ())
            if over is not None and over.text.strip() and not cell.text.strip():
                single.update(columns)
                blank.update(columns if cell.rowspan > 1 else ())
    return _Groups(
        tall, {col for col in tall if named[col] >= single[col]}, {c for c in tall if blank[c] > named[c]}
    )


def _head_height(grid: Grid) -> int:
    """How many rows the titles across the whole table and the head below them take; 0 where a row of groups is first."""
    row = 0
    while row < grid.nrows:
        begins = [cell for cell in grid.cells if cell.row == row]
        if len(begins) != 1 or begins[0].colspan < grid.ncols:
            break
        row = begins[0].bottom
    else:
        return 0
    high = [cell for cell in begins if cell.rowspan > 1]
    names_all = all(cell.text.strip() and not _NUMBER.fullmatch(cell.text.strip()) for cell in begins)
    return max(cell.bottom for cell in high) if high and len(begins) > 2 and names_all else 0


def _row_is_broken(first: Grid, second: Grid, groups: _Groups) -> bool:
    """Whether the first row of ``second`` is the lower half of the last row of ``first``."""
    above, below = first.slots(), second.slots()
    blank_below_filled = False
    filled = 0
    for col in range(first.ncols):
        up, down = above.get((first.nrows - 1, col)), below.get((0, col))
        if up is None or down is None:
            continue
        if (up.col, up.colspan) != (down.col, down.colspan):
            return False
        if down.rowspan > 1:
            continue
        over, under = re.sub(r"\s", "", up.text), re.sub(r"\s", "", down.text)
        filled += bool(under)
        if under and not over:
            return False
        if _NUMBER.fullmatch(over) and _NUMBER.fullmatch(under):
            return False
        merged = up.rowspan > 1 or col in groups.tall
        blank_below_filled |= bool(over) and not under and not merged
    return blank_below_filled and filled > 0


def _goes_on(up: RawCell, down: RawCell, groups: _Groups, broken: bool) -> bool:
    """Whether ``down``, at the top of the page, is the lower part of ``up``, at the foot of the one before."""
    if (up.col, up.colspan) != (down.col, down.colspan):
        return False
    if broken:  # there is no row boundary at the break, so every cell of the row goes on
        return True
    tall = up.rowspan > 1 or down.rowspan > 1
    if down.text.strip():
        return (tall or down.col in groups.named) and _one_label(up.text, down.text)
    if up.rowspan == 1 and up.text.strip() and down.col in groups.blank:
        return False
    return tall or (down.col in groups.named and bool(up.text.strip()))


def _one_label(above: str, below: str) -> bool:
    """Whether the page cuts a group's name: 成本指 above, 标（20分） below."""
    above, below = re.sub(r"\s", "", above), re.sub(r"\s", "", below)
    words = load_form_words()
    names = words.level1_names | words.level2_names
    bare = re.sub(r"[（(].{0,12}$", "", above + below)
    if bare in names and re.sub(r"[（(].{0,12}$", "", above) != bare:
        return True
    opened = len(re.findall("[（(]", above)) - len(re.findall("[）)]", above))
    return opened > 0 and bool(re.match(r"[^（(]{0,12}[）)]", below))


def _stack(first: Grid, second: Grid, groups: _Groups, broken: bool) -> Grid:
    shift = first.nrows - (1 if broken else 0)
    last = {cell.col: cell for cell in first.cells if cell.bottom == first.nrows}
    kept = {id(cell): cell for cell in first.cells}
    added: list[RawCell] = []
    covered: set[int] = set()
    for down in second.cells:
        up = last.get(down.col) if down.row == 0 else None
        if up is not None and (_goes_on(up, down, groups, broken)):
            kept[id(up)] = _extended(up, down, down.bottom + shift - up.row)
            covered.update(range(up.col, up.col + up.colspan))
        else:
            added.append(down._replace(row=down.row + shift))
    _prolong_vanished(second, last, kept, shift)
    cells = tuple(sorted([*kept.values(), *added], key=lambda cell: (cell.row, cell.col)))
    return replace(
        first,
        nrows=second.nrows + shift,
        cells=cells,
        spots=first.spots + second.spots,
        open_below=second.open_below,
        doubt=first.doubt or second.doubt,
    )


def _prolong_vanished(second: Grid, last: dict[int, RawCell], kept: dict[int, RawCell], shift: int) -> None:
    """Outer merged cells that the next page does not draw again reach down beside all its rows."""
    drawn = {col for _, col in second.slots()}
    for up in last.values():
        if up.rowspan > 1 and not drawn & set(range(up.col, up.col + up.colspan)):
            kept[id(up)] = up._replace(rowspan=second.nrows + shift - up.row)


def _extended(up: RawCell, down: RawCell, rowspan: int) -> RawCell:
    """``up`` with what ``down`` adds: its text on a new line, its places on the page."""
    text = up.text
    spots = up.spots
    if down.text.strip():
        text = f"{up.text}\n{down.text}" if up.text else down.text
        by = len(text) - len(down.text)
        spots += tuple(s._replace(start=s.start + by, end=s.end + by) for s in down.spots)
    else:
        spots += down.spots
    return up._replace(text=text, spots=spots, rowspan=rowspan, doubt=up.doubt or down.doubt)
