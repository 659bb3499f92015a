"""Every period a text names: years, months, quarters, plan periods, days. Relative ones (上年, 1-9月) need the document's year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from extractors.masks import in_title
from extractors.plain import plain
from schemas.fact import Period

_YEAR = "(?:(?:19|20)\\d\\d|二[〇零○][〇零○一二三四五六七八九]{2})"
_TO = "(?:[-~—–]{1,2}|[至到])"
_M = "(?:1[0-2]|0?[1-9])"
_D = "(?:3[01]|[12]\\d|0?[1-9])"
# 2.2022年新建: the point behind a number that counts off the paragraphs.
_NUMBERED = r"(?<=^\d\.)|(?<=^\d\d\.)|(?<=[^\d.a-zA-Z]\d\.)|(?<=[^\d.a-zA-Z]\d\d\.)"
_QUARTER = "第?[一二三四1-4]季度"
_PERIOD = re.compile(
    rf"""
      (?P<plan>[“"]?十(?P<nth>[一二三四五六])五[”"]?(?:规划)?(?:期间|时期|期内))
    | (?P<years>(?P<ya>{_YEAR})年?度?{_TO}(?P<yb>{_YEAR})(?:年度?|学年))
    | (?<![\d.])(?P<spelled>(?P<sa>{_YEAR})[./-](?P<sm>{_M})(?:[./-](?P<sd>{_D}))?(?:{_TO}(?P<se>{_YEAR})[./-](?P<sf>{_M})(?:[./-](?P<sg>{_D}))?)?)(?![\d.])
    | (?=[12二])(?:(?<![\d.-])|{_NUMBERED})(?P<dated>(?P<y>{_YEAR})年(?:度|(?=年[底末初]|全年))?)
      (?:(?P<half>年?[上下]半年)|(?P<quarter>{_QUARTER})|(?P<three>前三季度)|(?P<end>年?[底末])(?!期)
        |(?P<m>{_M})(?:月(?P<d>{_D})[日号])?(?:(?P<mend>月[底末])|月?(?:{_TO})(?:(?P<y2>{_YEAR})年)?(?P<m2>{_M})月(?:(?P<d2>{_D})[日号])?|月?(?<=[月日号])))?
    | (?:截至|截止)到?(?P<um>{_M})月(?:(?P<ud>{_D})[日号]|[底末])
    | 前(?P<first>[二三四五六七八九十]|十一|[2-9]|1[01])个月
    | 近(?P<recent>[两二三四五])(?:个年度|年)(?!级|生|来?新)
    | (?<![近第\d])(?P<added>[两二三四五])年(?:来(?!说|看)|下来|(?=[，,]?(?:累计|合计|共计)|一共|总共|共(?![同享建有性])))
    | (?P<upto>第?[一二三四1-4])季度末
    | (?<![转至到])(?P<coming>明年|来年|(?<![人批场册台户车架艘班频点样家件篇])次年|下一年度?|下年度?)(?!使用|继续|支付|结转|支出)
    | (?P<relative>上年同期|去年同期|上年度|上一年度|上一年|上年末|上年底|去年底|去年末|(?:上年|去年)(?!续签|签订|遗留|延续)|今年|本年度|本年|当年)
    | (?<![\d年.至到~—–-])(?<!\d,)(?P<months>(?P<ma>{_M})月?{_TO}(?P<mb>{_M})月)(?!\d)
    | (?<![\d年.至到~—–-])(?<!\d,)(?P<month>{_M})月(?!\d{{1,2}}[日号]|\d)(?:份|底|末|初)?
    | (?<![\d年])(?P<part>上半年|下半年|前三季度|{_QUARTER}|年底|年末|(?<=[到至止])年中|半年(?=时点|末|底))
    """,
    re.VERBOSE,
)
_HAN_DIGIT = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_HOW_MANY = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5}
_MANY = ("二", "三", "四", "五", "六", "七", "八", "九", "十", "十一")  # months of 前…个月, from two
_FAR = 1000  # characters; no sentence is as long
SENTENCE_ENDS = re.compile("[。！？!?\n]")
_FIRST_PLAN = 2001  # 十五 began in 2001; 十一五 five years later
# Words of time, 2024.01; without one there is nothing to look for.
_MAY_SAY = re.compile(r"[年月季期\u2e80-\u2fdf\uf900-\ufaff]|[\d０-９][^\d０-９\u4e00-\u9fff]{1,3}[\d０-９]")
_COMPARED = re.compile("(?<![占同环相对百])比$|较$|相比于?$|对比$")
_COMPARED_WITH = re.compile("[与同和跟]$")
_BUILT_ON = re.compile("[^，。；]{0,40}基础上")
_COMPARED_BEHIND = re.compile("(?:同期|年底|年末|底|末)?(?:相比|比较|相较|持平|对比)")
_QUOTED = 40  # a longer quotation quotes sentences, whose dates count


def find_periods(text: str, *, year: int | None = None) -> Iterator[tuple[int, int, Period, bool]]:
    """Yield ``(start, end, period, compared)`` left to right; offsets count characters of ``text``.

    ``compared`` says that the period is the base of a comparison (较2023年, 比上年, 上年同期), not the one spoken of.

    Args:
        text: as printed.
        year: the year of the document; without it 上年, 当年, 1-9月, 上半年, 年底 are left alone.

    >>> [(str(p), c) for _, _, p, c in find_periods("2024年1-9月，较2023年增长5%")]
    [('2024-01/2024-09', False), ('2023', True)]
    """
    if not _MAY_SAY.search(text):
        return
    uniform = plain(text)
    planned: tuple[int, int] | None = None  # where a sentence names a coming year, and which
    for found in _PERIOD.finditer(uniform.text):
        far = planned is None or found.start() - planned[0] > _FAR
        ends = far or (planned and SENTENCE_ENDS.search(uniform.text, planned[0], found.start()))
        own = planned[1] if planned is not None and not ends and (found["part"] or found["upto"]) else year
        period = _period(found, own)
        if period is not None and year is not None and period.first.year == period.last.year > year:
            planned = found.start(), period.last.year  # 2026年上半年过半，三季度末超八成: of 2026 as well
        if period is None or in_title(uniform.text, found.start()) or _in_quotes(uniform.text, found):
            continue
        start, end = uniform.original(found.start(), found.end())
        yield start, end, period, _is_compared(uniform.text, found)


def _period(found: re.Match[str], year: int | None) -> Period | None:
    """The period a match names; None where it needs a year we lack or is no date (2月30日)."""
    try:
        if found["plan"]:
            first = _FIRST_PLAN + 5 * "一二三四五六".index(found["nth"]) + 5
            return Period.year(first, first + 4)
        if found["years"]:
            first, last = _year(found["ya"]), _year(found["yb"])
            return Period.year(first, last) if first <= last else None
        if found["spelled"]:
            return _spelled(found)
        if found["dated"]:
            return _dated(found, _year(found["y"]))
        return None if year is None else _relative(found, year)
    except ValueError:  # the calendar knows no such day
        return None


def _year(printed: str) -> int:
    return int(printed.translate(_HAN_DIGIT))


def _spelled(found: re.Match[str]) -> Period | None:
    """2024.01, 2024-11-05, 2024.1-2024.12."""
    year, month, day = _year(found["sa"]), int(found["sm"]), found["sd"]
    first = date(year, month, int(day or 1))
    if found["se"]:
        last = _last(_year(found["se"]), int(found["sf"]), found["sg"])
        return Period(first, last) if first <= last else None
    return Period(first, _last(year, month, day)) if day or "-" not in found["spelled"] else None


def _last(year: int, month: int, day: str | None) -> date:
    return date(year, month, int(day)) if day else Period.month(year, month).last


def _dated(found: re.Match[str], year: int) -> Period | None:
    if found["m"]:
        first = date(year, int(found["m"]), int(found["d"] or 1))
        if found["mend"]:
            return Period.day(Period.month(year, first.month).last)
        if not found["m2"]:
            return Period(first, _last(year, int(found["m"]), found["d"]))
        last = _last(_year(found["y2"]) if found["y2"] else year, int(found["m2"]), found["d2"])
        return Period(first, last) if first <= last else None
    if found["end"]:
        return Period.day(date(year, 12, 31))
    part = found["half"] or found["quarter"] or found["three"]
    return _part(part.removeprefix("年"), year) if part else Period.year(year)


def _part(word: str, year: int) -> Period:
    """上半年, 一季度, 前三季度, 年底 of ``year``."""
    if word in {"年中", "半年"} or word.endswith("半年"):
        return Period.months(year, 7, 12) if word[0] == "下" else Period.months(year, 1, 6)
    if word == "前三季度":
        return Period.months(year, 1, 9)
    if word in {"年底", "年末"}:
        return Period.day(date(year, 12, 31))
    number = word.removeprefix("第")[0]
    quarter = int(number) if number.isdigit() else "一二三四".index(number) + 1
    return Period.months(year, quarter * 3 - 2, quarter * 3)


def _relative(found: re.Match[str], year: int) -> Period | None:
    if found["part"]:
        return _part(found["part"], year)
    if found["um"]:
        until = Period.month(year, int(found["um"])).last
        return Period(date(year, 1, 1), until.replace(day=int(found["ud"])) if found["ud"] else until)
    if found["first"]:
        many = found["first"]
        return Period.months(year, 1, int(many) if many.isdigit() else _MANY.index(many) + 2)
    if found["coming"]:
        return Period.year(year + 1)
    if found["recent"] or found["added"]:
        return Period.year(year - _HOW_MANY[found["recent"] or found["added"]] + 1, year)
    if found["upto"]:
        return Period.months(year, 1, _part(f"{found['upto']}季度", year).last.month)
    if found["months"]:
        first, last = int(found["ma"]), int(found["mb"])
        return Period.months(year, first, last) if first <= last else None
    if found["month"]:
        month = Period.month(year, int(found["month"]))
        return Period.day(month.last) if found.group()[-1] in "底末" else month
    word = found["relative"]
    before = year - 1 if word[0] in "上去" else year
    return Period.day(date(before, 12, 31)) if word[-1] in "末底" else Period.year(before)


def _is_compared(text: str, found: re.Match[str]) -> bool:
    if "同期" in found.group() or _COMPARED.search(text, max(0, found.start() - 3), found.start()):
        return True
    if text[: found.start()].endswith("在") and _BUILT_ON.match(text, found.end()):
        return True  # 在上年443万人次的基础上提高到496万人次
    with_it = _COMPARED_WITH.search(text, max(0, found.start() - 1), found.start())
    return bool(with_it and _COMPARED_BEHIND.match(text, found.end()))


def _in_quotes(text: str, found: re.Match[str]) -> bool:
    """Whether it stands inside “…”: “2024年科技周” is a name."""
    opened = text.rfind("“", max(0, found.start() - _QUOTED), found.start())
    if opened < 0 or text.find("”", opened, found.start()) >= 0:
        return False
    return text.find("”", found.end(), opened + _QUOTED) >= 0
