"""What somebody fixed: prices, rates of payment, least and most."""

from __future__ import annotations

import re

from extractors.roles.said import LIMITS, Said
from schemas.fact import Role
from schemas.quantity import Bound, Kind
from schemas.words import load_words

_PRICED = re.compile(
    "支出|造价|实际|平均|均价|[人户案亩村校件床单笔]均(?!基本|财政|公共|筹资|经费)|成本|费用|收入|增收|产值|花费|效益"
)
_DEMANDED = re.compile("标准|按|配备|配置|不少于|不低于|(?:补贴|补助|津贴|奖励|资助)每[^，。；]{1,8}$")
_RANGED = re.compile("控制在$|范围(?:为|在)?$|设计|期限(?:为)?$|一般为$|标准|幅度为?$")
_BY_RATIO = re.compile("按|比例|配备|配置|配套")
_EACH_GETS = re.compile("(?<!平均)每(?![年月周天日季旬])[一-鿿]{1,3}$")
_PER_HEADS = re.compile(
    "每(?:[十百千万]|百万|十万)(?:名|位|户|辆|常住)?(?:人口?|老人|学生|户|辆车?|常住人口)"
)
_BY_SHARE = re.compile("按(?!期|时|月|季|照)[^，。；、]{0,20}$")
_BY_PLAN = re.compile("按[^，。；、]{0,6}(?:计划|进度|要求|规定|口径|期|年)")
_OF_A_STANDARD = re.compile("标准[^，。；]{0,14}的$|不(?:超过|高于|低于|少于)[^，。；]{1,10}的$")
_NORM_BEFORE = re.compile("^(?:不超过|不高于|不大于|不小于|不少于|不低于|最高|至少|最低|最多)")
# 保修期2年, 免费运维期5年, 缺陷责任期24个月, 设计使用年限为50年: terms that a contract or a code sets.
_TERM = re.compile(
    "(?:(?:质保|保修|质量保证|缺陷责任|运维|维保|维护|养护|免费服务|售后服务|宽限|公示|追溯)期(?:限)?|(?<!超过)(?<!超过设计)(?:使用|服务|保管|折旧|保存)年限)(?:一般)?(?:均)?(?:为|是)?(?:自[^，。；]{1,14}起)?满?$"
)
# 标准为一等奖5000元、二等奖3000元; 时限为甲类2小时内: the case it holds for stands between.
_SET_FOR = re.compile("(?:标准|时限|期限)(?:分别|一般)?(?:为|是|[:：])[^，。；、\\d]{1,12}$")
# 合同约定，验收后支付至合同价的70%，免费运维期5年: what was agreed goes on to the end of the sentence, or to what was done.
_AGREED = re.compile("(?:合同|协议|办法|制度|细则)(?:中)?(?:约定|规定|明确)[，,:：]")
_DONE_SINCE = re.compile("实际|已|截至|截止|目前|均按|完成")
_AGREED_KINDS = (Kind.PERCENT, Kind.DURATION, Kind.RATIO)
# 扣减当季服务费5%, 每逾期1日扣减1%
_DOCKED = re.compile("(?:扣[减除罚发留]|处以|罚款)[^，。；\\d率]{0,12}$")
_LINE = re.compile(
    "(?:及格|达标|合格|警戒|起付|贫困|保障|基准)(?:线|值)(?:是|为|标准)?$|(?<![管路干支热专产])线(?:是|为)$|汛限水位(?:为|是)?$"
    "|限值(?:为|是)?(?:每[^，。；]{1,4})?$|标准(?:班额|工时|配置|配备|规模)(?:为|是)?$|扣[发减除]$|误差(?:为|在)?$|(?:序时|时序)进度(?:要求)?的?$|利率(?:为)?$|(?<!超过)设计使用年限$"
)
# What is given to each: sums that nobody spends in all on anything.
_GIVEN_TO_EACH = re.compile(
    "(?:补助|补贴|[补奖]|发放?|缴费|筹资|津贴|报销|救助|资助|减免|租金)$|级$|周岁(?:以上)?(?:老人)?$|百岁老人$|按照?[一-鿿]{0,4}[生人户亩村床]均$|人均[^，。；]{0,8}(?:经费|投入标准)$"
)
_BY_MONTH = re.compile("(?:每?月|[日年]|季度?)(?:补贴|补助|工资|津贴|租金|生活费)(?:为)?$")
_SMALL = 20_000  # yuan
_SHARE_BORNE = re.compile(
    "(?:支付|补助|首付|首期|中期|尾款|预付款?|进度款|报销|贴息|配套|分担|承担|奖补|出资|资助|负担|补贴|质保金|保证金|上缴|提取|计提|计取|下浮|上浮)比例(?:为|是)?(?:[^，。；、]{2,8}的)?$|比例标准(?:为|是)?$"
)
_KEPT_BACK = re.compile(
    "^(?:作为|留作|为|作|转为)(?:工程)?(?:质量保证金|质保金|履约保证金|保修金)"
)  # 剩余3%作为质保金
_RECKONED = re.compile("^(?:设计|配备|核算|计算|测算|折算|计)")
_RESULT_RATE = re.compile("[率度比]$|比例$")
_CAME_TO = re.compile(
    "[^利税费汇]率(?:为|达到?|是)?$|(?:满意|知晓|参与)度(?:为|达到?|是)?$"
)  # 按赋分办法折算满意度为89.4%
# Behind a weight come the points given and what was measured: 权重4分，预算800万元，执行率96%.
_MEASURED = re.compile("率|度|值|目标|[得扣]分?|预算|支出|占|\\d分")
_STANDARD_BEHIND = re.compile("^的[一-鿿]{0,4}标准")
_INSTALMENT = re.compile(
    "(?:承担|负担|分担|上浮|下浮|扣留|预留|计提|预付款|付至|支付至|拨付至|质保金|保证金|首付|进度款|尾款)(?:为|按)?$|(?:付|支付|拨付)至[^，。；、]{2,8}的$"
)


def standard(said: Said) -> Role | None:
    """What somebody fixed for each: a price, a rate of payment; what each came to is a result."""
    left = said.left
    quantity = said.mention.quantity
    if said.kind is Kind.MONEY and _STANDARD_BEHIND.match(said.right):
        return Role.STANDARD  # 低于人均150元的支出标准
    if _LINE.search(left) or (left.endswith("按") and _RECKONED.match(said.right)):
        return Role.STANDARD  # 及格线90%; 一年按200天核算
    if _is_term(said):
        return Role.STANDARD
    if quantity.bound is Bound.PLUS_MINUS or (quantity.bound is Bound.RANGE and _RANGED.search(left)):
        return Role.STANDARD  # 班额控制在25至30人, 变动在±10%以内
    if said.kind is Kind.PERCENT:
        if _SHARE_BORNE.search(left) or _KEPT_BACK.match(said.right):
            return Role.STANDARD
        if not _INSTALMENT.search(left) and _weighs(said.before):
            return Role.WEIGHT
        if "比例" in left and quantity.bound in LIMITS:
            return Role.STANDARD  # 抽查比例不低于30%
        by = _BY_SHARE.search(left) and not _BY_PLAN.search(left) and not _CAME_TO.search(left)
        fixed = by or _INSTALMENT.search(left) or _OF_A_STANDARD.search(left) or _DOCKED.search(left)
        return Role.STANDARD if fixed else _norm(said)
    if said.kind is Kind.RATIO and quantity.bound is Bound.AT_MOST:
        return Role.STANDARD  # 陪餐人数控制在接待对象的三分之一以内
    if said.kind is Kind.RATIO and _BY_RATIO.search(left + said.right):
        return Role.STANDARD  # 按1∶8配备
    if said.kind is Kind.COUNT and _PER_HEADS.search(left):
        return Role.STANDARD if "标准" in left else None  # 每千人8.6张
    if said.kind is Kind.COUNT and _EACH_GETS.search(left):
        return Role.STANDARD  # 每人1剂次
    if said.kind is Kind.MONEY and _is_given_to_each(said):
        return Role.STANDARD
    if not quantity.unit.per and not load_words().roles["standard"].search(left):
        return _norm(said)
    if said.kind is Kind.MONEY:
        return Role.STANDARD if not _PRICED.search(left) or _DEMANDED.search(left) else Role.ACTUAL
    return Role.STANDARD if _DEMANDED.search(left) else _norm(said)


def _is_term(said: Said) -> bool:
    """Whether a contract, a code or a list of cases sets the number."""
    if said.kind is Kind.DURATION and _TERM.search(said.left):
        return True
    if (
        said.kind in (Kind.DURATION, Kind.MONEY)
        and _SET_FOR.search(said.left)
        and not _PRICED.search(said.left)
    ):
        return True
    agreed = _AGREED.search(said.before) if said.kind in _AGREED_KINDS else None
    return agreed is not None and not _DONE_SINCE.search(said.before, agreed.end())


def _weighs(before: str) -> bool:
    """Whether the sentence speaks of weights and has not come to what was measured: 权重分别为60%、25%."""
    at = before.rfind("权重")
    return at >= 0 and not _MEASURED.search(before, at)


def _is_given_to_each(said: Said) -> bool:
    """初级1000元、中级1500元; 每名新生儿筛查补助72元; 月补贴1200元."""
    quantity = said.mention.quantity
    if quantity.unit.name != "元" or quantity.value is None or abs(quantity.value) > _SMALL:
        return False
    return bool(
        (_BY_MONTH.search(said.left) and not _PRICED.search(said.left))
        or (_GIVEN_TO_EACH.search(said.left) and not _PRICED.search(said.left))
    )


def _norm(said: Said) -> Role | None:
    """不超过5万元, 最高30万元, 不少于7天: what a rule says, unless it is said of a rate."""
    quantity = said.mention.quantity
    if quantity.bound not in LIMITS or not _NORM_BEFORE.match(quantity.raw):
        return None
    if said.left.endswith("实际"):
        return None  # 实际最高5000元
    return None if said.kind is Kind.PERCENT and _RESULT_RATE.search(said.left) else Role.STANDARD
