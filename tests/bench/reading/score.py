"""What a tool told beside what is true."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from tests.bench.reading.tool import Rows, Slot, Told
from tests.bench.reading.truth import ODD, Truth

FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")


def bare(text: str | None) -> str:
    """Text without any white space."""
    return re.sub(r"\s", "", text or "")


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    right: int
    all: int

    def __str__(self) -> str:
        return f"{self.right}/{self.all}"

    @classmethod
    def sum(cls, shares: Iterable[Share]) -> Share:
        """All together."""
        each = list(shares)
        return cls(sum(share.right for share in each), sum(share.all for share in each))

    @property
    def ratio(self) -> float:
        """0 to 1."""
        return self.right / self.all if self.all else 0.0


def valued(text: str) -> str:
    """A figure without the zeros and commas that only its format adds: a workbook keeps 12.40 as 12.4.

    >>> valued("1,012.40"), valued("100.00%"), valued("—")
    ('1012.4', '100%', '—')
    """
    plain = bare(text).replace(",", "")
    sign = "%" if plain.endswith("%") else ""
    try:
        return f"{Decimal(plain.removesuffix('%')).normalize():f}{sign}"
    except InvalidOperation:
        return text


def of_values(truth: Truth, told: Told) -> tuple[Truth, Told]:
    """Both with figures by value."""
    tables = [[(*slot[:4], valued(slot[4])) for slot in table] for table in truth.tables]
    rows: list[Rows] = [[[text and valued(text) for text in row] for row in table] for table in told.tables]
    slots = told.slots and [[(*slot[:4], valued(slot[4])) for slot in table] for table in told.slots]
    return Truth(truth.text, tables), Told(told.text, rows, slots)


def rows_found(truth: Truth, tables: list[Rows]) -> Share:
    """True rows whose filled cells of one row stand in order in one row that was told; each told row serves once."""
    left = [[bare(text) for text in row if bare(text)] for table in tables for row in table]
    right = total = 0
    for table in truth.tables:
        for row in sorted({slot[0] for slot in table}):
            wanted = [bare(s[4]) for s in sorted(table) if s[0] == row and s[2] == 1 and bare(s[4])]
            if not wanted:
                continue
            total += 1
            hit = next((told for told in left if _in_order(wanted, told)), None)
            if hit is not None:
                right += 1
                left.remove(hit)
    return Share(right, total)


def _in_order(wanted: list[str], told: list[str]) -> bool:
    rest = iter(told)
    return all(text in rest for text in wanted)


def cells_found(truth: Truth, tables: list[Rows]) -> tuple[Share, Share]:
    """Filled true cells that were told, and filled told cells that are true, by text alone."""
    true = Counter(bare(slot[4]) for table in truth.tables for slot in table if bare(slot[4]))
    told = Counter(bare(text) for table in tables for row in table for text in row if bare(text))
    both = (true & told).total()
    return Share(both, true.total()), Share(both, told.total())


def exact(truth: Truth, tables: list[list[Slot]]) -> tuple[Share, Share]:
    """Tables and cells right in row, column, rowspan, colspan and text; pages joined."""
    left = [{(*slot[:4], bare(slot[4])) for slot in table} for table in tables]
    whole = cells = 0
    for table in truth.tables:
        true = {(*slot[:4], bare(slot[4])) for slot in table}
        best = max(left, key=lambda other: len(other & true), default=set())
        whole += best == true
        cells += len(best & true)
        if best & true:
            left.remove(best)
    return Share(whole, len(truth.tables)), Share(cells, sum(map(len, truth.tables)))


def figures(truth: Truth, tables: list[Rows]) -> tuple[int, int]:
    """Figures of true cells that were told changed or cut, and those that were not told in any cell."""
    true = _figures(slot[4] for table in truth.tables for slot in table)
    told = _figures(text for table in tables for row in table for text in row if text)
    gone, odd = list((true - told).elements()), Counter(told - true)
    damaged = 0
    for figure in gone:
        digits = re.sub(r"\D", "", figure)
        other = next((o for o in odd if odd[o] and _akin(digits, re.sub(r"\D", "", o))), None)
        if other is not None:
            odd[other] -= 1
            damaged += 1
    return damaged, len(gone) - damaged


def _akin(one: str, other: str) -> bool:
    """Whether one set of digits may be what became of the other: the same, or a part of at least two."""
    short, long = sorted((one, other), key=len)
    return one == other or (len(short) >= 2 and short in long)


def _figures(texts: Iterable[str]) -> Counter[str]:
    """Figures, put together over line breaks: narrow columns wrap them."""
    return Counter(match[0] for text in texts for match in FIGURE.finditer(text.replace("\n", "")))


def complete(truth: Truth, text: str) -> Share:
    """Characters of the document that were told, wherever."""
    true, told = Counter(bare(truth.text)), Counter(bare(text))
    return Share((true & told).total(), true.total())


def odd_right(told: Told) -> bool:
    """Whether the one table of an odd file came out."""
    return (
        any(
            [[bare(text) for text in row] for row in table] == [list(row) for row in ODD]
            for table in told.tables
        )
        and len(told.tables) == 1
    )


# The features of torture.docx: a name, texts that must be told, texts that must not.
FEATURES: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("编号一、", ("一、预算支出概况",), ()),
    ("编号（一）", ("（一）项目实施单位基本情况",), ()),
    ("编号（二）", ("（二）预算资金基本情况",), ()),
    ("编号1.", ("1.创新成果转化年活动经费", "2.十大技术攻关项目"), ()),
    ("编号二、", ("二、预算资金使用及管理情况",), ()),
    ("编号重新开始", ("（一）预算资金安排落实",), ()),
    ("修订：插入与删除", ("年初预算3600万元",), ("3500",)),
    ("修订：移动", ("移来的话200万元",), ("移走的话",)),
    ("行内控件", ("控件内文字480.68亿元",), ()),
    ("超链接", ("超链接文字1288份",), ()),
    ("域", ("域结果15.49",), ()),
    ("制表符、换行、连字符", ("甲乙丙-丁",), ()),
    ("隐藏文字", (), ("隐藏文字",)),
    ("勾选符号", ("☑",), ()),
    ("文本框一次", ("文本框内容1864.05万元",), ()),
    ("脚注", ("脚注：含上年结转150万元",), ()),
    ("块级控件", ("块级控件段落13.79件",), ()),
    ("删除的行", (), ("删除行",)),
    ("控件里的行", (), ()),
    ("嵌套表", (), ()),
    ("行首空列", (), ()),
)


def features(told: Told) -> dict[str, bool]:
    """Which of them came out."""
    text = bare(told.text)
    text = text.replace("\u2011", "-")
    out = {
        name: all(w in text for w in wanted) and not any(u in text for u in never)
        for name, wanted, never in FEATURES
    }
    out["文本框一次"] &= text.count("文本框内容") == 1
    rows = [[bare(cell) for cell in row] for table in told.tables for row in table]
    out["控件里的行"] = any(row[:2] == ["控件行", "19.65"] for row in rows)
    out["嵌套表"] = any(row == ["内1", "内2"] for row in rows)
    out["行首空列"] = any(row[:4] == ["", "B3", "C3", "D3"] for row in rows)
    return out
