"""Parts that stand before their total: A a，B b，…共计 T."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.mentions import Mention
from extractors.ties import Tied, goes_on, how_many, summable, without_brackets
from schemas.quantity import Kind
from schemas.words import load_words

_LONGEST = 40  # characters of a clause between two parts
_CLAUSES = 5  # between two parts
_SUBTOTAL = re.compile("(?:合计|总计|小计|(?<![设审统预会估核算合总小])计|(?<![公一])共|(?<![汇])总)$")
# 当年拨款A，加上年结转B，全年预算数X: added up in words.
_ADDED = re.compile("(?:^|[，；])(?:再)?加(?:上|之)?(?=[^强快大])")
_WHOLE = re.compile("(?:全年|总|可用|合计|年度)[^，。；]{0,10}$")
_TAKEN_AWAY = re.compile("压减|调减|核减|追减|收回|削减|扣除|减去|扣减")
_SHARE = re.compile("[占比率]")
_ENDS = re.compile("其中|分别为|[：:](?!$)")  # 省级资金：100万元 is one part
_REST = re.compile("(?:其余|其他|剩余)[^，。；]*等")


def summed_up(text: str, mentions: Sequence[Mention], total: int) -> Tied | None:
    """The parts before ``mentions[total]``, if the words before it say that it sums them up."""
    head = mentions[total]
    sums = bool(load_words().sums.search(head.left))
    if not sums and not _WHOLE.search(head.left):
        return None
    clause = re.split("[，。；：:\n]", text[max(0, head.start - _LONGEST) : head.start])[-1]
    parts, between = _before(text, mentions, total)
    if not load_words().sums.search(head.left) and not (
        len(parts) >= 2
        and _ADDED.search(text, mentions[parts[0]].end, head.start)
        and _WHOLE.search(head.left)
    ):
        return None
    number = how_many(clause)
    parts = parts[-number:] if number else parts
    if len(parts) < max(2, number) or any(_TAKEN_AWAY.search(mentions[at].left) for at in parts):
        return None
    if goes_on(mentions[parts[-1]]) or _REST.search(between):
        return Tied(total, tuple(parts), False, "合计")
    return Tied(total, tuple(parts), True if number or len(parts) > 2 else None, "合计")


def _before(text: str, mentions: Sequence[Mention], total: int) -> tuple[list[int], str]:
    """The run of amounts before the total in its sentence, and the words between the last of them and it."""
    head = mentions[total]
    parts: list[int] = []
    until, last = head.start, ""
    for at in range(total - 1, -1, -1):
        mention = mentions[at]
        if mention.sentence != head.sentence:
            break
        if mention.depth > head.depth or _passed_over(mention, head, text):
            continue
        between = without_brackets(text[mention.end : until])
        clauses = re.split("[，,；;]", between)
        if (
            not summable(head, mention)
            or mention.depth != head.depth
            or len(clauses) > _CLAUSES
            or any(len(clause) > _LONGEST for clause in clauses)
            or _ENDS.search(between)
        ):
            break
        if _SUBTOTAL.search(mention.left[-3:]):
            break
        last = last or between
        parts.insert(0, at)
        until = mention.start
    return parts, last


def _passed_over(mention: Mention, head: Mention, text: str) -> bool:
    """Shares between the parts, and the 三项 of 三项合计."""
    if mention.quantity.kind is Kind.PERCENT:
        return bool(_SHARE.search(mention.left))
    return (
        mention.quantity.kind is Kind.COUNT
        and head.quantity.kind is not Kind.COUNT
        and not re.search("[，。；]", text[mention.end : head.start])
    )
