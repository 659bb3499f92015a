"""BUD504 执行数超过全年预算数。"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.judging.rows_of_form import figure, total_row
from pipeline.judging.wording import at, in_unit, operand
from pipeline.rulebook import Case, rule
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.relation import Relation


@rule(
    "BUD504",
    "执行数超过全年预算数",
    severity=Severity.ERROR,
    basis="《预算法》第十三条：各部门、各单位的支出必须以经批准的预算为依据",
    covers=("F07", "F03"),
)
def overspent(case: Case) -> Iterator[Finding]:
    """全年执行数不能超过全年预算数（调整后）。

    一栏取整、一栏不取整造成的微小差额（overspent）不算超过。

    为什么：没有预算不得支出。超过的，多半是全年预算数没有计入追加或结转。

    一致    全年预算200，全年执行195.6
    不一致  全年预算200，全年执行215.6
    不适用  没有填这两栏
    """
    for form in case.forms:
        row = total_row(form)
        if row is None:
            continue
        full, executed = figure(row.cells, "budget_full"), figure(row.cells, "executed")
        if full is None or executed is None or full.value is None or executed.value is None:
            continue
        evidence = (
            Evidence.of_cell(row.cells["executed"], "executed"),
            Evidence.of_cell(row.cells["budget_full"], "budget_full"),
        )
        formula = (
            f"{operand(executed, full.unit)}{'<=' if executed.value <= full.value else '>'}{operand(full)}"
        )
        if executed.value <= full.value * (1 + case.thresholds.overspent):
            yield Finding(
                Outcome.AGREES,
                "预算执行",
                "执行数不超过全年预算数",
                evidence,
                formula,
                unit=full.unit.name,
                relations=(Relation.at_most([0], 1),),
            )
            continue
        yield Finding(
            Outcome.DIFFERS,
            "预算执行",
            f"全年执行数 {at(row.cells['executed'])}超过全年预算数 {at(row.cells['budget_full'])}，"
            f"多 {in_unit(executed.value - full.value, full.unit)}",
            evidence,
            formula,
            expected=full.number,
            actual=executed.value / full.unit.factor,
            unit=full.unit.name,
            relations=(Relation.at_most([0], 1),),
            suggestion="请核对全年预算数是否计入追加和上年结转",
        )
