"""Rates of money in the text: which words they go by, and which of them the form bears out."""

from __future__ import annotations

import re
from decimal import Decimal

from pipeline.judging.rows_of_form import figure, total_row
from pipeline.judging.statements import of_report_year
from pipeline.rulebook import Case
from schemas.fact import Fact, Role, Source
from schemas.form import Entry, FundsRow
from schemas.quantity import Kind
from schemas.words import load_words

_OF_EXECUTION = re.compile("(?:^|预算|资金|支出|经费|总体|整体|平均|全年|年度|实际|综合)执行率")
_OTHERS = re.compile("三公|政府采购|基本支出|项目支出|人员经费|公用经费|中央|省级|市级|县级|区级|本级")
_JUDGED = frozenset({Role.RATE, Role.ACTUAL})


def money_rate_kind(fact: Fact) -> str:
    """What ``fact`` is a rate of; empty where it is no rate of money.

    "spent": of a budget that may stand further above; "told": of what the same sentence says; "arrived": 到位率, of the same.
    """
    if fact.quantity.kind is not Kind.PERCENT or fact.role not in _JUDGED:
        return ""
    words = load_words().money_rates
    if words["spent"].search(fact.subject):
        return "spent"
    if words["told"].search(fact.subject):
        return "arrived" if words["arrived"].search(fact.subject) else "told"
    return ""


def base_of(row: FundsRow) -> Entry | None:
    """The amount of a row that its rate is a rate of: 全年预算数, where there is none 年初预算数.

    预算调整数 may be by how much or to how much: where the rate is of it, it is what the budget was changed to.
    """
    if figure(row.cells, "budget_full"):
        return row.cells.get("budget_full")
    rate, executed, moved = (figure(row.cells, each) for each in ("rate", "executed", "budget_adjust"))
    if rate and executed and moved and moved.value:
        share = (executed.printed() / moved.printed()).scaled(Decimal(100))
        if share.meets(rate.printed()):
            return row.cells.get("budget_adjust")
    return row.cells.get("budget_initial")


def in_the_form(rate: Fact, case: Case) -> tuple[Entry, Entry] | None:
    """What was spent and budgeted by the only form, where ``rate`` stands in the text and speaks of that; else None."""
    total = total_row(case.forms[0]) if len(case.forms) == 1 else None
    if total is None or rate.source is not Source.PROSE or rate.role is not Role.RATE:
        return None
    executed, full = total.cells.get("executed"), base_of(total)
    own = (
        _OF_EXECUTION.search(rate.subject)
        and len(rate.scope.section) <= 2
        and of_report_year(rate, case)
        and _of_the_whole(rate, case)
    )
    filled = executed is not None and executed.quantity and full is not None and full.quantity
    return (executed, full) if own and executed and full and filled else None


def _of_the_whole(rate: Fact, case: Case) -> bool:
    """Whether the sentence up to the rate speaks of no other money: 政府采购执行率, 基本支出执行492万元，执行率99.45%."""
    place = (rate.anchor.path, rate.anchor.block)
    here = [fact for fact in case.facts if (fact.anchor.path, fact.anchor.block) == place]
    if any(fact.of_item for fact in here):
        return False
    before = [
        fact
        for fact in here
        if fact.anchor.start < rate.anchor.start
        and fact.sentence == rate.sentence
        and fact.role is Role.EXECUTED
    ]
    if len(before) > 1 and case.wholes.get(before[-1]) is before[0]:
        before = before[:1]  # 支出2770万元，其中上半年859万元、下半年1911万元，执行率100%
    text = rate.sentence[: rate.sentence.find(rate.quantity.raw)]
    so_far = before and not of_report_year(before[-1], case)  # 6月底支出698万元、执行率45%
    return not (_OTHERS.search(text) or so_far) and (not before or before[-1].indicator == "budget:executed")
