"""Documents → Facts: form and prose together, one reading order, one set of names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal

from extractors.forms.cells import label
from extractors.forms.form import find_forms
from extractors.linking import Names
from extractors.names import name_of
from extractors.own_money import (
    FUNDS_ROLES,
    in_known_stages,
    parts_are_no_totals,
    parts_have_the_role_of_their_total,
    stages_by_amount,
    swapped,
    which_budget,
    without_contracts,
    without_kinds,
)
from extractors.passages import Context, Passage
from extractors.prose import read_prose
from extractors.subjects import Subjects
from extractors.sums.lists import list_breakdowns
from extractors.sums.outline import section_breakdowns, with_item_scope
from extractors.sums.sources import source_breakdowns
from extractors.table_facts import table_facts
from extractors.who_and_when import called, department_of, project_of, short_names, year_of
from schemas.document import Document, Paragraph
from schemas.fact import Breakdown, Fact, Role, Source
from schemas.form import Entry, Form, FundsRow
from schemas.indicator import Schema
from schemas.quantity import ZERO


@dataclass(frozen=True, slots=True)
class Found:
    """All that the documents of one project say. ``department`` and ``project`` are empty where they do not say."""

    year: int | None
    department: str
    project: str
    forms: tuple[Form, ...]
    facts: tuple[Fact, ...]
    breakdowns: tuple[Breakdown, ...]


def find_case(documents: Sequence[Document], schema: Schema) -> Found:
    """Read the documents of one project together."""
    forms = [form for document in documents for form in find_forms(document)]
    year = year_of(documents, forms)
    project = project_of(documents, forms)
    names = Names(schema, forms)
    rows = [row.name.text for row, _ in names.row_ids()]
    dictionary = [name for each in schema.indicators.values() for name in each.names]
    owner = department_of(documents, forms)
    context = Context(
        names,
        Subjects(rows, dictionary),
        year,
        project,
        owner,
        short_names(documents, project, owner),
        called(documents),
    )
    facts: list[Fact] = []
    breakdowns: list[Breakdown] = []
    money = stages_by_amount(forms)
    for document in documents:
        said, tied = _read_document(document, forms, context, money)
        facts += said
        breakdowns += tied
    facts = which_budget(facts, forms)
    facts += _form_facts(forms, names)
    facts.sort(key=lambda fact: fact.order)
    return Found(year, owner, project, tuple(forms), tuple(facts), tuple(breakdowns))


def _read_document(
    document: Document, forms: Sequence[Form], context: Context, money: Mapping[Decimal, Set[Role]]
) -> tuple[list[Fact], list[Breakdown]]:
    facts: list[Fact] = []
    breakdowns: list[Breakdown] = []
    for passage in _passages(document, forms):
        said, tied = read_prose(passage, context)
        facts += said
        breakdowns += tied
    facts, breakdowns = parts_are_no_totals(without_kinds(facts, document), breakdowns)
    facts, breakdowns = without_contracts(facts, breakdowns)
    facts, swaps = with_item_scope(document, facts)
    breakdowns = [swapped(each, swaps) for each in breakdowns]
    breakdowns += section_breakdowns(document, facts, reported=bool(forms))
    breakdowns += list_breakdowns(document, facts)
    breakdowns += source_breakdowns(document, facts, breakdowns)
    facts, breakdowns = in_known_stages(facts, breakdowns, money)
    facts, breakdowns = parts_have_the_role_of_their_total(facts, breakdowns)
    for table in document.tables():
        if not any(form.covers(table.anchor) for form in forms):
            facts += table_facts(table)
    return facts, _once(each for each in breakdowns if not _told_again(each))


def _told_again(breakdown: Breakdown) -> bool:
    """Whether one of several parts is the total itself, said once more."""
    values = [part.quantity.value or ZERO for part in breakdown.parts]
    return sum(map(bool, values)) > 1 and min(values) >= 0 and breakdown.total.quantity.value in values


def _once(breakdowns: Iterable[Breakdown]) -> list[Breakdown]:
    """A list that its sentence and its numbering both tie is one list."""
    first: dict[tuple[Fact, frozenset[Fact]], Breakdown] = {}
    for each in breakdowns:
        first.setdefault((each.total, frozenset(each.parts)), each)
    return [*first.values()]


def _passages(document: Document, forms: Sequence[Form]) -> Iterator[Passage]:
    """The running text, headings included, and the goal and result cells of the forms."""
    paths = {
        block: (section.path, section)
        for section in document.sections
        for block in range(section.first, section.last + 1)
    }
    for at, block in enumerate(document.blocks):
        if not isinstance(block, Paragraph):
            continue
        path, section = paths.get(at, ((), None))
        titles: list[str] = []
        while section is not None:
            titles.insert(0, section.title)
            section = document.sections[section.parent] if section.parent is not None else None
        yield Passage(block.text, block.anchor, Source.PROSE, path, tuple(titles))
    cells = {
        (c.anchor.block, c.anchor.row, c.anchor.col): c for table in document.tables() for c in table.cells()
    }
    for form in forms:
        for entries, source in ((form.goals, Source.GOAL), (form.results, Source.RESULT)):
            for entry in entries:
                cell = cells.get((entry.anchor.block, entry.anchor.row, entry.anchor.col))
                if entry.anchor.path == document.path and cell is not None:
                    yield Passage(cell.text, cell.anchor, source)


# -- the form -------------------------------------------------------------------------------------

_ROW_ROLES = {"target": Role.TARGET, "actual": Role.ACTUAL, "weight": Role.WEIGHT, "score": Role.SCORE}


def _form_facts(forms: Sequence[Form], names: Names) -> Iterator[Fact]:
    own = next((label(form.project.text) for form in forms if form.project is not None), "")
    for number, form in enumerate(forms, 1):
        other = form.project is not None and label(form.project.text) != own
        of_form = f"form:{number}:" if other else ""  # money of another project is never this one's
        for row in form.funds:
            key = "budget" if row.row == "total" else f"funds:{row.row}"
            yield from _money_facts(row, f"{of_form}{key}", total=row.row == "total")
        for at, row in enumerate(form.details, 1):
            yield from _money_facts(row, f"form:{number}:item:{at}", total=False)
        for total, role, subject in (
            (form.total_weight, Role.WEIGHT, "分值合计"),
            (form.total_score, Role.SCORE, "自评总分"),
        ):
            if total is not None and total.quantity is not None:
                yield _entry_fact(total, role, subject, f"form:{role}")
    for indicator, key in names.row_ids():
        for column, role in _ROW_ROLES.items():
            cell = indicator.cells.get(column)
            if cell is not None and cell.quantity is not None:
                yield _entry_fact(cell, role, indicator.name.text, key)


def _money_facts(row: FundsRow, key: str, *, total: bool) -> Iterator[Fact]:
    for column, entry in row.cells.items():
        role = FUNDS_ROLES.get(column)
        if role is not None and entry.quantity is not None:
            yield _entry_fact(entry, role, row.label.text, f"{key}:{role if total else column}", exact=True)


def _entry_fact(entry: Entry, role: Role, subject: str, indicator: str, *, exact: bool = False) -> Fact:
    assert entry.quantity is not None  # noqa: S101  (callers looked)
    name = name_of(subject)
    return Fact(
        subject,
        entry.quantity,
        role,
        entry.anchor,
        Source.FORM,
        indicator,
        core=name.core,
        traits=name.traits,
        exact=exact,
        why="自评表栏目",
    )
