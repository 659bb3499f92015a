"""Pieces of text to printed lines."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from extractors.page.glyphs import Piece, parts
from schemas.document import BBox, Spot


class Line(NamedTuple):
    """One printed line: its text, its box, its usual size and font, and the pieces it was set from, from the left.

    ``starts[i]`` is where piece ``i`` begins in ``text``; blanks that only a gap shows stand between.
    """

    page: int
    text: str
    bbox: BBox
    size: float
    font: str
    pieces: tuple[Piece, ...] = ()
    starts: tuple[int, ...] = ()

    @property
    def x0(self) -> float:
        """Left end."""
        return self.bbox[0]

    @property
    def top(self) -> float:
        """Upper end."""
        return self.bbox[1]

    @property
    def x1(self) -> float:
        """Right end."""
        return self.bbox[2]

    def width(self, end: int) -> float:
        """How wide its first ``end`` characters are set."""
        wide = 0.0
        for piece, start in zip(self.pieces, self.starts, strict=True):
            if start >= end:
                break
            wide += sum(piece.x1s[: end - start]) - sum(piece.x0s[: end - start])
        return wide

    def spots(self, start: int, end: int) -> list[Spot]:
        """Its places when it stands at ``start:end`` of a longer text: one, or more where some of it is doubtful."""
        spots = [Spot(self.page, self.bbox, start, end)]
        if not any(piece.doubt for piece in self.pieces):
            return spots
        for piece, at in zip(self.pieces, self.starts, strict=True):
            if piece.doubt and start + at < end:
                box = (piece.x0, piece.top, piece.x1, piece.bottom)
                spots.append(
                    Spot(self.page, box, start + at, min(start + at + len(piece.text), end), piece.doubt)
                )
        return spots


def set_lines(pieces: Sequence[Piece], page: int) -> list[Line]:
    """The lines that ``pieces`` form, from the top; those of one line overlap in height by half."""
    rows: list[list[Piece]] = []
    tops: list[tuple[float, float]] = []
    for piece in sorted(pieces, key=_by_middle) if len(pieces) > 1 else pieces:
        above, below = piece.top, piece.bottom
        for at in range(len(rows) - 1, max(len(rows) - 4, -1), -1):
            top, bottom = tops[at]
            overlap = (min(below, bottom)) - (max(above, top))
            if overlap + overlap > min(bottom - top, below - above):
                rows[at].append(piece)
                # The tallest piece gives the line its height; a superscript must not pull it up.
                if below - above > bottom - top:
                    tops[at] = (above, below)
                break
        else:
            rows.append([piece])
            tops.append((above, below))
    lines = [line for row in rows if (line := _line(row, page)) is not None]
    return sorted(lines, key=_from_the_top) if len(lines) > 1 else lines


def _by_middle(piece: Piece) -> tuple[float, float]:
    return piece.top + piece.bottom, piece.x0s[0]


def _from_left(piece: Piece) -> float:
    return piece.x0s[0]


def _from_the_top(line: Line) -> tuple[float, float]:
    return line.bbox[1], line.bbox[0]


def _line(row: Sequence[Piece], page: int) -> Line | None:
    """One line; None where it is blank."""
    row = _trimmed(sorted(row, key=_from_left) if len(row) > 1 else row)
    if not row:
        return None
    first = row[0]
    if len(row) == 1:
        box = (first.x0s[0], first.top, first.x1s[-1], first.bottom)
        return Line(page, first.text, box, first.size, first.font, (first,), (0,))
    text, starts = first.text, [0]
    for before, piece in pairwise(row):
        if parts(before.text, piece.text, piece.x0s[0] - before.x1s[-1], max(before.size, piece.size)):
            text += " "
        starts.append(len(text))
        text += piece.text
    box = (first.x0, min(p.top for p in row), max(p.x1 for p in row), max(p.bottom for p in row))
    usual = max(row, key=lambda p: len(p.text))
    return Line(page, text, box, usual.size, usual.font, tuple(row), tuple(starts))


def _trimmed(row: Sequence[Piece]) -> Sequence[Piece]:
    """``row`` without blanks at its ends."""
    if not row[0].text[0].isspace() and not row[-1].text[-1].isspace():
        return row
    kept = list(row)
    while kept and not kept[0].text.strip():
        kept.pop(0)
    while kept and not kept[-1].text.strip():
        kept.pop()
    if kept:
        first = kept[0]
        kept[0] = first.cut(len(first.text) - len(first.text.lstrip()), len(first.text))
        kept[-1] = kept[-1].cut(0, len(kept[-1].text.rstrip()))
    return kept
