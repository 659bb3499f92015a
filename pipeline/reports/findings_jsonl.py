"""findings.jsonl: the findings for programs, exact."""

from __future__ import annotations

from pathlib import Path

from pipeline.lines import write_lines
from pipeline.report import report
from pipeline.rows import finding_row
from pipeline.run import Run, problems


@report("findings.jsonl")
def findings_jsonl(run: Run, out: Path) -> None:
    """Write one line per finding."""
    write_lines(out / "findings.jsonl", (finding_row(record) for record in problems(run)))
