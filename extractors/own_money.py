"""Money whose stage or owner only the whole report tells: amounts the form has in one stage, parts and their totals."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from extractors.sums.lists import TOTALS
from schemas.document import Document
from schemas.fact import Breakdown, Fact, Role
from schemas.form import Form
from schemas.quantity import Kind

FUNDS_ROLES = {
    "budget_initial": Role.BUDGET_INITIAL,
    "budget_adjust": Role.BUDGET_ADJUST,
    "budget_full": Role.BUDGET_FULL,
    "executed": Role.EXECUTED,
    "arrived": Role.ARRIVED,
    "balance": Role.BALANCE,
    "rate": Role.RATE,
    "weight": Role.WEIGHT,
    "score": Role.SCORE,
}
_SOURCE = re.compile(
    "(?:其中)?(?:中央|省|自治区|市|州|盟|县|区|旗|镇|乡|街道|本级|上级|地方|一般公共预算|政府性基金|国有资本|上年结转|社会资本|单位自筹|自筹)"
)
# 合同价款420万元，2024年已支付310万元: what was paid of a contract.
_CONTRACT = re.compile(
    "(?:合同|中标|成交|送审|审定|结算)[^，。；、]{0,4}(?:价款?|金额|总额|数|额)[为是达约]?$"
)
_PAID = re.compile(
    r"(?:截[至止]到?)?(?:20\d\d年)?(?:年[底末]|度)?(?:实际|累计|已经?|共|[尚还仍]?未|待|应|剩余)*(?:支付|付款|付|结清)(?:工程|合同|进度|价)*(?:款项?|资金)?(?:的|数|共|共计|合计|为)*"
)
_ENTIRE = re.compile("整体支出|(?:部门|单位)整体(?:预算)?(?:绩效|自评|评价)")
_TITLE = re.compile("^[^，。；：]{0,40}(?:表|报告)$")
_OPENING = 6  # paragraphs that say what the report is
_OF_MONEY = TOTALS | {Role.CARRY_OVER, Role.BALANCE}
_SPENT_OR_LEFT = (Role.EXECUTED, Role.BALANCE)
_OF_A_TOTAL = TOTALS - {Role.BUDGET_INITIAL} | {Role.ACTUAL}


def which_budget(facts: list[Fact], forms: Sequence[Form]) -> list[Fact]:
    """预算 without a word of which is the full year's where the only form has that very amount there."""
    totals = [row.cells.get("budget_full") for form in forms for row in form.funds if row.row == "total"]
    values = {cell.quantity.value for cell in totals if cell is not None and cell.quantity is not None}
    if len(values) != 1:
        return facts
    return [
        replace(fact, role=Role.BUDGET_FULL, indicator=f"budget:{Role.BUDGET_FULL}")
        if fact.indicator == f"budget:{Role.BUDGET}" and fact.quantity.value in values
        else fact
        for fact in facts
    ]


def stages_by_amount(forms: Sequence[Form]) -> dict[Decimal, set[Role]]:
    """In which stages of the project's money the forms have an amount."""
    stages: dict[Decimal, set[Role]] = defaultdict(set)
    for form in forms:
        for row in form.funds:
            for column, cell in row.cells.items():
                role = FUNDS_ROLES.get(column)
                value = cell.quantity.value if cell.quantity is not None else None
                if row.row == "total" and role in TOTALS and value:
                    stages[value].add(role)
    return stages


def in_known_stages(
    facts: list[Fact], breakdowns: list[Breakdown], money: Mapping[Decimal, Set[Role]]
) -> tuple[list[Fact], list[Breakdown]]:
    """Amounts named without their stage, which the forms have in one.

    What was budgeted and spent to the last cent is spent, for a report tells what was done with it, unless it is listed
    by its sources.
    """
    by_source = {each.total for each in breakdowns if all(_SOURCE.match(part.subject) for part in each.parts)}
    swaps: dict[Fact, Fact] = {}
    for fact in facts:
        stages = money.get(fact.quantity.value, set()) if fact.quantity.value is not None else set()
        bare = fact.role is Role.ACTUAL and not fact.indicator and fact.quantity.kind is Kind.MONEY
        meant = (Role.BUDGET_FULL, Role.EXECUTED) if fact in by_source else (Role.EXECUTED,)
        role = next(
            (each for each in meant if each in stages), next(iter(stages)) if len(stages) == 1 else None
        )
        if role is not None and bare and not fact.quantity.unit.per:
            swaps[fact] = replace(fact, role=role, exact=True)
    return _read_again(facts, breakdowns, swaps)


def parts_are_no_totals(facts: list[Fact], breakdowns: list[Breakdown]) -> tuple[list[Fact], list[Breakdown]]:
    """Money that a sentence lists as a part is not the project's own, whatever words stand before it."""
    parts = {
        part
        for each in breakdowns
        if not _is_identity(each)
        for part in each.parts
        if part.indicator.startswith("budget:")
    }
    swaps = {part: replace(part, indicator="", why="分项") for part in parts}
    return _read_again(facts, breakdowns, swaps)


def parts_have_the_role_of_their_total(
    facts: list[Fact], breakdowns: list[Breakdown]
) -> tuple[list[Fact], list[Breakdown]]:
    """What 支出800万元 is made of was spent, what 预算 is made of is budget; so is a total that only the parts tell of (…总计5295.8万元)."""
    swaps: dict[Fact, Fact] = {}
    for each in breakdowns:
        total = swaps.get(each.total, each.total)
        for part in each.parts if total.role in _OF_MONEY and not _is_identity(each) else ():
            own = swaps.get(part, part)
            if own.role in _OF_A_TOTAL and not own.indicator and own.quantity.kind is Kind.MONEY:
                swaps[part] = replace(own, role=total.role, exact=True)
        said = {swaps.get(part, part).role for part in each.parts}
        nameless = total.role is Role.ACTUAL and not total.indicator and total.quantity.kind is Kind.MONEY
        if nameless and len(each.parts) > 1 and len(said) == 1 and said <= TOTALS:
            swaps[each.total] = replace(total, role=said.pop(), exact=True)
    return _read_again(facts, breakdowns, swaps)


def _is_identity(breakdown: Breakdown) -> bool:
    """全年预算428万元，已执行376万元，未执行52万元: stages of the project's money, or of one fund, no list of its parts."""
    stages = [
        part.role
        for part in breakdown.parts
        if part.indicator.startswith("budget:") or part.role in _SPENT_OR_LEFT
    ]
    return len(stages) == len(breakdown.parts) > 1 and len({*stages}) == len(stages)


def without_kinds(facts: list[Fact], document: Document) -> list[Fact]:
    """Beside 基本支出, and in 部门整体支出, 项目支出 is one kind of spending and not the whole."""
    whole = any(
        _ENTIRE.search(each.text) and (at < _OPENING or _TITLE.search(each.text))
        for at, each in enumerate(document.paragraphs())
    )
    if not whole and not any("基本支出" in fact.subject for fact in facts):
        return facts
    return [
        replace(fact, indicator="")
        if fact.indicator.startswith("budget:") and "项目支出" in fact.subject
        else fact
        for fact in facts
    ]


def without_contracts(facts: list[Fact], breakdowns: list[Breakdown]) -> tuple[list[Fact], list[Breakdown]]:
    """What was paid, or not yet, behind the price of a contract in the same sentence or list is the contract's money."""
    swaps: dict[Fact, Fact] = {}
    of_a_contract = False
    for before, fact in pairwise(facts):
        here = (before.anchor.path, before.anchor.block) == (fact.anchor.path, fact.anchor.block)
        goes_on = fact.sentence == before.sentence or not before.sentence.rstrip().endswith("。")
        priced = before.quantity.kind is Kind.MONEY and _CONTRACT.search(before.subject)
        of_a_contract = here and goes_on and bool(priced or of_a_contract)
        own = fact.indicator.startswith("budget:")
        if of_a_contract and own and fact.role in _SPENT_OR_LEFT and _PAID.fullmatch(fact.subject):
            swaps[fact] = replace(fact, indicator="", why="合同价款")
        elif own:
            of_a_contract = False
    return _read_again(facts, breakdowns, swaps)


def _read_again(
    facts: Sequence[Fact], breakdowns: Sequence[Breakdown], swaps: Mapping[Fact, Fact]
) -> tuple[list[Fact], list[Breakdown]]:
    return [swaps.get(fact, fact) for fact in facts], [swapped(each, swaps) for each in breakdowns]


def swapped(breakdown: Breakdown, swaps: Mapping[Fact, Fact]) -> Breakdown:
    """The same with other facts in the places of those that were read again."""
    return Breakdown(
        swaps.get(breakdown.total, breakdown.total),
        tuple(swaps.get(part, part) for part in breakdown.parts),
        breakdown.exhaustive,
        breakdown.cue,
    )
