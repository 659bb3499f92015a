"""A table as planned: what a writer draws and what a reader must give back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ABOVE, LEFT = "^", "<"  # a slot that belongs to the cell above it, to its left
NUMBER = re.compile(r"^[-—–/（()）\d,.%￥]*\d[\d,.%）)]*$")


def bare(text: str) -> str:
    """Text without any white space: how wide a blank is, and where a line breaks, is the writer's affair."""
    return re.sub(r"\s", "", text)


@dataclass(frozen=True)
class Planned:
    """One cell; ``row`` and ``col`` are its top left slot, from 1."""

    row: int
    col: int
    rowspan: int
    colspan: int
    text: str

    @property
    def numeric(self) -> bool:
        """Set at the right, as figures are."""
        return bool(NUMBER.match(self.text))


@dataclass(frozen=True)
class Plan:
    """A table of ``rows`` x ``cols`` slots, each covered by one cell.

    ``head`` rows are printed again on every page; ``widths`` are shares of the width, one a column.
    """

    name: str
    cells: tuple[Planned, ...]
    rows: int
    cols: int
    head: int = 1
    widths: tuple[float, ...] = ()

    @classmethod
    def of(cls, name: str, *rows: list[str], head: int = 1, widths: tuple[float, ...] = ()) -> Plan:
        """From rows of slots, where `ABOVE` and `LEFT` say to which neighbour a slot belongs."""
        deep, wide = len(rows), len(rows[0])
        if any(len(row) != wide for row in rows):
            raise ValueError(f"{name}: rows of unequal length")
        cells = []
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                if text in (ABOVE, LEFT):
                    continue
                right = next((x for x in range(c + 1, wide) if row[x] != LEFT), wide)
                down = next((y for y in range(r + 1, deep) if rows[y][c] != ABOVE), deep)
                cells.append(Planned(r + 1, c + 1, down - r, right - c, text))
        if sum(cell.rowspan * cell.colspan for cell in cells) != deep * wide:
            raise ValueError(f"{name}: cells overlap or leave a slot")
        return cls(name, tuple(cells), deep, wide, head, widths or (1.0,) * wide)

    def at(self, row: int, col: int) -> Planned | None:
        """The cell whose top left slot this is."""
        return next((cell for cell in self.cells if (cell.row, cell.col) == (row, col)), None)

    def by_row(self) -> Iterator[list[Planned]]:
        """The cells that begin in each row."""
        for row in range(1, self.rows + 1):
            yield [cell for cell in self.cells if cell.row == row]


@dataclass(frozen=True)
class Sample:
    """A file and all that stands in it: tables in reading order, and sentences outside of them."""

    path: Path
    case: str
    tables: tuple[Plan, ...]
    outside: tuple[str, ...] = field(default=())


def cut(plan: Plan, *sizes: int) -> list[Plan]:
    """``plan`` as a printer breaks it over pages: ``sizes`` body rows a page, the head again on each.

    A merged cell goes on as a blank one; its text stands on the page where it begins.
    """
    pieces = []
    first = plan.head + 1
    for size in (*sizes, plan.rows - plan.head - sum(sizes)):
        last = first + size - 1
        down = plan.head - (first - 1)
        cells = [cell for cell in plan.cells if cell.row <= plan.head]
        for cell in plan.cells:
            top, bottom = max(cell.row, first), min(cell.row + cell.rowspan - 1, last)
            if cell.row <= plan.head or top > bottom:
                continue
            text = cell.text if cell.row == top else ""
            cells.append(Planned(top + down, cell.col, bottom - top + 1, cell.colspan, text))
        pieces.append(Plan(plan.name, tuple(cells), plan.head + size, plan.cols, plan.head, plan.widths))
        first = last + 1
    return pieces
