"""SCO608 正文总分与自评表不一致。"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from pipeline.judging.between import Texts
from pipeline.judging.other_scores import by_others
from pipeline.judging.rows_of_form import sums_by_level1
from pipeline.judging.statements import of_report_year
from pipeline.judging.wording import at, named, operand, relation
from pipeline.rulebook import Case, rule
from schemas.fact import Fact, Role, Source
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.quantity import ZERO
from schemas.relation import Relation

_TOTAL = re.compile(r"(?:自评|综合|评价)?(?:总得分|总分|综合得分|自评得分|自评分|评价得分|最终得分)")
# 产出40分、效益30分，总得分98分: the total wherever it stands.
_NOTHING_ELSE = re.compile("(?:自评|综合|最终)?(?:总得分|总分)|综合得分|最终得分")
_ALL = "各项|以上|全部|自评|综合|最终|最后|整体|总体|总共?|合计|共计|总计|实际|评定|累计"
_CLAUSE = re.compile("[，,。；;、（(]")
# …，总评98.84分 says so of itself; 合计得分98.84分 is the total where no part has so many points.
_TOTALLED = re.compile(
    rf"(?:综上|因此|经[^\d]{{0,6}}|本?(?:项目|部门|单位))*(?:{_ALL})*(?:总评(?:分|得分)?|总得分|总分|(?:综合|最终|最后|总体|整体|评定)(?:评分|打分|得分))(?:为|是|达到?|[:：])?"
)
_OBTAINED = re.compile(f"(?:{_ALL})*(?:得分?|评分|实得分?|结果)(?:合计|总计|共计)?(?:为|是|达到?|[:：])?")
_OTHERS = re.compile("满意|测评|考核|检查|验收|问卷|抽查|复核|第三方|评审|考评|测试|考试")
# 产出指标满分50分，自评50分 is a part's score; 总分扣了0.58分 what was taken off.
_PART = re.compile(
    "(?:预算执行|产出|成本|效益|满意度|投入|过程|决策|管理|效果)(?:类|部分|指标|得分)*[^。；]{0,12}(?:满分|分值|权重|自评|得分)|扣"
)
# 村民评价得分92.5分, 在市级考核中综合得分92.5分: somebody else's, where the clause has no 自评.
_OF_OTHERS = re.compile(
    "村民|群众|居民|公众|社会|代表|专家|联合|[省市州县区镇]级(?!项目|专项|资金|预算)|财政|上级|主管|[局厅委办]组织|督[查导]|检查|抽查|考核|评审|评议|测评|第三方|复评|机构|排名|位[列居]"
)
_BEFORE = re.compile("(?:上|去|前)(?:一)?年度?|历年")
_OWN = re.compile(r"自评[，,：:]?(?:得分|得)?(?:为|是)?\s*\d")


@rule(
    "SCO608",
    "正文总分与自评表不一致",
    severity=Severity.ERROR,
    basis="财预〔2020〕10号附件：自评报告与自评表结论应当一致",
    covers=("I16",),
)
def stated_score(case: Case) -> Iterator[Finding]:
    """正文写的自评总分，应当等于自评表的总分。

    受委托评价、第三方评价打的分不是自评分，不核对。
    写“总评”“实际得分”的，比最高的一部分满分高、不超过满分（full_score）的才算总分。

    为什么：改了表里的得分，忘了改报告里的结论。

    一致    正文“自评得分98.5分”，自评表总分98.5
    不一致  正文“自评得分98.5分”，自评表总分95.8
    不适用  正文没有写总分，或者自评表没有总分，或者一次交来几张自评表
    """
    totals = [
        form.total_score for form in case.forms if form.total_score is not None and form.total_score.quantity
    ]
    if len(totals) != 1 or totals[0].quantity is None:
        return
    total, quantity = totals[0], totals[0].quantity
    sentences: set[tuple[str, int, str]] = set()
    others, texts = by_others(case), Texts(case)
    points = _most_of_a_part(case), case.thresholds.full_score
    for fact in case.said(Role.SCORE):
        place = (fact.anchor.path, fact.anchor.block, fact.sentence)
        named_so = _NOTHING_ELSE.fullmatch(fact.subject) is not None or _is_totalled(
            fact, texts.of(fact), points
        )
        if place in sentences and not named_so:
            continue  # 自评得分99分，其中预算执行19分、产出40分: the first is the total
        sentences.add(place)
        if not named_so and _PART.search(fact.sentence[: fact.sentence.find(fact.quantity.raw)]):
            continue
        told = named_so or _TOTAL.search(fact.subject) or _OWN.search(fact.sentence)
        if fact.source is not Source.PROSE or not told:
            continue
        if others(fact) or not of_report_year(fact, case) or _is_of_others(fact):
            continue
        evidence = (Evidence.of(fact, "mention"), Evidence.of_cell(total, "total"))
        formula = f"{operand(fact.quantity)}={operand(quantity)}"
        relations = (Relation.same(0, 1),)
        if fact.quantity.value == quantity.value:
            same = "正文与自评表一致"
            yield Finding(Outcome.AGREES, "自评总分", same, evidence, formula, unit="分", relations=relations)
        else:
            yield Finding(
                Outcome.DIFFERS,
                "自评总分",
                f"自评总分：正文 {named(fact)}，自评表总分 {at(total)}，不一致",
                evidence,
                relation(fact.quantity, quantity),
                expected=fact.quantity.number,
                actual=quantity.number,
                unit="分",
                relations=relations,
                suggestion="请统一正文和自评表的总分",
            )


def _is_of_others(fact: Fact) -> bool:
    """Whether the clause of the score speaks of somebody else's judgement, or of another year's."""
    clause = re.split("[，。；,;]", fact.sentence[: max(0, fact.sentence.find(fact.quantity.raw))])[-1]
    return bool(_BEFORE.search(clause) or (_OF_OTHERS.search(clause) and "自评" not in clause))


def _most_of_a_part(case: Case) -> Decimal:
    """The points of the part that has the most, by the forms."""
    return max((each for form in case.forms for _, each in sums_by_level1(form, "weight")), default=ZERO)


def _is_totalled(fact: Fact, text: str, points: tuple[Decimal, Decimal]) -> bool:
    """Whether the clause right before the score says nothing but that it is the total.

    ``points``: those of the part that has the most, and of all.
    """
    most, full = points
    clause = _CLAUSE.split(text[: fact.anchor.start])[-1]
    if _TOTALLED.fullmatch(clause):
        return True
    more = most < (fact.quantity.value or ZERO) <= full and not _OTHERS.search(fact.sentence)
    return more and _OBTAINED.fullmatch(clause) is not None
