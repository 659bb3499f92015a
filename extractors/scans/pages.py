"""A picture of a page to a Page: its rules, and its text as pieces with a place for every character.

The picture is set level and upright, its rules are found and taken out, lines of text are found, cut at cell walls
and read; every figure is read twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from extractors.clock import allow
from extractors.glyphs import Page, Piece, Rule
from extractors.scans import engine
from extractors.scans.choose import MOST_PIXELS, SECONDS_PER_PAGE
from extractors.scans.engine import Box, Reading
from extractors.scans.picture import Gray, Picture, clean, quarter_turned
from extractors.scans.ruling import find_rules
from extractors.scans.strips import (
    Strip,
    cut_at_walls,
    ink_of,
    piece_of,
    sized_alike,
    strips_in,
    walls_of,
    with_marks,
    without_blanks,
)
from extractors.scans.votes import Doubt, doubts, figures, repaired

if TYPE_CHECKING:
    from PIL import Image

A4_POINTS = 842.0  # the longer side
PAPER_POINTS = (500.0, 1300.0)  # of the longer side, from A5 to A3
SCANNED = "扫描件，经文字识别读取"
UNREAD = "〓"  # what printers set for a character they do not have
_UPRIGHT = 0.8  # mean probability of what is read; upside down it is far less
_SAMPLES = 6  # lines read to see which way up a page is
_LONG = 1.5  # of its height: a box this wide runs level
_READS = 0.5  # probability of its least sure character from which an overlooked mark is taken for text
CLOSE = 0.05  # of the height of a line: the margin of a close look


@dataclass(frozen=True, slots=True)
class _Sheet:
    """An upright page taken apart: its rules in points, the picture without them, and where lines of text may stand."""

    picture: Picture
    rules: list[Rule]
    rest: Gray
    boxes: list[Box]


def recognise(colours: NDArray[np.uint8], number: int, longer: float = A4_POINTS) -> Page:
    """The page ``number`` whose picture is ``colours``, shape (height, width, 3) in RGB; its longer side in points.

    A side that no paper has (some programs take pixels for points) counts as that of A4.
    """
    if not PAPER_POINTS[0] <= longer <= PAPER_POINTS[1]:
        longer = A4_POINTS
    scale = max(colours.shape) / longer
    sheet = _upright(clean(colours, scale))
    pieces = sized_alike(list(_pieces(sheet)))
    height, width = sheet.rest.shape
    return Page(number, width / scale, height / scale, pieces, sheet.rules, 1, doubt=SCANNED)


def recognise_picture(picture: Image.Image, number: int) -> Page:
    """The page ``number`` that a picture sent as a file is, in the points of a page of A4."""
    allow(SECONDS_PER_PAGE)
    picture.thumbnail((MOST_PIXELS, MOST_PIXELS))
    return recognise(np.asarray(picture), number)


# --- which way up


def _upright(picture: Picture) -> _Sheet:
    sheet = _sheet(picture)
    if _runs_level(sheet.boxes):
        if _legibility(sheet) >= _UPRIGHT:
            return sheet
        turned = _sheet(quarter_turned(picture, 2))
        return max(sheet, turned, key=_legibility)
    return max((_sheet(quarter_turned(picture, quarters)) for quarters in (1, 3)), key=_legibility)


def _sheet(picture: Picture) -> _Sheet:
    rules, rest = find_rules(picture.gray, picture.scale)
    return _Sheet(picture, rules, rest, engine.find_lines(rest, picture.scale))


def _runs_level(boxes: Sequence[Box]) -> bool:
    """Whether more of the text runs level than upright."""
    level = sum(w * h for w, h in map(_sides, boxes) if w > _LONG * h)
    upright = sum(w * h for w, h in map(_sides, boxes) if h > _LONG * w)
    return level >= upright


def _sides(box: Box) -> tuple[int, int]:
    return box.x1 - box.x0, box.bottom - box.top


def _legibility(sheet: _Sheet) -> float:
    """How sure the model is of the longest lines; 1 where there are none."""
    longest = sorted(sheet.boxes, key=lambda box: box.x0 - box.x1)[:_SAMPLES]
    sure = [s for box in longest for s in engine.read_line(_cut(sheet.rest, box)).sure]
    return sum(sure) / len(sure) if sure else 1.0


def _cut(gray: Gray, box: Box) -> Gray:
    return gray[box.top : box.bottom, box.x0 : box.x1]


# --- lines to pieces


def _pieces(sheet: _Sheet) -> Iterator[Piece]:
    scale = sheet.picture.scale
    ink = ink_of(sheet.rest, scale)
    walls = walls_of(sheet.rules, scale)
    found = list(cut_at_walls(sheet.boxes, walls))
    found, overlooked = with_marks(found, ink, walls, scale)
    for box in found:
        for strip in strips_in(sheet.rest, ink.mask, box, scale):
            reading = engine.read_line(strip.gray)
            yield from _told(sheet, strip, reading)
    for box in cut_at_walls(overlooked, walls):
        for strip in strips_in(sheet.rest, ink.mask, box, scale):
            reading = engine.read_line(strip.gray)
            sure = bool(reading.sure) and min(reading.sure) >= _READS
            if sure:
                yield from _told(sheet, strip, reading)
            elif _in_a_cell(strip.ink, sheet.rules, scale):
                yield from _told(sheet, strip, Reading(UNREAD, (0.5,), (0.0,)))


def _in_a_cell(box: Box, rules: Sequence[Rule], scale: float) -> bool:
    """Whether there are rules on all four sides."""
    x, y = (box.x0 + box.x1) / 2 / scale, (box.top + box.bottom) / 2 / scale
    across = [r.top for r in rules if r.top == r.bottom and r.x0 <= x <= r.x1]
    down = [r.x0 for r in rules if r.x0 == r.x1 and r.top <= y <= r.bottom]
    return bool(across and down) and min(across) < y < max(across) and min(down) < x < max(down)


def _told(sheet: _Sheet, strip: Strip, reading: Reading) -> Iterator[Piece]:
    """What was read in one line, as pieces: a doubtful stretch is one of its own."""
    first = without_blanks(reading)
    said = repaired(first.text)
    piece = piece_of(strip, replace(first, text=said), sheet.picture.scale)
    if piece is None:
        return
    at = 0
    for start, end, why in _doubts(sheet, strip, first, piece):
        if start > at:
            yield piece.cut(at, start)
        yield piece.cut(start, end)._replace(doubt=why)
        at = end
    if at < len(said):
        yield piece.cut(at, len(said))


def _doubts(sheet: _Sheet, strip: Strip, first: Reading, piece: Piece) -> list[Doubt]:
    """What in ``piece`` may be misread, from the left."""
    if first.text == UNREAD:
        return [Doubt(0, 1, "此处有字迹，没有认出")]
    if piece.text != first.text:
        second = engine.read_line(strip.gray, again=True) if engine.can_read_again() else None
        if second is None or without_blanks(second).text != piece.text:
            return [Doubt(0, len(piece.text), f"识别为“{first.text}”，按数字改为“{piece.text}”")]
        return []
    found = doubts(first, lambda: _again(strip), lambda: _closer(sheet.rest, strip.ink))
    by_start = {doubt.start: doubt for doubt in found}
    for token in figures(piece.text):
        if token.start not in by_start and _is_sealed(sheet.picture, piece.cut(token.start, token.end)):
            by_start[token.start] = Doubt(token.start, token.end, f"识别为“{token.said}”，上面压着印章")
    return sorted(by_start.values())


def _again(strip: Strip) -> Reading | None:
    """The line as the other model reads it; None where there is none."""
    return without_blanks(engine.read_line(strip.gray, again=True)) if engine.can_read_again() else None


def _closer(rest: Gray, ink: Box) -> Reading:
    """The line as the same model reads it with hardly any paper around."""
    margin = max(1, round(CLOSE * (ink.bottom - ink.top)))
    top, left = max(0, ink.top - margin), max(0, ink.x0 - margin)
    return without_blanks(engine.read_line(rest[top : ink.bottom + margin, left : ink.x1 + margin]))


def _is_sealed(picture: Picture, piece: Piece) -> bool:
    if picture.sealed is None:
        return False
    x0, x1, top, bottom = (round(at * picture.scale) for at in (piece.x0, piece.x1, piece.top, piece.bottom))
    return bool(picture.sealed[top:bottom, x0:x1].any())
