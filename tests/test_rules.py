"""Every case in tests/rules: a report in miniature, and what one rule must make of it.

``outcome`` is the gravest that the rule comes to; empty means that it says nothing but 不适用. ``severity`` and ``says``
(a regular expression) are those of a finding with that outcome, ``formula`` is exactly its formula. ``limits`` is what a
bureau's own file of thresholds says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import yaml

from extractors.reader import read
from pipeline.audit import case_of
from pipeline.rulebook import Case, Rule, rulebook
from pipeline.submission import Submission
from schemas.finding import Finding, Outcome
from schemas.thresholds import bureau_thresholds

CASES = Path(__file__).parent / "rules"
KEYS = {"report", "table", "outcome", "severity", "says", "formula", "limits"}
GRAVEST_FIRST = (Outcome.DIFFERS, Outcome.REVIEW, Outcome.UNCLEAR, Outcome.AGREES)


@dataclass(frozen=True)
class Expected:
    """One case of the YAML."""

    rule: str
    name: str
    report: str
    table: str
    outcome: str
    severity: str
    says: str
    formula: str
    limits: str

    def __str__(self) -> str:
        return f"{self.rule}-{self.name}"


def expected() -> Iterator[Expected]:
    """Every case of every file."""
    for path in sorted(CASES.glob("*.yaml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        code = content.pop("rule")
        assert code == path.stem, f"{path.name} speaks of {code}"
        for name, case in content.items():
            unknown = set(case) - KEYS
            assert not unknown, f"{path.name} › {name}: {unknown}"
            given = {key: str(case.get(key) or "") for key in KEYS}
            yield Expected(rule=code, name=name, **given)


def case_from(report: str, table: str, folder: Path, limits: str = "") -> Case:
    """The case of a report written down as text; ``table`` (tabs or pipes) stands below it; ``limits`` are the bureau's."""
    path = folder / "自评报告.md"
    path.write_text(
        "\n\n".join(filter(None, (report.rstrip("\n"), table.rstrip("\n")))) + "\n", encoding="utf-8"
    )
    own = folder / "本局.yaml"
    own.write_text(limits, encoding="utf-8")
    thresholds = bureau_thresholds(own) if limits else None
    return case_of(Submission("", "", (read(path, path.name),)), thresholds)


def hear(rule: Rule, case: Case) -> list[Finding]:
    """What the rule says, severities filled in."""
    return [replace(found, severity=found.severity or rule.severity) for found in rule.check(case)]


def as_expected(case: Expected, said: list[Finding]) -> bool:
    """Whether the gravest of what a rule said is what the case asks for."""
    heard = {found.outcome for found in said}
    gravest = next((outcome for outcome in GRAVEST_FIRST if outcome in heard), None)
    if (gravest.words if gravest else "") != case.outcome:
        return False
    return gravest is None or any(
        found.outcome is gravest
        and (not case.severity or (found.severity and found.severity.words == case.severity))
        and (not case.says or re.search(case.says, found.message))
        and (not case.formula or found.formula == case.formula)
        for found in said
    )


@pytest.mark.parametrize("case", list(expected()), ids=str)
def test_case(case: Expected, tmp_path: Path) -> None:
    [rule] = [each for each in rulebook() if each.code == case.rule]
    said = hear(rule, case_from(case.report, case.table, tmp_path, case.limits))
    told = "\n".join(f"{found.outcome.words} {found.severity} {found.message}" for found in said)
    assert as_expected(case, said), told
