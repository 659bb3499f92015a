"""rar: the list through rarfile, the members through whatever unpacker the machine has (unrar, unar, 7-Zip, bsdtar)."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from extractors.archives.crate import PACK_AGAIN, Crate, no_file
from schemas.errors import DamagedFile, Encrypted, ReadError, UnknownFormat

_KEYS = "请去掉压缩密码，或解压后重新提交"
_NO_UNPACKER = "请解压后重新提交，或安装解压程序（unrar、unar、7-Zip 之一）后重新运行"
_ONE_FILE = "请合并成一个压缩包（不要分卷）后重新提交"
CPU_SECONDS = 120  # for one archive: an unpacker that never ends does not outlive the run by more


def unpack_rar(path: Path, name: str, crate: Crate) -> list[Path]:
    """Put every file of the rar at ``path``, told as ``name``, into ``crate``; the further volumes that were read with it.

    Raises:
        TooLarge: more entries than are left; nothing was taken.
        Encrypted: not even the names can be read.
        DamagedFile: the list cannot be read, or this is a later volume.
        UnknownFormat: nothing is installed that could unpack it.
    """
    try:
        import rarfile  # type: ignore[import-untyped]
    except ImportError as trouble:
        raise UnknownFormat(
            name, "是压缩包（.rar），本机没有安装 rarfile", "请解压后重新提交，或安装 rarfile 后重新运行"
        ) from trouble
    rarfile.HACK_TMP_DIR = str(crate.folder)
    _bound_unpackers()
    try:
        with rarfile.RarFile(str(path), charset="gb18030") as archive:
            entries = archive.infolist()
            if not entries and archive.needs_password():
                raise Encrypted(name, "压缩包设有密码，文件名也读不出", _KEYS)
            if not entries:
                raise DamagedFile(name, "压缩包是空的，或已损坏", PACK_AGAIN)
            crate.expect(len(entries))
            for entry in entries:
                if entry.is_dir():
                    continue
                if refusal := _refusal(entry):
                    crate.refuse(entry.filename, refusal)
                else:
                    opened = partial(_open, archive, entry)
                    crate.put(entry.filename, opened, entry.file_size, entry.compress_size)
            return [Path(volume) for volume in archive.volumelist()[1:]]
    except rarfile.NeedFirstVolume as trouble:
        raise DamagedFile(name, "是分卷压缩包中的一卷", _ONE_FILE) from trouble
    except rarfile.Error as trouble:
        raise DamagedFile(name, "压缩包不完整或已损坏", PACK_AGAIN) from trouble


def _refusal(entry: Any) -> Callable[[str], ReadError] | None:  # noqa: ANN401  (rarfile is not typed)
    if entry.needs_password():
        return lambda called: Encrypted(called, "在压缩包里设有密码", _KEYS)
    return None if entry.is_file() else no_file


def _open(archive: Any, entry: Any) -> _Source:  # noqa: ANN401
    import rarfile

    try:
        return _Source(archive.open(entry), entry.filename)
    except rarfile.RarCannotExec as trouble:
        raise UnknownFormat(entry.filename, "本机没有解压 rar 的程序，没有解出", _NO_UNPACKER) from trouble


class _Source:
    """What an unpacker writes; it may not know the method, which looks the same as damage."""

    def __init__(self, opened: Any, name: str) -> None:  # noqa: ANN401
        self._opened, self._name = opened, name

    def read(self, size: int, /) -> bytes:
        import rarfile

        try:
            return bytes(self._opened.read(size))
        except rarfile.Error as trouble:
            raise DamagedFile(self._name, "没有解出：已损坏，或本机的解压程序不支持", PACK_AGAIN) from trouble

    def close(self) -> None:
        self._opened.close()


def _bound_unpackers() -> None:
    """The unpacker is a process of its own: it inherits our memory ceiling, and from here a limit of processor time."""
    if sys.platform == "win32":
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + CPU_SECONDS
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))
