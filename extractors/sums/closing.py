"""Whether a list of parts must add up, by its own words: the last is the rest, two leave no third, a colon opens it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from extractors.mentions import Mention
from extractors.sums.settled import of_balance
from extractors.sums.stretches import of_a_year
from extractors.sums.ties import NO_TOTAL, OPENERS, Tied
from schemas.quantity import ZERO, Kind
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
_SUBSETS = ("其中", "含", "包含", "包括", "主要包括")  # even of one part: 会议5次（含专题会议2次）
_COLONS = frozenset(":：—")
_FULL_MARKS = re.compile("(?:满分|总分值?|分值(?:合计|共)|权重(?:合计|共)?)(?:合计|共)?(?:为|是)?$")
_GIVEN = re.compile("(?:自评|综合|评价|最终|总)(?:总?得?分)(?:合计|共)?(?:为|是)?$")
_SCHEME = ("产出", "效益", "满意度")
# 预算执行10分、产出40分、…满意度10分: from the first group of a form to its last
_FIRST_GROUP = re.compile("执行|决策|投入|过程")
_LATER_GROUPS = tuple(re.compile(group) for group in ("产出", "成本", "效益|效果", "满意"))
_GROUP = re.compile(f"{_FIRST_GROUP.pattern}|产出|效益|效果|满意|成本|管理")
_PEOPLE = {"人", "名", "位"}
_STOPS = frozenset("，、：；,:;(")
_PLAIN = re.compile(
    "(?:只?[能可]|用|以|描述|衡量|的|类|性|型|部分|方式|指标|人员|职工|学员|学生|教师|居民|人口|项目|问卷|培训|活动|场次|[园校所生])*"
)
_WRONGS = re.compile("问题|隐患|短板|风险点|不足|漏洞|缺陷")
_CHOICE = 2  # parts, which may be the larger ones of more
_ALL_POINTS, _FOR_EXECUTION = Decimal(100), Decimal(10)


def judged(
    mentions: Sequence[Mention], total: int, parts: Sequence[int], word: str, *, loose: bool
) -> Tied | None:
    """The tie that ``word`` makes of a total and its parts; ``loose``: words say that there may be more of them."""
    head, indices = mentions[total], tuple(parts)
    score, several = head.quantity.kind is Kind.SCORE, len(parts) > 1
    if not several and score:
        return None  # 总分98分，其中预算执行率满分10分
    row = [mentions[at] for at in parts]
    whole = closed(row) and _of_its_sort(head, row)
    if not loose and several and not score and (whole or of_a_year(head, row)):
        return Tied(total, indices, True, word)
    if score and not loose and _makes_all_points(head, row):
        return Tied(total, indices, True, word)
    if word.startswith("其中") and head.quantity.kind is not Kind.MONEY:
        return Tied(total, indices, None if several and not loose else False, word)
    if not several:
        return Tied(total, indices, False, word) if word.startswith(_SUBSETS) else None
    ways = of_balance(mentions, total, parts) and not word.startswith("其中")
    if not loose and (ways or (word in _COLONS and len(parts) > _CHOICE)):
        return Tied(total, indices, True, word)
    if word in OPENERS or word.startswith("其中") or _BORNE.match(word):
        return Tied(total, indices, None if not loose else False, word)  # often only the larger ones
    return Tied(total, indices, not loose, word)


def _of_its_sort(head: Mention, parts: Sequence[Mention]) -> bool:
    """Not 5个县区，其中城区学校9所、乡镇学校7所: what is counted in another unit is no part of it."""
    bases = {head.quantity.unit.base, *(part.quantity.unit.base for part in parts)}
    return head.quantity.kind is not Kind.COUNT or len(bases) == 1 or bases <= _PEOPLE


def _makes_all_points(head: Mention, parts: Sequence[Mention]) -> bool:
    """满分100分，其中预算执行10分、产出50分、效益30分、满意度10分; 自评得分98.8分，其中预算执行8.8分、产出50分、…"""
    added = sum((part.quantity.value or ZERO for part in parts), ZERO)
    if _FULL_MARKS.search(head.left) and head.quantity.value == _ALL_POINTS:
        names = [part.left for part in parts]
        groups = len(names) > _CHOICE and all(any(word in name for name in names) for word in _SCHEME)
        return whole_scheme(parts) or (groups and added != _ALL_POINTS - _FOR_EXECUTION)
    return bool(_GIVEN.search(head.left)) and whole_scheme(parts) and _are_given(parts, added)


def _are_given(parts: Sequence[Mention], added: Decimal) -> bool:
    """Whether points were given, and not to be had: 8.8分 of ten, or 得 before them."""
    broken = any(part.quantity.decimals for part in parts) or all("得" in part.left for part in parts)
    nearly = added > _ALL_POINTS - _FOR_EXECUTION  # no group is missing that would make them all points
    return (broken or nearly) and added != _ALL_POINTS


def whole_scheme(parts: Sequence[Mention]) -> bool:
    """预算执行10分、产出40分、成本20分、满意度10分: the groups of a form from its first to its last, and nothing else."""
    names = [part.left for part in parts]
    if len(names) <= _CHOICE or any("扣" in name or not _GROUP.search(name) for name in names):
        return False
    later = sum(any(group.search(name) for name in names) for group in _LATER_GROUPS)
    return any(_FIRST_GROUP.search(name) for name in names) and later > 1


def points_added_up(head: Mention, parts: Sequence[Mention], lead: str) -> bool:
    """预算执行8.8分、产出40分、…，综合得分98.8分; ``lead`` stands before the parts (各部分得分为：).

    Not 预算执行10分、产出50分、…，自评得分98分: the points to be had, and those that were given.
    """
    if not whole_scheme(parts):
        return False
    if not _GIVEN.search(head.left):
        return True
    added = sum((part.quantity.value or ZERO for part in parts), ZERO)
    return added != _ALL_POINTS and (_are_given(parts, added) or "得" in lead)


def closed(parts: Sequence[Mention]) -> bool:
    """Whether the names of the parts leave nothing of the total over."""
    names = [part.left or part.right for part in parts]
    if len(names) < 2:
        return False
    if ends_with_the_rest(parts):
        return True
    money = parts[0].quantity.kind is Kind.MONEY
    return len(names) == 2 and _leave_no_third(*(name.removeprefix("其中") for name in names), money=money)


def two_halves(text: str, mentions: Sequence[Mention], found: Sequence[Tied]) -> Iterator[Tied]:
    """三级指标10个，定量指标9个、定性指标1个: what no word ties stands side by side, and its two names leave no third."""
    taken = {each.total for each in found} | {part for each in found for part in each.parts}
    for total in range(len(mentions) - 2):
        head, one, other = row = mentions[total : total + 3]
        if head.quantity.kind is not Kind.COUNT or taken.intersection((total, total + 1, total + 2)):
            continue
        if len({(each.quantity.unit.name, each.sentence, each.quantity.bound) for each in row}) > 1:
            continue
        if any(_stop(text, here, behind) not in _STOPS for here, behind in pairwise(row)):
            continue
        if one.depth != other.depth or NO_TOTAL.search(head.left):
            continue
        third = mentions[total + 3 : total + 4]
        more = (
            bool(third)
            and _stop(text, other, third[0]) in _STOPS
            and third[0].quantity.unit == other.quantity.unit
        )
        if _bare_halves(head.left, one.left, other.left) or (
            not more and _found_and_put_right(head, one, other)
        ):
            yield Tied(total, (total + 1, total + 2), True, "、")


def _stop(text: str, here: Mention, behind: Mention) -> str:
    """What stands between a number and the words about the next."""
    return text[here.end : behind.start - len(behind.left)]


def _found_and_put_right(head: Mention, one: Mention, other: Mention) -> bool:
    """发现问题48个，已整改40个，正在整改8个"""
    if not _WRONGS.search(head.left):
        return False
    return any(_DONE.search(a.left) and _LEFT.search(b.left) for a, b in ((one, other), (other, one)))


def _bare_halves(head: str, one: str, other: str) -> bool:
    """定量指标 and 定性指标 of 指标, not 城镇安置 and 农村安置 of 搬迁户: to the halves nothing is added but of what they are."""
    for a, b in load_words().halves:
        for x, y in ((one, other), (other, one)):
            more = (x.replace(a, ""), y.replace(b, ""))
            if (
                _has(x, a, b)
                and _has(y, b, a)
                and all(rest in head or _PLAIN.fullmatch(rest) for rest in more)
            ):
                return True
    return False


def ends_with_the_rest(parts: Sequence[Mention]) -> bool:
    """其余60件, 救援工具等344件: the last of them is all that the others are not."""
    names = [part.left or part.right for part in parts]
    lumped = [_AND_SO_ON.search(name) is not None for name in names]
    return len(names) > 1 and bool(_REST.search(names[-1]) or (lumped[-1] and sum(lumped) == 1))


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
