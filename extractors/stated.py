"""One stated quantity: a term, or two joined to a span, with the words around it that loosen, sign or price it.

Works on plain text; extractors.quantities is the door.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from extractors.bounds import (
    SOFT,
    Loosened,
    claimed,
    compares,
    hull,
    loosened_after,
    loosened_before,
    loosened_share,
    outdone,
)
from extractors.indices import unit_unprinted
from extractors.plain import Plain
from extractors.ranks import RANK_MARKS, rank_change, rank_of
from extractors.refusals import is_none
from extractors.signs import accounting, currency, signed
from extractors.spans import joined
from extractors.terms import STARTS, Term, read_term, term_at
from schemas.quantity import Bound, Interval, Kind, Quantity, Unit
from schemas.units import load_units

_MEETS = re.compile("[、，,]?(?=不满|不足|不到|低于|小于|少于|不超过|\\d|[一二三四五六七八九十])")
_HALF = "半(?:数|(?![年个天小月载世路程导身夜点价]))"
_LEXICAL = re.compile(
    f"全覆盖|(?P<most>(?:超过|超|过){_HALF})|(?P<half>半数|一半)|翻了?(?P<times>[一两二三]?)番"
    "|半(?:个)?(?P<time>小时|工作日|天(?!然|津)|学期|(?<=个)月)"
)
BEGINNINGS = re.compile(f"{STARTS.pattern}|全覆盖|超过?半|过半|半(?:数|个?[小工月天学])|翻了?[一两二三]?番")
_YEAR = re.compile(r"(?:19|20)\d\d年")
_NUMBERS_YEAR = re.compile(
    r"\d{1,2}\.(?=(?:19|20)\d\d(?:年|[-~—–至到、](?:19|20)\d\d年))"
)  # 2.2022年新建: the second point, of 2022
_NUMBERS_AMOUNT = re.compile(
    r"\d{1,2}\.(?=(?:0|[1-9]\d*|[1-9]\d{0,2}(?:,\d{3})+)\.\d{1,2}(?![\d.,]))"
)  # 2.521.33万元落在…, where an item begins
_RATIO = re.compile(r"(\d{1,4}(?:\.\d{1,4})?)(?:∶|(?<=\d)[:：](?=\d))(\d{1,7}(?:\.\d{1,4})?)(?![\d:：∶.])")
# 增长达5% is a change; 提高到95%, 提高为95% is a level.
_TREND = re.compile(
    "(?:(?P<up>增长|增加|提高|提升|上升|上涨)|(?P<down>下降|减少|降低|下滑|回落|下跌))(?:了|幅度[为达]?|(?<=[长加降少低跌涨])达到?)?$"
    "|(?:(?P<rise>增幅|涨幅)|(?P<fall>降幅|跌幅))(?:[为达]|达到)?$"
)
_TREND_REACH = 7
_TREND_ENDS = frozenset("长加高升涨降少低滑落跌了幅度为达到")
_MONEY_WORDS = re.compile(
    "资金|投资|支出|收入|经费|预算|产值|营收|金额|贷款|补助|补贴|税|融资|成本|费用|拨付|到位|总额|销售|交易额|成交额|GDP|增加值|利润|价值|奖补|债|款|财政|执行数|到位数"
)
_MONEY_BEHIND = re.compile(
    "的?(?:中央|省级|市级|县级|财政|专项|补助|补贴|奖补|项目|工作)*(?:资金|经费)"
)  # 将141.8万补助资金
_PEOPLE_BEHIND = re.compile(
    "(?:农村|城镇|城乡|移民|贫困|脱贫|常住|户籍|农业|受益|流动|参保|在校|乡镇|基层|困难)+(?:居民|群众|人口|学生|职工|村民|儿童|老人|劳动力)"
)  # 巩固提升2.68万农村人口饮水安全
_NOT_MONEY = re.compile(
    "[量次]|(?<!预算)(?<!执行)(?<!到位)(?<!支出)(?<!资金)数|人口|粉丝|播放|点击|阅读|浏览|客流|曝光"
)
_EACH = re.compile(
    "每(?P<per>平方米|公里|学期|人次|个项目|[人亩户个名位家所台套辆头只羽吨件项处村座床间生次场期])"
    "(?:每(?P<time>[年月天]|学期)|(?P<year>年))?(?:补助|补贴|奖励|给予|奖补|资助|发放|不超过|最高|至少)?$"
)
_ITEM_ENDS = frozenset({"", "。", "；"})  # before the number of an item
_SHARES = frozenset({Kind.PERCENT, Kind.MULTIPLE, Kind.RATIO})
_COLONS = frozenset(":：∶")
_SLASH = re.compile(r"([1-9])/([1-9]\d?)(?![\d/.%A-Za-z万亿年月])(?=[，,。；;、）)的以左]|$)")  # 约占1/3
_BEFORE_SLASH = frozenset("约近占的过到少降了达为余足低")
_OF_PARTS = re.compile("的?(?:比例(?!尺)|比重|配比|配套)")
_NUMBER_BLANK = re.compile(r"\d\s+[.\d]|[.]\s+\d")


class Reading(NamedTuple):
    """A quantity on its way: plain offsets, and everything but the printed words."""

    start: int
    end: int
    number: Decimal | None
    unit: Unit
    bound: Bound = Bound.EXACT
    decimals: int = 0
    claim: Interval | None = None  # base units
    soft: bool = False
    ratio: Fraction | None = None
    trend: int = 0
    doubt: str = ""

    def quantity(self, raw: str) -> Quantity:
        """The same with the printed words; a number that a blank or line break cuts is doubtful."""
        doubt = self.doubt
        if not doubt and _NUMBER_BLANK.search(raw):
            doubt = "数字中间有空白或换行，连起来读"
        return Quantity(
            raw, self.number, self.unit, self.bound, self.decimals, self.claim, self.soft, self.ratio, self.trend, doubt
        )  # fmt: skip


def read_stated(uniform: Plain, at: int, floor: int) -> Reading | int:
    """What stands at ``at``, or where to go on. ``floor`` is the end of the quantity before: words there are taken."""
    text = uniform.text
    first = text[at]
    if first in "12" and _YEAR.match(text, at):
        return at + len("2024年")  # refused in the end (refusals), and a third of all numbers
    if (label := _NUMBERS_YEAR.match(text, at)) is not None:
        return label.end()
    if (
        first.isdecimal()
        and text[:at].rstrip()[-1:] in _ITEM_ENDS
        and (label := _NUMBERS_AMOUNT.match(text, at))
    ):
        at = floor = label.end()
    if first in "全超过半翻" or text.startswith("一半", at):
        lexical = _LEXICAL.match(text, at)
        return _lexical(uniform, lexical, floor) if lexical else at + 1
    ratio = _RATIO.match(text, at) if first.isascii() else None
    if ratio:
        return _proportion(text, ratio)
    slash = _SLASH.match(text, at) if text[at + 1 : at + 2] == "/" else None
    if slash and text[at - 1 : at] in _BEFORE_SLASH and int(slash[1]) < int(slash[2]):
        part = Term(at, slash.end(), None, Unit("", Kind.RATIO, ""), ratio=(int(slash[1]), int(slash[2])))
        return _loosen(uniform, part, floor)
    ranked = rank_of(text, at) if text[at - 1 : at] in RANK_MARKS else None
    if ranked is not None:
        start, end, number, unit, bound = ranked
        if start < floor:
            return end
        claim = Interval(None, number) if bound is Bound.AT_MOST else None
        return Reading(start, end, number, unit, bound, claim=claim)
    term = (accounting(text, at) if text[at - 1 : at] == "(" else None) or term_at(text, at)
    if isinstance(term, int):
        return term
    term = joined(text, term) or term
    if not term.own and not currency(text, term.start, floor):
        given = unit_unprinted(text, term)
        return term.end if given is None else _loosen(uniform, term._replace(unit=given), floor)
    if is_none(text, term, floor):
        return term.end
    return _loosen(uniform, term, floor)


def _lexical(uniform: Plain, found: re.Match[str], floor: int) -> Reading | int:
    """全覆盖 is 100 %, 过半 more than 50 %, 一半 50 %, 翻一番 twice, 半小时 0.5小时."""
    text = uniform.text
    before = text[found.start() - 1 : found.start()]
    if found["half"]:
        half = Term(found.start(), found.end(), Decimal(50), Unit("", Kind.PERCENT, "%"), bound=Bound.LEXICAL)
        reading = _loosen(uniform, half, floor)
        return reading if isinstance(reading, int) else _of_all(reading)
    if found["time"]:
        if before and before in "上下前后过一两二三四五六七八九十大个年月0123456789":
            return found.end()
        unit = load_units()[found.group()[1:]]
        return _loosen(uniform, Term(found.start(), found.end(), Decimal("0.5"), unit, 1), floor)
    if found["most"]:
        if before and before in "通经不未双间务":
            return found.end()
        claim = Interval(Decimal(50), Decimal(100), low_closed=False)
        unit = Unit("", Kind.PERCENT, "%")
        return Reading(found.start(), found.end(), Decimal(50), unit, Bound.LEXICAL, claim=claim)
    if found["times"] is not None:
        times = {"": 1, "一": 1, "两": 2, "二": 2, "三": 3}[found["times"]]
        number = Decimal(2**times)
        unit = Unit("番", Kind.MULTIPLE, "倍")
        return Reading(found.start(), found.end(), number, unit, Bound.LEXICAL, claim=Interval.point(number))
    if before == "%":
        return found.end()  # 100%全覆盖 says it once
    whole = Interval.point(Decimal(100))
    return Reading(
        found.start(), found.end(), Decimal(100), Unit("", Kind.PERCENT, "%"), Bound.LEXICAL, claim=whole
    )


def _of_all(reading: Reading) -> Reading:
    """A share that cannot pass the whole: 半数以上 ends at 100 %."""
    claim = reading.claim
    if claim is None or claim.high is not None:
        return reading
    return reading._replace(claim=replace(claim, high=Decimal(100)))


def _proportion(text: str, found: re.Match[str]) -> Reading | int:
    """1∶500; with a plain colon only where the text says 比, because 10:30 is a time."""
    top, bottom = Fraction(found[1]), Fraction(found[2])
    if text[found.start() - 1 : found.start()] in _COLONS:
        return found.end()  # 5:3:2
    said = "比" in text[max(0, found.start() - 6) : found.start()] or _OF_PARTS.match(text, found.end())
    if not bottom or ("∶" not in found.group() and not said):
        return found.end(1)
    return Reading(found.start(), found.end(), None, Unit("", Kind.RATIO, ""), ratio=top / bottom)


def _loosen(uniform: Plain, term: Term, floor: int) -> Reading | int:
    """The term with the words around it."""
    text = uniform.text
    term, start, doubt = signed(uniform, term, floor)
    unit, number = term.unit, term.number
    mark = currency(text, start, floor)
    if mark:
        start -= len(mark)
        if unit.kind is Kind.BARE:
            unit = replace(unit, name=unit.name + "元", kind=Kind.MONEY, base="元")
    unit = _with_each(text, start, _elliptic(text, start, unit, term))
    before = loosened_before(text, start)
    if before is None and text[start - 1 : start] == "的" and unit.kind in _SHARES:
        before = loosened_share(text, start)
    if before and (
        before.at < floor
        or _loosens_nothing(text, before, term, unit)
        or outdone(text, before, floor, term.end, term.unit.name)
    ):
        before = None
    kind = unit.kind
    after = loosened_after(text, term.end, duration=kind is Kind.DURATION, measure=kind is Kind.MEASURE)
    if before and not after:
        term = _including(text, term)
    if text.startswith("多", term.end):
        term = _odd_behind(text, term) or term
    if before and after and {before.bound, after.bound} == {Bound.LESS_THAN, Bound.AT_LEAST}:
        if kind is Kind.POINTS:
            before = None  # 低于进度25个百分点以上: behind by as much or more
        elif kind in _SHARES and before.at - floor in (0, 1) and floor:
            term, after = term._replace(end=after.at), None  # 92.0%不足95%以上: 95%以上 is the mark
    trend = _trend(text, before.at if before else start)
    doubt = doubt or term.doubt
    if kind is Kind.MULTIPLE and trend < 0:
        number, term, doubt = None, term._replace(ends=None), doubt or "减少不能以倍计"
    reading = _claim(term, number, unit, before, after, doubt, before.at if before else start, trend)
    if trend > 0 and kind is Kind.MULTIPLE:
        reading = _grown(reading)
    changed = rank_change(text, term.start, term.end) if kind is Kind.COUNT else None
    if changed is not None:
        return reading._replace(unit=changed[0], trend=changed[1])
    return _two_sided(text, reading) or reading


def _elliptic(text: str, start: int, unit: Unit, term: Term) -> Unit:
    """万 and 亿 without 元: money where the clause speaks of money, or where 亿 stands alone."""
    if unit.kind is not Kind.BARE or not term.scaled:
        return unit
    clause = re.split("[，,。；;、：:\t\n]", text[max(0, start - 14) : start])[-1]
    if text[term.end : term.end + 1] in set("人大户个株名级"):
        return unit
    if _PEOPLE_BEHIND.match(text, term.end):
        return replace(unit, name=unit.name + "人", kind=Kind.COUNT, base="人")
    money = (_MONEY_WORDS.search(clause) or _MONEY_BEHIND.match(text, term.end)) and not _NOT_MONEY.search(
        clause
    )
    if money or (not clause and "亿" in unit.name and term.end == len(text)):
        return replace(unit, name=unit.name + "元", kind=Kind.MONEY, base="元")
    return unit


def _with_each(text: str, start: int, unit: Unit) -> Unit:
    """每亩500元 is 元/亩."""
    if unit.kind is not Kind.MONEY or unit.per or "每" not in text[max(0, start - 12) : start]:
        return unit
    found = _EACH.search(text, max(0, start - 12), start)
    if found is None:
        return unit
    time = found["time"] or found["year"]
    return replace(unit, per=found["per"] + (f"·{time}" if time else ""))


_OBSTACLE = re.compile("技术|难题|攻关|瓶颈|卡点|核心|科研|难点|堵点")


def _is_breakthrough(text: str, before: Loosened, term: Term) -> bool:
    """突破28项关键技术 achieves them; 突破1000家 passes the mark."""
    if before.word != "突破" or term.unit.name not in {"项", "个", "批"} or text.startswith("以", term.end):
        return False
    return bool(_OBSTACLE.search(text, max(0, term.start - 12), term.end + 8))


def _loosens_nothing(text: str, before: Loosened, term: Term, unit: Unit) -> bool:
    """Whether the word does something else than loosen: 近三年, 最高20万元 names the cap, 超过90%的目标 compares."""
    if before.word == "近" and unit.kind is Kind.DURATION:
        return True
    if before.word == "封顶" or (before.word == "最高" and text.startswith("的标准", term.end)):
        return True
    return _is_breakthrough(text, before, term) or compares(text, before, term.end)


_NOT_ODD = frozenset("个种样元项次家名条层方边媒0123456789")


def _odd_behind(text: str, term: Term) -> Term | None:
    """3年多, 增长2倍多: more than the number, less than the next."""
    if term.odd or term.number is None:
        return None
    if term.unit.kind not in {Kind.DURATION, Kind.MULTIPLE, Kind.MEASURE} and term.unit.name != "成":
        return None
    if text[term.end + 1 : term.end + 2] in _NOT_ODD:
        return None  # 多方, 多媒体; 比上年3730公里多13.65%
    return term._replace(end=term.end + 1, odd=Bound.ODD)


def _trend(text: str, start: int) -> int:
    if text[start - 1 : start] not in _TREND_ENDS:
        return 0
    found = _TREND.search(text, max(0, start - _TREND_REACH), start)
    if found is None:
        return 0
    return 1 if found["up"] or found["rise"] else -1


def _grown(reading: Reading) -> Reading:
    """增长1.5倍 is 2.5 times."""
    number = None if reading.number is None else reading.number + 1
    return reading._replace(number=number, claim=reading.claim and reading.claim + Interval.point(Decimal(1)))


_INCLUDING = re.compile(r"\((?:包?含)[^()]{0,12}\)")


def _including(text: str, term: Term) -> Term:
    """≥98%（含98%） says its number once."""
    found = _INCLUDING.match(text, term.end)
    return term._replace(end=found.end()) if found else term


_UP, _DOWN = {Bound.AT_LEAST, Bound.MORE_THAN}, {Bound.AT_MOST, Bound.LESS_THAN}


def _end_of(ends: Interval, bound: Bound) -> Decimal | None:
    """The end of a span that a word moves: 3-5个以上 begins at 3, 不超过3-5个 ends at 5."""
    if bound in _UP:
        return ends.low
    return ends.high if bound in _DOWN else None


def _claim(
    term: Term,
    number: Decimal | None,
    unit: Unit,
    before: Loosened | None,
    after: Loosened | None,
    doubt: str,
    start: int = 0,
    trend: int = 0,
) -> Reading:
    """The interval in base units that all the words together leave."""
    claim, bound, soft = term.ends, term.bound, term.soft
    bounds = [b for b in (before and before.bound, term.odd, after and after.bound) if b]
    if bounds and bound is not Bound.PLUS_MINUS:  # ±3%以内 is ±3%
        base = Decimal(term.ratio[0]) / Decimal(term.ratio[1]) if term.ratio else number
        for each in bounds:
            at = base if term.ends is None else _end_of(term.ends, each)
            claim = claim if at is None else hull(claim, claimed(at, each, term.step))
        if (claim and claim.low is None and claim.high is None) or _contradict(bounds):
            doubt = doubt or "前后两个限定词互相矛盾"
        bound = (
            bound
            or (after.bound if after else Bound.EXACT)
            or term.odd
            or (before.bound if before else Bound.EXACT)
        )
        soft = soft or bool(SOFT & set(bounds)) or bool(before and before.word == "突破")
    end = after.at if after else term.end
    scaled = claim.scaled(unit.factor) if claim else None
    ratio = Fraction(*term.ratio) if term.ratio else None
    return Reading(start, end, number, unit, bound, term.decimals, scaled, soft, ratio, trend, doubt)


def _contradict(bounds: Sequence[Bound]) -> bool:
    """Whether the words point both ways: 不低于…以下."""
    ways = {bound in _UP for bound in bounds if bound in _UP or bound in _DOWN}
    return len(ways) == 2


def _two_sided(text: str, first: Reading) -> Reading | None:
    """5万元以上不满20万元, 50万元以上、100万元以下: one quantity, not two."""
    if first.bound not in _UP or first.number is None or text[first.end - 1] not in "上)":
        return None
    joint = _MEETS.match(text, first.end)
    if joint is None:
        return None
    at = joint.end()
    started = BEGINNINGS.search(text, at, at + 4)
    term = read_term(text, started.start()) if started else None
    if started is None or term is None or term.number is None or term.ends or term.odd or not term.own:
        return None
    before = loosened_before(text, started.start())
    after = loosened_after(text, term.end, duration=False, measure=False)
    if (before.at if before else started.start()) != at or term.unit.dimension != first.unit.dimension:
        return None
    upper = _claim(term, term.number, term.unit, before, after, term.doubt)
    if upper.bound not in {Bound.AT_MOST, Bound.LESS_THAN} or upper.claim is None or first.claim is None:
        return None
    low, high = first.claim.low, upper.claim.high
    if low is None or high is None or low >= high:
        return None
    claim = Interval(low, high, first.claim.low_closed, upper.claim.high_closed)
    return first._replace(end=upper.end, number=None, unit=term.unit, bound=Bound.RANGE, claim=claim)
