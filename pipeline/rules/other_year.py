"""PER801 用了别的年度的数。"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.judging.between import REPORTED
from pipeline.judging.rows_of_form import form_facts
from pipeline.judging.wording import named, relation
from pipeline.judging.years_told import one_date
from pipeline.rulebook import Case, rule
from schemas.fact import Fact, Role
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.words import comparable

_RESULTS = (Role.ACTUAL, Role.EXECUTED, Role.BUDGET_FULL, Role.ARRIVED, Role.STANDARD, Role.BASE)


@rule(
    "PER801",
    "用了别的年度的数",
    severity=Severity.WARNING,
    basis="财预〔2020〕10号：绩效自评反映预算年度的完成情况",
    covers=("C03",),
)
def other_year(case: Case) -> Iterator[Finding]:
    """自评表的实际完成值，正文说明是别的年度的数的，请核实。

    名称对得上、数值相同、正文同一句写明了别的年度才报告；同一个数在本年度的句子里也明确写过的，不报告。

    为什么：统计数据发布晚，填表时常拿上年的数顶替。

    一致    正文“2024年销售额6.34亿元”，自评表（2024年度）完成值6.34亿元
    请核实  正文“2023年度销售额6.34亿元”，自评表（2024年度）完成值6.34亿元
    不适用  正文没有写这个指标的年度
    """
    if case.year is None:
        return
    text = [fact for fact in case.said(*_RESULTS) if fact.source in REPORTED]
    for cell in form_facts(case, Role.ACTUAL):
        same = [fact for fact in text if _same(fact, cell)]
        dated = [fact for fact in same if fact.stated and fact.period is not None]
        foreign = [fact for fact in dated if fact.period and fact.period.last.year != case.year]
        own = [fact for fact in dated if fact.period and fact.period.last.year == case.year]
        if foreign and not own:
            yield _review(cell, foreign, case.year)
        elif own:
            yield Finding(
                Outcome.AGREES,
                cell.subject,
                f"正文写明是{case.year}年的数",
                (Evidence.of(cell, "actual"), Evidence.of(own[0], "mention")),
                indicator=cell.indicator,
            )


def _same(fact: Fact, cell: Fact) -> bool:
    return (
        bool(fact.indicator)
        and fact.indicator == cell.indicator
        and comparable(fact.quantity.unit, cell.quantity.unit)
        and fact.quantity.value is not None
        and fact.quantity.value == cell.quantity.value
        and fact.quantity.value not in (0, 100)
    )


def _review(cell: Fact, foreign: list[Fact], year: int) -> Finding:
    first = foreign[0]
    return Finding(
        Outcome.REVIEW,
        cell.subject,
        f"{cell.subject}：自评表（{year}年度）实际完成值 {named(cell)}，正文写明是{first.period}年的数：{named(first)}",
        (Evidence.of(cell, "actual"), *(Evidence.of(fact, "mention") for fact in foreign)),
        relation(cell.quantity, first.quantity),
        unit=cell.quantity.unit.name,
        indicator=cell.indicator,
        year=year,
        suggestion=f"请核实{year}年度的完成值；尚未公布的，请注明数据年度",
        cause=one_date(first),
    )
