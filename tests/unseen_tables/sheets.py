"""Cases written with openpyxl: read as workbooks, and as the PDF that LibreOffice prints from them."""

# ruff: noqa: ANN401 - openpyxl is not typed
from __future__ import annotations

import re
from pathlib import Path
from random import Random
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from tests.unseen_tables import content, content_small
from tests.unseen_tables.plan import Plan
from tests.unseen_tables.registry import Made, case

FIGURE = re.compile(r"-?[\d,]*\d\.\d{2}|-?\d+")
SHARE = re.compile(r"-?\d+\.(\d+)%")
THIN = Side("thin")


def put(slot: Any, text: str) -> None:
    """Figures as numbers with the format that prints ``text`` again; anything else as text."""
    if share := SHARE.fullmatch(text):
        slot.value, slot.number_format = float(text[:-1]) / 100, f"0.{'0' * len(share[1])}%"
    elif FIGURE.fullmatch(text):
        slot.value = float(text.replace(",", ""))
        slot.number_format = ("#,##0" if "," in text else "0") + (".00" if "." in text else "")
    else:
        slot.value = text or None


def draw(
    sheet: Any, plan: Plan, top: int, side: Side = THIN, outer: Side | None = None, vertical: str = "center"
) -> int:
    """``plan`` from row ``top``; the row below it comes back."""
    for row in range(plan.rows):
        for col in range(plan.cols):
            edge = outer or side
            sheet.cell(top + row, col + 1).border = Border(
                left=edge if col == 0 else side, right=edge if col == plan.cols - 1 else side,
                top=edge if row == 0 else side, bottom=edge if row == plan.rows - 1 else side,
            )  # fmt: skip
    for cell in plan.cells:
        slot = sheet.cell(top + cell.row - 1, cell.col)
        put(slot, cell.text)
        slot.alignment = Alignment("right" if cell.numeric else "center", vertical, wrap_text=True)
        if cell.rowspan * cell.colspan > 1:
            sheet.merge_cells(
                start_row=slot.row, start_column=slot.column, end_row=slot.row + cell.rowspan - 1, end_column=slot.column + cell.colspan - 1
            )  # fmt: skip
    for col, width in enumerate(plan.widths, 1):
        letter = get_column_letter(col)
        sheet.column_dimensions[letter].width = max(
            sheet.column_dimensions[letter].width if top > 3 else 0, width * 1.25
        )
    return top + plan.rows


def page(sheet: Any, *, wide: bool = False, titles: str = "") -> None:
    """One page wide, as many high as it takes, a page number below."""
    sheet.page_setup.orientation = "landscape" if wide else "portrait"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
    if titles:
        sheet.print_title_rows = titles


def title(sheet: Any, text: str, cols: int, unit: str = "单位：万元") -> None:
    """Rows 1 and 2: a title over all columns, the unit at the right."""
    sheet["A1"] = text
    sheet["A1"].font = Font(size=16, bold=True)
    sheet["A1"].alignment = Alignment("center")
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=cols)
    sheet.cell(2, cols).value = unit
    sheet.cell(2, cols).alignment = Alignment("right")


@case(".xlsx")
def calc_three_heads(rng: Random) -> Made:
    plan = content.three_level(rng, 66)

    def write(path: Path) -> None:
        book = Workbook()
        sheet = book.active
        title(sheet, "部门收支预算总表", plan.cols)
        draw(sheet, plan, 3)
        page(sheet, wide=True, titles="3:5")
        book.save(path)

    return Made((plan,), ("部门收支预算总表", "单位：万元"), write)


@case(".xlsx")
def calc_form(rng: Random) -> Made:
    plan = content.self_evaluation(rng, [[3, 2, 1, 1], [2, 1, 1], [1]])

    def write(path: Path) -> None:
        book = Workbook()
        sheet = book.active
        title(sheet, "项目支出绩效自评表（2024年度）", plan.cols, "金额单位：万元")
        draw(sheet, plan, 3, outer=Side("medium"))
        for row in range(3, 3 + plan.rows):
            sheet.row_dimensions[row].height = 60 if row == 10 else 30
        page(sheet)
        book.save(path)

    return Made((plan,), ("项目支出绩效自评表（2024年度）", "金额单位：万元"), write)


@case(".xlsx")
def calc_two_on_a_sheet(rng: Random) -> Made:
    plans = (content.plain(rng, 8), content_small.fees(rng), content_small.scoring(rng))

    def write(path: Path) -> None:
        book = Workbook()
        sheet = book.active
        below = draw(sheet, plans[0], 1, Side("dashed"), Side("double"))
        sheet.cell(below + 1, 1).value = "“三公”经费情况"
        draw(sheet, plans[1], below + 2, Side("dotted"))
        page(sheet)
        other = book.create_sheet("评分")
        draw(other, plans[2], 1, Side("hair"), Side("thick"))
        for slot in other[1]:
            slot.fill = PatternFill("solid", "FFD9E1F2")
        page(other)
        book.save(path)

    return Made(plans, ("“三公”经费情况",), write)


@case(".xlsx")
def calc_groups_over_pages(rng: Random) -> Made:
    plan = content.grouped(rng, [14, 22, 19, 17])

    def write(path: Path) -> None:
        book = Workbook()
        sheet = book.active
        title(sheet, "项目支出明细", plan.cols)
        draw(sheet, plan, 3, vertical="top")
        page(sheet, titles="3:4")
        book.save(path)

    return Made((plan,), ("项目支出明细",), write)
