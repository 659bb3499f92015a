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


def headed(passage: Passage, text: str, at: int) -> Passage:
    """``passage`` under the heading that figures at ``at`` of its uniform ``text`` stand under: 1.资金到位。…2.资金执行。….

    A paragraph that begins with a numbered heading may hold the next ones of its kind.
    """
    told = [found for found in _RUN_IN.finditer(text) if found.start() < at]
    if len(told) < 2 or told[0].start() or not passage.titles:
        return passage
    return replace(passage, titles=(*passage.titles[:-1], told[-1]["title"]))


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
