"""Check boxes as departments print them: ☑优 □良, 整体□ 区域√, R是 □否."""

from __future__ import annotations

import re

_TICKED = "☑☒√✓✔■◼●"
_EMPTY = "□☐○◯◻▢"
_PIECE = re.compile(
    rf"(?P<mark>[{_TICKED}{_EMPTY}]|R(?=[一-鿿])|(?<=[一-鿿])R)|(?P<word>[^\s{_TICKED}{_EMPTY}R、，；]+)"
)


def ticked(text: str) -> list[str]:
    """The words that are ticked; empty where nothing is, or where no boxes are printed.

    A tick without an empty box beside it is no choice: a √ alone says yes.

    >>> ticked("☑优 □良 □中 □差"), ticked("整体□ 区域√ 项目□"), ticked("R新出台 □延续")
    (['优'], ['区域'], ['新出台'])
    >>> ticked("R&D经费"), ticked("√")
    ([], [])
    """
    marks = [(found["mark"], found["word"]) for found in _PIECE.finditer(text)]
    if not any(mark and mark in _EMPTY for mark, _ in marks):
        return []
    leads = bool(marks[0][0])
    chosen: list[str] = []
    for at, (mark, _) in enumerate(marks):
        if not mark or mark in _EMPTY:
            continue
        beside = at + 1 if leads else at - 1
        if 0 <= beside < len(marks) and marks[beside][1]:
            chosen.append(marks[beside][1])
    return chosen
