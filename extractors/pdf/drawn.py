"""What PDFium finds drawn on a page besides text: rules that can be seen, and pictures.

Rules are straight strokes and thin fills. Shading, however exact its edges, is none; white on white is none, white
on a shade is one.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from ctypes import c_float, c_int, c_uint, c_void_p
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any

from pypdfium2 import raw

from extractors.page.glyphs import THIN_POINTS, Rule, Turn
from schemas.document import BBox

STRAIGHT_POINTS = 1.0  # ends that differ by less are level
MAX_DEPTH = 8  # forms in forms
MAX_OBJECTS = 200_000  # of one page; a map has tens of thousands
MAX_SEGMENTS = 5000  # of one path; a path of more is a drawing
_PALE = 250  # of 255
_PATH, _IMAGE, _FORM = raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM
Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]
CType = type[Any]
_AS_IS: Matrix = (1, 0, 0, 1, 0, 0)


def quick(function: object, result: CType, *arguments: CType) -> Callable[..., Any]:
    """``function`` of PDFium taking plain integers for pointers and keeping Python's lock: twice as fast a call."""
    address = ctypes.cast(function, c_void_p).value  # type: ignore[arg-type]
    return ctypes.PYFUNCTYPE(result, *arguments)(address or 0)


_count = quick(raw.FPDFPage_CountObjects, c_int, c_void_p)
_object = quick(raw.FPDFPage_GetObject, c_void_p, c_void_p, c_int)
_kind = quick(raw.FPDFPageObj_GetType, c_int, c_void_p)
_matrix = quick(raw.FPDFPageObj_GetMatrix, c_int, c_void_p, c_void_p)
_bounds = quick(raw.FPDFPageObj_GetBounds, c_int, *[c_void_p] * 5)
_draw_mode = quick(raw.FPDFPath_GetDrawMode, c_int, *[c_void_p] * 3)
_stroke_colour = quick(raw.FPDFPageObj_GetStrokeColor, c_int, *[c_void_p] * 5)
_fill_colour = quick(raw.FPDFPageObj_GetFillColor, c_int, *[c_void_p] * 5)
_count_segments = quick(raw.FPDFPath_CountSegments, c_int, c_void_p)
_segment = quick(raw.FPDFPath_GetPathSegment, c_void_p, c_void_p, c_int)
_segment_kind = quick(raw.FPDFPathSegment_GetType, c_int, c_void_p)
_segment_closes = quick(raw.FPDFPathSegment_GetClose, c_int, c_void_p)
_segment_point = quick(raw.FPDFPathSegment_GetPoint, c_int, c_void_p, c_void_p, c_void_p)
_form_count = quick(raw.FPDFFormObj_CountObjects, c_int, c_void_p)
_form_object = quick(raw.FPDFFormObj_GetObject, c_void_p, c_void_p, ctypes.c_ulong)


@dataclass(slots=True)
class Drawn:
    """Rules and boxes of the pictures of a page, as shown; whether all that is drawn was looked at."""

    rules: list[Rule] = field(default_factory=list)
    pictures: list[BBox] = field(default_factory=list)
    complete: bool = True


def drawn_on(page: int, turn: Turn) -> Drawn:
    """All that is drawn on the PDFium page at the address ``page``."""
    look = _Look(turn)
    look.through(map(_object, repeat(page), range(_count(page))), _AS_IS, 0)
    return look.drawn


class _Look:
    """One walk over the objects of a page, in the order they are drawn."""

    def __init__(self, turn: Turn) -> None:
        self.turn = turn
        self.drawn = Drawn()
        self.shades: list[BBox] = []  # coloured areas drawn so far, on which white shows
        self.framed: set[BBox] = set()
        self.left = MAX_OBJECTS
        self.numbers = (c_float * 6)()
        self.colour = (c_uint * 4)()
        self.modes = (c_int * 2)()
        first = ctypes.addressof(self.numbers)
        self.at = tuple(first + 4 * i for i in range(6))
        self.colour_at = tuple(ctypes.addressof(self.colour) + 4 * i for i in range(4))
        self.modes_at = tuple(ctypes.addressof(self.modes) + 4 * i for i in range(2))

    def through(self, objects: Iterator[int], outer: Matrix, depth: int) -> None:
        """Take in ``objects``, drawn through the matrix ``outer``."""
        for each in objects:
            self.left -= 1
            if self.left < 0:
                self.drawn.complete = False
                return
            kind = _kind(each)
            if kind == _PATH:
                self.path(each, outer)
            elif kind == _IMAGE:
                if (box := self.box(each, outer)) is not None:
                    self.drawn.pictures.append(box)
            elif kind == _FORM:
                self.form(each, outer, depth)

    def form(self, each: int, outer: Matrix, depth: int) -> None:
        """A drawing inside the drawing."""
        if depth >= MAX_DEPTH or not _matrix(each, self.at[0]):
            self.drawn.complete = False
            return
        own = _times(self.numbers_now(), outer)
        self.through(map(_form_object, repeat(each), range(_form_count(each))), own, depth + 1)

    def numbers_now(self) -> Matrix:
        """The six numbers that PDFium wrote last."""
        a, b, c, d, e, f = self.numbers
        return a, b, c, d, e, f

    def box(self, each: int, outer: Matrix) -> BBox | None:
        """Where an object stands on the page as shown."""
        at = self.at
        if not _bounds(each, at[0], at[1], at[2], at[3]):
            return None
        left, bottom, right, top = self.numbers[0], self.numbers[1], self.numbers[2], self.numbers[3]
        if outer is not _AS_IS:
            (ax, ay), (bx, by) = _moved(left, bottom, outer), _moved(right, top, outer)
            left, right, bottom, top = min(ax, bx), max(ax, bx), min(ay, by), max(ay, by)
        return self.turn.box(left, bottom, right, top)

    def path(self, each: int, outer: Matrix) -> None:
        """A stroke or a fill."""
        _draw_mode(each, *self.modes_at)
        fills, strokes = self.modes
        if not fills and not strokes:
            return
        box = self.box(each, outer)
        if box is None:
            return
        pieces = _count_segments(each)
        x0, top, x1, bottom = box
        if not strokes and pieces <= 6 and min(x1 - x0, bottom - top) > THIN_POINTS:
            self.shade(each, box)
            return
        if not self.shows(each, box, strokes):
            return
        if pieces <= (2 if strokes else 6) and (bottom - top <= THIN_POINTS or x1 - x0 <= THIN_POINTS):
            self.drawn.rules.append(Rule(x0, top, x1, bottom))
        elif pieces <= MAX_SEGMENTS:
            self.drawn.rules += self.sides(each, pieces, bool(strokes), outer)
        else:
            self.drawn.complete = False

    def shade(self, each: int, box: BBox) -> None:
        """Remember a coloured area; forget those that white paper is laid over."""
        if _fill_colour(each, *self.colour_at) and self.colour[3]:
            if min(self.colour[:3]) < _PALE:
                self.shades.append(box)
            elif self.shades:
                self.shades = [s for s in self.shades if not _within(s, box)]

    def shows(self, each: int, box: BBox, strokes: int) -> bool:
        """False for what nobody sees: no ink, or white with nothing but paper behind it."""
        if not (_stroke_colour if strokes else _fill_colour)(each, *self.colour_at):
            return True
        red, green, blue, alpha = self.colour
        if not alpha:
            return False
        if red < _PALE or green < _PALE or blue < _PALE:
            return True
        behind = [shade for shade in self.shades if _within(box, shade)]
        for shade in behind:
            self.frame(shade)
        return bool(behind)

    def frame(self, shade: BBox) -> None:
        """White rules on a shade part it up to its edges: these bound the cells like rules."""
        if shade not in self.framed:
            self.framed.add(shade)
            x0, top, x1, bottom = shade
            self.drawn.rules += [Rule(x0, top, x1, top), Rule(x0, bottom, x1, bottom)]
            self.drawn.rules += [Rule(x0, top, x0, bottom), Rule(x1, top, x1, bottom)]

    def sides(self, each: int, pieces: int, strokes: bool, outer: Matrix) -> Iterator[Rule]:
        """The straight level sides of a path; of a fill only those parts of it that are thin."""
        own = _times(self.numbers_now(), outer) if _matrix(each, self.at[0]) else outer
        for points, lines in self.subpaths(each, pieces, own):
            if strokes:
                for (ax, ay), (bx, by), line in zip(points, points[1:], lines, strict=False):
                    if line and (abs(ax - bx) < STRAIGHT_POINTS or abs(ay - by) < STRAIGHT_POINTS):
                        yield Rule(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))
            else:
                x0, x1 = min(x for x, _ in points), max(x for x, _ in points)
                top, bottom = min(y for _, y in points), max(y for _, y in points)
                if min(x1 - x0, bottom - top) <= THIN_POINTS:
                    yield Rule(x0, top, x1, bottom)

    def subpaths(self, each: int, pieces: int, own: Matrix) -> Iterator[tuple[list[Point], list[bool]]]:
        """The corners of each part of a path on the page as shown, and which of its sides are lines, not curves."""
        points: list[Point] = []
        lines: list[bool] = []
        x, y = self.at[0], self.at[1]
        for index in range(pieces):
            segment = _segment(each, index)
            kind = _segment_kind(segment)
            _segment_point(segment, x, y)
            point = self.turn.point(*_moved(self.numbers[0], self.numbers[1], own))
            if kind == raw.FPDF_SEGMENT_MOVETO:
                if lines:
                    yield points, lines
                points, lines = [point], []
            else:
                points.append(point)
                lines.append(kind == raw.FPDF_SEGMENT_LINETO)
            if _segment_closes(segment) and lines:
                points.append(points[0])
                lines.append(True)
        if lines:
            yield points, lines


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    """First ``inner``, then ``outer``."""
    if outer is _AS_IS:
        return inner
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def _moved(x: float, y: float, by: Matrix) -> tuple[float, float]:
    return by[0] * x + by[2] * y + by[4], by[1] * x + by[3] * y + by[5]


def _within(inner: BBox, outer: BBox) -> bool:
    """Whether the middle of ``inner`` lies in ``outer``."""
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]
