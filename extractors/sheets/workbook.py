"""A worksheet as any of its file formats gives it: what its cells show, what is merged, ruled and hidden.

Rows and columns count from 0. What a format's own reader could not show it writes down here, so that
`extractors.readers.sheets` says the same sentence whatever the format was.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import NamedTuple

from schemas.errors import DamagedFile, TooLarge

MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384  # of a worksheet, ECMA-376
MAX_CELLS = 400_000  # filled cells of a workbook; a project list of 40 000 rows with 10 columns
MAX_BLANK_ROWS = 50  # framed rows without text, one below the other, that still count as part of a table
LISTED = 6  # so many places are named in a warning

_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")
REPAIR = "请用 Excel 或 WPS 表格打开后另存为新的 .xlsx 再提交"
FEWER = "请只保留自评表和项目清单，删去其余工作表、空行和空列后重新提交"

Place = tuple[int, int]  # row, column


class Merge(NamedTuple):
    """A merged range; ``bottom`` and ``right`` are its last row and column."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Sheet:
    """One worksheet. ``ruled[row]`` has bit ``column`` set where the cell has a border.

    ``unsaved``: formulas whose value the file does not hold; ``masked``: values that their format hides;
    ``shapes``: the texts of text boxes; ``pictures``: how many pictures and charts there are.
    ``shows``: which row and column of the file each of ours is, where hidden ones were taken out.
    """

    name: str
    texts: dict[Place, str] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    ruled: dict[int, int] = field(default_factory=dict)
    hidden: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    unsaved: list[Place] = field(default_factory=list)
    masked: list[Place] = field(default_factory=list)
    shapes: list[str] = field(default_factory=list)
    pictures: int = 0
    shows: tuple[Sequence[int], Sequence[int]] = (range(MAX_ROWS), range(MAX_COLUMNS))

    def address(self, row: int, column: int) -> str:
        """What the program calls the cell: "C5"."""
        return f"{letters(self.shows[1][column])}{self.shows[0][row] + 1}"

    def is_ruled(self, row: int, column: int) -> bool:
        """Whether the cell has a border."""
        return bool(self.ruled.get(row, 0) >> column & 1)


@lru_cache(maxsize=MAX_COLUMNS)
def letters(column: int) -> str:
    """The name of a column.

    >>> letters(0), letters(26), letters(16383)
    ('A', 'AA', 'XFD')
    """
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


@lru_cache(maxsize=MAX_COLUMNS)
def column_of(name: str) -> int:
    """The column called ``name``, counted from 0.

    Raises:
        ValueError: no such column.
    """
    column = 0
    for letter in name.upper():
        if not "A" <= letter <= "Z":
            raise ValueError(name)
        column = column * 26 + ord(letter) - 64
    if not 0 < column <= MAX_COLUMNS:
        raise ValueError(name)
    return column - 1


def place(address: str) -> Place:
    """Row and column of "C5", counted from 0.

    Raises:
        ValueError: no such cell.
    """
    found = _ADDRESS.fullmatch(address)
    if found is None or int(found[2]) > MAX_ROWS:
        raise ValueError(address)
    return int(found[2]) - 1, column_of(found[1])


def merged_range(reference: str) -> Merge:
    """The range "A1:C3".

    Raises:
        ValueError: no such range.
    """
    first, _, last = reference.partition(":")
    (top, left), (bottom, right) = place(first), place(last or first)
    return Merge(min(top, bottom), min(left, right), max(top, bottom), max(left, right))


def check_size(filled: int, name: str) -> None:
    """Return when a workbook may hold ``filled`` filled cells.

    Raises:
        TooLarge: more than any report has.
    """
    if filled > MAX_CELLS:
        raise TooLarge(name, f"有内容的单元格超过 {MAX_CELLS // 10_000} 万个的上限", FEWER)


def damaged(name: str, part: str) -> DamagedFile:
    """The error for a workbook of which ``part`` cannot be read."""
    return DamagedFile(name, f"{part}已损坏，读不出来", REPAIR)


def visible(sheet: Sheet) -> Sheet:
    """``sheet`` without its hidden rows and columns. The text of a merge stands in the first cell of it that is seen."""
    if not sheet.hidden_rows and not sheet.hidden_columns:
        return sheet
    rows, columns = sorted(sheet.hidden_rows), sorted(sheet.hidden_columns)
    last_row = max([0, *(row for row, _ in sheet.texts), *(merge.bottom for merge in sheet.merges)])
    last_column = max([0, *(column for _, column in sheet.texts), *(merge.right for merge in sheet.merges)])
    texts = {at: text for at, text in sheet.texts.items() if _is_seen(sheet, at)}
    for merge in sheet.merges:
        home = _first_visible(sheet, merge)
        if home is not None and (merge.top, merge.left) in sheet.texts:
            texts[home] = sheet.texts[merge.top, merge.left]
    return replace(
        sheet,
        texts={
            (r - bisect_left(rows, r), c - bisect_left(columns, c)): text for (r, c), text in texts.items()
        },
        merges=[kept for merge in sheet.merges if (kept := _shrunk(merge, rows, columns))],
        ruled={
            r - bisect_left(rows, r): _without_bits(mask, columns)
            for r, mask in sheet.ruled.items()
            if r not in sheet.hidden_rows
        },
        unsaved=[
            (r - bisect_left(rows, r), c - bisect_left(columns, c))
            for r, c in sheet.unsaved
            if _is_seen(sheet, (r, c))
        ],
        shows=(
            [row for row in range(last_row + MAX_BLANK_ROWS + 2) if row not in sheet.hidden_rows],
            [column for column in range(last_column + 1) if column not in sheet.hidden_columns],
        ),
    )


def _is_seen(sheet: Sheet, at: Place) -> bool:
    return at[0] not in sheet.hidden_rows and at[1] not in sheet.hidden_columns


def _first_visible(sheet: Sheet, merge: Merge) -> Place | None:
    rows = (row for row in range(merge.top, merge.bottom + 1) if row not in sheet.hidden_rows)
    columns = (column for column in range(merge.left, merge.right + 1) if column not in sheet.hidden_columns)
    row, column = next(rows, None), next(columns, None)
    return None if row is None or column is None else (row, column)


def _shrunk(merge: Merge, rows: list[int], columns: list[int]) -> Merge | None:
    top, bottom = merge.top - bisect_left(rows, merge.top), merge.bottom - bisect_left(rows, merge.bottom + 1)
    left = merge.left - bisect_left(columns, merge.left)
    right = merge.right - bisect_left(columns, merge.right + 1)
    return Merge(top, left, bottom, right) if top <= bottom and left <= right else None


def _without_bits(mask: int, columns: list[int]) -> int:
    for column in reversed(columns):
        mask = (mask & ((1 << column) - 1)) | (mask >> (column + 1) << column)
    return mask


# --- sentences


def remarks(sheet: Sheet) -> list[str]:
    """What a reviewer must know about ``sheet`` as the file holds it, before anything hidden is taken out."""
    tab = f"工作表“{sheet.name}”"
    if sheet.hidden:
        return [f"{tab}是隐藏的，其中 {len(sheet.texts)} 个单元格没有读取"] if sheet.texts else []
    told: list[str] = []
    rows = sorted({row for row, _ in sheet.texts} & sheet.hidden_rows)
    columns = sorted({column for _, column in sheet.texts} & sheet.hidden_columns)
    if rows:
        told.append(f"{tab}第{_runs(rows, lambda row: str(row + 1))}行是隐藏的，没有读取")
    if columns:
        told.append(f"{tab}{_runs(columns, letters)}列是隐藏的，没有读取")
    if sheet.masked:
        told.append(f"{tab}{_listed(sheet.masked)}设成了不显示，没有读取")
    if sheet.unsaved:
        told.append(
            f"{tab}{_listed(sheet.unsaved)}是公式，文件里没有存下算出的值，没有读取；请用 Excel 或 WPS 打开、保存后再提交"
        )
    covered = _covered(sheet)
    if covered:
        told.append(f"{tab}{_listed(covered)}被合并单元格盖住，没有读取")
    if sheet.pictures:
        told.append(f"{tab}含 {sheet.pictures} 幅图片或图表，其中的文字没有读取")
    return told


def _covered(sheet: Sheet) -> list[Place]:
    """Filled cells that a merge hides: they are not printed, but sums may count them."""
    places = sorted(sheet.texts) if sheet.merges else ()
    rows = [row for row, _ in places]
    return [
        places[at]
        for merge in sheet.merges
        for at in range(bisect_left(rows, merge.top), bisect_left(rows, merge.bottom + 1))
        if merge.left <= places[at][1] <= merge.right and places[at] != (merge.top, merge.left)
    ]


def _listed(places: Sequence[Place]) -> str:
    named = "、".join(f"{letters(column)}{row + 1}" for row, column in sorted(places)[:LISTED])
    return named if len(places) <= LISTED else f"{named} 等 {len(places)} 格"


def _runs(numbers: Iterable[int], name: Callable[[int], str]) -> str:
    """Numbers as runs: 3–5、8."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    told = [name(first) if first == last else f"{name(first)}–{name(last)}" for first, last in runs]
    return "、".join(told[:LISTED]) + (" 等" if len(told) > LISTED else "")
