"""TGT702 未完成目标而没有说明。"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.judging.rows_of_form import achieved, direction, explained, figure
from pipeline.judging.wording import at, relation
from pipeline.rulebook import Case, rule
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.relation import Relation


@rule(
    "TGT702",
    "未完成目标而没有说明",
    severity=Severity.ERROR,
    basis="财预〔2020〕10号附件：未完成绩效目标的，应当说明偏差原因和改进措施",
    covers=("I07",),
)
def missed_target(case: Case) -> Iterator[Finding]:
    """没有达到指标值的，“偏差原因分析及改进措施”必须填写。

    越高越好的，完成值小于指标值；越低越好的（成本、事故、“≤”“以内”），完成值大于指标值，就是没有达到。
    差多少都要写原因。哪个方向更好看不出来的、单位不能换算的，不判断。

    为什么：偏差原因是自评表里最有用的一栏，留空等于没有自评。

    一致    指标值100%，完成96%，写明原因
    不一致  指标值100%，完成83.33%，偏差原因空白
    不适用  表中没有偏差原因一栏，或者看不出哪个方向更好
    """
    for form in case.forms:
        for row in form.indicators:
            way = direction(row, case)
            rate = achieved(row, way)
            target, actual = figure(row.cells, "target"), figure(row.cells, "actual")
            if rate is None or target is None or actual is None or "deviation" not in row.cells:
                continue
            cells = (row.cells["target"], row.cells["actual"])
            evidence = (
                Evidence.of_cell(cells[0], "target"),
                Evidence.of_cell(cells[1], "actual"),
            )
            formula = relation(actual, target)
            if rate >= 1:
                continue
            if explained(row):
                yield Finding(Outcome.AGREES, row.name.text, "未完成目标，已说明原因", evidence)
                continue
            yield Finding(
                Outcome.DIFFERS,
                row.name.text,
                f"{row.name.text}：指标值 {at(cells[0])}，完成值 {at(cells[1])}，未达到目标，偏差原因空白",
                evidence,
                formula,
                expected=target.number,
                actual=None if actual.value is None else actual.value / target.unit.factor,
                unit=target.unit.name,
                relations=(
                    Relation.at_most([1], 0, strict=False)
                    if way == "lower"
                    else Relation.at_most([0], 1, strict=False),
                ),
                suggestion="请填写偏差原因和改进措施",
            )
