"""DUP307 同一句话两处的数不同。"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from extractors.plain import plain
from pipeline.judging.between import REPORTED, Texts
from pipeline.judging.statements import agree, exact_bound
from pipeline.judging.wording import named, relation, shown
from pipeline.rulebook import Case, rule
from schemas.fact import Fact
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.words import comparable

_DIGITS = re.compile(r"(?<![\d.])(?!(?:19|20)\d\d年|\d{1,2}月)\d[\d,]*(?:\.\d+)?")  # but no year or month
_MARKS = re.compile(r"[，,。；;：:、“”\"'（）()\s]")
_LONG = (
    24  # characters of a sentence without its figures: shorter ones are turns of phrase that any item may use
)


@rule(
    "DUP307",
    "同一句话两处的数不同",
    severity=Severity.WARNING,
    basis="财预〔2020〕10号：自评数据应当真实、准确，前后一致",
    covers=("C07",),
)
def repeated_sentence(case: Case) -> Iterator[Finding]:
    """正文里一字不差重复的长句子，里面的数也应当相同。

    去掉数字后完全相同、至少二十四个字、年度和月份也相同的两句才比；已由别的规则认出是同一指标的，由 DUP301 说，这里
    不说。分项逐个写的同样的话（同一个小标题下面的几段）不比。

    为什么：总述和分述往往整句复制，改了一处的数，另一处还是老数。

    一致    两处都写“全年共组织技术培训和现场观摩活动12场次，参加人员860人次”
    请核实  一处写“……12场次，参加人员860人次”，一处写“……12场次，参加人员680人次”
    不适用  没有重复的句子
    """
    printed = Texts(case)
    first: dict[str, list[Fact]] = {}
    running = (fact for fact in case.facts if fact.source in REPORTED and fact.anchor.row is None)
    places = groupby(running, key=lambda fact: (fact.anchor.text_place, fact.sentence))
    for facts in (list(group) for _, group in places):
        key = _key(facts[0].sentence)
        if len(_MARKS.sub("", key)) < _LONG:
            continue
        earlier = first.setdefault(key, facts)
        if earlier is facts or len(earlier) != len(facts) or not _apart(earlier[0], facts[0], printed):
            continue
        yield from _compared(earlier, facts)


def _key(sentence: str) -> str:
    """The sentence with its figures taken out."""
    return _DIGITS.sub("#", plain(sentence).text)


def _apart(a: Fact, b: Fact, texts: Texts) -> bool:
    """Not two items of one list: another paragraph in another section."""
    return (
        a.anchor.path == b.anchor.path and a.scope.section[:-1] != b.scope.section[:-1] and texts.of(a) != ""
    )


def _compared(earlier: Sequence[Fact], facts: Sequence[Fact]) -> Iterator[Finding]:
    for a, b in zip(earlier, facts, strict=True):
        if not (exact_bound(a) and exact_bound(b) and comparable(a.quantity.unit, b.quantity.unit)):
            return
        if a.indicator and a.indicator == b.indicator:
            continue
        evidence = (Evidence.of(a, "mention"), Evidence.of(b, "mention"))
        name = a.subject or b.subject or "重复的句子"
        if agree(a, b):
            yield Finding(
                Outcome.AGREES,
                name,
                f"两处都是 {shown(a.quantity)}",
                evidence,
                relation(a.quantity, b.quantity),
            )
            continue
        yield Finding(
            Outcome.REVIEW,
            name,
            f"{name}：同一句话一处写 {named(a)}，一处写 {named(b)}",
            evidence,
            relation(a.quantity, b.quantity),
            expected=a.quantity.number,
            actual=b.quantity.number,
            unit=a.quantity.unit.name,
            suggestion="请核对两处的数，统一口径",
        )
