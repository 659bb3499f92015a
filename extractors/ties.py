"""What a tie between mentions is, and the readings that looking forward and backward for parts share."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.mentions import Mention
from extractors.numerals import read_numeral
from schemas.quantity import Bound, Kind
from schemas.words import comparable, load_words

SUMMED = (Kind.MONEY, Kind.COUNT, Kind.MEASURE)
# Never what parts make up: what was left over, what was changed.
NO_TOTAL = re.compile("结余|结转|剩余|增加|减少|增长|下降|节约|追加|调减|压减|调增|核减|执行率|[较比][^，]*$")
_NUMBERED = re.compile(
    r"(?P<han>[两二三四五六七八九十]{1,2})?(?P<digits>(?<![\d.])\d{1,2})?大?(?:项|者|类|块|笔|种|部分|个)[^，。；：\d]{0,10}?"
    r"(?:合计|共计|总计|总共|累计|共)"
)
_BRACKETS = re.compile(r"\([^()]*\)")


@dataclass(frozen=True, slots=True)
class Tied:
    """Indices of mentions. ``exhaustive``: True must add up, False need not, None the words do not tell."""

    total: int
    parts: tuple[int, ...]
    exhaustive: bool | None
    cue: str


def summable(head: Mention, mention: Mention) -> bool:
    """Whether ``mention`` is a plain number of the sort of ``head``, neither a price nor a change."""
    quantity = mention.quantity
    if quantity.unit.per or quantity.number is None or not comparable(head.quantity.unit, quantity.unit):
        return False
    if quantity.bound in (Bound.RANGE, Bound.SEVERAL):
        return False
    if load_words().roles["standard"].search(mention.left):
        return False
    return not (quantity.trend or load_words().roles["growth"].search(mention.left))


def goes_on(last: Mention) -> bool:
    """Whether 等 behind the last part says that there are more: 51家企业技术中心等, 385万元等."""
    return bool(load_words().partial.match(last.right)) or last.right.endswith(("等", "等等"))


def how_many(clause: str) -> int:
    """How many parts the words before a total count, 0 where they do not.

    >>> how_many("以上三项费用合计支出"), how_many("两者共"), how_many("3类资金总计"), how_many("全年共支出")
    (3, 2, 3, 0)
    """
    found = _NUMBERED.search(clause)
    if found is None or not (found["han"] or found["digits"]):
        return 0
    number = read_numeral(found["han"]) if found["han"] else None
    return int(found["digits"] or number or 0)


def without_brackets(text: str) -> str:
    """``text`` without what stands in brackets, of brackets that open or close elsewhere what is left of them."""
    return re.sub(r"^[^()]*\)|\([^()]*$", "", _BRACKETS.sub("", text))
