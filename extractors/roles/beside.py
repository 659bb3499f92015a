"""Goals, limits and rules that stand right beside the result that kept or missed them."""

from __future__ import annotations

import re

from extractors.roles.said import Before, Said
from schemas.fact import Role
from schemas.quantity import Bound
from schemas.words import comparable

# Named right before the number: 工期12天，限期15天.
_NAMED_LIMIT = re.compile(
    "(?:限期|时限|期限|[上下]限|红线|底线|封顶|限价|限值|限额|容忍度|容许|允许|(?:国家|行业|全国|省定|省里|市里|上级)?(?:规定|要求)"
    "|(?:核定|批复|规定|要求|(?<![制编印拟修作行施])计划|目标|(?<!完成)任务|(?<!完成)(?<![级性量期])指标|约定|承诺)的?(?:面|价|数|值|量|率|指标|目标)?"
    "|(?:控制|考核|设计)的?(?:目标|指标|[面价数值量线])|合同的?(?:目标|指标|[面数值量线]))(?:分别|依次)?(?:是|为|在|需|只需|要)?$"
)
_MEASURED_AGAINST = re.compile(
    "(?:[高低多少大小长短快慢优]于|没?超过?|未超过?|不及|不到|没够上|够上了?|达不到|没达到?|未达到?|满足|符合|比(?:规定|要求|定下|计划|目标|批复|核定|约定)的)(?:规定|要求|定下|计划|目标|批复|核定|约定)?的?$|^对$"
)
_HELD = re.compile("^(?:均|并|且|都)?控制在$")
_KEPT = re.compile(
    "(?:均|并|且|都)?(?:未|没有)?(?:低于|不高于|不超过|未?超过?|未?突破|优于|少于|多于|高于|小于|大于)(?:计划的?|规定的?)?"
)
_RULES = re.compile("国家|全国|法定|行业|部颁|国标|警戒")
_RULE_BEHIND = re.compile("^的?(?:国家|行业|法定|规定|规范|部颁|强制|最低|警戒|预留)")
_OF_SOME = re.compile(
    "^的(?!目标|任务|要求|规定|标准|指标|限|上限|下限|控制|红线|国家|行业|法定|计划)"
)  # 不足3%的人表示一般
_HELD_UP = re.compile("(?:均|也|都|已)?达到了?")
_CLOSE = 12  # characters between a result and the limit it kept
_PARTNER = 24  # characters between a result and the limit that is named beside it
_REACHED = (Role.ACTUAL, Role.STANDARD)
_COMPARED = (*_REACHED, Role.TARGET, Role.BASE)
_BOUNDED = (Bound.AT_MOST, Bound.LESS_THAN)
_MORE = (Bound.MORE_THAN, Bound.AT_LEAST)


def beside_a_result(said: Said, last: Before | None) -> Role | None:
    """TARGET or STANDARD if the number is what the one right before it is measured against."""
    if last is None or last.role not in _COMPARED:
        return None
    if not comparable(last.mention.quantity.unit, said.mention.quantity.unit):
        return None
    if last.role in _REACHED and _follows(said, last):
        return aim_or_rule(said)  # 流失率降至2.1%，控制在3%以内; 平均到场17分钟，优于30分钟的国家要求
    if not _is_named(said, last):
        return None
    return Role.STANDARD if _RULES.search(last.between) else aim_or_rule(said)


def aim_or_rule(said: Said) -> Role:
    """优于30分钟的国家要求 is a rule, 比计划的62公里 an aim."""
    return Role.STANDARD if _RULE_BEHIND.match(said.right) else Role.TARGET


def _follows(said: Said, last: Before) -> bool:
    """Whether the number is the limit that the result right before it kept."""
    if len(last.between) > _CLOSE:
        return False
    if _HELD.match(said.left) or _KEPT.fullmatch(said.left):
        return True
    bound = said.mention.quantity.bound
    if _HELD_UP.fullmatch(said.left) and bound is Bound.AT_LEAST and not _OF_SOME.match(said.right):
        return True  # 群众满意度96%，达到90%以上
    bare = not said.left and not _OF_SOME.match(said.right)
    return bare and (bound in _BOUNDED or (bound in _MORE and not last.between))  # 机扫率87.9%高于85%


def _is_named(said: Said, last: Before) -> bool:
    """出报告14天，时限17天; 投诉办结99.6%，规定98%; 清运51.8万吨高于49.8万吨."""
    if len(last.between) > _PARTNER or "。" in last.between or said.mention.quantity.trend:
        return False
    return bool(_NAMED_LIMIT.search(said.left) or _MEASURED_AGAINST.search(said.left))
