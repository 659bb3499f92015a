"""Published budgets, labelled by hand (tests.bench.real_facts), as labels of their paragraphs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby

from extractors.reader import read
from schemas.document import Document, Paragraph
from schemas.indicator import Schema
from tests.bench.extraction.matching import Label, squeezed
from tests.bench.extraction.scoring import compare
from tests.bench.extraction.table import Table
from tests.bench.real_facts import DOCUMENTS, RealFact, load

REAL = "真实预算（15份）"
ABSENT = f"{REAL}：没有量，要用随项目另存的预算文件（../shared/corpus/budget-pdf）"
_WHOLE = r"(?<![\d.](?=[\d.]))"  # a page number is not the front of the next page's first figure
_LEAST = 4  # characters that must stand before a number where not all of them are found


def score_real(schema: Schema, table: Table) -> bool:
    """Score every labelled budget, each as a case of its own; False where the documents are not there."""
    if not DOCUMENTS.is_dir():
        return False
    for name, rows in groupby(load(), key=lambda fact: fact.document):
        document = read(DOCUMENTS / name, name)
        compare([*labels_in(document, [*rows])], [document], schema, table, [REAL])
    return True


def labels_in(document: Document, facts: Sequence[RealFact]) -> Iterator[Label]:
    """``facts`` in the form of the held-out labels, with the totals that they are parts of."""
    paper = _Paper(document)
    parts: dict[int, list[str]] = defaultdict(list)
    for fact in facts:
        yield _label(fact, document.path, *paper.find(fact))
        if fact.total is not None:
            parts[fact.total].append(str(fact.row))
    for total, own in parts.items():
        yield {"kind": "sum", "total": str(total), "parts": own}


def _label(fact: RealFact, path: str, text: str, at: int, end: int) -> Label:
    place = {"document": path, "paragraph": text, "at": at, "end": end, "printed": fact.printed}
    if not fact.is_quantity:
        return {"kind": "none", **place}
    label: dict[str, str | bool | None] = {
        "kind": "fact",
        "id": str(fact.row),
        "value": None if fact.value is None else str(fact.value),
        "unit": fact.unit,
        "role": fact.role,
        "period": fact.period or None,
    }
    if fact.ends is not None:
        low, high = map(str, fact.ends)
        label |= {"low": low, "high": high, "low_closed": True, "high_closed": True}
    return {**place, **label}


class _Paper:
    """The paragraphs of a document one behind the other without blanks, read from the front to the end once."""

    def __init__(self, document: Document) -> None:
        self.paragraphs = [block for block in document.blocks if isinstance(block, Paragraph)]
        self.places = [
            (number, at)
            for number, paragraph in enumerate(self.paragraphs)
            for at, character in enumerate(paragraph.text)
            if not character.isspace()
        ]
        self.text = squeezed("".join(paragraph.text for paragraph in self.paragraphs))
        self.end = 0

    def find(self, fact: RealFact) -> tuple[str, int, int]:
        """The paragraph and the offsets in it; of no paragraph where the document was read without these words."""
        printed = squeezed(fact.printed)
        for before in _befores(squeezed(fact.before)):
            start = max(0, self.end - len(before))  # the words before may hold the last number
            for found in re.finditer(re.escape(before + printed) + _WHOLE, self.text[start:]):
                first, end = start + found.end() - len(printed), start + found.end()
                number, at = self.places[first]
                if fact.page in {spot.page for spot in self.paragraphs[number].anchor.spots}:
                    self.end = end
                    last = max(place for own, place in self.places[first:end] if own == number)
                    return self.paragraphs[number].text, at, last + 1
        return "", 0, 0


def _befores(before: str) -> Iterator[str]:
    """All of it, then less and less: a reader may have put the words of another line before."""
    yield before
    for length in range(len(before) - 1, _LEAST - 1, -1):
        yield before[-length:]
