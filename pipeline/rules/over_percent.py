"""DRV413 超额的百分比与两个数不符。"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from pipeline.judging.amounts import size
from pipeline.judging.between import sentences, texts
from pipeline.judging.statements import exact_bound
from pipeline.judging.wording import number, operand, rounded, shown
from pipeline.rulebook import Case, rule
from schemas.fact import Fact, Role
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.quantity import Kind
from schemas.relation import Relation
from schemas.words import comparable

_OVER = re.compile(
    r"(?:超出?|超额)(?:完成)?了?(?:年度|全年|年初|既定|预定|原定)*(?:任务|目标|计划|指标|预期)?(?:数|值|任务)?的?(?:比例)?(?:为|达)?$"
)
_ASKED = re.compile("任务|计划|目标|指标|预期|预计|应(?!急)")
_NEAR = 14  # characters before a figure that say what it is
_HUNDRED = Decimal(100)


@rule(
    "DRV413",
    "超额的百分比与两个数不符",
    severity=Severity.ERROR,
    basis="统计口径：超额百分比=（完成数-任务数）÷任务数",
    covers=("C12",),
)
def over_percent(case: Case) -> Iterator[Finding]:
    """一句话里写了任务数、完成数和“超额（超任务、超计划）百分之几”的，应当等于多出的数除以任务数。

    任务数、完成数各只有一个，都写在百分比前面的才核对；差不到末位一个单位的只作提示。
    完成任务的百分之几（完成率）见 DRV408。

    为什么：“超43%”常常是拿任务数除以完成数，方向反了。

    一致    任务115户，完成264户，超任务129.57%
    不一致  任务115户，完成264户，超任务43%
    不适用  没有写超额百分之几
    """
    for text, facts in texts(case):
        for sentence in sentences(facts):
            for at, rate in enumerate(sentence):
                before = text[max(0, rate.anchor.start - _NEAR) : rate.anchor.start]
                if rate.quantity.kind is Kind.PERCENT and exact_bound(rate) and _OVER.search(before):
                    pair = _pair(sentence[:at], text)
                    if pair is not None:
                        yield _judged(*pair, rate)


def _pair(before: Sequence[Fact], text: str) -> tuple[Fact, Fact] | None:
    """What was asked and what was done: the last two figures before the percentage, if they are that."""
    if len(before) < 2:
        return None
    first, second = before[-2:]
    plain = all(exact_bound(fact) and fact.quantity.value for fact in (first, second))
    if not plain or not comparable(first.quantity.unit, second.quantity.unit):
        return None
    asked = [fact for fact in (first, second) if _is_asked(fact, before, text)]
    if len(asked) != 1:
        return None
    done = second if asked[0] is first else first
    return (asked[0], done) if size(done) > size(asked[0]) else None


def _is_asked(fact: Fact, before: Sequence[Fact], text: str) -> bool:
    earlier = [each.anchor.end for each in before if each.anchor.end <= fact.anchor.start]
    begin = max(earlier[-1] if earlier else 0, fact.anchor.start - _NEAR)
    return fact.role is Role.TARGET or _ASKED.search(text[begin : fact.anchor.start]) is not None


def _judged(asked: Fact, done: Fact, rate: Fact) -> Finding:
    exact = (size(done) - size(asked)) / size(asked) * _HUNDRED
    a, b = operand(done.quantity, asked.quantity.unit), operand(asked.quantity)
    share = number(rounded(exact))
    formula = f"({a}-{b})/{b}*100={share}"
    evidence = (Evidence.of(done, "actual"), Evidence.of(asked, "target"), Evidence.of(rate, "rate"))
    grown = (done.quantity.printed() - asked.quantity.printed()) / asked.quantity.printed()
    name = done.subject or asked.subject or "超额完成"
    more = ((0, 1), (1, -1))
    relations = (Relation(((2, 1),), more, ((1, 1),), scale=Fraction(100), rounded=True),)
    if grown.scaled(_HUNDRED).meets(rate.quantity.printed()):
        told = "超额百分比与两数相符"
        return Finding(Outcome.AGREES, name, told, evidence, formula, unit="%", relations=relations)
    other = _taken_for(asked, done, rate)
    return Finding(
        Outcome.DIFFERS,
        name,
        f"任务 {shown(asked.quantity)}，完成 {shown(done.quantity)}，应为超 {share}%，文中写 {shown(rate.quantity)}（{rate.anchor}）{other}",
        evidence,
        formula,
        Severity.INFO if abs(exact - size(rate)) < rate.quantity.ulp else None,
        expected=Decimal(share),
        actual=rate.quantity.number,
        tolerance=rate.quantity.ulp / 2,
        unit="%",
        relations=relations,
        suggestion="请核对任务数、完成数和超额百分比",
    )


def _taken_for(asked: Fact, done: Fact, rate: Fact) -> str:
    """What the printed percentage is instead, if it is one of the usual mistakes."""
    readings = (
        (done, asked, "完成数÷任务数，是完成率"),
        (asked, done, "任务数÷完成数，方向反了"),
    )
    for part, whole, words in readings:
        share = (part.quantity.printed() / whole.quantity.printed()).scaled(_HUNDRED)
        if share.meets(rate.quantity.printed()) or _truncated(size(part) / size(whole) * _HUNDRED, rate):
            return f"；所写的是{words}"
    return ""


def _truncated(share: Decimal, rate: Fact) -> bool:
    """43.56 % cut to 43 %."""
    return abs(share - size(rate)) < rate.quantity.ulp
