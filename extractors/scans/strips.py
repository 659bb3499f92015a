"""Lines of text in a picture: cut where a cell ends, trimmed to their ink, and set as pieces of text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.page.glyphs import Piece, Rule
from extractors.plain import latin
from extractors.scans.engine import Box, Reading
from extractors.scans.picture import Gray

INK = 190  # gray level up to which a pixel is ink; paper is 255
DARK = 110  # what is nowhere as dark as this is grain of the paper, unless it stands in a line of text
SPECK = 0.3  # square points: what is smaller is dust; the point of small type has 0.8
LETTER_POINTS = (3.5, 45.0)  # height of what can be a line of text
DASH_POINTS = 3.0  # width from which a flat mark can be a sign
MARGIN = 0.15  # of the height: paper left around a line, as the models are used to
NEAR = 0.8  # of the height: a mark this near to a line belongs to it
FOOT = 0.08  # of the fullest row of a line: rows with less ink belong to other lines or to dust
HAN_HEIGHT = 0.92  # of the size of type: the ink of Chinese characters
LATIN_HEIGHT = 0.70  # the same of figures
NEXT_DIGIT = 0.24  # of the size of type: the paper between two digits of one number is less
SLENDER_ONE = 0.12  # the same more for each 1
SAME_SIZE = 0.09  # of the size: lines that differ less are of one type
BOLD = 1.16  # times the usual thickness of strokes; regular lines reach 1.07, bold ones begin at 1.25
LEAST_BOLD = 4  # characters of which to judge
TALL = 1.8  # height to width from which a box holds characters set one below the other
MOST_MARKS = 2000  # more is a photograph


_YEAR_IN_BRACKETS = re.compile(r"〔(\d{4})[\])）】]|[\[(（【](\d{4})〕")
_PAGE_NUMBER = re.compile(
    r"[-—–一二=~－]{1,2}\s?\d{1,4}\s?[-—–一二=~－]{1,2}"
)  # a dash is no Chinese one or two


class Strip(NamedTuple):
    """A line of text: the box of its ink, the box of its picture, and the picture."""

    ink: Box
    box: Box
    gray: Gray


class Ink(NamedTuple):
    """Where there is ink, 1 or 0, dust left out; a box for every connected mark of it, and which are dark somewhere."""

    mask: Gray
    marks: list[Box]
    dark: list[bool]


def ink_of(gray: Gray, scale: float) -> Ink:
    """The ink of a picture."""
    mask = (gray < INK).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    kept = stats[:, cv2.CC_STAT_AREA] > SPECK * scale * scale
    kept[0] = False
    marks = [Box(x, y, x + width, y + height) for x, y, width, height, _ in stats[kept].tolist()]
    darkened = np.zeros(len(stats), bool)
    darkened[np.unique(labels[gray < DARK])] = True
    return Ink(kept.astype(np.uint8)[labels], marks, darkened[kept].tolist())


Wall = tuple[float, float, float]  # x, top, bottom in pixels


def walls_of(rules: Iterable[Rule], scale: float) -> list[Wall]:
    """The upright rules."""
    return [(r.x0 * scale, r.top * scale, r.bottom * scale) for r in rules if r.bottom - r.top > r.x1 - r.x0]


def cut_at_walls(boxes: Iterable[Box], walls: Sequence[Wall]) -> Iterator[Box]:
    """``boxes`` cut where an upright rule crosses them: text in two cells is two texts."""
    for box in boxes:
        middle = (box.top + box.bottom) / 2
        inner = [round(x) for x, top, bottom in walls if box.x0 < x < box.x1 and top <= middle <= bottom]
        for x0, x1 in pairwise([box.x0, *sorted(inner), box.x1]):
            if x1 > x0:
                yield box._replace(x0=x0, x1=x1)


def with_marks(
    boxes: Sequence[Box], ink: Ink, walls: Sequence[Wall], scale: float
) -> tuple[list[Box], list[Box]]:
    """``boxes`` widened to the marks beside them that finding overlooked (a sign, a point); and marks far from all."""
    grown = list(boxes)
    apart: list[Box] = []
    held = _held(boxes, ink.marks)
    loose = [
        each for each, inside in zip(zip(ink.marks, ink.dark, strict=True), held, strict=True) if not inside
    ]
    for mark, dark in loose[:MOST_MARKS]:
        middle = (mark.top + mark.bottom) / 2
        at = min(
            (i for i, box in enumerate(grown) if box.top <= middle <= box.bottom),
            key=lambda i: _apart(grown[i], mark),
            default=None,
        )
        if at is not None and _apart(grown[at], mark) <= NEAR * (grown[at].bottom - grown[at].top):
            box = grown[at]
            wide = box._replace(x0=min(box.x0, mark.x0), x1=max(box.x1, mark.x1))
            if len(list(cut_at_walls([wide], walls))) == 1:
                grown[at] = wide
                continue
        if dark and _could_be_text(mark, scale):
            apart.append(mark)
    return grown, list(_rows(apart, scale))


def _held(boxes: Sequence[Box], marks: Sequence[Box]) -> list[bool]:
    """For each mark whether its middle lies in one of ``boxes``."""
    edges = np.array(marks, np.int64).reshape(-1, 4)
    across, down = edges[:, 0] + edges[:, 2], edges[:, 1] + edges[:, 3]
    held = np.zeros(len(edges), bool)
    for x0, top, x1, bottom in boxes:
        held |= (2 * x0 <= across) & (across <= 2 * x1) & (2 * top <= down) & (down <= 2 * bottom)
    inside: list[bool] = held.tolist()
    return inside


def _apart(box: Box, mark: Box) -> int:
    return max(mark.x0 - box.x1, box.x0 - mark.x1, 0)


def _could_be_text(mark: Box, scale: float) -> bool:
    width, height = (mark.x1 - mark.x0) / scale, (mark.bottom - mark.top) / scale
    if height < LETTER_POINTS[0]:
        return width >= DASH_POINTS
    return height <= LETTER_POINTS[1] and width >= 0.7


def _rows(marks: Iterable[Box], scale: float) -> Iterator[Box]:
    """Marks side by side as one box each row, with a margin."""
    rows: list[Box] = []
    for mark in sorted(marks, key=lambda each: each.x0):
        middle = (mark.top + mark.bottom) / 2
        for at, row in enumerate(rows):
            if (
                row.top <= middle <= row.bottom
                and mark.x0 - row.x1 <= 1.2 * (row.bottom - row.top) + 2 * scale
            ):
                rows[at] = Box(
                    row.x0, min(row.top, mark.top), max(row.x1, mark.x1), max(row.bottom, mark.bottom)
                )
                break
        else:
            rows.append(mark)
    margin = round(1.5 * scale)
    for row in rows:
        yield Box(max(0, row.x0 - margin), max(0, row.top - margin), row.x1 + margin, row.bottom + margin)


def strips_in(gray: Gray, ink: Gray, box: Box, scale: float) -> Iterator[Strip]:
    """The line or lines in ``box``; characters set one below the other are a line each."""
    rows = ink[box.top : box.bottom, box.x0 : box.x1].sum(axis=1)
    (inked,) = np.nonzero(rows > FOOT * rows.max(initial=1))
    if not len(inked):
        return
    top, bottom = box.top + int(inked[0]), box.top + int(inked[-1]) + 1
    tight = _sides(ink, box._replace(top=top, bottom=bottom))
    if tight.bottom - tight.top >= TALL * (tight.x1 - tight.x0) >= TALL * LETTER_POINTS[0] * scale:
        for part in _stacked(ink, tight):
            yield _strip(gray, part, box, scale)
    else:
        yield _strip(gray, tight, box, scale)


def _sides(ink: Gray, box: Box) -> Box:
    """``box`` with its sides drawn in to the ink."""
    (columns,) = np.nonzero(ink[box.top : box.bottom, box.x0 : box.x1].any(axis=0))
    if not len(columns):
        return box
    return box._replace(x0=box.x0 + int(columns[0]), x1=box.x0 + int(columns[-1]) + 1)


def _stacked(ink: Gray, box: Box) -> Iterator[Box]:
    """The characters of an upright line, each a box; parts of one character are nearer than two characters."""
    width = box.x1 - box.x0
    rows = ink[box.top : box.bottom, box.x0 : box.x1].any(axis=1)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], rows.view(np.int8), [0]))))
    held: list[int] = []
    for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if held and end - held[0] <= 1.15 * width:
            held[1] = end
            continue
        if held:
            yield _sides(ink, box._replace(top=box.top + held[0], bottom=box.top + held[1]))
        held = [start, end]
    if held:
        yield _sides(ink, box._replace(top=box.top + held[0], bottom=box.top + held[1]))


def _strip(gray: Gray, ink: Box, within: Box, scale: float) -> Strip:
    margin = max(2, round(MARGIN * (ink.bottom - ink.top)))
    # A dash gets the room of a letter: models read lines, not strokes.
    room = max(margin, round((2 * LETTER_POINTS[0] * scale - (ink.bottom - ink.top)) / 2))
    box = Box(
        max(within.x0, ink.x0 - 2 * margin),
        max(0, ink.top - room),
        min(within.x1, ink.x1 + 2 * margin),
        min(gray.shape[0], ink.bottom + room),
    )
    return Strip(ink, box, gray[box.top : box.bottom, box.x0 : box.x1])


# --- readings to pieces


def piece_of(strip: Strip, reading: Reading, scale: float) -> Piece | None:
    """What was read as a piece with a place for every character; None where nothing was read."""
    if not reading.text:
        return None
    box, ink = strip.box, strip.ink
    middles = [box.x0 + share * (box.x1 - box.x0) for share in reading.at]
    cuts = [float(ink.x0), *((a + b) / 2 for a, b in pairwise(middles)), float(ink.x1)]
    cuts = [min(max(cut, ink.x0), ink.x1) / scale for cut in cuts]
    height = (ink.bottom - ink.top) / scale
    size = height / (HAN_HEIGHT if _has_han(reading.text) else LATIN_HEIGHT)
    return Piece(reading.text, cuts[:-1], cuts[1:], ink.top / scale, ink.bottom / scale, size)


def without_blanks(reading: Reading) -> Reading:
    """``reading`` less the blanks that stand beside Chinese: type leaves a gap there that nobody typed.

    Where only one bracket around the year of a document's number (〔2024〕5号) was taken for another, it is set right.
    """
    text = _YEAR_IN_BRACKETS.sub(r"〔\1\2〕", reading.text)
    if _PAGE_NUMBER.fullmatch(text):
        text = re.sub(r"[^\d\s]", "—", text)
    kept = [
        at
        for at, char in enumerate(text)
        if not char.isspace() or (0 < at < len(text) - 1 and latin(text[at - 1]) and latin(text[at + 1]))
    ]
    return Reading(
        "".join(text[at] for at in kept),
        tuple(reading.at[at] for at in kept),
        tuple(reading.sure[at] for at in kept),
    )


def parted(strip: Strip, reading: Reading) -> Reading:
    """``reading`` with a blank between two digits that stand further apart than digits of one number do.

    Models swallow such blanks, and 附件3 2024年 becomes the number 32024.
    """
    inked: NDArray[np.bool_] = np.asarray((strip.gray < INK).any(axis=0))
    size = (strip.ink.bottom - strip.ink.top) / (HAN_HEIGHT if _has_han(reading.text) else LATIN_HEIGHT)
    text, middles, sure = list(reading.text), list(reading.at), list(reading.sure)
    for at in range(len(text) - 2, -1, -1):
        pair = reading.text[at : at + 2]
        if not (pair[0].isdigit() and pair[1].isdigit()):
            continue
        start, end = (round(share * len(inked)) for share in reading.at[at : at + 2])
        if _longest_blank(inked[start : end + 1]) > (NEXT_DIGIT + SLENDER_ONE * pair.count("1")) * size:
            text.insert(at + 1, " ")
            middles.insert(at + 1, (middles[at] + middles[at + 1]) / 2)
            sure.insert(at + 1, 1.0)
    return Reading("".join(text), tuple(middles), tuple(sure))


def _longest_blank(inked: NDArray[np.bool_]) -> int:
    edges = np.flatnonzero(np.concatenate(([True], inked, [True])))
    return int(np.diff(edges).max()) - 1


def _has_han(text: str) -> bool:
    return any("\u4e00" <= char <= "\u9fff" for char in text)


def heavy(strips: Sequence[Strip], texts: Sequence[str]) -> list[bool]:
    """Which lines of text are set in bold: their strokes are thicker for their size than those of most of the page."""
    weights = np.array([_weight(strip) for strip in strips])
    counts = np.array([len(text) if _has_han(text) else 0 for text in texts])
    if not counts.any():
        return [False] * len(strips)
    order = np.argsort(weights)
    usual = weights[order][np.searchsorted(np.cumsum(counts[order]), counts.sum() / 2)]
    bold: list[bool] = ((weights > BOLD * usual) & (counts >= LEAST_BOLD)).tolist()
    return bold


def _weight(strip: Strip) -> float:
    """How thick the strokes are, as a share of the height of the ink."""
    inked = (strip.gray < INK).astype(np.uint8)
    outline = int(inked.sum()) - int(cv2.erode(inked, np.ones((3, 3), np.uint8)).sum())
    return float(inked.sum()) / max(outline, 1) / max(strip.ink.bottom - strip.ink.top, 1)


def sized_alike(pieces: Sequence[Piece]) -> list[Piece]:
    """``pieces`` with their sizes, measured from ink, brought to the few that a page is set in."""
    sizes = np.array([piece.size for piece in pieces])
    weights = np.array([len(piece.text) for piece in pieces])
    usual = sizes.copy()
    left = weights > 0
    while left.any():
        near = np.abs(sizes[:, None] / sizes[left][None, :] - 1) <= SAME_SIZE
        most = sizes[left][np.argmax((near * (weights * left)[:, None]).sum(axis=0))]
        same = left & (np.abs(sizes / most - 1) <= SAME_SIZE)
        usual[same] = np.average(sizes[same], weights=weights[same])
        left &= ~same
    return [piece._replace(size=float(size)) for piece, size in zip(pieces, usual, strict=True)]
