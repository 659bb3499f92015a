"""SCO605 得分超出分值。"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from pipeline.judging.between import REPORTED, Texts
from pipeline.judging.rows_of_form import figure
from pipeline.judging.wording import named, operand, shown
from pipeline.rulebook import Case, rule
from schemas.fact import Fact, Role
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.quantity import ZERO, Bound, Kind
from schemas.relation import Relation

_THEN_GOT = re.compile("[，,、]?(?:自评|实际|实得|评定|最终)*(?:得分?|评分|自评)(?:为|是|了)?[:：]?")
_OUT_OF = re.compile("[（(](?:满分|分值|权重)(?:为|是)?[:：]?")
_MORE_THAN_FULL = re.compile("每|各(?!项指标得分)|加分|附加|倍")


@rule(
    "SCO605",
    "得分超出分值",
    severity=Severity.ERROR,
    basis="财预〔2020〕10号附件：各项指标得分最高不超过该项指标分值",
    covers=("I09",),
)
def score_range(case: Case) -> Iterator[Finding]:
    """每项指标的得分不能高于它的分值，也不能是负数。

    逐行比较自评表的分值栏和得分栏；财政审核、复核的得分不看。正文写“满分10分，得分9分”“9分（满分10分）”的也比较。
    得分与完成情况是否相称，见 SCO606。

    为什么：系统里填不进去的分，在纸质表上常有。

    一致    分值5，得分5
    不一致  分值8，得分9
    不适用  没有填分值或得分
    """
    yield from _in_text(case)
    for form in case.forms:
        for row in form.indicators:
            weight, score = figure(row.cells, "weight"), figure(row.cells, "score")
            if weight is None or score is None or weight.value is None or score.value is None:
                continue
            evidence = (
                Evidence.of_cell(row.cells["score"], "score"),
                Evidence.of_cell(row.cells["weight"], "weight"),
            )
            formula = f"{operand(score)}<={operand(weight)}"
            relations = (Relation.at_most([0], 1),)
            if 0 <= score.value <= weight.value:
                told = "得分不超过分值"
                yield Finding(
                    Outcome.AGREES, row.name.text, told, evidence, formula, unit="分", relations=relations
                )
                continue
            yield Finding(
                Outcome.DIFFERS,
                row.name.text,
                f"{row.name.text}：分值 {operand(weight)}分，得分 {operand(score)}分"
                + ("，超出分值" if score.value > 0 else "，为负数"),
                evidence,
                formula.replace("<=", ">") if score.value > 0 else f"{operand(score)}<0",
                expected=weight.value,
                actual=score.value,
                unit="分",
                relations=relations,
                suggestion="得分应在 0 与分值之间",
            )


def _in_text(case: Case) -> Iterator[Finding]:
    """Scores with their full marks right beside them: 满分10分，得分9分; 9分（满分10分）."""
    texts = Texts(case)
    said = [fact for fact in case.facts if fact.source in REPORTED and fact.quantity.kind is Kind.SCORE]
    for before, (first, second) in zip([None, *said], pairwise(said), strict=False):
        between = texts.between(first, second) or ""
        if before is not None and "、" in (texts.between(before, first) or ""):
            continue  # 产出40分、效益40分、满意度10分，自评得分98.5分: of all of them
        if (first.role, second.role) == (Role.WEIGHT, Role.SCORE) and _THEN_GOT.fullmatch(between):
            score, full = second, first
        elif (first.role, second.role) == (Role.SCORE, Role.WEIGHT) and _OUT_OF.fullmatch(between):
            score, full = first, second
        else:
            continue
        plain = all(each.quantity.bound is Bound.EXACT and each.quantity.value for each in (score, full))
        if plain and not _MORE_THAN_FULL.search(score.sentence):
            yield _told(score, full)


def _told(score: Fact, full: Fact) -> Finding:
    evidence = (Evidence.of(score, "score"), Evidence.of(full, "weight"))
    relations = (Relation.at_most([0], 1),)
    got, most = score.quantity, full.quantity
    name = score.subject or "得分"
    if (got.value or ZERO) <= (most.value or ZERO):
        formula = f"{operand(got)}<={operand(most)}"
        return Finding(
            Outcome.AGREES, name, "得分不超过满分", evidence, formula, unit="分", relations=relations
        )
    return Finding(
        Outcome.DIFFERS,
        name,
        f"得分 {named(score)}超出它的满分 {shown(most)}",
        evidence,
        f"{operand(got)}>{operand(most)}",
        expected=most.value,
        actual=got.value,
        unit="分",
        relations=relations,
        suggestion="请核对得分和满分",
    )
