"""In which role a number is stated: target or result, limit or standard, change or base, and which stage of the money."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractors.mentions import Mention
from extractors.passages import Context, Passage
from extractors.plain import plain
from extractors.project_money import own_role, stage_of
from extractors.subjects import Subject
from schemas.fact import Role, Source
from schemas.quantity import Bound, Kind
from schemas.words import comparable, load_words

QUOTED = re.compile(r"[“\"《<][^”\"》>]*[”\"》>]")
_LIMITS = (Bound.AT_LEAST, Bound.AT_MOST, Bound.MORE_THAN, Bound.LESS_THAN, Bound.RANGE)
_LIMITED = (Kind.MONEY, Kind.COUNT, Kind.MEASURE, Kind.SCORE, Kind.DURATION)
_GRADED = re.compile(r"^的?为?(?:优|良|中|差|合格|不合格|达标)")
_CASES = re.compile(
    "^的?(?:项目|单位|部门|企业|站点|地区|家庭|对象|[一-鿿]{0,4}?(?:予以|不予|须|由|可|应|不得|一律|实行|全部|采用|免|需|亮))"
)
_RULED = re.compile("^的(?:采用|实行|按|由|须|应|需|全部|项目|标准)")
_TAKEN = re.compile("平均|实际|仅")  # 平均20小时内抢通 was done so, not demanded
_WISHES = re.compile("建议|下一步|改进措施|今后|工作打算|努力方向")
_TROUBLES = re.compile("问题|不足|困难|偏离|原因|差距")
_WISHED = re.compile("建议|下一步|今后|将|拟|计划|力争|争取|应当?|需要|需进一步|加强|进一步|确保|完善|推动")
_AIMED = re.compile("计划|力争|争取|目标|拟|预计|(?<!下)达到|提高到|增加到|控制在")
_GOALS = re.compile(
    r"(?:目标|任务|指标值|计划值|预期值)(?:值)?(?:为|是|如下|包括|有?[一二三四五六七八九十\d]+[项个条])?[:：]|打算[:：]|【(?:年度|绩效)?目标】|(?:绩效|年度|预期|项目|总体)目标(?:值)?(?:为|是)|^目标(?:为|是)"
    r"|(?:^|[，；。：])(?:\d{4}年)?(?:本?项目|全年|年度|当年|本年)?(?:计划|力争|预计|拟(?![订定稿制])|争取(?!上级|中央|省|市|国家|资金|到位))(?!生育|管理|项目|按期|完成率|任务|外|内)"
)
_GOAL_HEAD = re.compile(
    r"\s*(?:【(?:年度|绩效)?目标】|[^，。；:：]{0,10}目标(?:有?[一二三四五六七八九十\d]+[项个条])?(?:为|是|如下|包括)?[:：])(?<!完成情况[:：])"
)
_RESULTS = re.compile("实际|已完成|全年完成|最终|完成情况|截至|目前|完成了|完成值[:：]|[，；]完成率")
_COMPARED = re.compile(r"(?:比|较|相比|由|从)(?:上年|去年|同期|20\d\d年)[^，。；增减升降多少高低涨]{0,6}$")
_BEFORE = re.compile(
    r"(?:上年|去年|上年同期|同期)[末底]?(?:实际|完成)?(?:数|值)?(?:分别|依次)?(?:为|是|只有|仅有?|的)?\(?$"
)
_TURNED = re.compile(
    "完成|执行|自评|评价|落实|运行|监控|跟踪|结果|达标|下达|分解|对比|对照|比较|差异|偏差|偏离|原因|实现|达成"
)  # 绩效目标完成情况, 偏离绩效目标的原因: no goals stand under these
_SHARE_OF_IT = re.compile("(?:为|是|占|相当于)(?:上年|去年|同期)[^，。；]{0,6}的$")  # 仅为上年实际的91%
_TIMES = re.compile("上年|去年|同期|年初|20\\d\\d年")
_MISSED = re.compile(r"(?:未|没有|尚未|不)(?:能)?(?:达到?|完成|实现)$")
_AIM_RIGHT = re.compile(r"^的?(?:年度|预期|既定|绩效|预定)?(?:目标|任务|要求|指标值)")
_LIMIT_RIGHT = re.compile(r"^[的等]?(?:上限|下限|控制数|控制目标|控制指标|控制线|限额)")
_AIM_IN_BRACKETS = re.compile(r"(?:目标|计划|预期)(?:值|数)?\($")
_AIM_BESIDE = re.compile(
    r"(?:[比较与同和]|多于|少于|高于|低于|超过|优于)(?:年[度初])?(?:原)?(?:计划|目标|预期|任务|要求|指标)(?:值|数)?的?$"
    r"|(?:年初|年度|原)(?:确定|设定|下达|制定|核定)的?$|优于$|(?<!达到|符合|按照|相关)要求$"
)
_GIVEN = re.compile("(?:财政|专项|项目)资金$|投入资金$|预算(?:资金)?$")
_APPROVED = re.compile("(?:批复|核定|变更|调整)为$|申报时拟定$")
_SET = re.compile(
    "(?:预定|设定|既定|原定|承诺|年初定|年初提出|规划)(?:的)?(?:目标|任务|指标)?(?:值|数|量)?(?:为|是|达)?$"
    "|(?:年度|全年|目标|年初)任务(?:量|数)?(?:为|是)?$|(?:须|应当?|要求)达到?$|考核(?:值|要求|指标)(?:为|是)?$"
)
_DUE = re.compile(
    "^应(?:完成|达到?|实现|建成|办理|发放|开展)|^完成目标(?:值)?(?:为)?$|(?:低于|高于|超过|突破)(?:上限|下限|限额|限价|控制线|控制价)(?:为|是)?$"
)
_HELD = re.compile("^(?:均|并|且|都)?控制在$")
_KEPT = re.compile(
    "(?:均|并|且|都)?(?:未|没有)?(?:低于|不高于|不超过|未?超过?|未?突破|优于|少于|多于|高于|小于|大于)(?:计划的?|规定的?)?"
)
_RULE_BEHIND = re.compile("^的?(?:国家|行业|法定|规定|规范|部颁|强制|最低|警戒|预留)")
_RULE_BEFORE = re.compile("(?:国家|行业|法定|部颁|规范)(?:规定|要求|标准)?的$")
_CLOSE = 12  # characters between a result and the limit it kept
_REACHED = (Role.ACTUAL, Role.STANDARD)
_OF_THE_AIM = re.compile(r"(?:计划|目标|任务|预期)(?:数|值)?的$")  # 完成年度计划的106.5%
_AGAINST_THE_AIM = re.compile(r"[比较](?:年[度初])?(?:目标|计划|预期)[^，。；]{0,4}[多少高低超]$")
_CHANGED_RIGHT = re.compile(
    r"^.{0,10}?(?:(?:调整|增加|提高|提升|减少|下降|降低|扩大|缩短|压缩|缩减|压减|调减|上升|增长|变化|发展|拓展|[升降增减提涨])(?:为|到|至)|变为)|^[^，。；、]{0,10}(?:为|到|至)$"
)
_ADDED = re.compile("(?:增加|减少|增长|下降|多支|少支|多花|少花|净增|净减|多出|少了|多了)了?$")
_MORE = re.compile("(?:多出?|少了?|高出?|低|超出|多了)")
_RATE_OF_CHANGE = re.compile("(?:增速|增幅|降幅|涨幅|增长率|增长速度)[^，。；]{0,6}$")
_FOR_EACH = re.compile("每(?:增加|减少|提高|降低|投入)$")
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
_GRADES = re.compile("等级|等次|评级|档次|[优良中差][(（]$")
_WHOLE_SCORE = re.compile("(?<!自评)(?<!综合)总分(?:值)?(?:为|共|设|是)?$|百分制")
_FULL_MARKS = 100
_WEIGHT = re.compile("(?:各占|占|满分|总分值|分值|权重|标准分)(?:为|共|共计)?$")
_RATE = re.compile("(?:执行|支付|拨付|到位|支出)(?:进度|率)(?:达到|达|为)?$")
_LISTED = re.compile("^[、和与及]$")
_LISTED_WITH_NAME = re.compile("^[一-鿿]{0,4}(?:、|，其中)(?!.*[比较增减降提超共合低高不未])[一-鿿]{2,10}$")
_RAISED = re.compile("(?:提高|增加|调整|降低|上调|下调|提升)(?:到|至|为)")
_SCORED = re.compile("得|自评|实|扣|评价")
_CARRIED_ON = frozenset({Role.STANDARD, Role.GROWTH, Role.BASE, Role.THRESHOLD, Role.TARGET})
_BUDGETS = (Role.BUDGET_INITIAL, Role.BUDGET, Role.BUDGET_FULL)
_STAGES = (*_BUDGETS, Role.ARRIVED, Role.EXECUTED, Role.CARRY_OVER)
_BARE_STAGE = re.compile(
    "(?:已|共|实际|均|全部)?(?:支出|执行|支付|拨付|到位|结余|剩余|使用)(?:了|数)?(?:为)?"
)
_MOVED_TO = re.compile("^.{0,4}(?:调整|增加|调增|追加|压减|调减|减少)(?:为|到|至)$")
_MOVED_BY = re.compile("^净(?:增|减)(?:加|少)?$")
_DONE_BEHIND = re.compile("^(?:已|均|全面|全部|如期|按期)*(?:落地|完成|建成|达标|实施)")
_BUDGET_MOVES = re.compile("预算[^，。；]{0,16}$")


@dataclass(frozen=True, slots=True)
class Before:
    """The number read before in the same sentence, its role, and the words between."""

    mention: Mention
    role: Role
    own: bool
    between: str = ""


@dataclass(frozen=True, slots=True)
class _Said:
    """A number with all that tells its role. ``left`` is its clause up to it, without quotations; ``before`` its sentence."""

    mention: Mention
    subject: Subject
    passage: Passage
    left: str
    before: str

    @property
    def kind(self) -> Kind:
        return self.mention.quantity.kind

    @property
    def titles(self) -> Sequence[str]:
        return self.passage.titles

    @property
    def in_prose(self) -> bool:
        return self.passage.source is Source.PROSE


def role_of(
    mention: Mention, subject: Subject, passage: Passage, context: Context, before: str, last: Before | None
) -> tuple[Role, bool]:
    """In which role the number is stated, and whether it is money of the project itself.

    ``before`` is its sentence up to it, ``last`` the number before it there.
    """
    said = _Said(mention, subject, passage, QUOTED.sub("", mention.left), before)
    if last is not None and _goes_on(said, last):
        return last.role, False
    own = _own(said, last, context)
    role = (
        _of_score(said)
        or _limit(said)
        or _aim(said, last)
        or _base(said)
        or _change(said)
        or _standard(said)
        or own
        or _stage(said)
    )
    if role is None:
        role = Role.RATE if said.kind is Kind.PERCENT and _RATE.search(said.left) else Role.ACTUAL
    return role, own is not None and role is own


def _goes_on(said: _Said, last: Before) -> bool:
    """Whether the number is in one list with the one before: 每人每月760元和520元; 分别增长18.2%、34.9%; 满分100分，其中产出50分."""
    if last.role is Role.WEIGHT and said.kind is last.mention.quantity.kind:
        return not _SCORED.search(last.between)
    if last.role is Role.STANDARD and _RAISED.fullmatch(last.between):
        return said.kind is Kind.MONEY  # 每生每年600元提高到650元
    if last.own or last.role not in _CARRIED_ON or last.mention.quantity.kind is not said.kind:
        return False
    named = last.role is Role.STANDARD and said.kind is Kind.MONEY and _LISTED_WITH_NAME.match(last.between)
    return bool(_LISTED.match(last.between) or named)


def _of_score(said: _Said) -> Role | None:
    """Scores, what they are out of, the bounds of grades; ranks."""
    if said.kind in (Kind.RANK, Kind.RANK_CHANGE):
        moved = load_words().roles["base"].search(said.left) and _CHANGED_RIGHT.match(said.mention.right)
        return Role.BASE if moved else Role.RANK
    if said.kind is not Kind.SCORE:
        return None
    quantity = said.mention.quantity
    graded = _GRADED.match(said.mention.right) or _GRADES.search(said.before)
    if quantity.bound is Bound.RANGE or (quantity.bound in _LIMITS and graded):
        return Role.THRESHOLD  # 优(90—100分)
    if quantity.value == _FULL_MARKS and _WHOLE_SCORE.search(said.left):
        return Role.WEIGHT  # 总分100分，其中产出50分
    if said.mention.right.startswith("乘以"):
        return Role.WEIGHT
    return Role.WEIGHT if _WEIGHT.search(said.left) else Role.SCORE


def _limit(said: _Said) -> Role | None:
    """A limit in a rule or a wish, not a fact: 立项金额50万元以上项目; whatever stands under 有关建议.

    Under 存在的问题及建议 what was found wrong is a fact, what is proposed is none; a wish with a figure to reach is a target.
    """
    if _is_wished(said):
        if not _AIMED.search(said.before):
            grown = load_words().roles["growth"].search(said.left) and not _WISHED.search(said.before)
            return Role.GROWTH if grown and said.kind is Kind.PERCENT else Role.THRESHOLD
        return Role.BUDGET if said.kind is Kind.MONEY and "预算" in said.before else Role.TARGET
    quantity, right = said.mention.quantity, said.mention.right
    if quantity.bound not in _LIMITS or said.passage.source is Source.GOAL:
        return None
    if _CASES.match(right):
        return Role.THRESHOLD  # 执行率低于60%的项目予以压减; 单笔超过5万元的由两人复核
    if said.kind not in _LIMITED:
        return None
    if quantity.bound is Bound.RANGE:
        return Role.THRESHOLD if _RULED.match(right) else None
    if quantity.raw.rstrip()[-1:] in "上下内" and re.match(r"的|[一-鿿]{2}", right):
        done = said.kind is Kind.DURATION and (right[:1] != "的" or _TAKEN.search(said.left))
        return None if done else Role.THRESHOLD
    return Role.THRESHOLD if quantity.bound is Bound.AT_MOST and right.startswith("的标准") else None


def _is_wished(said: _Said) -> bool:
    """Whether the heading that speaks of wishes or troubles makes this a wish."""
    for title in reversed(said.titles):
        if _TROUBLES.search(title):
            return bool(_WISHED.search(said.before))
        if _WISHES.search(title):
            return True
    return False


def _aim(said: _Said, last: Before | None) -> Role | None:
    """What was to be reached, and how far the result is from it."""
    left, right = said.left, said.mention.right
    if _AGAINST_THE_AIM.search(left):
        return Role.GROWTH
    if said.passage.source is Source.GOAL:
        given = said.kind is Kind.MONEY and _GIVEN.search(left)  # 投入财政资金320万元，实施…
        return Role.BUDGET_FULL if given else _base(said) or Role.TARGET
    if _AIM_BESIDE.search(left):
        return (
            Role.STANDARD if _RULE_BEHIND.match(right) else Role.TARGET
        )  # 比计划的62公里; 优于30分钟的国家要求
    if _RULE_BEFORE.search(left):
        return Role.STANDARD  # 高于国家规定的70%
    if said.kind is Kind.PERCENT and _OF_THE_AIM.search(left):
        return None
    if said.kind is not Kind.MONEY and _APPROVED.search(left):
        return Role.TARGET  # 申报时拟定201个，批复为183个
    if _DUE.search(left) or _SET.search(left):
        return Role.TARGET  # 应完成330公里，完成目标800万元，低于上限38万元
    if _MISSED.search(left) or _AIM_RIGHT.match(right) or _LIMIT_RIGHT.match(right):
        return Role.TARGET
    if _AIM_IN_BRACKETS.search(said.before):
        return Role.TARGET  # 高于年初预期(1408辆次)
    if not said.in_prose:
        return None
    if said.mention.quantity.raw[0] in "≥≤":
        return Role.TARGET  # nobody writes ≥ of a result
    if last is not None and last.role in _REACHED and _follows(said, last):
        if _RULE_BEHIND.match(right):
            return Role.STANDARD  # 平均到场17分钟，优于30分钟的国家要求
        return Role.TARGET  # 流失率降至2.1%，控制在3%以内; 单价41.5元，低于42元的限价
    if any("目标" in title and not _TURNED.search(title) for title in said.titles):
        money = said.kind is Kind.MONEY and stage_of(left, right, said.before, said.titles)
        return money or Role.TARGET
    counted = said.kind is Kind.COUNT and left.endswith("指标")  # 一级指标4个
    if said.kind is Kind.DURATION and "预计" in left:
        return None  # 预计3年收回成本
    done = left.endswith("任务") and _DONE_BEHIND.match(right)  # 建设任务3.2万亩全面落地
    if said.mention.start in _under_goals(said.passage.text):
        return Role.TARGET
    if (load_words().roles["target"].search(left) and not counted and not done) or _sets_goals(said.before):
        return Role.TARGET
    return None


@lru_cache(maxsize=8)  # asked once for every quantity of a paragraph
def _under_goals(printed: str) -> range:
    """Where a paragraph that opens with goals (批复目标三项：…) speaks of them: until it turns to results."""
    text = plain(printed).text
    head = _GOAL_HEAD.match(text)
    if head is None:
        return range(0)
    turned = _RESULTS.search(text, head.end())
    return range(head.end(), turned.end() if turned else len(text))


def _follows(said: _Said, last: Before) -> bool:
    """Whether the number is the limit that the result right before it kept."""
    if not comparable(last.mention.quantity.unit, said.mention.quantity.unit) or len(last.between) > _CLOSE:
        return False
    limit = said.mention.quantity.bound in (Bound.AT_MOST, Bound.LESS_THAN)
    return bool(_HELD.match(said.left) or _KEPT.fullmatch(said.left) or (limit and not said.left))


def _sets_goals(before: str) -> bool:
    """Whether the sentence announced goals and has not turned to results since: 年度目标：采购420台以上，演练60场."""
    found = [
        each
        for each in _GOALS.finditer(before)
        if not re.search("完成|实现|达成", before[max(0, each.start() - 6) : each.start()])
    ]
    return bool(found) and not _RESULTS.search(before, found[-1].end())


def _base(said: _Said) -> Role | None:
    """The value compared with."""
    times = said.kind is Kind.MULTIPLE and _TIMES.search(said.left)
    compared = _COMPARED.search(said.mention.left) or _BEFORE.search(said.before)
    if compared and not times and said.kind is not Kind.POINTS and not _SHARE_OF_IT.search(said.left):
        return Role.BASE
    moved = load_words().roles["base"].search(said.left) and _CHANGED_RIGHT.match(said.mention.right)
    if moved and said.kind is Kind.MONEY and _BUDGET_MOVES.search(said.before):
        return None  # 预算由年初的3692万元调整为4171.96万元
    return Role.BASE if moved else None


def _change(said: _Said) -> Role | None:
    """By how much something grew or fell."""
    kind, left = said.kind, said.left
    if kind is Kind.POINTS:
        return Role.GROWTH
    if _MORE.fullmatch(left):
        return Role.GROWTH  # 一共6544户，比原定6344户多200户
    if kind is Kind.MULTIPLE and _TIMES.search(left):
        return Role.GROWTH
    if kind is Kind.PERCENT and _RATE_OF_CHANGE.search(left):
        return Role.GROWTH
    if _FOR_EACH.search(left):
        return Role.STANDARD  # 每减少1起事故
    if load_words().roles["growth"].search(left) or said.mention.quantity.trend:
        changes = kind in (Kind.PERCENT, Kind.POINTS, Kind.MULTIPLE) or "比" in left or "较" in left
        if changes or _ADDED.search(left):
            return Role.GROWTH
    return None


def _standard(said: _Said) -> Role | None:
    """What somebody fixed for each: a price, a rate of payment; what each came to is a result."""
    left = said.left
    quantity = said.mention.quantity
    if said.kind is Kind.PERCENT:
        if "权重" in said.before:
            return Role.WEIGHT
        if "比例" in left and quantity.bound in _LIMITS:
            return Role.STANDARD  # 抽查比例不低于30%
        by = _BY_SHARE.search(left) and not _BY_PLAN.search(left)
        return Role.STANDARD if by or _INSTALMENT.search(left) or _OF_A_STANDARD.search(left) else _norm(said)
    if quantity.bound is Bound.RANGE and _RANGED.search(left):
        return Role.STANDARD  # 班额控制在25至30人
    if said.kind is Kind.RATIO and _BY_RATIO.search(left + said.mention.right):
        return Role.STANDARD  # 按1∶8配备
    if said.kind is Kind.COUNT and _EACH_GETS.search(left):
        return Role.STANDARD  # 每人1剂次
    if not quantity.unit.per and not load_words().roles["standard"].search(left):
        return _norm(said)
    if said.kind is Kind.MONEY:
        return Role.STANDARD if not _PRICED.search(left) or _DEMANDED.search(left) else Role.ACTUAL
    return Role.STANDARD if _DEMANDED.search(left) else _norm(said)


def _norm(said: _Said) -> Role | None:
    """不超过5万元, 最高30万元, 不少于7天: what a rule says, unless it is said of a rate."""
    quantity = said.mention.quantity
    if quantity.bound not in _LIMITS or not _NORM_BEFORE.match(quantity.raw):
        return None
    return None if said.kind is Kind.PERCENT and _RESULT_RATE.search(said.left) else Role.STANDARD


def _own(said: _Said, last: Before | None, context: Context) -> Role | None:
    """The stage of the project's own money: 预算由年初的3692万元调整为4171.96万元，净增479.96万元."""
    if said.kind is not Kind.MONEY:
        return None
    left = said.mention.left
    if load_words().adjusted.search(said.left):
        return Role.BUDGET_ADJUST
    if last is not None and last.own and last.role in _BUDGETS:
        if _MOVED_TO.search(left):
            return Role.BUDGET_FULL
        if _MOVED_BY.search(left):
            return Role.BUDGET_ADJUST
    if last is not None and last.role is Role.EXECUTED and left == "占" and said.mention.right == "的":
        return Role.BUDGET_FULL  # 已支付967万元，占997万元的97%
    if last is not None and not last.own and last.role in _STAGES and _BARE_STAGE.fullmatch(left):
        return None  # 中央资金到位2817万元，支出2817万元: what came of that money
    words = left or ("" if said.subject.text.startswith("其中") else said.subject.text)
    role = own_role(left, said.mention.right, words, said.before, said.titles, context)
    if (
        role in _BUDGETS
        and load_words().roles["base"].search(left)
        and _CHANGED_RIGHT.match(said.mention.right)
    ):
        return Role.BUDGET_INITIAL
    return role


def _stage(said: _Said) -> Role | None:
    if said.kind is not Kind.MONEY:
        return None
    return stage_of(said.left, said.mention.right, said.before, said.titles)
