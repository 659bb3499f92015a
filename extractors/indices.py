"""Figures that print no unit: their name says what they are (系数0.568, 综合得分98.5), or the end of their list does (300、200、100万元)."""

from __future__ import annotations

import re

from extractors.terms import BARE, NAMES_INDEX, Term, read_term
from schemas.quantity import Unit
from schemas.units import load_units

_REACH = 16  # characters from the name to the figure, the verb between them included
_VERB = (
    "(?:约|约为|仅|仅为|为|是|达|达到|[:：=]|(?:[^，。；、,;:：0-9]{0,6}(?:[由从]|[为至到]))"
    "|(?:由|从)[0-9.]{1,6}(?:[一-鿿]{2})?(?:至|到|为))?$"
)
_INDEX = re.compile(
    "(?:(?:死亡|发病|出生|患病|自然增长)率|系数|指数|比值|容积率|恩格尔|[pP][hH]值|费效比|产出比|收益比|撬动比|杠杆比|性价比|师生比|生师比|床护比|医护比)"
    + _VERB
)
_SCORE = re.compile("(?:得分|评分|总分|满分|均分)" + _VERB)
_ENDS = frozenset("，,。；;、：:）)】”的较比高低上下左右以~—-至到提增升降\n\t") | {""}
_LIST = re.compile(r"(?:(?:、|和|及|与|以及)\d{1,12}(?:\.\d{1,6})?){1,12}+")
_LAST = re.compile(r"\d{1,12}(?:\.\d{1,6})?$")
_EACH = re.compile("(?:分别|依次)[^。；;]{0,30}$")
_EACH_REACH = 34


def unit_unprinted(text: str, term: Term) -> Unit | None:
    """The unit of a bare number that its name or its list gives it; None where it is a mere number.

    >>> said = "灌溉水有效利用系数0.568，自评得分为96.5。资金分别为30、20和15万元"
    >>> [unit_unprinted(said, read_term(said, at)).name for at in (9, 20, 31, 34)]
    ['', '分', '万元', '万元']
    """
    if term.han:
        return None
    return _named(text, term) or _listed(text, term)


def _named(text: str, term: Term) -> Unit | None:
    after = text[term.end : term.end + 2]
    if text[term.start - 1 : term.start] not in NAMES_INDEX or after[:1] not in _ENDS:
        return None
    if after[1:].isdigit() and after[0] in ":：-~—–":
        return None  # 比值为2：1
    if _INDEX.search(text, max(0, term.start - _REACH), term.start):
        return BARE
    return load_units()["分"] if _SCORE.search(text, max(0, term.start - _REACH), term.start) else None


def _listed(text: str, term: Term) -> Unit | None:
    """The unit that the last of a list prints, where 分别 says that each has one."""
    if not _EACH.search(text, max(0, term.start - _EACH_REACH), term.start):
        return None
    found = _LIST.match(text, term.end)
    if found is None:
        return None
    last = _LAST.search(text, found.start(), found.end())
    closing = read_term(text, last.start()) if last else None
    return closing.unit if closing is not None and closing.own and closing.ends is None else None
