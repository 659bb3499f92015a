"""Notes at the foot of a page: told apart, so that the sentence they interrupt goes on over the page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.page.lines import Line
from extractors.tables import Draft

SMALLER = 0.92  # of the size of the text: notes are set no larger
_MARK = re.compile(
    r"[①-⑳❶-❿]|[\[［〔(（]\d{1,2}[\]］〕)）]|\d{1,2}(?=[\s\u4e00-\u9fff《“])(?!\s{0,2}[年月日个项家])|[*＊†]"
)


def split_notes(lines: list[Line], size: float, height: float) -> tuple[list[Line], list[Line]]:
    """``lines`` of a page ``height`` points high, text set in ``size``, less the notes that end it; and these.

    Notes stand in the lower half, are smaller than all the text above them, and begin with a mark.
    """
    first = len(lines)
    while first and lines[first - 1].size <= SMALLER * size and lines[first - 1].top > height / 2:
        first -= 1
    while first < len(lines) and not _MARK.match(lines[first].text):
        first += 1
    body, notes = lines[:first], lines[first:]
    if not notes or not body or body[-1].size <= SMALLER * size:
        return lines, []
    return body, notes


def with_notes(drafts: Sequence[Draft], notes: Sequence[Draft]) -> list[Draft]:
    """``drafts`` with each of ``notes`` after the last that begins on its page or before."""
    out = list(drafts)
    for note in notes:
        page = note.spots[0].page
        at = next((i + 1 for i in range(len(out) - 1, -1, -1) if out[i].spots[0].page <= page), 0)
        out.insert(at, replace(note, footnote=True))
    return out
