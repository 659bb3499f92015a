"""A zip whose list of members is missing, because the upload or the disk ended too early: what is whole is read."""

from __future__ import annotations

import struct
import zlib
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import BinaryIO

from extractors.archives.crate import PIECE_BYTES, Crate
from extractors.archives.member_names import decode_names
from extractors.guard import MAX_ENTRY_BYTES

_LOCAL_HEADER = struct.Struct("<4s5H3L2H")
_UTF8, _LOCKED, _SIZES_FOLLOW = 0x800, 0x1, 0x8
_STORED, _DEFLATED = 0, 8


def unpack_torn_zip(path: Path, crate: Crate) -> None:
    """Put into ``crate`` what the headers before the members announce, one behind the other, as far as they are whole.

    Raises:
        TooLarge: more entries than are left.
    """
    with path.open("rb") as file:
        while True:
            header = file.read(_LOCAL_HEADER.size)
            if len(header) < _LOCAL_HEADER.size or not header.startswith(b"PK\x03\x04"):
                return
            _, _, flags, method, _, _, crc, packed, _, name_length, extra_length = _LOCAL_HEADER.unpack(
                header
            )
            written = file.read(name_length)
            start = file.seek(extra_length, 1)
            open_ended = bool(flags & _SIZES_FOLLOW) and not packed
            if flags & _LOCKED or method not in (_STORED, _DEFLATED) or (open_ended and method == _STORED):
                return
            called = written.decode("utf-8", "replace") if flags & _UTF8 else decode_names([written])[0]
            member = _Member(file, packed, None if open_ended else crc, deflated=method == _DEFLATED)
            if not called.endswith(("/", "\\")):
                crate.expect(1)
                crate.put(called, partial(_Member.itself, member))
            if not open_ended:
                file.seek(start + packed)
            elif not member.passed():
                return
            else:  # its sizes follow, with a signature or without
                file.seek(12 if file.read(4) == b"PK\x07\x08" else 8, 1)


class _Member:
    """The bytes of a member: so many, or as many as the compressed stream says itself."""

    def __init__(self, file: BinaryIO, packed: int, crc: int | None, *, deflated: bool) -> None:
        self._file, self._left, self._crc = file, packed, crc
        self._inflate = zlib.decompressobj(-15) if deflated else None
        self._sum = self._out = 0
        self.complete = False

    def itself(self) -> _Member:
        return self

    def read(self, size: int, /) -> bytes:
        """Up to ``size`` bytes, b"" at the end.

        Raises:
            EOFError: the file ends before the member does.
            ValueError: the checksum is another.
            zlib.error: it is no compressed stream.
        """
        piece = self._stored(size) if self._inflate is None else self._inflated(self._inflate, size)
        self._sum = zlib.crc32(piece, self._sum)
        self._out += len(piece)
        if not piece:
            self.complete = True
            if self._crc is not None and self._sum != self._crc:
                raise ValueError(self._sum)
        return piece

    def passed(self) -> bool:
        """Go on to the end; whether it was reached. One that was refused for its size is not read to the end."""
        with suppress(EOFError, ValueError, zlib.error):
            while not self.complete and self._out <= MAX_ENTRY_BYTES:
                self.read(PIECE_BYTES)
        return self.complete

    def close(self) -> None:
        """The file stays open for the next member."""

    def _stored(self, size: int) -> bytes:
        wanted = min(size, self._left)
        piece = self._file.read(wanted)
        if len(piece) < wanted:
            raise EOFError
        self._left -= len(piece)
        return piece

    def _inflated(self, inflate: zlib._Decompress, size: int) -> bytes:
        while not inflate.eof:
            packed = inflate.unconsumed_tail or self._file.read(1 << 16)
            if not packed:
                raise EOFError
            piece = inflate.decompress(packed, size)
            if inflate.eof:
                self._file.seek(-len(inflate.unused_data), 1)
            if piece:
                return piece
        return b""
