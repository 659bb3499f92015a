"""The goals of a form and what came of them: side by side, one below the other, or one a row."""

from __future__ import annotations

from collections.abc import Mapping

from extractors.forms.cells import Row, entry, label, labelled, number_in
from extractors.forms.columns import sides_of
from extractors.forms.draft import Draft
from extractors.forms.values import points
from schemas.document import Cell
from schemas.form import Entry, load_form_words

_SHORTEST = 4  # characters; a shorter text is a mark, not a goal
_BESIDE = {"weight": "goal_weight", "score": "goal_score", "deviation": ""}


class Goals:
    """The goals block while it is read: which slots hold goals and which results."""

    headed = True

    def __init__(self, columns: Mapping[int, str], sides: Mapping[int, str]) -> None:
        self._columns = columns
        self.sides = sides

    def take(self, row: Row, draft: Draft) -> bool:
        """Read one row of goals and results."""
        seen: list[Cell] = []
        for slot, name in sorted(self._columns.items()):
            cell = row.at(slot)
            if cell is None or any(cell is each for each in seen):
                continue
            seen.append(cell)
            if name.startswith("goal_"):
                if number_in(cell.text) is not None:
                    draft.points.setdefault(name, points(entry(cell)))
            elif name:
                _keep(entry(cell), name, draft)
        return True


def _keep(said: Entry, name: str, draft: Draft) -> None:
    if len(said.text) < _SHORTEST or load_form_words().goals.named(label(said.text)):
        return
    if name == "result":
        draft.results.append(said)
    else:
        draft.side(name).goals.append(said)


def goals_of(row: Row, draft: Draft, *, strict: bool = False) -> Goals | None:
    """The block that this row heads; where goal and text stand in the row itself, they are taken.

    ``strict``: below indicators, where 预期目标 and 实际完成情况 must stand side by side.
    """
    words = load_form_words()
    labels = {at: name for at, _, key in row.own if (name := words.goals.named(key))}
    if row.has_number() or (strict and not {"goal", "result"} <= set(labels.values())):
        return None
    texts = _texts_beside(row, labels)
    if texts:
        for said, name in texts:
            _keep(said, name, draft)
        return Goals({}, {})
    if not labels or ("result" not in labels.values() and len(row.own) > len(labels) + 1):
        return None
    columns: dict[int, str] = {}
    for at, cell, key in row.own:
        name = labels.get(at) or _BESIDE.get(words.indicator_columns.field(key), "")
        columns |= dict.fromkeys(range(at, at + cell.colspan), name)
    return Goals(columns, sides_of(row))


def _texts_beside(row: Row, labels: Mapping[int, str]) -> list[tuple[Entry, str]]:
    """Each text right of a label in the same row, or behind it in the same cell: 年度目标 | 完成…, 年度目标：完成…."""
    words = load_form_words()
    found: list[tuple[Entry, str]] = []
    name = ""
    for at, cell, key in row.own:
        pair = labelled(cell)
        inside = words.goals.named(pair.key) if pair else ""
        if at in labels:
            name = labels[at]
            continue
        if pair and inside:
            found.append((pair.value, inside))
        elif name and len(key) >= _SHORTEST and not words.indicator_columns.field(key):
            found.append((entry(cell), name))
        name = ""
    return found
