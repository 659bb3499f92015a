"""SCO602 分值合计有误。"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from pipeline.judging.rows_of_form import (
    budget_points,
    figure,
    goal_points,
    implied_points,
    listed,
    sums_by_level1,
)
from pipeline.judging.wording import number
from pipeline.rulebook import Case, rule
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.form import Entry, Form
from schemas.quantity import ZERO
from schemas.relation import Relation, Sign


@rule(
    "SCO602",
    "分值合计有误",
    severity=Severity.ERROR,
    basis="财预〔2020〕10号附件：自评总分为100分，其中预算执行率10分",
    covers=("F06", "I14"),
)
def total_weight(case: Case) -> Iterator[Finding]:
    """预算执行的分值加上各一级指标的分值，等于总分栏的分值；没有总分栏的，等于满分100分（full_score）。

    预算执行的分值印在几行里也只计一次；已经作为一级指标列入下表的，不再另加。
    表上只印了执行率、没有印分值的，差额等于它应有的分值（execution_points）就说无法判断；印了预算执行的得分而没有印分值的，
    差额容得下这个得分就说无法判断，容不下就是各项分值有误。

    为什么：分值不是100分，得分就不能比较。

    一致    10+40+20+10+20=100
    不一致  10+40+20+10+25=100
    不适用  表中没有分值
    """
    for form in case.forms:
        groups = sums_by_level1(form, "weight")
        if not groups:
            continue
        weight, given = budget_points(form)
        own = weight.quantity.value if weight and weight.quantity and weight.quantity.value else ZERO
        total = form.total_weight
        stated = (
            total.quantity.value if total and total.quantity and total.quantity.value is not None else None
        )
        terms = [value for _, value in groups]
        aim = stated if stated is not None else case.thresholds.full_score
        with_own = [own, *terms] if own else terms
        if sum(with_own, ZERO) != aim and sum(terms, ZERO) == aim:
            with_own = terms
        added = sum(with_own, ZERO)
        evidence = _evidence(form, own=with_own is not terms)
        formula = "+".join(number(term) for term in with_own) + f"={number(aim)}"
        relations = (_relation(evidence, None if stated is not None else aim),)
        if added == aim:
            yield Finding(
                Outcome.AGREES,
                "分值合计",
                f"分值合计{number(added)}分",
                evidence,
                formula,
                unit="分",
                relations=relations,
            )
            continue
        names = listed(groups)
        implied = implied_points(form, case.thresholds)
        points = given.quantity.value if weight is None and given and given.quantity else None
        if given and points is not None and added < aim < added + points:
            yield _no_room(names, added, aim, evidence, given)
            continue
        if (weight is None and given is not None and added < aim) or implied == aim - added:
            said = "只写了执行率，得分和分值都没有写" if given is None else "有得分而没有写分值"
            yield Finding(
                Outcome.UNCLEAR,
                "分值合计",
                f"{names}，合计 {number(added)}分；预算执行{said}，无法判断",
                evidence,
            )
            continue
        yield Finding(
            Outcome.DIFFERS,
            "分值合计",
            f"预算执行{number(own)}、{names}，合计 {number(added)}分，应为 {number(aim)}分",
            evidence,
            f"{formula.partition('=')[0]}={number(added)}",
            expected=added,
            actual=aim,
            tolerance=ZERO,
            unit="分",
            relations=relations,
            suggestion="请核对各项分值",
        )


def _no_room(
    names: str, added: Decimal, aim: Decimal, evidence: tuple[Evidence, ...], given: Entry
) -> Finding:
    """What is left for the execution is less than it got: no weight is below its score."""
    left, points = aim - added, (given.quantity.value if given.quantity else None) or ZERO
    whole = tuple((at, 1) for at, each in enumerate(evidence) if each.role == "total")
    parts = tuple((at, 1) for at, each in enumerate(evidence) if each.role != "total")
    plus = Fraction(0) if whole else Fraction(aim)
    return Finding(
        Outcome.DIFFERS,
        "分值合计",
        f"{names}，合计 {number(added)}分，留给预算执行的只有 {number(left)}分，而预算执行得了 {number(points)}分",
        (*evidence, Evidence.of_cell(given, "score")),
        f"{number(added)}+{number(points)}={number(added + points)}",
        expected=left,
        actual=points,
        tolerance=ZERO,
        unit="分",
        relations=(Relation(whole, (*parts, (len(evidence), 1)), plus=plus, sign=Sign.AT_MOST),),
        suggestion="请核对各项分值",
    )


def _evidence(form: Form, *, own: bool) -> tuple[Evidence, ...]:
    """The weights that are added, that of the execution only where it is its ``own``, and the total if one is printed."""
    weight, goals, total = budget_points(form)[0], goal_points(form, "weight"), form.total_weight
    printed = total is not None and total.quantity is not None and total.quantity.value is not None
    return (
        *([Evidence.of_cell(weight, "weight")] if weight is not None and own else []),
        *([Evidence.of_cell(goals, "weight")] if goals is not None else []),
        *(
            Evidence.of_cell(row.cells["weight"], "weight")
            for row in form.indicators
            if figure(row.cells, "weight")
        ),
        *([Evidence.of_cell(total, "total")] if total is not None and printed else []),
    )


def _relation(evidence: Sequence[Evidence], full: Decimal | None) -> Relation:
    """The weights make ``full``; where that is None, the total printed last."""
    if full is not None:
        return Relation((), tuple((index, 1) for index in range(len(evidence))), plus=Fraction(full))
    return Relation.total_last(len(evidence))
