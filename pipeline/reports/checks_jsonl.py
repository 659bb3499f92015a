"""checks.jsonl: every check that ran and what it came to, agreement included."""

from __future__ import annotations

from pathlib import Path

from pipeline.lines import write_lines
from pipeline.report import report
from pipeline.rows import check_row
from pipeline.run import Run, checks


@report("checks.jsonl")
def checks_jsonl(run: Run, out: Path) -> None:
    """Write one line per check."""
    write_lines(out / "checks.jsonl", (check_row(record) for record in checks(run)))
