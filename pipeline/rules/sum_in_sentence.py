"""SUM101 分项之和不等于总额（同一句内）。"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.judging.totals import judge_sum
from pipeline.rulebook import Case, rule
from schemas.finding import Finding, Severity


@rule(
    "SUM101",
    "分项之和不等于总额",
    severity=Severity.ERROR,
    basis="《项目支出绩效评价管理办法》（财预〔2020〕10号）：自评数据应当真实、准确",
    covers=("F12", "F13"),
)
def sum_in_sentence(case: Case) -> Iterator[Finding]:
    """一句话里说了总额又逐项列出的，各项之和应当等于总额。

    “包括”“分别为”“其中”后面逐项列出、没有“等”字的，按全部列举核对；带“等”“主要包括”的只看合计是否超过总额。
    整元、整万元的预算资金没有误差，带小数的各留末位半个单位；差额在此之内是尾差，只作提示。
    各季度、上下半年、前三季度与第四季度合起来是全年的，也按全部列举核对，四个季度只写了三个的一样；
    从年初累计的数、在册等存量不加。
    预算执行、产出……满意度各部分的分值、得分，与总分一起写的，也是全部列举。
    看不出是不是全部列举的，只有差额像写错一处才说；金额位数少、容易凑巧的，请核实。
    有一项的单位与别的不同（元与万元），换过来合计就成立的，指出这一项。

    为什么：分项和总额往往抄自不同的表。对不上，要么漏列一项，要么有一个数写错。

    一致    支出450万元，包括场地费100万元、评审费50万元、奖励300万元
    不一致  支出450万元，包括场地费100万元、评审费50万元、奖励350万元
    不适用  没有逐项列出
    """
    for breakdown in case.breakdowns:
        if breakdown.cue != "分项" and len(breakdown.parts) > 1:
            yield from judge_sum(breakdown)
