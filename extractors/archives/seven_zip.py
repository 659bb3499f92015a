"""7z, through py7zr. Its names are never handed to it as paths: every member is written where the crate says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from extractors.archives.crate import PACK_AGAIN, Crate, Writing, no_file
from extractors.guard import MAX_TOTAL_BYTES
from schemas.errors import DamagedFile, Encrypted, ReadError, UnknownFormat

_KEYS = "请去掉压缩密码，或解压后重新提交"


def unpack_7z(path: Path, name: str, crate: Crate) -> None:
    """Put every file of the 7z at ``path``, told as ``name``, into ``crate``.

    Members are packed together: what stands behind a damaged one is lost with it.

    Raises:
        TooLarge: more entries than are left; nothing was taken.
        Encrypted: not even the names can be read.
        DamagedFile: the list cannot be read, or a member in the middle.
        UnknownFormat: py7zr is not installed.
    """
    try:
        import py7zr
    except ImportError as trouble:
        raise UnknownFormat(
            name, "是压缩包（.7z），本机没有安装 py7zr", "请解压后重新提交，或安装 py7zr 后重新运行"
        ) from trouble
    try:
        with py7zr.SevenZipFile(path, max_extract_size=2 * MAX_TOTAL_BYTES) as archive:
            crate.expect(len(archive.files))
            _take(archive, path.stat().st_size, crate)
    except (ReadError, MemoryError):
        raise
    except py7zr.PasswordRequired as trouble:
        raise Encrypted(name, "压缩包设有密码，文件名也读不出", _KEYS) from trouble
    except Exception as trouble:  # it raises anything on broken bytes
        raise DamagedFile(name, "压缩包不完整或已损坏，只能读出损坏之前的文件", PACK_AGAIN) from trouble


def _take(archive: Any, packed: int, crate: Crate) -> None:  # noqa: ANN401  (py7zr does not name all of its classes)
    from py7zr import io

    in_memory: Any = io.MemIO
    locked = archive.needs_password()
    sinks: list[_Sink] = []
    for entry in archive.files:
        if entry.is_directory:
            continue
        if locked:
            crate.refuse(entry.filename, _locked)
        elif entry.is_symlink or entry.is_junction or entry.is_socket:
            crate.refuse(entry.filename, no_file)
        elif writing := crate.begin(entry.filename, entry.uncompressed, packed):
            sinks.append(_Sink(writing))
            archive.worker.register_filelike(entry.id, in_memory(str(entry.id), sinks[-1]))
    try:
        if sinks:
            archive.worker.extract(archive.fp, None, parallel=False)
    finally:
        for sink in sinks:
            sink.give_up()


class _Sink:
    """What py7zr writes one member to: maker and product of what it calls a writer."""

    def __init__(self, writing: Writing) -> None:
        self._writing: Writing | None = writing

    def create(self, _: str) -> _Sink:
        return self

    def write(self, piece: bytes) -> int:
        """Take ``piece``, or let it go where the member is more than it may be: those behind it are still wanted."""
        if self._writing is not None:
            try:
                self._writing.write(piece)
            except ReadError as trouble:
                self._writing.lose(trouble)
                self._writing = None
        return len(piece)

    def seekable(self) -> bool:
        return False

    def close(self) -> None:
        """The member is complete and its checksum right."""
        if self._writing is not None:
            self._writing.keep()
            self._writing = None

    def give_up(self) -> None:
        """What was not completed is lost."""
        if self._writing is not None:
            self._writing.lose(EOFError())
            self._writing = None


def _locked(called: str) -> ReadError:
    return Encrypted(called, "在压缩包里设有密码", _KEYS)
