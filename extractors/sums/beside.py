"""Parts that no word of listing ties to their total: they are called by its name, or stand beside it and make it exactly."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from extractors.mentions import Mention
from extractors.names import strip_fillers
from extractors.sums.ties import CLASS, NO_TOTAL, OTHER_STAGE, SUMMED, Tied, goes_on, items, summable
from schemas.quantity import ZERO, Kind

# …上级专款160万元…；上级专款中，中央35万元、省125万元
_NAMED = re.compile(
    r"(?:^|[。；;，,])(?:其中[，,:：]?)?在?(?P<name>[一-鿿]{2,14}?)(?P<cue>中[，,：:]?|包括[:：]?|分为[:：]?)"
)
_NOT_YET = re.compile("正在|未|尚未|待|仍|其余|剩余")
_COUNTED = (Kind.MONEY, Kind.COUNT, Kind.MEASURE)
_DIGITS = 3  # of a total that two parts beside it make by more than chance
_FIRST = re.compile("[，,:：](?P<name>[^，。；：、,;:()]{1,14})")
_NEXT = re.compile("[、，,；;和及](?P<name>[^，。；：、,;:()]{1,14})")


def side_by_side(text: str, mentions: Sequence[Mention], tied: Collection[int]) -> Iterator[Tied]:
    """管护面积90万亩，国有林20万亩、集体林70万亩: no word ties them, so they must make the total to the last digit.

    ``tied``: what has its total or its parts already.
    """
    for total, head in enumerate(mentions):
        if total in tied or head.quantity.kind not in _COUNTED or NO_TOTAL.search(head.left):
            continue
        left, until = head.quantity.value or ZERO, head.end
        parts: list[int] = []
        for at in range(total + 1, len(mentions)):
            mention = mentions[at]
            if CLASS.fullmatch(mention.quantity.raw) and mention.start <= until + 1:
                continue  # 一类公厕12座
            named = (_NEXT if parts else _FIRST).fullmatch(text, until, mention.start)
            if named is None or at in tied or not summable(head, mention):
                break
            if mention.quantity.unit != head.quantity.unit or _another(named["name"]):
                break
            left -= mention.quantity.value or ZERO
            until = mention.end
            parts.append(at)
            if left <= 0:
                break
        if (
            left == 0
            and len(parts) > 1
            and (len(parts) > 2 or _telling(head) or _done_or_not(mentions, parts))
        ):
            yield Tied(total, tuple(parts), None, "、")


def _telling(head: Mention) -> bool:
    """5家 is 2家 and 3家 by chance, 128家 hardly is 83家 and 45家."""
    return len(str(head.quantity.number).replace(".", "").lstrip("0")) >= _DIGITS


def _done_or_not(mentions: Sequence[Mention], parts: Sequence[int]) -> bool:
    """发现问题12个，已整改10个，正在整改2个"""
    done, rest = (mentions[at].left for at in parts[:2])
    return done.startswith("已") and bool(_NOT_YET.match(rest))


def _another(name: str) -> bool:
    return bool(NO_TOTAL.search(name) or OTHER_STAGE.search(name))


def named_again(text: str, mentions: Sequence[Mention]) -> Iterator[Tied]:
    """上级专款160万元和本级490万元…；上级专款中，中央35万元、省125万元: the total is called by its name."""
    names: list[tuple[str, int]] = []
    known = 0
    for found in _NAMED.finditer(text):
        while known < len(mentions) and mentions[known].end <= found.start("name"):
            names.append((strip_fillers(mentions[known].left), known))
            known += 1
        meant = [at for name, at in names[-8:] if len(name) > 1 and name.endswith(found["name"])]
        if not meant or known == len(mentions):
            continue
        head = mentions[meant[-1]]
        if head.quantity.kind not in SUMMED or head.quantity.number is None:
            continue
        parts = items(text, mentions, head, known, found.end(), found["cue"])
        if len(parts) > 1 and "。" not in text[found.end() : mentions[parts[0]].start]:
            loose = goes_on(mentions[parts[-1]])
            sure = None if found["cue"].startswith("中") else True
            yield Tied(meant[-1], tuple(parts), False if loose else sure, found["cue"])
