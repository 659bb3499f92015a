"""How rules put figures into words and formulas: as printed, in one unit, repeatable on a pocket calculator."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from schemas.fact import Fact
from schemas.form import Entry
from schemas.quantity import Quantity, Unit


def number(value: Decimal) -> str:
    """A decimal without exponent and without zeros nobody printed.

    >>> number(Decimal("1814.050")), number(Decimal("1E+2"))
    ('1814.05', '100')
    """
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def rounded(value: Decimal) -> Decimal:
    """Two decimals, halves up, as a pocket calculator and a clerk do it.

    >>> rounded(Decimal("4.125"))
    Decimal('4.13')
    """
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def operand(quantity: Quantity, unit: Unit | None = None) -> str:
    """The quantity as it goes into a formula: digits as printed, without its unit.

    Where ``unit`` differs from the printed one, the same amount in ``unit``.
    """
    value = quantity.number
    if value is None:
        return quantity.raw
    if unit is not None and unit.factor != quantity.unit.factor:
        value = value * quantity.unit.factor / unit.factor
        return number(value)
    return f"{value:f}"


def joined(quantities: Sequence[Quantity], sign: str, unit: Unit | None = None) -> str:
    """Operands with a sign between them."""
    return sign.join(operand(quantity, unit) for quantity in quantities)


def abridged(names: Sequence[str], most: int, counter: str, sign: str = "、") -> str:
    """At most ``most`` of them, each once, and how many there are in all where that is not all.

    >>> abridged(["a", "b", "c"], 2, "项"), abridged(["a", "a"], 2, "项")
    ('a、b等3项', 'a')
    """
    more = f"等{len(names)}{counter}" if len(names) > most else ""
    return sign.join(dict.fromkeys(names[:most])) + more


def named(fact: Fact) -> str:
    """The figure with its place: 19.65亿元（第6页 四（三）第35段）."""
    return f"{shown(fact.quantity)}（{fact.source}，{fact.anchor}）"


def shown(quantity: Quantity) -> str:
    """As printed, on one line without the blanks that PDF extraction puts in."""
    return "".join(quantity.raw.split())


def at(entry: Entry) -> str:
    """A cell of the form with its place."""
    return f"{entry.text}（{entry.anchor}）"


def in_unit(value: Decimal, unit: Unit) -> str:
    """Base units → the unit as written, with its name.

    >>> from schemas.units import load_units
    >>> in_unit(Decimal(500000), load_units()["万元"])
    '50万元'
    """
    return f"{number(value / unit.factor)}{unit.name}"


def relation(a: Quantity, b: Quantity) -> str:
    """How two figures stand to one another, in the first one's unit: 19.65<31, 480.68=480.68; empty for ranges.

    A formula is always true: what is wrong is that the two were said of the same thing.
    """
    if a.value is None or b.value is None or (a.unit.base != b.unit.base and a.kind is not b.kind):
        return ""
    sign = "=" if a.value == b.value else "<" if a.value < b.value else ">"
    return f"{operand(a)}{sign}{operand(b, a.unit)}"


def allowed(more: Decimal) -> str:
    """That a score is off by no more than is let pass; ``more`` points were given than are due.

    >>> allowed(Decimal("-0.44"))
    '，少给0.44分，在允许范围内'
    """
    return f"，{'多' if more > 0 else '少'}给{number(abs(more))}分，在允许范围内"
