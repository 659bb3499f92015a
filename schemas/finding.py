"""A conclusion and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from schemas.document import Anchor
from schemas.fact import Fact
from schemas.form import Entry
from schemas.quantity import Quantity
from schemas.relation import Relation


class Outcome(StrEnum):
    """What a check came to. The values are those of checks.jsonl."""

    AGREES = "pass"  # 一致
    DIFFERS = "fail"  # 不一致
    REVIEW = "review"  # 不一致，请核实: judgement is needed
    UNCLEAR = "unknown"  # 无法判断
    NOT_APPLICABLE = "not_applicable"  # 不适用

    @property
    def words(self) -> str:
        """As reviewers say it."""
        return {"pass": "一致", "fail": "不一致", "review": "请核实", "unknown": "无法判断"}.get(
            self, "不适用"
        )


class Severity(StrEnum):
    """How bad a finding is."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def words(self) -> str:
        """As reviewers say it."""
        return {"error": "错误", "warning": "警告", "info": "提示"}[self]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing a finding rests on. ``role``: total part mention target actual weight score rate base text …"""

    role: str
    anchor: Anchor
    quantity: Quantity | None = None
    fact: Fact | None = None

    @classmethod
    def of(cls, fact: Fact, role: str) -> Evidence:
        """The evidence that a fact gives."""
        return cls(role, fact.anchor, fact.quantity, fact)

    @classmethod
    def of_cell(cls, entry: Entry, role: str) -> Evidence:
        """The evidence that a cell of a form gives."""
        return cls(role, entry.anchor, entry.quantity)


@dataclass(frozen=True, slots=True)
class Suspect:
    """A figure that is probably wrong: ``evidence`` is its index in the finding, ``suggested`` what would make all hold.

    ``suggested`` is empty where the others do not single out one figure.
    """

    evidence: int
    suggested: str
    reason: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check says of one thing; recomputable from its own fields alone.

    ``formula`` repeats on a pocket calculator: operands as printed, ASCII + - * / = < > <= >=, no blanks, no units
    but %. ``expected`` is what the other figures or the rule require, ``actual`` what is printed, ``tolerance`` how
    far they may be apart, all in ``unit``. ``severity`` None takes the rule's own. ``relations`` say what should hold
    among the evidence; ``cause`` is equal for findings that one figure explains, empty where none does alone.
    """

    outcome: Outcome
    subject: str
    message: str
    evidence: tuple[Evidence, ...] = ()
    formula: str = ""
    severity: Severity | None = None
    expected: Decimal | None = None
    actual: Decimal | None = None
    tolerance: Decimal | None = None
    unit: str = ""
    indicator: str = ""
    year: int | None = None
    suggestion: str = ""
    relations: tuple[Relation, ...] = ()
    suspects: tuple[Suspect, ...] = ()  # filled in by located()
    cause: str = ""
    rule: str = ""  # filled in by confront()
    title: str = ""
    basis: str = ""

    @property
    def difference(self) -> Decimal | None:
        """``actual`` minus ``expected``."""
        return None if self.actual is None or self.expected is None else self.actual - self.expected

    @property
    def accuses(self) -> bool:
        """Whether one of its figures must be wrong."""
        return any(relation.strict for relation in self.relations)

    @property
    def document(self) -> str:
        """The file its first evidence stands in."""
        return self.evidence[0].anchor.path if self.evidence else ""
