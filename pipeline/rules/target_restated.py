"""DUP304 目标值前后不一致。"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from extractors.slips import slip_between
from pipeline.judging.statements import Statement, distinct, likely, says_whole_name, slipped, statements
from pipeline.judging.wording import named, operand, relation
from pipeline.rulebook import Case, rule
from schemas.fact import Fact, Role, Source
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.relation import Relation
from schemas.words import comparable

_PICKED = re.compile("审[核查定]|评[审选]|公示|申报|遴选|名单")
_EXPECTED = re.compile("预期|预计|预估|拟")
_SET = re.compile("目标|指标|任务|计划")
_LIST = 2  # goals of a sentence that are the form's: then the others are meant to be as well
_DIGITS = 2  # enough for a slip where the text says the figure rightly elsewhere


@rule(
    "DUP304",
    "目标值前后不一致",
    severity=Severity.ERROR,
    basis="《项目支出绩效评价管理办法》（财预〔2020〕10号）：绩效目标与绩效指标应当相互对应",
    covers=("C05",),
)
def target_restated(case: Case) -> Iterator[Finding]:
    """绩效目标里的数与自评表“年度指标值”应当是同一个数。

    “120亿元以上”与指标值“120亿元”一致；“左右”“约”按其范围看。比较的是写出来的数，不是能不能同时满足：
    目标“12处以上”和指标值“18处”虽能同时满足，却是两个目标。正文别处写对了的，只有与指标值只差一处笔误、
    或者与别的目标列在一句话里（别的都与指标值相同）的才请核实。

    为什么：目标批复后改了指标值没有改目标，或者反过来，考核就没有了依据。

    一致    目标“发放贷款15亿元以上”，指标值15亿元
    不一致  目标“发放贷款15亿元”，指标值18亿元
    不适用  目标里的数在自评表中没有对应的指标（见 TGT703）
    """
    lists = _lists_of_goals(case)
    for statement in statements(case, Role.TARGET):
        form = [fact for fact in statement.facts if fact.source is Source.FORM]
        text = [fact for fact in statement.facts if fact.source is not Source.FORM]
        if not form or not text:
            continue
        fits = [fact for fact in distinct(text) if _same(fact, form[0])]
        clash = [
            fact
            for fact in distinct(text)
            if not _same(fact, form[0]) and not _is_no_goal(fact, form[0], case)
        ]
        for fact in fits:
            yield Finding(
                Outcome.AGREES,
                statement.label,
                "目标与指标值一致",
                (Evidence.of(fact, "target"), Evidence.of(form[0], "target")),
                f"{operand(fact.quantity, form[0].quantity.unit)}={operand(form[0].quantity)}"
                if fact.quantity.value == form[0].quantity.value
                else "",
                indicator=statement.indicator,
                relations=(Relation.equal(0, 1),),
            )
        goals = [fact for fact in clash if fact.source is Source.GOAL]
        told = {
            fact.sentence for fact in text if _same(fact, form[0])
        }  # 年初报的2796万人次，年中改报2496万人次
        slips = [
            fact
            for fact in clash
            if fact.sentence not in told
            and (fact.sentence in lists or slip_between(fact.quantity, form[0].quantity, _DIGITS))
        ]
        if clash and (goals or not fits):
            yield _differs(statement, (goals or clash)[0], form[0], sure=True)
        elif slips:
            yield _differs(statement, slips[0], form[0], sure=False)


def _is_no_goal(fact: Fact, cell: Fact, case: Case) -> bool:
    """Whether the text only says what was expected, or may speak of the other figure before it.

    经审核拟补助186家; 略低于预期的720元; 形成报告15篇，其中7篇获批示，目标为12篇.
    """
    if fact.source is not Source.PROSE:
        return False
    before = fact.sentence[: max(0, fact.sentence.find(fact.quantity.raw))]
    clause = re.split("[，。；,;]", before)[-1]
    if _PICKED.search(before) and "拟" in clause:
        return True
    if slip_between(fact.quantity, cell.quantity, _DIGITS):
        return False
    if _EXPECTED.search(clause) and not _SET.search(clause):
        return True
    beside = [
        each
        for each in case.said(Role.ACTUAL)
        if each.sentence == fact.sentence
        and each.anchor.text_place == fact.anchor.text_place
        and each.anchor.start < fact.anchor.start
        and comparable(each.quantity.unit, fact.quantity.unit)
    ]
    return fact.likely and len(beside) > 1


def _lists_of_goals(case: Case) -> set[str]:
    """Sentences of the text that give the goals one after the other: at least two of them as the form has them."""
    agreeing: Counter[str] = Counter()
    for statement in statements(case, Role.TARGET):
        form = next((fact for fact in statement.facts if fact.source is Source.FORM), None)
        for fact in statement.facts if form is not None else ():
            agreeing[fact.sentence] += fact.source is Source.PROSE and form is not None and _same(fact, form)
    return {sentence for sentence, times in agreeing.items() if times >= _LIST}


def _same(a: Fact, b: Fact) -> bool:
    if a.quantity.value is None or b.quantity.value is None or a.quantity.value == b.quantity.value:
        return True
    if a.quantity.unit.factor != b.quantity.unit.factor and a.quantity.printed().meets(b.quantity.printed()):
        return True  # 2.95万人 is 29450人, rounded
    loose = a.quantity.soft or b.quantity.soft
    return loose and a.quantity.interval().meets(b.quantity.interval())


def _differs(statement: Statement, goal: Fact, cell: Fact, *, sure: bool) -> Finding:
    """``sure``: nowhere else does the text give the form's figure; else it may speak of a part or a norm."""
    review = not sure or (likely(goal) and not slipped(goal, cell) and not says_whole_name(goal, cell))
    return Finding(
        Outcome.REVIEW if review else Outcome.DIFFERS,
        statement.label,
        f"{statement.label}：绩效目标 {named(goal)}，自评表年度指标值 {named(cell)}，不是同一个数",
        (Evidence.of(goal, "target"), Evidence.of(cell, "target")),
        relation(goal.quantity, cell.quantity),
        Severity.WARNING if review else None,
        expected=None if goal.quantity.value is None else goal.quantity.value / cell.quantity.unit.factor,
        actual=cell.quantity.number,
        unit=cell.quantity.unit.name,
        indicator=statement.indicator,
        relations=(Relation.equal(0, 1),),
        suggestion="请按批复的绩效目标统一目标表述和指标值；经批准调整的，请说明",
    )
