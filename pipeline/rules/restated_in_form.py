"""DUP302 正文与自评表不一致。"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.judging.stages import as_paid
from pipeline.judging.statements import (
    Statement,
    agree,
    distinct,
    likely,
    nearly,
    says_whole_name,
    slipped,
    soft,
    statements,
)
from pipeline.judging.wording import named, operand, relation
from pipeline.rulebook import Case, rule
from schemas.fact import Fact, Role, Source
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.relation import Relation


@rule(
    "DUP302",
    "正文与自评表不一致",
    severity=Severity.ERROR,
    basis="《项目支出绩效评价管理办法》（财预〔2020〕10号）：自评表与自评报告的数据应当一致",
    covers=("C01",),
)
def restated_in_form(case: Case) -> Iterator[Finding]:
    """自评表“实际完成值”里的数，正文和“实际完成情况”栏里也写了的，应当是同一个数。

    名称与自评表三级指标（或词典中的别名）对得上才比较；正文自己就前后矛盾的，由 DUP301 报告，这里不重复。
    正文有一处与自评表相同就算一致；名称只是相近而两数相差很大的，或者一处带“约”“左右”的，请核实。

    为什么：自评表先填、报告后写，改了一处忘了另一处。

    一致    正文“公交准点率92.3%”，自评表完成值92.3%
    不一致  正文“公交准点率93.2%”，自评表完成值92.3%
    不适用  正文没有写这个指标
    """
    for statement in statements(case, Role.ACTUAL):
        form = [fact for fact in statement.facts if fact.source is Source.FORM]
        text = [fact for fact in as_paid(statement.facts, case) if fact.source is not Source.FORM]
        if form and text:
            yield from _judged(statement, form[0], text)


def _judged(statement: Statement, cell: Fact, text: list[Fact]) -> Iterator[Finding]:
    fits = [fact for fact in distinct(text) if agree(fact, cell)]
    clash = [fact for fact in distinct(text) if not agree(fact, cell) and not nearly(fact, cell)]
    for fact in fits:
        same = fact.quantity.value == cell.quantity.value
        yield Finding(
            Outcome.AGREES,
            statement.label,
            f"正文{fact.quantity}与自评表{cell.quantity}一致",
            (Evidence.of(fact, "mention"), Evidence.of(cell, "actual")),
            f"{operand(fact.quantity, cell.quantity.unit)}={operand(cell.quantity)}" if same else "",
            indicator=statement.indicator,
            relations=(Relation.same(0, 1),),
        )
    if fits or not clash:
        return
    fact = clash[0]
    others = [each for each in text if each is not fact]
    judgement = soft(fact, cell) or (
        likely(fact) and not slipped(fact, cell) and not says_whole_name(fact, cell)
    )
    yield Finding(
        Outcome.REVIEW if judgement else Outcome.DIFFERS,
        statement.label,
        f"{statement.label}：正文 {named(fact)}与自评表实际完成值 {named(cell)}不能同时成立",
        (
            Evidence.of(fact, "mention"),
            Evidence.of(cell, "actual"),
            *(Evidence.of(each, "mention") for each in others),
        ),
        relation(fact.quantity, cell.quantity),
        Severity.WARNING if judgement else None,
        expected=None if fact.quantity.value is None else fact.quantity.value / cell.quantity.unit.factor,
        actual=cell.quantity.number,
        unit=cell.quantity.unit.name,
        indicator=statement.indicator,
        relations=(Relation.same(*range(len(others) + 2)),),
        suggestion="请核实哪个数正确，统一正文和自评表",
    )
