"""Workbooks and forms for the tests of sheets, written with openpyxl as departments write them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Border, Side
from openpyxl.worksheet.worksheet import Worksheet

from extractors.reader import read
from schemas.document import Document, Table

THIN = Side("thin")
FRAME = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
Value = str | float | None
FORM: tuple[tuple[Value, ...], ...] = (
    ("项目名称", "{project}", None, None, "主管部门", "市交通运输局"),
    ("项目资金", None, "年初预算数", "全年预算数", "全年执行数", "执行率"),
    (None, "年度资金总额", 420, 386.5, 386.5, 1.0),
    (None, "其中：当年财政拨款", 420, 386.5, 386.5, 1.0),
    ("绩效指标", "一级指标", "三级指标", "年度指标值", "实际完成值", "分值"),
    (None, "产出指标", "养护里程", "≥210公里", "214公里", 60),
    (None, "效益指标", "群众满意度", 0.9, 0.94, 40),
    ("总分", None, None, None, None, 100),
)
FORM_MERGES = ((0, 1, 0, 3), (1, 0, 3, 0), (4, 0, 6, 0), (7, 0, 7, 4))  # row, column of both corners


def write(
    sheet: Worksheet, rows: Sequence[Sequence[Value]], top: int = 1, left: int = 1, *, framed: bool = True
) -> int:
    """``rows`` from cell (top, left); the row below them comes back."""
    for r, row in enumerate(rows, top):
        for c, value in enumerate(row, left):
            slot = sheet.cell(r, c)
            slot.value = value
            if isinstance(value, float) and value <= 1:
                slot.number_format = "0%"
            if framed:
                slot.border = FRAME
    return top + len(rows)


def merge(sheet: Worksheet, top: int, left: int, bottom: int, right: int) -> None:
    sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)


def write_form(sheet: Worksheet, project: str, top: int = 1, left: int = 1, *, framed: bool = True) -> int:
    """A self-evaluation form of eight rows and six columns; the row below it comes back."""
    rows = [
        [value.format(project=project) if isinstance(value, str) else value for value in row] for row in FORM
    ]
    end = write(sheet, rows, top, left, framed=framed)
    for first_row, first, last_row, last in FORM_MERGES:
        merge(sheet, top + first_row, left + first, top + last_row, left + last)
    return end


def of(
    tmp_path: Path,
    *fills: Callable[[Worksheet], object],
    names: Sequence[str] = ("自评表",),
    file: str = "附件.xlsx",
) -> Document:
    """What is read from a workbook with one sheet for each of ``fills``."""
    book = Workbook()
    book.remove(book.active)
    for at, fill in enumerate(fills):
        fill(book.create_sheet(names[at] if at < len(names) else f"Sheet{at + 1}"))
    path = tmp_path / file
    book.save(path)
    return read(path, file)


def outline(document: Document) -> list[str]:
    """Each block as “place text”, tables by place, size and caption."""
    told = []
    for block in document.blocks:
        place = str(block.anchor).removeprefix("工作表")
        if isinstance(block, Table):
            told.append(f"{place} {len(block.rows)}×{len(block.rows[0])} {block.caption}".rstrip())
        else:
            told.append(f"{place} {block.text}")
    return told
