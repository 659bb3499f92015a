"""TAB203 表中合计与各行之和不符。"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from extractors.forms.cells import Row, label, rows_of
from extractors.plain import plain
from extractors.quantities import find_unit, read_cell
from extractors.slips import one_slip_away
from pipeline.judging.grids import NOT_ADDED, TOTALS
from pipeline.judging.sums import add_up
from pipeline.judging.totals import unequal
from pipeline.judging.wording import in_unit, joined, operand
from pipeline.rulebook import Case, rule
from schemas.document import Cell, Table
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.quantity import Kind, Quantity, Unit
from schemas.relation import Relation

_NESTED = re.compile("小计|其中|^[（(]?[一二三四五六七八九十]+[）)、]")
_BLANK = set("—-－/／\\无 ")


@rule(
    "TAB203",
    "表中合计与各行之和不符",
    severity=Severity.ERROR,
    basis="会计基础工作规范：表格横竖合计应当相符",
    covers=("F13",),
)
def table_total(case: Case) -> Iterator[Finding]:
    """自评表以外的明细表，有一行“合计”的，每一栏的合计应当等于各行之和。

    只核对没有“小计”“其中”分层、单元格没有合并的栏；比率、单价、序号等不相加的栏不核对。差额像是写错一个数字造成的才说
    不一致；差额很大的，多半表有分层或者合计另有口径，无法判断。
    差额在尾差之内的只作提示；电子表格里有隐藏行的，合计可能算进了它们，请核实。

    为什么：明细表手工录入，合计常常照抄旧表。

    一致    甲12.4、乙12.4、丙8.2，合计33
    不一致  甲12.4、乙9.8、丙8.2、丁8.2，合计36.8
    不适用  没有合计行的表
    """
    for document in case.documents:
        for table in document.tables():
            if not any(form.covers(table.anchor) for form in case.forms):
                yield from _table(table)


def _table(table: Table) -> Iterator[Finding]:
    rows = list(rows_of(table))
    totals = [row for row in rows if any(label(text) in TOTALS for text in _heads(row))]
    if len(totals) != 1 or len(rows) < 4 or any(_NESTED.search(text) for row in rows for text in _heads(row)):
        return
    total = totals[0]
    between = [row for row in rows[1:] if row.index < total.index] or [
        row for row in rows if row.index > total.index
    ]
    said: list[Finding] = []
    for column, cell in enumerate(total.slots):
        if cell is None or cell.colspan > 1 or cell.rowspan > 1 or label(cell.text) in TOTALS:
            continue
        said += _column(table, between, column, cell)
    unclear = [finding for finding in said if finding.outcome is Outcome.UNCLEAR]
    yield from (finding for finding in said if finding.outcome is not Outcome.UNCLEAR)
    yield from unclear[:1]  # a table in layers is one thing not judged, not one for each column


def _heads(row: Row) -> list[str]:
    return [plain(cell.text).text for cell in row.slots[:2] if cell is not None]


def _column(table: Table, rows: list[Row], column: int, total: Cell) -> Iterator[Finding]:
    header = table.rows[0][column]
    title = plain(header.text).text if header else ""
    if not title or NOT_ADDED.search(label(title)):
        return
    unit = find_unit(title) or find_unit(table.caption)
    cells = [cell for row in rows if (cell := row.at(column)) is not None and not set(cell.text) <= _BLANK]
    parts = [_figure(cell, unit) for cell in cells]
    whole = _figure(total, unit)
    if (
        whole is None
        or len(parts) < 2
        or None in parts
        or any(cell.rowspan > 1 or cell.colspan > 1 for cell in cells)
    ):
        return
    quantities = [part for part in parts if part is not None]
    result = add_up(quantities, whole)
    if result is None or any(part.unit.dimension != whole.unit.dimension for part in quantities):
        return
    evidence = (
        *(Evidence("part", cell.anchor, part) for cell, part in zip(cells, quantities, strict=True)),
        Evidence("total", total.anchor, whole),
    )
    added = joined(quantities, "+", whole.unit)
    if result.equal:
        told, formula = f"{title}一栏合计相符", f"{added}={operand(whole)}"
        relations = (Relation.total(range(len(quantities)), len(quantities)),)
        yield Finding(Outcome.AGREES, title, told, evidence, formula, relations=relations)
        return
    likely = result.fits or one_slip_away(quantities, whole)
    told = f"{title}一栏各行 {added}={in_unit(result.parts, whole.unit)}，合计（{total.anchor}）填 {total.text.strip()}"
    lacking = "" if total.anchor.doubt else table.doubt  # hidden rows of a sheet: the total may count them
    if likely and lacking:
        told += f"（{lacking}，请对照原件）"
    told += "，在尾差之内" if result.fits else "" if likely else "，表可能分层，无法判断"
    yield replace(
        unequal(title, told, evidence, result, whole.unit),
        outcome=(Outcome.REVIEW if lacking else Outcome.DIFFERS) if likely else Outcome.UNCLEAR,
        severity=Severity.INFO if result.fits else Severity.WARNING if lacking else None,
        suggestion="请重新加总这一栏" if likely else "",
    )


def _figure(cell: Cell, unit: Unit | None) -> Quantity | None:
    quantity = read_cell(cell.text, unit=unit)
    plain_number = quantity is not None and quantity.value is not None and quantity.kind is not Kind.PERCENT
    return quantity if plain_number else None
