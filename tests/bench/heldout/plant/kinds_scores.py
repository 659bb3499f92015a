"""Points: weights and scores of the form, their sums, what the prose says of them."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from tests.bench.heldout.plant import slips
from tests.bench.heldout.plant.draft import ERROR, Draft, Kind, number_of, refigured
from tests.bench.heldout.plant.picks import in_prose, mistyped, replaced
from tests.bench.heldout.plant.scene import Mention, Scene
from tests.bench.heldout.plant.witness import Ties
from tests.bench.heldout.spell import plain

SCORES = "分值得分"


def _is_row(mention: Mention, kind: str) -> bool:
    return mention.same.startswith("mark:") and mention.same.endswith(f":{kind}")


def _score(scene: Scene, ties: Ties, random: Random) -> list[Draft]:
    """A point or two more or less, still within the weight."""
    del ties
    found: list[Draft | None] = []
    for mention in scene.mentions:
        row = scene.case.rows.get(mention.same.partition(":")[2].rpartition(":")[0])
        if _is_row(mention, "score") and row:
            score = number_of(mention) - random.choice((Decimal(1), Decimal("1.5"), Decimal(2)))
            if score > 0:
                found.append(refigured(mention, plain(score)))
    return [draft for draft in found if draft]


def _over(mention: Mention, scene: Scene) -> str | None:
    """A score of more points than there are."""
    row = scene.case.rows.get(mention.same.partition(":")[2].rpartition(":")[0])
    return plain(row.weight + 1) if row else None


def _full_for_unmet(mention: Mention, scene: Scene) -> str | None:
    """Full points for what was not reached."""
    row = scene.case.rows.get(mention.same.partition(":")[2].rpartition(":")[0])
    return plain(row.weight) if row and row.score < row.weight else None


def _weight(scene: Scene, ties: Ties, random: Random) -> list[Draft]:
    del ties
    drafts = [
        refigured(m, plain(number_of(m) + random.choice((1, 2, 3))))
        for m in scene.mentions
        if _is_row(m, "weight")
    ]
    return [draft for draft in drafts if draft]


def _group(scene: Scene, ties: Ties, random: Random) -> list[Draft]:
    """The points of a group, in the form or the prose, five or ten off."""
    del ties
    drafts = [
        refigured(m, plain(number_of(m) + random.choice((5, 10, -5))))
        for m in scene.mentions
        if m.same.startswith("form:") and m.same.endswith(":weight") and number_of(m) > 5
    ]
    return [draft for draft in drafts if draft]


KINDS = [
    Kind(SCORES, "得分写错", ERROR, _score),
    Kind(SCORES, "得分超过分值", ERROR, replaced(lambda m, s: bool(s) and _is_row(m, "score"), _over)),
    Kind(
        SCORES, "未完成填满分", ERROR, replaced(lambda m, s: bool(s) and _is_row(m, "score"), _full_for_unmet)
    ),
    Kind(SCORES, "指标分值写错", ERROR, _weight),
    Kind(SCORES, "一级指标分值写错", ERROR, _group),
    Kind(
        SCORES,
        "表上总分写错",
        ERROR,
        mistyped(lambda m, s: bool(s) and m.same == "form:total" and not in_prose(m), slips.digit, slips.swapped),
    ),
    Kind(
        SCORES,
        "正文总分写错",
        ERROR,
        mistyped(lambda m, s: bool(s) and m.same == "form:total" and in_prose(m), slips.digit, slips.swapped),
    ),
    Kind(
        SCORES,
        "执行得分写错",
        ERROR,
        mistyped(lambda m, s: bool(s) and m.same == "form:exe:score", slips.digit),
    ),
    Kind(
        SCORES,
        "正文分组得分写错",
        ERROR,
        mistyped(
            lambda m, s: bool(s) and in_prose(m) and m.same.startswith("form:") and m.same.endswith((":score", ":lost")),
            slips.digit,
            slips.swapped,
        ),
    ),
]  # fmt: skip
