"""zip: every member that can be read, by the list at its end or, where that is missing, from front to back."""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

from extractors.archives.crate import PACK_AGAIN, Crate, no_file
from extractors.archives.member_names import decode_names
from extractors.archives.torn_zip import unpack_torn_zip
from extractors.cut_short import REMEDY, WHY, is_cut_short
from extractors.guard import MAX_ENTRIES, short_listing
from schemas.errors import DamagedFile, Encrypted, ReadError, TooLarge

_UTF8, _LOCKED = 0x800, 0x1  # flags of an entry
_UNICODE_PATH = 0x7075  # extra field of Info-ZIP: the name again, in UTF-8
_SYSTEMS_WITH_MODES = {3, 19}  # Unix, macOS
_KEYS = "请去掉压缩密码，或解压后重新提交"


def unpack_zip(path: Path, name: str, crate: Crate) -> None:
    """Put every file of the zip at ``path``, told as ``name``, into ``crate``.

    Raises:
        TooLarge: more entries than are left; nothing was taken.
        DamagedFile: it has no list of what is in it; what stands before the damage was taken.
    """
    if not short_listing(path):
        raise TooLarge(name, f"内含的文件远超过 {MAX_ENTRIES} 个的上限", "请分成几个压缩包后重新提交")
    try:
        archive = zipfile.ZipFile(path)
    except (
        zipfile.BadZipFile,
        OSError,
        ValueError,
        NotImplementedError,
        RuntimeError,
        struct.error,
    ) as trouble:
        unpack_torn_zip(path, crate)
        if is_cut_short(path):
            raise DamagedFile(name, f"{WHY}，只能读出断开之前的文件", REMEDY) from trouble
        raise DamagedFile(name, "压缩包不完整或已损坏，只能读出损坏之前的文件", PACK_AGAIN) from trouble
    with archive:
        entries = archive.infolist()
        crate.expect(len(entries))
        last_volume = max((entry.volume for entry in entries), default=0)
        laid_over = _overlapping([e for e in entries if e.volume == last_volume], archive.start_dir)
        for entry, called in zip(entries, _names(entries), strict=True):
            if called.endswith(("/", "\\")):
                continue
            if refusal := _refusal(entry, laid_over, last_volume):
                crate.refuse(called, refusal)
                continue
            crate.put(called, partial(archive.open, entry), entry.file_size, entry.compress_size)


def _refusal(
    entry: zipfile.ZipInfo, laid_over: set[int], last_volume: int
) -> Callable[[str], ReadError] | None:
    """Why the member cannot be had, made for what it is called."""
    if entry.flag_bits & _LOCKED:
        return lambda called: Encrypted(called, "在压缩包里设有密码", _KEYS)
    mode = entry.external_attr >> 16
    if entry.create_system in _SYSTEMS_WITH_MODES and stat.S_IFMT(mode) not in (
        0,
        stat.S_IFREG,
        stat.S_IFDIR,
    ):
        return no_file
    if entry.volume != last_volume:
        return lambda called: DamagedFile(
            called, "在分卷压缩包的另一卷里", "请合并成一个压缩包（不要分卷）后重新提交"
        )
    if entry.header_offset in laid_over:
        return lambda called: DamagedFile(
            called, "与压缩包里的其他文件互相重叠，不是正常压缩的结果", PACK_AGAIN
        )
    return None


def _overlapping(entries: Iterable[zipfile.ZipInfo], directory: int) -> set[int]:
    """The offsets of entries that share bytes with another or with the list, which begins at ``directory``."""
    found: set[int] = set()
    before, end = -1, 0
    for entry in sorted(entries, key=lambda e: e.header_offset):
        start = entry.header_offset
        if start < end:
            found |= {before, start}
        # A local header takes 30 bytes at least, before the name and the data.
        if start + 30 + entry.compress_size > end:
            before, end = start, start + 30 + entry.compress_size
        if end > directory:
            found.add(start)
    return found


def _names(entries: Sequence[zipfile.ZipInfo]) -> list[str]:
    """What the entries are called: as marked UTF-8, by the extra field, or by what all the unmarked look like."""
    said = [e.orig_filename if e.flag_bits & _UTF8 else _extra_name(e) for e in entries]
    guessed = iter(decode_names([_written(e) for e, name in zip(entries, said, strict=True) if not name]))
    return [name or next(guessed) for name in said]


def _written(entry: zipfile.ZipInfo) -> bytes:
    return entry.orig_filename.encode("cp437", "replace")  # as zipfile decoded it


def _extra_name(entry: zipfile.ZipInfo) -> str:
    extra = entry.extra
    while len(extra) >= 4:
        kind, length = struct.unpack_from("<HH", extra)
        field, extra = extra[4 : 4 + length], extra[4 + length :]
        if kind == _UNICODE_PATH and len(field) > 5:
            (checksum,) = struct.unpack_from("<L", field, 1)
            if checksum == zlib.crc32(_written(entry)):
                return field[5:].decode("utf-8", "replace")
    return ""
