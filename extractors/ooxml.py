"""The zip of an Office file: its parts, parsed without entities, network or DTD."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from functools import cache
from pathlib import Path

from lxml import etree

from schemas.errors import DamagedFile

Element = etree._Element

_PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",  # "Strict Open XML"
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
}
_REPAIR = "请用 Word 或 WPS 打开后另存为新的 .docx 再提交"


@cache
def _short(tag: str) -> str:
    namespace, _, local = tag[1:].partition("}") if tag.startswith("{") else ("", "", tag)
    prefix = _PREFIXES.get(namespace)
    return f"{prefix}:{local}" if prefix else local


def kind(element: Element) -> str:
    """What ``element`` is: "w:p" for a paragraph in whichever dialect, the bare name elsewhere, "" for comments."""
    tag: object = element.tag  # a function for comments and processing instructions, whatever the stubs say
    return _short(tag) if isinstance(tag, str) else ""


def attribute(element: Element | None, name: str, default: str = "") -> str:
    """The attribute with local name ``name`` in any namespace."""
    if element is None:
        return default
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return default


def child(element: Element | None, *path: str) -> Element | None:
    """The first descendant along ``path`` of kinds, or None."""
    for step in path:
        if element is None:
            return None
        element = next((below for below in element if kind(below) == step), None)
    return element


def is_on(element: Element | None) -> bool:
    """Whether a toggle such as w:vanish is there and not switched off."""
    return element is not None and attribute(element, "val", "1") not in ("0", "false", "off")


def whole(element: Element | None, default: int, name: str = "val") -> int:
    """An integer attribute; ``default`` when it is missing or none."""
    try:
        return int(attribute(element, name, str(default)))
    except ValueError:
        return default


class Package:
    """The parts of one Office file. Parts are read one at a time; sizes were checked by `extractors.guard`."""

    def __init__(self, path: Path, name: str) -> None:
        self.name = name
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError) as trouble:
            raise DamagedFile(name, "压缩结构已损坏", _REPAIR) from trouble
        self._names = set(self._zip.namelist())

    def close(self) -> None:
        """Let the file go."""
        self._zip.close()

    def main_part(self, fallback: str) -> str:
        """Where the relationships say the document is (Word online writes document2.xml)."""
        rels = self.part("_rels/.rels")
        for rel in rels if rels is not None else ():
            if attribute(rel, "Type").endswith("/officeDocument"):
                target = attribute(rel, "Target").lstrip("/")
                if target in self._names:
                    return target
        return fallback

    def related(self, main: str, ending: str) -> Element | None:
        """The part beside ``main`` whose file name is ``ending``, through relationships or by habit."""
        folder = posixpath.dirname(main)
        rels = self.part(f"{folder}/_rels/{posixpath.basename(main)}.rels")
        for rel in rels if rels is not None else ():
            kind_of = attribute(rel, "Type").rpartition("/")[2]
            if kind_of == ending and attribute(rel, "TargetMode") != "External":
                target = attribute(rel, "Target")
                full = (
                    target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
                )
                return self.part(full)
        return self.part(f"{folder}/{ending}.xml")

    def part(self, part: str) -> Element | None:
        """The root of ``part``, or None when there is no such part.

        Raises:
            DamagedFile: it cannot be unpacked or is not well formed.
        """
        if part not in self._names:
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            return etree.fromstring(self._zip.read(part), parser)
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
