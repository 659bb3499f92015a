"""Names inside archives: which characters they are, and how they are told without ever being a path."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

MAX_NAME = 240  # characters of one folder's or file's name; file systems stop at 255 bytes
MAX_FOLDERS = 20  # deeper ones are told by the last
# Of the characters beyond ASCII, this much must be in GB 2312 (6763 everyday characters, and kana). Another encoding taken
# for GBK comes to characters outside it; rare characters of names (喆, 镕) stay in the minority.
_PLAUSIBLE = 0.5
_ENCODINGS = ("utf-8", "gb18030", "cp932")
_DRIVE = re.compile(r"[A-Za-z]:")


def decode_names(written: Sequence[bytes]) -> list[str]:
    """The names of one archive, written by old tools in the sender's encoding without saying which.

    All names together decide: one alone is too short. cp437, the encoding of the zip standard, where nothing fits.

    >>> decode_names(["审计/自评报告.doc".encode("gbk")]), decode_names(["自评报告.doc".encode()]), decode_names([b"a.txt"])
    (['审计/自评报告.doc'], ['自评报告.doc'], ['a.txt'])
    """
    joined = b"\n".join(written)
    shares = {encoding: _everyday(joined, encoding) for encoding in _ENCODINGS}
    fitting = next((encoding for encoding, share in shares.items() if share >= _PLAUSIBLE), "")
    if not fitting:  # valid UTF-8 is no accident, whatever the language
        fitting = "utf-8" if shares["utf-8"] >= 0 else "cp437"
    return [_decoded(name, fitting) for name in written]


def _everyday(written: bytes, encoding: str) -> float:
    """Which share of the characters beyond ASCII is everyday Chinese; 1 where there are none, -1 where it is not text."""
    try:
        beyond = [character for character in written.decode(encoding) if character > "\x7f"]
    except UnicodeDecodeError:
        return -1.0
    return len("".join(beyond).encode("gb2312", "ignore")) / 2 / len(beyond) if beyond else 1.0


def _decoded(name: bytes, encoding: str) -> str:
    try:
        return name.decode(encoding)
    except UnicodeDecodeError:
        return name.decode("cp437")


def harmless(name: str) -> str:
    r"""``name`` as it is told: folders between "/", nothing that leads elsewhere, no control characters; never empty.

    >>> harmless("../../a.docx"), harmless("C:\\x\\b.docx"), harmless("/etc/passwd"), harmless("..")
    ('a.docx', 'x/b.docx', 'etc/passwd', '未命名')
    """
    parts = [part for part in re.split(r"[/\\]", name) if part.strip(" .")]
    if parts and _DRIVE.fullmatch(parts[0]):
        parts = parts[1:]
    parts = [_one(part) for part in (parts or ["未命名"])[-MAX_FOLDERS:]]
    return "/".join(parts)


def _one(part: str) -> str:
    shown = "".join("_" if character < " " or character == "\x7f" else character for character in part)
    shown = shown.encode("utf-8", "replace").decode("utf-8")  # half a surrogate pair
    if len(shown) <= MAX_NAME:
        return shown
    suffix = PurePosixPath(shown).suffix[:10]
    return f"{shown[: MAX_NAME - len(suffix) - 1]}…{suffix}"


def unused(name: str, used: set[str]) -> str:
    """``name``, or where it is used already, the name a copy of it gets; it is used from now on.

    >>> used = {"a/报告.docx"}
    >>> unused("a/报告.docx", used), unused("a/报告.docx", used), unused("b", used)
    ('a/报告(2).docx', 'a/报告(3).docx', 'b')
    """
    free, copy = name, 1
    while free in used:
        copy += 1
        path = PurePosixPath(name)
        free = str(path.with_name(f"{path.stem}({copy}){path.suffix}"))
    used.add(free)
    return free
