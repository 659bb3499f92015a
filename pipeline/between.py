"""The words around figures, as printed: what stands before one, and between two of one text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from pipeline.rulebook import Case
from schemas.document import Paragraph, Table
from schemas.fact import Fact, Source

_FROM_TEXT = (Source.PROSE, Source.RESULT, Source.GOAL)


def texts(case: Case) -> Iterator[tuple[str, list[Fact]]]:
    """Every paragraph and cell of running text with its figures, in reading order."""
    written = [fact for fact in case.facts if fact.source in _FROM_TEXT]
    for _, group in groupby(sorted(written, key=lambda fact: fact.order), key=_place):
        facts = list(group)
        text = _text(facts[0], case)
        if text:
            yield text, facts


def sentences(facts: Sequence[Fact]) -> Iterator[list[Fact]]:
    """The figures of one text, sentence by sentence."""
    for _, group in groupby(facts, key=lambda fact: fact.sentence):
        yield list(group)


def _place(fact: Fact) -> tuple[object, ...]:
    anchor = fact.anchor
    return (anchor.path, anchor.block, anchor.row, anchor.col)


def _text(fact: Fact, case: Case) -> str:
    document = next((each for each in case.documents if each.path == fact.anchor.path), None)
    block = document.blocks[fact.anchor.block] if document is not None else None
    if isinstance(block, Paragraph):
        return block.text
    if isinstance(block, Table):
        place = (fact.anchor.row, fact.anchor.col)
        return next((cell.text for cell in block.cells() if (cell.row, cell.col) == place), "")
    return ""
