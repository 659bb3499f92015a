"""Two terms that state one span: 1.2-1.5亿元, 九到十亿元, 介于10%和15%之间."""

from __future__ import annotations

import re

from extractors.terms import STARTS, Term, read_term
from schemas.quantity import Bound, Interval, Kind

_JOINS = re.compile(r"(?P<low>\((?P<open>不)?含\))?(?P<word>[-~—–]{1,2}|[至到和与])")
_HIGH_END = re.compile(r"\((?P<open>不)?含\)")


def joined(text: str, first: Term) -> Term | None:
    """The span A至B, with the unit and scale shared from the right where A has none."""
    joint = _JOINS.match(text, first.end)
    if joint is None or first.odd or first.ends or first.doubt or first.number is None:
        return None
    word, before = joint["word"], text[max(0, first.start - 2) : first.start]
    between = word in "和与"
    if between and not before.endswith("介于") and not before.endswith("在"):
        return None
    if word in "至到" and before[-1:] in {"从", "由"}:
        return None  # 由84元到89元 is a change, told by two quantities
    second = read_term(text, joint.end()) if STARTS.match(text, joint.end()) else None
    if second is None or not second.own or second.number is None or second.ends or second.ratio:
        return None
    if between and not text.startswith("之间", second.end):
        return None
    return _span(text, first, second, low_closed=not joint["open"])


def _span(text: str, first: Term, second: Term, *, low_closed: bool) -> Term | None:
    low, high, unit = first.number, second.number, second.unit
    if low is None or high is None:
        return None
    if first.own:
        same = (first.unit.kind, first.unit.base) == (unit.kind, unit.base) and first.unit.per in {
            "",
            unit.per,
        }
        if not same and not (first.unit.kind is Kind.BARE and first.scaled):
            return None
        low = low * first.unit.factor / unit.factor
    start, end, doubt, soft = first.start, second.end, "", False
    closing = _HIGH_END.match(text, end)
    ends: Interval | None = Interval(low, high, low_closed, not (closing and closing["open"]))
    end = closing.end() if closing else end
    core = second.han.rstrip("万亿")
    if first.han and not first.own and len(core) > 1 and core[-1] in "百千":
        ends, doubt = None, f"“{text[start:end]}”前一个数的量级看不出来"  # 八到九百: 8 or 800
    elif low >= high:
        ends, doubt = None, f"“{text[start:end]}”前大后小，读不出范围"
    if text.startswith("之间", end):
        end += 2
        soft = text.startswith("介于", max(0, start - 2))
        start -= 2 * soft
    decimals = max(first.decimals, second.decimals)
    han = first.han and second.han
    return Term(
        start,
        end,
        None,
        unit,
        decimals,
        ends=ends,
        bound=Bound.RANGE,
        scaled=True,
        han=han,
        doubt=doubt,
        soft=soft,
    )
