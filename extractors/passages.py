"""What prose is read with: the passage at hand, and what holds for the whole submission."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.linking import Names
from extractors.subjects import Subjects
from schemas.document import Anchor
from schemas.fact import Source


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of text to read: a paragraph, or a cell of goals or results."""

    text: str  # as printed
    anchor: Anchor
    source: Source
    section: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()  # of the sections it stands in, outermost first


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
