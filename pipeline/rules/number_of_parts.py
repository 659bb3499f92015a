"""SUM107 合计的项数与所列不符。"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extractors.numerals import read_numeral
from pipeline.between import Texts
from pipeline.rulebook import Case, rule
from pipeline.sums import add_up
from schemas.fact import Breakdown
from schemas.finding import Evidence, Finding, Outcome, Severity

_COUNTED = re.compile(
    r"(?:以上|上述|前述|这|该|^|[，,；;。])(?P<count>[两二三四五六七八九十]|\d{1,2})(?P<of>[项个地级类家笔处方部]|部分|渠道|来源|片区)(?:资金|经费|支出|来源)?[^，。；\d]{0,6}(?:合计|共计?|总计|相加|加总|累计|小计)(?:为|是|达)?$"
)
_REACH = 20  # characters before the total


@rule(
    "SUM107",
    "合计的项数与所列不符",
    severity=Severity.WARNING,
    basis="财预〔2020〕10号：自评数据应当真实、准确",
    covers=("C08",),
)
def number_of_parts(case: Case) -> Iterator[Finding]:
    """写“三项合计”“四地共”多少的，前面列出的应当正好是这么多项。

    只看列出的各项加起来等于合计的：金额对得上、项数对不上，请核实是项数写错，还是少列了一项。

    为什么：增减一项以后，常常忘了改项数。

    一致    上年结转20万元，当年拨款80万元，两项合计100万元
    请核实  上年结转20万元，当年拨款80万元，三项合计100万元
    不适用  没有写项数，或者各项加起来不等于合计
    """
    texts = Texts(case)
    for breakdown in case.breakdowns:
        found = _COUNTED.search(texts.before(breakdown.total, _REACH))
        result = add_up([part.quantity for part in breakdown.parts], breakdown.total.quantity)
        if found is not None and result is not None and result.equal:
            yield _judged(breakdown, found)


def _judged(breakdown: Breakdown, found: re.Match[str]) -> Finding:
    said, listed = read_numeral(found["count"].replace("两", "二")) or Decimal(0), len(breakdown.parts)
    evidence = (
        Evidence.of(breakdown.total, "total"),
        *(Evidence.of(part, "part") for part in breakdown.parts),
    )
    name = breakdown.total.subject or "合计"
    if said == listed:
        return Finding(Outcome.AGREES, name, f"列出的正是{listed}{found['of']}", evidence)
    return Finding(
        Outcome.REVIEW,
        name,
        f"“{found.group().strip('，,；;。')}”（{breakdown.total.anchor}）前面列出{listed}{found['of']}，加起来等于合计",
        evidence,
        f"{listed}{'<' if listed < said else '>'}{said}",
        suggestion="请核对项数，或者补列漏写的一项",
    )
