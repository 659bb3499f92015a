"""files.csv: one row per file found, so that nothing is lost without a word."""

from __future__ import annotations

from pathlib import Path

from pipeline.frames import csv, frame
from pipeline.report import report, write
from pipeline.run import Run
from pipeline.safe import cell

COLUMNS = ("path", "sha256", "bytes", "format", "status", "reason", "pages", "tables")


@report("files.csv")
def files_csv(run: Run, out: Path) -> None:
    """Write what became of every file."""
    rows = (
        {
            "path": cell(row.path),
            "sha256": row.sha256,
            "bytes": str(row.bytes),
            "format": row.format,
            "status": str(row.status),
            "reason": cell("；".join(filter(None, (row.reason, row.remedy)))),
            "pages": str(row.pages),
            "tables": str(row.tables),
        }
        for row in run.files
    )
    write(out / "files.csv", csv(frame(rows, COLUMNS)))
