"""The items of lists that go over sentences and paragraphs: where each begins and ends, and which amount is its own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.sums.sentences import Sentence
from schemas.fact import Fact, Role
from schemas.quantity import Bound
from schemas.words import comparable

NO_PART = frozenset(
    {Role.GROWTH, Role.BASE, Role.STANDARD, Role.THRESHOLD, Role.RATE, Role.RANK, Role.BUDGET_ADJUST}
)
LONGEST_ITEM = 30  # sentences
NAME = 40  # characters of an item's name straight before its amount
CLOSES = re.compile(
    "^(?:(?:以上|上述|前述)[^，。；：]{0,16}|(?:各[^，。；：各\\d]{1,4})?(?:全年|本年|支出|列支|支付|费用|资金|经费|项目|金额)*)(?:总额|总共|合计|共计|总计|小计|累计|加总|相加|之和|共)[^，。；：\\d]{0,10}$"
)
_LEAD = 60  # characters before the amount of an item
_SPENT = re.compile(
    "(?:支出|支付|列支|投入|投资|安排|拨付|补助|补贴|经费|资金|金额|费用|下达|开支|花费|[用花][去掉了]|使用|入账|打包|合并|一并)(?:共|合?计|为|了|达)*$"
)
_BULLET = re.compile(r"\s*(?:[-–—]{1,2}|[●•▪◆■○★☆√✓*·◇□➢►])")
_NOT_OF_THE_LIST = re.compile("^(?:此外|另外|另|同时)")


def numbered(line: Sequence[Sentence], first: int) -> list[Sequence[Sentence]]:
    """The items numbered 1, 2, 3 … of one kind from ``first`` on, each with the sentences under it."""
    kind, rank = line[first].kind, line[first].rank
    starts: list[int] = []
    at = first
    for at in range(first, len(line)):
        sentence = line[at]
        if (
            sentence.barrier
            or (starts and at - starts[-1] > LONGEST_ITEM)
            or (sentence.kind and sentence.rank < rank)
        ):
            break
        if sentence.kind == kind and sentence.number != len(starts) + 1:
            break
        if sentence.kind == kind:
            starts.append(at)
    else:
        at += 1
    return [line[begin:end] for begin, end in zip(starts, [*starts[1:], at], strict=True)] if starts else []


def numbered_before(line: Sequence[Sentence], at: int) -> list[Sequence[Sentence]]:
    """The items numbered 1, 2, 3 … right before ``line[at]``."""
    ends, expected, kind = at, 0, ""
    items: list[Sequence[Sentence]] = []
    for back in range(at - 1, -1, -1):
        sentence = line[back]
        if ends - back > LONGEST_ITEM or (
            sentence.barrier and not (sentence.number and kind in ("", sentence.kind))
        ):
            break
        if not sentence.number or (kind and sentence.kind != kind and sentence.rank > line[ends].rank):
            continue
        if not kind:
            kind, expected = sentence.kind, sentence.number
        if sentence.kind != kind or sentence.number != expected:
            break
        items.insert(0, line[back:ends])
        ends, expected = back, expected - 1
        if expected == 0:
            return items
    return []


def paragraphs(line: Sequence[Sentence], at: int) -> list[Sequence[Sentence]]:
    """Paragraphs after one that ends with a colon, each but the last ending with a semicolon."""
    if line[at].text.rstrip()[-1:] not in (":", "："):
        return []
    items: list[list[Sentence]] = []
    for sentence in line[at + 1 :]:
        if sentence.barrier or sentence.kind or _NOT_OF_THE_LIST.match(sentence.text):
            break
        if sentence.first:
            if items and not _goes_on(items[-1], sentence):
                break
            items.append([])
        if not items:
            break
        items[-1].append(sentence)
    return [*items]


def _goes_on(item: Sequence[Sentence], next_one: Sentence) -> bool:
    """Whether another item follows: after a semicolon, after a line without any stop, behind the same bullet."""
    end = item[-1].text.rstrip()[-1:]
    bullets = [_BULLET.match(sentence.text) for sentence in (item[0], next_one)]
    return end in "；;，," or end not in "。！？：:" or all(bullets)


def items_before(line: Sequence[Sentence], at: int, number: int) -> list[Sequence[Sentence]]:
    """Paragraphs, or sentences, in a row right before ``line[at]``, as long as each begins with its own amount."""
    whole = line[at].first
    items: list[list[Sentence]] = []
    current: list[Sentence] = []
    for back in range(at - 1, -1, -1):
        sentence = line[back]
        if sentence.barrier or (not whole and sentence.block != line[at].block) or len(items) > LONGEST_ITEM:
            break
        current.insert(0, sentence)
        if whole and not sentence.first:
            continue
        if not _begins_with_amount(sentence, own=bool(number)) or (number and len(items) == number):
            break
        items.insert(0, current)
        current = []
    return [*items]


def _begins_with_amount(sentence: Sentence, *, own: bool) -> bool:
    """A name and its amount; ``own``: even if it is money of the project itself, because the items are counted."""
    if not sentence.said or _NOT_OF_THE_LIST.match(sentence.text):
        return False
    fact = sentence.said[0]
    before = sentence.text[: fact.anchor.start - sentence.start]
    if len(before) > NAME or re.search("[，；]", before) or CLOSES.search(before):
        return False
    return own or not fact.indicator.startswith("budget:")


def lead_of(item: Sequence[Sentence], total: Fact) -> Fact | None:
    """The amount of an item: the first of the total's sort, right behind the item's name or said to be spent on it."""
    for sentence in item:
        for fact in sentence.said:
            if not comparable(total.quantity.unit, fact.quantity.unit) or fact is total:
                continue
            before = sentence.text[: fact.anchor.start - sentence.start]
            plain = fact.role not in NO_PART and fact.quantity.bound is Bound.EXACT
            if not plain or fact.quantity.trend or fact.quantity.number is None or len(before) > _LEAD:
                return None
            alone = before.endswith("，") and not re.search(r"[\d；]", before)  # 图书购置，175万元
            named = sentence is item[0] and len(before) <= NAME and (alone or not re.search("[，；]", before))
            spent = bool(_SPENT.search(re.split("[，；：]", before)[-1])) or fact.of_item
            return fact if named or spent else None
    return None
