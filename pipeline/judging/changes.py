"""What grew or fell, by how much or by how many percent: two figures and the change between them, judged."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from pipeline.judging.wording import number, operand, rounded, shown
from schemas.fact import Fact, Role
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.quantity import ZERO, Interval, Kind
from schemas.relation import Relation
from schemas.words import comparable

_HUNDRED = Interval.point(Decimal(100))
_PERCENT = Fraction(100)
_TELLING_PLACES = 2  # of a percentage: fewer digits come out of either base too often


def from_base(now: Fact, before: Fact, change: Fact) -> Iterator[Finding]:
    """Now, before, and the change between them: a rate or a difference."""
    a, b, unit = now.quantity.printed(), before.quantity.printed(), now.quantity.unit
    x, y = operand(now.quantity), operand(before.quantity, unit)
    first, last = now.quantity.value or ZERO, before.quantity.value or ZERO
    if change.quantity.kind is Kind.PERCENT and now.quantity.kind is not Kind.PERCENT:
        computed, exact = (a - b) / b * _HUNDRED, (first - last) / last * 100
        moved = Relation(
            ((2, _way(change, exact)),), ((0, 1),), ((1, 1),), scale=_PERCENT, plus=_PERCENT, rounded=True
        )
        formula, other = f"{x}/{y}*100-100", (first - last) / first * 100 if first else None
        yield _judged(now, before, change, computed, exact, formula, "%", moved, other)
    elif _one_measure(now, before, change):
        moved = Relation(((2, _way(change, first - last)),), ((0, 1), (1, -1)), rounded=True)
        exact = (first - last) / unit.factor
        points = change.quantity.kind is Kind.POINTS
        shown_in = change.quantity.unit.name if points else unit.name
        yield _judged(now, before, change, a - b, exact, f"{x}-{y}", shown_in, moved)


def _one_measure(now: Fact, before: Fact, change: Fact) -> bool:
    """Whether the change is the difference of the two: in their unit, of shares in percentage points."""
    kinds = [each.quantity.kind for each in (now, before, change)]
    points = kinds == [Kind.PERCENT, Kind.PERCENT, Kind.POINTS] and change.quantity.unit.factor == 1
    return points or change.quantity.unit.dimension == now.quantity.unit.dimension


def from_difference(now: Fact, difference: Fact, change: Fact, *, before: bool) -> Iterator[Finding]:
    """Now, by how much it rose or fell, and by how many percent: 6032万元，比上年增加3401万元，增长129.3%.

    ``before``: the figure may be the one it rose from (上年为8648万元，增加499万元，增长5.77%).
    """
    unit = now.quantity.unit
    if not comparable(difference.quantity.unit, unit) or difference.quantity.trend == 0:
        return
    sign = Decimal(difference.quantity.trend)
    step = difference.quantity.printed() if sign > 0 else -difference.quantity.printed()
    first, moved = now.quantity.value or ZERO, (difference.quantity.value or ZERO) * sign
    if first - moved <= 0:
        return
    base = now.quantity.printed() - step
    share = step / now.quantity.printed() * _HUNDRED
    x, y = operand(now.quantity), operand(difference.quantity, unit)
    if before and share.meets(-change.quantity.printed() if sign < 0 else change.quantity.printed()):
        formula = f"{'-' if sign < 0 else ''}{y}/{x}*100"
        rate = Relation.percentage(1, 0, 2)
        yield _judged(now, difference, change, share, moved / first * 100, formula, "%", rate)
        return
    formula = f"{x}/({x}{'-' if sign > 0 else '+'}{y})*100-100"
    exact = moved / (first - moved) * 100
    way = int(sign)
    rate = Relation(((2, 1),), ((1, 1),), ((0, 1), (1, -way)), scale=_PERCENT, rounded=True)
    yield _judged(
        now, difference, change, step / base * _HUNDRED, exact, formula, "%", rate, moved / first * 100
    )


def from_step(before: Fact, step: Fact, change: Fact) -> Finding:
    """Before, by how much it rose or fell (its trend is known), and by how many percent."""
    sign = Decimal(step.quantity.trend)
    exact = (step.quantity.value or ZERO) / (before.quantity.value or Decimal(1)) * 100 * sign
    computed = step.quantity.printed() / before.quantity.printed() * _HUNDRED
    minus = "" if sign > 0 else "-"
    formula = f"{minus}{operand(step.quantity, before.quantity.unit)}/{operand(before.quantity)}*100"
    rate = Relation.percentage(0, 1, 2)
    now = (before.quantity.value or ZERO) + (step.quantity.value or ZERO) * sign
    other = (step.quantity.value or ZERO) / now * 100 * sign if now else None
    computed = computed if sign > 0 else -computed
    return _judged(step, before, change, computed, exact, formula, "%", rate, other)


def _way(change: Fact, exact: Decimal) -> int:
    """Changes are printed without their sign: what the words say, else what the figures do."""
    return change.quantity.trend or (-1 if exact < 0 else 1)


def _judged(
    now: Fact,
    second: Fact,
    change: Fact,
    computed: Interval,
    exact: Decimal,
    formula: str,
    base: str,
    relation: Relation,
    over_now: Decimal | None = None,
) -> Finding:
    """``over_now``: the change over the present figure instead of the earlier one, signed, in percent."""
    stated = change.quantity.printed()
    evidence = (Evidence.of(now, "actual"), Evidence.of(second, "base"), Evidence.of(change, "rate"))
    size = number(rounded(exact))
    formula = f"{formula}={size}"
    opposed = change.quantity.trend * exact < 0 and not (change.quantity.number or ZERO) < 0
    if not opposed and computed.meets(-stated if exact < 0 else stated):
        if over_now is not None and _is_over_now(change, exact, over_now):
            return _wrong_base(now, change, evidence, formula, over_now)
        return Finding(
            Outcome.AGREES, now.subject, "增减与两数相符", evidence, formula, unit=base, relations=(relation,)
        )
    told = "减少" if exact < 0 else "增加"
    first, between = (
        "增减" if each.role is Role.GROWTH else name for each, name in ((now, "本期"), (second, "上期"))
    )
    apart = f"（{second.anchor}）" if second.anchor.text_place != change.anchor.text_place else ""
    return Finding(
        Outcome.DIFFERS,
        now.subject,
        f"{now.subject or '增减'}：{first} {shown(now.quantity)}，{between} {shown(second.quantity)}{apart}，应{told} {size.removeprefix('-')}{base}，"
        f"文中写{('增加' if exact < 0 else '减少') if opposed else ''} {shown(change.quantity)}（{change.anchor}）",
        evidence,
        formula,
        expected=Decimal(size) if opposed else Decimal(size).copy_abs(),
        actual=(change.quantity.number or ZERO) * (change.quantity.trend if opposed else 1),
        unit=base,
        relations=() if opposed else (relation,),  # the word is wrong, no figure need be
        suggestion="请核对本期数、上期数和增减幅度",
    )


def _is_over_now(change: Fact, exact: Decimal, over_now: Decimal) -> bool:
    """由47微克降到44微克，降幅6.82%: measures leave room for it, yet to the last digit it is 3/44, not 3/47."""
    places, stated = change.quantity.decimals, abs(change.quantity.number or ZERO)
    if places < _TELLING_PLACES:
        return False
    as_printed = Decimal(1).scaleb(-places)
    first, second = (abs(each).quantize(as_printed, ROUND_HALF_UP) for each in (exact, over_now))
    return stated == second != first


def _wrong_base(
    now: Fact,
    change: Fact,
    evidence: tuple[Evidence, ...],
    formula: str,
    over_now: Decimal,
) -> Finding:
    return Finding(
        Outcome.REVIEW,
        now.subject,
        f"{now.subject or '增减'}：{formula}，文中写 {shown(change.quantity)}（{change.anchor}），"
        f"与除以本期数所得 {number(rounded(abs(over_now)))}% 相同，请核实是否用错了上期数",
        evidence,
        formula,
        Severity.WARNING,
        expected=Decimal(formula.rpartition("=")[2]).copy_abs(),
        actual=change.quantity.number,
        unit="%",
        suggestion="增减幅度应当除以上期数",
    )
