"""Whether tables on successive pages are parts of one, by what is printed between them and by their columns."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from extractors.continued import SAME_X_POINTS
from extractors.labels import find_label
from extractors.page.figures import is_number
from extractors.page.lines import Line
from extractors.page.matching import laid_over
from extractors.tables import Grid, belongs_to_caption

HEAD_SIZE = 11.0  # points: a running head is set no larger
_CONTINUED = re.compile(
    r"[（(]\s*接?上?续[表页一二三四五六七八九十\d]{0,3}\s*[）)]|^续\s*(?:上\s*)?[表页]|接上[页表]"
)
_NOTE = re.compile(r"(?:备?注|说明|(?:资料|数据)来源)\s{0,2}\d{0,2}\s{0,2}[:：.．]")


def says_continued(text: str) -> bool:
    """Whether ``text`` stands above a table to say that it goes on.

    >>> says_continued("附表3（续）　单位：万元"), says_continued("续表2"), says_continued("手续费")
    (True, True, False)
    """
    return len(text) <= 60 and _CONTINUED.search(re.sub(r"\s", "", text)) is not None


def reprinted(lines: Sequence[Line], above: Collection[str]) -> bool:
    """Whether ``lines`` are printed again above the second part of a table: a title with 续, or what stands ``above`` the first."""
    bare = [re.sub(r"\s", "", text) for text in above]
    return all(
        says_continued(line.text) or any(re.sub(r"\s", "", line.text) in text for text in bare)
        for line in lines
    )


def set_apart(line: Line, *, in_margin: bool) -> bool:
    """Whether ``line`` between two parts of a table is no text that goes before the second: a note, a running head."""
    if _NOTE.match(line.text):
        return True
    titled = belongs_to_caption(line.text) or find_label(line.text) is not None
    return in_margin and not titled and line.size <= HEAD_SIZE


def goes_on_plainly(first: Grid, second: Grid) -> bool:
    """Whether ``second`` shows by itself that it continues ``first``: by the same head, or the next number in its first column."""
    head, again = _row(first, 0), _row(second, 0)
    if head == again and sum(bool(text) and not is_number(text) for text in head) > 1:
        return True
    last = next((n for r in range(first.nrows - 1, -1, -1) if (n := _number(first, r)) is not None), None)
    following = next((n for r in range(second.nrows) if (n := _number(second, r)) is not None), None)
    return last is not None and following == last + 1


def _row(grid: Grid, row: int) -> list[str]:
    begins = sorted((cell for cell in grid.cells if cell.row == row), key=lambda cell: cell.col)
    return [re.sub(r"\s", "", cell.text) for cell in begins]


def _number(grid: Grid, row: int) -> int | None:
    texts = [cell.text.strip() for cell in grid.cells if cell.row == row and cell.col == 0]
    return int(texts[0]) if texts and texts[0].isascii() and texts[0].isdigit() else None


def has_other_columns(first: Grid, second: Grid) -> bool:
    """Whether ``second`` is another table than ``first`` by its columns, though both are as wide: with a head of its own."""
    if first.scanned and second.scanned:
        second = laid_over(first, second)
    ours, theirs = first.xs[1:-1], second.xs[1:-1]
    shared = sum(any(abs(x - known) <= SAME_X_POINTS for known in ours) for x in theirs)
    if shared == len(theirs) or shared == len(ours) or 2 * shared >= min(len(ours), len(theirs)):
        return False
    head = _row(second, 0)
    return len(head) > 1 and all(text and not is_number(text) for text in head)
