"""The figures of a form's cells: what unit a column gives them, what operator and unit columns add."""

from __future__ import annotations

import re

from extractors.quantities import find_unit, read_cell
from schemas.document import Cell
from schemas.form import Entry
from schemas.quantity import Kind, Unit
from schemas.units import load_units

_EITHER = re.compile(r"(?<=[台件套个])\([台套件个批]\)")  # 420台（套）


def implied_level1(level2: str) -> str:
    """The 一级指标 to which a 二级指标 of the national form belongs; empty where it may belong to several."""
    for word, level1 in (("满意度", "满意度指标"), ("效益", "效益指标"), ("可持续影响", "效益指标")):
        if word in level2:
            return level1
    return "产出指标" if level2 in {"数量指标", "质量指标", "时效指标"} else ""


def column_unit(column: str, currency: Unit) -> Unit | None:
    """The unit of bare figures in a column of the funds block: 分, %, or the form's money unit."""
    if column in {"weight", "score"}:
        return load_units()["分"]
    return load_units()["%"] if column == "rate" else currency


def group_weight(cell: Cell) -> Entry:
    """The 40 of “产出指标（40分）”, anchored at its digits."""
    found = re.search(r"[(（]\s*(\d[\d\s]*(?:\.\d+)?)\s*分?", cell.text)
    start, end = found.span(1) if found else (0, len(cell.text))
    digits = "".join(cell.text[start:end].split())
    return Entry(digits, cell.anchor.part(start, end, cell.text), read_cell(digits, unit=load_units()["分"]))


def with_numbers(cells: dict[str, Entry]) -> dict[str, Entry]:
    """Read target, actual, weight and score as numbers; operator and unit columns join in."""
    out = dict(cells)
    units = load_units()
    for name in ("weight", "score", "review_score"):
        if name in out:
            out[name] = Entry(out[name].text, out[name].anchor, read_cell(out[name].text, unit=units["分"]))
    printed = cells["unit_of_measure"].text if "unit_of_measure" in cells else ""
    operator = cells["operator"].text if "operator" in cells else ""
    unit = units.get(printed) or find_unit(printed)
    for name in ("target", "actual"):
        if name not in out:
            continue
        text = out[name].text
        sign = operator if name == "target" and operator in {"≥", ">", "≤", "<", "="} else ""
        text = _EITHER.sub("", text)
        quantity = read_cell(sign + text, unit=unit) or read_cell(text, unit=unit)
        out[name] = Entry(text, out[name].anchor, quantity)
    return _shared_unit(out)


def _shared_unit(cells: dict[str, Entry]) -> dict[str, Entry]:
    """A bare number beside one with a unit has that unit: target “≥50个”, actual “52”."""
    pair = [cells.get("target"), cells.get("actual")]
    quantities = [each.quantity if each else None for each in pair]
    named = [q.unit for q in quantities if q is not None and q.kind is not Kind.BARE]
    if len(named) != 1:
        return cells
    out = dict(cells)
    for name, each, quantity in zip(("target", "actual"), pair, quantities, strict=True):
        if each is not None and quantity is not None and quantity.kind is Kind.BARE:
            out[name] = Entry(each.text, each.anchor, read_cell(each.text, unit=named[0]) or quantity)
    return out
