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
from extractors.page.glyphs import Page, Piece, Rule
from extractors.page.leaning import Lean
from extractors.scans import engine
from extractors.scans.choose import SECONDS_PER_PAGE
from extractors.scans.engine import Box, Reading
from extractors.scans.pasted import MOST_PIXELS
from extractors.scans.picture import Gray, Picture, clean, quarter_turned
from extractors.scans.ruling import find_rules
from extractors.scans.strips import (
    Strip,
    cut_at_walls,
    heavy,
    ink_of,
    parted,
    piece_of,
    sized_alike,
    strips_in,
    walls_of,
    with_marks,
    without_blanks,
)
from extractors.scans.votes import Doubt, doubts, figures, is_page_number, may_hold_figures, repaired
from schemas.document import RECOGNISED

if TYPE_CHECKING:
    from PIL import Image

A4_POINTS = 842.0  # the longer side
PAPER_POINTS = (500.0, 1300.0)  # of the longer side, from A5 to A3
SMALLEST = 100  # pixels: no text is read in less
SCANNED = "扫描件，经文字识别读取"
FAINT = "扫描件，字迹不清，识别的文字多有错误"
LEGIBLE = 0.9  # mean probability of what is read on a page; on plain scans it is 0.99
BOLD = "bold"
UNREAD = "〓"  # what printers set for a character they do not have
_UPRIGHT = 0.8  # mean probability of what is read; upside down it is far less
_SAMPLES = 6  # lines read to see which way up a page is
_SAMPLE = 8  # characters of each
_LONG = 1.5  # of its height: a box this wide runs level
READS = 0.6  # probability of its least sure character from which an overlooked mark is taken for text
SHORT = 3  # characters: of so few, unsure ones may stand for a figure
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
    read_as = longer if PAPER_POINTS[0] <= longer <= PAPER_POINTS[1] else A4_POINTS
    scale = max(colours.shape) / read_as
    if min(colours.shape[:2]) < SMALLEST:
        return Page(number, colours.shape[1] / scale, colours.shape[0] / scale, [], [], 1, doubt=SCANNED)
    sheet = _upright(clean(colours, scale))
    strips, first = _read(sheet)
    faint = _is_faint(first)
    pieces = sized_alike(list(_pieces(sheet, strips, first, faint=faint)))
    height, width = sheet.rest.shape
    lean = Lean(
        sheet.picture.degrees,
        sheet.picture.quarters,
        colours.shape[1] / scale,
        colours.shape[0] / scale,
        longer / read_as,
    )
    said = FAINT if faint else SCANNED
    return Page(
        number, width / scale, height / scale, pieces, sheet.rules, 1, doubt=said, broken=faint, lean=lean
    )


def recognise_picture(picture: Image.Image, number: int, longer: float = A4_POINTS) -> Page:
    """The page ``number`` that a picture is, ``longer`` points on its longer side: those of A4 where nothing says it."""
    allow(SECONDS_PER_PAGE)
    picture.thumbnail((MOST_PIXELS, MOST_PIXELS))
    return recognise(np.asarray(picture), number, longer)


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
    samples = [_sample(sheet.rest, box) for box in longest]
    sure = [probability for reading in engine.read_lines(samples) for probability in reading.sure]
    return sum(sure) / len(sure) if sure else 1.0


def _sample(gray: Gray, box: Box) -> Gray:
    """The first characters of a line."""
    return gray[box.top : box.bottom, box.x0 : min(box.x1, box.x0 + _SAMPLE * (box.bottom - box.top))]


# --- lines to pieces


def _read(sheet: _Sheet) -> tuple[list[Strip], list[Reading]]:
    """The lines of text and what they say at first reading."""
    strips, certain = _strips(sheet)
    readings = engine.read_lines([strip.gray for strip in strips])
    first = [without_blanks(parted(*each)) for each in zip(strips, readings, strict=True)]
    for at in range(certain, len(strips)):
        if min(first[at].sure, default=0.0) < READS:  # overlooked, and no text that can be read
            inside = _in_a_cell(strips[at].ink, sheet.rules, sheet.picture.scale)
            first[at] = Reading(UNREAD, (0.5,), (0.0,)) if inside else Reading("", (), ())
    return strips, first


def _is_faint(readings: Sequence[Reading]) -> bool:
    """Whether the model is unsure of the page as a whole: too faint, blurred or coarse to be read."""
    sure = [probability for reading in readings for probability in reading.sure]
    return bool(sure) and sum(sure) / len(sure) < LEGIBLE


def _pieces(
    sheet: _Sheet, strips: Sequence[Strip], first: Sequence[Reading], *, faint: bool
) -> Iterator[Piece]:
    asked = [at for at, reading in enumerate(first) if may_hold_figures(reading.text)]
    second: dict[int, Reading] = {}
    if engine.can_read_again() and not faint:
        again = engine.read_lines([strips[at].gray for at in asked], again=True)
        second = {at: without_blanks(parted(strips[at], each)) for at, each in zip(asked, again, strict=True)}
    bold = heavy(strips, [reading.text for reading in first])
    for at, strip in enumerate(strips):
        said = repaired(first[at].text)
        piece = piece_of(strip, replace(first[at], text=said), sheet.picture.scale)
        if piece is None:
            continue
        if faint:
            marked = [Doubt(0, len(said), f"{RECOGNISED}，整页字迹不清")]
        else:
            marked = _doubts(sheet, strip, first[at], second.get(at), said)
        yield from _parts(piece._replace(font=BOLD if bold[at] else ""), marked)


def _strips(sheet: _Sheet) -> tuple[list[Strip], int]:
    """The lines of text, each within one cell, then what finding overlooked; and how many the first are."""
    scale = sheet.picture.scale
    ink = ink_of(sheet.rest, scale)
    walls = walls_of(sheet.rules, scale)
    found, overlooked = with_marks(list(cut_at_walls(sheet.boxes, walls)), ink, walls, scale)
    certain = [strip for box in found for strip in strips_in(sheet.rest, ink.mask, box, scale)]
    rest = [
        strip
        for box in cut_at_walls(overlooked, walls)
        for strip in strips_in(sheet.rest, ink.mask, box, scale)
    ]
    return certain + rest, len(certain)


def _in_a_cell(box: Box, rules: Sequence[Rule], scale: float) -> bool:
    """Whether there are rules on all four sides."""
    x, y = (box.x0 + box.x1) / 2 / scale, (box.top + box.bottom) / 2 / scale
    across = [r.top for r in rules if r.top == r.bottom and r.x0 <= x <= r.x1]
    down = [r.x0 for r in rules if r.x0 == r.x1 and r.top <= y <= r.bottom]
    return bool(across and down) and min(across) < y < max(across) and min(down) < x < max(down)


def _parts(piece: Piece, marked: Sequence[Doubt]) -> Iterator[Piece]:
    """``piece`` cut so that a doubtful stretch is a piece of its own."""
    at = 0
    for start, end, why in marked:
        if start > at:
            yield piece.cut(at, start)
        yield piece.cut(start, end)._replace(doubt=why)
        at = end
    if at < len(piece.text):
        yield piece.cut(at, len(piece.text))


def _doubts(sheet: _Sheet, strip: Strip, first: Reading, second: Reading | None, said: str) -> list[Doubt]:
    """What may be misread, from the left."""
    if said == UNREAD:
        return [Doubt(0, 1, f"{RECOGNISED}：此处有字迹，没有认出")]
    if said == "一":
        return [Doubt(0, 1, f"{RECOGNISED}：“一”也可能是横线“—”")]
    if said != first.text:
        sure = second is not None and second.text == said
        return [] if sure else [Doubt(0, len(said), f"{RECOGNISED}为“{first.text}”，按数字改为“{said}”")]
    if len(said) <= SHORT and min(first.sure) < READS and not is_page_number(said):
        return [Doubt(0, len(said), f"{RECOGNISED}为“{said}”，把握不足")]
    by_start = {each.start: each for each in doubts(first, second, lambda: _closer(sheet.rest, strip.ink))}
    piece = piece_of(strip, first, sheet.picture.scale)
    for token in figures(said):
        covered = piece is not None and _is_sealed(sheet.picture, piece.cut(token.start, token.end))
        if covered and token.start not in by_start:
            by_start[token.start] = Doubt(
                token.start, token.end, f"{RECOGNISED}为“{token.said}”，上面压着印章"
            )
    return sorted(by_start.values())


def _closer(rest: Gray, ink: Box) -> Reading:
    """The line as the same model reads it with hardly any paper around."""
    margin = max(1, round(CLOSE * (ink.bottom - ink.top)))
    top, left = max(0, ink.top - margin), max(0, ink.x0 - margin)
    near = Box(left, top, min(rest.shape[1], ink.x1 + margin), min(rest.shape[0], ink.bottom + margin))
    strip = Strip(ink, near, rest[near.top : near.bottom, near.x0 : near.x1])
    return without_blanks(parted(strip, engine.read_line(strip.gray)))


def _is_sealed(picture: Picture, piece: Piece) -> bool:
    if picture.sealed is None:
        return False
    x0, x1, top, bottom = (round(at * picture.scale) for at in (piece.x0, piece.x1, piece.top, piece.bottom))
    return bool(picture.sealed[top:bottom, x0:x1].any())
