"""The surface forms and the real report that quantities.md was written from, kept beside the checkout."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from extractors.periods import find_periods
from extractors.quantities import find_quantities, find_unit, read_cell
from schemas.quantity import Interval, Quantity

TABLES = {98, 99, 100}  # header or caption and cell, parted by tabs


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _cells(text: str) -> list[Quantity]:
    """The figures of a table typed with tabs, each in the unit that a header or caption above it gives."""
    cells = [cell for line in text.split("\n") for cell in line.split("\t")]
    unit = next((unit for cell in cells if (unit := find_unit(cell))), None)
    return [quantity for cell in cells if (quantity := read_cell(cell, unit=unit))]


def _number(printed: str | None) -> Decimal | Fraction | None:
    if printed is None:
        return None
    return Fraction(printed) if "/" in printed else Decimal(printed)


def _same_claim(claim: Interval | None, expected: dict[str, Any]) -> bool:
    if expected["br"] == "=":
        return claim is None
    if claim is None or (claim.low, claim.high) != (_number(expected["lo"]), _number(expected["hi"])):
        return False
    low = claim.low is None or claim.low_closed == (expected["br"][0] == "[")
    high = claim.high is None or claim.high_closed == (expected["br"][-1] == "]")
    return low and high


def _same(quantity: Quantity, expected: dict[str, Any]) -> bool:
    value = quantity.ratio or quantity.value
    kind = "percent" if expected["kind"] == "permille" else expected["kind"]
    return (
        quantity.raw == expected["text"]
        and quantity.kind == kind
        and value == _number(expected["value"])
        and quantity.soft == expected["soft"]
        and _same_claim(quantity.claim, expected)
    )


def _read(row: dict[str, Any]) -> list[Quantity]:
    if row["n"] in TABLES:
        return _cells(row["text"])
    return [quantity for _, _, quantity in find_quantities(row["text"])]


def _right(row: dict[str, Any]) -> bool:
    expected = row["expected"]
    if expected and expected[0]["kind"] == "period":
        periods = list(find_periods(row["text"]))
        return [
            (row["text"][start:end], period.first.isoformat(), period.last.isoformat())
            for start, end, period, _ in periods
        ] == [(wanted["text"], wanted["lo"], wanted["hi"]) for wanted in expected]
    found = _read(row)
    return len(found) == len(expected) and all(map(_same, found, expected))


def _wrong(row: dict[str, Any]) -> Iterator[str]:
    """Figures that came out without a doubt and that nobody expected: worse than a miss."""
    expected = {(wanted["text"], _number(wanted["value"])) for wanted in row["expected"]}
    for quantity in _read(row):
        if (quantity.raw, quantity.ratio or quantity.value) not in expected and not quantity.doubt:
            yield f"{row['n']} {row['text']!r}: {quantity.raw} {quantity.value}"


def test_at_least_110_of_113_forms_are_read(shared: Path) -> None:
    rows = [row for row in _rows(shared / "data/quantity_forms.jsonl") if row["expected"]]
    missed = [f"{row['n']} {row['text']!r}" for row in rows if not _right(row)]
    assert len(rows) == 113
    assert len(missed) <= 3, missed


def test_what_is_no_quantity_stays_silent(shared: Path) -> None:
    rows = [row for row in _rows(shared / "data/quantity_forms.jsonl") if not row["expected"]]
    assert len(rows) == 30
    assert [row["text"] for row in rows if _read(row)] == []


def test_no_form_is_read_wrong(shared: Path) -> None:
    rows = _rows(shared / "data/quantity_forms.jsonl")
    assert [wrong for row in rows for wrong in _wrong(row)] == []


def _report(text: str) -> list[tuple[int, int, Quantity]]:
    """Every quantity of the report: prose and cells, cells under a 万元 header in its unit."""
    found: list[tuple[int, int, Quantity]] = []
    at, unit = 0, None
    for line in text.split("\n"):
        for cell in line.split("\t"):
            unit = find_unit(cell) or (None if "绩效" in cell or "目标" in cell else unit)
            alone = read_cell(cell, unit=unit) if "\t" in line else None
            if alone is not None:
                start = at + cell.index(alone.raw)
                found.append((start, start + len(alone.raw), alone))
            else:
                found += [(at + start, at + end, quantity) for start, end, quantity in find_quantities(cell)]
            at += len(cell) + 1
    return found


def _agrees(quantity: Quantity, token: dict[str, Any]) -> bool:
    claim = quantity.claim
    if quantity.value != Decimal(token["value"]):
        return False
    if not token.get("modifier"):
        return claim is None
    low, high = (Decimal(token[end]) if token.get(end) else None for end in ("lo", "hi"))
    if low is None and high is None:  # 左右: policy, the file gives no ends
        return claim is not None and quantity.soft
    return claim is not None and (claim.low, claim.high) == (low, high)


def test_every_figure_of_the_real_report_is_read(shared: Path) -> None:
    found = _report((shared / "seed/report.md").read_text(encoding="utf-8"))
    missed, false = [], []
    for token in _rows(shared / "data/seed_numerals.jsonl"):
        here = [q for start, end, q in found if start < token["end"] and token["start"] < end]
        if token["cls"] in {"money", "percent", "count"}:
            if not (len(here) == 1 and _agrees(here[0], token)):
                missed.append(token)
        elif here and token["cls"] not in {"score", "rank", "duration"}:
            false.append((token, [quantity.raw for quantity in here]))
    assert missed == []
    assert false == []
