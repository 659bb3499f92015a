"""DUP309 换一种单位写的不是同一个数。"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from pipeline.judging.between import sentences, texts
from pipeline.judging.wording import operand, relation, shown
from pipeline.rulebook import Case, rule
from schemas.fact import Fact
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.quantity import Bound, Kind
from schemas.relation import Relation

_THAT_IS = re.compile("[（(，,](?:即|折合|也就是|换算(?:成|为)|合(?!计|同|格|并))(?:人民币|约)?")
_ENDS = re.compile("[）)，,。；;]|$")
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

    为什么：换算时多一位、少一位，或者改了一处没有改另一处，两个数挨着，一看便知。

    一致    拨款14,740,000.00元（即1474万元）
    不一致  拨款14,740,000.00元（即7474万元）
    不适用  没有换一种单位再写一遍的数
    """
    for text, facts in texts(case):
        for sentence in sentences(facts):
            for first, second in pairwise(sentence):
                told = _THAT_IS.fullmatch(text[first.anchor.end : second.anchor.start])
                if told and _ENDS.match(text, second.anchor.end) and _may_be_one(first, second):
                    yield _judged(first, second)


def _may_be_one(first: Fact, second: Fact) -> bool:
    a, b = first.quantity, second.quantity
    exact = a.bound is b.bound is Bound.EXACT and bool(a.value and b.value)
    return exact and a.kind in _SAME_THINGS and a.unit.dimension == b.unit.dimension and a.unit != b.unit


def _judged(first: Fact, second: Fact) -> Finding:
    a, b = first.quantity, second.quantity
    evidence = (Evidence.of(first, "mention"), Evidence.of(second, "mention"))
    name = first.subject or second.subject
    if a.printed().meets(b.printed()):
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
