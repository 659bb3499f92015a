"""One process per task, with a clock and a memory ceiling: what goes wrong in it costs that task alone."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, MutableSequence, Sequence
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as OutOfTime
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import Generic, TypeVar, cast

from extractors.clock import put_forward_by
from schemas.errors import GoujiError

T = TypeVar("T")

TIMEOUT_SECONDS = 120
MEMORY_BYTES = 2 * 1024**3  # on top of what the process maps before it begins
MOST_MORE_SECONDS = 3600  # that a task may ask for on top: a scan of some hundred pages takes most of it
CHECK_SECONDS = 0.2  # between two looks at the clocks
TASKS_PER_PROCESS = 100  # then a fresh one, against leaks
AT_MOST = 4  # more readers than this fight for the disk and for memory


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """What one task came to: its ``value``, or the sentence ``lost`` that says why there is none.

    ``trouble`` is a GoujiError that the task raised on purpose; ``traceback`` the text of an exception that nobody foresaw;
    ``seconds`` how long it took where it came to its end.
    """

    value: T | None = None
    trouble: GoujiError | None = None
    lost: str = ""
    traceback: str = ""
    seconds: float | None = None


def default_workers() -> int:
    """As many as there are cores for us, four at most."""
    if sys.platform == "linux":
        return max(1, min(len(os.sched_getaffinity(0)), AT_MOST))
    return max(1, min(os.cpu_count() or 1, AT_MOST))


def each(
    task: Callable[..., T],
    arguments: Sequence[tuple[object, ...]],
    *,
    workers: int,
    timeout_seconds: float = TIMEOUT_SECONDS,
    memory_bytes: int = MEMORY_BYTES,
    preload: Callable[[], object] | None = None,
) -> Iterator[Done[T]]:
    """Run ``task(*a)`` for every ``a`` in processes of their own and yield what each came to, in the order given.

    Args:
        task: a function of a module, so that other processes can find it.
        arguments: one tuple per call.
        workers: how many processes at a time.
        timeout_seconds: wall clock per call, on top of what the task asks for through `extractors.clock`.
        memory_bytes: ceiling per process, where the system has one.
        preload: imports to pay once; called before forking, or in each process where there is no fork.
    """
    from pebble import ProcessPool

    context = _context()
    forked = context.get_start_method() == "fork"
    if forked and preload:
        preload()
    ends = context.RawArray("d", max(1, len(arguments)))  # when each call must have ended; 0 before it begins
    pool = ProcessPool(
        max_workers=max(1, min(workers, len(arguments))),
        max_tasks=TASKS_PER_PROCESS,
        initializer=_enter,
        initargs=(memory_bytes, None if forked else preload, ends),
        context=context,
    )
    try:
        longest = (
            timeout_seconds + MOST_MORE_SECONDS
        )  # for a process that is lost before it could set its clock
        futures = [
            pool.schedule(_timed, args=(at, timeout_seconds, task, *given), timeout=longest)
            for at, given in enumerate(arguments)
        ]
        for future in futures:
            yield _outcome(partial(_waited, future, futures, ends), timeout_seconds, memory_bytes)
    except BaseException:  # interrupted, or nobody waits any more: leave no orphans
        pool.stop()
        raise
    finally:
        pool.close()
        pool.join()


_ends: Sequence[float] = ()  # in a worker: that of `each`


def _timed(at: int, timeout_seconds: float, task: Callable[..., T], *arguments: object) -> tuple[T, float]:
    """Runs in the worker."""
    started = time.monotonic()
    ends = cast("MutableSequence[float]", _ends)
    ends[at] = started + timeout_seconds

    def allow(seconds: float) -> None:
        ends[at] = min(ends[at] + seconds, started + timeout_seconds + MOST_MORE_SECONDS)

    with put_forward_by(allow):
        value = task(*arguments)
    return value, round(time.monotonic() - started, 3)


def _waited(
    future: Future[tuple[T, float]], all_: Sequence[Future[tuple[T, float]]], ends: Sequence[float]
) -> tuple[T, float]:
    """What ``future`` came to. Until it has, every call whose time is up is stopped."""
    while True:
        try:
            return future.result(timeout=CHECK_SECONDS)
        except CancelledError:
            raise OutOfTime from None
        except OutOfTime:
            if future.done():
                continue
        now = time.monotonic()
        for each_, end in zip(all_, ends, strict=False):
            if end and now > end and not each_.done():
                each_.cancel()  # pebble ends the process with it


def _outcome(result: Callable[[], tuple[T, float]], timeout_seconds: float, memory_bytes: int) -> Done[T]:
    from pebble import ProcessExpired

    try:
        value, seconds = result()
        return Done(value=value, seconds=seconds)
    except GoujiError as error:
        return Done(trouble=error)
    except OutOfTime:
        return Done(lost=f"{timeout_seconds:g} 秒内没有完成，已停止")
    except MemoryError:
        return Done(lost=f"所需内存超过 {memory_bytes / 1024**3:.1f} GB，已停止")
    except RecursionError:
        return Done(lost="内容层层嵌套，超出可处理的深度")
    except ProcessExpired as error:
        return Done(lost=f"处理进程意外终止（{_ending(error.exitcode)}）")
    except (Exception, SystemExit) as error:  # noqa: BLE001  (whatever it is, it is this task's alone)
        told = getattr(error, "traceback", "") or "".join(getattr(error.__cause__, "args", ()))
        return Done(lost=f"处理程序出错（{type(error).__name__}: {error}）", traceback=str(told))


def _ending(exitcode: int | None) -> str:
    if exitcode is not None and exitcode < 0:
        with suppress(ValueError):
            name = signal.Signals(-exitcode).name
            return f"信号 {name}" + "，多半是所需内存超过上限" * (name == "SIGABRT")  # C++ gives up so
    return f"退出码 {exitcode}"


def _context() -> BaseContext:
    """Fork where it is safe, so that heavy imports are paid once; otherwise what the system prefers."""
    return multiprocessing.get_context("fork" if sys.platform == "linux" else None)


def _enter(memory_bytes: int, preload: Callable[[], object] | None, ends: Sequence[float]) -> None:
    """Settle in a new process: an interrupt is the parent's business, memory has a ceiling, crashes leave no core."""
    global _ends
    _ends = ends
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # the parent may have one of its own, to tidy up
    logging.disable()  # what libraries murmur about a file is not for the terminal; its row says what matters
    _die_with_parent()
    if preload:
        preload()
    try:
        import resource
    except ImportError:  # Windows: the clock alone
        return
    ceiling = _mapped_bytes() + memory_bytes
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard != resource.RLIM_INFINITY:
        ceiling = min(ceiling, hard)
    with suppress(ValueError, OSError):  # macOS refuses some of these
        resource.setrlimit(resource.RLIMIT_AS, (ceiling, hard))
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _die_with_parent() -> None:
    """Leave no reader behind when the run itself is killed (Linux; elsewhere it ends with its task)."""
    if sys.platform == "linux":
        import ctypes

        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def _mapped_bytes() -> int:
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except (OSError, ValueError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
