"""What lies below a directory: every file once, in the order of the names, nothing followed and nothing lost."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from extractors.archives.member_names import unused
from pipeline.run import Status

_JUNK = {
    "desktop.ini",
    "thumbs.db",
    "ehthumbs.db",
    "__macosx",
    "icon\r",
    "$recycle.bin",
    "system volume information",
}
HIDDEN = "系统或隐藏文件，不属于申报材料"
LOCKED = "Office 打开文件时留下的临时文件，不属于申报材料"
EMPTY = "空文件夹，里面没有材料"


@dataclass(frozen=True, slots=True)
class Found:
    """One file. ``name`` is its path below the directory, always with "/"; ``status`` is None where it is to be read.

    ``reason`` is why it has the status, or of a file to be read what to say of it besides.
    """

    path: Path
    name: str
    status: Status | None = None
    reason: str = ""
    remedy: str = ""
    kind: str = ""  # of an archive, which has a status by then


def walk(root: Path, *, without: Path | None = None) -> list[Found]:
    """Every file below ``root`` except what lies below ``without`` (the output of an earlier run)."""
    excluded = without.resolve() if without else None
    inside = root.resolve()
    used: set[str] = set()
    found: list[Found] = []
    waiting: list[Found | tuple[Path, str]] = [
        (root, "")
    ]  # a stack: folders may lie deeper than Python calls
    while waiting:
        each = waiting.pop()
        if isinstance(each, Found):
            found.append(each)
        else:
            waiting += reversed(list(_folder(*each, used, inside, excluded)))
    return found


def _folder(
    folder: Path, prefix: str, used: set[str], root: Path, excluded: Path | None
) -> Iterator[Found | tuple[Path, str]]:
    """What one folder holds in the order of the names: files as found, folders as where they are and what they are called."""
    try:
        with os.scandir(folder) as opened:
            entries = sorted(opened, key=lambda entry: entry.name)
    except OSError as error:
        why = f"无法打开文件夹（{error.strerror or error}）"
        yield Found(folder, prefix or ".", Status.FAILED, why, "请检查文件夹的访问权限，或缩短过长的路径")
        return
    if not entries and prefix:
        yield Found(folder, prefix, Status.SKIPPED, EMPTY)
    for entry in entries:
        path = folder / entry.name
        name = unused(prefix + readable(entry.name), used)
        if entry.is_symlink():
            yield _link(path, name, root)
        elif not entry.is_dir(follow_symlinks=False):
            yield _file(path, name, entry)
        elif excluded is None or path.resolve() != excluded:
            why = leftover(entry.name)
            yield Found(path, name, Status.SKIPPED, why) if why else (path, f"{name}/")


def _file(path: Path, name: str, entry: os.DirEntry[str]) -> Found:
    if why := leftover(entry.name):
        return Found(path, name, Status.SKIPPED, why)
    try:
        regular = stat.S_ISREG(entry.stat(follow_symlinks=False).st_mode)
    except OSError as error:
        return Found(
            path, name, Status.FAILED, f"无法访问（{error.strerror or error}）", "请检查文件的访问权限"
        )
    if not regular:
        return Found(path, name, Status.FAILED, "不是普通文件", "请换成文件本身后重新提交")
    return Found(path, name)


def _link(path: Path, name: str, root: Path) -> Found:
    """A link is never followed. One that points inside is read where it points; any other hides what was handed in."""
    try:
        inside = path.resolve(strict=True).is_relative_to(root)
    except (OSError, RuntimeError):
        inside = False
    if inside:
        return Found(path, name, Status.SKIPPED, "链接，指向目录内的另一处，在那里读取")
    return Found(path, name, Status.FAILED, "链接，指向目录之外或已失效，未读取", "请换成文件本身后重新提交")


def leftover(name: str) -> str:
    """Why nobody handed this in on purpose, told by any part of its path; "" where it is material.

    >>> leftover("附件/~$报告.docx") == leftover(".~报告.docx") == LOCKED, leftover("__MACOSX/._报告.docx") == HIDDEN
    (True, True)
    >>> leftover("附件/报告.docx")
    ''
    """
    for part in name.split("/"):
        lower = part.lower()
        if part.startswith(("~$", ".~")) or (part.startswith("~") and lower.endswith(".tmp")):
            return LOCKED
        if part.startswith(".") or lower in _JUNK:
            return HIDDEN
    return ""


def readable(name: str) -> str:
    """A file name that any UTF-8 file can hold: bytes that are not UTF-8 (old zip tools write GBK) are tried as GBK."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        written = os.fsencode(name)
        try:
            return written.decode("gb18030")
        except UnicodeDecodeError:
            return name.encode("utf-8", "backslashreplace").decode("utf-8")
    return name
