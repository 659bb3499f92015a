"""The binary Word format (Word 97 to 2003) by itself: its characters and what is said of each paragraph and run.

Source: [MS-DOC], Word (.doc) Binary File Format. Text lies in pieces (2.8.35 PlcPcd) counted in code units of UTF-16
("cp"); properties are kept by place in the stream ("fc") on pages of 512 bytes (2.9.33 ChpxFkp, 2.9.174 PapxFkp).
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from schemas.errors import DamagedFile, Encrypted, UnknownFormat

REPAIR = "请用 Word 或 WPS 打开后另存为 .docx 再提交"
_MAGIC = 0xA5EC  # of Word 97 and later
_FIRST_VERSION = 0x00C1  # nFib of Word 97
_ENCRYPTED, _OTHER_TABLE, _OBFUSCATED = 0x0100, 0x0200, 0x8000

# Where the FIB keeps (offset, length) of each structure in the table stream: [MS-DOC] 2.5.6
STYLES, NOTE_REFS, NOTES, CHARACTERS, PARAGRAPHS, FONTS = 0xA2, 0xAA, 0xB2, 0xFA, 0x102, 0x112
PIECES, ENDNOTE_REFS, ENDNOTES, LISTS, OVERRIDES = 0x1A2, 0x20A, 0x212, 0x2E2, 0x2EA
_LENGTHS = 0x4C  # ccpText, ccpFtn, ccpHdd, -, ccpAtn, ccpEdn, ccpTxbx, ccpHdrTxbx
_PAGE = 512
_SIZES = {
    0: 1,
    1: 1,
    2: 2,
    3: 4,
    4: 2,
    5: 2,
    7: 3,
}  # of an operand by the top three bits of its code: 2.2.5.1
_TABLE_DEFINITION, _TABS = 0xD608, 0xC615
_ELSEWHERE = (0x6646, 0x6645)  # the properties stand in the data stream: too many for a page

DELETED, INSERTED, HIDDEN, SPECIAL = 1, 2, 4, 8  # bits of what is said of one character
_MARKS = {0x0800: DELETED, 0x0801: INSERTED, 0x083C: HIDDEN, 0x0855: SPECIAL}


class Parts(NamedTuple):
    """How many characters each part of the document has, in the order in which they follow each other."""

    body: int
    notes: int
    headers: int
    macros: int
    comments: int
    endnotes: int
    boxes: int
    header_boxes: int


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int  # first cp
    end: int
    place: int  # fc of the first character
    size: int  # bytes per character


@dataclass(frozen=True, slots=True)
class Stretch:
    """``start:end`` in the stream, and the properties it has; ``style`` counts styles of the document."""

    start: int
    end: int
    properties: bytes
    style: int = 0


class Word97:
    """One file. ``text`` holds one character per code unit, so that cp counts them; ``marks`` what is said of each.

    Raises:
        DamagedFile: its structures point nowhere.
        Encrypted: a password is set.
        UnknownFormat: older than Word 97.
    """

    def __init__(self, path: Path, name: str) -> None:
        self.name = name
        try:
            self._load(path)
        except (Encrypted, UnknownFormat):
            raise
        except Exception as trouble:  # struct.error, olefile's own, whatever broken bytes bring about
            raise DamagedFile(name, "旧版 Word 文件的内部结构已损坏", REPAIR) from trouble

    def _load(self, path: Path) -> None:
        import olefile  # type: ignore[import-untyped]

        with olefile.OleFileIO(path) as container:
            self._main: bytes = container.openstream("WordDocument").read()
            flags = self._flags()
            which = "1Table" if flags & _OTHER_TABLE else "0Table"
            self._table: bytes = container.openstream(which).read()
            self._data: bytes = container.openstream("Data").read() if container.exists("Data") else b""
        self.parts = Parts(*struct.unpack_from("<8l", self._main, _LENGTHS))
        self._pieces = list(self._find_pieces())
        self._starts = [piece.start for piece in self._pieces]
        self.text = "".join(self._characters(piece) for piece in self._pieces)
        if min(self.parts) < 0 or len(self.text) < self.parts.body:
            raise ValueError("fewer characters than it counts")
        self._paragraphs = self._stretches(PARAGRAPHS, _paragraph_at)
        self._paragraph_starts = [stretch.start for stretch in self._paragraphs]
        self._characters_of = self._stretches(CHARACTERS, _run_at)
        self.runs: list[tuple[int, int, bytes]] = []  # runs with anything to say: first cp, end, properties
        self.marks = self._mark()

    def _flags(self) -> int:
        magic, version = struct.unpack_from("<2H", self._main)
        (flags,) = struct.unpack_from("<H", self._main, 10)
        if 0 < version < _FIRST_VERSION:
            raise UnknownFormat(self.name, "是 Word 95 或更早的文件", REPAIR)
        if magic != _MAGIC:
            raise ValueError("no Word document")
        if flags & (_ENCRYPTED | _OBFUSCATED):
            raise Encrypted(self.name, "文件设有打开密码", "请去掉密码后重新提交")
        return int(flags)

    def structure(self, where: int) -> bytes:
        """The structure whose offset and length the FIB keeps at ``where``; empty when there is none."""
        start, length = struct.unpack_from("<2L", self._main, where)
        return self._table[start : start + length]

    def after(self, where: int) -> bytes:
        """What follows that structure in the table stream."""
        start, length = struct.unpack_from("<2L", self._main, where)
        return self._table[start + length :] if length else b""

    def _find_pieces(self) -> Iterator[_Piece]:
        table = self.structure(PIECES)
        at = 0
        while table[at] == 1:  # property lists of quick saves
            at += 3 + int.from_bytes(table[at + 1 : at + 3], "little")
        (length,) = struct.unpack_from("<L", table, at + 1)
        count = (length - 4) // 12
        cps = struct.unpack_from(f"<{count + 1}L", table, at + 5)
        if list(cps) != sorted(cps) or cps[-1] > len(self._main):
            raise ValueError("pieces overlap")  # every character takes a byte at least
        for n in range(count):
            (place,) = struct.unpack_from("<L", table, at + 5 + 4 * (count + 1) + 8 * n + 2)
            if place & 0x40000000:
                yield _Piece(cps[n], cps[n + 1], (place & 0x3FFFFFFF) // 2, 1)
            else:
                yield _Piece(cps[n], cps[n + 1], place, 2)

    def _characters(self, piece: _Piece) -> str:
        """Its code units, each as one character."""
        length = piece.end - piece.start
        content = self._main[piece.place : piece.place + length * piece.size]
        if len(content) < length * piece.size:
            raise ValueError("a piece beyond the end")
        if piece.size == 1:
            return content.decode("cp1252", "replace")
        return "".join(map(chr, struct.unpack(f"<{length}H", content)))

    def place(self, cp: int) -> int:
        """Where in the stream character ``cp`` stands."""
        piece = self._pieces[bisect_right(self._starts, cp) - 1]
        return piece.place + (cp - piece.start) * piece.size

    def paragraph(self, cp: int) -> Stretch | None:
        """What is said of the paragraph that holds ``cp``."""
        place = self.place(cp)
        at = bisect_right(self._paragraph_starts, place) - 1
        found = self._paragraphs[at] if at >= 0 else None
        return found if found is not None and place < found.end else None

    def _stretches(self, where: int, read: Callable[[bytes, int, int], tuple[bytes, int]]) -> list[Stretch]:
        """All stretches of the pages listed at ``where``, by place; a page is read once, however often it is listed."""
        listed = self.structure(where)
        count = (len(listed) - 4) // 8
        pages = struct.unpack_from(f"<{count}L", listed, 4 * (count + 1)) if count > 0 else ()
        found: list[Stretch] = []
        for number in dict.fromkeys(page & 0x3FFFFF for page in pages):
            page = self._main[number * _PAGE : (number + 1) * _PAGE]
            if len(page) < _PAGE:
                raise ValueError("a page beyond the end")
            runs = page[-1]
            places = struct.unpack_from(f"<{runs + 1}L", page)
            for n in range(runs):
                properties, style = read(page, runs, n)
                found.append(Stretch(places[n], places[n + 1], self._whole(properties), style))
        return sorted(found, key=lambda stretch: stretch.start)

    def _whole(self, properties: bytes) -> bytes:
        if len(properties) >= 6 and int.from_bytes(properties[:2], "little") in _ELSEWHERE:
            (at,) = struct.unpack_from("<L", properties, 2)
            length = int.from_bytes(self._data[at : at + 2], "little")
            return self._data[at + 2 : at + 2 + length]
        return properties

    def _mark(self) -> bytearray:
        """For every character the bits of what is said of it."""
        marks = bytearray(len(self.text))
        starts = [stretch.start for stretch in self._characters_of]
        for piece in self._pieces:
            end = piece.place + (piece.end - piece.start) * piece.size
            at = max(bisect_right(starts, piece.place) - 1, 0)
            while at < len(starts) and starts[at] < end:
                stretch = self._characters_of[at]
                at += 1
                first = piece.start + max(stretch.start - piece.place, 0) // piece.size
                last = piece.start + (min(stretch.end, end) - piece.place) // piece.size
                if not stretch.properties or last <= first:
                    continue
                self.runs.append((first, last, stretch.properties))
                bits = _bits(stretch.properties)
                if bits:
                    marks[first:last] = bytes([bits]) * (last - first)
        return marks


def sprms(properties: bytes) -> Iterator[tuple[int, bytes]]:
    """Single property modifiers in order: code and operand. Stops where the bytes do."""
    at = 0
    while at + 2 <= len(properties):
        code = int.from_bytes(properties[at : at + 2], "little")
        at += 2
        size = _SIZES.get(code >> 13)
        if code == _TABLE_DEFINITION:
            size = int.from_bytes(properties[at : at + 2], "little") + 1
        elif size is None:
            size = properties[at] + 1 if at < len(properties) else 1
        if code == _TABS and properties[at : at + 1] == b"\xff":
            return  # its length must be counted, and nothing that we ask for comes after it
        yield code, properties[at : at + size]
        at += size


def _bits(properties: bytes) -> int:
    bits = 0
    for code, operand in sprms(properties):
        if code in _MARKS and operand[:1] in (b"\x01", b"\x81"):
            bits |= _MARKS[code]
    return bits


def _run_at(page: bytes, runs: int, n: int) -> tuple[bytes, int]:
    """Properties of run ``n`` on a page of characters; there is no style in them."""
    at = 2 * page[4 * (runs + 1) + n]
    return (page[at + 1 : at + 1 + page[at]] if at else b""), 0


def _paragraph_at(page: bytes, runs: int, n: int) -> tuple[bytes, int]:
    """Properties and style of paragraph ``n`` on a page of paragraphs."""
    at = 2 * page[4 * (runs + 1) + 13 * n]
    if not at:
        return b"", 0
    if page[at]:
        start, length = at + 1, 2 * page[at] - 1
    else:
        start, length = at + 2, 2 * page[at + 1]
    return page[start + 2 : start + length], int.from_bytes(page[start : start + 2], "little")
