"""The words beside a number that loosen it, and what they leave possible (quantities.md §5; 民法典 1259条 for 以上, 以下)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from schemas.quantity import Bound, Interval

ABOUT_SHARE = Decimal("0.05")  # 约: no source fixes it, it is policy
AROUND_SHARE = Decimal("0.10")  # 左右
NEAR_SHARE = Decimal("0.90")  # 近: down to nine tenths, policy too

_MORE = ("超过", "超", "逾", "突破", "大于", "高于", "多于", ">", "过")
_LESS = ("低于", "小于", "少于", "<")
_BEFORE: dict[str, Bound] = {
    **dict.fromkeys(_MORE, Bound.MORE_THAN),
    **dict.fromkeys(_LESS, Bound.LESS_THAN),
    **dict.fromkeys(("不到", "不足", "不满", "未达", "未达到", "未满", "不及"), Bound.LESS_THAN),
    **dict.fromkeys(
        ("至少", "最少", "最低", "起码", "≥", ">=", "大于等于", "大于或等于", "高于或等于", "不亚于"),
        Bound.AT_LEAST,
    ),
    **dict.fromkeys(
        ("至多", "最多", "最高", "≤", "<=", "小于等于", "小于或等于", "低于或等于", "封顶"), Bound.AT_MOST
    ),
    **dict.fromkeys(("约", "约为", "大约", "大概", "大致", "近似", "约合", "约占", "约计"), Bound.ABOUT),
    **dict.fromkeys(("近", "接近", "将近"), Bound.NEAR),
}
_NOT = ("不", "未", "不得", "不能", "不应", "不可", "不会", "没有", "没", "未能")
for _negation in _NOT:  # 不超过 is at most, 不低于 is at least
    _BEFORE |= {_negation + word: Bound.AT_MOST for word in _MORE if word not in "过>"}
    _BEFORE |= {_negation + word: Bound.AT_LEAST for word in _LESS if word != "<"}
_CLAUSE_ENDS = frozenset("，,。；;、") | {""}
_LONGEST = max(map(len, _BEFORE))
_LAST = frozenset(word[-1] for word in _BEFORE)
# 节约, 签约, 附近, 最近 … are words of their own; 经过5年, 通过3项 too.
_OTHER_WORD = re.compile(
    "(?:[节制签预履集条合违公特邀誓践相立失][约]|[附最就临靠亲远][近]|[经通不]过|[赶反高]超|[通透经渡越跨]过|审议通过|[一二三四五]起)$"
)
_OF_WHOLE = re.compile(
    "((?:不|不得|不应|不能|未)(?:超过|高于|大于|多于|低于|少于|小于)|至少|最少|至多|最多|不足|不到)[^，。；、,;:：0-9的]{2,12}的$"
)
_WHOLE_REACH = 20
_WITH = r"\((?:包?含)[^()]{0,12}\)"  # （含）, （含50万元）
_WITHOUT = r"\((?:不含|不包含)[^()]{0,12}\)"
_AFTER = re.compile(
    rf"(?P<over>{_WITHOUT}(?:以上|之上)|(?:以上|之上){_WITHOUT})"
    rf"|(?P<under>{_WITHOUT}(?:以下|之下)|(?:以下|之下){_WITHOUT})"
    rf"|(?P<least>(?:{_WITH})?(?:以上|及以上|之上)(?:{_WITH})?|≤(?![\d.])|起(?=[,，。；;、)\s]|$))"
    rf"|(?P<most>(?:{_WITH})?(?:以下|及以下|以内|之内|之下)(?:{_WITH})?|≥(?![\d.])|封顶)"
    r"|(?P<around>左右|上下(?!游|级|班|水|联|行)|前后)"
    r"|(?P<within>内(?!容|部|外|涵|设|科|蒙|江|地|资|陆|审|控|生|需|在))"
    r"|(?P<beyond>以外|之外|开外)"
)

_FIRST = frozenset("(以之及≤≥起封左上前内开")

_BEHIND = {
    "over": Bound.MORE_THAN,
    "under": Bound.LESS_THAN,
    "least": Bound.AT_LEAST,
    "most": Bound.AT_MOST,
}


# 满意率95%，超过90%的目标值: the word compares the figure before it with a mark, and the mark is 90.
_MARK = re.compile(
    "的[一-鿿]{0,8}?(?:目标|指标|任务|上限|下限|控制|限[额值定价]|要求|规定|约定|预期|平均|均值|红线|底线|警戒|定额|概算|时限|阈值|标准|考核|门槛|计划)"
)
_LIMIT = re.compile("的[一-鿿]{0,4}(?:上限|下限|控制[数线]|红线|底线|警戒线|限[额值价]|包干|定额)")
_SETS = re.compile("(?:[了到为在的]|完成|实现|达到|达成|确保|设定|制定|确定|保持|稳定|维持|控制|要求|目标)$")
_COMPARES = frozenset(
    word + more
    for word in ("超过", "超", "高于", "低于", "突破", "多于", "少于", "大于", "小于", "逾")
    for more in ("", "了")
) | frozenset(
    (
        "未超过",
        "未突破",
        "没有超过",
        "没有突破",
        "没超过",
        "未高于",
        "未低于",
        "未达到",
        "未达",
        "不足",
        "不到",
        "不及",
    )
)


@dataclass(frozen=True, slots=True)
class Loosened:
    """A word beside a number: what it does, and where it begins (before the number) or ends (after it)."""

    bound: Bound
    at: int
    word: str


def loosened_before(text: str, start: int) -> Loosened | None:
    """The loosening word that ends at ``start``, longest first: 不超过 must win over 超过.

    >>> loosened_before("完成投资约", 5)
    Loosened(bound=<Bound.ABOUT: '约'>, at=4, word='约')
    >>> loosened_before("节约", 2) is None
    True
    """
    if text[start - 1 : start] not in _LAST:
        return None
    for length in range(min(_LONGEST, start), 0, -1):
        word = text[start - length : start]
        bound = _BEFORE.get(word)
        if bound is None:
            continue
        if _OTHER_WORD.search(text, max(0, start - 4), start) and length == 1:
            return None
        return Loosened(bound, start - length, word)
    return None


def loosened_share(text: str, start: int) -> Loosened | None:
    """The word that stands before what a share is of: 不超过总投资的30%, 不低于总支出的六成.

    >>> said = "原则上不超过总投资的30%"
    >>> loosened_share(said, 10)
    Loosened(bound=<Bound.AT_MOST: '以内'>, at=3, word='不超过')
    """
    found = _OF_WHOLE.search(text, max(0, start - _WHOLE_REACH), start)
    return loosened_before(text, found.end(1)) if found else None


def loosened_after(text: str, end: int, *, duration: bool, measure: bool) -> Loosened | None:
    """The loosening word that begins at ``end``. 内 counts after durations (30天内), 以外 after them and measures."""
    found = _AFTER.match(text, end) if text[end : end + 1] in _FIRST else None
    if found is None:
        return None
    name, word = found.lastgroup, found.group()
    if name == "within":
        return Loosened(Bound.AT_MOST, found.end(), word) if duration else None
    if name == "beyond":
        return Loosened(Bound.MORE_THAN, found.end(), word) if duration or measure else None
    bound = _BEHIND.get(name or "", Bound.AROUND)
    return Loosened(bound, found.end(), word)


def compares(text: str, before: Loosened, end: int) -> bool:
    """Whether ``before`` holds something against the mark that ends at ``end``, rather than loosening it.

    >>> said = "综合满意率95%，超过90%的目标值"
    >>> compares(said, Loosened(Bound.MORE_THAN, said.index("超"), "超过"), said.index("的"))
    True
    >>> said = "确定了超过90%的目标"
    >>> compares(said, Loosened(Bound.MORE_THAN, 3, "超过"), 8)
    False
    """
    if text[end : end + 1] != "的":
        return False
    if before.word in _COMPARES:
        return _MARK.match(text, end) is not None and not _SETS.search(text, max(0, before.at - 3), before.at)
    clause_begins = text[before.at - 1 : before.at] in _CLAUSE_ENDS
    return clause_begins and before.word[0] in _NOT and _LIMIT.match(text, end) is not None


_PASSED = _COMPARES | {"不超过", "不高于", "未超", "不低于"}


def outdone(text: str, before: Loosened, floor: int, end: int, unit: str) -> bool:
    """Whether ``before`` compares the quantity that ends at ``floor`` with the one that ends at ``end``.

    They stand side by side, in one unit, and the clause says no more.

    >>> outdone("成本57.4万元，未超过60万元", Loosened(Bound.AT_MOST, 9, "未超过"), 8, 16, "万元")
    True
    >>> outdone("有效率96%，低于80%的站点", Loosened(Bound.LESS_THAN, 7, "低于"), 6, 12, "%")
    False
    """
    if floor <= 0 or before.at != floor + 1 or before.word not in _PASSED:
        return False
    closes = text[end : end + 1] in _CLAUSE_ENDS or _MARK.match(text, end) is not None
    return closes and text[floor] in "，," and text.endswith(unit, 0, floor)


def claimed(number: Decimal, bound: Bound, step: Decimal) -> Interval | None:
    """What ``bound`` claims of ``number``; both in the unit as written.

    ``step`` is one unit of the last non-zero digit written (30 → 10, 1.2 → 0.1).
    """
    low = high = number
    if number < 0 and bound in {
        Bound.ODD,
        Bound.ROUGHLY,
        Bound.NEAR,
    }:  # away from zero, as said of the amount
        mirrored = claimed(-number, bound, step)
        return mirrored and -mirrored
    match bound:
        case Bound.MORE_THAN:
            return Interval(number, None, low_closed=False)
        case Bound.AT_LEAST:
            return Interval(number, None)
        case Bound.LESS_THAN:
            return Interval(None, number, high_closed=False)
        case Bound.AT_MOST:
            return Interval(None, number)
        case Bound.ABOUT:
            low, high = _share(number, 1 - ABOUT_SHARE, 1 + ABOUT_SHARE)
        case Bound.AROUND:
            low, high = _share(number, 1 - AROUND_SHARE, 1 + AROUND_SHARE)
        case Bound.NEAR:
            return Interval(number * NEAR_SHARE, number, high_closed=False)
        case Bound.ODD:
            return Interval(number, number + step, low_closed=False, high_closed=False)
        case Bound.ROUGHLY:
            return Interval(number * NEAR_SHARE, number + step / 2)
        case _:
            return None
    return Interval(low, high)


def _share(number: Decimal, low: Decimal, high: Decimal) -> tuple[Decimal, Decimal]:
    ends = sorted((number * low, number * high))
    return ends[0], ends[1]


SOFT = frozenset({Bound.ABOUT, Bound.AROUND, Bound.NEAR, Bound.ROUGHLY, Bound.SEVERAL})


def hull(a: Interval | None, b: Interval | None) -> Interval | None:
    """The smallest interval around both: two words beside one number (不低于…以上, 约…余) never tighten each other."""
    if a is None or b is None:
        return a or b
    low, low_closed = _outer(a.low, a.low_closed, b.low, b.low_closed, -1)
    high, high_closed = _outer(a.high, a.high_closed, b.high, b.high_closed, 1)
    return Interval(low, high, low_closed, high_closed)


def _outer(
    a: Decimal | None, a_closed: bool, b: Decimal | None, b_closed: bool, side: int
) -> tuple[Decimal | None, bool]:
    if a is None or b is None:
        return None, True
    if a == b:
        return a, a_closed or b_closed
    return (a, a_closed) if (a - b) * side > 0 else (b, b_closed)
