"""The words around figures, as printed: what stands before one, and between two of one paragraph or cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from pipeline.rulebook import Case
from schemas.document import Table
from schemas.fact import Fact, Source

REPORTED = (Source.PROSE, Source.RESULT)  # sentences on what was done, wherever they stand
WRITTEN = (*REPORTED, Source.GOAL)


class Texts:
    """The text that prints a figure of the case."""

    def __init__(self, case: Case) -> None:
        self._documents = {document.path: document for document in case.documents}

    def of(self, fact: Fact) -> str:
        """The paragraph or cell that prints the figure."""
        anchor = fact.anchor
        document = self._documents.get(anchor.path)
        block = document.blocks[anchor.block] if document is not None else None
        if not isinstance(block, Table):
            return block.text if block is not None else ""
        cell = block.rows[anchor.row - 1][anchor.col - 1] if anchor.row and anchor.col else None
        return cell.text if cell is not None else ""

    def of_paragraph(self, fact: Fact) -> str:
        """The paragraph that prints the figure; empty for a cell."""
        return self.of(fact) if fact.anchor.row is None else ""

    def before(self, fact: Fact, reach: int) -> str:
        """At most ``reach`` characters before the figure."""
        return self.of(fact)[max(0, fact.anchor.start - reach) : fact.anchor.start]

    def behind(self, fact: Fact, reach: int) -> str:
        """At most ``reach`` characters behind the figure."""
        return self.of(fact)[fact.anchor.end : fact.anchor.end + reach]

    def between(self, first: Fact, second: Fact) -> str | None:
        """What stands between the two; None where they stand apart or overlap."""
        if first.anchor.text_place != second.anchor.text_place or second.anchor.start < first.anchor.end:
            return None
        return self.of(first)[first.anchor.end : second.anchor.start]


@lru_cache(maxsize=1)  # several rules in turn go through the same case
def texts(case: Case) -> tuple[tuple[str, tuple[Fact, ...]], ...]:
    """Every paragraph and cell of running text with its figures, in reading order."""
    return tuple(_texts(case))


def _texts(case: Case) -> Iterator[tuple[str, tuple[Fact, ...]]]:
    printed = Texts(case)
    written = [fact for fact in case.facts if fact.source in WRITTEN]
    for _, group in groupby(
        sorted(written, key=lambda fact: fact.order), key=lambda fact: fact.anchor.text_place
    ):
        facts = tuple(group)
        text = printed.of(facts[0])
        if text:
            yield text, facts


def sentences(facts: Sequence[Fact]) -> Iterator[list[Fact]]:
    """The figures of one text, sentence by sentence."""
    for _, group in groupby(facts, key=lambda fact: fact.sentence):
        yield list(group)
