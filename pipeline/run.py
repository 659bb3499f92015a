"""What one audit came to: every file, every case with everything the rules said, and how it was run."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from hashlib import sha256

from pipeline.rulebook import Case
from schemas.document import Document
from schemas.finding import Evidence, Finding, Outcome, Severity

PROBLEMS = (Outcome.DIFFERS, Outcome.REVIEW)
SHORT = 10  # hex digits of a fingerprint that people quote


class Status(StrEnum):
    """How far a file was read. The values are those of files.csv."""

    PARSED = "parsed"
    PARTIAL = "partial"
    FAILED = "failed"
    SKIPPED = "skipped"

    @property
    def words(self) -> str:
        """As reviewers say it."""
        return {"parsed": "已读取", "partial": "部分读取", "failed": "未读取", "skipped": "已跳过"}[self]


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file below the audited directory; ``reason`` is a sentence wherever ``status`` is not parsed."""

    path: str
    status: Status
    reason: str = ""
    sha256: str = ""
    bytes: int = 0
    format: str = ""
    pages: int = 0
    tables: int = 0
    remedy: str = ""  # what the department can do about it
    instead: str = ""  # the path of the later version that is checked in its place


@dataclass(frozen=True, slots=True)
class CaseAudit:
    """A case and everything the rules said of it, all outcomes.

    ``elsewhere``: the documents of other cases that findings across documents quote.
    """

    case: Case
    findings: tuple[Finding, ...]
    elsewhere: tuple[Document, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """Everything a report may show. What differs between two equal runs stands in ``timing`` alone."""

    files: tuple[FileRow, ...]
    audits: tuple[CaseAudit, ...]
    documents: tuple[Document, ...] = ()  # all that were read, superseded versions too
    versions: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, object] = field(default_factory=dict)
    timing: Mapping[str, object] = field(default_factory=dict)
    broken: tuple[str, ...] = ()  # our own bugs, project by project
    notes: tuple[str, ...] = ()  # on what was not compared: reports apart from forms, last year's results

    def unread(self) -> list[FileRow]:
        """Files that were not read, or not fully."""
        return [row for row in self.files if row.status in (Status.PARTIAL, Status.FAILED)]

    def outcomes(self) -> Counter[Outcome]:
        """How many checks came to what."""
        return Counter(finding.outcome for audit in self.audits for finding in audit.findings)


@dataclass(frozen=True, slots=True)
class Record:
    """One finding with its case and, where it is a problem, the fingerprint by which people waive it.

    ``root``: the fingerprint of the finding that the same wrong figure explains and that is told first; empty for that one.
    ``elsewhere``: documents of other cases that it may quote.
    """

    case: Case
    finding: Finding
    fingerprint: str = ""
    root: str = ""
    elsewhere: tuple[Document, ...] = ()

    @property
    def document(self) -> str:
        """The file it speaks of; where nothing is quoted, the first of the case."""
        return self.finding.document or (self.case.documents[0].path if self.case.documents else "")

    @property
    def quoted(self) -> tuple[Document, ...]:
        """Where its quotes may stand."""
        return (*self.case.documents, *self.elsewhere)

    @property
    def severity(self) -> Severity:
        """Never unknown: a finding that nobody graded is shown as the worst."""
        return self.finding.severity or Severity.ERROR


def checks(run: Run) -> list[Record]:
    """Everything every rule said, sorted by department, project, document, rule and place."""
    records = [
        Record(audit.case, finding, elsewhere=audit.elsewhere)
        for audit in run.audits
        for finding in audit.findings
    ]
    return sorted(records, key=lambda r: (*_whose(r), r.finding.rule, _where(r.finding)))


def problems(run: Run) -> list[Record]:
    """The findings proper, sorted by department, project, document, severity and place, with fingerprints and roots."""
    found = [record for record in checks(run) if record.finding.outcome in PROBLEMS]
    found.sort(key=lambda r: (*_whose(r), list(Severity).index(r.severity), _where(r.finding)))
    return _beside_roots(_rooted(_fingerprinted(found)))


def _rooted(records: list[Record]) -> list[Record]:
    """Records of one case that one figure explains, each with the root that tells of it: the worst, the first by then.

    What only follows (a goal missed because its result lost a digit) is no root.
    """
    groups: dict[tuple[int, str], list[Record]] = {}
    for record in records:
        if record.finding.cause:
            groups.setdefault((id(record.case), record.finding.cause), []).append(record)
    roots: dict[str, str] = {}
    for group in groups.values():
        first = min(group, key=lambda r: (list(Severity).index(r.severity), not r.finding.accuses))
        roots |= {r.fingerprint: first.fingerprint for r in group if r is not first}
    return [replace(record, root=roots.get(record.fingerprint, "")) for record in records]


def _beside_roots(records: list[Record]) -> list[Record]:
    """In the order given, but what has its root in the same document stands right behind it."""
    documents = {record.fingerprint: record.document for record in records}
    behind: dict[str, list[Record]] = {}
    for record in records:
        if record.root and documents[record.root] == record.document:
            behind.setdefault(record.root, []).append(record)
    moved = {record.fingerprint for group in behind.values() for record in group}
    return [
        each
        for record in records
        if record.fingerprint not in moved
        for each in (record, *behind.get(record.fingerprint, ()))
    ]


def _whose(record: Record) -> tuple[str, str, str]:
    return (record.case.department, record.case.project, record.document)


def _where(finding: Finding) -> tuple[object, ...]:
    order = finding.evidence[0].anchor.order if finding.evidence else (-1, 0, 0, 0)
    return (order, finding.rule, finding.subject, finding.message)


def _fingerprinted(records: list[Record]) -> list[Record]:
    """Give each its fingerprint. Equal statements are told apart by counting, in the order given."""
    given: list[Record] = []
    used: set[str] = set()
    for record in records:
        statement = _statement(record)
        copy = 1
        mark = _hash(statement)
        while mark[:SHORT] in used:
            copy += 1
            mark = _hash([*statement, str(copy)])
        used.add(mark[:SHORT])
        given.append(replace(record, fingerprint=mark))
    return given


def _hash(parts: list[str]) -> str:
    return sha256("\x1f".join(parts).encode("utf-8", "backslashreplace")).hexdigest()


def _statement(record: Record) -> list[str]:
    """What the finding states, without pages and offsets: it stays while the statement stays."""
    case, finding = record.case, record.finding
    year = finding.year if finding.year is not None else case.year
    operands = sorted("|".join(_operand(each, finding)) for each in finding.evidence)
    return [finding.rule, case.department, case.project, str(year), *(operands or [finding.subject])]


def _operand(evidence: Evidence, finding: Finding) -> tuple[str, ...]:
    fact = evidence.fact
    quantity = evidence.quantity
    value = None if quantity is None else quantity.value
    if value is not None:
        said = format(value.normalize(), "f")
    else:
        said = re.sub(r"\s+", "", quantity.raw if quantity else evidence.anchor.quote)
    if fact is None:
        return (finding.indicator or finding.subject, "", "", evidence.role, said)
    period = "" if fact.period is None else str(fact.period)
    return (fact.indicator or fact.subject, period, str(fact.scope), evidence.role, said)
