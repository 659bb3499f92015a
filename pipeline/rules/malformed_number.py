"""EXT001 数值书写有误。"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.rulebook import Case, rule
from pipeline.wording import shown
from schemas.finding import Evidence, Finding, Outcome, Severity

_OURS = re.compile("空白|换行")  # blanks inside numbers come from the layout, not from the author


@rule(
    "EXT001",
    "数值书写有误",
    severity=Severity.WARNING,
    basis="GB/T 15835—2011《出版物上数字用法》",
)
def malformed_number(case: Case) -> Iterator[Finding]:
    """数字和单位之间多了字、小数点和千分位写乱的，指出来。

    看得出原意的按原意参加其他核对；看不出的不参加任何核对。

    为什么：写错的数谁也不敢用，读的人只能猜。

    一致    压减650.25万元
    请核实  压减650.25成万元；支出7,00.0,77元
    不适用  没有读到数值
    """
    readable = 0
    for fact in case.facts:
        doubt = fact.quantity.doubt
        if not doubt or _OURS.search(doubt):
            readable += 1
            continue
        yield Finding(
            Outcome.REVIEW,
            fact.subject or "数值",
            f"{shown(fact.quantity)}（{fact.anchor}）：{doubt}",
            (Evidence.of(fact, "mention"),),
            unit=fact.quantity.unit.name,
            suggestion="请改正数值的写法",
        )
    if readable:
        yield Finding(Outcome.AGREES, "数值", f"{readable}个数值书写正常")
