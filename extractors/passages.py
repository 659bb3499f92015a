"""What prose is read with: the passage at hand, and what holds for the whole submission."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from extractors.linking import Names
from extractors.subjects import Subjects
from schemas.document import Anchor
from schemas.fact import Source

_RUN_IN = re.compile(
    r"(?:^|(?<=[。；]))\s*(?:\d{1,2}[.、]|[(（][一二三四五六七八九十\d]{1,3}[)）]|[①-⑳])\s*(?P<title>[一-鿿]{2,12})[。：:]"
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of text to read: a paragraph, or a cell of goals or results."""

    text: str  # as printed
    anchor: Anchor
    source: Source
    section: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()  # of the sections it stands in, outermost first


def under_headings(passage: Passage, text: str) -> list[tuple[int, Passage]]:
    """``passage`` under each heading in its uniform ``text``, with where that begins: 1.资金到位。…2.资金执行。….

    Only a paragraph that begins with a numbered heading holds the next ones of its kind.
    """
    told = list(_RUN_IN.finditer(text)) if passage.titles else []
    if len(told) < 2 or told[0].start():
        return [(0, passage)]
    return [
        (found.start(), replace(passage, titles=(*passage.titles[:-1], found["title"]))) for found in told
    ]


@dataclass(frozen=True, slots=True)
class Context:
    """What holds for the whole submission."""

    names: Names
    subjects: Subjects
    year: int | None
    project: str
    department: str
    short_names: frozenset[str] = frozenset()  # of either
    titles: str = ""  # of its documents: their place is the report's own
