"""Documents to files: .docx as plain WordprocessingML, .xlsx for the form alone, .md. The same blocks, the same bytes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from tests.bench.heldout.blocks import Block, Table
from tests.bench.heldout.markup import Paragraph

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    '<Override PartName="/word/styles.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ROOT = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="{_RELS}">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
)
_PART = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="{_RELS}">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
)
_STYLES = {"title": ("Title", "Title"), "1": ("Heading1", "heading 1"), "2": ("Heading2", "heading 2")}
_STYLES["3"] = ("Heading3", "heading 3")
_NO_TIME = (2025, 3, 1, 0, 0, 0)  # a zip carries times; one fixed time keeps the bytes the same


def _runs(text: str) -> str:
    pieces = text.split("\n")
    inner = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(piece)}</w:t>' for piece in pieces)
    return f"<w:r>{inner}</w:r>"


def _paragraph(paragraph: Paragraph, *, styled: bool) -> str:
    properties = ""
    if styled and paragraph.style in _STYLES:
        properties = f'<w:pPr><w:pStyle w:val="{_STYLES[paragraph.style][0]}"/></w:pPr>'
    return f"<w:p>{properties}{_runs(paragraph.text)}</w:p>"


def _table(table: Table) -> str:
    width, cells = table.placed()
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    column = 9000 // width
    xml = f"<w:tbl><w:tblPr><w:tblBorders>{borders}</w:tblBorders></w:tblPr><w:tblGrid>"
    xml += f'<w:gridCol w:w="{column}"/>' * width + "</w:tblGrid>"
    for r in range(len(table.rows)):
        xml += "<w:tr>"
        c = 0
        while c < width:
            cell, merge = cells.get((r, c)), ""
            text = ""
            if cell is None:
                above = max(i for i in range(r) if (i, c) in cells)
                cell, merge = cells[above, c], "<w:vMerge/>"
            else:
                text = cell.text
                merge = '<w:vMerge w:val="restart"/>' if cell.down > 1 else ""
            span = f'<w:gridSpan w:val="{cell.across}"/>' if cell.across > 1 else ""
            size = f'<w:tcW w:w="{column * cell.across}" w:type="dxa"/>'
            xml += f"<w:tc><w:tcPr>{size}{span}{merge}</w:tcPr><w:p>{_runs(text)}</w:p></w:tc>"
            c += cell.across
        xml += "</w:tr>"
    return xml + "</w:tbl>"


def docx(path: Path, blocks: list[Block], *, styled: bool = True) -> None:
    """Write a Word document; without ``styled`` headings are paragraphs like all others."""
    body = ""
    for block in blocks:
        if isinstance(block, Paragraph):
            body += _paragraph(block, styled=styled)
        else:
            if block.is_form:
                body += f"<w:p>{_runs(block.title)}</w:p>"
            if block.subtitle:
                body += f"<w:p>{_runs(block.subtitle)}</w:p>"
            body += _table(block) + "<w:p/>"
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{i}"><w:name w:val="{n}"/></w:style>'
        for i, n in _STYLES.values()
    )
    start = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _ROOT,
        "word/_rels/document.xml.rels": _PART,
        "word/styles.xml": f'{start}<w:styles xmlns:w="{_W}">{styles}</w:styles>',
        "word/document.xml": f'{start}<w:document xmlns:w="{_W}"><w:body>{body}<w:sectPr/></w:body></w:document>',
    }
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(ZipInfo(name, _NO_TIME), text.encode(), ZIP_DEFLATED)


def markdown(path: Path, blocks: list[Block], *, wrapped: bool = False) -> None:
    """Write Markdown; merged cells are said once and left empty where they go on. ``wrapped``: lines of 36."""
    parts: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            depth = {"title": 1, "1": 2, "2": 3, "3": 4}.get(block.style)
            text = block.text if not depth else f"{'#' * depth} {block.text}"
            if wrapped and not depth:
                text = _wrapped(text)
            parts.append(text)
            continue
        if block.is_form:
            parts.append(f"## {block.title}")
        if block.subtitle:
            parts.append(block.subtitle)
        width, cells = block.placed()
        lines: list[str] = []
        for r in range(len(block.rows)):
            texts = [cells[r, c].text.replace("\n", "<br>") if (r, c) in cells else "" for c in range(width)]
            lines.append("| " + " | ".join(texts) + " |")
            if r == 0:
                lines.append("|" + " --- |" * width)
        parts.append("\n".join(lines))
    path.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def _wrapped(text: str) -> str:
    """Lines of 36 characters, never cut inside a figure."""
    lines = [""]
    for piece in re.findall(r"[\d.,%]+|.", text, re.DOTALL):
        if len(lines[-1]) + len(piece) > 36:
            lines.append("")
        lines[-1] += piece
    return "\n".join(lines)


def xlsx(path: Path, table: Table) -> None:
    """Write a form as a workbook, numbers as the text they are printed as."""
    from datetime import datetime

    from openpyxl import Workbook
    from openpyxl.styles import Alignment

    book = Workbook()
    sheet: Any = book.active
    sheet.title = "自评表"
    width, cells = table.placed()
    sheet.cell(1, 1, table.title)
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=width)
    first = 3 if table.subtitle else 2
    if table.subtitle:
        sheet.cell(2, 1, table.subtitle)
        sheet.merge_cells(start_row=2, start_column=1, end_row=2, end_column=width)
    for (r, c), cell in cells.items():
        place = sheet.cell(r + first, c + 1, cell.text or None)
        if cell.text:
            place.data_type = "s"  # “=29个” is text, no formula
        place.alignment = Alignment(wrap_text=True)
        if cell.across > 1 or cell.down > 1:
            sheet.merge_cells(
                start_row=r + first,
                start_column=c + 1,
                end_row=r + first + cell.down - 1,
                end_column=c + cell.across,
            )
    book.properties.created = book.properties.modified = datetime(*_NO_TIME)  # noqa: DTZ001
    book.save(path)
    _still(path)


def _still(path: Path) -> None:
    """Pack the workbook again with one fixed time, so that equal contents are equal bytes."""
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    core = "docProps/core.xml"
    parts[core] = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2025-03-01T00:00:00Z", parts[core])
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(ZipInfo(name, _NO_TIME), content, ZIP_DEFLATED)
