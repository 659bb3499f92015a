"""tar, and what gz, bz2 and xz hold: a tar or one file. Read from front to back, so that nothing is unpacked twice."""

from __future__ import annotations

import bz2
import gzip
import lzma
import tarfile
import zlib
from collections.abc import Callable
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO, cast

from extractors.archives.crate import FEWER, PACK_AGAIN, Crate, Source, no_file
from extractors.archives.member_names import decode_names
from extractors.guard import MAX_TOTAL_BYTES, MB
from schemas.errors import DamagedFile, TooLarge

_OPENERS: dict[str, Callable[[Path], IO[bytes]]] = {
    "gz": cast(Callable[[Path], IO[bytes]], gzip.open),
    "bz2": cast(Callable[[Path], IO[bytes]], bz2.open),
    "xz": cast(Callable[[Path], IO[bytes]], lzma.open),
}
_BROKEN = (tarfile.TarError, EOFError, OSError, zlib.error, lzma.LZMAError, ValueError)


def unpack_tar(path: Path, name: str, kind: str, crate: Crate) -> None:
    """Put every file of the tar, gz, bz2 or xz at ``path`` into ``crate``.

    Raises:
        TooLarge: more entries than are left; those before were taken.
        DamagedFile: it breaks off, or cannot be read at all.
    """
    if kind in _OPENERS and not _holds_tar(path, kind):
        crate.expect(1)
        inside = PurePosixPath(name).name.removesuffix(PurePosixPath(name).suffix)
        crate.put(inside or "内容", partial(_OPENERS[kind], path), None, path.stat().st_size)
        return
    packed = path.stat().st_size if kind in _OPENERS else None
    try:
        with (
            _OPENERS.get(kind, _plain)(path) as unpacked,
            tarfile.open(fileobj=unpacked, mode="r:", encoding="utf-8", errors="surrogateescape") as archive,
        ):
            for entry in archive:
                crate.expect(1)
                _take(archive, entry, packed, crate)
                if (
                    packed and entry.offset_data + entry.size > MAX_TOTAL_BYTES
                ):  # what follows is behind all of it
                    raise TooLarge(
                        name, f"解压后超过 {MAX_TOTAL_BYTES // MB} MB 的上限，之后的文件没有解出", FEWER
                    )
    except _BROKEN as trouble:
        raise DamagedFile(name, "压缩包不完整或已损坏，只能读出损坏之前的文件", PACK_AGAIN) from trouble


def _plain(path: Path) -> IO[bytes]:
    return path.open("rb")


def _holds_tar(path: Path, kind: str) -> bool:
    try:
        with _OPENERS[kind](path) as opened:
            return opened.read(512)[257:262] == b"ustar"
    except _BROKEN:
        return False


def _take(archive: tarfile.TarFile, entry: tarfile.TarInfo, packed: int | None, crate: Crate) -> None:
    [called] = decode_names([entry.name.encode("utf-8", "surrogateescape")])
    if entry.isreg():
        crate.put(called, lambda: cast(Source, archive.extractfile(entry)), entry.size, packed)
    elif not entry.isdir():
        crate.refuse(called, no_file)
