"""Of when a number is: the periods of `extractors.mentions` weighed with its heading, its role and its words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from extractors.mentions import Mention
from extractors.periods import find_periods
from schemas.fact import Period, Role
from schemas.quantity import Kind

_AUTUMN = 9  # the month from which next year's money and targets may be handed down
_BEFORE_IT = re.compile("(?:上|去)(?:一)?年")
SUMMED_UP = re.compile("累计|历年|以来")
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_A_YEAR = re.compile(r"20\d\d(?=年)")
_SINCE_YEAR = re.compile(
    r"(?:自|从)?(?:(?P<year>20\d\d)年)?[^，。；、\d年]{0,10}(?:实施|启动|立项|开工|建设|开展)以来"
)
# Prices, limits and ranks are of no year unless one is said.
_TIMELESS = frozenset({Role.THRESHOLD, Role.STANDARD, Role.RANK, Role.WEIGHT})
_OF_THE_YEAR = frozenset(
    {Role.BUDGET_ADJUST, Role.BUDGET_FULL, Role.BUDGET_INITIAL, Role.BUDGET, Role.TARGET}
)
_OVER_YEARS = re.compile("历年|以来|近[六七八九十几]+年|总投资")
_STOCK = re.compile(
    "有|在用|账面|原值|净值|在册|在保|在职|在园|在校|资产|负债|保有|存量|余额|总量|登记在|设立"
)
_WHOLE_YEAR = re.compile("全年(?:的|总|计划|预算|预期)*(?:目标|任务|计划|预算|指标)[^，。；]{0,4}$")
_BY_THEN = re.compile("年[底末]前|定格|收官|累计")
_AT_LAST = re.compile("(?<!截)(?:到|至)年[底末]")
# The year that a heading begins with; a report's own 2021年审计整改情况 is of what was done since.
_HEADED = re.compile(
    r"(?P<year>20\d\d)\s{0,2}年(?!.*(?:整改|审计|巡[视察]|检查|通知|以[来前后]))(?!\s{0,2}\d)"
)
_BRACKET = re.compile(
    r"(?<!\d)(?P<year>20\d\d)年度?(?:实际)?(?:完成|执行|实施)?(?:情况|结果|实绩|数据)\((?P<inside>[^()]{4,120})\)"
)
_SINCE = re.compile("(?P<year>20\\d\\d)年(?:度)?以来")
_MONEY_OF_THE_YEAR = _OF_THE_YEAR - {Role.TARGET}
_FLOWS = re.compile("次$")  # counts of what was done: 人次, 批次, 场次


def of_the_heading(mentions: list[Mention], titles: Sequence[str], year: int | None) -> list[Mention]:
    """What says nothing of when is of the year of its heading (2.2022年度绩效目标), where that is not the report's."""
    named = next((found for title in reversed(titles) if (found := _HEADED.match(title))), None)
    if named is None or int(named["year"]) == year:
        return mentions
    period = Period.year(int(named["year"]))
    return [
        mention if mention.period or _many_years(mention) else replace(mention, period=period)
        for mention in mentions
    ]


def of_the_bracket(mentions: list[Mention], text: str) -> list[Mention]:
    """What stands in a bracket behind a year is of that year: 结合2023年完成情况（放流苗种5904万尾、巡航10403海里）."""
    spans = [(*found.span("inside"), int(found["year"])) for found in _BRACKET.finditer(text)]
    if not spans:
        return mentions
    dated = []
    for mention in mentions:
        year = next((year for start, end, year in spans if start <= mention.start < end), None)
        own = mention.here or year is None
        dated.append(
            mention if own else replace(mention, period=Period.year(year or 0), stated=True, here=True)
        )
    return dated


def dated_by_name(mention: Mention, name: str, year: int | None) -> Mention:
    """The mention with the year that a list gives its own name: 2023年、2024年入园人数分别为80人和94人."""
    first = next(find_periods(name, year=year), None)
    if first is None or first[0]:
        return mention
    return replace(mention, period=first[2], stated=True, here=True)


def period_of(mention: Mention, role: Role, *, own: bool, year: int | None) -> tuple[Period | None, bool]:
    """Of when the number is, and whether its sentence says so. What says nothing of when is of the year reported on."""
    period, stated = mention.period, mention.stated
    if role is Role.BASE:
        if mention.here or mention.against is None:
            return (period, stated) if mention.here else (None, False)
        return mention.against, True
    if own and mention.local and role is not Role.CARRY_OVER and (period is None or period.is_year):
        period, stated = None, False  # “根据2023年度审计结果追加…”: the year is the audit's, not the money's
    if role is Role.GROWTH and _BEFORE_IT.search(mention.left):
        period, stated = None, False  # “小于上年预算数220万元”: last year is what it is compared with
    if "以来" in mention.left:
        since = _SINCE.search(mention.left)
        if since is None or year is None or int(since["year"]) > year:
            return None, False
        return Period.year(int(since["year"]), year), True  # 2022年以来累计检查867件
    if (
        role is Role.EXECUTED
        and year is not None
        and mention.against == Period.year(year)
        and mention.left.startswith(("比", "较"))
    ):
        return mention.against, True
    part = period is not None and role in _MONEY_OF_THE_YEAR and _within_a_year(period)
    if period is not None and role in _OF_THE_YEAR and (part or _within_a_month(period)):
        # 4月追加60万元 is of the year's budget; what comes the autumn before (提前下达) is of the year reported on.
        ahead = period.first.year + 1 == year and period.first.month >= _AUTUMN
        if ahead and role is not Role.BUDGET_ADJUST:
            period, stated = None, False
        else:
            period = Period.year(period.last.year)
    told = mention.here and period is not None and (period.first.year == year or role is Role.RANK)
    if role in _TIMELESS and not told:
        return None, False  # 按上年度人均收入的60%发放
    if period is not None and _WHOLE_YEAR.search(mention.left):
        return Period.year(period.last.year), stated  # 上半年256人次，为全年目标586人次的43.69%
    if period is not None and period == _year_end(period) and _of_the_whole_year(mention, role):
        return Period.year(period.first.year), stated  # 截至12月31日支出 is the year's
    if period is None and year and role not in _TIMELESS and not _many_years(mention):
        period = Period.year(year)
    return period, stated


def _within_a_month(period: Period) -> bool:
    month = (period.first.year, period.first.month) == (period.last.year, period.last.month)
    return month and period != _year_end(period)


def _within_a_year(period: Period) -> bool:
    """下半年追加12万元 is of the year's budget."""
    same = period.first.year == period.last.year and not period.is_year
    return same and period != _year_end(period)


def _year_end(period: Period) -> Period:
    return Period.day(date(period.last.year, 12, 31))


def _of_the_whole_year(mention: Mention, role: Role) -> bool:
    """What was spent or grew up to the year's end, or 年末实际 of an indicator; what there is on that day is not."""
    if role is Role.ARRIVED:
        return False
    if role is Role.BALANCE or _BY_THEN.search(mention.left):
        return True  # 年底仍有42万元没有支出, 年底前完工95%
    if _AT_LAST.search(mention.left) and _FLOWS.search(mention.quantity.unit.base):
        return True  # 上半年2221人次，到年底5846人次
    flows = mention.quantity.kind is Kind.MONEY or role in (Role.RATE, Role.GROWTH, Role.TARGET)
    return (flows or "实际" in mention.left) and not _STOCK.search(mention.left)


def _many_years(mention: Mention) -> bool:
    """三年 of a project's term, 总投资, 历年 are of no single year."""
    term = mention.quantity.kind is Kind.DURATION and mention.quantity.unit.name in ("年", "个月", "月")
    return term or bool(_OVER_YEARS.search(mention.left))


def of_several_years(mention: Mention, before: str, behind: str, year: int | None) -> bool:
    """项目累计支出6470万元(2023年2150万元、2024年4320万元), 自2022年实施以来累计支出: no year's money alone."""
    if not SUMMED_UP.search(mention.left):
        return False
    listed = _IN_BRACKETS.match(behind)
    if listed is not None:
        return len({*_A_YEAR.findall(listed.group())}) > 1
    since = _SINCE_YEAR.search(before)
    return since is not None and (since["year"] is None or year is None or int(since["year"]) < year)


def over_years(mention: Mention, sentence: str, year: int | None) -> bool:
    """累计, 历年, …以来 without the year of the report: a total over years is not this year's figure."""
    if not SUMMED_UP.search(mention.left):
        return False
    this_year = ("全年", "本年", "当年", "今年", f"{year}年")
    since = re.search("历年|以来|近[两二三四五六七八九十几]年", mention.left) or re.search(
        "截至|截止|以来|历年", sentence
    )
    return bool(since) or not any(word in sentence for word in this_year)
