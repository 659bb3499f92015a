"""TGT711 成本指标写成越多越好。"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.judging.rows_of_form import NO_LESS, NO_MORE, figure, signs_of
from pipeline.judging.wording import abridged, at
from pipeline.rulebook import Case, rule
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.form import Form, IndicatorRow, load_form_words
from schemas.quantity import Bound, Kind

_COST = re.compile(
    "成本|费|单价|造价|均价|价格|补助|补贴|薪|工资|标准|支出|经费|金额|资金|投入|投资|预算|节约|节支|压减|控制"
)
_SHOWN = 4  # names in one message


@rule(
    "TGT711",
    "成本指标写成越多越好",
    severity=Severity.WARNING,
    basis="财预〔2021〕101号：成本指标反映预期提供的公共产品或服务所产生的成本",
    covers=("I18", "I19"),
)
def no_cost(case: Case) -> Iterator[Finding]:
    """成本指标反映花了多少，应当越少越好：成本、费用、单价类的指标值不应写“≥”。

    写“≥”的金额请核实。放在成本指标下面、名称看不出是成本的（放错了类别，或者其实是产出、效益），一张表只提示一次。
    节约率、压减率这样越高越好的，不算。

    为什么：成本写成“≥”，花得越多分越高，起不到控制成本的作用。

    一致    经济成本指标：单个体育场地建设成本≤12万元
    请核实  经济成本指标：工作经费≥17.4万元
    不适用  没有成本指标
    """
    for form in case.forms:
        rows = [row for row in form.indicators if "成本" in row.level2 or "成本" in row.level1]
        costs = [row for row in rows if _COST.search(row.name.text)]
        wrong = [row for row in costs if _wants_more(row)]
        yield from (_wrong(row) for row in wrong)
        others = [row for row in rows if row not in costs and not _kept_down(row)]
        if others:
            yield _told(form, others)
        if rows and not wrong and not others:
            yield Finding(
                Outcome.AGREES, "成本指标", f"{len(rows)}项成本指标都是成本", (Evidence("text", form.anchor),)
            )


def _wants_more(row: IndicatorRow) -> bool:
    target = figure(row.cells, "target")
    saved = any(word in row.name.text for word in load_form_words().higher_is_better) or "节" in row.name.text
    return bool(target and target.kind is Kind.MONEY and signs_of(row) & NO_LESS and not saved)


def _kept_down(row: IndicatorRow) -> bool:
    """Whether its limit says that less is better, whatever its name."""
    target = figure(row.cells, "target")
    below = target is not None and target.bound in (Bound.AT_MOST, Bound.LESS_THAN)
    return below or bool(signs_of(row) & NO_MORE)


def _wrong(row: IndicatorRow) -> Finding:
    target = row.cells["target"]
    return Finding(
        Outcome.REVIEW,
        row.name.text,
        f"{row.name.text}是成本指标，指标值 {at(target)}写成越多越好",
        (Evidence.of_cell(target, "target"),),
        suggestion="成本指标请用“≤”设定上限",
    )


def _told(form: Form, rows: Sequence[IndicatorRow]) -> Finding:
    names = abridged([row.name.text for row in rows], _SHOWN, "项")
    return Finding(
        Outcome.REVIEW,
        "成本指标",
        f"成本指标下的{names}看不出是成本（{form.anchor}）",
        tuple(Evidence("text", row.name.anchor) for row in rows),
        severity=Severity.INFO,
        suggestion="请改设反映成本的指标，或把这些指标移到产出、效益指标",
    )
