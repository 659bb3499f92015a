"""Sentences → Facts: each number with its subject, role, period and scope, and the parts that sentences tie to totals."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.breakdowns import Tied, tie
from extractors.mentions import Mention, find_mentions, sentence_span
from extractors.names import Names, name_of
from extractors.periods import find_periods
from extractors.plain import Plain, plain
from extractors.respectively import respectively
from extractors.subjects import Subject, Subjects
from schemas.document import Anchor
from schemas.fact import Breakdown, Fact, Period, Role, Scope, Source
from schemas.quantity import Bound, Kind
from schemas.words import load_words

_OTHER_MONEY = re.compile("三公|公务接待|公务用车|因公出国|政府采购|基本支出|人员经费|公用经费|机关运行")
# 临时救助1400人次，支出262.7万元: what was spent on those, not the project's money.
_SPENT_ON_THOSE = re.compile(
    r"\d(?:余|多)?(?:人次|人|名|户|家|个|项|件|场|期|次|所|座|处|台|套|辆|批次?|篇|份|亩|公里)[，,](?:共|已|累计|共计)?(?:支出|支付|发放|使用|补助|兑付|拨付)(?:资金|经费|补助|补贴)?(?:共|共计|了|为)?$"
)
_MARKS = re.compile('[“”"《》<>‘’]')
_MOST_OF_A_NAME = (
    0.6  # 科技发展 of 科技发展专项资金 is the project, 设备更新 of 食堂建设与设备更新 one half of it
)
_TOLD = 24  # characters of the words before own money: they name it as its author did (年中追加, 全年预算)
_BEFORE_IT = re.compile("(?:上|去)(?:一)?年")
_SUMMED_UP = re.compile("累计|历年|以来")
_QUOTED = re.compile(r"[“\"《<][^”\"》>]*[”\"》>]")
_SUFFIX_BOUNDS = (Bound.AT_LEAST, Bound.AT_MOST, Bound.MORE_THAN, Bound.LESS_THAN)
_COUNTY = re.compile(
    "(?:其中)?[:：，,]?(?P<county>[一-鿿]{1,4}?"
    "(?:(?<![全各本我每两个贫])县|(?<![小园景地片库林灾牧山街校社城辖郊湖新全各市本我灌])区|(?<![城乡各全集])镇|(?<![城各全下返])乡(?![镇村级])|街道))"
    "(?![级域内属城划管区]|[一-鿿]{0,2}个)"
)
_PORTION = re.compile(
    "第[一二三四五六]批|[两三四]批|春节|国庆|五一|端午|清明|中秋|元旦|暑期|寒假|假期|假日|黄金周|汛期|月底|月末"
)
# Spent, though not as the whole of the project's money: 直接支付320万元, 其他支出46万元.
_SPENT = re.compile(
    "(?:支出|支付|兑付|兑现|列支|用款|使用资金)[^，。；、预计]{0,8}$(?<!预算)(?<!标准)|(?:全年|全部|共)?累计(?:支出)?$"
)
_WISHES = re.compile("建议|下一步|改进措施")
_TROUBLES = re.compile("问题|不足|困难")
_WISHED = re.compile("建议|下一步|今后|将|拟|计划|力争|争取|应当?|需要?|加强|进一步|确保|完善|推动")
_GOALS = re.compile(
    r"(?:目标|任务)(?:值)?(?:为|是|如下|包括)?[:：]|(?:绩效|年度|预期|项目|总体)目标(?:值)?(?:为|是)|^目标(?:为|是)"
    r"|(?:^|[，；。：])(?:\d{4}年)?(?:本?项目|全年|年度|当年|本年)?(?:计划|力争|预计|拟|争取)(?!生育|管理|项目|按期|完成率|任务)"
)
_RESULTS = re.compile("实际|已完成|全年完成|最终|完成情况|截至|目前|完成了")
_COMPARED = re.compile(r"(?:比|较|相比|由|从)(?:上年|去年|同期|20\d\d年)[^，。；增减升降多少高低涨]{0,6}$")
_MISSED = re.compile(r"(?:未|没有|尚未|不)(?:能)?(?:达到?|完成|实现)$")
_AIM_RIGHT = re.compile(r"^的?(?:年度|预期|既定|绩效|预定)?(?:目标|任务|要求|指标值)")
_LIMIT_RIGHT = re.compile(r"^的?(?:上限|下限|控制数|控制目标|控制指标|控制线|限额)")
_AIM_IN_BRACKETS = re.compile(r"(?:目标|计划|预期)(?:值|数)?\($")
_OF_THE_AIM = re.compile(r"(?:计划|目标|任务|预期)(?:数|值)?的$")  # 完成年度计划的106.5%
_AGAINST_THE_AIM = re.compile(r"[比较](?:年[度初])?(?:目标|计划|预期)[^，。；]{0,4}[多少高低超]$")
_CHANGED_RIGHT = re.compile(
    r"^.{0,10}?(?:调整|增加|提高|提升|减少|下降|降低|扩大|压减|调减|上升|增长)(?:为|到|至)"
)
_NOTHING_DUE = re.compile(r"[\d.,，、的地得了]")


# Where nothing is said of when, these are of the year reported on; prices, limits and ranks need not be.
_OF_THE_YEAR = frozenset(Role) - {
    Role.BASE,
    Role.THRESHOLD,
    Role.STANDARD,
    Role.RANK,
    Role.WEIGHT,
    Role.SCORE,
}


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of text to read: a paragraph, or a cell of goals or results."""

    text: str  # as printed
    anchor: Anchor
    source: Source
    section: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()  # of the sections it stands in, outermost first


@dataclass(frozen=True, slots=True)
class Context:
    """What holds for the whole submission."""

    names: Names
    subjects: Subjects
    year: int | None
    project: str
    department: str


def read_prose(passage: Passage, context: Context) -> tuple[list[Fact], list[Breakdown]]:
    """Every quantity of ``passage`` as a Fact, and the sums its sentences state."""
    uniform = plain(passage.text)
    mentions = find_mentions(uniform, year=context.year)
    facts: list[Fact] = []
    previous: Subject | None = None
    named = respectively(uniform.text, mentions)
    for at, mention in enumerate(mentions):
        if at and mentions[at - 1].sentence != mention.sentence:
            previous = None
        if at in named:
            subject = context.subjects.called(named[at])
        else:
            subject = context.subjects.subject(mention, previous)
        facts.append(_fact(mention, subject, passage, uniform, context))
        if subject.text and not (subject.elliptic and previous is not None):
            previous = subject
    return facts, [_breakdown(each, facts) for each in tie(uniform.text, mentions)]


def _breakdown(tied: Tied, facts: list[Fact]) -> Breakdown:
    return Breakdown(facts[tied.total], tuple(facts[part] for part in tied.parts), tied.exhaustive, tied.cue)


def _fact(mention: Mention, subject: Subject, passage: Passage, uniform: Plain, context: Context) -> Fact:
    start, end = uniform.original(mention.start, mention.end)
    begin, stop = sentence_span(uniform.text, mention.start)
    printed_from, printed_to = uniform.original(begin, stop)
    role, own_money = role_of(mention, subject, passage, context, uniform.text[begin : mention.start])
    period, stated = mention.period, mention.stated
    if own_money and mention.local:
        period, stated = None, False  # “根据2023年度审计结果追加…”: the year is the audit's, not the money's
    if role is Role.GROWTH and _BEFORE_IT.search(mention.left):
        period, stated = None, False  # “小于上年预算数220万元”: last year is what it is compared with
    if period is None and context.year and role in _OF_THE_YEAR and not _SUMMED_UP.search(mention.left):
        period = Period.year(context.year)
    name = name_of(subject.text)
    sentence = uniform.text[begin:stop]
    elsewhere = _speaks_of_a_part(uniform.text[begin : mention.start], context)
    unnamed = own_money or subject.inherited or elsewhere or _over_years(mention, sentence, context.year)
    column = "target" if role is Role.TARGET else "actual"
    link = None if unnamed else context.names.link(subject.candidates, mention.quantity, column)
    if role is Role.STANDARD and link is not None and link.indicator in context.names.rows:
        role = Role.ACTUAL  # 每份资料成本 is a row of the form: a result, not a price somebody set
    return Fact(
        subject=mention.left.strip()[-_TOLD:] if own_money and mention.left else subject.text,
        quantity=mention.quantity,
        role=role,
        anchor=passage.anchor.part(start, end, passage.text),
        source=passage.source,
        indicator=f"budget:{role}" if own_money else (link.indicator if link else ""),
        period=period,
        stated=stated,
        scope=Scope(_area(sentence, mention, begin), passage.section),
        core="" if subject.inherited or elsewhere else name.core,
        traits=name.traits | ({"stock"} if _SUMMED_UP.search(mention.left) else set()),
        exact=own_money or role in (Role.STANDARD, Role.THRESHOLD),
        sentence=passage.text[printed_from:printed_to],
        why="项目本身的资金" if own_money else (link.why if link else ""),
    )


def _over_years(mention: Mention, sentence: str, year: int | None) -> bool:
    """累计, 历年, …以来 without the year of the report: a total over years is not this year's figure."""
    if not _SUMMED_UP.search(mention.left):
        return False
    this_year = ("全年", "本年", "当年", "今年", f"{year}年")
    since = re.search("历年|以来", mention.left) or re.search("截至|截止|以来|历年", sentence)
    return bool(since) or not any(word in sentence for word in this_year)


def _speaks_of_a_part(before: str, context: Context) -> bool:
    """Whether the clauses up to here speak of one county, one batch, one holiday: then the figure is not the whole's."""
    segment = re.split("[；;。]", before)[-1].lstrip("，, ")
    found = _COUNTY.match(segment)
    county = found is not None and found["county"] not in context.project + context.department
    return county or bool(_PORTION.search(segment))


def _area(sentence: str, mention: Mention, begin: int) -> str:
    """The area that the number's own clause names, else the first clause of its sentence."""
    head = re.split("[，,；;]", _QUOTED.sub("", sentence[: mention.start - begin]))
    for clause in (_QUOTED.sub("", mention.left), head[0] if head else ""):
        found = [
            (clause.rfind(area) + len(area), len(area), area) for area in load_words().areas if area in clause
        ]
        if found:
            return max(found)[2]
    return ""


def role_of(
    mention: Mention, subject: Subject, passage: Passage, context: Context, before: str
) -> tuple[Role, bool]:
    """In which role the number is stated, and whether it is money of the project itself.

    ``before`` is its sentence up to it.
    """
    quantity = mention.quantity
    if quantity.kind in (Kind.RANK, Kind.RANK_CHANGE):
        return Role.RANK, False
    if quantity.kind is Kind.SCORE:
        return Role.SCORE, False
    if _is_threshold(mention, passage, before):
        return Role.THRESHOLD, False
    roles = load_words().roles
    left = _QUOTED.sub("", mention.left)
    if _AGAINST_THE_AIM.search(left):
        return Role.GROWTH, False
    if _aims(mention, passage, left, before) or (passage.source is Source.PROSE and _sets_goals(before)):
        return Role.TARGET, False
    if _COMPARED.search(mention.left):
        return Role.BASE, False
    if roles["base"].search(left) and _CHANGED_RIGHT.match(mention.right):
        return Role.BASE, False
    if quantity.kind is Kind.POINTS:
        return Role.GROWTH, False
    if roles["growth"].search(left) or quantity.trend:
        changes = quantity.kind in (Kind.PERCENT, Kind.POINTS, Kind.MULTIPLE) or "比" in left or "较" in left
        if changes or re.search("(?:增加|减少|增长|下降)了?$", left):
            return Role.GROWTH, False
    if quantity.unit.per or roles["standard"].search(left):
        return Role.STANDARD, False
    if quantity.kind is Kind.MONEY and load_words().adjusted.search(left):
        return Role.BUDGET_ADJUST, True
    if quantity.kind is Kind.MONEY:
        said = mention.left or ("" if subject.text.startswith("其中") else subject.text)
        inside = "其中" in before and not re.search("全年|实际|年末|年初|预算|执行|总", mention.left)
        foreign = (
            inside
            or _SPENT_ON_THOSE.search(before)
            or _OTHER_MONEY.search(before)
            or any(_OTHER_MONEY.search(title) for title in passage.titles)
        )
        role = None if foreign else _budget_role(said, context)
        if role is not None:
            return role, True
        if _SPENT.search(mention.left):
            return Role.EXECUTED, False
    if quantity.kind is Kind.PERCENT and re.search(
        "(?:执行|支付|拨付|到位|支出)(?:进度|率)(?:达到|达|为)?$", left
    ):
        return Role.RATE, False
    return Role.ACTUAL, False


def _aims(mention: Mention, passage: Passage, left: str, before: str) -> bool:
    if passage.source is Source.GOAL:
        return True
    if mention.quantity.kind is Kind.PERCENT and _OF_THE_AIM.search(left):
        return False
    if _MISSED.search(left) or _AIM_RIGHT.match(mention.right) or _LIMIT_RIGHT.match(mention.right):
        return True
    if _AIM_IN_BRACKETS.search(before) or (
        passage.source is Source.PROSE and mention.quantity.raw[0] in "≥≤"
    ):
        return True  # 高于年初预期（1408辆次）; nobody writes ≥ of a result
    if passage.source is Source.PROSE and any(
        "目标" in title and "完成" not in title for title in passage.titles
    ):
        return True
    return passage.source is Source.PROSE and bool(load_words().roles["target"].search(left))


def _sets_goals(before: str) -> bool:
    """Whether the sentence announced goals and has not turned to results since: 年度目标：采购420台以上，演练60场."""
    found = [
        each
        for each in _GOALS.finditer(before)
        if not re.search("完成|实现|达成", before[max(0, each.start() - 6) : each.start()])
    ]
    return bool(found) and not _RESULTS.search(before, found[-1].end())


def _is_threshold(mention: Mention, passage: Passage, before: str) -> bool:
    """A limit in a rule or a wish, not a fact: 立项金额50万元以上项目; whatever stands under 有关建议.

    Under 存在的问题及建议 what was found wrong is a fact, what is proposed is none.
    """
    wished = any(_WISHES.search(title) for title in passage.titles)
    if wished and (not _TROUBLES.search(passage.titles[-1]) or _WISHED.search(before)):
        return True
    bound_behind = mention.quantity.bound in _SUFFIX_BOUNDS and mention.quantity.raw.rstrip()[-1:] in "上下内"
    return (
        bound_behind and bool(re.match(r"的|[一-鿿]{2}", mention.right)) and passage.source is not Source.GOAL
    )


_ORDER = (
    "carry_over",
    "balance",
    "budget_adjust",
    "budget_full",
    "budget_initial",
    "arrived",
    "executed",
    "budget",
)


def _budget_role(left: str, context: Context) -> Role | None:
    """The budget role of money that is the project's own: nothing but budget words and the project's name before it."""
    words = load_words()
    for name in _ORDER:
        found = words.budget[name].search(left)
        if not found:
            continue
        return _BUDGET_ROLES[name] if _only_budget_words(left, context) else None
    return None


_BUDGET_ROLES = {
    "carry_over": Role.CARRY_OVER,
    "balance": Role.BALANCE,
    "budget_adjust": Role.BUDGET_ADJUST,
    "budget_full": Role.BUDGET_FULL,
    "budget_initial": Role.BUDGET_INITIAL,
    "arrived": Role.ARRIVED,
    "executed": Role.EXECUTED,
    "budget": Role.BUDGET,
}


def _only_budget_words(left: str, context: Context) -> bool:
    rest = left = _MARKS.sub("", left)
    for start, end, _, _ in reversed(list(find_periods(left, year=2000))):
        rest = rest[:start] + " " + rest[end:]
    core = "".join(_beside_budget_words(re.sub(r"\d{4}年度?", "", context.project)).split())
    pieces = _NOTHING_DUE.sub("", _beside_budget_words(rest)).split()
    named = [piece for piece in pieces if piece not in context.department]
    return all(piece in core and len(piece) >= _MOST_OF_A_NAME * len(core) for piece in named)


def _beside_budget_words(text: str) -> str:
    """What is left of ``text`` when budget words are taken out, blanks in their places."""
    for pattern in load_words().budget.values():
        text = pattern.sub(" ", text)
    for word in load_words().budget_fill:
        text = text.replace(word, " ")
    return text
