"""Values, intervals and units of a fact as the labels write them."""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal, localcontext

from schemas.fact import Fact
from schemas.quantity import Kind, Quantity
from schemas.units import load_units, scaled_unit
from tests.bench.extraction.matching import Label

Ends = tuple[Decimal | None, Decimal | None, bool, bool]
_ENDLESS = 10  # decimals; nobody prints as many


def as_labelled(quantity: Quantity, value: Decimal | None) -> Decimal | None:
    """Labels give lengths, areas, spans of time in the unit written, and fractions as a number rounded down."""
    if quantity.ratio is not None and value is None:
        with localcontext(prec=34, rounding=ROUND_FLOOR):
            return Decimal(quantity.ratio.numerator) / quantity.ratio.denominator
    if value is None or quantity.kind not in (Kind.MEASURE, Kind.DURATION):
        return value
    name = quantity.unit.name.partition("/")[0]
    scale = 0
    while name[scale:] not in load_units() and name[scale : scale + 1] in set("十百千万亿"):
        scale += 1  # 千瓦时 is a unit, 万千瓦时 ten thousand of it
    return value / quantity.unit.factor * scaled_unit("元", name[:scale]).factor


def number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def ends_of(fact: Fact) -> Ends:
    """The interval of a fact."""
    interval = fact.quantity.interval(exact=fact.exact)
    low, high = (as_labelled(fact.quantity, end) for end in (interval.low, interval.high))
    return low, high, interval.low_closed, interval.high_closed


def same_ends(ends: Ends, label: Label) -> bool:
    low, high, low_closed, high_closed = ends
    truth_low, truth_high = number(label["low"]), number(label["high"])
    low, high = _settled(low, truth_low), _settled(high, truth_high)
    if (low or 0) != (truth_low or 0) or high != truth_high:
        return False
    low_fits = not truth_low or low_closed == label["low_closed"]
    return low_fits and (high is None or high_closed == label["high_closed"])


def _settled(end: Decimal | None, truth: Decimal | None) -> Decimal | None:
    """``truth`` where ``end`` differs from it only in how an endless fraction (1∶1.4) was cut off."""
    if end is None or truth is None or int(truth.as_tuple().exponent) > -_ENDLESS:
        return end
    return (
        truth
        if abs(end - truth) <= Decimal(1).scaleb(max(int(truth.as_tuple().exponent), -2 * _ENDLESS))
        else end
    )


def units(fact: Fact) -> set[str]:
    unit = fact.quantity.unit
    bare = unit.name.lstrip("十百千万亿")
    whole = {
        unit.name,
        bare,
        unit.base,
        unit.name.partition("/")[0],
        bare.partition("/")[0],
        f"{unit.base}/{unit.per}",
    }
    return whole | {name.replace("(", "（").replace(")", "）") for name in whole}
