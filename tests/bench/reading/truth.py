"""What the reference documents say: text, tables with spans. They are kept beside the checkout."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tests.bench.reading.tool import Slot
from tests.unseen_tables.plan import Plan

# The one table of every file in odd/
ODD: tuple[tuple[str, ...], ...] = (
    ("项目", "预算数（万元）", "执行数（万元）", "执行率"),
    ("创新成果转化", "240.00", "239.85", "99.94%"),
    ("十大技术攻关", "300.00", "300.00", "100%"),
    ("合计", "540.00", "539.85", "99.97%"),
)
VARIANTS = (
    "report_rects.pdf",
    "report_dotted.pdf",
    "report_hline.pdf",
    "report_threeline.pdf",
    "report_none.pdf",
)


@dataclass(frozen=True)
class Truth:
    """``tables`` in reading order, each a list of cells."""

    text: str
    tables: list[list[Slot]]


def report(folder: Path) -> Truth:
    """Of report.* and its variants."""
    return _truth(json.loads((folder / "truth.json").read_text(encoding="utf-8")))


def big(folder: Path) -> Truth:
    """Of big200.pdf: eighteen reports one after the other; those that are cut short are left out."""
    known = json.loads((folder / "truth_big.json").read_text(encoding="utf-8"))
    whole = [_truth(known["truths"][at]) for at, pages, of in known["parts"] if pages == of]
    return Truth("".join(each.text for each in whole), [table for each in whole for table in each.tables])


def planned(plans: Iterable[Plan]) -> Truth:
    """Of a file of tests/unseen_tables."""
    tables = [[(c.row, c.col, c.rowspan, c.colspan, c.text) for c in plan.cells] for plan in plans]
    return Truth("", tables)


def _truth(known: dict[str, object]) -> Truth:
    tables = known["tables"]
    assert isinstance(tables, list)
    cells = [
        [(row + 1, col + 1, deep, wide, text) for row, col, deep, wide, text in table["cells"]]
        for table in tables
    ]
    return Truth(str(known["text"]), cells)
