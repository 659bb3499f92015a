"""The zip of an OFD file (GB/T 33190): its parts by their places, parsed without entities, network or DTD."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from lxml import etree

from schemas.errors import DamagedFile

Element = etree._Element

SAVE_AGAIN = "请用版式阅读器打开后重新导出 OFD 或 PDF，再提交"
_BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError)


class _Locals(dict[object, str]):
    def __missing__(self, tag: object) -> str:
        # Namespaces are not asked: there are three in use, and none at all. Comments have a function for a tag.
        self[tag] = local = tag.rpartition("}")[2] if isinstance(tag, str) else ""
        return local


_LOCALS = _Locals()


def kind(element: Element) -> str:
    """The name of ``element`` without its namespace; "" for comments."""
    return _LOCALS[element.tag]


def attributes(element: Element) -> dict[str, str]:
    """What is said of ``element``, by name."""
    return dict(element.items())  # type: ignore[arg-type]


def first(element: Element | None, *names: str) -> Element | None:
    """The first child of ``element`` called any of ``names``, in whatever namespace."""
    for below in element if element is not None else ():
        if kind(below) in names:
            return below
    return None


def every(element: Element | None, *names: str) -> Iterator[Element]:
    """The children of ``element`` called any of ``names``, in whatever namespace."""
    return (below for below in (element if element is not None else ()) if kind(below) in names)


def text_of(element: Element | None) -> str:
    """What stands in ``element``, without blanks around it; "" for None."""
    return "" if element is None else "".join(map(str, element.itertext())).strip()


class OfdPackage:
    """The parts of one OFD file, read one at a time; sizes were checked by `extractors.guard`.

    ``mended`` are the parts that were not well formed, of which only what could be made out was read; ``lost`` those
    of which nothing could.
    """

    def __init__(self, path: Path, name: str) -> None:
        self.name = name
        self.mended: set[str] = set()
        self.lost: set[str] = set()
        try:
            self._zip = zipfile.ZipFile(path)
        except _BROKEN_ZIP as trouble:
            raise DamagedFile(name, "压缩结构已损坏", SAVE_AGAIN) from trouble
        self._entries = dict(self._spellings())
        self._folded = {spelling.casefold(): entry for spelling, entry in self._entries.items()}

    def _spellings(self) -> Iterator[tuple[str, str]]:
        """Every way to call an entry: old packers write Chinese names in the code page of their system."""
        for info in self._zip.infolist():
            name = info.filename
            if not info.flag_bits & 0x800 and not name.isascii():
                for encoding in ("gb18030", "utf-8"):
                    try:
                        yield _plain(name.encode("cp437").decode(encoding)), name
                    except UnicodeError:
                        continue
            yield _plain(name), name

    def close(self) -> None:
        """Let the file go."""
        self._zip.close()

    def find(self, loc: str, beside: str = "", *folders: str) -> str | None:
        """The part at ``loc`` (ST_Loc): from the root, beside the part ``beside``, or else in ``folders``; None if none.

        Only names that are in the package are ever found; ".." does not leave it.
        """
        loc = loc.strip().replace("\\", "/")
        if not loc:
            return None
        bases = ("", *folders) if loc.startswith("/") else (posixpath.dirname(beside), *folders, "")
        for base in bases:
            spelling = _plain(f"{base}/{loc}")
            if spelling in self._entries:
                return spelling
            if spelling.casefold() in self._folded:
                return _plain(self._folded[spelling.casefold()])
        return None

    def content(self, part: str | None) -> bytes | None:
        """The bytes of ``part`` as `find` told it, a picture; None where it is missing or broken."""
        entry = self._entries.get(part or "") or self._folded.get((part or "").casefold())
        with suppress(*_BROKEN_ZIP):
            return self._zip.read(entry) if entry else None
        return None

    def read(self, part: str | None) -> Element | None:
        """The root of ``part`` as `find` told it; None where it is missing or none of it can be made out.

        Raises:
            DamagedFile: it has a DOCTYPE, which is how entities that burst or read other files come in.
        """
        entry = self._entries.get(part or "") or self._folded.get((part or "").casefold())
        if entry is None or part is None:
            return None
        root = None
        with suppress(*_BROKEN_ZIP):
            content = self._zip.read(entry)
            root = _parse(content, recover=False)
            if root is None:
                root = _parse(content, recover=True)
                self.mended.add(part)
        if root is None:
            self.mended.discard(part)
            self.lost.add(part)
            return None
        if root.getroottree().docinfo.internalDTD is not None:
            raise DamagedFile(self.name, f"部件 {part} 含有 DOCTYPE 声明，版式软件不会这样写", SAVE_AGAIN)
        return root


def _plain(name: str) -> str:
    """``name`` from the root of the package, with "/" and without "." and ".."."""
    return posixpath.normpath("/" + name.replace("\\", "/")).lstrip("/")


def _parse(content: bytes, *, recover: bool) -> Element | None:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=recover
    )
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
