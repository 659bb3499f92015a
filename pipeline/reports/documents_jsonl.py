"""documents.jsonl: of every document, what became of its figures, and which rules found nothing to look at."""

from __future__ import annotations

from pathlib import Path

from pipeline.lines import write_lines
from pipeline.report import report
from pipeline.rows import document_rows
from pipeline.run import Run


@report("documents.jsonl")
def documents_jsonl(run: Run, out: Path) -> None:
    """Write one line per document that was checked."""
    write_lines(out / "documents.jsonl", document_rows(run))
