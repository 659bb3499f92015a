"""Pages to one flow: tables joined over page breaks, paragraphs over lines and pages, running lines gone.

PDF, OFD and scans come here as `extractors.page.glyphs.Page`. Lines and tables leave in the order a reader's eye
meets them: by page, then from the top. Text inside a table is told once, as the table.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from extractors.continued import join
from extractors.page.bare import find_bare
from extractors.page.columns import Columns, set_in_columns
from extractors.page.footnotes import split_notes, with_notes
from extractors.page.glyphs import Page, Unread
from extractors.page.grid import Placed, find_grids, rules_cross
from extractors.page.leaning import Lean, put_back
from extractors.page.lines import Line, set_lines
from extractors.page.paragraphs import Measure, measure, set_paragraphs, shifted
from extractors.page.parts import goes_on_plainly, has_other_columns, reprinted, says_continued, set_apart
from extractors.page.running import MARGIN_SHARE, drop_running
from extractors.page.striped import with_all_walls
from extractors.page.unruled import find_unruled
from extractors.page.wrapped import with_whole_figures
from extractors.tables import Draft, Grid

_ODD = re.compile("[\ufffd\ue000-\uf8ff]|\\(cid:")


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page taken apart: its tables and the lines outside them. What is needed of a page, without its pieces."""

    number: int
    width: float
    height: float
    tables: list[Placed]
    lines: list[Line]
    columns: list[Columns]


@dataclass(frozen=True, slots=True)
class Flow:
    """What the pages say: drafts in reading order; sentences for files.csv; whether something was not read."""

    drafts: list[Draft | Grid]
    pages: int
    warnings: list[str]
    partial: bool
    pictured: bool = False  # there are pictures on some page

    @property
    def blank(self) -> bool:
        """Whether not one character was found."""
        return not self.drafts


def lay_out(pages: Iterable[Page], again: Callable[[int], Page | None] = lambda _: None) -> Flow:
    """Take ``pages`` apart one at a time, so that memory stays that of one page, and join what belongs together.

    ``again`` gives a page by its number from another source, for those that do not come out whole; the better stands.
    """
    leaves: list[Leaf] = []
    complaints = _Complaints()
    pictured = False
    leans: dict[int, Lean] = {}
    for page in pages:
        before = _at_foot(leaves[-1]) if leaves else None
        leaf, faults = _leaf(page, before)
        if faults and not page.doubt and (other := again(page.number)) is not None:
            second, more_faults = _leaf(other, before)
            if more_faults < faults:
                page, leaf, faults = replace(other, unread=page.unread), second, more_faults
        leaves.append(leaf)
        pictured |= page.images > 0
        if page.lean is not None:
            leans[page.number] = page.lean
        complaints.hear(page, lost=page.broken)
    warnings, partial = complaints.told()
    drafts = _flow(leaves)
    if leans:
        drafts = [put_back(draft, leans) for draft in drafts]
    return Flow(drafts, len(leaves), warnings, partial, pictured)


def _leaf(page: Page, before: Placed | None) -> tuple[Leaf, int]:
    """A page taken apart, and how much of it did not come out: objects, characters, tables.

    Every character must come back exactly once, in a table or outside; where rules cross there must be a table; a page is hardly ever blank.
    ``before`` is the table with which the page before ends.
    """
    tables, rest = with_all_walls(page, *find_grids(page))
    found, rest = find_unruled(page, tables, rest, before)
    tables = _from_the_top([*tables, *found]) if found else tables
    lines = set_lines(rest, page.number)
    found, rest = find_bare(page, tables, rest, lines, before)
    if found:
        tables, lines = _from_the_top([*tables, *found]), set_lines(rest, page.number)
    if page.doubt:
        tables = [_scanned(placed, page.doubt) for placed in tables]
    printed = _inked(piece.text for piece in page.pieces)
    told = _inked(line.text for line in lines)
    told += sum(_inked(cell.text for cell in placed.grid.cells) for placed in tables)
    faults = abs(printed - told) + page.broken
    blank = not page.pieces and not page.images
    if blank or (not tables and rules_cross(page)):
        faults += 1
    seen = [line for line in lines if _visible(line, page)]
    seen, columns = set_in_columns(seen, rest, page.number)
    return Leaf(page.number, page.width, page.height, tables, seen, columns), faults


def _from_the_top(tables: list[Placed]) -> list[Placed]:
    return sorted(tables, key=lambda placed: (placed.bbox[1], placed.bbox[0]))


def _scanned(placed: Placed, doubt: str) -> Placed:
    return replace(placed, grid=replace(placed.grid, scanned=True, doubt=placed.grid.doubt or doubt))


def _visible(line: Line, page: Page) -> bool:
    """Whether any of it lies on the page; what programs print beside the paper nobody has seen."""
    x0, top, x1, bottom = line.bbox
    return x1 > 0 and x0 < page.width and bottom > 0 and top < page.height


def _at_foot(leaf: Leaf) -> Placed | None:
    """The table with which a page ends: below it stands nothing but what may be a page number."""
    last = max(leaf.tables, key=lambda placed: placed.bbox[3], default=None)
    foot = leaf.height * (1 - MARGIN_SHARE)
    if last is None or any(last.bbox[3] < line.top < foot for line in leaf.lines):
        return None
    return last


def _inked(texts: Iterable[str]) -> int:
    """How many characters of ``texts`` are no blanks."""
    return sum(map(len, "".join(texts).split()))


class _Complaints:
    """What is wrong with which pages."""

    def __init__(self) -> None:
        self.blank: list[int] = []
        self.unseen: list[int] = []  # pictures in which recognition found no text
        self.slanted: list[int] = []
        self.garbled: list[int] = []
        self.lost: list[int] = []
        self.doubtful: dict[str, list[int]] = {}  # what is said of a whole page → the pages
        self.unread: dict[Unread, list[int]] = {}
        self.unsure = 0  # figures

    def hear(self, page: Page, *, lost: bool) -> None:
        if not page.pieces and page.images:
            (self.unseen if page.doubt else self.blank).append(page.number)
        elif page.doubt:
            self.doubtful.setdefault(page.doubt, []).append(page.number)
            self.unsure += sum(1 for piece in page.pieces if piece.doubt and not piece.text.isalpha())
        if page.unread is not None:
            self.unread.setdefault(page.unread, []).append(page.number)
        if page.slanted:
            self.slanted.append(page.number)
        if is_garbled(page):
            self.garbled.append(page.number)
        if lost:
            self.lost.append(page.number)

    def told(self) -> tuple[list[str], bool]:
        """Warnings for files.csv, and whether something on the pages was not read."""
        warnings = []
        if self.blank:
            warnings.append(
                f"第{page_numbers(self.blank)}页只有图像、没有文字层，扫描件未识别；安装文字识别（make ocr）后可以读取"
            )
        if self.unseen:
            warnings.append(f"第{page_numbers(self.unseen)}页只有图像，没有认出文字")
        for why, numbers in self.doubtful.items():
            warnings.append(f"第{page_numbers(numbers)}页为{why}")
        for unread, numbers in self.unread.items():
            warnings.append(f"第{page_numbers(numbers)}页{unread.why}")
        if self.unsure:
            warnings.append(f"识别的文字中有{self.unsure}个数字把握不足，请对照原件核对")
        if self.slanted:
            warnings.append(f"第{page_numbers(self.slanted)}页有斜置或竖转的文字（多为水印），没有读取")
        if self.garbled:
            warnings.append(f"第{page_numbers(self.garbled)}页的文字编码已损坏，读出的可能不是印出的字")
        if self.lost:
            warnings.append(f"第{page_numbers(self.lost)}页的内容没有全部读出")
        left_out = any(unread.lost for unread in self.unread)
        return warnings, bool(self.blank or self.unseen or self.garbled or self.lost or left_out)


def page_numbers(pages_: list[int]) -> str:
    """``pages_`` with runs shortened, for a sentence.

    >>> page_numbers([1, 2, 3, 5])
    '1-3、5'
    """
    runs: list[list[int]] = []
    for number in pages_:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return "、".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def is_garbled(page: Page) -> bool:
    """Whether fonts without a character map hide what is printed: more than 2 % of the characters."""
    text = "".join([piece.text for piece in page.pieces])
    if text.isprintable() and "\ufffd" not in text and "(cid:" not in text:
        return False  # nearly every page; the search takes ten times as long
    return len(_ODD.findall(text)) * 50 > len(text)


def _flow(leaves: list[Leaf]) -> list[Draft | Grid]:
    """Paragraphs and tables of all pages in reading order, joined over line ends and page ends."""
    kept = drop_running([leaf.lines for leaf in leaves], [leaf.height for leaf in leaves])
    areas = _areas(leaves, kept)
    out: list[Draft | Grid] = []
    waiting: list[Line] = []  # since the last table
    notes: list[Line] = []  # between the parts of the last table
    foot: list[Line] = []  # notes at the foot of pages, since the last table
    for leaf, lines in zip(leaves, kept, strict=True):
        body, marked = _body_and_foot(leaf, lines, areas)
        foot += marked
        first_on_page = True
        for item in _by_height(leaf, body):
            if isinstance(item, Line):
                waiting.append(item)
                continue
            joined = _continued(out, item.grid, waiting, leaf) if first_on_page else None
            first_on_page = False
            if joined is not None:
                out[-1], apart = joined
                notes += apart
            else:
                out += set_paragraphs(notes, areas)
                out += with_notes(set_paragraphs(waiting, areas), set_paragraphs(foot, areas))
                out.append(item.grid)
                notes, foot = [], []
            waiting = []
    out += set_paragraphs(notes, areas)
    out += with_notes(set_paragraphs(waiting, areas), set_paragraphs(foot, areas))
    return [with_whole_figures(each) if isinstance(each, Grid) else each for each in out]


def _body_and_foot(
    leaf: Leaf, lines: list[Line], area_of: Callable[[Line], Measure]
) -> tuple[list[Line], list[Line]]:
    """``lines`` of a page, and the notes at its foot, unless they stand under a table."""
    if not lines or leaf.columns:
        return lines, []
    body, foot = split_notes(lines, area_of(lines[0]).size, leaf.height)
    if any(placed.bbox[1] > body[-1].top for placed in leaf.tables):
        return lines, []
    return body, foot


def _continued(
    out: list[Draft | Grid], grid: Grid, between: list[Line], leaf: Leaf
) -> tuple[Grid, list[Line]] | None:
    """The table that ends ``out`` with ``grid``, its next part on page ``leaf``, and what of ``between`` is neither's.

    None where the two are different tables.
    """
    last = out[-1] if out else None
    if not isinstance(last, Grid) or has_other_columns(last, grid):
        return None
    above = [draft.text for draft in out[-4:-1] if isinstance(draft, Draft)]
    edge = MARGIN_SHARE * leaf.height
    apart = [x for x in between if set_apart(x, in_margin=x.page == leaf.number and x.bbox[3] <= edge)]
    again = [x for x in between if x not in apart]
    if (apart and not goes_on_plainly(last, grid)) or not reprinted(again, above):
        return None
    if between and leaf.number - last.spots[-1].page > 1:
        return None
    joined = join(last, grid)
    if joined is None:
        return None
    said = [line.text for line in again if says_continued(line.text)]
    return replace(joined, caption="\n".join(filter(None, [last.caption, *said]))), apart


def _areas(leaves: list[Leaf], kept: list[list[Line]]) -> Callable[[Line], Measure]:
    """The type area in which a line stands.

    Pages of one size are measured together, as annexes are often set broadside; columns of text each by itself.
    """
    by_size: dict[tuple[int, int], list[int]] = {}
    for at, leaf in enumerate(leaves):
        by_size.setdefault((round(leaf.width), round(leaf.height)), []).append(at)
    pages: dict[int, Measure] = {}
    columns: dict[tuple[int, float, int], Measure] = {}
    for same in by_size.values():
        area = measure([line for at in same for line in kept[at] if not _column(leaves[at], line)])
        for at in same:
            leaf = leaves[at]
            pages[leaf.number] = shifted(area, kept[at])
            beside: dict[tuple[int, float, int], list[Line]] = {}
            for line in kept[at]:
                if place := _column(leaf, line):
                    beside.setdefault((leaf.number, *place), []).append(line)
            columns |= {place: measure(lines) for place, lines in beside.items()}
    leaf_of = {leaf.number: leaf for leaf in leaves if leaf.columns}

    def area_of(line: Line) -> Measure:
        place = _column(leaf_of[line.page], line) if line.page in leaf_of else None
        return columns.get((line.page, *place), pages[line.page]) if place else pages[line.page]

    return area_of


def _column(leaf: Leaf, line: Line) -> tuple[float, int] | None:
    """In which column of text ``line`` stands: the top of the columns, and which of them; None where there are none."""
    for block in leaf.columns:
        side = block.side(line.x0, line.top)
        if side is not None:
            return block.top, side
    return None


def _by_height(leaf: Leaf, lines: list[Line]) -> list[Line | Placed]:
    """Lines and tables as they are read: from the top, where text stands in columns one column after the other."""

    def turn(x0: float, top: float) -> tuple[float, int, float, float]:
        for block in leaf.columns:
            side = block.side(x0, top)
            if side is not None:
                return block.top, side, top, x0
        return top, 0, top, x0

    items: list[tuple[tuple[float, int, float, float], int, Line | Placed]] = [
        (turn(line.x0, line.top), at, line) for at, line in enumerate(lines)
    ]
    items += [
        (turn(placed.bbox[0], placed.bbox[1]), -at - 1, placed) for at, placed in enumerate(leaf.tables)
    ]
    return [item for _, _, item in sorted(items, key=lambda i: i[:2])]
