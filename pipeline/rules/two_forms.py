"""DUP310 两张表里同一指标的数不同。"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from extractors.names import Name, name_of
from extractors.slips import slip_between
from pipeline.judging.rows_of_form import figure
from pipeline.judging.wording import relation
from pipeline.rulebook import Case, rule
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.form import IndicatorRow
from schemas.quantity import Quantity
from schemas.relation import Relation

_COLUMNS = {"target": "指标值", "actual": "完成值"}
_SHARED = 4  # figures that two tables have alike, so that one must be a copy of the other
_ALIKE = 3  # at least so many times as many figures alike as different
_DIGITS = 2  # of a slip, where everything else is alike


@rule(
    "DUP310",
    "两张表里同一指标的数不同",
    severity=Severity.ERROR,
    basis="《项目支出绩效评价管理办法》（财预〔2020〕10号）：自评数据应当真实、准确，前后一致",
    covers=("C01",),
)
def two_forms(case: Case) -> Iterator[Finding]:
    """正文里附的指标完成情况表，与自评表同一指标的指标值、完成值应当是同一个数。

    两张表至少四个数相同、相同的占四分之三以上，才看得出说的是同一件事；只有一两个不同的，只差一处笔误的是不一致，
    其余的请核实。分项目、分单位各填一张表的，数本来就不同，不核对。

    为什么：正文的表从自评表抄来，改了一张忘了另一张。

    一致    正文的表“成功治疗率90%”，自评表指标值≥90%
    不一致  正文的表“成功治疗率目标91%”，自评表指标值≥90%，其余各项都相同
    不适用  只有一张表
    """
    for one, other in combinations(_tables(case), 2):
        pairs = list(_pairs(one, other))
        apart = [
            pair
            for pair in pairs
            if not _same(pair[1].cells[pair[0]].quantity, pair[2].cells[pair[0]].quantity)
        ]
        alike = len(pairs) - len(apart)
        if alike < max(_SHARED, _ALIKE * len(apart)):
            continue
        for pair in pairs:
            yield _judged(*pair, differs=pair in apart)


def _tables(case: Case) -> list[dict[Name, IndicatorRow]]:
    """The rows of each table by name, of names that it has once; one form may be read from several tables."""
    tables: dict[tuple[str, int], list[IndicatorRow]] = {}
    for form in case.forms:
        for row in form.indicators:
            tables.setdefault((row.name.anchor.path, row.name.anchor.block), []).append(row)
    return [_by_name(rows) for rows in tables.values()]


def _by_name(rows: Sequence[IndicatorRow]) -> dict[Name, IndicatorRow]:
    named = [(name_of(row.name.text), row) for row in rows]
    times = Counter(name for name, _ in named)
    return {name: row for name, row in named if times[name] == 1 and name.core}


def _pairs(
    mine: Mapping[Name, IndicatorRow], theirs: Mapping[Name, IndicatorRow]
) -> Iterator[tuple[str, IndicatorRow, IndicatorRow]]:
    """The rows of one name in both tables, with a plain number in the same column."""
    for row, partner in ((row, theirs[name]) for name, row in mine.items() if name in theirs):
        for column in _COLUMNS:
            a, b = figure(row.cells, column), figure(partner.cells, column)
            if a is not None and b is not None and a.kind is b.kind:
                yield column, row, partner


def _same(a: Quantity | None, b: Quantity | None) -> bool:
    """11.8万人次 is 118048人次, rounded; 212 under 万头 is 212万头; printed alike, they must be equal."""
    if a is None or b is None or a.value == b.value or a.number == b.number:
        return True
    alike = a.decimals == b.decimals and a.unit.factor == b.unit.factor
    return not alike and a.printed().meets(b.printed())


def _judged(column: str, row: IndicatorRow, partner: IndicatorRow, *, differs: bool) -> Finding:
    cells = row.cells[column], partner.cells[column]
    a, b = (figure(each.cells, column) for each in (row, partner))
    assert a is not None  # noqa: S101  (_pairs looked)
    assert b is not None  # noqa: S101
    evidence = tuple(Evidence.of_cell(cell, column) for cell in cells)
    label, relations = row.name.text, (Relation.equal(0, 1),)
    if not differs:
        return Finding(
            Outcome.AGREES, label, f"两张表的{_COLUMNS[column]}一致", evidence, relations=relations
        )
    slip = slip_between(a, b, _DIGITS) or slip_between(b, a, _DIGITS)
    return Finding(
        Outcome.DIFFERS if slip else Outcome.REVIEW,
        label,
        f"{label}：{_COLUMNS[column]} {cells[0].text}（{cells[0].anchor}）与 {cells[1].text}（{cells[1].anchor}）"
        "不是同一个数，两张表其余的数大多相同",
        evidence,
        relation(a, b),
        None if slip else Severity.WARNING,
        expected=a.number,
        actual=None if b.value is None else b.value / a.unit.factor,
        unit=a.unit.name,
        relations=relations,
        suggestion="请核实哪张表的数正确，并统一",
    )
