"""Cases written with python-docx: read as Word files, and as the PDF that LibreOffice prints from them."""

# ruff: noqa: ANN401 - python-docx is not typed
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from tests.unseen_tables import content, content_small
from tests.unseen_tables.plan import Plan
from tests.unseen_tables.registry import Made, case

SAYS = {
    "above": "下表列示本年度资金安排，单位为万元。",
    "below": "以上数据与部门决算一致，差额已在备注栏说明。",
    "between": "另附人员情况如下。",
}


def add(parent: Any, tag: str, **attributes: str) -> Any:
    """A ``w:tag`` element at the end of ``parent``."""
    element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    parent.append(element)
    return element


def blank(wide: bool = False) -> Any:
    """An A4 document whose body text is set in a Chinese face."""
    document = Document()
    normal = document.styles["Normal"]
    normal.font.size = Pt(10.5)
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "Noto Serif CJK SC")
    normal.paragraph_format.space_after = Pt(2)
    section = document.sections[0]
    section.page_width, section.page_height = (Cm(29.7), Cm(21)) if wide else (Cm(21), Cm(29.7))
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2)
    return document


def write(cell: Any, text: str, size: float, align: int) -> None:
    """``text`` as the cell's one paragraph."""
    paragraph = cell.paragraphs[0]
    paragraph.alignment = align
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.add_run(text).font.size = Pt(size)


def set_widths(table: Any, widths: list[int]) -> None:
    """In the grid and in every cell: Word goes by the cells, LibreOffice by the grid."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
        for slot in column.cells:
            slot.width = width


def draw(
    document: Any, plan: Plan, look: str = "Table Grid", size: float = 9, upright: tuple[int, ...] = ()
) -> Any:
    """``plan`` as a table of style ``look``; cells of several rows in columns ``upright`` are written downwards."""
    table = document.add_table(plan.rows, plan.cols, look)
    table.autofit = False
    section = document.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    slots = [list(row.cells) for row in table.rows]
    set_widths(table, [int(room * width / sum(plan.widths)) for width in plan.widths])
    for cell in plan.cells:
        row, col = cell.row - 1, cell.col - 1
        slot = slots[row][col]
        if cell.rowspan * cell.colspan > 1:
            slot = slot.merge(slots[row + cell.rowspan - 1][col + cell.colspan - 1])
        short = WD_ALIGN_PARAGRAPH.CENTER if len(cell.text) < 9 else WD_ALIGN_PARAGRAPH.LEFT
        write(slot, cell.text, size, WD_ALIGN_PARAGRAPH.RIGHT if cell.numeric else short)
        if cell.col in upright and cell.rowspan > 1:
            add(slot._tc.get_or_add_tcPr(), "textDirection", val="tbRlV")
    for row in table.rows[: plan.head]:
        add(row._tr.get_or_add_trPr(), "tblHeader")
    return table


def page_numbers(document: Any) -> None:
    """第 N 页 in the footer."""
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run("第 ")
    add(add(paragraph._p, "fldSimple", instr="PAGE"), "r")
    paragraph.add_run(" 页")


def saved(build: Callable[[Any], None], wide: bool = False) -> Callable[[Path], None]:
    """Write what ``build`` puts into a blank document."""

    def to(path: Path) -> None:
        document = blank(wide)
        build(document)
        document.save(str(path))

    return to


@case(".docx")
def word_form_with_long_goals(rng: Random) -> Made:
    plan = content.self_evaluation(rng, [[4, 2, 2, 1], [3, 1, 1], [2]], long=14)

    def build(document: Any) -> None:
        page_numbers(document)
        document.add_paragraph(SAYS["above"])
        draw(document, plan)
        document.add_paragraph(SAYS["below"])

    return Made((plan,), (SAYS["above"], SAYS["below"]), saved(build))


@case(".docx")
def word_groups_over_pages(rng: Random) -> Made:
    plan, after = content.grouped(rng, [11, 18, 13, 16]), content_small.signatures()

    def build(document: Any) -> None:
        page_numbers(document)
        document.add_paragraph(SAYS["above"])
        draw(document, plan)
        document.add_paragraph(SAYS["between"])
        draw(document, after)

    return Made((plan, after), (SAYS["above"], SAYS["between"]), saved(build))


@case(".docx")
def word_table_styles(rng: Random) -> Made:
    plans = (
        content_small.fees(rng),
        content_small.scoring(rng),
        content_small.contacts(rng),
        content.plain(rng, 6),
    )
    looks = ("Light Grid Accent 1", "Medium Grid 3", "Medium Grid 1 Accent 2", "Light List Accent 3")

    def build(document: Any) -> None:
        for plan, look in zip(plans, looks, strict=True):
            draw(document, plan, look)
            document.add_paragraph(SAYS["between"])

    return Made(plans, (SAYS["between"],), saved(build))


@case(".docx")
def word_few_rules(rng: Random) -> Made:
    plans = (content.plain(rng, 8), content_small.fees(rng))

    def build(document: Any) -> None:
        document.add_paragraph(SAYS["above"])
        draw(document, plans[0], "Light Shading")
        document.add_paragraph(SAYS["between"])
        draw(document, plans[1], "Medium List 1")

    return Made(plans, (SAYS["above"], SAYS["between"]), saved(build))


@case(".docx")
def word_table_in_a_cell(rng: Random) -> Made:
    inner = content_small.pairs(rng, 4, "内表")
    outer = Plan.of(
        "外表",
        ["申报单位", "市商务局"],
        ["资金构成", "明细如下："],
        ["申报日期", "2024年5月6日"],
        head=0,
        widths=(1, 4),
    )

    def build(document: Any) -> None:
        drawn = draw(document, outer)
        nested = drawn.rows[1].cells[1].add_table(inner.rows, inner.cols)
        nested.style = document.styles["Table Grid"]
        set_widths(nested, [Cm(6), Cm(4)])
        for cell in inner.cells:
            write(nested.cell(cell.row - 1, cell.col - 1), cell.text, 9, WD_ALIGN_PARAGRAPH.LEFT)
        drawn.rows[1].cells[1].add_paragraph()
        document.add_paragraph(SAYS["below"])

    return Made((outer, inner), (SAYS["below"],), saved(build))


@case(".docx")
def word_landscape_and_upright(rng: Random) -> Made:
    plans = (content_small.scoring(rng), content.three_level(rng, 9))

    def build(document: Any) -> None:
        draw(document, plans[0], upright=(1, 3))
        document.add_paragraph(SAYS["between"])
        draw(document, plans[1], size=7)

    return Made(plans, (SAYS["between"],), saved(build, wide=True))


@case(".docx")
def word_rows_over_pages(rng: Random) -> Made:
    plan = content_small.ledger(rng, 44)
    figures = content_small.narrow(rng, 5)

    def build(document: Any) -> None:
        page_numbers(document)
        document.add_paragraph(SAYS["above"])
        draw(document, plan, size=11)
        document.add_paragraph(SAYS["between"])
        draw(document, figures, size=11)

    return Made((plan, figures), (SAYS["above"], SAYS["between"]), saved(build))
