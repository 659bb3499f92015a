"""EXT007 序号重复或者跳号。"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from extractors.numerals import read_numeral
from pipeline.judging.wording import abridged
from pipeline.rulebook import Case, rule
from schemas.document import Document, Paragraph, Section
from schemas.finding import Evidence, Finding, Outcome, Severity

_ORDINAL = re.compile(r"(?P<han>[一二三四五六七八九十]{1,3})|(?P<digits>\d{1,2})")
_FEWEST = 3  # headings of one rank before their numbers mean anything
_SHOWN = 3  # pairs named in one message
_TITLE = 12  # characters of a heading quoted


@rule(
    "EXT007",
    "序号重复或者跳号",
    severity=Severity.INFO,
    basis="《党政机关公文格式》（GB/T 9704—2012）7.3.3：结构层次序数依次标注",
    covers=("C16",),
)
def numbering(case: Case) -> Iterator[Finding]:
    """同一级标题的序号应当依次往下，不重复、不跳号。

    只看同一个上级标题下面三个以上、写法相同的序号；另起的一组从一重新编号的，不算。一份报告只提示一次。

    为什么：序号重复、跳号，多半是删掉或者插入了一段，前后没有再看。

    一致    一、二、三、四
    请核实  3.……  4.……  4.……
    不适用  没有带序号的标题
    """
    for document in case.documents:
        groups = list(_siblings(document))
        wrong = [pair for group in groups for pair in _wrong(group) if not _stands_between(*pair, document)]
        if wrong:
            told = abridged(
                [f"“{b.label}{b.title[:_TITLE]}”接在“{a.label}{a.title[:_TITLE]}”后面" for a, b in wrong],
                _SHOWN,
                "处",
            )
            yield Finding(
                Outcome.REVIEW,
                "序号",
                told,
                tuple(Evidence("text", document.blocks[b.first].anchor) for _, b in wrong),
                suggestion="请核对序号",
            )
        elif groups:
            yield Finding(Outcome.AGREES, "序号", f"{sum(len(group) for group in groups)}个标题依次编号")


def _siblings(document: Document) -> Iterator[list[Section]]:
    """Headings under one parent with numbers written alike, in reading order."""

    def place(section: Section) -> tuple[int, int, str]:
        return (section.parent if section.parent is not None else -1, section.level, _shape(section.label))

    for _, group in groupby(sorted(document.sections, key=place), key=place):
        sections = [section for section in group if _number(section)]
        if len(sections) >= _FEWEST:
            yield sections


def _shape(label: str) -> str:
    return _ORDINAL.sub("#", label)


def _number(section: Section) -> int:
    found = _ORDINAL.search(section.label)
    value = read_numeral(found.group()) if found is not None else None
    return int(value) if value is not None else 0


def _wrong(group: Sequence[Section]) -> list[tuple[Section, Section]]:
    """Pairs whose numbers do not follow; a new list from 1 does."""
    return [(a, b) for a, b in pairwise(group) if _number(b) not in (1, _number(a) + 1)]


def _stands_between(a: Section, b: Section, document: Document) -> bool:
    """Whether the numbers that seem left out begin paragraphs between the two that are no headings: 2.普查对象中，…."""
    begun = {
        block.text.lstrip()[: len(b.label)]
        for block in document.blocks[a.first : b.first]
        if isinstance(block, Paragraph)
    }
    left_out = range(_number(a) + 1, _number(b))
    return bool(left_out) and all(_ORDINAL.sub(str(each), b.label) in begun for each in left_out)
