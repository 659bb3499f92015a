"""The period codes of marked text: -0 the year reported on, -1 the one before, end and end-1 (31 December), m9, h1, q3, 145, D1001-1007 …"""

from __future__ import annotations

import re
from datetime import date

from schemas.fact import Period

_SAYS_THIS_YEAR = ("全年", "本年", "当年", "今年", "本年度", "年内")
_SAYS_END = ("年末", "年底", "至末", "12月31日", "12月底")
_SAYS_LAST_YEAR = ("上年", "去年", "同期", "上一年")


def period_of(code: str, year: int) -> str | None:
    """The period that ``code`` stands for in a report on ``year``.

    >>> period_of("-1", 2024), period_of("m9", 2024), period_of("end", 2024), period_of("145", 2024)
    ('2023', '2024-01/2024-09', '2024-12-31', '2021/2025')
    """
    if code == "none":
        return None
    if code == "end":
        return str(Period.day(date(year, 12, 31)))
    if code == "end-1":
        return str(Period.day(date(year - 1, 12, 31)))
    if code == "145":
        return str(Period.year(2021, 2025))
    if code == "h1":
        return str(Period.months(year, 1, 6))
    if code == "h2":
        return str(Period.months(year, 7, 12))
    if found := re.fullmatch(r"m(\d+)", code):
        return str(Period.months(year, 1, int(found[1])))
    if found := re.fullmatch(r"q(\d)", code):
        return str(Period.months(year, 3 * int(found[1]) - 2, 3 * int(found[1])))
    if found := re.fullmatch(r"M(\d+)", code):
        return str(Period.month(year, int(found[1])))
    if found := re.fullmatch(r"E(\d+)", code):  # the last day of a month
        return str(Period.day(Period.month(year, int(found[1])).last))
    if found := re.fullmatch(r"D(\d\d)(\d\d)-(\d\d)(\d\d)", code):  # days of the year: D1001-1007
        month, day, last_month, last_day = map(int, found.groups())
        return str(Period(date(year, month, day), date(year, last_month, last_day)))
    if found := re.fullmatch(r"([hmqEM]\d+)([+-]\d)", code):  # the same of another year
        return period_of(found[1], year + int(found[2]))
    if found := re.fullmatch(r"s(\d+)", code):  # since some years ago
        return str(Period.year(year - int(found[1]), year))
    return str(Period.year(year + int(code)))


def said_in(before: str, code: str, year: int) -> bool:
    """Whether the sentence up to the number says its period."""
    if code == "-0":
        return f"{year}年" in before or any(word in before for word in _SAYS_THIS_YEAR)
    if code == "-1":
        return f"{year - 1}年" in before or any(word in before for word in _SAYS_LAST_YEAR)
    if code in ("end", "end-1"):
        return any(word in before for word in _SAYS_END)
    if re.fullmatch(r"-?\d+", code):
        return f"{year + int(code)}年" in before
    return code != "none"


DATES = re.compile(
    r"(?:19|20)\d{2}(?:年度?)?[-—～至]{1,2}(?:19|20)\d{2}年度?"
    r"|(?:19|20)\d{2}年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:度)?(?:[-—～至](?:\d{1,2}月(?:\d{1,2}日)?|\d{1,2}日))?(?:\d{1,2}[-—～至]\d{1,2}月)?"
    r"|\d{1,2}月?[-—～至]\d{1,2}月|\d{1,2}月\d{1,2}日(?:[-—～至]\d{1,2}日)?|\d{1,2}月(?:份|底|末|初|中旬|上旬|下旬)?"
)
