"""What a generated submission is true to: amounts, indicators, answers, before a word is written."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from writing.arithmetic import show

if TYPE_CHECKING:
    from random import Random

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Money:
    """The budget in 万元; ``carried`` is the part that came over from last year."""

    initial: Decimal
    full: Decimal
    executed: Decimal
    carried: Decimal
    sources: tuple[Decimal, ...]

    @property
    def rate(self) -> str:
        """执行率, in per cent, as it is printed."""
        return show(HUNDRED * self.executed / self.full)


@dataclass(frozen=True, slots=True)
class Use:
    """What a part of the money went to. ``listing``: full, named, partial, standard or empty."""

    name: str
    purpose: str
    amount: Decimal
    listing: str = ""
    items: tuple[tuple[str, Decimal], ...] = ()
    standard: tuple[str, str, int, int] = ("", "", 0, 0)  # who, measure word, how many, 元 each


@dataclass(frozen=True, slots=True)
class Measure:
    """A row of the form to be. ``state``: met, over or missed."""

    level1: str
    level2: str
    name: str
    unit: str
    sign: str
    target: Decimal
    actual: Decimal
    state: str = "met"
    parts: tuple[int, int] = (0, 0)  # k of n, where the result is a share of counted things
    sent: int = 0

    @property
    def result(self) -> str:
        """The actual value with its unit."""
        return f"{show(self.actual)}{self.unit}"


@dataclass(frozen=True, slots=True)
class Plan:
    """All that a generated report knows."""

    project: dict[str, Any]
    money: Money
    uses: tuple[Use, ...]
    measures: tuple[Measure, ...]
    whole: tuple[int, int]
    training: tuple[int, int]
    extra: tuple[int, int]


def make_plan(rng: Random, project: dict[str, Any]) -> Plan:
    """Draw the figures of one submission."""
    money = _money(rng)
    whole = rng.randint(18, 90)
    low, high = (int(x) for x in project["extra"][2:])
    extra = rng.randint(low, high)
    return Plan(
        project,
        money,
        _uses(rng, project, money.executed),
        tuple(_measures(rng, project)),
        (whole, rng.randint(whole // 4, whole * 3 // 4)),
        (rng.randint(4, 28), rng.randint(310, 2990)),
        (extra, extra + rng.randint(0, max(1, extra // 5))),
    )


def split(rng: Random, total: Decimal, n: int, places: int = 2) -> list[Decimal]:
    """Cut ``total`` into ``n`` amounts of at most ``places`` decimals that add up to it."""
    weights = [rng.uniform(1, 4) for _ in range(n)]
    step = Decimal(1).scaleb(-places)
    cut = [
        (total * Decimal(w / sum(weights))).quantize(step, ROUND_DOWN).normalize() + 0 for w in weights[1:]
    ]
    return [total - sum(cut, Decimal(0)), *cut]


def _near(rng: Random, low: float, high: float, places: int) -> Decimal:
    return Decimal(str(round(rng.uniform(low, high), places)))


def _money(rng: Random) -> Money:
    full = Decimal(rng.randrange(400, 6000, rng.choice((5, 10, 20))))
    if rng.random() < 0.4:
        full += _near(rng, 0, 9, rng.choice((1, 2)))
    change = Decimal(0)
    if rng.random() < 0.75:
        change = (full * _near(rng, 0.02, 0.14, 3)).quantize(Decimal(rng.choice(("1", "1", "0.1"))))
        change *= rng.choice((1, -1))
    executed = full
    if rng.random() < 0.7:
        share = Decimal(rng.choice(("0.99", "0.98", "0.975", "0.96", "0.95", "0.92")))
        executed = (full * (share if rng.random() < 0.6 else _near(rng, 0.91, 0.997, 4))).quantize(
            Decimal("0.01")
        )
    carried = Decimal(rng.choice((0, 0, 1))) * Decimal(int(full * _near(rng, 0.03, 0.12, 2)))
    sources = tuple(split(rng, full, 3, 1)) if rng.random() < 0.4 else ()
    return Money(full - change, full, executed, carried, sources)


def _uses(rng: Random, project: dict[str, Any], executed: Decimal) -> tuple[Use, ...]:
    chosen = project["uses"][: rng.randint(3, len(project["uses"]))]
    who, person, each = "", "", 0
    amounts = split(rng, executed, len(chosen), rng.choice((0, 1, 2)))
    uses = []
    standard = project.get("standard")
    for (name, purpose, items), amount in zip(chosen, amounts, strict=True):
        if standard and standard[0] == name and name != chosen[0][0]:
            who, person, each = standard[1], standard[2], int(standard[3])
            if (amount * 10000) % each == 0:
                n = int(amount * 10000 / each)
                uses.append(Use(name, purpose, amount, "standard", (), (who, person, n, each)))
                continue
        uses.append(_use(rng, name, purpose, items, amount))
    if standard and chosen[0][0] == standard[0]:
        uses = _by_standard(rng, project, uses)
    return tuple(uses)


def _use(rng: Random, name: str, purpose: str, items: list[str], amount: Decimal) -> Use:
    listing = rng.choice(("full", "full", "named", "partial", ""))
    if not listing:
        return Use(name, purpose, amount)
    places = 2 if rng.random() < 0.5 else 1
    n = len(items) + (listing == "partial")
    amounts = split(rng, amount, n, places)
    return Use(name, purpose, amount, listing, tuple(zip(items, amounts[: len(items)], strict=True)))


def _by_standard(rng: Random, project: dict[str, Any], uses: list[Use]) -> list[Use]:
    """Make the first use a number of heads at so much each; the last use takes up the difference."""
    _, who, person, each = project["standard"]
    first, last = uses[0], uses[-1]
    n = int(first.amount * 10000 / int(each))
    amount = Decimal(n * int(each)) / 10000
    rest = last.amount + first.amount - amount
    if n < 20:
        return uses
    first = Use(first.name, first.purpose, amount, "standard", (), (who, person, n, int(each)))
    last = Use(last.name, last.purpose, rest) if rest != last.amount else last
    return [first, *uses[1:-1], last] if rng.random() < 0.8 else uses


def _measures(rng: Random, project: dict[str, Any]) -> list[Measure]:
    """Three results a year at most are out of the ordinary: one over, up to two short."""
    counts = [_count(rng, "产出指标", line) for line in project["counts"]]
    rates = [_rate(rng, "产出指标", line) for line in project["rates"]]
    benefits = [_count(rng, "效益指标", line) for line in project["benefits"]]
    shares = [_rate(rng, "效益指标", line) for line in project["shares"]]
    odd = rng.sample([*range(len(counts))], 2)
    if rng.random() < 0.6:
        counts[odd[0]] = _bend(rng, counts[odd[0]], "missed")
    if rng.random() < 0.5:
        counts[odd[1]] = _bend(rng, counts[odd[1]], "over")
    benefits = sorted([*benefits, *shares], key=lambda m: _ORDER.index(m.level2))
    costs = [_cost(rng, line) for line in project["costs"]]
    return [*counts, *rates, _time(rng, project["time"]), *benefits, _survey(rng, project["people"]), *costs]


_ORDER = ("经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标")


def _round(value: Decimal, figures: int) -> Decimal:
    """``value`` with only its first ``figures`` figures."""
    step = Decimal(1).scaleb(value.adjusted() - figures + 1)
    return (value // step) * step + 0


def _count(rng: Random, level1: str, line: list[str]) -> Measure:
    level2, name, unit, low, high, places = line
    target = _round(_near(rng, float(low), float(high), int(places)), 2)
    actual = (target * _near(rng, 1.0, 1.22, 3)).quantize(Decimal(1).scaleb(-int(places)))
    return Measure(level1, level2, name, unit, "≥", target, max(actual, target))


def _bend(rng: Random, measure: Measure, state: str) -> Measure:
    low, high = (0.78, 0.96) if state == "missed" else (1.36, 2.4)
    exponent = measure.actual.as_tuple().exponent
    step = Decimal(1).scaleb(int(exponent) if isinstance(exponent, int) and exponent < 0 else 0)
    actual = (measure.target * _near(rng, low, high, 3)).quantize(step)
    ratio = actual / measure.target
    if not (ratio < 1 if state == "missed" else ratio > Decimal("1.31")):
        return measure
    m = measure
    return Measure(m.level1, m.level2, m.name, m.unit, m.sign, m.target, actual, state)


def _rate(rng: Random, level1: str, line: list[str]) -> Measure:
    level2, name, low, high = line
    target = Decimal(rng.randint(int(low), int(high)))
    room = min(4.0, float(99 - target) + 0.9)
    return Measure(level1, level2, name, "%", "≥", target, target + _near(rng, 0.2, max(0.4, room), 1))


def _time(rng: Random, name: str) -> Measure:
    if rng.random() < 0.6:
        return Measure("产出指标", "时效指标", name, "%", "＝", HUNDRED, HUNDRED)
    n = rng.choice((16, 20, 24, 25, 32, 40))
    k = n - rng.randint(1, 3)
    actual = (HUNDRED * k / n).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return Measure("产出指标", "时效指标", name, "%", "＝", HUNDRED, actual, "missed", (k, n))


def _survey(rng: Random, people: str) -> Measure:
    target = Decimal(rng.choice((85, 88, 90, 92)))
    valid = rng.randrange(180, 1500, 5)
    happy = int(valid * _near(rng, float(target) / 100 + 0.01, 0.985, 4)) + 1
    actual = (HUNDRED * happy / valid).quantize(Decimal("0.1"), ROUND_HALF_UP)
    sent = valid + rng.randrange(5, 60, 5)
    name = f"{people}满意度"
    return Measure(
        "满意度指标", "服务对象满意度指标", name, "%", "≥", target, actual, "met", (happy, valid), sent
    )


def _cost(rng: Random, line: list[str]) -> Measure:
    name, unit, low, high, places = line
    target = _round(_near(rng, float(low), float(high), int(places)), 2)
    actual = (target * _near(rng, 0.86, 0.995, 3)).quantize(Decimal(1).scaleb(-int(places)), ROUND_DOWN)
    ok = actual > 0 and target / actual < Decimal("1.28")
    return Measure("成本指标", "经济成本指标", name, unit, "≤", target, actual if ok else target)
