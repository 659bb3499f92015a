"""What a file is, by its bytes. Extensions are what senders believe."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

HEAD_BYTES = 65536  # enough for every signature below; PDF allows junk in the first 1024 bytes

_IMAGES = (
    b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\x00", b"MM\x00*", b"BM", b"\x97JB2",
)  # fmt: skip
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_EXTENSIONS = {
    "pdf": {"pdf"}, "docx": {"docx", "docm", "dotx", "dotm", "wps"}, "xlsx": {"xlsx", "xlsm", "xltx", "et"},
    "pptx": {"pptx"}, "zip": {"zip"}, "doc": {"doc", "dot", "wps"}, "xls": {"xls", "xlt", "et"}, "ppt": {"ppt", "dps"},
    "wps": {"wps"}, "rtf": {"rtf", "doc"}, "html": {"html", "htm", "mht"}, "ofd": {"ofd"},
    "text": {"txt", "md", "csv", "tsv", "text", "markdown"}, "image": {"png", "jpg", "jpeg", "gif", "tif", "tiff", "bmp"},
}  # fmt: skip


def sniff(head: bytes, path: Path) -> str:
    """The format of the file at ``path`` whose first `HEAD_BYTES` are ``head``.

    One of pdf docx xlsx pptx zip doc xls ppt wps ole encrypted rtf html ofd text image rar 7z empty unknown; "encrypted"
    is an Office file behind a password. The path is opened only for zip and OLE containers.
    """
    if not head.strip(b"\x00 \t\r\n"):
        return "empty" if not head else "unknown"
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(path)
    if head.startswith(_OLE):
        return _ole_kind(path)
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if head.startswith(b"Rar!\x1a\x07"):
        return "rar"
    if head.startswith(b"7z\xbc\xaf\x27\x1c"):
        return "7z"
    if head.startswith(_IMAGES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return "image"
    return _text_kind(head)


def disagreement(kind: str, name: str) -> str:
    """A sentence when the extension of ``name`` claims something else than ``kind``; else "".

    >>> disagreement("docx", "报告.pdf")
    '扩展名是 .pdf，内容却是 docx，已按内容读取'
    """
    extension = Path(name).suffix.lower().lstrip(".")
    if not extension or extension in _EXTENSIONS.get(kind, {extension}):
        return ""
    return f"扩展名是 .{extension}，内容却是 {kind}，已按内容读取"


def _zip_kind(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as package:
            names = {info.filename for info in package.infolist()}
            types = package.read("[Content_Types].xml") if "[Content_Types].xml" in names else b""
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, KeyError, RuntimeError, EOFError):
        return "zip"
    if "OFD.xml" in names:
        return "ofd"
    for kind, mark in (
        ("docx", b"wordprocessingml"),
        ("xlsx", b"spreadsheetml"),
        ("pptx", b"presentationml"),
    ):
        if mark in types and b".main+xml" in types:
            return kind
    for kind, part in (
        ("docx", "word/document.xml"),
        ("xlsx", "xl/workbook.xml"),
        ("pptx", "ppt/presentation.xml"),
    ):
        if part in names:
            return kind
    return "zip"


def _ole_kind(path: Path) -> str:
    """Which program's stream an OLE container holds; the directory may stand anywhere, so all of it is searched."""
    content = path.read_bytes()

    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in content

    if holds("EncryptedPackage"):
        return "encrypted"
    if holds("WordDocument"):
        return "doc"
    if holds("Workbook") or holds("Book\x00"):
        return "xls"
    if holds("PowerPoint Document"):
        return "ppt"
    return "wps" if holds("WpsContent") or holds("WPS") else "ole"


def decode(content: bytes) -> str | None:
    """``content`` as text, or None when it is none: utf-8, utf-16 with mark, utf-8 without, gb18030.

    >>> decode("实际支出".encode("gb18030"))
    '实际支出'
    """
    for encoding in _encodings(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _printable(text):
            return text
    return None


def _encodings(content: bytes) -> tuple[str, ...]:
    """What to try. UTF-16 without a mark shows in its blanks and line ends: every second byte of theirs is 0."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    if b"\x00" not in content:
        return ("utf-8-sig", "gb18030")
    even, odd = content[::2].count(0), content[1::2].count(0)
    return ("utf-16-le",) if odd > even else ("utf-16-be",)


def _printable(text: str) -> bool:
    """Whether control characters and private code points are rare enough for written text."""
    odd = sum(
        1 for c in text if (c < " " and c not in "\t\r\n\f") or "\ue000" <= c <= "\uf8ff" or c == "\ufffd"
    )
    return odd * 50 <= len(text)


def _text_kind(head: bytes) -> str:
    for cut in range(4):  # the head may end inside a character
        text = decode(head[: len(head) - cut] if cut else head)
        if text is None:
            if len(head) < HEAD_BYTES:
                break
            continue
        start = text.lstrip("\ufeff \t\r\n")[:1024].lower()
        if start.startswith(("<!doctype html", "<html", "mime-version:", "<head", "<table", "<meta")):
            return "html"
        return "html" if start.startswith("<?xml") and "<html" in start else "text"
    return "unknown"
