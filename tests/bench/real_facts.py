"""Numbers of published departmental budgets, labelled by hand: what reading their prose should yield.

real_facts.tsv has one row per number, in order of reading. Labelled are whole passages, never a choice out of one:
every Arabic figure, and Chinese numerals that count, number or name something (一家, 第十三次, “三公”), not the 一 of
一般 or 进一步. The documents themselves are kept beside the checkout. How the columns are meant:

printed  number, unit and loosening words, without blanks and line breaks; whole where a page ends inside it
before   what stands before it on its page, at most eight characters; empty at the top of a page
value    in 元, %, 1; “2-3” for a range; after 增长16倍 the factor 17; never negative: before tells 减少 from 增加
role     shares of a budget are budget, planned meetings target, staff and cars actual
period   the year of the plan; of base the year compared with; empty where none is stated (staff, cars)
subject  whose number it is; of kind none what it is instead: 年份, 编号, 文号, 页码, 名称 …
total    row of the total or change that it is given as a part of, counted from 1; parts need not be complete
kind     quantity, or none for what must not be read as one

``python -m tests.bench.real_facts`` looks every row up in its document.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal, InvalidOperation
from itertools import groupby
from pathlib import Path

import pdfplumber

from schemas.fact import Role

TABLE = Path(__file__).with_suffix(".tsv")
DOCUMENTS = Path(__file__).parents[3] / "shared" / "corpus" / "budget-pdf"
QUANTITY, NONE = "quantity", "none"
_FOOTER = re.compile(r"[-—─\s]*\d{1,3}[-—─\s]*")


@dataclass(frozen=True, slots=True)
class RealFact:
    """One row. ``value`` is None for ranges, which have ``ends``, and for kind none, which has no role either."""

    document: str
    page: int  # from 1
    printed: str
    before: str
    value: Decimal | None
    unit: str
    role: Role | None
    period: str
    subject: str
    total: int | None  # from 1
    kind: str
    row: int  # from 1
    ends: tuple[Decimal, Decimal] | None = None

    @property
    def is_quantity(self) -> bool:
        """Whether reading should find it."""
        return self.kind == QUANTITY


COLUMNS = tuple(field.name for field in fields(RealFact))[:11]


def load(path: Path = TABLE) -> list[RealFact]:
    """All rows in order.

    Raises:
        ValueError: the table is malformed, with the line and what is wrong.
    """
    header, *lines = path.read_text(encoding="utf-8").splitlines()
    if tuple(header.split("\t")) != COLUMNS:
        raise ValueError(f"{path.name} 第1行：列名应为 {' '.join(COLUMNS)}")
    facts = []
    for row, line in enumerate(lines, 1):
        try:
            facts.append(_fact(row, line.split("\t")))
        except (ValueError, InvalidOperation) as wrong:
            raise ValueError(f"{path.name} 第{row + 1}行：{wrong}") from wrong
    return facts


def _fact(row: int, cells: Sequence[str]) -> RealFact:
    if len(cells) != len(COLUMNS):
        raise ValueError(f"应有 {len(COLUMNS)} 列，实有 {len(cells)} 列")
    document, page, printed, before, value, unit, role, period, subject, total, kind = cells
    low, dash, high = value.partition("-")
    return RealFact(
        document,
        int(page),
        printed,
        before,
        Decimal(value) if value and not dash else None,
        unit,
        Role(role) if role else None,
        period,
        subject,
        int(total) if total else None,
        kind,
        row,
        (Decimal(low), Decimal(high)) if dash else None,
    )


def missing(facts: Iterable[RealFact], folder: Path = DOCUMENTS) -> Iterator[RealFact]:
    """Rows that their page does not have after the row before."""
    for document, rows in groupby(facts, key=lambda fact: fact.document):
        own = list(rows)
        texts = _texts(folder / document, {fact.page for fact in own})
        for page, here in groupby(own, key=lambda fact: fact.page):
            yield from _missing(list(here), *texts[page])


def _texts(path: Path, pages: set[int]) -> dict[int, tuple[str, str]]:
    """By page, without white space: its text with the footer, and without it but with the next page behind it."""
    with pdfplumber.open(path) as opened:
        wanted = sorted(pages | {page + 1 for page in pages if page < len(opened.pages)})
        lines = {page: (opened.pages[page - 1].extract_text() or "").split("\n") for page in wanted}
    texts = {}
    for page in pages:
        body = lines[page][:-1] if _FOOTER.fullmatch(lines[page][-1]) else lines[page]
        texts[page] = (_packed(lines[page]), _packed([*body, *lines.get(page + 1, [])]))
    return texts


def _packed(lines: Iterable[str]) -> str:
    return "".join("".join(lines).split())


def _missing(facts: Iterable[RealFact], text: str, onward: str) -> Iterator[RealFact]:
    """Of one page. ``onward`` is for numbers that end on the next."""
    end = 0
    for fact in facts:
        start = max(0, end - len(fact.before))  # the words before may hold the last number
        needle = fact.before + fact.printed
        found = text.find(needle, start)
        if found >= 0:
            end = found + len(needle)
        elif onward.find(needle, start) < 0:
            yield fact


def main() -> int:
    facts = load()
    if not DOCUMENTS.is_dir():
        print(f"没有 {DOCUMENTS}：核对要用随项目另存的预算文件")
        return 2
    absent = list(missing(facts))
    rows, lost = (Counter(fact.document for fact in some) for some in (facts, absent))
    for document, count in rows.items():
        print(f"{count - lost[document]:4} / {count:4}  {document}")
    print(f"{len(facts) - len(absent):4} / {len(facts):4}  合计")
    for fact in absent:
        print(f"未找到：第{fact.row}行 {fact.document} 第{fact.page}页 {fact.before}{fact.printed}")
    return 1 if absent else 0


if __name__ == "__main__":
    sys.exit(main())
