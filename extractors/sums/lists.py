"""Lists that go over sentences and paragraphs, with their total before them (包括：（1）… （2）…) or behind (…以上三项合计)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.sums.list_items import (
    CLOSES,
    LONGEST_ITEM,
    NAME,
    NO_PART,
    items_before,
    lead_of,
    numbered,
    numbered_before,
    paragraphs,
)
from extractors.sums.sentences import Sentence, sentences
from extractors.sums.ties import NO_TOTAL, SUMMED, how_many
from schemas.document import Document
from schemas.fact import Breakdown, Fact, Role
from schemas.quantity import ZERO, Bound, Kind
from schemas.words import load_words

# Of the project's own money: what items may add up to.
TOTALS = frozenset({Role.EXECUTED, Role.BUDGET, Role.BUDGET_FULL, Role.BUDGET_INITIAL, Role.ARRIVED})

_WORDS = 60  # characters before a list that may announce it
_HOW_MANY = "(?:以下|如下|下列|这)?(?:[两二三四五六七八九十\\d]+|几)个?(?:大?方面|部分|大?[项类块]|内容|方向)"
_OPENS = re.compile(
    "(?P<cue>其中|(?:主要)?包括|包含|(?:主要)?用于|分别为|分别是|分为|具体为|具体是|构成(?:情况)?|组成|(?:支出|资金)(?:方向|明细|用途|去向)|明细)"
    f"(?:如下|为|有|{_HOW_MANY})?[:：，,。；;]?\\s*$"
)
# …700万元，具体情况如下： or 使用情况（合计700万元）： the amount stands right before the words
_RIGHT_BEHIND = re.compile(
    "\\d[\\d.,，]*\\s*[一-鿿]{1,4}[，,。；]?\\s*(?P<cue>[^，。；：\\d]{0,8}(?:如下|情况为?(?=[:：])|以下[^，。；：]{0,8}))[:：。]?\\s*$"
    "|(?P<in_brackets>[(（][^()（）]*\\d[^()（）]*[)）])\\s*[:：]\\s*$"
)
_LOOSE = re.compile("其中|等")
_MAINLY = re.compile("(?:主要|重点|大部分)[^，。；]*$")
_PLAN = re.compile(
    "(?:分配|安排|使用|支出|投资|资金)[^，。；：]{0,10}(?:方案|计划|明细|情况|如下)?[:：]\\s*$"
)
_BY_CHANCE = 3  # items, of which fewer may make an amount that is not theirs
_BACK = 120  # sentences before a list in which its total is looked for
# 共支出资金800万元: often said of the whole, whatever stood before.
_ONLY_ALL = re.compile("^(?!.*(?:合计|总计|小计|加总|相加|之和)).*(?:共|累计|总额)")
# 以上相加，正是全年支出800万元
_ADDED_UP = re.compile(
    "^(?:以上|上述|前述|这)?[^，。；：\\d]{0,12}(?:相加|加总|累加|之和|合计|加起来|加在一[起块]|合起来|合在一[起块])"
    "[，,](?:就|正好|恰好|刚好|正)?[是为即得][^，。；：\\d]{0,12}$"
)
_WHOLE = re.compile(
    "^(?:全年|全部|项目|资金)*总(?:的)?(?:支出|投入|投资|费用|成本|开支|花费|金额|额)?(?:为|是|达)?$"
)
_IN_SHORT = re.compile("^(?:综上(?:所述)?|总之|总体上?|总的来看|总体来看)[，,]?")
_POINTS_BACK = re.compile("^(?:以上|上述|前述)")
_BOTH_SIDES = re.compile("收[入、和及与]{0,2}支|收入[、和及与]支出|各(?:增加|为)?$")


def list_breakdowns(document: Document, facts: Sequence[Fact]) -> Iterator[Breakdown]:
    """The totals and parts of lists whose items are sentences or paragraphs; those with the total behind them first."""
    line = sentences(document, facts)
    behind = [tied for at, sentence in enumerate(line) if sentence.said and (tied := _closed(line, at))]
    summed = {part for tied in behind for part in tied.parts}
    yield from behind
    for at, sentence in enumerate(line):
        tied = _opened(line, at) or _planned(line, at) or _told_below(line, at)
        told = (
            {each.total.quantity.value for each in behind if set(tied.parts) == set(each.parts)}
            if tied
            else ()
        )
        if tied is not None and tied.total.quantity.value in told:
            continue  # 支出800万元。…1.… 2.… 支出合计800万元: the list is that of the total behind it
        if tied is not None and (sentence.said or not summed.intersection(tied.parts)):
            yield tied  # “主要方向：” without an amount of its own announces the list, its total may stand behind it


# --- the total before the list


def _opened(line: Sequence[Sentence], at: int) -> Breakdown | None:
    if line[at].barrier or at + 1 == len(line) or line[at + 1].barrier:
        return None
    strong, announced = _OPENS.search(line[at].text), load_words().opens_list.search(line[at].text[-_WORDS:])
    strong = strong or _RIGHT_BEHIND.search(line[at].text)
    deeper = not line[at].kind or line[at + 1].rank > line[at].rank
    bare = deeper and (line[at + 1].number == 1 or not line[at + 1].kind) and _bare(line[at])
    colon = line[at].text.rstrip()[-1:] in (":", "：")
    bare = bare and (strong is None or not colon)
    counted = line[at + 1].number == 1 and _nothing_else(line[at])  # 全年办了96场。1.城区50场。2.乡镇46场。
    if not strong and not announced and not bare and not colon and not counted:
        return None
    items = numbered(line, at + 1) if line[at + 1].kind else paragraphs(line, at)
    if not strong and not announced and not bare:
        return _exactly(line, at, items)
    if not items:
        return _in_a_row(line, at) if bare else None
    exactly = _exactly(line, at, items) if colon else None
    for total in _totals(line, at, own=strong is None and not bare):
        leads = [lead_of(item, total) for item in items]
        parts = tuple(lead for lead in leads if lead is not None)
        if len(parts) < (1 if strong or bare else 2) or 2 * len(parts) < len(items):
            continue
        if bare and not strong and len(parts) < len(items):
            continue
        meant = _meant(_totals(line, at, own=strong is None and not bare), parts) or total
        if exactly and meant.quantity.value != exactly.total.quantity.value:
            return exactly
        if not _plausible(meant, parts):
            return None
        return Breakdown(meant, parts, _sure(line[at], items, parts, bare=bare), "分项")
    return exactly


def _exactly(line: Sequence[Sentence], at: int, items: Sequence[Sequence[Sentence]]) -> Breakdown | None:
    """账面支出800万元，抽查三笔大项：1.… 2.… — nothing but the colon ties them, so they must make it to the last digit."""
    for total in _totals(line, at, own=False) if len(items) > 1 else ():
        parts = tuple(lead for item in items if (lead := lead_of(item, total)) is not None)
        if len(parts) == len(items) and _meant([total], parts):
            return Breakdown(total, parts, None, "分项")
    return None


def _planned(line: Sequence[Sentence], at: int) -> Breakdown | None:
    """下达补助389.6万元。… 我局制定分配方案：1.… 2.… — money said sections before, which the items make to the last digit."""
    if line[at].barrier or at + 1 == len(line) or not _PLAN.search(line[at].text):
        return None
    items = numbered(line, at + 1) if line[at + 1].kind else paragraphs(line, at)
    if len(items) < _BY_CHANCE:
        return None
    before = (fact for sentence in reversed(line[max(0, at - _BACK) : at]) for fact in sentence.said)
    for total in (fact for fact in before if fact.quantity.kind is Kind.MONEY and fact.role in TOTALS):
        parts = tuple(lead for item in items if (lead := lead_of(item, total)) is not None)
        if len(parts) == len(items) and _meant([total], parts):
            return Breakdown(total, parts, None, "分项")
    return None


def _told_below(line: Sequence[Sentence], at: int) -> Breakdown | None:
    """下达资金1737万元。具体情况如下： — paragraphs of which each tells first of one payment, and these make the total."""
    if line[at].barrier or line[at].text.rstrip()[-1:] not in (":", "："):
        return None
    for total in _totals(line, at, own=False):
        left, parts, told = total.quantity.value or ZERO, list[Fact](), True
        for sentence in line[at + 1 : at + 1 + LONGEST_ITEM]:
            if sentence.barrier or sentence.kind or left <= 0:
                break
            told = told and not sentence.first
            first = next((fact for fact in sentence.said if fact.quantity.kind is Kind.MONEY), None)
            if told or first is None or first.quantity.bound is not Bound.EXACT:
                continue
            told = True
            parts.append(first)
            left -= first.quantity.value or ZERO
        if left == 0 and len(parts) > 1 and total.quantity.kind is Kind.MONEY:
            return Breakdown(total, tuple(parts), None, "分项")
    return None


def _in_a_row(line: Sequence[Sentence], at: int) -> Breakdown | None:
    """全年支出800万元。设备购置支出500万元。培训支出300万元。 — nothing ties them, so they must make it to the last digit."""
    total = line[at].said[0]
    left = total.quantity.value or ZERO
    parts: list[Fact] = []
    for sentence in line[at + 1 : at + 1 + LONGEST_ITEM]:
        lead = lead_of([sentence], total) if sentence.block == line[at].block and sentence.said else None
        if lead is None or lead is not sentence.said[0] or lead.indicator.startswith("budget:"):
            break
        parts.append(lead)
        left -= lead.quantity.value or ZERO
        if left <= 0:
            break
    return Breakdown(total, tuple(parts), None, "分项") if left == 0 and len(parts) > 1 else None


def _bare(sentence: Sentence) -> bool:
    """1．财政拨款收入17981.68万元。 — nothing but a name and an amount, of something numbered or of the project itself."""
    if not _nothing_else(sentence):
        return False
    fact = sentence.said[0]
    return bool(sentence.kind) or (fact.indicator.startswith("budget:") and fact.role in TOTALS)


def _nothing_else(sentence: Sentence) -> bool:
    if len(sentence.said) != 1:
        return False
    fact = sentence.said[0]
    before = sentence.text[: fact.anchor.start - sentence.start]
    behind = sentence.text[fact.anchor.end - sentence.start :]
    return len(before) <= NAME and not re.search("[，；：]", before) and not behind.strip("。；：:; \n")


def _totals(line: Sequence[Sentence], at: int, *, own: bool) -> list[Fact]:
    """What may be the total of a list that begins after ``line[at]``, the nearest first.

    Those of its sentence, else of the sentences before it in its paragraph, else of the paragraph before. ``own``: only
    the project's own money, where the words do not stand right behind an amount.
    """
    back = at
    while back > 0 and line[back].block == line[at].block:
        back -= 1
    near = [each for each in reversed(line[back : at + 1]) if each.block == line[at].block]
    if (
        not any(each.said for each in near)
        and not line[back].barrier
        and line[back].block == line[at].block - 1
    ):
        near += [each for each in reversed(line[: back + 1]) if each.block == line[back].block]
        own = True
    found: list[Fact] = []
    for sentence in near:
        found += [fact for fact in reversed(sentence.said) if _eligible(fact, sentence, own=own)]
        if found and not own:
            break
    return found


def _eligible(fact: Fact, sentence: Sentence, *, own: bool) -> bool:
    left = re.split("[，；：:]", sentence.text[: fact.anchor.start - sentence.start])[-1]
    if fact.quantity.kind not in SUMMED or fact.quantity.number is None or fact.quantity.unit.per:
        return False
    if fact.role in NO_PART or fact.quantity.trend or NO_TOTAL.search(left):
        return False
    return not own or (fact.indicator.startswith("budget:") and fact.role in TOTALS)


def _meant(candidates: Sequence[Fact], parts: Sequence[Fact]) -> Fact | None:
    """Of several amounts the one that the parts do make."""
    added = sum((part.quantity.value or ZERO for part in parts), ZERO)
    return next((fact for fact in candidates if fact.quantity.value == added), None)


def _plausible(total: Fact, parts: Sequence[Fact]) -> bool:
    """收入、支出总计各…其中：收入…；支出…: each of the two is the whole. 1.283万元 may be item 1 and 283万元."""
    if all(
        part.anchor.start == 0 and part.quantity.raw.startswith(f"{number}.")
        for number, part in enumerate(parts, 1)
    ):
        return False
    whole = [part for part in parts if part.quantity.value == total.quantity.value]
    return len(whole) < 2 and not (len(parts) > 1 and whole and _BOTH_SIDES.search(total.subject))


def _sure(
    sentence: Sentence, items: Sequence[Sequence[Sentence]], parts: Sequence[Fact], *, bare: bool
) -> bool | None:
    """Whether the items must add up: all of them have amounts, and nothing says 主要 or 其中."""
    if len(parts) == 1:
        return False
    tail = sentence.text[-_WORDS:]
    if bare or len(parts) < len(items):
        return None
    number = how_many(tail.rstrip("：:，,。；; ") + "共")
    if _MAINLY.search(tail):
        return None if number == len(parts) else False
    found = _OPENS.search(sentence.text)
    if found is not None and _LOOSE.search(found["cue"]):
        return None
    return None if number and number != len(parts) else True


# --- the total behind the list


def _closed(line: Sequence[Sentence], at: int) -> Breakdown | None:
    sentence = line[at]
    if sentence.barrier:
        return None
    for total in sentence.said[:2]:  # 三项 of “以上三项合计800万元” may be read as a count
        before = _IN_SHORT.sub("", sentence.text[: total.anchor.start - sentence.start].strip()).rstrip(
            "：: "
        )
        added_up = _ADDED_UP.match(before) is not None
        if not added_up and re.search("[，；：]", before):
            break
        number, behind = how_many(before), sentence.text[total.anchor.end - sentence.start :]
        points_back = bool(_POINTS_BACK.match(before))
        closes = added_up or CLOSES.search(before) is not None
        whole = not closes and not number and _WHOLE.match(before) is not None
        if not number and not whole and (not closes or (not points_back and _lists(behind))):
            continue
        if (
            total.quantity.kind in SUMMED
            and total.quantity.number is not None
            and not total.quantity.unit.per
        ):
            tied = _summed(line, at, total, number, sure=bool(number) or points_back)
            weak = whole or (
                not number and not points_back and not line[at].kind and _ONLY_ALL.search(before)
            )
            return tied if tied is None or not weak or _meant([total], tied.parts) else None
    return None


def _lists(behind: str) -> bool:
    """Whether the words behind an amount open a list of its own."""
    return load_words().part_cues.search(behind[:12]) is not None


def _summed(line: Sequence[Sentence], at: int, total: Fact, number: int, *, sure: bool) -> Breakdown | None:
    for items in (numbered_before(line, at), items_before(line, at, number)):
        leads = [lead_of(item, total) for item in items]
        parts = tuple(lead for lead in leads if lead is not None)
        if number and len(parts) > 1 and _meant([total], parts):
            number = len(parts)  # 四项合计 of three that make it: the count is wrong, not the sum
        if number and len(parts) > number:
            parts = parts[-number:]
        if len(parts) < max(2, number) or (not number and len(parts) < len(items)):
            continue
        if _plausible(total, parts):
            return Breakdown(total, parts, True if sure else None, "分项")
    return None
