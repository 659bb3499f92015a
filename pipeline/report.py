"""The door for outputs: a report turns a finished Run into files below the output directory.

Files appear whole or not at all: they are written beside their place, flushed to the disk and renamed.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from contextvars import ContextVar
from pathlib import Path

from pipeline.run import Run
from schemas.collect import collect
from schemas.errors import UsageError

Report = Callable[[Run, Path], None]

_REPORTS: dict[str, Report] = {}
_moved: ContextVar[list[str] | None] = ContextVar("_moved", default=None)


def report(name: str) -> Callable[[Report], Report]:
    """Register the decorated function as the one that writes ``name`` below the output directory."""

    def register(function: Report) -> Report:
        if name in _REPORTS:
            raise ValueError(f"two reports called {name}")
        _REPORTS[name] = function
        return function

    return register


def reports() -> dict[str, Report]:
    """Every report by the name of its file."""
    collect("pipeline.reports")
    return dict(sorted(_REPORTS.items()))


def write_reports(run: Run, out: Path) -> list[str]:
    """Write every report below ``out``; come back with a sentence for each that had to be called otherwise."""
    moved: list[str] = []
    token = _moved.set(moved)
    try:
        for each in reports().values():
            each(run, out)
    finally:
        _moved.reset(token)
    return moved


def prepare(out: Path) -> None:
    """Make sure that ``out`` can be written to, before hours are spent on reading.

    Raises:
        UsageError: it is a file, or may not be written.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=out):
            pass
    except (FileExistsError, NotADirectoryError):
        raise UsageError(out, "不是目录，无法写入结果", "请用 -o 指定另一个输出目录") from None
    except OSError as error:
        why = f"无法写入结果（{error.strerror or error}）"
        raise UsageError(out, why, "请检查写入权限和磁盘空间，或用 -o 指定另一个输出目录") from None


def write(path: Path, content: str | bytes) -> Path:
    """Put ``content`` at ``path`` in one step; where the file is locked, at ``name(2)``, and remember to say so."""
    path.parent.mkdir(parents=True, exist_ok=True)
    written = content if isinstance(content, bytes) else content.encode("utf-8", "backslashreplace")
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(written)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).chmod(0o666 & ~_umask())  # mkstemp allows its owner alone
        return _rename(Path(beside), path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def _rename(beside: Path, path: Path) -> Path:
    for copy in range(1, 100):
        target = path if copy == 1 else path.with_name(f"{path.stem}({copy}){path.suffix}")
        try:
            beside.replace(target)
        except PermissionError:  # Excel keeps what it shows locked
            continue
        except IsADirectoryError:
            raise UsageError(
                target, "是一个目录，无法写入结果", "请移走它，或用 -o 指定另一个输出目录"
            ) from None
        if copy > 1:
            _say(f"{path} 被别的程序占用，结果写在 {target.name}")
        return target
    raise UsageError(path, "被别的程序占用，无法写入结果", "请关闭打开它的程序后重新运行")


def _say(sentence: str) -> None:
    told = _moved.get()
    if told is not None:
        told.append(sentence)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
