"""Strokes, dashes and dots to long straight rules."""

from __future__ import annotations

from collections.abc import Iterable

from extractors.page.glyphs import THIN_POINTS, Rule, cluster, nearest

SNAP_POINTS = 3.0  # rules this near are one rule; pdfplumber uses the same
JOIN_POINTS = 3.0  # gaps in a dashed rule
MIN_RULE_POINTS = 3.0  # after joining; shorter strokes are ticks and letters
DOT_POINTS = 1.6  # a mark no wider and no higher is a dot of a dotted rule, whichever way that runs


def straight(rules: Iterable[Rule]) -> tuple[list[Rule], list[Rule]]:
    """Horizontal and vertical rules, pieces of one line joined, slanted strokes dropped."""
    flat: list[tuple[float, float, float]] = []
    tall: list[tuple[float, float, float]] = []
    dots: list[Rule] = []
    for rule in rules:
        x0, top, x1, bottom = rule
        wide, high = x1 - x0, bottom - top
        if wide <= DOT_POINTS and high <= DOT_POINTS:
            dots.append(rule)
        elif high <= THIN_POINTS and wide >= high:
            flat.append(((top + bottom) / 2, x0, x1))
        elif wide <= THIN_POINTS and high > wide:
            tall.append(((x0 + x1) / 2, top, bottom))
    if dots:
        flat += _dotted([((r.top + r.bottom) / 2, r.x0, r.x1) for r in dots])
        tall += _dotted([((r.x0 + r.x1) / 2, r.top, r.bottom) for r in dots])
    horizontal = [Rule(start, y, end, y) for y, ranges in _gathered(flat) for start, end in ranges]
    vertical = [Rule(x, start, x, end) for x, ranges in _gathered(tall) for start, end in ranges]
    return horizontal, vertical


def _dotted(dots: list[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """The strokes that dots form which stand exactly on one line, one after another; single ones form none."""
    lines: dict[int, list[tuple[float, float]]] = {}
    for position, start, end in dots:
        lines.setdefault(round(position * 4), []).append((start, end))
    return [
        (line / 4, start, end)
        for line, ranges in lines.items()
        for start, end in merged(ranges)
        if end - start >= 4 * DOT_POINTS
    ]


def _gathered(strokes: list[tuple[float, float, float]]) -> list[tuple[float, list[tuple[float, float]]]]:
    """For every line position the ranges that are ruled, at least MIN_RULE_POINTS long."""
    positions = cluster((position for position, _, _ in strokes), SNAP_POINTS / 2)
    lines: list[list[tuple[float, float]]] = [[] for _ in positions]
    for position, start, end in strokes:
        lines[nearest(positions, position)].append((start, end))
    return [
        (position, [(a, b) for a, b in merged(ranges) if b - a >= MIN_RULE_POINTS])
        for position, ranges in zip(positions, lines, strict=True)
    ]


def merged(ranges: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Ranges that touch or nearly touch as one."""
    out: list[tuple[float, float]] = []
    for start, end in sorted(ranges):
        if out and start - out[-1][1] <= JOIN_POINTS:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return out
