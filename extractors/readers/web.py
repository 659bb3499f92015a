"""Web pages, most of them called .doc or .xls by the system that made them; and pages saved whole (.mht).

Nothing is fetched, no script runs, no entity is looked up: what stands in the file is all there is.
"""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import Message
from pathlib import Path

from extractors.blocks import make_document
from extractors.hypertext import SAVE_AGAIN, Page, parse
from extractors.reader import reader
from extractors.sniff import decode
from extractors.tables import Draft, Grid
from schemas.document import Document
from schemas.errors import DamagedFile, EmptyFile, TooLarge

MAX_BYTES = 40 * 1024 * 1024  # of markup; a report with its tables has less than one MB
_MAX_PARTS = 2000
_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_-]{2,20})""", re.IGNORECASE)
_FRAMESET = re.compile(r"<frameset\b", re.IGNORECASE)
_TAB = re.compile(
    r"<x:Name>([^<]{1,100})</x:Name>.{0,4000}?<x:WorksheetSource\s+HRef\s*=\s*[\"']([^\"']{1,300})[\"']",
    re.DOTALL,
)
_CHINESE = {
    "gb2312",
    "gbk",
    "gb_2312-80",
    "x-gbk",
    "cp936",
    "windows-936",
}  # all of them, read as the largest


@reader("html")
def html(path: Path, name: str) -> Document:
    """Read the page at ``path``, alone or saved with its parts; anchors call it ``name``.

    Raises:
        DamagedFile: no text can be made of it, or what it shows stands in files that were not handed in.
        EmptyFile: it shows nothing.
        TooLarge: more markup than any report has.
    """
    content = path.read_bytes()
    if len(content) > MAX_BYTES * 2:
        raise TooLarge(name, f"网页超过 {MAX_BYTES * 2 >> 20} MB 的上限", SAVE_AGAIN)
    pages = _pages(content, name)
    drafts: list[Draft | Grid] = []
    warnings: list[str] = []
    for title, text in pages:
        page = Page(parse(text, name), name)
        drafts += [*([Draft(title, styled=1)] if title and len(pages) > 1 else []), *page.drafts()]
        warnings += _told(page)
    if not any(isinstance(draft, Grid) or draft.text.strip() for draft in drafts):
        raise EmptyFile(name, "网页里没有文字", "请检查是否存错了文件；" + SAVE_AGAIN)
    partial = any("嵌入的网页" in told for told in warnings)
    return make_document(path, name, "html", drafts, warnings=warnings, partial=partial)


def _told(page: Page) -> list[str]:
    told = []
    if page.hidden:
        told.append(f"网页里有 {page.hidden} 处隐藏的内容，没有读取")
    if page.revised:
        told.append("含修订痕迹，按接受全部修订后的内容读取")
    if page.pictures:
        told.append(f"含 {page.pictures} 幅图片，图片中的文字没有读取")
    if page.frames:
        told.append("网页里有嵌入的网页（frame），没有读取")
    return told


# --- the pages of a file


def _pages(content: bytes, name: str) -> list[tuple[str, str]]:
    """Title and markup of every page to be read: one, or the sheets of a workbook that was saved as a web archive."""
    parts = _parts(content, name) if _is_archive(content) else {"": _decoded(content, "", name)}
    first = next(iter(parts.values()), "")
    if not _FRAMESET.search(first):
        return [("", first)]
    tabs = {href.rpartition("/")[2].lower(): tab for tab, href in _TAB.findall(first)}
    pages = [(tabs.get(part, ""), text) for part, text in list(parts.items())[1:] if part in tabs or not tabs]
    if not pages:
        why = "是拆开保存的网页，各页内容在另外的文件夹里，没有一起提交"
        raise DamagedFile(name, why, "请用 Excel 或 WPS 打开原文件，另存为 .xlsx 后重新提交")
    return pages


def _is_archive(content: bytes) -> bool:
    head = content[:8192].lstrip()
    return re.match(rb"[A-Za-z-]{3,40}:", head) is not None and b"content-type:" in head.lower()


def _parts(content: bytes, name: str) -> dict[str, str]:
    """The text/html parts of a web archive by file name, the start page first."""
    parts: dict[str, str] = {}
    for number, part in enumerate(message_from_bytes(content).walk()):
        if number > _MAX_PARTS:
            raise TooLarge(name, f"网页的组成部分超过 {_MAX_PARTS} 个的上限", SAVE_AGAIN)
        if part.get_content_type() not in {"text/html", "application/xhtml+xml"}:
            continue
        payload = part.get_payload(decode=True)
        where = str(part.get("Content-Location", "")).replace("\\", "/").rpartition("/")[2].lower()
        if isinstance(payload, bytes):
            parts.setdefault(where or f"#{number}", _decoded(payload, _charset(part), name))
    if not parts:
        raise DamagedFile(name, "网页存档里没有网页", SAVE_AGAIN)
    return parts


def _charset(part: Message) -> str:
    return str(part.get_content_charset() or "")


def _decoded(content: bytes, charset: str, name: str) -> str:
    """The markup as text: by its byte order mark, by what it declares, else by what makes text of it."""
    if len(content) > MAX_BYTES:
        raise TooLarge(name, f"网页超过 {MAX_BYTES >> 20} MB 的上限", SAVE_AGAIN)
    found = _CHARSET.search(content[:4096])
    declared = (charset or (found[1].decode("ascii") if found else "")).lower()
    marked = content.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")) or b"\x00" in content[:200]
    for encoding in () if marked or not declared else ("gb18030" if declared in _CHINESE else declared,):
        try:
            return content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            break  # it declares what it is not
    text = decode(content)
    if text is None:
        raise DamagedFile(name, "文字编码无法辨认", SAVE_AGAIN)
    return text
