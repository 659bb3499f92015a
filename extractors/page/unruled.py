"""Tables with horizontal rules only: the missing walls are drawn in where white rivers run, then read as any grid.

Rows are what lies between two rules. A rule that stops short leaves the cells beside it merged downwards; a word
that lies across a river leaves no wall, and its cell is merged sideways.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from extractors.joining import ends_sentence
from extractors.labels import reads_as_heading
from extractors.page.figures import is_dash, is_figure
from extractors.page.glyphs import Page, Piece, Rule
from extractors.page.grid import Placed, find_grids
from extractors.page.lines import Line, set_lines
from extractors.page.rivers import Band, runs, words
from extractors.page.strokes import straight
from extractors.page.walls import Row, Sketch, divide, hints_of, is_sound, opens_page, sketch
from extractors.tables import NO_RULES, NO_WALLS, belongs_to_caption

SAME_END_POINTS = 4.0  # rules of one table end at the same place
MIN_WIDTH_POINTS = 120.0  # shorter rules are blanks to be filled in
HEAD_POINTS = 200.0  # how high the head of a table may be
FREE = 0.15  # of the width: a rule that hangs free leaves at least so much
NEAR = 1.5  # of the size: lines of a head, and it and the rule below it, are no further apart
LARGER = 1.15  # type this much larger than the table's is no part of it
FEW_ROWS = 2  # between two rules: a row may hold a figure or two more, a table that is not ruled holds many
LONGEST = 8  # lines: rows with more are text, and a table holds but few of them
PROSE = 0.6  # of the width: a line that runs on this long without a gap is no row; of the lines: see LONGEST

Rung = tuple[float, tuple[Rule, ...]]  # height, and the rules there from the left


@dataclass(frozen=True, slots=True)
class Step:
    """What lies between two rungs of a ladder: the rungs, and its lines from the top."""

    above: Rung
    below: Rung
    lines: tuple[Line, ...]

    @property
    def tabular(self) -> bool:
        """Whether white that may part columns stands between its words, whatever lines they stand in."""
        size = max((line.size for line in self.lines), default=0.0)
        band = Band.of((run for line in self.lines for run in words(line)), size)
        return any(gap.right - gap.left >= size for gap in band.gaps())


def find_unruled(
    page: Page, placed: Sequence[Placed], rest: Sequence[Piece], before: Placed | None = None
) -> tuple[list[Placed], list[Piece]]:
    """Tables among ``rest``, what `find_grids` left of ``page`` beside ``placed``; and what is left then.

    ``before`` is the table that ends the page before and may go on here, with the same columns.
    """
    found: list[Placed] = []
    left = list(rest)
    for ladder in _ladders(page, placed):
        opens = before is not None and opens_page(page, ladder[0][0])
        goes_on = opens and bool(hints_of(before, _reach(ladder), SAME_END_POINTS))
        if len(ladder) < 3 and not goes_on:
            continue
        for steps in _tables(_steps(ladder, left, page.number), 1 if goes_on else 2):
            steps = _with_open_ends(steps, set_lines(left, page.number), opens=opens)
            drawn, doubt = _drawn(steps, before if opens else None)
            if drawn is None:
                continue
            tables, outside = find_grids(replace(page, pieces=left, rules=drawn.rules))
            inferred = doubt == NO_RULES or len(steps) <= FEW_ROWS + 1
            if len(tables) == 1 and is_sound(
                tables[0].grid, (x for step in steps for x in step.lines), inferred=inferred
            ):
                found.append(drawn.marked(tables[0], doubt))
                left = outside
    return found, left


def _with_open_ends(steps: list[Step], lines: Sequence[Line], *, opens: bool) -> list[Step]:
    """``steps`` with the head above a first rule that has none over it, and a last row with none under it.

    ``opens``: the table goes on from the page before; then a row may stand above the first rule that the page cut.
    """
    x0, x1 = _reach([steps[0].above])
    inside = [line for line in lines if line.x0 >= x0 - SAME_END_POINTS and line.x1 <= x1 + SAME_END_POINTS]
    first, last = steps[0].above[0], steps[-1].below[0]
    head: list[Line] = []
    for line in sorted(inside, key=lambda x: -x.bbox[3]):
        near = (head[-1].top if head else first) - line.bbox[3]
        if line.bbox[3] <= first + 1 and not (
            near < NEAR * line.size and _heads(line, steps[0], opens=opens)
        ):
            break
        head += [line] if line.bbox[3] <= first + 1 else []
    foot = [line for line in inside if last - 1 <= line.top < last + line.size and _matches(line, steps[-1])]
    if head:
        top = head[-1].top - 2
        steps = [Step((top, (Rule(x0, top, x1, top),)), steps[0].above, tuple(head[::-1])), *steps]
    if foot:
        bottom = foot[-1].bbox[3] + 2
        steps = [*steps, Step(steps[-1].below, (bottom, (Rule(x0, bottom, x1, bottom),)), tuple(foot[:1]))]
    return steps


def _heads(line: Line, step: Step, *, opens: bool) -> bool:
    """Whether ``line`` can be of a head above the row ``step``: as many words, and no figures over its figures."""
    own = runs(line, 1.0)
    below = max((runs(x, 1.0) for x in step.lines), key=len, default=[])
    if belongs_to_caption(line.text) or line.size > LARGER * max((x.size for x in step.lines), default=0):
        return False
    if opens and len(own) > 1:
        return True
    figures = sum(is_figure(run.text) or is_dash(run.text) for run in below)
    return figures > 1 and 2 * len(own) > len(below) and not any(is_figure(run.text) for run in own)


def _matches(line: Line, step: Step) -> bool:
    """Whether ``line`` has two figures or more under those of the row ``step``."""
    above = [run for x in step.lines for run in runs(x, 1.0) if is_figure(run.text)]
    own = [run for run in runs(line, 1.0) if is_figure(run.text)]
    return sum(any(a.x0 < b.x1 and b.x0 < a.x1 for a in above) for b in own) > 1


def _drawn(steps: Sequence[Step], before: Placed | None) -> tuple[Sketch | None, str]:
    """The table of ``steps`` with all its rules, and why it may be misread."""
    rungs = [steps[0].above, *(step.below for step in steps)]
    rules = [rule for _, level in rungs for rule in level]
    sides = _reach(rungs)
    hints = hints_of(before, sides, SAME_END_POINTS)
    rows = [Row(step.above[0], step.below[0], step.lines) for step in steps]
    parts = divide(rows, sides, hints)
    body = [more for step, more in zip(steps, parts, strict=True) if step.tabular][1:] or parts
    many = [more for more in body if len(more.rows) > FEW_ROWS]
    figures = sum(is_figure(run.text) for step in steps for line in step.lines for run in runs(line, 1.0))
    if 2 * len(many) > len(body) and (len(body) <= FEW_ROWS or all(more.flush for more in many)):
        rules += [rule for more in parts for rule in more.rules]
        rows = [row for more in parts for row in more.rows]
        return sketch(rows, rules, sides, hints) if figures > FEW_ROWS else None, NO_RULES
    if _is_prose(steps) or (not hints and len(steps) <= FEW_ROWS + 1 and figures < 2):
        return None, ""
    return sketch(rows, rules, sides, hints), NO_WALLS


def _is_prose(steps: Sequence[Step]) -> bool:
    """Whether most of what stands between the rules is text in columns, and few rows are not."""
    long = [step for step in steps if len(step.lines) > LONGEST]
    short = sum(step.tabular for step in steps) - len(long)
    lines = sum(len(step.lines) for step in steps)
    return short <= FEW_ROWS and sum(len(step.lines) for step in long) > PROSE * lines


# --- which rules belong together


def _ladders(page: Page, placed: Sequence[Placed]) -> Iterator[list[Rung]]:
    """Sets of rules with the same ends one below the other, outside the tables already found."""
    flat, _ = straight(page.rules)
    free = [r for r in flat if not any(_inside(r, table) for table in placed)]
    if len(free) < 2:
        return
    ladder: list[Rung] = []
    for rung in _by_height(free):
        if ladder and not _fits(ladder, rung):
            yield from _pruned(ladder)
            ladder = []
        if ladder or rung[1][-1].x1 - rung[1][0].x0 >= MIN_WIDTH_POINTS:
            ladder.append(rung)
    yield from _pruned(ladder)


def _pruned(ladder: Sequence[Rung]) -> Iterator[list[Rung]]:
    """``ladder`` without short rules that hang free: in a head they divide one title, in a text they underline words."""
    if len(ladder) < 3:
        if len(ladder) > 1:
            yield list(ladder)
        return
    x0, x1 = _reach(ladder)
    bound = [min(rules[0].x0 - x0, x1 - rules[-1].x1) <= SAME_END_POINTS for _, rules in ladder]
    heights = [y for (y, _), fast in zip(ladder, bound, strict=True) if fast]
    kept = []
    for (y, rules), fast in zip(ladder, bound, strict=True):
        above = max((h for h in heights if h < y), default=y - HEAD_POINTS)
        below = min((h for h in heights if h > y), default=y + HEAD_POINTS)
        if fast or below - above < HEAD_POINTS:
            kept.append((y, rules))
    if len(kept) > 1:
        yield kept


def _by_height(rules: Sequence[Rule]) -> list[Rung]:
    rungs: list[tuple[float, list[Rule]]] = []
    for rule in sorted(rules, key=lambda r: r.top):
        if rungs and rule.top - rungs[-1][0] < 1.0:
            rungs[-1][1].append(rule)
        else:
            rungs.append((rule.top, [rule]))
    return [(y, tuple(sorted(row, key=lambda r: r.x0))) for y, row in rungs]


def _inside(rule: Rule, table: Placed) -> bool:
    x0, top, x1, bottom = table.bbox
    level = top - SAME_END_POINTS <= rule.top <= bottom + SAME_END_POINTS
    return level and x0 - SAME_END_POINTS <= rule.x0 and rule.x1 <= x1 + SAME_END_POINTS


def _fits(ladder: Sequence[Rung], rung: Rung) -> bool:
    """Whether ``rung`` can be the next: it reaches no further than the others, or the others no further than it."""
    x0, x1 = _reach(ladder)
    rules = rung[1]
    left, right = rules[0].x0 - x0, x1 - rules[-1].x1
    if min(left, right) > SAME_END_POINTS:
        return left + right > FREE * (x1 - x0)  # a rule in the head, or the next, slightly narrower table
    if min(left, right) >= -SAME_END_POINTS:
        return True
    return max(left, right) <= SAME_END_POINTS and min(abs(left), abs(right)) <= SAME_END_POINTS


def _reach(ladder: Sequence[Rung]) -> tuple[float, float]:
    return min(rules[0].x0 for _, rules in ladder), max(rules[-1].x1 for _, rules in ladder)


# --- which steps of a ladder are rows


def _steps(ladder: Sequence[Rung], pieces: Sequence[Piece], page: int) -> list[Step | None]:
    """What lies between the rungs; None where text reaches out at the sides or is set larger: no row of a table."""
    x0, x1 = _reach(ladder)
    steps = []
    for above, below in pairwise(ladder):
        own = [p for p in pieces if above[0] < (p.top + p.bottom) / 2 <= below[0]]
        steps.append(Step(above, below, tuple(set_lines(own, page))))
    size = max((line.size for step in steps if step.tabular for line in step.lines), default=0.0)
    return [step if _is_row(step, x0, x1, size) else None for step in steps]


def _is_row(step: Step, x0: float, x1: float, size: float) -> bool:
    """False where text reaches out at the sides, for larger type, and for the title of the next table."""
    if any(line.x0 < x0 - SAME_END_POINTS or line.x1 > x1 + SAME_END_POINTS for line in step.lines):
        return False
    if not step.tabular and any(line.size > LARGER * size for line in step.lines):
        return False
    return not any(_names_table(line) for line in step.lines) and not _leads_in(step.lines)


def _leads_in(lines: Sequence[Line]) -> bool:
    """Whether ``lines`` begin with a sentence above the head of the next table."""
    if len(lines) < 2 or not ends_sentence(lines[0].text):
        return False
    return len(runs(lines[0], 1.0)) == 1 and len(runs(lines[1], 1.0)) > 1


def _names_table(line: Line) -> bool:
    """Whether ``line`` is a title, perhaps with the unit beside it."""
    title, *beside = (run.text for run in runs(line, 1.0))
    numbered = reads_as_heading(title) and title.endswith("表")
    return (numbered or belongs_to_caption(title)) and all(map(belongs_to_caption, beside))


def _tables(steps: Sequence[Step | None], least: int) -> Iterator[list[Step]]:
    """Runs of steps that are rows, without titles, prose and nothing at their ends, if ``least`` rows are left."""
    for _, run in groupby(steps, key=lambda step: step is None):
        rows = [step for step in run if step is not None]
        while rows and _no_row(rows[0]):
            rows.pop(0)
        while rows and _no_row(rows[-1]):
            rows.pop()
        if sum(step.tabular for step in rows) >= least:
            yield rows


def _no_row(step: Step) -> bool:
    if step.tabular or not step.lines:
        return not step.lines
    x0, x1 = _reach([step.above])
    wide = max(line.x1 - line.x0 for line in step.lines) > PROSE * (x1 - x0)
    return wide or all(belongs_to_caption(line.text) for line in step.lines)
