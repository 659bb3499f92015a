"""The bureau's own figures: a table with the columns 部门 项目 指标 年度 数值 单位 来源, one figure a row, as cases.

A row with 部门 and 项目 is a figure of that project: 年初预算数, 预算调整数, 全年预算数, 执行数, or a row of its form. A row
without both is a statistic of the city or county (区域, where the table has that column).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from extractors.forms.cells import label
from extractors.names import key_of, name_of
from extractors.own_money import FUNDS_ROLES
from extractors.quantities import read_cell, unit_called
from extractors.reader import read
from pipeline.rulebook import Case, Origin
from schemas.document import Cell, Document
from schemas.errors import ReadError, UsageError
from schemas.fact import Fact, Role, Scope, Source
from schemas.form import load_form_words
from schemas.indicator import Schema
from schemas.quantity import Quantity

MARK = "参照："
_COLUMNS = {
    "部门": "department", "主管部门": "department", "预算单位": "department", "项目": "project", "项目名称": "project",
    "指标": "indicator", "指标名称": "indicator", "年度": "year", "年份": "year", "数值": "value", "单位": "unit",
    "计量单位": "unit", "来源": "source", "数据来源": "source", "区域": "area", "地区": "area",
}  # fmt: skip
_NEEDED = {"indicator": "指标", "year": "年度", "value": "数值"}
_FORMAT = "第一行写栏目：部门、项目、指标、年度、数值、单位、来源；项目的预算写年初预算数、预算调整数、全年预算数、执行数，全市统计数的部门、项目留空"
_MOST = 10  # troubles told at once
_MONEY = (Role.BUDGET_INITIAL, Role.BUDGET_ADJUST, Role.BUDGET_FULL, Role.EXECUTED)


@dataclass(frozen=True, slots=True)
class _Line:
    """One row: cell and bare text by column."""

    number: int
    cells: dict[str, Cell]

    def text(self, column: str) -> str:
        cell = self.cells.get(column)
        return "".join(cell.text.split()) if cell is not None else ""


def reference(path: Path, schema: Schema) -> list[Case]:
    """The figures in the table at ``path``, by department, project and year; what rows cannot be read its document warns of.

    Raises:
        UsageError: there is no such table, or no row of it can be read; says why of each.
    """
    if not path.is_file():
        raise UsageError(path, "没有这个文件", "请检查 --reference（REFERENCE=）的路径")
    try:
        document = read(path, f"{MARK}{path.name}")
    except ReadError as error:
        raise UsageError(path, error.why, error.remedy or "请给出 .xlsx 或 .csv 表") from error
    lines = list(_lines(document))
    if not lines:
        raise UsageError(path, "里面没有找到有“指标、年度、数值”三栏的表", _FORMAT)
    ids = {key_of(each): known.id for known in schema.indicators.values() for each in known.names}
    facts: dict[tuple[str, str, int], list[Fact]] = defaultdict(list)
    troubles: list[str] = []
    for line in lines:
        trouble = _trouble(line)
        if trouble:
            troubles.append(f"第{line.number}行：{trouble}")
            continue
        key = (line.text("department"), line.text("project"), int(line.text("year")[:4]))
        facts[key].append(_fact(line, ids))
    told = troubles[:_MOST] + ([f"另有{len(troubles) - _MOST}行"] if len(troubles) > _MOST else [])
    if not facts:
        raise UsageError(path, "；".join(told), _FORMAT)
    document = replace(document, warnings=(*document.warnings, *(f"{each}；这一行没有用" for each in told)))
    return [
        Case(department, project, year, (document,), (), tuple(found), (), schema, origin=Origin.BUREAU)
        for (department, project, year), found in facts.items()
    ]


def _lines(document: Document) -> Iterator[_Line]:
    """The rows below a header; blank rows are none. A blank row may part the table: the header stands for what follows."""
    columns: dict[str, str] = {}
    for table in document.tables():
        for number, row in enumerate(table.rows, 1):
            cells = [cell for cell in row if cell is not None and cell.text.strip()]
            named = {_column(cell): _COLUMNS.get(label(cell.text), "") for cell in cells}
            if _NEEDED.keys() <= set(named.values()):
                columns = named
            elif columns and cells:
                by_column = {name: cell for cell in cells if (name := columns.get(_column(cell)))}
                yield _Line(_number_of(cells, number), by_column)


def _column(cell: Cell) -> str:
    """As the spreadsheet calls it: C; elsewhere its number."""
    return re.sub(r"\d.*", "", cell.anchor.address) or str(cell.col)


def _number_of(cells: Sequence[Cell], number: int) -> int:
    """As the spreadsheet numbers its rows; a merged cell is called by its first."""
    found = [int(row.group()) for cell in cells if (row := re.search(r"\d+", cell.anchor.address))]
    return max(found, default=number)


def _trouble(line: _Line) -> str:
    blank = [name for column, name in _NEEDED.items() if not line.text(column)]
    if blank:
        return f"“{'、'.join(blank)}”空白"
    if not re.fullmatch(r"(?:19|20)\d\d(?:年度?)?", line.text("year")):
        return f"年度“{line.text('year')}”不是四位年份（应写如 2024）"
    if bool(line.text("department")) != bool(line.text("project")):
        return "部门和项目只填了一个（全市统计数两栏都留空）"
    if line.text("unit") and unit_called(line.text("unit")) is None:
        return f"不认识单位“{line.text('unit')}”（应写万元、%、人等）"
    quantity = _quantity(line)
    if quantity is None or quantity.value is None:
        return f"数值“{line.text('value')}”读不出一个数（应写如 486.2）"
    if not quantity.unit.name:
        return f"“{line.text('indicator')}”没有写单位（万元、%、人）"
    return ""


def _quantity(line: _Line) -> Quantity | None:
    unit = unit_called(line.text("unit")) if line.text("unit") else None
    return read_cell(line.text("value"), unit=unit)


def _role(line: _Line) -> Role:
    """Money of a project is named like a column of its form; everything else is a result."""
    if not line.text("project"):
        return Role.ACTUAL
    column = load_form_words().funds_columns.field(label(line.text("indicator")))
    role = FUNDS_ROLES.get(column, Role.ACTUAL)
    return role if role in _MONEY else Role.ACTUAL


def _fact(line: _Line, ids: Mapping[str, str]) -> Fact:
    quantity = _quantity(line)
    assert quantity is not None  # noqa: S101  (rows in trouble are told before)
    subject, role = line.text("indicator"), _role(line)
    name = name_of(subject)
    cell = line.cells["value"]
    return Fact(
        subject=subject,
        quantity=quantity,
        role=role,
        anchor=replace(cell.anchor, start=0, end=len(cell.text), quote=cell.text),
        source=Source.TABLE,
        indicator=f"budget:{role}" if role in _MONEY else ids.get(key_of(subject), ""),
        scope=Scope(area=line.text("area")),
        core=name.core,
        traits=name.traits,
        exact=role in _MONEY,
        why=line.text("source"),
    )
