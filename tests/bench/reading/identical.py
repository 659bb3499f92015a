"""Whether our grids have the very strings that pdfplumber has, page by page, before anything is joined.

    python -m tests.bench.reading.identical FILE

prints how many tables pdfplumber finds, how many of ours are the same to the letter, and how many but for blanks.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from pathlib import Path

from extractors.page.grid import find_grids
from extractors.pdf.pdfium import pages
from tests.bench.reading.score import bare
from tests.bench.reading.tool import Rows


def ours(path: Path) -> Iterator[list[Rows]]:
    """The tables of each page, merged slots None."""
    for page in pages(path.read_bytes(), path.name):
        tables: list[Rows] = []
        for placed in find_grids(page)[0]:
            rows: Rows = [[None] * placed.grid.ncols for _ in range(placed.grid.nrows)]
            for cell in placed.grid.cells:
                rows[cell.row][cell.col] = cell.text
            tables.append(rows)
        yield tables


def theirs(path: Path) -> Iterator[list[Rows]]:
    """Likewise by pdfplumber."""
    import pdfplumber

    with pdfplumber.open(path) as document:
        for page in document.pages:
            yield page.extract_tables()
            page.close()


def main() -> None:
    """Count."""
    logging.disable(logging.CRITICAL)
    path = Path(sys.argv[1])
    tables = same = alike = 0
    for mine, other in zip(ours(path), theirs(path), strict=True):
        tables += len(other)
        for one, two in zip(mine, other, strict=False):
            same += one == two
            alike += [[bare(x) for x in row] for row in one] == [[bare(x) for x in row] for row in two]
    sys.stdout.write(json.dumps({"tables": tables, "same": same, "alike": alike}))


if __name__ == "__main__":
    main()
