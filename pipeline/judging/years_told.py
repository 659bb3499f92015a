"""The years that the body of a report speaks of as its own: of what was done, when it was written, what comes after."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from extractors.plain import plain
from pipeline.rulebook import Case
from schemas.document import Anchor, Document, Paragraph
from schemas.fact import Fact, Role, Source

# What is told as done in a year: 截至2024年12月31日, 2024年实际支出.
_DONE = re.compile(
    r"(?:截至|截止)(?:到)?(?P<by>20\d\d)年(?:12月31日|年?底|年?末)"
    r"|(?<![\d由从较比〔\[(])(?P<year>20\d\d)年(?:度|全年)?(?:末|底|，?(?!年?(?:初|中(?!央))|\d{1,2}月|以来|至|[-~—–、和与]))"
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
_PLANNED = re.compile("[拟将]|计划|打算|预计")
_COMING = re.compile("下一?步|打算|计划|建议|今后|改进")
_RESULTS = (Role.ACTUAL, Role.EXECUTED, Role.ARRIVED, Role.BUDGET_FULL, Role.RATE)
_SPRING = 6  # the last month of it
_ENDS = "。；"


class Told(NamedTuple):
    """A year that the words make the report's, and where."""

    year: int
    place: Anchor


def years_told(document: Document, case: Case, year: int) -> list[Told]:
    """The years that the body, first paragraph aside, speaks of as the report's, each once a sentence; ``year`` is the title's."""
    found: dict[tuple[int, int, int], Told] = {}
    for each in (*_in_words(document), *_of_figures(document, case.facts, year)):
        if f"{year + 1}年" in each.place.quote and _is_ahead(each, document):
            continue
        text = _text(document, each.place)
        begin = max(text.rfind(mark, 0, each.place.start) for mark in _ENDS)
        found.setdefault((each.place.block, begin, each.year), each)
    return [found[key] for key in sorted(found)]


def one_date(fact: Fact) -> str:
    """The cause of what is found of figures that one printed year dates: the same paragraph, the same year."""
    return f"{fact.anchor.path} {fact.anchor.block} {fact.period}"


def _in_words(document: Document) -> Iterator[Told]:
    for paragraph in list(document.paragraphs())[1:]:
        uniform = plain(paragraph.text)
        for pattern, back in ((_DONE, 0), (_AFTER, 1)):
            for found in pattern.finditer(uniform.text):
                begin = max(uniform.text.rfind(mark, 0, found.start()) for mark in _ENDS) + 1
                if not back and _NOT_DONE.search(uniform.text, begin, found.end()):
                    continue
                year = next(value for value in found.groupdict().values() if value)
                place = paragraph.anchor.part(*uniform.original(*found.span()), paragraph.text)
                yield Told(int(year) - back, place)


def _of_figures(document: Document, facts: Iterable[Fact], year: int) -> Iterator[Told]:
    """The years printed with what was done in them: this one and the next, for last year's figures stand in any report.

    What is planned for the year after the next, and what was done in its spring, tells of the next as well.
    """
    for fact in facts:
        period = fact.period
        if fact.anchor.path != document.path or fact.source is not Source.PROSE or period is None:
            continue
        text = _text(document, fact.anchor)
        at = text.rfind(f"{period.last.year}年", 0, fact.anchor.start)
        if not fact.stated or at < 0 or text[max(0, at - 1) : at] in ("到", "至"):
            continue
        place = fact.anchor.part(at, at + len("2024年"), text)
        whole = period.is_year or (period.first == period.last and period.last.month == 12)
        if fact.role in _RESULTS and whole and period.last.year in (year, year + 1):
            yield Told(period.last.year, place)
        elif period.first.year == year + 2 and (
            _PLANNED.search(fact.sentence) if fact.role is Role.TARGET else period.last.month <= _SPRING
        ):
            yield Told(year + 1, place)


def _is_ahead(told: Told, document: Document) -> bool:
    """Whether it stands under a heading of what is to come: 2025年，完成……, without a word of planning."""
    return any(
        _COMING.search(section.title) and section.first <= told.place.block <= section.last
        for section in document.sections
    )


def _text(document: Document, place: Anchor) -> str:
    block = document.blocks[place.block]
    return block.text if isinstance(block, Paragraph) else ""
