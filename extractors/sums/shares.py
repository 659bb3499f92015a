"""Shares of one thing, which make the share they sum up: 满意67.1%，比较满意30.2%，综合满意度97.3%."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.mentions import Mention
from extractors.slips import digits_of, one_slip_away
from extractors.sums.ties import Tied, counts_parts
from schemas.quantity import ZERO, Kind

_TOGETHER = re.compile("综合|合计|共|总|[两三]项|[两二三]者|合占|相加|加起来|加总|之和")
_GRADED = re.compile("满意|优良|优秀|合格|知晓")
_GRADES = {  # what a rate is the sum of
    "满意": re.compile("满意"),
    "优良": re.compile("优|良|Ⅰ|Ⅱ|Ⅲ|一级|二级|一类|二类|三类"),
    "优秀": re.compile("优"),
    "合格": re.compile("优|良|合格|达标"),
    "知晓": re.compile("知|了解|清楚|熟悉"),
}
_CONTENT = (re.compile("(?:非常|很|十分)满意"), re.compile('(?:比较|较|基本)满意|^(?:其中)?[“"]?满意'))
_RESULT = re.compile("(?:全年|年度)?(?:实际|完成|调查|测评)(?:完成)?(?:值|率|结果)?(?:为|是|达到?)?")
_MOST_SHARES = 8
_DIGITS = 3  # of shares that one slip parts from their sum by more than chance
_OF_ALL = re.compile("占比?(?:为)?$")


def shares(mentions: Sequence[Mention], total: int) -> Tied | None:
    """满意占67.1%，比较满意占30.2%，综合满意度97.3%: shares of one thing, which must make their sum to the last digit.

    Or behind it: 满意度97.3%，“满意”67.1%，“比较满意”30.2%.
    """
    head = mentions[total]
    if head.quantity.kind is not Kind.PERCENT:
        return None
    if _TOGETHER.search(head.left):
        return _shares(mentions, total, -1, _OF_ALL)
    before = mentions[total - 1] if total else None
    named = _GRADED.search(head.left)
    if (
        named is None
        and before is not None
        and _RESULT.fullmatch(head.left)
        and before.sentence == head.sentence
    ):
        named = _GRADED.search(before.left)  # 满意度目标值≥90%，实际完成值96%，其中非常满意60%
    if named is None:
        return None
    grade = _GRADES[named.group()]
    return _shares(mentions, total, 1, grade) or _shares(mentions, total, -1, grade)


def _shares(mentions: Sequence[Mention], total: int, step: int, named: re.Pattern[str]) -> Tied | None:
    head = mentions[total]
    left, parts = head.quantity.value or ZERO, list[int]()
    for at in range(total + step, total + step * _MOST_SHARES, step):
        if not 0 <= at < len(mentions) or left == 0:
            break
        mention = mentions[at]
        if counts_parts(head, mention):
            continue  # 两项相加98.5%
        alike = mention.quantity.kind is Kind.PERCENT and mention.sentence == head.sentence
        if not alike or not named.search(mention.left):
            break
        left -= mention.quantity.value or ZERO
        parts.append(at)
    made = left == 0 or _but_for_a_slip([mentions[at] for at in parts], head)
    return Tied(total, tuple(sorted(parts)), None, "合计") if made and len(parts) > 1 else None


def _but_for_a_slip(parts: Sequence[Mention], head: Mention) -> bool:
    """Of those alone who are very and rather content; a rate may weigh its grades instead."""
    names = [part.left for part in parts]
    if len(parts) != len(_CONTENT) or not all(
        grade.search(name) for grade, name in zip(_CONTENT, names, strict=True)
    ):
        return False
    quantities = [part.quantity for part in parts]
    enough = all(len(digits_of(each)) >= _DIGITS for each in (*quantities, head.quantity))
    return enough and one_slip_away(quantities, head.quantity)
