"""Other libraries that read PDF, each as its manual says, pages let go where it can."""

# ruff: noqa: ANN401 - what a library gives back is its own affair
from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

from tests.bench.reading.tool import Runner, Told, tool


@tool("pdfplumber", "pdf", "pdfplumber", "text tables")
def pdfplumber() -> Runner:
    """Text and tables; a page closed as soon as it is done, or memory grows with the document."""
    library = import_module("pdfplumber")

    def run(path: Path) -> Any:
        texts: list[str] = []
        tables: list[Any] = []
        with library.open(path) as document:
            for page in document.pages:
                texts.append(page.extract_text())
                tables += page.extract_tables()
                page.close()
        return texts, tables

    return Runner(run)


@tool("PyMuPDF", "pdf", "PyMuPDF", "text tables")
def pymupdf() -> Runner:
    """Text and find_tables. AGPL: measured, never used."""
    library = import_module("pymupdf")

    def run(path: Path) -> Any:
        texts: list[str] = []
        tables: list[Any] = []
        with library.open(path) as document:
            for page in document:
                texts.append(page.get_text())
                tables += [table.extract() for table in page.find_tables().tables]
        return texts, tables

    return Runner(run)


@tool("tablers", "pdf", "tablers", "tables")
def tablers() -> Runner:
    """Tables only; it tells no text of a page."""
    library = import_module("tablers")

    def run(path: Path) -> Any:
        tables: list[Any] = []
        document = library.Document(str(path))
        for page in document.pages():
            tables += [
                [[cell.text if cell else None for cell in row.cells] for row in table.rows]
                for table in library.find_tables(page, extract_text=True)
            ]
            page.clear()
        document.close()
        return [], tables

    return Runner(run)


@tool("pdf_oxide", "pdf", "pdf_oxide", "text tables")
def pdf_oxide() -> Runner:
    """Text without its own sweep for tables, then tables."""
    library = import_module("pdf_oxide")

    def run(path: Path) -> Any:
        texts: list[str] = []
        tables: list[Any] = []
        document = library.PdfDocument(str(path))
        for at in range(document.page_count()):
            texts.append(document.extract_text(at, extract_tables=False))
            tables += [
                [[cell["text"] for cell in row["cells"]] for row in table["rows"]]
                for table in document.extract_tables(at)
            ]
        return texts, tables

    return Runner(run)


@tool("camelot", "pdf", "camelot-py", "tables")
def camelot() -> Runner:
    """Ruled tables; a tenth of the speed of pdfplumber, so only asked for the report."""
    library = import_module("camelot")

    def run(path: Path) -> Any:
        found = library.read_pdf(str(path), pages="all", flavor="lattice", suppress_stdout=True)
        return [], [table.df.to_numpy().tolist() for table in found]

    return Runner(run)


@tool("pdf-inspector", "pdf", "pdf-inspector", "text tables")
def pdf_inspector() -> Runner:
    """Markdown, tables in it."""
    library = import_module("pdf_inspector")

    def run(path: Path) -> Any:
        return library.process_pdf(str(path))

    return Runner(run, lambda got: Told(got.markdown or "", markdown_tables(got.markdown or "")))


@tool("pypdfium2 仅文字", "pdf", "pypdfium2", "text")
def pypdfium2() -> Runner:
    """What PDFium itself takes: the limit of anything built on it."""
    library = import_module("pypdfium2")

    def run(path: Path) -> Any:
        texts = []
        document = library.PdfDocument(path)
        for page in document:
            text = page.get_textpage()
            texts.append(text.get_text_range())
            text.close()
            page.close()
        document.close()
        return texts, []

    return Runner(run)


@tool("pdfminer.six 仅文字", "pdf", "pdfminer.six", "text")
def pdfminer() -> Runner:
    """Text with its layout analysis."""
    library = import_module("pdfminer.high_level")

    def run(path: Path) -> Any:
        return [library.extract_text(path)], []

    return Runner(run)


@tool("pypdf 仅文字", "pdf", "pypdf", "text")
def pypdf() -> Runner:
    """Text."""
    library = import_module("pypdf")

    def run(path: Path) -> Any:
        with library.PdfReader(path) as document:
            return [page.extract_text() for page in document.pages], []

    return Runner(run)


def markdown_tables(text: str) -> list[Any]:
    """Pipe tables of Markdown as rows of text."""
    tables: list[Any] = []
    rows: list[list[str]] = []
    for line in [*text.splitlines(), ""]:
        line = line.strip()
        if line.startswith("|"):
            cells = [cell.strip().replace("<br>", "\n") for cell in line.strip("|").split("|")]
            if not all(set(cell) <= set(":- ") and "-" in cell for cell in cells):
                rows.append(cells)
        elif rows:
            tables.append(rows)
            rows = []
    return tables
