"""An error before it is made, and the making of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from random import Random

from tests.bench.heldout.blocks import Table
from tests.bench.heldout.numbers import read
from tests.bench.heldout.plant.scene import NUMERAL, Interval, Mention, Place, Scene, interval
from tests.bench.heldout.plant.witness import Proof, Ties

ERROR, WARNING = "error", "warning"


@dataclass(slots=True)
class Draft:
    """``text[at:end]`` of the place becomes ``words``. A figure's draft says which; others prove themselves."""

    place: Place
    at: int
    end: int
    words: str
    mention: Mention | None = None
    proofs: list[Proof] = field(default_factory=list)
    needles: tuple[str, ...] = ()
    touched: frozenset[str] = frozenset()  # latent quantities, so that no other plant rests on them
    wide: bool = False  # it speaks of the whole report


Drafts = Callable[[Scene, Ties, Random], "list[Draft]"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A way to go wrong. ``drafts`` offers places; those of figures are kept if something contradicts them."""

    family: str
    name: str
    severity: str
    drafts: Drafts


def refigured(mention: Mention, numeral: str, unit: tuple[str, str] = ("", "")) -> Draft | None:
    """``mention`` with other digits (and, of its unit's words, the first of ``unit`` made the second)."""
    found = mention.numeral
    if found is None:
        return None
    tail = mention.printed[found.end() :]
    if unit[0]:
        if not tail.lstrip().startswith(unit[0]):
            return None
        tail = tail.replace(unit[0], unit[1], 1)
    words = mention.printed[: found.start()] + numeral + tail
    return Draft(mention.place, mention.at, mention.end, words, mention, needles=(numeral,))


def number_of(mention: Mention) -> Decimal:
    """The number as printed, in the unit printed."""
    found = NUMERAL.search(mention.printed)
    assert found
    return Decimal(found[0].replace(",", ""))


def stands_for(mention: Mention, words: str) -> Interval | None:
    """The interval that ``mention`` would stand for if it were printed as ``words``."""
    unit = "" if mention.label else mention.unit
    exact = mention.reading.low == mention.reading.high
    return interval(read(f"{words}{unit}", exact=exact), words, is_target=mention.is_target)


def apply(draft: Draft) -> None:
    """Print it so. Labels behind it move; the label of the figure itself reads what is printed now."""
    place = draft.place
    text = place.text[: draft.at] + draft.words + place.text[draft.end :]
    shift = len(draft.words) - (draft.end - draft.at)
    if isinstance(place.block, Table):
        row = place.block.rows[place.row]
        row[place.index] = replace(place.cell, text=text)
    if place.paragraph is None:
        return
    for label in place.paragraph.labels:
        if draft.mention is not None and label is draft.mention.label:
            label.end += shift
            label.printed = text[label.at : label.end]
        elif label.at >= draft.end:
            label.at, label.end = label.at + shift, label.end + shift
    moved = [(a + shift, b + shift) if a >= draft.end else (a, b) for a, b in place.paragraph.nones]
    place.paragraph.nones = moved
    place.paragraph.text = text
