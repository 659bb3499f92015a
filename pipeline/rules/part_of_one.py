"""TGT716 个数不是整数。"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.judging.between import WRITTEN
from pipeline.judging.rows_of_form import figure
from pipeline.judging.statements import exact_bound
from pipeline.judging.wording import at, named
from pipeline.rulebook import Case, rule
from schemas.fact import Role
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.quantity import Kind

_AVERAGED = re.compile(
    "[百千万亿][人户家元亩]|均|每|率|比|密度|指数|系数|当量|折算|折合|标准|倍|浓度|水平|班额|平均"
)
_WHOLE = frozenset("家个户所座名人位起件辆台套份场次期宗处间栋部") | {
    "人次",
    "户次",
    "件次",
    "场次",
    "台次",
    "辆次",
    "例",
    "台套",
}  # what cannot be had in part
_NEAR = 24  # characters before a number that say that it is an average
_RESULTS = (Role.ACTUAL, Role.TARGET, Role.BASE)


@rule(
    "TGT716",
    "个数不是整数",
    severity=Severity.WARNING,
    basis="统计常识：家、户、人、件等逐个清点的数是整数",
    covers=("I04",),
)
def part_of_one(case: Case) -> Iterator[Finding]:
    """逐个清点的完成值（几家、几户、几人、几人次），应当是整数，自评表里的和正文里的都一样。

    以万为单位的（6.8万人次）、平均数、每万人几个、折算数不在此列。

    为什么：12.5家多半是小数点错位，或者把比率、金额填进了数量。

    一致    完成12家
    请核实  完成12.5家；门诊量11.8人次
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
    yield from _in_text(case)


def _in_text(case: Case) -> Iterator[Finding]:
    """门诊量11.8人次 in running text, most likely 11.8万人次; whole numbers there are not worth a word."""
    for fact in case.said(*_RESULTS):
        quantity = fact.quantity
        counted = quantity.kind is Kind.COUNT and quantity.unit.name in _WHOLE and not quantity.unit.per
        if fact.source not in WRITTEN or not counted or not exact_bound(fact) or quantity.number is None:
            continue
        before = fact.sentence[: fact.sentence.find(quantity.raw)]
        if quantity.number == quantity.number.to_integral_value() or _AVERAGED.search(
            fact.subject + before[-_NEAR:]
        ):
            continue
        yield Finding(
            Outcome.REVIEW,
            fact.subject,
            f"{fact.subject}：{named(fact)}，{quantity.unit.name}数不会是小数",
            (Evidence.of(fact, str(fact.role)),),
            actual=quantity.number,
            unit=quantity.unit.name,
            suggestion="请核对数字和单位，是不是漏写了“万”",
        )
