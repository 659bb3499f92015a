"""Money that went two ways and nothing else: paid and still owed, taken back and carried on. It makes its total, but for a slip."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.mentions import Mention
from extractors.slips import one_slip_away, telling
from extractors.sums.ties import Tied
from schemas.quantity import ZERO, Kind

_PRICE = re.compile("(?:审定|结算|合同|决算|中标)[^，。；、]{0,8}$")
_PAID = re.compile("已(?:经)?(?:累计)?(?:支付|拨付|付)")
_OWED = re.compile("(?:未|待)(?:支付|拨付|付)")
_LEFT_OVER = re.compile("结余|结转|剩余")
_TAKEN_BACK = re.compile("收回|缴回|上缴|交回|退回|注销")
_REST = re.compile("其余|剩余|余下|剩下|余额")
_CARRIED_ON = re.compile("结转|继续使用|留用|其余|剩余")
# What both ways of a thing have: 审定价216万元，已支付188万元，未支付28万元; 结余48万元，由财政收回16万元，其余32万元结转下年
_WAYS = ((_PRICE, _PAID, _OWED), (_LEFT_OVER, _TAKEN_BACK, _CARRIED_ON))
# 送审结算价232万元，审定216万元，审减16万元: one is what the other two leave, whatever was paid.
_HANDED_IN, _ALLOWED, _CUT = re.compile("送审|报审"), re.compile("审定|核定"), re.compile("审减|核减")


def settled(mentions: Sequence[Mention], found: Sequence[Tied]) -> Iterator[Tied]:
    """The totals whose two parts follow them in their sentence; not those that ``found`` ties already."""
    totals, parts = {each.total for each in found}, {part for each in found for part in each.parts}
    for total in range(len(mentions) - 2):
        head, one, other = mentions[total : total + 3]
        if total in totals or parts.intersection((total + 1, total + 2)) or head.sentence != other.sentence:
            continue
        if any(each.quantity.kind is not Kind.MONEY for each in (head, one, other)):
            continue
        rest = of_balance(mentions, total, (total + 1, total + 2)) and _REST.match(other.left)
        if rest or _goes((_HANDED_IN, _ALLOWED, _CUT), head, one, other):
            yield Tied(total, (total + 1, total + 2), True, "、")
            continue
        made = (one.quantity.value or ZERO) + (other.quantity.value or ZERO)
        if made != head.quantity.value and not _but_for_a_slip(head, one, other):
            continue
        if any(_goes(ways, head, one, other) for ways in _WAYS):
            yield Tied(total, (total + 1, total + 2), None, "、")


def _but_for_a_slip(head: Mention, one: Mention, other: Mention) -> bool:
    parts = [one.quantity, other.quantity]
    return telling(parts, head.quantity) and one_slip_away(parts, head.quantity)


def _goes(ways: tuple[re.Pattern[str], ...], head: Mention, one: Mention, other: Mention) -> bool:
    whole, first, second = ways
    here, there = one.left + one.right, other.left + other.right
    either = (first.search(here) and second.search(there)) or (first.search(there) and second.search(here))
    return bool(whole.search(head.left) and either)


def of_balance(mentions: Sequence[Mention], total: int, parts: Sequence[int]) -> bool:
    """结余48万元（收回16万元、结转下年32万元）: all ways that money left over goes, whatever amounts the sentence names before."""
    whole, *ways = _WAYS[1]
    ways_of = [mentions[at].left + mentions[at].right for at in parts]
    if not whole.search(mentions[total].left) or len(parts) < 2:
        return False
    return all(any(way.search(said) for way in ways) for said in ways_of) and all(
        any(way.search(said) for said in ways_of) for way in ways
    )


def left_over(mentions: Sequence[Mention], parts: Sequence[int]) -> bool:
    """结转119万元、收回59万元，合计178万元: all of them are what was left of the money, so that they may be added."""
    ways = [_LEFT_OVER.search(mentions[at].left) or _TAKEN_BACK.search(mentions[at].left) for at in parts]
    return len(parts) > 1 and all(ways)
