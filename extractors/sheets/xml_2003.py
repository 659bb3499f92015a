"""The worksheets of Excel 2003's XML (“XML 表格 2003”), which many systems export as .xls."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path

from lxml import etree

from extractors.blocks import speakable
from extractors.ooxml import KINDS, Element, attribute, elements
from extractors.sheets.number_format import is_blank_format, shown, shown_text
from extractors.sheets.styles import CellStyle
from extractors.sheets.workbook import (
    MAX_BLANK_ROWS,
    MAX_COLUMNS,
    MAX_ROWS,
    Merge,
    Sheet,
    check_size,
    damaged,
)

# Formats that Excel writes by name, with what Chinese Excel shows.
_NAMED = {
    "general number": "General", "general date": "yyyy/m/d h:mm", "long date": 'yyyy"年"m"月"d"日"', "medium date": "d-mmm-yy",
    "short date": "yyyy/m/d", "long time": "h:mm:ss", "medium time": "h:mm AM/PM", "short time": "h:mm",
    "currency": "¥#,##0.00;[Red]¥-#,##0.00", "euro currency": "[$€]#,##0.00", "fixed": "0.00", "standard": "#,##0.00",
    "percent": "0.00%", "scientific": "0.00E+00", "yes/no": '"Yes";"Yes";"No"', "true/false": '"True";"True";"False"',
    "on/off": '"On";"On";"Off"',
}  # fmt: skip
_PLAIN = CellStyle()


def read_xml_2003(path: Path, name: str) -> tuple[list[Sheet], list[str]]:
    """The sheets of the file at ``path``, hidden ones too, and what could not be read of it.

    Raises:
        DamagedFile: it is not well formed or numbers cells that cannot be.
        TooLarge: more cells than any report has.
    """
    reading = _Reading(name)
    try:
        with path.open("rb") as stream:
            for element in elements(stream, "Style", "Column", "Row", "Visible", "Worksheet"):
                reading.take(element)
    except (etree.XMLSyntaxError, ValueError) as trouble:
        raise damaged(name, "表格") from trouble
    return reading.sheets, []


class _Reading:
    """Styles, then the sheets one after the other."""

    def __init__(self, name: str) -> None:
        self.sheets: list[Sheet] = []
        self._name = name
        self._styles: dict[str, CellStyle] = {}
        self._filled = 0
        self._begin()

    def _begin(self) -> None:
        self._sheet = Sheet("")
        self._row = self._column = -1
        self._column_styles: dict[int, str] = {}

    def take(self, element: Element) -> None:
        """Read one element; a sheet's own comes after all it holds."""
        what = KINDS[element.tag]
        if what == "Style":
            self._take_style(element)
        elif what == "Column":
            self._take_column(element)
        elif what == "Row":
            self._take_row(element)
        elif what == "Visible":
            self._sheet.hidden = (element.text or "").strip() in {"SheetHidden", "SheetVeryHidden"}
        else:
            self._sheet.name = speakable(attribute(element, "Name"))
            self.sheets.append(self._sheet)
            self._begin()

    def _take_style(self, element: Element) -> None:
        known = self._styles.get(attribute(element, "Parent"), self._styles.get("Default", _PLAIN))
        code, ruled = known.code, known.ruled
        for below in element:
            if KINDS[below.tag] == "NumberFormat":
                code = attribute(below, "Format") or "General"
                code = _NAMED.get(code.lower(), code)
            elif KINDS[below.tag] == "Borders":
                ruled = any(attribute(side, "LineStyle", "None") != "None" for side in below)
        self._styles[attribute(element, "ID")] = CellStyle(code, ruled)

    def _take_column(self, element: Element) -> None:
        self._column = _number(element, "Index", self._column + 2, MAX_COLUMNS) - 1
        for column in range(self._column, self._column + 1 + _number(element, "Span", 0, MAX_COLUMNS)):
            if attribute(element, "Hidden") == "1" or attribute(element, "Width") == "0":
                self._sheet.hidden_columns.add(column)
            self._column_styles[column] = attribute(element, "StyleID")
            self._column = column

    def _take_row(self, element: Element) -> None:
        self._row = _number(element, "Index", self._row + 2, MAX_ROWS) - 1
        many = _number(element, "Span", 0, MAX_ROWS)
        if attribute(element, "Hidden") == "1" or attribute(element, "Height") == "0":
            self._sheet.hidden_rows.add(self._row)
        column = -1
        for cell in element:
            if KINDS[cell.tag] == "Cell":
                column = self._take_cell(cell, column, attribute(element, "StyleID"))
        self._row += many

    def _take_cell(self, cell: Element, before: int, row_style: str) -> int:
        """Note one cell; the last column it covers comes back."""
        column = _number(cell, "Index", before + 2, MAX_COLUMNS) - 1
        wide, high = _number(cell, "MergeAcross", 0, MAX_COLUMNS), _number(cell, "MergeDown", 0, MAX_ROWS)
        if wide or high:
            self._sheet.merges.append(Merge(self._row, column, self._row + high, column + wide))
        ident = attribute(cell, "StyleID") or row_style or self._column_styles.get(column, "")
        style = self._styles.get(ident, self._styles.get("Default", _PLAIN))
        if style.ruled:
            mask = ((1 << (wide + 1)) - 1) << column
            for row in range(self._row, self._row + min(high, MAX_BLANK_ROWS) + 1):
                self._sheet.ruled[row] = self._sheet.ruled.get(row, 0) | mask
        value = next((below for below in cell if KINDS[below.tag] == "Data"), None)
        if value is not None:
            self._note(
                column, "".join(str(text) for text in value.itertext()), attribute(value, "Type"), style
            )
        elif attribute(cell, "Formula"):
            self._sheet.unsaved.append((self._row, column))
        return column + wide

    def _note(self, column: int, value: str, kind: str, style: CellStyle) -> None:
        text = speakable(_shown(value, kind, style)).strip()
        if text:
            self._filled += 1
            check_size(self._filled, self._name)
            self._sheet.texts[self._row, column] = text
        elif value.strip() and is_blank_format(style.code):
            self._sheet.masked.append((self._row, column))


def _number(element: Element, name: str, default: int, limit: int) -> int:
    """A counting attribute.

    Raises:
        ValueError: none, or beyond a worksheet's edge.
    """
    value = int(attribute(element, name, str(default)))
    if not 0 <= value <= limit:
        raise ValueError(value)
    return value


def _shown(value: str, kind: str, style: CellStyle) -> str:
    if kind == "Number" and len(value) < 400:
        try:
            number = Decimal(value.strip())
            return shown(number, style.code) if number.is_finite() else value
        except InvalidOperation:
            return value
    if kind == "DateTime":
        try:
            since = datetime.fromisoformat(value.strip()) - datetime(1899, 12, 30)  # noqa: DTZ001  (a day, nowhere)
        except ValueError:
            return value
        serial = since.days + Decimal(since.seconds) / 86400
        code = "yyyy/m/d" if style.code == "General" else style.code
        return shown(serial - 1 if serial < 61 else serial, code)
    if kind == "Boolean":
        return "TRUE" if value.strip() == "1" else "FALSE"
    return shown_text(value.replace("\r\n", "\n").replace("\r", "\n"), style.code)
