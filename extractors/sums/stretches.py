"""What was done quarter by quarter, month by month, in both halves of a year, against what the year came to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractors.mentions import Mention
from extractors.names import strip_fillers
from extractors.sums.ties import NO_TOTAL, Tied, summable, together
from schemas.quantity import ZERO, Bound, Kind
from schemas.words import comparable

_YEAR, _QUARTER = 12, 3  # months
_NEARLY = 3  # quarters told of four, of which the one left out is named nowhere
_NAMES = ("一", "二", "三", "四")
_FLOWS = (Kind.MONEY, Kind.COUNT, Kind.MEASURE)
_REACH = 40  # characters between the year's figure and the row of its parts
# 一至四季度分别受理820件、760件、905件、1015件; 上、下半年分别完成12公里、15公里
_EACH = re.compile(
    "(?:(?:一[至到~-]四|1[至到~-]4|四个|各|一、二、三、四|1、2、3、4)季度|(?P<halves>上、?下(?:两个)?半年))[^，。；\\d]{0,12}(?:分别|依次)[^，。；\\d]{0,8}$"
)
_ORDINALS = tuple(
    re.compile(f"(?:其中)?(?:{word})(?:批|次|期|笔|轮)")
    for word in ("第一|首", "第二", "第三", "第四", "第五")
)
_DONE = re.compile("下达|拨付|到位|收到|支付|支出|发放|兑付|拨入|争取")
_PLANNED = re.compile("目标|任务|计划|应|拟|上年|去年|同期|预计|合同")
_OF_THE_YEAR = re.compile("全年|年(?![度中初底末前])|合计|总|共|累计|相加|加起来|一年")
_NOT_DONE = re.compile(
    "目标|任务|计划(?!生育)|预算|下达|批复|安排|到位|指标|编制|名额|需求|应|原定|核定|可|能力|容量|上年|去年|同期|预计|[较比]"
)
_AIM = re.compile("^的?(?:总|年度|全年)?(?:目标|任务|计划|指标)")
# What there is at a time, or on an average of it, is not added up over a year.
_LEVEL = re.compile(
    "平均|[月日季周]均|均值|在[册岗职编保校园库建管]|实有|存栏|库存|余额|保有|浓度|水位|气温|单价|最[高低大多少]|峰值|参保|覆盖|末|底|时点"
)
_SPENT = re.compile("支出|支付|执行|拨付|使用|用款|花|发放|兑付|列支")
_WHEN = re.compile(
    "(?:^|.*?)(?:(?:第[一二三四五]|首)[批次期笔轮]|[上下]半年|季度|\\d+月份?|前[一-鿿\\d]{1,2}个月)"
)
_SAME_ONES = frozenset("人名位户家所座个")  # who comes in each quarter may be the same


def of_a_year(head: Mention, parts: Sequence[Mention]) -> bool:
    """Whether the parts are the year's, one stretch after the other, and nothing of the year is left out."""
    return len(parts) > 1 and _in_order(parts) == _YEAR and _may_be_added(head, parts)


def by_stretches(text: str, mentions: Sequence[Mention], found: Sequence[Tied]) -> Iterator[Tied]:
    """一季度1300人，二季度900人，…全年4000人; 还田50万亩，上半年20万亩，下半年30万亩. Not those that ``found`` ties already."""
    taken = {each.total for each in found} | {part for each in found for part in each.parts}
    done = -1
    for first in range(len(mentions)):
        row = _stretches(text, mentions, first) if first > done and first not in taken else []
        if not row or taken.intersection(row):
            continue
        done, parts = row[-1], [mentions[at] for at in row]
        for total in (_alike(mentions, done, 1), _alike(mentions, first, -1)):
            if total is None or total in taken or not _is_the_year(text, mentions[total], parts):
                continue
            in_turn = _ORDINALS[0].match(parts[0].left) is not None
            if (_handed_out if in_turn else _may_be_added)(mentions[total], parts):
                yield Tied(total, tuple(row), _sure(mentions, total, row), "、")
                break


def _stretches(text: str, mentions: Sequence[Mention], first: int) -> list[int]:
    """The numbers from ``first`` on that are of the stretches of a year, one each, if these make it (but for a quarter)."""
    each = _EACH.search(text, max(0, mentions[first].start - _REACH), mentions[first].start)
    if each is not None:
        many = 2 if each["halves"] else len(_NAMES)
        row = [*range(first, min(first + many, len(mentions)))]
        gaps = [text[mentions[one].end : mentions[other].start] for one, other in pairwise(row)]
        return row if len(row) == many and all(gap in ("、", "和", "及", "与") for gap in gaps) else []
    if _ORDINALS[0].match(mentions[first].left):
        return _instalments(mentions, first)
    if _months(mentions[first]) is None:
        return []
    row = _row(mentions, first)
    parts = [mentions[at] for at in row]
    return row if len(row) > 1 and (_in_order(parts) == _YEAR or _all_but_one(text, parts)) else []


def _instalments(mentions: Sequence[Mention], first: int) -> list[int]:
    """第一批500万元，第二批400万元，第三批300万元"""
    row = [first]
    for ordinal in _ORDINALS[1:]:
        at = _alike(mentions, row[-1], 1)
        if at is None or not ordinal.match(mentions[at].left):
            break
        row.append(at)
    return row if len(row) > 1 else []


def _months(mention: Mention) -> tuple[int, int] | None:
    """The first and last month of a number that is said of part of a year in its own clause."""
    period = mention.period
    if period is None or not mention.here or mention.quantity.kind not in _FLOWS or period.is_year:
        return None
    if period.first.year != period.last.year or period.first.day != 1 or period.first == period.last:
        return None
    return period.first.month, period.last.month


def _in_order(parts: Sequence[Mention]) -> int:
    """How many months the parts make, one behind the other from January on; 0 where they do not."""
    last = 0
    for part in parts:
        months = _months(part)
        if months is None or months[0] != last + 1:
            return 0
        last = months[1]
    return last


def _all_but_one(text: str, parts: Sequence[Mention]) -> bool:
    """Whether three quarters stand here, and the fourth is not so much as named."""
    told = [_months(part) for part in parts]
    quarters = [months[0] // _QUARTER for months in told if months is not None and months[1] - months[0] == 2]
    if len(quarters) != _NEARLY or quarters != sorted({*quarters}):
        return False
    [missing] = {*range(len(_NAMES))} - {*quarters}
    said = text[max(0, parts[0].start - _REACH) : parts[-1].end + _REACH]
    return re.search(f"[{_NAMES[missing]}{missing + 1}]季", said) is None


def _row(mentions: Sequence[Mention], first: int) -> list[int]:
    """The numbers of one sort from ``first`` on, each of its own stretch."""
    row = [first]
    while (at := _alike(mentions, row[-1], 1)) is not None:
        here, last = _months(mentions[at]), _months(mentions[row[-1]])
        if here is None or last is None or here[0] <= last[1]:
            break
        row.append(at)
    return row


def _alike(mentions: Sequence[Mention], beside: int, step: int) -> int | None:
    """The nearest number of the sort of ``beside`` behind it (``step`` 1) or before it (-1) in its sentence."""
    head, at = mentions[beside], beside + step
    while 0 <= at < len(mentions) and mentions[at].sentence == head.sentence:
        if comparable(head.quantity.unit, mentions[at].quantity.unit) and mentions[at].depth <= head.depth:
            return at
        at += step
    return None


def _is_the_year(text: str, head: Mention, parts: Sequence[Mention]) -> bool:
    """Behind its parts it is called the year's; before them it stands right there and is of no part of the year."""
    if head.quantity.bound is not Bound.EXACT or (head.period is not None and _months(head) is not None):
        return False
    if head.start > parts[-1].start:
        gap = text[parts[-1].end : head.start]
        return len(gap) <= _REACH and _OF_THE_YEAR.search(head.left) is not None
    gap = text[head.end : parts[0].start]
    return len(gap) <= _REACH // 2 and re.match("[，,：:(；;—]|其中", gap) is not None


def _may_be_added(head: Mention, parts: Sequence[Mention]) -> bool:
    """What was done, against what was done: no plan, no level, nothing counted from the beginning of the year."""
    if _NOT_DONE.search(head.left) or _AIM.match(head.right) or NO_TOTAL.search(head.left):
        return False
    if any(
        _NOT_DONE.search(part.left) or NO_TOTAL.search(part.left) or _AIM.match(part.right) for part in parts
    ):
        return False
    if _LEVEL.search(head.left) or any(
        _LEVEL.search(part.left) or not summable(head, part) for part in parts
    ):
        return False
    if any("累计" in part.left for part in parts[1:]):
        return False
    spent = [_SPENT.search(part.left) is not None for part in parts]
    if head.start < parts[0].start and any(spent) and not _SPENT.search(head.left):
        return False  # 资金500万元，上半年支出200万元，下半年支出250万元
    return not _from_january(head, parts)


def _handed_out(head: Mention, parts: Sequence[Mention]) -> bool:
    """下达资金1200万元，第一批500万元，第二批700万元; not 合同价1200万元，首期500万元，第二期400万元: more may fall due."""
    if not _DONE.search(head.left) or _PLANNED.search(head.left) or NO_TOTAL.search(head.left):
        return False
    if any("累计" in part.left or not summable(head, part) for part in parts):
        return False
    spent = [_SPENT.search(part.left) is not None for part in parts]
    return not any(spent) or _SPENT.search(head.left) is not None


def _from_january(head: Mention, parts: Sequence[Mention]) -> bool:
    """一季度10万元，二季度30万元，…，全年80万元: each with what was before, so that the last comes to the year's."""
    values = [part.quantity.value or ZERO for part in parts]
    whole = head.quantity.value or ZERO
    rising = len(values) > 2 and all(one < other for one, other in pairwise(values))
    return values[-1] == whole or (rising and values[-1] < whole < sum(values, ZERO))


def _sure(mentions: Sequence[Mention], total: int, row: Sequence[int]) -> bool | None:
    """Who came in two quarters is counted once in the year: more than the year's is no error then."""
    head = mentions[total]
    if not one_thing([mentions[at] for at in row]):
        return None
    more = together(mentions, row) > (head.quantity.value or ZERO)
    return None if more and head.quantity.unit.base in _SAME_ONES else True


def one_thing(parts: Sequence[Mention]) -> bool:
    """Whether no other name stands in one stretch than in the next: not 上半年整治38处，下半年新排查22处，全年累计整治55处."""
    names = sorted({_what(part) for part in parts} - {""}, key=len)
    return all(name in longer for name, longer in pairwise(names))


def _what(part: Mention) -> str:
    """What was done in a stretch of the year, without the name of the stretch."""
    return strip_fillers(_WHEN.sub("", part.left))
