"""What every test of archives stands on: small archives made on the spot, and what the audit says of them."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from pipeline.audit import Options, audit_directory
from pipeline.run import FileRow, Status

TEXT = "一、概况\n校舍维修项目全年支出100万元。\n"


def packed(*members: tuple[str, bytes | str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return made.getvalue()


def audited(folder: Path, workers: int = 2, **options: float) -> dict[str, FileRow]:
    run = audit_directory(folder, Options(workers=workers, **options))  # type: ignore[arg-type]
    assert not run.broken
    assert len(run.files) == len({row.path for row in run.files})
    assert all(row.reason for row in run.files if row.status is not Status.PARSED)
    return {row.path: row for row in run.files}


def statuses(rows: dict[str, FileRow]) -> dict[str, str]:
    return {path: str(row.status) for path, row in rows.items()}
