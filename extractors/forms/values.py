"""The figures of a form's cells: what unit a column gives them, what operator and unit columns add."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from extractors.forms.cells import DASHES
from extractors.quantities import find_quantities, find_unit, read_cell, unit_called
from schemas.document import Cell
from schemas.form import Entry, load_form_words
from schemas.quantity import Kind, Quantity, Unit
from schemas.units import load_units

_EITHER = re.compile(r"(?<=[台件套个])\([台套件个批]\)")  # 420台（套）
_GROUP_WEIGHT = re.compile(r"[(（︵]\s*(\d[\d\s]*(?:\.\d+)?)\s*分?\s*[)）︶]")
_UNIT_OF_NAME = re.compile(r"\([^()]{1,10}\)$")  # 改造管网（米）
_POINTS = {"weight", "score", "review_score"}
_VALUES = ("target", "actual", "review_actual", "last_actual")
_SAID_BEFORE = re.compile(
    r"(?:20\d\d年度?|全年|年末|年底|截至.{2,9}?[底末日]|累计|共计?|实际|已|仅|只有|只|基本|达到?|完成|实现|控制在|控制|保持在|稳定在|约|为|在)*"
)
_OWN_UNIT = re.compile(
    r"(?P<number>[≥≤<>=]{0,2}\d+(?:\.\d+)?)(?P<unit>[一-鿿]{1,2}(?<![年月日号时点内外前后底初末上下季度起止]))"
)
_SAID_BEHIND = re.compile(r"(?:[，,；;。(（][^\d]{0,12})?")
_ALL = Decimal(100)
# 1O0, l5.6, 3M.8万元: a scanner's letters among digits.
_MISREAD = re.compile(r"(?=[^A-Za-z]*\d|[OIl])[\dOoIlM][\dOoIlM.,]*(?:[万亿]?元|%)?")


def implied_level1(level2: str) -> str:
    """The 一级指标 to which a 二级指标 of the national form belongs; empty where it may belong to several."""
    for word, level1 in (("满意度", "满意度指标"), ("效益", "效益指标"), ("可持续影响", "效益指标")):
        if word in level2:
            return level1
    return "产出指标" if level2 in {"数量指标", "质量指标", "时效指标"} else ""


def column_unit(column: str, currency: Unit) -> Unit | None:
    """The unit of bare figures in a column of the funds block: 分, %, or the form's money unit."""
    if column in _POINTS:
        return load_units()["分"]
    if column == "deviation":
        return None
    return load_units()["%"] if column == "rate" else currency


def points(entry: Entry) -> Entry:
    """The entry read as points."""
    unit = load_units()["分"]
    return replace(entry, quantity=read_cell(entry.text, unit=unit) or _misread(entry.text, unit))


def _misread(text: str, unit: Unit) -> Quantity | None:
    """Letters among digits, where only a number can stand: kept without a value and with a doubt."""
    if not _MISREAD.fullmatch(text) or text.isdigit():
        return None
    return Quantity(text, None, unit, doubt=f"“{text}”像是数字里混进了字母，读不出数值")


def money(entry: Entry, column: str, currency: Unit) -> Entry:
    """A figure of the funds block. 5.8万 in a column of money is 5.8万元."""
    unit = column_unit(column, currency)
    if unit is None:
        return entry
    quantity = read_cell(entry.text, unit=unit)
    if quantity is not None and unit.kind is Kind.MONEY and quantity.kind is Kind.BARE and quantity.unit.name:
        yuan = load_units().get(f"{quantity.unit.name}元", unit)
        quantity = replace(quantity, unit=yuan)
    return replace(entry, quantity=quantity or _misread(entry.text, unit))


def with_rate(cells: dict[str, Entry]) -> dict[str, Entry]:
    """The same row with a rate that is printed as a share of one (0.9897) read as one."""
    rate, executed = cells.get("rate"), cells.get("executed")
    full = cells.get("budget_full") or cells.get("budget_initial")
    if rate is None or rate.quantity is None or rate.quantity.number is None or "%" in rate.text:
        return cells
    spent, budget = _value(executed), _value(full)
    if spent is None or not budget or spent < 0 or budget < 0:
        return cells
    true, printed = spent / budget, rate.quantity.number
    if rate.quantity.decimals < 2 or abs(true - printed) > Decimal("0.01") or printed > 2:
        return cells
    share = Unit("", Kind.PERCENT, "%", _ALL)
    return cells | {"rate": replace(rate, quantity=replace(rate.quantity, unit=share))}


def _value(entry: Entry | None) -> Decimal | None:
    return entry.quantity.value if entry is not None and entry.quantity is not None else None


def group_weight(cell: Cell) -> Entry | None:
    """The 40 of “产出指标（40分）”, anchored at its digits."""
    found = _GROUP_WEIGHT.search(cell.text)
    if found is None:
        return None
    digits = "".join(found[1].split())
    start, end = found.span(1)
    return Entry(digits, cell.anchor.part(start, end, cell.text), read_cell(digits, unit=load_units()["分"]))


def without_weight(text: str) -> str:
    """The name of a level without the points behind it and without blanks."""
    return "".join(_GROUP_WEIGHT.sub("", text).split())


def with_numbers(
    cells: dict[str, Entry], name: str = "", header_units: dict[str, Unit] | None = None
) -> dict[str, Entry]:
    """Read targets, results, weights and scores as numbers; operator and unit columns join in.

    Args:
        cells: the row, by column.
        name: of the indicator; a unit in brackets at its end (改造管网（米）) is that of its figures.
        header_units: what the column headers say, where they do.
    """
    out = dict(cells)
    for column in _POINTS & out.keys():
        if out[column].quantity is None:
            out[column] = points(out[column])
    printed = cells["unit_of_measure"].text if "unit_of_measure" in cells else ""
    printed = load_form_words().unit_words.get(printed, printed)
    named = _UNIT_OF_NAME.search(name)
    unit = load_units().get(printed) or find_unit(printed) or (find_unit(named[0]) if named else None)
    unit = unit or (unit_called(printed) if re.search("[/／]", printed) else None)  # 批次/千人
    for column in _VALUES:
        if column not in out or out[column].quantity is not None:
            continue
        text = _EITHER.sub("", out[column].text)
        given = unit or (header_units or {}).get(column)
        out[column] = Entry(text, out[column].anchor, _read(text, _sign(cells, column), given))
    return _shared_unit(out)


def _sign(cells: dict[str, Entry], column: str) -> str:
    operator = cells["operator"].text if "operator" in cells and column == "target" else ""
    return load_form_words().operators.get(operator, "")


def _read(text: str, sign: str, unit: Unit | None) -> Quantity | None:
    if not text or set(text) <= DASHES:
        return None
    found = (read_cell(sign + text, unit=unit) if sign else None) or read_cell(text, unit=unit)
    if found is not None:
        return found
    words = load_form_words().operators
    word = max((each for each in words if text.startswith(each)), key=len, default="")
    found = read_cell(words[word] + text[len(word) :], unit=unit) if word else None  # 等于36公里
    return found or _in_phrase(text) or _in_own_unit(text)


def _in_own_unit(text: str) -> Quantity | None:
    """0.3等, 4星: a unit that running text would not take for one."""
    own = _OWN_UNIT.fullmatch(text)
    return read_cell(own["number"], unit=Unit(own["unit"], Kind.COUNT, own["unit"])) if own else None


def _in_phrase(text: str) -> Quantity | None:
    """The one number of a cell that says it in words: 2024年完成60名, 控制在12小时以内, 仅完成197户，未达标."""
    found = list(find_quantities(text))
    if len(found) != 1:
        return None
    [(start, end, quantity)] = found
    return quantity if _SAID_BEFORE.fullmatch(text[:start]) and _SAID_BEHIND.fullmatch(text[end:]) else None


def _shared_unit(cells: dict[str, Entry]) -> dict[str, Entry]:
    """A bare number beside one with a unit has that unit: target “≥50个”, actual “52”."""
    named = {
        entry.quantity.unit
        for column in _VALUES
        if (entry := cells.get(column))
        and entry.quantity is not None
        and entry.quantity.kind is not Kind.BARE
    }
    if len(named) != 1:
        return cells
    unit, out = named.pop(), dict(cells)
    for column in _VALUES:
        each = cells.get(column)
        if (
            each is not None
            and each.quantity is not None
            and each.quantity.kind is Kind.BARE
            and not each.quantity.doubt
        ):
            out[column] = Entry(each.text, each.anchor, read_cell(each.text, unit=unit) or each.quantity)
    return out
