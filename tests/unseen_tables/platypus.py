"""Tables drawn with reportlab's platypus: a page as a list of lines and tables, each table with its look."""

# ruff: noqa: ANN401 - reportlab is not typed
from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table

from tests.unseen_tables.plan import Plan
from tests.unseen_tables.registry import Made

FONT = "STSong-Light"
MARGIN = 56.0
Command = tuple[Any, ...]
ALL = ((0, 0), (-1, -1))
HEAD = ((0, 0), (-1, 0))
GRID: list[Command] = [("GRID", *ALL, 0.5, colors.black)]


@cache
def style(size: float, align: int, ink: str = "black") -> ParagraphStyle:
    """``align``: 0 left, 1 centred, 2 right."""
    if FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    return ParagraphStyle(
        f"{size}/{align}/{ink}",
        fontName=FONT,
        fontSize=size,
        leading=size * 1.3,
        alignment=align,
        wordWrap="CJK",
        textColor=ink,
    )


def words(text: str, size: float, align: int, ink: str = "black") -> Any:
    """A paragraph that breaks wherever the width ends, inside a figure too."""
    return Paragraph(escape(text), style(size, align, ink))


def table(
    plan: Plan,
    look: Sequence[Command] = GRID,
    *,
    width: float = A4[0] - 2 * MARGIN,
    size: float = 9,
    pad: float = 3,
    ink: str = "black",
    **more: Any,
) -> Any:
    """``plan`` as a platypus table of ``width`` points, its head written in ``ink``."""
    share = width / sum(plan.widths)
    slots: list[list[Any]] = [[""] * plan.cols for _ in range(plan.rows)]
    commands: list[Command] = [("VALIGN", *ALL, "MIDDLE"), ("FONTNAME", *ALL, FONT), ("FONTSIZE", *ALL, size)]
    commands += [(f"{side}PADDING", *ALL, pad) for side in ("TOP", "BOTTOM", "LEFT", "RIGHT")]
    for cell in plan.cells:
        row, col = cell.row - 1, cell.col - 1
        align = 2 if cell.numeric and cell.row > plan.head else 1 if len(cell.text) < 9 else 0
        slots[row][col] = words(cell.text, size, align, ink if cell.row <= plan.head else "black")
        if cell.rowspan * cell.colspan > 1:
            commands.append(("SPAN", (col, row), (col + cell.colspan - 1, row + cell.rowspan - 1)))
    return Table(slots, [w * share for w in plan.widths], style=[*commands, *look], **more)


class Paper:
    """A PDF in the making. ``furniture`` draws on the canvas of every page, before the flow."""

    def __init__(
        self,
        size: tuple[float, float] = A4,
        furniture: Callable[[Any, Any], None] | None = None,
        **template: Any,
    ) -> None:
        self.size, self.furniture, self.template = size, furniture, template
        self.flow: list[Any] = []
        self.tables: list[Plan] = []
        self.outside: list[str] = []

    @property
    def width(self) -> float:
        """Between the margins, in points."""
        return self.size[0] - 2 * MARGIN

    def say(self, *lines: str, size: float = 11, align: int = 0, after: float = 4) -> None:
        """Lines of text outside of any table."""
        for line in lines:
            self.flow += [words(line, size, align), Spacer(1, after)]
            self.outside.append(line)

    def draw(
        self,
        plan: Plan,
        look: Sequence[Command] = GRID,
        *,
        pieces: Sequence[Plan] = (),
        again: str = "",
        **more: Any,
    ) -> None:
        """A table; ``pieces`` of it on pages of their own, with ``again`` above each but the first."""
        self.tables.append(plan)
        for i, piece in enumerate(pieces or (plan,)):
            self.flow += [PageBreak()] if i else []
            self.flow += [words(again, 10, 2), Spacer(1, 4)] if i and again else []
            self.flow.append(table(piece, look, **({"width": self.width} | more)))
        self.flow.append(Spacer(1, 8))

    def page(self) -> None:
        """What follows begins a page."""
        self.flow.append(PageBreak())

    def write(self, path: Path) -> None:
        """The same bytes every time."""
        margins = {
            f"{side}Margin": MARGIN - 6 for side in ("left", "right", "top", "bottom")
        }  # frames pad by 6
        template = SimpleDocTemplate(str(path), pagesize=self.size, invariant=1, **(margins | self.template))
        draw = self.furniture or (lambda _canvas, _document: None)
        template.build(list(self.flow), onFirstPage=draw, onLaterPages=draw)

    def made(self) -> Made:
        """The case."""
        return Made(tuple(self.tables), tuple(self.outside), self.write)


def footer(canvas: Any, document: Any) -> None:
    """A running title with a rule under it, and the number of the page."""
    wide, high = document.pagesize
    canvas.setFont(style(9, 0).fontName, 9)
    canvas.drawString(MARGIN, high - 40, "二〇二四年度市级部门整体支出绩效评价材料")
    canvas.line(MARGIN, high - 44, wide - MARGIN, high - 44)
    canvas.drawCentredString(wide / 2, 30, f"— {document.page} —")
