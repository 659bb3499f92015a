"""DRV408 完成率与目标数、完成数不符。"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from extractors.slips import slip_between, with_number
from pipeline.judging.amounts import size
from pipeline.judging.between import REPORTED, Texts
from pipeline.judging.percentages import Percentage
from pipeline.judging.rows_of_form import form_facts
from pipeline.judging.wording import shown
from pipeline.rulebook import Case, rule
from schemas.fact import Fact, Role
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.quantity import ZERO, Bound, Kind

_RATE = re.compile(
    "[)）]?[，,、（(](?:年度|全年|实际|总体)?(?:目标|任务|计划|指标)?(?:完成|兑现|实现|达成)(?:率|比例)(?:为|达到?|是)?"
)
# 862枚，完成计划的104.7%; 84个，为目标值的105%
_OF_THE_GOAL = re.compile(
    "[，,、（(]?(?:为|占|达到?|是|相当于)?(?:完成)?了?(?:年度|全年|年初|本年|当年|既定|预期|原定|的)*"
    "(?:目标|任务|计划|指标)(?:任务)?(?:值|数|量)?的"
)
_RATES_IN_TURN = re.compile("[，,](?:实际|年度|总体|指标|目标)?完成率(?:均)?(?:分别|依次)(?:为|是|达到?)?")
_AND = re.compile("[、和与及,]")
_NOT_DONE = re.compile(
    "(?:未[一-鿿]{0,4}|基本[一-鿿]{0,4}|部分[一-鿿]{0,4}|正?在[一-鿿]{0,4}|尚[一-鿿]{0,4}|[其剩]余|结转|推迟|取消|延期)(?:有|的)?$"
)
_OWN_WORDS = 8  # characters before a number
# 执法检查完成率105.04%: by its name that of the row 执法检查企业.
_OF_A_ROW = re.compile("(?P<name>[一-鿿]{3,12}?)(?:目标|任务|计划|指标|工作)?完成率$")
_FEWEST = 3  # digits of a rate of which a slip tells
_NEAR = 4  # figures to either side
_COUNTED = (Kind.COUNT, Kind.MEASURE)


@rule(
    "DRV408",
    "完成率与目标数、完成数不符",
    severity=Severity.ERROR,
    basis="财预〔2020〕10号附件：完成率=实际完成值÷年度指标值",
    covers=("C04", "C12"),
)
def completion_rate(case: Case) -> Iterator[Finding]:
    """完成数后面紧跟着写完成率的，应当等于完成数除以目标数。

    目标数取同一句里紧挨着完成数的；没有的，取自评表同一指标的年度指标值。写“为目标值的”“完成计划的”百分之几的，也这样
    核对，目标数取同一段里单位相同的。资金的执行率见 DRV401、DRV405。旁边没有完成数、名称是自评表里一个指标的（“执法检查
    完成率”），与这一行算得的相符算一致，只差一处笔误算不一致，其余不说。

    为什么：完成率决定得分，改了完成数常常忘了改完成率。

    一致    计划检查374家次，完成397家次，完成率106.15%
    不一致  计划检查374家次，完成397家次，完成率186.15%
    不适用  没有同时写出完成数、完成率和目标数
    """
    texts = Texts(case)
    parts = case.wholes  # the rate is of the whole
    targets = {fact.indicator: fact for fact in form_facts(case, Role.TARGET) if fact.indicator}
    # 办活动409场次，完成计划的108.4%, where the form has a row 年度活动计划完成率: the rate may be of all that was planned.
    told = {fact.quantity.value for fact in form_facts(case, Role.ACTUAL) if fact.core.endswith("完成率")}
    said = [fact for fact in case.facts if fact.source in REPORTED]
    yield from _in_turn(said, texts)
    yield from _of_rows(said, case)
    for at in range(1, len(said)):
        done, rate = said[at - 1], said[at]
        between = texts.between(done, rate)
        if between is None or rate.quantity.kind is not Kind.PERCENT:
            continue
        of_the_goal = _OF_THE_GOAL.fullmatch(between) is not None
        if not of_the_goal and not _RATE.fullmatch(between):
            continue
        if done.role is Role.TARGET and at > 1 and said[at - 2].sentence == done.sentence:
            # 新增就业5219人，年初目标4992人，完成率104.55%; of a list of parts the whole is meant
            done, given = _whole(said[at - 2], parts), [done]
        else:
            given = _before(said[:at], done)
        fair = [*given, *([targets[done.indicator]] if done.indicator in targets else [])]
        if of_the_goal and not fair:
            fair = _beside(said, at)
        if done in parts:
            continue
        findings = [_judged(done, target, rate) for target in fair if _comparable(done, target, rate)]
        if findings and not (not given and rate.quantity.value in told):
            if _NOT_DONE.search(texts.before(said[at - 1], _OWN_WORDS)):
                findings = _of_what_was_done(said[:at], rate, texts)
            agreed = next((each for each in findings if each.outcome is Outcome.AGREES), None)
            yield from [agreed] if agreed else findings[:1]


def _of_what_was_done(said: Sequence[Fact], rate: Fact, texts: Texts) -> list[Finding]:
    """指标20项，完成18项，基本完成1项，未完成1项，完成率90%: the number right before the rate is of what was not done."""
    last = said[-1]
    here = [
        fact
        for fact in said
        if fact.sentence == rate.sentence
        and fact.anchor.text_place == rate.anchor.text_place
        and fact.quantity.unit == last.quantity.unit
    ]
    done = [fact for fact in here[1:] if not _NOT_DONE.search(texts.before(fact, _OWN_WORDS))]
    return [_judged(fact, here[0], rate) for fact in done if ZERO < size(fact) <= size(here[0])]


def _of_rows(said: Sequence[Fact], case: Case) -> Iterator[Finding]:
    """Rates that stand alone under the name of just one row."""
    aims, done = (
        {fact.indicator: fact for fact in form_facts(case, role) if fact.indicator}
        for role in (Role.TARGET, Role.ACTUAL)
    )
    rows = [fact for fact in done.values() if fact.indicator in aims]
    for before, rate in zip((None, *said), said, strict=False):
        found = _OF_A_ROW.search(rate.subject) if rate.quantity.kind is Kind.PERCENT else None
        counted = before and before.sentence == rate.sentence and before.quantity.kind in _COUNTED
        if found is None or counted or rate.indicator or rate.role is not Role.ACTUAL:
            continue
        named = [row for row in rows if row.subject.startswith(found["name"])]
        if len(named) != 1 or not _comparable(named[0], aims[named[0].indicator], rate):
            continue
        finding = _judged(named[0], aims[named[0].indicator], rate)
        due = with_number(rate.quantity, finding.expected or ZERO)
        if finding.outcome is Outcome.AGREES or slip_between(rate.quantity, due, _FEWEST):
            yield finding


def _in_turn(said: Sequence[Fact], texts: Texts) -> Iterator[Finding]:
    """计划建设55亩、培训38人次，实际建设57亩、培训39人次，完成率分别为103.64%和102.63%: one for each, in their order."""
    for at in range(1, len(said)):
        if not _RATES_IN_TURN.fullmatch(texts.between(said[at - 1], said[at]) or ""):
            continue
        end = at + 1
        while end < len(said) and _AND.fullmatch(texts.between(said[end - 1], said[end]) or ""):
            end += 1
        rates, number = said[at:end], end - at
        before = [fact for fact in said[max(0, at - 2 * number) : at] if fact.sentence == said[at].sentence]
        aims, done = before[:number], before[number:]
        plain = number > 1 and len(done) == number and all(aim.role is Role.TARGET for aim in aims)
        if plain and all(map(_comparable, done, aims, rates)):
            yield from map(_judged, done, aims, rates)


def _whole(done: Fact, parts: Mapping[Fact, Fact]) -> Fact:
    return parts[done] if done in parts and parts[done].sentence == done.sentence else done


def _beside(said: Sequence[Fact], at: int) -> list[Fact]:
    """The only goal in the unit of what was done that stands near in its sentence: 812场，占全年任务的85.5%；…950场的任务."""
    done = said[at - 1]
    near = [
        fact
        for fact in said[max(0, at - _NEAR) : at + _NEAR]
        if fact.role is Role.TARGET
        and fact.sentence == done.sentence
        and fact.quantity.unit == done.quantity.unit
    ]
    return near if len(near) == 1 else []


def _before(said: Sequence[Fact], done: Fact) -> list[Fact]:
    """The figure before ``done`` in its sentence, if it is a target."""
    last = said[-2] if len(said) > 1 else None
    beside = last is not None and last.sentence == done.sentence and last.role is Role.TARGET
    return [last] if last is not None and beside else []


def _comparable(done: Fact, target: Fact, rate: Fact) -> bool:
    exact = all(fact.quantity.bound is Bound.EXACT and fact.quantity.value for fact in (done, rate))
    return (
        exact
        and bool(target.quantity.value)
        and done.role is Role.ACTUAL
        and done.quantity.kind in _COUNTED
        and done.quantity.unit.dimension == target.quantity.unit.dimension
    )


def _judged(done: Fact, target: Fact, rate: Fact) -> Finding:
    evidence = (Evidence.of(done, "actual"), Evidence.of(target, "target"), Evidence.of(rate, "rate"))
    told = f"{done.subject}完成率：{shown(done.quantity)}÷{shown(target.quantity)}（{target.anchor}）"
    return Percentage(done, target, rate).judged(
        evidence, done.subject, "完成率", told, "请核对完成数、目标数和完成率"
    )
