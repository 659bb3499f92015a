"""What a document is made of before it is a file: paragraphs and tables, in order."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.bench.heldout.markup import Paragraph


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table, ``across`` columns by ``down`` rows.

    ``says`` is the latent quantity whose number (the last in the text) it prints, and ``unit`` what that is counted in.
    """

    text: str
    across: int = 1
    down: int = 1
    says: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """What one cell says: the row and column by name, the words, the value in base units or the text."""

    row: str
    column: str
    printed: str
    value: str


@dataclass(slots=True)
class Table:
    """Rows of cells, merged ones given once. ``said`` are goals and results: cells of prose."""

    rows: list[list[Cell]]
    fields: list[Field] = field(default_factory=list)
    said: list[Paragraph] = field(default_factory=list)
    title: str = ""
    subtitle: str = ""
    is_form: bool = False

    def placed(self) -> tuple[int, dict[tuple[int, int], Cell]]:
        """The width, and each cell by its upper left corner."""
        taken: set[tuple[int, int]] = set()
        cells: dict[tuple[int, int], Cell] = {}
        width = 0
        for r, row in enumerate(self.rows):
            c = 0
            for cell in row:
                while (r, c) in taken:
                    c += 1
                cells[r, c] = cell
                taken |= {(r + i, c + j) for i in range(cell.down) for j in range(cell.across)}
                c += cell.across
            width = max(width, c)
        assert len(taken) == width * len(self.rows), (self.title, width, len(self.rows), len(taken))
        return width, cells


Block = Paragraph | Table
