"""DRV402 增减变化计算有误。"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from pipeline.between import Texts
from pipeline.rulebook import Case, rule
from pipeline.wording import number, operand, rounded, shown
from schemas.document import Anchor
from schemas.fact import Fact, Role, Source
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.quantity import Bound, Interval, Kind
from schemas.relation import Relation
from schemas.thresholds import load_thresholds
from schemas.words import comparable

_ZERO = Decimal(0)
_HUNDRED = Interval.point(Decimal(100))
_PERCENT = Fraction(100)

_REACH = 3  # figures to either side of a rate
_CHANGED_BY = re.compile(
    "[，,（(]?(?:较|比|同比|环比)?(?:上年|去年|同期|上年同期)?(?:[+＋]|上?升|增|降|减|涨|增长|下降|减少|增加|升幅|增幅|降幅|涨幅|幅度)(?:为|达|了)?"
)
_MOVED_FROM = re.compile("[，,（(](?:由|从)(?:上年|去年|20\\d\\d年)?的?")
_SEVERAL_YEARS = re.compile("累计|以来|历年(?!】)")
# Roles of what there was or was planned, in this year or before; not of changes, aims and limits.
_LEVELS = frozenset(
    {
        Role.ACTUAL,
        Role.EXECUTED,
        Role.BUDGET,
        Role.BUDGET_INITIAL,
        Role.BUDGET_FULL,
        Role.ARRIVED,
        Role.BALANCE,
        Role.CARRY_OVER,
        Role.STANDARD,
        Role.RATE,
    }
)


@rule(
    "DRV402",
    "增减变化计算有误",
    severity=Severity.ERROR,
    basis="统计口径：增长率=（本期−上期）÷上期；增减量=本期−上期",
)
def growth(case: Case) -> Iterator[Finding]:
    """一句话里写了本期数、上期数（或增减量）和增减幅度的，应当算得出来。

    增长率按印出的位数四舍五入核对，相差不到0.1个百分点的只作提示（上期数可能取自未四舍五入的账面数）；增减量按两数之差核对。只写了增长率、没有写上期数的不核对。

    为什么：三个数里改了一个，另外两个常常忘了改。

    一致    受益学生3204人，比2023年的3000人增长6.8%
    不一致  培训骨干1434人次，比2023年的1276人次增加148人次
    不适用  没有同时写出本期数、上期数和增减
    """
    said = [fact for fact in case.facts if fact.source in (Source.PROSE, Source.RESULT)]
    judged: set[Anchor] = set()
    texts = Texts(case)
    for finding in _side_by_side(said, case.year, texts):
        judged |= {each.anchor for each in finding.evidence}
        yield finding
    for at, change in enumerate(said):
        rate = change.role is Role.GROWTH and change.quantity.unit.name == "%"
        if rate and change.anchor not in judged and _is_said_beside(said, at, texts):
            near = said[max(0, at - _REACH) : at + _REACH + 1]
            beside = [fact for fact in near if _in_one_clause(change, fact, texts)]
            yield from _among(change, beside, case.year)


def _side_by_side(said: Sequence[Fact], year: int | None, texts: Texts) -> Iterator[Finding]:
    """Three figures in a row: now, before, by how much, in whatever order."""
    for (now, second), change in zip(pairwise(said), said[2:], strict=False):
        if (
            not _one_sentence(now, second, change)
            or not _is_level(now)
            or _SEVERAL_YEARS.search(now.subject + change.subject)
        ):
            continue
        if change.role is Role.GROWTH and _is_earlier(second, now, year):
            yield from _from_base(now, second, change)
        elif (
            change.role is Role.GROWTH
            and second.role is not Role.GROWTH  # 和上年的42公里相比，净增5公里，升幅12%
            and _is_earlier(now, second, year)
        ):
            yield from _from_base(second, now, change)
        elif second.role is Role.GROWTH and change.role in _LEVELS and _is_earlier(now, change, year):
            if not _was_then(now, second, change, texts):
                yield from _from_base(change, now, second)  # 与2023年的109条相比，增加7条，达到116条
        elif (
            now.role is not Role.BASE
            and second.role is Role.GROWTH
            and change.role is Role.GROWTH
            and change.quantity.kind is Kind.PERCENT
        ):
            yield from _from_difference(now, second, change)


def _was_then(before: Fact, change: Fact, now: Fact, texts: Texts) -> bool:
    """Whether the earlier figure's own growth is told: 2023年76件，同比增长6%；2024年95件."""
    between = texts.between(before, change) or "", texts.between(change, now) or ""
    return bool(re.search("[同环]比", between[0]) or re.search("[；;]", between[1]))


def _is_said_beside(said: Sequence[Fact], at: int, texts: Texts) -> bool:
    """Whether no other thing is named between the rate and the figure before or behind it."""
    before = texts.between(said[at - 1], said[at]) if at else None
    behind = texts.between(said[at], said[at + 1]) if at + 1 < len(said) else None
    beside = before is not None and _CHANGED_BY.fullmatch(before) is not None
    return beside or (behind is not None and _MOVED_FROM.fullmatch(behind) is not None)


def _in_one_clause(change: Fact, fact: Fact, texts: Texts) -> bool:
    words = texts.between(change, fact) or texts.between(fact, change)
    return words is not None and "；" not in words and ";" not in words


def _among(change: Fact, near: Sequence[Fact], year: int | None) -> Iterator[Finding]:
    """The rate and the only two figures of one kind in its sentence: 土样929个，较上年增8.65%（上年855个）."""
    beside = [fact for fact in near if fact is not change and _one_sentence(change, fact)]
    levels = [fact for fact in beside if _is_level(fact) or fact.role is Role.BASE]
    pairs = [
        (now, before)
        for now in levels
        for before in levels
        if now is not before and now.role is not Role.BASE and _came_before(before, now, year)
    ]
    if len(pairs) == 1 and not _SEVERAL_YEARS.search(change.sentence):
        yield from _from_base(*pairs[0], change)


def _came_before(fact: Fact, now: Fact, year: int | None) -> bool:
    """Whether ``fact`` is the earlier value of ``now``; the first budget comes before the final one."""
    budgets = fact.role is Role.BUDGET_INITIAL and now.role is Role.BUDGET_FULL
    return _is_earlier(fact, now, year) or budgets


def _is_level(fact: Fact) -> bool:
    """What there was or was planned; of earlier values those whose year is said (2023年40人，2024年50人，增长25%)."""
    return fact.role in _LEVELS or (fact.role is Role.BASE and fact.stated)


def _one_sentence(*facts: Fact) -> bool:
    first = facts[0]
    return all(
        fact.sentence == first.sentence
        and fact.anchor.block == first.anchor.block
        and fact.quantity.bound is Bound.EXACT
        and bool(fact.quantity.value)
        for fact in facts
    )


def _is_earlier(fact: Fact, now: Fact, year: int | None) -> bool:
    """Whether ``fact`` is the same thing's earlier value: marked as a base, or dated before."""
    then = fact.period.last.year if fact.stated and fact.period is not None else None
    this = now.period.last.year if now.period is not None else year
    earlier = fact.role is Role.BASE or (then is not None and this is not None and then < this)
    return earlier and now.quantity.unit.dimension == fact.quantity.unit.dimension


def _from_base(now: Fact, before: Fact, change: Fact) -> Iterator[Finding]:
    """Now, before, and the change between them: a rate or a difference."""
    a, b, unit = now.quantity.printed(), before.quantity.printed(), now.quantity.unit
    x, y = operand(now.quantity), operand(before.quantity, unit)
    first, last = now.quantity.value or _ZERO, before.quantity.value or _ZERO
    if change.quantity.kind is Kind.PERCENT and now.quantity.kind is not Kind.PERCENT:
        computed, exact = (a - b) / b * _HUNDRED, (first - last) / last * 100
        moved = Relation(
            ((2, _way(change, exact)),), ((0, 1),), ((1, 1),), scale=_PERCENT, plus=_PERCENT, rounded=True
        )
        yield _judged(now, before, change, computed, exact, f"{x}/{y}*100-100", "%", moved)
    elif change.quantity.unit.dimension == unit.dimension:
        moved = Relation(((2, _way(change, first - last)),), ((0, 1), (1, -1)), rounded=True)
        exact = (first - last) / unit.factor
        yield _judged(now, before, change, a - b, exact, f"{x}-{y}", unit.name, moved)


def _from_difference(now: Fact, difference: Fact, change: Fact) -> Iterator[Finding]:
    """Now, by how much it rose or fell, and by how many percent: 6032万元，比上年增加3401万元，增长129.3%."""
    unit = now.quantity.unit
    if not comparable(difference.quantity.unit, unit) or difference.quantity.trend == 0:
        return
    sign = Decimal(difference.quantity.trend)
    step = difference.quantity.printed() if sign > 0 else -difference.quantity.printed()
    first, moved = now.quantity.value or _ZERO, (difference.quantity.value or _ZERO) * sign
    if first - moved <= 0:
        return
    base = now.quantity.printed() - step
    x, y = operand(now.quantity), operand(difference.quantity, unit)
    formula = f"{x}/({x}{'-' if sign > 0 else '+'}{y})*100-100"
    exact = moved / (first - moved) * 100
    way = int(sign)
    rate = Relation(((2, 1),), ((1, 1),), ((0, 1), (1, -way)), scale=_PERCENT, rounded=True)
    yield _judged(now, difference, change, step / base * _HUNDRED, exact, formula, "%", rate)


def _way(change: Fact, exact: Decimal) -> int:
    """Changes are printed without their sign: what the words say, else what the figures do."""
    return change.quantity.trend or (-1 if exact < 0 else 1)


def _judged(
    now: Fact,
    second: Fact,
    change: Fact,
    computed: Interval,
    exact: Decimal,
    formula: str,
    base: str,
    relation: Relation,
) -> Finding:
    stated = change.quantity.printed()
    evidence = (Evidence.of(now, "actual"), Evidence.of(second, "base"), Evidence.of(change, "rate"))
    size = number(rounded(exact))
    formula = f"{formula}={size}"
    if computed.meets(-stated if exact < 0 else stated):
        return Finding(
            Outcome.AGREES, now.subject, "增减与两数相符", evidence, formula, unit=base, relations=(relation,)
        )
    told = "减少" if exact < 0 else "增加"
    slight = (
        base == "%"
        and abs(abs(exact) - (change.quantity.value or _ZERO)) <= load_thresholds().growth_rounding
    )
    between = "上期" if second.role is not Role.GROWTH else "增减"
    return Finding(
        Outcome.DIFFERS,
        now.subject,
        f"{now.subject}：本期 {shown(now.quantity)}，{between} {shown(second.quantity)}，应{told} {size.removeprefix('-')}{base}，"
        f"文中写 {shown(change.quantity)}（{change.anchor}）",
        evidence,
        formula,
        Severity.INFO if slight else None,
        expected=Decimal(size).copy_abs(),
        actual=change.quantity.number,
        unit=base,
        relations=(relation,),
        suggestion="请核对本期数、上期数和增减幅度",
    )
