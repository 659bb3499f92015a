"""SCO603 总分与各项得分之和不符。"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pipeline.judging.rows_of_form import budget_points, goal_points, implied_points, listed, sums_by_level1
from pipeline.judging.wording import number
from pipeline.rulebook import Case, rule
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.quantity import ZERO
from schemas.relation import Relation


@rule(
    "SCO603",
    "总分与各项得分之和不符",
    severity=Severity.ERROR,
    basis="财预〔2020〕10号附件：自评总分为各项指标得分之和",
    covers=("F06", "I15"),
)
def total_score(case: Case) -> Iterator[Finding]:
    """预算执行得分加上各项指标得分，等于总分。

    预算执行得分印在几行里也只计一次。差0.1分以内（total_score_equal）是取舍造成的，只作提示。
    表上只印了执行率、没有印预算执行得分的，差额不超过它的分值（execution_points）就说无法判断。

    为什么：总分决定等级，写错就定错了等级。

    一致    10+40+20+10+19=99
    不一致  10+40+20+10+19=99.8
    不适用  没有总分，或者有的指标没有得分
    """
    for form in case.forms:
        groups = sums_by_level1(form, "score")
        total = form.total_score
        if not groups or total is None or total.quantity is None or total.quantity.value is None:
            continue
        _, own = budget_points(form)
        points = own.quantity.value if own and own.quantity and own.quantity.value is not None else None
        terms = [value for _, value in groups]
        stated = total.quantity.value
        with_own = [points, *terms] if points is not None else terms
        if sum(with_own, ZERO) != stated and sum(terms, ZERO) == stated:
            with_own = terms
        added = sum(with_own, ZERO)
        evidence = [Evidence.of_cell(own, "score")] if own is not None and with_own is not terms else []
        goals = goal_points(form, "score")
        evidence += [Evidence.of_cell(goals, "score")] if goals is not None else []
        evidence += [Evidence.of_cell(row.cells["score"], "score") for row in form.indicators]
        evidence.append(Evidence.of_cell(total, "total"))
        formula = "+".join(number(term) for term in with_own) + f"={number(stated)}"
        if added == stated:
            yield Finding(
                Outcome.AGREES,
                "总分",
                f"各项得分之和等于总分{total.text}",
                tuple(evidence),
                formula,
                unit="分",
                relations=(Relation.total_last(len(evidence)),),
            )
        elif (implied := implied_points(form, case.thresholds)) and ZERO <= stated - added <= implied:
            yield Finding(
                Outcome.UNCLEAR,
                "总分",
                f"{listed(groups)}，合计 {number(added)}分，总分填 {number(stated)}分；预算执行只写了执行率、没有写得分，无法判断",
                tuple(evidence),
            )
        else:
            true = f"{formula.partition('=')[0]}={number(added)}"
            limit = case.thresholds.total_score_equal
            yield _differs(groups, points, added, stated, tuple(evidence), true, limit)


def _differs(
    groups: list[tuple[str, Decimal]],
    points: Decimal | None,
    added: Decimal,
    stated: Decimal,
    evidence: tuple[Evidence, ...],
    formula: str,
    limit: Decimal,
) -> Finding:
    first = f"预算执行{number(points)}、" if points is not None else ""
    mild = abs(added - stated) <= limit
    return Finding(
        Outcome.DIFFERS,
        "总分",
        f"{first}{listed(groups)}，合计 {number(added)}分，总分填 {number(stated)}分，相差 {number(abs(added - stated))}分",
        evidence,
        formula,
        Severity.INFO if mild else None,
        expected=added,
        actual=stated,
        tolerance=limit,
        unit="分",
        relations=(Relation.total_last(len(evidence)),),
        suggestion="请重新加总各项得分",
    )
