"""What was to be reached."""

from __future__ import annotations

import re
from functools import lru_cache

from extractors.plain import plain
from extractors.roles.changes import base
from extractors.roles.money import stage_of
from extractors.roles.said import Before, Said
from schemas.fact import Role, Source
from schemas.quantity import Bound, Kind
from schemas.words import comparable, load_words

_GOALS = re.compile(
    r"(?:目标|任务|指标值|计划值|预期值)(?:值)?(?:为|是|如下|包括|有?[一二三四五六七八九十\d]+[项个条])?[:：]|打算[:：]|【(?:年度|绩效)?目标】|(?:绩效|年度|预期|项目|总体)目标(?:值)?(?:为|是)|^目标(?:为|是)"
    r"|(?:^|[，；。：])(?:\d{4}年)?(?:本?项目|全年|年度|当年|本年)?(?:计划|力争|预计|拟(?![订定稿制])|争取(?!上级|中央|省|市|国家|资金|到位))(?!生育|管理|项目|按期|完成率|任务|外|内)"
)
_GOAL_HEAD = re.compile(
    r"\s*(?:【(?:年度|绩效)?目标】|[^，。；:：]{0,10}目标(?:有?[一二三四五六七八九十\d]+[项个条])?(?:为|是|如下|包括)?[:：])(?<!完成情况[:：])"
)
_RESULTS = re.compile("实际|已完成|全年完成|最终|完成情况|截至|目前|完成了|完成值[:：]|[，；]完成率")
_TURNED = re.compile(
    "完成|执行|自评|评价|落实|运行|监控|跟踪|结果|达标|下达|分解|对比|对照|比较|差异|偏差|偏离|原因|实现|达成"
)  # 绩效目标完成情况, 偏离绩效目标的原因: no goals stand under these
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
_DONE_BEHIND = re.compile("^(?:已|均|全面|全部|如期|按期)*(?:落地|完成|建成|达标|实施)")


def aim(said: Said, last: Before | None) -> Role | None:
    """What was to be reached, and how far the result is from it."""
    if _AGAINST_THE_AIM.search(said.left):
        return Role.GROWTH
    if said.passage.source is Source.GOAL:
        given = said.kind is Kind.MONEY and _GIVEN.search(said.left)  # 投入财政资金320万元，实施…
        return Role.BUDGET_FULL if given else base(said) or Role.TARGET
    if _AIM_BESIDE.search(said.left):
        return _aim_or_rule(said)  # 比计划的62公里; 优于30分钟的国家要求
    if _RULE_BEFORE.search(said.left):
        return Role.STANDARD  # 高于国家规定的70%
    if said.kind is Kind.PERCENT and _OF_THE_AIM.search(said.left):
        return None
    if _is_set(said):
        return Role.TARGET
    return _announced(said, last) if said.in_prose else None


def _aim_or_rule(said: Said) -> Role:
    return Role.STANDARD if _RULE_BEHIND.match(said.right) else Role.TARGET


def _is_set(said: Said) -> bool:
    """Whether the words right beside the number say that it was set."""
    if said.kind is not Kind.MONEY and _APPROVED.search(said.left):
        return True  # 申报时拟定201个，批复为183个
    if _DUE.search(said.left) or _SET.search(said.left) or _MISSED.search(said.left):
        return True  # 应完成330公里，完成目标800万元，低于上限38万元
    if _AIM_RIGHT.match(said.right) or _LIMIT_RIGHT.match(said.right):
        return True
    return bool(_AIM_IN_BRACKETS.search(said.before))  # 高于年初预期(1408辆次)


def _announced(said: Said, last: Before | None) -> Role | None:
    """In running text: what heads of sections, paragraphs and sentences announce as goals, and limits that were kept."""
    if said.mention.quantity.raw[0] in "≥≤":
        return Role.TARGET  # nobody writes ≥ of a result
    if last is not None and last.role in _REACHED and _follows(said, last):
        return _aim_or_rule(said)  # 流失率降至2.1%，控制在3%以内; 平均到场17分钟，优于30分钟的国家要求
    if any("目标" in title and not _TURNED.search(title) for title in said.titles):
        money = said.kind is Kind.MONEY and stage_of(said.left, said.right, said.before, said.titles)
        return money or Role.TARGET
    if said.kind is Kind.DURATION and "预计" in said.left:
        return None  # 预计3年收回成本
    if said.mention.start in _under_goals(said.passage.text) or _sets_goals(said.before):
        return Role.TARGET
    counted = said.kind is Kind.COUNT and said.left.endswith("指标")  # 一级指标4个
    done = said.left.endswith("任务") and _DONE_BEHIND.match(said.right)  # 建设任务3.2万亩全面落地
    return (
        Role.TARGET if load_words().roles["target"].search(said.left) and not counted and not done else None
    )


@lru_cache(maxsize=8)  # asked once for every quantity of a paragraph
def _under_goals(printed: str) -> range:
    """Where a paragraph that opens with goals (批复目标三项：…) speaks of them: until it turns to results."""
    text = plain(printed).text
    head = _GOAL_HEAD.match(text)
    if head is None:
        return range(0)
    turned = _RESULTS.search(text, head.end())
    return range(head.end(), turned.end() if turned else len(text))


def _follows(said: Said, last: Before) -> bool:
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
