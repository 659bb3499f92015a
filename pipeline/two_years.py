"""A case beside last year's of the same project: rows of the forms that bear the same name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from extractors.names import key_of
from pipeline.judging.statements import label_of
from pipeline.rulebook import Case, Origin
from schemas.fact import Fact, Role, Source

SPENT = f"budget:{Role.EXECUTED}"


class Results:
    """What last year's form says was done, by the name of the row; a name that two rows bear means neither.

    ``spent``: what the project spent, as the form says.
    """

    def __init__(self, last: Case) -> None:
        rows = [fact for fact in last.said(Role.ACTUAL) if fact.source is Source.FORM]
        money = (fact for fact in last.said(Role.EXECUTED) if fact.source is Source.FORM)
        self.spent = next((fact for fact in money if fact.indicator == SPENT), None)
        often = Counter(key_of(fact.subject) for fact in rows)
        self._rows = {key_of(fact.subject): fact for fact in rows if often[key_of(fact.subject)] == 1}

    def of(self, name: str) -> Fact | None:
        """The result of the row called ``name``."""
        return self._rows.get(key_of(name)) if name else None


def two_years(group: Case) -> Iterator[tuple[Case, Case]]:
    """Each submitted case of a group with that of the year before."""
    for last in group.of(Origin.LAST_YEAR):
        for case in group.of(Origin.SUBMITTED):
            if case.year is not None and last.year == case.year - 1:
                yield case, last


def row_names(case: Case) -> dict[str, str]:
    """What the form calls each of its rows, by their ids."""
    rows = (fact for fact in case.facts if fact.source is Source.FORM and fact.indicator)
    return {fact.indicator: label_of([fact], case.schema) for fact in rows}


def told(fact: Fact) -> str:
    """Where last year's figure stands, for people: 上年：市教育局/校舍维修/自评表.docx 表1 行5列6."""
    return f"{fact.anchor.path} {fact.anchor}"
