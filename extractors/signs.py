"""What stands right before a number and belongs to it: a minus, a currency, a bookkeeper's bracket, digits a blank cut off."""

from __future__ import annotations

import re
from decimal import Decimal

from extractors.plain import Plain
from extractors.terms import Term, read_term
from schemas.quantity import Bound, Interval, Kind

_ACCOUNTING = re.compile(r"(\d{1,3}(?:,\d{3})++(?:\.\d++)?+|\d++\.\d++)\)")
_BURDENS = frozenset("减肩担抱背自增")  # 为企业减负323.9万元 lifts a burden, and is no minus sign
_NEGATIVE_AFTER = set("为是达至到在由从升长降幅率额：:，,、(（=≤≥><。；;\t\n约超") | {""}
# 结余-1260万元: sums that may fall below nought.
_MAY_BE_NEGATIVE = re.compile(
    "(?:结余|余额|盈余|差额|净额|净值|利润总额|净利润|利润|净增|净流入|收支差|增减|变动)$"
)
_COUNTS_OFF = frozenset("号第表图件章节条款")
_MARKS = ("人民币", "RMB", "¥")
_MARK_ENDS = frozenset(mark[-1] for mark in _MARKS)
_BLANK_GROUP = re.compile(r"(\d+) $")


def accounting(text: str, at: int) -> Term | None:
    """(12.5)万元: a bookkeeper's negative. (3)万元 is left alone: it may be a list number."""
    found = _ACCOUNTING.match(text, at) if text[at - 1 : at] == "(" else None
    if found is None:
        return None
    term = read_term(found[1] + text[found.end() : found.end() + 12], 0)
    if term is None or term.number is None or term.unit.kind is not Kind.MONEY:
        return None
    return term._replace(start=at - 1, end=at + term.end + 1, number=-term.number)


def currency(text: str, start: int, floor: int = 0) -> str:
    """The currency mark that ends at ``start`` and begins after ``floor``, or nothing."""
    if text[start - 1 : start] not in _MARK_ENDS:
        return ""
    for mark in _MARKS:
        if start - len(mark) >= floor and text.startswith(mark, start - len(mark)):
            return mark
    return ""


def signed(uniform: Plain, term: Term, floor: int) -> tuple[Term, int, str]:
    """The term with its minus sign, with digits a blank cut off, or with what is doubtful about them."""
    text, start = uniform.text, term.start
    if term.number is None:
        return term, start, ""
    before = text[start - 1 : start]
    if before == "-" and start - 1 >= floor:
        left = text[start - 2 : start - 1] if start >= 2 else ""
        if left in _NEGATIVE_AFTER or _MAY_BE_NEGATIVE.search(text, max(0, start - 6), start - 1):
            return term._replace(number=-term.number), start - 1, ""
        if not left.isdigit() and not left.isascii():
            return term, start, "数前的“-”是负号还是连接号，看不出来"
    if before == "±" and start - 1 >= floor:
        ends = Interval.around(Decimal(0), term.number)
        return term._replace(number=Decimal(0), ends=ends, bound=Bound.PLUS_MINUS), start - 1, ""
    if before == "." and start - 1 >= floor and uniform.offsets[start] - uniform.offsets[start - 1] == 1:
        return (
            term._replace(number=None),
            start - 1,
            f"“{text[start - 1 : term.end]}”小数点前没有数字，读不出数值",
        )
    if before == "负" and text[start - 2 : start - 1] not in _BURDENS:
        return term._replace(number=-term.number), start - 1, ""
    if before == " ":
        return _cut_by_blank(uniform, term, floor)
    return term, start, ""


def _spaced(uniform: Plain, term: Term, at: int) -> bool:
    """完成 1 286 户: this author sets blanks around every figure, one more parts the thousands."""
    before = uniform.text[at - 1 : at]
    apart = at > 0 and uniform.offsets[at] - uniform.offsets[at - 1] > 1
    printed = uniform.printed[uniform.offsets[term.start] : uniform.offsets[term.end - 1]]
    return apart and not before.isascii() and before not in _COUNTS_OFF and " " in printed


def _cut_by_blank(uniform: Plain, term: Term, floor: int) -> tuple[Term, int, str]:
    """18 64.05万元: joined only where nothing else can be meant, and said so."""
    text, start = uniform.text, term.start
    group = _BLANK_GROUP.search(text, max(0, start - 8), start)
    number = term.number
    if group is None or number is None or term.han or group.start(1) < floor:
        return term, start, ""
    at = group.start(1)
    digits = text[start : term.end]
    whole = len(re.match(r"\d*", digits).group())  # type: ignore[union-attr]
    glued = at > 0 and not text[at - 1].isascii() and uniform.offsets[at] - uniform.offsets[at - 1] == 1
    alone = at == 0 and term.end == len(text)
    money = term.unit.kind is Kind.MONEY
    if (
        (glued or alone or _spaced(uniform, term, at))
        and len(group[1]) <= 3
        and group[1][0] != "0"
        and (money or whole == 3)
    ):
        joined = Decimal(group[1] + f"{number:f}".zfill(whole))
        return term._replace(number=joined), at, "数字中间有空白，连起来读"
    if whole == 3 and len(group[1]) <= 3 and term.unit.kind is not Kind.PERCENT:
        return term._replace(number=None), start, f"“{group[1]} {digits}”数字中间有空白，读不出数值"
    return term, start, f"前面隔着空白还有“{group[1]}”" if money else ""
