"""PER803 标题的年度与正文不一致。"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from extractors.plain import plain
from pipeline.rulebook import Case, rule
from schemas.document import Anchor, Document
from schemas.finding import Evidence, Finding, Outcome, Severity

_TITLE = re.compile("绩效|自评|评价")
_TITLE_YEAR = re.compile(r"(?<![-~—–至\d])(20\d\d)年度?(?![-~—–至、]|\d{1,2}月)")
_IN_TITLE = 3  # paragraphs from the top
_LONGEST_TITLE = 60  # characters
# What is told as done in a year: 截至2024年12月31日, 2024年实际支出.
_DONE = re.compile(
    r"(?:截至|截止)(?:到)?(?P<by>20\d\d)年(?:12月31日|年?底|年?末)"
    r"|(?<![\d由从较比〔\[(])(?P<year>20\d\d)年(?:度|全年)?(?:末|底|，?(?!年?[初中]|\d{1,2}月|以来|至|[-~—–、和与]))"
    r"[^，。；、较比年]{0,12}?(?:实际|支出|执行|完成|下达|到位|投入|安排|全年预算|预算数|拨付|发放|建成|新增|实施|达到?)"
    r"|基准日[为是]?(?P<reckoned>20\d\d)年12月31日|(?<!\d)(?P<closed>20\d\d)年[末底](?:实有|在职|在册|在编|共有)|就(?P<spoken>20\d\d)年而言"
)
# The spring after it, when the report is written, and what is planned for the year then begun.
_AFTER = re.compile(
    r"(?:填报|填表|报告|编制|自评)(?:日期|时间)[:：]?(?P<signed>20\d\d)年[1-6]月"
    r"|(?<!\d)(?P<year>20\d\d)年(?:[1-5]月[^。；]{0,24}?(?:自评|核查|核对|查阅|评价|现场)|度?(?:预算中?安排|工作计划|工作打算))"
)
_NOT_DONE = re.compile(
    "明年|下一?年|下一步|今后|计划|[拟将]|建议|力争|预计|目标|上年|去年|同期|历年|近年|来函|通知"
)
_CLEAR = 2  # votes for another year than the title's


class Told(NamedTuple):
    """A year that the words make the report's, and where."""

    year: int
    place: Anchor


@rule(
    "PER803",
    "标题的年度与正文不一致",
    severity=Severity.WARNING,
    basis="财预〔2020〕10号：绩效自评反映预算年度的完成情况",
    covers=("C11",),
)
def title_year(case: Case) -> Iterator[Finding]:
    """标题写的年度，应当就是正文和自评表所说的预算年度。

    看四处：自评表写的年度；正文写“某年实际支出”“截至某年12月31日”的年度；填报和自评工作的日期（次年上半年）；列入预算
    安排、工作计划的年度（次年）。自评表写的是相邻年度，或者其他至少两处指向同一个相邻年度，而且比指向标题年度的多一倍
    以上，才请核实。
    与上年比较、文件名和长期目标带出的年份不算。

    为什么：套用上年的报告，标题或者正文常常漏改。

    一致    标题“2024年度…自评报告”，正文“2024年实际支出…”
    请核实  标题“2023年度…自评报告”，正文“2024年实际支出…”“截至2024年12月31日…”
    不适用  标题或者正文没有写年度
    """
    forms = [Told(form.year, form.anchor) for form in case.forms if form.year]
    for document in case.documents:
        title = _year_of_title(document)
        if title is None:
            continue
        told = [each for each in (*_told(document), *forms) if abs(each.year - title.year) <= 1]
        votes = Counter(each.year for each in told)
        votes.update(
            each.year for each in forms if abs(each.year - title.year) <= 1
        )  # whose year is its own title's
        if not votes:
            continue
        most = max(votes.values())
        year = title.year if votes[title.year] == most else votes.most_common(1)[0][0]
        said = tuple(Evidence("mention", each.place) for each in told if each.year == year)
        evidence = (Evidence("title", title.place), *said)
        if year == title.year:
            yield Finding(Outcome.AGREES, "年度", f"标题和正文都是{year}年", evidence)
        elif most >= _CLEAR and most > 2 * votes[title.year]:
            first = next(each for each in told if each.year == year)
            yield Finding(
                Outcome.REVIEW,
                "年度",
                f"标题写{title.year}年（{title.place}），正文和自评表说的多是{year}年（{first.place}等{len(said)}处）",
                evidence,
                suggestion="请核实本报告的预算年度",
            )


def _year_of_title(document: Document) -> Told | None:
    for paragraph in list(document.paragraphs())[:_IN_TITLE]:
        if len(paragraph.text) <= _LONGEST_TITLE and _TITLE.search(paragraph.text):
            uniform = plain(paragraph.text)
            found = _TITLE_YEAR.search(uniform.text)
            if found:
                place = paragraph.anchor.part(*uniform.original(*found.span()), paragraph.text)
                return Told(int(found[1]), place)
    return None


def _told(document: Document) -> Iterator[Told]:
    """The years that the body, title aside, speaks of as the report's."""
    for paragraph in list(document.paragraphs())[1:]:
        uniform = plain(paragraph.text)
        for pattern, back in ((_DONE, 0), (_AFTER, 1)):
            for found in pattern.finditer(uniform.text):
                begin = max(uniform.text.rfind(mark, 0, found.start()) for mark in "。；") + 1
                if not back and _NOT_DONE.search(uniform.text, begin, found.end()):
                    continue
                year = next(value for value in found.groupdict().values() if value)
                place = paragraph.anchor.part(*uniform.original(*found.span()), paragraph.text)
                yield Told(int(year) - back, place)
