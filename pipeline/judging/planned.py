"""What was planned told from what was done by the words before a figure: 建设内容为…460户 against 完成…468户."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.slips import slip_between
from pipeline.rulebook import Case
from schemas.document import Document, Paragraph, Section
from schemas.fact import Fact, Role, Source
from schemas.quantity import Kind

_PLANNED = re.compile(
    "计划(?!项目|生育|单列|管理|完成率|内|外)|任务|(?:建设|项目|主要|工作|实施|工程)(?:的)?(?:内容|规模)|拟(?![订定稿制])|概算|预算(?!执行|支出|绩效|法)|批复"
    "|调[剂整增减]后|合同(?:约定)?(?:单|总)?(?:价|金额)|目标|(?<!已)安排(?!资金|经费|财政|专项|[^，。；]{0,12}(?:资金|经费))|单价为"
)
_DONE = re.compile(
    "完成(?!时限|年度|率)|实际|实现|达到|已|建成|累计|实付|实支|实发|决算|结算|截至|问卷|调查|现有|在册|全年(?!计划|目标|任务|预算|拟)"
)
_OF_RESULTS = re.compile("完成|成效|实现|使用|支出|执行|产出|效[益果]|满意|问题|原因|结论|得分|分析|评价")
_REACH = 400  # characters of the section before the figure
_NO_PLAN = "一位数字"  # 1500 planned and 1520 done: no slip, though it looks like one


def without_plans(facts: Sequence[Fact], case: Case) -> list[Fact]:
    """``facts`` of one thing without what the text tells as the plan, where it tells the result as well.

    A plan that one slip parts from the result or from the row's goal stays: there the clerk may have erred.
    """
    if len({fact.quantity.value for fact in facts}) < 2:
        return list(facts)
    plans = [fact for fact in facts if fact.source is Source.PROSE and _is_planned(fact, case)]
    rest = [fact for fact in facts if fact not in plans]
    done = [fact for fact in rest if fact.source is not Source.PROSE or _is_done(fact, case)]
    if not plans or not done:
        return list(facts)
    goals = [
        fact
        for fact in case.said(Role.TARGET)
        if fact.indicator and fact.indicator == facts[0].indicator and fact.source is Source.FORM
    ]
    kept = [plan for plan in plans if _may_be_slip(plan, done, goals)]
    return [fact for fact in facts if fact not in plans or fact in kept]


def _may_be_slip(plan: Fact, done: Sequence[Fact], goals: Sequence[Fact]) -> bool:
    values = [each.quantity.value for each in (*done, *goals)]
    if plan.quantity.value in values:
        return False
    against = goals or done
    slips = {slip_between(plan.quantity, each.quantity, 3) for each in against}
    return bool(slips - {"", _NO_PLAN} if not goals else slips - {""})


def _is_planned(fact: Fact, case: Case) -> bool:
    """Whether words of planning stand before the figure, and none of doing since."""
    if fact.quantity.kind is Kind.PERCENT:
        return False
    before = _before(fact, case)
    plans = [found.end() for found in _PLANNED.finditer(before)]
    return bool(plans) and not _DONE.search(before, plans[-1])


def _is_done(fact: Fact, case: Case) -> bool:
    """Whether the figure is said to have been reached, by its sentence or by the heading it stands under."""
    if fact.role is Role.EXECUTED:
        return True
    before = fact.sentence[: max(0, fact.sentence.find(fact.quantity.raw))]
    return bool(_DONE.search(before) or _OF_RESULTS.search("".join(_titles(fact, case))))


def _before(fact: Fact, case: Case) -> str:
    """What its section says before the figure; under the heading of results, its sentence from the last semicolon."""
    sentence = fact.sentence[: max(0, fact.sentence.find(fact.quantity.raw))]
    titles, document = _titles(fact, case), _document(fact, case)
    if document is None or any(_OF_RESULTS.search(title) for title in titles):
        return re.split("[；;]", sentence)[-1]
    section = _section(fact, document)
    if section is None:
        return sentence
    blocks = document.blocks[section.first + 1 : fact.anchor.block]
    earlier = "".join(block.text for block in blocks if isinstance(block, Paragraph))
    own = document.blocks[fact.anchor.block]
    printed = own.text[: fact.anchor.start] if isinstance(own, Paragraph) else sentence
    return ("".join(titles) + earlier + printed)[-_REACH:]


def _document(fact: Fact, case: Case) -> Document | None:
    return next((each for each in case.documents if each.path == fact.anchor.path), None)


def _section(fact: Fact, document: Document) -> Section | None:
    """The innermost section that the figure stands in."""
    around = [each for each in document.sections if each.first <= fact.anchor.block <= each.last]
    return max(around, key=lambda each: each.level, default=None)


def _titles(fact: Fact, case: Case) -> list[str]:
    document = _document(fact, case)
    sections = document.sections if document is not None else ()
    return [each.title for each in sections if each.first <= fact.anchor.block <= each.last]
