"""What parts and their total amount to: the one judgement that the rules on sums share."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from extractors.slips import digits_of, in_one_unit, one_slip_away, telling
from pipeline.judging.sums import Sum, add_up
from pipeline.judging.wording import in_unit, joined, number, operand, shown
from schemas.fact import Breakdown, Role
from schemas.finding import Evidence, Finding, Outcome, Severity, Suspect
from schemas.quantity import ZERO, Kind, Quantity, Unit
from schemas.relation import Relation
from schemas.words import load_words

_ADDED = (Kind.MONEY, Kind.COUNT, Kind.MEASURE)
_OF_ONE_RANK = re.compile(
    "[镇乡县区市村州旗](?<!社区|城镇|地区)$|[^以][一二三四五ⅠⅡⅢABCDＡ甲乙丙丁省市县]级$|类$|[一二三四]期$|[一二三四]档$"
)
_MANY = 3  # parts, which are hardly a choice of the larger ones
_SORTS = ("类", "型", "岗")  # 少儿类5600册、文学类4200册
_FEW = 3  # digits that tell in a list of counts


@dataclass(frozen=True, slots=True)
class _Added:
    """A total, its parts, and what they come to in the words of a finding."""

    breakdown: Breakdown
    result: Sum

    @property
    def total(self) -> Quantity:
        """As printed."""
        return self.breakdown.total.quantity

    @property
    def parts(self) -> list[Quantity]:
        """As printed, in reading order."""
        return [part.quantity for part in self.breakdown.parts]

    @property
    def name(self) -> str:
        """What the total is called."""
        return self.breakdown.total.subject or "总额"

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The parts, then the total."""
        parts = (Evidence.of(part, "part") for part in self.breakdown.parts)
        return (*parts, Evidence.of(self.breakdown.total, "total"))

    @property
    def adds_up(self) -> Relation:
        """The parts make the total."""
        return Relation.total(range(len(self.parts)), len(self.parts))

    @property
    def within(self) -> Relation:
        """The parts are no more than the total."""
        return Relation.at_most(range(len(self.parts)), len(self.parts))

    @property
    def terms(self) -> str:
        """12+8, in the unit of the total."""
        return joined(self.parts, "+", self.total.unit)

    @property
    def told(self) -> str:
        """12+8=20万元，总额 21万元，相差 1万元."""
        unit, result = self.total.unit, self.result
        gap = in_unit(abs(result.total - result.parts), unit)
        return f"{self.terms}={in_unit(result.parts, unit)}，{self.name} {shown(self.total)}，相差 {gap}"

    def differs(self, message: str, relation: Relation) -> Finding:
        """They do not make it: an error, until the caller says less."""
        finding = unequal(self.name, message, self.evidence, self.result, self.total.unit)
        return replace(finding, relations=(relation,))


def unequal(name: str, message: str, evidence: Sequence[Evidence], result: Sum, unit: Unit) -> Finding:
    """The last of ``evidence`` is not what the others add up to: an error, until the caller says less."""
    parts = [each.quantity for each in evidence[:-1] if each.quantity is not None]
    return Finding(
        Outcome.DIFFERS,
        name,
        message,
        tuple(evidence),
        f"{joined(parts, '+', unit)}={number(result.parts / unit.factor)}",
        tolerance=result.tolerance / unit.factor,
        unit=unit.name,
        expected=result.parts / unit.factor,
        actual=result.total / unit.factor,
        relations=(Relation.total(range(len(parts)), len(parts)),),
    )


def judge_sum(breakdown: Breakdown) -> Iterator[Finding]:
    """The parts of one total: equal, not more than it, or neither."""
    total, parts = breakdown.total.quantity, [part.quantity for part in breakdown.parts]
    result = add_up(parts, total)
    if result is None:
        return
    if not result.equal and (slip_of_unit := _in_another_unit(breakdown)) is not None:
        yield slip_of_unit
        return
    added = _Added(breakdown, result)
    whole, some = breakdown.exhaustive is True, breakdown.exhaustive is False
    short = not whole and not result.exceeds
    slip = short and not some and _slipped(parts, total)
    coincidence = slip and len(parts) < _MANY and not telling(parts, total)
    if not result.fits and not slip and not (whole or some) and _asks(breakdown, result):
        slip, coincidence = True, not _sure(parts, total)
    if result.equal or (short and not slip):
        yield _agrees(added)
    elif result.fits:
        told = f"{added.told}，在四舍五入的尾差之内"
        relation = added.within if some else added.adds_up
        yield replace(added.differs(told, relation), severity=Severity.INFO)
    elif result.exceeds and not whole and not coincidence:
        overlap = (
            total.kind is not Kind.MONEY and not slip and not _apart(breakdown)
        )  # 女性200人、党员100人: one is counted twice
        netted = breakdown.total.role is Role.GROWTH  # what fell meanwhile need not be said
        if not (overlap or netted):
            relation = added.adds_up if one_slip_away(parts, total) or _one_twice(parts) else added.within
            finding = added.differs(f"{added.told}：列出的各项之和已超过总额", relation)
            yield replace(finding, suggestion="请核对各项金额与总额，改正写错的一处")
    else:
        yield _off(added, coincidence=coincidence)


def _agrees(added: _Added) -> Finding:
    equal = added.result.equal
    return Finding(
        Outcome.AGREES,
        added.name,
        f"{len(added.parts)}项之和{'等于' if equal else '不超过'}{shown(added.total)}",
        added.evidence,
        f"{added.terms}{'=' if equal else '<='}{operand(added.total)}",
        unit=added.total.unit.name,
        relations=(added.adds_up if equal else added.within,),
    )


def _off(added: _Added, *, coincidence: bool) -> Finding:
    """They should make the total and do not; a question where that may be by chance."""
    finding = replace(
        added.differs(added.told, added.adds_up), suggestion="请核对各项与总额：补列漏项，或改正写错的一处"
    )
    if not coincidence:
        return finding
    asked = "请核实是否写错一处" if added.result.exceeds else "请核实是否已全部列出"
    return replace(
        finding, outcome=Outcome.REVIEW, message=f"{added.told}，{asked}", severity=Severity.WARNING
    )


def _slipped(parts: Sequence[Quantity], total: Quantity) -> bool:
    """Whether one slip parts the sum from its total: of money, or of a longer list of counts with digits that tell."""
    if total.kind is not Kind.MONEY and (len(parts) < _MANY or len(digits_of(total)) < _FEW):
        return False
    return total.kind in _ADDED and one_slip_away(parts, total)


def _sure(parts: Sequence[Quantity], total: Quantity) -> bool:
    """Whether a longer list of long figures is one slip off: no choice of parts looks so by chance."""
    return len(parts) >= _MANY and telling(parts, total) and one_slip_away(parts, total)


def _asks(breakdown: Breakdown, result: Sum) -> bool:
    """Whether figures that need not add up look as if they should: one slip parts them, or one stands twice.

    People are counted in several groups, and areas lie in several: only figures with digits enough ask a question.
    """
    total, parts = breakdown.total.quantity, [part.quantity for part in breakdown.parts]
    if total.kind is Kind.PERCENT:
        return one_slip_away(parts, total)  # 非常满意53.7%、比较满意49.3%，满意度97.6%
    if len(parts) < 2 or total.kind not in _ADDED:
        return False
    if any((part.value or ZERO) > (total.value or ZERO) for part in parts) and one_slip_away(parts, total):
        return True  # 在编2人（工程技术17人，行政管理25人）
    printed = [each for each in parts if each.number is not None]
    again = [one for one, other in combinations(printed, 2) if one.number == other.number]
    least = min((len(digits_of(each)) for each in again), default=0)
    if least >= (2 if result.exceeds else _FEW) and not (total.kind is Kind.MONEY and result.exceeds):
        return True
    enough = len(digits_of(total)) >= _FEW and total.kind is not Kind.MONEY
    return (
        enough
        and not (result.exceeds and total.kind is Kind.COUNT and len(parts) < _MANY)
        and one_slip_away(parts, total)
    )


def _apart(breakdown: Breakdown) -> bool:
    """管理岗7人、专技岗25人、工勤岗20人: whoever is in one of them is in no other; 高山镇5家、大河镇9家."""
    names = [part.subject for part in breakdown.parts]
    if any(part.quantity.unit != breakdown.total.quantity.unit for part in breakdown.parts):
        return False
    if len({*names}) == len(names) and all(name.endswith(_SORTS) for name in names):
        return True
    for words in load_words().apart:
        told = [{word for word in words if word in name} for name in names]
        if all(len(each) == 1 for each in told) and len(set.union(*told)) == len(names):
            return True
    return (
        len(set(names)) == len(names)
        and len({name[-1:] for name in names}) == 1
        and bool(_OF_ONE_RANK.search(names[0]))
    )


def _one_twice(parts: Sequence[Quantity]) -> bool:
    printed = [each.number for each in parts if each.number is not None]
    return len(set(printed)) < len(printed)


def _in_another_unit(breakdown: Breakdown) -> Finding | None:
    """One part written in 元 among 万元, where the sum comes out as soon as it is read in the unit of the others.

    Where it comes out but for one more slip of a digit, people decide.
    """
    total, parts = breakdown.total.quantity, [part.quantity for part in breakdown.parts]
    meant = in_one_unit(parts, total)
    result = add_up(meant, total) if meant is not None else None
    if meant is None or result is None or not (result.fits or one_slip_away(meant, total)):
        return None
    at = next(i for i, (a, b) in enumerate(zip(parts, meant, strict=True)) if a is not b)
    unit, printed = total.unit, _Added(breakdown, result)
    added = joined(meant, "+", unit)
    name = breakdown.parts[at].subject
    told = f"{name} {shown(parts[at])}的单位应为{unit.name}：{added}={in_unit(result.parts, unit)}"
    gap = "" if result.equal else f"，相差 {in_unit(abs(result.total - result.parts), unit)}"
    return Finding(
        Outcome.DIFFERS if result.fits else Outcome.REVIEW,
        printed.name,
        f"{told}，{printed.name} {shown(total)}{gap}",
        printed.evidence,
        f"{added}={number(result.parts / unit.factor)}",
        None if result.fits else Severity.WARNING,
        expected=result.parts / unit.factor,
        actual=result.total / unit.factor,
        unit=unit.name,
        suggestion="请核对这一项的单位",
        relations=(printed.adds_up,),
        suspects=(Suspect(at, f"{operand(meant[at])}{unit.name}", "与其他各项单位不同，换算后合计成立"),),
    )
