"""EXT005 日期不存在。"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator

from extractors.plain import plain
from pipeline.rulebook import Case, rule
from schemas.finding import Evidence, Finding, Outcome, Severity

_DATE = re.compile(
    r"(?<![\d.])(?:(?P<year>\d{3,5})年)?(?P<month>\d{1,2})月(?:份)?(?:(?P<day>\d{1,2})(?:日(?!均)|号))?"
)
_MONTHS = 12
_LEAP = 2024  # without a year 2月29日 may stand


@rule(
    "EXT005",
    "日期不存在",
    severity=Severity.ERROR,
    basis="《党政机关公文格式》（GB/T 9704—2012）7.3.5：日期应当写全、写准",
    covers=("I04",),
)
def impossible_date(case: Case) -> Iterator[Finding]:
    """写到的日期应当在日历上有。

    月份1至12，日不超过当月的天数（2月看是不是闰年），年份四位。只写“某月”而没有年、日的不看：
    可能是栏目名或者第十三个月的工资。

    为什么：截止日、到账日写错，时效就无从核对。

    一致    截至2024年11月30日
    不一致  截至2024年11月31日
    不适用  没有写日期
    """
    read = 0
    for document in case.documents:
        for text, anchor in document.texts():
            if "月" not in text:
                continue
            uniform = plain(text)
            for found in _DATE.finditer(uniform.text):
                if not found["year"] and not found["day"]:
                    continue  # 13月 alone may be a column or a thirteenth salary
                read += 1
                wrong = _wrong(found)
                if wrong:
                    place = anchor.part(*uniform.original(*found.span()), text)
                    yield Finding(
                        Outcome.DIFFERS,
                        "日期",
                        f"“{found.group()}”（{place}）{wrong}",
                        (Evidence("text", place),),
                        suggestion="请核对这个日期",
                    )
    if read:
        yield Finding(Outcome.AGREES, "日期", f"查看了{read}个日期")


def _wrong(found: re.Match[str]) -> str:
    """What the calendar says against it, or nothing."""
    year, month = found["year"], int(found["month"])
    if year and len(year) != len("2024"):
        return f"的年份写成了{len(year)}位数"
    if not 1 <= month <= _MONTHS:
        return f"：没有{month}月"
    most = monthrange(int(year) if year else _LEAP, month)[1]
    if found["day"] and not 1 <= int(found["day"]) <= most:
        return f"：{f'{year}年' if year else ''}{month}月只有{most}天"
    return ""
