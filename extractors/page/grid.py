"""Rules and pieces of text to tables with spans. PDF, OFD and scans share it: it knows only boxes.

Every slot of the lattice that the rules span starts as a cell of its own; slots with no wall between them are one
cell. That gives row and column spans directly and needs no search for rectangles.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extractors.page.glyphs import Page, Piece, Rule, cluster, nearest
from extractors.page.lines import set_lines
from extractors.page.strokes import SNAP_POINTS, merged, straight
from extractors.tables import Grid, RawCell
from schemas.document import BBox, Spot

TOUCH_POINTS = 1.6  # rules this near touch; their places are means of strokes half SNAP_POINTS apart
WALL_SHARE = 0.5  # of the side of a slot that must be ruled to be a wall
MIN_WIDTH_POINTS = 80.0  # a narrower grid is a seal, a check box or a drawn letter
MAX_SLOTS = 60_000  # a page set in the smallest type holds 5000; more is graph paper, or built to hang
MIN_CELLS = 3  # two framed boxes side by side are no table


@dataclass(frozen=True, slots=True)
class Placed:
    """A grid and where it stands."""

    grid: Grid
    page: int
    bbox: BBox


@dataclass(slots=True)
class _Lattice:
    """Ruled segments by line: ``across[i]`` are the x-ranges ruled at height ``ys[i]``, ``down[j]`` the y-ranges at ``xs[j]``."""

    xs: list[float]
    ys: list[float]
    across: list[list[tuple[float, float]]]
    down: list[list[tuple[float, float]]]
    open_above: bool = False
    open_below: bool = False


def find_grids(page: Page) -> tuple[list[Placed], list[Piece]]:
    """The tables of ``page`` from the top, and the pieces of text outside them."""
    horizontal, vertical = straight(page.rules)
    placed: list[Placed] = []
    rest: Sequence[Piece] = page.pieces
    lattices = [
        found for group in _components(horizontal, vertical) if (found := _lattice(*group)) is not None
    ]
    # The smaller first: of a grid in a cell of another, the text is told once.
    for lattice in sorted(lattices, key=_area) if len(lattices) > 1 else lattices:
        inside, outside = _split(rest, lattice)
        grid = _grid(lattice, inside, page.number)
        if grid is not None:
            if page.doubt:
                grid = replace(grid, scanned=True, doubt=page.doubt)
            placed.append(Placed(grid, page.number, _bbox(lattice)))
            rest = outside
    return sorted(placed, key=lambda p: (p.bbox[1], p.bbox[0])), list(rest)


def rules_cross(page: Page) -> bool:
    """Whether rules of ``page`` cross so often that a table is to be expected."""
    horizontal, vertical = straight(page.rules)
    return any(_lattice(*group) is not None for group in _components(horizontal, vertical))


def _area(lattice: _Lattice) -> float:
    return (lattice.xs[-1] - lattice.xs[0]) * (lattice.ys[-1] - lattice.ys[0])


def _bbox(lattice: _Lattice) -> BBox:
    return lattice.xs[0], lattice.ys[0], lattice.xs[-1], lattice.ys[-1]


# --- rules that touch belong to one table


def _components(horizontal: list[Rule], vertical: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Groups of rules connected by crossings."""
    parent = list(range(len(horizontal) + len(vertical)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    by_height = sorted(range(len(horizontal)), key=lambda i: horizontal[i].top)
    heights = [horizontal[i].top for i in by_height]
    near: list[tuple[int, int, float]] = []  # a rule that stops short of a wall, and at which of its ends
    closed: set[tuple[int, float]] = set()  # ends of rules at which a wall stands
    for j, wall in enumerate(vertical):
        x = wall.x0
        first = bisect_right(heights, wall.top - SNAP_POINTS)
        last = bisect_right(heights, wall.bottom + SNAP_POINTS)
        for i in by_height[first:last]:
            x0, _, x1, _ = horizontal[i]
            if x0 - TOUCH_POINTS <= x <= x1 + TOUCH_POINTS:
                parent[root(i)] = root(len(horizontal) + j)
                if x <= x0 + TOUCH_POINTS or x >= x1 - TOUCH_POINTS:
                    closed.add((i, x0 if x <= x0 + TOUCH_POINTS else x1))
            elif x0 - SNAP_POINTS <= x <= x1 + SNAP_POINTS:
                near.append((i, j, x0 if x < x0 else x1))
    for (
        i,
        j,
        end,
    ) in near:  # of a table in a cell the rules end at walls of their own, however near the cell's are
        if (i, end) not in closed:
            parent[root(i)] = root(len(horizontal) + j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i, rule in enumerate(horizontal):
        groups.setdefault(root(i), ([], []))[0].append(rule)
    for j, rule in enumerate(vertical):
        groups.setdefault(root(len(horizontal) + j), ([], []))[1].append(rule)
    return [
        (rows, walls) for rows, walls in groups.values() if rows and walls and len(rows) + len(walls) >= 3
    ]


def _lattice(horizontal: list[Rule], vertical: list[Rule]) -> _Lattice | None:
    """The lines of one table; None when it is too small to be one, or graph paper."""
    above, below = _open_ends(horizontal, vertical)
    if len(horizontal) < 2 and not (above or below):
        return None
    walls = vertical + _open_sides(horizontal, vertical)
    horizontal = [*above, *horizontal, *below]
    ys = cluster((r.top for r in horizontal), SNAP_POINTS)
    xs = cluster((r.x0 for r in walls), SNAP_POINTS)
    if len(xs) < 2 or len(ys) < 2 or xs[-1] - xs[0] < MIN_WIDTH_POINTS or len(xs) * len(ys) > MAX_SLOTS:
        return None
    across: list[list[tuple[float, float]]] = [[] for _ in ys]
    down: list[list[tuple[float, float]]] = [[] for _ in xs]
    for rule in horizontal:
        across[nearest(ys, rule.top)].append((rule.x0, rule.x1))
    for rule in walls:
        down[nearest(xs, rule.x0)].append((rule.top, rule.bottom))
    return _Lattice(xs, ys, [merged(r) for r in across], [merged(r) for r in down], bool(above), bool(below))


def _open_ends(horizontal: list[Rule], vertical: list[Rule]) -> tuple[list[Rule], list[Rule]]:
    """The rules missing above and below, where most walls reach out: a row cut by the page, or a table without a frame."""
    found = []
    for ends, outermost, sign in (
        ([r.top for r in vertical], min(r.top for r in horizontal), -1),
        ([r.bottom for r in vertical], max(r.top for r in horizontal), 1),
    ):
        beyond = [y for y in ends if (y - outermost) * sign > 4 * SNAP_POINTS]
        common = max(cluster(beyond, SNAP_POINTS), key=lambda y: y * sign, default=None)
        at = [r.x0 for r, y in zip(vertical, ends, strict=True) if common and abs(y - common) <= SNAP_POINTS]
        whole = common is not None and len(at) >= max(3, len(vertical) / 2)
        found.append([Rule(min(at), common, max(at), common)] if common is not None and whole else [])
    return found[0], found[1]


def _open_sides(horizontal: list[Rule], vertical: list[Rule]) -> list[Rule]:
    """Walls where most rules end but none is drawn: tables open at left and right are common in journals."""
    sides = []
    top, bottom = min(r.top for r in horizontal), max(r.top for r in horizontal)
    for ends, outermost, sign in (
        ([r.x0 for r in horizontal], min(r.x0 for r in vertical), -1),
        ([r.x1 for r in horizontal], max(r.x0 for r in vertical), 1),
    ):
        beyond = [x for x in ends if (x - outermost) * sign > 4 * SNAP_POINTS]
        common = max(cluster(beyond, SNAP_POINTS), key=lambda x: x * sign, default=None)
        if common is not None and 2 * sum(abs(x - common) <= SNAP_POINTS for x in ends) >= max(len(ends), 4):
            sides.append(Rule(common, top, common, bottom))
    return sides


# --- slots to cells


def _ruled(ranges: Sequence[tuple[float, float]], start: float, end: float) -> bool:
    """Whether the stretch ``start:end`` is ruled for the most part."""
    inked = 0.0
    for a, b in ranges:
        if a <= start and end <= b:
            return True
        if a < end and start < b:
            inked += (min(end, b)) - (max(start, a))
    return inked >= WALL_SHARE * (end - start)


def _all_ruled(ranges: Sequence[tuple[float, float]], ends: Sequence[float]) -> list[bool]:
    """Whether each stretch between neighbours of ``ends`` is ruled."""
    if len(ranges) == 1 and ranges[0][0] <= ends[0] and ends[-1] <= ranges[0][1]:
        return [True] * (len(ends) - 1)
    return [_ruled(ranges, start, end) for start, end in pairwise(ends)]


def _grid(lattice: _Lattice, pieces: list[Piece], page: int) -> Grid | None:
    regions = _regions(lattice)
    if sum(closed for _, closed in regions) < MIN_CELLS:
        return None
    # A cell that the page break leaves open below is a cell if something is printed in it: nothing is lost.
    printed = _by_slot(lattice, pieces)
    cells = [
        box
        for box, closed in regions
        if closed or any((r, c) in printed for r in range(box[0], box[2]) for c in range(box[1], box[3]))
    ]
    rows, columns = _used(cells, len(lattice.xs), len(lattice.ys))
    texts = _texts(lattice, cells, printed, page)
    raw = tuple(
        RawCell(rows[r], columns[c], rows[r2] - rows[r], columns[c2] - columns[c], *texts[at])
        for at, (r, c, r2, c2) in enumerate(cells)
    )
    xs = tuple(lattice.xs[at] for at in sorted(columns))
    spot = Spot(page, _bbox(lattice))
    return Grid(
        len(rows) - 1,
        len(xs) - 1,
        tuple(sorted(raw, key=lambda x: (x.row, x.col))),
        xs,
        spots=(spot,),
        open_above=lattice.open_above,
        open_below=lattice.open_below,
    )


def _regions(lattice: _Lattice) -> list[tuple[tuple[int, int, int, int], bool]]:
    """(first row, first column, last row + 1, last column + 1) of each region, and whether rules close it on all sides."""
    nrows, ncols = len(lattice.ys) - 1, len(lattice.xs) - 1
    xs, ys = lattice.xs, lattice.ys
    left, *walls = (_all_ruled(ranges, ys) for ranges in lattice.down)
    above, *below = (_all_ruled(ranges, xs) for ranges in lattice.across)
    right = [[wall[r] for wall in walls] for r in range(nrows)]
    out: list[tuple[tuple[int, int, int, int], bool]] = []
    taken = [[False] * ncols for _ in range(nrows)]
    for r in range(nrows):
        for c in range(ncols):
            if taken[r][c]:
                continue
            r2, c2 = _extent(r, c, right, below, taken)
            for rr in range(r, r2):
                taken[rr][c:c2] = [True] * (c2 - c)
            closed = (c > 0 or any(left[r:r2])) and (r > 0 or any(above[c:c2]))
            closed = closed and any(right[rr][c2 - 1] for rr in range(r, r2)) and any(below[r2 - 1][c:c2])
            out.append(((r, c, r2, c2), closed))
    return out


def _extent(
    r: int, c: int, right: list[list[bool]], below: list[list[bool]], taken: list[list[bool]]
) -> tuple[int, int]:
    """How far the cell that begins at slot (r, c) reaches: to the first wall right, then to the first full wall below."""
    nrows, ncols = len(right), len(right[0])
    c2 = c + 1
    while c2 < ncols and not right[r][c2 - 1] and not taken[r][c2]:
        c2 += 1
    r2 = r + 1
    while r2 < nrows and not any(below[r2 - 1][c:c2]) and not any(right[r2][k] for k in range(c, c2 - 1)):
        r2 += 1
    return r2, c2


def _used(
    cells: list[tuple[int, int, int, int]], nxs: int, nys: int
) -> tuple[dict[int, int], dict[int, int]]:
    """New numbers for the lattice lines that bound a cell; lines that bound none are no rows or columns."""
    ys = sorted({y for r, _, r2, _ in cells for y in (r, r2) if y < nys})
    xs = sorted({x for _, c, _, c2 in cells for x in (c, c2) if x < nxs})
    return {y: i for i, y in enumerate(ys)}, {x: i for i, x in enumerate(xs)}


# --- pieces to cells


def _split(pieces: Sequence[Piece], lattice: _Lattice) -> tuple[list[Piece], list[Piece]]:
    """The pieces inside the lattice and those outside; one that reaches over its side is cut there."""
    x0, top, x1, bottom = _bbox(lattice)
    inside: list[Piece] = []
    outside: list[Piece] = []
    for piece in pieces:
        if not top <= (piece.top + piece.bottom) / 2 <= bottom or piece.x1 < x0 or piece.x0 > x1:
            outside.append(piece)
        elif piece.x0 >= x0 and piece.x1 <= x1:
            inside.append(piece)
        else:
            for at, part in enumerate(_cut_at(piece, (x0, x1))):
                if part is not None:
                    (inside if at == 1 else outside).append(part)
    return inside, outside


def _cut_at(piece: Piece, walls: Sequence[float]) -> list[Piece | None]:
    """The parts of ``piece`` left of, between and right of the ascending ``walls``; a character goes where its middle is."""
    middles = [(a + b) / 2 for a, b in zip(piece.x0s, piece.x1s, strict=True)]
    cuts = [0, *(bisect_right(middles, wall) for wall in walls), len(middles)]
    return [piece.cut(a, b) if a < b else None for a, b in pairwise(cuts)]


def _by_slot(lattice: _Lattice, pieces: list[Piece]) -> dict[tuple[int, int], list[Piece]]:
    """What is printed in which slot; a piece that reaches over a wall is cut there."""
    xs, ys = lattice.xs, lattice.ys
    walls, floors = xs[1:-1], ys[1:-1]
    printed: dict[tuple[int, int], list[Piece]] = {}
    for piece in pieces:
        _, x0s, x1s, top, bottom, *_ = piece
        row = bisect_right(floors, (top + bottom) / 2)
        first = bisect_right(walls, (x0s[0] + x1s[0]) / 2)
        last = bisect_right(walls, (x0s[-1] + x1s[-1]) / 2)
        if first >= last:
            printed.setdefault((row, first), []).append(piece)
            continue
        for at, part in enumerate(_cut_at(piece, walls[first:last])):
            if part is not None:
                printed.setdefault((row, first + at), []).append(part)
    return printed


def _texts(
    lattice: _Lattice,
    cells: list[tuple[int, int, int, int]],
    printed: dict[tuple[int, int], list[Piece]],
    page: int,
) -> list[tuple[str, tuple[Spot, ...]]]:
    """For each cell its text, lines parted by line breaks, and a spot for each line."""
    out = []
    xs, ys = lattice.xs, lattice.ys
    for r, c, r2, c2 in cells:
        if r2 - r == 1 and c2 - c == 1:
            own = printed.get((r, c))
        else:
            own = [p for rr in range(r, r2) for cc in range(c, c2) for p in printed.get((rr, cc), ())]
        out.append(_cell_text(own, page) if own else ("", ()))
        if not out[-1][0]:
            out[-1] = "", (Spot(page, (xs[c], ys[r], xs[c2], ys[r2])),)
    return out


def _cell_text(pieces: list[Piece], page: int) -> tuple[str, tuple[Spot, ...]]:
    if len(pieces) == 1 and (text := pieces[0].text) == text.strip():
        _, x0s, x1s, top, bottom, _, _, doubt = pieces[0]
        return text, (Spot(page, (x0s[0], top, x1s[-1], bottom), 0, len(text), doubt),)
    lines = set_lines(pieces, page)
    if len(lines) == 1:
        text = lines[0].text
        return text, tuple(lines[0].spots(0, len(text)))
    text = ""
    spots: list[Spot] = []
    for line in lines:
        text += "\n" if text else ""
        spots += line.spots(len(text), len(text) + len(line.text))
        text += line.text
    return text, tuple(spots)
