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
# 涉及5个乡镇：甲镇、乙镇。 or 活动5项（甲节、乙节）。: all of the sentence behind a colon, all of the brackets.
_COLON = re.compile(r"[^，,。；;：:、（(\d]{0,8}[：:](?P<names>[^。；;\n]+)(?=[。；;\n]|$)")
_BRACKET = re.compile(r"[^，,。；;：:、（(\d]{0,8}[（(](?P<names>[^（()）]+)[)）]")
# 在甲镇、乙镇、丙乡等3个乡镇: names that end in the number and a word for such places.
_BEFORE = re.compile(r"(?:^|[，,。；;：:\n])(?P<names>[^，,。；;：:\n]+?)(?P<more>等)?$")
_PLACES = re.compile("个?(?P<sort>乡镇|镇|乡|村|街道|社区)(?![级街、和及])")
_ENDINGS = {
    "乡镇": ("乡", "镇"),
    "镇": ("镇",),
    "乡": ("乡",),
    "村": ("村",),
    "街道": ("街道",),
    "社区": ("社区",),
}
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

    乡镇、村、街道、社区写在冒号后面、括号里、个数前面（甲镇、乙镇、丙镇3个镇）的也看；“等4个镇”前面只少列一个的请核实。

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
        names, more = _names(fact, texts)
        if names and _FEWEST <= (fact.quantity.value or 0) <= _MOST:
            yield from _judged(fact, names, more=more)


def _names(count: Fact, texts: Texts) -> tuple[list[str], bool]:
    """The names listed behind ``count`` or before it, and whether 等 may leave some out; empty for no plain list."""
    text = texts.of_paragraph(count)
    opened = _OPENS.match(text, count.anchor.end)
    if opened is not None:
        end = _ENDS.search(text, opened.end())
        return _listed(text[opened.end() : end.start() if end else len(text)]), False
    behind = _COLON.match(text, count.anchor.end) or _BRACKET.match(text, count.anchor.end)
    if behind is not None:
        return _of_one_sort(_listed(behind["names"]), count, text), False
    found = _BEFORE.search(text[: count.anchor.start])
    return (_of_one_sort(_listed(found["names"]), count, text), bool(found["more"])) if found else ([], False)


def _of_one_sort(names: list[str], count: Fact, text: str) -> list[str]:
    """The names, if all of them end as the places that are counted do."""
    sort = _PLACES.match(text, count.anchor.end)
    return names if sort and all(name.endswith(_ENDINGS[sort["sort"]]) for name in names) else []


def _listed(listed: str) -> list[str]:
    listed = _BRACKETS.sub("", listed)
    names = [name.strip() for name in listed.split("、")]
    if len(names) < 2 or _NO_LIST.search(listed) or not all(2 <= len(name) <= _LONGEST for name in names):
        return []
    return names


def _judged(count: Fact, names: list[str], *, more: bool) -> Iterator[Finding]:
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
    if more and said > most + 1:  # 甲镇、乙镇等12个乡镇: some of them
        return
    sure = 2 * alike >= fewest and not (more and said > most)
    yield Finding(
        Outcome.DIFFERS if sure else Outcome.REVIEW,
        count.subject,
        f"{count.subject} {shown(count.quantity)}（{count.anchor}），列出{fewest}个：{'、'.join(names)}",
        evidence,
        f"{fewest}{'<' if fewest < said else '>'}{said}",
        None if sure else Severity.WARNING,
        expected=Decimal(fewest),
        actual=count.quantity.number,
        unit=count.quantity.unit.name,
        suggestion="请核对个数和名单",
    )
