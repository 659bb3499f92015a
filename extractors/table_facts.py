"""Numbers of tables that are no forms: kept with their row and column, compared with nothing but each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from extractors.forms.cells import cut, label
from extractors.forms.unglue import part_by_rate
from extractors.plain import plain
from extractors.quantities import find_unit, read_cell
from schemas.document import Anchor, Cell, Table
from schemas.fact import Fact, Role, Source
from schemas.quantity import Kind, Quantity, Unit
from schemas.words import load_words

_WITH_RATE = (
    "budget_full",
    "executed",
    "rate",
)  # 编制数 | 在职人数 | 控制率 tie like budget, spending and rate


def table_facts(table: Table) -> Iterator[Fact]:
    """The figures of ``table``, row by row; the first row heads the columns."""
    for cell in table.cells():
        if cell.row == 1:
            continue
        parted = _parted(table, cell)
        if parted:
            yield from parted
            continue
        column, unit = _column(table, cell.col)
        if load_words().codes.search(column):
            continue
        quantity = read_cell(cell.text, unit=unit)
        if quantity is not None and not (quantity.kind is Kind.BARE and cell.col == 1):
            yield _fact(table, cell, column, quantity, cell.anchor)


def _fact(table: Table, cell: Cell, column: str, quantity: Quantity, anchor: Anchor) -> Fact:
    first = table.rows[cell.row - 1][0]
    row = plain(first.text).text if first is not None and first is not cell else ""
    return Fact(f"{row} {column}".strip(), quantity, Role.ACTUAL, anchor, Source.TABLE)


def _parted(table: Table, cell: Cell) -> list[Fact]:
    """555192.73% under 编制数 with blanks right of it: 55, 51 and 92.73%, told with a doubt."""
    if "%" not in cell.text or cell.colspan > 1 or cell.col + len(_WITH_RATE) - 1 > len(table.rows[0]):
        return []
    right = table.rows[cell.row - 1][cell.col : cell.col + 2]
    if any(each is not None and each.text.strip() for each in right):
        return []
    heads = [_column(table, cell.col + step)[0] for step in range(len(_WITH_RATE))]
    parts = part_by_rate(cell.text.strip(), _WITH_RATE) if label(heads[2]).endswith("率") else None
    facts = []
    start = cell.text.index(cell.text.strip())
    for part, column in zip(parts or (), heads, strict=False):
        quantity = read_cell(part.text)
        if quantity is not None:
            doubt = f"“{cell.text.strip()}”几个数粘在一起，按比率拆开"
            anchor = cut(cell.anchor, start + part.start, start + part.end)
            facts.append(_fact(table, cell, column, replace(quantity, doubt=doubt), anchor))
    return facts


def _column(table: Table, col: int) -> tuple[str, Unit | None]:
    head = table.rows[0][col - 1] if table.rows and col <= len(table.rows[0]) else None
    column = plain(head.text).text if head else ""
    return column, find_unit(column) or find_unit(table.caption)
