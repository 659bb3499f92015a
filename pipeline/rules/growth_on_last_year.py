"""XDC910 同比幅度与上年结果不符。"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from pipeline.judging.between import REPORTED, Texts
from pipeline.judging.statements import exact_bound, year_spoken_of
from pipeline.judging.wording import number, operand, rounded, shown
from pipeline.rulebook import Case, rule
from pipeline.two_years import Results, row_names, told, two_years
from schemas.fact import Fact, Role
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.quantity import Interval, Kind
from schemas.words import comparable

_HUNDRED = Interval.point(Decimal(100))
_THAN_LAST_YEAR = re.compile(
    "[，,（(]?(?:同比|(?:较|比|与)(?:上年|去年)(?:同期)?(?:相比)?)[，,]?(?:增长|提高|上升|增加|下降|降低|减少|增|降)(?:了|为|达到|达)?"
)


@rule(
    "XDC910",
    "同比幅度与上年结果不符",
    severity=Severity.WARNING,
    basis="统计口径：增长率=（本期−上期）÷上期；上期数见上年自评结果",
    covers=("C14",),
    by=("department", "project"),
)
def growth_on_last_year(group: Case) -> Iterator[Finding]:
    """正文只写了今年完成值和同比幅度的，应当与按上年自评完成值算出来的幅度相符。

    名称与上年自评表的指标完全相同，幅度紧跟在完成值后面、写明“同比”“比上年”的才核对；两个数的书写精度和
    growth_rounding 以内的出入都算相符，其余请核实。百分比指标的增减是百分点，不在这里核对。

    为什么：只写增幅不写上年数，单看今年的材料查不出来。

    一致    今年“培训110人，同比增长10%”，上年自评表完成值100人
    请核实  今年“培训110人，同比增长15%”，上年自评表完成值100人
    不适用  没有给出上年的核对结果，或者没有写同比幅度
    """
    for case, last in two_years(group):
        results, names, texts = Results(last), row_names(case), Texts(case)
        said = [fact for fact in case.facts if fact.source in REPORTED]
        for now, change in pairwise(said):
            old = results.of(names.get(now.indicator, ""))
            between = texts.between(now, change)
            if old is None or between is None or not _THAN_LAST_YEAR.fullmatch(between):
                continue
            if _is_growth_of(now, change, case) and _is_base_of(old, now):
                yield _judged(now, change, old, case.thresholds.growth_rounding)


def _is_growth_of(now: Fact, change: Fact, case: Case) -> bool:
    return (
        now.role is Role.ACTUAL
        and change.role is Role.GROWTH
        and change.quantity.kind is Kind.PERCENT is not now.quantity.kind
        and not now.likely
        and exact_bound(now)
        and exact_bound(change)
        and year_spoken_of(now, case) == case.year
    )


def _is_base_of(old: Fact, now: Fact) -> bool:
    return exact_bound(old) and bool(old.quantity.value) and comparable(now.quantity.unit, old.quantity.unit)


def _judged(now: Fact, change: Fact, old: Fact, rounding: Decimal) -> Finding:
    this, before = now.quantity.value or Decimal(0), old.quantity.value or Decimal(1)
    computed = rounded((this - before) / before * 100)
    stated = -change.quantity.printed() if change.quantity.trend < 0 else change.quantity.printed()
    slack = Interval.around(Decimal(0), rounding)
    possible = (now.quantity.printed() - old.quantity.printed()) / old.quantity.printed() * _HUNDRED
    unit = now.quantity.unit
    formula = f"{operand(now.quantity)}/{operand(old.quantity, unit)}*100-100={number(computed)}"
    evidence = (Evidence.of(now, "actual"), Evidence.of(change, "rate"), Evidence.of(old, "base"))
    if (possible + slack).meets(stated):
        return Finding(Outcome.AGREES, old.subject, "与上年自评结果算得的相符", evidence, formula, unit="%")
    return Finding(
        Outcome.REVIEW,
        old.subject,
        f"{old.subject}：今年 {shown(now.quantity)}，上年自评完成值 {shown(old.quantity)}（{told(old)}），"
        f"应{'减少' if computed < 0 else '增加'} {number(abs(computed))}%，文中写 {shown(change.quantity)}（{change.anchor}）",
        evidence,
        formula,
        expected=abs(computed),
        actual=change.quantity.number,
        unit="%",
        suggestion="请核对上年数和同比幅度；口径不同的请注明",
    )
