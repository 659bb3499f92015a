"""Every case in tests/rules: a report in miniature, and what one rule must make of it.

``outcome`` is the gravest that the rule comes to; empty means that it says nothing but 不适用. ``severity`` and ``says``
(a regular expression) are those of a finding with that outcome, ``formula`` is exactly its formula. ``limits`` is what a
bureau's own file of thresholds says.

A case of a rule across documents has ``submissions`` (a list of department, project, report, table), and where the rule asks
for them ``last_year`` (such a list, read back from the results of a run of its own) and ``reference`` (a CSV).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import pytest
import yaml

from extractors.reader import read
from pipeline.across import groups, joined
from pipeline.audit import case_of
from pipeline.last_year import last_year
from pipeline.reference import reference
from pipeline.report import write_reports
from pipeline.rulebook import Case, Rule, rulebook
from pipeline.run import CaseAudit, Run
from pipeline.submission import Submission
from schemas.finding import Finding, Outcome
from schemas.indicator import load_schema
from schemas.thresholds import bureau_thresholds

CASES = Path(__file__).parent / "rules"
KEYS = {"report", "table", "outcome", "severity", "says", "formula", "limits"}
ACROSS = {"submissions", "last_year", "reference"}
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
    submissions: tuple[dict[str, str], ...] = ()
    last_year: tuple[dict[str, str], ...] = ()
    reference: str = ""

    def __str__(self) -> str:
        return f"{self.rule}-{self.name}"


def expected() -> Iterator[Expected]:
    """Every case of every file."""
    for path in sorted(CASES.glob("*.yaml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        code = content.pop("rule")
        assert code == path.stem, f"{path.name} speaks of {code}"
        for name, case in content.items():
            unknown = set(case) - KEYS - ACROSS
            assert not unknown, f"{path.name} › {name}: {unknown}"
            given = {key: str(case.get(key) or "") for key in KEYS}
            yield Expected(
                code,
                name,
                **given,
                submissions=tuple(case.get("submissions") or ()),
                last_year=tuple(case.get("last_year") or ()),
                reference=case.get("reference") or "",
            )


def case_from(
    report: str, table: str, folder: Path, limits: str = "", department: str = "", project: str = ""
) -> Case:
    """The case of a report written down as text; ``table`` (tabs or pipes) stands below it; ``limits`` are the bureau's."""
    path = folder / "自评报告.md"
    path.write_text(
        "\n\n".join(filter(None, (report.rstrip("\n"), table.rstrip("\n")))) + "\n", encoding="utf-8"
    )
    own = folder / "本局.yaml"
    own.write_text(limits, encoding="utf-8")
    thresholds = bureau_thresholds(own) if limits else None
    name = "/".join(filter(None, (department, project, path.name)))
    return case_of(Submission(department, project, (read(path, name),)), thresholds)


def cases_from(given: Iterable[dict[str, str]], folder: Path, limits: str = "") -> list[Case]:
    """One case for each submission."""
    return [
        case_from(
            each.get("report") or "",
            each.get("table") or "",
            folder,
            limits,
            each["department"],
            each["project"],
        )
        for each in given
    ]


def groups_from(rule: Rule, case: Expected, folder: Path) -> list[Case]:
    """The groups that the submissions of a case make, with last year's results and the bureau's figures."""
    cases, known = cases_from(case.submissions, folder, case.limits), []
    if case.last_year:
        audits = tuple(CaseAudit(each, ()) for each in cases_from(case.last_year, folder))
        documents = tuple(document for audit in audits for document in audit.case.documents)
        write_reports(Run((), audits, documents), folder / "out")
        known += last_year(folder / "out", load_schema())
    if case.reference:
        (folder / "参照数.csv").write_text(case.reference, encoding="utf-8")
        known += reference(folder / "参照数.csv", load_schema())
    settled, _ = joined(cases, known)
    return list(groups(rule.by, [*cases, *settled]))


def cases_of(rule: Rule, case: Expected, folder: Path) -> list[Case]:
    """What the rule hears of a case of its YAML: one project, or the groups of several."""
    if rule.by:
        return groups_from(rule, case, folder)
    return [case_from(case.report, case.table, folder, case.limits)]


def hear(rule: Rule, case: Case) -> list[Finding]:
    """What the rule says, severities filled in."""
    return [replace(found, severity=found.severity or rule.severity) for found in rule.check(case)]


def as_expected(case: Expected, said: list[Finding]) -> bool:
    """Whether the gravest of what a rule said is what the case asks for, and every formula is true."""
    if not all(true_on_a_calculator(found.formula) for found in said if found.formula):
        return False
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
    said = [found for each in cases_of(rule, case, tmp_path) for found in hear(rule, each)]
    told = "\n".join(f"{found.outcome.words} {found.severity} {found.message}" for found in said)
    assert as_expected(case, said), told


def true_on_a_calculator(formula: str) -> bool:
    """Whether ``formula`` (240+300=540, 19.65<31, 5*330/400=4.13) is so; its right side may be rounded."""
    sides = re.split("(<=|>=|<|>|=)", formula)
    return all(
        _holds(left, sign, right)
        for left, sign, right in zip(sides[::2], sides[1::2], sides[2::2], strict=False)
    )


def _holds(left: str, sign: str, right: str) -> bool:
    a, b = _worked_out(left), _worked_out(right)
    if sign == "=":
        digits = len(right.rstrip("%").partition(".")[2])
        return abs(a - b) <= Fraction(1, 2 * 10**digits) / (100 if right.endswith("%") else 1)
    return {"<": a < b, ">": a > b, "<=": a <= b, ">=": a >= b}[sign]


def _worked_out(side: str) -> Fraction:
    exact = re.sub(r"(\d+(?:\.\d+)?)(%?)", lambda found: f"(F('{found[1]}')/{100 if found[2] else 1})", side)
    assert re.fullmatch(r"[-+*/().F'\d]+", exact), side
    return Fraction(eval(exact, {"F": Fraction}))  # noqa: S307  (digits and signs alone)


@pytest.mark.parametrize(
    ("formula", "so"),
    [
        ("240+300=540", True),
        ("240+300=541", False),
        ("1864.05/1864.05=100%", True),
        ("480/500=100%", False),
        ("5*330/400=4.13", True),
        ("19.65<31", True),
        ("66<=65", False),
        ("95=95=95", True),
    ],
)
def test_what_a_calculator_says(formula: str, *, so: bool) -> None:
    assert true_on_a_calculator(formula) is so


@pytest.mark.parametrize(
    "case",
    [each for each in expected() if each.rule in ("DUP302", "DUP304") and each.report and each.table],
    ids=str,
)
def test_the_form_may_lie_in_a_file_of_its_own(case: Expected, tmp_path: Path) -> None:
    [rule] = [each for each in rulebook() if each.code == case.rule]
    report, form = tmp_path / "自评报告.md", tmp_path / "自评表.md"
    report.write_text(case.report, encoding="utf-8")
    form.write_text(case.table, encoding="utf-8")
    documents = tuple(read(path, path.name) for path in (report, form))
    said = hear(rule, case_of(Submission("", "", documents)))
    assert as_expected(replace(case, says="", formula=""), said)
