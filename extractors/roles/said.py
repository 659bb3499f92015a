"""A number with the words that may tell its role."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.mentions import Mention
from extractors.passages import Passage
from extractors.subjects import Subject
from schemas.fact import Role, Source
from schemas.quantity import Bound, Kind
from schemas.words import load_words

QUOTED = re.compile(r"[“\"《<][^”\"》>]*[”\"》>]")
LIMITS = (Bound.AT_LEAST, Bound.AT_MOST, Bound.MORE_THAN, Bound.LESS_THAN, Bound.RANGE)
_CHANGED_RIGHT = re.compile(
    r"^.{0,10}?(?:(?:调整|增加|提高|提升|减少|下降|降低|扩大|缩短|压缩|缩减|压减|调减|上升|增长|变化|发展|拓展|[升降增减提涨缩压])(?:为|到|至)|变为)|^[^，。；、]{0,10}(?:为|到|至)$"
)
_SPENT = re.compile("[比较]20\\d\\d年度?(?:实际|全年|项目)?(?:支出|决算|执行)数?$")


@dataclass(frozen=True, slots=True)
class Before:
    """The number read before in the same sentence, its role, and the words between."""

    mention: Mention
    role: Role
    own: bool
    between: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A number with all that tells its role. ``left`` is its clause up to it, without quotations; ``before`` its sentence.

    ``behind`` are a few characters that follow, over stops.
    """

    mention: Mention
    subject: Subject
    passage: Passage
    left: str
    before: str
    behind: str
    year: int | None = None  # the report's

    @property
    def is_to_come(self) -> bool:
        """Whether its clause is of a year after the report's."""
        period = self.mention.period
        return period is not None and self.year is not None and period.first.year > self.year

    @property
    def is_compared_with_this_year(self) -> bool:
        """Whether next year's money is held against what this year's report says was spent: 较2024年支出3972万元适度增长."""
        return f"{self.year}年" in self.left and _SPENT.search(self.left) is not None

    @property
    def is_of_before(self) -> bool:
        """Whether its clause is of a year before the report's."""
        period = self.mention.period
        return period is not None and self.year is not None and period.last.year < self.year

    @property
    def kind(self) -> Kind:
        """What its unit counts."""
        return self.mention.quantity.kind

    @property
    def right(self) -> str:
        """The words behind it in its clause."""
        return self.mention.right

    @property
    def titles(self) -> Sequence[str]:
        """The headings it stands under, outermost first."""
        return self.passage.titles

    @property
    def in_prose(self) -> bool:
        """Whether it stands in running text, not in a cell of the form."""
        return self.passage.source is Source.PROSE

    @property
    def moves(self) -> bool:
        """Whether it is what something was before it changed: 由年初的3692万元调整为…"""
        from_here = load_words().roles["base"].search(self.left)
        return bool(from_here and _CHANGED_RIGHT.match(self.right))
