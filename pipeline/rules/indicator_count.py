"""TGT707 指标个数与自评表不一致。"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extractors.plain import plain
from pipeline.judging.other_scores import has_other_scores
from pipeline.judging.rows_of_form import figure
from pipeline.rulebook import Case, rule
from schemas.document import Anchor
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.form import Form
from schemas.quantity import ZERO

_COUNT = re.compile(
    r"三级(?:绩效)?指标(?:共|共计|为|有|合计)?(?P<behind>\d{1,3})[个项条]|(?P<before>\d{1,3})[个项条]三级(?:绩效)?指标"
    r"|设置[^。；\d]{0,24}等(?:绩效)?指标(?P<set>\d{1,3})[个项条]|现有(?P<now>\d{1,3})[个项条](?:绩效)?指标中"
)
# 共设置绩效指标15个: all of them, though the words say 三级 nowhere
_SETS = "(?:设置|设定|设立|设有|共设|编制|制定|确定|细化|涉及|包括|包含)"
_UNLEVELLED = re.compile(
    rf"{_SETS}(?:了|有)?[^。；，、\d]{{0,6}}?(?<![一二三]级)(?:绩效|考核|评价|自评)指标(?:共计?|合计|总数为?)?(?P<behind>\d{{1,3}})[个项条]"
    rf"|指标[，,](?:经|通过|由)[^。；，\d]{{0,8}}(?:审核|评审|论证|修改|精简|优化|批复)后?[^。；，\d]{{0,4}}(?:保留|确定|核定|调整|批复)(?:了|为)?(?:绩效指标)?(?P<kept>\d{{1,3}})[个项条]"
    rf"|{_SETS}(?:了|有|共)*(?P<before>\d{{1,3}})[个项条](?:具体)?(?:绩效|考核|评价|自评)指标"
)
_OTHERS = re.compile("其中|完成|达到|未|扣分|抽|增|减|上年|原|修订|调整|定性|定量")
_OF_SOME = re.compile("[一二]级|产出|效益|满意|成本|数量|质量|时效|社会|经济|生态|部门|各|每")
# 共设置绩效指标12个，其中…目标值59公里: what the project aims at, not what an evaluator looks at
_AIMS = re.compile("绩效指标.*(?:目标|指标)值")
_REACH = 120  # characters behind the number
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
    正文另有一套评价指标体系（有决策、过程的得分）的，只核对写着目标值的绩效指标。

    为什么：指标增减以后，报告里的个数常常没有跟着改。

    一致    正文“设置三级指标12个”，自评表12个指标
    不一致  正文“设置三级指标13个”，自评表11个指标，分值合计100
    不适用  正文没有写个数，或者没有自评表，或者一次交来几张自评表
    """
    forms = [form for form in case.forms if form.indicators]
    if len(forms) != 1:
        return
    form = forms[0]
    for found, place, levelled in _stated(case):
        said = int(next(each for each in found.groups() if each))
        evidence = (Evidence("mention", place), Evidence("text", form.anchor))
        if said in (_fair(form) if levelled else _fair(form) | _with_groups(form)):
            yield Finding(Outcome.AGREES, "三级指标", f"正文和自评表都是{said}个", evidence)
            continue
        sure = levelled and _is_whole(form)
        yield Finding(
            Outcome.DIFFERS if sure else Outcome.REVIEW,
            "三级指标",
            f"正文写“{found.group()}”（{place}），自评表（{form.anchor}）有{len(form.indicators)}个三级指标",
            evidence,
            severity=Severity.ERROR if sure else None,
            suggestion="请核对指标个数",
        )


def _stated(case: Case) -> Iterator[tuple[re.Match[str], Anchor, bool]]:
    """The numbers of indicators that the text states, where, and whether it says that they are of the third level."""
    others = has_other_scores(case)
    for document in case.documents:
        for paragraph in document.paragraphs():
            uniform = plain(paragraph.text)
            for pattern in (_COUNT, _UNLEVELLED):
                for found in pattern.finditer(uniform.text):
                    begin = max(uniform.text.rfind(mark, 0, found.start()) for mark in _PARTS) + 1
                    lead, levelled = uniform.text[begin : found.start()], pattern is _COUNT
                    if _OTHERS.search(lead) or (not levelled and _OF_SOME.search(lead + found.group())):
                        continue
                    told = uniform.text[found.start() : found.end() + _REACH].partition("。")[0]
                    if others and (levelled or _AIMS.search(told) is None):
                        continue
                    place = paragraph.anchor.part(*uniform.original(*found.span()), paragraph.text)
                    yield found, place, levelled


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


def _with_groups(form: Form) -> set[int]:
    """How many a clerk may count who counts the second level, or all three."""
    second = len({(row.level1, row.level2) for row in form.indicators})
    first = len({row.level1 for row in form.indicators})
    return {second, second + len(form.indicators), first + second + len(form.indicators)}
