"""The walls of a table that has none, drawn where its rivers run: rules for `extractors.page.grid` to read as if printed."""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from extractors.page.anchored import OVERLAP, find_divisions
from extractors.page.figures import decimals_of, is_cut, is_number
from extractors.page.glyphs import Page, Rule, cluster
from extractors.page.grid import Placed
from extractors.page.lines import Line
from extractors.page.rivers import WHITE, Band, River, Run, find_rivers, runs, words
from extractors.page.running import MARGIN_SHARE
from extractors.tables import NO_RULES, Grid, RawCell

WIDE = 1.3  # of the size: a gap that parts columns even if only one row shows it
BREAK_POINTS = 15.0  # a shorter break in a rule only parts two columns; a longer one is a cell that goes on
END_POINTS = 4.0
ALIGNED_POINTS = 2.0  # words of one column that begin, end or are centred this near each other are aligned
CENTRED_POINTS = 2.0


_FIGURE = re.compile(r"[-−]?\d[\d,，]{0,20}\.\d{1,6}%?")
_REST = re.compile(r"0\d[\d.]*%?")  # begins as no figure does
_ANY = r"[-−]?\d[\d,，]{0,20}(?:\.\d{1,6})?%?"
_BESIDE = re.compile(
    rf"(?<![^\s]){_FIGURE.pattern}[ \t　]+{_ANY}(?!\S)|(?<!\S){_ANY}[ \t　]+{_FIGURE.pattern}(?!\S)"
)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table to be: its height in points and its lines, from the top."""

    top: float
    bottom: float
    lines: tuple[Line, ...]

    def words(self) -> list[list[Run]]:
        """The words of each line, divided where columns may part."""
        return [words(line) for line in self.lines]


class Parts(NamedTuple):
    """What one row turned out to be: several, and the rules between them; whether all begin in the same column."""

    rows: list[Row]
    rules: list[Rule]
    flush: bool


@dataclass(frozen=True, slots=True)
class Sketch:
    """Rules, drawn and missing, of one table, and the rivers between its columns."""

    rules: tuple[Rule, ...]
    rivers: tuple[River, ...]

    def marked(self, placed: Placed, doubt: str, sides: float = 0.0) -> Placed:
        """``placed``, read by these rules, with ``doubt`` and how far each of its column edges may be moved.

        ``sides``: points by which its outer edges may. Where even the rows are inferred, every cell is doubtful: one
        line too many or too few, and all figures below stand in the wrong rows.
        """
        rooms = {river.x: (river.left, river.right) for river in self.rivers}
        grid = placed.grid
        xs = grid.xs
        play = [next((room for x, room in rooms.items() if abs(x - edge) < 1), (edge, edge)) for edge in xs]
        play[0], play[-1] = (xs[0] - sides, xs[0] + sides), (xs[-1] - sides, xs[-1] + sides)
        cells = tuple(_doubted(cell, doubt) for cell in grid.cells) if doubt == NO_RULES else grid.cells
        return replace(placed, grid=replace(grid, play=tuple(play), cells=cells, doubt=grid.doubt or doubt))


def _doubted(cell: RawCell, doubt: str) -> RawCell:
    return cell._replace(spots=tuple(spot._replace(doubt=spot.doubt or doubt) for spot in cell.spots))


def sketch(
    rows: Sequence[Row], rules: Sequence[Rule], sides: tuple[float, float], hints: Sequence[River] = ()
) -> Sketch | None:
    """The table of ``rows`` between ``sides`` with its drawn ``rules`` completed; None where columns do not show.

    ``hints``: the rivers of the same table on the page before.
    """
    x0, x1 = sides
    printed = [row.words() for row in rows]
    size = usual_size(line for row in rows for line in row.lines)
    bands = [Band.of((run for line in lines for run in line), size) for lines in printed]
    known = [x for x in _ends(rules, bands) if x0 + 2 * END_POINTS < x < x1 - 2 * END_POINTS]
    rivers = find_rivers([band for band in bands if band.ink], known, hints, wide=WIDE * size)
    if not rivers:
        return None
    edges = [x0, *(river.x for river in rivers), x1]
    level = list(rules)
    for row, lines in zip(rows, printed, strict=True):
        level += _under_heads(row, lines, edges)
    heights = cluster([rule.top for rule in level], END_POINTS / 2)
    across = [run for row_words in _stretched(printed, edges) for run in row_words]
    walls = [wall for x in edges for wall in _wall(x, heights, across)]
    return Sketch((*level, *walls), tuple(rivers))


def is_beside(text: str) -> bool:
    """Whether a cell of ``text`` holds two figures side by side."""
    return _BESIDE.search(text) is not None


def is_sound(grid: Grid, lines: Iterable[Line], *, inferred: bool) -> bool:
    """Whether every figure of ``lines`` stands whole in a cell of ``grid``, and none where two cells must be.

    Two figures side by side are of two cells. One over the other they may be of one cell between drawn rules, but not
    in two cells of a row; where rows are ``inferred`` not in any.
    """
    stacked: Counter[int] = Counter()
    for cell in grid.cells:
        if is_beside(cell.text):
            return False
        stacked[cell.row] += (
            sum(_FIGURE.fullmatch(line.strip()) is not None for line in cell.text.split("\n")) > 1
        )
    if max(stacked.values(), default=0) >= (1 if inferred else 2) or (inferred and _cuts_figures(grid)):
        return False
    printed = Counter(run.text for line in lines for run in runs(line, WHITE) if run.numeric)
    told = Counter(word for cell in grid.cells for word in cell.text.split())
    return all(told[figure] >= times for figure, times in printed.items())


def _cuts_figures(grid: Grid) -> bool:
    """Whether a row holds nothing but the ends of figures that stand in the row above it."""
    rows: dict[int, dict[int, str]] = {}
    for cell in grid.cells:
        if text := cell.text.strip():
            rows.setdefault(cell.row, {})[cell.col] = text
    places = decimals_of([text for row in rows.values() for text in row.values() if is_number(text)])
    for r, row in rows.items():
        above = rows.get(r - 1, {})
        ends = (
            _REST.fullmatch(text) or (is_number(over := above.get(c, "")) and is_cut(over, text, places))
            for c, text in row.items()
        )
        if above and all(ends):
            return True
    return False


def opens_page(page: Page, y: float) -> bool:
    """Whether nothing is printed above height ``y`` of ``page`` but what may be a running head."""
    head = page.height * MARGIN_SHARE
    return not any(head < piece.bottom <= y and piece.text.strip() for piece in page.pieces)


def hints_of(before: Placed | None, sides: tuple[float, float], room: float) -> list[River]:
    """The rivers of ``before``, the part of a table on the page before, if it has the same ``sides``, ``room`` points apart."""
    if before is None or not before.grid.play:
        return []
    if max(abs(before.bbox[0] - sides[0]), abs(before.bbox[2] - sides[1])) > room:
        return []
    inner = zip(before.grid.xs[1:-1], before.grid.play[1:-1], strict=True)
    return [River(x, left, right) for x, (left, right) in inner]


def divide(rows: Sequence[Row], sides: tuple[float, float], hints: Sequence[River] = ()) -> list[Parts]:
    """Each of ``rows`` as the rows that its figures show it to be, and the rules between these."""
    printed = [row.words() for row in rows]
    size = usual_size(line for row in rows for line in row.lines)
    bands = [Band.of(level, size) for row in rows for level in _levels(row, size)]
    edges = [sides[0], *(river.x for river in find_rivers(bands, (), hints, wide=WIDE * size)), sides[1]]
    return [_divided(row, lines, edges) for row, lines in zip(rows, printed, strict=True)]


def _levels(row: Row, size: float) -> Iterator[list[Run]]:
    """The words of ``row`` by lines; lines that overlap in height stand beside each other and are one."""
    held: list[Run] = []
    bottom = row.top
    for line in row.lines:
        if held and line.top > bottom - OVERLAP * size:
            yield held
            held = []
        held = held + words(line)
        bottom = line.bbox[3]
    if held:
        yield held


def _divided(row: Row, lines: Sequence[Sequence[Run]], edges: Sequence[float]) -> Parts:
    parts: list[Row] = []
    rules: list[Rule] = []
    top = row.top
    divisions = find_divisions(lines, edges)
    for bottom, through in [*((d.y, d.through) for d in divisions), (row.bottom, frozenset[int]())]:
        own = tuple(line for line in row.lines if top < (line.top + line.bbox[3]) / 2 <= bottom)
        parts.append(Row(top, bottom, own))
        if bottom != row.bottom:
            shown = [c for c in range(len(edges) - 1) if c not in through]
            rules += [Rule(edges[c], bottom, edges[c + 1], bottom) for c in shown]
        top = bottom
    begins = [min((run.x0 for line in part.words() for run in line), default=edges[-1]) for part in parts]
    column = max((x for x in edges if x <= begins[0] + 0.5), default=edges[0])
    end = edges[min(edges.index(column) + 1, len(edges) - 1)]
    return Parts(parts, rules, all(column <= x + 0.5 < end + 0.5 for x in begins))


def usual_size(lines: Iterable[Line]) -> float:
    """The size in which most characters of ``lines`` are set; 0 without any."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _ends(rules: Sequence[Rule], bands: Sequence[Band]) -> list[float]:
    """Where rules end and others begin: one edge for a short break, two for the sides of a cell that goes on."""
    ends: list[float] = []
    by_height: dict[float, list[Rule]] = {}
    for rule in rules:
        by_height.setdefault(rule.top, []).append(rule)
    for level in by_height.values():
        level.sort(key=lambda r: r.x0)
        ends += [level[0].x0, level[-1].x1]
        for before, after in pairwise(level):
            short = after.x0 - before.x1 < BREAK_POINTS
            ends += [(before.x1 + after.x0) / 2] if short else [before.x1, after.x0]
    return [
        x
        for x in cluster(ends, END_POINTS)
        if not any((ink := band.across(x)) and ink.numeric for band in bands)
    ]


def _under_heads(row: Row, printed: Sequence[Sequence[Run]], edges: Sequence[float]) -> Iterator[Rule]:
    """Rules between a word that lies across rivers and the words above or below it that these rivers part."""
    for at, line in enumerate(printed):
        for run in line:
            crossed = [x for x in edges if run.across(x)]
            if not crossed:
                continue
            left = max((x for x in edges if x <= run.x0 + 0.5), default=edges[0])
            right = min((x for x in edges if x >= run.x1 - 0.5), default=edges[-1])
            for other in _neighbours(printed, at, crossed, left, right):
                upper, lower = row.lines[min(at, other)], row.lines[max(at, other)]
                y = (upper.bbox[3] + lower.top) / 2
                yield Rule(left, y, right, y)


def _neighbours(
    printed: Sequence[Sequence[Run]], at: int, crossed: Sequence[float], left: float, right: float
) -> Iterator[int]:
    """The next line above and the next below line ``at`` with words between ``left`` and ``right``, if ``crossed`` part them."""
    for order in (range(at - 1, -1, -1), range(at + 1, len(printed))):
        for other in order:
            here = [run for run in printed[other] if run.x1 > left and run.x0 < right]
            if not here:
                continue
            cut = any(run.across(x) for run in here for x in crossed)
            parted = any(a.x1 <= x <= b.x0 for a, b in pairwise(here) for x in crossed)
            if parted and not cut:
                yield other
            break


def _stretched(printed: Sequence[Sequence[Sequence[Run]]], edges: Sequence[float]) -> Iterator[list[Run]]:
    """The words of each row; one that is centred over more columns than it fills reaches across them all.

    Only words that are not aligned with others of their columns can be: blank cells beside a figure stay its neighbours.
    """
    rows = [[run for line in lines for run in line] for lines in printed]
    aligned = Counter(place for row in rows for place in {p for run in row for p in _places(run, edges)})
    for row in rows:
        yield [
            _reaching(run, row, edges) if all(aligned[p] < 2 for p in _places(run, edges)) else run
            for run in row
        ]


def _places(run: Run, edges: Sequence[float]) -> Iterator[tuple[int, int, int, int]]:
    """Its columns, and where in them it begins, ends and has its middle: rounded twice, so that what is near meets."""
    first, last = bisect(edges, run.x0 + 0.5), bisect(edges, run.x1 - 0.5)
    for side, x in enumerate((run.x0, run.x1, (run.x0 + run.x1) / 2)):
        yield first, last, side, int(x / ALIGNED_POINTS)
        yield first, last, side + 3, int(x / ALIGNED_POINTS + 0.5)


def _reaching(run: Run, row: Sequence[Run], edges: Sequence[float]) -> Run:
    """``run`` widened to the narrowest blank stretch between two edges over which it is centred."""
    low = max((other.x1 for other in row if other.x1 <= run.x0), default=edges[0] - 1)
    high = min((other.x0 for other in row if other.x0 >= run.x1), default=edges[-1] + 1)
    middle = (run.x0 + run.x1) / 2
    spans = [
        (b - a, a, b)
        for a in edges
        for b in edges
        if low <= a <= run.x0 and run.x1 <= b <= high and abs((a + b) / 2 - middle) <= CENTRED_POINTS
    ]
    if not spans:
        return run
    _, left, right = min(spans)
    return run._replace(x0=left, x1=right)


def _wall(x: float, heights: Sequence[float], row: Iterable[Run]) -> Iterator[Rule]:
    """The wall at ``x``, open between two heights where a word lies across it."""
    across = [run for run in row if run.across(x)]
    for top, bottom in pairwise(heights):
        if not any(top < (run.top + run.bottom) / 2 < bottom for run in across):
            yield Rule(x, top, x, bottom)
