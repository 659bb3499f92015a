"""Numbers that no word of listing ties: what stands in a row before or behind a number and makes it to the last digit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractors.mentions import Mention
from extractors.sums.ties import CLASS, NO_TOTAL, OTHER_STAGE, Tied, summable, without_brackets
from schemas.quantity import ZERO, Kind

_COUNTED = (Kind.MONEY, Kind.COUNT, Kind.MEASURE)
_DIGITS = 3  # of a total that two parts beside it make by more than chance
_LONGEST_GAP = 32  # characters between two of the row, brackets aside
_CLAUSES = 4  # into which stops cut what stands between two of the row
_LONGEST_ROW = 40
_SKIPPED = 6  # numbers between two of the row: shares, parts of a part, the 三个 of 三个行业63家
_COUNTS_PARTS = re.compile("[两二三四五六七八九十]")
_DUE = re.compile("应(?:付|收|拨|发|支|缴|到)")
_BESIDE = re.compile("[、和及与]")  # 100人、60人和40人
_LEVEL = re.compile("中央|[省市县区州盟旗乡镇村](?:[级里财本上]|$)|团场|师市|兵团|自筹|社会资本|地方|配套")
_AMONG = re.compile("[中里内]|当中|之中|——?|\\(")
_PARTED = re.compile("[，,、；;：:—(=]|[中里内]")
_AND = re.compile("[，,、；;和及与跟或以]|—")
# What is more, less, left over, wished for, offered or of another time is no part of what stands beside it.
_NO_PART = re.compile(
    "计划|目标|任务|要求|限价|控制价|中标|成交|标价|报价|省下|节省|节支|节余|降本|超出|超过|超额|超计划|缺口|差额|原[有定来]|上年|去年|同期|应[达完]"
    "|增加|增长|增幅|增拨|增至|扩大|上升|升至|上涨|提高|下降|降低|降[至到为]|缩[至到为]|减少|收回|预算|(?:[多少高低]|相差|还差)(?:出|于|了)?$|(?<!对)[较比](?![例重武赛价选拼])"
)
_REMAINDER = re.compile("^[，,：:；;、]?(?:其余|其他|其它|剩余|余下|剩下|另)")
# 能用数字衡量的9个，只能定性描述的1个: two that leave no third.
_OPPOSITE = re.compile(
    "^(?:正在|[仍尚还未待没不非无已在]|有|只|其余|其他|余下|剩余|转|放弃|自愿放弃|拒绝|暂)|[公民]办|[男女]性?$|线[上下]|[城乡农][镇村]|[上下]半年|不合格|瑕疵"
)


def in_a_row(text: str, mentions: Sequence[Mention], found: Sequence[Tied]) -> Iterator[Tied]:
    """管护面积90万亩，国有林20万亩、集体林70万亩; 纸质64份、扫码192份，收回256份.

    ``found``: what words tie already; parts of one total are never tied to each other.
    """
    totals = {each.total: each.parts for each in found}
    whole = {part: each.total for each in found for part in each.parts}
    for total, head in enumerate(mentions):
        if total in totals or head.quantity.kind not in _COUNTED or _never(head):
            continue
        if not head.quantity.value:
            continue
        for step in (1, -1):
            parts = _row(text, mentions, total, step, whole)
            if parts and (total not in whole or whole[total] not in {whole.get(part) for part in parts}):
                totals[total] = parts
                whole |= dict.fromkeys(parts, total)
                yield Tied(total, parts, None, "、")
                break


def _row(
    text: str, mentions: Sequence[Mention], total: int, step: int, whole: dict[int, int]
) -> tuple[int, ...]:
    """What stands behind (``step`` 1) or before (-1) the total, as far as it makes it; empty if it does not."""
    head = mentions[total]
    left, last, names = head.quantity.value or ZERO, total, list[str]()
    parts: list[int] = []
    gap = ""  # since the one before, without what was passed over
    for at in range(total + step, total + step * _LONGEST_ROW, step):
        if not 0 <= at < len(mentions) or mentions[at].sentence != head.sentence or abs(at - last) > _SKIPPED:
            break
        mention = mentions[at]
        if whole.get(at, total) in parts:
            gap = "；"
            continue
        gap += _between(text, mentions[at], mentions[at - step])
        if _passed_over(mentions, at, head):
            continue
        if not _may_part(gap, first=not parts) or not _alike(head, mention) or at in whole:
            break
        if mention.quantity.value and mention.quantity.value > left:
            break
        if left == 0 and mention.quantity.value:
            break
        left -= mention.quantity.value or ZERO
        last, gap = at, ""
        names.append(mention.left)
        parts.append(at)
    if left or len(parts) < 2 or _odd(text, mentions, total, parts, step):
        return ()
    opened = step > 0 and _AMONG.match(text, head.end) is not None
    opposite = any(_OPPOSITE.search(name.lstrip("的")) for name in names)
    return tuple(sorted(parts)) if len(parts) > 2 or _telling(head) or opened or opposite else ()


def _never(head: Mention) -> bool:
    """Changes, balances, and what was to be paid: what was paid of it is told, not listed."""
    return bool(NO_TOTAL.search(head.left) or _DUE.search(head.left))


def _between(text: str, one: Mention, other: Mention) -> str:
    """The words between two numbers, without what stands in brackets."""
    return without_brackets(text[min(one.end, other.end) : max(one.start, other.start)])


def _passed_over(mentions: Sequence[Mention], at: int, head: Mention) -> bool:
    """Shares, what stands in brackets, the 一类 of 一类公厕12座, the 三个 of 三个行业63家."""
    mention = mentions[at]
    if mention.quantity.kind is Kind.PERCENT or mention.depth > head.depth:
        return True
    if mention.quantity.unit != head.quantity.unit and _COUNTS_PARTS.match(mention.quantity.raw):
        return True
    behind = mentions[at + 1].start if at + 1 < len(mentions) else mention.end
    return CLASS.fullmatch(mention.quantity.raw) is not None and behind <= mention.end + 8


def _may_part(gap: str, *, first: bool) -> bool:
    """Whether what stands between two numbers leaves them one row."""
    if "。" in gap or len(gap) > _LONGEST_GAP or len(re.split("[，,、；;：:]", gap)) > _CLAUSES:
        return False
    return _PARTED.search(gap) is not None if first else _AND.search(gap) is not None


def _alike(head: Mention, mention: Mention) -> bool:
    if not summable(head, mention):
        return False
    one, other = head.quantity.unit, mention.quantity.unit
    return one == other or head.quantity.kind is Kind.MONEY or {one.base, other.base} <= {"人", "名", "位"}


def _odd(text: str, mentions: Sequence[Mention], total: int, parts: Sequence[int], step: int) -> bool:
    """Whether the words about the row say that it is something else: a plan and its excess, a price and a saving."""
    row = [total, *parts]
    gaps = [_between(text, mentions[one], mentions[other]) for one, other in pairwise(row)]
    if step < 0:
        gaps.append(mentions[row[-1]].left)
    elif _REMAINDER.match(gaps[0]):
        return True
    if _BESIDE.match(gaps[0]) or _peers(mentions, row):
        return True
    return any(_NO_PART.search(gap) or NO_TOTAL.search(gap) or OTHER_STAGE.search(gap) for gap in gaps)


def _peers(mentions: Sequence[Mention], row: Sequence[int]) -> bool:
    """中央500万元，省级300万元，市级200万元: one of the levels that pay, whatever the others come to."""
    total, *parts = (_LEVEL.search(mentions[at].left) is not None for at in row)
    return total and any(parts)


def _telling(head: Mention) -> bool:
    """5家 is 2家 and 3家 by chance, 128家 hardly is 83家 and 45家."""
    return len(str(head.quantity.number).replace(".", "").lstrip("0")) >= _DIGITS
