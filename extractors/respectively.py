"""Lists of names with one list of numbers: A、B分别为10万元和20万元 says A 10万元 and B 20万元."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.mentions import Mention
from schemas.fact import Period

_NAMED = re.compile(
    r"(?P<names>[^，。；：！？,;:!?\n\t]{2,60}?)的?(?:同比|环比|比上年|较上年)?(?:分别|依次)(?:为|是|达到?|占|共?有|完成|实现|增长|提高|增加|下降|减少|安排|支出|投入|使用)?了?$"
)
# 2022年、2023年、2024年，检验批次分别为119批次、127批次和161批次
_YEARS_FIRST = re.compile(
    r"(?P<years>(?:(?:19|20)\d\d年?度?[、，和及与]){1,8}(?:19|20)\d\d年度?)[，,]?(?P<name>[^，。；：！？,;:\n\t]{0,30}?)的?"
    r"(?:分别|依次)(?:为|是|达到?|有|完成|实现|支出|投入|(?P<done>[^，。；：！？,;:、\d]{2,24}?))?了?$"
)
_WORD = re.compile("分别|依次")
_YEAR = re.compile(r"(?:19|20)\d\d年度?")
_BETWEEN = re.compile(r"\s*(?:[、，,和与及]|以及)\s*(?:增长|提高|增加|下降|减少)?\s*")
_NAMELESS = re.compile(
    "(?:上年|去年|上年同期|(?:19|20)\\d\\d年度?|全年|今年|本年)?(?:计划|目标|实际|完成|同期|预期)*(?:数|值)?(?:分别|依次)(?:为|是|达到?|完成)?"
    "|[与和同](?:年度|全年|年初|原定?)?(?:计划|目标|任务)(?:数|值|量)?的?"  # 与年度计划148座、22座一致
)
_AND = re.compile("、|以及|和|与|及")
# 2021年至今, 2021—2023年, 近三年, 一至四季度 before 依次 or 分别.
_SPANS = re.compile(
    "(?:(?P<since>20\\d\\d)年?(?:度)?(?:至今|以来|起|(?:[-~—–至到])+(?P<until>20\\d\\d)年?度?|至(?:今年|本年))"
    "|(?P<ends>(?:\\d{1,2}月[底末][、和与及]){1,4}\\d{1,2}月[底末])|近?(?P<many>[两三四五])年(?:来|间|里)?|第?[一1][至到—–~-]第?(?P<quarter>[二三四2-4])季度)"
    "[，,]?[^，。；！？,;!?\\d]{0,16}(?:分别|依次)[^，。；、,;\\d]{0,8}$"
)
_MEANWHILE = re.compile("同期[^，。；！？,;!?\\d]{0,24}(?:分别|依次)[^，。；、,;\\d]{0,8}$")
_ENDS = re.compile("(\\d{1,2})月")
_QUARTERS = str.maketrans("234", "二三四")
_YEAR_SAID = re.compile(r"(20\d\d)年[^。！？!?\n]{0,20}$")  # 2025年力争3月底、6月底…
_LAST_MONTH = 12
_YEAR_OF_LIST = re.compile(r"(?:19|20)\d\d年?")
_REACH = 30  # characters between 分别 and the first number: a verb and what was done, at most
_FAR = 100  # characters before the first number in which its list of names stands
_LONGEST = 40  # numbers of a list
_SHORT = 4  # characters of a name that the last one may complete
_LEAD = re.compile("^(?:其中|包括|主要)?(?:用于|由|对|在)?")


def respectively(text: str, mentions: Sequence[Mention]) -> dict[int, str]:
    """Which mention has which name, by index; only where there are as many numbers as names.

    >>> from extractors.mentions import mentions_of
    >>> said = "其中用于护林、造林的分别为10万元和20万元。"
    >>> respectively(said, mentions_of(said))
    {0: '护林', 1: '造林'}
    """
    found: dict[int, str] = {}
    for at, mention in enumerate(mentions):
        if not _WORD.search(text, max(0, mention.start - _REACH), mention.start):
            continue
        by_year = _YEARS_FIRST.search(text, max(0, mention.start - _FAR), mention.start)
        said = by_year or _NAMED.search(text, max(0, mention.start - _FAR), mention.start)
        if said is None:
            continue
        if by_year is not None:
            thing = by_year["name"] + (by_year["done"] or "")
            names = [f"{year}{thing}" for year in _YEAR_OF_LIST.findall(by_year["years"])]
        else:
            names = [name for name in _AND.split(_LEAD.sub("", said["names"])) if name]
        if not 1 < len(names) == _run(text, mentions, at):
            continue
        named = names if by_year is not None else _completed(names)
        found |= {at + i: name for i, name in enumerate(named)}
        if by_year is not None:
            found |= _years_again(text, mentions, at + len(names), _YEAR_OF_LIST.findall(by_year["years"]))
    return found


def _years_again(text: str, mentions: Sequence[Mention], begin: int, years: Sequence[str]) -> dict[int, str]:
    """2022年、2023年分别建设农田62万亩、64万亩，发展灌溉16万亩、17万亩: further lists as long as the years."""
    found: dict[int, str] = {}
    while begin < len(mentions) and mentions[begin].sentence == mentions[begin - 1].sentence:
        name = mentions[begin].left
        if not name or _YEAR.search(name) or _run(text, mentions, begin) != len(years):
            break
        found |= {begin + i: f"{year}{name}" for i, year in enumerate(years)}
        begin += len(years)
    return found


def again(text: str, mentions: Sequence[Mention], at: int) -> int | None:
    """The mention whose name the list repeats: 计划邮寄210件、办理250件，上年实际分别为190件和240件.

    None where the list has names of its own, or not as many numbers as stand before it in the sentence.
    """
    first = at
    while (
        at - first < _LONGEST
        and first
        and _BETWEEN.fullmatch(text[mentions[first - 1].end : mentions[first].start])
    ):
        first -= 1
    if not _NAMELESS.fullmatch(mentions[first].left):
        return None
    size = _run(text, mentions, first)
    before = first - size + at - first
    same = size > 1 and before >= 0 and mentions[first - size].sentence == mentions[at].sentence
    alike = same and all(
        mentions[first - size + i].quantity.unit.dimension == mentions[first + i].quantity.unit.dimension
        for i in range(size)
    )
    return before if alike else None


def in_turn(text: str, mentions: Sequence[Mention], year: int | None) -> dict[int, Period]:
    """Which mention is of which year or quarter, by index: 2022年至今依次为310人次、348人次、430人次.

    Only where there are as many numbers as years or quarters.

    >>> from extractors.mentions import mentions_of
    >>> said = "一至三季度依次支出10万元、20万元、30万元。"
    >>> [str(each) for each in in_turn(said, mentions_of(said), 2024).values()]
    ['2024-01/2024-03', '2024-04/2024-06', '2024-07/2024-09']
    """
    found: dict[int, Period] = {}
    spans: list[Period] = []
    for at, mention in enumerate(mentions):
        if at in found or not _WORD.search(text, max(0, mention.start - 8), mention.start):
            continue
        said = _SPANS.search(text, max(0, mention.start - 40), mention.start)
        if said is not None and year is not None:
            named = _YEAR_SAID.search(text, max(0, said.start() - _REACH), said.start())
            spans = _spans(said, int(named[1]) if named and said["ends"] else year)
        elif not _MEANWHILE.search(text, max(0, mention.start - 40), mention.start):
            spans = []  # 同期…分别为: of the years of the list before
        if len(spans) > 1 and len(spans) == _run(text, mentions, at):
            found |= {at + i: period for i, period in enumerate(spans)}
    return found


def _spans(said: re.Match[str], year: int) -> list[Period]:
    """The years or quarters that a list goes through."""
    if said["ends"]:
        months = [Period.month(year, min(int(each), _LAST_MONTH)) for each in _ENDS.findall(said["ends"])]
        return [Period.day(month.last) for month in months]
    if said["since"]:
        return [Period.year(each) for each in range(int(said["since"]), int(said["until"] or year) + 1)]
    if said["many"]:
        return [Period.year(each) for each in range(year - "两三四五".index(said["many"]) - 1, year + 1)]
    last = "二三四".index(said["quarter"].translate(_QUARTERS)) + 2
    return [Period.months(year, each * 3 - 2, each * 3) for each in range(1, last + 1)]


def _run(text: str, mentions: Sequence[Mention], at: int) -> int:
    """How many numbers follow one another with nothing but 、 or 和 between them, from ``at`` on."""
    last = at
    until = min(at + _LONGEST, len(mentions) - 1)
    while last < until and _BETWEEN.fullmatch(text[mentions[last].end : mentions[last + 1].start]):
        last += 1
    return last - at + 1


def _completed(names: Sequence[str]) -> list[str]:
    """城镇、农村居民收入: what the last name ends with belongs to short names before it as well."""
    *short, last = names
    dated = _YEAR.match(last)
    if dated and all(_YEAR.fullmatch(name) for name in short):
        return [*(name + last[dated.end() :] for name in short), last]  # 2023年、2024年入园人数
    width = len(short[0])
    alike = all(len(name) == width for name in short)
    if not alike or width > _SHORT or len(last) - width < 2:
        return list(names)
    return [*(name + last[width:] for name in short), last]
