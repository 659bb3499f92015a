"""What a printed number says: value, interval, unit. Reads only the manners of writing that the content uses."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal

from tests.bench.heldout import numerals

_SCALE = {
    "": 1,
    "百": 100,
    "千": 1000,
    "万": 10_000,
    "百万": 1_000_000,
    "千万": 10_000_000,
    "亿": 10**8,
    "万亿": 10**12,
}
_FRONT = {
    "gt": ("超过", "超", "逾", "突破", "高于", "多于", "大于", "＞", ">"),
    "ge": ("不低于", "不少于", "不小于", "至少", "最低", "≥"),
    "le": ("不超过", "不高于", "不多于", "至多", "最多", "≤"),
    "lt": ("不到", "不足", "低于", "少于", "＜", "<"),
    "about": ("大约", "约", "大概"),
    "near": ("接近", "将近", "近"),
}
_BACK = {
    "ge": ("（含）以上", "及以上", "以上"),
    "le": ("（含）以下", "及以下", "以下", "以内", "之内"),
    "around": ("左右", "上下"),
    "lt": ("（不含）以下",),
}
MEASURES = frozenset(
    {"公里", "千米", "km", "海里", "米", "厘米", "亩", "公顷", "平方米", "㎡", "平方公里", "吨", "立方米"}
    | {"毫米", "方", "吨公里", "千瓦", "千瓦时", "TB", "GB", "公斤", "斤", "毫克", "微克", "μg"}
)
_NUMERAL = re.compile(
    r"[-－]?[0-9０-９][0-9０-９,，. ．\n]*(?<=[0-9０-９])|[零一二三四五六七八九十百千两〇点壹贰叁肆伍陆柒捌玖拾佰仟]+"
)
_SCALED = re.compile(r"万亿|百万|千万|[百万亿]|千(?![瓦米克])")
_WIDE = str.maketrans("０１２３４５６７８９．，－", "0123456789.,-")
_ODD = ("余", "多")


@dataclass(frozen=True, slots=True)
class Reading:
    """Value and interval in base units; None is unbounded, or no value (pure ranges)."""

    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    low_closed: bool
    high_closed: bool
    unit: str


@dataclass(frozen=True, slots=True)
class _Core:
    number: Decimal
    scale: int
    decimals: int
    odd: bool
    unit: str


def _front(text: str) -> tuple[str, str]:
    for kind, words in _FRONT.items():
        for word in words:
            if text.startswith(word):
                return kind, text[len(word) :]
    return "", text


def _back(text: str) -> tuple[str, str]:
    for kind in ("lt", "ge", "le", "around"):
        for word in _BACK[kind]:
            if text.endswith(word):
                return kind, text[: -len(word)]
    return "", text


def _core(text: str) -> _Core:
    found = _NUMERAL.match(text)
    assert found, text
    numeral, rest = found[0], text[found.end() :].lstrip(" \n")
    scale = 1
    if numeral[0] in numerals.CHARACTERS:
        value, decimals = numerals.number(numeral), len(numeral.partition("点")[2])
        trail = _SCALED.match(rest)
    else:
        plain = re.sub(r"[, \n]", "", numeral.translate(_WIDE))
        value, decimals = Decimal(plain), len(plain.partition(".")[2])
        trail = _SCALED.match(rest)
    odd = rest[:1] in _ODD and bool(rest)
    if odd:
        rest = rest[1:]
        trail = _SCALED.match(rest)
    if trail:
        scale, rest = _SCALE[trail[0]], rest[trail.end() :]
    if not odd and rest[:1] in _ODD and rest:
        odd, rest = True, rest[1:]
    return _Core(value, scale, decimals, odd, rest.strip())


def read(printed: str, *, exact: bool = False) -> Reading:
    """What ``printed`` claims. ``exact``: budget money in whole 元 or 万元 is a point.

    >>> r = read("超过1.2万人次"); str(r.low), r.low_closed, r.high, r.unit
    ('12000.0', False, None, '人次')
    >>> r = read("三百余户"); str(r.low), str(r.high)
    ('300', '400')
    >>> r = read("3-5个百分点"); r.value, str(r.low), str(r.high)
    (None, '3', '5')
    """
    special = _special(printed)
    if special:
        return special
    kind, body = _front(printed)
    if not kind:
        kind, body = _back(body)
    body = body.removeprefix("人民币")
    if body.endswith("元整"):
        body, exact = body.removesuffix("整"), True
    span = re.match(r"(.+?)(?:-|—|－|～|~|至|到)(.+)$", body)
    if span and _NUMERAL.match(span[2]):
        return _range(span[1], span[2])
    if "±" in body:
        middle, _, off = body.partition("±")
        give = _core(off)
        value = Decimal(middle) * give.scale
        half = give.number * give.scale
        return Reading(value, value - half, value + half, True, True, give.unit)
    return _bounded(_core(body), kind, exact=exact)


def _range(first: str, second: str) -> Reading:
    right, left = _core(second), _core(first)
    scale = left.scale if left.unit or left.scale > 1 else right.scale
    unit = right.unit
    return Reading(None, left.number * scale, right.number * right.scale, True, True, unit)


def _bounded(core: _Core, kind: str, *, exact: bool) -> Reading:
    value = core.number * core.scale
    ulp = Decimal(core.scale).scaleb(-core.decimals)
    unit, factor = core.unit, Decimal(1)
    if unit.startswith("‰"):
        factor = Decimal("0.1")
    elif unit == "成":
        unit, factor = "%", Decimal(10)
    value, ulp = value * factor, ulp * factor
    plain = Reading(value, value - ulp / 2, value + ulp / 2, True, True, unit)
    if core.odd:
        return replace(
            plain, low=value, high=value + _place(core) * factor, low_closed=False, high_closed=False
        )
    nought = Decimal(0)
    match kind:
        case "gt":
            return replace(plain, low=value, high=None, low_closed=False)
        case "ge":
            return replace(plain, low=value, high=None)
        case "le":
            return replace(plain, low=nought, high=value)
        case "lt":
            return replace(plain, low=nought, high=value, high_closed=False)
        case "about":
            return replace(plain, low=value * Decimal("0.95"), high=value * Decimal("1.05"))
        case "around":
            return replace(plain, low=value * Decimal("0.9"), high=value * Decimal("1.1"))
        case "near":
            return replace(plain, low=value * Decimal("0.9"), high=value, high_closed=False)
    if _is_point(core, unit, exact=exact):
        return replace(plain, low=value, high=value)
    return plain


def _place(core: _Core) -> Decimal:
    """The place of the last digit that is not zero, in base units."""
    sign, digits, exponent = core.number.normalize().as_tuple()
    assert isinstance(exponent, int)
    del sign, digits
    return Decimal(core.scale).scaleb(exponent)


def _is_point(core: _Core, unit: str, *, exact: bool) -> bool:
    if core.decimals:
        return False
    if "元" in unit:
        return exact and core.scale <= 10_000
    if (
        unit.startswith(("%", "％", "‰", "个百分点"))
        or unit in {"倍", "番"}
        or unit.split("/")[0] in MEASURES
    ):
        return False
    return core.scale == 1


def _special(printed: str) -> Reading | None:
    """Fractions, 百分之, 折, 番: words rather than digits."""
    down, up = Context(prec=34, rounding=ROUND_FLOOR), Context(prec=34, rounding=ROUND_CEILING)
    kind, body = _front(printed)
    if not kind:
        kind, body = _back(body)
    if found := re.fullmatch(r"(百|千|万)分之(.+)", body):
        factor = {"百": Decimal(1), "千": Decimal("0.1"), "万": Decimal("0.01")}[found[1]]
        core = _Core(numerals.number(found[2]), 1, len(found[2].partition("点")[2]), odd=False, unit="%")
        plain = _bounded(core, kind, exact=False)
        ends = [None if end is None else end * factor for end in (plain.value, plain.low, plain.high)]
        return Reading(ends[0], ends[1], ends[2], plain.low_closed, plain.high_closed, "%")
    if found := re.fullmatch(r"([一二三四五六七八九十]+)分之([一二三四五六七八九]+)", body):
        above, below = numerals.number(found[2]), numerals.number(found[1])
        plain = Reading(
            down.divide(above, below), down.divide(above, below), up.divide(above, below), True, True, ""
        )
        return replace(plain, low=Decimal(0)) if kind == "le" else plain
    if found := re.fullmatch(r"([一二三四五六七八九])([一二三四五六七八九])?折", printed):
        value = numerals.number(found[1]) * 10 + (numerals.number(found[2]) if found[2] else 0)
        half = Decimal("0.5") if found[2] else Decimal(5)
        return Reading(value, value - half, value + half, True, True, "%")
    if found := re.fullmatch(r"翻([一两二])番", printed):
        value = Decimal(2) ** int(numerals.number(found[1]))
        return Reading(value, value, value, True, True, "倍")
    return None
