"""DRV401 执行率计算有误。"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from pipeline.judging.money_rates import base_of, in_the_form
from pipeline.judging.rows_of_form import figure, total_row
from pipeline.judging.wording import number, operand, rounded
from pipeline.rulebook import Case, rule
from schemas.fact import Role, Source
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.form import Entry, FundsRow
from schemas.quantity import Bound, Interval, Quantity
from schemas.relation import Relation

_BUDGETS = (Role.BUDGET_FULL, Role.BUDGET, Role.ARRIVED)


@rule(
    "DRV401",
    "执行率计算有误",
    severity=Severity.ERROR,
    basis="财预〔2020〕10号附件：执行率=全年执行数÷全年预算数（调整后）",
    covers=("F01", "F02", "F03"),
)
def execution_rate(case: Case) -> Iterator[Finding]:
    """执行率等于全年执行数除以全年预算数（调整后的，不是年初的）。

    按印出的位数四舍五入核对；差不到末位一个单位的只作提示。表中没有全年预算数的，用年初预算数。
    来源行照抄总额行执行率的，只核对总额行。正文写的预算执行率按自评表总额行核对。全年预算为 0 的不计算。

    为什么：执行率决定预算执行得分，也是抽查的重点。

    一致    全年预算4549.75，全年执行4549.75，执行率100%
    不一致  全年预算2450，全年执行2327.5，执行率98%
    不适用  没有填执行率
    """
    for form in case.forms:
        for row in form.funds:
            rate, full, executed = row.cells.get("rate"), base_of(row), row.cells.get("executed")
            if rate and full and executed and not _copied(rate, row, total_row(form)):
                yield from _unless_of_another(_judged(rate, executed, full, row.label.text), row, case)
    for fact in case.said(Role.RATE):
        amounts = in_the_form(fact, case)
        if amounts is not None:
            told = _judged(Entry(fact.quantity.raw, fact.anchor, fact.quantity), *amounts, "正文")
            yield from _unless_of_another(told, total_row(case.forms[0]), case)


def _unless_of_another(found: Iterable[Finding], row: FundsRow | None, case: Case) -> Iterator[Finding]:
    """Without what only the first budget of a form makes wrong, where the text names the budget that the rate is of."""
    first_only = row is not None and not figure(row.cells, "budget_full")
    for each in found:
        spent, rate = (evidence.quantity for evidence in (each.evidence[0], each.evidence[2]))
        if each.outcome is Outcome.DIFFERS and first_only and spent and rate and _told(case, spent, rate):
            continue
        yield each


def _told(case: Case, spent: Quantity, rate: Quantity) -> bool:
    """Whether a budget said in the text makes the rate true."""
    said = (fact.quantity for fact in case.said(*_BUDGETS) if fact.source is Source.PROSE)
    return any(
        budget.value and (spent.printed() / budget.printed()).scaled(Decimal(100)).meets(rate.printed())
        for budget in said
    )


def _copied(rate: Entry, row: FundsRow, total: FundsRow | None) -> bool:
    """Whether a row of one source only repeats the rate of the total, as it repeats weight and score."""
    above = total.cells.get("rate") if total is not None and total is not row else None
    return above is not None and above.text == rate.text


def _judged(rate: Entry, executed: Entry, full: Entry, label: str) -> Iterator[Finding]:
    quantities = (rate.quantity, executed.quantity, full.quantity)
    if any(q is None or q.value is None for q in quantities):
        return
    printed, spent, budget = (q for q in quantities if q is not None)
    if not budget.value or spent.value is None or printed.value is None:
        return
    true = spent.value / budget.value * 100
    off = abs(true - printed.value)
    evidence = (
        Evidence("executed", executed.anchor, spent),
        Evidence("base", full.anchor, budget),
        Evidence("rate", rate.anchor, printed),
    )
    shown = number(rounded(true))
    half = printed.ulp / 2
    rate_shown = number(printed.value) if off <= half else shown  # 未达到100% is no rate to be divided out
    formula = f"{operand(spent)}/{operand(budget)}={rate_shown}%"
    relations = (Relation.percentage(0, 1, 2),)
    if off <= half or (printed.bound is not Bound.EXACT and printed.interval().meets(Interval.point(true))):
        yield Finding(
            Outcome.AGREES,
            "执行率",
            f"{label}执行率{printed}与计算一致",
            evidence,
            formula,
            unit="%",
            relations=relations,
        )
        return
    yield Finding(
        Outcome.DIFFERS,
        "执行率",
        f"{label}执行率填 {printed}，按 {executed.text}÷{full.text} 应为 {shown}%" + _hint(off, printed),
        evidence,
        f"{operand(spent)}/{operand(budget)}={shown}%",
        Severity.INFO if off < printed.ulp else None,
        expected=Decimal(shown),
        actual=printed.value,
        tolerance=half,
        unit="%",
        relations=relations,
        suggestion="请按全年执行数÷全年预算数重新计算执行率和得分",
    )


def _hint(off: Decimal, printed: Quantity) -> str:
    return "，末位取舍有误" if off < printed.ulp else ""
