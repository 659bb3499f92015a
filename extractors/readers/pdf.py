"""PDF with a text layer. Pages of pictures are named and left out, never guessed at."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractors.blocks import make_document, speakable
from extractors.glyphs import Glyph, Page, Rule, set_pieces, struck_once
from extractors.grid import THIN_POINTS
from extractors.pages import lay_out
from extractors.reader import reader
from schemas.document import Document
from schemas.errors import DamagedFile, Encrypted, NoTextLayer, ReadError, TooLarge

if TYPE_CHECKING:
    from pdfplumber.page import Page as PlumberPage

MAX_PAGES = 5000
MAX_GLYPHS = 200_000  # of one page; a dense table page has 5000
_TEXT_PDF = "请提交由 Word 或 WPS 直接导出的 PDF，或先做文字识别"
_SAVE_AGAIN = "请用阅读器打开后重新打印或另存为 PDF，再提交"


@reader("pdf")
def pdf(path: Path, name: str) -> Document:
    """Read ``path`` page by page; anchors call it ``name``.

    Raises:
        NoTextLayer: the pages hold pictures and no characters.
        Encrypted: it opens only with a password.
        TooLarge: more pages or glyphs than a report has.
        DamagedFile: pdfminer cannot make pages of it.
    """
    flow = lay_out(pages(path, name))
    if flow.blank:
        raise NoTextLayer(name, "全是图像，没有文字层", _TEXT_PDF)
    return make_document(
        path, name, "pdf", flow.drafts, pages=flow.pages, warnings=flow.warnings, partial=flow.partial
    )


# --- the source: pdfplumber


def pages(path: Path, name: str) -> Iterator[Page]:
    """Every page of the PDF at ``path``, one at a time, so that memory stays that of one page."""
    import pdfplumber  # here, not above: `gouji explain` need not wait for it
    from pdfminer.pdfdocument import PDFPasswordIncorrect

    try:
        with pdfplumber.open(path) as opened:
            _check_count(len(opened.pages), name)
            for page in opened.pages:
                yield _page(page, name)
                page.close()  # pdfplumber keeps every page's objects until told otherwise
    except ReadError:
        raise
    except Exception as trouble:
        if _caused_by(trouble, PDFPasswordIncorrect):
            raise Encrypted(name, "文件设有打开密码", "请去掉密码后重新提交") from trouble
        if isinstance(trouble, MemoryError):
            raise
        raise DamagedFile(name, "PDF 结构已损坏，读不出页面", _SAVE_AGAIN) from trouble


def _check_count(count: int, name: str) -> None:
    if count > MAX_PAGES:
        raise TooLarge(name, f"共 {count} 页，超过 {MAX_PAGES} 页的上限", "请拆分后重新提交")
    if not count:
        raise DamagedFile(name, "里面没有页", _SAVE_AGAIN)


def _caused_by(trouble: BaseException, wanted: type[BaseException]) -> bool:
    """Whether ``wanted`` is behind ``trouble``: pdfplumber wraps what pdfminer raises, as argument or context."""
    return (
        isinstance(trouble, wanted)
        or any(isinstance(argument, wanted) for argument in trouble.args)
        or isinstance(trouble.__context__, wanted)
    )


def _page(page: PlumberPage, name: str) -> Page:
    chars = page.chars
    if len(chars) > MAX_GLYPHS:
        raise TooLarge(
            name, f"第{page.page_number}页有 {len(chars)} 个字符，超过 {MAX_GLYPHS} 个的上限", _SAVE_AGAIN
        )
    level = [c for c in chars if _is_level(c)]
    slanted = sum(1 for c in chars if not _is_level(c) and not c["text"].isspace())
    glyphs = struck_once(
        Glyph(speakable(c["text"]), c["x0"], c["top"], c["x1"], c["bottom"], c["size"], c["fontname"])
        for c in level
    )
    return Page(
        page.page_number,
        float(page.width),
        float(page.height),
        list(set_pieces(glyphs)),
        list(_rules(page)),
        len(page.images),
        slanted,
    )


def _is_level(char: dict[str, Any]) -> bool:
    """Whether a glyph stands upright on the page as shown."""
    a, b, _, d, _, _ = char["matrix"]
    return bool(abs(b) <= 0.01 * max(abs(a), 1e-6) and a > 0 and d != 0)


def _rules(page: PlumberPage) -> Iterator[Rule]:
    """Strokes and thin fills that can be seen. Shading, however exact its edges, is no rule."""
    for line in page.lines:
        if _visible(line, "stroking_color"):
            yield Rule(line["x0"], line["top"], line["x1"], line["bottom"])
    for rect in page.rects:
        x0, top, x1, bottom = rect["x0"], rect["top"], rect["x1"], rect["bottom"]
        if (
            rect["fill"]
            and min(x1 - x0, bottom - top) <= THIN_POINTS
            and _visible(rect, "non_stroking_color")
        ):
            yield Rule(x0, top, x1, bottom)
        elif rect["stroke"] and _visible(rect, "stroking_color"):
            yield Rule(x0, top, x1, top)
            yield Rule(x0, bottom, x1, bottom)
            yield Rule(x0, top, x0, bottom)
            yield Rule(x1, top, x1, bottom)
    for curve in page.curves:
        if curve["stroke"] and _visible(curve, "stroking_color"):
            points = curve["pts"]
            for (ax, ay), (bx, by) in pairwise(points):
                if abs(ax - bx) < 1 or abs(ay - by) < 1:
                    yield Rule(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))


def _visible(drawn: dict[str, Any], colour_of: str) -> bool:
    """False for white: a helper line that nobody sees must not split a row."""
    colour = drawn.get(colour_of)
    values = colour if isinstance(colour, (tuple, list)) else (colour,)
    numbers = [float(v) for v in values if isinstance(v, (int, float))]
    if len(numbers) == 4:
        return any(v > 0.02 for v in numbers)  # CMYK: no ink is white
    return not numbers or any(v < 0.98 for v in numbers)
