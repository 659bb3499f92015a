"""Which numbers of a sentence are parts of which total, read from the words that tie them (其中, 包括, 分别为, 共计 …).

What goes over sentences and paragraphs is for lists.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from extractors.changes import changed
from extractors.mentions import Mention
from extractors.names import strip_fillers
from extractors.points import POINT
from extractors.summed import summed_up
from extractors.ties import NO_TOTAL, SUMMED, Tied, goes_on, summable
from schemas.quantity import ZERO, Kind
from schemas.words import comparable, load_words

_OPENS = re.compile("[。；]\\s*(?:其中|包括)")
# 全年支出800万元：A…，B…; 900户居民中，东街…; 补助456万元(中央148万元、省级308万元)
_OPENS_LIST = re.compile(
    r"(?:(?P<mark>[:：]|\((?=[^()]{0,30}\d[^()]{0,60}\)))|[一-鿿]{0,12}?(?P<among>中)(?=[，,]))(?!\s*(?:其中|包括|包含|含))"
)
_OTHER_STAGE = re.compile("全年预算|调整后|调减|压减|追加|核减|实际支出|全年支出|实际到位|年初预算|支出合计")
_UNDECIDED = (":", "：", "中", "(")  # they open lists of parts and of other things
_SUBSETS = ("其中", "含", "包含", "包括")  # even of one part: 会议5次（含专题会议2次）
_REACH = 400  # characters of a sentence in which 由 finds its 构成
_NAMES = 60  # characters of a list of names before 分别为
_LEFT_OVER = re.compile("^(?:剩余|剩下|余下|结余|其余)")
_WHAT_FOR = re.compile("^(?:为|是|系|用于|用作|安排|主要|作为)")
# …上级专款160万元…；上级专款中，中央35万元、省125万元
_NAMED = re.compile(
    r"(?:^|[。；;，,])(?:其中[，,:：]?)?在?(?P<name>[一-鿿]{2,14}?)(?P<cue>中[，,：:]|包括[:：]?|分为[:：]?)"
)
_BESIDE = re.compile("[、，,](?P<name>[^，。；：、,;:()]{1,14})")


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
            if mention.quantity.kind in SUMMED and mention.quantity.number is not None:
                tied = (
                    _forward(text, near, total)
                    or summed_up(text, near, total)
                    or _side_by_side(text, near, total)
                    or changed(text, near, total)
                )
                if tied is not None:
                    parts = tuple(window[part] for part in tied.parts)
                    yield Tied(window[tied.total], parts, tied.exhaustive, tied.cue)
    yield from _named_again(text, mentions)


def _forward(text: str, mentions: Sequence[Mention], total: int) -> Tied | None:
    """T，包括 A a、B b: the parts follow a cue word right behind the total."""
    head = mentions[total]
    first = _first(text, mentions, total)
    if first is None:
        return None
    cue = _cue(text[head.end : mentions[first].start], text[head.end : head.end + _REACH])
    if cue is None:
        return None
    word, offset = cue
    parts = _parts(text, mentions, head, first, head.end + offset, word)
    if not parts or _never_parts(head, [mentions[at] for at in parts], first - total):
        return None
    total = _real_total(mentions, total, parts)
    loose = word in load_words().partial_cues or goes_on(mentions[parts[-1]])
    return _judged(mentions[total], total, parts, word, loose)


def _first(text: str, mentions: Sequence[Mention], total: int) -> int | None:
    """Where the parts may begin: the next number, or the first of a next sentence that is a list of parts.

    支出1739.2万元，执行率96%。其中基本支出…
    """
    head = mentions[total]
    last = total
    for at in range(total + 1, len(mentions)):
        if mentions[at].sentence != head.sentence:
            opened = _OPENS.search(text, head.end, mentions[at].start)
            if opened and mentions[at].sentence == head.sentence + 1:
                return at
            break
        if comparable(head.quantity.unit, mentions[at].quantity.unit):
            return total + 1
        last = total + 1
    return last if last > total else None


def _parts(
    text: str, mentions: Sequence[Mention], head: Mention, first: int, begin: int, word: str
) -> list[int]:
    """The amounts of the list that ``word`` opens at ``begin``."""
    inside = _bracketed(text, begin)
    parts: list[int] = []
    for at in range(first, len(mentions)):
        mention = mentions[at]
        if mention.sentence != mentions[first].sentence or (inside is not None and mention.start > inside):
            break
        lead = text[(mentions[at - 1].end if parts else begin) : mention.start]
        if parts and _a_share(mention, lead):
            continue
        if parts and _list_ended(lead, word) and not _rest(mention, lead):
            break
        if not parts and ("；" in lead or POINT.search(lead)):
            break
        if not summable(head, mention) or (inside is None and mention.depth > head.depth):
            continue
        if _is_subtotal(text, mentions, at, parts):
            continue
        parts.append(at)
    return parts


def _never_parts(head: Mention, parts: Sequence[Mention], away: int) -> bool:
    """Several counts in a next sentence of which one is not less than the total: other things are listed there."""
    if away < 2 or len(parts) < 2 or head.quantity.kind is Kind.MONEY:
        return False
    whole = head.quantity.value or ZERO
    return any((part.quantity.value or ZERO) >= whole for part in parts)


def _real_total(mentions: Sequence[Mention], nearest: int, parts: Sequence[int]) -> int:
    """What the parts make up: never a balance or a change, and of several amounts the one that they do make."""
    head = mentions[nearest]
    added = sum((mentions[at].quantity.value or ZERO for at in parts), ZERO)
    eligible: list[int] = []
    for at in range(nearest, -1, -1):
        if mentions[at].sentence != head.sentence:
            break
        if summable(head, mentions[at]) and not NO_TOTAL.search(mentions[at].left):
            if mentions[at].quantity.value == added:
                return at
            eligible.append(at)
    return eligible[0] if eligible else nearest


def _judged(head: Mention, total: int, parts: list[int], word: str, loose: bool) -> Tied | None:
    if word.startswith("其中") and head.quantity.kind is not Kind.MONEY:
        return Tied(total, tuple(parts), None if len(parts) > 1 and not loose else False, word)
    if len(parts) == 1:
        return Tied(total, tuple(parts), False, word) if word.startswith(_SUBSETS) else None
    if word in _UNDECIDED or word.startswith("其中"):
        return Tied(
            total, tuple(parts), None if not loose else False, word
        )  # often only the larger ones are named
    return Tied(total, tuple(parts), not loose, word)


def _cue(gap: str, span: str = "") -> tuple[str, int] | None:
    """The word in ``gap`` that opens a list of parts, and where it ends. It must begin a clause right behind the total."""
    opened = _OPENS_LIST.match(span or gap)
    if opened is not None and opened.end() <= len(gap):
        return opened["mark"] or opened["among"], opened.end()
    for found in load_words().part_cues.finditer(gap):
        before = re.split("[。]", gap[: found.start()])[-1].strip("，,（(：:；;、 ")
        if found.group() == "由" and not re.search("组成|构成", span.partition("。")[0]):
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


def _a_share(mention: Mention, lead: str) -> bool:
    """货物类259.32万元，占20.40%；服务类…: of what stands right before it."""
    return mention.quantity.kind is Kind.PERCENT and bool(re.fullmatch("[，,(]?占[^，,；;]*(?:的|为)?", lead))


def _rest(mention: Mention, lead: str) -> bool:
    """剩余328万元为维修费: what is left of a list is one of its parts, where the words say what it was for."""
    return bool(_LEFT_OVER.match(re.split("[，,；;]", lead)[-1])) and bool(_WHAT_FOR.match(mention.right))


def _is_subtotal(text: str, mentions: Sequence[Mention], at: int, parts: Sequence[int]) -> bool:
    """计64万元 behind “32个、每个奖补2万元”, or 共计 behind its own parts: the product or sum is what counts, once."""
    return (
        bool(parts)
        and bool(re.search("(?:共计|合计|总计)$", mentions[at].left))
        and text[mentions[at - 1].end] in "，,"
    )


def _side_by_side(text: str, mentions: Sequence[Mention], total: int) -> Tied | None:
    """管护面积90万亩，国有林20万亩、集体林70万亩: no word ties them, so they must make the total to the last digit."""
    head = mentions[total]
    whole, left = head.quantity.value, head.quantity.value
    if NO_TOTAL.search(head.left) or whole is None or not whole or left is None:
        return None
    until = head.end
    parts: list[int] = []
    for at in range(total + 1, len(mentions)):
        mention = mentions[at]
        named = _BESIDE.fullmatch(text, until, mention.start)
        if named is None or not summable(head, mention) or mention.quantity.unit != head.quantity.unit:
            break
        if NO_TOTAL.search(named["name"]) or _OTHER_STAGE.search(named["name"]):
            break
        left -= mention.quantity.value or ZERO
        until = mention.end
        parts.append(at)
        if left <= 0:
            break
    return Tied(total, tuple(parts), None, "、") if left == 0 and len(parts) > 1 else None


def _named_again(text: str, mentions: Sequence[Mention]) -> Iterator[Tied]:
    """上级专款160万元和本级490万元…；上级专款中，中央35万元、省125万元: the total is called by its name."""
    names: list[tuple[str, int]] = []
    known = 0
    for found in _NAMED.finditer(text):
        while known < len(mentions) and mentions[known].end <= found.start("name"):
            names.append((strip_fillers(mentions[known].left), known))
            known += 1
        meant = [at for name, at in names if len(name) > 1 and name.endswith(found["name"])]
        if not meant or known == len(mentions):
            continue
        head = mentions[meant[-1]]
        if head.quantity.kind not in SUMMED or head.quantity.number is None:
            continue
        parts = _parts(text, mentions, head, known, found.end(), found["cue"])
        if len(parts) > 1 and not text.count("。", found.end(), mentions[parts[0]].start):
            loose = goes_on(mentions[parts[-1]])
            sure = None if found["cue"].startswith("中") else True
            yield Tied(meant[-1], tuple(parts), False if loose else sure, found["cue"])
