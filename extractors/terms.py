"""One printed term: a number, what stands between it and its unit, and the unit. Joining and loosening come later.

Works on plain text (extractors.plain): half width, no blanks between Chinese characters.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from extractors.digits import Number, read_digits
from extractors.numerals import DIGITS, POWERS, read_numeral, read_pair, standard
from schemas.quantity import Bound, Interval, Kind, Unit
from schemas.units import SCALES, load_units, scaled_unit, unit_pattern

_HAN = f"[{DIGITS}{POWERS}]"
STARTS = re.compile(f"[0-9{DIGITS}{POWERS}]|[几数][十百千万亿]|上[百千万亿]")
# Possessive throughout: 50,000 digits or 20,000 comma groups are read once and never given back.
_TERM = re.compile(
    rf"""(?:
      (?P<below>{_HAN}++|\d++)分之(?P<share>\d++(?:\.\d++)?+|{_HAN}++(?:点[{DIGITS}]++)?+)
    | (?P<mixed>\d{{1,4}}亿\d{{1,4}}[百千]?+万(?:\d{{4}})?+|\d{{1,4}}万\d{{4}}(?!\d)|\d{{1,4}}万\d千(?:\d百)?+|\d千\d百(?:\d十)?+)
    | (?P<arabic>[1-9]\d{{0,2}}(?:(?:\ \d{{3}}){{2,}}+|\ 0\d\d)(?!\d)(?:\.\d++)?+|\d++(?:[,，.'’]\d++)*+)
    | (?P<tens>[二三四五六七八九]?+十几)
    | (?P<vague>[几数](?P<power>[十百千]?+[万亿]|[十百千]))
    | 上(?P<above>[百千万亿]++)
    | (?P<han>{_HAN}++(?:点[{DIGITS}]++)?+)
    )
    (?:±(?P<margin>\d++(?:\.\d++)?+))?+
    (?P<odd>[余多来]|\+(?=[^\d+]))?+
    (?P<stray>[成的了地得](?=[十百千万亿]*元)|个(?=[万亿]元(?:[，。；、,;)）]|$)))?+
    (?P<scale>(?:[十百千万亿萬億拾佰仟](?!分|米|克|瓦|伏|帕|赫))++)?+
    (?P<odd_after>[余多来]|\+(?=[^\d+]))?+
    (?P<unit>{unit_pattern()})?+
    (?:\((?P<either>[人户场批台车件班]次|[台套个件人名户家处座项次所位组间栋幢辆艘部场期份批支条只头株点间村项宗起幅册本篇张列页片块])\))?+
    """,
    re.VERBOSE,
)
_ONE_WIDE = re.compile(r"[1-9]\d{0,2}，\d{3}")
# 合同总价286，500元: after words that name one amount no list begins without units. After 分别为, 各 one does.
_NAMES_ONE = re.compile("[一-鿿:：¥](?<!分别)(?<!分别为)(?<!分别是)(?<!依次为)(?<!各)(?<!各为)(?<!第)$")
_TOLD_TENTHS = frozenset("近约超占有达过足到")
_TENTH_AND = re.compile(
    "成([一二三四五六七八九])(?![一二三四五六七八九十百千万亿个项家年月日倍成名户人次大类级])"
)
_TENTH = re.compile(r"成(?![果立为功本员效绩长都熟品交就年份分套人型婚因片批色活千百万])")
_DIVISORS = (
    "平方米|平方公里|立方米|车道公里|公里|千米|公顷|学期|学年|人次|人天|人日|床日|课时|学时|工作日|工日|台班|标准箱|标箱|TEU|车公里|吨公里"
    "|千瓦时|兆瓦时|批次|场次|班次|车次|台次|件次|户次|项目|个项目|标段|点位|小时|分钟|秒|km²|km|m²|m³|m2|m3|kWh|MWh|\\d{0,3}[百千万十]{1,2}(?:人口|人|户|亩|元|公里|公顷|平方公里|次|辆|台|套|件|平方米)"
    "|[㎡亩人户年月日天周季次个名位家吨件项处所村台套辆头只羽尾株座床张间栋幢生课期场组班条米份册户笔斤升支例孔店校县镇乡批车票单箱瓶盒剂门点枚盏部幅宗起井眼路岗站篇节度套tmLdhs]|kg"
)
_PER = re.compile(
    rf"[/每](?:(?<=/)每)?(?:\((?P<both>(?:{_DIVISORS})[·•*./](?:{_DIVISORS}))\)|(?P<per>(?:{_DIVISORS})(?:[·•*./](?:{_DIVISORS}))?))"
    "(?![一-鿿]{0,1}[0-9]|(?<=[a-zA-Z])[A-Za-z])"
)
_PER_DOT = re.compile("[•*./]")
_PER_FIRST = frozenset("/每")
_JIAO_FEN = re.compile(f"(?:(?P<jiao>{_HAN}|\\d)角)?+(?:(?P<fen>{_HAN}|\\d)分)?+(?![\\d别析类])")
_BEHIND_YUAN = frozenset(f"0123456789{DIGITS}{POWERS}元人整正")
_DAXIE_END = re.compile("[整正](?![体个治式改合理常确好规修顿])")


class Term(NamedTuple):
    """A number with its unit. ``number`` is in ``unit``; ``ends`` in ``unit`` where the words give a span.

    ``step`` is one unit of the last non-zero digit, ``odd`` the 余, 多 or 来 that was printed, ``own`` says
    whether a unit or a scale was printed at all.
    """

    start: int
    end: int
    number: Decimal | None
    unit: Unit
    decimals: int = 0
    step: Decimal = Decimal(1)
    odd: Bound = Bound.EXACT
    ends: Interval | None = None
    bound: Bound = Bound.EXACT
    ratio: tuple[int, int] | None = None
    own: bool = True
    scaled: bool = False
    han: str = ""
    soft: bool = False
    doubt: str = ""


BARE = Unit("", Kind.BARE, "")
_CARRIES = frozenset("-~—–至到和与及、(成")  # a span or a tenth may follow digits that have no unit
_MARKS = frozenset("¥币B")  # ¥1,200.50, 人民币, RMB
NAMES_INDEX = frozenset(
    "分数值率比pPhH尔约仅为是达到由从至:：="
)  # 系数0.568, 指数为3.52: extractors.indices decides
_NO_DISCOUNT = "(?![旧扣算合叠断腾子磨价让现返回射线中股页纸])"
_DISCOUNT = re.compile(f"([一二三四五六七八九][一二三四五六七八九]?)折{_NO_DISCOUNT}")
_TENTHS_LEFT = Unit("折", Kind.PERCENT, "%", Decimal(10))
_MINUTES = re.compile(r"(\d{1,2})分(?:钟|(?![之别析类]))")
_SECONDS = re.compile(r"(\d{1,2})秒钟?(?![杀表针])")
_ODD = {"来": Bound.ROUGHLY, "+": Bound.AT_LEAST, "余": Bound.ODD, "多": Bound.ODD}
_HALVED = frozenset({"年", "天", "小时", "个小时", "学期", "个学期"})
_NO_HALF = frozenset("数径价成程路年月日天")
_CLOCK = {"小时": _MINUTES, "个小时": _MINUTES, "分": _SECONDS, "分钟": _SECONDS}
_TENTHS = Unit("成", Kind.PERCENT, "%", Decimal(10))


def read_term(text: str, at: int) -> Term | None:
    """The term that begins at ``at``, or None where none does. Numbers without unit have ``own`` false."""
    term = term_at(text, at)
    return term if isinstance(term, Term) else None


def term_at(text: str, at: int) -> Term | int:
    """The term that begins at ``at``, or where to go on because none does."""
    found = _TERM.match(text, at)
    if found is None:
        return at + 1
    if found.lastgroup in {"arabic", "han"} and _is_barren(text, found):
        return found.end()
    return _term(text, found) or max(at + 1, found.end())


def _is_barren(text: str, found: re.Match[str]) -> bool:
    """Whether nothing at all stands by the digits: most numbers of a text, left before anything is built for them."""
    if text[found.end() : found.end() + 1] in _CARRIES:
        return False
    before = text[found.start() - 1 : found.start()]
    return before not in _MARKS and (before not in NAMES_INDEX or found.lastgroup == "han")


def _term(text: str, found: re.Match[str]) -> Term | None:
    if found["below"]:
        return _fraction(found)
    if found["tens"] or found["vague"] or found["above"]:
        return _vague(found)
    scale = standard(found["scale"]) if found["scale"] else ""
    if found["mixed"]:
        return _finish(text, found, Number(_mixed(found["mixed"])), "", scale)
    if not found["arabic"]:
        return _han(text, found, scale)
    number = read_digits(found["arabic"])
    return None if number is None else _finish(text, found, number, found["arabic"], scale)


def _mixed(printed: str) -> Decimal:
    """1亿2000万, 3万5000, 3千5百: descending groups, added up."""
    total = Decimal(0)
    for digits, scale in re.findall(r"(\d+)([亿万千百十]{0,2})", printed):
        total += Decimal(digits) * _power(scale)
    return total


def _vague(found: re.Match[str]) -> Term | None:
    """十几, 几十, 数百万, 上千."""
    if found["odd"] or found["odd_after"] or found["margin"]:
        return None
    scale = standard(found["scale"] or "")
    unit = _unit(found, scale)
    if unit is None or unit.kind is Kind.BARE:
        return None
    if found["tens"]:
        tens = Decimal(10) * (read_numeral(found["tens"][0]) or 1 if len(found["tens"]) == 3 else 1)
        ends, bound = Interval(tens + 1, tens + 10, high_closed=False), Bound.SEVERAL
        return Term(found.start(), found.end(), None, unit, ends=ends, bound=bound, scaled=bool(scale))
    power = _power(found["power"] or found["above"])
    if found["above"]:
        ends = Interval(power, None)
        return Term(
            found.start(), found.end(), power, unit, step=power, ends=ends, bound=Bound.AT_LEAST, soft=True
        )
    ends = Interval(2 * power, 10 * power, high_closed=False)
    return Term(
        found.start(), found.end(), None, unit, ends=ends, bound=Bound.SEVERAL, scaled=True, soft=True
    )


def _power(chars: str) -> Decimal:
    power = Decimal(1)
    for char in chars:
        power *= SCALES[char]
    return power


def _fraction(found: re.Match[str]) -> Term | None:
    """百分之五, 千分之三, 三分之二. Any 余, unit or scale after it is left to the caller."""
    below, share = standard(found["below"]), found["share"]
    top = Decimal(share) if share[0].isdigit() else read_numeral("一百" if share == below == "百" else share)
    end = found.end("share")
    if top is None:
        return None
    decimals = -int(top.as_tuple().exponent) if "点" in share or "." in share else 0
    part = {"百": "%", "千": "‰", "万": "‱"}.get(below)
    if part:
        factor = {"%": "1", "‰": "0.1", "‱": "0.01"}[part]
        unit = Unit(part, Kind.PERCENT, "%", Decimal(factor))
        whole = Interval.point(top) if share == below == "百" else None  # 百分之百: all of it
        return Term(found.start(), end, top, unit, decimals, step=_step(top), ends=whole)
    bottom = Decimal(below) if below.isascii() else read_numeral(below)
    if bottom is None or bottom <= 1 or top != int(top) or top >= bottom:
        return None
    unit = Unit("", Kind.RATIO, "")
    return Term(found.start(), end, None, unit, ratio=(int(top), int(bottom)))


def _han(text: str, found: re.Match[str], scale: str) -> Term | None:
    """A Chinese numeral. Its own trailing 万 and 亿 become the scale of the unit: 一千八百万元 is 1800 万元."""
    run = found["han"]
    core = standard(run)
    if found["scale"] and found["odd"] is None and "点" not in run:
        return None
    if text.startswith("折", found.end("han")) and (off := _DISCOUNT.match(text, found.start())):
        digits = Decimal("".join(str(int(read_numeral(each) or 0)) for each in off[1]))
        return Term(
            found.start(),
            off.end(),
            digits / 10 if len(off[1]) == 2 else digits,
            _TENTHS_LEFT,
            len(off[1]) - 1,
        )
    if not scale and "点" not in core:
        head = core.rstrip("万亿")
        if head and not set(head) & set("万亿") and (len(head) > 1 or head in "一二三四五六七八九十"):
            core, scale = head, core[len(head) :]
    pair = read_pair(core)
    if pair is not None:
        return _pair(text, found, pair, scale)
    value = read_numeral(core)
    if value is not None and not scale and (tail := core[len(core.rstrip("万亿")) :]):
        value, scale = value / _power(tail), tail  # 一亿二千万元 is 12000 of 万元
    if value is None and set(run) <= set("百千万亿"):
        value, scale = _power(run), ""  # 近百家, 超千万元: only beside a loosening word
    if value is None:
        return None
    return _finish(text, found, Number(value, max(0, -int(value.as_tuple().exponent))), "", scale, han=run)


def _pair(text: str, found: re.Match[str], pair: tuple[Decimal, Decimal], scale: str) -> Term | None:
    ends = Interval(*pair)
    if found["odd"] or found["odd_after"]:
        return None
    if not found["unit"] and _TENTH.match(text, found.end("han")) and pair[1] <= 9:
        return Term(found.start(), found.end("han") + 1, None, _TENTHS, ends=ends, bound=Bound.RANGE)
    unit = _unit(found, scale)
    if unit is None or unit.kind is Kind.BARE:
        return None
    return Term(
        found.start(),
        found.end(),
        None,
        unit,
        ends=ends,
        bound=Bound.RANGE,
        scaled=bool(scale),
        han=found["han"],
    )


def _finish(
    text: str, found: re.Match[str], number: Number, written: str, scale: str, han: str = ""
) -> Term | None:
    value, doubt = number.value, number.doubt
    tenths = not found["unit"] and not scale and not found["odd"] and value is not None and 0 < value < 10
    if tenths and (
        _told_in_tenths(text, found) or _TENTH.match(text, found.end())
    ):  # 九成, 8.5成, 近四成为女性
        more = _TENTH_AND.match(text, found.end()) if han and value is not None else None
        if more and value is not None and (digit := read_numeral(more[1])):  # 九成五
            return Term(
                found.start(), more.end(), value + digit / 10, _TENTHS, 1, step=Decimal("0.1"), han=han
            )
        return Term(
            found.start(), found.end() + 1, value, _TENTHS, number.decimals, step=_step(value), han=han
        )
    if found["stray"]:
        doubt = doubt or f"数字与单位之间的“{found['stray']}”应为误植"
    if scale in {"万万", "亿亿"}:
        scale, doubt = scale[0], doubt or f"“{scale}”重复，按一个“{scale[0]}”读"
    elif scale.startswith("亿") and len(scale) > 1:
        value, doubt = None, doubt or f"“{scale}”不是通行的写法，读不出数值"
    unit = _unit(found, scale)
    if unit is None:
        return None
    if (
        value is None
        and unit.kind is not Kind.BARE
        and _ONE_WIDE.fullmatch(written)
        and _names_one(text, found.start())
    ):
        value, doubt = Decimal(written.replace("，", "")), "千分位用了全角逗号，连起来读"
    odd = _ODD.get(found["odd"] or found["odd_after"], Bound.EXACT)
    ends, bound = None, Bound.EXACT
    if found["margin"] and value is not None:
        ends, bound = Interval.around(value, Decimal(found["margin"])), Bound.PLUS_MINUS
    own = unit.kind is not Kind.BARE or bool(scale and written)
    term = Term(
        found.start() + number.skip, found.end(), value, unit, number.decimals, _step(value), odd, ends, bound,
        own=own, scaled=bool(scale), han=han, doubt=doubt,
    )  # fmt: skip
    return _extended(text, term) if own else term


def _unit(found: re.Match[str], scale: str) -> Unit | None:
    if found["unit"]:
        unit = scaled_unit(found["unit"], scale)
        return _either(unit, found["either"]) if found["either"] else unit
    if found["odd"] and not scale:
        return BARE
    factor = _power(scale) if scale else Decimal(1)
    return Unit(scale, Kind.BARE, "", factor)


def _either(unit: Unit, other: str) -> Unit:
    """台（套）: counted as 台; 人（次）: as 人次."""
    base = f"{unit.base}次" if other == "次" and f"{unit.base}次" in load_units() else unit.base
    return Unit(f"{unit.name}（{other}）", unit.kind, base, unit.factor)


def _names_one(text: str, start: int) -> bool:
    """Whether the words before ``start`` name a single amount."""
    return _NAMES_ONE.search(text, max(0, start - 4), start) is not None


def _told_in_tenths(text: str, found: re.Match[str]) -> bool:
    return text.startswith("成为", found.end()) and text[found.start() - 1 : found.start()] in _TOLD_TENTHS


@lru_cache(maxsize=10_000)
def _step(value: Decimal | None) -> Decimal:
    """One unit of the last non-zero digit: 30 → 10, 1.2 → 0.1."""
    if not value:
        return Decimal(1)
    return Decimal(1).scaleb(int(value.normalize().as_tuple().exponent))


def _extended(text: str, term: Term) -> Term:
    """With what belongs to the unit behind it: 角分, 整, 人民币, 元 printed twice, /亩; 30秒 behind 4分."""
    if term.unit.kind is not Kind.MONEY:
        if term.unit.name in _HALVED and text.startswith("半", term.end):
            return _and_a_half(text, term)
        return _with_seconds(text, term) if term.unit.name in _CLOCK else _with_per(text, term)
    end, value, doubt, decimals = term.end, term.number, term.doubt, term.decimals
    if text[end : end + 1] not in _BEHIND_YUAN:
        return _with_per(text, term)
    small = _JIAO_FEN.match(text, end)
    if small and small.group() and value is not None and not decimals:
        jiao, fen = (read_numeral(small[part] or "零") for part in ("jiao", "fen"))
        if jiao is None or fen is None or (term.unit.factor != 1 and not term.han):
            return term
        value = value * term.unit.factor + jiao / 10 + fen / 100
        end, decimals = small.end(), 2
        term = term._replace(unit=scaled_unit("元", ""), step=Decimal("0.01"))
    for word in ("元", "人民币"):
        if text.startswith(word, end) and not text.startswith("元区", end):
            doubt = doubt or ("单位“元”重复" if word == "元" else "")
            end += len(word)
    whole = _DAXIE_END.match(text, end)
    if whole:
        end = whole.end()
    if end != term.end:
        term = term._replace(end=end, number=value, doubt=doubt, decimals=decimals)
    return _with_per(text, term)


def _with_seconds(text: str, term: Term) -> Term:
    """2小时15分 in minutes, 4分30秒 in seconds."""
    found = _CLOCK[term.unit.name].match(text, term.end)
    if found is None or term.number is None or term.decimals or term.odd or term.doubt:
        return _with_per(text, term)
    unit = scaled_unit("秒" if "秒" in found.group() else "分钟", "")
    number = term.number * 60 + Decimal(found[1])
    return term._replace(end=found.end(), number=number, unit=unit, step=Decimal(1))


def _and_a_half(text: str, term: Term) -> Term:
    """两年半 is 2.5年."""
    if term.number is None or term.decimals or term.odd or text[term.end + 1 : term.end + 2] in _NO_HALF:
        return term
    return term._replace(
        end=term.end + 1, number=term.number + Decimal("0.5"), decimals=1, step=Decimal("0.1")
    )


def _with_per(text: str, term: Term) -> Term:
    found = _PER.match(text, term.end) if text[term.end : term.end + 1] in _PER_FIRST else None
    if found is None or term.unit.kind in {Kind.SCORE, Kind.PERCENT, Kind.POINTS, Kind.BARE}:
        return term
    if found.group()[0] == "每" and term.unit.kind is not Kind.MONEY:
        return term
    unit = term.unit
    printed = found["both"] or found["per"]
    per = _PER_DOT.sub("·", "平方米" if printed in {"㎡", "m²", "m2"} else printed)
    return term._replace(
        end=found.end(),
        unit=Unit(f"{unit.name}/{printed}", unit.kind, unit.base, unit.factor, per),
    )
