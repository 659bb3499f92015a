"""Rows where no rule parts them, told by their figures: every row of a table has one in the same columns.

Lines of a cell stand closer than cells do. Where they do not, a figure begins a row, and what stands beside or
under it, up to the next figure, belongs to it. All of it is inference, and those who use it say so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from extractors.labels import find_label
from extractors.page.entries import LOOSEST, Columns, Entry, figure_columns, in_columns
from extractors.page.figures import decimals_of, is_cut, is_figure, stays_open
from extractors.page.rivers import Run

LEADING = 1.5  # of the size: how far apart the lines of a cell are when nothing tells
TIGHT = 1.3  # of the distance of lines in a cell: what is further apart is two cells
PARAGRAPHS = 2.0  # of that again: paragraphs in one cell
FULL = 1.5  # of the size: a line this much shorter than the widest of its column was not broken by it
DENSE = 0.7
OVERLAP = 0.1  # of the size: lines overlap by more when cells of one row are centred beside each other


@dataclass(frozen=True, slots=True)
class Block:
    """Words one below the other that make a cell, in columns ``first`` to ``last``."""

    entries: tuple[Entry, ...]

    @property
    def columns(self) -> range:
        """The columns it fills."""
        return range(min(e.first for e in self.entries), max(e.last for e in self.entries) + 1)

    @property
    def top(self) -> float:
        """Upper end."""
        return min(e.run.top for e in self.entries)

    @property
    def bottom(self) -> float:
        """Lower end."""
        return max(e.run.bottom for e in self.entries)


@dataclass(slots=True)
class Inferred:
    """A row: its cells; ``sure``: a figure stands in it."""

    blocks: list[Block]
    sure: bool

    @property
    def top(self) -> float:
        """Upper end."""
        return min(block.top for block in self.blocks)

    @property
    def bottom(self) -> float:
        """Lower end."""
        return max(block.bottom for block in self.blocks)


class Division(NamedTuple):
    """A row boundary at ``y``; cells in the columns ``through`` reach over it."""

    y: float
    through: frozenset[int]


def find_divisions(lines: Sequence[Sequence[Run]], edges: Sequence[float]) -> list[Division]:
    """Where the rows part that ``lines`` of words form on the columns between ``edges``, from the top."""
    columns = in_columns(lines, edges)
    figured = figure_columns(columns)
    limit = TIGHT * _leading(columns, figured)
    anchors = _anchors(columns, figured, limit)
    tight = min((b - a for a, b in pairwise(anchors)), default=limit + 1) <= limit
    if tight:
        anchors = sorted([*anchors, *_own_lines(columns, anchors, limit)])
    rows = [Inferred([], sure=True) for _ in anchors]
    tall: list[Block] = []
    free: list[Block] = []
    for column, entries in columns.items():
        apart = tight or _is_dense(entries, anchors)
        reach = 1.0 if tight or column in figured else PARAGRAPHS
        for block in _blocks(entries, limit, reach, anchors):
            beside = [i for i, y in enumerate(anchors) if block.top <= y <= block.bottom]
            if len(beside) == 1:
                rows[beside[0]].blocks.append(block)
            elif len(beside) > 1 and apart and (tight or not any(map(_qualifies, block.entries[1:]))):
                _share_out(block, beside, anchors, rows)
            else:
                (tall if beside else free).append(block)
    _settle(free, rows)
    rows = sorted((row for row in rows if row.blocks), key=lambda row: row.top + row.bottom)
    rows = _heads_joined(rows, limit)
    return [_division(above, below, tall) for above, below in pairwise(rows)]


# --- columns to anchors


def _leading(columns: Columns, figured: set[int]) -> float:
    """How far apart the lines of a cell are."""
    sizes = [e.run.size for entries in columns.values() for e in entries]
    size = median(sizes) if sizes else 10.0
    near = [
        below.run.top - above.run.top
        for column, entries in columns.items()
        if column not in figured
        for above, below in pairwise(entries)
        if 0.9 * size <= below.run.top - above.run.top <= LOOSEST * size
    ]
    return _lower(near) or LEADING * size


def _lower(distances: Sequence[float]) -> float:
    """The lower fifth of ``distances``: what is usual of the near ones; 0 without any."""
    return sorted(distances)[len(distances) // 5] if distances else 0.0


def _levels(pairs: Iterable[tuple[Entry, Entry | None]]) -> list[list[tuple[Entry, Entry | None]]]:
    """Entries, each with the one above it in its column, by the line of the page they stand in."""
    levels: list[list[tuple[Entry, Entry | None]]] = []
    for entry, above in sorted(pairs, key=lambda pair: pair[0].middle):
        if levels and entry.level(levels[-1][0][0].middle):
            levels[-1].append((entry, above))
        else:
            levels.append([(entry, above)])
    return levels


def _under(entries: Sequence[Entry]) -> Iterator[tuple[Entry, Entry | None]]:
    return zip(entries, [None, *entries], strict=False)


def _anchors(columns: Columns, figured: set[int], limit: float) -> list[float]:
    """The heights of the lines in which figures stand, less those that only end a figure begun above."""
    levels = _levels(
        (entry, above)
        for column in figured
        for entry, above in _under(columns[column])
        if is_figure(entry.run.text)
    )
    usual = _lower([b[0][0].middle - a[0][0].middle for a, b in pairwise(levels)])
    places = decimals_of([entry.run.text for level in levels for entry, _ in level])
    anchors = []
    for level in levels:
        under = [(entry, above) for entry, above in level if above and _goes_under(entry, above, limit)]
        whole = len(under) == len(level)
        open_ = any(stays_open(above.run.text) for _, above in under)
        cut = whole or any(is_cut(above.run.text, entry.run.text, places) for entry, above in under)
        later = under and _begins(columns, level[0][0]) > _begins(columns, under[0][1])
        if not (open_ or (cut and later) or (whole and usual > TIGHT * limit)):
            anchors.append(level[0][0].middle)
    size = median(entry.run.size for level in levels for entry, _ in level) if levels else 0.0
    return _rowed(anchors, size)


def _rowed(heights: Sequence[float], size: float) -> list[float]:
    """Lines that overlap in height are centred beside each other in one row: the middle of each such row."""
    rows: list[list[float]] = []
    for y in heights:
        if rows and y - rows[-1][-1] < (1 - OVERLAP) * size:
            rows[-1].append(y)
        else:
            rows.append([y])
    return [(row[0] + row[-1]) / 2 for row in rows]


def _goes_under(entry: Entry, above: Entry, limit: float) -> bool:
    """Whether a figure stands close under another: its column may have been too narrow for both to be one."""
    return entry.run.top - above.run.top <= limit and is_figure(above.run.text)


def _begins(columns: Columns, entry: Entry) -> int:
    """The first column in which something stands beside ``entry``."""
    return min(
        column
        for column, entries in columns.items()
        if any(abs(e.middle - entry.middle) < 0.9 * entry.run.size for e in entries)
    )


def _own_lines(columns: Columns, anchors: Sequence[float], limit: float) -> Iterator[float]:
    """The heights of lines without figures that are rows of their own, among rows as near each other as lines of a cell.

    Only a line in which every word goes on from a full line above it is none.
    """
    widest = {c: max(e.run.x1 - e.run.x0 for e in entries) for c, entries in columns.items()}
    for level in _levels(pair for entries in columns.values() for pair in _under(entries)):
        size = level[0][0].run.size
        if any(abs(level[0][0].middle - y) < (1 - OVERLAP) * size for y in anchors):
            continue  # beside a figure, though not level with it: centred
        if not all(_goes_on(entry, above, widest[entry.first], limit) for entry, above in level):
            yield level[0][0].middle


def _goes_on(entry: Entry, above: Entry | None, widest: float, limit: float) -> bool:
    if above is None or entry.run.top - above.run.top > limit or find_label(entry.run.text) is not None:
        return False
    return above.run.x1 - above.run.x0 > widest - FULL * entry.run.size


# --- entries to cells, cells to rows


def _blocks(
    entries: Sequence[Entry], limit: float, reach: float, anchors: Sequence[float]
) -> Iterator[Block]:
    """Entries of one column joined where they are near; a figure that anchors a row begins a cell.

    Where few rows have a cell in the column, these name groups or hold paragraphs: their lines may be ``reach`` times
    further apart.
    """
    begun = sum(any(entry.level(y) for y in anchors) for entry in entries)
    few = 2 * begun <= len(anchors)
    held: list[Entry] = []
    for entry in entries:
        if held:
            above = held[-1]
            beside = any(entry.level(y) for y in anchors)
            body = bool(anchors) and (above.middle > anchors[0] or above.level(anchors[0]))
            apart = body and ((few and not beside) or _qualifies(entry))
            near = entry.run.top - above.run.top <= (limit * reach if apart else limit)
            near = near and entry.last <= max(
                e.last for e in held
            )  # the last line of a wide cell may be short
            begins = beside and is_figure(entry.run.text)
            if not entry.level(above.middle) and (begins or not near):
                yield Block(tuple(held))
                held = []
        held.append(entry)
    if held:
        yield Block(tuple(held))


def _qualifies(entry: Entry) -> bool:
    """Whether it is the bracket after a name that stands above it: 产出指标 over (40分)."""
    return entry.run.text[0] in "（(" and find_label(entry.run.text) is None


def _is_dense(entries: Sequence[Entry], anchors: Sequence[float]) -> bool:
    """Whether most rows have a word in the column: then what stands close together is many cells, not a tall one."""
    beside = sum(any(abs(e.middle - y) < e.run.size for e in entries) for y in anchors)
    return beside > DENSE * len(anchors)


def _share_out(
    block: Block, beside: Sequence[int], anchors: Sequence[float], rows: Sequence[Inferred]
) -> None:
    """Gives the lines of ``block``, which holds cells of several rows, to these.

    Where figures stand between two lines, cells are centred beside them, and each line goes to the nearest figure;
    else cells begin level with their figures.
    """
    centred = any(not any(entry.level(anchors[i]) for entry in block.entries) for i in beside)
    given: dict[int, list[Entry]] = {}
    row = beside[0]
    for entry in block.entries:
        level = [i for i in beside if entry.level(anchors[i])]
        if centred:
            row = min(beside, key=lambda i: abs(anchors[i] - entry.middle))
        elif level:
            row = level[0]
        given.setdefault(row, []).append(entry)
    for at, entries in given.items():
        rows[at].blocks.append(Block(tuple(entries)))


def _settle(free: Iterable[Block], rows: list[Inferred]) -> None:
    """Cells beside no figure: to the row they overlap in height, or to rows of their own."""
    for block in sorted(free, key=lambda b: b.top):
        overlaps = [
            (min(row.bottom, block.bottom) - max(row.top, block.top), -i)
            for i, row in enumerate(rows)
            if row.blocks
        ]
        most = max(overlaps, default=(0.0, 0))
        if most[0] > 0:
            rows[-most[1]].blocks.append(block)
        else:
            rows.append(Inferred([block], sure=False))


def _heads_joined(rows: Sequence[Inferred], limit: float) -> list[Inferred]:
    """Rows above the first figure as one where they make one head.

    Each lies under merged cells of the one before, or it is the second paragraph of some of its cells.
    """
    out: list[Inferred] = []
    for row in rows:
        if out and not any(r.sure for r in (*out, row)) and _is_under(row, out[-1], limit):
            out[-1].blocks += row.blocks
        else:
            out.append(row)
    return out


def _is_under(row: Inferred, above: Inferred, limit: float) -> bool:
    own = {c for block in row.blocks for c in block.columns}
    merged = {c for block in above.blocks if len(block.columns) > 1 for c in block.columns}
    single = {c for block in above.blocks if len(block.columns) == 1 for c in block.columns}
    near = (
        row.top - max((b.top for b in above.blocks if own & set(b.columns)), default=row.top)
        <= PARAGRAPHS * limit
    )
    return own <= merged or (near and len(own) > 1 and own < single)


def _division(above: Inferred, below: Inferred, tall: Sequence[Block]) -> Division:
    y = (above.bottom + below.top) / 2
    if above.bottom > below.top:  # cells of both reach past each other; the lines that do are few
        y = ((above.top + above.bottom) / 2 + (below.top + below.bottom) / 2) / 2
    wide = {c for row in (above, below) for b in row.blocks if len(b.columns) > 1 for c in b.columns}
    through = {c for b in tall if b.top < y < b.bottom for c in b.columns}
    return Division(y, frozenset(through - wide))
