"""Rows of a table as people see them: each merged cell once, with the words of a label made comparable."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.plain import plain
from extractors.quantities import read_cell
from schemas.document import Cell, Table
from schemas.form import Entry
from schemas.quantity import Unit

# What brackets in a label hold is a unit, a column letter, a formula, a weight or a hint: never part of the name.
_BRACKETS = re.compile(r"[(（【\[][^)）】\]]{0,30}[)）】\]]")
_NOISE = re.compile(r"[\s:：、，,*　]+")
_OF_WHICH = re.compile(r"^其中[:：-]?")


def label(text: str) -> str:
    r"""A header or row label without blanks, brackets and colons.

    >>> label("全年 预算数（A）"), label("偏差原因分析及\n改进措施")
    ('全年预算数', '偏差原因分析及改进措施')
    """
    return _NOISE.sub("", _BRACKETS.sub("", plain(text).text))


def strip_words(text: str) -> str:
    """A funds row's label without the 其中 before it.

    >>> strip_words("其中：当年财政拨款")
    '当年财政拨款'
    """
    return _OF_WHICH.sub("", label(text))


def entry(cell: Cell, unit: Unit | None = None) -> Entry:
    """The cell as a field of a form; ``unit`` is what its column gives."""
    return Entry(plain(cell.text).text, cell.anchor, read_cell(cell.text, unit=unit) if unit else None)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: ``slots[c]`` covers column c (0-based)."""

    slots: tuple[Cell | None, ...]
    index: int  # 1-based

    def at(self, slot: int) -> Cell | None:
        """The cell that covers this column."""
        return self.slots[slot] if 0 <= slot < len(self.slots) else None

    def keyed(self) -> list[tuple[int, Cell, str]]:
        """Each filled cell once: first column, cell, label. A cell merged downward counts in every row it reaches."""
        found: list[tuple[int, Cell, str]] = []
        for at, cell in enumerate(self.slots):
            if cell is None or (found and found[-1][1] is cell):
                continue
            key = label(cell.text) or cell.text.strip()
            if key:
                found.append((at, cell, key))
        return found

    def filled(self) -> list[Cell]:
        """The filled cells that begin in this row."""
        return [cell for _, cell, _ in self.keyed() if cell.row == self.index]

    def numbers(self) -> list[Cell]:
        """The cells that hold one number."""
        return [cell for cell in self.filled() if read_cell(cell.text) is not None]


def rows_of(table: Table) -> Iterator[Row]:
    """The rows of ``table``, top down."""
    return (Row(slots, index) for index, slots in enumerate(table.rows, 1))
