"""SCO606 得分与完成情况不符。"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from pipeline.judging.rows_of_form import achieved, direction, explained, figure
from pipeline.judging.wording import allowed, at, number, operand, rounded
from pipeline.rulebook import Case, rule
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.form import IndicatorRow
from schemas.quantity import Quantity
from schemas.relation import Relation
from schemas.thresholds import Thresholds

# A reason for what was not reached explains that a little more was taken off than its share; for more it must speak of points.
_OF_POINTS = re.compile("扣|[减评得计]分|分值|酌情")
_MUCH = Decimal("0.15")  # of the weight


@rule(
    "SCO606",
    "得分与完成情况不符",
    severity=Severity.ERROR,
    basis="财预〔2020〕10号：定量指标完成值达到指标值的记满分；未完成的，按完成值与指标值的比例记分",
    covers=("I01", "I02", "I03", "I08", "I22"),
)
def indicator_score(case: Case) -> Iterator[Finding]:
    """定量指标完成了得满分，没完成按完成值与指标值的比例得分（成本等越低越好的，按指标值与完成值的比例）。

    相差0.1分以内（score_equal）视为一致，0.5分以内（score_rounding）在允许范围内，只作提示，没完成而得满分、又没有写原因的
    请核实。多给分是错误；少给分，或者完成了却扣分又没有写原因的，请核实；没完成而多扣，偏差原因栏写了原因的，只作提示，
    多扣到分值15%以上的，要写明为什么扣分。
    哪个方向更好，看“≥”“≤”、“以上”“以内”和指标词典；看不出来的不判断。

    为什么：没有完成仍得满分，是自评流于形式最常见的表现。

    一致    指标值100%，完成96%，分值8，得分7.68
    不一致  指标值400人，完成330人，分值5，得分5
    不适用  定性指标，或者完成值不是数
    """
    for form in case.forms:
        for row in form.indicators:
            weight, score = figure(row.cells, "weight"), figure(row.cells, "score")
            rate = achieved(row, direction(row, case))
            if weight is not None and score is not None and rate is not None and score.value is not None:
                yield from _judged(row, weight, score, rate, direction(row, case), case.thresholds)


def _judged(
    row: IndicatorRow, weight: Quantity, score: Quantity, rate: Decimal, way: str, limits: Thresholds
) -> Iterator[Finding]:
    points, given = weight.value or Decimal(0), score.value or Decimal(0)
    if given > points:
        return  # SCO605 speaks of it
    due = rounded(points * min(Decimal(1), rate))
    target, actual = row.cells["target"], row.cells["actual"]
    evidence = (
        Evidence.of_cell(target, "target"),
        Evidence.of_cell(actual, "actual"),
        Evidence.of_cell(row.cells["weight"], "weight"),
        Evidence.of_cell(row.cells["score"], "score"),
    )
    formula = _formula(row, weight, due, rate, way)
    off = abs(given - due)
    relations = (_relation(way, limits.score_equal, strict=given > due),)
    if off <= limits.score_equal:
        why = "得分与完成情况相符"
        yield Finding(Outcome.AGREES, row.name.text, why, evidence, formula, unit="分", relations=relations)
        return
    mild, under = off <= limits.score_rounding, given < due
    if under and rate >= 1 and explained(row):
        return  # taken off for a stated reason
    told = (
        under and explained(row) and (off < points * _MUCH or _OF_POINTS.search(row.cells["deviation"].text))
    )
    formal = (
        mild and rate < 1 and given == points and not explained(row)
    )  # not reached, and full marks all the same
    mild = mild and not formal
    yield Finding(
        Outcome.REVIEW if formal or (under and not mild) else Outcome.DIFFERS,
        row.name.text,
        f"{row.name.text}：指标值 {at(target)}，完成值 {at(actual)}，完成率 {number((rate * 100).quantize(Decimal('0.01')))}%，"
        f"分值 {operand(weight)}分应得 {number(due)}分，自评 {operand(score)}分"
        + _remark(given - due, mild=mild, told=bool(told), formal=formal),
        evidence,
        formula,
        Severity.INFO if mild or told else Severity.WARNING if under or formal else None,
        expected=due,
        actual=given,
        tolerance=limits.score_equal,
        unit="分",
        relations=relations,
        suggestion="请按完成比例计算得分，或说明评分规则",
    )


def _remark(more: Decimal, *, mild: bool, told: bool, formal: bool) -> str:
    """What becomes of the difference, in points: ``more`` were given than are due."""
    if formal:
        return "，没有完成而得满分，也没有写原因"
    if mild:
        return allowed(more)
    return "，多扣已说明" if told else ""


def _relation(way: str, slack: Decimal, *, strict: bool) -> Relation:
    """Score = weight · result / target, turned over where less is better, but never more than the weight.

    Fewer points may have their reason.
    """
    done, asked = (0, 1) if way == "lower" else (1, 0)
    return Relation(
        ((3, 1),), ((done, 1),), ((asked, 1),), times=(2,), slack=Fraction(slack), strict=strict, capped=True
    )


def _formula(row: IndicatorRow, weight: Quantity, due: Decimal, rate: Decimal, way: str) -> str:
    target, actual = figure(row.cells, "target"), figure(row.cells, "actual")
    if target is None or actual is None:
        return ""
    if rate >= 1:
        sign = "<=" if way == "lower" else ">="
        return f"{operand(actual, target.unit)}{sign}{operand(target)}"
    a, b = operand(actual, target.unit), operand(target)
    return (
        f"{operand(weight)}*{b}/{a}={number(due)}"
        if way == "lower"
        else f"{operand(weight)}*{a}/{b}={number(due)}"
    )
