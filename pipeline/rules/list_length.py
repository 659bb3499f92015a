"""SUM106 列举的个数与所说不符。"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from pipeline.judging.between import Texts
from pipeline.judging.wording import shown
from pipeline.rulebook import Case, rule
from schemas.fact import Fact, Source
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.quantity import Bound, Kind

# 10个，即甲中心、乙中心…… : nothing but the noun between the number and the word that opens a full list.
_OPENS = re.compile("[^，,。；;：:、（(\\d]{0,8}[，,：:]?(?:即|分别是|分别为|分别系)[：:]?")
_ENDS = re.compile("[。；;\n]")
_BRACKETS = re.compile(r"[（(][^（()）]*[)）]")
# What makes a list no plain list of names: 等, figures, clauses, groups inside.
_NO_LIST = re.compile(
    r"等|其中|[\d，,：:]|[一二两三四五六七八九十](?:个|家|项|所|类|条|处|名|座|批)|各[一两]"
)
_JOINS = re.compile("以及|[和与及]")
_FEWEST, _MOST = 3, 40
_LONGEST = 25  # characters of a name


@rule(
    "SUM106",
    "列举的个数与所说不符",
    severity=Severity.ERROR,
    basis="财预〔2020〕10号：自评数据应当真实、准确",
    covers=("C08",),
)
def list_length(case: Case) -> Iterator[Finding]:
    """说了几个、接着用“即”“分别为”逐个列出名称的，列出的个数应当相符。

    只看用顿号隔开、没有“等”字、不夹数字和分句的名单；“甲和乙”可能是一个名称，也可能是两个，
    两种数法有一种相符就算一致。名称多半同一个字结尾（局、中心、镇）的是错误，其余请核实；列出的比所说多的，
    名称都以同一个字结尾才说。

    为什么：机构、项目有增减时，常常只改了名单或者只改了个数。

    一致    下属单位3个，分别为机关本级、服务中心和监测站
    不一致  下属单位4个，即甲中心、乙中心、丙中心
    不适用  名单带“等”，或者不是逐个列出
    """
    texts = Texts(case)
    for fact in case.facts:
        countable = fact.quantity.kind is Kind.COUNT and fact.quantity.bound is Bound.EXACT
        if fact.source is not Source.PROSE or not countable or fact.quantity.decimals:
            continue
        names = _names(fact, texts)
        if names and _FEWEST <= (fact.quantity.value or 0) <= _MOST:
            yield from _judged(fact, names)


def _names(count: Fact, texts: Texts) -> list[str]:
    """The names listed behind ``count``; empty where it is no plain list."""
    text = texts.of_paragraph(count)
    opened = _OPENS.match(text, count.anchor.end)
    if opened is None:
        return []
    end = _ENDS.search(text, opened.end())
    listed = _BRACKETS.sub("", text[opened.end() : end.start() if end else len(text)])
    names = [name.strip() for name in listed.split("、")]
    if len(names) < 2 or _NO_LIST.search(listed) or not all(2 <= len(name) <= _LONGEST for name in names):
        return []
    return names


def _judged(count: Fact, names: list[str]) -> Iterator[Finding]:
    said = int(count.quantity.value or 0)
    fewest = len(names)
    most = fewest + sum(len(_JOINS.findall(name)) for name in names)
    evidence = (Evidence.of(count, "total"),)
    [(_, alike)] = Counter(name[-1] for name in names).most_common(1)
    if fewest <= said <= most:
        yield Finding(Outcome.AGREES, count.subject, "个数与名单相符", evidence)
        return
    if said < fewest and alike < fewest:
        return
    sure = 2 * alike >= fewest
    yield Finding(
        Outcome.DIFFERS if sure else Outcome.REVIEW,
        count.subject,
        f"{count.subject} {shown(count.quantity)}（{count.anchor}），接着列出{fewest}个：{'、'.join(names)}",
        evidence,
        f"{fewest}{'<' if fewest < said else '>'}{said}",
        None if sure else Severity.WARNING,
        expected=Decimal(fewest),
        actual=count.quantity.number,
        unit=count.quantity.unit.name,
        suggestion="请核对个数和名单",
    )
