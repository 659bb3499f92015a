"""texts.jsonl: every paragraph as read, so that next year's reports can be held against this year's."""

from __future__ import annotations

from pathlib import Path

from pipeline.lines import write_lines
from pipeline.report import report
from pipeline.rows import text_rows
from pipeline.run import Run


@report("texts.jsonl")
def texts_jsonl(run: Run, out: Path) -> None:
    """Write one line per paragraph."""
    write_lines(out / "texts.jsonl", text_rows(run.documents))
