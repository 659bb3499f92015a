"""The role of a number: what is asked first decides."""

from __future__ import annotations

import re

from extractors.mentions import Mention
from extractors.passages import Context, Passage
from extractors.roles.aims import aim
from extractors.roles.changes import base, change
from extractors.roles.limits import limit
from extractors.roles.money import own_role, stage_of
from extractors.roles.norms import standard
from extractors.roles.said import QUOTED, Before, Said
from extractors.roles.scores import of_score
from extractors.subjects import Subject
from schemas.fact import Role
from schemas.quantity import Kind
from schemas.words import load_words

_RATE = re.compile("(?:执行|支付|拨付|到位|支出)(?:进度|率)(?:达到|达|为)?$")
_LISTED = re.compile("^[、和与及]$")
_LISTED_WITH_NAME = re.compile("^[一-鿿]{0,4}(?:、|，其中)(?!.*[比较增减降提超共合低高不未])[一-鿿]{2,10}$")
_FIXED = re.compile("标准|限额|额度|补助|补贴")
_NAMED_NEXT = re.compile("、(?!实(?!施)|完成|做到|办成|干成|已|达|同比|比|较|占)[^，。；、：\\d()]{2,16}")
_IN_ONE_BREATH = re.compile("(?:分别|依次)[^，。；：]*$")
_RAISED = re.compile("(?:提高|增加|调整|降低|上调|下调|提升|[提涨升降调])(?:到|至|为)")
_BESIDES = re.compile("(?:另|再|额外)(?:增加?|加发?|补|发|奖)[助贴励给]?$")
_SCORED = re.compile("得|自评|实|扣|评价|乘|[上下]浮")
_OUT_OF = re.compile("\\)[，,:：]?")
_CARRIED_ON = frozenset({Role.STANDARD, Role.GROWTH, Role.BASE, Role.THRESHOLD, Role.TARGET})
_BUDGETS = (Role.BUDGET_INITIAL, Role.BUDGET, Role.BUDGET_FULL)
_STAGES = (*_BUDGETS, Role.ARRIVED, Role.EXECUTED, Role.CARRY_OVER)
_BARE_STAGE = re.compile(
    "(?:已|共|实际|均|全部)?(?:支出|执行|支付|拨付|到位|结余|剩余|使用)(?:了|数)?(?:为)?"
)
_DUE = re.compile("应[补付发拨兑支]")
_NOT_OURS = (Role.STANDARD, Role.TARGET, Role.BASE)
_SPENT_THERE = re.compile(
    "(?:全年|共|累计|实际|已|合计)*(?:支出|支付|拨付|使用|发放|兑付)(?:补助|补贴|资金|经费)?(?:了|共|合计|为)?"
)
_HEAD = re.compile(
    r"(?:^|[，,；;。、\n]|\d[.．、)])(?P<name>[^，,；;。、：:\n\d]{2,16})[：:]$"
)  # 全年预算：800万元
_MOVED_TO = re.compile("^.{0,4}(?:调整|增加|调增|追加|压减|调减|减少|缩减?|压缩)(?:为|到|至)$")
_PART_IN_BRACKETS = re.compile(r"\(?[^，。；、()]{2,8}")
_OLD_CARRIED = re.compile(
    "^(?:其中|包括|含|一部分[为是])?(?:20\\d\\d年度?|[上去]年度?)(?:预算)?结转(?:结余)?(?:资金|指标|过来|来)?(?:为|共)?$"
)
_RATE_IS = re.compile("(?:执行|支出|支付)(?:率|进度)[^。；]{0,40}[=＝:：为][^。；]*$")
_REALLY = re.compile("实际(?:数|金额|额|开支|发生)?(?:为|共)?|(?:实际|决算)?支出数?")
# 中央资金300万元支出298万元: what there was, and what was spent of it.
_SPENT_OF_IT = re.compile("(?:已|实际|共)*(?:支出|支付|执行|使用)了?\\d")
_MONEY_OF = re.compile("(?:资金|经费|专款|拨款)$")
_KEPT_WITHIN = re.compile(
    "(?:未|没有|不)(?:曾)?(?:超[出过]?|突破)(?:年度|全年)?(?:批复|核定|下达)的?(?:年度|全年)?预算数?$"
)
_NEXT_SORT = re.compile("[、和与及][一-鿿]{2,6}支出")
_DIVISOR = re.compile("=|×|计|，(?:预算|资金|支出)?(?:执行|支出)?(?:率|进度)")
_MOVED_BY = re.compile("^净(?:增|减)(?:加|少)?$")


def role_of(
    mention: Mention,
    subject: Subject,
    passage: Passage,
    context: Context,
    before: str,
    behind: str,
    last: Before | None,
) -> tuple[Role, bool]:
    """In which role the number is stated, and whether it is money of the project itself.

    ``before`` is its sentence up to it, ``behind`` a few characters that follow, ``last`` the number before it there.
    """
    said = Said(mention, subject, passage, QUOTED.sub("", mention.left), before, behind, context.year)
    if last is not None and (_is_raised(said, last) or _is_paid_besides(said, last)):
        return Role.STANDARD, False
    if last is not None and _goes_on(said, last):
        return last.role, False
    if said.kind is Kind.MONEY and said.is_compared_with_this_year:
        return Role.EXECUTED, False
    own = _own(said, last, context)
    role = (
        of_score(said)
        or limit(said)
        or base(said)
        or aim(said, last)
        or change(said)
        or standard(said)
        or own
        or _stage(said, last)
    )
    if role is None:
        role = Role.RATE if said.kind is Kind.PERCENT and _RATE.search(said.left) else Role.ACTUAL
    return role, own is not None and role is own


def _is_raised(said: Said, last: Before) -> bool:
    """每生每年600元提高到650元; 标准由每天4元提到5元."""
    fixed = last.role is Role.STANDARD or (last.role is Role.BASE and _FIXED.search(last.mention.left))
    return bool(fixed and said.kind is Kind.MONEY and _RAISED.fullmatch(last.between))


def _is_paid_besides(said: Said, last: Before) -> bool:
    """每人每月2800元，在边远地区服务的另增300元."""
    return said.kind is Kind.MONEY and last.role is Role.STANDARD and bool(_BESIDES.search(said.left))


def _goes_on(said: Said, last: Before) -> bool:
    """Whether the number is in one list with the one before: 每人每月760元和520元; 分别增长18.2%、34.9%; 满分100分，其中产出50分."""
    if last.role is Role.WEIGHT and said.kind is last.mention.quantity.kind:
        if said.behind.startswith("(满分"):
            return False  # 产出指标50分（满分50分），效益指标29.5分（满分30分）
        if _OUT_OF.fullmatch(last.between):
            return False  # 产出指标（50分）49.8分
        return not _SCORED.search(last.between)
    staged = last.role in _STAGES or last.role is Role.BUDGET_ADJUST
    if staged and said.kind is last.mention.quantity.kind and _LISTED.match(last.between):
        return True  # 执行依次为316万元、176万元和347万元
    if last.own or last.role not in _CARRIED_ON:
        return False
    if last.role is Role.TARGET and _NAMED_NEXT.fullmatch(last.between) and not said.mention.quantity.trend:
        return said.kind is not Kind.MONEY  # 目标确定为鉴定房屋2097户、改造危房592户
    if last.role is Role.TARGET and _IN_ONE_BREATH.search(said.before) and _LISTED.match(last.between):
        return True  # 目标分别为43公里和6240户
    if last.mention.quantity.kind is not said.kind:
        return False
    priced = last.role is Role.STANDARD and said.kind in (Kind.MONEY, Kind.DURATION)
    return bool(_LISTED.match(last.between) or (priced and _LISTED_WITH_NAME.match(last.between)))


def _own(said: Said, last: Before | None, context: Context) -> Role | None:
    """The stage of the project's own money: 预算由年初的3692万元调整为4171.96万元，净增479.96万元."""
    if said.kind is not Kind.MONEY:
        return None
    left = said.mention.left
    if last is not None and last.mention.quantity.kind is Kind.COUNT and last.between == left:
        left = last.mention.left + left  # 年初批复8个项目985万元
    if load_words().adjusted.search(said.left):
        return Role.BUDGET_ADJUST
    if _OLD_CARRIED.search(said.left) and said.is_of_before:
        return Role.CARRY_OVER  # 2021年结转资金108万元
    if last is not None and last.own and last.role in _BUDGETS:
        if _MOVED_TO.search(left):
            return Role.BUDGET_FULL
        if _MOVED_BY.search(left):
            return Role.BUDGET_ADJUST
    if last is not None and last.role is Role.EXECUTED and left == "占" and said.right == "的":
        return Role.BUDGET_FULL  # 已支付967万元，占997万元的97%
    items = last is not None and not last.own and (last.role in _STAGES or _DUE.search(last.mention.left))
    if items and _BARE_STAGE.fullmatch(left):
        return None  # 中央资金到位2817万元，支出2817万元: what came of that money
    if last is not None and not last.own and last.role in _NOT_OURS and _SPENT_THERE.fullmatch(left):
        return None  # 资助标准每生2300元，全年支出937万元
    words = left or _head(said)
    if not words and not _is_for_a_use(said, last) and not said.subject.text.startswith("其中"):
        words = said.subject.text
    role = own_role(left, said.right, words, said.before, said.titles, context)
    if role in _BUDGETS and said.moves:
        return Role.BUDGET_INITIAL
    return role


def _is_for_a_use(said: Said, last: Before | None) -> bool:
    """追加50万元用于设备，20万元用于培训: what an amount without a name of its own went to."""
    listed = last is not None and last.mention.quantity.kind is Kind.MONEY
    return listed and re.match("(?:主要)?用于", said.right) is not None


def _head(said: Said) -> str:
    """The name before a colon, where nothing else stands before the number: 全年预算：800万元."""
    head = _HEAD.search(said.before) if not said.mention.left else None
    return head["name"] if head else ""


def _stage(said: Said, last: Before | None) -> Role | None:
    if said.kind is not Kind.MONEY:
        return None
    if said.behind[:1] in "÷/" and _RATE_IS.search(said.before):
        return Role.EXECUTED
    if last is not None and last.mention.quantity.kind is Kind.MONEY:
        if last.between in ("÷", "/") and _DIVISOR.match(said.right or said.behind):
            return Role.BUDGET_FULL  # 按2732.04万元÷3003万元计，执行率90.98%
        if last.role in _BUDGETS and _MOVED_TO.search(said.left):
            return Role.BUDGET_FULL
        if last.role in _BUDGETS and _REALLY.fullmatch(said.left) and not last.mention.left.endswith("收入"):
            return Role.EXECUTED  # 公用经费预算388万元，实际350万元
        if last.role in _STAGES and _is_part_in_brackets(said):
            return last.role
        if (
            last.role in _BUDGETS
            and not last.own
            and _NEXT_SORT.fullmatch(last.between)
            and last.mention.left.endswith("支出")
        ):
            return last.role  # 年初预算安排基本支出640万元、项目支出390万元
    if _MONEY_OF.search(said.left) and _SPENT_OF_IT.match(said.behind):
        return Role.BUDGET_FULL
    head = "" if said.right.startswith("的") else _head(said)  # 看执行：1067万元的预算
    if _KEPT_WITHIN.search(said.left):
        return (
            Role.BUDGET
        )  # 共支出597万元，未超出批复预算600万元: the words do not say whether it was changed since
    role = stage_of(said.left or head, said.right, said.before, said.titles)
    return Role.BUDGET_INITIAL if role in _BUDGETS and said.moves else role


def _is_part_in_brackets(said: Said) -> bool:
    """抽样检验194万元（设备部分33万元，人工部分161万元）: of one stage with the whole."""
    opened = said.before.rfind("(")
    return opened > said.before.rfind(")") and _PART_IN_BRACKETS.fullmatch(said.left) is not None
