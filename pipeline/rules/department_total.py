"""XDC904 部门整体的项目支出与各项目之和不符。"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.folders import bare
from pipeline.judging.rows_of_form import FUNDS_COLUMNS, figure, total_cell
from pipeline.judging.sums import add_up
from pipeline.judging.wording import joined, number, operand
from pipeline.rulebook import Case, Origin, rule
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.form import Entry

_PROJECTS = re.compile(
    r"(?<!\d)(\d{1,4})个(?:预算|支出|财政|一般)?项目[^，。；]{0,12}(?:自评|评价)|自评[^，。；\d]{0,12}项目[^，。；\d]{0,6}(\d{1,4})个"
)
_COLUMNS = ("budget_full", "executed")


@rule(
    "XDC904",
    "部门整体的项目支出与各项目之和不符",
    severity=Severity.WARNING,
    basis="预算支出=基本支出+项目支出；部门整体自评表的项目支出由各项目构成",
    covers=("D05",),
    by=("department", "year"),
)
def department_total(group: Case) -> Iterator[Finding]:
    """同一部门、同一年度，各项目的资金加起来，应当等于部门整体自评表的项目支出。

    整体报告写明自评的项目个数、正好等于报送的个数的，合计对不上请核实。没有写明的，合计多了只作提示
    （转移支付可能不在部门支出里），少了可能还有项目没有报送，无法判断。
    有项目的资金读不出来，或者一个项目报了两次，也无法判断。

    为什么：部分不会大于整体；多出来的，要么整体表漏了，要么项目表重了。

    一致    项目支出1200万元，三个项目500、400、300万元
    请核实  “3个项目开展了自评”，项目支出1000万元，三个项目500、400、300万元
    不适用  没有报送部门整体自评表
    """
    cases = group.of(Origin.SUBMITTED)
    wholes = [case for case in cases if _of_projects(case, "budget_full") or _of_projects(case, "executed")]
    parts = [case for case in cases if case not in wholes]
    if len(wholes) != 1 or not parts:
        return
    complete = len(parts) in _stated(wholes[0])
    for column in _COLUMNS:
        whole = _of_projects(wholes[0], column)
        if whole is None:
            continue
        found = _judged(
            whole,
            [total_cell(case, column) for case in parts],
            FUNDS_COLUMNS[column],
            parts,
            complete=complete,
        )
        yield found
        if found.outcome is Outcome.REVIEW:
            return  # what was spent follows from what was given


def _stated(case: Case) -> set[int]:
    """How many projects the report says were evaluated."""
    return {
        int(found[1] or found[2])
        for document in case.documents
        for text, _ in document.texts()
        for found in _PROJECTS.finditer(text)
    }


def _of_projects(case: Case, column: str) -> Entry | None:
    """The money of the line 项目支出 in the form of a whole department."""
    rows = [row for form in case.forms for row in form.funds if row.row == "projects"]
    return next((row.cells[column] for row in rows if figure(row.cells, column)), None)


def _twice(cases: Sequence[Case]) -> bool:
    return len({bare(case.project) for case in cases}) < len(cases)


def _judged(
    whole: Entry, cells: Sequence[Entry | None], name: str, cases: Sequence[Case], *, complete: bool
) -> Finding:
    read = [cell for cell in cells if cell is not None]
    parts = [cell.quantity for cell in read if cell.quantity is not None]
    stated = whole.quantity
    assert stated is not None  # noqa: S101  (the caller looked)
    unit, added = stated.unit, add_up(parts, stated)
    assert added is not None  # noqa: S101  (all of them are plain numbers)
    computed = number(added.parts / unit.factor)
    subject = f"项目支出（{name}）"
    said = f"{len(parts)}个项目的{name}合计 {computed}{unit.name}，部门整体自评表的项目支出 {operand(stated)}{unit.name}"
    evidence = (
        Evidence.of_cell(whole, "total"),
        *(Evidence.of_cell(cell, "part") for cell in read),
    )
    formula = f"{joined(parts, '+', unit)}={computed}"
    if _twice(cases) or len(read) < len(cells):
        return Finding(Outcome.UNCLEAR, subject, f"{said}；有项目的资金读不出，或者报了两次", evidence)
    if added.fits:
        return Finding(Outcome.AGREES, subject, said, evidence, formula)
    if not added.exceeds and not complete:
        return Finding(Outcome.UNCLEAR, subject, f"{said}；可能还有项目没有报送", evidence, formula)
    return Finding(
        Outcome.REVIEW,
        subject,
        f"{said}，各项目之和{'多' if added.exceeds else '少'}出 {number(abs(added.parts - added.total) / unit.factor)}{unit.name}",
        evidence,
        formula,
        None if complete else Severity.INFO,
        expected=added.parts / unit.factor,
        actual=stated.number,
        tolerance=added.tolerance / unit.factor,
        unit=unit.name,
        suggestion="请核对部门整体自评表的项目支出和各项目的资金",
    )
