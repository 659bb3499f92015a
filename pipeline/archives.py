"""Archives as submissions: each is taken apart in a process of its own, and its members are files like any other.

A member is called ``材料.zip!/目录/报告.docx``. It lies in a private place under a number until everything is read.
"""

from __future__ import annotations

import json
import signal
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any, TextIO

from extractors.archives.crate import Allowance, Crate, Member
from extractors.archives.unpack import archive_kind, may_be_archive, unpack
from pipeline import workers as pool
from pipeline.run import Status
from pipeline.walk import Found, leftover
from schemas.errors import Figureless, GoujiError, ReadError

MAX_DEPTH = 3  # archives inside archives; an honest submission is one deep, a forwarded one two
MEMORY_BYTES = (
    512 << 20
)  # unpacking is done piece by piece; a packer's dictionary takes 64 MB at its highest setting
_AGAIN = "请解压后把文件放进文件夹重新提交"
_JOURNAL = "members.jsonl"

Tell = Callable[[str, int, int, str], None]  # stage, done, total, name of what was just done


@contextmanager
def opened(
    found: Sequence[Found],
    *,
    workers: int,
    timeout_seconds: float,
    tell: Tell,
    seconds: dict[str, float | None],
) -> Iterator[list[Found]]:
    """``found`` with the members of every archive behind it. Their bytes are gone when the block is left.

    An archive keeps its place and gets a status, members to be read have none. Fills ``seconds`` per archive.
    """
    archives = [each for each in found if each.status is None and _looked_into(each.path)]
    if not archives:
        yield list(found)
        return
    with _private_place() as place:
        folders = [place / f"{number:05d}" for number in range(len(archives))]
        done = pool.each(
            take_apart,
            [(each.path, each.name, folder) for each, folder in zip(archives, folders, strict=True)],
            workers=workers,
            timeout_seconds=timeout_seconds,
            memory_bytes=MEMORY_BYTES,
        )
        members: dict[str, list[Found]] = {}
        read_along: set[Path] = set()
        for number, (archive, folder, outcome) in enumerate(zip(archives, folders, done, strict=True), 1):
            tell("解压", number, len(archives), archive.name)
            seconds[archive.name] = outcome.seconds
            read_along |= set(outcome.value or ())
            members[archive.name] = _journal(archive, folder, _lost(outcome.trouble, outcome.lost))
        yield [_volume(each, read_along) for file in found for each in members.get(file.name) or (file,)]


def _looked_into(path: Path) -> bool:
    try:
        return may_be_archive(path)
    except OSError:
        return False  # the reader says what is wrong with it


def _volume(file: Found, read_along: set[Path]) -> Found:
    if file.path not in read_along:
        return file
    return Found(file.path, file.name, Status.SKIPPED, "分卷压缩包的后续分卷，已随第一卷读取", kind=file.kind)


def _lost(trouble: GoujiError | None, lost: str) -> str:
    return trouble.why if trouble is not None else lost


def _journal(archive: Found, folder: Path, lost: str) -> list[Found]:
    """The archive and what was taken out of it; the archive alone, still to be read, where it is none."""
    lines = _lines(folder / _JOURNAL)
    if not lines:
        return [archive]
    told = {str(line["name"]): line for line in lines}  # what is said last of a name holds
    found = [_found(line, folder) for name, line in told.items() if name != archive.name]
    first = told[archive.name]
    if lost:
        got_some = any(each.status is None for each in found)
        status = Status.PARTIAL if got_some else Status.FAILED
        first |= {"status": status, "reason": f"压缩包没有解完：{lost}", "remedy": _AGAIN}
    return [replace(_found(first, folder), path=archive.path), *sorted(found, key=lambda each: each.name)]


def _lines(journal: Path) -> list[dict[str, Any]]:
    try:
        written = journal.read_text(encoding="utf-8").splitlines()
    except OSError:
        return []
    lines = []
    for line in written:
        with suppress(ValueError):  # the last one, where the writer was lost in the middle of it
            lines.append(json.loads(line))
    return lines


def _found(line: dict[str, Any], folder: Path) -> Found:
    status = Status(line["status"]) if line["status"] else None
    path = folder / (line["file"] or "nothing")
    return Found(path, line["name"], status, line["reason"], line["remedy"], line["kind"])


# --- in the worker


def take_apart(path: Path, name: str, folder: Path) -> list[Path]:
    """Unpack the archive at ``path``, and the archives in it, into ``folder``, and keep a journal of every member there.

    Nothing is written for a file that is no archive. What comes back are the further volumes that were read with it.
    """
    kind = archive_kind(path, name)
    if not kind:
        return []
    folder.mkdir(mode=0o700)
    with (folder / _JOURNAL).open("w", encoding="utf-8", errors="backslashreplace") as file:
        return _Opening(folder, Allowance(path.stat().st_size), file).open(path, name, kind, "", 1)


@dataclass(slots=True)
class _Opening:
    """One submitted archive being opened, with whatever is packed in it."""

    folder: Path
    allowance: Allowance
    journal: TextIO

    def open(self, path: Path, name: str, kind: str, said: str, depth: int) -> list[Path]:
        self._note(name, Status.FAILED, "没有解完", _AGAIN, path.name, kind)
        inside = _Inside(depth)
        crate = Crate(name, self.folder, self.allowance, leftover, partial(self._member, inside))
        volumes: list[Path] = []
        trouble: ReadError | None = None
        try:
            volumes = unpack(path, name, kind, crate)
        except ReadError as error:
            trouble = error
        for member, packed_as in inside.archives:
            self.open(member.path or Path(), member.name, packed_as, member.note, depth + 1)
        status, reason, remedy = inside.summary("邮件" if kind == "eml" else "压缩包", trouble)
        self._note(name, status, "；".join(filter(None, (reason, said))), remedy, path.name, kind)
        return volumes

    def _member(self, inside: _Inside, member: Member) -> None:
        """Hear of a member: to be read, to be opened in its turn, or not to be had."""
        inside.count += 1
        trouble = member.trouble
        if trouble is not None:
            status = Status.SKIPPED if isinstance(trouble, Figureless) else Status.FAILED
            inside.skipped += status is Status.SKIPPED
            inside.lost += status is Status.FAILED
            reason = "；".join(filter(None, (trouble.why, member.note)))
            self._note(member.name, status, reason, trouble.remedy)
            return
        path = member.path or Path()
        kind = archive_kind(path, member.name) if may_be_archive(path) else ""
        if not kind:
            self._note(member.name, None, member.note, "", path.name)
            return
        if inside.depth < MAX_DEPTH:
            inside.archives.append((member, kind))
            reason = "外面的压缩包没有解完，还没有打开"  # until it is
        else:
            inside.lost += 1
            reason = f"压缩包里套压缩包超过 {MAX_DEPTH} 层，里面的文件没有读取"
        self._note(member.name, Status.FAILED, reason, _AGAIN, path.name, kind)

    def _note(
        self, name: str, status: Status | None, reason: str, remedy: str, file: str = "", kind: str = ""
    ) -> None:
        line = {
            "name": name,
            "status": status,
            "reason": reason,
            "remedy": remedy,
            "file": file,
            "kind": kind,
        }
        self.journal.write(json.dumps(line, ensure_ascii=False) + "\n")
        self.journal.flush()  # what was done stays done when this process is lost


@dataclass(slots=True)
class _Inside:
    """What an archive, ``depth`` archives deep, came to."""

    depth: int
    count: int = 0
    skipped: int = 0
    lost: int = 0
    archives: list[tuple[Member, str]] = field(default_factory=list)

    def summary(self, what: str, trouble: ReadError | None) -> tuple[Status, str, str]:
        """Status, reason and remedy of the archive itself, called ``what``; `pipeline.members` adds those of its files."""
        if trouble is not None:
            taken = self.count - self.skipped - self.lost
            return (Status.PARTIAL if taken else Status.FAILED), trouble.why, trouble.remedy
        if not self.count:
            return Status.FAILED, f"{what}里没有文件", "请检查是否漏放了材料，补上后重新提交"
        if self.count == self.skipped:
            return (
                Status.FAILED,
                f"{what}里只有系统文件，没有申报材料",
                "请检查是否漏放了材料，补上后重新提交",
            )
        return Status.PARSED, "", ""


# --- the place


@contextmanager
def _private_place() -> Iterator[Path]:
    """A directory that only we may enter, gone at the end, also when the run is interrupted or told to end."""
    with (
        _ending_on_request(),
        tempfile.TemporaryDirectory(prefix="gouji-", ignore_cleanup_errors=True) as place,
    ):
        yield Path(place)


@contextmanager
def _ending_on_request() -> Iterator[None]:
    """SIGTERM ends the block as an interrupt does, instead of ending the process at once."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(_: int, __: FrameType | None) -> None:
        raise KeyboardInterrupt  # SystemExit would be taken for that of a task

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
