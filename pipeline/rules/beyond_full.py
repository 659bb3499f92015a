"""TGT715 不会超过百分之百的比率写“≥100%”。"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.judging.rows_of_form import NO_LESS, figure, signs_of
from pipeline.judging.statements import SHARE_OF_ALL
from pipeline.judging.wording import abridged
from pipeline.rulebook import Case, rule
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.form import IndicatorRow
from schemas.quantity import Kind

_FULL = 100
_SHOWN = 4


@rule(
    "TGT715",
    "不会超过百分之百的比率写“≥100%”",
    severity=Severity.INFO,
    basis="财预〔2020〕10号附件填报说明：指标值应当符合实际、可以衡量",
    covers=("I27",),
)
def beyond_full(case: Case) -> Iterator[Finding]:
    """合格率、覆盖率、满意度等不会超过100%的比率，指标值写“100%”，不写“≥100%”。

    完成率、增长率等可以超过100%，不在此列。一张表只提示一次。

    为什么：写“≥100%”说明没有想清楚这个率怎么算。

    一致    合格率100%
    请核实  合格率≥100%
    不适用  没有这样的指标
    """
    for form in case.forms:
        full = [row for row in form.indicators if SHARE_OF_ALL.search(row.name.text) and _is_full(row)]
        wrong = [row for row in full if signs_of(row) & NO_LESS]
        if wrong:
            names = abridged([row.name.text for row in wrong], _SHOWN, "项")
            yield Finding(
                Outcome.REVIEW,
                "指标值",
                f"{names}的指标值写“≥100%”（{wrong[0].cells['target'].anchor}），而这个比率不会超过100%",
                tuple(Evidence.of_cell(row.cells["target"], "target") for row in wrong),
                suggestion="请改为“100%”",
            )
        elif full:
            yield Finding(
                Outcome.AGREES, "指标值", f"{len(full)}项写“100%”", (Evidence("text", form.anchor),)
            )


def _is_full(row: IndicatorRow) -> bool:
    target = figure(row.cells, "target")
    return target is not None and target.kind is Kind.PERCENT and target.value == _FULL
