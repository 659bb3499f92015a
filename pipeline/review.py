"""What the reviewer's page shows, arranged by department, project and document. No markup here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from pipeline.context import Around, around, passage, row_label
from pipeline.ledger import Ledger, ledgers
from pipeline.rows import decimal, plain
from pipeline.rulebook import Case
from pipeline.run import SHORT, CaseAudit, Record, Run, problems
from schemas.document import Document
from schemas.fact import Role
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.quantity import Quantity

_ROLES: dict[str, str] = {
    "total": "合计",
    "part": "分项",
    "mention": "表述",
    "text": "原文",
    "label": "名称",
    "whole": "总体",
    "subset": "其中",
    "superset": "总体",
    "numerator": "分子",
    "denominator": "分母",
    "goal": "目标",
    "explanation": "说明",
    **{role: role.words for role in Role},
}
MOST_DOUBTED = 5  # of more suspects than these a reader learns nothing
_MARKS = "①②③④⑤"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a snip. ``role`` is empty for the words around the quotes."""

    text: str
    role: str = ""
    suspected: bool = False


@dataclass(frozen=True, slots=True)
class Snip:
    """Figures of one paragraph or cell in their words: ``row`` is what its table row calls itself."""

    roles: str  # 合计、分项×3
    document: str
    place: str
    row: str
    pieces: tuple[Piece, ...]
    converted: str  # the value in base units, where one figure was written in others
    suspected: bool


@dataclass(frozen=True, slots=True)
class Doubted:
    """A figure that is probably wrong: what is printed where, and what it would have to be."""

    printed: str
    place: str
    suggested: str
    reason: str

    @classmethod
    def all_of(cls, finding: Finding) -> Iterator[Doubted]:
        """The suspects of a finding, in its order."""
        for each in finding.suspects:
            anchor = finding.evidence[each.evidence].anchor
            place = str(anchor) if anchor.path == finding.document else f"{anchor.path} {anchor}"
            yield cls("".join(anchor.quote.split()), place, each.suggested, each.reason)

    def __str__(self) -> str:
        meant = f"→{self.suggested}？" if self.suggested else ""
        reason = f"（{self.reason}）" if self.reason else ""
        return f"{self.printed}（{self.place}）{meant}{reason}"


def doubts(finding: Finding) -> str:
    """Its suspects in one line, numbered where there are several; of more than a few only how many."""
    told = [str(each) for each in Doubted.all_of(finding)]
    if len(told) > MOST_DOUBTED:
        return f"{len(told)}个数都有可能，无法断定是哪一个"
    return (
        "".join(f"{mark}{each}" for mark, each in zip(_MARKS, told, strict=False))
        if len(told) > 1
        else "".join(told)
    )


@dataclass(frozen=True, slots=True)
class Card:
    """One finding with all that is needed to check it with a pocket calculator."""

    fingerprint: str
    severity: Severity
    verdict: Outcome
    finding: Finding
    department: str
    year: int | None
    snips: tuple[Snip, ...]
    figures: tuple[tuple[str, str], ...]  # label, number with unit
    suspects: tuple[Doubted, ...]
    root: str = ""  # the finding that the same figure explains and that stands before this one
    follow: tuple[str, ...] = ()  # those that have this one for their root


@dataclass(frozen=True, slots=True)
class Line:
    """One check that raised no finding."""

    finding: Finding
    document: str
    places: tuple[tuple[str, str], ...]  # quote, place


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that was read and never checked."""

    document: str
    place: str
    around: Around
    subject: str


@dataclass(frozen=True, slots=True)
class Project:
    """One case on the page."""

    name: str
    year: int | None
    key: str  # for links inside the page
    documents: tuple[str, ...]
    by_document: tuple[tuple[str, tuple[Card, ...]], ...]
    agreed: tuple[Line, ...]
    unclear: tuple[Line, ...]
    ledgers: tuple[Ledger, ...]
    unchecked: tuple[tuple[str, tuple[Figure, ...]], ...]  # why nothing was checked, and the figures
    not_applicable: tuple[Finding, ...]

    @property
    def figures(self) -> int:
        """How many figures were read in all its documents."""
        return sum(book.figures for book in self.ledgers)

    @property
    def unchecked_figures(self) -> int:
        """How many of them nothing was checked against."""
        return sum(len(figures) for _, figures in self.unchecked)

    def count(self, severity: Severity) -> int:
        """How many findings are this bad."""
        return sum(card.severity is severity for _, cards in self.by_document for card in cards)


@dataclass(frozen=True, slots=True)
class Department:
    """The projects of one department."""

    name: str
    projects: tuple[Project, ...]

    def cards(self) -> Iterator[Card]:
        """Every finding, as shown."""
        for project in self.projects:
            for _, cards in project.by_document:
                yield from cards


def departments(run: Run) -> list[Department]:
    """Everything the page shows, in the order of the names."""
    ordered = sorted(run.audits, key=lambda audit: _whose(audit.case))
    by_case: dict[int, list[Record]] = {}
    for record in problems(run):
        by_case.setdefault(id(record.case), []).append(record)
    projects = [
        (audit.case.department, _project(audit, by_case.get(id(audit.case), []), f"p{count}"))
        for count, audit in enumerate(ordered, 1)
    ]
    return [
        Department(name or "未注明部门", tuple(project for _, project in group))
        for name, group in groupby(projects, key=lambda pair: pair[0])
    ]


def _whose(case: Case) -> tuple[str, str, str]:
    return (case.department, case.project, case.documents[0].path if case.documents else "")


def _project(audit: CaseAudit, records: Sequence[Record], key: str) -> Project:
    case = audit.case
    follow: dict[str, list[str]] = {}
    for record in records:
        if record.root:
            follow.setdefault(record.root, []).append(record.fingerprint[:SHORT])
    by_document = tuple(
        (document, tuple(_card(record, follow.get(record.fingerprint, ())) for record in group))
        for document, group in groupby(records, key=lambda record: record.document)
    )
    books = ledgers(audit)
    return Project(
        name=case.project or "未注明项目",
        year=case.year,
        key=key,
        documents=tuple(document.path for document in case.documents),
        by_document=by_document,
        agreed=_lines(audit, Outcome.AGREES),
        unclear=_lines(audit, Outcome.UNCLEAR),
        ledgers=tuple(books),
        unchecked=tuple(_unchecked(books, case)),
        not_applicable=tuple(f for f in audit.findings if f.outcome is Outcome.NOT_APPLICABLE),
    )


def _unchecked(books: Sequence[Ledger], case: Case) -> Iterator[tuple[str, tuple[Figure, ...]]]:
    """The figures of all documents that nothing was checked against, by why."""
    for reason in dict.fromkeys(reason for book in books for reason in book.unchecked):
        yield (
            reason,
            tuple(
                Figure(f.anchor.path, str(f.anchor), around(f.anchor, case.documents, 24), f.subject)
                for book in books
                for f in book.unchecked.get(reason, ())
            ),
        )


def _lines(audit: CaseAudit, outcome: Outcome) -> tuple[Line, ...]:
    return tuple(
        Line(finding, finding.document, tuple((e.anchor.quote, str(e.anchor)) for e in finding.evidence))
        for finding in audit.findings
        if finding.outcome is outcome
    )


def _card(record: Record, follow: Sequence[str]) -> Card:
    finding, case = record.finding, record.case
    return Card(
        fingerprint=record.fingerprint[:SHORT],
        severity=record.severity,
        verdict=finding.outcome,
        finding=finding,
        department=case.department or "未注明部门",
        year=finding.year if finding.year is not None else case.year,
        snips=tuple(_snips(finding, record.quoted)),
        figures=tuple(_figures(finding)),
        suspects=tuple(Doubted.all_of(finding)),
        root=record.root[:SHORT],
        follow=tuple(follow),
    )


def _snips(finding: Finding, documents: Sequence[Document]) -> Iterator[Snip]:
    few = len(finding.suspects) <= MOST_DOUBTED
    suspected = {each.evidence for each in finding.suspects if few}
    for group in _together(finding.evidence):
        anchors = [finding.evidence[index].anchor for index in group]
        pieces = tuple(
            Piece(text)
            if at is None
            else Piece(text, _role(finding.evidence[group[at]]), group[at] in suspected)
            for text, at in passage(anchors, documents)
        )
        alone = finding.evidence[group[0]].quantity if len(group) == 1 else None
        roles = Counter(_role(finding.evidence[index]) for index in group)
        yield Snip(
            roles="、".join(role if count == 1 else f"{role}×{count}" for role, count in roles.items()),
            document=anchors[0].path,
            place=str(anchors[0]),
            row=row_label(anchors[0], documents),
            pieces=pieces,
            converted=_converted(alone),
            suspected=any(index in suspected for index in group),
        )


def _together(evidence: Sequence[Evidence]) -> list[list[int]]:
    """Indices of evidence, those of one paragraph or cell together from left to right unless they overlap."""
    groups: list[list[int]] = []
    for index in sorted(range(len(evidence)), key=lambda i: evidence[i].anchor.start):
        anchor = evidence[index].anchor
        for group in groups:
            last = evidence[group[-1]].anchor
            same = (last.path, *last.order[:3]) == (anchor.path, *anchor.order[:3])
            if same and last.end <= anchor.start < anchor.end:
                group.append(index)
                break
        else:
            groups.append([index])
    return sorted(groups, key=min)


def _role(evidence: Evidence) -> str:
    return _ROLES.get(evidence.role, evidence.role)


def _converted(quantity: Quantity | None) -> str:
    """The value in base units, with commas, where it was written in others (1864.05万元 = 18,640,500元)."""
    if quantity is None or quantity.value is None or quantity.unit.factor == 1:
        return ""
    whole, point, rest = (plain(quantity.value) or "").partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    return f"{sign}{int(digits):,}{point}{rest}{quantity.unit.base}"


def _figures(finding: Finding) -> Iterator[tuple[str, str]]:
    roles = {evidence.role for evidence in finding.evidence}
    expected, actual = ("一处", "另一处") if roles == {"mention"} else ("应为", "所填")
    if "part" in roles:
        expected = "算得"
    named = (
        (expected, finding.expected),
        (actual, finding.actual),
        ("相差", finding.difference),
        ("容差", finding.tolerance or None),
    )
    for name, value in named:
        if value is not None:
            yield name, f"{decimal(value)}{finding.unit}"
