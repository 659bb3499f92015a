"""The worksheets of an .xls or an old .et, through xlrd: values, number formats, merges, frames, what is hidden."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from extractors.blocks import speakable
from extractors.default_password import unlocked
from extractors.sheets.date_format import EPOCH_1900, Epoch
from extractors.sheets.number_format import is_blank_format, shown, shown_text
from extractors.sheets.styles import BUILT_IN, CellStyle
from extractors.sheets.workbook import MAX_BLANK_ROWS, Merge, Sheet, check_size, damaged
from schemas.errors import Encrypted

if TYPE_CHECKING:
    import xlrd
    import xlrd.sheet

_FOLLOW_LANGUAGE = {14, 22, *range(27, 37), *range(50, 59)}  # xlrd gives these as American Excel shows them
_TEXT, _NUMBER, _DATE, _TRUTH, _ERROR = 1, 2, 3, 4, 5
_BLANKS = b"\x00\x06"  # types of cells that hold nothing
_LEFT_AS_IT_IS = CellStyle()


def read_xls(path: Path, name: str) -> tuple[list[Sheet], list[str]]:
    """The sheets of the file at ``path``, hidden ones too, and what could not be read of it.

    Raises:
        DamagedFile: the container or a record in it is broken.
        Encrypted: a password is needed to open it.
        TooLarge: more cells than any report has.
    """
    from xlrd.biffh import XLRDError  # here, not above: most submissions hold no such file

    try:
        book = _opened(path.read_bytes())
        styles = _styles(book)
        epoch = Epoch.MAC if book.datemode else EPOCH_1900
        sheets: list[Sheet] = []
        filled = 0
        for index in range(book.nsheets):
            sheets.append(_sheet(book.sheet_by_index(index), styles, epoch))
            filled += len(sheets[-1].texts)
            check_size(filled, name)
            book.unload_sheet(index)
    except XLRDError as trouble:
        if "encrypted" in str(trouble):
            raise Encrypted(name, "文件设有打开密码", "请去掉密码后重新提交") from trouble
        raise damaged(name, "工作簿") from trouble
    return sheets, []


def _opened(content: bytes) -> xlrd.Book:
    """The workbook ``content``, also where it is encrypted under the password that everybody has.

    Raises:
        XLRDError: it is no workbook, or encrypted under another.
    """
    import xlrd
    from xlrd.biffh import XLRDError

    open_ = partial(xlrd.open_workbook, formatting_info=True, on_demand=True, logfile=StringIO())
    try:
        return open_(file_contents=content)
    except XLRDError as trouble:
        plain = unlocked(content) if "encrypted" in str(trouble) else None
        if plain is None:
            raise
        return open_(file_contents=plain)


def _styles(book: xlrd.Book) -> list[CellStyle]:
    """The cell styles in the order cells count them."""
    styles: list[CellStyle] = []
    for xf in book.xf_list:
        known = book.format_map.get(xf.format_key)
        code = known.format_str if known is not None else "General"
        if xf.format_key in _FOLLOW_LANGUAGE:
            code = BUILT_IN[xf.format_key]
        border = xf.border
        ruled = border is not None and (
            border.left_line_style
            or border.right_line_style
            or border.top_line_style
            or border.bottom_line_style
        )
        styles.append(CellStyle(code or "General", bool(ruled)))
    return styles


def _sheet(tab: xlrd.sheet.Sheet, styles: list[CellStyle], epoch: Epoch) -> Sheet:
    sheet = Sheet(speakable(tab.name), hidden=tab.visibility != 0)
    zeros = bool(getattr(tab, "show_zero_values", 1))
    filled = [row for row in range(tab.nrows) if bytes(tab.row_types(row)).strip(_BLANKS)]
    for row in range(min(filled[-1] + 1 + MAX_BLANK_ROWS, tab.nrows) if filled else 0):
        frames = 0
        kinds = tab.row_types(row)
        for column, value in enumerate(tab.row_values(row)):
            index = tab.cell_xf_index(row, column)
            style = styles[index] if 0 <= index < len(styles) else _LEFT_AS_IT_IS
            if style.ruled:
                frames |= 1 << column
            if kinds[column] in _BLANKS:
                continue
            text = _shown(kinds[column], value, style, epoch, zeros=zeros).strip()
            if text:
                sheet.texts[row, column] = text
            elif value != "" and is_blank_format(style.code):
                sheet.masked.append((row, column))
        if frames:
            sheet.ruled[row] = frames
    last = filled[-1] if filled else -1
    sheet.merges = [Merge(top, left, bottom - 1, right - 1) for top, bottom, left, right in tab.merged_cells]
    rows, columns = tab.rowinfo_map, tab.colinfo_map
    sheet.hidden_rows = {r for r, row in rows.items() if r <= last and (row.hidden or row.height == 0)}
    sheet.hidden_columns = {c for c, column in columns.items() if column.hidden or column.width == 0}
    return sheet


def _shown(kind: int, value: object, style: CellStyle, epoch: Epoch, *, zeros: bool) -> str:
    if kind in {_NUMBER, _DATE}:
        return shown(Decimal(repr(value)), style.code, epoch) if value or zeros else ""
    if kind == _TRUTH:
        return "TRUE" if value else "FALSE"
    if kind == _ERROR and isinstance(value, int):
        from xlrd.biffh import error_text_from_code

        return error_text_from_code.get(value, "#N/A")
    if kind == _TEXT:
        return shown_text(speakable(str(value).replace("\r\n", "\n").replace("\r", "\n")), style.code)
    return ""
