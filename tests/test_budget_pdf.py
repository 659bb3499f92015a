"""Real budgets of departments: their 收支预算总表 comes out as someone else has typed it."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from extractors.quantities import read_cell
from extractors.reader import read
from schemas.document import Document, Table
from schemas.units import load_units

# Which documents each csv was typed from, by year (the README beside them). Four of those publish their tables in a
# second file, which stands here in place of the text that only says 附后.
TYPED = {
    "6c8436_open-budget__收支预算总表.csv": {
        "2017": "open-budget__2017年省检察院部门预算.pdf",
        "2018": "open-budget__2018年省检察院部门预算公开.pdf",
        "2019": "open-budget__2019年度部门预算公开.pdf",
    },
    "bebe9b_open-budget__收支预算总表.csv": {
        "2017": "open-budget__江苏省委办公厅2017年预算公开表格.pdf",
        "2018": "open-budget__江苏省委办公厅2018年度部门预算公开表.pdf",
        "2019": "open-budget__江苏省委办公厅2019年度部门预算公开表格.pdf",
    },
    "open-budget__收支预算总表.csv": {
        "2017": "open-budget__江苏省人大办公厅2017年度预算公开.pdf",
        "2018": "open-budget__省人大办公厅2018预算公开.pdf",
        "2019": "open-budget__江苏省人大常委会办公厅2019年部门预算公开表.pdf",
    },
}
CASES = [(typed, year, pdf) for typed, by_year in TYPED.items() for year, pdf in by_year.items()]


def totals_table(document: Document) -> Table:
    """The table of income beside spending: the first whose cells name both of their totals."""
    for table in document.tables():
        words = {re.sub(r"\s", "", cell.text) for cell in table.cells()}
        if {"收入合计", "支出合计"} <= words:
            return table
    raise AssertionError("no 收支预算总表")


def amounts(table: Table) -> dict[str, set[Decimal]]:
    """Label → the amounts right of it in its row, the first filled cell only."""
    found: dict[str, set[Decimal]] = defaultdict(set)
    for row in table.rows:
        filled = [cell for at, cell in enumerate(row) if cell and cell.text.strip() and cell not in row[:at]]
        for cell, beside in pairwise(filled):
            quantity = read_cell(beside.text, unit=load_units()["万元"])
            if quantity is not None and quantity.number is not None:
                label = re.sub(r"^[一二三四五六七八九十\d]{1,3}[、.]|\s|[（(].*[)）]", "", cell.text)
                found[label].add(quantity.number)
    return found


@pytest.mark.parametrize(("typed", "year", "pdf"), CASES)
def test_the_totals_are_those_typed_by_hand(shared: Path, typed: str, year: str, pdf: str) -> None:
    folder = shared / "corpus/budget-pdf"
    with (folder / typed).open(encoding="utf-8-sig") as opened:
        [wanted] = [row for row in csv.DictReader(opened) if row[""].startswith(year)]
    found = amounts(totals_table(read(folder / pdf, pdf)))
    for label, printed in wanted.items():
        if label and printed:
            assert Decimal(printed) in found[label], (label, printed, dict(found))
