"""TGT714 花钱与办事的进度不相称。"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pipeline.judging.rows_of_form import achieved, direction, explained
from pipeline.judging.spending import spending
from pipeline.judging.wording import at, number, rounded
from pipeline.rulebook import Case, rule
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.form import IndicatorRow

_HARDLY = Decimal("0.05")  # of the budget spent
_HALF = Decimal("0.5")  # of an output done
_ALL = Decimal("0.995")  # of the budget spent, rounded


@rule(
    "TGT714",
    "花钱与办事的进度不相称",
    severity=Severity.WARNING,
    basis="财预〔2020〕10号：自评应当把预算执行与绩效目标完成情况联系起来分析",
    covers=("I24",),
)
def money_and_output(case: Case) -> Iterator[Finding]:
    """钱几乎没有花（不到5%），产出却都完成了；或者钱全花完了，某项产出数量还不到一半：请核实。

    只看自评表的执行率和数量指标；写了偏差原因的不算。

    为什么：没有花钱就办成的事，多半不是这笔钱办的；钱花完事没办，要问钱去了哪里。

    一致    执行率98%，数量指标完成100%
    请核实  预算132.81万元只花了0.1万元，服务人次748，指标值100
    不适用  自评表没有执行数，或者没有数量指标
    """
    for form in case.forms:
        spent = spending(form)
        outputs = [(each, rate) for each in form.indicators if (rate := _done(each, case)) is not None]
        if spent is None or not outputs:
            continue
        short = [(each, rate) for each, rate in outputs if rate < _HALF and not explained(each)]
        percent, evidence, formula = number(spent.percent), spent.evidence, spent.formula
        told = f"全年执行数 {at(spent.executed)}是预算数 {at(spent.budget)}的 {percent}%"
        if spent.rate < _HARDLY and all(rate >= 1 for _, rate in outputs):
            yield _told(
                f"{told}，{len(outputs)}项数量指标却都完成了",
                [each for each, _ in outputs],
                evidence,
                formula,
            )
        elif spent.rate >= _ALL and short:
            named = "、".join(
                f"{each.name.text}只完成 {number(rounded(rate * 100))}%" for each, rate in short
            )
            yield _told(f"{told}，{named}", [each for each, _ in short], evidence, formula)
        else:
            yield Finding(Outcome.AGREES, "预算执行", f"执行率{percent}%，与数量指标相称", evidence, formula)


def _done(row: IndicatorRow, case: Case) -> Decimal | None:
    """How far an output of quantity was done; None for other rows."""
    return achieved(row, "higher") if "数量" in row.level2 and direction(row, case) == "higher" else None


def _told(message: str, rows: list[IndicatorRow], evidence: tuple[Evidence, ...], formula: str) -> Finding:
    more = tuple(Evidence.of_cell(row.cells["actual"], "actual") for row in rows)
    return Finding(
        Outcome.REVIEW,
        "预算执行",
        message,
        (*evidence, *more),
        formula,
        unit="%",
        suggestion="请说明支出与完成情况不相称的原因",
    )
