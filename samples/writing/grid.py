"""A 自评表 as a grid of cells that span rows and columns, whatever it is printed on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from writing.content import Form, Fund, Row


@dataclass(frozen=True, slots=True)
class Cell:
    """Text that reaches over ``cols`` columns and ``rows`` rows."""

    text: str
    cols: int = 1
    rows: int = 1


Line = list[Cell]

_TARGET = re.compile(r"(?P<sign>[≥≤＝=＞＜>≧═]?)(?P<number>\d[\d.,]*)(?P<unit>.*)")


@dataclass(frozen=True, slots=True)
class Layout:
    """How one variant words its headers and shares out its columns."""

    widths: tuple[float, ...]
    money: tuple[str, ...]  # headers of the figures of the funds block
    money_cols: tuple[int, ...]  # columns each of them takes; the label takes what is left
    indicator: tuple[str, ...]
    split: bool = False  # the target in three columns: sign, number, unit
    outer: bool = True  # a first column 绩效指标 around the indicator block
    name: str = "项目名称"


_V01 = (
    "一级指标",
    "二级指标",
    "三级指标",
    "年度\n指标值",
    "实际\n完成值",
    "分值",
    "得分",
    "偏差原因分析及\n改进措施",
)

LAYOUTS = {
    "V01": Layout(
        (5, 9, 10, 17, 10, 10, 6, 7.5, 17),
        ("年初\n预算数", "全年\n预算数", "全年\n执行数", "分值", "执行率", "得分"),
        (1, 1, 1, 1, 1, 1),
        _V01,
        name="项目支出名称",
    ),
    "V03": Layout(
        (5, 9, 10, 17, 10, 10, 6, 8, 16),
        ("年初预算数", "全年预算数(A)", "全年执行数(B)", "分值", "执行率(B/A)", "得分"),
        (1, 1, 1, 1, 1, 1),
        (
            "一级指标",
            "二级指标",
            "三级指标",
            "年度指标值",
            "实际完成值",
            "分值",
            "得分",
            "偏差原因分析及改进措施",
        ),
    ),
    "V04": Layout(
        (5, 9, 9, 16, 6, 8, 7, 10, 6, 8, 14),
        ("年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"),
        (1, 3, 1, 1, 1, 1),
        (
            "一级指标",
            "二级指标",
            "三级指标",
            "年度指标值",
            "实际完成值",
            "分值",
            "得分",
            "偏差原因分析及改进措施",
        ),
        split=True,
    ),
    "V05": Layout(
        (9, 10, 17, 6, 8, 7, 10, 8, 7, 7, 12),
        ("年初预算", "调整后预算数", "预算执行数", "预算执行率", "权重", "得分", "原因"),
        (1, 2, 2, 1, 1, 1, 1),
        (
            "一级指标",
            "二级指标",
            "三级指标",
            "指标性质",
            "指标值",
            "度量单位",
            "完成值",
            "权重",
            "得分",
            "未完成原因分析",
        ),
        split=True,
        outer=False,
    ),
}


def grid(form: Form) -> list[Line]:
    """The form, top to bottom; a cell covered from above or the left is not repeated."""
    layout = LAYOUTS[form.variant]
    lines = [*_top(form, layout), *_money(form, layout), *_goals(form, layout), *_indicators(form, layout)]
    wide = len(layout.widths)
    for label, text in form.foot:
        lines.append([Cell(label, 2), Cell(text, wide - 2)])
    return lines


def place(lines: list[Line]) -> Iterator[tuple[int, int, Cell]]:
    """Yield ``(row, column, cell)`` for each cell, both from 0."""
    taken: set[tuple[int, int]] = set()
    for r, line in enumerate(lines):
        c = 0
        for cell in line:
            while (r, c) in taken:
                c += 1
            yield r, c, cell
            taken |= {(r + i, c + j) for i in range(cell.rows) for j in range(cell.cols)}
            c += cell.cols


def split_target(target: str) -> tuple[str, str, str]:
    """``≥12所`` as (≥, 12, 所); words alone are 定性.

    >>> split_target("≤12.5万元")
    ('≤', '12.5', '万元')
    >>> split_target("显著提升")
    ('定性', '显著提升', '')
    """
    found = _TARGET.fullmatch(target)
    return (found["sign"] or "＝", found["number"], found["unit"]) if found else ("定性", target, "")


def _top(form: Form, layout: Layout) -> list[Line]:
    wide = len(layout.widths)
    half = 3 if layout.outer else 2
    rest = wide - 2 - half - 1
    return [
        [Cell(layout.name, 2), Cell(form.project, wide - 2)],
        [Cell("主管部门", 2), Cell(form.department, half), Cell("实施单位"), Cell(form.unit, rest)],
    ]


def _money(form: Form, layout: Layout) -> list[Line]:
    label = len(layout.widths) - sum(layout.money_cols) - 1
    heads = [Cell(head, cols) for head, cols in zip(layout.money, layout.money_cols, strict=True)]
    block = Cell(f"项目资金\n({form.money})", rows=len(form.funds) + 1)
    lines = [[block, Cell("", label), *heads]]
    for fund in form.funds:
        cells = zip(_figures(fund, layout), layout.money_cols, strict=True)
        lines.append([Cell(fund.label, label), *(Cell(text, cols) for text, cols in cells)])
    return lines


def _figures(fund: Fund, layout: Layout) -> tuple[str, ...]:
    if layout.outer:
        return fund.initial, fund.full, fund.executed, fund.weight, fund.rate, fund.score
    return fund.initial, fund.full, fund.executed, fund.rate, fund.weight, fund.score, fund.note


def _goals(form: Form, layout: Layout) -> list[Line]:
    left = (len(layout.widths) - 1) // 2
    right = len(layout.widths) - 1 - left
    return [
        [Cell("年度总体\n目标", rows=2), Cell("预期目标", left), Cell("实际完成情况", right)],
        [Cell(form.goal, left), Cell(form.done, right)],
    ]


def _indicators(form: Form, layout: Layout) -> list[Line]:
    lines = _heads(layout)
    for _, group in groupby(form.rows, key=lambda row: row.level1):
        rows = list(group)
        first = Cell(rows[0].level1, rows=len(rows))
        for _, inner in groupby(rows, key=lambda row: row.level2):
            kin = list(inner)
            second: Cell | None = Cell(kin[0].level2, rows=len(kin))
            for row in kin:
                lead = [cell for cell in (first, second) if cell is not None and row is kin[0]]
                if row is kin[0] and row is not rows[0]:
                    lead = lead[1:]
                lines.append([*lead, *_indicator(row, layout)])
                second = None
    if layout.outer:
        lines[0].insert(0, Cell("绩效\n指标", rows=len(lines)))
    return [*lines, _total(form, layout)]


def _heads(layout: Layout) -> list[Line]:
    heads = layout.indicator
    if not layout.outer:
        return [[*(Cell(h) for h in heads[:-1]), Cell(heads[-1], 2)]]
    if not layout.split:
        return [[Cell(h) for h in heads]]
    upper = [Cell(h, 3) if h == "年度指标值" else Cell(h, rows=2) for h in heads]
    return [upper, [Cell("指标性质"), Cell("指标值"), Cell("度量单位")]]


def _indicator(row: Row, layout: Layout) -> Line:
    target = [Cell(part) for part in split_target(row.target)] if layout.split else [Cell(row.target)]
    last = Cell(row.note, 1 if layout.outer else 2)
    return [Cell(row.name), *target, Cell(row.actual), Cell(row.weight), Cell(row.score), last]


def _total(form: Form, layout: Layout) -> Line:
    wide = len(layout.widths)
    word = "总分" if layout.outer else "合计"
    tail = 1 if layout.outer else 2
    return [Cell(word, wide - 2 - tail), Cell(form.weight), Cell(form.score), Cell("", tail)]
