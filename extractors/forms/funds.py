"""The money of a form, however it is laid out.

Sources are rows and 预算数, 执行数 are columns; or the other way round; or two header rows give both; or label and
figure alternate along a row. A label says what is counted (a measure) or who pays (a source); a figure has the
measure and the source of its column, its row, and the labels before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from extractors.forms.cells import Row, cut, entry, holds_value, label, labelled, number_in, strip_words
from extractors.forms.columns import shift_of
from extractors.forms.draft import Draft
from extractors.forms.unglue import part_by_blank, part_by_rate
from extractors.forms.values import group_weight, money, points, with_rate
from extractors.quantities import find_unit
from schemas.document import Cell
from schemas.form import MONEY, Entry, FundsRow, load_form_words
from schemas.quantity import Kind

_AMOUNTS = MONEY - {"quota_balance", "carried", "returned"}  # which open a block
_ABOUT_MONEY = ("资金", "预算", "经费", "支出", "执行")
_TIMES_RATE = re.compile(r"(\d+(?:\.\d+)?)\s*分?\s*[*×xX]\s*(?:预算)?执行率")
_RUN = re.compile(r"[\d.,%\s]{5,40}")
_DEFAULT = "budget_full"  # 年度资金总额 150 without a header is what is planned for the year


@dataclass(frozen=True, slots=True)
class Column:
    """What a column says: a measure, a source, or both; ``cell`` is its lowest header cell."""

    measure: str
    source: str
    cell: Cell


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a label says. ``side`` is "midterm" where it speaks of several years."""

    measure: str = ""
    source: str = ""
    side: str = ""


def meaning_of(text: str) -> Meaning:
    """The measure or the source that a label names; neither where it is none of ours."""
    words = load_form_words()
    key, source_key = label(text), strip_words(text)
    side = "midterm" if key.startswith("中期") else ""
    if measure := words.funds_columns.named(key):
        return Meaning(measure, "", side)
    if source := words.funds_rows.field(source_key):
        return Meaning("", source, side)
    return Meaning(words.funds_columns.field(key), "", side)


class Funds:
    """The funds block while it is read; ``columns`` is empty where labels and figures alternate."""

    def __init__(self, row: Row, draft: Draft) -> None:
        self._columns: dict[int, Column] = {}
        self._pairs: dict[int, Meaning] = {}  # what labels of a row of pairs say to those below them
        self._fresh = True
        self.headed = False  # whether the row that opened it is a header, which holds no figures
        self._note(row, draft)

    @classmethod
    def below_header(cls, row: Row, draft: Draft) -> Funds:
        """The block below a header row."""
        block = cls(row, draft)
        block.headed = True
        measures = [meaning_of(cell.text).measure for _, cell, _ in row.cells]
        for at, cell, _ in row.cells:
            said = meaning_of(cell.text)
            first = cell is row.cells[0][1]  # 预算资金（万元） beside the whole block
            blank = row.at(cell.colspan)  # right of it, where the labels of the rows stand
            over_blank = at == 0 and blank is not None and not blank.text.strip()
            beside = first and (cell.rowspan > 1 or said.measure in measures[1:] or over_blank)
            if (said.measure or said.source) and not beside:
                for slot in range(at, at + cell.colspan):
                    block._columns[slot] = Column(said.measure, said.source, cell)
                if said.measure:
                    draft.funds_header.setdefault(said.measure, entry(cell))
        return block

    def refines(self, row: Row) -> bool:
        """Whether the row is a lower header row of this block."""
        return self._fresh and bool(self._columns) and _is_lower_header(row)

    def take(self, row: Row, draft: Draft) -> bool:
        """Read one row; whether it belonged to the block."""
        if self.refines(row):
            self._refine(row)
            return True
        self._note(row, draft)
        if not self._columns or _alternates(row, min(self._columns, default=0)):
            return self._pair_row(row, draft)
        return self._row(row, draft)

    def _refine(self, row: Row) -> None:
        """预算数 over 合计 | 中央 | 市级: the lower labels add what the upper ones leave open."""
        for at, cell, _ in row.own:
            said, above = meaning_of(cell.text), self._columns.get(at)
            if not said.measure and not said.source:
                continue
            measure = said.measure or (above.measure if above else "")
            source = said.source or (above.source if above else "")
            for slot in range(at, at + cell.colspan):
                self._columns[slot] = Column(measure, source, cell)

    def _note(self, row: Row, draft: Draft) -> None:
        """The money unit and the points that labels of the row give in brackets."""
        for _, cell, key in row.cells:
            if number_in(cell.text) is not None:
                continue
            unit = find_unit(cell.text)
            if unit is not None and unit.kind is Kind.MONEY:
                draft.currency = unit
            about = any(word in key for word in _ABOUT_MONEY)
            given = _times_rate(cell) or (group_weight(cell) if about else None)
            if given is not None and draft.funds_points is None:
                draft.funds_points = given

    def _row(self, row: Row, draft: Draft) -> bool:
        at, head = _row_label(row, min(self._columns))
        said = meaning_of(head.text) if head is not None else Meaning()
        known = bool(said.measure or said.source)
        if not row.has_number() and not known:
            return False
        fields = {slot: column.measure or _DEFAULT for slot, column in self._columns.items()}
        shift = shift_of(row, fields, start=at + 1) if head is not None else 0
        figures = _figures(row, {slot + shift: field for slot, field in fields.items()}, head)
        by_source = any(column.source for column in self._columns.values())
        items = by_source and head is not None and not known
        label_cell = head or _leftmost(row) or next(iter(self._columns.values())).cell
        for slot, (value, doubt) in figures.items():
            column = self._columns[slot - shift]
            measure = column.measure or said.measure or _DEFAULT
            implied = "total" if said.measure or by_source or head is None else "unknown"
            source = column.source or said.source or implied
            named = label_cell if items or not by_source else self._head_of(source) or label_cell
            read = _doubted(money(value, measure, draft.unit), doubt)
            into = draft.details if items else draft.side(said.side).funds
            draft.pay(into, FundsRow(source, entry(named), {measure: read}))
        self._fresh = False
        self._finish(draft, items=items)
        return bool(figures)

    def _head_of(self, source: str) -> Cell | None:
        """The first header cell that names a source."""
        return next((column.cell for column in self._columns.values() if column.source == source), None)

    def _pair_row(self, row: Row, draft: Draft) -> bool:
        """预算数 | 312 | 执行数 | 309.4, and below it 其中：财政拨款 | 300 | 其中：财政拨款 | 297.4."""
        now, lead, taken = Meaning(), "", False
        head: Entry | None = None
        for at, said, piece in _pieces(row):
            if head is not None and holds_value(piece.text):
                measure = now.measure or _DEFAULT
                read = FundsRow(now.source or "total", head, {measure: money(piece, measure, draft.unit)})
                _pay_pair(draft.side(now.side).funds, read)
                self._fresh, taken, head = False, True, None
            elif said.measure or said.source:
                lead = now.measure if head is not None else lead  # 实际支出 | 总额 | 196: of the whole row
                above = self._pairs.get(at, Meaning())
                measure = said.measure or lead or above.measure or now.measure
                now, head = Meaning(measure, said.source, said.side or above.side), piece
                self._pairs[at] = Meaning(measure, "", now.side)
            else:
                head = None
        return taken

    def _finish(self, draft: Draft, *, items: bool) -> None:
        """What only the whole row tells: a rate without its sign, points that stand in the header."""
        rows = draft.details if items else draft.year_side.funds
        if not rows:
            return
        last = rows[-1]
        cells = with_rate(last.cells)
        if (
            last.row == "total"
            and "weight" not in cells
            and draft.funds_points is not None
            and "score" in cells
        ):
            cells = cells | {"weight": draft.funds_points}
        rows[-1] = FundsRow(last.row, last.label, cells)


def _pieces(row: Row) -> Iterator[tuple[int, Meaning, Entry]]:
    """Labels and figures of a row in turn, whether each has a cell of its own or both share one."""
    for at, cell, _ in row.cells:
        pair = labelled(cell)
        said = meaning_of(pair.label.text) if pair is not None else Meaning()
        if pair is not None and said != Meaning():
            yield at, said, pair.label
            yield at, Meaning(), pair.value
        else:
            yield at, meaning_of(cell.text), entry(cell)


def _pay_pair(funds: list[FundsRow], found: FundsRow) -> None:
    """Add a figure to the row of its source, unless that row has this measure already."""
    for at, known in enumerate(funds):
        if known.row == found.row and not known.cells.keys() & found.cells.keys():
            funds[at] = FundsRow(known.row, known.label, known.cells | found.cells)
            return
    funds.append(found)


def _figures(row: Row, fields: Mapping[int, str], head: Cell | None) -> dict[int, tuple[Entry, str]]:
    """What stands in each column, each cell once, with a doubt where it had to be parted from its neighbours."""
    found: dict[int, tuple[Entry, str]] = {}
    seen: list[Cell | None] = [head]
    for slot in sorted(fields):
        cell = row.at(slot)
        if cell is not None and not any(cell is each for each in seen):
            found[slot] = (entry(cell), "")
            seen.append(cell)
    for slot in list(found):
        found |= _parted(slot, found, fields)
    return found


def _parted(
    slot: int, found: Mapping[int, tuple[Entry, str]], fields: Mapping[int, str]
) -> dict[int, tuple[Entry, str]]:
    """1484631.00% in one cell and blanks right of it, put back into the columns up to the rate."""
    glued = found[slot][0].anchor
    if fields[slot] == "rate" or "%" not in glued.quote or not _RUN.fullmatch(glued.quote):
        return {}
    slots = [slot]
    for other in sorted(each for each in found if each > slot):
        if found[other][0].text:
            break
        slots.append(other)
        if fields[other] == "rate":
            break
    columns = [fields[each] for each in slots]
    parts = part_by_rate(glued.quote, columns)
    how = "按执行数除以预算数等于执行率拆开"
    if parts is None:
        parts, how = part_by_blank(glued.quote, columns), "按空格拆开"
    if parts is None:
        return {}
    doubt = f"“{glued.quote}”几个数粘在一起，{how}"
    return {
        each: (Entry(part.text, cut(glued, part.start, part.end)), doubt)
        for each, part in zip(slots, parts, strict=True)
    }


def _doubted(value: Entry, doubt: str) -> Entry:
    if not doubt or value.quantity is None:
        return value
    return replace(value, quantity=replace(value.quantity, doubt=doubt))


def _times_rate(cell: Cell) -> Entry | None:
    """The 20 of 得分（20分*执行率）."""
    found = _TIMES_RATE.search(cell.text)
    if found is None:
        return None
    start, end = found.span(1)
    return points(Entry(found[1], cell.anchor.part(start, end, cell.text)))


def _row_label(row: Row, first: int) -> tuple[int, Cell | None]:
    """The label of a row and its column: the last known one, else the last text left of the figures; (-1, None) for none."""
    texts = [(at, cell) for at, cell, _ in row.cells if not holds_value(cell.text)]
    known = [
        (at, cell)
        for at, cell in texts
        if meaning_of(cell.text).source or (_is_measure(cell) and cell.row == row.index)
    ]
    left = [(at, cell) for at, cell in texts if at < first and cell.row == row.index]
    near = [(at, cell) for at, cell in known if at <= first] or known
    if near:
        return near[-1]
    return left[-1] if left else (-1, None)


def _is_measure(cell: Cell) -> bool:
    return load_form_words().funds_columns.named(label(cell.text)) in _AMOUNTS


def _leftmost(row: Row) -> Cell | None:
    return next((cell for _, cell, _ in row.cells if not holds_value(cell.text)), None)


def _alternates(row: Row, first: int) -> bool:
    """Whether a label stands behind a figure: label and figure alternate."""
    seen = False
    for at, cell, _ in row.cells:
        if holds_value(cell.text):
            seen = seen or number_in(cell.text) is not None
        elif seen and meaning_of(cell.text).source and at > first:
            return True
    return False


def _is_lower_header(row: Row) -> bool:
    said = [meaning_of(cell.text) for _, cell, _ in row.own]
    known = [each for each in said if each.measure or each.source]
    texts = [strip_words(cell.text) for _, cell, _ in row.own]
    return not row.has_number() and len(known) >= 2 and sum(map(bool, texts)) == len(known)


def funds_of(row: Row, draft: Draft, *, strict: bool = False) -> Funds | None:
    """The funds block that this row begins.

    ``strict``: below indicators, where only a header of two amounts in so many words begins one.
    """
    said = [meaning_of(cell.text) for _, cell, _ in row.own]
    measures = {each.measure for each in said if each.measure}
    if not any(number_in(piece.text) is not None for _, _, piece in _pieces(row)):
        amounts = measures & _AMOUNTS
        sources = {each.source for each in said if each.source}
        headed = bool(amounts) and len(measures) >= 2
        if strict:
            named = {load_form_words().funds_columns.named(key) for _, _, key in row.own}
            return Funds.below_header(row, draft) if len(named & _AMOUNTS) >= 2 else None
        if headed or (len(sources) >= 2 and not any(holds_value(cell.text) for _, cell, _ in row.own)):
            return Funds.below_header(row, draft)
        return None
    known = bool(draft.title) or "project" in draft.head  # else any table of income and spending would do
    return Funds(row, draft) if known and not strict and _begins_pairs(row) else None


def _begins_pairs(row: Row) -> bool:
    """Whether a label of money stands right before a figure."""
    pieces = list(_pieces(row))
    about = any(word in piece.text for _, _, piece in pieces for word in _ABOUT_MONEY)
    return about and any(
        (said.source or said.measure in _AMOUNTS)
        and not holds_value(left.text)
        and number_in(right.text) is not None
        for (_, said, left), (_, _, right) in pairwise(pieces)
    )
