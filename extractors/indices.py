"""Figures that have no unit because their name says what they are: 系数0.568, 综合指数为3.52, 容积率1.8."""

from __future__ import annotations

import re

from extractors.terms import NAMES_INDEX, Term

_REACH = 16  # characters from the name to the figure, the verb between them included
_NAMED = re.compile(
    "(?:系数|指数|比值|容积率|恩格尔|[pP][hH]值|费效比|产出比|收益比|撬动比|杠杆比|性价比|师生比|生师比|床护比|医护比)"
    "(?:约|约为|仅|仅为|为|是|达|达到|[:：=]|(?:[^，。；、,;:：0-9]{0,6}(?:[由从]|[为至到]))|(?:由|从)[0-9.]{1,6}(?:[一-鿿]{2})?(?:至|到|为))?$"
)
_ENDS = frozenset("，,。；;、：:）)】”的较比高低上下左右以~—-至到提增升降\n\t") | {""}


def is_index(text: str, term: Term) -> bool:
    """Whether the bare number is that of a coefficient or an index named right before it.

    >>> from extractors.terms import read_term
    >>> said = "灌溉水有效利用系数0.568，"
    >>> is_index(said, read_term(said, 9))
    True
    """
    after = text[term.end : term.end + 2]
    if term.han or text[term.start - 1 : term.start] not in NAMES_INDEX or after[:1] not in _ENDS:
        return False
    if after[1:].isdigit() and after[0] in ":：-~—–":
        return False  # 比值为2：1
    return _NAMED.search(text, max(0, term.start - _REACH), term.start) is not None
