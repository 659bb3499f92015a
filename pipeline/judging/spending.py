"""How much of its budget a form says was spent."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pipeline.judging.rows_of_form import figure, total_row
from pipeline.judging.wording import number, operand, rounded
from schemas.finding import Evidence
from schemas.form import Entry, Form
from schemas.quantity import Quantity


@dataclass(frozen=True, slots=True)
class Spending:
    """What was executed of the budget, by the 年度资金总额 row: two cells with their numbers; the budget is not zero."""

    executed: Entry
    spent: Quantity
    budget: Entry
    granted: Quantity

    @property
    def rate(self) -> Decimal:
        """Executed over budget, unrounded; 1 is all of it."""
        return (self.spent.value or Decimal(0)) / (self.granted.value or Decimal(1))

    @property
    def percent(self) -> Decimal:
        """In percent, to two decimals."""
        return rounded(self.rate * 100)

    @property
    def evidence(self) -> tuple[Evidence, Evidence]:
        """The two cells."""
        return Evidence.of_cell(self.executed, "executed"), Evidence.of_cell(self.budget, "base")

    @property
    def formula(self) -> str:
        """486.2/500=97.24%."""
        return f"{operand(self.spent, self.granted.unit)}/{operand(self.granted)}={number(self.percent)}%"


def spending(form: Form) -> Spending | None:
    """What ``form`` says was spent of the final budget, or of the first one where it prints no other."""
    row = total_row(form)
    cells = row.cells if row is not None else {}
    column = "budget_full" if figure(cells, "budget_full") else "budget_initial"
    granted, spent = figure(cells, column), figure(cells, "executed")
    if granted is None or spent is None or not granted.value:
        return None
    return Spending(cells["executed"], spent, cells[column], granted)
