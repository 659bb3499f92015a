"""Rows of a table as people see them: each merged cell once, with the words of a label made comparable."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

from extractors.plain import plain
from extractors.quantities import read_cell
from schemas.document import Anchor, Cell, Table
from schemas.form import Entry, load_form_words
from schemas.quantity import Quantity, Unit
from schemas.units import load_units

# What brackets in a label hold is a unit, a column letter, a formula, a weight or a hint: never part of the name.
_BRACKETS = re.compile(r"[(（【\[][^)）】\]]{0,30}[)）】\]]")
_NOISE = re.compile(r"[\s:：、，,*　]+")
_LETTER = re.compile("(?<=[数率额值])[A-G]$")  # 全年预算数A, the letter of a column whose brackets are lost
_UNIT_BEHIND = re.compile("(?<=[数率额])/?(?:%|[万亿]?元)$")  # 执行率%, a unit without its brackets
_OF_WHICH = re.compile(r"^(?:其中|按.{2,6}?(?:划分|分))[:：-]?")
_LONGEST_LABEL = 30  # characters; a longer text is no label
DASHES = frozenset("—-－–/／\\无")
_FIGURE_ONLY = re.compile(r"[\d.,%]+")
_OPEN_FIGURE = re.compile(r"\d\.\d+$|,\d{1,2}$")  # a fraction, or a group of a thousand that is not full
_LABELLED = re.compile(
    r"\s*(?:其中\s*[:：]\s*)?(?P<label>[^:：]{2,20})[:：]\s*(?P<value>\S.*?)\s*", re.DOTALL
)


@lru_cache(maxsize=20_000)
def label(text: str) -> str:
    r"""A header or row label without blanks, brackets and colons.

    >>> label("全年 预算数（A）"), label("全年执行数B"), label("执行率％"), label("偏差原因分析及\n改进措施")
    ('全年预算数', '全年执行数', '执行率', '偏差原因分析及改进措施')
    """
    bare = _NOISE.sub("", _BRACKETS.sub("", plain(text).text))
    bare = _LETTER.sub("", _UNIT_BEHIND.sub("", bare))
    return bare.translate(load_form_words().alike) if len(bare) <= _LONGEST_LABEL else bare


def unwrapped(text: str) -> tuple[str, tuple[int, ...]]:
    r"""The text of a cell with figures joined that a narrow column broke, and where each character stands in ``text``.

    A break between digits belongs to one figure when the digits above it cannot stand alone, or when words stand beside
    them and no line is longer; two figures one below the other stay two.

    >>> unwrapped("2982.3\n8")[0], unwrapped("215,45\n7.6")[0], unwrapped("2019年1\n2月")[0], unwrapped("12\n15")[0]
    ('2982.38', '215,457.6', '2019年12月', '12\n15')
    """
    if "\n" not in text:
        return text, tuple(range(len(text)))
    lines = text.split("\n")
    longest = max(map(len, lines))
    dropped: set[int] = set()
    at, figure = 0, ""  # what stands above, from the last break that parts
    for line, below in pairwise(lines):
        at += len(line)
        figure += line
        words = not _FIGURE_ONLY.fullmatch(figure) and len(line) == longest
        goes_on = line[-1:].isdigit() and below[:1].isdigit() and (words or _OPEN_FIGURE.search(figure))
        if goes_on:
            dropped.add(at)
        elif not (line[-1:] == "." and below[:1].isdigit()):
            figure = ""
        at += 1
    kept = tuple(i for i in range(len(text)) if i not in dropped)
    return "".join(text[i] for i in kept), kept


def strip_words(text: str) -> str:
    """A funds row's label without the 其中 before it.

    >>> strip_words("其中：当年财政拨款")
    '当年财政拨款'
    """
    return _OF_WHICH.sub("", label(text))


def entry(cell: Cell, unit: Unit | None = None) -> Entry:
    """The cell as a field of a form; ``unit`` is what its column gives."""
    text = unwrapped(cell.text)[0]
    return Entry(plain(text).text, cell.anchor, read_cell(text, unit=unit) if unit else None)


def entry_part(cell: Cell, start: int, end: int, unit: Unit | None = None) -> Entry:
    """Characters ``start:end`` of the cell as a field."""
    text = cell.text[start:end]
    anchor = cell.anchor.part(start, end, cell.text)
    return Entry(plain(text).text, anchor, read_cell(text, unit=unit) if unit else None)


def cut(anchor: Anchor, start: int, end: int) -> Anchor:
    """Characters ``start:end`` of what ``anchor`` quotes, broken figures in it joined."""
    offsets = unwrapped(anchor.quote)[1]
    start, end = offsets[start], offsets[end - 1] + 1
    return anchor.part(anchor.start + start, anchor.start + end, " " * anchor.start + anchor.quote)


class Labelled(NamedTuple):
    """A label and its value printed in one cell: 项目负责人：周立."""

    key: str  # the label made comparable
    label: Entry
    value: Entry


def labelled(cell: Cell) -> Labelled | None:
    """The label and the value of a cell that holds both."""
    found = _LABELLED.fullmatch(cell.text)
    if found is None:
        return None
    parts = (entry_part(cell, *found.span(name)) for name in ("label", "value"))
    return Labelled(label(found["label"]), *parts)


@lru_cache(maxsize=20_000)
def number_in(text: str) -> Quantity | None:
    """The one number a cell holds, whatever it counts."""
    return read_cell(
        unwrapped(text)[0], unit=load_units()["元"]
    )  # without a unit 2008.8 would be August 2008


def holds_value(text: str) -> bool:
    """Whether a cell holds a number, or a dash in place of one."""
    bare = text.strip()
    return bool(bare) and (set(bare) <= DASHES or number_in(text) is not None)


@dataclass(frozen=True)
class Row:
    """One row of a table: ``slots[c]`` covers column c (0-based)."""

    slots: tuple[Cell | None, ...]
    index: int  # 1-based

    def at(self, slot: int) -> Cell | None:
        """The cell that covers this column."""
        return self.slots[slot] if 0 <= slot < len(self.slots) else None

    @cached_property
    def cells(self) -> tuple[tuple[int, Cell, str], ...]:
        """Each filled cell once: first column, cell, label. A cell merged downward counts in every row it reaches."""
        found: list[tuple[int, Cell, str]] = []
        for at, cell in enumerate(self.slots):
            if cell is None or (found and found[-1][1] is cell):
                continue
            key = label(cell.text) or cell.text.strip()
            if key:
                found.append((at, cell, key))
        return tuple(found)

    @cached_property
    def own(self) -> tuple[tuple[int, Cell, str], ...]:
        """The filled cells that begin in this row."""
        return tuple(each for each in self.cells if each[1].row == self.index)

    def has_number(self) -> bool:
        """Whether a cell that begins here holds a number."""
        return any(number_in(cell.text) is not None for _, cell, _ in self.own)

    @property
    def alone(self) -> Cell | None:
        """The only filled cell of the row."""
        return self.cells[0][1] if len(self.cells) == 1 else None


def rows_of(table: Table) -> Iterator[Row]:
    """The rows of ``table``, top down."""
    return (Row(slots, index) for index, slots in enumerate(table.rows, 1))
