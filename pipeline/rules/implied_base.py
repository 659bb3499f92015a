"""DRV404 占比推算出的总量前后不一。"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, pairwise

from extractors.names import name_of
from pipeline.judging.amounts import size
from pipeline.judging.between import REPORTED, Texts
from pipeline.judging.statements import exact_bound
from pipeline.judging.wording import in_unit, number, operand, rounded, shown
from pipeline.rulebook import Case, rule
from schemas.fact import Fact, Role, Source
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.quantity import Interval, Kind

_BASE = "(?P<base>GDP|地区生产总值|国内生产总值|生产总值|财政总?支出|财政总?收入|一般公共预算(?:收入|支出))"
_SHARE_OF = re.compile(
    rf"[，,（(]?(?:约|分别)?(?:占|相当于)(?:全[国省市县区州]|本[市县区])?{_BASE}(?:的|之)?(?:比重|比例|比)?(?:为|达到?|是)?"
)
_NAMED = re.compile(rf"占{_BASE}(?:的)?(?:比重|比例|比)$")
_HUNDRED = Decimal(100)
_ONE_NAME = {"地区生产总值": "GDP", "国内生产总值": "GDP", "生产总值": "GDP"}


@dataclass(frozen=True, slots=True)
class _Pair:
    """An amount and what share of ``base`` it is; ``sure`` where one sentence says both."""

    level: Fact
    share: Fact
    base: str
    sure: bool

    @property
    def implied(self) -> Interval:
        """What the base must be, in 元."""
        return self.level.quantity.printed() / self.share.quantity.printed().scaled(1 / _HUNDRED)


@rule(
    "DRV404",
    "占比推算出的总量前后不一",
    severity=Severity.WARNING,
    basis="统计口径：总量=部分÷占比，同一年、同一地区的总量只有一个",
    covers=("C04",),
)
def implied_base(case: Case) -> Iterator[Finding]:
    """写了几个“某数，占地区生产总值百分之几”的，各自推算出的地区生产总值应当是同一个数（允许四舍五入）。

    只比较同一年度、同一地区的；财政收入、财政支出同理。数和占比写在一句话里的请核实；自评表里一行写数、一行写占比的，
    只作提示。

    为什么：占比和数往往取自不同年度的统计，单看哪一个都看不出来，一除就露了。

    一致    研发投入24.6亿元，占地区生产总值3.00%；技改投资16.4亿元，占2.00%
    请核实  研发投入24.6亿元，占地区生产总值3.00%；技改投资16.4亿元，占2.60%
    不适用  没有写两个以上的占比
    """
    for first, second in combinations([*_in_text(case), *_in_form(case)], 2):
        if (
            first.base == second.base
            and _same_place(first, second)
            and first.level.quantity.value != second.level.quantity.value
        ):
            yield _judged(first, second)


def _in_text(case: Case) -> Iterator[_Pair]:
    texts = Texts(case)
    said = [fact for fact in case.facts if fact.source in REPORTED]
    for level, share in pairwise(said):
        between = texts.between(level, share)
        found = _SHARE_OF.fullmatch(between) if between is not None else None
        if found is not None and _fits(level, share):
            yield _Pair(level, share, _ONE_NAME.get(found["base"], found["base"]), sure=True)


def _in_form(case: Case) -> Iterator[_Pair]:
    rows = [fact for fact in case.said(Role.ACTUAL) if fact.source is Source.FORM]
    for share in rows:
        found = _NAMED.search(share.subject)
        if found is None:
            continue
        core = name_of(share.subject[: found.start()]).core
        for level in rows:
            if core and name_of(level.subject).core == core and _fits(level, share):
                yield _Pair(level, share, _ONE_NAME.get(found["base"], found["base"]), sure=False)


def _fits(level: Fact, share: Fact) -> bool:
    money = level.quantity.kind is Kind.MONEY and not level.quantity.unit.per and bool(level.quantity.value)
    percent = share.quantity.kind is Kind.PERCENT and bool(share.quantity.value)
    return money and percent and exact_bound(level) and exact_bound(share)


def _same_place(first: _Pair, second: _Pair) -> bool:
    a, b = first.level, second.level
    return a.period == b.period and a.role == b.role and a.scope.area == b.scope.area


def _judged(first: _Pair, second: _Pair) -> Finding:
    evidence = tuple(
        evidence
        for pair in (first, second)
        for evidence in (Evidence.of(pair.level, "part"), Evidence.of(pair.share, "rate"))
    )
    formulas = [
        f"{operand(pair.level.quantity)}/{operand(pair.share.quantity)}*100={number(rounded(_base(pair) / pair.level.quantity.unit.factor))}"
        for pair in (first, second)
    ]
    if first.implied.meets(second.implied):
        return Finding(Outcome.AGREES, first.base, f"推算出的{first.base}一致", evidence, formulas[0])
    told = "；".join(
        f"{pair.level.subject} {shown(pair.level.quantity)}占 {shown(pair.share.quantity)}（{pair.share.anchor}），推算{pair.base}为 {_told(pair)}"
        for pair in (first, second)
    )
    return Finding(
        Outcome.REVIEW,
        first.base,
        f"{told}，两者不同",
        evidence,
        formulas[0],
        None if first.sure and second.sure else Severity.INFO,
        expected=rounded(_base(first) / first.level.quantity.unit.factor),
        actual=rounded(_base(second) / first.level.quantity.unit.factor),
        unit=first.level.quantity.unit.name,
        suggestion="请核对两组数是否取自同一年度、同一口径",
    )


def _base(pair: _Pair) -> Decimal:
    return size(pair.level) / size(pair.share) * _HUNDRED


def _told(pair: _Pair) -> str:
    unit = pair.level.quantity.unit
    return in_unit(rounded(_base(pair) / unit.factor) * unit.factor, unit)
