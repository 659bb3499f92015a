"""The rules of a form, found in its picture: thin, long, and solid, dashed or dotted from crossing to crossing.

Letters have thin level strokes too. What tells a rule from a row of them: it is solid or regular, and it ends on
other rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.page.glyphs import Rule
from extractors.scans.picture import Gray

THICKEST_POINTS = 2.6  # a thicker stroke is a bar or a letter
ALONG_POINTS = 4.0  # darkness is averaged over this length: noise goes, a rule stays
GAP_POINTS = 3.2  # between the strokes of a dashed rule, the dots of a dotted one
SHORTEST_POINTS = 9.0  # of a rule; no row is lower, no column narrower
LONG_POINTS = 80.0  # an unbroken rule this long may end where no other is; no letter is as long
FREE_POINTS = 25.0  # the same of its part beyond the last crossing
COMMON_ENDS = 3  # so many rules that end in line are cut by the page
ROW_POINTS = 30.0  # no longer stroke is a letter
BAR = 140  # gray level up to which a bar of a letter is ink
UNBROKEN = 0.92  # share of their length in which these are dark
REACH_POINTS = 3.0  # a rule that ends this near another one ends there
PIECE_POINTS = 60.0  # paper waves: a long rule is told in pieces, each straight
FAINTEST = 14  # gray levels that a rule must be darker than the paper, averaged along it
PALE = 0.25  # of the usual ink of long strokes
CLEAR = 4.0  # times that the same average of bare paper
SOLID = 0.8  # share of its length, from crossing to crossing, in which a solid rule is dark
DASHES = 8  # so many strokes or dots at equal distances are a broken rule
UNEVEN = 0.35  # of the distance between dashes


@dataclass(frozen=True, slots=True)
class _Stroke:
    """A level stroke in pixels. ``xs`` are the ends of its straight pieces, ``ys`` the height of each; ``thick`` across; ``ink`` in gray levels.

    ``inked[x - xs[0]]`` says where it is dark; all of it where its gaps are regular.
    """

    xs: tuple[int, ...]
    ys: tuple[float, ...]
    thick: float
    ink: float
    inked: NDArray[np.bool_]
    regular: bool

    @property
    def length(self) -> int:
        return self.xs[-1] - self.xs[0]

    def pieces(self) -> Iterator[tuple[int, int, float]]:
        """Start, end and height of each straight piece."""
        for (start, end), y in zip(pairwise(self.xs), self.ys, strict=True):
            yield start, end, y


def find_rules(gray: Gray, scale: float) -> tuple[list[Rule], Gray]:
    """The rules in a level picture, in points; and the picture without them."""
    level, upright = _plain(_strokes(gray, scale), _strokes(np.ascontiguousarray(gray.T), scale), scale)
    long = [[s for s in strokes if s.length >= LONG_POINTS / 2 * scale] for strokes in (level, upright)]
    for certain in (
        long,
        None,
    ):  # first only where long rules cross: a letter in line with a rule prolongs it
        flat, tall = certain or (level, upright)
        level, upright = _between(level, tall, scale), _between(upright, flat, scale)
        level, upright = _anchored(level, upright, scale)
    level = _no_letters(level, _without(gray.T, upright).T, scale)
    upright = _no_letters(upright, _without(gray, level).T, scale)
    rest = _without(_without(gray, level).T, upright).T
    across = [piece for stroke in level for piece in stroke.pieces()]
    down = [piece for stroke in upright for piece in stroke.pieces()]
    rules = [Rule(start / scale, at / scale, end / scale, at / scale) for start, end, at in across]
    rules += [Rule(at / scale, start / scale, at / scale, end / scale) for start, end, at in down]
    return rules, np.ascontiguousarray(rest)


# --- strokes


def _strokes(gray: Gray, scale: float) -> list[_Stroke]:
    """Level strokes that are thin and dark enough along their length."""
    ink = 255 - gray
    thick = round(THICKEST_POINTS * scale)
    # What is thin upwards and downwards: of a letter only its level strokes stay, of a rule all.
    thin = cv2.subtract(ink, cv2.morphologyEx(ink, cv2.MORPH_OPEN, _column(thick + 2)))
    along = cv2.blur(thin, (round(ALONG_POINTS * scale), 1))
    faintest = max(FAINTEST, CLEAR * float(np.percentile(along[::5, ::5], 60)))
    crest = (along >= faintest) & (along >= cv2.dilate(along, _column(thick | 1)))
    mask = cv2.dilate(crest.astype(np.uint8), _column(3))
    mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, _column(round(GAP_POINTS * scale)).T)
    mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, _column(round(SHORTEST_POINTS * scale)).T)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    found = (_stroke(thin, labels, number, stats[number], scale) for number in range(1, count))
    return [stroke for stroke in found if stroke is not None]


def _stroke(
    thin: Gray, labels: NDArray[np.int32], number: int, box: NDArray[np.int32], scale: float
) -> _Stroke | None:
    """The stroke of one connected part of the mask; None where it is none."""
    x, y, width, height, _ = (int(edge) for edge in box)
    here = slice(y, y + height), slice(x, x + width)
    part = np.where(labels[here] == number, thin[here], 0)
    darkness = part.max(axis=0)
    ink = float(np.sort(darkness)[width * 3 // 4])
    inked = darkness >= max(FAINTEST, 0.4 * ink)
    (where,) = np.nonzero(inked)
    if len(where) == 0 or where[-1] - where[0] < SHORTEST_POINTS * scale:
        return None
    first, last = int(where[0]), int(where[-1]) + 1
    inked = inked[first:last]
    regular = bool(inked.mean() < SOLID)
    if regular:
        if not _is_regular(inked):
            return None
        inked = np.ones_like(inked)
    ends = _divided(first, last, max(1, round((last - first) / (PIECE_POINTS * scale))))
    ys = [y + _crest(part[:, a:b].sum(axis=1, dtype=np.float64)) for a, b in pairwise(ends)]
    thick = float((part > 0).sum(axis=0).mean())
    return _Stroke(tuple(x + end for end in ends), tuple(ys), thick, ink, inked, regular)


def _crest(weights: NDArray[np.float64]) -> float:
    """Where the stroke lies across: the heaviest row and its neighbours, for what touches it must not draw it aside."""
    top = int(weights.argmax())
    first, last = max(0, top - 2), top + 3
    near = weights[first:last]
    return first + float((near * np.arange(len(near))).sum() / max(near.sum(), 1.0))


def _is_regular(inked: NDArray[np.bool_]) -> bool:
    """Whether dark and light take turns at equal distances, as in a dashed rule and in no row of letters."""
    (begins,) = np.nonzero(inked[1:] & ~inked[:-1])
    if len(begins) < DASHES:
        return False
    steps = np.sort(np.diff(begins))
    usual = float(steps[len(steps) // 2])
    return float(np.mean(np.abs(steps - usual) <= max(1.0, UNEVEN * usual))) >= SOLID


def _divided(first: int, last: int, parts: int) -> list[int]:
    return [first + (last - first) * at // parts for at in range(parts + 1)]


def _column(height: int) -> NDArray[np.uint8]:
    return np.ones((max(1, height), 1), np.uint8)


def _plain(level: list[_Stroke], upright: list[_Stroke], scale: float) -> tuple[list[_Stroke], list[_Stroke]]:
    """Both without strokes far paler than the long ones: lossy pictures repeat a rule beside itself."""
    inks = sorted(stroke.ink for stroke in (*level, *upright) if stroke.length >= LONG_POINTS * scale)
    palest = PALE * inks[len(inks) // 2] if inks else 0.0
    return [s for s in level if s.ink >= palest], [s for s in upright if s.ink >= palest]


# --- rules end on rules


def _anchored(
    level: list[_Stroke], upright: list[_Stroke], scale: float
) -> tuple[list[_Stroke], list[_Stroke]]:
    """The strokes that end on one another, or are longer than any letter."""
    while True:
        kept = _standing(level, upright, scale)
        held = _standing(upright, kept, scale)
        if len(kept) == len(level) and len(held) == len(upright):
            return kept, held
        level, upright = kept, held


def _standing(strokes: Sequence[_Stroke], across: Sequence[_Stroke], scale: float) -> list[_Stroke]:
    walls = _walls(across)
    return [stroke for stroke in strokes if _stands(stroke, walls, scale)]


def _walls(across: Sequence[_Stroke]) -> NDArray[np.float64]:
    """One row per straight piece of the strokes across: where it stands, from where to where."""
    pieces = [(at, start, end) for other in across for start, end, at in other.pieces()]
    return np.array(pieces or [(-1e9, 0, 0)], np.float64)


def _stands(stroke: _Stroke, walls: NDArray[np.float64], scale: float) -> bool:
    dark = float(stroke.inked.mean())
    if stroke.length >= (2 if stroke.regular else 1) * LONG_POINTS * scale and dark >= UNBROKEN:
        return True
    reach = REACH_POINTS * scale
    missing = 0.0
    for x, y in ((stroke.xs[0], stroke.ys[0]), (stroke.xs[-1], stroke.ys[-1])):
        near = walls[(walls[:, 1] - reach <= y) & (y <= walls[:, 2] + reach)]
        gap = float(np.abs(near[:, 0] - x).min()) if len(near) else reach + 1
        if gap > reach:
            return False
        missing += gap
    return dark * stroke.length >= SOLID * (stroke.length + missing)


# --- solid from crossing to crossing


def _between(strokes: Sequence[_Stroke], across: Sequence[_Stroke], scale: float) -> list[_Stroke]:
    """``strokes`` less the stretches between two crossings where they are not solid: there letters stood in line."""
    walls = _walls(across)
    ends = np.array([stroke.xs[at] for stroke in strokes for at in (0, -1)])
    return [part for stroke in strokes for part in _solid_parts(stroke, walls, ends, scale)]


def _solid_parts(
    stroke: _Stroke, walls: NDArray[np.float64], ends: NDArray[np.int64], scale: float
) -> Iterator[_Stroke]:
    reach = REACH_POINTS * scale
    first, last = stroke.xs[0], stroke.xs[-1]
    height = np.interp(walls[:, 0], [(a + b) / 2 for a, b in pairwise(stroke.xs)], stroke.ys)
    met = walls[(walls[:, 1] - reach <= height) & (height <= walls[:, 2] + reach), 0]
    inner = sorted(round(at) for at in met if first + reach < at < last - reach)
    if not inner:
        yield stroke
        return
    held: int | None = None
    for start, end in pairwise([first, *inner, last]):
        loose = [float(np.abs(met - at).min()) for at in (start, end) if at in (first, last)]
        dark = int(stroke.inked[start - first : end - first].sum())
        if max(loose, default=0.0) <= reach:
            solid = dark >= SOLID * (end - start + sum(loose)) or end - start <= reach
        else:  # it ends where no rule crosses, as in a table without sides or one that the page cuts: others do too
            free = start if start == first else end
            alike = int((np.abs(ends - free) <= reach).sum()) >= COMMON_ENDS
            solid = dark >= UNBROKEN * (end - start) and (alike or end - start >= FREE_POINTS * scale)
        if solid and held is None:
            held = start
        if not solid and held is not None and start > held:
            yield _cut(stroke, held, start)
            held = None
    if held is not None:
        yield stroke if held == first else _cut(stroke, held, last)


def _cut(stroke: _Stroke, start: int, end: int) -> _Stroke:
    """The part of ``stroke`` from ``start`` to ``end``."""
    kept = [(max(a, start), min(b, end), y) for a, b, y in stroke.pieces() if a < end and b > start]
    xs = (start, *(b for _, b, _ in kept))
    inked = stroke.inked[start - stroke.xs[0] : end - stroke.xs[0]]
    return _Stroke(xs, tuple(y for _, _, y in kept), stroke.thick, stroke.ink, inked, stroke.regular)


# --- letters as high as their row


def _no_letters(strokes: list[_Stroke], gray: Gray, scale: float) -> list[_Stroke]:
    """``strokes`` less those no longer than a row, in line with no other, that ink runs out from sideways: letters."""
    places = np.array([stroke.ys[0] for stroke in strokes])
    kept = []
    for stroke in strokes:
        alone = int((np.abs(places - stroke.ys[0]) <= REACH_POINTS * scale).sum()) == 1
        if stroke.length > ROW_POINTS * scale or not alone or not _is_crossed(stroke, gray, scale):
            kept.append(stroke)
    return kept


def _is_crossed(stroke: _Stroke, gray: Gray, scale: float) -> bool:
    """Whether a bar runs into the stroke somewhere between its ends."""
    inner = slice(stroke.xs[0] + round(2 * scale), stroke.xs[-1] - round(2 * scale))
    half, beyond = round(stroke.thick / 2) + 1, round(2 * scale)
    middle = round(stroke.ys[0])
    sides = (
        gray[max(0, middle - half - beyond) : max(1, middle - half), inner],
        gray[middle + half + 1 : middle + half + 1 + beyond, inner],
    )
    return any(side.size and int((side.max(axis=0) < BAR).sum()) >= 2 for side in sides)


# --- the picture without them


def _without(gray: Gray, strokes: Sequence[_Stroke]) -> Gray:
    """``gray`` with the level ``strokes`` painted white."""
    rest = gray.copy()
    for stroke in strokes:
        half = stroke.thick / 2 + 1
        for start, end, y in stroke.pieces():
            rest[max(0, round(y - half)) : round(y + half) + 1, start:end] = 255
    return rest
