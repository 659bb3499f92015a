"""XDC907 目标低于上年实际。"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extractors.names import name_of
from pipeline.judging.rows_of_form import direction, figure, total_cell
from pipeline.judging.statements import exact_bound
from pipeline.judging.wording import in_unit, number, operand, rounded, shown
from pipeline.rulebook import Case, rule
from pipeline.two_years import Results, told, two_years
from schemas.fact import Fact, Role, Source
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.form import IndicatorRow
from schemas.quantity import ZERO, Kind
from schemas.thresholds import Thresholds
from schemas.words import comparable

_CHANGE = re.compile("增长|增速|增幅|增产|增收|增加|减少|下降|降低|缩短|提高|提升|压减|节约")
_OF_MONEY = frozenset({Kind.COUNT, Kind.MEASURE, Kind.MONEY})  # how much is done hangs on how much there is


@rule(
    "XDC907",
    "目标低于上年实际",
    severity=Severity.WARNING,
    basis="财预〔2020〕10号：绩效目标应当合理；指标值设定明显偏低的应当分析原因",
    covers=("C14",),
    by=("department", "project"),
)
def target_below_last_year(group: Case) -> Iterator[Finding]:
    """越高越好的指标，今年的指标值不应比上年的实际完成值低很多。

    低 target_below_last 以上的请核实。名称与上年自评表的指标完全相同才比较。数量类的指标，今年预算也相应减少的不报；
    新增、增长、减少的幅度每年各定，不比较；个数差 few_over、百分比差 points_over 以内的也不报。

    为什么：上年做到了98%，今年只定85%，超额完成说明不了成绩。

    一致    上年完成95%，今年指标值≥95%
    请核实  上年完成95%，今年指标值≥80%
    不适用  没有给出上年的核对结果，或者指标换了
    """
    for case, last in two_years(group):
        results, less = Results(last), _budget_kept(case, last)
        for form in case.forms:
            for row in form.indicators:
                old, target = results.of(row.name.text), figure(row.cells, "target")
                if old is None or target is None or not comparable(target.unit, old.quantity.unit):
                    continue
                if not exact_bound(old) or not old.quantity.value or _is_change(row.name.text):
                    continue
                if direction(row, case) == "higher":
                    yield _judged(row, old, less if target.kind in _OF_MONEY else Decimal(1), case.thresholds)


def _is_change(name: str) -> bool:
    """Whether it is what a year adds, not what there is."""
    return bool(_CHANGE.search(name)) or any(trait.startswith("flow:") for trait in name_of(name).traits)


def _budget_kept(case: Case, last: Case) -> Decimal:
    """The budget as a share of last year's, at most 1; 1 where one of them is not known."""
    cell = total_cell(case, "budget_full")
    now = cell.quantity.value if cell is not None and cell.quantity is not None else None
    before = next(
        (
            fact.quantity.value
            for fact in last.said(Role.BUDGET_FULL)
            if fact.indicator == "budget:budget_full"
        ),
        None,
    )
    return min(Decimal(1), now / before) if now is not None and before else Decimal(1)


def _judged(row: IndicatorRow, old: Fact, kept: Decimal, limits: Thresholds) -> Finding:
    cell, before = row.cells["target"], old.quantity.value or Decimal(1)
    assert cell.quantity is not None and cell.quantity.value is not None  # noqa: PT018, S101  (figure looked)
    fact = Fact(row.name.text, cell.quantity, Role.TARGET, cell.anchor, Source.FORM)
    evidence = (Evidence.of(fact, "target"), Evidence.of(old, "actual"))
    slight = {Kind.COUNT: limits.few_over, Kind.PERCENT: limits.points_over}.get(cell.quantity.kind, ZERO)
    least = min(before * kept * (1 - limits.target_below_last), before - slight)
    if cell.quantity.value >= least:
        return Finding(Outcome.AGREES, fact.subject, "指标值不低于上年实际一成以上", evidence)
    unit = old.quantity.unit
    share = rounded(cell.quantity.value / before * 100)
    return Finding(
        Outcome.REVIEW,
        fact.subject,
        f"{fact.subject}：今年指标值 {cell.text}（{cell.anchor}），上年实际完成 {shown(old.quantity)}（{told(old)}），"
        f"目标只有上年实际的 {number(share)}%",
        evidence,
        f"{operand(cell.quantity, unit)}/{operand(old.quantity)}*100={number(share)}",
        expected=old.quantity.number,
        actual=cell.quantity.value / unit.factor,
        unit=unit.name,
        suggestion=f"目标明显偏低，请说明理由，或参照上年实际（{in_unit(before, unit)}）设定",
    )
