"""What the columns of an indicator table mean, and which of them a row's cells stand in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from extractors.forms.cells import DASHES, Row, label, number_in
from extractors.quantities import find_unit
from schemas.document import Cell
from schemas.form import MONEY, Vocabulary, load_form_words
from schemas.quantity import Kind, Unit

NUMERIC = MONEY | {"rate", "weight", "score", "review_score", "level1_weight", "level2_weight"}
_POINTS = frozenset({"weight", "score", "review_score"})
_WORDS = frozenset({"level1", "level2", "name", "operator", "unit_of_measure"})
_VALUES = frozenset({"target", "actual", "weight", "score", "review_actual", "review_score"})
_OTHERS = frozenset({"review_actual", "review_score", "last_actual", "midterm_target"})
_FULL_MARKS = 100
_MOST_PERCENT = 1000  # a rate beyond it is several figures that ran together
_FURTHEST = 2  # columns by which a row may be shifted: an outer merged column or two end above it
_WEAK_NAME = "绩效指标"  # heads the names where there is no 三级指标, else it stands beside the whole block
_KINDS = frozenset({"指标类别", "指标类型", "指标分类", "类别", "类型", "指标维度", "维度"})
_MIDTERM = re.compile("^(?:中期|实施期|中长期|三年)")


@dataclass(frozen=True, slots=True)
class Column:
    """Slots ``first`` to ``last`` stand under header ``cell``; ``field`` is empty where it is none we read."""

    field: str
    first: int
    last: int
    cell: Cell


@dataclass(frozen=True, slots=True)
class Group:
    """The columns of one run of indicators; a table with 中期 and 年度 side by side has two."""

    columns: tuple[Column, ...]
    side: str = ""

    def has(self, field: str) -> bool:
        """Whether a column holds this field."""
        return any(column.field == field for column in self.columns)


class Header:
    """A header of one or two rows: what each slot means."""

    def __init__(self, row: Row) -> None:
        self.slots: dict[int, tuple[str, Cell]] = {}
        words = load_form_words().indicator_columns
        for at, cell, key in row.cells:
            for slot in range(at, at + cell.colspan):
                self.slots.setdefault(slot, (words.field(key), cell))

    def refine(self, row: Row) -> None:
        """年度指标值 over 指标性质 | 指标值 | 度量单位: the lower words are the columns."""
        words = load_form_words().indicator_columns
        for at, cell, key in row.own:
            above = self.slots.get(at)
            field = _beneath(key, label(above[1].text) if above else "", words)
            if field or above is None:
                for slot in range(at, at + cell.colspan):
                    self.slots[slot] = (field, cell)

    def fields(self) -> Mapping[int, str]:
        """The field of each slot."""
        return {slot: field for slot, (field, _) in self.slots.items()}

    def groups(self, sides: Mapping[int, str]) -> tuple[Group, ...]:
        """The columns in runs; ``sides`` says which slots other blocks call 中期."""
        columns = _with_name(list(self._columns()))
        return tuple(Group(_one_of_each(run), _side(run, sides)) for run in _runs(columns))

    def units(self) -> dict[str, Unit]:
        """What header cells say of the unit of their figures: 指标值（万元）."""
        found = {field: find_unit(cell.text) for field, cell in self.slots.values()}
        return {
            field: unit for field, unit in found.items() if unit is not None and unit.kind is not Kind.SCORE
        }

    def _columns(self) -> Iterator[Column]:
        run: Column | None = None
        for slot, (field, cell) in sorted(self.slots.items()):
            if run is not None and run.cell is cell and run.last == slot - 1:
                run = replace(run, last=slot)
                continue
            if run is not None:
                yield run
            run = Column(field, slot, slot, cell)
        if run is not None:
            yield run


def _beneath(key: str, above: str, words: Vocabulary) -> str:
    """The field of a lower header cell: 复核 over 得分 is the reviewers' score."""
    both = words.field(above + key)
    return both if both in _OTHERS else words.field(key) or both


def is_header(row: Row) -> bool:
    """Whether the row heads indicators: a name, and a target, result, weight or score beside it, and no figure."""
    words = load_form_words().indicator_columns
    fields = {words.field(key) for _, _, key in row.cells}
    if not fields & _VALUES or row.has_number():
        return False
    named = {words.named(key) for _, _, key in row.cells}
    levels = "level1" in named or "level2" in named
    if "name" in named or ("name" in fields and levels):
        return True
    weakly = levels or any(key == _WEAK_NAME for _, _, key in row.cells)
    return weakly and len(fields & _VALUES) >= 2


def is_header_again(row: Row) -> bool:
    """Whether, below a header, the same words are printed once more."""
    words = load_form_words().indicator_columns
    named = [words.named(key) for _, _, key in row.own]
    return is_header(row) and sum(map(bool, named)) * 2 > len(named)


def refines(row: Row) -> bool:
    """Whether the row right below a header is its second row."""
    words = load_form_words().indicator_columns
    fields = [words.field(key) for _, _, key in row.own]
    return bool(fields) and not row.has_number() and sum(map(bool, fields)) * 2 > len(fields)


def _with_name(columns: list[Column]) -> list[Column]:
    """Where no column is called 三级指标, the lowest level that there is names the indicators; 类别 only sorts them."""
    if any(column.field == "name" for column in columns):
        return columns
    levels = [column for column in columns if column.field in {"level1", "level2"}]
    if levels and all(label(column.cell.text) in _KINDS for column in levels):
        columns = [
            replace(each, field="name") if label(each.cell.text) == _WEAK_NAME else each for each in columns
        ]
        if any(column.field == "name" for column in columns):
            return columns
    for at, column in reversed(list(enumerate(columns))):
        if label(column.cell.text) == _WEAK_NAME or column.field in {"level2", "level1"}:
            return [*columns[:at], replace(column, field="name"), *columns[at + 1 :]]
    return columns


def _runs(columns: list[Column]) -> Iterator[list[Column]]:
    """Cut where the name comes again after figures; the levels before a name belong to it."""
    run: list[Column] = []
    levels: list[Column] = []
    for column in columns:
        if column.field in {"level1", "level2"}:
            levels.append(column)
            continue
        fields = {each.field for each in run}
        if column.field == "name" and "name" in fields and fields & _VALUES:
            yield run
            run = []
        run += [*levels, column]
        levels = []
    yield [*run, *levels]


def _one_of_each(run: list[Column]) -> tuple[Column, ...]:
    """Each field once: points before the name are those of the levels, of the others the first counts."""
    name = next((at for at, column in enumerate(run) if column.field == "name"), 0)
    weights = [at for at, column in enumerate(run) if column.field == "weight"]
    own = next((at for at in weights if at > name), weights[0] if weights else -1)
    out: list[Column] = []
    for at, column in enumerate(run):
        field = column.field
        if field == "weight" and at != own:
            before = [each.field for each in run[:at] if each.field in {"level1", "level2"}]
            field = f"{before[-1]}_weight" if at < name and before else ""
        elif field == "name" and at != name:
            field = "definition"
        elif field in {"target", "actual"} and at < name and any(each.field == field for each in run[name:]):
            field = ""  # 指标完成情况 beside the whole block
        if any(each.field == field for each in out):
            field = ""
        out.append(replace(column, field=field))
    return tuple(out)


def _side(run: list[Column], sides: Mapping[int, str]) -> str:
    target = next((column for column in run if column.field == "target"), run[-1])
    return sides.get(target.first, "")


def sides_of(row: Row) -> dict[int, str]:
    """Which slots a row calls 中期: 中期目标 | 年度目标."""
    found: dict[int, str] = {}
    for at, cell, key in row.own:
        if len(key) <= 12 and _MIDTERM.match(key):
            found |= dict.fromkeys(range(at, at + cell.colspan), "midterm")
    return found


def shift_of(row: Row, fields: Mapping[int, str], start: int = 0) -> int:
    """By how many columns the row is shifted: 0 where it fits as the header says.

    A row shifts when an outer merged column ends above it, or when its label sits in another column.
    """
    best, fewest = 0, misfits(row, fields, start)
    for shift in sorted(range(-_FURTHEST, _FURTHEST + 1), key=abs):
        if not fewest or not shift:
            continue
        moved = {slot + shift: field for slot, field in fields.items() if slot + shift >= 0}
        wrong = misfits(row, moved, start)
        if wrong < fewest:
            best, fewest = shift, wrong
    return best


def misfits(row: Row, fields: Mapping[int, str], start: int = 0) -> int:
    """How many cells do not suit their column: words where numbers belong, numbers where words or nothing do."""
    wrong = 0
    for at, cell, key in row.cells:
        if at < start or set(key) <= DASHES:
            continue
        field = fields.get(at)
        number = number_in(cell.text)
        if field is None:
            wrong += (
                number is not None or start > 0
            )  # right of its label every cell of a row of money has a column
        elif field in _WORDS:
            wrong += number is not None
        elif field in NUMERIC:
            percent = number is not None and number.kind is Kind.PERCENT
            most = _FULL_MARKS if field in _POINTS else _MOST_PERCENT if percent else None
            too_much = most is not None and number is not None and (number.number or 0) > most
            wrong += number is None or too_much or (percent and field != "rate")
    return wrong
