"""SCO611 等级与得分不符。"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from pipeline.judging.between import sentences, texts
from pipeline.judging.statements import exact_bound
from pipeline.judging.wording import number, operand, shown
from pipeline.rulebook import Case, rule
from schemas.document import Anchor
from schemas.fact import Fact, Role
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.form import Entry
from schemas.quantity import Quantity
from schemas.thresholds import Thresholds

# The words of the ministry, and local ones with the rank they come nearest to: their limits may be others.
_RANKS = {"优秀": 0, "良好": 1, "不合格": 3, "合格": 2, "较差": 3, "优": 0, "良": 1, "中": 2, "差": 3}
_NATIONAL = frozenset("优良中差")
_GRADE = re.compile(
    r"(?:等级|等次|档次|评级|评定|结论|结果)(?:评定|确定)?(?:为|是|[：:])?[“\"‘'「]?"
    rf"(?P<grade>{'|'.join(_RANKS)})[”\"’'」]?(?=[，,。；;、（(）)]|$)"
)
_OWN_LIMITS = re.compile(
    r"(?P<from>\d{2,3})分?(?:[（(]含[）)])?(?:以上|[-—~至到])[^。；;]{0,14}?[为是][“\"]?[优良中差合]"
)
_REACH = 40  # characters from the score to its grade
_PART_OF_A_TOTAL = Decimal("0.3")  # of full marks: what is less is the score of a part or what was taken off


@dataclass(frozen=True, slots=True)
class _Graded:
    """A total score with the grade given for it."""

    score: Quantity
    score_anchor: Anchor
    grade: str
    grade_anchor: Anchor
    fact: Fact | None = None


@rule(
    "SCO611",
    "等级与得分不符",
    severity=Severity.ERROR,
    basis="财预〔2020〕10号第二十条：90（含）—100分为优、80（含）—90分为良、60（含）—80分为中、60分以下为差",
    covers=("I16",),
)
def grade(case: Case) -> Iterator[Finding]:
    """总分和等级写在一起的，等级应当是这个分数所在的一档。

    同一句话里先写分数、后写等级的，以及自评表的总分和等级；一句话里有几个总分的，有一个相符就算一致。
    满分（full_score）和界限（grades）由各地定。写“优秀、良好、合格”的各地界限不一，请核实；
    报告自己写明了另外的界限的，无法判断。

    为什么：等级决定结果怎么用，改了分数常常忘了改等级。

    一致    自评得分92分，等级为“优”
    不一致  自评得分88.5分，等级为“优”
    不适用  没有把分数和等级写在一起
    """
    own = _other_limits(case)
    for each in (*_in_text(case), *_in_forms(case)):
        yield _judged(each, own, case.thresholds)


def _other_limits(case: Case) -> str:
    """A limit that the report sets itself and the bureau does not; empty for none."""
    known = {least for _, least in case.thresholds.grades} | {case.thresholds.full_score}
    for document in case.documents:
        for text, _ in document.texts():
            for found in _OWN_LIMITS.finditer(text):
                if Decimal(found["from"]) not in known:
                    return found.group()
    return ""


def _in_text(case: Case) -> Iterator[_Graded]:
    """Grades behind scores; where the sentence has several totals (评价得分86分，自评得分98分) the one that fits the grade."""
    least = case.thresholds.full_score * _PART_OF_A_TOTAL
    for text, facts in texts(case):
        for sentence in sentences(facts):
            totals = [
                fact
                for fact in sentence
                if fact.role is Role.SCORE and exact_bound(fact) and (fact.quantity.value or 0) >= least
            ]
            if not totals:
                continue
            found = _GRADE.search(text, totals[0].anchor.end, sentence[-1].anchor.end + _REACH)
            if found is None or "。" in text[totals[0].anchor.end : found.start()]:
                continue
            totals = [fact for fact in totals if fact.anchor.end <= found.start()]
            fitting = [
                fact for fact in totals if _due(fact.quantity, case.thresholds) == _RANKS[found["grade"]]
            ]
            total = fitting[0] if fitting else max(totals, key=lambda fact: fact.quantity.value or Decimal(0))
            place = total.anchor.part(*found.span(), text)
            yield _Graded(total.quantity, total.anchor, found["grade"], place, total)


def _in_forms(case: Case) -> Iterator[_Graded]:
    for form in case.forms:
        score = form.total_score.quantity if form.total_score is not None else None
        word = _word(form.grade)
        if form.total_score is not None and form.grade is not None and score is not None and word:
            yield _Graded(score, form.total_score.anchor, word, form.grade.anchor)


def _word(entry: Entry | None) -> str:
    text = entry.text.strip(" “”\"'。") if entry is not None else ""
    return text if text in _RANKS else ""


def _judged(each: _Graded, own: str, limits: Thresholds) -> Finding:
    value, due = each.score.value or Decimal(0), _due(each.score, limits)
    word, least = limits.grades[due]
    first = Evidence.of(each.fact, "score") if each.fact else Evidence("score", each.score_anchor, each.score)
    evidence = (first, Evidence("text", each.grade_anchor))
    formula = f"{operand(each.score)}>={number(least)}"
    if due == _RANKS[each.grade]:
        told = f"{shown(each.score)}为“{each.grade}”"
        return Finding(Outcome.AGREES, "自评等级", told, evidence, formula, unit="分")
    told = f"得分 {shown(each.score)}（{each.score_anchor}），等级写“{each.grade}”（{each.grade_anchor}）"
    if own or value > limits.full_score:
        why = f"报告自定界限“{own}”" if own else "不是百分制"
        return Finding(Outcome.UNCLEAR, "自评等级", f"{told}；{why}，无法判断", evidence, formula, unit="分")
    sure = each.grade in _NATIONAL
    better = "".join(f"、{number(floor)}分以下" for _, floor in limits.grades[due - 1 : due]) if due else ""
    return Finding(
        Outcome.DIFFERS if sure else Outcome.REVIEW,
        "自评等级",
        f"{told}；{number(least)}分以上{better}应为“{word}”",
        evidence,
        formula,
        None if sure else Severity.WARNING,
        unit="分",
        suggestion="请核对得分和等级；另有等级界限的，请在报告中写明",
    )


def _due(score: Quantity, limits: Thresholds) -> int:
    """The rank of the grade that a score has, 0 the best."""
    value = score.value or Decimal(0)
    return next(
        (rank for rank, (_, least) in enumerate(limits.grades) if value >= least), len(limits.grades) - 1
    )
