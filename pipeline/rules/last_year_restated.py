"""XDC901 上年数与上年结果不符。"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from extractors.names import name_of
from pipeline.judging.between import REPORTED, Texts
from pipeline.judging.statements import agree, nearly, year_spoken_of
from pipeline.judging.wording import named, relation, shown
from pipeline.rulebook import Case, rule
from pipeline.two_years import SPENT, Results, row_names, told, two_years
from schemas.fact import Fact, Role, Source
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.words import comparable

_LAST = (Role.ACTUAL, Role.BASE)
_OURS = (Role.ACTUAL, Role.EXECUTED)
_COMPARED = re.compile(  # 培训1434人次，比2023年的1276人次: of what was said before
    "[，,（(]?(?:同?比|较|与|和)(?P<year>上年|去年|20[0-9][0-9]年)(?:同期|度)?的?(?:实际)?(?:完成)?"
)
_IN_BRACKETS = re.compile("[（(](?P<year>上年|去年|20[0-9][0-9]年)(?:同期|度)?(?:实际)?(?:完成)?(?:为|是)?")
_CARRIED = ("budget_full", "budget_initial")  # columns, the surer first


@rule(
    "XDC901",
    "上年数与上年结果不符",
    severity=Severity.WARNING,
    basis="财预〔2020〕10号：绩效自评数据应当真实、准确",
    covers=("C14",),
    by=("department", "project"),
)
def last_year_restated(group: Case) -> Iterator[Finding]:
    """今年材料里写的上年数，应当就是上年自评时填的完成值。

    同一部门、同一项目，名称与上年自评表的指标完全相同才比较：自评表“上年完成值”栏，正文写明是上一年度的数，
    紧跟在今年的完成值、执行数后面作对比的数（“比上年的……”“（2023年为……）”）。
    上年结转资金大于上年结余的，同样请核实。统计数据会修订，口径会调整，所以只请核实。

    为什么：动了上年的数，今年的增幅就跟着变；上年结转与上年结余对不上，钱就不知去向。

    一致    上年完成值栏“86万亩”，上年自评表的完成值也是86万亩
    请核实  上年完成值栏“86万亩”，上年自评表的完成值是96万亩
    不适用  没有给出上年的核对结果，或者没有写上年数
    """
    for case, last in two_years(group):
        results = Results(last)
        for said in (*_columns(case), *_in_text(case)):
            old = results.spent if said.indicator == SPENT else results.of(said.subject)
            if old is not None and comparable(said.quantity.unit, old.quantity.unit):
                yield _judged(said, old)
        yield from _carried_over(case, last)


def _columns(case: Case) -> Iterator[Fact]:
    """上年完成值 beside the target."""
    for form in case.forms:
        for row in form.indicators:
            cell = row.cells.get("last_actual")
            if cell is not None and cell.quantity is not None:
                yield Fact(row.name.text, cell.quantity, Role.BASE, cell.anchor, Source.FORM)


def _in_text(case: Case) -> Iterator[Fact]:
    """Figures of the text that it says are last year's, under the names of their rows."""
    names, texts = row_names(case) | {SPENT: "执行数"}, Texts(case)
    rows = {(name_of(name).core, name_of(name).traits): name for name in names.values()}
    # the last figure of its unit in the sentence, which a comparison goes on about
    spoken: dict[str, Fact] = {}
    said = [fact for fact in case.facts if fact.source in REPORTED]
    before: Fact | None = None
    for fact in said:
        if before is not None and before.sentence != fact.sentence:
            spoken = {}
        compared = _compared(before, fact, texts) if before is not None else ""
        if compared:
            of = spoken.get(fact.quantity.unit.dimension) if fact.role is Role.BASE else before
            ours = of is not None and of.role in _OURS and not of.likely
            dated = compared in ("上年", "去年", f"{(case.year or 0) - 1}年")
            indicator = of.indicator if of is not None and ours else ""
        else:
            dated = fact.stated and not fact.likely and year_spoken_of(fact, case) == (case.year or 0) - 1
            indicator = fact.indicator
        name = names.get(indicator, "") or ("" if compared else rows.get((fact.core, fact.traits), ""))
        if fact.role in _LAST and dated and name:
            yield replace(fact, subject=name, indicator=indicator)
        if not compared and fact.role is not Role.GROWTH:
            spoken[fact.quantity.unit.dimension] = fact
        before = fact


def _compared(before: Fact, fact: Fact, texts: Texts) -> str:
    """The year that a figure right behind another one compares it with; empty where it does not."""
    between = texts.between(before, fact)
    if between is None:
        return ""
    found = _COMPARED.fullmatch(between)
    if found is None and texts.of(fact)[fact.anchor.end :][:1] in ("）", ")"):  # one alone, no list of years
        found = _IN_BRACKETS.fullmatch(between)
    return found["year"] if found else ""


def _judged(said: Fact, old: Fact) -> Finding:
    evidence = (Evidence.of(said, "base"), Evidence.of(old, "actual"))
    if agree(said, old) or nearly(said, old):
        same = said.quantity.value == old.quantity.value
        formula = relation(said.quantity, old.quantity) if same else ""
        return Finding(Outcome.AGREES, said.subject, "与上年自评结果一致", evidence, formula)
    return _review(
        said,
        old,
        f"{said.subject}：上年数写 {named(said)}，上年自评完成值是 {shown(old.quantity)}（{told(old)}）",
        "请说明两者不一致的原因；统计修订、口径调整的请注明",
    )


def _carried_over(case: Case, last: Case) -> Iterator[Finding]:
    """What is carried over cannot be more than what was left."""
    left = [fact for fact in last.said(Role.BALANCE) if fact.indicator == "budget:balance"]
    cells = [
        row.cells[column]
        for form in case.forms
        for row in form.funds
        for column in _CARRIED
        if row.row == "carry_over" and column in row.cells
    ]
    cell = next((each for each in cells if each.quantity is not None and each.quantity.value), None)
    if cell is None or cell.quantity is None or not left:
        return
    said = Fact("上年结转资金", cell.quantity, Role.CARRY_OVER, cell.anchor, Source.FORM, exact=True)
    most = max(left, key=lambda fact: fact.quantity.value or 0)
    more = (said.quantity.value or 0) > (most.quantity.value or 0)
    if agree(said, most) or not more:
        evidence = (Evidence.of(said, "part"), Evidence.of(most, "whole"))
        yield Finding(Outcome.AGREES, said.subject, "不大于上年结余", evidence)
    else:
        yield _review(
            said,
            most,
            f"上年结转资金 {named(said)}大于上年自评时的结余 {shown(most.quantity)}（{told(most)}）",
            "请核对上年结余和结转批复",
        )


def _review(said: Fact, old: Fact, message: str, suggestion: str) -> Finding:
    unit = said.quantity.unit
    return Finding(
        Outcome.REVIEW,
        said.subject,
        message,
        (Evidence.of(said, "base"), Evidence.of(old, "actual")),
        relation(said.quantity, old.quantity),
        expected=None if old.quantity.value is None else old.quantity.value / unit.factor,
        actual=said.quantity.number,
        unit=unit.name,
        suggestion=suggestion,
    )
