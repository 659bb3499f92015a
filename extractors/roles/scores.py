"""Scores, what they are out of, the bounds of grades, ranks."""

from __future__ import annotations

import re

from extractors.roles.said import LIMITS, Said
from schemas.fact import Role
from schemas.quantity import Bound, Kind

_GRADED = re.compile(r"^的?为?(?:优|良|中|差|合格|不合格|达标)")
_GRADES = re.compile("等级|等次|评级|档次|[优良中差][(（]$")
_WHOLE_SCORE = re.compile("(?<!自评)(?<!综合)总分(?:值)?(?:为|共|设|是)?$|百分制")
_SHARED_OUT = re.compile(
    "(?:分值|权重|赋分|满分)[^，。；：得]{0,10}[：:][^。；得扣]*$"
    "|(?:分值|权重)(?:设置|设定|分配|划分|分布|分解|构成|安排)(?:情况)?(?:依次|分别)?(?:为|是)[^。；得扣实]*$"
)  # 分值这样分：预算执行10分、产出50分; 分值设置为预算执行率10分
_LINE = re.compile("线(?:为|是)?$")
_THEN_SCORED = re.compile(r"[，,、；;(]?(?:实际|自评|评价|本次)*(?:得分?|实得|扣|自评分?)(?:为|了)?[\d零]")
_SCORED = re.compile("[得扣]")
_APART = re.compile("(?:相差|高出|低出|差距)(?:为|了)?$")
_FULL_MARKS = 100
_WEIGHT = re.compile("(?:各占|占|满分|总分值|分值|权重|标准分)(?:合计|总[计和]|之和)?(?:为|共|共计)?$")
# 指标体系包括决策(20分)、产出(30分): alone in brackets behind the name of a class of indicators it is what the class counts.
_ALONE = re.compile(
    r"(?:指标|决策|过程|投入|管理|产出|效[益果]|成本|数量|质量|时效|满意度|执行率?|可持续影响)\($"
)
# 产出指标(50分)得49.8分: alone in brackets, the points given behind them.
_GIVEN_BEHIND = re.compile(
    r"\)[，,:：、]?(?:本|该|这一)?(?:项|部分|指标)?(?:[，,:：]|实际|自评|评价|综合|得分|得|实得|为|是|了|共)*\d[\d.]*分"
)
_JUDGED = re.compile("[得扣失]分|实得|自评(?:分|为|结果)|[得扣][\\d零]|评为|等级|等次")


def of_score(said: Said) -> Role | None:
    """Scores, what they are out of, the bounds of grades; ranks."""
    if said.kind in (Kind.RANK, Kind.RANK_CHANGE):
        return Role.BASE if said.moves else Role.RANK
    if said.kind is not Kind.SCORE:
        return None
    if _APART.search(said.left):
        return Role.GROWTH  # 与自评得分98分相差12分
    quantity = said.mention.quantity
    graded = _GRADED.match(said.right) or _GRADES.search(said.before) or said.right.startswith("的")
    if quantity.bound is Bound.RANGE or (quantity.bound in LIMITS and graded):
        return Role.THRESHOLD  # 优(90—100分)
    if _LINE.search(said.left):
        return Role.THRESHOLD  # 录取线612分
    if quantity.value == _FULL_MARKS and _WHOLE_SCORE.search(said.left):
        return Role.WEIGHT  # 总分100分，其中产出50分
    if said.behind.startswith("(满分"):
        return Role.SCORE
    if _THEN_SCORED.match(said.behind) and not _SCORED.search(said.left):
        return Role.WEIGHT  # 预算执行率10分，得9.8分
    if said.right.startswith("乘以") or _SHARED_OUT.search(said.before):
        return Role.WEIGHT
    if said.before.endswith("(") and _GIVEN_BEHIND.match(said.behind):
        return Role.WEIGHT
    if _ALONE.search(said.before) and said.behind.startswith(")") and not _JUDGED.search(said.before):
        return Role.WEIGHT
    return Role.WEIGHT if _WEIGHT.search(said.left) else Role.SCORE
