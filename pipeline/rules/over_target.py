"""TGT701 超额完成较多而没有说明。"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from pipeline.judging.reasons import is_explained, reasons_told
from pipeline.judging.rows_of_form import achieved, direction, explained, figure
from pipeline.judging.wording import at, number, operand
from pipeline.rulebook import Case, rule
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.form import IndicatorRow
from schemas.quantity import ZERO, Kind
from schemas.relation import Relation, Sign
from schemas.thresholds import Thresholds


@rule(
    "TGT701",
    "超额完成较多而没有说明",
    severity=Severity.WARNING,
    basis="财预〔2020〕10号：完成值高于指标值较多的，要分析原因；目标值明显偏低的，按偏离度适度调减分值",
    covers=("I05", "I06"),
)
def over_target(case: Case) -> Iterator[Finding]:
    """完成值超过指标值三成以上（over_target）的，“偏差原因”栏或者正文里应当说明。

    时限提前的，三倍以上才看；成本、费用、“三公”经费等用钱的和投诉、事故、差错等不希望发生的，低于上限正是要求，不看。
    计数只多一两个（few_over）、比率只高几个百分点（points_over）的也不看。
    正文点到指标名称、说了原因的，算已说明；同一行在几张表里重复的，只说一次。
    超过三倍（far_over_target）的，另说目标值明显偏低。

    为什么：目标定得低，人人都能超额完成，自评就失去意义。

    一致    指标值2600家，完成2614家
    请核实  指标值6处，完成20处，偏差原因空白
    不适用  完成值或指标值不是数
    """
    limits = case.thresholds
    reasons = reasons_told(case)
    told: set[tuple[object, ...]] = set()
    for form in case.forms:
        for row in form.indicators:
            way = direction(row, case)
            rate = achieved(row, way)
            if rate is None or rate < 1:
                continue
            target, actual = row.cells["target"], row.cells["actual"]
            evidence = (
                Evidence.of_cell(target, "target"),
                Evidence.of_cell(actual, "actual"),
            )
            formula = _formula(row, way, rate)
            why = _acceptable(row, way, rate, reasons, limits)
            key = (row.name.text, *(each.quantity and each.quantity.value for each in (target, actual)))
            if why or key in told:
                yield Finding(Outcome.AGREES, row.name.text, why or "另一张表同一行", evidence, formula)
                continue
            told.add(key)
            far = "，目标值明显偏低" if rate > limits.far_over_target else ""
            yield Finding(
                Outcome.REVIEW,
                row.name.text,
                f"{row.name.text}：指标值 {at(target)}，完成值 {at(actual)}，{_compared(way, rate)}，偏差原因空白{far}",
                evidence,
                formula,
                expected=target.quantity.number if target.quantity else None,
                actual=actual.quantity.number if actual.quantity else None,
                unit=target.quantity.unit.name if target.quantity else "",
                relations=(_not_far(way, limits),),
                suggestion="请说明超额完成的原因；目标值偏低的，请在下年度合理设定",
            )


def _not_far(way: str, limits: Thresholds) -> Relation:
    """No result is much more than its goal, no limit much more than what was needed."""
    more, less = (0, 1) if way == "lower" else (1, 0)
    share = 1 / Fraction(limits.over_target)
    return Relation(((less, 1),), ((more, 1),), scale=share, sign=Sign.AT_MOST, strict=False)


def _acceptable(
    row: IndicatorRow, way: str, rate: Decimal, reasons: Sequence[frozenset[str]], limits: Thresholds
) -> str:
    """Why a result better than asked needs no word more; empty where it does."""
    target, actual = figure(row.cells, "target"), figure(row.cells, "actual")
    if rate <= limits.over_target or target is None or actual is None:
        return "没有明显偏离"
    over = abs((actual.value or ZERO) - (target.value or ZERO))
    if way == "lower":
        if target.kind is not Kind.DURATION:
            return "没有超过上限"
        if rate <= limits.far_over_target:
            return "没有超过时限"
    elif target.kind is actual.kind is Kind.COUNT and over <= limits.few_over:
        return "只多一两个"
    elif target.kind is Kind.PERCENT and over < limits.points_over:
        return "只高几个百分点"
    return "已说明原因" if explained(row) or is_explained(row.name.text, reasons) else ""


def _compared(way: str, rate: Decimal) -> str:
    return f"为上限的 {_percent(1 / rate)}" if way == "lower" else f"为目标的 {_percent(rate)}"


def _percent(rate: Decimal) -> str:
    return f"{number((rate * 100).quantize(Decimal('0.1')))}%"


def _formula(row: IndicatorRow, way: str, rate: Decimal) -> str:
    target, actual = figure(row.cells, "target"), figure(row.cells, "actual")
    if target is None or actual is None or not actual.value:
        return ""
    a, b = operand(actual, target.unit), operand(target)
    return f"{a}/{b}={_percent(1 / rate if way == 'lower' else rate)}"
