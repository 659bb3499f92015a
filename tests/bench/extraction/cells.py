"""Cells of the forms held against their labels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation

from extractors.facts import Found
from extractors.plain import plain
from schemas.form import Entry, load_form_words
from tests.bench.extraction.matching import Label, squeezed
from tests.bench.extraction.numbers import as_labelled, number
from tests.bench.extraction.table import Table


def score_fields(labels: Iterable[Label], found: Found, table: Table, groups: Sequence[str]) -> None:
    """Cells of the forms."""
    cells: dict[tuple[str, str], list[Decimal | None]] = defaultdict(list)
    for form in found.forms:
        for row in form.indicators:
            for column, entry in row.cells.items():
                cells[_row_name(row.name.text), column].append(_printed_value(entry))
        for funds in form.funds:
            for column, entry in funds.cells.items():
                cells[_row_name(funds.label.text), column].append(_printed_value(entry))
        for word in load_form_words().total_rows:  # a form has one total, whatever its row is called
            for column, total in (("weight", form.total_weight), ("score", form.total_score)):
                if total is not None:
                    cells[word, column].append(_printed_value(total))
    for label in labels:
        if label["kind"] != "field" or not label["form"]:
            continue
        values = cells.get((_row_name(label["row"]), label["column"]), [])
        right = any(_same_value(value, label["value"]) for value in values)
        table.add(groups, "表栏", claimed=bool(values), there=True, right=right)
        if not right:
            table.misses.append(
                f"{groups[-1]} 表栏 {label['document']} {label['row']} {label['column']} 应为 {label['printed']}，读作 {values}"
            )


def _row_name(text: str) -> str:
    """As printed but for brackets of another width, which readers make alike."""
    return squeezed(plain(text).text)


def _printed_value(entry: Entry) -> Decimal | None:
    """The number of a cell in the unit it is written in; None for words."""
    quantity = entry.quantity
    return None if quantity is None else as_labelled(quantity, quantity.value)


def _same_value(value: Decimal | None, truth: str | None) -> bool:
    """Words in a cell are no number: read as none."""
    try:
        return value == number(truth)
    except InvalidOperation:
        return value is None
