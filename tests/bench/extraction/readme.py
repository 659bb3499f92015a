"""The part of README.md that says how well numbers and names are read; `make accuracy` writes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tests.bench.extraction.real import ABSENT, REAL
from tests.bench.extraction.table import MEASURES, MISREAD, Table

PARTS = {
    "a": "甲半（a）：读错的看过、改过",
    "b": "乙半（b）：从来不看，只用来量",
    "c": "丙部（c）：读错的看过、改过",
    "d": "丁部（d）：读错的看过、改过",
    "e": "戊部（e）：读错的看过、改过",
    "f": "己部（f）：读错的看过、改过",
    "g": "庚部（g）：误报的看过、改过，读错的没有看过",
    "h": "辛部（h）：读错的看过、改过",
    REAL: f"{REAL}：手工逐个标的部门预算，读错的看过",
}
_TOGETHER = ("数值", "指标", "总分", "表栏")  # their counts say how much there is of each
_MEANT = """\
- 数值：每个数读到没有、读得对不对（F1：没读到的和多读的都算错，1.000 是全对）。
- 误读：年份、文号、编号等不是数量的，有几个被当成了数量。
- 区间：“超”“近”“余”“至少”等说法的上下限。单位：计量单位。真实预算只标了“2～3倍”一类的区间。
- 角色：是目标、完成、预算、执行、增减幅度，还是标准。年度：说的是哪一年、哪一段。
- 指标：正文的数归到自评表的哪一行（F1；括号里是准确率，归了的有多少归对：漏归的不参加核对，归错的才会误报）。
- 总分：哪几个数是哪个总额的分项（F1；括号里是准确率）。“其中”只列了一部分、标注里没有写的，不算对也不算错。表栏：自评表里每一格的数。"""


def part(table: Table, withheld: Mapping[str, Table], count: int, seed: int) -> str:
    """The tables and what they mean, in Chinese. ``withheld``: scores by the sector whose dictionary was taken away."""
    lines = [
        f"（{count} 份，丙、丁、戊、己、庚、辛部各 {count // 2} 份，种子 {seed}；`make accuracy` 重新量并改写这一部分。）",
        "",
        *_parts(table),
        "",
        _MEANT,
        "",
        "分行业（甲、乙两半合计）；后两列是把这个行业的指标词典整个拿掉再读，量的是词典里没有的行业会怎样（归名首先靠报告自带的自评表）。",
        "",
        *_sectors(table, withheld),
    ]
    return "\n".join(lines)


def _parts(table: Table) -> Iterator[str]:
    yield f"| 材料 | {' | '.join(MEASURES)} | 份，数，应归指标，分项，表栏 |"
    yield "|--" * (len(MEASURES) + 2) + "|"
    for group, words in PARTS.items():
        if table.reports[group]:
            counts = [table.reports[group], *(table.scores[group, each].there for each in _TOGETHER)]
            cells = [_cell(table, group, measure) for measure in MEASURES]
            yield f"| {words} | {' | '.join(cells)} | {'，'.join(map(str, counts))} |"
    if not table.reports[REAL]:
        yield f"\n{ABSENT}。"


def _cell(table: Table, group: str, measure: str, *, short: bool = False) -> str:
    """F1, with the precision unless ``short``; the counts have a column of their own."""
    score = table.scores[group, measure]
    if not score.there or measure == MISREAD:
        return table.cell(group, measure) if score.there else "—"
    precision = f"（{score.precision:.3f}）" if measure in ("指标", "总分") and not short else ""
    return f"{score.f1:.3f}{precision}"


def _sectors(table: Table, withheld: Mapping[str, Table]) -> Iterator[str]:
    yield "| 行业 | 数值 | 角色 | 年度 | 总分 | 指标：甲半 | 乙半 | 拿掉词典，指标：甲半 | 乙半 | 份，数，应归指标 |"
    yield "|--" * 10 + "|"
    for sector, own in withheld.items():
        yield _sector(sector, table, f"合计：{sector}", [f"{half}：{sector}" for half in "ab"], own)
    yield _sector("合计", table, "合计", ["a", "b"], all_of(withheld))


def _sector(name: str, table: Table, both: str, halves: Sequence[str], without: Table) -> str:
    cells = [_cell(table, both, measure, short=True) for measure in ("数值", "角色", "年度", "总分")]
    cells += [_cell(table, half, "指标", short=True) for half in halves]
    cells += [_cell(without, half, "指标", short=True) for half in "ab"]
    counts = table.reports[both], table.scores[both, "数值"].there, table.scores[both, "指标"].there
    return f"| {name} | {' | '.join(cells)} | {'，'.join(map(str, counts))} |"


def all_of(tables: Mapping[str, Table]) -> Table:
    """The scores of several tables together."""
    together = Table()
    for table in tables.values():
        for key, score in table.scores.items():
            mine = together.scores[key]
            mine.hits += score.hits
            mine.claimed += score.claimed
            mine.there += score.there
    return together
