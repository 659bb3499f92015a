"""SCO612 总分超过执行率对应的上限。"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.judging.spending import spending
from pipeline.judging.wording import at, number, operand, shown
from pipeline.rulebook import Case, rule
from schemas.finding import Evidence, Finding, Outcome, Severity


@rule(
    "SCO612",
    "总分超过执行率对应的上限",
    severity=Severity.WARNING,
    basis="部分地方的自评工作规程：预算执行率偏低的，自评总分不得高于规定的上限",
    covers=("F10",),
)
def score_cap(case: Case) -> Iterator[Finding]:
    """规定了“执行率低于多少，总分最高多少”的地方，自评总分不能超过这个上限。

    上限（score_caps）由各地定，没有写的不核对。执行率按自评表的执行数和全年预算数（没有的按年初预算数）计算。

    为什么：钱只花了一半，绩效却评了九十多分，评分等于没有看执行。

    一致    上限“执行率低于80%的不超过89分”，执行率76%，总分88
    请核实  上限“执行率低于80%的不超过89分”，执行率76%，总分96
    不适用  没有规定上限，或者自评表没有执行率、总分
    """
    for form in case.forms:
        spent, total = spending(form), form.total_score
        score = total.quantity if total is not None else None
        if spent is None or total is None or score is None or score.value is None:
            continue
        most = next((most for below, most in case.thresholds.score_caps if spent.rate < below), None)
        if most is None:
            continue
        percent = number(spent.percent)
        evidence = (
            Evidence.of_cell(total, "score"),
            *spent.evidence,
        )
        if score.value <= most:
            told = f"执行率{percent}%，总分不超过{number(most)}分"
            yield Finding(
                Outcome.AGREES, "总分", told, evidence, f"{operand(score)}<={number(most)}", unit="分"
            )
            continue
        yield Finding(
            Outcome.REVIEW,
            "总分",
            f"执行率 {shown(spent.spent)}÷{shown(spent.granted)}={percent}%，总分最高 {number(most)}分，自评总分 {at(total)}",
            evidence,
            f"{operand(score)}>{number(most)}",
            expected=most,
            actual=score.value,
            unit="分",
            suggestion="请按执行率对应的上限确定总分",
        )
