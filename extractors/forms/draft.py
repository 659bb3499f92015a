"""A form while it is being read, and the form it becomes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from extractors.forms.cells import cut
from schemas.document import Anchor, Table
from schemas.form import Entry, Form, FundsRow, IndicatorRow
from schemas.quantity import Unit
from schemas.units import load_units

# 51010023R000000027341-微型消防站建设: what the budget system numbers it, and its name.
_CODED = re.compile(r"(?P<code>\d[0-9A-Z]{11,29})\s*[-—－–_]\s*(?P<name>\S.*)", re.DOTALL)


@dataclass(slots=True)
class Side:
    """Funds, goals and indicators of one span of years: of the year, or of the middle term beside it."""

    funds: list[FundsRow] = field(default_factory=list)
    goals: list[Entry] = field(default_factory=list)
    indicators: list[IndicatorRow] = field(default_factory=list)


@dataclass(slots=True)
class Draft:
    """A form while it is being read. ``lines`` is what the lines above and below the table say, ``head`` what its cells say."""

    tables: list[Table] = field(default_factory=list)
    title: str = ""
    year: int | None = None
    currency: Unit | None = None
    lines: dict[str, Entry] = field(default_factory=dict)
    head: dict[str, Entry] = field(default_factory=dict)
    year_side: Side = field(default_factory=Side)
    midterm: Side = field(default_factory=Side)
    funds_header: dict[str, Entry] = field(default_factory=dict)
    funds_points: Entry | None = None  # printed in a label: 得分（20分×执行率）, 预算执行情况（10分）
    details: list[FundsRow] = field(default_factory=list)
    results: list[Entry] = field(default_factory=list)
    points: dict[str, Entry] = field(default_factory=dict)  # goal_weight, goal_score, total_weight …
    remarks: dict[str, Entry] = field(default_factory=dict)
    signers: dict[str, Entry] = field(default_factory=dict)
    _paid: dict[tuple[int, str, tuple[int, int, int, int]], int] = field(
        default_factory=dict
    )  # where in its list

    def side(self, name: str) -> Side:
        """The side called "midterm", else that of the year."""
        return self.midterm if name == "midterm" else self.year_side

    @property
    def unit(self) -> Unit:
        """The unit of bare money: as printed, else 万元, as the national template has it."""
        return self.currency or load_units()["万元"]

    @property
    def started(self) -> bool:
        """Whether it names a project or holds what a form holds."""
        return "project" in self.head or self.filled

    @property
    def named(self) -> bool:
        """Whether it says whose form it is."""
        return not {"project", "department"}.isdisjoint(self.head)

    @property
    def filled(self) -> bool:
        """Whether it holds money or indicators."""
        sides = (self.year_side, self.midterm)
        return bool(self.details) or any(side.funds or side.indicators for side in sides)

    @property
    def closed(self) -> bool:
        """Whether its total has been read below the indicators: nothing of this form comes after it."""
        return bool(self.year_side.indicators) and "total_score" in self.points

    def pay(self, funds: list[FundsRow], found: FundsRow) -> None:
        """Add to ``funds`` what a row says, beside what rows with the same label cell or the same implied source said."""
        key = (id(funds), found.row, found.label.anchor.order)
        at = self._paid.setdefault(key, len(funds))  # a list of projects has thousands of rows
        if at < len(funds):
            funds[at] = replace(funds[at], cells=found.cells | funds[at].cells)
        else:
            funds.append(found)

    def finished(self) -> Form | None:
        """The form, if it holds anything that only a form holds."""
        sides = (self.year_side, self.midterm)
        indicators = [row for side in sides for row in side.indicators]
        if any({"target", "actual"} & row.cells.keys() for row in indicators):
            return self._form()
        money = any(side.funds for side in sides)
        whose = self.title or "project" in self.head
        return self._form() if whose and (money or indicators) else None

    def _form(self) -> Form:
        said = self.lines | self.head
        code, project = _coded(said.get("project"))
        return Form(
            anchor=self.tables[0].anchor,
            tables=tuple(dict.fromkeys(table.anchor for table in self.tables)),
            title=self.title,
            year=self.year,
            project=project,
            project_code=said.get("project_code") or code,
            department=said.get("department") or said.get("superior"),
            implementer=said.get("implementer"),
            currency=self.currency,
            funds=tuple(self.year_side.funds),
            funds_header=self.funds_header or None,
            details=tuple(self.details),
            goals=tuple(self.year_side.goals),
            results=tuple(self.results),
            goal_weight=self.points.get("goal_weight"),
            goal_score=self.points.get("goal_score"),
            indicators=tuple(self.year_side.indicators),
            total_weight=self.points.get("total_weight"),
            total_score=self.points.get("total_score") or said.get("total_score"),
            total_review=self.points.get("total_review"),
            grade=said.get("grade"),
            remarks=self.remarks,
            signers=self.signers,
            date=said.get("date"),
            midterm=self._midterm(),
        )

    def _midterm(self) -> Form | None:
        side = self.midterm
        if not (side.funds or side.goals or side.indicators):
            return None
        return Form(
            anchor=self.tables[0].anchor,
            currency=self.currency,
            funds=tuple(side.funds),
            goals=tuple(side.goals),
            indicators=tuple(side.indicators),
        )


def merged(first: Form, second: Form) -> Form | None:
    """Both as one where the second is the next page of the first, which prints title and project again; else None."""
    if first.project is None or second.project is None or first.project.text != second.project.text:
        return None
    if first.total_score is not None or second.funds or second.goals or not first.indicators:
        return None
    if (first.title, first.anchor.path) != (second.title, second.anchor.path):
        return None
    above = first.indicators[-1]
    rows = []
    for row in second.indicators:
        here = row if row.level1 else replace(row, level1=above.level1, group_weight=above.group_weight)
        above = here if here.level2 else replace(here, level2=above.level2, level2_weight=above.level2_weight)
        rows.append(above)
    return replace(
        first,
        tables=(*first.tables, *second.tables),
        indicators=(*first.indicators, *rows),
        total_weight=second.total_weight,
        total_score=second.total_score,
        total_review=second.total_review,
        grade=first.grade or second.grade,
        remarks=first.remarks | second.remarks,
        signers=first.signers | second.signers,
        date=first.date or second.date,
    )


def _coded(project: Entry | None) -> tuple[Entry | None, Entry | None]:
    """The code before the name of the project, and the name."""
    found = _CODED.fullmatch(project.anchor.quote.strip()) if project else None
    if project is None or found is None:
        return None, project
    return _piece(project.anchor, found["code"]), _piece(project.anchor, found["name"])


def _piece(anchor: Anchor, text: str) -> Entry:
    start = anchor.quote.index(text)
    return Entry("".join(text.split()), cut(anchor, start, start + len(text)))
