"""The door for rules: a rule looks at one Case and says what it found, agreement included."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from functools import cache, lru_cache

from schemas.collect import collect
from schemas.document import RECOGNISED, Document
from schemas.fact import Breakdown, Fact, Role
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.form import Form
from schemas.indicator import Schema
from schemas.thresholds import Thresholds, load_thresholds


class Origin(StrEnum):
    """Where what a case says comes from."""

    SUBMITTED = "报送材料"
    LAST_YEAR = "上年结果"  # the results of the run a year before
    BUREAU = "财政部门掌握的数"


# Equal to itself alone: what several rules need of it is worked out once.
@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """All that a rule may see: the documents of one project, its forms, and the facts found in both.

    For a rule across documents it is one group: ``members`` are the cases it was made of, each with only what has the key
    in common, and the other fields hold theirs together. A group has at least one submitted member.
    """

    department: str
    project: str
    year: int | None
    documents: tuple[Document, ...]
    forms: tuple[Form, ...]
    facts: tuple[Fact, ...]
    breakdowns: tuple[Breakdown, ...]
    schema: Schema
    thresholds: Thresholds = field(default_factory=load_thresholds)
    origin: Origin = Origin.SUBMITTED
    members: tuple[Case, ...] = ()

    def of(self, origin: Origin) -> list[Case]:
        """The members that come from there, in the order of their names."""
        return [member for member in self.members if member.origin is origin]

    @property
    def wholes(self) -> dict[Fact, Fact]:
        """What each part of a breakdown is a part of."""
        return _wholes(self)

    def said(self, *roles: Role) -> list[Fact]:
        """The facts of these roles, in reading order."""
        return [fact for fact in self.facts if fact.role in roles]


@lru_cache(maxsize=1)
def _wholes(case: Case) -> dict[Fact, Fact]:
    return {part: each.total for each in case.breakdowns for part in each.parts}


MOST_DOUBTS = 3  # told in one message
OF_LAYOUT = re.compile("空白|换行")  # what the layout put into a number, not the author: the figure stands

Check = Callable[[Case], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with its papers: ``basis`` is the clause it stands on, ``covers`` the rows of schemas/catalogue.yaml it decides.

    ``by`` is empty for a rule on one project; for a rule across documents it names the key by which cases are grouped
    (the names that there are: `pipeline.across`), and its Case is one group.
    """

    code: str
    title: str
    severity: Severity
    basis: str
    check: Check
    covers: tuple[str, ...] = ()
    by: tuple[str, ...] = ()

    @property
    def manual(self) -> str:
        """The docstring, which `gouji explain CODE` prints."""
        return _manual(self.check)

    @property
    def limits(self) -> list[str]:
        """The keys of schemas/thresholds.yaml that the manual names: what a bureau may set otherwise."""
        named = set(re.findall(r"[a-z]+(?:_[a-z]+)*", self.manual))
        return [key.name for key in fields(Thresholds) if key.name in named]

    @property
    def silent(self) -> str:
        """When there is nothing to look at, in the words of the manual."""
        found = re.search("^不适用 +(.+)$", self.manual, re.MULTILINE)
        return found[1] if found else "没有可核对的内容"

    @property
    def claim(self) -> str:
        """What must hold, in the first sentence of the manual."""
        return self.manual.partition("\n\n")[0].replace("\n", "")


@cache  # asked of every silent rule in every case
def _manual(check: Check) -> str:
    return inspect.getdoc(check) or ""


_RULES: dict[str, Rule] = {}


def rule(
    code: str,
    title: str,
    *,
    severity: Severity,
    basis: str,
    covers: tuple[str, ...] = (),
    by: tuple[str, ...] = (),
) -> Callable[[Check], Check]:
    """Register the decorated function as rule ``code``. Codes are stable and never reused."""

    def register(function: Check) -> Check:
        if code in _RULES:
            raise ValueError(f"two rules called {code}")
        _RULES[code] = Rule(code, title, severity, basis, function, covers, by)
        return function

    return register


def rulebook() -> list[Rule]:
    """Every rule, by code."""
    collect("pipeline.rules")
    return [_RULES[code] for code in sorted(_RULES)]


def confront(case: Case) -> list[Finding]:
    """Everything every rule on one project has to say about ``case``, by rule, then in reading order.

    A rule that looked and found nothing to judge gives one NOT_APPLICABLE, so that silence can be told from agreement.
    """
    findings: list[Finding] = []
    for each in rulebook():
        if not each.by:
            findings += heard(each, case) or [nothing_to_check(each)]
    return findings


def heard(rule: Rule, case: Case) -> list[Finding]:
    """What ``rule`` says of ``case`` in reading order, with the papers of the rule."""
    return [_asked(_with_papers(finding, rule)) for finding in sorted(rule.check(case), key=reading_order)]


def nothing_to_check(rule: Rule) -> Finding:
    """What stands for a rule that found nothing to judge."""
    return _with_papers(Finding(Outcome.NOT_APPLICABLE, rule.title, rule.silent), rule)


def _with_papers(finding: Finding, rule: Rule) -> Finding:
    severity = finding.severity or rule.severity
    return replace(finding, rule=rule.code, title=rule.title, basis=rule.basis, severity=severity)


def _asked(finding: Finding) -> Finding:
    """``finding``, but as a question where it rests on what may be misread: a scan, inferred rows, glued figures.

    A figure that recognition is not sure of is no ground for more than a hint. Agreement keeps its outcome and says so too.
    """
    doubts = [doubt for doubt in dict.fromkeys(_doubt(each) for each in finding.evidence) if doubt]
    if not doubts or finding.outcome is Outcome.NOT_APPLICABLE:
        return finding
    untold = [doubt for doubt in doubts if doubt not in finding.message]
    if untold:
        more = f"等{len(untold)}处" if len(untold) > MOST_DOUBTS else ""
        told = f"{'；'.join(untold[:MOST_DOUBTS])}{more}，请对照原件"
        finding = replace(finding, message=f"{finding.message}（{told}）")
    if finding.outcome not in (Outcome.DIFFERS, Outcome.REVIEW):
        return finding
    severity = Severity.WARNING if finding.severity is Severity.ERROR else finding.severity
    if any(doubt.startswith(RECOGNISED) for doubt in doubts):
        severity = Severity.INFO
    return replace(finding, outcome=Outcome.REVIEW, severity=severity)


def _doubt(evidence: Evidence) -> str:
    """Why the figure may be misread: as characters, or because its digits had to be repaired."""
    repaired = evidence.quantity.doubt if evidence.quantity is not None else ""
    return evidence.anchor.doubt or ("" if OF_LAYOUT.search(repaired) else repaired)


def reading_order(finding: Finding) -> tuple[object, ...]:
    """Sorts the findings of one rule."""
    if not finding.evidence:
        return ("", (0, 0, 0, 0), finding.message)
    anchor = finding.evidence[0].anchor
    return (anchor.path, anchor.order, finding.message)
