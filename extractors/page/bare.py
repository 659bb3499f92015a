"""Tables with no rules, or too few: known by figures that stand one below the other in two columns or more.

Text is never taken for a table by its gaps alone: lists, contents, signatures and columns of prose have those
too. Only aligned figures in several lines make a table; around them it grows over lines set in the same size.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from itertools import pairwise

from extractors.labels import reads_as_heading
from extractors.page.figures import is_figure
from extractors.page.glyphs import Page, Piece, Rule
from extractors.page.grid import Placed, find_grids
from extractors.page.lines import Line
from extractors.page.rivers import runs
from extractors.page.strokes import straight
from extractors.page.walls import Row, Sketch, divide, hints_of, is_sound, opens_page, sketch
from extractors.tables import NO_RULES, belongs_to_caption

APART = 1.0  # of the size: words this far apart may stand in two columns
SAME_SIZE = 0.08
LEAST_FIGURES = 6  # rows times columns of figures
WIDE_RUN = 0.55  # of the width of the table: a longer run of words is text
ACROSS = 0.8  # of the width: a rule that parts rows is no shorter
FAR = 4.0  # of the size: the head of a table is no further from its first row
HEAD_LINES = 8  # lines of a head at most
PAD_POINTS = 3.0
PLAY_POINTS = 25.0  # how far the sides of one table may differ from page to page, as nothing marks them


def find_bare(
    page: Page,
    placed: Sequence[Placed],
    rest: Sequence[Piece],
    lines: Sequence[Line],
    before: Placed | None = None,
) -> tuple[list[Placed], list[Piece]]:
    """Tables among ``rest``, what is left of ``page`` beside ``placed``, set in ``lines``; and what is left then.

    ``before`` is the table that ends the page before and may go on here, with the same columns.
    """
    found: list[Placed] = []
    left = list(rest)
    if sum(len(line.text.split()) > 1 for line in lines) < 2:
        return found, left  # words a column apart are parted by a blank
    reads = [_Read(line) for line in lines if line.bbox[3] > 0 and line.top < page.height]
    if sum(len(read.figures) > 1 for read in reads) < 2:
        return found, left
    flat = [rule for rule in straight(page.rules)[0] if not any(_beside(rule, table) for table in placed)]
    for first, last in _regions(reads, before):
        goes_on = before is not None and opens_page(page, reads[first].line.top)
        own = [read.line for read in reads[first : last + 1]]
        drawn = _drawn(own, flat, before if goes_on else None)
        if drawn is None:
            continue
        tables, outside = find_grids(replace(page, pieces=left, rules=drawn.rules))
        if len(tables) == 1 and is_sound(tables[0].grid, own, inferred=True):
            found.append(drawn.marked(tables[0], NO_RULES, PLAY_POINTS))
            left = outside
    return found, left


def _beside(rule: Rule, table: Placed) -> bool:
    return table.bbox[1] - PAD_POINTS <= rule.top <= table.bbox[3] + PAD_POINTS


class _Read:
    """A line, its runs of words, and those of them that are figures."""

    __slots__ = ("figures", "line", "runs")

    def __init__(self, line: Line) -> None:
        self.line = line
        self.runs = runs(line, APART)
        self.figures = [run for run in self.runs if is_figure(run.text)] if len(self.runs) > 1 else []

    def matches(self, other: _Read) -> int:
        """How many of its figures stand over or under figures of ``other``."""
        return sum(any(a.x0 < b.x1 and b.x0 < a.x1 for b in other.figures) for a in self.figures)

    def same_size(self, other: _Read) -> bool:
        """Whether both are set in one size."""
        return abs(self.line.size - other.line.size) <= SAME_SIZE * other.line.size


# --- where a table may be


def _regions(lines: Sequence[_Read], before: Placed | None) -> Iterator[tuple[int, int]]:
    """First and last line of each stretch in which figures stand one below the other."""
    rows = [at for at, read in enumerate(lines) if len(read.figures) > 1]
    end = -1
    while rows:
        chain = [rows.pop(0)]
        while rows and _goes_on(lines, chain[-1], rows[0]):
            chain.append(rows.pop(0))
        own = [lines[at] for at in chain]
        if chain[0] <= end or not _is_table(own, lines, chain, before):
            continue
        first = _grown(lines, chain, -1, end)
        last = _grown(lines, chain, 1, len(lines))
        yield first, last
        end = last
        rows = [at for at in rows if at > end]


def _goes_on(lines: Sequence[_Read], at: int, then: int) -> bool:
    """Whether the row ``then`` is of the table of row ``at``: figures below figures, and nothing but cells between."""
    first, second = lines[at], lines[then]
    if first.matches(second) < 2 or not first.same_size(second):
        return False
    width = max(first.line.x1, second.line.x1) - min(first.line.x0, second.line.x0)
    return all(read.same_size(first) and _is_cells(read, width) for read in lines[at + 1 : then])


def _is_cells(read: _Read, width: float) -> bool:
    """Whether a line can be of cells: no long run of words, no title."""
    if any(run.x1 - run.x0 > WIDE_RUN * width for run in read.runs):
        return False
    return not belongs_to_caption(read.line.text) and not (
        len(read.runs) == 1 and reads_as_heading(read.line.text) and read.line.text.rstrip().endswith("表")
    )


def _is_table(
    own: Sequence[_Read], lines: Sequence[_Read], chain: Sequence[int], before: Placed | None
) -> bool:
    """Whether the rows ``own`` with figures are many and aligned enough, and not numbering with page numbers."""
    columns = _value_columns(own)
    goes_on = before is not None and bool(before.grid.play) and chain[0] < HEAD_LINES
    if columns < 2 or len(own) * columns < (LEAST_FIGURES - 2 if goes_on else LEAST_FIGURES):
        return False
    if len(own) > 2 or goes_on:
        return True
    above = lines[chain[0] - 1] if chain[0] else None
    return above is not None and len(above.runs) > 2 and not above.figures and above.same_size(own[0])


def _value_columns(own: Sequence[_Read]) -> int:
    """Columns of figures in most of the rows that are more than 1, 2, 3 or page numbers."""
    first = max(own, key=lambda read: len(read.figures))
    count = 0
    for place in first.figures:
        texts = [
            figure.text
            for read in own
            for figure in read.figures
            if figure.x0 < place.x1 and place.x0 < figure.x1
        ]
        if 2 * len(texts) < len(own) or len(texts) < 2:
            continue
        count += not _counts(texts)
    return count


def _counts(texts: Sequence[str]) -> bool:
    """Whether figures are the numbering of a list, its page numbers, or the marks of an axis."""
    try:
        values = [Decimal(text) for text in texts]
    except InvalidOperation:  # a unit, a comma: no mere counting
        return False
    steps = {b - a for a, b in pairwise(values)}
    rising = all(step >= 0 for step in steps) and all(text.isdigit() for text in texts)
    return rising or (len(values) > 2 and len(steps) == 1 and steps != {Decimal(0)})


def _grown(lines: Sequence[_Read], chain: Sequence[int], step: int, stop: int) -> int:
    """The outermost line above (``step`` -1) or below the rows ``chain`` that is still of their table; ``stop`` is not reached."""
    own = lines[chain[0] : chain[-1] + 1]
    x0, x1 = min(read.line.x0 for read in own), max(read.line.x1 for read in own)
    model = lines[chain[0]]
    size = model.line.size
    kept = chain[0] if step < 0 else chain[-1]
    for then in range(kept + step, stop, step):
        read, near = lines[then], lines[then - step]
        apart = abs(read.line.top - near.line.top)
        inside = read.line.x0 >= x0 - FAR * size and read.line.x1 <= x1 + FAR * size
        if apart > FAR * size or not inside or not read.same_size(model) or not _is_cells(read, x1 - x0):
            break
        if len(read.runs) > 1 or apart < size or (step > 0 and apart < 2 * size):
            kept = then
            x0, x1 = min(x0, read.line.x0), max(x1, read.line.x1)
    return kept


# --- the table drawn


def _drawn(lines: Sequence[Line], flat: Sequence[Rule], before: Placed | None) -> Sketch | None:
    sides = min(line.x0 for line in lines) - PAD_POINTS, max(line.x1 for line in lines) + PAD_POINTS
    if (
        before is not None
        and before.bbox[0] - sides[0] < PLAY_POINTS
        and sides[1] - before.bbox[2] < PLAY_POINTS
    ):
        sides = (
            min(sides[0], before.bbox[0]),
            max(sides[1], before.bbox[2]),
        )  # its outer columns may be blank here
    hints = hints_of(before, sides, PLAY_POINTS)
    top = min(line.top for line in lines) - PAD_POINTS
    bottom = max(line.bbox[3] for line in lines) + PAD_POINTS
    across = [r.top for r in flat if top < r.top < bottom and r.x1 - r.x0 > ACROSS * (sides[1] - sides[0])]
    heights = [top, *sorted(across), bottom]
    rows = [
        Row(a, b, tuple(line for line in lines if a < (line.top + line.bbox[3]) / 2 <= b))
        for a, b in pairwise(heights)
    ]
    rows = [row for row in rows if row.lines]
    parts = divide(rows, sides, hints)
    rules = [Rule(sides[0], y, sides[1], y) for y in (*(row.top for row in rows), rows[-1].bottom)]
    rules += [rule for more in parts for rule in more.rules]
    return sketch([row for more in parts for row in more.rows], rules, sides, hints)
