"""Where the texts, merges and frames of a worksheet stand, asked rectangle by rectangle."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from extractors.sheets.workbook import FEWER, MAX_BLANK_ROWS, MAX_CELLS, Merge, Place, Sheet
from schemas.errors import TooLarge

MAX_SLOTS = 2 * MAX_CELLS  # cells of a sheet's merges, and of its tables, blank ones too
FAR = 20  # blank columns; what stands beyond them was left there by accident


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of a sheet, all four edges inside."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def rows(self) -> range:
        """Its rows, top down."""
        return range(self.top, self.bottom + 1)

    @property
    def columns(self) -> range:
        """Its columns, left to right."""
        return range(self.left, self.right + 1)

    @property
    def size(self) -> int:
        """How many slots it has."""
        return len(self.rows) * len(self.columns)


class Layout:
    """One sheet that holds nothing hidden any more. Below its last text only a few framed rows count."""

    def __init__(self, sheet: Sheet, name: str) -> None:
        self.sheet = sheet
        self.name = name
        self._last_row = max(row for row, _ in sheet.texts)
        below = 0
        while sheet.ruled.get(self._last_row + below + 1) and below <= MAX_BLANK_ROWS:
            below += 1
        self._last_row += below if below <= MAX_BLANK_ROWS else 0
        self._owner = self._owners()
        self._begins: dict[int, list[int]] = {}
        for row, column in sorted(sheet.texts):
            if self.merge(row, column)[:2] == (row, column):  # what a merge covers is not printed
                self._begins.setdefault(row, []).append(column)

    def _owners(self) -> dict[Place, Merge]:
        """The merge that covers each slot. Of merges that overlap only the first counts; no program writes such."""
        last_column = max(column for _, column in self.sheet.texts)
        owners: dict[Place, Merge] = {}
        slots = 0
        for whole in self.sheet.merges:
            right = min(whole.right, last_column + FAR)
            merge = whole._replace(bottom=min(whole.bottom, self._last_row), right=right)
            area = Area(merge.top, merge.left, merge.bottom, merge.right)
            if area.size < 2:
                continue
            slots += area.size
            self.check(slots)
            covered = [(row, column) for row in area.rows for column in area.columns]
            if not any(slot in owners for slot in covered):
                owners.update(dict.fromkeys(covered, merge))
        return owners

    def check(self, slots: int) -> None:
        """Return when the sheet may have ``slots`` slots.

        Raises:
            TooLarge: a stray text far out, or a merge over the whole sheet.
        """
        if slots > MAX_SLOTS:
            why = f"工作表“{self.sheet.name}”的表格连同空格超过 {MAX_SLOTS // 10_000} 万个单元格的上限"
            raise TooLarge(self.name, why, FEWER)

    # --- one slot

    def text(self, row: int, column: int) -> str:
        """What the cell shows that begins here."""
        return self.sheet.texts.get((row, column), "")

    def merge(self, row: int, column: int) -> Merge:
        """The merge that covers the slot; a single cell is one too."""
        return self._owner.get((row, column)) or Merge(row, column, row, column)

    def merged(self, row: int, column: int) -> Merge | None:
        """The merge that covers the slot, if one does."""
        return self._owner.get((row, column))

    def reach(self, row: int, column: int) -> Place:
        """The last row and column of the cell that begins here."""
        merge = self._owner.get((row, column))
        return (row, column) if merge is None else (merge.bottom, merge.right)

    def said(self, merge: Merge) -> str:
        """What a merge shows."""
        return self.text(merge.top, merge.left)

    # --- one row of an area

    def begins(self, row: int, area: Area) -> list[int]:
        """The columns of the texts that begin in ``row``."""
        return [column for column in self._begins.get(row, ()) if area.left <= column <= area.right]

    def stands_under(self, row: int, area: Area) -> bool:
        """Whether a text that began higher up reaches down into ``row``."""
        merges = (self._owner.get((row, column)) for column in area.columns)
        return any(merge is not None and merge.top < row and self.said(merge) for merge in merges)

    def ruled(self, row: int, area: Area, beside: Merge | None = None) -> bool:
        """Whether a cell of ``row`` has a frame, those of ``beside`` not counted."""
        mask = self.sheet.ruled.get(row, 0) >> area.left & ((1 << len(area.columns)) - 1)
        if mask and beside is not None:
            width = min(beside.right, area.right) - beside.left + 1
            mask &= ~(((1 << width) - 1) << (beside.left - area.left))
        return bool(mask)

    # --- the whole sheet

    def bands(self) -> Iterator[Area]:
        """Runs of rows between rows in which there is nothing, not even a frame or the lower part of a merge."""
        if not self._begins:
            return  # merges cover whatever there is
        first, last = min(self._begins), self._last_row
        alive = set(self._begins)
        alive.update(row for row, mask in self.sheet.ruled.items() if mask and first < row <= last)
        alive.update(row for (row, _), merge in self._owner.items() if merge.top < row and self.said(merge))
        rows = sorted(alive)
        start = rows[0]
        for above, below in zip(rows, [*rows[1:], None], strict=True):
            if below is None or below > above + 1:
                yield from self.trimmed(Area(start, 0, above, FAR + max(map(max, self._begins.values()))))
                start = below or 0

    def trimmed(self, area: Area) -> Iterator[Area]:
        """``area`` without blank rows and columns around it, but with framed ones below; nothing when it is quite blank."""
        filled = [(row, column) for row in area.rows for column in self.begins(row, area)]
        if not filled:
            return
        ends = [self.reach(row, column) for row, column in filled]
        top, left = min(row for row, _ in filled), min(column for _, column in filled)
        bottom = min(area.bottom, max(bottom for bottom, _ in ends))
        right = min(area.right, max(right for _, right in ends))
        while bottom < area.bottom and self.ruled(bottom + 1, Area(top, left, bottom, right)):
            bottom += 1
        yield Area(top, left, bottom, right)

    def column_groups(self, area: Area) -> list[Area]:
        """``area`` cut at its quite blank columns."""
        alive: set[int] = set()
        mask = 0
        for row in area.rows:
            mask |= self.sheet.ruled.get(row, 0)
            for column in self.begins(row, area):
                right = self.reach(row, column)[1]
                if right not in alive or column not in alive:
                    alive.update(range(column, right + 1))
        alive.update(column for column in area.columns if mask >> column & 1)
        groups: list[Area] = []
        for column in area.columns:
            if column not in alive:
                continue
            if groups and groups[-1].right == column - 1:
                groups[-1] = replace(groups[-1], right=column)
            else:
                groups.append(Area(area.top, column, area.bottom, column))
        return groups
