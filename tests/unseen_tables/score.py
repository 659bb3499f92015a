"""What a reader gave back beside what was written: tables, cells, figures, sentences."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from schemas.document import Document, Table
from tests.unseen_tables.plan import Plan, Sample, bare

FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")
SHEETS = ("xlsx", "xls", "ods")  # a sheet is one table, whatever stands on it
Slot = tuple[int, int, int, int, str]  # row, col, rowspan, colspan, text without blanks


@dataclass(frozen=True)
class Score:
    """Of one table. ``wrong`` says where it differs, ``missing`` cells first, then those ``strange`` to it."""

    plan: Plan
    exact: bool
    right: int
    missing: tuple[Slot, ...] = ()
    strange: tuple[Slot, ...] = ()

    @property
    def cells(self) -> int:
        """How many there should be."""
        return len(self.plan.cells)


@dataclass(frozen=True)
class Verdict:
    """Of one file. ``lost`` and ``invented`` are figures, ``unsaid`` sentences, ``spare`` tables that nobody wrote."""

    case: str
    format: str
    tables: tuple[Score, ...]
    lost: tuple[str, ...] = ()
    invented: tuple[str, ...] = ()
    unsaid: tuple[str, ...] = ()
    spare: int = 0
    trouble: str = field(default="")


def judge(document: Document, sample: Sample) -> Verdict:
    """Compare; tables are paired by how many cells they share, whatever their order."""
    left = [(table, shape(table)) for table in document.tables()]
    scores = []
    used = []
    for plan in sample.tables:
        truth = planned(plan)
        best = max(left, key=lambda each: likeness(truth, each[1]), default=None)
        if best is None or not likeness(truth, best[1]):
            scores.append(Score(plan, False, 0, tuple(sorted(truth))))
            continue
        here = settled(best[1], truth) if document.format in SHEETS else best[1]
        used.append(best)
        if document.format not in SHEETS:  # a sheet may hold several
            left.remove(best)
        scores.append(
            Score(
                plan,
                truth == here,
                len(truth & here),
                tuple(sorted(truth - here)),
                tuple(sorted(here - truth)),
            )
        )
    lost, invented = figures(document, sample)
    said = bare(
        "\n".join([p.text for p in document.paragraphs()] + [table.caption for table in document.tables()])
    )
    if document.format in SHEETS:
        said += bare("".join(cell.text for table in document.tables() for cell in table.cells()))
    unsaid = tuple(line for line in sample.outside if bare(line) not in said)
    return Verdict(
        sample.case,
        document.format,
        tuple(scores),
        lost,
        invented,
        unsaid,
        sum(each not in used for each in left),
    )


def shape(table: Table) -> set[Slot]:
    """The cells of a table as it was read."""
    return {(cell.row, cell.col, cell.rowspan, cell.colspan, bare(cell.text)) for cell in table.cells()}


def planned(plan: Plan) -> set[Slot]:
    """The cells of a table as it was written."""
    return {(cell.row, cell.col, cell.rowspan, cell.colspan, bare(cell.text)) for cell in plan.cells}


def likeness(truth: set[Slot], here: set[Slot]) -> float:
    """Cells in common, by place and text; then by text alone."""
    texts, others = (
        Counter(slot[4] for slot in truth if slot[4]),
        Counter(slot[4] for slot in here if slot[4]),
    )
    return len(truth & here) + 0.01 * (texts & others).total()


def settled(here: set[Slot], truth: set[Slot]) -> set[Slot]:
    """The part of a sheet that ``truth`` could be: moved so that most cells meet, and cut to its rows and columns."""
    moves: Counter[tuple[int, int]] = Counter()
    for row, col, _, _, text in truth:
        moves.update((r - row, c - col) for r, c, _, _, other in here if text and other == text)
    (down, right), _ = moves.most_common(1)[0]
    rows, cols = max(slot[0] for slot in truth), max(slot[1] for slot in truth)
    moved = {(r - down, c - right, deep, wide, text) for r, c, deep, wide, text in here}
    return {slot for slot in moved if 1 <= slot[0] <= rows and 1 <= slot[1] <= cols}


def figures(document: Document, sample: Sample) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Figures of the tables that the reading has nowhere (lost or damaged), and figures in its cells that nobody wrote."""
    truth = tokens(cell.text for plan in sample.tables for cell in plan.cells)
    cells = tokens(cell.text.replace("\n", "") for table in document.tables() for cell in table.cells())
    text = tokens([p.text for p in document.paragraphs()] + [table.caption for table in document.tables()])
    outside = tokens(sample.outside)
    return tuple((truth - cells - text).elements()), tuple((cells - truth - outside).elements())


def tokens(texts: Iterable[str]) -> Counter[str]:
    """Figures with their points and commas."""
    return Counter(match[0] for text in texts for match in FIGURE.finditer(text))


def misses(verdicts: Iterable[Verdict]) -> Iterator[str]:
    """One line for each table, figure and sentence that is not as written."""
    for verdict in verdicts:
        where = f"{verdict.case} ({verdict.format})"
        if verdict.trouble:
            yield f"{where}: not read: {verdict.trouble}"
        for score in verdict.tables:
            if not score.exact:
                first = "; ".join(
                    f"{'-' if slot in score.missing else '+'}{slot}"
                    for slot in (*score.missing[:3], *score.strange[:3])
                )
                yield f"{where} {score.plan.name}: {score.right} of {score.cells} cells; {first}"
        for kind in ("lost", "invented", "unsaid"):
            if what := getattr(verdict, kind):
                yield f"{where}: {kind} {len(what)}: {'  '.join(what[:6])}"
        if verdict.spare:
            yield f"{where}: {verdict.spare} tables that nobody wrote"
