"""TGT708 指标值与完成值的单位不能换算。"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.judging.rows_of_form import figure
from pipeline.judging.wording import at
from pipeline.rulebook import Case, rule
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.quantity import Kind
from schemas.words import comparable

_UNLIKE = (Kind.MONEY, Kind.PERCENT, Kind.COUNT, Kind.MEASURE, Kind.DURATION)  # none is ever another

_AREAS = {"亩", "平方米"}  # 1500亩 are 100公顷


@rule(
    "TGT708",
    "指标值与完成值的单位不能换算",
    severity=Severity.WARNING,
    basis="财预〔2020〕10号附件：定量指标按完成值与指标值的比例记分，两者口径应当一致",
    covers=("I17",),
)
def other_unit(case: Case) -> Iterator[Finding]:
    """同一行的指标值与完成值，应当是同一种量：都是金额、都是比率、都是个数，或者同一种长度、面积、时间。

    家与个、公里与米、亩与公顷、万元与元可以换算，算一致；完成值没有写单位的，单位就是指标值的。

    为什么：指标值是300户、完成值是100%的，完成了多少谁也算不出来。

    一致    指标值300户，完成值312户
    请核实  指标值300户，完成值100%
    不适用  指标值或完成值不是带单位的数
    """
    for form in case.forms:
        for row in form.indicators:
            target, actual = figure(row.cells, "target"), figure(row.cells, "actual")
            if target is None or actual is None or {target.kind, actual.kind} - set(_UNLIKE):
                continue
            cells = (row.cells["target"], row.cells["actual"])
            evidence = (
                Evidence.of_cell(cells[0], "target"),
                Evidence.of_cell(cells[1], "actual"),
            )
            convertible = (
                comparable(target.unit, actual.unit) or {target.unit.base, actual.unit.base} == _AREAS
            )
            if convertible or target.kind is actual.kind is Kind.COUNT:
                yield Finding(Outcome.AGREES, row.name.text, "单位可以换算", evidence, unit=target.unit.name)
                continue
            yield Finding(
                Outcome.REVIEW,
                row.name.text,
                f"{row.name.text}：指标值 {at(cells[0])}，完成值 {at(cells[1])}，单位不能换算，无法比较",
                evidence,
                suggestion="请按指标值的口径填写完成值",
            )
