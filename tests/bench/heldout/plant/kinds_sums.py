"""Parts and totals: one of them mistyped, a part left out, one more than its whole, a count that its list does not bear out."""

from __future__ import annotations

import re
from itertools import pairwise
from random import Random

from tests.bench.heldout.plant.draft import ERROR, Draft, Kind, number_of, refigured
from tests.bench.heldout.plant.picks import MISTYPED, mistyped, replaced
from tests.bench.heldout.plant.relations import ORDER, SUM
from tests.bench.heldout.plant.scene import Mention, Scene
from tests.bench.heldout.plant.witness import SAME, Proof, Ties

SUMS, WHOLES, COUNTS = "分项与合计", "部分与整体", "项数"
_COUNTED = re.compile(
    r"(?<![第十])([两二三四五2345])(?=项|部分|批|级|地|路|块|类|个(?:方面|部分|项目|子项目|乡镇|镇))"
)
_WORDS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "2": 2, "3": 3, "4": 4, "5": 5}
_MORE = {"两": "三", "二": "三", "三": "四", "四": "五", "五": "六", "2": "3", "3": "4", "4": "5", "5": "6"}
_REACH = 26  # characters from the total within which a count is about its parts


def _is_part(mention: Mention, scene: Scene) -> bool:
    label = mention.label
    sums = scene.sums
    return bool(label and label.part_of and label.part_of in sums and _closed(sums[label.part_of][0]))


def _is_total(mention: Mention, scene: Scene) -> bool:
    label = mention.label
    return bool(label and label.total_of and label.total_of in scene.sums and label.exhaustive)


def _closed(total: Mention) -> bool:
    return bool(total.label and total.label.exhaustive)


def _neighbour(mention: Mention, scene: Scene) -> str | None:
    """Another part of the same sum."""
    assert mention.label
    parts = scene.sums[mention.label.part_of][1]
    others = [
        p for p in parts if p.numeral and p.reading.value != mention.reading.value and p.unit == mention.unit
    ]
    return others[0].numeral[0] if others and others[0].numeral else None


def _left_out(scene: Scene, ties: Ties, random: Random) -> list[Draft]:
    """A middle part of a list taken out, its name with it."""
    del ties, random
    found: list[Draft] = []
    for total, parts in scene.sums.values():
        if not (total.label and total.label.exhaustive) or len(parts) < 3:
            continue
        for before, gone in pairwise(parts[:-1]):
            draft = _without(scene, before, gone, total, parts)
            if draft:
                found.append(draft)
    return found


def _without(
    scene: Scene, before: Mention, gone: Mention, total: Mention, parts: list[Mention]
) -> Draft | None:
    paragraph = gone.place.paragraph
    if paragraph is None or any(m.place.paragraph is not paragraph for m in (before, total)):
        return None
    between = paragraph.text[before.end : gone.at]
    behind = paragraph.text[gone.end : gone.end + 1]
    if total.at < before.at:
        return None  # who names the whole first may list some of it: 添书35021册，科技类7004册
    others = [m for m in paragraph.labels if before.end <= m.at < gone.at]
    if others or behind not in "，、；,;" or between[:1] != behind or re.search(r"[。：:]", between):
        return None
    if any(m.same == gone.same for m in scene.mentions if m is not gone and m.place.paragraph is paragraph):
        return None
    rest = tuple(p for p in parts if p is not gone)
    needles = (str(number_of(total)), total.numeral[0] if total.numeral else total.printed)
    proof = Proof(SUM, near=True, mentions=(total, *rest))
    touched = frozenset({total.same, *(p.same for p in parts)})
    return Draft(gone.place, before.end, gone.end, "", None, [proof], needles, touched)


def _beyond(scene: Scene, ties: Ties, random: Random) -> list[Draft]:
    """A part (其中, 主要包括) of more than its whole."""
    del ties
    found: list[Draft | None] = []
    for total, parts in scene.sums.values():
        if total.label and not total.label.exhaustive and total.numeral:
            alike = [part for part in parts if part.numeral and part.reading.unit == total.reading.unit]
            found += [_raised(part, total, random) for part in alike]
    for part, whole in _within(scene):
        if part.numeral and whole.numeral and part.place.block is whole.place.block:
            found.append(_raised(part, whole, random))
    return [draft for draft in found if draft]


def _within(scene: Scene) -> list[tuple[Mention, Mention]]:
    """Pairs that say of themselves that one is among the other."""
    names = (("senior", "tech"), ("gw.h", "gw"), ("back", "quest"), ("tech", "onjob"))
    values = scene.case.values
    pairs = [(values[a].same, values[b].same) for a, b in names if a in values and b in values]
    return [(a, b) for part, whole in pairs for a in scene.by_same[part] for b in scene.by_same[whole]]


def _raised(part: Mention, whole: Mention, random: Random) -> Draft | None:
    assert whole.reading.value is not None
    assert part.numeral
    scale = (part.reading.value or 0) / number_of(part) if number_of(part) else 1
    over = whole.reading.value / (scale or 1) * random.choice((102, 107, 115)) / 100
    places = len(part.numeral[0].partition(".")[2])
    draft = refigured(part, f"{round(over, places) if places else int(over) + 1}")
    if draft:
        draft.proofs = [Proof(ORDER, part.place.block is whole.place.block, (whole,))]
    return draft


def _miscounted(scene: Scene, ties: Ties, random: Random) -> list[Draft]:
    """A count of the parts that stand beside it, one more than there are."""
    del ties, random
    found: list[Draft] = []
    for total, parts in scene.sums.values():
        paragraph = total.place.paragraph
        if paragraph is None or not (total.label and total.label.exhaustive):
            continue
        start = max(0, total.at - _REACH, paragraph.text.rfind("。", 0, total.at) + 1)
        for word in _COUNTED.finditer(paragraph.text, start, total.end + 8):
            taken = any(label.at <= word.start() < label.end for label in paragraph.labels)
            if not taken and _WORDS[word[1]] == len(parts):
                proof = Proof(SAME, near=True, mentions=tuple(parts))
                touched = frozenset({total.same, *(p.same for p in parts)})
                figure = total.numeral[0] if total.numeral else total.printed  # 四项之和 of three says so too
                needles = (_MORE[word[1]] + paragraph.text[word.end() : word.end() + 2], figure)
                found.append(
                    Draft(
                        total.place, word.start(), word.end(), _MORE[word[1]], None, [proof], needles, touched
                    )
                )
    return found


def _rows(scene: Scene, ties: Ties, random: Random) -> list[Draft]:
    """How many indicators the form has."""
    del ties
    sames = ("form:rows", "form:rows:quantity", "form:rows:word")
    drafts = [
        refigured(m, str(int(number_of(m)) + random.choice((1, 2, -1))))
        for m in scene.mentions
        if m.same in sames and m.numeral
    ]
    return [draft for draft in drafts if draft]


KINDS = [
    Kind(SUMS, "分项写错", ERROR, mistyped(_is_part, *MISTYPED)),
    Kind(SUMS, "合计写错", ERROR, mistyped(_is_total, *MISTYPED)),
    Kind(SUMS, "分项重填", ERROR, replaced(_is_part, _neighbour)),
    Kind(SUMS, "漏一项", ERROR, _left_out),
    Kind(WHOLES, "部分大于整体", ERROR, _beyond),
    Kind(COUNTS, "项数与列举不符", ERROR, _miscounted),
    Kind(COUNTS, "指标个数写错", ERROR, _rows),
]  # fmt: skip
