"""Reasons that a report gives in its text for results off their targets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractors.names import bigrams, name_of
from pipeline.rulebook import Case
from schemas.words import load_words

SENTENCE_ENDS = re.compile("(?<=[。；;！!\n])")
_LONG_CELL = 20  # characters: shorter cells are names and values
_MOST_OF_A_NAME = 0.8  # of its pairs of characters: 改造户数 is named by 改造的户数


def reasons_told(case: Case) -> list[frozenset[str]]:
    """Sentences that say why, each with the one before it, as pairs of characters for :func:`is_explained`."""
    words = load_words()
    return [
        bigrams(words.spelled_out(before + sentence))
        for text in _texts(case)
        if words.reasons.search(text)
        for before, sentence in pairwise(["", *SENTENCE_ENDS.split(text)])
        if words.reasons.search(sentence)
    ]


def is_explained(name: str, reasons: Sequence[frozenset[str]]) -> bool:
    """Whether one of ``reasons`` speaks of what is called ``name``."""
    pairs = bigrams(name_of(name).core)
    return bool(pairs) and any(len(pairs & each) >= _MOST_OF_A_NAME * len(pairs) for each in reasons)


def says_why(text: str) -> bool:
    """Whether ``text`` gives a reason for something."""
    return load_words().reasons.search(text) is not None


def _texts(case: Case) -> Iterator[str]:
    for document in case.documents:
        for text, anchor in document.texts():
            if anchor.row is None or len(text) >= _LONG_CELL:
                yield text
