"""EXT001 数值书写有误。"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.judging.wording import shown
from pipeline.rulebook import OF_LAYOUT, Case, rule
from schemas.fact import Fact
from schemas.finding import Evidence, Finding, Outcome, Severity

_TYPED_WIDE = re.compile("全角逗号")  # 286，500元 has one reading


@rule(
    "EXT001",
    "数值书写有误",
    severity=Severity.WARNING,
    basis="GB/T 15835—2011《出版物上数字用法》",
    covers=("F16",),
)
def malformed_number(case: Case) -> Iterator[Finding]:
    """数字和单位之间多了字、小数点和千分位写乱的，指出来。

    看得出原意的按原意参加其他核对；看不出的不参加任何核对。千分位只是用了全角逗号的，是提示。

    为什么：写错的数谁也不敢用，读的人只能猜。

    一致    压减650.25万元
    请核实  压减650.25成万元；支出7,00.0,77元
    不适用  没有读到数值
    """
    readable = 0
    doubted: dict[tuple[str, tuple[int, ...], str], list[Fact]] = {}
    for fact in case.facts:
        doubt = fact.quantity.doubt
        if not doubt or OF_LAYOUT.search(doubt):
            readable += 1
        else:
            place = fact.anchor.order[:3] if fact.anchor.row else fact.anchor.order  # one finding a cell
            doubted.setdefault((fact.anchor.path, place, doubt), []).append(fact)
    for (_, _, doubt), facts in doubted.items():
        first = facts[0]
        yield Finding(
            Outcome.REVIEW,
            first.subject or "数值",
            f"{'、'.join(shown(fact.quantity) for fact in facts)}（{first.anchor}）：{doubt}",
            tuple(Evidence.of(fact, "mention") for fact in facts),
            severity=Severity.INFO if _TYPED_WIDE.search(doubt) else None,
            unit=first.quantity.unit.name,
            suggestion="请改正数值的写法",
        )
    if readable:
        yield Finding(Outcome.AGREES, "数值", f"{readable}个数值书写正常")
