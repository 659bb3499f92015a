"""DUP301 同一指标前后不一致。"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from pipeline.judging.stages import as_paid
from pipeline.judging.statements import Statement, agree, distinct, likely, nearly, slipped, soft, statements
from pipeline.judging.wording import named, operand, relation, shown
from pipeline.rulebook import Case, rule
from schemas.fact import Fact, Role, Source
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.relation import Relation


@rule(
    "DUP301",
    "同一指标前后不一致",
    severity=Severity.ERROR,
    basis="《项目支出绩效评价管理办法》（财预〔2020〕10号）：自评数据应当真实、准确",
    covers=("C01", "C07"),
)
def restated(case: Case) -> Iterator[Finding]:
    """同一指标在报告中出现几次，几次都应当说得通。

    两处表述只要有一个数能同时满足就算一致：“超1500户”与“1537户”一致，“612.5万元”与“621.5万元”不可能一致。
    目标值与完成值、不同年度、新增与累计不互相比较；只差取整（2614家与2600家）另由 DUP303 提示。
    名称对得上自评表或指标词典，或者只差一处笔误的，才说不一致；名称只是相近，或者一处带“约”“左右”的，请核实。

    为什么：总述、分述和自评表里的同一个数往往由不同的人填写。不论哪个对，填报单位都需要说明。

    一致    公租房在保家庭1537户……在保家庭超1500户
    不一致  发放租赁补贴612.5万元……发放租赁补贴621.5万元
    不适用  指标只出现一次
    """
    for statement in statements(case, Role.ACTUAL):
        facts = as_paid([fact for fact in statement.facts if fact.source is not Source.FORM], case)
        if len(facts) >= 2:
            yield _judged(statement, facts)


def _judged(statement: Statement, facts: list[Fact]) -> Finding:
    values = distinct(facts)
    clashes = [pair for pair in combinations(values, 2) if not agree(*pair) and not nearly(*pair)]
    if not clashes:
        return Finding(
            Outcome.AGREES,
            statement.label,
            f"{len(facts)}处一致",
            tuple(Evidence.of(fact, "mention") for fact in facts),
            "=".join(operand(fact.quantity, facts[0].quantity.unit) for fact in facts)
            if len(values) == 1
            else "",
            indicator=statement.indicator,
            relations=(Relation.same(*range(len(facts))),),
        )
    a, b = min(clashes, key=lambda pair: (soft(*pair), likely(*pair)))
    judgement = soft(a, b) or ((not statement.known or likely(a, b)) and not slipped(a, b))
    others = [fact for fact in facts if fact not in (a, b)]
    places = f"；另有{len(others)}处：" + "、".join(named(fact) for fact in others) if others else ""
    return Finding(
        Outcome.REVIEW if judgement else Outcome.DIFFERS,
        statement.label,
        f"{statement.label}：{named(a)}与 {named(b)}不能同时成立{places}",
        tuple(Evidence.of(fact, "mention") for fact in (a, b, *others)),
        relation(a.quantity, b.quantity),
        Severity.WARNING if judgement else None,
        expected=a.quantity.number,
        actual=None if b.quantity.value is None else b.quantity.value / a.quantity.unit.factor,
        unit=a.quantity.unit.name,
        indicator=statement.indicator,
        relations=(Relation.same(*range(len(facts))),),
        suggestion=f"请核实{shown(a.quantity)}与{shown(b.quantity)}哪个正确，并统一全文",
    )
