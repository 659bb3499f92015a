"""Ways to say a number: exactly, with a word that loosens it, or with fewer decimals."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from writing.arithmetic import show

if TYPE_CHECKING:
    from random import Random

    from writing.latent import Measure


@dataclass(frozen=True, slots=True)
class Loose:
    """``phrase`` names the list to take a sentence from; ``value`` goes into it; ``number`` is in it."""

    phrase: str
    value: str
    number: str
    why: str


def loosen(rng: Random, measure: Measure) -> Loose | None:
    """A true but less exact way to state the result, or None where there is none."""
    ways = [_over, _more, _near, _about] if measure.unit != "%" else []
    if measure.unit.startswith(("万", "亿")):
        ways.append(_fewer)
    rng.shuffle(ways)
    return next((said for way in ways if (said := way(measure))), None)


def _step(value: Decimal) -> Decimal:
    """The place of the second figure: 1612 → 100, 3.26 → 0.1."""
    return Decimal(1).scaleb(value.adjusted() - 1)


def _over(m: Measure) -> Loose | None:
    floor = m.actual // _step(m.actual) * _step(m.actual)
    text = show(floor)
    return (
        Loose("hedge_over", text + m.unit, text, f"超{text}包含{show(m.actual)}")
        if floor < m.actual
        else None
    )


def _more(m: Measure) -> Loose | None:
    """余 reaches to the next figure of the last place that is not zero: 1600余 is 1601 to 1699."""
    if m.unit.startswith(("万", "亿")):
        floor = m.actual // 1
        if not floor or floor == m.actual:
            return None
        return Loose(
            "hedge_more", f"{floor}{m.unit[0]}余{m.unit[1:]}", str(floor), f"{floor}余包含{show(m.actual)}"
        )
    if m.actual < 100 or m.actual % 1:
        return None
    floor = m.actual // _step(m.actual) * _step(m.actual)
    if floor == m.actual or not (floor // _step(m.actual)) % 10:
        return None
    return Loose(
        "hedge_more", f"{show(floor)}余{m.unit}", show(floor), f"{show(floor)}余包含{show(m.actual)}"
    )


def _near(m: Measure) -> Loose | None:
    step = _step(m.actual)
    ceiling = (m.actual // step + 1) * step
    text = show(ceiling)
    close = m.actual >= 100 and ceiling * Decimal("0.96") < m.actual
    return Loose("hedge_near", text + m.unit, text, f"近{text}包含{show(m.actual)}") if close else None


def _about(m: Measure) -> Loose | None:
    rounded = about(m.actual)
    if rounded == m.actual:
        return None
    return Loose("hedge_about", show(rounded) + m.unit, show(rounded), f"约{show(rounded)}与{show(m.actual)}")


def _fewer(m: Measure) -> Loose | None:
    """A statistic with one decimal less: 3.26万亩 → 3.3万亩."""
    places = len(show(m.actual).partition(".")[2])
    if places < 2:
        return None
    text = show(m.actual, places - 1)
    if len(text.partition(".")[2]) != places - 1:
        return None  # 3.0 would be printed as 3
    return Loose("done", text + m.unit, text, f"{text}是{show(m.actual)}的四舍五入")


def about(value: Decimal) -> Decimal:
    """``value`` to two figures, at most 5 % away."""
    step = _step(value)
    return (value / step).quantize(Decimal(1), ROUND_HALF_UP) * step + 0
