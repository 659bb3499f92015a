"""The 自评表 out of its tables, whatever the layout: any variant of columns, several tables, several forms in one.

A form is read row by row. Each row says by its words what it is (project, funds header, goals, indicator header,
total), and the block that the last header opened says what the rows below it mean.
"""

from __future__ import annotations

from collections.abc import Iterable

from extractors.forms.cells import Row, rows_of
from extractors.forms.columns import is_header
from extractors.forms.details import Details, details_of
from extractors.forms.draft import Draft, merged
from extractors.forms.funds import Funds, funds_of
from extractors.forms.goals import Goals, goals_of
from extractors.forms.head import heads, lists_projects, names_project, read_foot, read_head
from extractors.forms.indicators import Indicators
from extractors.forms.lines import (
    Placed,
    has_title,
    head_rows,
    is_title,
    placed_tables,
    read_below,
    read_lines,
    take_title,
)
from schemas.document import Document, Table
from schemas.form import Form

_Block = Indicators | Funds | Details | Goals
_LOST_COLUMNS = 2  # outer merged columns that the next page does not draw again


def find_forms(document: Document) -> tuple[Form, ...]:
    """Every self-evaluation form of ``document``, in reading order."""
    reading = _Reading()
    for placed in placed_tables(document):
        reading.table(placed)
    return tuple(reading.finish())


class _Reading:
    """The forms found so far, the one being read, and what its rows mean."""

    def __init__(self) -> None:
        self._forms: list[Form] = []
        self._draft = Draft()
        self._block: _Block | None = None
        self._list = False  # inside a list of projects
        self._last: Table | None = None

    def finish(self) -> list[Form]:
        """All forms, once the last table has been read."""
        self._close()
        return self._forms

    def table(self, placed: Placed) -> None:
        """Read one table: a new form, or more of the one before."""
        table = placed.table
        if self._is_new(placed):
            self._close()
        if not self._goes_on(placed):
            self._block = None
        self._list = False
        if not self._draft.filled:
            read_lines(placed.above, self._draft)
            self._take_lines(head_rows(placed.above))
        self._last = table
        for row in rows_of(table):
            self._row(row, table)
        if self._draft.tables and self._draft.tables[-1] is table:
            read_below(placed.below, self._draft)
        if self._draft.closed:
            self._close()

    def _is_new(self, placed: Placed) -> bool:
        other_sheet = self._last is not None and self._last.anchor.sheet != placed.table.anchor.sheet
        return other_sheet or (self._draft.started and has_title(placed.above))

    def _goes_on(self, placed: Placed) -> bool:
        """Whether the table is the next page of the one before, which need not print its header again."""
        last = self._last
        if last is None or placed.apart or not isinstance(self._block, Indicators | Funds):
            return False
        return abs(_width(last) - _width(placed.table)) <= _LOST_COLUMNS

    def _row(self, row: Row, table: Table) -> None:
        alone = row.alone
        titled = alone is not None and is_title(alone.text)
        listed = lists_projects(row)
        named = names_project(row) and not listed
        if (titled and self._draft.started) or (named and self._is_next(table)):
            self._close(keep_title=named and (self._is_here(table) or not self._draft.filled))
        if listed:
            self._list, self._block = True, None
        elif named or titled:
            self._list = False
        if not self._list and self._take(row):
            self._touch(table)

    def _is_next(self, table: Table) -> bool:
        """Whether a row that names a project begins another form. Below its own indicators it ends the one it is in."""
        draft = self._draft
        ends = self._is_here(table) and draft.title and draft.filled and not draft.named
        return draft.started and not ends

    def _is_here(self, table: Table) -> bool:
        """Whether the form being read stands in ``table``: then what its title says holds for the next one below."""
        return bool(self._draft.tables) and self._draft.tables[-1] is table

    def _take_lines(self, rows: Iterable[Row]) -> None:
        """Take money and goals from lines above the table."""
        funds: Funds | None = None
        for row in rows:
            opened = funds_of(row, self._draft) or goals_of(row, self._draft)
            funds = opened if isinstance(opened, Funds) else funds
            if funds is not None:
                funds.take(row, self._draft)

    def _take(self, row: Row) -> bool:
        """Read one row into the draft; whether it was part of a form."""
        if take_title(row, self._draft):
            return bool(self._draft.title)
        opened = self._opened_below(row) if isinstance(self._block, Indicators) else self._opened(row)
        if opened is not None:
            self._block = opened
            if opened.headed:
                return True
        return self._read(row)

    def _read(self, row: Row) -> bool:
        """Read a row that opens nothing."""
        block, draft = self._block, self._draft
        if isinstance(block, Indicators):
            return read_foot(row, draft) or (heads(row) and read_head(row, draft)) or block.take(row, draft)
        if isinstance(block, Funds | Details) and block.take(row, draft):
            return True
        if read_foot(row, draft) or read_head(row, draft):
            return True
        return isinstance(block, Goals) and block.take(row, draft)

    def _opened(self, row: Row) -> _Block | None:
        """The block that this row opens."""
        if is_header(row):
            sides = self._block.sides if isinstance(self._block, Goals) else {}
            return Indicators(row, sides)
        details = details_of(row, self._draft)
        if details is not None:
            return details
        funds = self._block if isinstance(self._block, Funds) else None
        if funds is not None and (funds.refines(row) or row.has_number()):
            return None
        return funds_of(row, self._draft) or goals_of(row, self._draft)

    def _opened_below(self, row: Row) -> _Block | None:
        """The block that this row opens below indicators, where only whole headers do."""
        funds = funds_of(row, self._draft, strict=True)
        return funds or goals_of(row, self._draft, strict=True)

    def _touch(self, table: Table) -> None:
        if not self._draft.tables or self._draft.tables[-1] is not table:
            self._draft.tables.append(table)

    def _close(self, *, keep_title: bool = False) -> None:
        """Finish the form being read and begin another."""
        form = self._draft.finished()
        if form is not None:
            together = merged(self._forms[-1], form) if self._forms else None
            self._forms[-1:] = [together] if together is not None else [*self._forms[-1:], form]
        fresh = Draft()
        if keep_title:
            fresh.title, fresh.year = self._draft.title, self._draft.year
            fresh.currency = self._draft.currency
        self._draft, self._block, self._list = fresh, None, False


def _width(table: Table) -> int:
    return len(table.rows[0]) if table.rows else 0
