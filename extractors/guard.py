"""Refuse before parsing: what is empty, far too large, or built to burst.

Limits are policy (robustness: a report with all its annexes is a few MB); a legitimate file has never come near them.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from extractors.pdf.bombs import guard_pdf
from schemas.errors import DamagedFile, EmptyFile, Encrypted, TooLarge

MB = 1024 * 1024
MAX_BYTES = 200 * MB
MAX_ENTRIES = 2000
MAX_OFD_ENTRIES = 20_000  # an OFD has a folder and up to three parts for every page
MAX_TOTAL_BYTES = 512 * MB
MAX_ENTRY_BYTES = 128 * MB
MAX_RATIO = 200  # unpacked to packed, asked only of entries over RATIO_FROM_BYTES: blank XML packs 1:1000 quite honestly
RATIO_FROM_BYTES = 10 * MB
MAX_LISTING_BYTES = (
    4 * MB
)  # of a zip's list of entries: 2000 of them with names of 2 KB; a million take 46 MB

_SPLIT = "请只保留自评材料本身，去掉无关的图片、视频和附件后重新提交"
_SAVE_AGAIN = "请用 Word、Excel 或 WPS 打开后另存为新的文件再提交"


def guard(path: Path, name: str) -> None:
    """Return when the file at ``path``, told as ``name``, may be parsed.

    Raises:
        EmptyFile: no bytes.
        TooLarge: over the limits, packed or unpacked.
        DamagedFile: a zip that cannot be listed, lists an entry twice or lays entries over each other; a DOCTYPE, or
            a megabyte before the first element of a part.
        Encrypted: a zip with entries behind a password.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as opened:
            head = opened.read(1024)
    except OSError as trouble:
        raise DamagedFile(
            name, f"打不开：{trouble.strerror}", "请检查文件是否存在、是否有权限读取"
        ) from trouble
    if size == 0:
        raise EmptyFile(name, "文件是空的，一个字节也没有", "请重新导出或重新上传这份材料")
    if size > MAX_BYTES:
        raise TooLarge(name, f"文件有 {size // MB} MB，超过 {MAX_BYTES // MB} MB 的上限", _SPLIT)
    if head.startswith(b"PK"):
        _guard_zip(path, name)
    elif b"%PDF-" in head:
        guard_pdf(path, name)


def short_listing(path: Path) -> bool:
    """Whether the list of entries that the zip at ``path`` declares is short enough to be taken into memory.

    True too where nothing like a list is found: whoever opens it is told by `zipfile`.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as opened:
        end = opened.seek(0, 2)
        opened.seek(max(0, end - _END_REACH))
        tail = opened.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        return True
    (listing,) = struct.unpack_from("<L", tail, at + 12)
    if tail[max(0, at - 20) :].startswith(b"PK\x06\x07") and tail[max(0, at - 76) :].startswith(
        b"PK\x06\x06"
    ):
        (listing,) = struct.unpack_from("<Q", tail, at - 36)  # zip64: the true figure
    return bool(listing <= MAX_LISTING_BYTES)


def _guard_zip(path: Path, name: str) -> None:
    try:
        if not short_listing(path):
            raise TooLarge(name, f"内含的部件远超过 {MAX_ENTRIES} 个的上限", _SPLIT)
        with zipfile.ZipFile(path) as package:
            entries = package.infolist()
            _guard_sizes(entries, name)
            _guard_layout(entries, name, package.start_dir)
            if any(entry.filename in ("[Content_Types].xml", "content.xml") for entry in entries) or _is_ofd(
                entries
            ):
                _guard_doctype(package, entries, name)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        ValueError,
        NotImplementedError,
        RuntimeError,
    ) as trouble:
        raise DamagedFile(name, "压缩结构已损坏，读不出其中的内容", _SAVE_AGAIN) from trouble


def _is_ofd(entries: list[zipfile.ZipInfo]) -> bool:
    return any(entry.filename.lower().lstrip("./\\") == "ofd.xml" for entry in entries)


def _guard_sizes(entries: list[zipfile.ZipInfo], name: str) -> None:
    most = MAX_OFD_ENTRIES if len(entries) > MAX_ENTRIES and _is_ofd(entries) else MAX_ENTRIES
    if len(entries) > most:
        raise TooLarge(name, f"内含 {len(entries)} 个部件，超过 {most} 个的上限", _SPLIT)
    total = sum(entry.file_size for entry in entries)
    if total > MAX_TOTAL_BYTES:
        raise TooLarge(name, f"解压后有 {total // MB} MB，超过 {MAX_TOTAL_BYTES // MB} MB 的上限", _SPLIT)
    for entry in entries:
        if entry.file_size > MAX_ENTRY_BYTES:
            raise TooLarge(
                name,
                f"内含的一个部件解压后有 {entry.file_size // MB} MB，超过 {MAX_ENTRY_BYTES // MB} MB 的上限",
                _SPLIT,
            )
        if entry.file_size > RATIO_FROM_BYTES and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            raise TooLarge(name, f"内含的一个部件压缩比超过 {MAX_RATIO} 倍，疑似压缩炸弹", _SAVE_AGAIN)


def _guard_layout(entries: list[zipfile.ZipInfo], name: str, directory: int) -> None:
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise Encrypted(name, "压缩包设有密码", "请解除密码后重新提交")
    names = [entry.filename for entry in entries]
    if len(set(names)) < len(names):
        raise DamagedFile(name, "同一个部件出现了两次，无法判断以哪一个为准", _SAVE_AGAIN)
    end = 0
    for entry in sorted(entries, key=lambda e: e.header_offset):
        # A local header takes 30 bytes at least, before the name and the data.
        if entry.header_offset < end:
            raise DamagedFile(name, "部件互相重叠，不是办公软件生成的文件", _SAVE_AGAIN)
        end = entry.header_offset + 30 + entry.compress_size
    if end > directory:
        raise DamagedFile(name, "部件互相重叠，不是办公软件生成的文件", _SAVE_AGAIN)


def _guard_doctype(package: zipfile.ZipFile, entries: list[zipfile.ZipInfo], name: str) -> None:
    """No DOCTYPE in any XML part: it is how entities that burst or that read other files come in."""
    for entry in entries:
        if entry.is_dir() or not entry.filename.lower().endswith((".xml", ".rels", ".vml")):
            continue
        with package.open(entry) as part:
            prolog = _prolog(part.read)
        if any(mark in prolog for mark in _DOCTYPES):
            raise DamagedFile(
                name, f"部件 {entry.filename} 含有 DOCTYPE 声明，办公软件不会这样写", _SAVE_AGAIN
            )


def _prolog(read: Callable[[int], bytes]) -> bytes:
    """What stands before the root element; a DOCTYPE is allowed nowhere else. Zero bytes of UTF-16 are dropped.

    Raises:
        ValueError: there is no root within `MAX_PROLOG_BYTES`.
    """
    seen = b""
    wanted = 4096
    while chunk := read(wanted):
        seen += chunk.replace(b"\x00", b"")
        if re.search(rb"<[A-Za-z_]", re.sub(rb"(?s)<!--.*?-->", b"", seen)):
            return seen
        if len(seen) > MAX_PROLOG_BYTES:
            raise ValueError(len(seen))
        wanted = max(4096, len(seen))  # twice as much is looked at each time, all in all twice the whole
    return seen


_DOCTYPES = (b"<!DOCTYPE", b"<!doctype", b"<!ENTITY")
_END_REACH = (
    65535 + 22 + 20 + 56
)  # the longest comment, behind the end record, the zip64 locator and the zip64 record
MAX_PROLOG_BYTES = 1 * MB  # comments before the root; Office writes none
