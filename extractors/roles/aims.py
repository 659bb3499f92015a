"""What was to be reached."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from extractors.plain import plain
from extractors.roles.beside import aim_or_rule, beside_a_result
from extractors.roles.changes import base
from extractors.roles.money import stage_of
from extractors.roles.said import Before, Said
from schemas.fact import Role, Source
from schemas.quantity import Kind
from schemas.words import load_words

# What announces goals for the rest of the sentence.
_GOALS = re.compile(
    r"(?:目标|任务|指标值|计划值|预期值)(?:值)?(?:主要)?(?:为|是|如下|包括|有?[一二三四五六七八九十\d]+[项个条])?[:：]|打算[:：]|【(?:年度|绩效)?目标】"
    r"|目标[^。；：:，]{0,12}(?:下达|分解|批复|明确|确定|设定)[:：]"
    r"|目标[^。；：:]{0,16}(?:下达|分解|批复|明确|确定|设定|细化)[^。；：:，]{0,14}[，,:：](?:其中|具体|包括|即|分别)"
    r"|(?:下达|批复|确定|明确|设定|申报)[^。；，]{0,12}目标(?:值)?[，,:：](?:其中|具体|包括|即|分别)"
    r"|(?:设置|设定|确定|设立)[^。；，]{0,8}(?:以下|如下|主要)?(?:绩效)?指标[:：]"
)
# The same, where no number stands before it: 检查1081户次，年度目标值为1033户次 names one goal and goes on with results.
_GOALS_AT_HEAD = re.compile(
    "(?:绩效|年度|预期|项目|总体)目标(?:值)?(?:为|是)|^目标(?:为|是)|(?:下达|批复|核定|承担|分配)的(?:目标)?任务(?:为|是)"
    r"|(?:年度|全年|当年|本年|工作|目标)任务(?:为|是)(?:完成|[^，。；]*$)"
    r"|(?:^|[，；。：])(?:\d{4}年)?(?:我[省市州盟县区旗局]|本?项目|全年|年度|当年|本年|年初|原)?(?:计划|力争|预计|拟(?![订定稿制])|争取(?!上级|中央|省|市|国家|资金|到位))(?!生育|管理|项目|按期|完成率|任务|外|内|数|值)"
)
_GOAL_HEAD = re.compile(
    r"\s*(?:【(?:年度|绩效)?目标】|[^，。；:：]{0,10}目标(?:有?[一二三四五六七八九十\d]+[项个条])?(?:为|是|如下|包括)?[:：])(?<!完成情况[:：])"
)
_RESULTS = re.compile(
    "(?<![上去]年)(?<![上去]年度)实际|实测|实[做抽得收查支]|[，；](?:20\\d\\d年|今年|本年|当年|上年|去年|目前)?已(?!建|[有知经]?[批设确])|做到|问下来|测下来|已完成|全年完成|最终|完成情况|截至|目前|完成了|完成值[:：]|[，；]完成率"
)
# 绩效目标：全年完成抽检4200批次，…；全年完成培训500人: right behind the head these words are part of the goals, there and further on.
_TO_DO = re.compile(
    "(?:一是|(?:\\(?[1一]\\)|[1一][.、])|20\\d\\d年度?|[，,:：]|其中|[到至截]?\\d{0,4}年?(?:\\d{1,2}月)?[年月]?底前?)*(?P<words>全年完成|实现|完成了?|已?建成|达到)"
)
_TURNED = re.compile(
    "完成|执行|自评|评价|落实|运行|监控|跟踪|结果|达标|对比|对照|比较|差异|偏差|偏离|原因|实现|达成"
)  # 绩效目标完成情况, 偏离绩效目标的原因: no goals stand under these
_TURNED_MONEY = re.compile(f"{_TURNED.pattern}|下达|分解")  # 绩效目标分解下达情况: what was given to whom
_OF_MONEY = re.compile("权重|因素|(?:执行|支付|拨付|到位|支出|使用)(?:进度|率)[^，。；]{0,4}$")
_LAST_YEAR_BESIDE = re.compile(r"\((?:上年|去年)[^()]*\)")  # 计划巡查5060次（上年实际5037次），培训3648人次
_MISSED = re.compile(r"(?:未|没有|尚未|不)(?:能)?(?:达到?|完成|实现)$")
_AIM_RIGHT = re.compile(r"^的?(?:年度|预期|既定|绩效|预定)?(?:目标|任务|要求|指标值)")
_LIMIT_RIGHT = re.compile(r"^[的等]?(?:上限|下限|控制数|控制目标|控制指标|控制线|限额)")
_AIM_IN_BRACKETS = re.compile(r"(?:目标|计划|预期)(?:值|数)?\($")
_AIM_BESIDE = re.compile(
    r"(?:[比较与同和]|多于|少于|高于|低于|超过|优于)(?:年[度初])?(?:原)?(?:计划|目标|预期|任务|要求|指标)(?:值|数)?的?$"
    r"|(?:年初|年度|原)(?:确定|设定|下达|制定|核定)的?$|优于$|(?<!达到|符合|按照|相关)要求$"
)
_FIRST_GRANT = re.compile("(?:^|[，；。])(?:项目|预算|本年|全年|\\d{4}年)*年初(?:确定|下达|核定)$")
_GIVEN = re.compile("^资金$|(?:财政|专项|项目|安排|落实|下达|投入|统筹|筹措)资金$|投入资金$|预算(?:资金)?$")
_APPROVED = re.compile("(?:批复|核定|变更|调整)为$|申报时拟定$")
_SET = re.compile(
    "(?:目标|任务|(?<!完成)计划|指标值)(?:分别)?(?:为|是)[一-鿿]{2,12}$|(?:预定|设定|既定|原定|承诺|年初定|年初提出|(?<!免疫)规划)(?:的)?(?:目标|任务|指标)?(?:值|数|量)?(?:为|是|达)?$"
    "|(?:年度|全年|目标|年初)任务(?:量|数)?(?:为|是)?$|(?:须|应当?|要求)达到?$|考核(?:值|要求|指标)(?:为|是)?$"
    "|(?:批复|许下|定下|申报|年初报|承诺|当初估|核定|下达|交账)的[^，。；、]{0,14}?(?:是|为)$|改报(?:为)?$"
)
_REACHED = re.compile("(?:完成|达到|实现|达成)了?[^，。；]{0,8}$")
_AIMS_LISTED = re.compile(
    "^[、和与及][^，。；()]{1,20}?的(?:年度|预期|既定|绩效|预定|全年)?(?:目标|任务|指标值)"
)
_AS_FIXED = re.compile("^(?:完全|基本)?(?:一致|相符|持平|相等|吻合)")
_FIXED = re.compile(
    "[与和同](?:年初|上级)?(?:核定|规定|批复|计划|目标|任务|合同|承储|下达|约定)(?:的)?[^，。；、]{0,6}$"
)
_EQUALS = re.compile("\\([=＝]$")
_DUE = re.compile(
    "^应(?!急|用|届|聘|征)[一-鿿]{1,2}(?:人数|户数|数量|面积|金额|数)?(?:为|是)?$|^应(?:完成|达到?|实现|建成|办理|发放|开展)|^完成目标(?:值)?(?:为)?$|(?:低于|高于|超过|突破)(?:上限|下限|限额|限价|控制线|控制价)(?:为|是)?$"
)
_WILL = re.compile(
    "(?:须|(?<![供适反响相对感效呼])应|需|(?<![主重必首])要)(?:做|办|到|过|为|达到?|满|降到|升到|完成|有)$|(?<![主重必需首])要$"
)
_RULE_NAMED = re.compile(
    "(?:国家|法定|行业|部颁|国标|全国)[^，。；、]{0,6}(?:规定|要求|时限|标准|限值|警戒值|红线)(?:为|是)?$"
)
_RULE_BEFORE = re.compile("(?:国家|行业|法定|部颁|规范)(?:规定|要求|标准)?的$")
_OF_THE_AIM = re.compile(r"(?:计划|目标|任务|预期)(?:数|值)?的$")  # 完成年度计划的106.5%
_AGAINST_THE_AIM = re.compile(r"[比较](?:年[度初])?(?:目标|计划|预期)[^，。；]{0,4}[多少高低超]$")
# 超任务57户, 较目标值646枚超出30枚, 偏离目标107万立方米: by how much the result missed or passed its aim.
_PAST_THE_AIM = re.compile(
    "(?:超[出过额]?|偏离|[低少高多]于|比)(?:了)?(?:年度|全年|年初|原定?|既定|预期)?的?(?:目标|任务|计划|指标)(?:值|数|量)?[多少高低]?(?:出)?$"
)
_BY = re.compile("^(?:超出|超额|高出|多出|少了?|差)(?:了)?$")
_FROM_THE_AIM = re.compile(
    "(?:的(?:年度|全年|年初|原定?|既定|预期)?(?:目标|任务|计划|指标)(?:值|数|量)?)?(?:相差|[多少高低超差]出?)?了?"
)
_GAP = Decimal("0.5")  # a gap is smaller than half the result; what is near it is the aim itself
_INDICATORS = re.compile("^(?:[一二三]级|绩效|定[量性]|个性|共性)*指标")
_TASKS = re.compile("^(?:重点|具体|年度|主要)?(?:任务|目标|指标)")
# 下达的绩效目标共14项, 未完成的目标有1项
_TASKS_TOLD = re.compile(
    "(?:目标|指标|任务)(?:(?:一?共|总?计|合计)(?:有|设置?|包括|分解为|为)?|有|设置|包括|分解为)$"
)
_TASK_UNITS = frozenset("个项件条类")
_BY_THEN = re.compile(
    "[月年度日]?[底末]?前[^，。；]{0,20}(?:达到?|实现|完成|为|至)$|(?:达到|提高到|提升到|降[到至]|控制在|不低于|不超过)$"
)
_DIGIT = re.compile(r"(?<!20)(?<!19)\d(?!\d{3}年)(?!\d{2}年)(?!\d年)(?!年)")
_DEMANDING = re.compile("不[低少高大小超]|[过超]")
_HELD_IN = re.compile("控制在$")
_NEXT_ONE = re.compile(
    "[，、；](?!其中|实|已|达|完成|较|比|[^，、；]*(?:标准|每|按|补助|奖励))[^，。；、()\\d]{2,20}"
)
_VALUE_REACHED = re.compile("(?:实际完成|实际|完成)(?:值|数|情况)[:：]?$")
_OWED = re.compile("应[到付收拨]位?")
# 项目立项及绩效目标, 绩效目标分解下达情况: who carries the project out, who got how much stands there as well; a goal needs words of its own.
_MIXED = re.compile("立项|概况|概述|基本情况|背景|分解|下达")
_NO_GOAL = re.compile(
    "占比?$|占[^，。；、]{1,10}的$|幅度$|常住人口|户籍人口|[一二三]级指标|现有|共有|辖|总面积"
)  # background under the heading of goals
# Under the heading of goals these turn to what was found or done.
_TOLD = re.compile(
    "实际|实测|实[到收支做]|实现了|完成了|做到了|达到了|就有|经统计|问下来|测下来|当场|(?:如期|按期|全面|全部|顺利)完成[:：]"
)
_DONE_BEHIND = re.compile("^(?:已|均|全面|全部|如期|按期)*(?:落地|完成|建成|达标|实施)")


def aim(said: Said, last: Before | None) -> Role | None:
    """What was to be reached, and how far the result is from it."""
    if _AGAINST_THE_AIM.search(said.left) or _is_gap(said, last):
        return Role.GROWTH
    if said.passage.source is Source.GOAL:
        given = said.kind is Kind.MONEY and _GIVEN.search(said.left)  # 投入财政资金320万元，实施…
        return Role.BUDGET_FULL if given else base(said) or Role.TARGET
    if _RULE_BEFORE.search(said.left) or _RULE_NAMED.search(said.left):
        return Role.STANDARD  # 高于国家规定的70%, 法定时限60日
    if said.kind is Kind.MONEY and _FIRST_GRANT.search(said.left):
        return Role.BUDGET_INITIAL  # 年初核定1250万元
    if _AIM_BESIDE.search(said.left):
        if said.kind is Kind.POINTS:
            return Role.GROWTH  # 低于目标值1.8个百分点
        return aim_or_rule(said)  # 比计划的62公里; 优于30分钟的国家要求
    if said.kind is Kind.PERCENT and _OF_THE_AIM.search(said.left):
        return None
    if _is_set(said):
        return Role.TARGET
    return _announced(said, last) if said.in_prose else None


def _is_gap(said: Said, last: Before | None) -> bool:
    """Whether the number is how far the result is from its aim, both told right before it."""
    from_aim = (
        last is not None
        and last.role is Role.TARGET
        and bool(last.between and _FROM_THE_AIM.fullmatch(last.between))
    )
    if said.kind is Kind.POINTS:
        return from_aim or said.left.endswith("相差")  # 低于95%的目标0.9个百分点
    if last is None or last.mention.quantity.unit != said.mention.quantity.unit:
        return False
    value, of = said.mention.quantity.value, last.mention.quantity.value
    if value is None or of is None:
        return False
    beside = _BY.search(said.left) and last.role is Role.TARGET
    return bool(beside or _PAST_THE_AIM.search(said.left) or from_aim) and abs(value) < abs(of) * _GAP


def _counts_tasks(said: Said) -> bool:
    """抽查20个任务, 设置三级指标12个: a number of tasks or indicators is no goal."""
    if said.kind is not Kind.COUNT:
        return False
    if _TASKS_TOLD.search(said.left) and said.mention.quantity.unit.base in _TASK_UNITS:
        return True
    if said.mention.quantity.unit.base not in _TASK_UNITS:
        return False
    return bool(_TASKS.match(said.right) or _INDICATORS.match(said.right) or said.left.endswith("指标"))


def _aims_at_the_same(said: Said, last: Before | None) -> bool:
    """建设实训基地3个，目标3个: beside a result in its unit it is the goal, not how many goals there are."""
    return (
        last is not None
        and last.between == "，目标"
        and last.mention.quantity.unit == said.mention.quantity.unit
    )


def _is_set(said: Said) -> bool:
    """Whether the words right beside the number say that it was set."""
    if said.kind is not Kind.MONEY and _APPROVED.search(said.left):
        return True  # 申报时拟定201个，批复为183个
    if (
        (_DUE.search(said.left) and not (said.kind is Kind.MONEY and _OWED.fullmatch(said.left)))
        or _SET.search(said.left)
        or _MISSED.search(said.left)
        or (said.kind is not Kind.MONEY and _WILL.search(said.left))
    ):
        return True  # 应完成330公里，完成目标800万元，低于上限38万元
    if (_AIM_RIGHT.match(said.right) and not _counts_tasks(said)) or _LIMIT_RIGHT.match(said.right):
        return True
    if _REACHED.search(said.left) and _AIMS_LISTED.match(said.behind):
        return True  # 较好完成202家和1148人次的目标任务
    if _AS_FIXED.match(said.right) and _FIXED.search(said.left):
        return True  # 与核定人数58人一致
    if _EQUALS.search(said.before) and said.behind.startswith(")"):
        return True  # 社会化发放率100%(=100%)
    return bool(_AIM_IN_BRACKETS.search(said.before))  # 高于年初预期(1408辆次)


def _announced(said: Said, last: Before | None) -> Role | None:
    """In running text: what heads of sections, paragraphs and sentences announce as goals, and limits that were kept."""
    if said.mention.quantity.raw[0] in "≥≤" and not _VALUE_REACHED.search(said.left):
        return Role.TARGET  # few write ≥ of a result, and those name it
    if _counts_tasks(said) and not _aims_at_the_same(said, last):
        return None
    kept = beside_a_result(said, last)
    if kept is not None:
        return kept
    if last is not None and last.role is Role.TARGET and _goes_on_demanding(said, last):
        return Role.TARGET
    if _is_under_goals(said):
        if said.kind is not Kind.MONEY:
            return Role.TARGET
        money = stage_of(said.left, said.right, said.before, said.titles) or _goal_of_money(said)
        if money is not None:
            return money
    if said.kind is Kind.DURATION and "预计" in said.left:
        return None  # 预计3年收回成本
    if said.is_to_come and _BY_THEN.search(said.left):
        return Role.TARGET  # 2026年6月底前整改率达到100%
    if said.mention.start in _under_goals(said.passage.text) or _sets_goals(said.before):
        return Role.TARGET
    if said.kind is Kind.MONEY and said.left.endswith("指标"):
        return None  # 全年可用指标1154万元
    done = said.left.endswith("任务") and _DONE_BEHIND.match(said.right)  # 建设任务3.2万亩全面落地
    return Role.TARGET if load_words().roles["target"].search(said.left) and not done else None


def _is_under_goals(said: Said) -> bool:
    """Whether the number stands under the heading of goals, and its sentence has not turned to what came of them."""
    of_money = said.kind is Kind.MONEY or _OF_MONEY.search(said.before)
    turned = _TURNED_MONEY if of_money else _TURNED
    if not any(
        "目标" in title and not turned.search(title) and not _MIXED.search(title) for title in said.titles
    ):
        return False
    moved = said.kind is Kind.MONEY and load_words().adjusted.search(said.left)
    return not (moved or _NO_GOAL.search(said.left) or _TOLD.search(said.before))


def _goal_of_money(said: Said) -> Role | None:
    """Under 资金及绩效目标 an amount is what was given; under 绩效目标 alone it is to be reached."""
    return None if any("资金" in title and "目标" in title for title in said.titles) else Role.TARGET


def _goes_on_demanding(said: Said, last: Before) -> bool:
    """上半年执行率要过55%，年底不低于98%; 满意度不低于90%，场次不少于173场次: one demand after the other."""
    demanding = _DEMANDING.match(said.mention.quantity.raw) or _HELD_IN.search(said.left)
    if demanding and _NEXT_ONE.fullmatch(last.between) and not _RESULTS.search(said.before):
        return True
    alike = said.kind is last.mention.quantity.kind
    return bool(alike and demanding and not _RESULTS.search(last.between))


@lru_cache(maxsize=8)  # asked once for every quantity of a paragraph
def _under_goals(printed: str) -> range:
    """Where a paragraph that opens with goals (批复目标三项：…) speaks of them: until it turns to results."""
    text = plain(printed).text
    head = _GOAL_HEAD.match(text)
    if head is None:
        return range(0)
    turned = _turn(text, head.end())
    return range(head.end(), turned.end() if turned else len(text))


def _turn(text: str, since: int) -> re.Match[str] | None:
    """Where goals announced up to ``since`` give way to results."""
    told = _TO_DO.match(text, since)
    own = told["words"] if told else ""
    return next((each for each in _RESULTS.finditer(text, since) if not own or each.group() not in own), None)


def _sets_goals(before: str) -> bool:
    """Whether the sentence announced goals and has not turned to results since: 年度目标：采购420台以上，演练60场."""
    before = _LAST_YEAR_BESIDE.sub("", before)
    found = [
        each
        for each in _GOALS.finditer(before)
        if not re.search("完成|实现|达成", before[max(0, each.start() - 6) : each.start()])
    ]
    head = _GOALS_AT_HEAD.search(before)
    if head is not None and not _DIGIT.search(before, 0, head.start()):
        found.append(head)
    return bool(found) and _turn(before, max(each.end() for each in found)) is None
