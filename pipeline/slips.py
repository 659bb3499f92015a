"""Whether one slip of the pen explains a sum that does not come out: a digit, two digits swapped, a point moved, a unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from schemas.quantity import ZERO, Kind, Quantity

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
    """``parts`` with the one in another unit of money read in that of all the others and the total; else None.

    支持甲1650万元、乙1996.5万元、丙1709.98元: the last is a ten-thousandth of the others.
    """
    odd = [part for part in parts if part.unit.name != total.unit.name]
    if len(odd) != 1 or len(parts) < 2 or total.kind is not Kind.MONEY or odd[0].kind is not Kind.MONEY:
        return None
    if odd[0].unit.factor == total.unit.factor or odd[0].unit.per or total.unit.per:
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
    if len(a) == len(b):
        a, b = a.replace(".", ""), b.replace(".", "")
        different = [i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
        swapped = len(different) == 2 and different[1] == different[0] + 1
        return len(different) == 1 or (
            swapped and a[different[0]] == b[different[1]] and a[different[1]] == b[different[0]]
        )
    shorter, longer = sorted((a.replace(".", ""), b.replace(".", "")), key=len)
    return len(longer) - len(shorter) == 1 and any(
        longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer))
    )
