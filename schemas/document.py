"""What was printed, in reading order, and where each piece of it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

RECOGNISED = "扫描件识别"  # how every doubt begins that says a character was recognised in a picture and may be another
BBox = tuple[float, float, float, float]  # x0, top, x1, bottom in PDF points from the top left


class Spot(NamedTuple):
    """One piece of a page: characters ``start:end`` of the block's or cell's text stand inside ``bbox``.

    ``doubt`` says why these characters may be misread (a scan), or is empty.
    """

    page: int  # 1-based
    bbox: BBox
    start: int = 0
    end: int = 0
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where something is printed. All provenance is of this one type.

    ``block`` counts paragraphs and tables of the document from 0; ``table``, ``row`` and ``col`` count
    from 1 and are None outside a table; ``start:end`` are offsets in the text of the paragraph
    or cell, and ``quote`` is exactly that slice. ``spots`` has one entry per piece, because a
    sentence or a cell may be cut by a line or a page. ``section`` names the place in the outline ("四（三）2").
    In a workbook ``sheet`` is the name on the tab and ``address`` what Excel calls the place there ("C5", "A1:I29").
    """

    path: str
    block: int
    table: int | None = None
    row: int | None = None
    col: int | None = None
    start: int = 0
    end: int = 0
    quote: str = ""
    spots: tuple[Spot, ...] = ()
    section: str = ""
    sheet: str = ""
    address: str = ""

    def __hash__(self) -> int:
        """By the place alone, which tells nearly all apart: rules look up anchors by the thousand."""
        return hash((self.path, self.block, self.row, self.col, self.start))

    @property
    def text_place(self) -> tuple[str, int, int | None, int | None]:
        """The paragraph or cell that it stands in, whatever part of it it is."""
        return (self.path, self.block, self.row, self.col)

    @property
    def page(self) -> int | None:
        """The page on which it begins, 1-based; None for formats without pages."""
        return self.spots[0].page if self.spots else None

    @property
    def bbox(self) -> BBox | None:
        """Union of the pieces on the first page, in PDF points."""
        here = [spot.bbox for spot in self.spots if spot.page == self.page]
        if not here:
            return None
        return (
            min(box[0] for box in here),
            min(box[1] for box in here),
            max(box[2] for box in here),
            max(box[3] for box in here),
        )

    @property
    def doubt(self) -> str:
        """Why what it quotes may be misread, or ""."""
        return next((spot.doubt for spot in self.spots if spot.doubt), "")

    @property
    def order(self) -> tuple[int, int, int, int]:
        """Sorts anchors of one document in reading order."""
        return (self.block, self.row or 0, self.col or 0, self.start)

    def part(self, start: int, end: int, text: str) -> Anchor:
        """The anchor of ``text[start:end]``, where ``text`` is the whole text this anchor stands for."""
        spots = tuple(s for s in self.spots if s.end == 0 or (s.start < end and start < s.end))
        return replace(self, start=start, end=end, quote=text[start:end], spots=spots or self.spots)

    def __str__(self) -> str:
        if self.sheet:
            return f"工作表“{self.sheet}”{self.address}"
        words = []
        if self.page is not None:
            words.append(f"第{self.page}页")
        if self.table is not None:
            words.append(f"表{self.table}")
            if self.row is not None:
                words.append(f"行{self.row}列{self.col}")
        else:
            if self.section:
                words.append(self.section)
            words.append(f"第{self.block + 1}段")
        return " ".join(words)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, its soft line breaks already joined. ``level`` is 0 for body text, 1… for headings."""

    text: str
    anchor: Anchor
    level: int = 0
    footnote: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as printed, line breaks kept. A merged cell is the same object in every slot it covers.

    ``row`` and ``col`` are its top left slot, 1-based. ``doubt`` says why the text may be misread, or is empty.
    """

    text: str
    anchor: Anchor
    row: int
    col: int
    rowspan: int = 1
    colspan: int = 1
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """``rows[r][c]`` is the cell that covers slot (r+1, c+1); None where nothing is printed and no cell is ruled.

    ``caption`` holds the lines right above it that belong to it (title, 单位：万元).
    """

    rows: tuple[tuple[Cell | None, ...], ...]
    anchor: Anchor
    caption: str = ""
    doubt: str = ""

    def cells(self) -> Iterator[Cell]:
        """Each cell once, by its top left slot, row by row."""
        for r, row in enumerate(self.rows, 1):
            for c, cell in enumerate(row, 1):
                if cell is not None and (cell.row, cell.col) == (r, c):
                    yield cell

    def texts(self) -> list[list[str]]:
        """The text of every slot, merged cells repeated."""
        return [[cell.text if cell else "" for cell in row] for row in self.rows]


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it. ``label`` is its numbering as printed ("（二）"), ``path`` that of its parents and itself.

    ``first`` is the block of the heading, ``last`` the last block before the next heading of the same or a higher level.
    """

    label: str
    title: str
    level: int
    path: tuple[str, ...]
    first: int
    last: int
    parent: int | None = None  # index in Document.sections


@dataclass(frozen=True, slots=True)
class Document:
    """Exactly what is printed; nothing cleaned. ``pages`` is 0 for formats without pages.

    ``warnings`` are sentences for files.csv; ``partial`` says that something on the pages could not be read.
    """

    path: str
    sha256: str
    format: str
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...] = ()
    pages: int = 0
    warnings: tuple[str, ...] = ()
    partial: bool = False
    bytes: int = field(default=0)

    def texts(self) -> Iterator[tuple[str, Anchor]]:
        """Every paragraph and every cell with its place, in reading order."""
        for block in self.blocks:
            if isinstance(block, Paragraph):
                yield block.text, block.anchor
            else:
                yield from ((cell.text, cell.anchor) for cell in block.cells())

    def paragraphs(self) -> Iterator[Paragraph]:
        """The paragraphs, in reading order."""
        return (block for block in self.blocks if isinstance(block, Paragraph))

    def tables(self) -> Iterator[Table]:
        """The tables, in reading order."""
        return (block for block in self.blocks if isinstance(block, Table))
