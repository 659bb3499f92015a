"""PDF with a text layer. Pages of pictures are named and left out, never guessed at.

Stages, each of which another source of glyphs can share: pages (here, on pdfplumber), grids
(`extractors.grid`), heads and feet (`extractors.running`), paragraphs (`extractors.paragraphs`), tables over
pages (`extractors.tables`). Lines and tables come back in the order a reader's eye meets them: by page, then
from the top. Text inside a table is reported once, as the table.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractors.blocks import make_document, speakable
from extractors.glyphs import Glyph, Line, Page, Rule, set_lines, struck_once
from extractors.grid import THIN_POINTS, Placed, find_grids
from extractors.paragraphs import Measure, measure, set_paragraphs, shifted
from extractors.reader import reader
from extractors.running import drop_running
from extractors.tables import Draft, Grid, join
from schemas.document import Document
from schemas.errors import DamagedFile, Encrypted, NoTextLayer, ReadError, TooLarge

if TYPE_CHECKING:
    from pdfplumber.page import Page as PlumberPage

MAX_PAGES = 5000
MAX_GLYPHS = 200_000  # of one page; a dense table page has 5000
_TEXT_PDF = "请提交由 Word 或 WPS 直接导出的 PDF，或先做文字识别"
_SAVE_AGAIN = "请用阅读器打开后重新打印或另存为 PDF，再提交"


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page taken apart: its tables and the lines outside them."""

    page: Page
    tables: list[Placed]
    lines: list[Line]


@reader("pdf")
def pdf(path: Path, name: str) -> Document:
    """Read ``path`` page by page; anchors call it ``name``.

    Raises:
        NoTextLayer: the pages hold pictures and no characters.
        Encrypted: it opens only with a password.
        TooLarge: more pages or glyphs than a report has.
        DamagedFile: pdfminer cannot make pages of it.
    """
    leaves = [_leaf(page) for page in pages(path, name)]
    if not any(leaf.tables or leaf.lines for leaf in leaves):
        raise NoTextLayer(name, "全是图像，没有文字层", _TEXT_PDF)
    warnings, partial = _complaints(leaves)
    drafts = _flow(leaves)
    return make_document(path, name, "pdf", drafts, pages=len(leaves), warnings=warnings, partial=partial)


def _leaf(page: Page) -> Leaf:
    tables, rest = find_grids(page)
    return Leaf(page, tables, set_lines(rest, page.number))


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
    glyphs = tuple(
        struck_once(
            Glyph(speakable(c["text"]), c["x0"], c["top"], c["x1"], c["bottom"], c["size"], c["fontname"])
            for c in level
        )
    )
    return Page(
        page.page_number,
        float(page.width),
        float(page.height),
        glyphs,
        tuple(_rules(page)),
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


# --- pages to one flow


def _complaints(leaves: list[Leaf]) -> tuple[list[str], bool]:
    """Warnings for files.csv, and whether something on the pages was not read."""
    warnings = []
    blank = [leaf.page.number for leaf in leaves if not leaf.page.glyphs and leaf.page.images]
    if blank:
        warnings.append(f"第{_numbers(blank)}页只有图像、没有文字层，没有读取")
    slanted = [leaf.page.number for leaf in leaves if leaf.page.slanted]
    if slanted:
        warnings.append(f"第{_numbers(slanted)}页有斜置或竖转的文字（多为水印），没有读取")
    garbled = [leaf.page.number for leaf in leaves if _is_garbled(leaf.page)]
    if garbled:
        warnings.append(f"第{_numbers(garbled)}页的文字编码已损坏，读出的可能不是印出的字")
    return warnings, bool(blank or garbled)


def _numbers(pages_: list[int]) -> str:
    """Page numbers with runs shortened.

    >>> _numbers([1, 2, 3, 5])
    '1-3、5'
    """
    runs: list[list[int]] = []
    for number in pages_:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return "、".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def _is_garbled(page: Page) -> bool:
    """Whether fonts without a character map hide what is printed: more than 2 % of the glyphs."""
    odd = sum(
        1
        for g in page.glyphs
        if g.text.startswith("(cid:") or g.text == "\ufffd" or "\ue000" <= g.text[:1] <= "\uf8ff"
    )
    return odd * 50 > len(page.glyphs)


def _flow(leaves: list[Leaf]) -> list[Draft | Grid]:
    """Paragraphs and tables of all pages in reading order, joined over line ends and page ends."""
    kept = drop_running([leaf.lines for leaf in leaves], [leaf.page.height for leaf in leaves])
    areas = _areas(leaves, kept)
    out: list[Draft | Grid] = []
    waiting: list[Line] = []
    open_table = False  # nothing has been printed since the last table
    for leaf, lines in zip(leaves, kept, strict=True):
        first_on_page = True
        for item in _by_height(leaf, lines):
            if isinstance(item, Line):
                waiting.append(item)
                open_table = first_on_page = False
                continue
            out += set_paragraphs(waiting, areas)
            waiting = []
            last = out[-1] if out else None
            joined = (
                join(last, item.grid) if open_table and first_on_page and isinstance(last, Grid) else None
            )
            if joined is not None:
                out[-1] = joined
            else:
                out.append(item.grid)
            open_table, first_on_page = True, False
    return out + list(set_paragraphs(waiting, areas))


def _areas(leaves: list[Leaf], kept: list[list[Line]]) -> dict[int, Measure]:
    """The type area of every page, measured over all pages of its size: annexes are often set broadside."""
    by_size: dict[tuple[int, int], list[int]] = {}
    for at, leaf in enumerate(leaves):
        by_size.setdefault((round(leaf.page.width), round(leaf.page.height)), []).append(at)
    areas: dict[int, Measure] = {}
    for same in by_size.values():
        area = measure([line for at in same for line in kept[at]])
        for at in same:
            areas[leaves[at].page.number] = shifted(area, kept[at])
    return areas


def _by_height(leaf: Leaf, lines: list[Line]) -> list[Line | Placed]:
    items: list[tuple[float, float, Line | Placed]] = [(line.top, line.x0, line) for line in lines]
    items += [(placed.bbox[1], placed.bbox[0], placed) for placed in leaf.tables]
    return [item for _, _, item in sorted(items, key=lambda i: (i[0], i[1]))]
