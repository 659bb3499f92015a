"""gouji itself: the whole way to a Document, and the layers under it."""

# ruff: noqa: ANN401 - what a library gives back is its own affair
from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.bench.reading.tool import Rows, Runner, Slot, Told, tool


def told(document: Any) -> Told:
    """Text, tables and spans of a Document."""
    lines = [block.text if hasattr(block, "text") else _typed(block) for block in document.blocks]
    tables: list[Rows] = []
    slots: list[list[Slot]] = []
    for table in document.tables():
        cells = list(table.cells())
        rows: Rows = [[None] * len(row) for row in table.rows]
        for cell in cells:
            rows[cell.row - 1][cell.col - 1] = cell.text
        tables.append(rows)
        slots.append([(cell.row, cell.col, cell.rowspan, cell.colspan, cell.text) for cell in cells])
    return Told("\n".join(lines), tables, slots)


def _typed(table: Any) -> str:
    return "\n".join([table.caption, *(cell.text for cell in table.cells())])


def _whole() -> Runner:
    from extractors.reader import read, readers

    readers()  # imports are not reading

    def run(path: Path) -> Any:
        return read(path, path.name)

    return Runner(run, told)


for _kind in ("pdf", "docx", "xlsx", "xls", "doc", "ofd"):
    tool(f"gouji {_kind}", _kind, "", "text tables spans")(_whole)


@tool("gouji，不定位", "pdf", "", "text tables")
def laid_out() -> Runner:
    """Text, tables, spans and joining; no anchors, no outline."""
    from extractors.page.flow import lay_out
    from extractors.pdf.pdfium import pages
    from extractors.reader import rarely_seeking_cycles

    def run(path: Path) -> Any:
        with rarely_seeking_cycles():
            return lay_out(pages(path.read_bytes(), path.name)).drafts

    def tell(drafts: Any) -> Told:
        grids = [draft for draft in drafts if hasattr(draft, "cells")]
        lines = [draft.text for draft in drafts if hasattr(draft, "text")]
        tables: list[Rows] = []
        for grid in grids:
            rows: Rows = [[None] * grid.ncols for _ in range(grid.nrows)]
            for cell in grid.cells:
                rows[cell.row][cell.col] = cell.text
            tables.append(rows)
            lines += [grid.caption, *(cell.text for cell in grid.cells)]
        return Told("\n".join(lines), tables)

    return Runner(run, tell)
