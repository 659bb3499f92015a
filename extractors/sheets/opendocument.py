"""The worksheets of an .ods. The file holds what each cell shows, so no format need be applied."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from extractors.blocks import speakable
from extractors.ooxml import KINDS, Element, Package, attribute
from extractors.sheets.number_format import shown
from extractors.sheets.workbook import MAX_BLANK_ROWS, MAX_COLUMNS, Merge, Sheet, check_size, damaged
from schemas.errors import Encrypted

_MOST_BLANKS = 1000  # of one text:s; a hostile file says a billion


def read_ods(path: Path, name: str) -> tuple[list[Sheet], list[str]]:
    """The sheets of the file at ``path``, hidden ones too, and what could not be read of it.

    Raises:
        DamagedFile: the package or its content cannot be read.
        Encrypted: a password is needed to open it.
        TooLarge: more cells than any report has.
    """
    package = Package(path, name)
    try:
        if any(True for _ in package.elements("META-INF/manifest.xml", "encryption-data")):
            raise Encrypted(name, "文件设有打开密码", "请去掉密码后重新提交")
        if not package.holds("content.xml"):
            raise damaged(name, "正文")
        return _sheets(package), []
    finally:
        package.close()


def _sheets(package: Package) -> list[Sheet]:
    """Every table:table; its rows come before its own end."""
    framed: set[str] = set()
    unseen: set[str] = set()
    sheets: list[Sheet] = []
    reading = _Reading(framed, package.name)
    for element in package.elements("content.xml", "style", "table-column", "table-row", "table"):
        what = KINDS[element.tag]
        if what == "style":
            style = attribute(element, "name")
            for properties in element:
                if _has_border(properties):
                    framed.add(style)
                if attribute(properties, "display") == "false":
                    unseen.add(style)
        elif what == "table-column":
            reading.column(element)
        elif what == "table-row":
            reading.take(element)
        else:
            reading.finish()
            reading.sheet.name = speakable(attribute(element, "name"))
            reading.sheet.hidden = attribute(element, "style-name") in unseen
            sheets.append(reading.sheet)
            reading = _Reading(framed, package.name, reading.filled)
    return sheets


def _has_border(properties: Element) -> bool:
    return any(
        str(key).rpartition("}")[2]
        in {"border", "border-left", "border-right", "border-top", "border-bottom"}
        and not str(value).startswith(("none", "0"))
        for key, value in properties.attrib.items()
    )


def _times(element: Element, name: str) -> int:
    count = attribute(element, name, "1")
    return max(int(count), 1) if count.isdigit() and len(count) < 8 else 1


class _Reading:
    """The columns and rows of a sheet as they come; ``filled`` counts the filled cells of the file so far."""

    def __init__(self, framed: set[str], name: str, filled: int = 0) -> None:
        self.sheet = Sheet("")
        self.filled = filled
        self._framed = framed
        self._name = name
        self._row = 0
        self._columns: list[str] = []  # the style of cells that name none
        self._waiting: dict[int, int] = {}

    def column(self, element: Element) -> None:
        """Note the style and the visibility of some columns."""
        first = len(self._columns)
        many = min(_times(element, "number-columns-repeated"), MAX_COLUMNS - first)
        self._columns += [attribute(element, "default-cell-style-name")] * many
        if attribute(element, "visibility", "visible") != "visible":
            self.sheet.hidden_columns.update(range(first, first + many))

    def take(self, element: Element) -> None:
        """Read one row, as often as it is repeated."""
        cells, frames = self._cells(element)
        many = _times(element, "number-rows-repeated")
        hidden = attribute(element, "visibility", "visible") != "visible"
        if not cells:
            for row in range(self._row, self._row + min(many, MAX_BLANK_ROWS + 1) if frames else self._row):
                self._waiting[row] = frames
            self._row += many
            return
        if len(self._waiting) <= MAX_BLANK_ROWS:
            self.sheet.ruled.update(self._waiting)
        self._waiting = {}
        for row in range(self._row, self._row + many):
            self.filled += len(cells)
            check_size(self.filled, self._name)
            if hidden:
                self.sheet.hidden_rows.add(row)
            if frames:
                self.sheet.ruled[row] = frames
            for column, cell in cells:
                self._place(row, column, cell)
        self._row += many

    def finish(self) -> None:
        """Keep the frames right below the last text."""
        if len(self._waiting) <= MAX_BLANK_ROWS:
            self.sheet.ruled.update(self._waiting)

    def _cells(self, element: Element) -> tuple[list[tuple[int, _Cell]], int]:
        """The cells of a row that hold something or are merged, with their columns, and which columns are framed."""
        found: list[tuple[int, _Cell]] = []
        frames = column = 0
        for cell in element:
            what = KINDS[cell.tag]
            if what not in {"table-cell", "covered-table-cell"}:
                continue
            many = min(_times(cell, "number-columns-repeated"), MAX_COLUMNS - column)
            style = attribute(cell, "style-name") or "".join(self._columns[column : column + 1])
            if style in self._framed:
                frames |= ((1 << many) - 1) << column
            read = _read_cell(cell)
            if read is not None:
                check_size(self.filled + len(found) + many, self._name)
                found += [(column + at, read) for at in range(many)]
            column += many
        return found, frames

    def _place(self, row: int, column: int, cell: _Cell) -> None:
        if cell.high > 1 or cell.wide > 1:
            right = min(column + cell.wide, MAX_COLUMNS) - 1
            self.sheet.merges.append(Merge(row, column, row + cell.high - 1, right))
        self.sheet.pictures += cell.pictures
        if cell.text:
            self.sheet.texts[row, column] = cell.text
        elif cell.unsaved:
            self.sheet.unsaved.append((row, column))


@dataclass(frozen=True, slots=True)
class _Cell:
    """What a cell shows and how far it reaches; ``unsaved``: a formula without its value."""

    text: str
    high: int
    wide: int
    pictures: int
    unsaved: bool


def _read_cell(cell: Element) -> _Cell | None:
    """The cell, or None when it is blank and single."""
    high, wide = _times(cell, "number-rows-spanned"), _times(cell, "number-columns-spanned")
    kind = attribute(cell, "value-type")
    unsaved = bool(attribute(cell, "formula")) and not kind
    if not (len(cell) or high > 1 or wide > 1 or kind or unsaved):
        return None
    pictures = sum(KINDS[below.tag] == "frame" for below in cell)
    return _Cell(_text(cell).strip(), high, wide, pictures, unsaved)


def _text(cell: Element) -> str:
    """What the cell shows; its value where the writing program did not say how it shows it."""
    lines = [_line(below) for below in cell if KINDS[below.tag] == "p"]
    if lines:
        return speakable("\n".join(lines))
    value = attribute(cell, "value")
    if attribute(cell, "value-type") in {"float", "percentage", "currency"} and len(value) < 40:
        try:
            percentage = attribute(cell, "value-type") == "percentage"
            return shown(Decimal(value), "0.00%" if percentage else "General")
        except InvalidOperation:
            return ""
    return speakable(attribute(cell, "date-value") or attribute(cell, "string-value"))


def _line(paragraph: Element) -> str:
    """The text of a paragraph; comments are left out."""
    parts = [paragraph.text or ""]
    for below in paragraph:
        what = KINDS[below.tag]
        if what == "s":
            count = attribute(below, "c", "1")
            parts.append(" " * min(int(count) if count.isdigit() and len(count) < 5 else 1, _MOST_BLANKS))
        elif what in {"tab", "line-break"}:
            parts.append("\t" if what == "tab" else "\n")
        elif what in {"span", "a"}:
            parts.append(_line(below))
        parts.append(below.tail or "")
    return "".join(parts)
