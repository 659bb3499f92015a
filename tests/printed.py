"""Printed forms written down as text, and made into a Document, a Word file, a workbook and a PDF.

Lines that begin with ``|`` are the rows of a table, everything else is a paragraph; a blank line parts two tables, and
``=== 名称 ===`` begins a sheet. A cell ``<`` belongs to the one on its left, ``^`` to the one above; ``<br>`` breaks a line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import docx
import openpyxl
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from extractors.blocks import number_blocks
from extractors.sections import outline
from extractors.tables import Draft, Grid, RawCell
from schemas.document import Document

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

_SHEET = re.compile(r"=== (.+) ===")
_PLAIN = re.compile(r"(?:0|[1-9]\d*)(?:\.\d+)?")
_COMMAS = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")


_FONT, _SIZE = "STSong-Light", 9.0
_COLUMN, _LINE, _PAD = 66.0, 12.0, 3.0  # points
_IN_COLUMN = 6  # characters of a line in a column


@dataclass
class Sheet:
    """What one sheet, or a document without sheets, holds in order."""

    name: str
    blocks: list[str | Grid] = field(default_factory=list)


def sheets(text: str) -> list[Sheet]:
    """The sheets of ``text``; one without a name where it has none."""
    out = [Sheet("")]
    rows: list[list[str]] = []
    for line in [*text.splitlines(), ""]:
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip()[1:-1].split("|")])
            continue
        if rows:
            out[-1].blocks.append(_grid(rows))
            rows = []
        if named := _SHEET.fullmatch(line.strip()):
            out.append(Sheet(named[1]))
        elif line.strip():
            out[-1].blocks.append(line.strip())
    return [sheet for sheet in out if sheet.blocks]


def _grid(rows: list[list[str]]) -> Grid:
    """Cells with their spans."""
    width = max(map(len, rows))
    rows = [row + [""] * (width - len(row)) for row in rows]
    home: dict[tuple[int, int], tuple[int, int]] = {}
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            assert (c > 0 or text != "<") and (r > 0 or text != "^"), f"行{r + 1}列{c + 1}没有可合并的"  # noqa: PT018
            home[r, c] = home[r, c - 1] if text == "<" else home[r - 1, c] if text == "^" else (r, c)
    cells = []
    for r, c in sorted(set(home.values())):
        mine = [slot for slot, at in home.items() if at == (r, c)]
        high, wide = max(s[0] for s in mine) - r + 1, max(s[1] for s in mine) - c + 1
        assert len(mine) == high * wide, f"行{r + 1}列{c + 1}合并得不成矩形"
        cells.append(RawCell(r, c, high, wide, rows[r][c].replace("<br>", "\n")))
    return Grid(len(rows), width, tuple(cells))


def document(text: str, name: str = "自评表.docx") -> Document:
    """What a reader without faults would give."""
    drafts: list[Draft | Grid] = []
    for sheet in sheets(text):
        drafts += [Draft(sheet.name)] if sheet.name else []
        drafts += [each if isinstance(each, Grid) else Draft(each) for each in sheet.blocks]
    return outline(Document(name, "0" * 64, "docx", number_blocks(drafts, name)))


def write_docx(text: str, path: Path) -> Path:
    """The same as a Word file: centred lines, merged cells, an empty paragraph between two tables."""
    made = docx.Document()
    for sheet in sheets(text):
        if sheet.name:
            made.add_heading(sheet.name, 2)
        table_before = False
        for block in sheet.blocks:
            if isinstance(block, str):
                made.add_paragraph(block).alignment = WD_ALIGN_PARAGRAPH.CENTER
                table_before = False
                continue
            if table_before:
                made.add_paragraph()
            table_before = True
            made.element.body.insert_element_before(parse_xml(_table_xml(block)), "w:sectPr")
    made.save(str(path))
    return path


def _table_xml(grid: Grid) -> str:
    """The table as Word stores it; cell by cell through python-docx takes a second a table."""
    starts = grid.slots()
    rows = []
    for r in range(grid.nrows):
        cells = []
        c = 0
        while c < grid.ncols:
            cell = starts[r, c]
            merge = (
                "" if cell.rowspan == 1 else "<w:vMerge/>" if cell.row < r else '<w:vMerge w:val="restart"/>'
            )
            lines = cell.text.split("\n") if cell.row == r else [""]
            paragraphs = "".join(
                f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>' for line in lines
            )
            cells.append(
                f'<w:tc><w:tcPr><w:gridSpan w:val="{cell.colspan}"/>{merge}</w:tcPr>{paragraphs}</w:tc>'
            )
            c += cell.colspan
        rows.append(f"<w:tr>{''.join(cells)}</w:tr>")
    columns = "<w:gridCol/>" * grid.ncols
    return f"<w:tbl {nsdecls('w')}><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"


def write_xlsx(text: str, path: Path) -> Path:
    """The same as a workbook: numbers are numbers with a format, lines above a table stand in its first column."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for sheet in sheets(text):
        page = made.create_sheet(sheet.name or "Sheet1")
        row = 1
        for block in sheet.blocks:
            if isinstance(block, str):
                page.cell(row, 1, block)
                row += 1
                continue
            for cell in block.cells:
                top, left = row + cell.row, cell.col + 1
                _fill(page.cell(top, left), cell.text)
                if cell.rowspan > 1 or cell.colspan > 1:
                    page.merge_cells(
                        start_row=top,
                        start_column=left,
                        end_row=top + cell.rowspan - 1,
                        end_column=left + cell.colspan - 1,
                    )
            row += block.nrows + 1
    made.save(str(path))
    return path


def _fill(cell: openpyxl.cell.cell.Cell, text: str) -> None:
    decimals = len(text.removesuffix("%").partition(".")[2])
    digits = "0" + ("." + "0" * decimals if decimals else "")
    if _PLAIN.fullmatch(text):
        cell.value, cell.number_format = float(text) if decimals else int(text), digits
    elif _COMMAS.fullmatch(text):
        cell.value, cell.number_format = float(text.replace(",", "")), f"#,##{digits}"
    elif _PLAIN.fullmatch(text.removesuffix("%")):
        cell.value, cell.number_format = round(float(text[:-1]) / 100, decimals + 2), f"{digits}%"
    else:
        cell.value = text or None
        cell.data_type = "s" if text else "n"  # =100% is no formula


def write_pdf(text: str, path: Path) -> Path:
    """The same as one large page with ruled tables, drawn as some programs do it: column by column, the last one first."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    blocks = [block for sheet in sheets(text) for block in sheet.blocks]
    grids = [block for block in blocks if isinstance(block, Grid)]
    width = max(grid.ncols for grid in grids) * _COLUMN + 100
    height = sum(sum(_heights(each)) + 60 if isinstance(each, Grid) else 30 for each in blocks) + 100
    canvas = Canvas(str(path), pagesize=(width, height))
    canvas.setFont(_FONT, _SIZE)
    top = height - 50
    for block in blocks:
        if isinstance(block, Grid):
            top -= _draw(canvas, block, top) + 40
        else:
            canvas.drawCentredString(width / 2, top - _SIZE, block)
            top -= 26
    canvas.save()
    return path


def _lines(cell: RawCell) -> list[str]:
    step = _IN_COLUMN * cell.colspan
    return [part[i : i + step] for part in cell.text.split("\n") for i in range(0, max(len(part), 1), step)]


def _heights(grid: Grid) -> list[float]:
    heights = [_LINE + 2 * _PAD] * grid.nrows
    for cell in sorted(grid.cells, key=lambda each: each.rowspan):
        lacking = len(_lines(cell)) * _LINE + 2 * _PAD - sum(heights[cell.row : cell.row + cell.rowspan])
        heights[cell.row + cell.rowspan - 1] += max(0.0, lacking)
    return heights


def _draw(canvas: Canvas, grid: Grid, top: float) -> float:
    heights = _heights(grid)
    for cell in sorted(grid.cells, key=lambda each: (-each.col, each.row)):
        x, y = 50 + cell.col * _COLUMN, top - sum(heights[: cell.row])
        high = sum(heights[cell.row : cell.row + cell.rowspan])
        canvas.rect(x, y - high, cell.colspan * _COLUMN, high)
        for at, line in enumerate(_lines(cell)):
            canvas.drawString(x + _PAD, y - _PAD - _SIZE - at * _LINE, line)
    return sum(heights)
