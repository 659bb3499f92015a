"""The zip of an Office file: its parts, parsed without entities, network or DTD."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, NamedTuple

from lxml import etree

from schemas.errors import DamagedFile

Element = etree._Element

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PREFIXES = {
    _W: "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",  # "Strict Open XML"
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
}
_REPAIR = "请用 Word 或 WPS 打开后另存为新的 .docx 再提交"


class _Kinds(dict[object, str]):
    """What an element is by its tag: "w:p" for a paragraph in whichever dialect, the bare name elsewhere.

    The tag of a comment or a processing instruction is a function; they are "". A dict and no function,
    because it is asked for every element of the file.
    """

    def __missing__(self, tag: object) -> str:
        namespace, _, local = (
            tag[1:].partition("}") if isinstance(tag, str) and tag[:1] == "{" else ("", "", tag)
        )
        prefix = _PREFIXES.get(namespace)
        short = "" if not isinstance(local, str) else f"{prefix}:{local}" if prefix else local
        if len(self) < _MOST_TAGS:
            self[tag] = short
        return short


_FAR = 10**9  # no count in a document is larger; a hostile one may have 4000 digits
_MOST_TAGS = 5000  # Word writes some hundreds; a hostile file may bring a million
KINDS = _Kinds()


def kind(element: Element) -> str:
    """What ``element`` is: "w:p" for a paragraph in whichever dialect, the bare name elsewhere, "" for comments."""
    return KINDS[element.tag]


def attribute(element: Element | None, name: str, default: str = "") -> str:
    """The attribute with local name ``name`` in any namespace."""
    if element is None:
        return default
    usual = element.get(f"{{{_W}}}{name}")
    if usual is not None:
        return str(usual)
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return default


def child(element: Element | None, *path: str) -> Element | None:
    """The first descendant along ``path`` of kinds, or None."""
    for step in path:
        if element is None:
            return None
        for below in element:
            if KINDS[below.tag] == step:
                element = below
                break
        else:
            return None
    return element


def children(element: Element | None) -> dict[str, Element]:
    """The children of ``element`` by kind; of properties there is one each."""
    return {} if element is None else {KINDS[below.tag]: below for below in element}


def is_on(element: Element | None) -> bool:
    """Whether a toggle such as w:vanish is there and not switched off."""
    return element is not None and attribute(element, "val", "1") not in ("0", "false", "off")


def whole(element: Element | None, default: int, name: str = "val") -> int:
    """An integer attribute; ``default`` when it is missing or none."""
    if element is None:
        return default
    try:
        return max(-_FAR, min(_FAR, int(attribute(element, name, str(default)))))
    except ValueError:
        return default


def elements(stream: IO[bytes], *names: str) -> Iterator[Element]:
    """The elements of an XML ``stream`` with these local names, each when it has ended; it is emptied afterwards.

    Raises:
        etree.XMLSyntaxError: it is not well formed.
    """
    tags = [f"{{*}}{name}" for name in names]
    for _, element in etree.iterparse(
        stream, tag=tags, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    ):
        yield element
        element.clear()
        parent = element.getparent()
        while parent is not None and element.getprevious() is not None:
            del parent[0]


class Relation(NamedTuple):
    """What a part refers to: the last word of the type ("styles"), the part or address, whether it lies outside, its name."""

    kind: str
    target: str
    external: bool
    ident: str = ""


class Package:
    """The parts of one Office file. Parts are read one at a time; sizes were checked by `extractors.guard`."""

    def __init__(self, path: Path, name: str) -> None:
        self.name = name
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError) as trouble:
            raise DamagedFile(name, "压缩结构已损坏", _REPAIR) from trouble
        # ECMA-376 part 2, 6.2: names of parts are equal whatever their case; some writers use backslashes.
        self._names = {_plain(entry): entry for entry in self._zip.namelist()}

    def close(self) -> None:
        """Let the file go."""
        self._zip.close()

    def holds(self, part: str) -> bool:
        """Whether there is such a part."""
        return _plain(part) in self._names

    def main_part(self, fallback: str) -> str:
        """Where the relationships say the document is (Word online writes document2.xml)."""
        for relation in self.relations(""):
            if relation.kind == "officeDocument" and self.holds(relation.target):
                return relation.target
        return fallback

    def relations(self, part: str) -> Iterator[Relation]:
        """What ``part`` refers to, in the order it says so; "" stands for the package itself."""
        folder, _, base = part.rpartition("/")
        rels = self.part(posixpath.join(folder, "_rels", f"{base}.rels"))
        for rel in rels if rels is not None else ():
            if kind(rel) != "Relationship":
                continue
            what, target = attribute(rel, "Type").rpartition("/")[2], attribute(rel, "Target")
            external = attribute(rel, "TargetMode") == "External"
            if not external:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            yield Relation(what, target, external, attribute(rel, "Id"))

    def elements(self, part: str, *names: str) -> Iterator[Element]:
        """The elements of ``part`` with these local names, one after the other; none where there is no such part.

        Raises:
            DamagedFile: it cannot be unpacked or is not well formed.
        """
        entry = self._names.get(_plain(part))
        if entry is None:
            return
        try:
            with self._zip.open(entry) as stream:
                yield from elements(stream, *names)
        except (etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error, EOFError, OSError) as trouble:
            raise DamagedFile(self.name, f"部件 {part} 已损坏", _REPAIR) from trouble

    def part(self, part: str, without: Sequence[str] = ()) -> Element | None:
        """The root of ``part``, or None when there is no such part.

        Args:
            part: its path in the package.
            without: names of elements (w:…) that may be left out unparsed; they must not stand inside their like.

        Raises:
            DamagedFile: it cannot be unpacked or is not well formed.
        """
        entry = self._names.get(_plain(part))
        if entry is None:
            return None
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, collect_ids=False
        )
        try:
            content = self._zip.read(entry)
            for name in without:
                content = _less(content, name.encode())
            return etree.fromstring(content, parser)
        except (
            etree.XMLSyntaxError,
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            ValueError,
            RuntimeError,
        ) as trouble:
            raise DamagedFile(self.name, f"部件 {part} 已损坏", _REPAIR) from trouble


def _plain(part: str) -> str:
    return part.replace("\\", "/").lstrip("/").lower()


def _less(content: bytes, name: bytes) -> bytes:
    """``content`` without its elements w:``name``, in linear time whatever it holds."""
    opening, closing = b"<w:%b" % name, b"</w:%b>" % name
    kept: list[bytes] = []
    done = at = 0
    while (start := content.find(opening, at)) >= 0 and (end := content.find(closing, start)) >= 0:
        at = content.find(b">", start) + 1
        if content[at - 2 : at] == b"/>":
            continue  # empty: it has no end of its own
        kept.append(content[done:start])
        done = at = end + len(closing)
    return b"".join([*kept, content[done:]])
