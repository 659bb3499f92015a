"""Which figure of a finding is probably wrong, what it would have to be, and which findings the same figure explains.

A figure is suspect when another value for it makes a failing relation hold and breaks none that holds: what another
check confirms is no suspect. Of several, those stay whose change explains the most findings, then those that one slip
of the pen explains, then those that nothing else in the submission says again. What is still equal is said to be equal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.judging.wording import in_unit
from pipeline.rulebook import Case
from pipeline.ties import Change, Ties, place_of
from schemas.finding import Finding, Suspect
from schemas.quantity import Kind
from schemas.relation import Relation, Sign

_SLIPS = {
    "一位数字": "只差一位数字",
    "两位颠倒": "只是两位颠倒",
    "多一位或少一位": "只多一位或少一位",
    "小数点": "只是小数点错位",
    "单位": "只是单位写错",
}


def located(case: Case, findings: Sequence[Finding]) -> list[Finding]:
    """``findings`` with their suspects, and with one ``cause`` where the same figures explain several."""
    ties = Ties(case, findings)
    return [
        finding if finding.suspects or at not in ties.failing else _accused(finding, _chosen(at, ties))
        for at, finding in enumerate(findings)
    ]


def _chosen(finding: int, ties: Ties) -> list[Change]:
    """The changes that a reader is told of."""
    chosen = _best(finding, ties)
    if finding in ties.strict:
        return chosen
    # A goal that was missed accuses nobody; it may follow from the one figure that something else accuses.
    strict = chosen[0].fixed & ties.strict if len(chosen) == 1 else ()
    return chosen if strict and all(_best(each, ties) == chosen for each in strict) else []


def _best(finding: int, ties: Ties) -> list[Change]:
    """The changes that explain the most, those of one figure said several times once."""
    found = ties.explained_by(finding)
    best = min((change.rank for change in found), default=None)
    alike = {frozenset(change.moved): change for change in reversed(found) if change.rank == best}
    return list(reversed(alike.values()))


def _accused(finding: Finding, changes: Sequence[Change]) -> Finding:
    indices = {place_of(each.anchor): at for at, each in reversed(list(enumerate(finding.evidence)))}
    chosen = sorted(changes, key=lambda change: indices[change.place])
    suspects = tuple(
        Suspect(indices[each.place], each.words, _reason(each, finding, len(chosen))) for each in chosen
    )
    cause = "\n".join(f"{each.place} {each.words}" for each in chosen)
    told = replace(finding, suspects=suspects, cause=cause)
    return replace(told, suggestion=_suggestion(told))


def _reason(change: Change, finding: Finding, several: int) -> str:
    """Why this figure: what slip it would be, who says otherwise, what holds then, and that others are as likely."""
    if not change.words:
        why = ""  # the others do not single one out
    elif len(change.fixed) > 1:
        why = f"改后{len(change.fixed)}项核对都成立"
    else:
        why = "改后前后一致" if finding.relations[0].sign is Sign.SAME else "改后算式成立"
    said = f"这样写的有{len(change.moved)}处" if len(change.moved) > 1 else ""
    otherwise = _times_said(change, finding)
    elsewhere = f"另有{otherwise}处写作{change.words}" if otherwise > 1 else ""
    likely = f"与另{several - 1}处同样可能" if several > 1 else ""
    return "，".join(filter(None, (_SLIPS.get(change.slip, ""), said, elsewhere, why, likely)))


def _times_said(change: Change, finding: Finding) -> int:
    """How many of the mentions say the new value."""
    if change.meant is None or finding.relations[0].sign is not Sign.SAME:
        return 0
    return sum(
        each.quantity is not None and each.quantity.value == change.meant.value for each in finding.evidence
    )


def _suggestion(finding: Finding) -> str:
    """What to look up; an item that may be missing where every figure may be right."""
    missing = _missing(finding)
    if not missing:
        return finding.suggestion
    if finding.suspects:
        return f"请核对疑点；没有写错的，请核对是否{missing}"
    return f"各数另有核对相符，请核对是否{missing}"


def _missing(finding: Finding) -> str:
    """漏列一项50万元, where the parts of a total come short by that; empty for anything else."""
    roles = [each.role for each in finding.evidence]
    total = finding.evidence[-1].quantity if roles else None
    is_sum = roles[:-1] == ["part"] * (len(roles) - 1) and roles[-1:] == ["total"]
    adds_up = [each for each in finding.relations if _is_plain_sum(each)]
    if not (is_sum and adds_up) or total is None or total.kind is Kind.SCORE or not finding.difference:
        return ""
    gap = in_unit(abs(finding.difference) * total.unit.factor, total.unit)
    return f"漏列一项{gap}" if finding.difference > 0 else ""


def _is_plain_sum(relation: Relation) -> bool:
    return relation.sign is Sign.EQUAL and len(relation.parts) > 1 and not (relation.over or relation.times)
