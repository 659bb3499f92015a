"""DUP303 取整表述不一致。"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from pipeline.judging.statements import agree, distinct, nearly, statements
from pipeline.judging.wording import named, relation
from pipeline.rulebook import Case, rule
from schemas.fact import Role
from schemas.finding import Evidence, Finding, Outcome, Severity


@rule(
    "DUP303",
    "取整表述不一致",
    severity=Severity.INFO,
    basis="GB/T 15835—2011《出版物上数字用法》：概数应当写明“约”“近”“超”",
    covers=("C01",),
)
def rounded_restatement(case: Case) -> Iterator[Finding]:
    """同一指标一处写准数、一处写整数而没有“约”“超”等字的，提示统一。

    只有把末尾的零看作四舍五入才说得通的两个数，不算矛盾，只作提示。

    为什么：2614家写成2600家不是错，但审核的人要停下来想一想。

    一致    在册合作社2614家……在册合作社2614家
    不一致  在册合作社2614家……在册合作社2600家（提示）
    不适用  指标只出现一次，或两数根本不同（见 DUP301）
    """
    for statement in statements(case, Role.ACTUAL):
        for a, b in combinations(distinct(statement.facts), 2):
            if statement.known and not agree(a, b) and nearly(a, b):
                yield Finding(
                    Outcome.DIFFERS,
                    statement.label,
                    f"{statement.label}：{named(a)}与 {named(b)}只有取整才一致",
                    (Evidence.of(a, "mention"), Evidence.of(b, "mention")),
                    relation(a.quantity, b.quantity),
                    expected=a.quantity.number,
                    actual=None if b.quantity.value is None else b.quantity.value / a.quantity.unit.factor,
                    unit=a.quantity.unit.name,
                    indicator=statement.indicator,
                    suggestion="请统一为准数，或在整数前写明“约”“超”",
                )
                break
