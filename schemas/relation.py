"""How the figures of a finding hang together, for programs: what each would have to be, the others given.

A formula is for people; this is the same statement over indices of the evidence, exact in fractions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

Term = tuple[int, int]  # index of the evidence, +1 or -1
_ZERO, _ONE = Fraction(0), Fraction(1)


class Sign(StrEnum):
    """How the two sides stand to one another."""

    EQUAL = "="
    AT_MOST = "<="
    SAME = "≡"  # every figure says the same thing again


@dataclass(frozen=True, slots=True)
class Figure:
    """A printed number in base units, and half a unit of its last digit (0 where it is exact).

    ``claim``: what the words beside it leave possible (超2000家), None for no end; not given where there are none.
    """

    value: Fraction
    half: Fraction = _ZERO
    claim: tuple[Fraction | None, Fraction | None] | None = None

    def agrees(self, other: Figure) -> bool:
        """Whether both may be said of one thing; of two as finely printed none is a rounding of the other."""
        if self.claim is None and other.claim is None and self.half == other.half:
            return self.value == other.value
        (low, high), (least, most) = self._span(), other._span()
        return not _less(high, least) and not _less(most, low)

    def _span(self) -> tuple[Fraction | None, Fraction | None]:
        return (self.value - self.half, self.value + self.half) if self.claim is None else self.claim


@dataclass(frozen=True, slots=True)
class Relation:
    """``scale`` · Π ``times`` · Σ ``parts`` / Σ ``over`` = Σ ``whole`` + ``plus``, give or take ``slack``; in base units.

    With ``Sign.AT_MOST`` the left side may be less; with ``Sign.SAME`` every one of ``whole`` is the same figure.
    ``rounded``: the figures are roundings, and half a unit of each one's last digit is allowed for. ``strict`` is False
    where it may fail though every figure is right (a goal that was missed): then it accuses none of them. ``capped``: the
    quotient counts for no more than one (a goal that was passed gives no more than the full score).
    """

    whole: tuple[Term, ...]
    parts: tuple[Term, ...] = ()
    over: tuple[Term, ...] = ()
    times: tuple[int, ...] = ()
    scale: Fraction = _ONE
    plus: Fraction = _ZERO
    slack: Fraction = _ZERO
    sign: Sign = Sign.EQUAL
    rounded: bool = False
    strict: bool = True
    capped: bool = False

    @classmethod
    def total(cls, parts: Iterable[int], whole: int, *, rounded: bool = True) -> Relation:
        """The parts add up to the whole."""
        return cls(_plus([whole]), _plus(parts), rounded=rounded)

    @classmethod
    def total_last(cls, figures: int) -> Relation:
        """Of so many scores or weights, which nobody rounds, the last is what the others add up to."""
        return cls.total(range(figures - 1), figures - 1, rounded=False)

    @classmethod
    def at_most(cls, parts: Iterable[int], whole: int, *, strict: bool = True) -> Relation:
        """The parts are together no more than the whole."""
        return cls(_plus([whole]), _plus(parts), sign=Sign.AT_MOST, rounded=True, strict=strict)

    @classmethod
    def same(cls, *mentions: int) -> Relation:
        """One figure said several times."""
        return cls(_plus(mentions), sign=Sign.SAME, rounded=True)

    @classmethod
    def equal(cls, one: int, other: int) -> Relation:
        """Two figures are the same number as written, whatever the words beside them."""
        return cls(_plus([other]), _plus([one]))

    @classmethod
    def percentage(cls, part: int, whole: int, rate: int) -> Relation:
        """The rate says how many percent the part is of the whole, rounded as printed."""
        return cls(_plus([rate]), _plus([part]), _plus([whole]), scale=Fraction(100), rounded=True)

    @property
    def operands(self) -> tuple[int, ...]:
        """The indices of all its figures, each once."""
        terms = (*self.parts, *self.over, *self.whole)
        return tuple(dict.fromkeys([*(index for index, _ in terms), *self.times]))

    def holds(self, figures: Mapping[int, Figure]) -> bool:
        """Whether the figures bear it out."""
        if self.sign is Sign.SAME:
            return self.strays(figures) == 0
        off = self.off(figures)
        if off is None:
            return False
        room = self.slack + (self._spread(figures) if self.rounded else _ZERO)
        return off <= room if self.sign is Sign.AT_MOST else abs(off) <= room

    def strays(self, figures: Mapping[int, Figure]) -> int:
        """How many of the mentions say something else than most do."""
        said = Counter(figures[index] for index, _ in self.whole)
        plain = [each for each in said if each.claim is None] or list(said)
        alike = (sum(count for other, count in said.items() if one.agrees(other)) for one in plain)
        return said.total() - max(alike)

    def off(self, figures: Mapping[int, Figure]) -> Fraction | None:
        """The left side less the right one; None where it would divide by nought."""
        value = {index: figures[index].value for index in self.operands}
        full, over = self._is_full(value), self._divisor(value)
        if not over:
            return None
        return self._crossed(value, full=full) / (_ONE if full else over)

    def implied(self, index: int, figures: Mapping[int, Figure]) -> list[Fraction]:
        """What the figure at ``index`` would have to be, the others as printed; nothing where they do not tell.

        Of mentions, each other value that is said; of ``Sign.AT_MOST``, where the sides would be equal.
        """
        if self.sign is Sign.SAME:
            others = [figures[each] for each, _ in self.whole if each != index]
            return list(dict.fromkeys(each.value for each in others))
        value = {each: figures[each].value for each in self.operands}
        full = self._is_full(value) and not self.divides(index)
        at_nought, at_one = (self._crossed({**value, index: x}, full=full) for x in (_ZERO, _ONE))
        return [-at_nought / (at_one - at_nought)] if at_nought != at_one else []

    def makes(self, index: int) -> bool:
        """Whether the figure is what the others make."""
        return any(each == index for each, _ in self.whole)

    def divides(self, index: int) -> bool:
        """Whether the figure is one of the quotient."""
        return any(each == index for each, _ in (*self.parts, *self.over))

    def _is_full(self, value: Mapping[int, Fraction]) -> bool:
        return self.capped and _sum(self.parts, value) >= self._divisor(value)

    def _divisor(self, value: Mapping[int, Fraction]) -> Fraction:
        return _sum(self.over, value) if self.over else _ONE

    def _crossed(self, value: Mapping[int, Fraction], *, full: bool) -> Fraction:
        """The left side less the right one, times what divides: linear in every figure. ``full``: the quotient is one."""
        left = self.scale * (_ONE if full else _sum(self.parts, value))
        for each in self.times:
            left *= value[each]
        return left - (_sum(self.whole, value) + self.plus) * (_ONE if full else self._divisor(value))

    def _spread(self, figures: Mapping[int, Figure]) -> Fraction:
        """How far rounding alone may part the two sides, figure by figure."""
        if not self.over and not self.times:
            sides = ((self.parts, self.scale), (self.whole, _ONE))
            return sum((scale * figures[i].half for terms, scale in sides for i, _ in terms), _ZERO)
        spread, here = _ZERO, self.off(figures)
        for index in self.operands:
            figure = figures[index]
            moved = {**figures, index: replace(figure, value=figure.value + figure.half)}
            there = self.off(moved) if figure.half else here
            if here is not None and there is not None:
                spread += abs(there - here)
        return spread


def _less(a: Fraction | None, b: Fraction | None) -> bool:
    return a is not None and b is not None and a < b


def _plus(indices: Iterable[int]) -> tuple[Term, ...]:
    return tuple((index, 1) for index in indices)


def _sum(terms: Iterable[Term], value: Mapping[int, Fraction]) -> Fraction:
    return sum((sign * value[index] for index, sign in terms), _ZERO)
