"""XDC906 与财政部门掌握的数不符。"""

from __future__ import annotations

from collections.abc import Iterator

from extractors.names import key_of
from pipeline.judging.statements import agree, distinct, nearly, of_report_year
from pipeline.judging.wording import named, operand, relation, shown
from pipeline.rulebook import Case, Origin, rule
from schemas.fact import Fact, Role, Source
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.quantity import Kind
from schemas.words import comparable


@rule(
    "XDC906",
    "与财政部门掌握的数不符",
    severity=Severity.ERROR,
    basis="财预〔2020〕10号：预算执行情况以预算批复、调整和决算数为准",
    covers=("C15",),
    by=("department", "project", "year"),
)
def bureau_figures(group: Case) -> Iterator[Finding]:
    """材料里的预算数、执行数，应当与财政部门的批复、调整文件、系统导出数相同。

    部门、项目、年度都对得上的才比较；年初预算数、预算调整数、全年预算数、执行数以自评表资金栏为准，不同的是错误；
    没有自评表的看正文，不同的请核实。还给了自评表某个三级指标的，与完成值比较，不同的请核实。只差取整的作提示。

    为什么：预算数只有一个来源。

    一致    批复4200万元，自评表年初预算数4200
    不一致  批复4200万元，自评表年初预算数4300
    不适用  没有给出财政部门掌握的数，或者里面没有这个项目
    """
    held = [fact for member in group.of(Origin.BUREAU) for fact in member.facts]
    for case in group.of(Origin.SUBMITTED):
        for fact in held:
            said = _said(case, fact)
            if said:
                yield _judged(said, fact)


def _said(case: Case, held: Fact) -> list[Fact]:
    """What the submission says of it; the form before the text."""
    if held.role is Role.ACTUAL:
        key = key_of(held.subject)
        found = [
            each
            for each in case.said(Role.ACTUAL)
            if each.source is Source.FORM and key_of(each.subject) == key
        ]
    else:
        found = [
            each
            for each in case.said(held.role)
            if each.indicator == f"budget:{held.role}" and of_report_year(each, case)
        ]
    found = [each for each in found if comparable(each.quantity.unit, held.quantity.unit)]
    return distinct([each for each in found if each.source is Source.FORM] or found)


def _judged(said: list[Fact], held: Fact) -> Finding:
    fact = next((each for each in said if _same(each, held)), said[0])
    evidence = (Evidence.of(fact, "mention"), Evidence.of(held, "mention"))
    if _same(fact, held):
        same = fact.quantity.value == held.quantity.value
        formula = f"{operand(fact.quantity, held.quantity.unit)}={operand(held.quantity)}" if same else ""
        return Finding(Outcome.AGREES, held.subject, "与财政部门掌握的数一致", evidence, formula)
    mild = nearly(fact, held)
    sure = fact.source is Source.FORM and fact.quantity.kind is Kind.MONEY and held.role is not Role.ACTUAL
    source = f"（{held.why}）" if held.why else ""
    return Finding(
        Outcome.DIFFERS if sure or mild else Outcome.REVIEW,
        held.subject,
        f"{held.subject}：材料写 {named(fact)}，财政部门掌握的数{source}是 {shown(held.quantity)}{held.quantity.unit.name * _bare(held)}（{held.anchor.path} {held.anchor}）"
        + ("，只有取整才一致" if mild else ""),
        evidence,
        relation(fact.quantity, held.quantity),
        Severity.INFO if mild else None if sure else Severity.WARNING,
        expected=None if held.quantity.value is None else held.quantity.value / fact.quantity.unit.factor,
        actual=fact.quantity.number,
        unit=fact.quantity.unit.name,
        suggestion="请按批复、调整文件和决算数核对",
    )


def _bare(fact: Fact) -> bool:
    """Whether its unit stands in another column."""
    return not fact.quantity.raw.rstrip().endswith(fact.quantity.unit.name or " ")


def _same(fact: Fact, held: Fact) -> bool:
    """An adjustment may be written without its sign (压减650.25)."""
    if (
        held.role is Role.BUDGET_ADJUST
        and fact.quantity.value is not None
        and held.quantity.value is not None
    ):
        return abs(fact.quantity.value) == abs(held.quantity.value)
    return agree(fact, held)
