"""A plain table as columns with titles and rows of figures, for rules that add across and down."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.forms.cells import Row, label, rows_of
from extractors.plain import plain
from extractors.quantities import find_unit, read_cell
from schemas.document import Cell, Table
from schemas.quantity import Kind, Quantity, Unit

TOTALS = frozenset({"合计", "总计", "总合计", "共计"})
# What is not summed: rates, prices, averages, years, serial numbers.
NOT_ADDED = re.compile("率|比|%|单价|标准|均|序号|编号|编码|代码|年份|年度$|名次|排名|日期|时间|得分|电话")
_FIGURE = re.compile(r"\s*-?[\d,]*\d(?:\.\d+)?\s*")
WITH_UNIT = re.compile(
    r"\s*-?[\d,]*\d(?:\.\d+)?\s*(?:%|(?!年|月|季|期|批次?$|级)[一-鿿]{1,3}(?:/[一-鿿]{1,3})*)?\s*"
)
_BLANK = frozenset("—-－–/／\\无 　\n")


@dataclass(frozen=True, slots=True)
class Line:
    """One row below the header: its words, and the figure in each column; a blank or a dash is None."""

    row: Row
    name: str
    figures: tuple[Quantity | None, ...]
    plain: bool  # every cell holds a figure, nothing, or words in a column of words; none is merged

    def cell(self, column: int) -> Cell | None:
        """The cell of a column."""
        return self.row.at(column)


@dataclass(frozen=True, slots=True)
class Grid:
    """``titles[c]`` is the header of column c, the lowest of several; ``added[c]`` whether its figures may be summed."""

    table: Table
    titles: tuple[str, ...]
    added: tuple[bool, ...]
    lines: tuple[Line, ...]


def read_grid(
    table: Table, title: re.Pattern[str] | None = None, figure: re.Pattern[str] = _FIGURE
) -> Grid | None:
    """``table`` as a grid; None where no row of figures stands below a header, or no ``title`` is among its titles.

    ``figure`` is what a cell must look like for its row to be no header: WITH_UNIT where 960人 is one too.
    """
    rows = list(rows_of(table))
    depth = next((at for at, row in enumerate(rows) if _has_figures(row, figure)), 0)
    if not depth or len(rows) - depth < 2:
        return None
    width = len(table.rows[0])
    titles = tuple(_title(rows[:depth], column) for column in range(width))
    if title is not None and not any(title.search(label(each)) for each in titles):
        return None
    units = tuple(find_unit(each) or find_unit(table.caption) for each in titles)
    lines = tuple(_line(row, units) for row in rows[depth:])
    added = tuple(
        bool(each)
        and not NOT_ADDED.search(label(each))
        and any(line.figures[column] is not None for line in lines)
        for column, each in enumerate(titles)
    )
    return Grid(table, tuple(label(each) for each in titles), added, lines)


def _has_figures(row: Row, figure: re.Pattern[str]) -> bool:
    return any(cell is not None and figure.fullmatch(cell.text) for cell in row.slots[1:])


def _title(header: list[Row], column: int) -> str:
    cells = [cell for row in header if (cell := row.at(column)) is not None and cell.text.strip()]
    own = [cell for cell in cells if cell.colspan == 1]
    return plain((own or cells)[-1].text).text if cells else ""


def _line(row: Row, units: tuple[Unit | None, ...]) -> Line:
    figures: list[Quantity | None] = []
    whole = True
    for column, unit in enumerate(units):
        cell = row.at(column)
        quantity = _figure(cell, unit) if cell is not None else None
        figures.append(quantity)
        whole &= cell is None or (cell.colspan == 1 and cell.rowspan == 1) or quantity is None
    words = [plain(cell.text).text for cell in row.slots[:2] if cell is not None]
    name = next((word for word in words if word and not _FIGURE.fullmatch(word)), "")
    return Line(row, name, tuple(figures), whole)


def _figure(cell: Cell, unit: Unit | None) -> Quantity | None:
    if set(cell.text) <= _BLANK:
        return None
    quantity = read_cell(cell.text, unit=unit)
    usable = quantity is not None and quantity.value is not None and quantity.kind is not Kind.PERCENT
    return quantity if usable else None
