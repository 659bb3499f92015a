"""Amounts of the points that a paragraph announces: 支出2987.79万元，用于以下3项：一是…支出1336.2万元；二是…支出425.1万元。"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from schemas.document import Document, Paragraph
from schemas.fact import Breakdown, Fact, Role, Source
from schemas.quantity import ZERO, Bound, Kind
from schemas.words import comparable, load_words

POINT = re.compile(
    r"(?:^|[。；;：:，,])\s*(?:[一二三四五六七八九十]+是|第[一二三四五六七八九十]+[，,、]|[（(][1-9一二三四五六七八九][)）]|[①-⑳])"
)
_SPENT = re.compile("(?:支出|投入|安排|拨付|补助|补贴|经费|资金|下达)(?:共|计|为|了|达)*$")


# Of the project's own money: what items may add up to.
TOTALS = frozenset({Role.EXECUTED, Role.BUDGET, Role.BUDGET_FULL, Role.BUDGET_INITIAL, Role.ARRIVED})


@lru_cache(maxsize=8)  # asked once for every amount of a paragraph
def points_of(text: str) -> list[re.Match[str]]:
    """Where points (一是, （1）, ①) begin in a paragraph."""
    return list(POINT.finditer(text))


@dataclass(frozen=True, slots=True)
class _Point:
    block: int
    start: int
    end: int


def point_breakdowns(document: Document, facts: Sequence[Fact]) -> Iterator[Breakdown]:
    """The amounts of points (一是, （1）, ①) as parts of the total that announces them."""
    said: dict[int, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.source is Source.PROSE:
            said[fact.anchor.block].append(fact)
    for points in _runs(document):
        leads = [_lead(point, said[point.block]) for point in points]
        parts = [lead for lead in leads if lead is not None]
        total = _announced(document, points[0], parts, facts)
        if total is None or len(parts) < 2 or not comparable(total.quantity.unit, parts[0].quantity.unit):
            continue
        yield Breakdown(total, tuple(parts), len(parts) == len(points) or None, "分项")


def _runs(document: Document) -> Iterator[list[_Point]]:
    """Points that follow one another: in one paragraph, or at the heads of paragraphs in a row."""
    run: list[_Point] = []
    for at, block in enumerate(document.blocks):
        found = points_of(block.text) if isinstance(block, Paragraph) else []
        if not found or (run and (found[0].start() > 0 or run[-1].block != at - 1)):
            if len(run) >= 2:
                yield run
            run = []
        ends = [*(each.start() for each in found[1:]), len(block.text) if isinstance(block, Paragraph) else 0]
        run = [*run, *(_Point(at, each.start(), end) for each, end in zip(found, ends, strict=bool(found)))]
    if len(run) >= 2:
        yield run


def _lead(point: _Point, said: Sequence[Fact]) -> Fact | None:
    """The point's first number, if it is money spent on the point; ``said`` are the facts of its paragraph in order."""
    at = bisect_left(said, point.start, key=lambda fact: fact.anchor.start)
    first = said[at] if at < len(said) and said[at].anchor.start < point.end else None
    if first is None or first.quantity.kind is not Kind.MONEY or first.quantity.bound is not Bound.EXACT:
        return None
    return first if _SPENT.search(first.subject) or "一项的资金" in first.why else None


def _announced(
    document: Document, first: _Point, parts: Sequence[Fact], facts: Sequence[Fact]
) -> Fact | None:
    """The project's own money right before the first point, where the words there open a list."""
    block = document.blocks[first.block]
    home, text = first.block, block.text[: first.start] if isinstance(block, Paragraph) else ""
    if not text.strip():
        home -= 1
        above = document.blocks[home] if home >= 0 else None
        text = above.text if isinstance(above, Paragraph) else ""
    if not load_words().opens_list.search(text[-60:]):
        return None
    said = [
        fact
        for fact in facts
        if fact.anchor.block == home
        and fact.indicator.startswith("budget:")
        and fact.role in TOTALS
        and fact.anchor.start < len(text)
    ]
    added = sum((part.quantity.value or ZERO for part in parts), ZERO)
    return next((fact for fact in said if fact.quantity.value == added), said[-1] if said else None)
