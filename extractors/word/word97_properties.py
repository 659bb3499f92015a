"""What the properties of a binary Word file mean: paragraphs, table rows, styles, fonts, automatic numbers.

Source: [MS-DOC] 2.6 (property modifiers), 2.9.271 STSH, 2.9.150 LSTF, 2.9.131 LFO.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from extractors.word.numbering import Level, NumberedList, Numbering
from extractors.word.word97 import FONTS, LISTS, OVERRIDES, STYLES, Stretch, Word97, sprms

_NO_STYLE = 0x0FFF
_DEEPEST = 30  # styles based on styles; Word allows 11


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a table row by their edges in twentieths of a point, with the merges that Word keeps beside them."""

    edges: tuple[int, ...] = ()
    beside: frozenset[int] = frozenset()  # cells that go on the one to their left
    below: frozenset[int] = frozenset()  # … the one above
    opens: frozenset[int] = frozenset()  # cells that begin a merge downwards


@dataclass(frozen=True, slots=True)
class Properties:
    """One paragraph. ``depth`` counts the tables it stands in; ``level`` 1 to 9 for headings; ``list`` 0 for none."""

    depth: int = 0
    ends_row: bool = False
    ends_inner_cell: bool = False
    level: int = 0
    centred: bool = False
    list: int = 0
    list_level: int = 0
    page_break: bool = False
    row: Row = field(default=Row())


def applied(properties: Properties, modifiers: bytes) -> Properties:
    """``properties`` with ``modifiers`` on top."""
    changes: dict[str, object] = {}
    for code, operand in sprms(modifiers):
        number = int.from_bytes(operand[:4], "little") if len(operand) <= 4 else 0
        if code == 0x2416 and number:  # sprmPFInTable
            changes.setdefault("depth", max(properties.depth, 1))
        elif code == 0x6649:  # sprmPItap
            changes["depth"] = min(number, 100)
        elif code in (0x2417, 0x244C) and number:  # sprmPFTtp, sprmPFInnerTtp
            changes["ends_row"] = True
        elif code == 0x244B and number:  # sprmPFInnerTableCell
            changes["ends_inner_cell"] = True
        elif code == 0x2640:  # sprmPOutLvl
            changes["level"] = number + 1 if number < 9 else 0
        elif code in (0x2461, 0x2403):  # sprmPJc: 1 centred, 2 right
            changes["centred"] = number in (1, 2)
        elif code == 0x460B:  # sprmPIlfo
            changes["list"] = number if 0 < number < 0x7FF else 0
        elif code == 0x260A:  # sprmPIlvl
            changes["list_level"] = number
        elif code == 0x2407:  # sprmPFPageBreakBefore
            changes["page_break"] = bool(number)
    row = _row(properties.row, modifiers)
    return replace(properties, row=row, **changes)  # type: ignore[arg-type]


def _row(row: Row, modifiers: bytes) -> Row:
    for code, operand in sprms(modifiers):
        if code == 0xD608:  # sprmTDefTable
            row = _defined(operand)
        elif code == 0xD62B and len(operand) >= 3:  # sprmTVertMerge
            cell, kind = operand[1], operand[2]
            row = replace(
                row,
                below=row.below | {cell} if kind == 1 else row.below - {cell},
                opens=row.opens | {cell} if kind == 3 else row.opens - {cell},
            )
        elif code == 0x5624 and len(operand) >= 2:  # sprmTMerge
            row = replace(row, beside=row.beside | set(range(operand[0] + 1, operand[1])))
    return row


def _defined(operand: bytes) -> Row:
    """Edges, then for every cell 20 bytes that begin with its merges: 2.9.312 TCGRF."""
    count = operand[2] if len(operand) > 2 else 0
    if len(operand) < 3 + 2 * (count + 1):
        return Row()
    edges = struct.unpack_from(f"<{count + 1}h", operand, 3)
    marks = operand[3 + 2 * (count + 1) :]
    flags = [int.from_bytes(marks[20 * n : 20 * n + 2], "little") for n in range(count)]
    return Row(
        edges,
        frozenset(n for n, bits in enumerate(flags) if bits & 2),
        frozenset(n for n, bits in enumerate(flags) if bits >> 5 & 3 == 1),
        frozenset(n for n, bits in enumerate(flags) if bits >> 5 & 3 == 3),
    )


class Sheet:
    """The styles of one file."""

    def __init__(self, word: Word97) -> None:
        self._styles: list[tuple[int, int, bytes]] = list(_styles(word.structure(STYLES)))
        self._known: dict[int, Properties] = {}

    def paragraph(self, stretch: Stretch | None) -> Properties:
        """What holds for a paragraph: its style, then its own."""
        if stretch is None:
            return Properties()
        if stretch.style not in self._known:
            self._known[stretch.style] = self._resolved(stretch.style, 0)
        return applied(self._known[stretch.style], stretch.properties)

    def _resolved(self, style: int, depth: int) -> Properties:
        if not 0 <= style < len(self._styles) or depth > _DEEPEST:
            return Properties()
        builtin, base, modifiers = self._styles[style]
        inherited = self._resolved(base, depth + 1) if base != _NO_STYLE else Properties()
        if 1 <= builtin <= 9:  # "heading 1" to "heading 9" in every language
            inherited = replace(inherited, level=builtin)
        return applied(inherited, modifiers)


def _styles(sheet: bytes) -> Iterator[tuple[int, int, bytes]]:
    """For every style its built-in number, its base and its paragraph modifiers; empty places too, so that they count."""
    if len(sheet) < 6:
        return
    (header,) = struct.unpack_from("<H", sheet)
    count, base_size = struct.unpack_from("<2H", sheet, 2)
    at = 2 + header
    for _ in range(count):
        length = int.from_bytes(sheet[at : at + 2], "little")
        entry = sheet[at + 2 : at + 2 + length]
        at += 2 + length
        yield _style(entry, base_size) if len(entry) > base_size >= 10 else (0, _NO_STYLE, b"")


def _style(entry: bytes, base_size: int) -> tuple[int, int, bytes]:
    builtin, kind = struct.unpack_from("<2H", entry)
    letters = int.from_bytes(entry[base_size : base_size + 2], "little")
    at = base_size + 2 + 2 * (letters + 1)
    if kind & 0xF != 1:  # of characters, tables or lists
        return 0, _NO_STYLE, b""
    length = int.from_bytes(entry[at : at + 2], "little")
    return builtin & 0x0FFF, kind >> 4, entry[at + 4 : at + 2 + length]


def fonts(word: Word97) -> list[str]:
    """The names of the fonts, as runs count them."""
    table = word.structure(FONTS)
    names: list[str] = []
    at = 4
    while at < len(table):
        length = table[at] + 1
        name = table[at + 40 : at + length].decode("utf-16-le", "replace")
        names.append(name.partition("\0")[0])
        at += length
    return names


# [MS-OSHARED] 2.2.1.3 MSONFC, as the names that ECMA-376 17.18.59 gives them
_FORMS = {
    0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 10: "ideographDigital",
    11: "japaneseCounting", 14: "decimalFullWidth", 15: "decimalHalfWidth", 18: "decimalEnclosedCircle",
    19: "decimalFullWidth2", 22: "decimalZero", 23: "bullet", 26: "decimalEnclosedFullstop", 27: "decimalEnclosedParen",
    28: "decimalEnclosedCircleChinese", 29: "ideographEnclosedCircle", 30: "ideographTraditional", 31: "ideographZodiac",
    33: "taiwaneseCounting", 34: "ideographLegalTraditional", 35: "taiwaneseCountingThousand", 36: "taiwaneseDigital",
    37: "chineseCounting", 38: "chineseLegalSimplified", 39: "chineseCountingThousand", 255: "none",
}  # fmt: skip


def numbering(word: Word97) -> Numbering:
    """The automatic numbers of the document; lists are called by their place, from 1, as paragraphs do."""
    lists = dict(_lists(word.structure(LISTS), word.after(LISTS)))
    overrides = word.structure(OVERRIDES)
    count = int.from_bytes(overrides[:4], "little")
    made: dict[str, NumberedList] = {}
    at = 4 + 16 * count
    for n in range(min(count, len(overrides) // 16)):
        ident = int.from_bytes(overrides[4 + 16 * n : 8 + 16 * n], "little")
        one = NumberedList(str(ident), dict(lists.get(ident, {})))
        changed = overrides[4 + 16 * n + 12]
        at = _override(one, overrides, at + 4, changed)
        made[str(n + 1)] = one
    return Numbering.of(made)


def _lists(table: bytes, levels: bytes) -> Iterator[tuple[int, dict[int, Level]]]:
    """Lists by their number, each with its levels; the levels of all lists follow the table."""
    count = int.from_bytes(table[:2], "little")
    at = 0
    for n in range(min(count, len(table) // 28)):
        entry = table[2 + 28 * n : 30 + 28 * n]
        found: dict[int, Level] = {}
        for level in range(1 if entry[26] & 1 else 9):
            if at >= len(levels):
                return
            found[level], at = _level(levels, at)
        yield int.from_bytes(entry[:4], "little"), found


def _level(content: bytes, at: int) -> tuple[Level, int]:
    """The level at ``at``: 2.9.149 LVLF, two lists of modifiers, the text around the number; and where it ends."""
    start, form, flags = struct.unpack_from("<lBB", content, at)
    characters, paragraph, limit = content[at + 24], content[at + 25], content[at + 26]
    at += 28 + characters + paragraph
    length = int.from_bytes(content[at : at + 2], "little")
    text = content[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "replace")
    pattern = "".join(f"%{ord(char) + 1}" if ord(char) < 9 else char for char in text)
    restart = limit if flags & 8 else -1
    level = Level(start, _FORMS.get(form, "decimal"), pattern, restart, bool(flags & 4))
    return level, at + 2 + 2 * length


def _override(one: NumberedList, content: bytes, at: int, changed: int) -> int:
    """Apply ``changed`` levels that begin at ``at``; where they end."""
    for _ in range(changed):
        start, flags = struct.unpack_from("<lL", content, at)
        at += 8
        level = flags & 0xF
        if flags & 0x20:
            one.levels[level], at = _level(content, at)
        if flags & 0x10:
            one.restarts[level] = one.levels[level].start if flags & 0x20 and level in one.levels else start
    return at
