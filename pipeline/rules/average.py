"""DRV407 平均数与总数不符。"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from extractors.slips import slip_between
from pipeline.judging.between import REPORTED, Texts
from pipeline.judging.wording import number, operand, shown
from pipeline.rulebook import Case, rule
from schemas.fact import Fact, Role
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.quantity import ZERO, Bound, Interval, Kind
from schemas.relation import Relation

_OF = "(?:[一-鿿]{0,4}(?:成本|补助|补贴|投入|支出|费用?|投资|造价|经费|资金|奖补|金额))"
_ONE = (
    "人次|人|户|亩|次|生|校|村|站|台套|台|套|床|件|家|座|栋|场|公里|平方米|名|个|处|所|辆|吨|项|份|公顷|株|盏"
)
_IS = "(?:约?为|是|约|达到?)?$"
_AVERAGE = re.compile(
    f"(?P<one>人|户|亩|次|生|校|村|站|台|套|床|件|家|座|场|车|单位)均{_OF}?{_IS}"
    f"|单(?P<car>车)(?:平均{_OF}?|{_OF}){_IS}"
    f"|(?:平均每|单(?=.平均))(?P<each>{_ONE})(?:平均)?{_OF}?{_IS}"
)
# 每平方米物业费56.24元 may be a price that was set, or a mean.
_EACH = re.compile(f"(?:(?:折合|约合|相当于|合)每(?P<one>{_ONE})|每(?P<each>{_ONE}){_OF}){_IS}")
_NAMED_COST = re.compile(f"均(?P<what>[一-鿿]{{3,8}}费)用?{_IS}")  # what it is the average of
_UNITS = {
    "人": ("人", "名", "人次"),
    "生": ("人", "名"),
    "户": ("户", "家"),
    "家": ("家", "户"),
    "次": ("次", "人次", "场次", "例次"),
    "校": ("所", "个"),
    "村": ("个", "村"),
    "车": ("辆", "台", "部"),
    "单位": ("个", "家"),
}
_SUMS = frozenset({Role.ACTUAL, Role.EXECUTED, Role.BUDGET_FULL, Role.ARRIVED, Role.BUDGET})
_SPENT = frozenset({Role.EXECUTED, Role.ACTUAL})
_AVERAGED = re.compile("[人户亩次生校村站台套床件家座场车]均|平均每|单车")
_AMONG = re.compile("其中[^，。；、\\d]*$")
_BY_NAME = frozenset({"公里", "公顷"})  # counted in themselves, not in their base unit
_FEWEST = 2  # digits of a mean and of what it should be, of which a slip tells
_FEWEST_APART = 3  # of a mean whose total or count stands further off
_MOST = 12  # figures before an average
_REACH = 16  # characters from the word to the figure


@rule(
    "DRV407",
    "平均数与总数不符",
    severity=Severity.ERROR,
    basis="统计口径：平均数=总额÷数量，按印出的位数四舍五入",
    covers=("C04",),
)
def average(case: Case) -> Iterator[Finding]:
    """一句话里写了总额、数量和人均（户均、次均、平均每座）多少的，应当除得出来。

    总额和数量都写在平均数前面，先看分号后面的半句，再看整句，没有数量的再看前一句；
    总额和数量都只有一个的才核对（“其中”的分项和目标数不算）。数量的单位要和平均的对象相同。
    总额写在同段前面几句或者只有项目本身的支出的，写“每平方米物业费”“每公里造价”的，除得出来就算一致，与除得的只差一处笔误
    才说不一致，其余的可能另有口径，不说。

    为什么：人均、亩均是判断支出是否合理的依据，总数改了，平均数常常没有跟着改。

    一致    支出321.76万元，救助3730人次，次均863元
    不一致  支出321.76万元，救助3730人次，次均165元
    不适用  没有同时写出总额、数量和平均数
    """
    texts = Texts(case)
    parts = case.wholes
    said = [fact for fact in case.facts if fact.source in REPORTED]
    spent = [fact for fact in case.said(Role.EXECUTED) if fact.indicator == "budget:executed"]
    for at, fact in enumerate(said):
        words = texts.before(fact, _REACH) if _is_price(fact) else ""
        found = _AVERAGE.search(words)
        each = found or _EACH.search(words)
        if each is None:
            continue
        one = next(filter(None, each.groups()))
        for near in _near(said, at, texts) if found else ():
            pair = _total_and_count(_whole(near, parts, texts), one)
            if pair is not None and (_in_clause(pair[1], fact, texts) or not _means_another(*pair, fact)):
                yield _judged(*pair, fact)
                break
        else:
            paragraph = _paragraph(said, at)
            called = [each for each in paragraph if _same_cost(words, each)]
            yield from _further_off(fact, [*called, *_whole(paragraph, parts, texts)], called or spent, one)


def _whole(near: Sequence[Fact], parts: Mapping[Fact, Fact], texts: Texts) -> list[Fact]:
    """Those of ``near`` that are no part of another."""
    return [
        each
        for each in near
        if (each not in parts or parts[each] not in near) and not _AMONG.search(texts.before(each, _REACH))
    ]


def _paragraph(said: Sequence[Fact], at: int) -> list[Fact]:
    """The figures before ``said[at]`` in its paragraph."""
    return [each for each in said[max(0, at - _MOST) : at] if each.anchor.block == said[at].anchor.block]


def _same_cost(words: str, total: Fact) -> bool:
    """Whether the average is of money that is called so: 公务用车运行维护费43.9万元，…，单车平均运行维护费."""
    named = _NAMED_COST.search(words)
    return named is not None and total.subject.endswith(named["what"])


def _further_off(mean: Fact, paragraph: Sequence[Fact], spent: Sequence[Fact], one: str) -> Iterator[Finding]:
    """全年支出563.68万元。…面积100224平方米，每平方米物业费56.24元: what of the paragraph, or of all, makes the mean.

    It is judged where it comes out, or where just a slip of the pen is between.
    """
    units = _UNITS.get(one, (one,))
    counts = [
        each for each in paragraph if each.role is Role.ACTUAL and _counts(each, units) and _is_plain(each)
    ]
    beside = [each for each in counts if each.sentence == mean.sentence]
    sums = [
        each
        for each in (*paragraph, *spent)
        if each.role in _SPENT and _is_price(each) and not each.quantity.unit.per
    ]
    slips: dict[Decimal, Finding] = {}
    for count in beside or counts:
        for total in sums:
            finding = _judged(total, count, mean)
            if finding.outcome is Outcome.AGREES:
                yield finding
                return
            if not _means_another(total, count, mean, _FEWEST_APART):
                slips[finding.expected or ZERO] = finding
    if len(slips) == 1:
        yield from slips.values()


def _near(said: Sequence[Fact], at: int, texts: Texts) -> Iterator[list[Fact]]:
    """The figures before ``said[at]``: of its clause, of its sentence, of that and the one before."""
    mean, paragraph = said[at], _paragraph(said, at)
    sentence = [each for each in paragraph if each.sentence == mean.sentence]
    yield [each for each in sentence if "；" not in (texts.between(each, mean) or "；")]
    yield sentence
    before = [each.sentence for each in paragraph if each.sentence != mean.sentence]
    money = any(each.quantity.kind is Kind.MONEY for each in sentence)
    if money and not any(each.quantity.kind is Kind.COUNT for each in sentence):
        yield [each for each in paragraph if each.sentence in (mean.sentence, *before[-1:])]


def _is_price(fact: Fact) -> bool:
    quantity = fact.quantity
    return quantity.kind is Kind.MONEY and quantity.bound is Bound.EXACT and bool(quantity.value)


def _total_and_count(sentence: list[Fact], one: str) -> tuple[Fact, Fact] | None:
    """The only amount and the only count of ``one`` since the last average of the sentence; None where there are more."""
    units = _UNITS.get(one, (one,))
    at = max(
        (at for at, fact in enumerate(sentence) if _AVERAGED.search(fact.subject)), default=-1
    )  # 次均863元；…: what an average closed is spent
    near = sentence[at + 1 :]
    sums = [
        fact
        for fact in near
        if fact.quantity.kind is Kind.MONEY and fact.role in _SUMS and not fact.quantity.unit.per
    ]
    counts = [fact for fact in near if _counts(fact, units) and fact.role is Role.ACTUAL]
    if len(sums) != 1 or len(counts) != 1:
        return None
    return (sums[0], counts[0]) if _is_plain(sums[0]) and _is_plain(counts[0]) else None


def _counts(fact: Fact, units: Collection[str]) -> bool:
    unit = fact.quantity.unit
    return unit.kind is not Kind.MONEY and (unit.name if unit.name in _BY_NAME else unit.base) in units


def _each(count: Fact) -> Decimal:
    """How many base units one of what is counted has."""
    unit = count.quantity.unit
    return unit.factor if unit.name in _BY_NAME else Decimal(1)


def _exact(total: Fact, count: Fact) -> Decimal:
    """The mean, in 元."""
    return (total.quantity.value or ZERO) / (count.quantity.value or Decimal(1)) * _each(count)


def _computed(total: Fact, count: Fact) -> Interval:
    """The mean as rounding allows."""
    return (total.quantity.printed() / count.quantity.printed()).scaled(_each(count))


def _is_plain(fact: Fact) -> bool:
    return fact.quantity.bound is Bound.EXACT and bool(fact.quantity.value)


def _in_clause(count: Fact, mean: Fact, texts: Texts) -> bool:
    return count.sentence == mean.sentence and "；" not in (texts.between(count, mean) or "；")


def _means_another(total: Fact, count: Fact, mean: Fact, least: int = _FEWEST) -> bool:
    """Whether no slip (of at least so many digits) makes the mean of a count that stands further off: it is then the mean of others."""
    exact = _exact(total, count)
    if _computed(total, count).meets(mean.quantity.printed()):
        return False
    unit = mean.quantity.unit
    due = (exact / unit.factor).quantize(Decimal(1).scaleb(-mean.quantity.decimals))
    meant = replace(mean.quantity, number=due)
    return not slip_between(mean.quantity, meant, least)


def _judged(total: Fact, count: Fact, mean: Fact) -> Finding:
    evidence = (Evidence.of(total, "total"), Evidence.of(count, "part"), Evidence.of(mean, "rate"))
    unit = mean.quantity.unit
    exact, computed = _exact(total, count), _computed(total, count)
    size = f"{(exact / unit.factor).quantize(Decimal(1).scaleb(-mean.quantity.decimals))}{unit.name}"
    count_of = number((count.quantity.value or ZERO) / _each(count))
    formula = f"{operand(total.quantity, unit)}/{count_of}={number((exact / unit.factor).quantize(Decimal('0.01')))}"
    relations = (Relation(((2, 1),), ((0, 1),), ((1, 1),), scale=Fraction(_each(count)), rounded=True),)
    if computed.meets(mean.quantity.printed()):
        told = "平均数与总数相符"
        return Finding(
            Outcome.AGREES, mean.subject, told, evidence, formula, unit=unit.name, relations=relations
        )
    return Finding(
        Outcome.DIFFERS,
        mean.subject,
        f"{mean.subject}：{shown(total.quantity)}÷{shown(count.quantity)}应为 {size}，文中写 {shown(mean.quantity)}（{mean.anchor}）",
        evidence,
        formula,
        expected=(exact / unit.factor).quantize(Decimal("0.01")),
        actual=mean.quantity.number,
        unit=unit.name,
        relations=relations,
        suggestion="请核对总额、数量和平均数",
    )
