"""A sum that fails as it was tied, read again: the same figures otherwise grouped may be what the words say.

A clerk's slip changes one figure. Where instead another whole, another run of parts or no sum at all makes the words true,
it was the reading that was wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from extractors.mentions import Mention
from extractors.slips import one_slip_away, telling
from extractors.sums.closing import closed
from extractors.sums.ties import Tied, summable, together
from schemas.quantity import ZERO, Bound, Kind

_MEAN = re.compile("平均|人均|[户件次日月年亩车床单班户村]均|均价|单价|面额|面值|中位")
# Prices and payments of one thing stand beside each other: 合同价68万元，审定价65.8万元，已支付63.83万元.
_PRICED = re.compile(
    "合同(?:价|金额|额)|中标|概算|控制价|送审|审定|结算|决算|应[付发]|扣发|实[付发]|已(?:支)?付"
)
_DONE = re.compile("完成|支出|支付|执行|到位|使用|拨付|审定|结算|实际|实[付发收]")
_LIMITS = (Bound.AT_LEAST, Bound.AT_MOST, Bound.MORE_THAN, Bound.LESS_THAN)
_AIMED = re.compile("计划|目标|任务|应(?!急|用|收|届)|原定|拟")
_STAYS = re.compile("年末|期末|月末|余额|目前|已|正在|其余|剩余|尚|还|现有|累计|在贷")
_CHANGE = re.compile("(?:增加|新增|净增|减少|净减|下降|增长|压减)了?$")
_FAR = 5  # times the total: more than a slip leaves a sum away from it
_SINGLE = 10  # below it anything is a sum of something
_DIGITS = 3  # of a figure that is made by others by more than chance
_BACK = 24  # numbers before a list in which another total is looked for


def reread(text: str, mentions: Sequence[Mention], ties: Sequence[Tied]) -> Iterator[Tied]:
    """``ties`` as they come out; those that hold are left, those that no reading makes true are left to be judged."""
    inner = {part: each.total for each in ties for part in each.parts}
    for tied in ties:
        again = (
            _single(mentions, tied, inner) if len(tied.parts) == 1 else _several(text, mentions, tied, inner)
        )
        if again is not None:
            yield again


def _several(text: str, mentions: Sequence[Mention], tied: Tied, inner: dict[int, int]) -> Tied | None:
    head, parts = mentions[tied.total], tied.parts
    if _holds(mentions, parts, head):
        return tied
    if _MEAN.search(head.left) or _is_mean(mentions, parts, head):
        return None
    exact = [at for at in parts if mentions[at].quantity.bound not in _LIMITS]
    if 1 < len(exact) < len(parts) and head.quantity.bound not in _LIMITS:
        return _several(text, mentions, replace(tied, parts=tuple(exact)), inner)  # 均在90分以上
    whole = inner.get(tied.total)
    if whole is not None and mentions[whole].quantity.value == together(mentions, parts):
        return replace(
            tied, total=whole
        )  # 支出500万元。其中人员300万元、办公200万元。按季度看，一季度…: of all of it
    run = (
        _first_pair(text, mentions, tied) or _every_other(mentions, parts, head) or _run(text, mentions, tied)
    )
    if run:
        return replace(tied, parts=run)
    if _other_things(mentions, parts, head) or _of_one_thing(mentions, parts):
        return None
    more = _one_more(mentions, tied) or _further(mentions, tied)
    if more:
        return replace(tied, parts=more)
    quantities = [mentions[at].quantity for at in parts]
    slipped = one_slip_away(quantities, head.quantity)
    if slipped and (telling(quantities, head.quantity) or len(parts) > 2):
        return tied
    if tied.total < parts[0]:
        other = _other_total(mentions, tied)
        if other is not None:
            return replace(tied, total=other)
        if _explains(mentions, tied):
            return None
    return None if not slipped and _far(mentions, parts, head) else tied


def _single(mentions: Sequence[Mention], tied: Tied, inner: dict[int, int]) -> Tied:
    """学生100人，其中一档20人、二档80人；其中女生50人: of all of them; 新增1146个（目标1000个），其中充电1050个: of what there is."""
    head, part = mentions[tied.total], mentions[tied.parts[0]]
    value = part.quantity.value or ZERO
    too_small = (head.quantity.value or ZERO) < value
    aimed = _AIMED.search(head.left) is not None and not _AIMED.search(part.left)
    if tied.total > tied.parts[0] or not (too_small or aimed):
        return tied
    if too_small and tied.total in inner and inner[tied.total] != tied.parts[0]:
        whole = inner[tied.total]
        return replace(tied, total=whole) if (mentions[whole].quantity.value or ZERO) >= value else tied
    if aimed or head.depth > part.depth:
        for at in range(tied.total - 1, max(-1, tied.total - _BACK), -1):
            before = mentions[at]
            if before.sentence != head.sentence:
                break
            enough = (before.quantity.value or ZERO) >= value
            if enough and summable(head, before) and not _AIMED.search(before.left):
                return replace(tied, total=at)
    return tied


def _holds(mentions: Sequence[Mention], parts: Sequence[int], head: Mention) -> bool:
    """Within half a unit of each last digit."""
    gap = abs(together(mentions, parts) - (head.quantity.value or ZERO))
    slack = sum(
        (mentions[at].quantity.ulp for at in parts if mentions[at].quantity.decimals), head.quantity.ulp
    )
    return gap == 0 or (gap <= slack / 2 and bool(head.quantity.decimals))


def _is_mean(mentions: Sequence[Mention], parts: Sequence[int], head: Mention) -> bool:
    """平均分92.1分，四个季度分别为91.0分、90.2分、92.4分和94.8分."""
    mean = together(mentions, parts) / len(parts)
    return abs(mean - (head.quantity.value or ZERO)) <= head.quantity.ulp


def _other_things(mentions: Sequence[Mention], parts: Sequence[int], head: Mention) -> bool:
    """分为4个包：第一包（450场）…: counted in another unit, and more of them than the total in one part alone."""
    if head.quantity.kind is not Kind.COUNT:
        return False
    name, names = head.quantity.unit.name, {mentions[at].quantity.unit.name for at in parts}
    most = max(mentions[at].quantity.value or ZERO for at in parts)
    return len(names) == 1 and name not in names and most > (head.quantity.value or ZERO)


def _of_one_thing(mentions: Sequence[Mention], parts: Sequence[int]) -> bool:
    """空调大修合同价68万元，审定价65.8万元，已支付63.83万元: one amount at three stages."""
    stages = [found.group() for at in parts if (found := _PRICED.search(mentions[at].left))]
    return len(set(stages)) > 1


def _first_pair(text: str, mentions: Sequence[Mention], tied: Tied) -> tuple[int, ...]:
    """基本支出2255万元，其中人员经费1985万元、公用经费270万元；项目支出3943万元: two leave no third, so the list ends with them."""
    pair, behind = tied.parts[:2], tied.parts[2:]
    if (
        not behind
        or tied.total > pair[0]
        or "；" not in text[mentions[pair[1]].end : mentions[behind[0]].start]
    ):
        return ()
    return pair if closed([mentions[at] for at in pair]) else ()


def _every_other(mentions: Sequence[Mention], parts: tuple[int, ...], head: Mention) -> tuple[int, ...]:
    """甲片区投资300万元、完成280万元，乙片区投资200万元、完成190万元，完成470万元: two figures of each, of which one is added up."""
    if len(parts) % 2 or len(parts) < 4:
        return ()
    rows = (parts[::2], parts[1::2])
    told = [[_DONE.search(mentions[at].left) is not None for at in row] for row in rows]
    if all(told[0]) or not all(told[1]):
        return ()
    return next((row for row in rows if together(mentions, row) == head.quantity.value), ())


def _run(text: str, mentions: Sequence[Mention], tied: Tied) -> tuple[int, ...]:
    """The run of two or more parts that make the total to the last digit, where the others are told of otherwise."""
    head, parts = mentions[tied.total], tied.parts
    total = head.quantity.value or ZERO
    if total < _SINGLE:
        return ()
    likely = tuple(at for at in parts if not _odd(mentions[at], total))
    if 1 < len(likely) < len(parts) and together(mentions, likely) == total:
        return likely
    backwards = tied.total > parts[-1]
    for length in range(len(parts) - 1, 1, -1):
        for start in range(len(parts) - length, -1, -1) if backwards else range(len(parts) - length + 1):
            run = parts[start : start + length]
            if together(mentions, run) == total and _left_out(text, mentions, run, parts, head):
                return run
    for out in parts if len(parts) > 2 else ():
        kept = tuple(at for at in parts if at != out)
        if together(mentions, kept) == total and _AIMED.search(mentions[out].left):
            return kept
    return ()


def _left_out(
    text: str, mentions: Sequence[Mention], run: Sequence[int], parts: Sequence[int], head: Mention
) -> bool:
    """Whether each figure that the run leaves out is no part by its words, its size, or a full clause between."""
    total = head.quantity.value or ZERO
    out = [at for at in parts if at not in run]
    before, after = [at for at in out if at < run[0]], [at for at in out if at > run[-1]]
    apart = bool(before) and "；" in text[mentions[before[-1]].end : mentions[run[0]].start]
    behind = bool(after) and "；" in text[mentions[run[-1]].end : mentions[after[0]].start]
    stays = bool(after) and _STAYS.search(mentions[after[0]].left) is not None
    whole = closed([mentions[at] for at in run])
    for at in out:
        if (
            not _odd(mentions[at], total)
            and not (apart and at in before)
            and not ((behind or stays or whole) and at in after)
        ):
            return False
    return True


def _odd(mention: Mention, total: Decimal) -> bool:
    """No part by its size, or what was only planned."""
    return (mention.quantity.value or ZERO) >= total or _AIMED.search(mention.left) is not None


def _one_more(mentions: Sequence[Mention], tied: Tied) -> tuple[int, ...]:
    """“甲”项目360万元。“乙”项目90万元，“丙”项目216万元，三个项目合计666万元: the figure that is wanting stands before."""
    head, parts = mentions[tied.total], tied.parts
    if tied.total < parts[-1]:
        return ()
    wanting = (head.quantity.value or ZERO) - together(mentions, parts)
    for at in range(parts[0] - 1, max(-1, parts[0] - _BACK), -1):
        mention = mentions[at]
        if mention.quantity.value == wanting and _tells(mention) and summable(head, mention):
            return (at, *parts)
    return ()


def _further(mentions: Sequence[Mention], tied: Tied) -> tuple[int, ...]:
    """扣分4.53分：…扣0.28分；…扣2分，6月末进度41.3%；…扣1分: the list goes on behind an explanation, up to its total."""
    head, parts = mentions[tied.total], list(tied.parts)
    if tied.total > parts[0]:
        return ()
    left = (head.quantity.value or ZERO) - together(mentions, parts)
    mark = mentions[parts[-1]].left[-1:]
    for at in range(parts[-1] + 1, min(parts[-1] + _BACK, len(mentions))):
        mention = mentions[at]
        if left <= 0 or mention.sentence != head.sentence:
            break
        if summable(head, mention) and mention.quantity.unit == head.quantity.unit:
            if mention.left[-1:] != mark:
                break
            left -= mention.quantity.value or ZERO
            parts.append(at)
    return tuple(parts) if left == 0 and len(parts) > len(tied.parts) else ()


def _other_total(mentions: Sequence[Mention], tied: Tied) -> int | None:
    """实际支出1908万元。结余24万元，…。其中：A 184万元，B 1724万元: the parts make another amount of the paragraph."""
    head, first = mentions[tied.total], tied.parts[0]
    made = together(mentions, tied.parts)
    for at in range(first - 1, max(-1, first - _BACK), -1):
        mention = mentions[at]
        if (
            at != tied.total
            and mention.quantity.value == made
            and _tells(mention)
            and summable(head, mention)
        ):
            return at
    return None


def _explains(mentions: Sequence[Mention], tied: Tied) -> bool:
    """对象200人，比上年底减少118人，其中自然减员236人、新增118人: what comes and goes explains the change, and is no part."""
    nearest = mentions[tied.parts[0] - 1]
    if tied.parts[0] - 1 == tied.total:
        return False  # 增加90万元，主要是设备费增加60万元、材料费增加40万元
    return nearest.sentence == mentions[tied.parts[0]].sentence and bool(_CHANGE.search(nearest.left))


def _far(mentions: Sequence[Mention], parts: Sequence[int], head: Mention) -> bool:
    """Whether sum and total are so far apart that no slip explains it, not even of a unit."""
    made, total = together(mentions, parts), head.quantity.value or ZERO
    if not made or not total or made < total:
        return False
    ratio = made / total
    scale = Decimal(1).scaleb(ratio.adjusted())
    of_unit = ratio >= _SINGLE and any(
        abs(made / each - total) < head.quantity.ulp for each in (scale, scale * 10)
    )
    return ratio > _FAR and not of_unit


def _tells(mention: Mention) -> bool:
    number = mention.quantity.number or ZERO
    return len(f"{number:f}".replace(".", "").lstrip("0")) >= _DIGITS
