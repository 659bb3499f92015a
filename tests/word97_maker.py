"""Binary Word files written by hand: an OLE container, one text, and what is said of its paragraphs and runs.

Only what a reader of text asks for is there (no sections, no fonts but names); Word itself would not open them.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512
TEXT_AT = 1024  # of the first character in the main stream
_END, _FAT, _FREE = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF


def compound(streams: dict[str, bytes]) -> bytes:
    """An OLE container with ``streams``, each filled up so that none goes into the small ones."""
    bodies = {
        name: content.ljust(max(4096, -(-len(content) // SECTOR) * SECTOR), b"\0")
        for name, content in streams.items()
    }
    sizes = {name: len(body) // SECTOR for name, body in bodies.items()}
    folder = -(-(len(bodies) + 1) // 4)
    fats = 1
    while fats * 128 < fats + folder + sum(sizes.values()):
        fats += 1
    table = [_FAT] * fats
    starts: dict[str, int] = {}
    for name, size in {"": folder, **sizes}.items():
        starts[name] = len(table)
        table += [*range(len(table) + 1, len(table) + size), _END]
    table += [_FREE] * (fats * 128 - len(table))
    entries = [_entry("Root Entry", 5, 1 if bodies else -1, _END, 0)]
    for n, (name, body) in enumerate(bodies.items(), 1):
        entries.append(_entry(name, 2, -1, starts[name], len(body), right=n + 1 if n < len(bodies) else -1))
    directory = b"".join(entries).ljust(folder * SECTOR, b"\0")
    header = struct.pack(
        "<8s16s5H6x9L", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\0" * 16, 0x3E, 3, 0xFFFE, 9, 6,
        0, fats, starts[""], 0, 4096, _END, 0, _END, 0,
    )  # fmt: skip
    header += struct.pack("<109L", *range(fats), *[_FREE] * (109 - fats))
    return header + struct.pack(f"<{len(table)}L", *table) + directory + b"".join(bodies.values())


def _entry(name: str, kind: int, child: int, start: int, size: int, right: int = -1) -> bytes:
    written = name.encode("utf-16-le")
    return (
        written.ljust(64, b"\0")
        + struct.pack("<HBB3l", len(written) + 2, kind, 1, -1, right, child)
        + b"\0" * 36
        + struct.pack("<LQ", start, size)
    )


def sprm(code: int, *values: int) -> bytes:
    """One property modifier; its operand has the size that the code says, or its own length in front."""
    size = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}.get(code >> 13)
    if size is None:
        return struct.pack("<HB", code, len(values)) + bytes(values)
    return struct.pack("<H", code) + values[0].to_bytes(size, "little")


def row(*edges: int, below: Sequence[int] = (), opens: Sequence[int] = ()) -> bytes:
    """The definition of a table row (sprmTDefTable), with the mark of its end."""
    count = len(edges) - 1
    cells = b"".join(
        struct.pack("<H18x", 0x20 if n in below else 0x60 if n in opens else 0) for n in range(count)
    )
    body = bytes([count]) + struct.pack(f"<{count + 1}h", *edges) + cells
    return IN_TABLE + sprm(0x2417, 1) + struct.pack("<HH", 0xD608, len(body) + 1) + body


IN_TABLE = sprm(0x2416, 1)
INNER = IN_TABLE + sprm(0x6649, 2)
INNER_CELL = INNER + sprm(0x244B, 1)
DELETED, INSERTED, HIDDEN, SPECIAL = sprm(0x0800, 1), sprm(0x0801, 1), sprm(0x083C, 1), sprm(0x0855, 1)


@dataclass
class Maker:
    """Collects runs and paragraphs, then writes the file."""

    text: str = ""
    runs: list[tuple[int, int, bytes]] = field(default_factory=list)  # cp, end, modifiers
    paragraphs: list[tuple[int, int, int, bytes]] = field(default_factory=list)  # cp, end, style, modifiers
    structures: dict[int, bytes] = field(default_factory=dict)  # by their place in the FIB
    parts: list[int] = field(default_factory=lambda: [0] * 8)
    data: bytes = b""
    narrow: bool = False  # one byte per character

    def run(self, text: str, modifiers: bytes = b"") -> Maker:
        """Characters that one thing is said of."""
        if modifiers:
            self.runs.append((len(self.text), len(self.text) + len(text), modifiers))
        self.text += text
        return self

    def end(self, modifiers: bytes = b"", *, mark: str = "\r", style: int = 0, said: bytes = b"") -> Maker:
        """The end of a paragraph; ``said`` of its mark."""
        start = self.paragraphs[-1][1] if self.paragraphs else 0
        self.run(mark, said)
        self.paragraphs.append((start, len(self.text), style, modifiers))
        return self

    def cells(self, *texts: str, ends: bytes) -> Maker:
        """A table row of cells with one paragraph each; ``ends`` as `row` writes it."""
        for text in texts:
            self.run(text).end(IN_TABLE, mark="\x07")
        return self.end(ends, mark="\x07")

    def write(self, path: Path, *, version: int = 0xC1, flags: int = 0) -> Path:
        """The file at ``path``."""
        content = self.text.encode("cp1252" if self.narrow else "utf-16-le")
        size = 1 if self.narrow else 2
        fixed = sum(self.parts)
        self.parts[0] += len(self.text) - fixed if not self.parts[0] else 0
        main = bytearray(TEXT_AT) + content
        structures = {
            0x1A2: self._pieces(),
            0xFA: _pages(main, _runs_page, [(s, e, m) for s, e, m in self._filled()], size),
            0x102: _pages(main, _paragraphs_page, [(s, e, (n, m)) for s, e, n, m in self.paragraphs], size),
            **self.structures,
        }
        table = b"\0" * 4
        for where, structure in structures.items():
            struct.pack_into("<2L", main, where, len(table), len(structure))
            table += structure
        struct.pack_into("<2H", main, 0, 0xA5EC, version)
        struct.pack_into("<H", main, 10, 0x0200 | flags)
        struct.pack_into("<H28xH", main, 32, 14, 22)
        struct.pack_into("<8l", main, 0x4C, *self.parts)
        path.write_bytes(compound({"WordDocument": bytes(main), "1Table": table, "Data": self.data}))
        return path

    def _pieces(self) -> bytes:
        place = TEXT_AT * 2 | 0x40000000 if self.narrow else TEXT_AT
        piece = struct.pack("<2LHLH", 0, len(self.text), 0, place, 0)
        return b"\x02" + struct.pack("<L", len(piece)) + piece

    def _filled(self) -> list[tuple[int, int, bytes]]:
        """Runs without a gap, as pages want them."""
        filled: list[tuple[int, int, bytes]] = []
        at = 0
        for start, end, modifiers in [*self.runs, (len(self.text), len(self.text), b"")]:
            if at < start:
                filled.append((at, start, b""))
            if start < end:
                filled.append((start, end, modifiers))
            at = end
        return filled


def _pages(main: bytearray, write: object, stretches: list[tuple[int, int, object]], size: int) -> bytes:
    """Append pages to ``main``; the list that says where they are. Few stretches go on a page, so that there are many."""
    places: list[int] = []
    numbers: list[int] = []
    for at in range(0, len(stretches), 4):
        some = stretches[at : at + 4]
        main.extend(b"\0" * (-len(main) % SECTOR))
        numbers.append(len(main) // SECTOR)
        bounds = [TEXT_AT + size * cp for cp in (*(s for s, _, _ in some), some[-1][1])]
        places.append(bounds[0])
        assert callable(write)
        main.extend(write(bounds, [said for _, _, said in some]))
    last = TEXT_AT + size * stretches[-1][1] if stretches else TEXT_AT
    return struct.pack(f"<{len(places) + 1}L{len(numbers)}L", *places, last, *numbers)


def _runs_page(bounds: list[int], said: list[bytes]) -> bytes:
    page = bytearray(SECTOR)
    struct.pack_into(f"<{len(bounds)}L", page, 0, *bounds)
    at = SECTOR - 2
    for n, modifiers in enumerate(said):
        if modifiers:
            at -= (len(modifiers) + 2) // 2 * 2
            page[at : at + 1 + len(modifiers)] = bytes([len(modifiers)]) + modifiers
            page[4 * len(bounds) + n] = at // 2
    page[-1] = len(said)
    return bytes(page)


def _paragraphs_page(bounds: list[int], said: list[tuple[int, bytes]]) -> bytes:
    page = bytearray(SECTOR)
    struct.pack_into(f"<{len(bounds)}L", page, 0, *bounds)
    at = SECTOR - 2
    for n, (style, modifiers) in enumerate(said):
        body = struct.pack("<H", style) + modifiers
        body += b"\0" * (len(body) % 2)
        at -= len(body) + 2
        page[at : at + 2 + len(body)] = bytes([0, len(body) // 2]) + body
        page[4 * len(bounds) + 13 * n] = at // 2
    page[-1] = len(said)
    return bytes(page)


def sheet(*styles: tuple[int, int, bytes]) -> bytes:
    """A style sheet of paragraph styles: built-in number (1 is heading 1), base (0xFFF: none), modifiers."""
    out = struct.pack("<3H", 4, len(styles), 10)
    for builtin, base, modifiers in styles:
        name = struct.pack("<H", 1) + "a\0".encode("utf-16-le")
        upx = struct.pack("<HH", len(modifiers) + 2, 0) + modifiers
        entry = struct.pack("<5H", builtin, base << 4 | 1, 1, 0, 0) + name + upx
        entry += b"\0" * (len(entry) % 2)
        out += struct.pack("<H", len(entry)) + entry
    return out


def fonts(*names: str) -> bytes:
    """A font table."""
    out = struct.pack("<2H", len(names), 0)
    for name in names:
        entry = b"\0" * 39 + (name + "\0").encode("utf-16-le")
        out += bytes([len(entry)]) + entry
    return out


def level(form: int, text: str, start: int = 1) -> bytes:
    """One level of a list; ``text`` holds chr(0) to chr(8) where numbers go."""
    fixed = struct.pack("<lBB9sB4x4xBBBB", start, form, 0, b"", 0, 0, 0, 0, 0)
    return fixed + struct.pack("<H", len(text)) + text.encode("utf-16-le")


def lists(*levels: bytes) -> tuple[bytes, bytes]:
    """One list with ``levels`` (filled up to nine): the table, and the levels that must stand right behind it."""
    table = struct.pack("<H", 1) + struct.pack("<LL18sBB", 7, 0, b"", 0, 0)
    return table, b"".join([*levels, *[level(255, "")] * (9 - len(levels))])


def overrides(count: int = 1) -> bytes:
    """Lists as paragraphs call them: 1, 2, … all of the one list, the later ones beginning anew at their first level."""
    out = struct.pack("<L", count)
    out += b"".join(struct.pack("<LLLBBH", 7, 0, 0, 1 if n else 0, 0, 0) for n in range(count))
    return out + b"".join(
        struct.pack("<L", 0) + (struct.pack("<lL", 1, 0x10) if n else b"") for n in range(count)
    )
