"""What a file is, by its bytes. Extensions are what senders believe."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path

from extractors.guard import short_listing

HEAD_BYTES = 65536  # enough for every signature below; PDF allows junk in the first 1024 bytes

# (where, bytes, format). What is not a document is told apart only as far as people are told different things (foreign.py).
_SIGNATURES = (
    (0, b"PK\x03\x04", "zip"), (0, b"PK\x05\x06", "zip"), (0, b"PK\x07\x08", "zip"), (0, b"Rar!\x1a\x07", "rar"),
    (0, b"7z\xbc\xaf\x27\x1c", "7z"), (257, b"ustar", "tar"), (0, b"\x1f\x8b\x08", "gz"), (4, b"1AY&SY", "bz2"),
    (0, b"\xfd7zXZ\x00", "xz"), (0, b"MSCF\x00\x00\x00\x00", "packed"), (2, b"-lh5-", "packed"),
    (0, b"\x28\xb5\x2f\xfd", "packed"), (32769, b"CD001", "packed"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"), (0, b"{\\rtf", "rtf"),
    (0, b"\x89PNG\r\n\x1a\n", "image"), (0, b"\xff\xd8\xff", "image"), (0, b"GIF87a", "image"), (0, b"GIF89a", "image"),
    (0, b"II*\x00", "image"), (0, b"MM\x00*", "image"), (0, b"\x97JB2", "image"), (8, b"WEBP", "image"),
    (4, b"ftyphei", "heic"), (4, b"ftypmif1", "heic"), (4, b"ftypavif", "heic"), (4, b"ftyp", "media"), (0, b"RIFF", "media"), (0, b"ID3\x02\x00", "media"), (0, b"ID3\x03\x00", "media"), (0, b"ID3\x04\x00", "media"),
    (0, b"OggS", "media"), (0, b"\x1aE\xdf\xa3", "media"), (0, b"FLV\x01", "media"), (0, b"fLaC", "media"),
    (0, b"0&\xb2u\x8ef\xcf\x11", "media"), (0, b"#!AMR", "media"), (0, b"\x00\x00\x01\xba", "media"),
    (0, b"%!PS", "ps"), (0, b"8BPS", "psd"), (0, b"AT&TFORM", "djvu"), (0, b"ITSF", "chm"),
    (0, b"SQLite format 3\x00", "database"), (0, b"\x00\x01\x00\x00Standard ", "database"),
    (0, b"L\x00\x00\x00\x01\x14\x02\x00", "shortcut"), (0, b"[InternetShortcut]", "weblink"),
    (0, b"\x7fELF", "program"), (0, b"OTTO\x00", "font"), (0, b"wOFF", "font"), (0, b"wOF2", "font"),
    (0, b"ttcf\x00", "font"), (0, b"\x00\x01\x00\x00\x00", "font"),
)  # fmt: skip
_PARTS = {
    "OFD.xml": "ofd", "word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx",
    "xl/workbook.bin": "xlsb", "FixedDocSeq.fdseq": "xps", "FixedDocumentSequence.fdseq": "xps",
    "visio/document.xml": "drawing", "Index/Document.iwa": "iwork", "Index.zip": "iwork",
    "META-INF/MANIFEST.MF": "program", "AndroidManifest.xml": "program",
}  # fmt: skip
_MAIN_PARTS = tuple(
    (re.compile(rb"(?:%b)[^\"'<>]{0,80}\.main" % words), kind)
    for words, kind in (
        (b"wordprocessingml|ms-word", "docx"),
        (rb"ms-excel\.sheet\.binary", "xlsb"),
        (b"spreadsheetml|ms-excel", "xlsx"),
        (b"presentationml|ms-powerpoint", "pptx"),
    )
)
_MIMETYPES = {
    b"opendocument.text": "odt", b"opendocument.spreadsheet": "ods", b"opendocument.presentation": "odp",
    b"opendocument": "drawing", b"epub": "epub",
}  # fmt: skip
_STREAMS = {
    "EncryptedPackage": "encrypted", "WordDocument": "doc", "Workbook": "xls", "Book": "xls",
    "PowerPoint Document": "ppt", "__properties_version1.0": "msg", "VisioDocument": "drawing",
    "MatOST": "wps", "CONTENTS": "wps", "WpsContent": "wps", "WPS": "wps",
}  # fmt: skip
_EXTENSIONS = {
    "pdf": {"pdf"}, "docx": {"docx", "docm", "dotx", "dotm", "wps"}, "xlsx": {"xlsx", "xlsm", "xltx", "et"},
    "pptx": {"pptx"}, "doc": {"doc", "dot", "wps"}, "xls": {"xls", "xlt", "et"}, "ppt": {"ppt", "dps"},
    "wps": {"wps"}, "rtf": {"rtf", "doc"}, "html": {"html", "htm", "mht", "mhtml"}, "xml2003": {"xml", "xls"}, "wordml": {"xml", "doc"}, "ofd": {"ofd"},
    "text": {"txt", "md", "csv", "tsv", "text", "markdown", "xml", "json", "log"}, "image": {"png", "jpg", "jpeg", "gif", "tif", "tiff", "bmp"},
}  # fmt: skip
# A web page: what stands at its top, or a piece of one when it goes on with a table; a page saved with its parts (.mht).
_BEFORE_ROOT = re.compile(
    r"(?:\s{1,50}|<\?xml[^>]{0,300}>|<\?mso[^>]{0,300}>|<!--(?:(?!-->).){0,4000}-->){0,20}", re.DOTALL
)
_PAGE = re.compile(r"<(?:!doctype html|html|head|body|table|meta|title|frameset)\b")
_PIECE = re.compile(r"<(?:style|script|link|div|center|font|span|p|h[1-6]|br|form)\b")
_TABLE = re.compile(r"<(?:table|td|tr|body)\b")
_ARCHIVE = re.compile(
    r"(?:[a-z-]{3,40}:[^\n]{0,998}\n(?:[ \t][^\n]{0,998}\n){0,9}){0,12}?content-type:\s{0,5}(?:multipart/related|text/html)"
)
_XML_2003 = {
    "urn:schemas-microsoft-com:office:spreadsheet": "xml2003", 'progid="excel.sheet"': "xml2003",
    "schemas.microsoft.com/office/word/2003/wordml": "wordml", 'progid="word.document"': "wordml",
}  # fmt: skip
_MAIL = re.compile(r"(?:[A-Za-z][A-Za-z0-9-]{1,60}:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){3}")
_MAIL_HEADERS = {"from", "to", "delivered-to", "subject", "date", "received", "mime-version", "message-id"}
_ODD = re.compile("[\x00-\x08\x0b\x0e-\x1f\ue000-\uf8ff\ufffd]")
_LOCKED_BY = b"E-SafeNet"  # transparent encryption of office networks; elsewhere the file is noise


def sniff(head: bytes, path: Path) -> str:
    """The format of the file at ``path`` whose first `HEAD_BYTES` are ``head``.

    A document: pdf docx doc wps rtf odt xlsx xls xlsb ods pptx ppt odp ofd html text image. A container: zip rar 7z tar gz
    bz2 xz eml. Office's XML of 2003: xml2003 (Excel) wordml. Else a word that `extractors.foreign` explains, "encrypted" (an Office file behind a password), "locked"
    (by office security software), "ole" (an Office file of no known kind), "empty" or "unknown". The path is opened only for zip and OLE containers.
    """
    if not head.strip(b"\x00 \t\r\n"):
        return "empty" if not head else "unknown"
    kind = signature(head)
    if kind == "zip":
        return _zip_kind(path)
    if kind == "ole":
        return _ole_kind(path)
    if kind:
        return kind
    if is_mail(head):
        return "eml"
    if b"%PDF-" in head[:1024]:
        return "pdf"
    return "locked" if _LOCKED_BY in head[:1024] else _text_kind(head)


def signature(head: bytes) -> str:
    """The format that the first bytes of a file are a sign of, "zip" and "ole" for containers of anything; else ""."""
    for where, mark, kind in _SIGNATURES:
        if head.startswith(mark, where):
            return kind
    if head.startswith(b"BM") and head[6:10] == b"\x00" * 4:
        return "image"
    if head.startswith(b"AC10") and b"\x00" in head[:16]:
        return "dwg"
    return "program" if head.startswith(b"MZ") and b"\x00" in head[:64] else ""


def disagreement(kind: str, name: str) -> str:
    """A sentence when the extension of ``name`` claims something else than ``kind``; else "".

    >>> disagreement("docx", "报告.pdf")
    '扩展名是 .pdf，内容却是 docx，已按内容读取'
    """
    extension = Path(name).suffix.lower().lstrip(".")
    if not extension or extension in _EXTENSIONS.get(kind, {extension}):
        return ""
    return f"扩展名是 .{extension}，内容却是 {kind}，已按内容读取"


def claims(name: str) -> str:
    """The format that the extension of ``name`` promises, "" where it promises none that we know.

    >>> claims("报告.DOCX"), claims("报告.dat")
    ('docx', '')
    """
    extension = Path(name).suffix.lower().lstrip(".")
    return next((kind for kind, extensions in _EXTENSIONS.items() if extension in extensions), "")


def _zip_kind(path: Path) -> str:
    try:
        if not short_listing(path):
            return "zip"
        with zipfile.ZipFile(path) as package:
            names = {info.filename for info in package.infolist()}
            types, mimetype = (
                _start_of(package, part) if part in names else b""
                for part in ("[Content_Types].xml", "mimetype")
            )
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, KeyError, RuntimeError, EOFError):
        return "zip"
    if any(name.lower().lstrip("./\\") == "ofd.xml" for name in names):
        return "ofd"
    said = [kind for mark, kind in _MIMETYPES.items() if mark in mimetype]
    said += [kind for pattern, kind in _MAIN_PARTS if pattern.search(types)]
    said += [kind for part, kind in _PARTS.items() if part in names]
    return said[0] if said else "zip"


def _start_of(package: zipfile.ZipFile, part: str) -> bytes:
    with package.open(part) as opened:
        return opened.read(1 << 20)


def _ole_kind(path: Path) -> str:
    """Which program's stream stands at the top of an OLE container; documents put into documents lie deeper."""
    try:
        import olefile  # type: ignore[import-untyped]

        with olefile.OleFileIO(path) as container:
            names = {entry[0] for entry in container.listdir(streams=True, storages=True)}
    except Exception:  # noqa: BLE001  (it raises anything on broken bytes; then the names are looked for everywhere)
        content = path.read_bytes()
        names = {name for name in _STREAMS if name.encode("utf-16-le") + b"\x00\x00" in content}
    return next((kind for name, kind in _STREAMS.items() if name in names), "ole")


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
    odd = sum(1 for _ in _ODD.finditer(text))
    return odd * 50 <= len(text)


def _text_kind(head: bytes) -> str:
    for cut in range(4):  # the head may end inside a character
        text = decode(head[: len(head) - cut] if cut else head)
        if text is None:
            if len(head) < HEAD_BYTES:
                break
            continue
        return _markup_kind(text.lstrip("\ufeff \t\r\n")[:8192].lower()) or "text"
    return "unknown"


def _markup_kind(start: str) -> str:
    """html, or Office's XML of 2003, by how the text begins (in lower case); "" for text that is no markup."""
    if _ARCHIVE.match(start):
        return "html"
    bare = _BEFORE_ROOT.sub("", start, count=1)
    if _PAGE.match(bare) or (_PIECE.match(bare) and _TABLE.search(start)):
        return "html"
    if not start.startswith(("<?xml", "<workbook", "<ss:workbook")):
        return ""
    return next((kind for mark, kind in _XML_2003.items() if mark in start), "")


def is_mail(head: bytes) -> bool:
    """Whether a file begins with the headers of a message to somebody; a web page saved as one has no addressee."""
    text = head[:8192].decode("latin-1")  # its parts may each have an encoding of their own
    if not _MAIL.match(text):
        return False
    headers = {line.partition(":")[0].lower() for line in text.splitlines()}
    return len(headers & _MAIL_HEADERS) >= 3 and bool(headers & {"to", "received", "delivered-to"})
