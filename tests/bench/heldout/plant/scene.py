"""What is printed in one submission: every figure with its place, what it means, and the interval it stands for."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from schemas.fact import Role
from tests.bench.heldout.blocks import Cell, Table
from tests.bench.heldout.case import Case
from tests.bench.heldout.generate import Document, Submission
from tests.bench.heldout.markup import Label, Paragraph
from tests.bench.heldout.numbers import Reading, read

NUMERAL = re.compile(r"\d[\d,]*(?:\.\d+)?")
_FUNDS = {
    "full": ("fiscal", "carry", "zy", "sh", "sj", "xj", "gen", "fnd", "bas", "prj"),
    "exec": ("zy.e", "sh.e", "sj.e", "xj.e", "gen.e", "fnd.e", "bas.e", "prj.e"),
    "init": ("gen.i", "fnd.i", "bas.i", "prj.i"),
}
Interval = tuple[Decimal, Decimal]


@dataclass(eq=False, slots=True)
class Place:
    """A paragraph (of the prose, or said in a cell of the form), or a cell of a table."""

    document: Document
    block: Paragraph | Table
    paragraph: Paragraph | None = None
    row: int = 0  # index into Table.rows and into that row
    index: int = 0

    @property
    def table(self) -> Table:
        """The table it is in."""
        assert isinstance(self.block, Table)
        return self.block

    @property
    def cell(self) -> Cell:
        """The cell; for what a cell says, the one that holds the words."""
        return self.table.rows[self.row][self.index]

    @property
    def text(self) -> str:
        return self.paragraph.text if self.paragraph else self.cell.text

    @property
    def key(self) -> tuple[int, int, int]:
        """Equal for equal places."""
        return (id(self.paragraph or self.block), self.row, self.index)

    @property
    def in_form(self) -> bool:
        return isinstance(self.block, Table) and self.block.is_form


@dataclass(eq=False, slots=True)
class Mention:
    """A figure at its place: ``text[at:end] == printed``; ``same`` is the latent quantity it prints."""

    place: Place
    at: int
    end: int
    printed: str
    reading: Reading
    same: str
    subject: str
    row: str
    unit: str
    role: Role | None
    label: Label | None = None

    @property
    def is_target(self) -> bool:
        return self.role is Role.TARGET or self.same.endswith((":target", ":target0"))

    @property
    def interval(self) -> Interval | None:
        """What it stands for in base units; None where one end is open. Targets stand for their number."""
        return interval(self.reading, self.printed, is_target=self.is_target)

    @property
    def numeral(self) -> re.Match[str] | None:
        """The digits, where it is written plainly in one run of them."""
        found = list(NUMERAL.finditer(self.printed))
        return found[0] if len(found) == 1 else None


def interval(reading: Reading, printed: str, *, is_target: bool) -> Interval | None:
    """See Mention.interval."""
    if not is_target:
        return None if reading.low is None or reading.high is None else (reading.low, reading.high)
    found = NUMERAL.search(printed)
    value = reading.value
    if value is None or not found:
        return None
    number = Decimal(found[0].replace(",", ""))
    decimals = len(found[0].partition(".")[2])
    scale = value / number if number else Decimal(1)
    half = Decimal(0) if not decimals and scale == 1 else abs(scale) * Decimal(1).scaleb(-decimals) / 2
    return value - half, value + half


@dataclass
class Scene:
    """One submission as a reader sees it."""

    submission: Submission
    mentions: list[Mention] = field(default_factory=list)

    @property
    def case(self) -> Case:
        return self.submission.case

    @cached_property
    def by_same(self) -> dict[str, list[Mention]]:
        found: dict[str, list[Mention]] = defaultdict(list)
        for mention in self.mentions:
            found[mention.same].append(mention)
        return found

    @cached_property
    def sums(self) -> dict[str, tuple[Mention, list[Mention]]]:
        """Total and parts of every sum of the prose, by the markup's name of it."""
        totals: dict[str, Mention] = {}
        parts: dict[str, list[Mention]] = defaultdict(list)
        for mention in self.mentions:
            if mention.label and mention.label.total_of:
                totals[mention.label.total_of] = mention
            if mention.label and mention.label.part_of:
                parts[mention.label.part_of].append(mention)
        return {key: (total, parts[key]) for key, total in totals.items() if len(parts[key]) > 1}

    def paragraphs(self) -> list[Place]:
        """The paragraphs of the prose, in order."""
        return [
            Place(document, block, block)
            for document in self.submission.documents
            for block in document.blocks
            if isinstance(block, Paragraph)
        ]

    def cells(self) -> list[Place]:
        """The cells of the tables, in order, each once."""
        return [
            Place(document, block, None, r, c)
            for document in self.submission.documents
            for block in document.blocks
            if isinstance(block, Table)
            for r, row in enumerate(block.rows)
            for c in range(len(row))
        ]


def look(submission: Submission) -> Scene:
    """Everything printed in ``submission``."""
    scene = Scene(submission)
    for document in submission.documents:
        for block in document.blocks:
            if isinstance(block, Paragraph):
                scene.mentions += _spoken(Place(document, block, block))
                continue
            for paragraph in block.said:
                scene.mentions += _spoken(_said(document, block, paragraph))
    scene.mentions += [m for place in scene.cells() if (m := _in_cell(place, scene.case))]
    return scene


def _spoken(place: Place) -> list[Mention]:
    assert place.paragraph
    return [
        Mention(place, x.at, x.end, x.printed, x.reading, x.same, x.subject, x.row, x.reading.unit, x.role, x)
        for x in place.paragraph.labels
    ]


def _said(document: Document, table: Table, paragraph: Paragraph) -> Place:
    """The cell that holds what ``paragraph`` says."""
    [(row, index)] = [
        (r, c)
        for r, row in enumerate(table.rows)
        for c, cell in enumerate(row)
        if cell.text == paragraph.text
    ][:1]
    return Place(document, table, paragraph, row, index)


def _in_cell(place: Place, case: Case) -> Mention | None:
    cell = place.cell
    found = list(NUMERAL.finditer(cell.text))
    if not cell.says or not found:
        return None
    last = found[-1]
    unit = cell.unit
    exact = unit in ("万元", "元")
    reading = read(f"{last[0]}{unit}", exact=exact)
    key, _, kind = cell.says.rpartition(":")
    row = case.rows[key].name if key in case.rows else ""
    same = _alias(cell, kind, last[0], case) if cell.says.startswith("row:") else cell.says
    subject = next((v.subject for v in case.values.values() if v.same == same), "")
    role = {"target": Role.TARGET, "actual": Role.ACTUAL}.get(kind) if row else None
    return Mention(place, *last.span(), last[0], reading, same, subject, row, unit, role)


def _alias(cell: Cell, kind: str, printed: str, case: Case) -> str:
    """The latent quantity of a row of the funds; its own name where it is none."""
    number = Decimal(printed.replace(",", "")) / (10_000 if cell.unit == "元" else 1)
    fits = [k for k in _FUNDS.get(kind, ()) if k in case.values and case.values[k].number == number]
    return case.values[fits[0]].same if len(fits) == 1 else cell.says
