"""TAB204 表中一行的合计与各栏之和不符。"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.judging.grids import Grid, Line, read_grid
from pipeline.judging.sums import Sum, add_up
from pipeline.judging.totals import unequal
from pipeline.judging.wording import in_unit, joined, operand
from pipeline.rulebook import Case, rule
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.quantity import Quantity
from schemas.relation import Relation

_TOTAL = re.compile("合计$|小计$|总计$|共计$|总额$|^总数$")
_OF_WHICH = re.compile("^其中")
_MOST = 12  # columns that a total may be made of
_HOLDING = 3  # rows in which the columns make the total before another row is blamed
_SHARE = 0.6  # of the rows with figures that must hold


@rule(
    "TAB204",
    "表中一行的合计与各栏之和不符",
    severity=Severity.ERROR,
    basis="会计基础工作规范：表格横竖合计应当相符",
    covers=("F13",),
)
def row_total(case: Case) -> Iterator[Finding]:
    """有“合计”“小计”栏的表，每一行的合计应当等于它旁边各栏之和。

    合计由哪几栏组成，看它右边（没有的看左边）连着的哪几栏在多数行里加得出来：至少三行、六成以上的行成立，
    才说其余的行不一致。比率、单价、序号等不相加的栏和合并的单元格不看；空白和“—”按0计。
    差额在尾差之内的只作提示。

    为什么：分中央、省、市、县列资金的表，改了一格，合计栏常常没有跟着改；横向一加便知是哪一行。

    一致    合计100，中央60，省30，市10
    不一致  其余各行都加得出来，这一行合计100，中央60，省20，市10
    不适用  没有合计栏，或者看不出合计由哪几栏组成
    """
    for document in case.documents:
        for table in document.tables():
            grid = read_grid(table, _TOTAL)
            if grid is not None:
                for column, title in enumerate(grid.titles):
                    if grid.added[column] and _TOTAL.search(title):
                        yield from _column(grid, column)


def _column(grid: Grid, total: int) -> Iterator[Finding]:
    for parts in _candidates(grid, total):
        sums = {at: added for at, line in enumerate(grid.lines) if (added := _sum(line, total, parts))}
        holding = [at for at, added in sums.items() if added.fits]
        if len(holding) >= _HOLDING and len(holding) >= _SHARE * len(sums) and _telling(grid, holding, parts):
            for at, added in sums.items():
                yield _judged(grid, grid.lines[at], total, parts, added)
            return


def _candidates(grid: Grid, total: int) -> Iterator[list[int]]:
    """Columns that may make the total: beside it on the right, else on the left; the most first."""
    right = _run(grid, range(total + 1, len(grid.titles)))
    left = _run(grid, range(total - 1, -1, -1))
    for run in (right, left):
        for length in range(min(len(run), _MOST), 1, -1):
            yield sorted(run[:length])


def _run(grid: Grid, columns: range) -> list[int]:
    run: list[int] = []
    for column in columns:
        title = grid.titles[column]
        if not grid.added[column] or _TOTAL.search(title):
            break
        if not _OF_WHICH.search(title):
            run.append(column)
    return run


def _sum(line: Line, total: int, parts: Sequence[int]) -> Sum | None:
    whole, figures = line.figures[total], [line.figures[part] for part in parts]
    given = [each for each in figures if each is not None]
    if whole is None or not given or not line.plain:
        return None
    return add_up(given, whole) if _one_dimension(given, whole) else None


def _one_dimension(parts: Sequence[Quantity], whole: Quantity) -> bool:
    return all(part.unit.dimension == whole.unit.dimension for part in parts)


def _telling(grid: Grid, holding: Sequence[int], parts: Sequence[int]) -> bool:
    """Whether at least two of the rows add two figures or more: what is but copied proves nothing."""
    added = [sum(1 for part in parts if _counts(grid.lines[at].figures[part])) for at in holding]
    return sum(1 for each in added if each > 1) > 1


def _counts(figure: Quantity | None) -> bool:
    return figure is not None and bool(figure.value)


def _judged(grid: Grid, line: Line, total: int, parts: Sequence[int], result: Sum) -> Finding:
    whole, cell = line.figures[total], line.cell(total)
    assert whole is not None and cell is not None  # noqa: S101, PT018  (a figure stands in a cell)
    parted = [
        (each, figure)
        for part in parts
        if (figure := line.figures[part]) is not None and (each := line.cell(part)) is not None
    ]
    evidence = (
        *(Evidence("part", each.anchor, figure) for each, figure in parted),
        Evidence("total", cell.anchor, whole),
    )
    name = line.name or grid.titles[total]
    added = joined([figure for _, figure in parted], "+", whole.unit)
    if result.equal:
        told, formula = f"{name}一行合计相符", f"{added}={operand(whole)}"
        relations = (Relation.total(range(len(parted)), len(parted)),)
        return Finding(Outcome.AGREES, name, told, evidence, formula, relations=relations)
    gap = in_unit(abs(result.total - result.parts), whole.unit)
    told = (
        f"{name}一行各栏 {added}={in_unit(result.parts, whole.unit)}，{grid.titles[total]}（{cell.anchor}）填 {whole.raw.strip()}，"
        f"相差 {gap}" + ("，在尾差之内" if result.fits else "")
    )
    return replace(
        unequal(name, told, evidence, result, whole.unit),
        severity=Severity.INFO if result.fits else None,
        suggestion="请核对这一行的合计与各栏",
    )
