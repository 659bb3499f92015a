"""What reviewers wrote into the audit.csv of the run before, by fingerprint, so that the next run keeps it."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

COLUMNS = ("处理状态", "处理意见", "处理人", "处理时间")
_FINGERPRINT = "问题指纹"
_ENCODINGS = ("utf-8-sig", "gb18030")  # as we write it; as a Chinese Excel or WPS saves it
_LONGEST_FIELD = 1_000_000


def decisions(path: Path) -> dict[str, Mapping[str, str]]:
    """The reviewer's columns of the audit.csv at ``path``, by fingerprint; those of blank rows are left out.

    Empty where there is no such file or it is not a table with these columns any more.
    """
    try:
        content = path.read_bytes()
    except OSError:
        return {}
    for encoding in _ENCODINGS:
        try:
            return _decided(content.decode(encoding))
        except UnicodeDecodeError:
            continue
    return {}


def _decided(text: str) -> dict[str, Mapping[str, str]]:
    usual = csv.field_size_limit(_LONGEST_FIELD)
    separator = "\t" if "\t" in text.partition("\n")[0] else ","
    found: dict[str, Mapping[str, str]] = {}
    try:
        for row in csv.DictReader(text.splitlines(keepends=True), delimiter=separator):
            said = {name: (row.get(name) or "").strip() for name in COLUMNS}
            if row.get(_FINGERPRINT) and any(said.values()):
                found[row[_FINGERPRINT]] = said
    except csv.Error:
        return {}
    finally:
        csv.field_size_limit(usual)  # of the whole process: readers of submissions keep the usual one
    return found
