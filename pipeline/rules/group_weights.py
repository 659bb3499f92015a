"""SCO601 一级指标分值之和有误。"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby

from pipeline.judging.rows_of_form import figure
from pipeline.judging.wording import number
from pipeline.rulebook import Case, rule
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.form import Form, IndicatorRow
from schemas.quantity import ZERO
from schemas.relation import Relation


@rule(
    "SCO601",
    "一级指标分值之和有误",
    severity=Severity.ERROR,
    basis="财预〔2020〕10号附件：一级指标分值统一设置，三级指标分值之和等于一级指标分值",
    covers=("I14",),
)
def group_weights(case: Case) -> Iterator[Finding]:
    """同一个一级指标下各三级指标的分值，加起来等于一级指标后面括号里的分数。

    分值没有误差，差一点也不行。有的指标没有写分值的，这一组不核对。

    为什么：调整指标后忘了重新分配分值，总分就不是 100 分。

    一致    产出指标（40分）：8个三级指标各5分
    不一致  产出指标（40分）：各三级指标分值合计45分
    不适用  一级指标后面没有写分数
    """
    for form in case.forms:
        for name, rows in _groups(form):
            declared = rows[0].group_weight
            weights = [(row, figure(row.cells, "weight")) for row in rows]
            if declared is None or declared.quantity is None or any(weight is None for _, weight in weights):
                continue
            quantities = [weight for _, weight in weights if weight is not None]
            added = sum((quantity.value or ZERO for quantity in quantities), ZERO)
            stated = declared.quantity.value or ZERO
            evidence = (
                *(Evidence.of_cell(row.cells["weight"], "weight") for row, weight in weights),
                Evidence.of_cell(declared, "total"),
            )
            terms = "+".join(number(quantity.value or ZERO) for quantity in quantities)
            formula = f"{terms}={number(stated)}"
            if added == stated:
                told = f"{name}分值之和等于{declared.text}分"
                relations = (Relation.total_last(len(evidence)),)
                yield Finding(Outcome.AGREES, name, told, evidence, formula, unit="分", relations=relations)
            else:
                yield _differs(name, added, stated, evidence, f"{terms}={number(added)}")


def _differs(
    name: str, added: Decimal, stated: Decimal, evidence: tuple[Evidence, ...], formula: str
) -> Finding:
    return Finding(
        Outcome.DIFFERS,
        name,
        f"{name}标明 {number(stated)}分，各三级指标分值之和为 {number(added)}分，相差 {number(abs(added - stated))}分",
        evidence,
        formula,
        expected=added,
        actual=stated,
        tolerance=ZERO,
        unit="分",
        relations=(Relation.total_last(len(evidence)),),
        suggestion="请重新分配三级指标分值",
    )


def _groups(form: Form) -> Iterator[tuple[str, list[IndicatorRow]]]:
    for name, rows in groupby(form.indicators, key=lambda row: row.level1):
        yield name, list(rows)
