"""Submissions as PDF with a text layer and ruled tables, the same bytes every time."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import CondPageBreak, Paragraph, SimpleDocTemplate, Spacer, Table

from writing.grid import LAYOUTS, grid, place
from writing.prose import blocks

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import BaseDocTemplate

    from writing.content import Form, Output, Submission
    from writing.grid import Cell

FONT = "STSong-Light"
MARGIN = 62
WIDTH = A4[0] - 2 * MARGIN + 24
LONG = 11  # a form of more rows is printed larger, over two pages


@cache
def _style(level: int) -> ParagraphStyle:
    """0 body, 1-3 headings, 4 title, 5 and 6 table cells (left, centred), 7 and 8 the same, larger."""
    if FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    size, lead = (
        (12, 21),
        (13, 25),
        (12.5, 24),
        (12, 22),
        (15.5, 32),
        (8.5, 11.5),
        (8.5, 11.5),
        (10, 16),
        (10, 16),
    )[level]
    style = ParagraphStyle(f"s{level}", fontName=FONT, fontSize=size, leading=lead, wordWrap="CJK")
    if level < 4:
        style.firstLineIndent = 2 * size
        style.keepWithNext = level > 0
    elif level not in (5, 7):
        style.alignment = TA_CENTER
    return style


def pdf(submission: Submission, output: Output) -> bytes:
    """The parts of ``submission`` that ``output`` holds, as a PDF."""
    flow: list[Any] = []
    for i, part in enumerate(output.parts):
        if part == "report":
            flow += _report(submission)
        else:
            flow += [CondPageBreak(150), Spacer(1, 30)] if i else []  # a long table breaks over a page
            flow += _form(submission.form)
    out = BytesIO()
    template = SimpleDocTemplate(
        out, pagesize=A4, leftMargin=MARGIN - 6, rightMargin=MARGIN - 6, topMargin=72, bottomMargin=64,
        title=submission.head, author="", invariant=1,
    )  # fmt: skip

    def furniture(canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.setFont(FONT, 9)
        canvas.drawCentredString(A4[0] / 2, A4[1] - 46, submission.head)
        canvas.line(MARGIN, A4[1] - 52, A4[0] - MARGIN, A4[1] - 52)
        canvas.drawCentredString(A4[0] / 2, 36, f"- {document.page} -")

    template.build(flow, onFirstPage=furniture, onLaterPages=furniture)
    return out.getvalue()


def _report(submission: Submission) -> list[Any]:
    flow: list[Any] = [Paragraph(escape(submission.title), _style(4)), Spacer(1, 8)]
    flow += [Paragraph(escape(block.text), _style(block.level)) for block in blocks(submission.report)]
    return flow


def _form(form: Form) -> list[Any]:
    lines = grid(form)
    widths = LAYOUTS[form.variant].widths
    texts: list[list[Any]] = [[""] * len(widths) for _ in lines]
    rules: list[Any] = [
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("LEFTPADDING", (0, 0), (-1, -1), 2.5),
        ("RIGHTPADDING", (0, 0), (-1, -1), 2.5),
        ("LINEBELOW", (0, "splitlast"), (-1, "splitlast"), 0.6, colors.black),
        ("LINEABOVE", (0, "splitfirst"), (-1, "splitfirst"), 0.6, colors.black),
    ]
    for r, c, cell in place(lines):
        texts[r][c] = _paragraph(cell, 2 if len(form.rows) > LONG else 0)
        rules += _rules(r, c, cell)
    table = Table(texts, colWidths=[w * WIDTH / sum(widths) for w in widths], style=rules)
    return [Paragraph(escape(form.title), _style(4)), table]


def _paragraph(cell: Cell, larger: int) -> Paragraph:
    style = _style((6 if len(cell.text) <= 16 else 5) + larger)
    return Paragraph(escape(cell.text).replace("\n", "<br/>"), style)


def _rules(r: int, c: int, cell: Cell) -> list[Any]:
    """Lines round a cell, none inside it.

    Rows are not joined with SPAN: a table joined downwards cannot break over a page. What a
    reader sees is the same, and on the next page the cell is empty, as Word prints it.
    """
    low, right = r + cell.rows - 1, c + cell.cols - 1
    pen = (0.6, colors.black)
    spans = [("SPAN", (c, row), (right, row)) for row in range(r, low + 1) if cell.cols > 1]
    return [
        *spans,
        ("LINEABOVE", (c, r), (right, r), *pen),
        ("LINEBELOW", (c, low), (right, low), *pen),
        ("LINEBEFORE", (c, r), (c, low), *pen),
        ("LINEAFTER", (right, r), (right, low), *pen),
    ]
