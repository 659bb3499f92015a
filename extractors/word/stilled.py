"""Copies of old files in which nothing moves: fields keep what they printed last, links lead nowhere.

LibreOffice calculates fields anew when it opens a file: a DATE shows today, a REF without its bookmark an error, SEQ
nothing. What the department signed is what the field printed, so the instructions are taken out of the copy.
"""

from __future__ import annotations

import re
import shutil
import struct
import zipfile
from pathlib import Path

from lxml import etree

_INSTRUCTION = re.compile(rb"\{\s{0,4}(?:\\\*\s{0,4})?\\fldinst\b")
_SHOWS_ITSELF = re.compile(rb"\b(?:FORMCHECKBOX|FORMTEXT|FORMDROPDOWN|SYMBOL|EQ|ADVANCE)\b")
_LONGEST = 2000  # bytes of an instruction that are looked at
_SPACES = {
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
}
_LIVELY = {
    "date", "time", "modification-date", "modification-time", "print-date", "print-time", "creation-date",
    "creation-time", "editing-duration", "page-number", "page-count", "paragraph-count", "word-count",
    "character-count", "table-count", "image-count", "object-count", "sequence", "sequence-ref", "bookmark-ref",
    "reference-ref", "note-ref", "file-name", "chapter", "expression", "variable-get", "variable-set", "user-field-get",
    "database-display", "dde-connection", "table-formula", "user-defined", "template-name", "sheet-name", "conditional-text",
}  # fmt: skip
_PARTS = ("content.xml", "styles.xml")
# [MS-DOC] 2.8.25 Plcfld, 2.9.90 flt: what LibreOffice must still do itself (formulas, numbers without a result, symbols,
# embedded files, form fields, shapes, indexes), and QUOTE, of which it takes the result as it is.
_DONE_ANEW = {8, 13, 49, 51, 52, 53, 54, 57, 58, 70, 71, 83, 95}
_QUOTE = 35
_FIELDS = (0x11A, 0x12A, 0x21A, 0x262)  # where the FIB keeps the fields of body, notes, endnotes, text boxes
_BEGINS = 0x13


def still(path: Path, kind: str, copy: Path) -> None:
    """Write the file at ``path``, of format ``kind``, to ``copy``, made still where we know how.

    Raises:
        OSError: it cannot be copied.
    """
    if kind == "rtf":
        copy.write_bytes(_still_rtf(path.read_bytes()))
    elif kind == "odt":
        _still_odt(path, copy)
    else:
        shutil.copyfile(path, copy)
        if kind == "doc":
            _still_doc(path, copy)


def _still_doc(path: Path, copy: Path) -> None:
    """Every field of ``copy`` that LibreOffice would calculate becomes one that quotes what it printed."""
    import olefile  # type: ignore[import-untyped]

    try:
        with olefile.OleFileIO(copy, write_mode=True) as container:
            main = container.openstream("WordDocument").read()
            name = "1Table" if struct.unpack_from("<H", main, 10)[0] & 0x0200 else "0Table"
            table = bytearray(container.openstream(name).read())
            for where in _FIELDS:
                start, length = struct.unpack_from("<2L", main, where)
                count = max((length - 4) // 6, 0)
                for at in range(start + 4 * (count + 1), min(start + length, len(table)) - 1, 2):
                    if table[at] & 0x1F == _BEGINS and table[at + 1] not in _DONE_ANEW:
                        table[at + 1] = _QUOTE
            container.write_stream(name, bytes(table))
    except Exception:  # noqa: BLE001  (a broken file is LibreOffice's to judge, as it came)
        shutil.copyfile(path, copy)


def _still_rtf(content: bytes) -> bytes:
    r"""Instructions of fields as a destination that nobody knows (and skips); results stay.

    >>> _still_rtf(rb"{\field{\*\fldinst DATE}{\fldrslt 2024}}{\field{\fldinst {FORMCHECKBOX}}{\fldrslt }}")
    b'{\\field{\\*\\gjinst DATE}{\\fldrslt 2024}}{\\field{\\fldinst {FORMCHECKBOX}}{\\fldrslt }}'
    """

    def renamed(found: re.Match[bytes]) -> bytes:
        return found[0] if _SHOWS_ITSELF.search(_group(content, found.end())) else rb"{\*\gjinst"

    return _INSTRUCTION.sub(renamed, content)


def _group(content: bytes, start: int) -> bytes:
    """What follows ``start`` up to the brace that closes the group around it."""
    depth = 1
    for brace in re.finditer(rb"[{}]", content[start : start + _LONGEST]):
        depth += 1 if brace[0] == b"{" else -1
        if not depth:
            return content[start : start + brace.start()]
    return content[start : start + _LONGEST]


def _still_odt(path: Path, copy: Path) -> None:
    try:
        with zipfile.ZipFile(path) as given, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as taken:
            for entry in given.infolist():
                part = given.read(entry)
                if entry.filename in _PARTS:
                    part = _still_xml(part)
                taken.writestr(
                    entry.filename, part, zipfile.ZIP_STORED if entry.filename == "mimetype" else None
                )
    except Exception:  # noqa: BLE001  (a broken file is LibreOffice's to judge)
        shutil.copyfile(path, copy)


def _still_xml(part: bytes) -> bytes:
    """Fields as plain spans of what they printed; links to other files without their address."""
    root = etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    text, href = f"{{{_SPACES['text']}}}", f"{{{_SPACES['xlink']}}}href"
    for element in root.iter(f"{text}*"):
        if str(element.tag).removeprefix(text) in _LIVELY:
            element.tag = f"{text}span"
            element.attrib.clear()
    for element in root.iter(f"{text}section-source", f"{{{_SPACES['draw']}}}*"):
        if ":" in element.get(href, "").partition("/")[0]:
            del element.attrib[href]
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")
