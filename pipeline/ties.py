"""The printed figures of one case and what ties them: what each would have to be, and what that explains and breaks.

Every finding with relations, agreeing ones too, ties figures to one another. A change of a figure is weighed over all
of them: the findings that it explains, the agreements that it breaks, what else the submission says of the value.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from extractors.slips import digits_of, resized, slip_between, slips_of, with_number
from pipeline.judging.wording import number
from pipeline.rulebook import Case
from schemas.document import Anchor
from schemas.fact import Fact
from schemas.finding import Finding, Outcome, Severity
from schemas.quantity import ZERO, Kind, Quantity
from schemas.relation import Figure, Relation, Sign

_Value = tuple[Decimal | None, str]
Place = tuple[str, tuple[int, int, int, int]]
_LOUD = (Severity.ERROR, Severity.WARNING)
_ZERO = Fraction(0)
_TELLING = 3  # digits of a figure that two places do not share by chance
_LARGEST = 200  # figures of a relation that are weighed one by one: the work grows with the square
_WHOLE = (Kind.COUNT, Kind.RANK, Kind.DURATION)
_VALUES = 6  # different ones said of one thing: of more, which is right nobody can tell
_MOST = 12  # decimals that a figure is printed with elsewhere
_FINEST = 2  # decimals that a figure would be printed with at most, unless it has more


@dataclass(frozen=True, slots=True)
class _Edge:
    """A relation of a finding over places. ``fails``: the finding says that it does not hold, and it does not."""

    finding: int
    relation: Relation
    places: Mapping[int, Place]
    fails: bool

    def at(self, place: Place) -> list[int]:
        """The indices of ``place``."""
        return [index for index, each in self.places.items() if each == place]


@dataclass(frozen=True, slots=True)
class Change:
    """Another value for one place, or for all that say the same; ``meant`` is None where it is not one figure."""

    place: Place
    moved: Mapping[Place, Figure]
    meant: Quantity | None
    slip: str
    fixed: frozenset[int] = frozenset()  # findings that it explains
    rates: frozenset[int] = frozenset()  # those of them in which it is divided, or divides
    breaks: bool = False
    judged: bool = False  # of a score and what it is given for: last, for judges are generous
    support: int = 0  # how often the new value stands elsewhere, less how often the printed one does

    @property
    def words(self) -> str:
        """The figure meant, with its unit; empty where the others do not single one out."""
        if self.meant is None or self.meant.number is None:
            return ""
        return f"{number(self.meant.number)}{self.meant.unit.name}"

    @property
    def rank(self) -> tuple[bool, int, int, bool, int]:
        """The better change first.

        Rates that are wrong together may have been filled in together: more than one of them accuses their amount only
        where a slip of it explains them.
        """
        rates = len(self.rates) if self.slip else min(1, len(self.rates))
        explained = 1 if self.judged else len(self.fixed - self.rates) + rates
        return (self.judged, -explained, len(self.moved), not self.slip, -self.support)

    def is_like(self, printed: Quantity) -> bool:
        """Whether it would be printed in the same unit with as many decimals."""
        return (
            self.meant is not None
            and self.meant.decimals == printed.decimals
            and self.meant.unit == printed.unit
        )


def place_of(anchor: Anchor) -> Place:
    """Two quotes of one printed figure have one place."""
    return (anchor.path, anchor.order)


class Ties:
    """All relations of one case over its printed figures."""

    def __init__(self, case: Case, findings: Sequence[Finding]) -> None:
        self._quantities: dict[Place, Quantity] = {}
        for finding in findings:
            for each in finding.evidence:
                if each.quantity is not None and each.quantity.value is not None:
                    self._quantities.setdefault(place_of(each.anchor), each.quantity)
        self._printed = {place: _figure(quantity) for place, quantity in self._quantities.items()}
        self._edges = list(self._all_edges(findings))
        self._at: dict[Place, list[_Edge]] = defaultdict(list)
        for edge in self._edges:
            for place in dict.fromkeys(edge.places.values()):
                self._at[place].append(edge)
        self.failing = {edge.finding for edge in self._edges if edge.fails}
        self.strict = {
            edge.finding
            for edge in self._edges
            if edge.fails and edge.relation.strict and findings[edge.finding].severity in _LOUD
        }
        self._facts = {place_of(fact.anchor): fact for fact in case.facts}
        printed = {place: fact.quantity for place, fact in self._facts.items()} | self._quantities
        self._said: dict[_Value, list[Place]] = defaultdict(list)
        for place, quantity in printed.items():
            self._said[_value(quantity)].append(place)
        self._changes: dict[Place, list[Change]] = {}

    def _all_edges(self, findings: Sequence[Finding]) -> Iterator[_Edge]:
        for at, finding in enumerate(findings):
            wrong = finding.outcome in (Outcome.DIFFERS, Outcome.REVIEW)
            if finding.outcome is Outcome.UNCLEAR:
                continue
            for relation in finding.relations:
                operands = relation.operands
                places = {index: place_of(finding.evidence[index].anchor) for index in operands}
                if len(operands) > _LARGEST or not all(place in self._printed for place in places.values()):
                    continue
                values = {self._printed[place].value for place in places.values()}
                if relation.sign is not Sign.SAME or len(values) <= _VALUES:
                    holds = relation.holds(self._figures(places))
                    rounding = wrong and holds and finding.severity is Severity.INFO
                    if holds is not wrong or rounding:
                        yield _Edge(at, relation, places, fails=not holds)

    def _figures(
        self, places: Mapping[int, Place], moved: Mapping[Place, Figure] | None = None
    ) -> dict[int, Figure]:
        return {index: (moved or {}).get(place) or self._printed[place] for index, place in places.items()}

    def explained_by(self, finding: int) -> list[Change]:
        """For each figure of a failing finding that no other check confirms, the best change that explains it."""
        places = dict.fromkeys(
            place
            for edge in self._edges
            if edge.finding == finding and edge.fails
            for place in edge.places.values()
        )
        return [change for place in places if (change := self._best(place, finding)) is not None]

    def _best(self, place: Place, finding: int) -> Change | None:
        """The best change of ``place`` that explains ``finding``; without a figure where several are as good."""
        if place not in self._changes:
            self._changes[place] = [self._weighed(change) for change in self._proposed(place)]
        fair = [each for each in self._changes[place] if finding in each.fixed and not each.breaks]
        first = min(fair, key=lambda change: change.rank, default=None)
        if first is None:
            return None
        equals = {_value(each.meant): each for each in fair if each.rank == first.rank and each.meant}
        like = {value: each for value, each in equals.items() if each.is_like(self._quantities[place])}
        certain = next((found for found in (equals, like) if len(found) == 1), None)
        return next(iter(certain.values())) if certain else replace(first, meant=None)

    def _proposed(self, place: Place) -> Iterator[Change]:
        """Other values of ``place`` that make one of its failing relations hold."""
        for edge in self._at[place]:
            if not edge.fails or not edge.relation.strict:
                continue
            for index in edge.at(place):
                if edge.relation.capped and not self._is_gross(edge):
                    yield from self._of_judge(edge, index, place)
                    continue
                yield from self._implied(edge, index, place)
                if edge.relation.over or edge.relation.sign is not Sign.EQUAL:
                    yield from self._slipped(edge, index, place)

    def _of_judge(self, edge: _Edge, index: int, place: Place) -> Iterator[Change]:
        """A score that is not what is due: it may be wrong though its total follows it, or goal or result may be."""
        for change in self._implied(edge, index, place):
            if edge.relation.makes(index):
                yield change
            if edge.relation.makes(index) or edge.relation.divides(index):
                yield replace(change, judged=True)

    def _implied(self, edge: _Edge, index: int, place: Place) -> Iterator[Change]:
        printed, figures = self._quantities[place], self._figures(edge.places)
        alike = [place]
        if edge.relation.sign is Sign.SAME:
            own = _value(printed)
            alike = [each for each in edge.places.values() if _value(self._quantities[each]) == own]
        judged = edge.relation.capped and edge.relation.divides(index)
        for value in edge.relation.implied(index, figures):
            if value <= 0 or value == self._printed[place].value:
                continue
            meant = None if judged else self._printable(value, printed, edge, index)
            vague = edge.relation.over or edge.relation.sign is Sign.AT_MOST
            if meant is None and printed.kind in _WHOLE and not vague:
                continue  # 12.5 people
            figure = _figure(meant) if meant is not None else Figure(value)
            slip = slip_between(printed, meant, 0) if meant is not None else ""
            yield Change(place, dict.fromkeys(alike, figure), meant, slip)

    def _is_gross(self, edge: _Edge) -> bool:
        """Whether a score is twice what is due: a slip in goal or result rather than a generous judge."""
        figures = self._figures(edge.places)
        given = sum(figures[index].value for index, _ in edge.relation.whole)
        off = edge.relation.off(figures)
        return off is not None and -2 * off > given

    def _printable(self, value: Fraction, like: Quantity, edge: _Edge, index: int) -> Quantity | None:
        """``value`` as it would be printed in the place of ``like``; None where the others leave several figures."""
        if edge.relation.sign is Sign.AT_MOST:
            return None
        written = value / Fraction(like.unit.factor)
        for other in resized(like):
            if value == _figure(other).value:
                return other
        said = edge.relation.sign is Sign.SAME
        for places in range(0 if said else like.decimals, _MOST if said else max(like.decimals, _FINEST) + 1):
            scaled = written * 10**places
            if scaled.denominator == 1 and (not edge.relation.over or places == like.decimals):
                return with_number(like, Decimal(scaled.numerator).scaleb(-places))
        if not edge.relation.over:
            return None
        places = max(like.decimals, _FINEST) if edge.relation.capped else like.decimals
        near = Decimal(round(written * 10**places)).scaleb(-places)
        if edge.relation.capped:
            return with_number(like, near)
        step = Decimal(1).scaleb(-places)
        fits = self._holding(edge, index, (with_number(like, near + by) for by in (-step, ZERO, step)))
        return fits[0] if [each.number for each in fits] == [near] else None

    def _holding(self, edge: _Edge, index: int, others: Iterable[Quantity]) -> list[Quantity]:
        """Those of ``others`` with which, in the place of ``index``, the relation holds."""
        figures = self._figures(edge.places)
        return [each for each in others if edge.relation.holds({**figures, index: _figure(each)})]

    def _slipped(self, edge: _Edge, index: int, place: Place) -> Iterator[Change]:
        """The figure that is one slip away and makes the relation hold, where the relation leaves a choice.

        The unit of the others comes first, then a figure with as many decimals; of several, none says anything.
        """
        printed = self._quantities[place]
        others = {self._quantities[each].unit for at, each in edge.places.items() if at != index}
        same = edge.relation.sign is Sign.SAME  # what others say is known: only the unit is in question
        found = self._holding(edge, index, resized(printed) if same else slips_of(printed))
        in_their_unit = [meant for meant in found if meant.unit in others - {printed.unit}]
        if in_their_unit and printed.unit not in others:
            found = in_their_unit
        if len(found) > 1:
            found = [each for each in found if (each.decimals, each.unit) == (printed.decimals, printed.unit)]
        if len(found) == 1:
            [meant] = found
            yield Change(place, {place: _figure(meant)}, meant, slip_between(printed, meant, 0))

    def _weighed(self, change: Change) -> Change:
        """With what it explains, what it breaks, and what speaks for it elsewhere."""
        edges = {id(edge): edge for place in change.moved for edge in self._at[place]}.values()
        fixed: set[int] = set()
        rates: set[int] = set()
        breaks = False
        for edge in edges:
            before, after = self._figures(edge.places), self._figures(edge.places, change.moved)
            if edge.relation.sign is Sign.SAME:
                was, now = edge.relation.strays(before), edge.relation.strays(after)
                better, worse = now < was, now > was
            else:
                holds = edge.relation.holds(after)
                better, worse = edge.fails and holds, not edge.fails and not holds
            breaks = breaks or worse
            if better and edge.fails:
                fixed.add(edge.finding)
                if edge.relation.over and any(map(edge.relation.divides, edge.at(change.place))):
                    rates.add(edge.finding)
        if change.judged and any(
            edge.relation.capped and any(map(edge.relation.makes, edge.at(change.place))) for edge in edges
        ):
            breaks = False  # the total of the scores only follows from this one
        around = {place for edge in edges for place in edge.places.values()}
        support = self._support(change, around)
        return replace(
            change,
            fixed=frozenset(fixed),
            rates=frozenset(rates),
            breaks=breaks,
            support=support,
        )

    def _support(self, change: Change, around: set[Place]) -> int:
        """What else the submission says: the new value again, the printed one of another indicator (copied from there)."""
        printed = self._quantities[change.place]
        if change.meant is None:
            return 0
        return self._standing(change.meant, change.place, around) - self._standing(
            printed, change.place, around
        )

    def _standing(self, quantity: Quantity, place: Place, around: set[Place]) -> int:
        """1 where it stands elsewhere in the submission, -1 where only as another indicator's figure."""
        if len(digits_of(quantity)) < _TELLING:
            return 0
        own = self._facts.get(place)
        others = [self._facts.get(each) for each in self._said[_value(quantity)] if each not in around]
        if not others:
            return 0
        return 1 if any(_of_one_thing(own, other) for other in others) else -1


def _of_one_thing(a: Fact | None, b: Fact | None) -> bool:
    """Whether two figures may be of one indicator: of the same, of rows with one name, or nobody knows."""
    if a is None or b is None or not a.indicator or not b.indicator:
        return True
    rows = all(fact.indicator.startswith("form:") for fact in (a, b))
    return a.indicator == b.indicator or (rows and a.subject == b.subject)


def _figure(quantity: Quantity) -> Figure:
    whole_money = quantity.kind is Kind.MONEY and quantity.decimals == 0 and quantity.unit.factor <= 10_000
    if quantity.ratio is not None:
        return Figure(quantity.ratio)
    span, claim = replace(quantity, claim=None).printed(), quantity.claim
    bounded = span.low is not None and span.high is not None and not whole_money
    half = Fraction((span.high or 0) - (span.low or 0)) / 2 if bounded else _ZERO
    said = None if claim is None else (_end(claim.low), _end(claim.high))
    return Figure(Fraction(quantity.value or 0), half, said)


def _end(value: Decimal | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def _value(quantity: Quantity) -> _Value:
    return (quantity.value, quantity.unit.base + quantity.unit.per)
