"""TGT701 超额完成较多而没有说明。"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pipeline.rows_of_form import achieved, direction, explained, figure
from pipeline.rulebook import Case, rule
from pipeline.wording import at, number, operand
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.form import IndicatorRow
from schemas.thresholds import load_thresholds


@rule(
    "TGT701",
    "超额完成较多而没有说明",
    severity=Severity.WARNING,
    basis="财预〔2020〕10号：完成值高于指标值较多的，要分析原因；目标值明显偏低的，按偏离度适度调减分值",
)
def over_target(case: Case) -> Iterator[Finding]:
    """完成值超过指标值三成以上，“偏差原因”栏应当说明。

    越低越好的指标（成本、投诉等）按指标值与完成值的比例看。比例见 schemas/thresholds.yaml；超过三倍的，目标值明显偏低。

    为什么：目标定得低，人人都能超额完成，自评就失去意义。

    一致    指标值2600家，完成2614家
    请核实  指标值6处，完成20处，偏差原因空白
    不适用  完成值或指标值不是数
    """
    limits = load_thresholds()
    for form in case.forms:
        for row in form.indicators:
            way = direction(row, case)
            rate = achieved(row, way)
            if rate is None or rate < 1:
                continue
            target, actual = row.cells["target"], row.cells["actual"]
            evidence = (
                Evidence("target", target.anchor, target.quantity),
                Evidence("actual", actual.anchor, actual.quantity),
            )
            formula = _formula(row, way, rate)
            if rate <= limits.over_target or explained(row):
                told = "已说明原因" if rate > limits.over_target else "没有明显偏离"
                yield Finding(Outcome.AGREES, row.name.text, told, evidence, formula)
                continue
            far = "，目标值明显偏低" if rate > limits.far_over_target else ""
            yield Finding(
                Outcome.REVIEW,
                row.name.text,
                f"{row.name.text}：指标值 {at(target)}，完成值 {at(actual)}，为目标的 {_percent(rate)}，偏差原因空白{far}",
                evidence,
                formula,
                expected=target.quantity.number if target.quantity else None,
                actual=actual.quantity.number if actual.quantity else None,
                unit=target.quantity.unit.name if target.quantity else "",
                suggestion="请说明超额完成的原因；目标值偏低的，请在下年度合理设定",
            )


def _percent(rate: Decimal) -> str:
    return f"{number((rate * 100).quantize(Decimal('0.1')))}%"


def _formula(row: IndicatorRow, way: str, rate: Decimal) -> str:
    target, actual = figure(row.cells, "target"), figure(row.cells, "actual")
    if target is None or actual is None or not actual.value:
        return ""
    a, b = operand(actual, target.unit), operand(target)
    return f"{b}/{a}={_percent(rate)}" if way == "lower" else f"{a}/{b}={_percent(rate)}"
