"""Laws that intervals must keep, and the two mistakes other implementations of XBRL Calculations 1.1 made."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from extractors.bounds import hull
from schemas.quantity import Interval, Quantity
from schemas.units import load_units

_NUMBERS = st.decimals(-10_000, 10_000, places=2)


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    ends = [draw(st.none() | _NUMBERS) for _ in range(2)]
    low, high = ends
    closed = draw(st.booleans()), draw(st.booleans())
    if low is not None and high is not None:
        low, high = min(low, high), max(low, high)
        if low == high:
            closed = True, True
    return Interval(low, high, *closed)


@st.composite
def bounded(draw: st.DrawFn) -> Interval:
    low, high = sorted((draw(_NUMBERS), draw(_NUMBERS)))
    same = low == high
    return Interval(low, high, same or draw(st.booleans()), same or draw(st.booleans()))


def _holds(interval: Interval, value: Decimal | Fraction) -> bool:
    low, high = interval.low, interval.high
    above = low is None or low < value or (low == value and interval.low_closed)
    return above and (high is None or value < high or (high == value and interval.high_closed))


@given(intervals())
def test_an_interval_meets_and_lies_in_itself(a: Interval) -> None:
    assert a.meets(a)
    assert a.within(a)


@given(intervals(), intervals())
def test_meeting_is_mutual(a: Interval, b: Interval) -> None:
    assert a.meets(b) == b.meets(a)


@given(intervals(), intervals())
def test_what_lies_within_meets(a: Interval, b: Interval) -> None:
    assume(a.within(b))
    assert a.meets(b)


@given(intervals(), intervals(), intervals())
def test_within_is_transitive(a: Interval, b: Interval, c: Interval) -> None:
    assume(a.within(b) and b.within(c))
    assert a.within(c)


@given(intervals(), intervals())
def test_addition_does_not_mind_the_order(a: Interval, b: Interval) -> None:
    assert a + b == b + a


@given(bounded(), bounded(), bounded())
def test_addition_is_associative(a: Interval, b: Interval, c: Interval) -> None:
    assert (a + b) + c == a + (b + c)


@given(intervals(), intervals(), intervals())
def test_addition_is_monotone(a: Interval, b: Interval, c: Interval) -> None:
    assume(a.within(b))
    assert (a + c).within(b + c)


@st.composite
def inhabited(draw: st.DrawFn) -> tuple[Interval, Decimal]:
    """An interval and a value in it, often one of its closed ends."""
    interval = draw(bounded())
    assert interval.low is not None
    assert interval.high is not None
    ends = [interval.low] * interval.low_closed + [interval.high] * interval.high_closed
    inner = (interval.low + interval.high) / 2
    return interval, draw(st.sampled_from([*ends, inner]))


@given(inhabited(), inhabited())
def test_arithmetic_holds_every_case(a: tuple[Interval, Decimal], b: tuple[Interval, Decimal]) -> None:
    (left, x), (right, y) = a, b
    assert _holds(left + right, x + y)
    assert _holds(left - right, x - y)
    assert _holds(left * right, x * y)
    assert y == 0 or _holds(left / right, Fraction(x) / Fraction(y))


@given(_NUMBERS, _NUMBERS)
def test_exact_parts_meet_only_their_exact_sum(x: Decimal, y: Decimal) -> None:
    total = Interval.point(x) + Interval.point(y)
    assert total.meets(Interval.point(x + y))
    assert not total.meets(Interval.point(x + y + Decimal("0.01")))


@given(_NUMBERS, st.booleans(), st.booleans())
def test_touching_ends_meet_only_if_both_are_closed(at: Decimal, left: bool, right: bool) -> None:
    """Arelle ORs the closedness of two ends, whichever of them wins: too lenient where they coincide."""
    below = Interval(at - 1, at, True, left)
    above = Interval(at, at + 1, right, True)
    assert below.meets(above) == (left and right)


@given(_NUMBERS, _NUMBERS, st.booleans(), st.booleans())
def test_a_sum_end_is_closed_only_if_all_contributing_ends_are(
    x: Decimal, y: Decimal, left: bool, right: bool
) -> None:
    total = Interval(x, x + 1, left, True) + Interval(y, y + 1, right, True)
    assert total.low_closed == (left and right)
    assert Interval.point(x + y).within(total) == (left and right)


def _printed(number: str) -> Quantity:
    decimals = len(number.partition(".")[2])
    return Quantity(f"{number}亿元", Decimal(number), load_units()["亿元"], decimals=decimals)


@given(st.decimals(0, 1000, places=2), st.decimals(0, 1000, places=2))
def test_two_figures_of_one_precision_are_consistent_only_when_equal(x: Decimal, y: Decimal) -> None:
    """Arelle lets unequal duplicates of the same precision pass: a flag is overwritten after its loop."""
    a, b = _printed(f"{x:f}"), _printed(f"{y:f}")
    assume(abs(x - y) != Decimal("0.01"))  # neighbours share the end of their roundings
    assert a.interval().meets(b.interval()) == (x == y)


@given(st.decimals(0, 1000, places=3))
def test_a_figure_meets_its_own_rounding(x: Decimal) -> None:
    assert _printed(f"{x:f}").interval().meets(_printed(f"{round(x, 1):f}").interval())


@given(intervals(), intervals())
def test_a_hull_holds_both(a: Interval, b: Interval) -> None:
    around = hull(a, b)
    assert around is not None
    assert a.within(around)
    assert b.within(around)


@given(intervals(), st.decimals("0.0001", 10_000, places=4))
def test_scaling_keeps_order(a: Interval, factor: Decimal) -> None:
    assert a.scaled(factor).meets(a.scaled(factor))
    assert a.scaled(factor).low_closed == a.low_closed
