"""PDF. Pages of pictures are read by recognition where that is installed, otherwise named and left out, never guessed at."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from extractors.blocks import make_document
from extractors.page.flow import Flow, lay_out
from extractors.page.glyphs import Page
from extractors.pdf import pdfium
from extractors.pdf.plumber import Plumber
from extractors.reader import reader
from extractors.scans.choose import HOW_TO_READ, with_scans
from schemas.document import Document
from schemas.errors import DamagedFile, NoTextLayer


@reader("pdf")
def pdf(path: Path, name: str) -> Document:
    """Read ``path`` page by page; anchors call it ``name``.

    Raises:
        NoTextLayer: the pages hold pictures and no characters.
        Encrypted: it opens only with a password.
        TooLarge: more pages or characters than a report has.
        DamagedFile: no pages can be made of it.
    """
    flow = _flow(path.read_bytes(), name)
    if flow.blank:
        why = "全是图像，没有文字层" if flow.pictured else "各页都没有读出文字：是空白页，或页面内容已损坏"
        raise NoTextLayer(name, why, HOW_TO_READ)
    return make_document(
        path, name, "pdf", flow.drafts, pages=flow.pages, warnings=flow.warnings, partial=flow.partial
    )


def _flow(content: bytes, name: str) -> Flow:
    """Apart from the rest so that the file's bytes are let go before anchors are made."""
    with closing(Plumber(content)) as second:
        return lay_out(with_scans(_pages(content, second, name), content), second.page)


def _pages(content: bytes, second: Plumber, name: str) -> Iterator[Page]:
    """The pages as PDFium has them; where it cannot open the file at all, as pdfplumber has them."""
    try:
        yield from pdfium.pages(content, name)
    except DamagedFile as trouble:
        mended = second.pages()
        first = next(mended, None)
        if first is None:
            raise trouble from None
        yield first
        yield from mended
