"""The 自评表 out of its tables, whatever the layout: any variant of columns, several tables, shifted rows.

A form is read row by row. Each row says by its words what it is (project, funds header, goals,
indicator header, total), and the header last seen says what the columns of the rows below mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extractors.cells import Row, entry, label, rows_of, strip_words
from extractors.form_values import column_unit, group_weight, implied_level1, with_numbers
from extractors.periods import find_periods
from extractors.plain import plain
from extractors.quantities import find_unit, read_cell
from schemas.document import Cell, Document, Paragraph, Table
from schemas.form import Entry, Form, FundsRow, IndicatorRow, load_form_words
from schemas.quantity import Kind, Unit
from schemas.units import load_units

_NUMERIC = {"budget_initial", "budget_full", "executed", "rate", "weight", "score", "arrived", "balance"}
_TIMES_RATE = re.compile(r"\(\d+(?:\.\d+)?分\s*[*×xX]?\s*(?:预算)?执行率")
_GROUP_WEIGHT = re.compile(r"\(\s*(\d+(?:\.\d+)?)\s*分?\s*\)")
_DASHES = set("—-－/／\\无")
_FULL_MARKS = 100
_PLACEHOLDER_NAME = re.compile(r"^(?:指标\d+[:：]?|[.…]+)$")


@dataclass(slots=True)
class _Draft:
    """A form while it is being read."""

    table: Table
    title: str = ""
    year: int | None = None
    head: dict[str, Entry] = field(default_factory=dict)
    currency: Unit | None = None
    funds: list[FundsRow] = field(default_factory=list)
    funds_header: dict[str, Entry] = field(default_factory=dict)
    funds_weight: Entry | None = None  # printed in the header: 得分（20分×执行率）
    goals: list[Entry] = field(default_factory=list)
    results: list[Entry] = field(default_factory=list)
    indicators: list[IndicatorRow] = field(default_factory=list)
    totals: dict[str, Entry] = field(default_factory=dict)

    def finished(self) -> Form | None:
        """The form, if it holds anything that only a form holds."""
        if not self.indicators and not self.funds:
            return None
        return Form(
            anchor=self.table.anchor,
            title=self.title,
            year=self.year,
            project=self.head.get("project"),
            department=self.head.get("department"),
            implementer=self.head.get("implementer"),
            currency=self.currency,
            funds=tuple(self.funds),
            funds_header=self.funds_header or None,
            goals=tuple(self.goals),
            results=tuple(self.results),
            indicators=tuple(self.indicators),
            total_weight=self.totals.get("weight"),
            total_score=self.totals.get("score"),
            grade=self.totals.get("grade"),
        )


def find_forms(document: Document) -> tuple[Form, ...]:
    """Every self-evaluation form of ``document``, in reading order."""
    forms: list[Form] = []
    draft: _Draft | None = None
    reading = _Reading()
    for table, title in _titled_tables(document):
        for row in rows_of(table):
            starts = draft is None or (_names_project(row) and (draft.indicators or "project" in draft.head))
            if starts:
                forms += _done(draft)
                draft, reading = _Draft(table, title, _year(title), currency=find_unit(title)), _Reading()
            assert draft is not None  # noqa: S101  (for the type checker)
            reading.take(row, draft)
        if draft is not None and (draft.totals or not (draft.indicators or draft.funds)):
            forms += _done(draft)  # a finished form, or a table that is none
            draft = None
    return tuple(forms + _done(draft))


def _done(draft: _Draft | None) -> list[Form]:
    form = draft.finished() if draft else None
    return [form] if form else []


def _titled_tables(document: Document) -> Iterator[tuple[Table, str]]:
    """Each table with its caption and the short lines right above it."""
    above: list[str] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            above = [*above[-2:], block.text] if len(block.text) < 60 else []
        else:
            yield block, _title([*above, *block.caption.split("\n")])
            above = []


def _title(lines: Sequence[str]) -> str:
    """The lines from the form's title on; a unit line without a title still counts, other prose does not."""
    words = load_form_words().title
    for at, line in enumerate(lines):
        if words.search(plain(line).text):
            return " ".join(lines[at:])
    return " ".join(line for line in lines if find_unit(line) is not None)


def _year(title: str) -> int | None:
    years = [period.first.year for _, _, period, compared in find_periods(title) if not compared]
    return years[-1] if years else None


def _names_project(row: Row) -> bool:
    words = load_form_words().head
    return any(words.get(key) == "project" for _, _, key in row.keyed())


class _Reading:
    """What the columns mean at the row being read."""

    def __init__(self) -> None:
        self.block = "head"
        self.columns: dict[int, str] = {}
        self.inherited = {"level1": "", "level2": ""}
        self.group_weight: Entry | None = None
        self.group_cell: Cell | None = None

    def take(self, row: Row, draft: _Draft) -> None:
        """Read one row into ``draft``."""
        if self._indicator_header(row):
            return
        if self.block != "indicators" and self._funds_header(row, draft):
            return
        if self.block != "indicators" and self._goal_header(row, draft):
            return
        if self.block != "indicators" and self._head(row, draft):
            return
        if self.block == "funds":
            self._funds_row(row, draft)
        elif self.block == "goals":
            self._goal_row(row, draft)
        elif self.block == "indicators":
            self._indicator_row(row, draft)

    # -- headers -----------------------------------------------------------------------------

    def _indicator_header(self, row: Row) -> bool:
        words = load_form_words().indicator_columns
        found = {at: words[key] for at, _, key in row.keyed() if key in words}
        fields = set(found.values())
        if self.block == "indicators" and len(found) >= 2 and len(found) == len(row.filled()):
            self._second_header_row(row, found)
            return True
        if "name" not in fields or not fields & {"target", "actual", "weight", "score"}:
            return False
        self.block, self.columns = "indicators", {}
        for at, cell, key in row.keyed():
            name = words.get(key)
            if name is None:
                continue
            for slot in range(at, at + cell.colspan):
                self.columns.setdefault(slot, name)
        return True

    def _second_header_row(self, row: Row, found: dict[int, str]) -> None:
        """年度指标值 over 指标性质 | 指标值 | 度量单位: the lower words are the columns. Or the header printed again."""
        if "name" in found.values():
            self.columns = {}
        for at, name in found.items():
            cell = row.at(at)
            for slot in range(at, at + (cell.colspan if cell else 1)):
                self.columns[slot] = name

    def _funds_header(self, row: Row, draft: _Draft) -> bool:
        words = load_form_words().funds_columns
        found = [(at, cell, words[key]) for at, cell, key in row.keyed() if key in words]
        amounts = [
            name for _, _, name in found if name in {"budget_initial", "budget_full", "executed", "arrived"}
        ]
        if not amounts or len({name for _, _, name in found}) < 2:
            return False
        self.block, self.columns = "funds", {}
        for at, cell, name in found:
            if name not in self.columns.values():
                for slot in range(at, at + cell.colspan):
                    self.columns[slot] = name
                draft.funds_header.setdefault(name, entry(cell))
        for _, cell, _ in row.keyed():
            if _TIMES_RATE.search(plain(cell.text).text):
                draft.funds_weight = group_weight(cell)
            unit = find_unit(cell.text)
            if unit is not None and unit.kind is Kind.MONEY:
                draft.currency = unit
        return True

    def _goal_header(self, row: Row, draft: _Draft) -> bool:
        words = load_form_words().goals
        found = {at: words[key] for at, cell, key in row.keyed() if key in words and cell.row == row.index}
        if "result" in found.values() or (found and len(row.filled()) <= 2 and not row.numbers()):
            beside = [cell for _, cell, key in row.keyed() if key not in words and len(key) > 15]
            if beside and "result" not in found.values():
                draft.goals.append(entry(beside[0]))
                return True
            self.block, self.columns = "goals", {}
            for at, name in found.items():
                cell = row.at(at)
                for slot in range(at, at + (cell.colspan if cell else 1)):
                    self.columns[slot] = name
            return True
        return False

    def _head(self, row: Row, draft: _Draft) -> bool:
        words = load_form_words().head
        cells = row.keyed()
        labels = [(i, words[key]) for i, (_, _, key) in enumerate(cells) if key in words]
        for i, name in labels:
            values = [cell for _, cell, key in cells[i + 1 : i + 2] if key not in words]
            if values:
                draft.head.setdefault(name, entry(values[0]))
        return bool(labels)

    # -- rows --------------------------------------------------------------------------------

    def _funds_row(self, row: Row, draft: _Draft) -> None:
        words = load_form_words().funds_rows
        labels = [
            (at, cell, words[strip_words(cell.text)])
            for at, cell, _ in row.keyed()
            if strip_words(cell.text) in words
        ]
        if not labels:
            labels = [
                (at, cell, "unknown")
                for at, cell, _ in row.keyed()
                if cell.row == row.index and at < min(self.columns)
            ][:1]
        if not labels:
            return
        at, cell, name = labels[-1]
        unit = draft.currency or load_units()["万元"]
        columns = self._aligned(row, start=at + 1)
        cells: dict[str, Entry] = {}
        for slot, column in sorted(columns.items()):
            here = row.at(slot)
            if here is not None and here is not cell:
                cells.setdefault(column, entry(here, column_unit(column, unit)))
        if name == "total" and "weight" not in cells and draft.funds_weight is not None:
            cells["weight"] = draft.funds_weight
        draft.funds.append(FundsRow(name, entry(cell), cells))

    def _goal_row(self, row: Row, draft: _Draft) -> None:
        seen: set[int] = set()
        for slot, name in sorted(self.columns.items()):
            cell = row.at(slot)
            words = load_form_words().goals
            if (
                cell is None
                or id(cell) in seen
                or len(plain(cell.text).text) < 4
                or label(cell.text) in words
            ):
                continue
            seen.add(id(cell))
            (draft.results if name == "result" else draft.goals).append(entry(cell))

    def _indicator_row(self, row: Row, draft: _Draft) -> None:
        words = load_form_words()
        keys = [key for _, _, key in row.keyed()]
        if any(key in words.total_rows for key in keys[:2]):
            self._total_row(row, draft)
            return
        columns = self._aligned(row, start=0)
        cells = {name: cell for slot, name in columns.items() if (cell := row.at(slot)) is not None}
        self._inherit(cells)
        name = cells.get("name")
        if name is not None and name is cells.get(
            "target"
        ):  # 评价结论, 存在问题: a text over the whole width
            return
        if name is None or not plain(name.text).text or _PLACEHOLDER_NAME.match(plain(name.text).text):
            return
        read = {key: entry(cell) for key, cell in cells.items() if key not in {"name", "level1", "level2"}}
        if not any(read[key].text for key in ("target", "actual", "weight", "score") if key in read):
            return  # 评价结论, 存在问题 and the like at the foot
        draft.indicators.append(
            IndicatorRow(
                entry(name),
                self.inherited["level1"],
                self.inherited["level2"],
                with_numbers(read),
                self.group_weight,
            )
        )

    def _inherit(self, cells: dict[str, Cell]) -> None:
        for level in ("level1", "level2"):
            cell = cells.get(level)
            text = "".join(plain(cell.text).text.split()) if cell else ""  # “（1⏎0分）” in a narrow column
            if not text or cell is None:
                continue
            words = _GROUP_WEIGHT.sub("", text)
            if level == "level1" and (cell is not self.group_cell):
                found = _GROUP_WEIGHT.search(text)
                same = words == self.inherited["level1"]
                if found or not same:
                    self.group_weight = group_weight(cell) if found else None
                    self.group_cell = cell
                if not same:
                    self.inherited["level2"] = ""
            self.inherited[level] = words
        implied = implied_level1(self.inherited["level2"])
        nowhere = "level1" not in cells  # not even a blank cell
        if nowhere and implied and self.inherited["level1"] in load_form_words().level1_names - {implied, ""}:
            self.inherited["level1"], self.group_weight = implied, None  # its cell was lost or left out

    def _total_row(self, row: Row, draft: _Draft) -> None:
        numbers = [cell for _, cell, key in row.keyed() if read_cell(cell.text) is not None and key]
        by_column = {self.columns.get(at): cell for at, cell, _ in row.keyed()}
        score_unit = load_units()["分"]
        if len(numbers) >= 2:
            weight, score = by_column.get("weight"), by_column.get("score")
            if (
                weight is None
                or score is None
                or weight is score
                or not {id(weight), id(score)} <= {*map(id, numbers)}
            ):
                weight, score = numbers[0], numbers[1]
            draft.totals = {"weight": entry(weight, score_unit), "score": entry(score, score_unit)}
        elif len(numbers) == 1:
            name = next((name for name, cell in by_column.items() if cell is numbers[0]), None)
            draft.totals[name if name == "weight" else "score"] = entry(numbers[0], score_unit)
        for _, cell, key in row.keyed():
            if key in {"优", "良", "中", "差", "优秀", "良好", "合格", "不合格"}:
                draft.totals["grade"] = entry(cell)

    def _aligned(self, row: Row, start: int) -> dict[int, str]:
        """The columns for this row: as the header says, or one to the left or right where the row is shifted.

        A row shifts when an outer merged column ends above it, or when its label sits in another column.
        """
        best, fewest = self.columns, self._misfits(row, self.columns, start)
        for shift in (-1, 1):
            moved = {slot + shift: name for slot, name in self.columns.items() if slot + shift >= 0}
            misfits = self._misfits(row, moved, start)
            if misfits < fewest:
                best, fewest = moved, misfits
        return best

    def _misfits(self, row: Row, columns: dict[int, str], start: int) -> int:
        """How many cells do not suit their column: words where numbers belong, numbers where words or nothing do."""
        misfits = 0
        for at, cell, key in row.keyed():
            if at < start or not key or set(key) <= _DASHES:
                continue
            name = columns.get(at)
            number = read_cell(cell.text, unit=load_units()["元"])  # else 2008.8 would be August 2008
            if name is None or name in {"level1", "level2", "name"}:
                misfits += number is not None
            elif name in _NUMERIC:
                percent = number is not None and number.kind is Kind.PERCENT
                too_much = (
                    name in {"weight", "score"} and number is not None and (number.number or 0) > _FULL_MARKS
                )
                misfits += number is None or too_much or (percent and name != "rate")
        return misfits
