"""PER803 标题的年度与正文不一致。"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from extractors.periods import find_periods
from pipeline.judging.years_told import Told, years_told
from pipeline.rulebook import Case, rule
from schemas.document import Document
from schemas.finding import Evidence, Finding, Outcome, Severity

_TITLE = re.compile("绩效|自评|评价")
_ONLY_YEAR = re.compile(r"[（(]?[\d〇零○一二三四五六七八九]{4}年度?[)）]?")
_IN_TITLE = 3  # paragraphs from the top
_LONGEST_TITLE = 60  # characters
_CLEAR = 2  # votes for another year than the title's


@rule(
    "PER803",
    "标题的年度与正文不一致",
    severity=Severity.WARNING,
    basis="财预〔2020〕10号：绩效自评反映预算年度的完成情况",
    covers=("C11",),
)
def title_year(case: Case) -> Iterator[Finding]:
    """标题写的年度，应当就是正文和自评表所说的预算年度。

    看四处：自评表写的年度；正文写“某年实际支出”“截至某年12月31日”和某年完成多少的年度；填报和自评工作的日期
    （次年上半年）；列入预算安排、工作计划的年度（次年）。自评表写的是相邻年度，或者其他至少两处指向同一个相邻年度，
    而且比指向标题年度的多一倍以上，才请核实。
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
        adjacent = [each for each in forms if abs(each.year - title.year) <= 1]
        body = years_told(document, case, title.year)
        told = [each for each in (*body, *adjacent) if abs(each.year - title.year) <= 1]
        votes = Counter(each.year for each in (*told, *adjacent))  # a form's year counts twice
        if not votes:
            continue
        most = max(votes.values())
        year = title.year if votes[title.year] == most else votes.most_common(1)[0][0]
        in_form = any(each.year == year for each in adjacent)
        said = tuple(Evidence("mention", each.place) for each in told if each.year == year)
        evidence = (Evidence("title", title.place), *said)
        if year == title.year:
            yield Finding(Outcome.AGREES, "年度", f"标题和正文都是{year}年", evidence)
        elif most >= _CLEAR and (in_form or most > 2 * votes[title.year]):
            first = next(each for each in told if each.year == year)
            yield Finding(
                Outcome.REVIEW,
                "年度",
                f"标题写{title.year}年（{title.place}），正文和自评表说的多是{year}年（{first.place}等{len(said)}处）",
                evidence,
                suggestion="请核实本报告的预算年度",
            )


def _year_of_title(document: Document) -> Told | None:
    """The one year that a title names, or the line below it: （2024年度）."""
    titled = False
    for paragraph in list(document.paragraphs())[:_IN_TITLE]:
        titled = titled or (
            len(paragraph.text) <= _LONGEST_TITLE and _TITLE.search(paragraph.text) is not None
        )
        if not titled or len(paragraph.text) > _LONGEST_TITLE:
            continue
        found = [
            (start, end, period) for start, end, period, _ in find_periods(paragraph.text) if period.is_year
        ]
        if len({period for *_, period in found}) > 1:
            return None
        if found and (_TITLE.search(paragraph.text) or _ONLY_YEAR.fullmatch(paragraph.text.strip())):
            start, end, period = found[0]
            return Told(period.last.year, paragraph.anchor.part(start, end, paragraph.text))
    return None
