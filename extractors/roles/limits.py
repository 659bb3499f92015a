"""What a rule demands in some case, and what is only wished for."""

from __future__ import annotations

import re

from extractors.roles.said import LIMITS, Said
from schemas.fact import Role, Source
from schemas.quantity import Bound, Kind
from schemas.words import load_words

_LIMITED = (Kind.MONEY, Kind.COUNT, Kind.MEASURE, Kind.SCORE, Kind.DURATION)
_CASES = re.compile(
    "^的?(?:项目|单位|部门|企业|站点|地区|家庭|对象|[一-鿿]{0,4}?(?:予以|不予|不补|即|记|计|得|须|由|可|应|不得|一律|实行|全部|采用|免|需|亮))"
)
_RULED = re.compile("^的(?:采用|实行|按|由|须|应|需|全部|项目|标准)")
_TAKEN = re.compile("平均|实际|仅")  # 平均20小时内抢通 was done so, not demanded
_RULING = re.compile("每|应|须|要求|规定|标准|按")
_DOING = re.compile(
    "(?:建成|完成|新建|改造|带动|培训|培育|新增|引进|举办|开展|发展|扶持|整治|实现|服务|覆盖|惠及|打造|创建|种植|安置|帮扶|组织|建设|修复|治理|处置|办理)了?$"
)
_WISHES = re.compile("建议|下一步|改进措施|今后|工作打算|努力方向")
_TROUBLES = re.compile("问题|不足|困难|偏离|原因|差距")
_DONE = re.compile(
    "实际|已经|做到|目前|现有|尚有|剩余|结余|结转|发现的?|(?:^|[年月日])已(?!有|建)|未(?:完成|整改)[^，。；]{0,4}的$"
)  # 对剩余3个问题明确责任人: a fact, the wish is what follows
_DEFINED = re.compile("(?:界定|是指|定义)(?:为|是)?$")
_CAP = re.compile(
    "(?:年度|最高|支付|报销|单笔|补偿|救助)限额(?:为|是)?$|(?:奖补|补助|补贴|贷款|资助|报销|支付)(?:额度?|金额)?上限(?:为|是)?$"
)
_CEILING = re.compile("(?:招标|最高投标|拦标)(?:控制价|限价)(?:为|是)?$|(?:^|工程|项目)控制价(?:为|是)?$")
_EACH_TIME = re.compile("每(?:逾期|延[迟误期]|超[过出期]|提前|推迟)了?$")
_ALLOWED = re.compile("(?:额度|限额|期限|年限|价格|单价)(?:为|在)?$")
_ONLY_THEN = re.compile("^[^，。；]{0,16}(?:方可|才能|才可|方能|不予|不得|即可)")
_WISHED = re.compile("建议|下一步|今后|将|拟|计划|力争|争取|应当?|需要|需进一步|加强|进一步|确保|完善|推动")
# 结合2024年支出480万元和2023年支出450万元测算2025年资金需求: what a wish starts from is told.
_SPENT_IN_A_YEAR = re.compile(
    r"(?:结合|依据|根据|参考|参照|考虑|对照|[和与、及])20\d\d年度?(?:实际|项目|全年|资金|预算)?(?:支出|执行|决算)数?(?:为)?$"
)
_AIMED = re.compile("计划|力争|争取|目标|拟|预计|(?<!下)达到|提高到|增加到|控制在")


def limit(said: Said) -> Role | None:
    """A limit in a rule or a wish, not a fact: 立项金额50万元以上项目; whatever stands under 有关建议.

    Under 存在的问题及建议 what was found wrong is a fact, what is proposed is none; a wish with a figure to reach is a target.
    """
    if _is_wished(said):
        if said.moves:
            return Role.BASE  # 拟由现在的10%扩大到20%
        if said.kind is Kind.MONEY and (spent := _told_of(said)):
            return spent
        if said.kind is Kind.MONEY and "预算" in said.before:
            return Role.BUDGET  # 在下年预算中安排1900万元左右
        if said.mention.quantity.bound in LIMITS and _CASES.match(said.right):
            return Role.THRESHOLD  # 对支出进度低于30%的项目及时预警
        if not _AIMED.search(said.before):
            grown = load_words().roles["growth"].search(said.left) and not _WISHED.search(said.before)
            return Role.GROWTH if grown and said.kind is Kind.PERCENT else Role.THRESHOLD
        return Role.TARGET
    quantity, right = said.mention.quantity, said.right
    if said.kind is Kind.MONEY and said.left.endswith("限价") and "，" in said.before[-4:]:
        return Role.THRESHOLD  # 公开招标，限价719.21万元，中标661.67万元
    if said.kind is Kind.MONEY and (_CAP.search(said.left) or _CEILING.search(said.left)):
        return Role.THRESHOLD  # 年度限额4000元; 招标控制价1275万元
    if said.kind is Kind.DURATION and _EACH_TIME.search(said.left):
        return Role.THRESHOLD  # 每逾期1日扣减1%
    if quantity.bound not in LIMITS or said.passage.source is Source.GOAL:
        return None
    if _CASES.match(right) or _DEFINED.search(said.left) or _ONLY_THEN.match(said.behind):
        return Role.THRESHOLD  # 执行率低于60%的项目予以压减; 单笔超过5万元的由两人复核
    if said.kind not in _LIMITED:
        return None
    if quantity.bound is Bound.AT_MOST and _ALLOWED.search(said.left) and not _DONE.search(said.left):
        return Role.THRESHOLD  # 单户贷款额度5万元以下、期限3年以内
    if quantity.bound is Bound.RANGE:
        return Role.THRESHOLD if _RULED.match(right) else None
    counted = (
        said.kind in (Kind.COUNT, Kind.MEASURE) and right[:1] != "的" and not _RULING.search(said.before)
    )
    done = counted and _DOING.search(said.left)  # 建成6500万亩以上高标准农田
    if quantity.raw.rstrip()[-1:] in "上下内" and re.match(r"的|[一-鿿]{2}", right) and not done:
        if said.kind is Kind.DURATION and _TAKEN.search(said.left):
            return None
        in_time = said.kind is Kind.DURATION and right[:1] != "的" and not _RULING.search(said.before)
        return Role.STANDARD if in_time else Role.THRESHOLD  # 收到文件后30日内分解下达
    return Role.THRESHOLD if quantity.bound is Bound.AT_MOST and right.startswith("的标准") else None


def _told_of(said: Said) -> Role | None:
    """What was spent in the year reported on or before, in a wish that starts from it."""
    if not _SPENT_IN_A_YEAR.search(said.left) or said.is_to_come or said.mention.period is None:
        return None
    return Role.BASE if said.is_of_before else Role.EXECUTED


def _is_wished(said: Said) -> bool:
    """Whether the heading that speaks of wishes or troubles makes this a wish."""
    for title in reversed(said.titles):
        if _TROUBLES.search(title):
            return bool(_WISHED.search(said.before)) and not _DONE.search(said.left)
        if _WISHES.search(title):
            return not _DONE.search(said.left)
    return False
