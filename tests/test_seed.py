"""The real report: everything its reviewers marked is found, nothing they cleared is accused, what ties is said to tie."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from pipeline.audit import Options, audit_file
from pipeline.run import Run
from schemas.finding import Finding, Outcome, Severity

FORMS = ("report.md", "report.docx", "report.pdf", "report.doc")
LOUD = (Severity.ERROR, Severity.WARNING)
MOST_OTHERS = 6


@dataclass(frozen=True)
class Seen:
    """A finding with its operands as printed."""

    finding: Finding
    operands: tuple[str, ...]
    quotes: str


@cache
def run_on(path: Path) -> Run:
    return audit_file(path, Options(workers=1))


@pytest.fixture(params=FORMS)
def report(request: pytest.FixtureRequest, shared: Path, needs: Callable[[str], str]) -> Path:
    """The report in each of its forms; the old one asks for LibreOffice."""
    if request.param.endswith(".doc"):
        needs("soffice")
    return shared / "seed" / str(request.param)


def seen(path: Path) -> list[Seen]:
    found = []
    for audit in run_on(path).audits:
        for finding in audit.findings:
            operands = [
                f"{e.quantity.number:f}"
                for e in finding.evidence
                if e.quantity and e.quantity.number is not None
            ]
            quotes = " ".join(e.anchor.quote for e in finding.evidence)
            found.append(Seen(finding, tuple(operands), quotes))
    return found


def gold(shared: Path, kind: str) -> list[dict[str, object]]:
    lines = (shared / "seed" / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    return [each for line in lines if (each := json.loads(line))["kind"] == kind]


def is_said(each: Seen) -> bool:
    return each.finding.outcome in (Outcome.DIFFERS, Outcome.REVIEW)


def matches(defect: dict[str, object], each: Seen) -> bool:
    numbers = set(map(str, defect["numbers"]))  # type: ignore[call-overload]
    needle = str(defect.get("needle", ""))
    return (bool(numbers) and numbers <= set(each.operands)) or (bool(needle) and needle in each.quotes)


def assign(defects: list[dict[str, object]], findings: list[Seen]) -> dict[str, Seen]:
    """One finding per defect, the one with the fewest other operands first."""
    taken: set[int] = set()
    found: dict[str, Seen] = {}
    for defect in sorted(defects, key=lambda each: -len(str(each["numbers"]))):
        severity = Severity(str(defect["severity"]))
        fits = [
            i
            for i, each in enumerate(findings)
            if i not in taken and each.finding.severity is severity and matches(defect, each)
        ]
        if fits:
            best = min(fits, key=lambda i: len(findings[i].operands))
            taken.add(best)
            found[str(defect["id"])] = findings[best]
    return found


def test_every_error_and_warning_is_found(report: Path, shared: Path) -> None:
    defects = gold(shared, "defect")
    found = assign(defects, [each for each in seen(report) if is_said(each)])
    assert {str(each["id"]) for each in defects} - set(found) == set()


def test_no_trap_is_accused(report: Path, shared: Path) -> None:
    also_defect = [sorted(map(str, each["numbers"])) for each in gold(shared, "defect")]  # type: ignore[call-overload]
    loud = [sorted(each.operands) for each in seen(report) if is_said(each) and each.finding.severity in LOUD]
    for trap in gold(shared, "trap"):
        numbers = sorted(map(str, trap["numbers"]))  # type: ignore[call-overload]
        assert numbers in also_defect or numbers not in loud, trap


def test_what_ties_is_said_to_tie(report: Path, shared: Path) -> None:
    passed = {each.finding.formula for each in seen(report) if each.finding.outcome is Outcome.AGREES}
    assert {str(each["formula"]) for each in gold(shared, "pass")} - passed == set()


def test_little_else_is_said_aloud(report: Path, shared: Path) -> None:
    loud = [each for each in seen(report) if is_said(each) and each.finding.severity in LOUD]
    expected = assign(gold(shared, "defect"), loud)
    others = [each.finding for each in loud if each not in expected.values()]
    assert len(others) <= MOST_OTHERS, [f"{each.rule} {each.message}" for each in others]


def said(path: Path) -> list[tuple[str, Outcome, str]]:
    return sorted((e.finding.rule, e.finding.outcome, e.finding.formula) for e in seen(path))


def test_every_form_says_the_same(report: Path, shared: Path) -> None:
    assert said(report) == said(shared / "seed" / "report.docx")


def test_the_old_form_holds_the_same_facts_in_the_same_places(
    shared: Path, needs: Callable[[str], str]
) -> None:
    needs("soffice")
    facts = [
        [
            (
                f.subject,
                f.indicator,
                f.role,
                f.quantity,
                f.period,
                f.scope,
                f.anchor.order,
                f.anchor.quote,
                f.anchor.section,
            )
            for f in audit.case.facts
        ]
        for name in ("report.docx", "report.doc")
        for audit in run_on(shared / "seed" / name).audits
    ]
    assert len(facts) == 2
    assert facts[0] == facts[1]
