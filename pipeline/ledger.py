"""What became of every figure of a document: borne out, in dispute, looked at alone, or never checked and why.

A figure counts once, as the gravest that any check said of it. It is borne out only by a check that passed and that rests
on another figure as well; a check that could not run bears out nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from pipeline.run import PROBLEMS, CaseAudit
from schemas.document import Anchor
from schemas.fact import Fact, Role, Source
from schemas.finding import Finding, Outcome


class Standing(StrEnum):
    """What became of a figure, the gravest first. The values are those of documents.jsonl."""

    PROBLEM = "problem"
    AGREED = "agreed"
    ALONE = "alone"
    UNCLEAR = "unclear"
    UNCHECKED = "unchecked"

    @property
    def words(self) -> str:
        """As reviewers say it."""
        return _WORDS[self]


_WORDS = {
    Standing.PROBLEM: "涉及问题",
    Standing.AGREED: "由一致的核对印证",
    Standing.ALONE: "只看了自身",
    Standing.UNCLEAR: "无法判断",
    Standing.UNCHECKED: "没有核对到",
}


@dataclass(frozen=True, slots=True)
class Ledger:
    """One document: its figures by what became of them, the unchecked ones by why."""

    path: str
    figures: int
    standing: dict[Standing, int]  # all of them, zeros included; they add up to ``figures``
    unchecked: dict[str, tuple[Fact, ...]]  # reason → figures, in reading order


def ledgers(audit: CaseAudit) -> list[Ledger]:
    """One ledger per document of the case, in its order."""
    by_path: dict[str, list[tuple[Fact, Standing]]] = {each.path: [] for each in audit.case.documents}
    for fact, standing in standings(audit):
        by_path.setdefault(fact.anchor.path, []).append((fact, standing))
    return [_ledger(path, figures, audit.case.year) for path, figures in by_path.items()]


def standings(audit: CaseAudit) -> list[tuple[Fact, Standing]]:
    """Every figure of the case with what became of it, in reading order."""
    known = _gravest(audit.findings)
    facts = sorted(audit.case.facts, key=lambda each: each.order)
    return [(fact, known.get(_place(fact.anchor), Standing.UNCHECKED)) for fact in facts]


def _ledger(path: str, figures: list[tuple[Fact, Standing]], year: int | None) -> Ledger:
    counted = Counter(standing for _, standing in figures)
    unchecked: dict[str, list[Fact]] = {reason: [] for reason in _REASONS}
    for fact, standing in figures:
        if standing is Standing.UNCHECKED:
            unchecked[_reason(fact, year)].append(fact)
    listed = {reason: tuple(found) for reason, found in unchecked.items() if found}
    return Ledger(path, len(figures), {each: counted[each] for each in Standing}, listed)


def _gravest(findings: tuple[Finding, ...]) -> dict[tuple[object, ...], Standing]:
    """The gravest that was said of each place."""
    order = list(Standing)
    known: dict[tuple[object, ...], Standing] = {}
    for finding in findings:
        said = _said(finding)
        for place in _places(finding):
            known[place] = min(known.get(place, said), said, key=order.index)
    return known


def _said(finding: Finding) -> Standing:
    if finding.outcome in PROBLEMS:
        return Standing.PROBLEM
    if finding.outcome is Outcome.AGREES:
        return Standing.AGREED if len(set(_places(finding))) > 1 else Standing.ALONE
    return Standing.UNCLEAR


def _places(finding: Finding) -> Iterator[tuple[object, ...]]:
    return (_place(each.anchor) for each in finding.evidence)


def _place(anchor: Anchor) -> tuple[object, ...]:
    return (anchor.path, anchor.order, anchor.end)


_OTHER_YEAR = "说的是别的年度"
_NO_NAME = "正文未归类"
_OF_ROLE = {
    Role.TARGET: "目标值，没有写对应的完成数",
    Role.THRESHOLD: "门槛、界限",
    Role.STANDARD: "补助标准、评分标准",
    Role.RANK: "位次",
    Role.GROWTH: "增减幅度，没有写上期数",
    Role.BASE: "对比用的基数",
    Role.WEIGHT: "分值、得分",
    Role.SCORE: "分值、得分",
    Role.RATE: "比率，没有写两边的数",
}
_MONEY = "资金数，别处没有同一笔"
_OF_FORM = "自评表里的数，没有别的数可对"
_OF_TABLE = "明细表里的数，没有合计可对"
_ONCE = "指标数，只写了一次"
_UNREAD = "写法看不出数值"
_REASONS = dict.fromkeys(
    (_UNREAD, _NO_NAME, _ONCE, _MONEY, _OF_FORM, _OF_TABLE, _OTHER_YEAR, *_OF_ROLE.values())
)  # in the order of the page


def _reason(fact: Fact, year: int | None) -> str:
    """Why there was nothing to check a figure against, in the words of its kind."""
    if fact.quantity.value is None:
        return _UNREAD
    if fact.source is Source.FORM:
        return _OF_FORM
    if fact.role in _OF_ROLE:
        return _OF_ROLE[fact.role]
    if fact.stated and fact.period is not None and year is not None and fact.period.last.year != year:
        return _OTHER_YEAR
    if fact.source is Source.TABLE:
        return _OF_TABLE
    if fact.role is not Role.ACTUAL:
        return _MONEY
    return _ONCE if fact.indicator else _NO_NAME
