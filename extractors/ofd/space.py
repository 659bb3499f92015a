"""Spaces within spaces: the numbers, boxes and matrices that OFD places things with."""

from __future__ import annotations

import math
from collections.abc import Mapping

Matrix = tuple[float, float, float, float, float, float]  # x' = a x + c y + e, y' = b x + d y + f
Said = Mapping[str, str]  # the attributes of an element
Box = tuple[float, float, float, float]  # left, top, width, height

POINTS = 72 / 25.4  # in a millimetre, the unit of OFD
FAR = 1e7  # millimetres: no paper is that large; what lies beyond is a slip of a program, or worse
LEVEL = 0.01  # of its length that a level line may rise


def numbers(text: str | None, count: int) -> tuple[float, ...] | None:
    """Exactly ``count`` numbers from ``text``, else None; infinities and what is no number do not count."""
    if text is None:
        return None
    try:
        values = tuple(map(float, text.split()))
    except ValueError:
        return None
    if len(values) != count:
        return None
    for value in values:
        if not -FAR < value < FAR:
            return None
    return values


def number(text: str | None, default: float) -> float | None:
    """One number; ``default`` where nothing is written, None where something else is."""
    if text is None:
        return default
    try:
        value = float(text)
    except ValueError:
        return None
    return value if -FAR < value < FAR else None


def box(text: str | None) -> Box | None:
    """An ST_Box; None where it is missing or not four numbers."""
    found = numbers(text, 4)
    return None if found is None else (found[0], found[1], found[2], found[3])


def within(outer: Matrix, said: Said) -> Matrix | None:
    """The space inside an object, which its Boundary and CTM place in ``outer``; None where they are no numbers."""
    a, b, c, d, e, f = outer
    boundary, ctm = said.get("Boundary"), said.get("CTM")
    if boundary is not None:
        try:
            left, top, _, _ = boundary.split()
            x, y = float(left), float(top)
        except ValueError:
            return None
        if not (-FAR < x < FAR and -FAR < y < FAR):
            return None
        e, f = a * x + c * y + e, b * x + d * y + f
    if ctm is None:
        return a, b, c, d, e, f
    inner = numbers(ctm, 6)
    if inner is None:
        return None
    m, n, o, p, q, r = inner
    return a * m + c * n, b * m + d * n, a * o + c * p, b * o + d * p, a * q + c * r + e, b * q + d * r + f


def direction(matrix: Matrix, char_direction: str | None) -> tuple[float, float, int | None]:
    """How text stands: points to a unit along its line and across, and its quarter turns clockwise, None aslant."""
    a, b, c, d, _, _ = matrix
    if b == c == 0 and a > 0 and char_direction is None:  # nearly all text there is
        return a, abs(d), 0
    turns = round((number(char_direction, 0.0) or 0.0) / 90) % 4
    x, y = ((a, b), (c, d), (-a, -b), (-c, -d))[turns]
    along, across = math.hypot(x, y), math.hypot(*((c, d) if turns % 2 == 0 else (a, b)))
    if abs(y) <= LEVEL * abs(x):
        return along, across, 0 if x > 0 else 2
    if abs(x) <= LEVEL * abs(y):
        return along, across, 1 if y > 0 else 3
    return along, across, None
