"""Amounts that move a budget, or are left of it, by the words around them: 调减公交补贴100万元, 由财政收回20万元."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import TypeVar

from pipeline.judging.between import Texts
from schemas.fact import Fact
from schemas.finding import Finding, Outcome
from schemas.quantity import ZERO, Kind

_T = TypeVar("_T")
_MOVES = re.compile(
    "(?P<up>追加|调增|核增|增拨|增加|增补|补充|调入|划入|转入|下达|调剂(?:增加|入))"
    "|(?P<down>压减|调减|核减|追减|扣减|减少|削减|压缩|收回|回收|上缴|缴回|交回|退回|收缴|划[出转]|转出|调出|调剂(?:[到至给出]|用于)|统筹)"
)
_LEFT = re.compile(
    "收回|回收|上缴|缴[回入]|交回|退回|收缴|结转|[结节剩]余|其余|未(?:支|付|使用|拨|用)|待(?:支|付)|质保金|尾款"
)
_PART = re.compile("其中|包括|包含|分别")
_FOR = re.compile("(?:主要)?用于[^，。；]+[，,]")
_CLAUSE = re.compile("[，。；,;（(：:]")
_REACH = 40  # characters before an amount in which its verb may stand
_MOST = 3  # amounts not read as such that an equation may lack


def moves(facts: Iterable[Fact], texts: Texts) -> list[tuple[Fact, int]]:
    """The amounts among ``facts`` that are added to a budget (1) or taken from it (-1)."""
    found: list[tuple[Fact, int]] = []
    for fact in _money(facts):
        clause = _clause(fact, texts)
        verbs = [*_MOVES.finditer(clause)]
        if verbs:
            found.append((fact, 1 if verbs[-1].lastgroup == "up" else -1))
        elif not clause and found and _FOR.fullmatch(texts.between(found[-1][0], fact) or ""):
            found.append((fact, found[-1][1]))  # 追加50万元用于设备，20万元用于培训
    return found


def left_over(facts: Iterable[Fact], known: Fact, texts: Texts) -> list[Fact]:
    """The amounts among ``facts`` that were carried over, given back or are still to be paid, beside ``known``; not its parts."""
    return [
        fact
        for fact in _money(facts)
        if _LEFT.search(_clause(fact, texts) + _CLAUSE.split(texts.of(fact)[fact.anchor.end :])[0])
        and not _PART.search(texts.between(known, fact) or "")
    ]


def fullest(finding: Finding, others: Sequence[Finding]) -> Finding:
    """``finding``, or that of ``others`` which agrees; where none does, the one that is off the least."""
    agrees = [each for each in others if each.outcome is Outcome.AGREES]
    return agrees[0] if agrees else min((*others, finding), key=lambda each: abs(each.difference or ZERO))


def some_of(found: Sequence[_T]) -> Iterator[tuple[_T, ...]]:
    """Every choice of a few, the small ones first; all of them last."""
    for size in range(1, min(_MOST, len(found)) + 1):
        yield from combinations(found, size)
    if len(found) > _MOST:
        yield tuple(found)


def _money(facts: Iterable[Fact]) -> Iterator[Fact]:
    return (fact for fact in facts if fact.quantity.kind is Kind.MONEY)


def _clause(fact: Fact, texts: Texts) -> str:
    return _CLAUSE.split(texts.before(fact, _REACH))[-1]
