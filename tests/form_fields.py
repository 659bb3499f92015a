"""A form as named fields, as it was read and as a fixture expects it, so that two forms can be told apart field by field.

A field is the printed text, and behind “ → ” what was read from it: sign, number, unit, and “?” where it came with a doubt.
Columns of money, rates and points need no arrow in a fixture: what they mean follows from the column.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from schemas.form import Entry, Form, FundsRow, IndicatorRow
from schemas.quantity import Bound, Quantity

Fields = dict[str, str]

_SIGNS = {
    Bound.AT_LEAST: "≥",
    Bound.AT_MOST: "≤",
    Bound.MORE_THAN: ">",
    Bound.LESS_THAN: "<",
    Bound.ABOUT: "约",
}
_POINTS = {"weight", "score", "review_score", "group_weight", "level2_weight"}
_POINTS |= {"total_weight", "total_score", "total_review", "goal_weight", "goal_score"}
_READ = {"target", "actual", "review_actual", "last_actual"}
_WORDS = {"deviation", "operator", "unit_of_measure", "criteria", "evidence", "definition", "deviation_rate"}
_ENTRIES = ("project", "project_code", "department", "implementer", "date", "grade")
_SCORES = ("total_weight", "total_score", "total_review", "goal_weight", "goal_score")


def shown(quantity: Quantity | None) -> str:
    """What was read: ≥1200人, 5.8万元, 100%?."""
    if quantity is None:
        return ""
    number = f"{quantity.number:f}" if quantity.number is not None else ""
    if quantity.bound is Bound.RANGE:
        number = str(quantity.claim)
    sign = _SIGNS.get(quantity.bound, "")
    return f"{sign}{number}{quantity.unit.name}{'?' if quantity.doubt else ''}"


def _field(entry: Entry, *, number: bool) -> str:
    return f"{entry.text} → {shown(entry.quantity)}" if number and entry.quantity is not None else entry.text


def read_fields(forms: Iterable[Form]) -> Fields:
    """The fields of forms that were read; blank ones are left out."""
    fields: Fields = {}
    for at, form in enumerate(forms, 1):
        fields |= _of_form(form, f"{at}.")
    return {path: text for path, text in fields.items() if text}


def _of_form(form: Form, at: str) -> Fields:
    fields: Fields = {
        f"{at}title": form.title,
        f"{at}year": str(form.year or ""),
        f"{at}currency": form.currency.name if form.currency else "",
    }
    for name in _ENTRIES:
        entry = getattr(form, name)
        fields[at + name] = entry.text if entry else ""
    for name in _SCORES:
        entry = getattr(form, name)
        fields[at + name] = _field(entry, number=True) if entry else ""
    for name, entries in (("goals", form.goals), ("results", form.results)):
        fields |= {f"{at}{name}.{i}": entry.text for i, entry in enumerate(entries, 1)}
    for name, said in (("remarks", form.remarks), ("signers", form.signers)):
        fields |= {f"{at}{name}.{label}": entry.text for label, entry in said.items()}
    for name, rows in (("funds", form.funds), ("details", form.details)):
        for i, row in enumerate(rows, 1):
            fields |= _of_funds(row, f"{at}{name}.{i}.")
    for i, indicator in enumerate(form.indicators, 1):
        fields |= _of_indicator(indicator, f"{at}indicators.{i}.")
    return fields | (_of_form(form.midterm, f"{at}midterm.") if form.midterm else {})


def _of_funds(row: FundsRow, at: str) -> Fields:
    fields = {f"{at}row": row.row, f"{at}label": row.label.text}
    return fields | {at + name: _field(cell, number=name != "deviation") for name, cell in row.cells.items()}


def _of_indicator(row: IndicatorRow, at: str) -> Fields:
    fields = {f"{at}level1": row.level1, f"{at}level2": row.level2, f"{at}name": row.name.text}
    cells = dict(row.cells)
    if row.group_weight:
        cells["group_weight"] = row.group_weight
    if row.level2_weight:
        cells["level2_weight"] = row.level2_weight
    return fields | {at + name: _field(cell, number=name not in _WORDS) for name, cell in cells.items()}


def expected_fields(forms: Iterable[Mapping[str, Any]]) -> Fields:
    """The fields that a fixture lists."""
    fields: Fields = {}
    for at, form in enumerate(forms, 1):
        fields |= _expected_form(form, f"{at}.")
    return {path: text for path, text in fields.items() if text}


def _expected_form(form: Mapping[str, Any], at: str) -> Fields:
    fields: Fields = {}
    money = str(form.get("currency", "万元"))
    for name, said in form.items():
        if name in {"goals", "results"}:
            fields |= {f"{at}{name}.{i}": str(text) for i, text in enumerate(said, 1)}
        elif name in {"remarks", "signers"}:
            fields |= {f"{at}{name}.{label}": str(text) for label, text in said.items()}
        elif name in {"funds", "details", "indicators"}:
            for i, row in enumerate(_table(said), 1):
                fields |= {f"{at}{name}.{i}.{key}": _meant(key, text, money) for key, text in row.items()}
        elif name == "midterm":
            fields |= _expected_form(said, f"{at}midterm.")
        else:
            fields[at + name] = _meant(name, str(said), money)
    return fields


def _table(text: str) -> Iterator[dict[str, str]]:
    lines = [[cell.strip() for cell in line.split("|")] for line in text.splitlines() if line.strip()]
    return (dict(zip(lines[0], line, strict=False)) for line in lines[1:])


_MONEY = {"budget_initial", "budget_adjust", "budget_full", "executed", "arrived", "balance"}
_MONEY |= {"quota_balance", "carried", "returned"}


def _meant(column: str, text: str, money: str) -> str:
    """The cell with what follows from its column."""
    if "→" in text or column not in _MONEY | _POINTS | {"rate"}:
        return text
    unit = money if column in _MONEY else "%" if column == "rate" else "分"
    number = text.replace(",", "").removesuffix("%").removesuffix("分")
    return f"{text} → {number}{unit}" if re.fullmatch(r"\d+(?:\.\d+)?", number) else text


def compare(expected: Fields, read: Fields) -> tuple[int, int, list[str]]:
    """How many fields are right, of how many in all, and what is wrong."""
    paths = sorted(expected.keys() | read.keys(), key=_order)
    wrong = [
        f"{path}: 应为“{expected.get(path, '')}”，读作“{read.get(path, '')}”"
        for path in paths
        if expected.get(path, "") != read.get(path, "")
    ]
    return len(paths) - len(wrong), len(paths), wrong


def _order(path: str) -> list[tuple[int, int, str]]:
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in path.split(".")]
