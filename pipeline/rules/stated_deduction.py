"""SCO610 扣分与总分不符。"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from pipeline.judging.between import Texts
from pipeline.judging.other_scores import has_other_scores
from pipeline.judging.wording import named, number, operand
from pipeline.rulebook import Case, rule
from schemas.fact import Fact, Role, Source
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.quantity import Kind
from schemas.relation import Relation

_OFF = "(?:扣(?:去|除|减|了|分)*|[失丢](?:去|了)?分?)$"
_OF_ALL = re.compile(
    f"(?:总分|自评表|自评得分|综合得分|各项|全部|合计|累计|总计|共计?)[^，。；]{{0,6}}{_OFF}|^[^，。；]{{0,4}}{_OFF}"
)
_OF_ONE = re.compile(
    "其中|指标[^表，。；]{0,12}[扣失丢]|(?:产出|效益|成本|执行|满意度)[^，。；]{0,10}[扣失丢]|每|权重|分值"
)
_TOTAL = re.compile(
    "(?:自评|总|综合|合计|最[终后]|实际|总[体计])(?:得分?|评?分)?(?:为|是|共)?$|(?:自评|评价)(?:总分|得分|结果)"
)
_SUMMED = re.compile("合计|共计?|总计|累计|总|全部")
_LISTED_BEHIND = re.compile("分?[：:]|分?[，（(](?:其中|分别|具体|主要)")
_DEDUCTED = re.compile(_OFF)
_REACH = 40  # characters
_LEAST = Decimal(50)  # a lower score in the same sentence is one part's


@rule(
    "SCO610",
    "扣分与总分不符",
    severity=Severity.ERROR,
    basis="财预〔2020〕10号附件：自评采用百分制，总分为各项指标得分之和",
)
def stated_deduction(case: Case) -> Iterator[Finding]:
    """正文写的总扣分，加上自评总分，应当等于满分100分（full_score）。

    总分取同一句里写的；同一句没有写的，取自评表的总分。某一个指标、某一部分的扣分不算，
    几处扣分并列的，只看写明合计的，或者后面逐项列出的。
    正文另有一套评价指标体系（有决策、过程的得分）的，不核对。

    为什么：扣分是整改的依据，和总分对不上，就有一处没有改。

    一致    自评得97.92分，扣2.08分
    不一致  自评得97.92分，扣2.68分
    不适用  没有写总扣分，或者没有总分
    """
    if has_other_scores(case):
        return
    scores = [
        fact
        for fact in case.said(Role.SCORE)
        if fact.source is Source.PROSE and fact.quantity.kind is Kind.SCORE
    ]
    forms = [form.total_score for form in case.forms if form.total_score and form.total_score.quantity]
    texts = Texts(case)
    deductions = [fact for fact in scores if _DEDUCTED.search(texts.before(fact, _REACH))]
    for fact in scores:
        before = re.split("[，。；,;]", texts.before(fact, _REACH))[-1]
        if not _OF_ALL.search(before) or _OF_ONE.search(before):
            continue
        others = [each for each in deductions if each.anchor.text_place == fact.anchor.text_place]
        if len(others) > 1 and not (
            _SUMMED.search(before) or _LISTED_BEHIND.match(texts.behind(fact, _REACH))
        ):
            continue  # 渠道扣0.5分，管护扣0.4分: one of several
        beside = [each for each in scores if each.sentence == fact.sentence and _is_total(each, fact)]
        if beside:
            total, evidence = beside[0].quantity, Evidence.of(beside[0], "total")
        elif len(forms) == 1 and forms[0].quantity is not None and not before.startswith(("扣", "失", "丢")):
            total, evidence = forms[0].quantity, Evidence.of_cell(forms[0], "total")
        else:
            continue
        full, off, left = case.thresholds.full_score, fact.quantity.value, total.value
        if off is None or left is None:
            continue
        shown = (Evidence.of(fact, "part"), evidence)
        formula = f"{operand(total)}+{operand(fact.quantity)}={number(left + off)}"
        relations = (Relation((), ((0, 1), (1, 1)), plus=Fraction(full)),)
        if left + off == full:
            told = f"总分加扣分等于{number(full)}分"
            yield Finding(Outcome.AGREES, "扣分", told, shown, formula, unit="分", relations=relations)
            continue
        yield Finding(
            Outcome.DIFFERS,
            "扣分",
            f"扣分：正文 {named(fact)}，总分 {operand(total)}分，合计 {number(left + off)}分，应为 {number(full)}分",
            shown,
            formula,
            expected=full - left,
            actual=fact.quantity.number,
            unit="分",
            relations=relations,
            suggestion="请核对扣分和总分",
        )


def _is_total(fact: Fact, other: Fact) -> bool:
    """Whether the figure is the total score in the sentence of ``other``."""
    value = fact.quantity.value
    at = fact.sentence.find(fact.quantity.raw)
    return (
        fact is not other
        and value is not None
        and value >= _LEAST
        and _TOTAL.search(fact.sentence[:at]) is not None
    )
