"""TGT703 绩效目标没有对应的指标。"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.judging.rows_of_form import form_facts
from pipeline.judging.statements import of_report_year
from pipeline.judging.wording import named
from pipeline.rulebook import Case, rule
from schemas.fact import Fact, Role, Source
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.quantity import Kind
from schemas.words import comparable

_SPENDING = re.compile("投入|资金|预算|经费|拨款|支出")
_RATE = re.compile("(?:执行|支出|支付|拨付|使用)(?:率|进度)")


@rule(
    "TGT703",
    "绩效目标没有对应的指标",
    severity=Severity.WARNING,
    basis="财预〔2020〕10号：绩效指标应当与绩效目标密切相关，全面反映目标内容",
    covers=("C05",),
)
def goal_without_row(case: Case) -> Iterator[Finding]:
    """绩效目标里写了数的，自评表中应当有一个指标去考核它。

    名称对得上，或者指标值、单位相同且名称相近的，算有对应。自评表里有“预期目标”栏的看那一栏，
    没有的看正文“绩效目标”一节。

    为什么：写进目标却不考核，目标就落了空。

    一致    目标“加装电梯30部”，自评表有“加装电梯”指标
    请核实  目标“改造渡口12处以上”，自评表没有对应指标
    不适用  没有自评表，或者目标里没有数
    """
    rows = [fact for role in (Role.TARGET, Role.ACTUAL) for fact in form_facts(case, role)]
    if not rows:
        return
    goals = [fact for fact in case.said(Role.TARGET) if fact.source is Source.GOAL]
    if not goals:
        goals = [
            fact
            for fact in case.said(Role.TARGET)
            if fact.source is Source.PROSE and fact.scope.section and _in_goals(fact, case)
        ]
    seen: set[tuple[object, ...]] = set()
    for goal in goals:
        key = (goal.core, goal.quantity.value)
        if (
            key in seen
            or goal.quantity.kind in (Kind.SCORE, Kind.DURATION, Kind.RANK, Kind.RATIO)
            or not goal.subject
        ):
            continue
        if not of_report_year(goal, case):
            continue  # 到2025年研发投入强度达到1.8%: the row is of this year's goals
        if goal.quantity.kind is Kind.MONEY and _SPENDING.search(goal.subject):
            continue  # what the project is given is no goal that a row would assess
        if goal.quantity.kind is Kind.PERCENT and _RATE.search(goal.subject):
            continue  # 预算执行率 is assessed by the form's own rows of money
        if goal.quantity.unit.factor > 1 and re.search(
            f"[为向给对]{re.escape(goal.quantity.raw)}", goal.sentence
        ):
            continue  # 为86.4万居民免费提供服务: whom the goals are for
        seen.add(key)
        if _covered(goal, rows):
            yield Finding(
                Outcome.AGREES,
                goal.subject,
                "有对应的指标",
                (Evidence.of(goal, "target"),),
                indicator=goal.indicator,
            )
        else:
            others = [
                fact for fact in case.said(Role.ACTUAL) if goal.indicator and fact.indicator == goal.indicator
            ]
            told = f"；正文完成情况：{named(others[0])}" if others else ""
            yield Finding(
                Outcome.REVIEW,
                goal.subject,
                f"绩效目标“{goal.subject} {goal.quantity.raw}”（{goal.anchor}）在自评表中没有对应的指标{told}",
                (Evidence.of(goal, "target"), *(Evidence.of(fact, "actual") for fact in others[:1])),
                indicator=goal.indicator,
                suggestion="请增设相应指标，或说明该目标的完成情况如何考核",
            )


def _in_goals(fact: Fact, case: Case) -> bool:
    """Whether the fact stands in a section headed 绩效目标."""
    for document in case.documents:
        if document.path == fact.anchor.path:
            return any(
                "目标" in section.title and section.first <= fact.anchor.block <= section.last
                for section in document.sections
                if section.path == fact.scope.section
            )
    return False


def _covered(goal: Fact, rows: Sequence[Fact]) -> bool:
    if goal.indicator and any(fact.indicator == goal.indicator for fact in rows):
        return True
    return any(
        comparable(fact.quantity.unit, goal.quantity.unit)
        and (
            _alike(fact.core, goal.core)
            or (fact.quantity.value == goal.quantity.value and _related(fact.subject, goal.subject))
        )
        for fact in rows
    )


def _alike(a: str, b: str) -> bool:
    """One name inside the other, apart from bare heads."""
    return min(len(a), len(b)) >= 3 and (a in b or b in a)


def _related(a: str, b: str) -> bool:
    """Two characters in a row shared: enough where unit and value are the same too."""
    return any(a[i : i + 2] in b for i in range(len(a) - 1))
