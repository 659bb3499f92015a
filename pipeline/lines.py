"""JSON, one object a line, and whole JSON files: UTF-8, keys in the order of the contract."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from pipeline.report import write

# Some programs take these for the end of a line.
_BREAKS = str.maketrans({code: f"\\u{code:04x}" for code in (0x85, 0x2028, 0x2029)})


def write_lines(path: Path, rows: Iterable[Mapping[str, object]]) -> None:
    """Write ``rows`` as JSON lines."""
    write(path, "".join(f"{_line(row)}\n" for row in rows))


def write_json(path: Path, content: Mapping[str, object]) -> None:
    """Write one indented JSON object."""
    write(path, json.dumps(content, ensure_ascii=False, indent=2) + "\n")


def _line(row: Mapping[str, object]) -> str:
    return json.dumps(row, ensure_ascii=False).translate(_BREAKS)
