"""TGT704 比较的话与数相反。"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.judging.between import sentences, texts
from pipeline.judging.gaps import Gap, gaps, is_gap
from pipeline.judging.reached import short_of_it
from pipeline.judging.statements import exact_bound
from pipeline.judging.wording import in_unit, named, number, operand, shown
from pipeline.rulebook import Case, rule
from schemas.fact import Fact
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.quantity import ZERO, Kind
from schemas.relation import Relation
from schemas.words import comparable

_MEASURE = "(?:目标值?|(?:年度|绩效|预期|既定)目标值?|指标值|年度指标值|计划数?|标准|上限|限额|年初数|年初预算数?|预算数?|规定的?|要求的?|考核线|控制数)?的?"
_COMPARED = re.compile(
    f"[，,]?(?:均|都|也|略|稍|远|大大|明显|已)?(?:(?P<over>高于|超过|超出|多于|大于)|(?P<under>低于|少于|小于|不及|不足))了?{_MEASURE}"
)


@rule(
    "TGT704",
    "比较的话与数相反",
    severity=Severity.ERROR,
    basis="《项目支出绩效评价管理办法》（财预〔2020〕10号）：自评数据应当真实、准确",
)
def compared_wrongly(case: Case) -> Iterator[Finding]:
    """写了“高于”“低于”某数的，前面的数应当真的高于或者低于它。

    两个数紧挨着、单位相同、中间只有比较的话才核对；前面的数是分项的，比较的多半是合计，不核对。
    “比计划少6公里”“超出目标360人次”说的是差额，同一句里挨着写了目标的，核对完成值与目标之差；没有写的不核对。
    写了“完成”“达到”某个目标的，完成数应当不少于目标；看不出越多越好、或者前面还有别的数可以合起来的，不核对。

    为什么：话和数相反，不是目标抄错，就是完成值抄错。

    一致    单场成本5860元，低于6000元
    不一致  单场成本5860元，低于600元
    不适用  没有两个数直接相比
    """
    parts = case.wholes
    for text, facts in texts(case):
        for said in sentences(facts):
            told = list(gaps(said, text))
            yield from (_gap(each) for each in told if not _of_another(each, said))
            yield from (
                _judged(mine, target, over=True, word=verb)
                for mine, target, verb in short_of_it(said, text, case)
                if mine not in parts
            )
            for mine, other in pairwise(said):
                words = text[mine.anchor.end : other.anchor.start]
                if is_gap(mine, other, words) or any(each.gap is other for each in told):
                    continue
                found = _COMPARED.fullmatch(words)
                plain = (
                    mine not in parts
                    and mine.quantity.kind
                    is not Kind.POINTS  # 比上年高1.2个百分点，高于目标2个百分点: two margins
                    and exact_bound(mine)
                    and other.quantity.value not in (None, mine.quantity.value)
                )
                if found and plain and comparable(mine.quantity.unit, other.quantity.unit):
                    yield _judged(
                        mine, other, over=found["over"] is not None, word=found["over"] or found["under"]
                    )


def _judged(mine: Fact, other: Fact, *, over: bool, word: str) -> Finding:
    a, b = mine.quantity.value, other.quantity.value
    holds = a is not None and b is not None and (a > b if over else a < b)
    evidence = (Evidence.of(mine, "actual"), Evidence.of(other, "target"))
    unit = mine.quantity.unit
    sign = ">" if (a or 0) > (b or 0) else "<" if (a or 0) < (b or 0) else "="
    formula = f"{operand(mine.quantity)}{sign}{operand(other.quantity, unit)}"
    relations = (Relation.at_most([1], 0, strict=False) if over else Relation.at_most([0], 1, strict=False),)
    if holds:
        said = f"确实{word}"
        return Finding(
            Outcome.AGREES, mine.subject, said, evidence, formula, unit=unit.name, relations=relations
        )
    return Finding(
        Outcome.DIFFERS,
        mine.subject,
        f"{mine.subject}：{named(mine)}写作“{word}”{named(other)}，与数相反",
        evidence,
        formula,
        expected=None if b is None else b / unit.factor,
        actual=mine.quantity.number,
        unit=unit.name,
        relations=relations,
        suggestion="请核对两个数，并改正数字或者比较的话",
    )


def _of_another(told: Gap, said: Sequence[Fact]) -> bool:
    """新建道路60公里，主线42公里，支线18公里，比目标值55公里多5公里: the gap is that of a figure said before its parts."""
    other = told.gap.quantity.interval(exact=True)
    for mine in said[: said.index(told.actual)]:
        if mine.role is not told.actual.role or mine.quantity.unit != told.actual.quantity.unit:
            continue
        pair = (mine, told.target) if told.sign > 0 else (told.target, mine)
        more, less = (each.quantity.interval(exact=True) for each in pair)
        if (more - less).meets(other):
            return True
    return False


def _gap(told: Gap) -> Finding:
    """实际132公里，比计划138公里少6公里: the difference of two figures of the sentence."""
    mine, target, other, sign = told
    unit = mine.quantity.unit
    first, second = (mine, target) if sign > 0 else (target, mine)
    gap = (first.quantity.value or ZERO) - (second.quantity.value or ZERO)
    evidence = (Evidence.of(mine, "actual"), Evidence.of(target, "target"), Evidence.of(other, "gap"))
    at = {id(mine): 0, id(target): 1}
    relations = (Relation(whole=((2, 1),), parts=((at[id(first)], 1), (at[id(second)], -1)), rounded=True),)
    formula = f"{operand(first.quantity, unit)}-{operand(second.quantity, unit)}={number(gap / unit.factor)}"
    a, b, moved = (each.quantity.interval(exact=True) for each in (first, second, other))
    if (a - b).meets(moved):
        return Finding(
            Outcome.AGREES, mine.subject, "差额相符", evidence, formula, unit=unit.name, relations=relations
        )
    return Finding(
        Outcome.DIFFERS,
        mine.subject,
        f"{mine.subject or '完成值'}：{named(mine)}与目标{shown(target.quantity)}相差{in_unit(abs(gap), unit)}，而写作{shown(other.quantity)}",
        evidence,
        formula,
        expected=gap / unit.factor,
        actual=None if other.quantity.value is None else other.quantity.value / unit.factor,
        unit=unit.name,
        relations=relations,
        suggestion="请核对完成值、目标和差额三个数",
    )
