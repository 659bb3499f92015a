"""What a rate of growth is measured from, where that does not stand right beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from pipeline.judging.between import Texts
from schemas.fact import Fact, Role
from schemas.quantity import Bound
from schemas.words import comparable

Change = tuple[Fact, Fact, Fact]  # now, before, by how much

# Roles of what there was or was planned, in this year or before; not of changes, aims and limits.
LEVELS = frozenset(
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
_GREW = "(?:增长|上升|提高|增加|下降|减少|降低|增|升|降)(?:幅度?)?了?(?:为|达到?|约)?"
_OVER = re.compile(
    f"[，,（(]?(?:同比|环比|[较比与](?:上年|去年|(?P<year>20\\d\\d)年)(?:同期|度)?(?:相比)?)?[，,]?{_GREW}"
)
# 2024年比2023年增长14.98%，比2022年增长36.90%: both years are said, or the one it is measured from.
_OVER_A_YEAR = re.compile(
    f"(?:(?P<now>20\\d\\d)年(?:度)?)?(?:较|比|与|相比)(?P<base>20\\d\\d)年(?:度)?(?:相比)?[，,]?(?:累计|总体|共|分别)?{_GREW}$"
)
_EVERY_YEAR = re.compile("(?:年均|平均每年|年平均|复合|累计|年化)[^，。；、\\d]{0,8}$")
_NEAR = 6  # figures before a rate
_WORDS = 24  # characters before it


def in_years(said: Sequence[Fact], texts: Texts) -> Iterator[Change]:
    """The figures of the years that a rate names or follows, in its own sentence.

    2023年65.9万条，…；2024年74.9万条，较2023年增长13.66%; 2022年897人次、…、2024年1228人次，…，比2022年增长36.90%.
    """
    for at in range(2, len(said)):
        change = said[at]
        if change.role is not Role.GROWTH or change.quantity.unit.name != "%":
            continue
        here = [
            fact
            for fact in said[max(0, at - _NEAR) : at]
            if fact.sentence == change.sentence
            and fact.anchor.text_place == change.anchor.text_place
            and (fact.role in LEVELS or fact.role is Role.BASE)
            and _year(fact)
        ]
        named = _OVER_A_YEAR.search(texts.before(change, _WORDS))
        if named is not None:
            now, base = int(named["now"] or max(map(_year, here), default=0)), int(named["base"])
        elif here and here[-1] is said[at - 1] and _OVER.fullmatch(texts.between(here[-1], change) or ""):
            now, base = _year(here[-1]), _year(here[-1]) - 1
        else:
            continue
        of_now, of_base = ([fact for fact in here if _year(fact) == year] for year in (now, base))
        if len(of_now) == len(of_base) == 1 and _is_one_thing(of_now[0], of_base[0]):
            yield of_now[0], of_base[0], change


def of_another_year(before: Fact, change: Fact, texts: Texts) -> bool:
    """Whether the words before the rate measure it from another year than ``before``'s, or from year to year.

    2022年100人、2023年120人、2024年150人，年均增长22.5%，比2022年增长50%.
    """
    words = texts.before(change, _WORDS)
    named = _OVER_A_YEAR.search(words)
    year = before.period.first.year if before.period is not None else 0
    return bool(_EVERY_YEAR.search(words)) or bool(named and year and int(named["base"]) != year)


def elsewhere(
    said: Sequence[Fact], facts: Sequence[Fact], year: int | None, texts: Texts, parts: Mapping[Fact, Fact]
) -> Iterator[Change]:
    """器材766件，增长16.24%, where the column of goals or another sentence says what there was the year before.

    The figure that grew is that of a row; last year's figures of the row, wherever they stand, are one number.
    """
    if year is None:
        return
    before: dict[str, list[Fact]] = {}
    for fact in facts:
        dated = fact.stated and fact.period is not None and fact.period.is_year
        if fact.indicator and dated and _year(fact) == year - 1 and fact.role in (Role.BASE, Role.ACTUAL):
            before.setdefault(fact.indicator, []).append(fact)
    for now, change in pairwise(said):
        between = texts.between(now, change)
        over = _OVER.fullmatch(between) if between is not None else None
        if (
            over is None
            or (over["year"] and int(over["year"]) != year - 1)
            or change.role is not Role.GROWTH
            or change.quantity.unit.name != "%"
        ):
            continue
        plain = now.role is Role.ACTUAL and _plain(now, change) and now not in parts and not now.likely
        then = before.get(now.indicator, []) if plain and _of_year(now, year) else []
        values = {fact.quantity.value for fact in then}
        if len(values) == 1 and _plain(then[0]) and comparable(now.quantity.unit, then[0].quantity.unit):
            yield now, then[0], change


def _is_one_thing(now: Fact, before: Fact) -> bool:
    one_name = now.subject == before.subject or not now.subject or not before.subject
    return one_name and now.quantity.unit == before.quantity.unit and _plain(now, before)


def _plain(*facts: Fact) -> bool:
    return all(fact.quantity.bound is Bound.EXACT and fact.quantity.value for fact in facts)


def _of_year(fact: Fact, year: int) -> bool:
    return not fact.stated or _year(fact) == year


def _year(fact: Fact) -> int:
    """The whole year that its own words date it to; 0 for none."""
    dated = fact.stated and fact.period is not None and fact.period.is_year
    return fact.period.first.year if dated and fact.period is not None else 0
