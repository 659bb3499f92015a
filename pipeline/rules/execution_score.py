"""SCO604 预算执行得分有误。"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from pipeline.judging.rows_of_form import budget_points
from pipeline.judging.spending import spending
from pipeline.judging.wording import allowed, number, operand, rounded, shown
from pipeline.rulebook import Case, rule
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.relation import Relation


@rule(
    "SCO604",
    "预算执行得分有误",
    severity=Severity.ERROR,
    basis="财预〔2020〕10号附件：预算执行得分=分值×执行率，最高不超过分值",
    covers=("F04", "F06"),
)
def execution_score(case: Case) -> Iterator[Finding]:
    """预算执行的得分等于分值乘以执行率，最多得满分。

    相差0.1分以内（score_equal）视为一致，0.5分以内（score_rounding）视为取整，只作提示；再多，多给分是错误，
    少给分请核实。

    为什么：执行率不到100%仍得满分，是复核扣分最多的一项。

    一致    分值10，执行率98%，得分9.8
    不一致  分值10，执行率60%，得分10
    不适用  没有分值、得分或资金数
    """
    limits = case.thresholds
    for form in case.forms:
        spent, (weight, score) = spending(form), budget_points(form)
        if (
            spent is None
            or weight is None
            or score is None
            or weight.quantity is None
            or score.quantity is None
        ):
            continue
        points, given = weight.quantity.value or Decimal(0), score.quantity.value or Decimal(0)
        due = rounded(points * min(Decimal(1), spent.rate))
        evidence = (
            Evidence.of_cell(weight, "weight"),
            *spent.evidence,
            Evidence.of_cell(score, "score"),
        )
        formula = f"{operand(weight.quantity)}*{operand(spent.spent)}/{operand(spent.granted)}={number(due)}"
        off = abs(given - due)
        relations = (_relation(limits.score_equal, strict=given > due),)
        if off <= limits.score_equal:
            yield Finding(
                Outcome.AGREES,
                "预算执行得分",
                f"得分{score.text}与执行率相符",
                evidence,
                formula,
                unit="分",
                relations=relations,
            )
            continue
        mild, under = off <= limits.score_rounding, given < due
        yield Finding(
            Outcome.REVIEW if under and not mild else Outcome.DIFFERS,
            "预算执行得分",
            f"分值 {weight.text}分，{shown(spent.spent)}÷{shown(spent.granted)}，应得 {number(due)}分，自评 {score.text}分"
            + (allowed(given - due) if mild else ""),
            evidence,
            formula,
            Severity.INFO if mild else Severity.WARNING if under else None,
            expected=due,
            actual=given,
            tolerance=limits.score_equal,
            unit="分",
            relations=relations,
            suggestion="请按分值×执行率计算得分",
        )


def _relation(slack: Decimal, *, strict: bool) -> Relation:
    """Score = weight · executed / budget, but never more than the weight; fewer points may have their reason."""
    return Relation(
        ((3, 1),), ((1, 1),), ((2, 1),), times=(0,), slack=Fraction(slack), strict=strict, capped=True
    )
