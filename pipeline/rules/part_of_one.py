"""TGT716 个数不是整数。"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.judging.rows_of_form import figure
from pipeline.judging.wording import at
from pipeline.rulebook import Case, rule
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.quantity import Kind

_AVERAGED = re.compile("[百千万亿][人户家元亩]|均|每|率|比|密度|指数|系数|当量|折算|折合|标准|倍|浓度|水平")
_WHOLE = frozenset("家个户所座名人位起件辆台套份场次期宗处间栋部")  # what cannot be had in part


@rule(
    "TGT716",
    "个数不是整数",
    severity=Severity.WARNING,
    basis="统计常识：家、户、人、件等逐个清点的数是整数",
    covers=("I04",),
)
def part_of_one(case: Case) -> Iterator[Finding]:
    """自评表里逐个清点的完成值（几家、几户、几人、几件），应当是整数。

    以万为单位的（6.8万人次）、平均数、每万人几个、折算数不在此列。

    为什么：12.5家多半是小数点错位，或者把比率、金额填进了数量。

    一致    完成12家
    请核实  完成12.5家
    不适用  没有逐个清点的完成值
    """
    for form in case.forms:
        for row in form.indicators:
            actual = figure(row.cells, "actual")
            counted = actual is not None and actual.kind is Kind.COUNT and actual.unit.name in _WHOLE
            if actual is None or actual.number is None or not counted or actual.unit.per:
                continue
            if _AVERAGED.search(row.name.text):
                continue
            cell = row.cells["actual"]
            evidence = (Evidence("actual", cell.anchor, actual),)
            if actual.number == actual.number.to_integral_value():
                yield Finding(Outcome.AGREES, row.name.text, "是整数", evidence, unit=actual.unit.name)
                continue
            yield Finding(
                Outcome.REVIEW,
                row.name.text,
                f"{row.name.text}：完成值 {at(cell)}，{actual.unit.name}数不会是小数",
                evidence,
                actual=actual.number,
                unit=actual.unit.name,
                suggestion="请核对完成值和单位",
            )
