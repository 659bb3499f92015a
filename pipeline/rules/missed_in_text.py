"""TGT706 正文里没有完成目标而没有说明。"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.judging.between import Texts
from pipeline.judging.reasons import is_explained, reasons_told, says_why
from pipeline.judging.statements import of_report_year
from pipeline.judging.wording import named, relation, shown
from pipeline.rulebook import Case, rule
from schemas.fact import Fact, Role, Source
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.form import load_form_words
from schemas.quantity import Bound, Kind
from schemas.relation import Relation
from schemas.words import comparable

_ASKED = frozenset({Bound.EXACT, Bound.AT_LEAST, Bound.MORE_THAN})
_DONE = re.compile("^(?:全年|年度|实际|已|共|累计|完成)+")
_BETWEEN = 40  # characters between target and result: more, and something else has been said
_FOLLOWS = 400  # characters behind the result in which its paragraph may say why
_NEVER_MISSED = (Kind.RANK, Kind.SCORE, Kind.RANK_CHANGE, Kind.BARE, Kind.MONEY)


@rule(
    "TGT706",
    "正文里没有完成目标而没有说明",
    severity=Severity.WARNING,
    basis="财预〔2020〕10号：未完成绩效目标的，应当说明偏差原因和改进措施",
    covers=("I07",),
)
def missed_in_text(case: Case) -> Iterator[Finding]:
    """正文一句话里先写目标、再写完成数，没有完成的，应当说明原因。

    只看紧接着的两个数：名称相同（或者后一个承前省略），单位相同，目标是“不低于”“以上”“≥”或者一个定数，
    越多越好的。有自评表的看表，见 TGT702。同一段后文说了原因，或者别处点到名称、说了原因的，算已说明。

    为什么：没有自评表的报告，完成情况只在正文里；少完成的常常一笔带过。

    一致    目标值180人次，实际完成192人次
    请核实  年初指标值为不低于180人次，全年实际完成164人次
    不适用  有自评表，或者没有在一句话里同时写目标和完成数
    """
    if any(form.indicators for form in case.forms):
        return
    reasons, texts = reasons_told(case), Texts(case)
    said = [fact for fact in case.facts if fact.source is Source.PROSE]
    for target, actual in pairwise(said):
        if not _of_one_thing(target, actual, case):
            continue
        evidence = (Evidence.of(target, "target"), Evidence.of(actual, "actual"))
        asked, done = target.quantity.value, actual.quantity.value
        formula = relation(actual.quantity, target.quantity)
        if asked is None or done is None:
            continue
        if done >= asked or actual.quantity.interval().meets(target.quantity.interval()):
            yield Finding(Outcome.AGREES, target.subject, "已完成", evidence, formula)
        elif _explained(target, actual, texts, reasons):
            yield Finding(Outcome.AGREES, target.subject, "没有完成，已说明原因", evidence, formula)
        else:
            yield Finding(
                Outcome.REVIEW,
                target.subject,
                f"{target.subject}：目标 {shown(target.quantity)}，完成 {named(actual)}，未达到目标，没有说明原因",
                evidence,
                formula,
                expected=target.quantity.number,
                actual=done / target.quantity.unit.factor,
                unit=target.quantity.unit.name,
                relations=(Relation.at_most([0], 1, strict=False),),
                suggestion="请说明没有完成的原因和改进措施，或核对两个数",
            )


def _of_one_thing(target: Fact, actual: Fact, case: Case) -> bool:
    """Whether the sentence sets a target and, next, what was done of it; more being better."""
    lower = load_form_words().lower_is_better
    return (
        target.role is Role.TARGET
        and actual.role is Role.ACTUAL
        and target.sentence == actual.sentence
        and target.anchor.block == actual.anchor.block
        and 0 <= actual.anchor.start - target.anchor.end <= _BETWEEN
        and target.quantity.bound in _ASKED
        and actual.quantity.bound is Bound.EXACT
        and target.quantity.kind not in _NEVER_MISSED
        and (target.quantity.kind is not Kind.DURATION or target.quantity.bound is not Bound.EXACT)
        and comparable(target.quantity.unit, actual.quantity.unit)
        and _same_name(target, actual)
        and target.period == actual.period
        and of_report_year(actual, case)
        and not any(word in target.subject for word in lower)
    )


def _same_name(target: Fact, actual: Fact) -> bool:
    """飞机飞行时长 and 实际飞行时长; what is left out after the target is the target's own."""
    if target.indicator and target.indicator == actual.indicator:
        return True
    done = _DONE.sub("", actual.core)
    named = bool(target.core) and (target.core == actual.core or (bool(done) and target.core.endswith(done)))
    return named and target.traits - {"planned:计划"} == actual.traits - {"planned:实际"}


def _explained(target: Fact, actual: Fact, texts: Texts, reasons: Sequence[frozenset[str]]) -> bool:
    behind = texts.of_paragraph(actual)[actual.anchor.end : actual.anchor.end + _FOLLOWS]
    return says_why(behind) or is_explained(target.subject, reasons)
