"""Figures mistyped: money, parts and totals, cells, results, goals, rates. Which are picked by what they mean."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from schemas.fact import Role
from tests.bench.heldout.case import Row
from tests.bench.heldout.plant import slips
from tests.bench.heldout.plant.draft import ERROR, Draft, Kind, number_of, refigured
from tests.bench.heldout.plant.relations import FORMULA
from tests.bench.heldout.plant.scene import Mention, Scene
from tests.bench.heldout.plant.slips import Slip
from tests.bench.heldout.plant.witness import Ties
from tests.bench.heldout.spell import plain

Pick = Callable[[Mention, Scene], bool]
_MISTYPED = (slips.digit, slips.swapped, slips.longer, slips.shorter)
_PER_CENT = ("%", "‰", "个百分点")


def mistyped(pick: Pick, *how: Slip) -> Callable[[Scene, Ties, Random], list[Draft]]:
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


def replaced(
    pick: Pick, other: Callable[[Mention, Scene], str | None]
) -> Callable[[Scene, Ties, Random], list[Draft]]:
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


def is_money(mention: Mention, scene: Scene) -> bool:
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


def _is_part(mention: Mention, scene: Scene) -> bool:
    label = mention.label
    sums = scene.sums
    return bool(label and label.part_of and label.part_of in sums and _closed(sums[label.part_of][0]))


def _is_total(mention: Mention, scene: Scene) -> bool:
    label = mention.label
    return bool(label and label.total_of and label.total_of in scene.sums and label.exhaustive)


def _closed(total: Mention) -> bool:
    return bool(total.label and total.label.exhaustive)


def _is_funds_cell(mention: Mention, scene: Scene) -> bool:
    del scene
    money = mention.unit in ("万元", "元") and mention.place.in_form and mention.label is None
    return money and mention.same.startswith(("funds:", "row:", "fact:"))


def _is_table_cell(mention: Mention, scene: Scene) -> bool:
    del scene
    return mention.label is None and not mention.place.in_form


def row_of(mention: Mention, scene: Scene) -> Row | None:
    """The row of the form whose target or result this is."""
    key, _, kind = mention.same.rpartition(":")
    return scene.case.rows.get(key) if kind in ("actual", "target") else None


def _is_result(mention: Mention, scene: Scene) -> bool:
    return row_of(mention, scene) is not None and mention.same.endswith(":actual")


def _is_spoken_result(mention: Mention, scene: Scene) -> bool:
    return in_prose(mention) and not mention.place.in_form and _is_result(mention, scene)


def _is_result_in_words(mention: Mention, scene: Scene) -> bool:
    return in_prose(mention) and mention.place.in_form and _is_result(mention, scene)


def _is_result_cell(mention: Mention, scene: Scene) -> bool:
    return mention.label is None and mention.place.in_form and _is_result(mention, scene)


def _is_spoken_goal(mention: Mention, scene: Scene) -> bool:
    is_goal = mention.role is Role.TARGET and mention.same.endswith(":target")
    return in_prose(mention) and not mention.place.in_form and is_goal and row_of(mention, scene) is not None


def _is_goal_in_words(mention: Mention, scene: Scene) -> bool:
    is_goal = mention.same.endswith(":target") and row_of(mention, scene) is not None
    return in_prose(mention) and mention.place.in_form and is_goal


def _is_goal_cell(mention: Mention, scene: Scene) -> bool:
    is_goal = mention.same.endswith(":target") and row_of(mention, scene) is not None
    return mention.label is None and mention.place.in_form and is_goal


def _last_year(mention: Mention, scene: Scene) -> str | None:
    """What the same row was the year before, where the document says that too."""
    row = row_of(mention, scene)
    if row is None or not row.base or not any(m for m in scene.by_same[f"{row.key}:base"]):
        return None
    return plain(row.base) if number_of(mention) == row.actual else None


def _other_row(mention: Mention, scene: Scene) -> str | None:
    """The result of the next row of the form that is counted in the same unit."""
    row = row_of(mention, scene)
    if row is None or number_of(mention) != row.actual:
        return None
    rows = [
        r for r in scene.case.rows.values() if r.is_number and r.unit == row.unit and r.actual != row.actual
    ]
    return plain(rows[0].actual) if rows and not isinstance(rows[0].actual, str) else None


def _initial(mention: Mention, scene: Scene) -> str | None:
    """The budget of the year's start in the place of the full one."""
    values = scene.case.values
    initial, full = values["init"].number, values["full"].number
    is_full = mention.same == "funds:full" and number_of(mention) == full != initial
    return plain(initial) if is_full else None


def _neighbour(mention: Mention, scene: Scene) -> str | None:
    """Another part of the same sum."""
    assert mention.label
    parts = scene.sums[mention.label.part_of][1]
    others = [
        p for p in parts if p.numeral and p.reading.value != mention.reading.value and p.unit == mention.unit
    ]
    return others[0].numeral[0] if others and others[0].numeral else None


def _row_above(mention: Mention, scene: Scene) -> str | None:
    """The figure one row up in the same column of a table."""
    place = mention.place
    if place.row == 0:
        return None
    above = [
        m
        for m in scene.mentions
        if m.place.block is place.block and m.label is None and m.unit == mention.unit
        and m.place.row == place.row - 1 and m.same.rpartition(":")[2] == mention.same.rpartition(":")[2]
    ]  # fmt: skip
    return above[0].printed if len(above) == 1 and above[0].printed != mention.printed else None


def is_rate(*endings: str) -> Pick:
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


def worked_out(pick: Pick) -> Callable[[Scene, Ties, Random], list[Draft]]:
    """Mistyped figures that are results of a formula."""

    def drafts(scene: Scene, ties: Ties, random: Random) -> list[Draft]:
        results = {r.result for r in ties.relations if r.how == FORMULA}
        return mistyped(lambda m, s: pick(m, s) and m.same in results, *_MISTYPED)(scene, ties, random)

    return drafts


def _wrong_base(mention: Mention, scene: Scene) -> str | None:
    """Growth over this year's figure in the place of last year's."""
    key = mention.same.rpartition(":")[0]
    row = scene.case.rows.get(key)
    if row is None or not row.base or isinstance(row.actual, str) or not mention.numeral:
        return None
    places = len(mention.numeral[0].partition(".")[2])
    return plain(round((row.actual - row.base) / row.actual * 100, places))


MONEY, SUMS, CELLS, RATES, RESULTS, GOALS = "资金数", "分项与合计", "表格", "比率增幅", "完成值", "目标值"

KINDS = [
    Kind(MONEY, "错一位", ERROR, mistyped(is_money, slips.digit)),
    Kind(MONEY, "颠倒两位", ERROR, mistyped(is_money, slips.swapped)),
    Kind(MONEY, "多一位少一位", ERROR, mistyped(is_money, slips.longer, slips.shorter)),
    Kind(MONEY, "小数点错位", ERROR, mistyped(is_money, slips.point)),
    Kind(MONEY, "年初数当全年数", ERROR, replaced(is_money, _initial)),
    Kind(SUMS, "分项写错", ERROR, mistyped(_is_part, *_MISTYPED)),
    Kind(SUMS, "合计写错", ERROR, mistyped(_is_total, *_MISTYPED)),
    Kind(SUMS, "分项重填", ERROR, replaced(_is_part, _neighbour)),
    Kind(CELLS, "资金栏写错", ERROR, mistyped(_is_funds_cell, *_MISTYPED, slips.point)),
    Kind(CELLS, "正文表格写错", ERROR, mistyped(_is_table_cell, *_MISTYPED, slips.point)),
    Kind(CELLS, "串行", ERROR, replaced(lambda m, s: _is_table_cell(m, s) or _is_result_cell(m, s), _row_above)),
    Kind(RATES, "执行率写错", ERROR, mistyped(is_rate("funds:rate"), *_MISTYPED)),
    Kind(RATES, "增幅写错", ERROR, worked_out(is_rate(":growth", ":growth2", ":growth3", ":points", ".g", ".p"))),
    Kind(RATES, "增幅用错基数", ERROR, replaced(is_rate(":growth"), _wrong_base)),
    Kind(RATES, "完成率写错", ERROR, worked_out(is_rate(":rate"))),
    Kind(RATES, "占比写错", ERROR, worked_out(lambda m, s: m.same.endswith(":share") or _is_derived(m, s))),
    Kind(RATES, "平均数写错", ERROR, worked_out(_is_average)),
    Kind(RESULTS, "正文写错", ERROR, mistyped(_is_spoken_result, *_MISTYPED, slips.point)),
    Kind(RESULTS, "完成情况栏写错", ERROR, mistyped(_is_result_in_words, *_MISTYPED, slips.point)),
    Kind(RESULTS, "完成值栏写错", ERROR, mistyped(_is_result_cell, *_MISTYPED, slips.point)),
    Kind(RESULTS, "用了上年数", ERROR, replaced(_is_result, _last_year)),
    Kind(RESULTS, "用了别的指标的数", ERROR, replaced(_is_result, _other_row)),
    Kind(GOALS, "正文写错", ERROR, mistyped(_is_spoken_goal, *_MISTYPED, slips.point)),
    Kind(GOALS, "目标栏写错", ERROR, mistyped(_is_goal_in_words, *_MISTYPED, slips.point)),
    Kind(GOALS, "指标值栏写错", ERROR, mistyped(_is_goal_cell, *_MISTYPED, slips.point)),
]  # fmt: skip
