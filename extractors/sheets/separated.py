"""Values between commas or tabs (.csv, .tsv) as a worksheet."""

from __future__ import annotations

import csv
import re

from extractors.sheets.workbook import MAX_COLUMNS, Sheet, check_size
from schemas.errors import DamagedFile

_SEPARATORS = ",\t;，|"
_LOOKED_AT = 50  # lines; enough to see what parts them
_AS_TEXT = re.compile(r'="([^"]*)"')  # ="001" is how programs keep Excel from eating noughts


def separated(content: str, name: str) -> Sheet:
    """The rows of ``content`` as a sheet without a name, which is what the separator seems to make of them.

    Raises:
        DamagedFile: a quotation mark that never closes.
        TooLarge: more cells than any report has.
    """
    head = content.split("\n", _LOOKED_AT)[:_LOOKED_AT]
    separator = max(_SEPARATORS, key=lambda mark: sum(line.count(mark) for line in head))
    sheet = Sheet("")
    try:
        for at, row in enumerate(csv.reader(content.splitlines(keepends=True), delimiter=separator)):
            if len(row) > MAX_COLUMNS:
                raise DamagedFile(name, f"第{at + 1}行有 {len(row)} 列，不像是表格", _AS_XLSX)
            for column, value in enumerate(row):
                text = (_AS_TEXT.fullmatch(value) or [value, value])[1].strip()
                if text:
                    sheet.texts[at, column] = text
            check_size(len(sheet.texts), name)
    except csv.Error as trouble:
        raise DamagedFile(name, "引号不成对，分不出各列", _AS_XLSX) from trouble
    return sheet


_AS_XLSX = "请用 Excel 或 WPS 打开，另存为 .xlsx 后重新提交"
