"""Where the members of an archive are put down: under numbers, counted while they are written, told by their names.

Limits are those of `extractors.guard`, over all archives inside the one that was handed in.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Protocol

from extractors.archives.member_names import harmless, unused
from extractors.guard import MAX_ENTRIES, MAX_ENTRY_BYTES, MAX_RATIO, MAX_TOTAL_BYTES, MB, RATIO_FROM_BYTES
from schemas.errors import DamagedFile, Figureless, ReadError, TooLarge

PIECE_BYTES = 1 << 18
FEWER = "请去掉无关的文件，或分成几个压缩包后重新提交"
UNPACKED = "请解压后把文件放进文件夹提交"
PACK_AGAIN = "请重新压缩后提交，或解压后把文件放进文件夹提交"
_SAFE_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,8}")


class Source(Protocol):
    """Where the bytes of a member come from."""

    def read(self, size: int, /) -> bytes:
        """Up to ``size`` bytes, b"" at the end."""

    def close(self) -> None:
        """Let go of it."""


@dataclass(slots=True)
class Allowance:
    """What one submitted archive of ``packed`` bytes may still take, over all nesting, and how many files there are."""

    packed: int
    entries: int = MAX_ENTRIES
    taken: int = 0  # bytes
    files: int = 0

    def refusal(self, called: str, more: int = 0) -> ReadError | None:
        """Why nothing can be taken any more, or not ``more`` bytes; None where it can."""
        whole = self.taken + more
        if whole > MAX_TOTAL_BYTES:
            return TooLarge(called, f"压缩包解压后超过 {MAX_TOTAL_BYTES // MB} MB 的上限", FEWER)
        if whole > RATIO_FROM_BYTES and whole > MAX_RATIO * max(self.packed, 1):
            return TooLarge(called, f"压缩包的压缩比超过 {MAX_RATIO} 倍，疑似压缩炸弹", UNPACKED)
        return None


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive: at ``path``, or ``trouble`` says why it is not. ``note`` is what to say of it besides."""

    name: str
    path: Path | None = None
    note: str = ""
    trouble: ReadError | None = None


@dataclass(slots=True)
class Crate:
    """Takes the members of the archive called ``name`` one by one and tells of each as soon as it is there.

    Args:
        name: how messages call the archive; members are called ``name!/folder/file``.
        folder: a private place; nothing in it is ever named by a member.
        allowance: shared with the archives around and inside.
        leftover: says why a file of this name is none of the sender's material, or "".
        tell: hears of every member.
    """

    name: str
    folder: Path
    allowance: Allowance
    leftover: Callable[[str], str]
    tell: Callable[[Member], None]
    _used: set[str] = field(default_factory=set)

    def expect(self, entries: int) -> None:
        """Make room for so many more entries.

        Raises:
            TooLarge: there are too many; none of them is to be taken.
        """
        if entries > self.allowance.entries:
            raise TooLarge(self.name, f"内含的文件超过 {MAX_ENTRIES} 个的上限", FEWER)
        self.allowance.entries -= entries

    def refuse(self, name: str, trouble: Callable[[str], ReadError]) -> None:
        """Tell of a member that cannot be had; ``trouble`` makes the reason for what it is called."""
        called, note = self._called(name)
        self.tell(Member(called, None, note, self._leftover(called) or trouble(called)))

    def put(
        self, name: str, opened: Callable[[], Source], size: int | None = None, packed: int | None = None
    ) -> None:
        """Take a member whose bytes come from ``opened()``, which is called at most once. The rest as in `begin`."""
        writing = self.begin(name, size, packed)
        if writing is None:
            return
        try:
            with closing(opened()) as source:
                while piece := source.read(PIECE_BYTES):
                    writing.write(piece)
        except MemoryError:
            raise
        except Exception as trouble:  # noqa: BLE001  (unpackers raise anything on broken bytes)
            writing.lose(trouble)
        else:
            writing.keep()

    def begin(self, name: str, size: int | None = None, packed: int | None = None) -> Writing | None:
        """Begin to take a member; None where it is not to be taken, which has been told then.

        Args:
            name: as the archive has it.
            size: bytes unpacked, as declared; believed only where it is too much.
            packed: bytes that it takes in the archive, where that is known.
        """
        called, note = self._called(name)
        trouble = self._leftover(called)
        if trouble is None and size is not None:
            trouble = _too_much(called, size, packed) or self.allowance.refusal(called, size)
        if trouble is not None:
            self.tell(Member(called, None, note, trouble))
            return None
        return Writing(self, Member(called, self._next_path(called), note), packed)

    def _called(self, name: str) -> tuple[str, str]:
        plain = harmless(name)
        called = unused(plain, self._used)
        note = "" if called == plain else "有同名的文件，已改名区别"
        if plain != name.replace("\\", "/"):
            note = "；".join(filter(None, (note, f"原来的文件名写作“{name[:200]}”")))
        return f"{self.name}!/{called}", note

    def _leftover(self, called: str) -> ReadError | None:
        why = self.leftover(called.removeprefix(f"{self.name}!/"))
        return Figureless(called, why) if why else None

    def _next_path(self, called: str) -> Path:
        self.allowance.files += 1
        suffix = PurePosixPath(called).suffix.lower()
        safe = suffix if _SAFE_SUFFIX.fullmatch(suffix) else ""
        return self.folder / f"{self.allowance.files:05d}{safe}"


class Writing:
    """One member being written: every piece is weighed before it is written. Ends with `keep` or `lose`."""

    def __init__(self, crate: Crate, member: Member, packed: int | None) -> None:
        self._crate, self._member, self._packed = crate, member, packed
        self._size = 0
        self._path = member.path or Path()
        self._file: BinaryIO | None = None  # opened when it is needed: a thousand may be waiting

    def write(self, piece: bytes) -> None:
        """Write ``piece``.

        Raises:
            TooLarge: the member, or all together, are more than they may be; or the disk is full.
        """
        name, allowance = self._member.name, self._crate.allowance
        self._size += len(piece)
        allowance.taken += len(piece)
        if too_much := _too_much(name, self._size, self._packed) or allowance.refusal(name):
            raise too_much
        try:
            self._opened().write(piece)
        except OSError as trouble:
            raise _disk_full(name, trouble) from trouble

    def keep(self) -> None:
        """It is complete."""
        try:
            self._opened().close()
        except OSError as trouble:
            self.lose(_disk_full(self._member.name, trouble))
        else:
            self._crate.tell(self._member)

    def lose(self, trouble: Exception) -> None:
        """It cannot be had: nothing of it stays."""
        with suppress(OSError):
            self._opened().close()
        self._path.unlink(missing_ok=True)
        name = self._member.name
        if isinstance(trouble, NotImplementedError):
            why = DamagedFile(name, "压缩方法特殊，无法解出", "请用默认的压缩方法重新压缩后提交")
        else:
            why = DamagedFile(name, "在压缩包里已损坏或不完整，无法解出", PACK_AGAIN)
        self._crate.tell(
            Member(name, None, self._member.note, trouble if isinstance(trouble, ReadError) else why)
        )

    def _opened(self) -> BinaryIO:
        if self._file is None:
            self._file = self._path.open("xb")
        return self._file


def no_file(called: str) -> ReadError:
    """Why a link, a device or a pipe is not read."""
    return DamagedFile(called, "在压缩包里是链接或设备，不是文件本身", "请换成文件本身后重新提交")


def _too_much(called: str, size: int, packed: int | None) -> ReadError | None:
    if size > MAX_ENTRY_BYTES:
        return TooLarge(called, f"解压后超过 {MAX_ENTRY_BYTES // MB} MB 的上限", FEWER)
    if packed is not None and size > RATIO_FROM_BYTES and size > MAX_RATIO * max(packed, 1):
        return TooLarge(called, f"压缩比超过 {MAX_RATIO} 倍，疑似压缩炸弹", UNPACKED)
    return None


def _disk_full(called: str, trouble: OSError) -> ReadError:
    return TooLarge(
        called,
        f"存放临时文件的磁盘写不下了（{trouble.strerror}）",
        "请清理磁盘，或用环境变量 TMPDIR 指定空间更大的目录后重新运行",
    )
