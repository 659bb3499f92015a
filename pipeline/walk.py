"""What lies below a directory: every file once, in the order of the names, nothing followed and nothing lost."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.run import Status

_JUNK = {"desktop.ini", "thumbs.db", "ehthumbs.db", "__macosx"}
HIDDEN = "系统或隐藏文件，不属于申报材料"
LOCKED = "Office 打开文件时留下的临时文件，不属于申报材料"


@dataclass(frozen=True, slots=True)
class Found:
    """One file. ``name`` is its path below the directory, always with "/"; ``status`` is None where it is to be read."""

    path: Path
    name: str
    status: Status | None = None
    reason: str = ""
    remedy: str = ""


def walk(root: Path, *, without: Path | None = None) -> list[Found]:
    """Every file below ``root`` except what lies below ``without`` (the output of an earlier run)."""
    excluded = without.resolve() if without else None
    return list(_folder(root, "", root.resolve(), excluded))


def _folder(folder: Path, prefix: str, root: Path, excluded: Path | None) -> Iterator[Found]:
    try:
        with os.scandir(folder) as opened:
            entries = sorted(opened, key=lambda entry: entry.name)
    except OSError as error:
        why = f"无法打开文件夹（{error.strerror or error}）"
        yield Found(folder, prefix or ".", Status.FAILED, why, "请检查文件夹的访问权限")
        return
    for entry in entries:
        path = folder / entry.name
        name = prefix + readable(entry.name)
        if entry.is_symlink():
            yield _link(path, name, root)
        elif entry.is_dir(follow_symlinks=False):
            if excluded is not None and path.resolve() == excluded:
                continue
            if _junk(entry.name):
                yield Found(path, name, Status.SKIPPED, HIDDEN)
            else:
                yield from _folder(path, f"{name}/", root, excluded)
        else:
            yield _file(path, name, entry)


def _file(path: Path, name: str, entry: os.DirEntry[str]) -> Found:
    if entry.name.startswith("~$"):
        return Found(path, name, Status.SKIPPED, LOCKED)
    if _junk(entry.name):
        return Found(path, name, Status.SKIPPED, HIDDEN)
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


def _junk(name: str) -> bool:
    return name.startswith(".") or name.lower() in _JUNK


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
