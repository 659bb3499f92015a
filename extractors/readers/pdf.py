"""PDF with a text layer. Pages of pictures are named and left out, never guessed at."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from extractors import pdfium
from extractors.blocks import make_document
from extractors.pages import lay_out
from extractors.plumber import Plumber
from extractors.reader import reader
from schemas.document import Document
from schemas.errors import NoTextLayer

_TEXT_PDF = "请提交由 Word 或 WPS 直接导出的 PDF，或先做文字识别"


@reader("pdf")
def pdf(path: Path, name: str) -> Document:
    """Read ``path`` page by page; anchors call it ``name``.

    Raises:
        NoTextLayer: the pages hold pictures and no characters.
        Encrypted: it opens only with a password.
        TooLarge: more pages or characters than a report has.
        DamagedFile: no pages can be made of it.
    """
    content = path.read_bytes()
    with closing(Plumber(content)) as second:
        flow = lay_out(pdfium.pages(content, name), second.page)
    if flow.blank:
        raise NoTextLayer(name, "全是图像，没有文字层", _TEXT_PDF)
    return make_document(
        path, name, "pdf", flow.drafts, pages=flow.pages, warnings=flow.warnings, partial=flow.partial
    )
