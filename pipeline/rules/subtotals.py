"""TAB205 分层的表小计、合计不符。"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractors.forms.cells import label
from pipeline.judging.grids import TOTALS, Grid, read_grid
from pipeline.judging.sums import Sum, add_up
from pipeline.judging.totals import unequal
from pipeline.judging.wording import in_unit, joined, operand
from pipeline.rulebook import Case, rule
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.quantity import ZERO
from schemas.relation import Relation

_SUBTOTAL = "小计"
_HOLDING = 3  # sums of the table that come out before another is blamed
_SHARE = 0.6  # of all its sums


@dataclass(frozen=True, slots=True)
class _Layer:
    """A row of 小计 or 合计 and the rows that make it, as indices of lines."""

    total: int
    parts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Added:
    """One column of a layer, added up."""

    layer: _Layer
    column: int
    result: Sum


@rule(
    "TAB205",
    "分层的表小计、合计不符",
    severity=Severity.ERROR,
    basis="会计基础工作规范：表格横竖合计应当相符",
    covers=("F13",),
)
def subtotals(case: Case) -> Iterator[Finding]:
    """有“小计”行的表，每个小计等于它那一组各行之和，合计等于各小计之和。

    小计写在一组的下面还是上面，看哪一种加得出来的多；至少三处、六成以上加得出来，才说其余的不一致，
    否则看不出表是怎样分层的，不核对。合计也可以等于各小计加上不属于任何一组的行。只因小计错了才不对的合计，不再说一遍。
    差额在尾差之内的只作提示。没有小计的表见 TAB203。

    为什么：分层的表改了明细，小计、合计要改几处，漏一处就对不上。

    一致    甲类小计50（20+30），乙类小计40（15+25），合计90
    不一致  其余都加得出来，乙类小计写45
    不适用  没有小计，或者有合并的单元格
    """
    for document in case.documents:
        for table in document.tables():
            if not any(_SUBTOTAL in "".join(cell.text.split()) for cell in table.cells()):
                continue
            grid = read_grid(table)
            if grid is None or not any(_is_subtotal(grid, at) for at in range(len(grid.lines))):
                continue
            readings = [_sums(grid, layers) for layers in (_below(grid), _above(grid))]
            best = max(readings, key=lambda sums: sum(1 for each in sums if each.result.fits))
            holding = sum(1 for each in best if each.result.fits)
            if holding >= _HOLDING and holding >= _SHARE * len(best):
                yield from (_judged(grid, each) for each in best if not _follows(each, best))


def _is_subtotal(grid: Grid, at: int) -> bool:
    return label(grid.lines[at].name).endswith(_SUBTOTAL)


def _is_total(grid: Grid, at: int) -> bool:
    return label(grid.lines[at].name) in TOTALS


def _below(grid: Grid) -> list[_Layer]:
    """Each 小计 closes the rows above it; 合计 is made of the subtotals and of rows in no group, wherever it stands."""
    layers: list[_Layer] = []
    group: list[int] = []
    for at in range(len(grid.lines)):
        if _is_total(grid, at):
            continue
        if _is_subtotal(grid, at):
            layers.append(_Layer(at, tuple(group)))
            group = []
        else:
            group.append(at)
    return [*layers, *_whole(grid, [*(layer.total for layer in layers), *group])]


def _above(grid: Grid) -> list[_Layer]:
    """Each 小计 opens the rows below it."""
    layers: list[_Layer] = []
    group: list[int] = []
    for at in reversed(range(len(grid.lines))):
        if _is_total(grid, at):
            continue
        if _is_subtotal(grid, at):
            layers.append(_Layer(at, tuple(reversed(group))))
            group = []
        else:
            group.append(at)
    return [*layers, *_whole(grid, [*(layer.total for layer in layers), *group])]


def _whole(grid: Grid, parts: Sequence[int]) -> list[_Layer]:
    totals = [at for at in range(len(grid.lines)) if _is_total(grid, at)]
    return [_Layer(totals[0], tuple(sorted(parts)))] if len(totals) == 1 else []


def _sums(grid: Grid, layers: Sequence[_Layer]) -> list[_Added]:
    found = []
    for layer in layers:
        for column, added in enumerate(grid.added):
            whole = grid.lines[layer.total].figures[column]
            figures = [grid.lines[part].figures[column] for part in layer.parts]
            parts = [figure for figure in figures if figure is not None]
            if not added or whole is None or not parts or not grid.lines[layer.total].plain:
                continue
            if any(part.unit.dimension != whole.unit.dimension for part in parts):
                continue
            result = add_up(parts, whole)
            if result is not None:
                found.append(_Added(layer, column, result))
    return found


def _follows(added: _Added, sums: Sequence[_Added]) -> bool:
    """Whether it only fails because a subtotal in it does: with the sum of its rows instead it would come out."""
    inside = [
        each.result
        for each in sums
        if each.column == added.column and each.layer.total in added.layer.parts and not each.result.fits
    ]
    mended = added.result.parts + sum((each.parts - each.total for each in inside), ZERO)
    return bool(inside) and not added.result.fits and mended == added.result.total


def _judged(grid: Grid, added: _Added) -> Finding:
    line, result = grid.lines[added.layer.total], added.result
    whole, cell = line.figures[added.column], line.cell(added.column)
    assert whole is not None and cell is not None  # noqa: S101, PT018
    rows = [grid.lines[part] for part in added.layer.parts]
    parts = [
        (each, figure)
        for row in rows
        if (figure := row.figures[added.column]) is not None and (each := row.cell(added.column)) is not None
    ]
    evidence = (
        *(Evidence("part", each.anchor, figure) for each, figure in parts),
        Evidence("total", cell.anchor, whole),
    )
    terms = joined([figure for _, figure in parts], "+", whole.unit)
    name = f"{grid.titles[added.column]}{line.name}"
    if result.equal:
        told, formula = f"{name}相符", f"{terms}={operand(whole)}"
        relations = (Relation.total(range(len(parts)), len(parts)),)
        return Finding(Outcome.AGREES, name, told, evidence, formula, relations=relations)
    told = (
        f"{grid.titles[added.column]}一栏“{line.name}”各行 {terms}={in_unit(result.parts, whole.unit)}，"
        f"表中（{cell.anchor}）填 {cell.text.strip()}" + ("，在尾差之内" if result.fits else "")
    )
    return replace(
        unequal(name, told, evidence, result, whole.unit),
        severity=Severity.INFO if result.fits else None,
        suggestion="请重新加总这一组",
    )
