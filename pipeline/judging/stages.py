"""Whether two amounts of one item are of different stages: what was budgeted for it, and what was paid."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.judging.amounts import size
from pipeline.rulebook import Case
from schemas.fact import Fact, Role
from schemas.quantity import Kind

_BUDGETS = (Role.BUDGET, Role.BUDGET_INITIAL, Role.BUDGET_FULL)
_STAGE = re.compile(
    "(?P<budgeted>预算(?!执行)|批复|调[剂整]后|概算|核定|合同价|控制价|中标价|应[付补发])"
    "|(?P<paid>[实已]付|支付|支出|决算|执行|兑付|列支|结算|发放|拨付|使用)"
)


def as_paid(facts: Sequence[Fact], case: Case) -> list[Fact]:
    """年初预算1985万元，其中物业费1162万元; 物业费实付1146.24万元: without what was budgeted where no more than that was paid."""
    budgeted = {fact for fact in facts if fact.quantity.kind is Kind.MONEY and _is_budgeted(fact, case)}
    paid = [fact for fact in facts if fact not in budgeted]
    return [
        fact
        for fact in facts
        if fact not in budgeted or not paid or any(size(fact) < size(other) for other in paid)
    ]


def _is_budgeted(fact: Fact, case: Case) -> bool:
    """By the last word of a stage before it in its sentence, else by the whole that it is a part of."""
    words = [*_STAGE.finditer(fact.sentence.partition(fact.quantity.raw)[0])]
    if words:
        return words[-1].lastgroup == "budgeted"
    whole = case.wholes.get(fact)
    return whole is not None and whole.role in _BUDGETS
