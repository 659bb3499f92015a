"""Which numbers of a sentence are parts of which total, read from the words that tie them (其中, 包括, 分别为, 共计 …)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from extractors.mentions import Mention
from extractors.points import POINT
from schemas.quantity import ZERO, Bound, Kind
from schemas.words import comparable, load_words

_SUMMED = (Kind.MONEY, Kind.COUNT, Kind.MEASURE)
_OPENS = re.compile("[。；]\\s*(?:其中|包括)")
# 全年支出800万元：A…，B…; 受益居民900户中，东街…; 补助456万元(中央148万元、省级308万元)
_OPENS_LIST = re.compile(r"(:|：|中(?=[，,])|\((?=[^()]{0,30}\d[^()]{0,60}\)))(?!\s*其中|包括)")
_NO_TOTAL = re.compile(
    "结余|结转|剩余|增加|减少|增长|下降|节约|追加|调减|压减|调增|核减|执行率|[较比][^，]*$"
)
_OTHER_STAGE = re.compile("全年预算|调整后|调减|压减|追加|核减|实际支出|全年支出|实际到位|年初预算|支出合计")
_UNDECIDED = (":", "：", "中", "(")  # they open lists of parts and of other things
_CLOSES = 4  # characters: 由…资金2000万元构成
_NAMES = 60  # characters of a list of names before 分别为
_TOTAL_WORD = re.compile(r"(?:共计|合计|总计|总|共|计)")


@dataclass(frozen=True, slots=True)
class Tied:
    """Indices of mentions. ``exhaustive``: True must add up, False need not, None the words do not tell."""

    total: int
    parts: tuple[int, ...]
    exhaustive: bool | None
    cue: str


def tie(text: str, mentions: Sequence[Mention]) -> Iterator[Tied]:
    """The totals and parts that the sentences of one paragraph state, in reading order."""
    by_sentence = {
        sentence: [at for at, _ in group]
        for sentence, group in groupby(enumerate(mentions), lambda each: each[1].sentence)
    }
    for sentence, here in by_sentence.items():
        window = [*here, *by_sentence.get(sentence + 1, [])]  # a list never reaches farther
        near = [mentions[at] for at in window]
        for total, mention in enumerate(near[: len(here)]):
            if mention.quantity.kind in _SUMMED and mention.quantity.number is not None:
                tied = _forward(text, near, total) or _backward(text, near, total)
                if tied is not None:
                    parts = tuple(window[part] for part in tied.parts)
                    yield Tied(window[tied.total], parts, tied.exhaustive, tied.cue)


def _forward(text: str, mentions: Sequence[Mention], total: int) -> Tied | None:
    """T，包括 A a、B b: the parts follow a cue word right behind the total."""
    head = mentions[total]
    following = [m for m in mentions[total + 1 :] if m.sentence == head.sentence]
    if not any(comparable(head.quantity.unit, m.quantity.unit) for m in following):
        following = _next_sentence(text, mentions, head) or following
    if not following:
        return None
    gap = text[head.end : following[0].start]
    cue = _cue(gap, text[head.end : following[-1].end + _CLOSES])
    if cue is None:
        return None
    word, offset = cue
    inside = _bracketed(text, head.end + offset)
    parts: list[int] = []
    partial = word in load_words().partial_cues
    first = mentions.index(following[0])
    for at in range(first, first + len(following)):
        mention = mentions[at]
        if inside is not None and mention.start > inside:
            break
        lead = text[(mentions[at - 1].end if parts else head.end + offset) : mention.start]
        if (parts and _list_ended(lead, word)) or (not parts and "；" in lead):
            break
        if not _summable(head, mention) or (inside is None and mention.depth > head.depth):
            continue
        if _is_subtotal(text, mentions, at, parts):
            continue
        parts.append(at)
    if not parts:
        return None
    total = _real_total(mentions, total, parts)
    return _judged(mentions[total], total, parts, word, partial or _goes_on(mentions[parts[-1]]))


def _next_sentence(text: str, mentions: Sequence[Mention], head: Mention) -> list[Mention]:
    """The numbers of the sentence after ``head`` if it is a list of parts: 支出1739.2万元，执行率96%。其中基本支出…"""
    after = [m for m in mentions if m.sentence == head.sentence + 1]
    return after if after and _OPENS.search(text, head.end, after[0].start) else []


def _real_total(mentions: Sequence[Mention], nearest: int, parts: Sequence[int]) -> int:
    """What the parts make up: never a balance or a change, and of several amounts the one that they do make."""
    head = mentions[nearest]
    first = next(at for at, each in enumerate(mentions) if each.sentence == head.sentence)
    eligible = [
        at
        for at in range(nearest, first - 1, -1)
        if _summable(head, mentions[at]) and not _NO_TOTAL.search(mentions[at].left)
    ]
    added = sum((mentions[at].quantity.value or ZERO for at in parts), ZERO)
    return next(
        (at for at in eligible if mentions[at].quantity.value == added), eligible[0] if eligible else nearest
    )


def _judged(head: Mention, total: int, parts: list[int], word: str, loose: bool) -> Tied | None:
    if word.startswith("其中") and head.quantity.kind is not Kind.MONEY:
        return Tied(total, tuple(parts), None if len(parts) > 1 and not loose else False, word)
    if len(parts) == 1:
        return Tied(total, tuple(parts), False, word) if word.startswith("其中") else None
    if word in _UNDECIDED or word.startswith("其中"):
        return Tied(
            total, tuple(parts), None if not loose else False, word
        )  # often only the larger ones are named
    return Tied(total, tuple(parts), not loose, word)


def _cue(gap: str, span: str = "") -> tuple[str, int] | None:
    """The word in ``gap`` that opens a list of parts, and where it ends. It must begin a clause right behind the total."""
    opened = _OPENS_LIST.match(span or gap)
    if opened is not None and opened.end() <= len(gap):
        return opened.group(1), opened.end()
    for found in load_words().part_cues.finditer(gap):
        before = re.split("[。]", gap[: found.start()])[-1].strip("，,（(：:；;、 ")
        if found.group() == "由" and not re.search("组成|构成", span):
            continue
        listing = found.group().startswith("分别") and "、" in before and len(before) <= _NAMES
        if len(before) <= 8 or listing:
            return found.group(), found.end()
    return None


def _bracketed(text: str, at: int) -> int | None:
    """If ``at`` stands inside brackets, where they close."""
    if text.count("(", 0, at) <= text.count(")", 0, at):
        return None
    close = text.find(")", at)
    return close if close >= 0 else None


def _list_ended(lead: str, word: str) -> bool:
    """Whether the words between two numbers say that the list is over."""
    outside = load_words().outside
    clauses = re.split("[，,；;]", lead)
    if POINT.search(lead):
        return True
    if any(clause and outside.match(clause.lstrip("并和及且 ")) for clause in clauses[1:] or clauses):
        return True
    if any(_OTHER_STAGE.search(clause) for clause in clauses[1:] or clauses):
        return True
    if len(clauses) > 3 or any(len(clause) > 40 for clause in clauses):
        return True
    later = load_words().part_cues.search(lead)
    return (
        later is not None
        and later.group() != word
        and later.group() in {"其中", "分别为"}
        and len(clauses) > 1
    )


def _summable(head: Mention, mention: Mention) -> bool:
    quantity = mention.quantity
    if quantity.unit.per or quantity.number is None or not comparable(head.quantity.unit, quantity.unit):
        return False
    if quantity.bound in (Bound.RANGE, Bound.SEVERAL):
        return False
    if load_words().roles["standard"].search(mention.left):
        return False
    return not (quantity.trend or load_words().roles["growth"].search(mention.left))


def _is_subtotal(text: str, mentions: Sequence[Mention], at: int, parts: Sequence[int]) -> bool:
    """计64万元 behind “32个、每个奖补2万元”, or 共计 behind its own parts: the product or sum is what counts, once."""
    return (
        bool(parts)
        and bool(re.search("(?:共计|合计|总计)$", mentions[at].left))
        and text[mentions[at - 1].end] in "，,"
    )


def _goes_on(last: Mention) -> bool:
    """Whether 等 behind the last part says that there are more: 51家企业技术中心等, 385万元等."""
    return bool(load_words().partial.match(last.right)) or last.right.endswith(("等", "等等"))


def _backward(text: str, mentions: Sequence[Mention], total: int) -> Tied | None:
    """A a，B b，…共计 T: the parts stand before a word of summing."""
    head = mentions[total]
    if not load_words().sums.search(head.left):
        return None
    parts: list[int] = []
    for at in range(total - 1, -1, -1):
        mention = mentions[at]
        if mention.sentence != head.sentence or not _summable(head, mention) or mention.depth != head.depth:
            break
        between = text[mention.end : mentions[at + 1].start]
        if len(between) > 40 or _cue(between) is not None:
            break
        parts.insert(0, at)
        if _TOTAL_WORD.search(mention.left[-3:]):
            parts.pop(0)
            break
    return Tied(total, tuple(parts), None if len(parts) < 3 else True, "合计") if len(parts) >= 2 else None
