"""The body of a binary Word file without Word or LibreOffice: text complete and in order, tables by their cell marks.

Tracked changes are accepted, field codes and hidden text left out, as `extractors.word.body` does it for docx. Text boxes
have no place in the flow of text here and come last.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

from extractors.blocks import speakable
from extractors.tables import Draft, Grid
from extractors.word.body import Story, one_line, tell
from extractors.word.runs import PRIVATE, Seen, has_signs, sign
from extractors.word.tables import WordCell, WordRow, grid_of
from extractors.word.word97 import (
    DELETED,
    ENDNOTE_REFS,
    ENDNOTES,
    HIDDEN,
    INSERTED,
    NOTE_REFS,
    NOTES,
    REPAIR,
    SPECIAL,
    Word97,
    sprms,
)
from extractors.word.word97_properties import Properties, Row, Sheet, fonts, numbering
from schemas.errors import DamagedFile, ReadError

_END = re.compile("[\r\x07\x0c]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f]")
_SIGNS = {"\x0b": "\n", "\x0e": "\n", "\x1e": "-", "\x1f": "", "\x09": "\t"}
_SYMBOL, _FONT = 0x6A09, 0x4A4F  # sprmCSymbol: font, character; sprmCRgFtc0: font
_SAME_EDGE = 40  # twentieths of a point: two points; the narrowest column seen has twelve


def read_word97(path: Path, name: str, told: Sequence[str] = ()) -> Story:
    """The story of the binary Word file at ``path``; messages call it ``name``; ``told`` are warnings to add.

    Raises:
        ReadError: as `extractors.word.word97.Word97` and `extractors.word.body.tell` do.
    """
    try:
        reading = _Reading(Word97(path, name))
        drafts = reading.drafts()
    except (ReadError, MemoryError):
        raise
    except Exception as trouble:  # broken bytes lead anywhere
        raise DamagedFile(name, "旧版 Word 文件的内部结构已损坏", REPAIR) from trouble
    more = [f"{reading.boxes} 个复选框是否勾选没有读出"] if reading.boxes else []
    return tell(drafts, reading.seen, name, (*told, *more))


@dataclass(slots=True)
class _OpenTable:
    """A table whose end has not come: its finished rows, the finished cells of this row, the lines of this cell."""

    rows: list[tuple[Row, list[str]]] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    kept: bool = False  # some cell of this row was not deleted
    inner: list[Draft | Grid] = field(default_factory=list)


class _Reading:
    """One pass over the text, with what runs through it."""

    def __init__(self, word: Word97) -> None:
        self.seen = Seen()
        self.boxes = 0
        self._word = word
        self._text = word.text
        self._sheet = Sheet(word)
        self._numbering = numbering(word)
        self._symbols = dict(self._find_symbols())
        self._notes = dict(self._find_notes())
        self._fields: list[str] = []  # for every open field "code" or "shown"
        self._code = ""  # the instruction of the innermost field
        self._count_changes()

    def drafts(self) -> list[Draft | Grid]:
        """The body, then what stands in text boxes."""
        parts = self._word.parts
        drafts = self._blocks(0, parts.body)
        start = sum(parts[:6])
        return drafts + self._blocks(start, min(start + parts.boxes, len(self._text)))

    def _count_changes(self) -> None:
        marks = bytes(self._word.marks)
        self.seen.revisions["w:del"] = len(re.findall(rb"[%b]+" % _having(DELETED), marks))
        self.seen.revisions["w:ins"] = len(re.findall(rb"[%b]+" % _having(INSERTED), marks))
        self.seen.hidden = len(re.findall(rb"[%b]+" % _having(HIDDEN), marks))

    def _find_symbols(self) -> Iterator[tuple[int, str]]:
        """Signs of symbol fonts, by place: one in a run of its own, or characters of the private area."""
        names = dict(enumerate(fonts(self._word)))
        private = bool(PRIVATE.search(self._text))
        for first, last, properties in self._word.runs:
            for code, operand in sprms(properties):
                if code == _SYMBOL and len(operand) == 4:
                    font, char = struct.unpack("<2H", operand)
                    shown = sign(names.get(font, ""), char)
                    yield from ((cp, shown) for cp in range(first, last))
                elif code == _FONT and private and len(operand) == 2:
                    name = names.get(int.from_bytes(operand, "little"), "")
                    for found in PRIVATE.finditer(self._text, first, last) if has_signs(name) else ():
                        yield found.start(), sign(name, ord(found[0]))

    def _find_notes(self) -> Iterator[tuple[int, tuple[int, int]]]:
        """For the place of every reference where its note stands."""
        parts = self._word.parts
        for where, texts, start in (
            (NOTE_REFS, NOTES, parts.body),
            (ENDNOTE_REFS, ENDNOTES, sum(parts[:5])),
        ):
            refs, bounds = self._word.structure(where), self._word.structure(texts)
            count = max((len(refs) - 4) // 6, 0)
            places = struct.unpack_from(f"<{count}L", refs)
            ends = struct.unpack_from(f"<{len(bounds) // 4}L", bounds)
            for place, (first, last) in zip(places, pairwise(ends), strict=False):
                yield place, (start + first, min(start + last, len(self._text)))

    def _blocks(self, start: int, end: int) -> list[Draft | Grid]:
        drafts: list[Draft | Grid] = []
        tables: list[_OpenTable] = []
        pending = ""  # text of paragraphs whose end mark was deleted
        for first, last, properties in self._paragraphs(start, end):
            while len(tables) > properties.depth:
                self._close(tables, drafts)
            if properties.depth and not tables and properties.page_break:
                drafts.append(Draft("", breaks_page=True))
            tables += [_OpenTable() for _ in range(properties.depth - len(tables))]
            deleted = last < end and bool(self._word.marks[last] & DELETED)
            if tables and properties.ends_row:
                self._end_row(tables[-1], properties.row, deleted=deleted)
                continue
            text, hanging = self._visible(first, last)
            text, pending = pending + text, ""
            if deleted and self._text[last] == "\r" and not properties.ends_inner_cell:
                pending = text
            elif tables:
                tables[-1].kept |= not deleted
                self._add_line(tables[-1], text, properties, self._text[last : last + 1])
            else:
                drafts.append(self._draft(text, properties, self._text[last : last + 1]))
            (tables[-1].inner if tables else drafts).extend(hanging)
        while tables:
            self._close(tables, drafts)
        return [*drafts, Draft(speakable(pending))] if pending else drafts

    def _paragraphs(self, start: int, end: int) -> Iterator[tuple[int, int, Properties]]:
        """First character, end mark and properties of each. A page break within one does not end it."""
        at = start
        for found in _END.finditer(self._text, start, end):
            stretch = self._word.paragraph(found.start())
            breaks = found[0] == "\x0c"
            if breaks and stretch is not None and stretch.end > self._word.place(found.start()) + 2:
                continue
            yield at, found.start(), self._sheet.paragraph(stretch)
            at = found.end()
        if at < end:
            yield at, end, self._sheet.paragraph(self._word.paragraph(end - 1))

    def _draft(self, text: str, properties: Properties, mark: str) -> Draft:
        label = ""
        if properties.list:
            label = self._numbering.next(str(properties.list), properties.list_level)
        whole = one_line(label, text) if label or text.strip() else ""
        breaks = properties.page_break or mark == "\x0c" or "\x0c" in text
        return Draft(
            speakable(whole.replace("\x0c", "")),
            styled=properties.level,
            breaks_page=breaks,
            apart=properties.centred,
        )

    def _add_line(self, table: _OpenTable, text: str, properties: Properties, mark: str) -> None:
        table.lines.append(self._draft(text, properties, mark).text.strip())
        if properties.ends_inner_cell or mark == "\x07":
            table.cells.append("\n".join(table.lines).strip("\n"))
            table.lines = []

    def _end_row(self, table: _OpenTable, row: Row, *, deleted: bool) -> None:
        if table.kept or not deleted:
            table.rows.append((row, table.cells))
        table.cells, table.lines, table.kept = [], [], False

    def _close(self, tables: list[_OpenTable], drafts: list[Draft | Grid]) -> None:
        """The innermost table ends; what its cells hold beside text follows it."""
        table = tables.pop()
        if table.cells or table.lines:  # the file ends inside a row
            table.rows.append((Row(), [*table.cells, *(["\n".join(table.lines)] if table.lines else [])]))
        grid = grid_of(_rows(table.rows), self._word.name)
        into = tables[-1].inner if tables else drafts
        into += [grid, *table.inner] if grid.cells else table.inner

    def _visible(self, start: int, end: int) -> tuple[str, list[Draft | Grid]]:
        """What is printed of these characters, and the notes that hang on them."""
        text = self._text[start:end]
        plain = not any(self._word.marks[start:end]) and not _CONTROL.search(text)
        if (
            plain
            and not self._fields
            and not (self._symbols and any(map(self._symbols.get, range(start, end))))
        ):
            return _joined(text), []
        pieces: list[str] = []
        notes: list[Draft | Grid] = []
        for cp in range(start, end):
            char, mark = self._text[cp], self._word.marks[cp]
            if char in "\x13\x14\x15":
                self._field(char)
            elif "code" in self._fields:
                self._code += char
            elif mark & (DELETED | HIDDEN):
                continue
            elif mark & SPECIAL or char < " " or cp in self._symbols:
                pieces.append(self._special(cp, char, notes))
            else:
                pieces.append(char)
        if "code" in self._fields:  # no instruction goes beyond its paragraph: the field's end was lost
            del self._fields[self._fields.index("code") :]
        return _joined("".join(pieces)), notes

    def _special(self, cp: int, char: str, notes: list[Draft | Grid]) -> str:
        if char == "\x01":
            self.seen.pictures += not (self._fields and self._code.strip().startswith(("EMBED", "SHAPE")))
        elif char == "\x08":  # a text box or a picture; text boxes are counted
            self.seen.pictures += not self._word.parts.boxes
        elif char == "\x02" and cp in self._notes:
            note = self._blocks(*self._notes.pop(cp))
            notes += [replace(d, footnote=True) if isinstance(d, Draft) else d for d in note]
        elif cp in self._symbols:
            return self._symbols[cp]
        elif char == "\x0c" or char >= " ":
            return char
        return _SIGNS.get(char, "")

    def _field(self, char: str) -> None:
        if char == "\x13":
            self._fields.append("code")
            self._code = ""
            return
        if self._fields and self._fields[-1] == "code":
            words = self._code.split()[:2]
            self.boxes += words[:1] == ["FORMCHECKBOX"]
            formula = words[-1:] and words[-1].startswith("Equation")
            self.seen.objects += words[:1] == ["EMBED"] and not formula
            self.seen.pictures += words[:1] == ["EMBED"] and bool(formula)
        if char == "\x14" and self._fields:
            self._fields[-1] = "shown"
        elif char == "\x15" and self._fields:
            self._fields.pop()


def _rows(rows: Sequence[tuple[Row, list[str]]]) -> list[WordRow]:
    """Rows with their cells on common columns: an edge that any row draws parts two columns of all."""
    edges: list[int] = []
    for edge in sorted({edge for row, texts in rows if _fits(row, texts) for edge in row.edges}):
        if not edges or edge - edges[-1] > _SAME_EDGE:
            edges.append(edge)
    return [_row(row, texts, edges) for row, texts in rows]


def _fits(row: Row, texts: Sequence[str]) -> bool:
    return len(row.edges) == len(texts) + 1


def _row(row: Row, texts: Sequence[str], edges: Sequence[int]) -> WordRow:
    if not _fits(row, texts):
        return WordRow([WordCell(text) for text in texts])
    places = [max(n for n, edge in enumerate(edges) if edge <= at) for at in row.edges]
    cells = [
        WordCell(text, places[n + 1] - places[n], None, n in row.opens, n in row.below, n in row.beside)
        for n, text in enumerate(texts)
    ]
    return WordRow([cell for cell in cells if cell.span or cell.text], places[0])


def _joined(text: str) -> str:
    """Code units as characters: two of them make one beyond the first 65536."""
    if not any("\ud800" <= char <= "\udfff" for char in text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _having(bit: int) -> bytes:
    """The bytes with ``bit`` set, as the inside of a class of a pattern."""
    return b"".join(b"\\x%02x" % number for number in range(256) if number & bit)
