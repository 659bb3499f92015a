"""Submissions as .docx, the same bytes every time."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt

from writing.grid import LAYOUTS, grid, place
from writing.prose import blocks

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

    from writing.content import Form, Output, Submission

FONTS = {0: ("仿宋_GB2312", 14), 1: ("黑体", 14), 2: ("楷体_GB2312", 14), 3: ("仿宋_GB2312", 14)}
WRITTEN = datetime(2025, 3, 20, 9, 0, tzinfo=UTC)

_LEVELS = (("chineseCountingThousand", "%1、"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3."))


def docx(submission: Submission, output: Output) -> bytes:
    """The parts of ``submission`` that ``output`` holds, as a Word document."""
    document = Document()
    _page(document, submission.head)
    numbering = _numbering(document) if output.auto_numbered else None
    for i, part in enumerate(output.parts):
        if part == "report":
            _report(document, submission, numbering)
        else:
            if i:
                document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
            _form(document, submission.form)
    return _fixed(document)


def _page(document: WordDocument, head: str) -> None:
    properties = document.core_properties
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.title = head
    properties.created = properties.modified = WRITTEN
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.6)
    section.top_margin, section.bottom_margin = Cm(3), Cm(2.6)
    top = section.header.paragraphs[0]
    top.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(top, head, "宋体", 9)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, text in (("begin", ""), ("", " PAGE "), ("end", "")):
        _field(foot.add_run(), kind, text)


def _field(run: Run, kind: str, text: str) -> None:
    if kind:
        element = OxmlElement("w:fldChar")
        element.set(qn("w:fldCharType"), kind)
    else:
        element = OxmlElement("w:instrText")
        element.set(qn("xml:space"), "preserve")
        element.text = text
    run._r.append(element)  # python-docx has no fields


def _run(paragraph: Paragraph, text: str, font: str, size: float, *, bold: bool = False) -> None:
    run = paragraph.add_run(text)
    run.font.name, run.font.size, run.font.bold = "Times New Roman", Pt(size), bold
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _numbering(document: WordDocument) -> int:
    """Define 一、（一）1. as a numbered list and return its id."""
    part = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:suff w:val="nothing"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'
        for i, (kind, text) in enumerate(_LEVELS)
    )
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">'
        f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
    )
    part.insert(0, abstract)
    part.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    return 90


def _report(document: WordDocument, submission: Submission, numbering: int | None) -> None:
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.space_after = Pt(14)
    _run(title, submission.title, "方正小标宋简体", 20)
    for block in blocks(submission.report):
        font, size = FONTS[block.level]
        paragraph = document.add_paragraph()
        if block.level:
            paragraph.style = document.styles[f"Heading {block.level}"]
        if block.level and numbering:
            _number(paragraph, numbering, block.level - 1)
        paragraph.paragraph_format.line_spacing = Pt(25)
        paragraph.paragraph_format.space_after = Pt(0)
        if not (block.level and numbering):
            paragraph.paragraph_format.first_line_indent = Pt(2 * size)
        _run(paragraph, block.bare if numbering else block.text, font, size, bold=block.level == 3)


def _number(paragraph: Paragraph, numbering: int, level: int) -> None:
    xml = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{numbering}"/></w:numPr>'
    paragraph._p.get_or_add_pPr().append(parse_xml(xml))


def _form(document: WordDocument, form: Form) -> None:
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(title, form.title, "黑体", 15)
    lines = grid(form)
    widths = LAYOUTS[form.variant].widths
    table = document.add_table(len(lines), len(widths))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    scale = 16.2 / sum(widths)
    cells = [list(row.cells) for row in table.rows]
    for row in cells:
        for cell, width in zip(row, widths, strict=True):
            cell.width = Cm(width * scale)
    for r, c, item in place(lines):
        cell = cells[r][c]
        if item.cols > 1 or item.rows > 1:
            cell = cell.merge(cells[r + item.rows - 1][c + item.cols - 1])
        _cell(cell, item.text)


def _cell(cell: _Cell, text: str) -> None:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = cell.paragraphs[0]
    for extra in cell.paragraphs[1:]:
        extra._p.getparent().remove(extra._p)
    paragraph.paragraph_format.space_after = Pt(0)
    if len(text) <= 16:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(paragraph, text, "宋体", 9)


def _fixed(document: WordDocument) -> bytes:
    """Save with one timestamp on every member, so that equal content is equal bytes."""
    raw, out = BytesIO(), BytesIO()
    document.save(raw)
    with ZipFile(raw) as source, ZipFile(out, "w") as target:
        for name in source.namelist():
            member = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            member.compress_type = ZIP_DEFLATED
            target.writestr(member, source.read(name))
    return out.getvalue()
