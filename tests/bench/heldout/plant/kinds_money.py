"""The money of the project in the prose, and units of the wrong size."""

from __future__ import annotations

from random import Random

from tests.bench.heldout.plant import slips
from tests.bench.heldout.plant.draft import ERROR, Draft, Drafts, Kind, number_of, refigured
from tests.bench.heldout.plant.picks import mistyped, replaced
from tests.bench.heldout.plant.scene import Mention, Scene
from tests.bench.heldout.plant.witness import Ties
from tests.bench.heldout.spell import plain

MONEY, UNITS = "资金数", "单位"


def _is_money(mention: Mention, scene: Scene) -> bool:
    """The project's own money in the prose; its parts and rates are other families."""
    del scene
    label = mention.label
    return (
        label is not None
        and not label.part_of
        and not label.total_of
        and not mention.place.in_form  # a goal may speak of the money there was when it was set
        and mention.same.startswith("funds:")
        and "/" not in mention.same
        and mention.same != "funds:rate"
    )


def _initial(mention: Mention, scene: Scene) -> str | None:
    """The budget of the year's start in the place of the full one."""
    values = scene.case.values
    initial, full = values["init"].number, values["full"].number
    is_full = mention.same == "funds:full" and number_of(mention) == full != initial
    return plain(initial) if is_full else None


def _unit(*swaps: tuple[str, str]) -> Drafts:
    def drafts(scene: Scene, ties: Ties, random: Random) -> list[Draft]:
        del ties
        found = [
            refigured(mention, mention.numeral[0], random.choice(swaps))
            for mention in scene.mentions
            if mention.label and mention.numeral
        ]
        return [draft for draft in found if draft]

    return drafts


KINDS = [
    Kind(MONEY, "错一位", ERROR, mistyped(_is_money, slips.digit)),
    Kind(MONEY, "颠倒两位", ERROR, mistyped(_is_money, slips.swapped)),
    Kind(MONEY, "多一位少一位", ERROR, mistyped(_is_money, slips.longer, slips.shorter)),
    Kind(MONEY, "小数点错位", ERROR, mistyped(_is_money, slips.point)),
    Kind(MONEY, "年初数当全年数", ERROR, replaced(_is_money, _initial)),
    Kind(UNITS, "万元写成元", ERROR, _unit(("万元", "元"))),
    Kind(UNITS, "万元写成亿元", ERROR, _unit(("万元", "亿元"))),
    Kind(UNITS, "别的单位多万少万", ERROR, _unit(("万人次", "人次"), ("万亩", "亩"), ("亿元", "万元"), ("万人", "人"))),
]  # fmt: skip
