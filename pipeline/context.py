"""The sentence or cell around a quoted figure, so that a reviewer need not open the file to see what is meant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from schemas.document import Anchor, Document, Table

_ENDS = "。；！？\n"
_REACH = 90  # characters shown to either side at most
_NAME = 40  # a longer cell is a text, not the name of its row
_GAP = 30  # of a longer stretch between two quotes, this much at both ends


class Around(NamedTuple):
    """``before`` + ``quote`` + ``after`` is what is printed, cut with … where the sentence is long."""

    before: str
    quote: str
    after: str


def around(anchor: Anchor, documents: Sequence[Document], reach: int = _REACH) -> Around:
    """The sentence in which ``anchor`` stands; the bare quote where the document does not bear it out."""
    text = _text(anchor, documents)
    start, end = anchor.start, anchor.end
    if text is None or start >= end or text[start:end] != anchor.quote:
        return Around("", anchor.quote or (text or "")[: 2 * reach], "")
    first = max((text.rfind(mark, 0, start) for mark in _ENDS), default=-1) + 1
    stops = [at for mark in _ENDS if (at := text.find(mark, end)) >= 0]
    last = min(stops) + 1 if stops else len(text)
    before, after = text[first:start].lstrip(), text[end:last].rstrip()
    if len(before) > reach:
        before = "…" + before[-reach:]
    if len(after) > reach:
        after = after[:reach] + "…"
    return Around(before, anchor.quote, after)


def passage(anchors: Sequence[Anchor], documents: Sequence[Document]) -> list[tuple[str, int | None]]:
    """Quotes of one paragraph or cell in the words around them: pieces of text, each with the index of its anchor or None.

    ``anchors`` stand in the same text, left to right, and do not overlap. Long stretches between them are cut with ….
    """
    shown = [around(anchor, documents) for anchor in anchors]
    text = _text(anchors[0], documents) or ""
    pieces: list[tuple[str, int | None]] = [(shown[0].before, None)]
    for index, anchor in enumerate(anchors):
        if index:
            gap = text[anchors[index - 1].end : anchor.start]
            pieces.append((gap if len(gap) <= _REACH else f"{gap[:_GAP]}…{gap[-_GAP:]}", None))
        pieces.append((shown[index].quote, index))
    pieces.append((shown[-1].after, None))
    return [piece for piece in pieces if piece[0]]


def row_label(anchor: Anchor, documents: Sequence[Document]) -> str:
    """For a table cell, what the row calls itself: its last cell with words to the left of it."""
    table = _table(anchor, documents)
    if table is None or anchor.row is None or anchor.col is None or anchor.row > len(table.rows):
        return ""
    left = [cell for cell in table.rows[anchor.row - 1][: anchor.col - 1] if cell is not None]
    named = [cell.text for cell in left if _names(cell.text)]
    return " ".join(named[-1].split()) if named else ""


def _names(text: str) -> bool:
    """Whether it is a name rather than a value (1500户) or a mark."""
    words = sum("一" <= character <= "鿿" for character in text)
    return len(text) <= _NAME and words >= 2 and words >= 2 * sum(character.isdecimal() for character in text)


def _text(anchor: Anchor, documents: Sequence[Document]) -> str | None:
    table = _table(anchor, documents)
    if table is not None:
        if anchor.row is None or anchor.col is None:
            return table.caption
        if anchor.row > len(table.rows) or anchor.col > len(table.rows[anchor.row - 1]):
            return None
        cell = table.rows[anchor.row - 1][anchor.col - 1]
        return None if cell is None else cell.text
    document = next((each for each in documents if each.path == anchor.path), None)
    if document is None or anchor.block >= len(document.blocks):
        return None
    block = document.blocks[anchor.block]
    return None if isinstance(block, Table) else block.text


def _table(anchor: Anchor, documents: Sequence[Document]) -> Table | None:
    document = next((each for each in documents if each.path == anchor.path), None)
    if document is None or anchor.block >= len(document.blocks):
        return None
    block = document.blocks[anchor.block]
    return block if isinstance(block, Table) else None
