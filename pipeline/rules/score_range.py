"""SCO605 得分超出分值。"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.judging.rows_of_form import figure
from pipeline.judging.wording import operand
from pipeline.rulebook import Case, rule
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.relation import Relation


@rule(
    "SCO605",
    "得分超出分值",
    severity=Severity.ERROR,
    basis="财预〔2020〕10号附件：各项指标得分最高不超过该项指标分值",
    covers=("I09",),
)
def score_range(case: Case) -> Iterator[Finding]:
    """每项指标的得分不能高于它的分值，也不能是负数。

    逐行比较自评表的分值栏和得分栏；财政审核、复核的得分不看。得分与完成情况是否相称，见 SCO606。

    为什么：系统里填不进去的分，在纸质表上常有。

    一致    分值5，得分5
    不一致  分值8，得分9
    不适用  没有填分值或得分
    """
    for form in case.forms:
        for row in form.indicators:
            weight, score = figure(row.cells, "weight"), figure(row.cells, "score")
            if weight is None or score is None or weight.value is None or score.value is None:
                continue
            evidence = (
                Evidence.of_cell(row.cells["score"], "score"),
                Evidence.of_cell(row.cells["weight"], "weight"),
            )
            formula = f"{operand(score)}<={operand(weight)}"
            relations = (Relation.at_most([0], 1),)
            if 0 <= score.value <= weight.value:
                told = "得分不超过分值"
                yield Finding(
                    Outcome.AGREES, row.name.text, told, evidence, formula, unit="分", relations=relations
                )
                continue
            yield Finding(
                Outcome.DIFFERS,
                row.name.text,
                f"{row.name.text}：分值 {operand(weight)}分，得分 {operand(score)}分"
                + ("，超出分值" if score.value > 0 else "，为负数"),
                evidence,
                formula.replace("<=", ">") if score.value > 0 else f"{operand(score)}<0",
                expected=weight.value,
                actual=score.value,
                unit="分",
                relations=relations,
                suggestion="得分应在 0 与分值之间",
            )
