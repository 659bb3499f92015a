"""BUD506 执行率偏低而没有说明原因。"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from pipeline.judging.reasons import SENTENCE_ENDS, says_why
from pipeline.judging.spending import spending
from pipeline.judging.wording import at, number
from pipeline.rulebook import Case, rule
from schemas.finding import Finding, Outcome, Severity
from schemas.form import Form

_ABOUT = re.compile(
    r"执行率|(?:支付|支出|执行|拨付)(?:率|进度)|(?:支付|支出|执行|拨付)较?[慢低少]|未(?:能|及时|形成)?(?:支付|支出|执行|拨付|使用|付)|结余|结转"
)
_NATURE = re.compile(
    "质保金|质量保证金|尾款|跨年|工期|开工|结算|决算审[计核]|招标|流标|验收|合同约定|对应合同|按进度"
)


@rule(
    "BUD506",
    "执行率偏低而没有说明原因",
    severity=Severity.WARNING,
    basis="财预〔2020〕10号附件：预算执行率偏低的，应当分析原因",
    covers=("F09",),
)
def low_execution(case: Case) -> Iterator[Finding]:
    """全年执行数不到全年预算数的九成（reason_below）的，应当说明原因。

    资金栏的“原因”一格、表下的说明、正文里说到执行率、结余、未支付并讲了原因的，都算已说明。
    不到八成（far_below）的请核实，其余提示。没有全年预算数的，按年初预算数。

    为什么：钱没有花完，多半是事没有办完，或者预算编大了，下年安排预算要用。

    一致    全年预算200万元，执行196万元
    请核实  全年预算200万元，执行87万元，通篇没有讲原因
    不适用  自评表没有预算数或执行数，或者预算数为0
    """
    for form in case.forms:
        found = spending(form)
        if found is None:
            continue
        percent, evidence, formula = number(found.percent), found.evidence, found.formula
        if found.rate >= case.thresholds.reason_below:
            yield Finding(Outcome.AGREES, "预算执行", f"执行率{percent}%", evidence, formula, unit="%")
        elif _explained(form, case):
            yield Finding(
                Outcome.AGREES, "预算执行", f"执行率{percent}%，已说明原因", evidence, formula, unit="%"
            )
        else:
            yield Finding(
                Outcome.REVIEW,
                "预算执行",
                f"全年执行数 {at(found.executed)}只有预算数 {at(found.budget)}的 {percent}%，没有看到原因",
                evidence,
                formula,
                None if found.rate < case.thresholds.far_below else Severity.INFO,
                expected=case.thresholds.reason_below * Decimal(100),
                actual=found.percent,
                unit="%",
                suggestion="请说明执行率偏低的原因和结余资金的去向",
            )


def _explained(form: Form, case: Case) -> bool:
    notes = [entry for row in form.funds if (entry := row.cells.get("deviation")) and not entry.blank]
    if notes:
        return True
    return any(
        _ABOUT.search(sentence) and (says_why(sentence) or _NATURE.search(sentence))
        for document in case.documents
        for text, _ in document.texts()
        if _ABOUT.search(text)
        for sentence in SENTENCE_ENDS.split(text)
    )
