"""Every quantity a text states: number, unit, the words that loosen it, and what the words claim.

A wrong value is worse than a missing one: what cannot be read for certain is left out, or comes back with a
``doubt`` (and without a number, where even that would be a guess).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from extractors.bounds import claimed, hull, loosened_after, loosened_before
from extractors.digits import read_digits
from extractors.plain import plain
from extractors.stated import BEGINNINGS, read_stated
from schemas.quantity import Bound, Kind, Quantity, Unit
from schemas.units import load_units, scaled_unit, unit_pattern


def find_quantities(text: str) -> Iterator[tuple[int, int, Quantity]]:
    """Yield ``(start, end, quantity)`` for each quantity in ``text``, left to right, never overlapping.

    Offsets count characters of ``text`` and cover the number, its unit and the words that loosen it, so
    ``text[start:end] == quantity.raw``.

    >>> [str(q) for _, _, q in find_quantities("2024年在保超1500户，占比36.2%")]
    ['超1500户', '36.2%']
    """
    uniform = plain(text)
    at = taken = 0
    while found := BEGINNINGS.search(uniform.text, at):
        reading = read_stated(uniform, found.start(), taken)
        if isinstance(reading, int):
            at = reading
            continue
        start, end = uniform.original(reading.start, reading.end)
        yield start, end, reading.quantity(text[start:end])
        at = taken = reading.end


_CELL_NUMBER = re.compile(r"(?P<sign>[-+负])?(?P<open>\()?¥?(?P<digits>\d++(?:[,，.'’]\d++)*+)(?P<close>\))?")
_CELL_BLANKS = re.compile(r"\d{1,3}(?: \d{3})+(?:\.\d+)?")
_CELL_LEAD = re.compile("(?:=|达到|达|为|共计|共|合计|控制在|计|完成率?(?=\\d+(?:\\.\\d+)?%))")
_MONTH = re.compile(r"(?:19|20)\d\d\.(?:0?[1-9]|1[0-2])")
_CODE = re.compile(r"0\d+")  # 001001 is the number of a unit, an account, a telephone
_DANGLING = "。；;，,、"


def read_cell(text: str, *, unit: Unit | None = None) -> Quantity | None:
    """The whole text of a table cell as one quantity; None where it is empty, words, a date, or more than one.

    Args:
        text: the cell as printed.
        unit: what the column's header gives, for a cell that prints only digits. A cell's own unit wins.

    >>> str(read_cell("≥ 90%")), read_cell("12月"), read_cell("(1,203.50)", unit=load_units()["万元"]).value
    ('≥ 90%', None, Decimal('-12035000.00'))
    """
    printed = text.strip().rstrip(_DANGLING)
    uniform = plain(printed).text
    if not any(char.isdigit() for char in uniform) and not BEGINNINGS.search(uniform):
        return None
    bare = _bare_cell(printed, uniform, unit)
    if bare is not None:
        return bare
    lead = _CELL_LEAD.match(uniform)
    if lead and lead.end() < len(uniform):
        return read_cell(printed[plain(printed).offsets[lead.end()] :], unit=unit)
    found = list(find_quantities(printed))
    if len(found) == 1 and found[0][:2] == (0, len(printed)):
        return found[0][2]
    return None


def _bare_cell(printed: str, uniform: str, unit: Unit | None) -> Quantity | None:
    """A cell of digits, perhaps with a sign, brackets or a loosening word, in the column's unit."""
    start = next((at for at, char in enumerate(uniform) if char.isdigit() and char.isascii()), len(uniform))
    sign_at = start - 1 if uniform[start - 1 : start] in {"-", "(", "+", "负", "¥"} and start else start
    sign_at -= 1 if sign_at and uniform[sign_at - 1] in "-(" and sign_at < start else 0
    before = loosened_before(uniform, sign_at)
    if (before.at if before else sign_at) != 0:
        return None
    rest, doubt = uniform[sign_at:], ""
    blanks = _CELL_BLANKS.match(rest)
    if blanks:
        rest, doubt = rest.replace(" ", ""), "数字中间有空白，连起来读"
    found = _CELL_NUMBER.match(rest)
    if found is None or bool(found["open"]) != bool(found["close"]):
        return None
    if (
        rest[found.end() : found.end() + 1] == "起"
    ):  # a cell of 57起 counts cases; 起 as “from … up” needs a unit before it
        return None
    after = loosened_after(rest, found.end(), duration=False, measure=False)
    if (after.at if after else found.end()) != len(rest):
        return None
    if _CODE.fullmatch(found["digits"]):
        return None
    number = read_digits(found["digits"])
    if number is None or number.skip or (unit is None and _no_number(found["digits"])):
        return None
    value = number.value
    negative = found["sign"] in {"-", "负"} or bool(found["open"])
    if value is not None and negative:
        value = -value
    step = Decimal(1).scaleb(int(value.normalize().as_tuple().exponent)) if value else Decimal(1)
    bounds = [loosened.bound for loosened in (before, after) if loosened]
    claim = None
    for bound in bounds if value is not None else ():
        claim = hull(claim, claimed(value or Decimal(0), bound, step))
    if "¥" in uniform and unit is not None and unit != load_units()["元"]:
        doubt = doubt or f"单元格写“¥”，列标写“{unit.name}”"
    unit = unit or (load_units()["元"] if "¥" in uniform else Unit("", Kind.BARE, ""))
    return Quantity(
        printed, value, unit, bounds[-1] if bounds else Bound.EXACT, number.decimals,
        claim.scaled(unit.factor) if claim else None, bool({Bound.ABOUT, Bound.AROUND, Bound.NEAR} & set(bounds)),
        doubt=doubt or number.doubt,
    )  # fmt: skip


def _no_number(digits: str) -> bool:
    """Digits that no unit explains: a month (2024.12), a code or phone of eleven digits, something malformed."""
    return (
        _MONTH.fullmatch(digits) is not None
        or digits.count(".") > 1
        or (digits.isdigit() and len(digits) >= 11)
    )


_SCALED = f"(?P<scale>[十百千万亿]*)(?P<unit>{unit_pattern()})"
_PER = "(?:/(?P<per>[一-鿿㎡]{1,4}(?:·[一-鿿])?))?"
_CAPTION = re.compile(
    f"(?:金额|计量|货币|计价)?单位(?:为)?[:： ]?[(]?(?:人民币)?{_SCALED}{_PER}(?![、,，/一-鿿])"
)
_HEADER = re.compile(
    f"[(\\[【](?:单位[:：]?|人民币)?{_SCALED}{_PER}(?:[,，;；](?![^)]*(?:%|元|个))[^)]{{0,12}})?[)\\]】]"
)
_WHOLE = re.compile(f"(?:人民币)?{_SCALED}{_PER}")
_TAIL = re.compile("(?:[/:：]|(?<=率)|(?<=重)|(?<=占比))(?P<scale>[十百千万亿]*)(?P<unit>元|%)$")


@lru_cache(maxsize=4096)
def unit_called(name: str) -> Unit | None:
    """The unit of that name alone, with its scale and divisor; None where it is none that we know.

    >>> unit_called("万人次").factor, unit_called("元/亩").per, unit_called("左右")
    (Decimal('10000'), '亩', None)
    """
    found = list(find_quantities(f"8{name}"))
    return found[0][2].unit if len(found) == 1 and found[0][:2] == (0, len(name) + 1) else None


def find_unit(text: str) -> Unit | None:
    """The unit that a caption or a header cell gives to the figures under it; None where it gives none or several.

    >>> find_unit("金额单位：万元").name, find_unit("增长率(%)").name, find_unit("产出指标 (40分)")
    ('万元', '%', None)
    """
    uniform = plain(text).text
    for pattern in (_CAPTION, _HEADER, _TAIL):
        units = {_header_unit(found) for found in pattern.finditer(uniform)}
        if units:
            return units.pop() if len(units) == 1 else None
    whole = _WHOLE.fullmatch(uniform.strip("()：: "))
    return _header_unit(whole) if whole and (whole["scale"] or whole["unit"] in {"元", "%"}) else None


def _header_unit(found: re.Match[str]) -> Unit:
    per = found.groupdict().get("per") or ""
    unit = scaled_unit(found["unit"], found["scale"])
    return Unit(f"{unit.name}/{per}", unit.kind, unit.base, unit.factor, per) if per else unit
