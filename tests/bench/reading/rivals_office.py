"""Other libraries that read Word and Excel files."""

# ruff: noqa: ANN401 - what a library gives back is its own affair
from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

from tests.bench.reading.rivals import markdown_tables
from tests.bench.reading.tool import Rows, Runner, Slot, Told, tool


@tool("python-docx", "docx", "python-docx", "text tables")
def python_docx() -> Runner:
    """Paragraphs and tables in order; a merged cell comes in every slot it covers."""
    library = import_module("docx")

    def run(path: Path) -> Any:
        texts: list[str] = []
        tables: list[Any] = []
        for block in library.Document(str(path)).iter_inner_content():
            if hasattr(block, "rows"):
                rows = [[cell.text for cell in row.cells] for row in block.rows]
                tables.append(rows)
                texts += [text for row in rows for text in row]
            else:
                texts.append(block.text)
        return texts, tables

    return Runner(run)


@tool("docx2python", "docx", "docx2python", "text tables")
def docx2python() -> Runner:
    """Its nested lists: tables of rows of cells of paragraphs; what is no table is one of a single cell."""
    library = import_module("docx2python")

    def run(path: Path) -> Any:
        with library.docx2python(path) as document:
            return document.text, document.body

    def tell(got: Any) -> Told:
        text, body = got
        tables: list[Rows] = [[["\n".join(cell) for cell in row] for row in table] for table in body]
        return Told(text, [rows for rows in tables if len(rows) > 1 or len(rows[0]) > 1])

    return Runner(run, tell)


@tool("mammoth", "docx", "mammoth", "text tables spans")
def mammoth() -> Runner:
    """HTML, with spans."""
    library = import_module("mammoth")

    def run(path: Path) -> Any:
        with path.open("rb") as opened:
            return library.convert_to_html(opened).value

    return Runner(run, html_told)


@tool("markitdown", "docx", "markitdown", "text tables")
def markitdown() -> Runner:
    """Markdown."""
    library = import_module("markitdown")
    converter = library.MarkItDown()

    def run(path: Path) -> Any:
        return converter.convert(str(path)).text_content

    return Runner(run, lambda text: Told(text, markdown_tables(text)))


def html_told(html: str) -> Told:
    """Text and tables of HTML; slots as a browser would place them."""
    page = import_module("lxml.html").fromstring(f"<div>{html}</div>")
    tables: list[Rows] = []
    slots: list[list[Slot]] = []
    for table in page.iter("table"):
        taken: dict[tuple[int, int], str | None] = {}
        cells: list[Slot] = []
        for row, line in enumerate(table.xpath("./tr|./thead/tr|./tbody/tr"), 1):
            col = 1
            for cell in line.xpath("./td|./th"):
                while (row, col) in taken:
                    col += 1
                deep, wide = int(cell.get("rowspan", 1)), int(cell.get("colspan", 1))
                text = "\n".join(part.text_content() for part in cell) or cell.text_content()
                taken.update({(r, c): None for r in range(row, row + deep) for c in range(col, col + wide)})
                taken[row, col] = text
                cells.append((row, col, deep, wide, text))
        rows = [
            [taken.get((r, c)) for c in range(1, 1 + max(c for _, c in taken))]
            for r in range(1, 1 + max(r for r, _ in taken))
        ]
        tables.append(rows)
        slots.append(cells)
    return Told("\n".join(page.itertext()), tables, slots)


@tool("openpyxl", "xlsx", "openpyxl", "tables")
def openpyxl() -> Runner:
    """Values as they are stored, in Python's own writing."""
    library = import_module("openpyxl")

    def run(path: Path) -> Any:
        book = library.load_workbook(path, data_only=True)
        return [], [
            [[_shown(value) for value in row] for row in sheet.iter_rows(values_only=True)] for sheet in book
        ]

    return Runner(run)


@tool("python-calamine", "xlsx", "python-calamine", "tables")
def calamine() -> Runner:
    """Likewise."""
    library = import_module("python_calamine")

    def run(path: Path) -> Any:
        book = library.CalamineWorkbook.from_path(str(path))
        sheets = (book.get_sheet_by_name(name) for name in book.sheet_names)
        return [], [[[_shown(value) for value in row] for row in sheet.to_python()] for sheet in sheets]

    return Runner(run)


@tool("pandas", "xlsx", "pandas", "tables")
def pandas() -> Runner:
    """Likewise."""
    library = import_module("pandas")

    def run(path: Path) -> Any:
        sheets = library.read_excel(path, sheet_name=None, header=None, dtype=object)
        return [], [
            [[_shown(value) for value in row] for row in frame.to_numpy().tolist()]
            for frame in sheets.values()
        ]

    return Runner(run)


def _shown(value: Any) -> str | None:
    """A value as Python writes it; nothing for blanks."""
    return None if value is None or value == "" or value != value else str(value)
