"""An amount of money as several facts make it: one of them, a sum, a difference."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from itertools import combinations

from pipeline.judging.wording import operand
from schemas.fact import Fact
from schemas.quantity import ZERO, Interval, Unit


@dataclass(frozen=True, slots=True)
class Amount:
    """Facts with their signs, +1 or -1; the first is the one it is called by."""

    terms: tuple[tuple[Fact, int], ...]

    @classmethod
    def of(cls, *facts: Fact) -> Amount:
        """Their sum."""
        return cls(tuple((fact, 1) for fact in facts))

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Without their signs."""
        return tuple(fact for fact, _ in self.terms)

    @property
    def value(self) -> Decimal:
        """In base units, as printed."""
        return sum((size(fact) * sign for fact, sign in self.terms), ZERO)

    def printed(self, known: Collection[Decimal] = ()) -> Interval:
        """What rounding to the printed digits allows; those ``known``, in base units, are what they are."""
        each = [
            Interval.point(size(fact)) if size(fact) in known else fact.quantity.printed()
            for fact in self.facts
        ]
        return reduce(
            Interval.__add__,
            [one if sign > 0 else -one for one, (_, sign) in zip(each, self.terms, strict=True)],
        )

    def formula(self, unit: Unit) -> str:
        """In ``unit``, with brackets where it has several terms."""
        told = "".join(
            f"{'+' if sign > 0 else '-'}{operand(fact.quantity, unit)}" for fact, sign in self.terms
        )
        return f"({told[1:]})" if len(self.terms) > 1 else told[1:]


def size(fact: Fact) -> Decimal:
    """The value of a plain fact in base units."""
    return fact.quantity.value or ZERO


def pairs(facts: Sequence[Fact]) -> Iterator[Amount]:
    """Sums and differences of two; no difference is zero."""
    for a, b in combinations(facts, 2):
        yield Amount.of(a, b)
        first, second = (a, b) if size(a) > size(b) else (b, a)
        if size(first) != size(second):
            yield Amount(((first, 1), (second, -1)))
