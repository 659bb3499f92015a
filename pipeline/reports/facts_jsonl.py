"""facts.jsonl: every amount and indicator value that was found, normalised."""

from __future__ import annotations

from pathlib import Path

from pipeline.lines import write_lines
from pipeline.report import report
from pipeline.rows import fact_rows
from pipeline.run import Run


@report("facts.jsonl")
def facts_jsonl(run: Run, out: Path) -> None:
    """Write one line per fact."""
    write_lines(out / "facts.jsonl", fact_rows(run))
