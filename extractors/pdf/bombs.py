"""PDF streams that unpack to far more than a page can hold: found by unpacking them piece by piece, before any parser does.

Deflate makes at most 1032 bytes of one, so only large streams and those packed twice need a look; a report has few.
Pictures are left alone: those who decode them count pixels first.
"""

from __future__ import annotations

import mmap
import re
import zlib
from pathlib import Path

from schemas.errors import TooLarge

MAX_STREAM_BYTES = 64 * 1024 * 1024  # the text of a page takes 100 KB, its drawing a few MB at the worst
_SMALL = MAX_STREAM_BYTES // 1032  # packed bytes that cannot become more than that
_PIECE = 1 << 20
_REACH = 2048  # bytes before "stream" in which its dictionary stands
_STREAM = re.compile(rb"stream\r?\n")
_FLATE = re.compile(rb"/(?:FlateDecode|Fl)\b")
_PICTURE = re.compile(rb"/Subtype\s*/Image\b")
_REMEDY = "请用阅读器打开后重新打印或另存为 PDF，再提交"


def guard_pdf(path: Path, name: str) -> None:
    """Return when no stream of the PDF at ``path``, told as ``name``, bursts.

    Raises:
        TooLarge: one does.
        OSError: it cannot be read.
    """
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        for mark in _STREAM.finditer(content):
            before = content[max(0, mark.start() - _REACH) : mark.start()]
            if before.endswith(b"end"):
                continue
            dictionary = before[before.rfind(b" obj") + 1 :]
            times = len(_FLATE.findall(dictionary))
            if not times or _PICTURE.search(dictionary):
                continue
            end = content.find(b"endstream", mark.end())
            end = len(content) if end < 0 else end
            if (times > 1 or end - mark.end() > _SMALL) and _bursts(content, mark.end(), end, times):
                limit = MAX_STREAM_BYTES // 1024**2
                raise TooLarge(name, f"PDF 里的一段内容解压后超过 {limit} MB，疑似压缩炸弹", _REMEDY)


def _bursts(content: mmap.mmap, start: int, end: int, times: int) -> bool:
    """Whether unpacking the bytes from ``start`` to ``end`` so many times ever comes to more than the limit."""
    stages = [zlib.decompressobj() for _ in range(min(times, 8))]
    sizes = [0] * len(stages)

    def fed(piece: bytes, at: int) -> bool:
        """Whether what ``piece`` becomes in stage ``at`` and those behind it is too much."""
        if at == len(stages):
            return False
        while piece:
            out = stages[at].decompress(piece, _PIECE)
            sizes[at] += len(out)
            if sizes[at] > MAX_STREAM_BYTES or fed(out, at + 1):
                return True
            piece = stages[at].unconsumed_tail
        return False

    try:
        return any(fed(content[at : min(at + _PIECE, end)], 0) for at in range(start, end, _PIECE))
    except zlib.error:
        return False  # encrypted, or damaged: the parser comes no further either
