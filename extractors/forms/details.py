"""What the money of a form went to, item by item: 支出明细, 子项, each with a money unit of its own."""

from __future__ import annotations

from extractors.forms.cells import Row, entry, holds_value, number_in
from extractors.forms.draft import Draft
from extractors.forms.funds import meaning_of
from extractors.forms.values import money
from extractors.quantities import find_unit
from schemas.document import Cell
from schemas.form import Entry, FundsRow, load_form_words
from schemas.quantity import Kind, Unit


class Details:
    """A detail table while it is read."""

    headed = True

    def __init__(self, items: range, columns: dict[int, str], unit: Unit) -> None:
        self._items, self._columns, self._unit = items, columns, unit

    def take(self, row: Row, draft: Draft) -> bool:
        """Read one item; whether the row was one."""
        named = next((cell for slot in self._items if _text(cell := row.at(slot))), None)
        if named is None:
            named = next((cell for _, cell, _ in row.own if _text(cell)), None)
        cells: dict[str, Entry] = {}
        for slot, measure in sorted(self._columns.items()):
            cell = row.at(slot)
            if cell is not None and cell is not named and measure and cell.text.strip():
                cells.setdefault(measure, money(entry(cell), measure, self._unit))
        if named is None or not any(
            number_in(each.text) is not None or each.quantity for each in cells.values()
        ):
            return False
        row_name = "total" if meaning_of(named.text).source == "total" or "合计" in named.text else "item"
        draft.details.append(FundsRow(row_name, entry(named), cells))
        return True


def _text(cell: Cell | None) -> bool:
    return cell is not None and bool(cell.text.strip()) and not holds_value(cell.text)


def details_of(row: Row, draft: Draft) -> Details | None:
    """The detail table that this row heads: an item column, and money beside it."""
    words = load_form_words()
    if row.has_number():
        return None
    heads = [(at, cell) for at, cell, key in row.own if key in words.items]
    measures = {at: (cell, meaning_of(cell.text).measure) for at, cell, _ in row.own}
    if not heads or not any(name for _, name in measures.values()):
        return None
    at, head = heads[-1]
    columns = {
        slot: name
        for start, (cell, name) in measures.items()
        for slot in range(start, start + cell.colspan)
        if name not in {"", "deviation", "weight", "score"}
    }
    if not columns:
        return None
    units = [find_unit(cell.text) for _, cell, _ in row.cells]
    own = next((unit for unit in units if unit is not None and unit.kind is Kind.MONEY), None)
    return Details(range(at, at + head.colspan), columns, own or draft.unit)
