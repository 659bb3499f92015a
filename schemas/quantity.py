"""What a printed number claims, and how far it may be off. Source of the readings: GB/T 15835, 民法典 1259条, XBRL Calculations 1.1."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from enum import StrEnum
from fractions import Fraction

_DOWN = Context(prec=34, rounding=ROUND_FLOOR)
_UP = Context(prec=34, rounding=ROUND_CEILING)
ZERO = Decimal(0)
_TEN_THOUSAND = Decimal(10_000)
_Operation = Callable[[Decimal, Decimal], Decimal]


@dataclass(frozen=True, slots=True)
class Interval:
    """All values a statement leaves possible, in base units. None is unbounded.

    >>> str(Interval(Decimal("3.145"), Decimal("3.155")))
    '[3.145, 3.155]'
    """

    low: Decimal | None
    high: Decimal | None
    low_closed: bool = True
    high_closed: bool = True

    @classmethod
    def point(cls, value: Decimal) -> Interval:
        """Exactly ``value``."""
        return cls(value, value)

    @classmethod
    def around(cls, value: Decimal, half: Decimal) -> Interval:
        """``value`` give or take ``half``, both ends closed."""
        return cls(value - half, value + half)

    def meets(self, other: Interval) -> bool:
        """Whether some value lies in both. Closedness counts at the end that decides, never an average of two."""
        return not (self._ends_before(other) or other._ends_before(self))

    def within(self, other: Interval) -> bool:
        """Whether every value of this one lies in ``other``."""
        low = other.low is None or (
            self.low is not None
            and (
                self.low > other.low or (self.low == other.low and (other.low_closed or not self.low_closed))
            )
        )
        high = other.high is None or (
            self.high is not None
            and (
                self.high < other.high
                or (self.high == other.high and (other.high_closed or not self.high_closed))
            )
        )
        return low and high

    def _ends_before(self, other: Interval) -> bool:
        if self.high is None or other.low is None:
            return False
        return self.high < other.low or (
            self.high == other.low and not (self.high_closed and other.low_closed)
        )

    def __add__(self, other: Interval) -> Interval:
        return Interval(
            None if self.low is None or other.low is None else _DOWN.add(self.low, other.low),
            None if self.high is None or other.high is None else _UP.add(self.high, other.high),
            self.low_closed and other.low_closed,
            self.high_closed and other.high_closed,
        )

    def __neg__(self) -> Interval:
        return Interval(
            None if self.high is None else -self.high,
            None if self.low is None else -self.low,
            self.high_closed,
            self.low_closed,
        )

    def __sub__(self, other: Interval) -> Interval:
        return self + -other

    def __mul__(self, other: Interval) -> Interval:
        """Product of two bounded intervals; unbounded if either is."""
        return self._corners(other, _DOWN.multiply, _UP.multiply)

    def __truediv__(self, other: Interval) -> Interval:
        """Quotient, rounded outward; unbounded where the divisor may be zero."""
        if other.low is None or other.high is None or other.low <= 0 <= other.high:
            return Interval(None, None)
        return self._corners(other, _DOWN.divide, _UP.divide)

    def _corners(self, other: Interval, down: _Operation, up: _Operation) -> Interval:
        """The span of the four corners.

        An end is closed if a corner of two closed ends reaches it, or a closed zero: that makes any product zero.
        """
        if self.low is None or self.high is None or other.low is None or other.high is None:
            return Interval(None, None)
        pairs = [
            (a, b, (a_closed and (b_closed or a == 0)) or (b_closed and b == 0))
            for a, a_closed in ((self.low, self.low_closed), (self.high, self.high_closed))
            for b, b_closed in ((other.low, other.low_closed), (other.high, other.high_closed))
        ]
        lows = [(down(a, b), closed) for a, b, closed in pairs]
        highs = [(up(a, b), closed) for a, b, closed in pairs]
        low, high = min(value for value, _ in lows), max(value for value, _ in highs)
        return Interval(low, high, (low, True) in lows, (high, True) in highs)

    def scaled(self, factor: Decimal) -> Interval:
        """Every value times ``factor`` (positive)."""
        return Interval(
            None if self.low is None else self.low * factor,
            None if self.high is None else self.high * factor,
            self.low_closed,
            self.high_closed,
        )

    def __str__(self) -> str:
        left = "(" if self.low is None or not self.low_closed else "["
        right = ")" if self.high is None or not self.high_closed else "]"
        low = "-∞" if self.low is None else f"{self.low:f}"
        high = "+∞" if self.high is None else f"{self.high:f}"
        return f"{left}{low}, {high}{right}"


class Kind(StrEnum):
    """What sort of thing a number counts. Numbers of different kinds are never compared."""

    MONEY = "money"
    PERCENT = "percent"  # ‰ too, in %
    POINTS = "pp"  # 百分点
    RATIO = "ratio"  # 三分之二, 1∶500
    MULTIPLE = "multiple"  # 倍, 番
    COUNT = "count"
    MEASURE = "measure"  # length, area, weight …
    DURATION = "duration"
    SCORE = "score"
    RANK = "rank"  # kept, never compared or summed
    RANK_CHANGE = "rank_delta"
    BARE = "bare"  # no unit was printed


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as written. ``factor`` times the written number gives base units; ``per`` is the divisor (元/亩)."""

    name: str  # 万元
    kind: Kind
    base: str  # 元
    factor: Decimal = Decimal(1)
    per: str = ""

    @property
    def dimension(self) -> str:
        """Two quantities may be compared only when this is equal."""
        return f"{self.kind}:{self.base}/{self.per}" if self.per else f"{self.kind}:{self.base}"


class Bound(StrEnum):
    """What the words beside a number do to it."""

    EXACT = ""
    MORE_THAN = "超"
    AT_LEAST = "以上"
    LESS_THAN = "不足"
    AT_MOST = "以内"
    ABOUT = "约"
    AROUND = "左右"
    NEAR = "近"
    ODD = "余"
    ROUGHLY = "来"
    SEVERAL = "几"
    RANGE = "至"
    PLUS_MINUS = "±"
    LEXICAL = "词"  # 过半, 全覆盖


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as printed, with its unit and the words that loosen it.

    ``number`` is in the unit as written (1864.05 for 1864.05万元), None for pure ranges (三五百人)
    and where it cannot be read (with a doubt); 增长1.5倍 has 2.5, the factor it grew by; ``ratio`` holds
    fractions exactly; ``decimals`` counts digits printed after the point; ``claim`` is what the words
    assert in base units, None where no word loosens the number; ``soft`` says that an end of it is
    policy rather than language (约, 左右, 近 …); ``trend`` is -1 after 下降, +1 after 增长, else 0;
    ``doubt`` says what is malformed or was repaired, or is empty.
    """

    raw: str
    number: Decimal | None
    unit: Unit
    bound: Bound = Bound.EXACT
    decimals: int = 0
    claim: Interval | None = None
    soft: bool = False
    ratio: Fraction | None = None
    trend: int = 0
    doubt: str = ""

    @property
    def kind(self) -> Kind:
        """The sort of thing it counts."""
        return self.unit.kind

    @property
    def value(self) -> Decimal | None:
        """The number in base units (元, %, 1), or None for pure ranges."""
        return None if self.number is None else self.number * self.unit.factor

    @property
    def ulp(self) -> Decimal:
        """One unit of the last printed digit, in base units."""
        return self.unit.factor.scaleb(-self.decimals)

    def printed(self) -> Interval:
        """What rounding to the printed digits allows, closed: half a unit of the last digit to both sides."""
        if self.ratio is not None:
            return Interval(
                _DOWN.divide(Decimal(self.ratio.numerator), Decimal(self.ratio.denominator)),
                _UP.divide(Decimal(self.ratio.numerator), Decimal(self.ratio.denominator)),
            )
        value = self.value
        if value is None:
            return self.claim or Interval(None, None)
        if self._whole_count() or (value == 0 and self.decimals == 0):
            return Interval.point(value)  # 0元 is nothing at all
        return Interval.around(value, self.ulp / 2)

    def interval(self, *, exact: bool = False) -> Interval:
        """What this statement claims, in base units.

        Args:
            exact: take money printed in whole 元 or 万元 as the whole truth instead of a rounding.
                Budget lines are ("500万元" is 5000000.00元); statistics ("500亿元") are not.
        """
        if self.claim is not None:
            return self.claim
        value = self.value
        whole = self.decimals == 0 and self.unit.factor <= 10_000
        if exact and value is not None and whole and self.kind is Kind.MONEY:
            return Interval.point(value)
        return self.printed()

    def lenient(self) -> Interval:
        """The interval if two or more trailing zeros (1300家) or whole 万元 were a rounding. Only grades a mismatch."""
        value = self.value
        if value is None or self.claim is not None or self.number is None:
            return self.interval()
        zeros = 0
        if self.decimals == 0 and self.number:
            digits = f"{self.number:f}"
            zeros = len(digits) - len(digits.rstrip("0"))
        if zeros >= 2:
            return Interval.around(value, self.unit.factor.scaleb(zeros) / 2)
        if self.kind is Kind.MONEY and self.decimals == 0:
            return Interval.around(value, self.unit.factor / 2)
        return self.interval()

    def _whole_count(self) -> bool:
        exact_kinds = (Kind.COUNT, Kind.SCORE, Kind.DURATION, Kind.RANK, Kind.RANK_CHANGE, Kind.RATIO)
        if self.kind is Kind.DURATION and self.decimals == 0 and 1 <= self.unit.factor < _TEN_THOUSAND:
            return True  # 20小时 is twenty, though its base is the minute
        return self.kind in exact_kinds and self.decimals == 0 and self.unit.factor == 1

    def __str__(self) -> str:
        return self.raw
