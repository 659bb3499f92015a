"""TGT705 完成值超出可能范围。"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from pipeline.judging.between import WRITTEN
from pipeline.judging.rows_of_form import figure
from pipeline.judging.statements import SHARE_OF_ALL, exact_bound
from pipeline.judging.wording import at, named, operand
from pipeline.rulebook import Case, rule
from schemas.fact import Fact, Role, Source
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.quantity import Kind
from schemas.relation import Relation, Sign

_ALL = 100  # percent
_SHARE_TAKEN = re.compile("(?<!不)占(?:比|到|了)?$")  # 说满意的占955.3%
_WITHIN = (Relation((), ((0, 1),), plus=Fraction(100), sign=Sign.AT_MOST),)


@rule(
    "TGT705",
    "完成值超出可能范围",
    severity=Severity.ERROR,
    basis="统计常识：部分占总体的比率在0与100%之间",
    covers=("I04",),
)
def impossible_rate(case: Case) -> Iterator[Finding]:
    """满意度、合格率、覆盖率等占总体的比率，不会超过100%。

    目标值和正文里的同样核对。完成率、增长率等可以超过100%，不在此列。

    为什么：超过100%的覆盖率说明分子分母的口径不同，或者填错了数。

    一致    覆盖率91.6%
    不一致  覆盖率108%
    不适用  不是比率
    """
    for form in case.forms:
        for row in form.indicators:
            actual = figure(row.cells, "actual")
            if (
                actual is None
                or actual.kind is not Kind.PERCENT
                or actual.value is None
                or not SHARE_OF_ALL.search(row.name.text)
            ):
                continue
            evidence = (Evidence.of_cell(row.cells["actual"], "actual"),)
            formula = f"{operand(actual)}<=100"
            if 0 <= actual.value <= 100:
                told = "在0与100%之间"
                yield Finding(
                    Outcome.AGREES, row.name.text, told, evidence, formula, unit="%", relations=_WITHIN
                )
            else:
                yield Finding(
                    Outcome.DIFFERS,
                    row.name.text,
                    f"{row.name.text}：完成值 {at(row.cells['actual'])}，超过100%",
                    evidence,
                    f"{operand(actual)}>100",
                    actual=actual.value,
                    unit="%",
                    relations=_WITHIN,
                    suggestion="请核对分子、分母的口径和数字",
                )
    yield from _in_text(case)


def _in_text(case: Case) -> Iterator[Finding]:
    """满意度994.4%, a goal of 990%以上; what is no more than 100 % there is not worth a word."""
    for fact in case.said(Role.ACTUAL, Role.TARGET):
        told = fact.source in WRITTEN if fact.role is Role.ACTUAL else fact.source is not Source.TABLE
        printed = fact.quantity.number if fact.quantity.kind is Kind.PERCENT else None
        share = SHARE_OF_ALL.search(fact.subject) or _SHARE_TAKEN.search(fact.subject)
        if told and share and printed is not None and printed > _ALL and not _loosened(fact):
            yield Finding(
                Outcome.DIFFERS,
                fact.subject,
                f"{fact.subject}：{named(fact)}，超过100%",
                (Evidence.of(fact, str(fact.role)),),
                f"{operand(fact.quantity)}>100",
                actual=printed,
                unit="%",
                relations=_WITHIN,
                suggestion="请核对分子、分母的口径和数字",
            )


def _loosened(fact: Fact) -> bool:
    """A result is what is printed; of a goal 990%以上 is no less impossible than 990%."""
    return fact.role is Role.ACTUAL and not exact_bound(fact)
