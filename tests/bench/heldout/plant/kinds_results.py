"""Results and goals of the rows: in the prose, in the words of the form, in its cells and other tables."""

from __future__ import annotations

from schemas.fact import Role
from tests.bench.heldout.plant import slips
from tests.bench.heldout.plant.draft import ERROR, Kind, number_of
from tests.bench.heldout.plant.picks import MISTYPED, in_prose, mistyped, replaced, row_of
from tests.bench.heldout.plant.scene import Mention, Scene
from tests.bench.heldout.spell import plain

CELLS, RESULTS, GOALS = "表格", "完成值", "目标值"


def _is_funds_cell(mention: Mention, scene: Scene) -> bool:
    del scene
    money = mention.unit in ("万元", "元") and mention.place.in_form and mention.label is None
    return money and mention.same.startswith(("funds:", "row:", "fact:"))


def _is_table_cell(mention: Mention, scene: Scene) -> bool:
    del scene
    return mention.label is None and not mention.place.in_form


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


KINDS = [
    Kind(CELLS, "资金栏写错", ERROR, mistyped(_is_funds_cell, *MISTYPED, slips.point)),
    Kind(CELLS, "正文表格写错", ERROR, mistyped(_is_table_cell, *MISTYPED, slips.point)),
    Kind(CELLS, "串行", ERROR, replaced(lambda m, s: _is_table_cell(m, s) or _is_result_cell(m, s), _row_above)),
    Kind(RESULTS, "正文写错", ERROR, mistyped(_is_spoken_result, *MISTYPED, slips.point)),
    Kind(RESULTS, "完成情况栏写错", ERROR, mistyped(_is_result_in_words, *MISTYPED, slips.point)),
    Kind(RESULTS, "完成值栏写错", ERROR, mistyped(_is_result_cell, *MISTYPED, slips.point)),
    Kind(RESULTS, "用了上年数", ERROR, replaced(_is_result, _last_year)),
    Kind(RESULTS, "用了别的指标的数", ERROR, replaced(_is_result, _other_row)),
    Kind(GOALS, "正文写错", ERROR, mistyped(_is_spoken_goal, *MISTYPED, slips.point)),
    Kind(GOALS, "目标栏写错", ERROR, mistyped(_is_goal_in_words, *MISTYPED, slips.point)),
    Kind(GOALS, "指标值栏写错", ERROR, mistyped(_is_goal_cell, *MISTYPED, slips.point)),
]  # fmt: skip
