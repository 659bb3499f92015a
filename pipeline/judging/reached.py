"""Results said to reach their target, beside both: 新建176.4公里，圆满完成185公里的年度目标."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.judging.statements import SHARE_OF_ALL, exact_bound, of_report_year
from pipeline.rulebook import Case
from schemas.fact import Fact, Role
from schemas.form import load_form_words
from schemas.quantity import ZERO, Bound, Kind
from schemas.words import comparable

_HOW = "(?:已经?|均|都|圆满|全面|全部|顺利|如期|按期|按时|成功)*"
_OF = "(?:年度|全年|年初|绩效|预期|既定|预定|原定|确定|设定|下达|的)*"
_AIM = f"{_OF}(?:目标|任务|计划|指标|预期)(?:任务|目标|要求|值|数|量)*"
_NEXT = "(?=[，,。；;、）)]|$)"
# 176.4公里，圆满完成185公里的年度目标; 99.2%，已达到目标值100%。
_REACHED = re.compile(f"[，,]?(?P<how>{_HOW})(?P<verb>完成|达到|实现|达成)了?(?P<aim>{_AIM}的?)?")
_AIM_BEHIND = re.compile(f"{_AIM}{_NEXT}")
_CLAUSE_ENDS = re.compile(_NEXT)
# 目标185公里，实际建成176.4公里，圆满完成年度目标: what is done is left out, or named by a word of doing alone.
_DONE = re.compile(
    "[，,；;]?(?:全年|年度|本年|年内|年底|最终|共|累计)*实际(?:完成|达到|达|实现|建成|执行)?[值数率]?(?:了|为|是)?"
)
_CLAIMED = re.compile(f"[，,]{_HOW}(?P<verb>完成|达到|实现|达成)了?{_AIM}{_NEXT}")
_KEPT_DOWN = re.compile("控制|限|压[减缩降]|减|降|缩|不超|以内|以下|[≤<＜]|PM|COD|氨氮|未|没有|不[能足够]")
_EXTENT = frozenset({"m", "m2", "米", "平方米"})
_CLAUSE = 40  # characters before the first of the two: what they are said of
_ASKED = frozenset({Bound.EXACT, Bound.AT_LEAST, Bound.MORE_THAN})
_WHOLE = Kind.COUNT, Kind.MEASURE


def short_of_it(said: Sequence[Fact], text: str, case: Case) -> Iterator[tuple[Fact, Fact, str]]:
    """(result, target, 完成 or 达到) of one sentence, where the words tell that the target is met and the result is less.

    Only where more is known to be better, and where no other figures of the paragraph can be parts of the result.
    """
    for at, (one, two) in enumerate(pairwise(said)):
        words = text[one.anchor.end : two.anchor.start]
        behind = text[two.anchor.end :]
        if two.role is Role.TARGET and one.role is Role.ACTUAL:
            mine, target, verb = one, two, _between(words, behind, alone=len(said) == at + 2)
        elif one.role is Role.TARGET and two.role is Role.ACTUAL:
            claimed = _CLAIMED.match(behind) if _DONE.fullmatch(words) else None
            mine, target, verb = two, one, claimed["verb"] if claimed else ""
        else:
            continue
        around = text[max(0, one.anchor.start - _CLAUSE) : two.anchor.end]
        if (
            verb
            and _less(mine, target)
            and _more_is_better(mine, target, around, verb, case)
            and of_report_year(mine, case)
            and not _one_of_several(mine, target, case)
        ):
            yield mine, target, verb


def _between(words: str, behind: str, *, alone: bool) -> str:
    """The verb between a result and the target said to be met; ``alone``: no figure follows in the sentence."""
    found = _REACHED.fullmatch(words)
    if found is None or not (_CLAUSE_ENDS.match(behind) if found["aim"] else _AIM_BEHIND.match(behind)):
        return ""
    # 完成185公里的任务，完成率95%: of a rate behind it, the words may only name what it is the rate of.
    return found["verb"] if found["how"] or found["verb"] == "达到" or alone else ""


def _less(mine: Fact, target: Fact) -> bool:
    a, b = mine.quantity.value, target.quantity.value
    if a is None or b is None or not exact_bound(mine) or target.quantity.bound not in _ASKED:
        return False
    alike = comparable(mine.quantity.unit, target.quantity.unit)
    return alike and a < b and not mine.quantity.interval().meets(target.quantity.interval())


def _more_is_better(mine: Fact, target: Fact, around: str, verb: str, case: Case) -> bool:
    """Whether nothing speaks for less being better, and something for more."""
    words = load_form_words()
    known = {
        case.schema.indicators[each.indicator].direction
        for each in (mine, target)
        if each.indicator in case.schema.indicators
    }
    if "lower" in known or _KEPT_DOWN.search(around) or any(word in around for word in words.lower_is_better):
        return False
    if target.quantity.bound is not Bound.EXACT or "higher" in known:
        return True
    if target.quantity.kind is Kind.PERCENT:
        subject = mine.subject or target.subject
        return (
            target.quantity.number == 100
            or SHARE_OF_ALL.search(subject) is not None
            or any(word in subject for word in words.higher_is_better)
        )
    return target.quantity.kind in _WHOLE and (
        verb == "完成" or target.quantity.kind is Kind.COUNT or target.quantity.unit.base in _EXTENT
    )


def _one_of_several(mine: Fact, target: Fact, case: Case) -> bool:
    """Whether figures before it in the paragraph, with it, may make up the target: 上半年80场，下半年96场."""
    if mine.quantity.kind is Kind.PERCENT:
        return False
    before = [
        fact.quantity.value or ZERO
        for fact in case.facts
        if fact.anchor.text_place == mine.anchor.text_place
        and fact.anchor.start < mine.anchor.start
        and fact.role is not Role.TARGET
        and comparable(fact.quantity.unit, target.quantity.unit)
    ]
    return bool(before) and sum(before, mine.quantity.value or ZERO) >= (target.quantity.value or ZERO)
