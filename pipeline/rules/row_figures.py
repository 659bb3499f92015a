"""TAB206 表中的率、占比、金额与同行各栏不符。"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from extractors.slips import slip_between
from pipeline.judging.columns import Made, Tied, Way, tied
from pipeline.judging.grids import WITH_UNIT, read_grid
from pipeline.judging.wording import number, operand, rounded
from pipeline.rulebook import Case, rule
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.quantity import ZERO, Quantity
from schemas.relation import Relation

_FEWEST = 1  # digits of which a slip tells: the row above has borne out what belongs together


@rule(
    "TAB206",
    "表中的率、占比、金额与同行各栏不符",
    severity=Severity.ERROR,
    basis="得分率=得分÷分值；执行率=执行数÷预算数；占比=本项÷合计；金额=数量×标准",
    covers=("F13",),
)
def row_figures(case: Case) -> Iterator[Finding]:
    """报告里的表格有得分率、执行率、完成率、占比，或者数量、标准、金额几栏的，每一行都应当算得出来。

    由哪几栏算，看栏名，再看各行：三行以上的，六成以上的行算得出来，才说其余的行错了；只有两行的，一行算得出来、另一行
    只差一处笔误的才说错，否则请核实。得分率只看栏名。占比要有“合计”行。自评表见 DRV401、SCO606。
    按印出的位数四舍五入，差不到末位一个单位的只作提示。

    为什么：表里改了一格，同行算出来的那一格常常没有跟着改。

    一致    960人，2000元/人，192万元
    不一致  其余各行都算得出来，这一行960人，2200元/人，192万元
    不适用  没有这样的栏，或者各行都算不出来
    """
    for document in case.documents:
        for table in document.tables():
            if any(form.covers(table.anchor) for form in case.forms):
                continue
            grid = read_grid(table, figure=WITH_UNIT)
            for each in tied(grid) if grid is not None else ():
                for row in each.rows:
                    yield _judged(each, row)


def _judged(tie: Tied, row: Made) -> Finding:
    roles = ("part", "base", "total") if row.way is Way.PRODUCT else ("part", "total", "rate")
    evidence = tuple(
        Evidence(role, cell.anchor, figure) for role, (cell, figure) in zip(roles, row.figures, strict=True)
    )
    name = row.line.name or tie.title
    stated, (a, b) = row.stated, (figure for _, figure in row.figures[:2])
    due = number(rounded(row.due))
    if row.way is Way.PRODUCT:
        factor = stated.unit.factor / b.unit.factor
        over = f"/{number(factor)}" if factor > 1 else f"*{number(1 / factor)}" if factor < 1 else ""
        formula = f"{number(a.value or row.due)}*{operand(b)}{over}={number(row.due)}"
        relation, unit, sign = Relation(((2, 1),), ((0, 1),), times=(1,), rounded=True), stated.unit.name, "×"
    else:
        formula = f"{operand(a)}/{operand(b, a.unit)}*100={due}"
        relation, unit, sign = Relation.percentage(0, 1, 2), "%", "÷"
    agreed = Finding(
        Outcome.AGREES, name, f"{tie.title}与各栏相符", evidence, formula, unit=unit, relations=(relation,)
    )
    if row.holds:
        return agreed
    told = f"{a.raw.strip()}{sign}{b.raw.strip()}应为 {due}{unit}"
    slight = abs(row.due * stated.unit.factor - (stated.value or row.due)) < stated.ulp
    outcome = Outcome.DIFFERS if tie.sure or _slipped(row) else Outcome.REVIEW
    return replace(
        agreed,
        outcome=outcome,
        message=f"{name}：{told}，{_column(tie, row)}（{row.figures[-1][0].anchor}）填 {stated.raw.strip()}",
        severity=Severity.INFO if slight else None if outcome is Outcome.DIFFERS else Severity.WARNING,
        expected=rounded(row.due),
        actual=stated.number,
        suggestion="请核对这一行的各栏",
    )


def _slipped(row: Made) -> bool:
    """Whether one slip of the pen in one of the three figures explains it."""
    values = [figure.value or ZERO for _, figure in row.figures]
    some, other, made = values
    if row.way is Way.PRODUCT:
        due = (made / other, made / some, some * other)
    else:
        due = (made * other / 100, some / made * 100, row.due)
    return any(
        slip_between(figure, _as(figure, value), _FEWEST)
        for (_, figure), value in zip(row.figures, due, strict=True)
    )


def _as(figure: Quantity, value: Decimal) -> Quantity:
    """``value`` (base units), printed as finely as ``figure``."""
    return replace(figure, number=(value / figure.unit.factor).quantize(Decimal(1).scaleb(-figure.decimals)))


def _column(tie: Tied, row: Made) -> str:
    return "金额" if row.way is Way.PRODUCT else tie.title
