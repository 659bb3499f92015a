"""Photographs and scans sent as pictures: every frame is a page, read by recognition or named as unread."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from extractors.blocks import make_document
from extractors.page.flow import lay_out
from extractors.page.glyphs import Page
from extractors.reader import reader
from extractors.scans.choose import FORMATS, HOW_TO_READ, MAX_PIXELS, can_recognise
from schemas.document import Document
from schemas.errors import DamagedFile, NoTextLayer, TooLarge, UnknownFormat

MAX_FRAMES = 300
_SAVE_AGAIN = "请用看图软件打开后另存为 PNG 或 JPEG，或扫描成 PDF 再提交"


@reader("image")
def images(path: Path, name: str) -> Document:
    """Read the picture or pictures in ``path``; anchors call it ``name``, points are those of a page of A4.

    Raises:
        NoTextLayer: recognition is not installed, or found no text.
        UnknownFormat: a picture of another kind.
        TooLarge: more pixels or frames than a report has.
        DamagedFile: it cannot be decoded.
    """
    if not can_recognise():
        raise NoTextLayer(name, "是图片，扫描件未识别", HOW_TO_READ)
    flow = lay_out(_pages(path, name))
    if flow.blank:
        raise NoTextLayer(name, "图片里没有认出文字", "请检查扫描是否清楚，或提交由 Word 直接导出的 PDF")
    return make_document(
        path, name, "image", flow.drafts, pages=flow.pages, warnings=flow.warnings, partial=flow.partial
    )


def _pages(path: Path, name: str) -> Iterator[Page]:
    from PIL import Image, ImageOps, UnidentifiedImageError

    from extractors.scans.pages import recognise_picture

    try:
        with Image.open(path, formats=FORMATS) as opened:
            frames = getattr(opened, "n_frames", 1)
            if frames > MAX_FRAMES:
                raise TooLarge(name, f"共 {frames} 页，超过 {MAX_FRAMES} 页的上限", "请拆分后重新提交")
            for at in range(frames):
                opened.seek(at)
                if opened.width * opened.height > MAX_PIXELS:
                    raise TooLarge(
                        name,
                        f"第{at + 1}页有 {opened.width}×{opened.height} 个像素，超过上限",
                        "请用 300 dpi 重新扫描后提交",
                    )
                upright = ImageOps.exif_transpose(opened)
                yield recognise_picture(upright.convert("RGB"), at + 1)
    except UnidentifiedImageError as trouble:
        raise UnknownFormat(name, "不是 PNG、JPEG、TIFF 或 BMP 图片", _SAVE_AGAIN) from trouble
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as trouble:
        raise DamagedFile(name, "图片已损坏，解不出画面", _SAVE_AGAIN) from trouble
