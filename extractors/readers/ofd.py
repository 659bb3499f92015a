"""OFD (GB/T 33190), the national format for fixed pages: text and rules as placed. Seals are said, never verified."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from extractors.blocks import make_document
from extractors.ofd.book import Attachment, Body, open_books
from extractors.ofd.package import SAVE_AGAIN, OfdPackage
from extractors.ofd.pages import PageMaker, Remarks
from extractors.page.flow import lay_out, page_numbers
from extractors.page.glyphs import Page
from extractors.reader import reader
from schemas.document import Document
from schemas.errors import DamagedFile, Encrypted, NoTextLayer, TooLarge

MAX_PAGES = 5000
_TEXT_OFD = "请提交由 Word 或 WPS 直接导出的 OFD 或 PDF，或先做文字识别"
_READABLE = frozenset(
    ["doc", "docx", "wps", "xls", "xlsx", "et", "pdf", "ofd", "rtf", "txt", "csv", "zip", "rar", "7z"]
)


@reader("ofd")
def ofd(path: Path, name: str) -> Document:
    """Read ``path`` page by page; anchors call it ``name``.

    Raises:
        NoTextLayer: the pages hold pictures or outlines and no characters.
        Encrypted: its pages open only with a password or a key.
        TooLarge: more pages, characters or drawings than a report has.
        DamagedFile: no pages can be made of it.
    """
    remarks = Remarks()
    with closing(OfdPackage(path, name)) as package:
        locked = package.find("/Encryptions.xml") is not None
        try:
            bodies = open_books(package)
        except DamagedFile as trouble:
            if locked:
                raise _locked(name) from trouble
            raise
        flows = [lay_out(pages(body, remarks)) for body in _counted(bodies, name)]
    count = sum(flow.pages for flow in flows)
    if len(remarks.missing) == count:
        raise _locked(name) if locked else DamagedFile(name, "页面内容全部缺失或已损坏", SAVE_AGAIN)
    if all(flow.blank for flow in flows):
        raise NoTextLayer(name, _why_blank(remarks), _TEXT_OFD)
    partial = bool(remarks.missing or remarks.pictured or package.mended or package.lost)
    partial |= any(_is_readable(each) for body in bodies for each in body.attachments)
    warnings = [warning for flow in flows for warning in flow.warnings]
    return make_document(
        path,
        name,
        "ofd",
        [draft for flow in flows for draft in flow.drafts],
        pages=count,
        warnings=[*warnings, *_of_pages(remarks, locked=locked), *_of_file(bodies)],
        partial=partial or any(flow.partial for flow in flows),
    )


def pages(body: Body, remarks: Remarks) -> Iterator[Page]:
    """Every page of ``body``, one at a time, so that memory stays that of one page; ``remarks`` hears of them."""
    maker = PageMaker(body, remarks)
    for number, (ident, part) in enumerate(body.pages, body.first):
        yield maker.page(number, ident, part)


def _counted(bodies: Sequence[Body], name: str) -> Sequence[Body]:
    """``bodies`` when their pages are neither too many nor none."""
    count = sum(len(body.pages) for body in bodies)
    if count > MAX_PAGES:
        raise TooLarge(name, f"共 {count} 页，超过 {MAX_PAGES} 页的上限", "请拆分后重新提交")
    if not count:
        raise DamagedFile(name, "里面没有页", SAVE_AGAIN)
    return bodies


def _locked(name: str) -> Encrypted:
    return Encrypted(name, "文件已用密码或证书加密", "请解除加密后重新提交")


def _why_blank(remarks: Remarks) -> str:
    if remarks.pictured:
        return "全是图像，没有文字"
    return "只有斜置或竖转的文字（多为水印）" if remarks.slanted else "只有图形，没有文字"


# --- sentences for files.csv


def _of_pages(remarks: Remarks, *, locked: bool) -> Iterator[str]:
    lost = "已加密" if locked else "缺少内容或内容已损坏"
    for numbers, what in (
        (remarks.missing, f"{lost}，没有读取"),
        (remarks.unseen, "有看不见的文字，没有读取"),
        (remarks.pictured, "只有图像或画成图形的字，没有读取"),
        (remarks.watermarks, "有水印，水印上的文字没有读取"),
        (remarks.typed, "有用批注打上去的文字，已按所在的位置读取"),
        *((numbers, f"有图章“{text}”，图章上的文字没有读取") for text, numbers in remarks.stamps.items()),
        (remarks.sealed, "有电子签章，可能遮住文字；签章没有验证"),
    ):
        if numbers:
            yield f"第{page_numbers(list(dict.fromkeys(numbers)))}页{what}"


def _of_file(bodies: Sequence[Body]) -> Iterator[str]:
    package = bodies[0].package
    for part in sorted(package.mended):
        yield f"部件 {part} 的结构有误，只读取了可以辨认的部分"
    for part in sorted(package.lost - {part or "" for body in bodies for _, part in body.pages}):
        yield f"部件 {part} 缺失或已损坏，没有读取"
    if len(bodies) > 1:
        yield f"文件内有 {len(bodies)} 份文档，已按先后读取"
    for body in bodies:
        if body.versions > 1:
            yield f"文件保留了 {body.versions} 个版本，读取的是当前版本"
        for each in body.attachments:
            submit = "；其中如有自评材料，请单独提交" if _is_readable(each) else ""
            yield f"文件内附有“{each.name}”，没有读取{submit}"


def _is_readable(attachment: Attachment) -> bool:
    """Whether a report or a form may stand in it."""
    return attachment.ending in _READABLE
