"""SUM105 部分大于整体。"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from pipeline.rulebook import Case, rule
from pipeline.statements import exact_bound, of_report_year
from pipeline.wording import named, operand, shown
from schemas.fact import Fact, Role, Source
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.words import comparable, load_words


@rule(
    "SUM105",
    "部分大于整体",
    severity=Severity.ERROR,
    basis="统计口径：其中数不得大于总数，省级包含在省级以上之内",
)
def subset(case: Case) -> Iterator[Finding]:
    """“其中”的一项不能比总数大；省级的不能比省级以上的多。

    同一事物按级别说了两个数的，窄的一级（省级、国家级）不得大于宽的一级（省级以上）；新增与总数分开比较。

    为什么：部分大于整体，两个数必有一个口径写错或数字写错。

    一致    省级以上基地84家，其中国家级9家
    不一致  新增省级以上基地12家……新增省级基地21家
    不适用  没有这样的两个数
    """
    for breakdown in case.breakdowns:
        if (
            len(breakdown.parts) == 1 and breakdown.total.role is not Role.GROWTH
        ):  # a net change may be smaller
            yield from _compare(breakdown.parts[0], breakdown.total, "它是其中的一项")
    levelled = [
        fact
        for fact in case.said(Role.ACTUAL)
        if _level(fact) and of_report_year(fact, case) and exact_bound(fact)
    ]
    seen: set[tuple[object, ...]] = set()
    for narrow, wide in product(levelled, levelled):
        key = (narrow.quantity.value, wide.quantity.value, narrow.core)
        if key in seen or not _nested(narrow, wide):
            continue
        seen.add(key)
        yield from _compare(narrow, wide, f"“{_level(narrow)}”包含在“{_level(wide)}”之内")


def _level(fact: Fact) -> str:
    return next((trait.removeprefix("level:") for trait in fact.traits if trait.startswith("level:")), "")


def _nested(narrow: Fact, wide: Fact) -> bool:
    """The same thing in the same sense (新增 or 总数), one level inside the other."""
    flows = [any(trait.startswith("flow:") for trait in fact.traits) for fact in (narrow, wide)]
    others = [
        {t for t in fact.traits if not t.startswith(("level:", "flow:")) and t != "stock"}
        for fact in (narrow, wide)
    ]
    return (
        (_level(narrow), _level(wide)) in load_words().lattice
        and len(narrow.core) >= 2
        and narrow.core == wide.core
        and flows[0] == flows[1]
        and others[0] == others[1]
        and comparable(narrow.quantity.unit, wide.quantity.unit)
        and Source.TABLE not in (narrow.source, wide.source)
    )


def _compare(part: Fact, whole: Fact, why: str) -> Iterator[Finding]:
    if part.quantity.value is None or whole.quantity.value is None:
        return
    small, large = part.quantity.interval(exact=True), whole.quantity.interval(exact=True)
    if small.low is None:
        return
    evidence = (Evidence.of(part, "part"), Evidence.of(whole, "total"))
    unit = whole.quantity.unit
    formula = f"{operand(part.quantity, unit)}<={operand(whole.quantity)}"
    if large.high is None or small.low <= large.high:
        yield Finding(
            Outcome.AGREES,
            part.subject,
            f"{shown(part.quantity)}不超过{shown(whole.quantity)}",
            evidence,
            formula,
            unit=unit.name,
        )
        return
    formula = formula.replace("<=", ">")
    yield Finding(
        Outcome.DIFFERS,
        part.subject or whole.subject,
        f"{part.subject} {named(part)}大于{whole.subject} {named(whole)}，而{why}",
        evidence,
        formula,
        expected=whole.quantity.number,
        actual=part.quantity.value / unit.factor,
        unit=unit.name,
        suggestion="请核对两处的统计口径（级别、新增或累计）和数字",
    )
