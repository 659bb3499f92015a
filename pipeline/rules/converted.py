"""DUP309 换一种单位写的不是同一个数。"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from extractors.slips import digits_of
from pipeline.judging.between import sentences, texts
from pipeline.judging.wording import operand, relation, shown
from pipeline.rulebook import Case, rule
from schemas.fact import Fact
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.quantity import Bound, Interval, Kind, Quantity
from schemas.relation import Relation

_THAT_IS = re.compile("[（(，,](?:即|折合|也就是|换算(?:成|为)|合(?!计|同|格|并))(?:人民币|约)?")
_IN_BRACKETS = re.compile("[（(](?:约|合|约合)?")  # 12364.8万元（约1.24亿元）
_CLOSED = re.compile("[）)]")
_ENDS = re.compile("[）)，,。；;]|$")
_FURTHEST = 4  # powers of ten that a point or a unit moves
_TOLD = 3  # digits of two amounts that are then no others, without 约 between them
_SAME_THINGS = (Kind.MONEY, Kind.COUNT, Kind.MEASURE)


@rule(
    "DUP309",
    "换一种单位写的不是同一个数",
    severity=Severity.ERROR,
    basis="财预〔2020〕10号：绩效自评应当数据准确",
    covers=("C01", "F15"),
)
def converted(case: Case) -> Iterator[Finding]:
    """一个数后面用“即”“折合”“也就是”换一种单位再写一遍的，两个数应当是同一个数。

    按印出的位数四舍五入核对；两个数的单位能够换算、后面不接着列别的数的才核对，带“约”“余”等字的不核对。
    紧跟的括号里只有换一种单位写的金额（“12364.8万元（约1.24亿元）”）的也核对，
    差的恰是十倍、百倍的才说，其余的可能是别的数。

    为什么：换算时多一位、少一位，或者改了一处没有改另一处，两个数挨着，一看便知。

    一致    拨款14,740,000.00元（即1474万元）
    不一致  拨款14,740,000.00元（即7474万元）
    不适用  没有换一种单位再写一遍的数
    """
    for text, facts in texts(case):
        for sentence in sentences(facts):
            for first, second in pairwise(sentence):
                between = text[first.anchor.end : second.anchor.start]
                told = _THAT_IS.fullmatch(between) and _ENDS.match(text, second.anchor.end)
                if (told and _may_be_one(first, second)) or _in_brackets(first, second, text):
                    yield _judged(first, second)


def _may_be_one(first: Fact, second: Fact) -> bool:
    a, b = first.quantity, second.quantity
    exact = a.bound is b.bound is Bound.EXACT and bool(a.value and b.value)
    return exact and a.kind in _SAME_THINGS and a.unit.dimension == b.unit.dimension and a.unit != b.unit


def _in_brackets(first: Fact, second: Fact, text: str) -> bool:
    """12364.8万元（约1.24亿元）: an amount of its own in brackets, the same to its last digit, or with its point moved."""
    a, b = first.quantity, second.quantity
    between = text[first.anchor.end : second.anchor.start]
    if not (_IN_BRACKETS.fullmatch(between) and _CLOSED.match(text, second.anchor.end)):
        return False
    money = a.kind is b.kind is Kind.MONEY and a.unit.dimension == b.unit.dimension
    if (
        not money
        or a.unit == b.unit
        or a.bound is not Bound.EXACT
        or b.bound not in (Bound.EXACT, Bound.ABOUT)
    ):
        return False
    if not (a.value and b.value):
        return False
    if _printed(a).meets(_printed(b)):
        return True
    told = len(between) > 1 or min(len(digits_of(a)), len(digits_of(b))) >= _TOLD
    powers = range(-_FURTHEST, _FURTHEST + 1)
    return told and any(_printed(a).scaled(Decimal(10) ** power).meets(_printed(b)) for power in powers)


def _printed(quantity: Quantity) -> Interval:
    """What it may be by its digits, whether 约 stands before it or not."""
    return replace(quantity, bound=Bound.EXACT).printed()


def _judged(first: Fact, second: Fact) -> Finding:
    a, b = first.quantity, second.quantity
    evidence = (Evidence.of(first, "mention"), Evidence.of(second, "mention"))
    name = first.subject or second.subject
    if _printed(a).meets(_printed(b)):
        formula = f"{operand(a)}={operand(b, a.unit)}" if a.value == b.value else ""
        return Finding(
            Outcome.AGREES, name, "两种写法是同一个数", evidence, formula, relations=(Relation.same(0, 1),)
        )
    return Finding(
        Outcome.DIFFERS,
        name,
        f"{name}：{shown(a)}与后面换算的 {shown(b)}（{second.anchor}）不是同一个数",
        evidence,
        relation(a, b),
        expected=a.number,
        actual=(b.value or 0) / a.unit.factor,
        unit=a.unit.name,
        relations=(Relation.same(0, 1),),
        suggestion="请核对换算，改正写错的一处",
    )
