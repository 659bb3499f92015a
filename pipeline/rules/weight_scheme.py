"""SCO615 一级指标分值与规定不符。"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from pipeline.judging.rows_of_form import budget_points, figure, listed, sums_by_level1
from pipeline.judging.wording import number
from pipeline.rulebook import Case, rule
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.form import Form
from schemas.quantity import ZERO

_EXECUTION = "执行"


@rule(
    "SCO615",
    "一级指标分值与规定不符",
    severity=Severity.WARNING,
    basis="财预〔2020〕10号附件：一级指标的分值统一设置，具体由各级财政部门规定",
)
def weight_scheme(case: Case) -> Iterator[Finding]:
    """规定了各一级指标分值的地方，自评表应当照这个分值设置。

    分值（weight_schemes）由各地定，可以有几套，与其中一套完全相同就算一致；没有写的不核对。一级指标的名称里有规定的那个词
    （产出、效益、满意度……）就是它，自评表里没有的按0分计。预算执行的分值印在资金栏的，从资金栏取。

    为什么：各单位自己改分值，得分就不能放在一起比较。

    一致    规定预算执行10、产出50、效益30、满意度10，自评表相同
    请核实  规定预算执行10、产出50、效益30、满意度10，自评表产出70、效益20
    不适用  没有规定分值，或者自评表没有写分值
    """
    for form in case.forms if case.thresholds.weight_schemes else ():
        groups = sums_by_level1(form, "weight")
        if not groups:
            continue
        weight, _ = budget_points(form)
        own = weight.quantity.value if weight is not None and weight.quantity is not None else None
        if own is not None and not any(_EXECUTION in name for name, _ in groups):
            groups = [("预算执行", own), *groups]
        evidence = (
            *([Evidence.of_cell(weight, "weight")] if weight is not None else []),
            *_weights(form),
        )
        if any(_same(groups, dict(scheme)) for scheme in case.thresholds.weight_schemes):
            yield Finding(
                Outcome.AGREES, "一级指标分值", f"{listed(groups)}，与规定相同", evidence, unit="分"
            )
            continue
        asked = "；或".join(listed(scheme) for scheme in case.thresholds.weight_schemes)
        yield Finding(
            Outcome.REVIEW,
            "一级指标分值",
            f"自评表{listed(groups)}，规定为{asked}",
            evidence,
            "+".join(number(value) for _, value in groups)
            + f"={number(sum((value for _, value in groups), ZERO))}",
            unit="分",
            suggestion="请按规定的分值设置一级指标，或说明另设的依据",
        )


def _same(groups: list[tuple[str, Decimal]], scheme: Mapping[str, Decimal]) -> bool:
    """Whether every group carries the points of the one word of ``scheme`` that its name holds, and nothing is left over."""
    found = dict.fromkeys(scheme, ZERO)
    for name, value in groups:
        words = [word for word in scheme if word in name or name in word]
        if len(words) != 1:
            return False
        found[words[0]] += value
    return found == dict(scheme)


def _weights(form: Form) -> Iterator[Evidence]:
    for row in form.indicators:
        weight = figure(row.cells, "weight")
        if weight is not None:
            yield Evidence.of_cell(row.cells["weight"], "weight")
