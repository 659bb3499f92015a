"""DRV414 倍数与两个数不符。"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipeline.judging.amounts import size
from pipeline.judging.between import sentences, texts
from pipeline.judging.statements import exact_bound
from pipeline.judging.wording import number, operand, rounded, shown
from pipeline.rulebook import Case, rule
from schemas.fact import Fact
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.quantity import Bound, Kind
from schemas.words import comparable

# 增加到360万元，增长3倍: from the first figure to the second. 360万元，是上年120万元的3倍: the first by the second.
_ROSE = re.compile(r"(?:增加|增长|提高|上升|提升|扩大|发展|增|升|扩)(?:到|至)了?(?:[^，。；、\d]{0,6})$")
_GREW = re.compile(r"[，,、（(]?(?:同比|比上年|较上年)?(?:增长|增加|提高|提升|扩大|翻)?了?(?:近|约)?$")
_IS = re.compile(
    r"[，,]?(?:已|就)?(?:是|为|达到?|相当于|接近)(?:了)?[^，。；、\d]{0,4}(?:20\d\d年)?(?:[^，。；、\d]{0,8})$"
)
_THAN = re.compile(r"[，,]?(?:比|较)[^，。；、\d]{0,4}(?:20\d\d年)?(?:[^，。；、\d]{0,8})$")
_OF = re.compile("的(?:近|约)?")


@rule(
    "DRV414",
    "倍数与两个数不符",
    severity=Severity.ERROR,
    basis="统计口径：增长N倍为原来的N+1倍，是原来的N倍为原来的N倍，翻一番为原来的2倍",
    covers=("C04", "C12"),
)
def multiple(case: Case) -> Iterator[Finding]:
    """写了原来的数、现在的数和“增长几倍”“是……的几倍”“翻几番”的，倍数应当相符。

    增长2倍是原来的3倍，翻两番是原来的4倍。按印出的位数四舍五入；“近”“约”“多”不核对。
    三样紧挨着写在一句话里的才核对。

    为什么：“增长3倍”和“是3倍”差一倍，写的人常常不分。

    一致    由120万元增加到360万元，增长2倍
    不一致  由120万元增加到360万元，增长3倍
    不适用  没有写倍数
    """
    for text, facts in texts(case):
        for sentence in sentences(facts):
            for at in range(2, len(sentence)):
                found = _of_three(sentence[at - 2 : at + 1], text)
                if found is not None:
                    yield found


def _of_three(three: Sequence[Fact], text: str) -> Finding | None:
    first, second, times = three
    doubled = times.quantity.bound is Bound.LEXICAL and "番" in times.quantity.raw
    plain = all(exact_bound(fact) and fact.quantity.value for fact in (first, second))
    if times.quantity.kind is not Kind.MULTIPLE or not plain or not (doubled or exact_bound(times)):
        return None
    if not comparable(first.quantity.unit, second.quantity.unit):
        return None
    between, then = (text[a.anchor.end : b.anchor.start] for a, b in ((first, second), (second, times)))
    grew = doubled or bool(times.quantity.trend)
    if _ROSE.search(between) and _GREW.fullmatch(then) and grew:
        return _judged(first, second, times)
    if _THAN.fullmatch(between) and grew and _GREW.fullmatch(then):
        return _judged(second, first, times)
    if _IS.fullmatch(between) and _OF.fullmatch(then) and not grew:
        return _judged(second, first, times)
    return None


def _judged(base: Fact, now: Fact, times: Fact) -> Finding:
    exact = size(now) / size(base)
    said = times.quantity
    formula = f"{operand(now.quantity, base.quantity.unit)}/{operand(base.quantity)}={number(rounded(exact))}"
    evidence = (Evidence.of(base, "base"), Evidence.of(now, "actual"), Evidence.of(times, "rate"))
    name = now.subject or base.subject or "倍数"
    if (now.quantity.printed() / base.quantity.printed()).meets(said.printed()):
        return Finding(Outcome.AGREES, name, "倍数与两数相符", evidence, formula)
    grown = f"，即增长 {number(rounded(exact - 1))}倍" if said.trend else ""
    return Finding(
        Outcome.DIFFERS,
        name,
        f"{name}：{shown(now.quantity)}÷{shown(base.quantity)}为 {number(rounded(exact))}倍{grown}，文中写“{'增长' if said.trend else ''}{shown(said)}”（{times.anchor}）",
        evidence,
        formula,
        expected=rounded(exact),
        actual=Decimal(said.value or 0),
        unit="倍",
        suggestion="请核对两个数和倍数，分清“增长几倍”与“是几倍”",
    )
