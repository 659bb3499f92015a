"""Numbers that no word of listing ties: what stands in a row before or behind a number and makes it.

To the last digit, or but for one slip of the pen where the row has nothing else that it could be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractors.mentions import Mention
from extractors.names import strip_fillers
from extractors.slips import digits_of, one_slip_away
from extractors.sums.closing import closed
from extractors.sums.ties import (
    CLASS,
    NO_TOTAL,
    OTHER_STAGE,
    SO_FAR,
    SUMMED,
    Tied,
    counts_parts,
    summable,
    without_brackets,
)
from schemas.quantity import ZERO, Bound, Kind

_DIGITS = 3  # of a total that two parts beside it make by more than chance
_LONGEST_GAP = 32  # characters between two of the row, brackets aside
_FAR = 200  # characters from one number of a row to the next, brackets and all
_CLAUSES = 4  # into which stops cut what stands between two of the row
_LONGEST_ROW = 40
_SKIPPED = 6  # numbers between two of the row: shares, parts of a part, the 三个 of 三个行业63家
_DUE = re.compile("目标|任务|计划(?!生育|项目)|应(?:付|收|拨|发|支|缴|到)")
_BESIDE = re.compile("[、和及与]")  # 100人、60人和40人
_LEVEL = re.compile("中央|[省市县区州盟旗乡镇村](?:[级里财本上]|$)|团场|师市|兵团|自筹|社会资本|地方|配套")
_STOP = re.compile("[，,、；;：:。()]")
_LEADING = re.compile("^(?:其中|的)")
_PAIRS = {
    *[
        "城乡",
        "东西",
        "南北",
        "上下",
        "内外",
        "男女",
        "新老",
        "新旧",
        "公民",
        "前后",
        "干支",
        "主支",
        "正副",
        "甲乙",
        "续新",
        "大小",
        "老少",
        "室内",
        "左右",
    ]
}
_SAYS_WHOLE = re.compile("全|总|共|合计|到底|年[底末]|累计|一年")
_ALL_OF_IT = re.compile("(?:资金)?(?:均?已)?全部")  # 3728万元全部执行到位
_LISTS_ON = re.compile("[，,、和][^，,、；;：:。里中又还另再]{0,14}")
_AMONG = re.compile("[中里内]|当中|之中|——?|\\(")
_PARTED = re.compile("[。，,、；;：:—(=]|[中里内是为]")
_ENDS_WITH_IT = re.compile("(?:，[^，。；：、()\\d]{2,20})?。")  # 下达资金860万元，我局及时下拨。
_AND = re.compile("[，,、；;+和及与跟或以]|—")
# What is more, less, left over, wished for, offered or of another time is no part of what stands beside it.
_NO_PART = re.compile(
    "计划|目标|任务|要求|限价|控制价|中标|成交|标价|报价|省下|富余|余量|盈余|节省|节支|节余|降本|超出|超过|超额(?!完成)|超计划|缺口|差额|原[有定来]|上年|去年|同期|应[达完]"
    "|增加|增长|增幅|增拨|增至|扩大|上升|升至|上涨|提高|下降|降低|降[至到为]|缩[至到为]|减少|收回|预算(?!内|外|单位|执行(?!数|率))|(?:[多少高低]|相差|还差)(?:出|于|了)?$|(?<!对)[较比](?![例重武赛价选拼])"
)
_WEIGHT = re.compile("(?:分值|权重|满分|标准分)(?:为|是)?$")
_REMAINDER = re.compile("^[，,：:；;、]?(?:其余|其他|其它|剩余|余下|剩下|另)")
_LEFT = re.compile("[，,](?:剩余|剩下|余下|尚余|还剩|其余)的?")
_REST_OF_MONEY = re.compile("剩余的(?=[一-鿿])")  # 将剩余的清算资金120万元分配到位
# 能用数字衡量的9个，只能定性描述的1个: two that leave no third.
_OPPOSITE = re.compile(
    "^(?:正在|[仍尚还未待没不非无已在剩]|有|只|其余|其他|余下|剩余|转|放弃|自愿放弃|拒绝|暂)|[公民]办|[男女]性?$|线[上下]|[城乡农][镇村]|[上下]半年|不合格|瑕疵"
)


def in_a_row(text: str, mentions: Sequence[Mention], found: Sequence[Tied]) -> Iterator[Tied]:
    """管护面积90万亩，国有林20万亩、集体林70万亩; 纸质64份、扫码192份，收回256份.

    ``found``: what words tie already; parts of one total are never tied to each other.
    """
    totals = {each.total: each.parts for each in found}
    whole = {part: each.total for each in found for part in each.parts}
    for total, head in enumerate(mentions):
        if total in totals or head.quantity.kind not in SUMMED or _never(head):
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
    for total, head in enumerate(mentions):
        if total in totals or total in whole or head.quantity.kind not in SUMMED[:3] or _never(head):
            continue
        for step in (1, -1):
            parts = _row(text, mentions, total, step, whole, slipped=True)
            if parts:
                totals[total] = parts
                whole |= dict.fromkeys(parts, total)
                yield Tied(total, parts, None, "、")
                break


def _row(
    text: str,
    mentions: Sequence[Mention],
    total: int,
    step: int,
    whole: dict[int, int],
    *,
    slipped: bool = False,
) -> tuple[int, ...]:
    """What stands behind (``step`` 1) or before (-1) the total, as far as it makes it; empty if it does not.

    ``slipped``: all that stands in the row, if one slip parts it from its total.
    """
    head = mentions[total]
    left, last, names = head.quantity.value or ZERO, total, list[str]()
    parts: list[int] = []
    sentence = head.sentence
    if step > 0 and _ENDS_WITH_IT.match(text, head.end):
        sentence += 1  # 全年支出860万元。人员120万元，运转240万元，项目500万元。
    gap = ""  # since the one before, without what was passed over
    for at in range(total + step, total + step * _LONGEST_ROW, step):
        if not 0 <= at < len(mentions) or mentions[at].sentence != sentence or abs(at - last) > _SKIPPED:
            break
        mention = mentions[at]
        if whole.get(at, total) in parts:
            gap = "；"
            continue
        if abs(mentions[at].start - mentions[at - step].start) > _FAR:
            break
        gap += _between(text, mentions[at], mentions[at - step])
        if _passed_over(mentions, at, head) or _of_a_name(text, mentions, at, head):
            continue
        if not _may_part(gap, first=not parts) or not _alike(head, mention) or at in whole:
            break
        if _WEIGHT.search(mention.left) and not _WEIGHT.search(head.left):
            break  # 效益指标分值20分，得20分: points to be had are no part of those given
        if mention.quantity.value and not slipped and (mention.quantity.value > left or left == 0):
            break
        left -= mention.quantity.value or ZERO
        last, gap = at, ""
        names.append(mention.left or mention.right)
        parts.append(at)
    if bool(left) != slipped or len(parts) < 2 or _odd(text, mentions, total, parts, step):
        return ()
    opened = step > 0 and _AMONG.match(text, head.end) is not None
    if not opened and _goes_beyond(text, mentions, head, max(total, *parts)):
        return ()
    if slipped:
        return tuple(sorted(parts)) if _but_for_a_slip(mentions, total, sorted(parts)) else ()
    if len(parts) > 2 or _taken_off([head.left, *names]):
        return tuple(sorted(parts))
    telling = any(map(_telling, (head, *(mentions[at] for at in parts))))
    named = all(name and name in head.left for name in names)  # 新建改造站台61座，新建21座、改造40座
    likely = head.quantity.kind is not Kind.SCORE and (opened or telling or named or _opposite(names))
    return tuple(sorted(parts)) if likely else ()


def _but_for_a_slip(mentions: Sequence[Mention], total: int, parts: Sequence[int]) -> bool:
    """Whether the row would make the total but for one slip, and leaves nothing of it over by its words, or is long."""
    head, row = mentions[total], [mentions[at] for at in parts]
    quantities = [each.quantity for each in row]
    whole = closed(row)
    digits = max(len(digits_of(each)) for each in (head.quantity, *(quantities if whole else ())))
    if digits < _DIGITS or not one_slip_away(quantities, head.quantity):
        return False
    return len(row) > 2 or whole


def _goes_beyond(text: str, mentions: Sequence[Mention], head: Mention, last: int) -> bool:
    """人员100万元，设备50万元，培训50万元，宣传80万元: the list is longer than what would make up its first number."""
    if last + 1 == len(mentions) or mentions[last + 1].sentence != mentions[last].sentence:
        return False
    gap = _between(text, mentions[last], mentions[last + 1])
    return _alike(head, mentions[last + 1]) and _LISTS_ON.fullmatch(gap) is not None and not _says_other(gap)


def _says_other(words: str) -> bool:
    words = _REST_OF_MONEY.sub("", words)
    return bool(_NO_PART.search(words) or NO_TOTAL.search(words) or OTHER_STAGE.search(words))


def _opposite(names: Sequence[str]) -> bool:
    """Two that leave no third: 定量的9个，仍为定性的3个; 东片5处，西片7处; 检测类10台，监测类8台."""
    one, other = (_LEADING.sub("", name) for name in names)
    if _OPPOSITE.search(one) or _OPPOSITE.search(other) or _are_a_pair(one, other):
        return True
    return 1 < len(one) == len(other) and one[-1] == other[-1] and one != other


def _are_a_pair(one: str, other: str) -> bool:
    """主管道, 支管道; 路内泊位, 路外泊位"""
    first = next((a + b for a, b in zip(one, other, strict=False) if a != b), "")
    return bool({first, first[::-1]} & _PAIRS)


def _taken_off(names: Sequence[str]) -> bool:
    """共扣3.5分，产出扣2分，效益扣1.5分."""
    return all(name.endswith(("扣", "扣减", "失")) for name in names)


def _never(head: Mention) -> bool:
    """Changes, balances, limits, goals, and what was to be paid: what was done of it is told, not listed."""
    if head.quantity.bound is not Bound.EXACT or head.quantity.unit.per:
        return True
    return bool(NO_TOTAL.search(head.left) or _DUE.search(head.left))


def _between(text: str, one: Mention, other: Mention) -> str:
    """The words between two numbers, without what stands in brackets."""
    return without_brackets(text[min(one.end, other.end) : max(one.start, other.start)])


def _passed_over(mentions: Sequence[Mention], at: int, head: Mention) -> bool:
    """Shares, what stands in brackets, the 一类 of 一类公厕12座, the 三个 of 三个行业63家."""
    mention = mentions[at]
    if mention.quantity.kind is Kind.PERCENT or mention.depth > head.depth:
        return True
    if counts_parts(head, mention):
        return True
    behind = mentions[at + 1].start if at + 1 < len(mentions) else mention.end
    return CLASS.fullmatch(mention.quantity.raw) is not None and behind <= mention.end + 8


def _of_a_name(text: str, mentions: Sequence[Mention], at: int, head: Mention) -> bool:
    """The 12类 of 12类公共卫生服务资金3728万元."""
    if head.quantity.kind is not Kind.MONEY or mentions[at].quantity.kind is not Kind.COUNT:
        return False
    behind = text[mentions[at].end : mentions[at + 1].start] if at + 1 < len(mentions) else ""
    return bool(behind) and len(behind) <= _LONGEST_GAP and not _STOP.search(behind)


def _may_part(gap: str, *, first: bool) -> bool:
    """Whether what stands between two numbers leaves them one row. Only behind the total may a sentence end."""
    words = gap.replace("。", "，", 1).lstrip("，") if first else gap
    if "。" in words or len(words) > _LONGEST_GAP or len(re.split("[，,、；;：:]", words)) > _CLAUSES:
        return False
    return _PARTED.search(gap) is not None if first else _AND.search(gap) is not None


def _alike(head: Mention, mention: Mention) -> bool:
    if not summable(head, mention) or mention.quantity.bound is not Bound.EXACT:
        return False
    one, other = head.quantity.unit, mention.quantity.unit
    if one == other or head.quantity.kind is Kind.MONEY or {one.base, other.base} <= {"人", "名", "位"}:
        return True
    return one.name in other.name or other.name in one.name  # 18台套, 10台


def _odd(text: str, mentions: Sequence[Mention], total: int, parts: Sequence[int], step: int) -> bool:
    """Whether the words about the row say that it is something else: a plan and its excess, a price and a saving."""
    row = [total, *parts]
    gaps = [_between(text, mentions[one], mentions[other]) for one, other in pairwise(row)]
    if sum(SO_FAR.search(mentions[at].left) is not None for at in parts) > 1:
        return True
    if step < 0:
        gaps.append(mentions[row[-1]].left)
    elif _REMAINDER.match(gaps[0]):
        return True
    if (
        _BESIDE.match(gaps[0])
        or _peers(mentions, row, gaps)
        or (step > 0 and _of_a_list(text, mentions, row))
    ):
        return True
    if _done_and_left(mentions, row, gaps):
        return False
    return any(map(_says_other, gaps))


def _of_a_list(text: str, mentions: Sequence[Mention], row: Sequence[int]) -> bool:
    """…；监测经费220万元；治理经费20万元；创建资金200万元；…: items of one list, parted by semicolons alone."""
    total, *parts = row
    if _SAYS_WHOLE.search(mentions[total].left):
        return False
    gaps = [_between(text, mentions[one], mentions[other]) for one, other in pairwise(row)]
    return len(parts) > 1 and all("；" in gap for gap in gaps)


def _done_and_left(mentions: Sequence[Mention], row: Sequence[int], gaps: Sequence[str]) -> bool:
    """发现问题13个，已整改10个，剩余3个正在整改: of things counted those done and those left are all of them."""
    if len(row) != 3 or mentions[row[0]].quantity.kind is not Kind.COUNT:
        return False
    return re.match("[，,]已", gaps[0]) is not None and _LEFT.fullmatch(gaps[1]) is not None


def _peers(mentions: Sequence[Mention], row: Sequence[int], gaps: Sequence[str]) -> bool:
    """中央500万元，省级300万元，市级200万元; 甲县30户，乙县20户，丙县10户: one of them, whatever the others come to."""
    total, *parts = (_name(mentions, at).rstrip("的") for at in row)
    if _LEVEL.search(total) and any(map(_LEVEL.search, parts)):
        return True
    if not any((total, *parts)):
        return not _set_apart(gaps) and not _done_or_not(
            mentions, row
        )  # 300户住楼房，200户住平房，100户住窑洞
    if len(parts) == 2 and _are_a_pair(*parts) and not any(part[1:] == total[1:] for part in parts):
        return False  # 输水管道90公里，主管道30公里，支管道60公里, not 丙县90户，甲县30户，乙县60户
    says_whole = _SAYS_WHOLE.search(total) or _ALL_OF_IT.match(mentions[row[0]].right)
    alike = total and all(part.endswith(total[-1]) for part in parts) and not says_whole
    name = strip_fillers(total)
    if alike and not name:
        return True  # 安排500万元用于道路，安排300万元用于绿化，安排200万元用于路灯
    return bool(alike) and not all(part.endswith(name) and len(part) > len(name) for part in parts)


def _name(mentions: Sequence[Mention], at: int) -> str:
    """What stands right before a number, the 一类 of 一类300户 included."""
    before = mentions[at - 1] if at else None
    of_class = (
        before is not None and before.end == mentions[at].start and CLASS.fullmatch(before.quantity.raw)
    )
    return before.quantity.raw if before is not None and of_class else _LEADING.sub("", mentions[at].left)


def _done_or_not(mentions: Sequence[Mention], row: Sequence[int]) -> bool:
    """17项指标，12项完成，5项未完成"""
    return len(row) == 3 and any(_OPPOSITE.match(mentions[at].right) for at in row[1:])


def _set_apart(gaps: Sequence[str]) -> bool:
    """400万元归甲县、300万元归乙县，700万元全部拨完: a weaker stop parts the others."""
    first, *others = gaps
    return bool(re.search("[，；：]", first)) and not any(re.search("[，；：]", gap) for gap in others)


def _telling(head: Mention) -> bool:
    """5家 is 2家 and 3家 by chance, 128家 hardly is 83家 and 45家."""
    return len(str(head.quantity.number).replace(".", "").lstrip("0")) >= _DIGITS
