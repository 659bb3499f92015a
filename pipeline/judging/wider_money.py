"""Money called the project's that is more: of several years (截至年底累计支出, 占概算), or of several projects (三个项目合计)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

from pipeline.judging.amounts import size
from pipeline.judging.statements import slipped
from schemas.fact import Fact, Role
from schemas.quantity import Kind

_STOCK = "stock"  # the trait of what is called 累计
_UNTIL = re.compile("截[至止]")
_OF_ALL_YEARS = re.compile(
    "概算|总投资|(?:立项|开工|实施|启动)以来|[一二三四\\d]期|[两二三四五\\d]年(?:来|间|累计|共|合计)|历年"
)


def without_wider(own: Sequence[Fact], facts: Sequence[Fact]) -> list[Fact]:
    """``own`` statements of one stage without those that are more than another and fairly read as a sum over years or projects.

    ``facts``: those of the case.
    """
    return [fact for fact in own if not any(_is_wider(fact, other, facts) for other in own)]


def _is_wider(fact: Fact, other: Fact, facts: Sequence[Fact]) -> bool:
    if fact.quantity.value is None or size(fact) <= size(other):
        return False
    so_far = _is_so_far(fact) and not _is_so_far(other) and not slipped(fact, other)
    return so_far or _is_sum_with(fact, other, facts)


def _is_so_far(fact: Fact) -> bool:
    """二期总投资2000万元，截至2024年底已支付1500万元: what was paid until then, not in the year."""
    until = _UNTIL.search(fact.sentence) and _OF_ALL_YEARS.search(fact.sentence)
    return _STOCK in fact.traits or bool(until)


def _is_sum_with(fact: Fact, other: Fact, facts: Sequence[Fact]) -> bool:
    """甲项目支出195万元，乙项目支出288万元，合计支出483万元: whether amounts in a row, ``other`` among them, make ``fact``."""
    place = fact.anchor.text_place
    if other.anchor.text_place != place:
        return False
    row = [
        each
        for each in facts
        if each.anchor.text_place == place
        and each is not fact
        and each.quantity.kind is Kind.MONEY
        and (each is other or each.role is fact.role or (each.role is Role.BASE and each.stated))
    ]
    at = next(index for index, each in enumerate(row) if each is other)
    sums = (list(accumulate(map(size, row[start:])))[at - start :] for start in range(at + 1))
    return any(size(fact) in each for each in sums)
