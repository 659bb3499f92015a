"""TAB201 资金来源之和不等于资金总额。"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.judging.rows_of_form import FUNDS_COLUMNS, figure
from pipeline.judging.sums import add_up
from pipeline.judging.wording import in_unit, joined, number, operand
from pipeline.rulebook import Case, rule
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.form import Entry, Form
from schemas.relation import Relation

_SOURCES = ("fiscal", "carry_over", "special", "fund", "unit", "other")
_LEVELS = ("central", "province", "city", "county", "town", "own")
_KINDS = ("basic", "projects")


@rule(
    "TAB201",
    "资金来源之和不等于资金总额",
    severity=Severity.ERROR,
    basis="财预〔2020〕10号附件自评表：年度资金总额=当年财政拨款+上年结转资金+其他资金",
    covers=("F05", "D01", "F13"),
)
def funds_columns(case: Case) -> Iterator[Finding]:
    """自评表每一栏的年度资金总额，等于当年财政拨款、上年结转资金、其他资金之和。

    部门整体支出还要等于基本支出与项目支出之和。空白和“—”按0计；没有财政拨款一行、按中央、省、市、县分列的，
    按各级之和核对。带小数的数各留末位半个单位，差额在此之内的只作提示。有认不出的来源行、又填了数的，不核对。

    为什么：总额行和来源行常常只改了一行。

    一致    总额200，其中：当年财政拨款180、上年结转20
    不一致  总额200，其中：当年财政拨款180、上年结转10
    不适用  只有总额一行
    """
    for form in case.forms:
        for column, name in FUNDS_COLUMNS.items():
            total = _entry(form, "total", column)
            parts = _parts(form, column)
            if total is not None and parts:
                yield from _judged(name, total, parts)
            kinds = [entry for row in _KINDS if (entry := _entry(form, row, column))]
            if total is not None and len(kinds) == len(_KINDS):
                yield from _judged(name, total, kinds, "基本支出与项目支出")


def _entry(form: Form, row: str, column: str) -> Entry | None:
    found = [each.cells[column] for each in form.funds if each.row == row and figure(each.cells, column)]
    return found[0] if found else None


def _parts(form: Form, column: str) -> list[Entry]:
    """The rows that make the total: the sources, with the levels of government in place of 财政拨款 where it has no row.

    Nothing where a row with figures has a name we do not know: then the sum would be a guess.
    """
    filled = [row for row in form.funds if figure(row.cells, column)]
    if any(row.row == "unknown" and _counts(row.cells[column]) for row in filled):
        return []
    fiscal = any(row.row == "fiscal" for row in form.funds)
    names = _SOURCES if fiscal else (*_SOURCES, *_LEVELS)
    return [row.cells[column] for row in filled if row.row in names]


def _counts(entry: Entry) -> bool:
    """Whether it can change a sum: 彩票公益金用于医疗救助 0 cannot, whatever it is part of."""
    return entry.quantity is None or bool(entry.quantity.value)


def _judged(name: str, total: Entry, parts: list[Entry], called: str = "各来源") -> Iterator[Finding]:
    quantities = [part.quantity for part in parts if part.quantity is not None]
    if total.quantity is None:
        return
    result = add_up(quantities, total.quantity)
    if result is None:
        return
    unit = total.quantity.unit
    added = joined(quantities, "+", unit)
    evidence = (
        *(Evidence.of_cell(part, "part") for part in parts),
        Evidence.of_cell(total, "total"),
    )
    formula = f"{added}={operand(total.quantity)}"
    relations = (Relation.total(range(len(parts)), len(parts)),)
    if result.equal:
        yield Finding(
            Outcome.AGREES,
            name,
            f"{name}{called}之和等于总额",
            evidence,
            formula,
            unit=unit.name,
            relations=relations,
        )
        return
    gap = in_unit(abs(result.total - result.parts), unit)
    yield Finding(
        Outcome.DIFFERS,
        name,
        f"{name}：{called} {added}={in_unit(result.parts, unit)}，年度资金总额填 {total.text}，相差 {gap}"
        + ("，在尾差之内" if result.fits else ""),
        evidence,
        f"{added}={number(result.parts / unit.factor)}",
        Severity.INFO if result.fits else None,
        expected=result.parts / unit.factor,
        actual=result.total / unit.factor,
        tolerance=result.tolerance / unit.factor,
        unit=unit.name,
        relations=relations,
        suggestion="请核对总额行与各来源行",
    )
