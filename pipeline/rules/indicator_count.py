"""TGT707 指标个数与自评表不一致。"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extractors.plain import plain
from pipeline.judging.other_scores import has_other_scores
from pipeline.judging.rows_of_form import figure
from pipeline.rulebook import Case, rule
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.form import Form
from schemas.quantity import ZERO

_COUNT = re.compile(
    r"三级(?:绩效)?指标(?:共|共计|为|有|合计)?(?P<behind>\d{1,3})[个项条]|(?P<before>\d{1,3})[个项条]三级(?:绩效)?指标"
    r"|设置[^。；\d]{0,24}等(?:绩效)?指标(?P<set>\d{1,3})[个项条]|现有(?P<now>\d{1,3})[个项条](?:绩效)?指标中"
)
_OTHERS = re.compile("其中|完成|达到|未|扣分|抽|增|减|上年|原|修订|调整|定性|定量")
_POINTS, _FOR_EXECUTION = Decimal(100), Decimal(10)
_PARTS = "。；，"


@rule(
    "TGT707",
    "指标个数与自评表不一致",
    severity=Severity.WARNING,
    basis="财预〔2020〕10号附件：自评报告与自评表结论应当一致",
    covers=("C08",),
)
def indicator_count(case: Case) -> Iterator[Finding]:
    """正文写的三级指标个数，应当等于自评表里三级指标的行数。

    预算执行率在表里占一行的，列不列入都算一致；只说完成了几个、扣分的几个的，不核对。
    各行分值加起来正好是总分的，表没有漏读，个数不同是错误；否则请核实。
    正文另有一套评价指标体系（有决策、过程的得分）的，不核对。

    为什么：指标增减以后，报告里的个数常常没有跟着改。

    一致    正文“设置三级指标12个”，自评表12个指标
    不一致  正文“设置三级指标13个”，自评表11个指标，分值合计100
    不适用  正文没有写个数，或者没有自评表，或者一次交来几张自评表
    """
    forms = [form for form in case.forms if form.indicators]
    if len(forms) != 1 or has_other_scores(case):
        return
    form = forms[0]
    rows = len(form.indicators)
    for document in case.documents:
        for paragraph in document.paragraphs():
            uniform = plain(paragraph.text)
            for found in _COUNT.finditer(uniform.text):
                begin = max(uniform.text.rfind(mark, 0, found.start()) for mark in _PARTS) + 1
                if _OTHERS.search(uniform.text, begin, found.start()):
                    continue
                said = int(next(each for each in found.groups() if each))
                place = paragraph.anchor.part(*uniform.original(*found.span()), paragraph.text)
                evidence = (Evidence("mention", place), Evidence("text", form.anchor))
                if said in _fair(form):
                    yield Finding(Outcome.AGREES, "三级指标", f"正文和自评表都是{said}个", evidence)
                    continue
                sure = _is_whole(form)
                yield Finding(
                    Outcome.DIFFERS if sure else Outcome.REVIEW,
                    "三级指标",
                    f"正文写“{found.group()}”（{place}），自评表（{form.anchor}）有{rows}个三级指标",
                    evidence,
                    severity=Severity.ERROR if sure else None,
                    suggestion="请核对指标个数",
                )


def _is_whole(form: Form) -> bool:
    """Whether the rows that were read have all the points of the form: then none is missing."""
    points = [figure(row.cells, "weight") for row in form.indicators]
    if any(each is None or each.value is None for each in points):
        return False
    total = form.total_weight.quantity if form.total_weight is not None else None
    added = sum((each.value for each in points if each is not None and each.value is not None), ZERO)
    whole = total.value if total is not None and total.value is not None else _POINTS
    return added in (whole, whole - _FOR_EXECUTION)


def _fair(form: Form) -> set[int]:
    """How many indicators a clerk may count: rows or names, without the row of the execution rate where there is one."""
    names = {row.name.text for row in form.indicators}
    executed = sum("执行率" in row.name.text for row in form.indicators)
    return {len(form.indicators), len(names), len(form.indicators) - executed}
