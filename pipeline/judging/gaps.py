"""How far a result is from its target, said beside both: 较目标值86.5万条超出3.7万条，实际完成90.2万条."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.judging.statements import exact_bound
from schemas.fact import Fact, Role
from schemas.quantity import Kind
from schemas.words import comparable

_AIM = "(?:年度|全年|年初|绩效|预期|既定|原定?|确定|设定|下达|批复|核定|的)*(?:目标|计划|任务|指标|预期)(?:任务|目标)?[值数量]?(?:的|为|是)?"
_WORD = "(?P<word>超出?|超过|多出?|高出?|增加|少|低|差|减少|短缺?)(?:了|出|完成)*"
_AGAINST_END = re.compile(f"[较比与同]{_AIM}$")
_AGAINST = re.compile(f"[，,（(]?(?:实际)?[较比]{_AIM}")
_BY = re.compile(f"(?:相比)?(?:均|也|还)?{_WORD}")
_DONE = re.compile(
    "[，,；;]?(?:全年|本年|年内|最终|累计|共)*(?:实际)?(?:完成|达到?|实现|为)*(?:了|值|数)?(?:为)?"
)
_AGAINST_BY = re.compile(f"[，,（(]?(?:[较比]{_AIM}{_WORD}|(?P<over>超额完成|超额|多完成|少完成))(?:了)?")
_AIM_BEHIND = re.compile(f"[，,（(]{_AIM}")
# 超出目标360人次: how much more it is. 超出目标值3000人次 may be the target itself.
_PAST = re.compile(
    f"[，,]?(?P<word>超过|超出|超|多于|大于|少于|小于|低于|不足)了?{_AIM}|[，,]?[比较]{_AIM}(?P<sure>多|少|高|低|超)[出了]*"
)
# 97.4%，低于98%的年度指标0.6个百分点
_PASSED = re.compile(f"[，,（(]?(?:略|稍|仍|但)?(?P<word>低于|高于|超过|超出|不及)了?(?:{_AIM})?")
_OF_THE_AIM = re.compile(
    f"(?:的(?:{_AIM}|标准|要求)(?:要求|标准)?)?(?:[，,]?(?:低|差|高|相差|多|少|超出?)了?)?"
)
_SMALL = 2  # times the gap goes into the figure, at least, if only the words 超出目标 stand before it
_LESS = ("少", "低", "差", "减", "短", "不足", "小")
_BEFORE = 16  # characters that say what a figure is compared with
_RESULTS = (Role.ACTUAL, Role.EXECUTED)


class Gap(NamedTuple):
    """A result, its target, and how much the text says it is more (``sign`` 1) or less (−1)."""

    actual: Fact
    target: Fact
    gap: Fact
    sign: int


def gaps(said: Sequence[Fact], text: str) -> Iterator[Gap]:
    """The gaps told in one sentence, each by three figures in a row."""
    for one, two, three in zip(said, said[1:], said[2:], strict=False):
        if not all(map(exact_bound, (one, two, three))):
            continue
        before = text[max(0, one.anchor.start - _BEFORE) : one.anchor.start]
        first, second = (text[a.anchor.end : b.anchor.start] for a, b in ((one, two), (two, three)))
        if "；" in first + second:
            continue
        if one.role is Role.TARGET and _AGAINST_END.search(before) and _DONE.fullmatch(second):
            found, actual, target, gap = _BY.fullmatch(first), three, one, two
        elif two.role is Role.TARGET and _AGAINST.fullmatch(first):
            found, actual, target, gap = _BY.fullmatch(second), one, two, three
        elif (
            two.role is Role.TARGET
            and three.quantity.kind is Kind.POINTS
            and (passed := _PASSED.fullmatch(first))
        ):
            found, actual, target, gap = _OF_THE_AIM.fullmatch(second) and passed, one, two, three
        elif three.role is Role.TARGET and _AIM_BEHIND.fullmatch(second):
            found, actual, target, gap = _AGAINST_BY.fullmatch(first), one, three, two
        elif one.role is Role.TARGET and two.role in _RESULTS:
            past = _PAST.fullmatch(second) if is_gap(two, three, second) else None
            found, actual, target, gap = past or _AGAINST_BY.fullmatch(second), two, one, three
        else:
            continue
        if found is not None and actual.role in _RESULTS and _alike(actual, target, gap):
            yield Gap(actual, target, gap, -1 if any(word in found.group() for word in _LESS) else 1)


def is_gap(mine: Fact, other: Fact, words: str) -> bool:
    """Whether ``other`` is so much less than ``mine`` that it is how far off it is, or the words between say so."""
    found = _PAST.fullmatch(words)
    a, b = mine.quantity.value, other.quantity.value
    if found is None or a is None or b is None or not comparable(mine.quantity.unit, other.quantity.unit):
        return False
    return found["sure"] is not None or a >= _SMALL * b


def _alike(actual: Fact, target: Fact, gap: Fact) -> bool:
    """Whether the gap is in the unit of the two, of shares in percentage points, and may be a gap at all."""
    units = actual.quantity.unit, target.quantity.unit, gap.quantity.unit
    if gap.role is Role.TARGET and gap.quantity.kind is not Kind.POINTS:
        return False  # 救助4947人次，超额完成4788人次的年度任务
    points = gap.quantity.kind is Kind.POINTS and actual.quantity.kind is target.quantity.kind is Kind.PERCENT
    same = units[0] == units[1] == units[2]
    return points or (same and gap.quantity.kind is not Kind.PERCENT)
