"""Whether a list of parts must add up, by its own words: the last is the rest, two leave no third, a colon opens it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.mentions import Mention
from extractors.sums.ties import OPENERS, Tied
from schemas.quantity import Kind
from schemas.words import load_words

# 其他类60件, 社会救助及其他284起, 救援工具等3484件: what has no name of its own is lumped together.
_REST = re.compile(
    "^(?:[及和与]|以及)?(?:其[他它余]|剩[余下]|余下)|[及和与等]其[他它]$|其[他它](?:类|项|支出|费用|人员)?$"
)
_AND_SO_ON = re.compile("[^等]等$")
_DONE = re.compile("^(?:其中)?已|(?:到位|完成|办结)$")
_LEFT = re.compile("^(?:正在|正[^式]|尚|仍|还|未|剩余|其余|余下)")
_ITSELF = re.compile("^[半非未不无]")  # 失能71张, 半失能277张
_BORNE = re.compile("分别(?![为是用])")  # 分别安排 of the same money, or of what was left of it
_SUBSETS = ("其中", "含", "包含", "包括")  # even of one part: 会议5次（含专题会议2次）
_COLONS = frozenset(":：—")
_FULL_MARKS = re.compile("满分(?:为|共)?$")
_SCHEME = ("产出", "效益", "满意度")
_QUARTERS = "一二三四"
_QUARTER = re.compile(
    "^(?!.*(?:截[至止]|累计|[至到]))(?:[^，。；]*[第年])?(?P<which>[一二三四])季度(?!末|底)"
)
_CHOICE = 2  # parts, which may be the larger ones of more


def judged(
    mentions: Sequence[Mention], total: int, parts: Sequence[int], word: str, *, loose: bool
) -> Tied | None:
    """The tie that ``word`` makes of a total and its parts; ``loose``: words say that there may be more of them."""
    head, indices = mentions[total], tuple(parts)
    score, several = head.quantity.kind is Kind.SCORE, len(parts) > 1
    if not several and score:
        return None  # 总分98分，其中预算执行率满分10分
    if not loose and several and not score and closed([mentions[at] for at in parts]):
        return Tied(total, indices, True, word)
    if (
        score
        and not loose
        and _FULL_MARKS.search(head.left)
        and _whole_scheme([mentions[at] for at in parts])
    ):
        return Tied(total, indices, True, word)
    if word.startswith("其中") and head.quantity.kind is not Kind.MONEY:
        return Tied(total, indices, None if several and not loose else False, word)
    if not several:
        return Tied(total, indices, False, word) if word.startswith(_SUBSETS) else None
    if word in _COLONS and len(parts) > _CHOICE and not loose:
        return Tied(total, indices, True, word)
    if word in OPENERS or word.startswith("其中") or _BORNE.match(word):
        return Tied(total, indices, None if not loose else False, word)  # often only the larger ones
    return Tied(total, indices, not loose, word)


def _whole_scheme(parts: Sequence[Mention]) -> bool:
    """预算执行率10分、产出指标50分、效益指标30分、满意度指标10分: nothing of a form is missing."""
    names = [part.left for part in parts]
    return len(names) > _CHOICE and all(any(word in name for name in names) for word in _SCHEME)


def closed(parts: Sequence[Mention]) -> bool:
    """Whether the names of the parts leave nothing of the total over."""
    names = [part.left or part.right for part in parts]
    if len(names) < 2:
        return False
    lumped = [_AND_SO_ON.search(name) is not None for name in names]
    if _REST.search(names[-1]) or (lumped[-1] and sum(lumped) == 1):
        return True
    if quarters(parts):
        return True
    money = parts[0].quantity.kind is Kind.MONEY
    return len(names) == 2 and _leave_no_third(*(name.removeprefix("其中") for name in names), money=money)


def quarters(parts: Sequence[Mention]) -> bool:
    """一季度772万人次，二季度296万人次，三季度570万人次，四季度618万人次: the whole year, each quarter once."""
    found = [_QUARTER.search(part.left) for part in parts]
    names = [each["which"] for each in found if each]
    return len(names) == len(found) == len(_QUARTERS) and names == list(_QUARTERS)


def _leave_no_third(one: str, other: str, *, money: bool) -> bool:
    """``money`` may go to neither half (城区200万元、农村300万元, and what it cost to run): only sorts of spending close it."""
    for a, b in load_words().halves:
        if money and not a.endswith(("支出", "经费")):
            continue
        if (_has(one, a, b) and _has(other, b, a)) or (_has(one, b, a) and _has(other, a, b)):
            return True
    for name, opposite in ((one, other), (other, one)):
        done = _DONE.search(name) and _LEFT.search(opposite)
        itself = len(name) > 1 and _ITSELF.match(opposite) and opposite[1:].startswith(name[:2])
        if done or itself:
            return True
    return False


def _has(name: str, word: str, opposite: str) -> bool:
    """不合格 has 合格 in it, but is the other one."""
    return word in (name.replace(opposite, "") if word in opposite else name)
