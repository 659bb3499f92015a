"""Money split by where it comes from: 按来源分，中央资金83.4万元、省级资金731.4万元、市级资金903万元."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from schemas.document import Document, Paragraph
from schemas.fact import Breakdown, Fact, Role, Source
from schemas.quantity import ZERO, Bound, Kind

_SOURCE = re.compile("中央|省级|省财政|市级|市本级|市财政|县级|区级|县区|自筹|社会资本|其他资金|地方")
_SPLIT = re.compile("按(?:资金)?来源|资金来源|预算资金中|资金中|从来源看|来源看|按级次|按渠道")
_SLIGHT = Decimal("0.1")  # of the sum: what a slip in one of the parts makes
_TOTALS = (Role.BUDGET_FULL, Role.BUDGET, Role.BUDGET_INITIAL, Role.EXECUTED, Role.ARRIVED)


def source_breakdowns(
    document: Document, facts: Sequence[Fact], tied: Sequence[Breakdown]
) -> Iterator[Breakdown]:
    """Sentences that split the project's own money by source, tied to the total they split.

    Any total that the split makes is the one meant, those of the paragraph first; else it is the budget, unless the split
    makes another amount said before (概算). ``tied``: what the sentences tie themselves: then they have totals of their own.
    """
    totals = {each.total for each in tied}
    for at, block in enumerate(document.blocks):
        if not isinstance(block, Paragraph) or not _SPLIT.search(block.text):
            continue
        here = [
            f
            for f in facts
            if f.anchor.block == at and f.source is Source.PROSE and f.quantity.kind is Kind.MONEY
        ]
        for sentence in dict.fromkeys(fact.sentence for fact in here):
            parts = [
                fact for fact in here if fact.sentence == sentence and fact.quantity.bound is Bound.EXACT
            ]
            if totals.intersection(parts):
                continue
            if not _SPLIT.search(sentence) or len(parts) < 2 or len(_SOURCE.findall(sentence)) < len(parts):
                continue
            own = [
                f for f in facts if f.indicator.startswith("budget:") and f.role in _TOTALS and f not in parts
            ]
            before = [f for f in facts if f.order < parts[0].order and f.quantity.kind is Kind.MONEY]
            total = _meant([fact for fact in own if fact in here], own, parts, before)
            if total is not None:
                yield Breakdown(total, tuple(parts), exhaustive=True, cue="按来源分")


def _meant(
    near: Sequence[Fact], own: Sequence[Fact], parts: Sequence[Fact], before: Sequence[Fact]
) -> Fact | None:
    added = sum((part.quantity.value or ZERO for part in parts), ZERO)
    for fact in (*near, *own, *reversed(before)):
        if fact.quantity.value == added:
            return fact
    beside = [fact for fact in before if fact.anchor.text_place == parts[0].anchor.text_place]
    if not near and (about := [fact for fact in beside if _about(fact, added)]):
        return about[-1]
    budget = [fact for fact in (*near, *own) if fact.role is not Role.EXECUTED]
    return min(budget or near, key=lambda fact: _TOTALS.index(fact.role), default=None)


def _about(fact: Fact, added: Decimal) -> bool:
    return abs((fact.quantity.value or ZERO) - added) <= added * _SLIGHT
