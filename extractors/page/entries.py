"""Words and the columns they lie in, where edges are known and rows are not yet."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractors.page.figures import is_figure
from extractors.page.rivers import WHITE, Run

LOOSEST = 2.5  # of the size: lines of one cell are no further apart
LEVEL = 0.4  # of the size: words this near in height stand in one line
FIGURES = 0.5  # of the entries of a column: so many figures make it a column of figures


class Entry(NamedTuple):
    """A word and the columns it lies in, ``first`` to ``last``."""

    first: int
    last: int
    run: Run

    @property
    def middle(self) -> float:
        """Its height on the page."""
        return (self.run.top + self.run.bottom) / 2

    def level(self, y: float) -> bool:
        """Whether it stands in the line at height ``y``."""
        return abs(self.middle - y) <= LEVEL * self.run.size


Columns = dict[int, list[Entry]]  # by first column, from the top


def in_columns(lines: Sequence[Sequence[Run]], edges: Sequence[float]) -> Columns:
    """The words of ``lines``; what is the next line of a word over several columns counts where that begins."""
    columns: Columns = {}
    wide: list[Entry] = []
    for line in lines:
        entries = []
        for run in _joined(line, edges):
            first = min(max(bisect(edges, run.x0 + 0.5) - 1, 0), len(edges) - 2)
            last = min(max(bisect(edges, run.x1 - 0.5) - 1, first), len(edges) - 2)
            entries.append(Entry(first, last, run))
        for entry in entries:
            above = next((w for w in reversed(wide) if _continues(w, entry, entries)), None)
            entry = entry._replace(first=above.first) if above else entry
            columns.setdefault(entry.first, []).append(entry)
            if entry.first < entry.last or above:
                wide.append(entry._replace(last=above.last) if above else entry)
    for entries in columns.values():
        entries.sort(key=lambda e: (e.middle, e.run.x0))
    return columns


def _continues(above: Entry, entry: Entry, line: Sequence[Entry]) -> bool:
    """Whether ``entry`` of ``line`` is the next line of the wide ``above``: alone under it, begun or centred as it is."""
    run, over = entry.run, above.run
    if not (above.first < entry.first and entry.last <= above.last) or is_figure(run.text):
        return False
    near = 0 < run.top - over.top <= LOOSEST * run.size
    aligned = abs(run.x0 - over.x0) < 1 or abs(run.x0 + run.x1 - over.x0 - over.x1) < run.size
    alone = not any(e is not entry and e.first <= above.last and above.first <= e.last for e in line)
    return near and aligned and alone


def _joined(line: Sequence[Run], edges: Sequence[float]) -> Iterator[Run]:
    """The words of ``line``, those as one between which there is neither an edge nor much white."""
    held: Run | None = None
    for run in line:
        if held is None:
            held = run
        elif run.x0 - held.x1 < WHITE * run.size and bisect(edges, held.x1) == bisect(edges, run.x0):
            held = held._replace(text=held.text + run.text, x1=max(held.x1, run.x1))
        else:
            yield held
            held = run
    if held is not None:
        yield held


def figure_columns(columns: Columns) -> set[int]:
    """Columns that hold figures from their first figure on."""
    found = set()
    for column, entries in columns.items():
        marks = [is_figure(e.run.text) for e in entries if e.first == e.last]
        after = marks[marks.index(True) :] if True in marks else []
        if len(after) > 1 and sum(after) >= FIGURES * len(after):
            found.add(column)
    return found
