"""Old word-processor files, converted together before anything is read: LibreOffice takes a second to start.

Each batch has a process of its own. What a batch does not bring, because a file broke it or the clock stopped it, is
converted alone when the file is read.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from extractors.word import office
from pipeline import workers as pool
from pipeline.walk import Found

Tell = Callable[[str, int, int, str], None]  # stage, done, total, name of what was just done

_HEADS = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf")  # OLE and RTF; which program's, the batch finds out
_ODT = b"mimetypeapplication/vnd.oasis.opendocument.text"  # its first entry, by its standard
_GRACE_SECONDS = 30  # beside the call itself: looking at the files, copying them


@contextmanager
def prepared(
    files: Sequence[Found], preload: Callable[[], object], *, workers: int, memory_bytes: int, tell: Tell
) -> Iterator[Callable[[], object]]:
    """``preload`` for those who read ``files``: it leads them to what was converted, as long as the block lasts.

    All that conversions leave lies in one private place, gone when the block is left, whatever became of the workers.
    """
    old = [each for each in files if _looks_old(each.path)]
    if not old or office.soffice() is None:
        yield preload
        return
    size = min(office.FILES_PER_CALL, -(-len(old) // workers))
    several = len(old) > 1  # a single one is as well converted where it is read
    batches = [old[at : at + size] for at in range(0, len(old), size)] if several else []
    with tempfile.TemporaryDirectory(prefix="gouji-") as made:
        done = pool.each(
            convert,
            [([each.path for each in batch], Path(made)) for batch in batches],
            workers=workers,
            timeout_seconds=office.SECONDS_PER_CALL + _GRACE_SECONDS,
            memory_bytes=memory_bytes,
        )
        count = 0
        for batch, _ in zip(batches, done, strict=True):  # what a batch lost is told by who reads the file
            count += len(batch)
            tell("转换", count, len(old), batch[-1].name)
        try:
            yield partial(_lead, Path(made), preload)
        finally:
            office.use(None)


def convert(paths: Sequence[Path], folder: Path) -> None:
    """Runs in a worker: convert into ``folder`` those of ``paths`` that are what LibreOffice is for."""
    from extractors.guard import guard
    from extractors.sniff import HEAD_BYTES, sniff
    from schemas.errors import ReadError

    files: list[tuple[Path, str]] = []
    for path in paths:
        try:
            guard(path, path.name)
            with path.open("rb") as opened:
                kind = sniff(opened.read(HEAD_BYTES), path)
        except (ReadError, OSError):
            continue  # whoever reads it says why
        if kind in office.FORMATS:
            files.append((path, kind))
    if files:
        office.prepare(files, folder)


def _lead(folder: Path, preload: Callable[[], object]) -> None:
    office.use(folder)
    preload()


def _looks_old(path: Path) -> bool:
    try:
        with path.open("rb") as opened:
            head = opened.read(128)
    except OSError:
        return False  # the reader says what is wrong with it
    return head.startswith(_HEADS) or (head.startswith(b"PK") and _ODT in head)
