"""Tables as a reader found them, before they have anchors, and the lines right above that name them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from extractors.labels import find_label
from schemas.document import Anchor, Cell, Spot, Table

NO_WALLS = "没有竖线，按空白推断列"
NO_RULES = "没有画全的表线，按空白推断行和列"


class RawCell(NamedTuple):
    """A cell before it has an anchor. ``row`` and ``col`` count from 0; the text keeps its line breaks.

    ``address`` is what the workbook calls it ("C5"), empty elsewhere.
    """

    row: int
    col: int
    rowspan: int
    colspan: int
    text: str
    spots: tuple[Spot, ...] = ()
    doubt: str = ""
    address: str = ""

    @property
    def bottom(self) -> int:
        """The first row below it."""
        return self.row + self.rowspan


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled or typed table: its cells, and where known its column edges in points (``ncols + 1`` of them).

    ``sheet`` and ``address`` say where in a workbook it stands ("自评表", "A3:I29"). ``open_above`` and ``open_below``:
    no rule is drawn there though the walls reach out; the page cuts a row. ``scanned``: measured in a picture, and its
    text recognised. ``play[i]``: from where to where edge ``i`` of the columns could lie, as only white shows it; empty
    where rules fix them all.
    """

    nrows: int
    ncols: int
    cells: tuple[RawCell, ...]
    xs: tuple[float, ...] = ()
    caption: str = ""
    spots: tuple[Spot, ...] = ()
    doubt: str = ""
    sheet: str = ""
    address: str = ""
    open_above: bool = False
    open_below: bool = False
    scanned: bool = False
    play: tuple[tuple[float, float], ...] = ()

    def slots(self) -> dict[tuple[int, int], RawCell]:
        """Which cell covers slot (row, col)."""
        return {
            (r, c): cell
            for cell in self.cells
            for r in range(cell.row, cell.row + cell.rowspan)
            for c in range(cell.col, cell.col + cell.colspan)
        }


def as_table(grid: Grid, name: str, block: int, number: int) -> Table:
    """``grid`` as the table ``number`` (from 1) of the document told as ``name``."""
    made: dict[tuple[int, int], Cell] = {}
    for raw in grid.cells:
        row, col = raw.row + 1, raw.col + 1
        anchor = Anchor(
            name,
            block,
            number,
            row,
            col,
            0,
            len(raw.text),
            raw.text,
            raw.spots,
            sheet=grid.sheet,
            address=raw.address,
        )
        doubt = raw.doubt or next((spot.doubt for spot in raw.spots if spot.doubt), "")
        cell = Cell(raw.text, anchor, row, col, raw.rowspan, raw.colspan, doubt)
        for r in range(raw.row, raw.bottom):
            for c in range(raw.col, raw.col + raw.colspan):
                made[r, c] = cell
    rows = tuple(tuple(made.get((r, c)) for c in range(grid.ncols)) for r in range(grid.nrows))
    anchor = Anchor(name, block, number, spots=grid.spots, sheet=grid.sheet, address=grid.address)
    return Table(rows, anchor, grid.caption, grid.doubt)


def typed_grid(rows: list[list[str]]) -> Grid:
    """A grid of single cells from rows of text; short rows are filled with blanks."""
    width = max(map(len, rows), default=0)
    cells = [
        RawCell(r, c, 1, 1, row[c] if c < len(row) else "")
        for r, row in enumerate(rows)
        for c in range(width)
    ]
    return Grid(len(rows), width, tuple(cells))


_UNIT_LINE = re.compile(
    r"[（(]?\s{0,3}(?:(?:金额|货币|计量)?单位|填[报制表]单位|编制单位|填报部门)\s{0,3}[:：].{1,60}|单位\s{0,2}[万亿]?元\s{0,2}"
)
_TITLE_LINE = re.compile(
    r"(?!备?注)[^。；;！？]{2,60}表(?:\s{0,3}[（(][^（）()]{1,20}[）)])?|表\s{0,2}\d{1,3}(?:[-－.]\d{1,2})?[ 　:：、].{2,50}"
)


_UNIT_INSIDE = re.compile(r"单\s{0,4}位\s{0,3}[:：]\s{0,3}(?:人民币)?[十百千万亿]{0,2}元")


def belongs_to_caption(line: str) -> bool:
    """Whether a line right above a table is its title or its unit.

    >>> belongs_to_caption("2024年度项目支出绩效自评表"), belongs_to_caption("单位：万元")
    (True, True)
    >>> belongs_to_caption("项目支出情况如下表所示。"), belongs_to_caption("附件 3")
    (False, False)
    """
    line = line.strip()
    if find_label(line) is not None:  # numbers a part of the document: a heading
        return False
    if re.search(r"[下如见附]\s{0,2}表$", line):  # points at the table, is not its name
        return False
    if len(line) <= 80 and "。" not in line and _UNIT_INSIDE.search(line):
        return True
    return bool(_UNIT_LINE.fullmatch(line) or _TITLE_LINE.fullmatch(line))


@dataclass(slots=True)
class Draft:
    """A paragraph before it has an anchor.

    ``styled``: the author marked it as a heading of this level; ``apart``: centred or set right, so no part
    of a sentence; ``breaks_page``: a page break stands in it; ``sheet`` and ``address``: its place in a workbook.
    """

    text: str
    spots: tuple[Spot, ...] = ()
    styled: int = 0
    footnote: bool = False
    breaks_page: bool = False
    apart: bool = False
    sheet: str = ""
    address: str = ""


def with_captions(drafts: Iterable[Draft | Grid]) -> list[Draft | Grid]:
    """Title and unit lines right above a table moved into its caption, at most three of them."""
    out: list[Draft | Grid] = []
    for draft in drafts:
        if isinstance(draft, Grid):
            lines: list[str] = []
            while out and len(lines) < 3:
                above = out[-1]
                if not isinstance(above, Draft) or above.footnote or not belongs_to_caption(above.text):
                    break
                lines.insert(0, above.text.strip())
                out.pop()
            draft = (
                replace(draft, caption="\n".join(filter(None, [*lines, draft.caption]))) if lines else draft
            )
        out.append(draft)
    return out
