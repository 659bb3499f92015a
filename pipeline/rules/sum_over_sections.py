"""SUM102 分项之和不等于总额（各小节之间）。"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.judging.totals import judge_sum
from pipeline.rulebook import Case, rule
from schemas.finding import Finding, Severity


@rule(
    "SUM102",
    "各项支出之和不等于总额",
    severity=Severity.ERROR,
    basis="《项目支出绩效评价管理办法》（财预〔2020〕10号）：自评数据应当真实、准确",
    covers=("F12",),
)
def sum_over_sections(case: Case) -> Iterator[Finding]:
    """并列的小节（1. 2. 3. ……）各写一笔金额的，合起来应当等于上文说的总额。

    总额取各小节之前宣布的一笔（“全年支出……万元，分为以下几类”）；没有宣布的，取项目的实际支出。
    差额再大也照样报告：差得多正说明漏了一项。差额在四舍五入之内的是尾差，只作提示。

    为什么：分项支出由各业务科室填写，总额由财务填写，汇总时最容易漏项。

    一致    分为以下两类：1.设备购置 支出120万元 2.人员培训 支出80万元（支出200万元）
    不一致  分为以下两类：1.设备购置 支出120万元 2.人员培训 支出70万元（支出200万元）
    不适用  小节里没有各自的金额
    """
    for breakdown in case.breakdowns:
        if breakdown.cue == "分项":
            yield from judge_sum(breakdown)
