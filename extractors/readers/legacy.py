"""Old word-processor formats: .doc, .wps, .rtf, .odt.

LibreOffice turns them into docx (`extractors.word.office`), which is read as any other. A .doc is read directly as well: that
gives a second opinion on every figure, and the document where LibreOffice is missing or gives up.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from extractors.blocks import make_document
from extractors.reader import reader
from extractors.tables import Draft, Grid
from extractors.word.body import Story, read_word
from extractors.word.office import converted, soffice
from extractors.word.word97_story import read_word97
from schemas.document import Document
from schemas.errors import DamagedFile, Encrypted, ReadError, UnknownFormat

_NAMES = {
    "doc": "旧版 Word 文件（.doc）",
    "wps": "旧版 WPS 文字文件",
    "rtf": "RTF 文件",
    "odt": "OpenDocument 文字文件（.odt）",
}
_INSTALL = "请在本机安装 LibreOffice 后重新运行，或用 Word、WPS 打开后另存为 .docx 再提交"
_AS_DOCX = "请用 Word 或 WPS 打开，另存为 .docx 后重新提交"
_MISSING = "未装 LibreOffice，按后备方式读取，合并单元格可能不准"
_GAVE_UP = "LibreOffice 没能转换，按后备方式读取，合并单元格可能不准"
_FIGURE = re.compile(r"\d(?:[\d,.，．]{0,30}\d)?")


@reader("doc")
def doc(path: Path, name: str) -> Document:
    """Word 97 to 2003, and what WPS saves as .wps in the same format.

    Raises:
        ReadError: neither LibreOffice nor we can read it; `Encrypted` before either tries.
    """
    own = _directly(path, name)
    if isinstance(own, Encrypted):
        raise own
    story = _converted(path, name, "doc")
    if isinstance(story, Story):
        told = (*story.warnings, *(_difference(story, own) if isinstance(own, Story) else ()))
        return make_document(path, name, "doc", story.drafts, warnings=told, partial=story.partial)
    if isinstance(own, ReadError):
        raise story if isinstance(own, UnknownFormat) else own
    told = (_GAVE_UP if soffice() else _MISSING, *own.warnings)
    return make_document(path, name, "doc", own.drafts, warnings=told, partial=own.partial)


@reader("wps")
def wps(path: Path, name: str) -> Document:
    """Works and early WPS."""
    return _by_conversion(path, name, "wps")


@reader("rtf")
def rtf(path: Path, name: str) -> Document:
    """Rich Text Format."""
    return _by_conversion(path, name, "rtf")


@reader("odt")
def odt(path: Path, name: str) -> Document:
    """OpenDocument text."""
    return _by_conversion(path, name, "odt")


def _by_conversion(path: Path, name: str, kind: str) -> Document:
    story = _converted(path, name, kind)
    if isinstance(story, ReadError):
        raise story
    return make_document(path, name, kind, story.drafts, warnings=story.warnings, partial=story.partial)


def _converted(path: Path, name: str, kind: str) -> Story | ReadError:
    """What LibreOffice makes of the file, or why it makes nothing of it."""
    with converted(path, kind) as made:
        if made is not None:
            try:
                return read_word(made, name)
            except ReadError as trouble:
                return trouble
    if soffice() is None:
        return UnknownFormat(name, f"是{_NAMES[kind]}，要由 LibreOffice 转换，本机没有安装", _INSTALL)
    return DamagedFile(name, f"是{_NAMES[kind]}，LibreOffice 打不开或没有在时限内转换完", _AS_DOCX)


def _directly(path: Path, name: str) -> Story | ReadError:
    try:
        return read_word97(path, name)
    except ReadError as trouble:
        return trouble


def _difference(story: Story, other: Story) -> Iterable[str]:
    """A sentence when two ways of reading do not come to the same figures."""
    here, there = _figures(story.drafts), _figures(other.drafts)
    only = [", ".join([*(one - two)][:3]) for one, two in ((here, there), (there, here))]
    if any(only):
        yield f"两种读法得到的数字不同（LibreOffice：{only[0] or '无'}；直接读取：{only[1] or '无'}），按 LibreOffice 读取，请对照原文"


def _figures(drafts: Iterable[Draft | Grid]) -> Counter[str]:
    texts = (
        text for d in drafts for text in ([d.text] if isinstance(d, Draft) else [c.text for c in d.cells])
    )
    return Counter(figure for text in texts for figure in _FIGURE.findall(text))
