"""What contradicts a figure: the same quantity elsewhere, or a relation whose other terms are printed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from tests.bench.heldout.plant.relations import ORDER, Relation, evaluate, relations, scale
from tests.bench.heldout.plant.scene import Interval, Mention, Scene

SAME, SELF = "同一数", "自身"
_ALWAYS_ONE = ("funds:", "form:", "survey:")  # named alike wherever they stand


@dataclass(frozen=True, slots=True)
class Proof:
    """What gives an error away: ``mentions`` are the other figures; ``near``: all in the same paragraph or table."""

    how: str
    near: bool
    mentions: tuple[Mention, ...]
    strong: bool = False

    @property
    def is_fair(self) -> bool:
        """Whether a reader could be expected to see it."""
        return self.near or self.strong or self.how in (SAME, SELF)


class Ties:
    """The relations of a scene that hold among what it prints."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.scales: dict[str, Decimal] = {}
        self.relations: list[Relation] = []
        seen: set[tuple[str, frozenset[str]]] = set()
        for relation in relations(scene):
            if (relation.result, relation.members) in seen and relation.how != ORDER:
                continue
            own = next((m for m in scene.by_same[relation.result] if m.interval), None)
            if own is None or self._terms(relation, own, own.interval) is None:
                continue
            if self._breaks(relation, own, own.interval) is None:
                self.relations.append(relation)
                seen.add((relation.result, relation.members))

    def proofs(self, mention: Mention, now: Interval) -> list[Proof]:
        """What contradicts ``mention`` if it stands for ``now``."""
        found = list(self._said_again(mention, now))
        for relation in self.relations:
            if mention.same in relation.members:
                others = self._breaks(relation, mention, now)
                if others is not None:
                    near = all(other.place.block is mention.place.block for other in others)
                    found.append(Proof(relation.how, near, tuple(others), relation.strong))
        return found

    def _said_again(self, mention: Mention, now: Interval) -> Iterable[Proof]:
        for other in self.scene.by_same[mention.same]:
            if other is mention or not _linked(mention, other) or not _apart(other, now):
                continue
            yield Proof(SAME, other.place.block is mention.place.block, (other,))

    def _terms(
        self, relation: Relation, mention: Mention, now: Interval | None
    ) -> tuple[dict[str, Interval], list[Mention]] | None:
        """Every member's interval in its own unit, by name of the latent quantity, and who says the others."""
        if now is None:
            return None
        intervals = {mention.same: self._scaled(mention.same, now)}
        others: list[Mention] = []
        for same in relation.members - {mention.same}:
            fits = [m for m in self.scene.by_same[same] if m.interval is not None]
            if not fits:
                return None
            best = min(fits, key=lambda m: (m.place.block is not mention.place.block, _width(m)))
            assert best.interval is not None
            intervals[same] = self._scaled(same, best.interval)
            others.append(best)
        return intervals, others

    def _scaled(self, same: str, interval: Interval) -> Interval:
        if same not in self.scales:
            self.scales[same] = scale(self.scene, same)
        return interval[0] / self.scales[same], interval[1] / self.scales[same]

    def _breaks(self, relation: Relation, mention: Mention, now: Interval | None) -> list[Mention] | None:
        """Who says the other terms, where ``relation`` cannot hold; None where it can."""
        terms = self._terms(relation, mention, now)
        if terms is None:
            return None
        intervals, others = terms
        known = {name: intervals[same] for name, same in relation.known.items()}
        due = evaluate(relation.tree, known)
        if due is None:
            return None
        low, high = intervals[relation.result]
        slack = relation.slack
        if relation.how == ORDER:
            return others if low > due[1] else None
        return others if low - slack > due[1] or high + slack < due[0] else None


def _width(mention: Mention) -> Decimal:
    assert mention.interval is not None
    return mention.interval[1] - mention.interval[0]


def _linked(a: Mention, b: Mention) -> bool:
    """Whether a reader would know the two for one quantity."""
    if a.row and a.row == b.row:
        return a.is_target == b.is_target
    return (a.same.startswith(_ALWAYS_ONE) and "/" not in a.same) or (
        bool(a.subject) and a.subject == b.subject
    )


def _apart(other: Mention, now: Interval) -> bool:
    """Whether no number satisfies both."""
    if other.is_target:
        stands = other.interval
        return stands is not None and (stands[1] < now[0] or now[1] < stands[0])
    low, high = other.reading.low, other.reading.high
    below = high is not None and (high < now[0] or (high == now[0] and not other.reading.high_closed))
    above = low is not None and (now[1] < low or (now[1] == low and not other.reading.low_closed))
    return below or above
