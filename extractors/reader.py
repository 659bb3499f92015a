"""The door for formats: a reader turns the bytes of one format into a Document."""

from __future__ import annotations

import gc
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from extractors import cut_short
from extractors.default_password import unlocked
from extractors.foreign import FIGURELESS, explain
from extractors.guard import guard
from extractors.sections import outline
from extractors.sniff import HEAD_BYTES, disagreement, sniff
from schemas.collect import collect
from schemas.document import Document
from schemas.errors import (
    DamagedFile,
    EmptyFile,
    Encrypted,
    Figureless,
    NoTextLayer,
    ReadError,
    UnknownFormat,
)

Reader = Callable[[Path, str], Document]

_READERS: dict[str, Reader] = {}

_AS_DOCX = "请用 Word 或 WPS 打开，另存为 .docx 后重新提交"
_UNREADABLE: dict[str, tuple[str, str]] = {
    "ppt": ("是演示文稿，不是自评报告", "请提交 Word 或 PDF 格式的自评报告"),
    "pptx": ("是演示文稿，不是自评报告", "请提交 Word 或 PDF 格式的自评报告"),
    "ole": ("是旧版办公文件，但看不出是哪一种", _AS_DOCX),
}


def reader(*formats: str) -> Callable[[Reader], Reader]:
    """Register the decorated function for what `extractors.sniff` calls ``formats``."""

    def register(function: Reader) -> Reader:
        for name in formats:
            if name in _READERS:
                raise ValueError(f"two readers for {name}")
            _READERS[name] = function
        return function

    return register


def readers() -> dict[str, Reader]:
    """Every reader by format."""
    collect("extractors.readers")
    return dict(sorted(_READERS.items()))


def read(path: Path, name: str) -> Document:
    """The file at ``path`` as a Document with its outline; messages and anchors call it ``name``.

    Raises:
        ReadError: whatever the reason; its class and words say which. No other exception comes out.
    """
    try:
        document = _read_whole(path, name)
        return _perhaps_lacking(document) if cut_short.is_cut_short(path) else document
    except (DamagedFile, UnknownFormat, NoTextLayer) as trouble:
        if cut_short.unfinished(name) or cut_short.is_cut_short(path):
            raise type(trouble)(name, cut_short.WHY, cut_short.REMEDY) from trouble
        raise


def _perhaps_lacking(document: Document) -> Document:
    """What could be read of a file without its end, saying so."""
    warning = f"{cut_short.WHY}，后面的内容可能缺少；{cut_short.REMEDY}"
    return replace(document, warnings=(warning, *document.warnings), partial=True)


def _read_whole(path: Path, name: str) -> Document:
    guard(path, name)
    with path.open("rb") as opened:
        kind = sniff(opened.read(HEAD_BYTES), path)
    if kind == "encrypted" and (content := unlocked(path.read_bytes())) is not None:
        return _read_unlocked(content, path, name)
    return _read(path, name, kind)


def _read_unlocked(content: bytes, path: Path, name: str) -> Document:
    """``content`` is what the file at ``path`` holds without its encryption; the Document is of the file as it came."""
    with tempfile.TemporaryDirectory(prefix="gouji-") as folder:
        inside = Path(folder) / "unlocked"
        inside.write_bytes(content)
        guard(inside, name)
        document = _read(inside, name, sniff(content[:HEAD_BYTES], inside))
    return replace(document, sha256=sha256(path.read_bytes()).hexdigest(), bytes=path.stat().st_size)


def _read(path: Path, name: str, kind: str) -> Document:
    function = readers().get(kind)
    if function is None:
        raise _refusal(kind, name)
    try:
        with rarely_seeking_cycles():
            document = outline(function(path, name))
    except (ReadError, MemoryError):
        raise
    except RecursionError as trouble:
        raise DamagedFile(name, "内部结构嵌套过深或互相引用", _AS_DOCX) from trouble
    except Exception as trouble:  # parsers raise anything on broken bytes; the run goes on
        raise DamagedFile(name, "内部结构已损坏，读不出内容", _AS_DOCX) from trouble
    warning = disagreement(kind, name)
    return replace(document, warnings=(warning, *document.warnings)) if warning else document


@contextmanager
def rarely_seeking_cycles() -> Iterator[None]:
    """Reading makes hundreds of thousands of small objects and hardly a cycle; looking for cycles costs a fifth of it."""
    usual = gc.get_threshold()
    gc.set_threshold(200_000, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _refusal(kind: str, name: str) -> ReadError:
    if kind == "encrypted":
        return Encrypted(name, "文件设有打开密码", "请去掉密码后重新提交")
    if kind == "empty":
        return EmptyFile(name, "文件是空的，一个字节也没有", "请重新导出或重新上传这份材料")
    if kind == "locked":
        return Encrypted(name, "被本单位的加密软件加密，在别处打不开", "请解密后重新提交")
    if kind in FIGURELESS:
        return Figureless(name, FIGURELESS[kind])
    why, remedy = _UNREADABLE.get(kind) or explain(kind, name)
    return UnknownFormat(name, why, remedy)
