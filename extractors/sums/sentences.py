"""The running text as numbered sentences: what lists that go over sentences and paragraphs are read from."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.labels import find_label
from extractors.numerals import read_numeral
from schemas.document import Document, Paragraph
from schemas.fact import Fact, Source

# Points inside a paragraph: 一是, 第一， （1） （一） ① 1.
_POINT = re.compile(
    r"(?:(?<=[。；;：:，,])|^)\s*(?:(?P<shi>[一二三四五六七八九十]+)是|第(?P<di>[一二三四五六七八九十]+)[，,、]"
    r"|[（(](?P<digits_brackets>\d{1,2})[)）]|[（(](?P<han_brackets>[一二三四五六七八九十]+)[)）]|(?P<circled>[①-⑳])"
    r"|(?P<digits>(?<![，,])\d{1,2})[.．、](?=[^\d%％]))"
)
_RANKS = {"digits": 4, "han_brackets": 3, "digits_brackets": 8, "circled": 9, "shi": 10, "di": 10}
_ENDS = re.compile("[。！？!?]")
_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with the numbering it begins with: ``kind`` "" and ``number`` 0 where it has none.

    Offsets count characters of the block's text; ``text`` is without the numbering. ``first`` of its paragraph;
    ``barrier``: a heading or table, which no list goes over.
    """

    block: int
    start: int
    text: str
    said: tuple[Fact, ...] = ()
    kind: str = ""
    rank: int = 99
    number: int = 0
    first: bool = False
    barrier: bool = False


def sentences(document: Document, facts: Sequence[Fact]) -> list[Sentence]:
    """The sentences of the document in reading order, each with its facts of running text in order."""
    said: dict[int, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.source is Source.PROSE:
            said[fact.anchor.block].append(fact)
    found: list[Sentence] = []
    for at, block in enumerate(document.blocks):
        if not isinstance(block, Paragraph):
            found.append(Sentence(at, 0, "", barrier=True))
        elif block.text.strip():
            found += _of_paragraph(at, block, said[at])
    return found


def _of_paragraph(at: int, block: Paragraph, said: Sequence[Fact]) -> Iterator[Sentence]:
    text = block.text
    starts = {each.start(): each for each in _POINT.finditer(text)}
    cuts = sorted({0, *starts, *(each.end() for each in _ENDS.finditer(text))} - {len(text)})
    for cut, until in zip(cuts, [*cuts[1:], len(text)], strict=True):
        kind, rank, number, skip = _numbering(text[cut:until], starts.get(cut), leads=cut == 0)
        low = bisect_left(said, cut, key=_start)
        inside = tuple(said[low : bisect_left(said, until, key=_start)])
        if not text[cut:until].strip():
            continue
        yield Sentence(
            at,
            cut + skip,
            text[cut + skip : until],
            inside,
            kind,
            rank,
            number,
            first=cut == 0,
            barrier=bool(block.level),
        )


def _start(fact: Fact) -> int:
    return fact.anchor.start


def _numbering(text: str, point: re.Match[str] | None, *, leads: bool) -> tuple[str, int, int, int]:
    """Kind, rank and number of what the sentence begins with, and how long that is."""
    if point is not None:
        kind = point.lastgroup or ""
        return kind, _RANKS[kind], _number(point[kind]), point.end() - point.start()
    label = find_label(text) if leads else None
    if label is None:
        return "", 99, 0, 0
    skip = text.find(label.printed) + len(label.printed)
    return label.kind, label.rank, _number(re.sub(r"[（()）.．、\s]", "", label.short)), skip


def _number(printed: str) -> int:
    if printed and printed[0] in "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳":
        return ord(printed[0]) - ord("①") + 1
    digits = printed.translate(_DIGITS)
    if digits.isdecimal():
        return int(digits)
    value = read_numeral(printed)
    return int(value) if value is not None else 0
