"""What a text or a table says of a year's account: all that came in, all that went out, what was left at its end.

Known by the words right before the figure, as the tables of 部门决算 call them: 收入总计, 本年支出合计, 年末结转和结余.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from extractors.forms.cells import label
from pipeline.judging.between import REPORTED, Texts
from pipeline.judging.statements import exact_bound, of_report_year
from pipeline.rulebook import Case
from schemas.document import Document, Table
from schemas.fact import Fact, Source
from schemas.quantity import Kind

_REACH = 20  # characters before a figure
_SELF = (  # words that say no more than whose account it is and of when
    r"(?:^|[，。；：,;:、\s（(]|20\d\d年?度?)(?:其中)?(?:加上?|减去?|扣除|截至|全年|当年|年度|我[局委院中校办]|本(?:部门|单位|局|委|院)|部门|单位|实际|实现|累计|决算|预算"
    r"|各项|财务|的|一是|二是|三是)*"
)
_LEFT = "(?:结转|结余|剩余)(?:[和及与、]?(?:结转|结余))*(?:资金|合计)?"


class Item(StrEnum):
    """One line of an account."""

    ALL_IN = "收入总计"  # with what was carried over
    IN = "本年收入"
    CARRIED = "上年结转和结余"
    OUT = "支出合计"
    LEFT = "年末结转和结余"


_ITEMS = {
    Item.ALL_IN: "(?:收入(?:总计|总额|总数|合计|共计)|总收入)",
    Item.IN: "(?:(?:本年|当年)(?:度)?(?:总)?收入(?:合计|总计|共计|总额)?)",
    Item.CARRIED: f"(?:(?:上年|年初|以前年度|上年末|上年度)(?:末)?{_LEFT})",
    Item.OUT: "(?:(?:本年|当年)?(?:度)?(?:支出(?:合计|总计|共计|总额)|总支出|(?<=本年)支出|(?<=当年)支出))",
    Item.LEFT: f"(?:(?:年末|年终|年底|期末)(?:滚存)?{_LEFT}|{_LEFT}下年(?:度)?(?:使用|支出|继续使用)?)",
}
_SAID = {item: re.compile(f"{_SELF}{words}(?:为|是|共|达到?|共计)?$") for item, words in _ITEMS.items()}
_ROW = {
    item: re.compile(f"(?:[一二三四五六七八九十]+、|[加减][:：])?{words}") for item, words in _ITEMS.items()
}


@dataclass(frozen=True, slots=True)
class Account:
    """What one chapter or one column of a table says, each line at most once as far as it is told."""

    lines: dict[Item, Fact]

    def has(self, *items: Item) -> bool:
        """Whether it tells all of these."""
        return all(item in self.lines for item in items)


def in_prose(case: Case) -> Iterator[Account]:
    """The accounts of a chapter: one for what is left at the end of the year, with what was said before of the rest.

    A line that was said with several values before, and not in the paragraph itself, is left out.
    """
    texts = Texts(case)
    chapters: dict[tuple[str, ...], list[tuple[Item, Fact]]] = {}
    for fact in case.facts:
        if fact.source in REPORTED and fact.quantity.kind is Kind.MONEY and exact_bound(fact):
            item = _item(texts.before(fact, _REACH), _SAID)
            own_year = item is Item.CARRIED or of_report_year(fact, case)
            if item is not None and own_year:
                chapter = (fact.anchor.path, *fact.scope.section[:1])
                chapters.setdefault(chapter, []).append((item, fact))
    for said in chapters.values():
        for item, left in said:
            if item is Item.LEFT:
                before = [
                    (other, fact)
                    for other, fact in said
                    if other is not Item.LEFT and fact.order < left.order
                ]
                yield Account({**_told(before, left), Item.LEFT: left})


def _told(before: Iterable[tuple[Item, Fact]], left: Fact) -> dict[Item, Fact]:
    lines: dict[Item, list[Fact]] = {}
    for item, fact in before:
        lines.setdefault(item, []).append(fact)
    told = {}
    for item, facts in lines.items():
        here = [fact for fact in facts if fact.anchor.block == left.anchor.block]
        if len({fact.quantity.value for fact in here or facts}) == 1:
            told[item] = (here or facts)[-1]
    return told


def in_tables(case: Case) -> Iterator[Account]:
    """One account for each column of figures of each table that has one; what stands beside another stands in both halves."""
    for document in case.documents:
        figures = {
            (fact.anchor.block, fact.anchor.row, fact.anchor.col): fact
            for fact in case.facts
            if fact.source is Source.TABLE
            and fact.anchor.path == document.path
            and fact.quantity.kind in (Kind.MONEY, Kind.BARE)
            and exact_bound(fact)
        }
        yield from _of_tables(document, figures)


def _of_tables(
    document: Document, figures: dict[tuple[int, int | None, int | None], Fact]
) -> Iterator[Account]:
    for at, block in enumerate(document.blocks):
        if not isinstance(block, Table):
            continue
        columns: dict[int, dict[Item, Fact]] = {}
        for row, cells in enumerate(block.rows, 1):
            item, nth = None, 0
            for col, cell in enumerate(cells, 1):
                fact = figures.get((at, row, col))
                if fact is not None and item is not None:
                    columns.setdefault(nth, {}).setdefault(item, fact)
                    nth += 1
                elif fact is None and cell is not None and cell.text.strip():
                    item, nth = _item(label(cell.text), _ROW, whole=True), 0
        yield from (Account(lines) for lines in columns.values() if Item.LEFT in lines and Item.OUT in lines)


def _item(text: str, patterns: dict[Item, re.Pattern[str]], *, whole: bool = False) -> Item | None:
    for item, pattern in patterns.items():
        if pattern.fullmatch(text) if whole else pattern.search(text):
            return item
    return None
