"""What somebody fixed: prices, rates of payment, least and most."""

from __future__ import annotations

import re

from extractors.roles.said import LIMITS, Said
from schemas.fact import Role
from schemas.quantity import Bound, Kind
from schemas.words import load_words

_PRICED = re.compile("支出|造价|实际|平均|均价|成本|费用|收入|增收|产值|花费|效益")
_DEMANDED = re.compile("标准|按|配备|配置|不少于|不低于")
_RANGED = re.compile("控制在$|范围(?:为|在)?$|设计|期限(?:为)?$|一般为$|标准|幅度为?$")
_BY_RATIO = re.compile("按|比例|配备|配置|配套")
_EACH_GETS = re.compile("(?<!平均)每[一-鿿]{1,3}$")
_BY_SHARE = re.compile("按(?!期|时|月|季|照)[^，。；、]{0,20}$")
_BY_PLAN = re.compile("按[^，。；、]{0,6}(?:计划|进度|要求|规定|口径|期|年)")
_OF_A_STANDARD = re.compile("标准[^，。；]{0,14}的$|不(?:超过|高于|低于|少于)[^，。；]{1,10}的$")
_NORM_BEFORE = re.compile("^(?:不超过|不高于|不大于|不少于|不低于|最高|至少|最低|最多)")
_RESULT_RATE = re.compile("[率度比]$|比例$")
_INSTALMENT = re.compile(
    "(?:承担|负担|分担|上浮|下浮|扣留|预留|计提|预付款|付至|支付至|拨付至|质保金|保证金|首付|进度款|尾款)(?:为|按)?$"
)


def standard(said: Said) -> Role | None:
    """What somebody fixed for each: a price, a rate of payment; what each came to is a result."""
    left = said.left
    quantity = said.mention.quantity
    if said.kind is Kind.PERCENT:
        if "权重" in said.before:
            return Role.WEIGHT
        if "比例" in left and quantity.bound in LIMITS:
            return Role.STANDARD  # 抽查比例不低于30%
        by = _BY_SHARE.search(left) and not _BY_PLAN.search(left)
        return Role.STANDARD if by or _INSTALMENT.search(left) or _OF_A_STANDARD.search(left) else _norm(said)
    if quantity.bound is Bound.RANGE and _RANGED.search(left):
        return Role.STANDARD  # 班额控制在25至30人
    if said.kind is Kind.RATIO and _BY_RATIO.search(left + said.right):
        return Role.STANDARD  # 按1∶8配备
    if said.kind is Kind.COUNT and _EACH_GETS.search(left):
        return Role.STANDARD  # 每人1剂次
    if not quantity.unit.per and not load_words().roles["standard"].search(left):
        return _norm(said)
    if said.kind is Kind.MONEY:
        return Role.STANDARD if not _PRICED.search(left) or _DEMANDED.search(left) else Role.ACTUAL
    return Role.STANDARD if _DEMANDED.search(left) else _norm(said)


def _norm(said: Said) -> Role | None:
    """不超过5万元, 最高30万元, 不少于7天: what a rule says, unless it is said of a rate."""
    quantity = said.mention.quantity
    if quantity.bound not in LIMITS or not _NORM_BEFORE.match(quantity.raw):
        return None
    return None if said.kind is Kind.PERCENT and _RESULT_RATE.search(said.left) else Role.STANDARD
