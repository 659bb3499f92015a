"""The worksheets of an .xlsx, read from their XML in one pass.

openpyxl gives a formula or its value, never both, and refuses styles that Excel opens; calamine gives no number
formats, so that 100% arrives as 1. What is printed needs value and format, and a formula without value must be said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path

from extractors.blocks import speakable
from extractors.ooxml import KINDS, Element, Package, attribute, child
from extractors.sheets.date_format import EPOCH_1900, Epoch
from extractors.sheets.number_format import is_blank_format, shown, shown_text
from extractors.sheets.styles import CellStyle, Styles, read_styles
from extractors.sheets.workbook import (
    MAX_BLANK_ROWS,
    MAX_COLUMNS,
    MAX_ROWS,
    Sheet,
    check_size,
    column_of,
    damaged,
    merged_range,
)

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_CONSTANT = re.compile(r"[-+]?\d{1,15}(?:\.\d{1,10})?%?")
_LONGEST_NUMBER = 400  # characters; a double has 24
_PLAIN = CellStyle()
_WANTED = ("row", "col", "sheetView", "mergeCell")


@dataclass(slots=True)
class _Workbook:
    """What all sheets of a file share."""

    package: Package
    strings: list[str]
    styles: Styles
    epoch: Epoch
    filled: int = 0
    warnings: list[str] = field(default_factory=list)


def read_xlsx(path: Path, name: str) -> tuple[list[Sheet], list[str]]:
    """The sheets of the file at ``path``, hidden ones too, and what could not be read of it.

    Raises:
        DamagedFile: the package or one of its parts cannot be read.
        TooLarge: more cells than any report has.
    """
    package = Package(path, name)
    try:
        return _sheets(package)
    finally:
        package.close()


def _sheets(package: Package) -> tuple[list[Sheet], list[str]]:
    main = package.main_part("xl/workbook.xml")
    root = package.part(main)
    if root is None:
        raise damaged(package.name, "工作簿目录")
    relations = {relation.ident: relation for relation in package.relations(main)}
    parts = {relation.kind: relation.target for relation in relations.values() if not relation.external}
    mac = attribute(child(root, "workbookPr"), "date1904") in {"1", "true"}
    book = _Workbook(
        package,
        _strings(package, parts.get("sharedStrings", "")),
        read_styles(package.part(parts.get("styles", ""))),
        Epoch.MAC if mac else EPOCH_1900,
    )
    sheets: list[Sheet] = []
    tabs = child(root, "sheets")
    for tab in tabs if tabs is not None else ():
        sheet_name = speakable(attribute(tab, "name"))
        relation = relations.get(tab.get(_relation_id(tab), ""))
        if relation is None or relation.kind != "worksheet" or not package.holds(relation.target):
            book.warnings.append(f"工作表“{sheet_name}”是图表或宏，或者内容已丢失，没有读取")
            continue
        sheet = Sheet(sheet_name, hidden=attribute(tab, "state", "visible") != "visible")
        _read_sheet(book, sheet, relation.target)
        sheets.append(sheet)
    return sheets, book.warnings


def _relation_id(tab: Element) -> str:
    return next((str(key) for key in tab.attrib if str(key).endswith("}id")), "")


def _strings(package: Package, part: str) -> list[str]:
    """The shared strings; readings of characters (ruby) are left out, they are not printed in the cell."""
    return [_rich_text(item) for item in package.elements(part, "si")]


def _rich_text(item: Element) -> str:
    texts: list[str] = []
    for below in item:
        what = KINDS[below.tag]
        if what == "t":
            texts.append(below.text or "")
        elif what == "r":
            texts += [run.text or "" for run in below if KINDS[run.tag] == "t"]
    return _unescaped("".join(texts))


def _unescaped(text: str) -> str:
    """_x000D_ is how a carriage return is written; every kind of line end becomes one."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return speakable(text.replace("\r\n", "\n").replace("\r", "\n"))


# --- one sheet


def _read_sheet(book: _Workbook, sheet: Sheet, part: str) -> None:
    reading = _Reading(book, sheet)
    try:
        for element in book.package.elements(part, *_WANTED):
            reading.take(element)
    except ValueError as trouble:
        raise damaged(book.package.name, f"工作表“{sheet.name}”的单元格地址") from trouble
    reading.finish()
    for relation in book.package.relations(part):
        if relation.kind == "drawing" and not relation.external:
            _read_drawing(book.package.part(relation.target), sheet)


class _Reading:
    """The rows of a sheet as they come."""

    def __init__(self, book: _Workbook, sheet: Sheet) -> None:
        self._book = book
        self._sheet = sheet
        self._row = -1
        self._zeros = True
        self._waiting: dict[
            int, int
        ] = {}  # frames of blank rows, until a filled one follows; not all of very many

    def take(self, element: Element) -> None:
        """Read one element of the sheet."""
        what = KINDS[element.tag]
        if what == "row":
            self._take_row(element)
        elif what == "col":
            narrow = element.get("width") in {"0", "0.0"}
            if element.get("hidden") in {"1", "true"} or narrow:
                first, last = int(element.get("min", "1")), int(element.get("max", "1"))
                self._sheet.hidden_columns.update(range(first - 1, min(last, MAX_COLUMNS)))
        elif what == "sheetView":
            self._zeros = element.get("showZeros") not in {"0", "false"}
        elif what == "mergeCell":
            self._sheet.merges.append(merged_range(element.get("ref", "")))

    def finish(self) -> None:
        """Keep the frames right below the last text, forget the hidden rows there."""
        if len(self._waiting) <= MAX_BLANK_ROWS:
            self._sheet.ruled.update(self._waiting)
        last = max((row for row, _ in self._sheet.texts), default=-1)
        self._sheet.hidden_rows = {row for row in self._sheet.hidden_rows if row <= last}

    def _take_row(self, element: Element) -> None:
        self._row = int(element.get("r", self._row + 2)) - 1
        if not 0 <= self._row < MAX_ROWS:
            raise ValueError(self._row)
        if element.get("hidden") in {"1", "true"} or element.get("ht") == "0":
            self._sheet.hidden_rows.add(self._row)
        if len(self._waiting) > MAX_BLANK_ROWS and not any(len(cell) for cell in element):
            return  # one of a million formatted rows
        frames, column, filled = 0, -1, False
        for cell in element:
            if KINDS[cell.tag] != "c":
                continue
            address = cell.get("r")
            column = column_of(address.rstrip("0123456789")) if address else column + 1
            if column >= MAX_COLUMNS:
                raise ValueError(column)
            style = self._style(cell)
            if style.ruled:
                frames |= 1 << column
            if len(cell):
                filled |= self._take_cell(cell, column, style)
        if filled:
            if len(self._waiting) <= MAX_BLANK_ROWS:
                self._sheet.ruled.update(self._waiting)
            self._waiting = {}
            self._sheet.ruled[self._row] = frames
        elif len(self._waiting) <= MAX_BLANK_ROWS:
            self._waiting[self._row] = frames

    def _style(self, cell: Element) -> CellStyle:
        styles, index = self._book.styles, cell.get("s", "0")
        return styles[int(index)] if index.isdigit() and int(index) < len(styles) else _PLAIN

    def _take_cell(self, cell: Element, column: int, style: CellStyle) -> bool:
        """Note what the cell shows; whether that is anything."""
        value: str | None = None
        formula: str | None = None
        for below in cell:
            what = KINDS[below.tag]
            if what == "v":
                value = below.text or ""
            elif what == "is":
                value = _rich_text(below)
            elif what == "f":
                formula = below.text or ""
        at = (self._row, column)
        kind = cell.get("t", "n")
        if formula is not None and not value and kind != "str":
            if not _CONSTANT.fullmatch(formula):
                self._sheet.unsaved.append(at)
                return False
            value, kind = formula, "inlineStr"  # “=100%” computes nothing: it is what was typed
        if not value:
            return False
        text = self._shown(value, kind, style)
        if text.strip():
            self._sheet.texts[at] = text.strip()
            self._book.filled += 1
            check_size(self._book.filled, self._book.package.name)
        elif is_blank_format(style.code):
            self._sheet.masked.append(at)
        return bool(text.strip())

    def _shown(self, value: str, kind: str, style: CellStyle) -> str:
        if kind == "s":
            at = int(value) if value.strip().isdigit() else -1
            if not 0 <= at < len(self._book.strings):
                raise damaged(self._book.package.name, f"工作表“{self._sheet.name}”引用的文字")
            return shown_text(self._book.strings[at], style.code)
        if kind == "b":
            return "TRUE" if value.strip() in {"1", "true"} else "FALSE"
        number = _decimal(value) if kind == "n" else None
        if number is not None:
            return shown(number, style.code, self._book.epoch) if number or self._zeros else ""
        text = value if kind == "inlineStr" else _unescaped(value)  # str, e, and days as d writes them
        return shown_text(text, style.code)


def _decimal(value: str) -> Decimal | None:
    if len(value) > _LONGEST_NUMBER:
        return None
    try:
        number = Decimal(value.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) < _LONGEST_NUMBER else None


def _read_drawing(root: Element | None, sheet: Sheet) -> None:
    """Text boxes are read, pictures and charts are counted."""
    for element in root.iter() if root is not None else ():
        what = KINDS[element.tag]
        if what in {"pic", "graphicFrame"}:
            sheet.pictures += 1
        elif what == "txBody":
            for paragraph in element:
                text = "".join(t.text or "" for t in paragraph.iter() if KINDS[t.tag] == "t")
                if text.strip():
                    sheet.shapes.append(speakable(text.strip()))
