"""Numbers that tell of one another: a result and its target side by side, a limit behind a list of parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractors.mentions import Mention
from extractors.sums.ties import Tied
from schemas.fact import Fact, Role
from schemas.words import comparable

_BY_VALUE = "且数值相同"  # ends what linking says of a row told by its figure
_NO_NAME = re.compile("(?:实际|做到|办成|干成|达到?|完成|实现|为|了)+")
_A_PAIR = {Role.ACTUAL, Role.TARGET}
_HOW_MUCH_MORE = re.compile("其中|[超多少差欠快慢早晚余]|高出|提前|缩短|剩|增|减")
_BESIDE = 40  # numbers on either side of a number that may tell its role


def numbers_before(mentions: Sequence[Mention], at: int) -> range:
    """The numbers before ``mentions[at]`` in its sentence."""
    first = at
    while first and at - first < _BESIDE and mentions[first - 1].sentence == mentions[at].sentence:
        first -= 1
    return range(first, at)


def numbers_behind(mentions: Sequence[Mention], at: int) -> range:
    """The numbers behind ``mentions[at]`` in its sentence."""
    last = at + 1
    while last < len(mentions) and last - at <= _BESIDE and mentions[last].sentence == mentions[at].sentence:
        last += 1
    return range(at + 1, last)


def with_their_pairs(facts: Sequence[Fact], mentions: Sequence[Mention]) -> list[Fact]:
    """参保率96.7%，不低于95%: a result and a target side by side under one name are of one row, if either is a row's."""
    paired = list(facts)
    for at, (one, other) in enumerate(pairwise(facts)):
        if mentions[at].sentence != mentions[at + 1].sentence or {one.role, other.role} != _A_PAIR:
            continue
        if _is_its_target(one, other):
            paired[at + 1] = replace(
                other, indicator=one.indicator, why=f"与{one.quantity.raw}成对", likely=True
            )
            continue
        linked, bare, place = (one, other, at + 1) if one.indicator else (other, one, at)
        more = other.subject.removeprefix(one.subject)
        same = one.subject == other.subject or (more != other.subject and _NO_NAME.fullmatch(more))
        alike = one.quantity.unit == other.quantity.unit and same
        if (
            not linked.indicator
            or bare.indicator
            or not alike
            or not one.subject
            or one.period != other.period
        ):
            continue
        around = [facts[each] for each in (*numbers_before(mentions, at), *numbers_behind(mentions, at))]
        told = any(each.indicator == linked.indicator and each.role is bare.role for each in around)
        listed = any("其中" in mentions[each].left for each in numbers_before(mentions, place))
        more_of = listed or _HOW_MUCH_MORE.search(mentions[place].left)
        if not told and not paired[place].indicator and not more_of:
            paired[place] = replace(
                bare, indicator=linked.indicator, why=f"与{linked.quantity.raw}成对", likely=True
            )
    return paired


def limits_of_the_whole(
    facts: Sequence[Fact], mentions: Sequence[Mention], ties: Sequence[Tied]
) -> list[Fact]:
    """用水15258万立方米，其中农业9002万立方米…，控制在15810万立方米以内: a limit without a name of its own, behind the parts."""
    read = [*facts]
    for tie in ties:
        at, whole = max(tie.parts) + 1, facts[tie.total]
        if at >= len(facts) or mentions[at].sentence != mentions[tie.total].sentence or tie.total >= at:
            continue
        fact, part = facts[at], facts[at - 1]
        nameless = not fact.indicator and fact.subject == part.subject and fact.role is Role.TARGET
        if nameless and whole.indicator and comparable(fact.quantity.unit, whole.quantity.unit):
            read[at] = replace(
                fact,
                subject=whole.subject,
                core=whole.core,
                indicator=whole.indicator,
                why=f"在{whole.quantity.raw}的各部分之后",
                likely=True,
            )
    return read


def _is_its_target(one: Fact, other: Fact) -> bool:
    """计划输送运动员10人，实际输送346人: one name, though the form has 346人 in another row."""
    by_value = other.why.endswith(_BY_VALUE) and one.indicator not in ("", other.indicator)
    return (
        by_value
        and one.role is Role.TARGET
        and bool(one.subject)
        and one.subject == other.subject
        and one.quantity.unit == other.quantity.unit
    )
