"""BUD505 资金数疑似笔误。"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from decimal import Decimal

from extractors.slips import TELLING_DIGITS, slip_between
from pipeline.judging.between import WRITTEN
from pipeline.judging.statements import exact_bound, of_report_year
from pipeline.judging.wording import in_unit, named, operand, relation
from pipeline.rulebook import Case, rule
from schemas.fact import Fact, Role, Source
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.quantity import ZERO, Kind, Quantity
from schemas.relation import Relation

_BUDGET = "预算"
_STAGE = {
    Role.BUDGET_INITIAL: _BUDGET,
    Role.BUDGET_FULL: _BUDGET,
    Role.BUDGET: _BUDGET,
    Role.ARRIVED: _BUDGET,  # what was budgeted, allotted and received is mostly one amount
    Role.EXECUTED: "支出",
    Role.CARRY_OVER: "上年结转",
    Role.BALANCE: "结余",
    Role.BUDGET_ADJUST: "预算调整",
}
_OF_A_SUM = 3  # digits: there is but one balance
_OF_THE_BALANCE = 2
_COMPARED = (Role.BUDGET_INITIAL, Role.BUDGET_FULL, Role.ARRIVED, Role.EXECUTED)  # by BUD502
_GRANTED = (Role.BUDGET_FULL, Role.BUDGET, Role.BUDGET_INITIAL, Role.ARRIVED)
_Said = tuple[str, int, Role]  # path and block of a paragraph, and a role that its own money has there


@dataclass(frozen=True, slots=True)
class _Known:
    """An amount that the submission gives more than once, or in the form, or that follows from two such."""

    stage: str
    quantity: Quantity
    facts: tuple[Fact, ...]
    formula: str = ""


@rule(
    "BUD505",
    "资金数疑似笔误",
    severity=Severity.WARNING,
    basis="《项目支出绩效评价管理办法》（财预〔2020〕10号）：自评数据应当真实、准确",
    covers=("F14", "F15"),
)
def nearly_the_same_money(case: Case) -> Iterator[Finding]:
    """只出现一次的资金数，与同一环节（预算、支出、结转、结余）别处的数只差一处笔误的，请核实。

    数字全同而单位或小数点不同的，或者与算出来的数只差一处笔误的，是错误。
    一处笔误指：万元与元、亿元写混，小数点错位，两位颠倒，多一位少一位，错一位。位数少的数容易凑巧，不核对；
    别处的数是自评表里的、出现两次以上的，或者由预算减支出等算出来的。

    为什么：金额抄错一位，后面的比率还是照原来的数算的，读的人看不出来。

    一致    自评表全年执行数1918.36，正文“支出1918.36万元”
    请核实  自评表全年执行数1918.36，正文“花去1981.36万元”
    不适用  没有这样的资金数
    """
    money = [
        fact
        for fact in case.facts
        if _is_money(fact) and (of_report_year(fact, case) or fact.role is Role.CARRY_OVER)
    ]
    times = Counter(fact.quantity.value for fact in money)
    known = _known(money, times)
    tied = _adding_up(case)
    there = {(*_place(fact), fact.role) for fact in money if fact.indicator.startswith("budget:")}
    for fact in money:
        if fact.source in WRITTEN and times[fact.quantity.value] == 1 and fact not in tied:
            yield from _judged(fact, known, there)


def _is_money(fact: Fact) -> bool:
    quantity = fact.quantity
    plain = exact_bound(fact) and quantity.kind is Kind.MONEY and not quantity.unit.per
    return plain and fact.role in _STAGE and bool(quantity.value)


def _stage(fact: Fact) -> str:
    return _STAGE[Role.CARRY_OVER if "carry_over" in fact.indicator else fact.role]


def _known(money: Sequence[Fact], times: Counter[Decimal | None]) -> list[_Known]:
    found: dict[tuple[str, Decimal | None], _Known] = {}
    for fact in money:
        if fact.source is Source.FORM or times[fact.quantity.value] > 1:
            each = found.setdefault(
                (_stage(fact), fact.quantity.value), _Known(_stage(fact), fact.quantity, ())
            )
            found[_stage(fact), fact.quantity.value] = replace(each, facts=(*each.facts, fact))
    return [*found.values(), *_derived(money)]


def _derived(money: Sequence[Fact]) -> Iterator[_Known]:
    """What follows from the totals of the form, or of the text where there is none."""
    own = {role: _own(money, role) for role in (Role.BUDGET_INITIAL, Role.BUDGET_FULL, Role.EXECUTED)}
    initial, full, executed = own.values()
    for stage, whole, part in (
        (_STAGE[Role.BALANCE], full, executed),
        (_STAGE[Role.BUDGET_ADJUST], full, initial),
    ):
        if whole is None or part is None:
            continue
        unit = whole.quantity.unit
        value = abs((whole.quantity.value or ZERO) - (part.quantity.value or ZERO))
        if value:
            places = max(whole.quantity.decimals, part.quantity.decimals)
            quantity = replace(
                whole.quantity, number=value / unit.factor, decimals=places, raw=in_unit(value, unit)
            )
            formula = f"{operand(whole.quantity)}-{operand(part.quantity, unit)}={operand(quantity)}"
            yield _Known(stage, quantity, (whole, part), formula)


def _own(money: Sequence[Fact], role: Role) -> Fact | None:
    """The project's own money in ``role``, where the submission gives it one amount only."""
    said = [fact for fact in money if fact.indicator == f"budget:{role}"]
    best = [fact for fact in said if fact.source is Source.FORM] or said
    return best[0] if len({fact.quantity.value for fact in best}) == 1 else None


def _adding_up(case: Case) -> set[Fact]:
    """Amounts that a total confirms."""
    held: set[Fact] = set()
    for each in case.breakdowns:
        added = sum((part.quantity.value or ZERO for part in each.parts), ZERO)
        if added == each.total.quantity.value:
            held |= {each.total, *each.parts}
    return held


def _judged(fact: Fact, known: Sequence[_Known], there: Set[_Said]) -> Iterator[Finding]:
    for other in known:
        if other.stage != _stage(fact) or _side_by_side(fact, other) or _told_elsewhere(fact, other, there):
            continue
        if not other.formula and not any(_spent_on(each) == _spent_on(fact) for each in other.facts):
            continue  # “三公”经费预算31.75万元 is no slip for 政府性基金317.52万元
        slip = slip_between(fact.quantity, other.quantity, _least(fact, other))
        smaller = (fact.quantity.value or ZERO) < (other.quantity.value or ZERO)
        part = smaller and not fact.indicator.startswith("budget:") and not other.formula
        if part and (slip == "小数点" or _is_a_tenth(fact.quantity, other.quantity)):
            continue  # 政府采购预算167.2万元 of 1672万元, 第三批32.83万元 of 328.32万元
        if slip:
            yield _differs(fact, other, slip)
            return


def _is_a_tenth(part: Quantity, whole: Quantity) -> bool:
    """Whether it is a tenth to its last digit: budgets are cut into such shares."""
    return abs((part.value or ZERO) - (whole.value or ZERO) / 10) <= part.ulp / 2


def _least(fact: Fact, other: _Known) -> int:
    """How many digits a slip needs: the project's own balance is what its budget and its spending leave, and no other."""
    if not other.formula:
        return TELLING_DIGITS
    return _OF_THE_BALANCE if fact.indicator == f"budget:{Role.BALANCE}" else _OF_A_SUM


def _spent_on(fact: Fact) -> set[str]:
    """三公, 公用经费: the words of its name that set it apart from money for anything else."""
    return {trait for trait in fact.traits if trait.startswith("spending:")}


def _side_by_side(fact: Fact, other: _Known) -> bool:
    """Whether one sentence gives both: then they are two amounts."""
    return any(each.sentence and each.sentence == fact.sentence for each in other.facts)


def _place(fact: Fact) -> tuple[str, int]:
    return (fact.anchor.path, fact.anchor.block)


def _told_elsewhere(fact: Fact, other: _Known, there: Set[_Said]) -> bool:
    """Whether BUD502 says it (both are the project's own in one stage), or BUD501: its own paragraph does not come out."""
    its_own = fact.indicator.startswith("budget:")
    if its_own and other.formula:
        spent = (*_place(fact), Role.EXECUTED) in there
        return (
            spent and any((*_place(fact), role) in there for role in _GRANTED)
        ) or fact.role is Role.BUDGET_ADJUST
    return (
        its_own and fact.role in _COMPARED and any(each.indicator == fact.indicator for each in other.facts)
    )


def _differs(fact: Fact, other: _Known, slip: str) -> Finding:
    source = (
        f"{other.formula}（{other.stage}）" if other.formula else f"{other.stage} {named(other.facts[0])}"
    )
    # The very digits in another unit or with another point, or a plain subtraction: anybody can see it.
    sure = slip in ("单位", "小数点") or bool(other.formula)
    return Finding(
        Outcome.DIFFERS if sure else Outcome.REVIEW,
        fact.subject or other.stage,
        f"{fact.subject} {named(fact)}与{source}只差{slip}，疑似笔误",
        (Evidence.of(fact, "mention"), *(Evidence.of(each, "mention") for each in other.facts[:2])),
        other.formula or relation(fact.quantity, other.quantity),
        Severity.ERROR if sure else None,
        expected=other.quantity.value / fact.quantity.unit.factor if other.quantity.value else None,
        actual=fact.quantity.number,
        unit=fact.quantity.unit.name,
        relations=(_relation(other),),
        suggestion="请核对这笔资金的数字和单位",
    )


def _relation(other: _Known) -> Relation:
    """The figure, first of the evidence, is what ``other`` says, or how far its two amounts are apart."""
    if not other.formula:
        return Relation.same(*range(1 + len(other.facts[:2])))
    whole, part = (fact.quantity.value or ZERO for fact in other.facts)
    up = 1 if whole >= part else -1
    return Relation(((0, 1),), ((1, up), (2, -up)), rounded=True)
