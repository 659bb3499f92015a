"""One made-up project of one made-up department: what is true in it, before anybody writes it down."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from random import Random
from typing import Any

from schemas.fact import Role


@dataclass(frozen=True, slots=True)
class Row:
    """An indicator row of the form. Numbers in ``unit``; text where the row is not a number."""

    key: str
    level1: str
    level2: str
    name: str
    unit: str
    operator: str  # ≥ ≤ ＝ 定性
    target: Decimal | str
    actual: Decimal | str
    base: Decimal | None  # of the year before
    weight: Decimal = Decimal(0)
    score: Decimal = Decimal(0)

    @property
    def is_number(self) -> bool:
        """Whether target and actual are numbers."""
        return isinstance(self.target, Decimal)


@dataclass(frozen=True, slots=True)
class Value:
    """A latent quantity: its number in ``unit``, what it is about, and what every mention of it shares."""

    number: Decimal
    unit: str
    subject: str
    role: Role
    same: str
    row: str = ""
    years_back: int = 0


@dataclass(slots=True)
class Case:
    """Everything the writers may say."""

    id: str
    half: str
    year: int
    sector: str
    department: str
    project: str
    folder: str
    rows: dict[str, Row]
    values: dict[str, Value]
    texts: dict[str, str]
    sentences: list[str]
    truths: set[str]  # carry, adj+, adj-, bal, full, city …: what sentences may ask for
    random: Random
    unit_of_form: str = "万元"
    used: set[str] = field(default_factory=set)
    cuts: dict[tuple[str, str], list[int]] = field(default_factory=dict)  # how sums were cut into parts
    goals: list[tuple[str, str]] = field(default_factory=list)  # this and what follows: part c (extras.py)
    notes: dict[str, str] = field(default_factory=dict)
    sections: list[dict[str, Any]] = field(default_factory=list)
    figured: set[str] = field(default_factory=set)  # names with figures that are no quantities (三道河镇)
