"""DRV402 增减变化计算有误。"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.judging.bases import LEVELS, elsewhere, in_years, of_another_year
from pipeline.judging.between import REPORTED, Texts
from pipeline.judging.changes import from_base, from_difference, from_step
from pipeline.judging.from_to import from_to
from pipeline.judging.readings import fairest
from pipeline.rulebook import Case, rule
from schemas.document import Anchor
from schemas.fact import Fact, Role
from schemas.finding import Finding, Outcome, Severity
from schemas.quantity import Bound, Kind
from schemas.thresholds import Thresholds
from schemas.words import comparable

_REACH = 3  # figures to either side of a rate
_CHANGED_BY = re.compile(
    "[，,（(]?(?:较|比|同比|环比)?(?:上年|去年|同期|上年同期)?(?:[+＋]|上?升|增|降|减|涨|(?:增长|下降|减少|增加|上升|提高|降低)(?:幅度|比例)?|升幅|增幅|降幅|涨幅|幅度)(?:为|达|了)?"
)
_MOVED_FROM = re.compile("[，,（(](?:由|从)(?:上年|去年|20\\d\\d年)?的?")
_OF_LAST_YEAR = re.compile(
    "[，,；;（(]?(?:而|其)?(?:上年|去年|20\\d\\d年|上年同期|去年同期|同期|上一年)度?(?:同期|实际|完成|人数|数|值|量|仅|只有|有|为|是|的)*"
)
_UP_TO = re.compile(
    "[，,]?(?:总[额量数])?(?:达到?|为|至|到|[增升降减]至|[增升降减](?:加|少)?到|上升到|下降到)"
)
_TO = re.compile("(?:增长|上升|提高|增加|下降|减少|降低|增|升|降|提升|扩大)?(?:到|至|为)")
_SIGNED = re.compile("[同环]比[+＋]$")
_COMPARED = re.compile(
    "(?:相比|比较|对比)[，,]?(?P<what>[^，。；、\\d]{0,10}?)(?:同比)?(?:增长|增加|上升|提高|下降|减少|降低)了?"
)
_OWN_SPENDING = re.compile("^(?:项目|全年|年度|本年|部门)*(?:支出总额|总支出|支出)同?$")
_WHY = re.compile(
    "原因|由于|因为?|[按依根]据?|其中|用于"
)  # 增加164万元，主要原因是专项统一压减10%: another thing's rate
_THIS_YEAR = re.compile("20\\d\\d年|今年|本年")
_SEVERAL_YEARS = re.compile("累计|以来|历年(?!】)")


@rule(
    "DRV402",
    "增减变化计算有误",
    severity=Severity.ERROR,
    basis="统计口径：增长率=（本期−上期）÷上期；增减量=本期−上期",
    covers=("C04", "C12", "D06"),
)
def growth(case: Case) -> Iterator[Finding]:
    """一句话里写了本期数、上期数（或增减量）和增减幅度的，应当算得出来。

    增长率按印出的位数四舍五入核对，相差不到0.1个百分点（growth_rounding）的只作提示：上期数可能取自未四舍五入的账面数。
    增减量按两数之差核对，比率相差几个百分点的也是。只写了增长率、没有写上期数的不核对。
    一句话里有几个数可以是本期数或者上期数的，有一种读法算得出来就算一致。
    按书写精度算得过去、但两位小数的幅度恰好是除以本期数所得的，请核实。

    为什么：三个数里改了一个，另外两个常常忘了改。

    一致    受益学生3204人，比2023年的3000人增长6.8%
    不一致  培训骨干1434人次，比2023年的1276人次增加148人次
    不适用  没有同时写出本期数、上期数和增减
    """
    texts = Texts(case)
    said = [_as_said(fact, texts) for fact in case.facts if fact.source in REPORTED]
    judged: set[Anchor] = set()
    for finding in (
        *(f for triple in from_to(said, texts) for f in from_base(*triple)),
        *_told_in_the_end(said, texts),
        *_side_by_side(said, case.year, texts, case.wholes),
        *_from_steps(said, texts),
        *_from_what_to_what(said, texts),
        *(f for triple in in_years(said, texts) for f in from_base(*triple)),
    ):
        if finding.evidence[-1].anchor not in judged:
            judged |= {each.anchor for each in finding.evidence}
            yield from _graded(finding, said, texts, case.thresholds)
    far = {
        change: (now, before)
        for now, before, change in elsewhere(said, case.facts, case.year, texts, case.wholes)
    }
    for at, change in enumerate(said):
        rate = change.role is Role.GROWTH and change.quantity.unit.name == "%"
        if not rate or change.anchor in judged:
            continue
        if not _is_said_beside(said, at, texts):
            found = [*_further_up(said, at, case, texts)]
        else:
            near = said[max(0, at - _REACH) : at + _REACH + 1]
            beside = [fact for fact in near if _in_one_clause(change, fact, texts)]
            found = [*_among(change, beside, case.year)]
            if not found and change in far:
                found = [*from_base(*far[change], change)]
        for each in found:
            yield from _graded(each, said, texts, case.thresholds)


def _graded(finding: Finding, said: Sequence[Fact], texts: Texts, limits: Thresholds) -> Iterator[Finding]:
    """The fairest reading of ``finding``, but a hint where the rate is off by less than the figures of last year may be."""
    read = fairest(finding, said, texts)
    if read is None:
        return
    slight = (
        read.outcome is Outcome.DIFFERS
        and read.unit == "%"
        and read.difference is not None
        and abs(read.difference) <= limits.growth_rounding
    )
    yield replace(read, severity=Severity.INFO) if slight else read


def _as_said(fact: Fact, texts: Texts) -> Fact:
    """较5548人增长9.99% gives a base, 同比＋17.46% a growth."""
    if fact.role is not Role.ACTUAL:
        return fact
    if fact.quantity.kind is Kind.PERCENT:
        grown = _SIGNED.search(texts.before(fact, 4))
        return replace(fact, role=Role.GROWTH) if grown else fact
    return replace(fact, role=Role.BASE) if texts.before(fact, 1) in ("较", "比") else fact


def _further_up(said: Sequence[Fact], at: int, case: Case, texts: Texts) -> Iterator[Finding]:
    """与上年2842人次相比，培训人次增长6.99%: what grew was said in a sentence before, or is the project's own money."""
    before, change = said[at - 1] if at else None, said[at]
    if before is None or before.role is not Role.BASE or not _one_sentence(before, change):
        return
    compared = _COMPARED.fullmatch(texts.between(before, change) or "")
    if compared is None or any(
        _is_level(f) and f.role is not Role.BASE
        for f in said[at - 2 : at + 3]
        if f.sentence == change.sentence
    ):
        return
    near = [f for f in said[max(0, at - 4 * _REACH) : at] if f.anchor.block == change.anchor.block]
    parts = case.wholes
    if compared["what"]:
        now = [
            f
            for f in near
            if f.role is Role.ACTUAL
            and f not in parts
            and f.quantity.unit == before.quantity.unit
            and f.quantity.bound is Bound.EXACT
            and compared["what"][:2] in f.subject
        ]
    elif _OWN_SPENDING.search(before.subject):
        now = [f for f in case.said(Role.EXECUTED) if f.indicator == "budget:executed"]
    else:
        return
    if now and len({f.quantity.value for f in now}) == 1 and now[0].quantity.value:
        yield from from_base(now[0], before, change)


def _side_by_side(
    said: Sequence[Fact], year: int | None, texts: Texts, wholes: Mapping[Fact, Fact]
) -> Iterator[Finding]:
    """Three figures in a row: now, before, by how much, in whatever order."""
    for (now, second), change in zip(pairwise(said), said[2:], strict=False):
        if (
            not _one_sentence(now, second, change)
            or not _is_level(now)
            or _SEVERAL_YEARS.search(now.subject + change.subject)
            or of_another_year(second, change, texts)
        ):
            continue
        if change.role is Role.GROWTH and re.search("[；;]", texts.between(second, change) or ""):
            continue  # 净增9536人次，由35874人次增长到45410人次；生活补贴净增3056人次: another thing's
        if change.role is Role.GROWTH and _is_earlier(second, now, year):
            yield from _of_all_or_the_last(now, second, change, wholes)
        elif (
            change.role is Role.GROWTH
            and second.role is not Role.GROWTH  # 和上年的42公里相比，净增5公里，升幅12%
            and _is_earlier(now, second, year)
        ):
            yield from from_base(second, now, change)
        elif second.role is Role.GROWTH and change.role in LEVELS and _is_earlier(now, change, year):
            if not _was_then(now, second, change, texts):
                yield from from_base(change, now, second)  # 与2023年的109条相比，增加7条，达到116条
        elif second.role is Role.GROWTH and now.role is not Role.BASE and _is_earlier(change, now, year):
            if _OF_LAST_YEAR.fullmatch(texts.between(second, change) or ""):
                yield from from_base(now, change, second)  # 轮训1131人次，比上年增加249人次，上年是882人次
        elif (
            now.role is not Role.BASE
            and second.role is Role.GROWTH
            and change.role is Role.GROWTH
            and change.quantity.kind is Kind.PERCENT
            and not _WHY.search(texts.between(second, change) or "")
        ):
            if _THIS_YEAR.search(texts.between(now, second) or "") and _is_dated_before(now, year):
                yield from_step(now, second, change)  # 2023年520万元，2024年比上年增加26万元，增长5%
            else:
                yield from from_difference(now, second, change, before=_is_dated_before(now, year))


def _of_all_or_the_last(
    now: Fact, before: Fact, change: Fact, wholes: Mapping[Fact, Fact]
) -> Iterator[Finding]:
    """培训912人次，其中线上500人次、线下412人次，比上年的880人次增加32人次: behind a list of parts the whole is compared."""
    whole = wholes.get(now)
    levels = [whole, now] if whole is not None and _one_sentence(whole, change) else [now]
    found = [each for level in levels for each in from_base(level, before, change)]
    yield from found[:1]  # the fairest of the others is tried with it


def _from_steps(said: Sequence[Fact], texts: Texts) -> Iterator[Finding]:
    """Before, by how much, by how many percent: 较上年的2204.58万元增加329.42万元，增长14.94%."""
    for (before, step), change in zip(pairwise(said), said[2:], strict=False):
        plain = _one_sentence(before, step, change) and before.role is Role.BASE
        rates = change.role is step.role is Role.GROWTH and change.quantity.kind is Kind.PERCENT
        beside = _CHANGED_BY.fullmatch(texts.between(step, change) or "") and step.quantity.trend
        if plain and rates and beside and comparable(step.quantity.unit, before.quantity.unit):
            yield from_step(before, step, change)


def _told_in_the_end(said: Sequence[Fact], texts: Texts) -> Iterator[Finding]:
    """较2023年824.09万元增加134.15万元，增长16.28%，达到958.24万元: before, by how much, by how many percent, now."""
    for before, step, rate, now in zip(said, said[1:], said[2:], said[3:], strict=False):
        steps = step.role is rate.role is Role.GROWTH and rate.quantity.kind is Kind.PERCENT
        if (
            steps
            and before.role is Role.BASE
            and now.role in LEVELS
            and _one_sentence(before, step, rate, now)
            and comparable(before.quantity.unit, now.quantity.unit)
            and _CHANGED_BY.fullmatch(texts.between(step, rate) or "")
            and _UP_TO.fullmatch(texts.between(rate, now) or "")
        ):
            yield from from_base(now, before, step)


def _from_what_to_what(said: Sequence[Fact], texts: Texts) -> Iterator[Finding]:
    """By how much, from what, to what: 净增9536人次，由35874人次增长到45410人次."""
    for (change, before), now in zip(pairwise(said), said[2:], strict=False):
        moved = _MOVED_FROM.fullmatch(texts.between(change, before) or "")
        to = _TO.fullmatch(texts.between(before, now) or "")
        rose = change.role is Role.GROWTH and before.role is Role.BASE and now.role in LEVELS
        alike = _one_sentence(change, before, now) and comparable(now.quantity.unit, before.quantity.unit)
        if moved and to and rose and alike:
            yield from from_base(now, before, change)


def _was_then(before: Fact, change: Fact, now: Fact, texts: Texts) -> bool:
    """Whether the earlier figure's own growth is told: 2023年76件，同比增长6%；2024年95件."""
    between = texts.between(before, change) or "", texts.between(change, now) or ""
    return bool(re.search("[同环]比", between[0]) or re.search("[；;]", between[1]))


def _is_said_beside(said: Sequence[Fact], at: int, texts: Texts) -> bool:
    """Whether no other thing is named between the rate and the figure before or behind it."""
    before = texts.between(said[at - 1], said[at]) if at else None
    behind = texts.between(said[at], said[at + 1]) if at + 1 < len(said) else None
    beside = before is not None and _CHANGED_BY.fullmatch(before) is not None
    return beside or (behind is not None and _MOVED_FROM.fullmatch(behind) is not None)


def _in_one_clause(change: Fact, fact: Fact, texts: Texts) -> bool:
    words = texts.between(change, fact) or texts.between(fact, change)
    return words is not None and "；" not in words and ";" not in words


def _among(change: Fact, near: Sequence[Fact], year: int | None) -> Iterator[Finding]:
    """The rate and the only two figures of one kind in its sentence: 土样929个，较上年增8.65%（上年855个）."""
    beside = [fact for fact in near if fact is not change and _one_sentence(change, fact)]
    levels = [fact for fact in beside if _is_level(fact) or fact.role is Role.BASE]
    pairs = [
        (now, before)
        for now in levels
        for before in levels
        if now is not before and now.role is not Role.BASE and _came_before(before, now, year)
    ]
    if len(pairs) == 1 and not _SEVERAL_YEARS.search(change.sentence):
        yield from from_base(*pairs[0], change)


def _is_dated_before(fact: Fact, year: int | None) -> bool:
    """Whether its own words date it to an earlier year: 2016年为8648万元，增加499万元."""
    return fact.stated and fact.period is not None and year is not None and fact.period.last.year < year


def _came_before(fact: Fact, now: Fact, year: int | None) -> bool:
    """Whether ``fact`` is the earlier value of ``now``; the first budget comes before the final one."""
    budgets = fact.role is Role.BUDGET_INITIAL and now.role is Role.BUDGET_FULL
    return _is_earlier(fact, now, year) or budgets


def _is_level(fact: Fact) -> bool:
    """What there was or was planned; of earlier values those whose year is said (2023年40人，2024年50人，增长25%)."""
    return fact.role in LEVELS or (fact.role is Role.BASE and fact.stated)


def _one_sentence(*facts: Fact) -> bool:
    first = facts[0]
    return all(
        fact.sentence == first.sentence
        and fact.anchor.block == first.anchor.block
        and fact.quantity.bound is Bound.EXACT
        and bool(fact.quantity.value)
        for fact in facts
    )


def _is_earlier(fact: Fact, now: Fact, year: int | None) -> bool:
    """Whether ``fact`` is the same thing's earlier value: marked as a base, or dated before."""
    then = fact.period.last.year if fact.stated and fact.period is not None else None
    this = now.period.last.year if now.period is not None else year
    earlier = fact.role is Role.BASE or (then is not None and this is not None and then < this)
    return earlier and now.quantity.unit.dimension == fact.quantity.unit.dimension
