"""Columns of a table that make one another row by row: a rate of two, a share of the total, a number times its price.

Which columns belong together is said by their titles and borne out by the rows: what most rows bear out holds for the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from extractors.forms.cells import label
from extractors.quantities import read_cell
from pipeline.judging.grids import TOTALS, Grid, Line
from schemas.document import Cell
from schemas.quantity import ZERO, Bound, Interval, Kind, Quantity

_ENOUGH = Decimal("0.6")  # of the rows, from three on; of two rows one
_HUNDRED = Decimal(100)
_PLAIN = re.compile(r"\s*[\d,]*\d(?:\.\d+)?\s*")
_SHARE = re.compile("占.{0,8}(?:比|比例|比重|百分比)$|比重$|构成比$")
_PRICE = re.compile("标准|单价|单位成本")
_AMOUNT = re.compile("金额|资金|补助|补贴|支出|合计|小计|总价|总额|经费|费用")
_NUMBER = re.compile("数|数量|人次?$|户$|面积|里程|长度|规模|工程量")
# Rate, what it is a rate of, what it is divided by; sure where titles alone tell.
_RATES = (
    (
        re.compile("^得分率$"),
        re.compile("^(?:自评|评价|实际|综合|最终|指标)?(?:得分|实得分)$"),
        re.compile("^(?:指标|权重|标准|总)?(?:分值|权重|满分|标准分|总分)$"),
        True,
    ),
    (
        re.compile("(?:执行|支出|支付|使用)(?:率|进度)$"),
        re.compile("执行(?:数|金额|额)?$|支[出付](?:数|金额|额|资金)?$|决算数?$|使用(?:数|金额|资金)$"),
        re.compile("预算|下达|安排|到位"),
        False,
    ),
    (re.compile("到位率$"), re.compile("到位"), re.compile("预算|计划|应到|下达|安排"), False),
    (
        re.compile("完成(?:率|比例)$"),
        re.compile("完成|实际"),
        re.compile("计划|目标|任务(?!完成)|指标值"),
        False,
    ),
)


class Way(StrEnum):
    """How one column is made of the others."""

    RATE = "率"
    SHARE = "占比"
    PRODUCT = "乘积"


@dataclass(frozen=True, slots=True)
class Made:
    """One figure of a row and those that make it, each with its cell: part, whole, rate; number, price, amount."""

    way: Way
    line: Line
    figures: tuple[tuple[Cell, Quantity], ...]
    due: Decimal  # in the unit of the last figure
    room: Interval

    @property
    def stated(self) -> Quantity:
        """The figure that the others make, as printed."""
        return self.figures[-1][1]

    @property
    def holds(self) -> bool:
        """Whether they make it, rounded as printed."""
        return self.room.meets(self.stated.printed())


@dataclass(frozen=True, slots=True)
class Tied:
    """Columns that belong together; ``sure``: titles tell, or most of at least three rows bear it out."""

    title: str
    rows: tuple[Made, ...]
    sure: bool


def tied(grid: Grid) -> Iterator[Tied]:
    """Every column of ``grid`` that others make."""
    for column, title in enumerate(grid.titles):
        for rate, part, base, known in _RATES:
            if rate.search(title):
                yield from _best(title, list(_rates(grid, column, part, base)), known=known)
        if _SHARE.search(title):
            yield from _best(title, list(_shares(grid, column)))
        if _PRICE.search(title):
            yield from _best(title, list(_products(grid, column)))


def _best(title: str, candidates: Sequence[tuple[Made, ...]], *, known: bool = False) -> Iterator[Tied]:
    """The candidate that the most rows bear out, if it is the only one and enough of them do."""
    rated = sorted(((sum(row.holds for row in rows), rows) for rows in candidates), key=lambda each: -each[0])
    if not rated or (len(rated) > 1 and rated[0][0] == rated[1][0]):
        return
    holding, rows = rated[0]
    most = len(rows) > 2 and holding >= _ENOUGH * len(rows)
    if (known and len(candidates) == 1) or most or (holding and 2 * holding >= len(rows)):
        yield Tied(title, rows, sure=known or most)


def _rates(
    grid: Grid, column: int, part: re.Pattern[str], base: re.Pattern[str]
) -> Iterator[tuple[Made, ...]]:
    parts = [at for at, title in enumerate(grid.titles) if at != column and part.search(title)]
    bases = [at for at, title in enumerate(grid.titles) if at != column and base.search(title)]
    for some in parts:
        for whole in bases:
            rows = tuple(
                made
                for line in grid.lines
                if some != whole and (made := _percentage(Way.RATE, line, line, some, whole, column))
            )
            if rows:
                yield rows


def _shares(grid: Grid, column: int) -> Iterator[tuple[Made, ...]]:
    totals = [line for line in grid.lines if label(line.name) in TOTALS]
    if len(totals) != 1:
        return
    for some, added in enumerate(grid.added):
        rows = tuple(
            made
            for line in grid.lines
            if added
            and line is not totals[0]
            and (made := _percentage(Way.SHARE, line, totals[0], some, some, column))
        )
        if rows:
            yield rows


def _percentage(way: Way, line: Line, whole_line: Line, some: int, whole: int, column: int) -> Made | None:
    rate = _percent(line.cell(column))
    part, base = line.figures[some], whole_line.figures[whole]
    cells = (line.cell(some), whole_line.cell(whole), line.cell(column))
    if rate is None or not _usable(part) or not _usable(base) or None in cells:
        return None
    assert part is not None and base is not None  # noqa: S101, PT018
    if part.unit.dimension != base.unit.dimension or not base.value:
        return None
    due = (part.value or ZERO) / base.value * _HUNDRED
    if due > _HUNDRED and rate.number == _HUNDRED:
        return None  # capped
    room = (part.printed() / base.printed()).scaled(_HUNDRED)
    figures = tuple(
        (cell, figure) for cell, figure in zip(cells, (part, base, rate), strict=True) if cell is not None
    )
    return Made(way, line, figures, due, room)


def _products(grid: Grid, price: int) -> Iterator[tuple[Made, ...]]:
    amounts = [at for at, title in enumerate(grid.titles) if _AMOUNT.search(title) and at != price]
    numbers = [at for at, title in enumerate(grid.titles) if _NUMBER.search(title) and at != price]
    for number in numbers:
        for amount in amounts:
            rows = tuple(
                made
                for line in grid.lines
                if number != amount and (made := _product(line, number, price, amount))
            )
            if rows:
                yield rows


def _product(line: Line, number: int, price: int, amount: int) -> Made | None:
    figures = [line.figures[at] for at in (number, price, amount)]
    cells = [line.cell(at) for at in (number, price, amount)]
    if not all(map(_usable, figures)) or None in cells:
        return None
    many, each, total = (figure for figure in figures if figure is not None)
    if (
        many.kind is Kind.MONEY
        or each.kind is not Kind.MONEY
        or total.kind is not Kind.MONEY
        or total.unit.per
    ):
        return None
    due = (many.value or ZERO) * (each.value or ZERO) / total.unit.factor
    room = many.printed() * each.interval(exact=True)
    pairs = tuple(
        (cell, figure) for cell, figure in zip(cells, (many, each, total), strict=True) if cell is not None
    )
    return Made(Way.PRODUCT, line, pairs, due, room)


def _usable(figure: Quantity | None) -> bool:
    return figure is not None and bool(figure.value) and figure.bound is Bound.EXACT and not figure.doubt


def _percent(cell: Cell | None) -> Quantity | None:
    """The rate in a cell, with its sign or without."""
    if cell is None:
        return None
    text = cell.text.strip()
    read = read_cell(f"{text}%" if _PLAIN.fullmatch(text) else text)
    usable = read is not None and read.kind is Kind.PERCENT and read.number and read.bound is Bound.EXACT
    return read if usable else None
