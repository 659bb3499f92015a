"""Archives and mails → files. What is one is decided by its bytes: a docx is a zip and no archive."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

from extractors.archives.crate import Crate
from extractors.archives.mail import unpack_mail
from extractors.archives.rar import unpack_rar
from extractors.archives.seven_zip import unpack_7z
from extractors.archives.tar import unpack_tar
from extractors.archives.whole_zip import unpack_zip
from extractors.cut_short import is_cut_short, unfinished
from extractors.sniff import HEAD_BYTES, claims, is_mail, signature, sniff

PACKED = {"zip", "rar", "7z", "tar", "gz", "bz2", "xz", "eml"}
# What office programs write first into their packages; whatever begins so is not looked at twice.
_FIRST_PARTS = (
    b"[Content_Types].xml",
    b"_rels/.rels",
    b"mimetype",
    b"OFD.xml",
    b"docProps/app.xml",
    b"docProps/core.xml",
)


def may_be_archive(path: Path) -> bool:
    """Whether it is worth having a worker look at the file; reads no more than its head.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as opened:
        head = opened.read(8192)
    kind = signature(head)
    if kind == "zip" and len(head) > 30:
        (length,) = struct.unpack_from("<H", head, 26)
        return head[30 : 30 + length] not in _FIRST_PARTS
    return kind in PACKED or is_mail(head) or _is_last_volume(path)


def archive_kind(path: Path, name: str) -> str:
    """The kind of archive at ``path``, one of `PACKED`, or "" where it is none.

    A damaged package that its name calls an Office file or half a download is left to the reader, who says so.
    """
    with path.open("rb") as opened:
        kind = sniff(opened.read(HEAD_BYTES), path)
    if kind == "zip" and (claims(name) or (unfinished(name) and is_cut_short(path))):
        return ""
    return kind if kind in PACKED else "zip" * _is_last_volume(path)


def _is_last_volume(path: Path) -> bool:
    """The last part of a zip in parts begins anywhere and ends with the list of members."""
    return path.suffix.lower() == ".zip" and zipfile.is_zipfile(path)


def unpack(path: Path, name: str, kind: str, crate: Crate) -> list[Path]:
    """Put every file of the archive at ``path`` into ``crate``; the further volumes that were read with it.

    Raises:
        ReadError: it could not be read, or not to its end; what was told before stands.
    """
    if kind == "rar":
        return unpack_rar(path, name, crate)
    if kind == "7z":
        unpack_7z(path, name, crate)
    elif kind == "eml":
        unpack_mail(path, name, crate)
    elif kind == "zip":
        unpack_zip(path, name, crate)
    else:
        unpack_tar(path, name, kind, crate)
    return []
