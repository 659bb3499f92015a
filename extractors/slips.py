"""Whether one slip of the pen explains a sum that does not come out: a digit, two digits swapped, a point moved, a unit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from schemas.quantity import ZERO, Kind, Quantity, Unit
from schemas.units import load_units, scaled_unit

_SIZED = (Kind.MONEY, Kind.COUNT, Kind.MEASURE)  # what is said in 万 and 亿 as well
_SWAPPED = "两位颠倒"
_DIGITS = "0123456789"
TELLING_DIGITS = 4  # of the rounder figures a single digit explains nearly any gap


def one_slip_away(parts: Sequence[Quantity], total: Quantity) -> bool:
    """Whether changing one figure by one slip would make the sum hold.

    “支出964.01万元，其中246.11万元、332.3万元” is not: the list names only some. “其中546.11万元、332.3万元、95.6万元” of
    964.01万元 is.
    """
    gap = (total.value or ZERO) - sum((part.value or ZERO for part in parts), ZERO)
    for part in parts:
        if part.value is not None and _slip(part.value, part.value + gap, part):
            return True
    return total.value is not None and _slip(total.value, total.value - gap, total)


def in_one_unit(parts: Sequence[Quantity], total: Quantity) -> list[Quantity] | None:
    """``parts`` with the one in 元, 万元 or 亿元 (人, 万人) unlike the others read in that of all the others and the total; else None.

    支持甲1650万元、乙1996.5万元、丙1709.98元: the last is a ten-thousandth of the others.
    """
    odd = [part for part in parts if part.unit.name != total.unit.name]
    if len(odd) != 1 or len(parts) < 2 or total.kind not in _SIZED or odd[0].kind is not total.kind:
        return None
    if (
        odd[0].unit.base != total.unit.base
        or odd[0].unit.factor == total.unit.factor
        or odd[0].unit.per
        or total.unit.per
    ):
        return None
    return [part if part is not odd[0] else replace(part, unit=total.unit) for part in parts]


def telling(parts: Sequence[Quantity], total: Quantity) -> bool:
    """Whether the figures have digits enough that a slip is no coincidence."""
    return all(len(digits_of(each)) >= TELLING_DIGITS for each in (*parts, total))


def digits_of(quantity: Quantity) -> str:
    """The digits printed, without the zeros that only place the point."""
    number = quantity.number if quantity.number is not None else ZERO
    return f"{abs(number):f}".replace(".", "").strip("0")


def _slip(printed: Decimal, meant: Decimal, like: Quantity) -> bool:
    """Whether ``meant``, printed with as many decimals, differs from ``printed`` by one slip."""
    if meant <= 0:
        return False
    places = Decimal(1).scaleb(-like.decimals)
    a, b = (f"{(value / like.unit.factor).quantize(places):f}" for value in (printed, meant))
    return bool(_slip_of_digits(a, b, 0))


def slip_between(printed: Quantity, meant: Quantity, least: int = TELLING_DIGITS) -> str:
    """What slip would have made ``printed`` of ``meant``, in words; empty where it takes more than one, or too little is printed.

    The fewer digits two figures have, the more often one slip lies between them by chance: ``least`` must be printed, one
    more where just a digit differs.
    """
    if printed.value is None or meant.value is None or printed.printed().meets(meant.printed()):
        return ""  # 2.95万人 is 29450人, rounded
    a, b = _plain(printed.number or ZERO), _plain(meant.value / printed.unit.factor)
    x, y = (each.replace(".", "").strip("0") for each in (a, b))
    if max(len(x), len(y)) < least:
        return ""
    if x == y:
        return "单位" if a == _plain(meant.number or ZERO) else "小数点"
    slip = _slip_of_digits(a, b, least)
    return slip if min(len(x), len(y)) >= least or slip == _SWAPPED else ""


def _plain(number: Decimal) -> str:
    """Its digits without zeros behind the point that say nothing."""
    text = f"{abs(number):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _slip_of_digits(a: str, b: str, least: int) -> str:
    width = max(len(each.partition(".")[2]) for each in (a, b))
    if width:
        a, b = (f"{Decimal(each):.{width}f}" for each in (a, b))
    x, y = a.replace(".", ""), b.replace(".", "")
    if len(x) == len(y):
        different = [i for i, (one, other) in enumerate(zip(x, y, strict=True)) if one != other]
        if len(different) == 1:
            return "一位数字" if len(x.strip("0")) > least else ""
        if len(different) != 2 or different[1] != different[0] + 1:
            return ""
        i = different[0]
        return _SWAPPED if x[i] == y[i + 1] and x[i + 1] == y[i] else ""
    shorter, longer = sorted((x, y), key=len)
    dropped = len(longer) - len(shorter) == 1 and any(
        longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer))
    )
    return "多一位或少一位" if dropped else ""


def slips_of(printed: Quantity) -> Iterator[Quantity]:
    """Every figure of which one slip of the pen makes ``printed``, each once."""
    if printed.number is None or printed.number <= 0:
        return
    text = f"{printed.number:.{printed.decimals}f}"
    seen = {printed.number}
    for each in _rewritten(text):
        whole = each.partition(".")[0]
        if not whole or (len(whole) > 1 and whole[0] == "0") or Decimal(each) in seen or not Decimal(each):
            continue
        seen.add(Decimal(each))
        yield with_number(printed, Decimal(each))
    yield from resized(printed)


def resized(printed: Quantity) -> Iterator[Quantity]:
    """The same digits in 元, 万元 and 亿元: what is meant when a 万 is dropped or put in."""
    if printed.number is not None:
        number = Decimal(f"{printed.number:.{printed.decimals}f}")
        yield from (with_number(printed, number, unit) for unit in _other_sizes(printed.unit))


def with_number(quantity: Quantity, number: Decimal, unit: Unit | None = None) -> Quantity:
    """``number`` printed as ``quantity`` is."""
    unit = unit or quantity.unit
    decimals = max(0, -int(number.as_tuple().exponent))
    return replace(
        quantity,
        raw=f"{number:f}{unit.name}",
        number=number,
        unit=unit,
        decimals=decimals,
        claim=None,
        ratio=None,
    )


def _other_sizes(unit: Unit) -> Iterator[Unit]:
    sizes = {scale + unit.base: scale for scale in ("", "万", "亿")}
    if (
        unit.kind in (Kind.MONEY, Kind.COUNT, Kind.MEASURE)
        and unit.name in sizes
        and unit.base in load_units()
    ):
        yield from (
            scaled_unit(unit.base, scale, unit.per) for name, scale in sizes.items() if name != unit.name
        )


def _rewritten(text: str) -> Iterator[str]:
    """``text`` with a digit changed, left out or put in, two neighbours swapped, or its point elsewhere."""
    for at, character in enumerate(text):
        if not character.isdigit():
            continue
        yield from (text[:at] + digit + text[at + 1 :] for digit in _DIGITS)
        yield text[:at] + text[at + 1 :]
        if text[at + 1 : at + 2].isdigit():
            yield text[:at] + text[at + 1] + character + text[at + 2 :]
    for at in range(len(text) + 1):
        yield from (text[:at] + digit + text[at:] for digit in _DIGITS)
    number = Decimal(text)
    yield from (f"{number.scaleb(places):f}" for places in (-3, -2, -1, 1, 2, 3))
