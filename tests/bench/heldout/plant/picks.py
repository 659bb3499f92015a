"""Which figures an error may befall, and drafts of them gone wrong."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.bench.heldout.case import Row
from tests.bench.heldout.markup import Label
from tests.bench.heldout.plant import slips
from tests.bench.heldout.plant.draft import Draft, Drafts, refigured
from tests.bench.heldout.plant.scene import Mention, Place, Scene
from tests.bench.heldout.plant.slips import Slip
from tests.bench.heldout.plant.witness import SELF, Proof, Ties

Pick = Callable[[Mention, Scene], bool]
OWN = Proof(SELF, near=True, mentions=())  # for what shows itself
MISTYPED: tuple[Slip, ...] = (slips.digit, slips.swapped, slips.longer, slips.shorter)


def mistyped(pick: Pick, *how: Slip) -> Drafts:
    """Drafts of every figure that ``pick`` takes, each gone wrong in one of the ways ``how``."""

    def drafts(scene: Scene, ties: Ties, random: Random) -> list[Draft]:
        del ties
        found: list[Draft] = []
        for mention in scene.mentions:
            if mention.numeral is None or not pick(mention, scene):
                continue
            new = random.choice(how)(mention.numeral[0], random)
            draft = refigured(mention, new) if new else None
            if draft:
                found.append(draft)
        return found

    return drafts


def replaced(pick: Pick, other: Callable[[Mention, Scene], str | None]) -> Drafts:
    """Drafts of every figure that ``pick`` takes, with the digits of another quantity in its place."""

    def drafts(scene: Scene, ties: Ties, random: Random) -> list[Draft]:
        del ties, random
        made = [
            refigured(m, numeral)
            for m in scene.mentions
            if m.numeral and pick(m, scene) and (numeral := other(m, scene))
        ]
        return [draft for draft in made if draft]

    return drafts


def in_prose(mention: Mention) -> bool:
    return mention.label is not None


def row_of(mention: Mention, scene: Scene) -> Row | None:
    """The row of the form whose target or result this is."""
    key, _, kind = mention.same.rpartition(":")
    return scene.case.rows.get(key) if kind in ("actual", "target") else None


def bodies(scene: Scene) -> list[Place]:
    return [p for p in scene.paragraphs() if p.paragraph and p.paragraph.style == "body"]


def labels_of(place: Place) -> list[Label]:
    """The labels of a paragraph."""
    return place.paragraph.labels if place.paragraph else []
