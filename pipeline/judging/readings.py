"""Other fair readings of a comparison: which figure of the sentence grew or fell, and since which year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from pipeline.judging.between import Texts
from pipeline.judging.changes import from_base, from_difference
from schemas.fact import Fact, Role
from schemas.finding import Finding, Outcome
from schemas.quantity import Bound
from schemas.words import comparable

_NEVER_GREW = frozenset(
    {Role.GROWTH, Role.TARGET, Role.THRESHOLD, Role.WEIGHT, Role.SCORE, Role.RANK, Role.RATE}
)
_FOR_EACH = re.compile("均|每|单价|单位成本")
_FLOW = re.compile(
    "新[增入登开办设进]|转[入出]|退出|注销|核[销减]|[出入]库|迁[入出]|增加|减少|[节多少超](?:[约支]|$)"
)
_STOCK = re.compile("[末初]|存量|在[册库保校岗]|结存|累计|总[数量]")
_NET = re.compile("净(?:增加?|减少?)了?$")
_BACK_TO = re.compile("[较比](?:[^，。；、\\d]{0,4})(?P<year>20\\d\\d)年(?!初)")
_LAST_YEAR = re.compile("上年|去年|同期|同比")
_YEARS = re.compile("(?<![\\d第])(?P<years>[两二三四五六七八九十\\d])年(?![初末底前中度])")
_NUMBERS = "零一二三四五六七八九十"
_BREAKS = re.compile("[，。；,;（(：:]")
_OWN_WORDS = 16  # characters before a number that may say what it counts


def fairest(finding: Finding, said: Sequence[Fact], texts: Texts) -> Finding | None:
    """``finding``; where it differs and another reading of its sentence agrees, that one; None where its figures are no pair.

    Where no reading agrees, the one that is off the least: the others are further from any slip of the pen. ``said``: the
    figures of the case.
    """
    facts = [each.fact for each in finding.evidence if each.fact is not None]
    if finding.outcome is not Outcome.DIFFERS or len(facts) != 3 or facts[0].role is Role.GROWTH:
        return finding
    now, second, change = facts
    place = change.anchor.text_place
    here = [each for each in said if each.anchor.text_place == place]
    sentence = [each for each in here if each.sentence == change.sentence]
    beside = [each for each in sentence if each.anchor.start < change.anchor.start]
    if second.role is Role.GROWTH:
        grown = _that_may_have_grown(now, second, change, beside, texts)
        found = [each for fact in grown for each in from_difference(fact, second, change, before=False)]
        return _best([finding, *found])
    bases = _bases(now, second, change, beside, texts)
    pairs = [
        (fact, base) for base in bases for fact in _that_may_have_grown(now, base, change, beside, texts)
    ]
    pairs += _flows(change, beside, texts)
    best = _best([each for pair in pairs for each in from_base(*pair, change)])
    if best is None or best.outcome is Outcome.AGREES:
        return best
    if any(_balances(base, change, sentence, texts) for base in bases):
        return None
    if second in bases and _later(now, second):
        best = finding  # 2022年897人次、2023年1068人次、2024年1228人次，…比2022年增长3.9%: no other year is meant
    others = [each for each in here if each.anchor.start < sentence[0].anchor.start and each.core != now.core]
    pairs = [
        (fact, base) for base in bases for fact in _that_may_have_grown(now, base, change, others, texts)[1:]
    ]
    return _best([best, *(each for pair in pairs for each in from_base(*pair, change))], or_else=best)


def _later(now: Fact, base: Fact) -> bool:
    """Whether both years are told, and the figure is of the later one."""
    if not (now.stated and base.stated and now.period and base.period):
        return False
    return now.period.first.year > base.period.first.year


def _best(found: Sequence[Finding], or_else: Finding | None = None) -> Finding | None:
    """The one that agrees, else ``or_else``, else the one that is off the least."""
    agrees = [each for each in found if each.outcome is Outcome.AGREES]
    if agrees or or_else:
        return agrees[0] if agrees else or_else
    return min(found, key=lambda each: abs(each.difference or Decimal(0)), default=None)


def _that_may_have_grown(
    now: Fact, base: Fact, change: Fact, beside: Sequence[Fact], texts: Texts
) -> list[Fact]:
    """投诉45件，办结44件，比上年60件下降25%: either; 客运量5730万人次，日均15.7万人次: not the mean where the base is none."""
    told = _own_words(base, texts)
    each, flow = _FOR_EACH.search(told), _STOCK.search(told) and not _FLOW.search(told)
    return [
        fact
        for fact in (now, *beside)
        if (fact is now or (fact is not base and fact is not change and _is_alike(fact, now)))
        and not (not each and _FOR_EACH.search(_own_words(fact, texts)))
        and not (flow and _FLOW.search(_own_words(fact, texts)))
    ]


def _is_alike(fact: Fact, other: Fact) -> bool:
    return (
        fact.role not in _NEVER_GREW
        and fact.quantity.bound is Bound.EXACT
        and bool(fact.quantity.value)
        and comparable(fact.quantity.unit, other.quantity.unit)
    )


def _bases(now: Fact, before: Fact, change: Fact, beside: Sequence[Fact], texts: Texts) -> list[Fact]:
    """2020年100家，2023年130家，2024年150家，比2020年增长50%: that of the year named; any earlier one where none is named."""
    clause = _BREAKS.split(texts.of(change)[: change.anchor.start])[-1]
    earlier = [
        fact
        for fact in beside
        if _is_alike(fact, now)
        and fact.period is not None
        and fact.stated
        and now.period is not None
        and fact.period.last.year < now.period.last.year
    ]
    back, years = _BACK_TO.search(clause), _YEARS.search(clause)
    if back:
        named = int(back["year"])
    elif _LAST_YEAR.search(clause):
        return [before]
    elif years and now.period is not None:
        named = now.period.last.year - _how_many(years["years"])
    else:
        return [before, *earlier]
    known = [fact for fact in earlier if fact.period is not None and fact.period.last.year == named]
    return known or ([before] if not any(fact is before for fact in earlier) else [])


def _how_many(word: str) -> int:
    return int(word) if word.isdigit() else 2 if word == "两" else _NUMBERS.index(word)


def _flows(change: Fact, beside: Sequence[Fact], texts: Texts) -> list[tuple[Fact, Fact]]:
    """新增172人，退出200人，比上年末净减少28人: what came and what went."""
    if not _NET.search(texts.before(change, _OWN_WORDS)):
        return []
    flows = [
        fact
        for fact in beside
        if fact is not change and _is_alike(fact, change) and _FLOW.search(_own_words(fact, texts))
    ]
    return [(flows[0], flows[1])] if len(flows) == 2 else []


def _balances(before: Fact, change: Fact, beside: Sequence[Fact], texts: Texts) -> bool:
    """上年末300户，新增50户，减少20户，年末330户: the last change is one of two that lead to what there is."""
    alike = [fact for fact in beside if fact is not before and _is_alike(fact, change)]
    known = {fact.quantity.value for fact in alike}
    start, moved = before.quantity.value or Decimal(0), change.quantity.value or Decimal(0)
    return any(
        start + way * (flow.quantity.value or Decimal(0)) - way * moved in known
        for flow in alike
        for way in (1, -1)
        if _FLOW.search(_own_words(flow, texts))
    )


def _own_words(fact: Fact, texts: Texts) -> str:
    """The words of the figure's own clause before it."""
    return _BREAKS.split(texts.before(fact, _OWN_WORDS))[-1]
