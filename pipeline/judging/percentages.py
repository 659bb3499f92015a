"""A percentage in the text beside the two figures that it is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.judging.amounts import size
from pipeline.judging.wording import number, operand, rounded, shown
from schemas.fact import Fact, Role
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.quantity import Interval
from schemas.relation import Relation


@dataclass(frozen=True, slots=True)
class Percentage:
    """``rate`` says what ``part`` is of ``whole``; neither of them is zero."""

    part: Fact
    whole: Fact
    rate: Fact

    @property
    def exact(self) -> Decimal:
        """In percent, unrounded."""
        return size(self.part) / size(self.whole) * 100

    @property
    def due(self) -> Decimal:
        """What the rate should be, with the decimals it is printed with."""
        return self.exact.quantize(Decimal(1).scaleb(-self.rate.quantity.decimals))

    @property
    def share(self) -> str:
        """In percent, to two decimals."""
        return number(rounded(self.exact))

    @property
    def formula(self) -> str:
        """156/918*100=16.99."""
        part, whole = self.part.quantity, self.whole.quantity
        return f"{operand(part, whole.unit)}/{operand(whole)}*100={self.share}"

    @property
    def holds(self) -> bool:
        """Whether the two make the rate as printed."""
        whole = self.whole.quantity.printed()
        if self.whole.role is Role.TARGET:
            whole = Interval.point(size(self.whole))  # what was set is not rounded
        computed = (self.part.quantity.printed() / whole).scaled(Decimal(100))
        return computed.meets(self.rate.quantity.printed())

    def judged(
        self, evidence: Sequence[Evidence], name: str, called: str, told: str, suggestion: str
    ) -> Finding:
        """Whether the two make the rate as printed; ``told`` names the two in the message, ``called`` the rate."""
        stated = self.rate.quantity
        at = [[each.fact for each in evidence].index(fact) for fact in (self.part, self.whole, self.rate)]
        relations = (Relation.percentage(*at),)
        if self.holds:
            return Finding(
                Outcome.AGREES,
                name,
                f"{called}与两数相符",
                tuple(evidence),
                self.formula,
                unit="%",
                relations=relations,
            )
        return Finding(
            Outcome.DIFFERS,
            name,
            f"{told}应为 {self.share}%，文中写 {shown(stated)}（{self.rate.anchor}）",
            tuple(evidence),
            self.formula,
            Severity.INFO if abs(self.exact - size(self.rate)) < stated.ulp else None,
            expected=Decimal(self.share),
            actual=stated.number,
            tolerance=stated.ulp / 2,
            unit="%",
            relations=relations,
            suggestion=suggestion,
        )
