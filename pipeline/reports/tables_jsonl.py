"""tables.jsonl: every table as read, merged cells repeated."""

from __future__ import annotations

from pathlib import Path

from pipeline.lines import write_lines
from pipeline.report import report
from pipeline.rows import table_rows
from pipeline.run import Run


@report("tables.jsonl")
def tables_jsonl(run: Run, out: Path) -> None:
    """Write one line per table."""
    write_lines(out / "tables.jsonl", table_rows(run.documents))
