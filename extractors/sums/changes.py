"""What a change is made of: 较上年增加1808万元，主要原因是基本支出增加1408万元、项目支出增加400万元."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.mentions import Mention
from extractors.sums.ties import Tied
from schemas.quantity import Bound, Kind
from schemas.words import comparable

_UP = "增加|新增|净增|增长|增|提高|上升|追加|多支出"
_DOWN = "压减|减少|下降|减|节约|核减|降低|少支出"
_CHANGED = re.compile(f"(?P<up>{_UP})|(?P<down>{_DOWN})")
_ENDS_IN_CHANGE = re.compile(f"(?:{_UP}|{_DOWN})了?(?:约|近)?$")
_BECAUSE = re.compile(
    "[，。；,]\\s*(?:其中[，,:：]?)?(?:主要)?(?:原因(?:是|为|[:：])|原因|(?<=其中)|是因为|是由于|因为|是|因)"
)
_A_LEVEL = re.compile(
    "(?:上年|去年)(?!.*[增减压降])|由$|从$|[至到为]$|年初|总|共|预算(?:数)?$|标准|(?:实际|资金)(?:到位|执行|支付)"
)
_REACH = 120  # characters from the change to the words that explain it


def changed(text: str, mentions: Sequence[Mention], total: int) -> Tied | None:
    """The changes behind ``mentions[total]`` that the words give as its reasons, if they go the same way.

    Never exhaustive: 主要 names the larger ones, and what went the other way may be left unsaid.
    """
    head = mentions[total]
    if head.quantity.kind is not Kind.MONEY and head.quantity.kind is not Kind.COUNT:
        return None
    if not _ENDS_IN_CHANGE.search(head.left) or head.quantity.number is None:
        return None
    because = _BECAUSE.search(text, head.end, head.end + _REACH)
    if because is None:
        return None
    way = _way(head.left)
    parts: list[int] = []
    for at in range(total + 1, len(mentions)):
        mention = mentions[at]
        if mention.start < because.end():
            if comparable(head.quantity.unit, mention.quantity.unit):
                return None  # another change stands between: that one is explained
            continue
        if "。" in text[because.end() : mention.start]:
            break
        if not comparable(head.quantity.unit, mention.quantity.unit):
            continue
        if _way(mention.left) not in ("", way) or mention.quantity.number is None:
            return None
        if mention.quantity.bound is Bound.EXACT and not _A_LEVEL.search(mention.left):
            parts.append(at)
    return Tied(total, tuple(parts), False, "主要是") if parts else None


def _way(left: str) -> str:
    """The last word of change before a number."""
    found = [*_CHANGED.finditer(left)]
    return (found[-1].lastgroup or "") if found else ""
