"""Findings, facts and tables as flat records with the field names of the output contract (design.md).

Numbers are decimal strings without exponent; nothing here is ever a float, except boxes in PDF points.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from pipeline.ledger import ledgers, standings
from pipeline.run import Record, Run
from schemas.document import Anchor, Document, Table
from schemas.fact import Fact
from schemas.finding import Evidence, Outcome
from schemas.quantity import Quantity, Unit
from schemas.relation import Relation

Row = dict[str, object]


def decimal(value: Decimal | None) -> str | None:
    """A decimal string without exponent, digits kept as they are.

    >>> decimal(Decimal("50.00")), decimal(Decimal("1E+3"))
    ('50.00', '1000')
    """
    return None if value is None else format(value, "f")


def plain(value: Decimal | None) -> str | None:
    """A decimal string without exponent and without trailing zeros: equal values are equal strings.

    >>> plain(Decimal("18640500.00")), plain(Decimal("-0.0"))
    ('18640500', '0')
    """
    if value is None:
        return None
    return format(value.normalize() if value else Decimal(0), "f")


def finding_row(record: Record) -> Row:
    """One line of findings.jsonl."""
    case, finding = record.case, record.finding
    return {
        "rule": finding.rule,
        "title": finding.title,
        "severity": str(record.severity),
        "verdict": str(finding.outcome),
        "department": case.department,
        "project": case.project,
        "document": record.document,
        "subject": finding.subject,
        "indicator": finding.indicator,
        "year": finding.year if finding.year is not None else case.year,
        "message": finding.message,
        "formula": finding.formula,
        "expected": decimal(finding.expected),
        "actual": decimal(finding.actual),
        "difference": decimal(finding.difference),
        "tolerance": decimal(finding.tolerance),
        "unit": finding.unit or None,
        "evidence": [evidence_row(each) for each in finding.evidence],
        "suspects": [
            {"evidence": each.evidence, "suggested": each.suggested, "reason": each.reason}
            for each in finding.suspects
        ],
        "root": record.root or None,
        "relations": [relation_row(each) for each in finding.relations],
        "basis": finding.basis,
        "suggestion": finding.suggestion,
        "confidence": None,
        "fingerprint": record.fingerprint,
    }


def check_row(record: Record) -> Row:
    """One line of checks.jsonl."""
    case, finding = record.case, record.finding
    return {
        "rule": finding.rule,
        "title": finding.title,
        "department": case.department,
        "project": case.project,
        "document": record.document,
        "outcome": str(finding.outcome),
        "subject": finding.subject,
        "indicator": finding.indicator,
        "formula": finding.formula,
        "message": finding.message,
        "evidence": [
            {"role": e.role, "document": e.anchor.path, "location": str(e.anchor), "quote": e.anchor.quote}
            for e in finding.evidence
        ],
    }


def relation_row(relation: Relation) -> Row:
    """What should hold among the evidence: scale·Πtimes·Σparts/Σover sign Σwhole+plus, indices with their signs."""
    return {
        "sign": str(relation.sign),
        "parts": [list(term) for term in relation.parts],
        "over": [list(term) for term in relation.over],
        "times": list(relation.times),
        "whole": [list(term) for term in relation.whole],
        "scale": str(relation.scale),
        "plus": str(relation.plus),
        "slack": str(relation.slack),
        "rounded": relation.rounded,
        "capped": relation.capped,
        "strict": relation.strict,
    }


def evidence_row(evidence: Evidence) -> Row:
    """One entry of a finding's evidence."""
    doubt = evidence.anchor.doubt or (evidence.quantity.doubt if evidence.quantity else "")
    return {"role": evidence.role, **_place(evidence.anchor), **_amount(evidence.quantity), "doubt": doubt}


def fact_rows(run: Run) -> Iterator[Row]:
    """The lines of facts.jsonl: every figure of every case, in reading order."""
    for audit in sorted(run.audits, key=lambda audit: (audit.case.department, audit.case.project)):
        for fact, standing in standings(audit):
            yield {
                **fact_row(fact, audit.case.department, audit.case.project, audit.case.year),
                "standing": str(standing),
            }


def document_rows(run: Run) -> Iterator[Row]:
    """The lines of documents.jsonl: every document that was checked.

    ``standing`` counts its figures by what became of them and adds up to ``figures``; ``unchecked`` says why nothing was
    checked, ``checks`` counts what was concluded by outcome, ``not_applicable`` lists the rules with nothing to look at.
    """
    for audit in sorted(run.audits, key=lambda audit: (audit.case.department, audit.case.project)):
        records = [Record(audit.case, finding) for finding in audit.findings]
        silent = [each.finding.rule for each in records if each.finding.outcome is Outcome.NOT_APPLICABLE]
        for ledger in ledgers(audit):
            outcomes = Counter(each.finding.outcome for each in records if each.document == ledger.path)
            yield {
                "document": ledger.path,
                "department": audit.case.department,
                "project": audit.case.project,
                "year": audit.case.year,
                "figures": ledger.figures,
                "standing": {str(each): count for each, count in ledger.standing.items()},
                "unchecked": {reason: len(facts) for reason, facts in ledger.unchecked.items()},
                "checks": {str(o): outcomes[o] for o in Outcome if o is not Outcome.NOT_APPLICABLE},
                "not_applicable": silent,
            }


def fact_row(fact: Fact, department: str = "", project: str = "", year: int | None = None) -> Row:
    """One line of facts.jsonl; ``low`` and ``high`` are what the words and the rounding leave possible."""
    possible = fact.quantity.interval(exact=fact.exact)
    return {
        **_place(fact.anchor),
        "department": department,
        "project": project,
        "year": year,
        "subject": fact.subject,
        "indicator": fact.indicator,
        "role": str(fact.role),
        **_amount(fact.quantity),
        "low": plain(possible.low),
        "high": plain(possible.high),
        "period": None if fact.period is None else str(fact.period),
        "period_stated": fact.stated,
        "scope": str(fact.scope),
        "source": str(fact.source),
        "linked_by": fact.why,
        "doubt": "；".join(filter(None, (fact.anchor.doubt, fact.quantity.doubt))),
    }


def text_rows(documents: tuple[Document, ...]) -> Iterator[Row]:
    """The lines of texts.jsonl: every paragraph as read."""
    for document in sorted(documents, key=lambda each: each.path):
        for paragraph in document.paragraphs():
            yield {**_place(paragraph.anchor), "quote": paragraph.text, "level": paragraph.level}


def table_rows(documents: tuple[Document, ...]) -> Iterator[Row]:
    """The lines of tables.jsonl: every table as read."""
    for document in sorted(documents, key=lambda each: each.path):
        for table in document.tables():
            yield table_row(document, table)


def table_row(document: Document, table: Table) -> Row:
    """One table; ``spans`` lists merged cells as [row, column, rowspan, colspan], 1-based."""
    return {
        "document": document.path,
        "location": str(table.anchor),
        "page": table.anchor.page,
        "table": table.anchor.table,
        "sheet": table.anchor.sheet or None,
        "cell": table.anchor.address or None,
        "bbox": _bbox(table.anchor),
        "caption": table.caption,
        "rows": table.texts(),
        "spans": [
            [cell.row, cell.col, cell.rowspan, cell.colspan]
            for cell in table.cells()
            if cell.rowspan > 1 or cell.colspan > 1
        ],
        "doubt": table.doubt,
        "doubtful": [[cell.row, cell.col, cell.doubt] for cell in table.cells() if cell.doubt],
    }


def _place(anchor: Anchor) -> Row:
    return {
        "document": anchor.path,
        "location": str(anchor),
        "page": anchor.page,
        "table": anchor.table,
        "row": anchor.row,
        "column": anchor.col,
        "sheet": anchor.sheet or None,
        "cell": anchor.address or None,
        "bbox": _bbox(anchor),
        "quote": anchor.quote,
    }


def _bbox(anchor: Anchor) -> list[float] | None:
    return None if anchor.bbox is None else [round(edge, 2) for edge in anchor.bbox]


def _amount(quantity: Quantity | None) -> Row:
    if quantity is None:
        return {"value": None, "unit": None, "normalised": None}
    return {
        "value": decimal(quantity.number),
        "unit": _unit(quantity.unit),
        "normalised": plain(quantity.value),
    }


def _unit(unit: Unit) -> str | None:
    return unit.name or None
