"""Each quantity of a paragraph with the words around it: its clause, its sentence, what stands left and right of it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from functools import lru_cache

from extractors.periods import SENTENCE_ENDS, find_periods
from extractors.plain import Plain, plain
from extractors.quantities import find_quantities
from schemas.fact import Period
from schemas.quantity import Quantity

_ENDS = "。！？!?"
_END = re.compile(f"[{_ENDS}]")
_STOPS = _ENDS + "，；：、,;:()\n\t"
_INITIAL = (
    _ENDS + "，；：;:\n\t(】"
)  # after these a period governs what follows; after 、 it is one item's own
# Characters of a sentence on either side of a number; what stands further off says nothing of it.
LONGEST = 1000
_BRACKET = 16  # characters
_BRACKETED = re.compile(r"\([^()]{0,16}\)")
_ONLY_YEAR = re.compile(r"(?:19|20)\d\d年度?\)")
# 全年, 年末, 年客运量 end a part of the year; 全年目标的43% is how far that part got.
_ENDS_STRETCH = re.compile(
    "[；;]|年度(?:目标|任务|计划|指标)|全年(?!的?(?:总?目标|任务|计划|指标|预算))|年末|年底|全部|截至|[，,、]年(?![度中初])[一-鿿]{2}"
)
_UP_TO = ("到", "至")  # 清淤到年中只有9公里，为全年的45%
_BY_DAY = re.compile("截[至止]到?$")
_ASIDE_ENDS = re.compile("[，。；！？,;!?)\n]")
_DATED_BEHIND = re.compile("[于在至到]?\\d{1,2}月")
_SEVERAL = re.compile("近?[两二三四五](?:个年度|年)")
_SUMS = re.compile("[，,](?:累计|合计|共计)")  # 连续投了三年，累计1495万元
_SEVERAL_END = re.compile("[。；：！？;:!?\n]")
_STOCK_NAMED = re.compile("(?:资产|编制|人员)$")
_DOES = re.compile("全年|开展|组织|举办|完成|实施|发放|支出|新增|成员|巡查|检查|修订|处置")
_TOTALS = re.compile("合计|总计|共计")
_STOCK = re.compile(
    "编制|在职|在岗|在编|实有|(?<!报废)(?<!处置)(?<!新增)资产|原值|在册|在保|存量"
)  # what there is at a year's end stays so for the numbers beside it
_LABEL = re.compile(
    "(?<![^。；！？;!?\n])(?:\\d{1,2}[.、]|[一二三四五六七八九十]{1,3}、|\\(\\d{1,2}\\)|[①-⑳])$"
)
_LEADS_IN = ("就", "截至", "截止", "到", "自", "从", "在", "于", "至", "，其中")


@dataclass(frozen=True, slots=True)
class Mention:
    """A quantity in its clause. All offsets count characters of the paragraph's plain text.

    ``left`` reaches back to the last stop or the quantity before, ``right`` on to the next of either. ``period`` is what
    the text says of when, None where it says nothing; ``stated`` that it says so in this sentence; ``here`` in this
    clause; ``local`` that only this clause has it. ``against`` is what the sentence compares with (比上年).
    """

    quantity: Quantity
    start: int
    end: int
    left: str
    right: str
    sentence: int
    depth: int  # how many brackets are open
    period: Period | None = None
    stated: bool = False
    here: bool = False
    local: bool = False
    against: Period | None = None


def find_mentions(text: Plain, *, year: int | None) -> list[Mention]:
    """Every quantity of a paragraph, left to right, with its surroundings and its period."""
    found = list(find_quantities(text.text))
    mentions: list[Mention] = []
    previous_end = 0
    ends = _sentence_ends(text.text)
    depth, seen = 0, 0
    for at, (start, end, quantity) in enumerate(found):
        next_start = found[at + 1][0] if at + 1 < len(found) else len(text.text)
        left_from = _back(text.text, start, previous_end)
        right_to = _on(text.text, end, next_start)
        printed = text.printed[slice(*text.original(start, end))]
        depth += text.text.count("(", seen, start) - text.text.count(")", seen, start)
        seen = start
        mentions.append(
            Mention(
                quantity if quantity.raw == printed else replace(quantity, raw=printed),
                start,
                end,
                _BRACKETED.sub("", text.text[left_from:start]),
                text.text[end:right_to],
                bisect_right(ends, start),
                depth,
            )
        )
        previous_end = end
    return _with_periods(text.text, mentions, ends, year)


def sentence_span(text: str, start: int) -> tuple[int, int]:
    """The sentence around ``start``, its full stop included; `LONGEST` characters to either side at most."""
    ends = _sentence_ends(text)
    at = bisect_right(ends, start)
    begin, end = (ends[at - 1] if at else 0), (ends[at] if at < len(ends) else len(text))
    return max(begin, start - LONGEST), min(end, start + LONGEST)


@lru_cache(maxsize=8)  # asked once for every quantity of a paragraph
def _sentence_ends(text: str) -> list[int]:
    return [found.end() for found in _END.finditer(text)]


def _back(text: str, start: int, limit: int) -> int:
    """Where the clause begins; a short bracket inside it (行政运行（项）支出) does not end it."""
    at = start
    while at > limit:
        opened = text.rfind("(", max(limit, at - _BRACKET), at) if text[at - 1] == ")" else -1
        if opened >= 0:
            at = opened
        elif text[at - 1] in _STOPS:
            break
        else:
            at -= 1
    return at


def _on(text: str, end: int, limit: int) -> int:
    at = end
    while at < limit and text[at] not in _STOPS:
        at += 1
    return at


@dataclass(frozen=True, slots=True)
class _Dated:
    start: int
    period: Period
    opens: bool
    sentence: int
    until: int | None = None  # where it ends to govern, where that is before its sentence does


def _with_periods(
    text: str, mentions: list[Mention], sentence_ends: list[int], year: int | None
) -> list[Mention]:
    """Give each mention its period: the one in its clause, else the year that opened a clause before it."""
    found = [
        (
            _Dated(
                start,
                period,
                _opens(text, start) or bool(_SUMS.match(text, end)) or _is_stock(text, start, period),
                bisect_right(sentence_ends, start),
                _until(text, start, mentions),
            ),
            compared,
        )
        for start, end, period, compared in find_periods(text, year=year)
    ]
    behind = {}  # 20847册(2023年)、22660册(2024年): the year in brackets is that of the number before
    for each, _ in found:
        if text[each.start - 1 : each.start] == "(" and _ONLY_YEAR.match(text, each.start):
            behind[each.start - 1] = each.period
    ends = {mention.end for mention in mentions}
    dated = [
        each
        for each, compared in found
        if not compared and not (each.start - 1 in behind and each.start - 1 in ends)
    ]
    bases = [each for each, compared in found if compared]
    out: list[Mention] = []
    # How many periods stand before, the last that may govern, the last that may for a while, the clause's limit.
    known, lasting, passing, after = 0, None, None, 0
    for mention in mentions:
        if mention.end in behind:
            out.append(replace(mention, period=behind[mention.end], stated=True, here=True))
            after = mention.end
            continue
        while known < len(dated) and dated[known].start < mention.start:
            if dated[known].opens and _may_govern(dated[known].period):
                if dated[known].until is None:
                    lasting, passing = dated[known], None
                else:
                    passing = dated[known]
            known += 1
        governing = passing if passing and mention.start < (passing.until or 0) else lasting
        clause = _back(text, mention.start, after)
        after = mention.end
        last = dated[known - 1] if known else None
        if bases and (against := _against(bases, mention)) is not None:
            mention = replace(mention, against=against)
        several = known > 1 and last is not None and _are_parts(text, dated[known - 2], last, mention)
        same = last is not None and not several and _same_stretch(text, last, mention)
        if last is not None and (last.start >= clause or same):
            out.append(replace(mention, period=last.period, stated=True, here=True, local=not last.opens))
        elif governing is not None and _governs(governing, mention, year):
            stated = governing.sentence == mention.sentence
            dated_here = not out or out[-1].start < governing.start
            since = max(governing.start, mention.start - LONGEST)
            first = dated_here or _still_counts(text[since : mention.start])
            out.append(replace(mention, period=_lasting(governing.period, first=first), stated=stated))
        else:
            out.append(mention)
    return out


def _until(text: str, start: int, mentions: list[Mention]) -> int | None:
    """Where a period ceases to govern: a year in brackets at their end, 上年1200人 said beside this year's at a comma,

    several years (近三年) at a semicolon. None where its sentence is the limit.
    """
    if text[start - 1 : start] == "(":
        end = text.find(")", start, start + LONGEST)
        return end if end >= 0 else None
    if text[start] in "上去":
        before = bisect_left(mentions, start, key=lambda each: each.start)
        since = max(mentions[before - 1].end, start - LONGEST) if before else 0
        beside = before and not SENTENCE_ENDS.search(text, since, start)
        found = _ASIDE_ENDS.search(text, start, start + LONGEST) if beside else None
        return found.start() if found else None
    found = _SEVERAL_END.search(text, start, start + LONGEST) if _SEVERAL.match(text, start) else None
    return found.start() if found else None


def _same_stretch(text: str, dated: _Dated, mention: Mention) -> bool:
    """上半年支出320万元，支出进度48%；, 截至2024年6月30日，支出320万元: part of a year holds up to the next semicolon."""
    first, last = dated.period.first, dated.period.last
    by_day = first == last and _BY_DAY.search(text, max(0, dated.start - 3), dated.start)
    part = not _may_govern(dated.period) and first.year == last.year and (first.month < last.month or by_day)
    stretches = dated.opens or text[dated.start - 1 : dated.start] in _UP_TO
    if not part or not stretches or dated.sentence != mention.sentence:
        return False
    if mention.start - dated.start > LONGEST:
        return False
    if _DATED_BEHIND.match(mention.right):
        return False  # 上半年支付60万元，第三批资金20万元于11月到账
    return not _ENDS_STRETCH.search(text, dated.start + 1, mention.start)


def _are_parts(text: str, first: _Dated, second: _Dated, mention: Mention) -> bool:
    """三季度支出A，四季度支出B，合计支出C: what is summed up is of neither part of the year."""
    both = first.sentence == second.sentence == mention.sentence and first.period != second.period
    parts = both and not (_may_govern(first.period) or _may_govern(second.period))
    near = mention.start - second.start <= LONGEST
    return parts and near and _TOTALS.search(text, second.start, mention.start) is not None


def _against(bases: list[_Dated], mention: Mention) -> Period | None:
    """The last period before ``mention`` that its sentence compares with."""
    at = bisect_left(bases, mention.start, key=lambda base: base.start)
    last = bases[at - 1] if at else None
    return last.period if last is not None and last.sentence == mention.sentence else None


def _lasting(period: Period, *, first: bool) -> Period:
    """截至2024年底 dates the first number behind it; what comes after is of the year."""
    return period if first or period.first != period.last else Period.year(period.last.year)


def _may_govern(period: Period) -> bool:
    """Whole years, and the ends of years, hold for the clauses after them; months do not."""
    years = period == Period.year(period.first.year, period.last.year)
    return years or (period.first == period.last and period.last.month == 12)


def _governs(dated: _Dated, mention: Mention, year: int | None) -> bool:
    """To the end of its sentence; only the year of the report goes on after it."""
    several = dated.period.first.year != dated.period.last.year
    if not several and re.search("累计|历年", mention.left):
        return False
    return dated.sentence == mention.sentence or (not several and dated.period.first.year == year)


def _still_counts(said: str) -> bool:
    """Whether what there was at the year's end is still spoken of: 年末在职98人、退休12人, and not 设有专班，成员9人."""
    stocks = [found.end() for found in _STOCK.finditer(said)]
    return bool(stocks) and not _DOES.search(said, stocks[-1])


def _is_stock(text: str, start: int, period: Period) -> bool:
    """固定资产年末原值: what there is at a year's end stays so for what the sentence says of it further on."""
    return period.first == period.last and _STOCK_NAMED.search(text, max(0, start - 8), start) is not None


def _opens(text: str, start: int) -> bool:
    """Whether a period stands at the head of a clause: only there does it govern the clauses after it."""
    before = _LABEL.sub("", text[max(0, start - 8) : start])
    for word in _LEADS_IN:
        before = before.removesuffix(word)
    return not before or before[-1] in _INITIAL


def mentions_of(text: str, *, year: int | None = None) -> list[Mention]:
    """`find_mentions` of printed text.

    >>> [(m.left, str(m.quantity), str(m.period)) for m in mentions_of("2023年度，总量达115亿元，占比3%。2024年，完成20家。")]
    [('总量达', '115亿元', '2023'), ('占比', '3%', '2023'), ('完成', '20家', '2024')]
    """
    return find_mentions(plain(text), year=year)
