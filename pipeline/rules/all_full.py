"""SCO614 全部指标都是满分。"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.judging.rows_of_form import budget_points, figure
from pipeline.rulebook import Case, rule
from schemas.finding import Evidence, Finding, Outcome, Severity

_FEWEST = 4  # rows; of fewer full marks say little


@rule(
    "SCO614",
    "全部指标都是满分",
    severity=Severity.INFO,
    basis="财预〔2020〕10号：自评应当客观公正，不得流于形式",
    covers=("I25",),
)
def all_full(case: Case) -> Iterator[Finding]:
    """四个以上的指标、连同预算执行，每一项都得满分的，提示一次。

    满分本身不是错；同一个部门的表张张满分的，复核时应当抽查。

    为什么：张张一百分，自评就失去比较的意义。

    一致    17项中16项满分
    请核实  17项指标和预算执行全部满分
    不适用  没有打分，或者指标少于四个
    """
    for form in case.forms:
        scored = [
            (weight, score)
            for row in form.indicators
            if (weight := figure(row.cells, "weight"))
            and (score := figure(row.cells, "score"))
            and weight.value
        ]
        if len(scored) < max(_FEWEST, len(form.indicators)):
            continue
        full = sum(1 for weight, score in scored if weight.value == score.value)
        own = [entry.quantity.value for entry in budget_points(form) if entry and entry.quantity]
        evidence = (Evidence("text", form.anchor),)
        if full == len(scored) and len(set(own)) < 2:
            also = "和预算执行" if own else ""
            yield Finding(
                Outcome.REVIEW,
                "自评得分",
                f"{len(scored)}项指标{also}全部满分（{form.anchor}）",
                evidence,
                suggestion="请逐项核对得分依据",
            )
        else:
            yield Finding(Outcome.AGREES, "自评得分", f"{len(scored)}项指标中{full}项满分", evidence)
