"""Rates, shares, growth and averages that do not follow from their figures."""

from __future__ import annotations

from random import Random

from tests.bench.heldout.plant.draft import ERROR, Draft, Drafts, Kind
from tests.bench.heldout.plant.picks import MISTYPED, Pick, mistyped, replaced
from tests.bench.heldout.plant.relations import FORMULA
from tests.bench.heldout.plant.scene import Mention, Scene
from tests.bench.heldout.plant.witness import Ties
from tests.bench.heldout.spell import plain

RATES = "比率增幅"
_PER_CENT = ("%", "‰", "个百分点")


def _is_rate(*endings: str) -> Pick:
    """Percentages and points that follow from other figures."""

    def pick(mention: Mention, scene: Scene) -> bool:
        del scene
        return mention.same.endswith(endings) and mention.reading.unit in _PER_CENT

    return pick


def _is_derived(mention: Mention, scene: Scene) -> bool:
    """A share or rate that the content works out from other quantities."""
    del scene
    return mention.same.startswith("fact:") and mention.reading.unit in ("%", "‰")


def _is_average(mention: Mention, scene: Scene) -> bool:
    del scene
    return mention.same.startswith("fact:") and mention.reading.unit not in _PER_CENT


def _worked_out(pick: Pick) -> Drafts:
    """Mistyped figures that are results of a formula."""

    def drafts(scene: Scene, ties: Ties, random: Random) -> list[Draft]:
        results = {r.result for r in ties.relations if r.how == FORMULA}
        return mistyped(lambda m, s: pick(m, s) and m.same in results, *MISTYPED)(scene, ties, random)

    return drafts


def _wrong_base(mention: Mention, scene: Scene) -> str | None:
    """Growth over this year's figure in the place of last year's."""
    key = mention.same.rpartition(":")[0]
    row = scene.case.rows.get(key)
    if row is None or not row.base or isinstance(row.actual, str) or not mention.numeral:
        return None
    places = len(mention.numeral[0].partition(".")[2])
    return plain(round((row.actual - row.base) / row.actual * 100, places))


KINDS = [
    Kind(RATES, "执行率写错", ERROR, mistyped(_is_rate("funds:rate"), *MISTYPED)),
    Kind(RATES, "增幅写错", ERROR, _worked_out(_is_rate(":growth", ":growth2", ":growth3", ":points", ".g", ".p"))),
    Kind(RATES, "增幅用错基数", ERROR, replaced(_is_rate(":growth"), _wrong_base)),
    Kind(RATES, "完成率写错", ERROR, _worked_out(lambda m, s: _is_rate(":rate")(m, s) and m.same != "funds:rate")),
    Kind(RATES, "占比写错", ERROR, _worked_out(lambda m, s: m.same.endswith(":share") or _is_derived(m, s))),
    Kind(RATES, "平均数写错", ERROR, _worked_out(_is_average)),
]  # fmt: skip
