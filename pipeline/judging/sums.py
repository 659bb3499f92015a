"""Parts against their total, with exactly the slack that printed digits leave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from schemas.quantity import ZERO, Interval, Quantity


@dataclass(frozen=True, slots=True)
class Sum:
    """``parts`` is their sum, ``total`` what is printed, ``tolerance`` half units of the last digits; all in base units.

    ``fits`` says whether the intervals meet (budget money in whole 元 or 万元 is exact), ``exceeds`` whether even the
    smallest sum is more than the largest total.
    """

    parts: Decimal
    total: Decimal
    tolerance: Decimal
    fits: bool
    exceeds: bool

    @property
    def equal(self) -> bool:
        """To the last digit."""
        return self.parts == self.total


def add_up(parts: Sequence[Quantity], total: Quantity) -> Sum | None:
    """Add ``parts`` and hold them against ``total``; None where one of them is no plain number."""
    values = [part.value for part in parts]
    whole = total.value
    if whole is None or any(value is None for value in values):
        return None
    added = Interval.point(ZERO)
    for part in parts:
        added = added + part.interval(exact=True)
    claim = total.interval(exact=True)
    plain_sum = sum((value for value in values if value is not None), ZERO)
    slack = sum((_half(each) for each in (*parts, total)), ZERO)
    return Sum(plain_sum, whole, slack, added.meets(claim), _above(added, claim))


def _half(quantity: Quantity) -> Decimal:
    interval = quantity.interval(exact=True)
    if interval.low is None or interval.high is None:
        return ZERO
    return (interval.high - interval.low) / 2


def _above(a: Interval, b: Interval) -> bool:
    if a.low is None or b.high is None:
        return False
    return a.low > b.high or (a.low == b.high and not (a.low_closed and b.high_closed))
