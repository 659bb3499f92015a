"""The indicator table of a form: its rows, the levels they inherit, and the totals below them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from extractors.forms.cells import Row, cut, entry, entry_part, label, labelled, number_in, unwrapped
from extractors.forms.columns import Column, Group, Header, is_header_again, refines, shift_of
from extractors.forms.draft import Draft
from extractors.forms.ticks import ticked
from extractors.forms.unglue import Part, part_by_blank, part_by_score
from extractors.forms.values import group_weight, implied_level1, points, with_numbers, without_weight
from extractors.plain import plain
from schemas.document import Cell
from schemas.form import Entry, IndicatorRow, load_form_words
from schemas.quantity import Unit

_PLACEHOLDER = re.compile(r"(?:指标\d{0,2}[:：]?|[.…]+|\d{1,2}[.、]?|\(.{0,8}字以内\))")
_NUMBERED = re.compile(r"指标\s?\d{1,2}\s?[:：]\s?(?=\S)")
_FIGURES = ("target", "actual", "weight", "score", "review_actual", "review_score")
_GLUED = ("weight", "target", "actual", "score")
_UNREAD = frozenset({"", "ignored", "midterm_target"})
_TOTALS = {"weight": "total_weight", "score": "total_score", "review_score": "total_review"}
_WIDE = 3  # columns that a heading inside the table covers at least


@dataclass(slots=True)
class _Levels:
    """First and second level of the row above, inherited where a row leaves them open."""

    level1: str = ""
    level2: str = ""
    weight1: Entry | None = None
    weight2: Entry | None = None
    cells: dict[str, Cell] = field(default_factory=dict)

    def inherit(self, cells: Mapping[str, Cell]) -> None:
        """Take the level cells of a row; blank ones mean those above."""
        if same(cells.get("level2"), cells.get("level1")) or same(cells.get("level2"), cells.get("name")):
            cells = {name: cell for name, cell in cells.items() if name != "level2"}
            self.level2, self.weight2 = "", None
        self._first(cells.get("level1"))
        self._second(cells.get("level2"))
        implied = implied_level1(self.level2)
        nowhere = "level1" not in cells  # not even a blank cell
        national = {name for name in load_form_words().level1_names if name.endswith("指标")}
        if nowhere and implied and self.level1 in national - {implied}:
            self.level1, self.weight1 = implied, None  # its cell was lost or left out

    def _first(self, cell: Cell | None) -> None:
        text = "".join(plain(cell.text).text.split()) if cell else ""  # “（1⏎0分）” in a narrow column
        if not text or cell is None:
            return
        words = without_weight(text)
        if cell is not self.cells.get("level1"):
            found, same_words = group_weight(cell), words == self.level1
            if found or not same_words:
                self.weight1 = found
                self.cells["level1"] = cell
            if not same_words:
                self.level2, self.weight2 = "", None
        self.level1 = words

    def _second(self, cell: Cell | None) -> None:
        text = "".join(plain(cell.text).text.split()) if cell else ""
        if text and cell is not None:
            self.level2, self.weight2 = without_weight(text), group_weight(cell)


def same(a: Cell | None, b: Cell | None) -> bool:
    """Whether one cell covers both columns."""
    return a is not None and a is b


class Indicators:
    """The indicator block while it is read."""

    headed = True

    def __init__(self, row: Row, sides: Mapping[int, str]) -> None:
        self._header = Header(row)
        self._sides = sides
        self._fresh = True  # the row just read was a header
        self._levels: dict[int, _Levels] = {}
        self._set()

    def _set(self) -> None:
        self._groups = self._header.groups(self._sides)
        self._fields = self._header.fields()
        self._units: dict[str, Unit] = self._header.units()

    def take(self, row: Row, draft: Draft) -> bool:
        """Read one row of the block."""
        words = load_form_words()
        if self._fresh and refines(row):
            self._header.refine(row)
            self._set()
        elif is_header_again(row):
            self._header, self._fresh = Header(row), True
            self._set()
        else:
            self._fresh = False
            if any(key in words.subtotal_rows for _, _, key in row.cells):
                return True
            if self._is_total(row):
                self._totals(row, draft)
            elif not self._heading(row):
                self._rows(row, draft)
        return True

    def _is_total(self, row: Row) -> bool:
        """Whether the row is the total, and not an indicator called 合计 behind both its levels."""
        words = load_form_words()
        at = next((i for i, (_, cell, key) in enumerate(row.cells) if _total_word(cell, key)), -1)
        if at < 0 or row.cells[at][1].row != row.index:
            return False
        before = {without_weight(key) for _, _, key in row.cells[: min(at, 2)]}
        return at < 2 or not before & (words.level1_names | words.level2_names)

    def _heading(self, row: Row) -> bool:
        """投入目标 across the table: the first level of the rows below."""
        if len(row.own) != 1 or len(row.cells) > 2:
            return False
        [(_, cell, key)] = row.own
        words = load_form_words()
        name = re.sub(r"^[一二三四五六七八九十]{1,2}[、.]?", "", without_weight(key))
        level1, level2 = name in words.level1_names, name in words.level2_names
        wide = cell.colspan >= _WIDE or not any(group.has("level1") for group in self._groups)
        if not wide or not (level1 or level2):
            return False
        for at, _ in enumerate(self._groups):
            levels = self._levels.setdefault(at, _Levels())
            if level1:
                levels.level1, levels.weight1, levels.level2 = name, group_weight(cell), ""
            else:
                levels.level2, levels.weight2 = name, group_weight(cell)
        return True

    def _rows(self, row: Row, draft: Draft) -> None:
        shift = shift_of(row, self._fields)
        shared: dict[str, Cell] = {}
        for at, group in enumerate(self._groups):
            cells = self._cells(row, group, shift)
            if at:
                cells = {name: shared[name] for name in ("level1",) if name in shared} | cells
            shared = shared or cells
            if not group.has("level1") and _names_level1(cells.get("level2")):
                cells["level1"] = cells.pop("level2")  # 指标类别: 产出, 效果
            levels = self._levels.setdefault(at, _Levels())
            levels.inherit(cells)
            found = self._row(cells, levels)
            if found is not None:
                draft.side(group.side).indicators.append(found)

    def _cells(self, row: Row, group: Group, shift: int) -> dict[str, Cell]:
        cells: dict[str, Cell] = {}
        for column in group.columns:
            if column.field in _UNREAD:
                continue
            picked = _picked(row, column, shift)
            if len(picked) > 1 and column.field == "target" and "operator" not in cells:
                picked = _split_target(picked, cells)
            if picked:
                cells[column.field] = picked[0]
        return cells

    def _row(self, cells: dict[str, Cell], levels: _Levels) -> IndicatorRow | None:
        name = cells.get("name")
        if name is None or any(same(name, cells.get(column)) for column in _FIGURES):
            return None  # 评价结论, 存在问题: a text over the whole width
        called = _without_number(name)
        if not called.text or _PLACEHOLDER.fullmatch(called.text):
            return None
        said = {key: entry(cell) for key, cell in cells.items() if key not in {"name", "level1", "level2"}}
        called, said, doubts = _unglued(called, said, list(cells))
        weights = [said.pop(f"level{level}_weight", None) for level in (1, 2)]
        if not any(said[key].text for key in _FIGURES if key in said):
            return None  # nothing was filled in
        if weights[0] is not None and weights[0].text:
            levels.weight1 = points(weights[0])
        if weights[1] is not None and weights[1].text:
            levels.weight2 = points(weights[1])
        read = _doubted(with_numbers(said, called.text, self._units), doubts)
        return IndicatorRow(called, levels.level1, levels.level2, read, levels.weight1, levels.weight2)

    def _totals(self, row: Row, draft: Draft) -> None:
        numbers = [cell for _, cell, _ in row.own if number_in(cell.text) is not None]
        shift = shift_of(row, self._fields)
        columns = [column for group in self._groups for column in group.columns if column.field in _TOTALS]
        found: dict[str, Cell] = {}
        for column in columns:
            cells = [cell for cell in _picked(row, column, shift) if any(cell is each for each in numbers)]
            if cells and not any(cells[0] is each for each in found.values()):
                found[column.field] = cells[0]
        weighed = {"weight", "score"} <= {column.field for column in columns}
        if len(numbers) >= 2 and weighed and not {"weight", "score"} <= found.keys():
            found = {"weight": numbers[0], "score": numbers[1]}
        elif len(numbers) == 1 and "weight" not in found:
            found = {"score": numbers[0]}
        for total, cell in found.items():
            draft.points[_TOTALS[total]] = points(entry(cell))
        for _, cell, _ in row.own:
            read_inline_total(cell, draft)
        read_grade(row, draft)


def _names_level1(cell: Cell | None) -> bool:
    return cell is not None and without_weight(label(cell.text)) in load_form_words().level1_names


def _total_word(cell: Cell, key: str) -> bool:
    pair = labelled(cell)
    words = load_form_words().total_rows
    return key in words or (pair is not None and pair.key in words)


def read_inline_total(cell: Cell, draft: Draft) -> None:
    """总分：98.5分 in one cell."""
    pair = labelled(cell)
    if pair and pair.key in load_form_words().total_rows and number_in(pair.value.text) is not None:
        draft.points["total_score"] = points(pair.value)


def read_grade(row: Row, draft: Draft) -> None:
    """The grade in a row, as a word or ticked."""
    grades = load_form_words().grades
    for _, cell, key in row.own:
        chosen = [word for word in ticked(cell.text) if word in grades]
        pair = labelled(cell)
        if key in grades:
            draft.head.setdefault("grade", entry(cell))
        elif pair is not None and pair.value.text in grades:
            draft.head.setdefault("grade", pair.value)
        elif len(chosen) == 1:
            start = cell.text.index(chosen[0])
            draft.head.setdefault("grade", entry_part(cell, start, start + len(chosen[0])))


def _picked(row: Row, column: Column, shift: int) -> list[Cell]:
    """The filled cells under a header cell; where all are blank, the first."""
    cells: list[Cell] = []
    for slot in range(column.first + shift, column.last + shift + 1):
        cell = row.at(slot) if slot >= 0 else None
        if cell is not None and not any(cell is each for each in cells):
            cells.append(cell)
    return [cell for cell in cells if cell.text.strip()] or cells[:1]


def _split_target(picked: list[Cell], cells: dict[str, Cell]) -> list[Cell]:
    """≥ | 95 | % under one header: the operator and the unit have columns of their own."""
    if plain(picked[0].text).text in load_form_words().operators:
        cells["operator"] = picked.pop(0)
    if len(picked) == 2 and number_in(picked[0].text) is not None and number_in(picked[1].text) is None:
        cells["unit_of_measure"] = picked.pop()
    return picked


def _without_number(name: Cell) -> Entry:
    """The name without the 指标1： that the template puts before it."""
    found = _NUMBERED.match(name.text)
    return entry_part(name, found.end(), len(name.text)) if found else entry(name)


def _unglued(
    name: Entry, said: dict[str, Entry], order: list[str]
) -> tuple[Entry, dict[str, Entry], dict[str, str]]:
    """Figures that ran into the cell on their left, put back into their columns, and the doubt of each."""
    blank = [column for column in order if column in _GLUED and not said[column].text]
    if len(blank) == len(_GLUED):
        parted = part_by_score(_flat(name), blank)
        if parted is not None:
            called, parts = parted
            whole = Entry(plain(called).text, cut(name.anchor, 0, len(called)))
            return (whole, *_put_back(name, said, parts, "按得分等于分值乘以完成比例拆开"))
    if "target" in said and blank == ["actual"]:
        pieces = part_by_blank(_flat(said["target"]), ["target", "actual"])
        if pieces is not None:
            return (name, *_put_back(said["target"], said, pieces, "按空格拆开"))
    return name, said, {}


def _flat(glued: Entry) -> str:
    """What is printed, its lines joined where a figure goes on."""
    return unwrapped(glued.anchor.quote)[0]


def _put_back(
    glued: Entry, said: dict[str, Entry], parts: list[Part], how: str
) -> tuple[dict[str, Entry], dict[str, str]]:
    doubt = f"“{glued.text}”几个数粘在一起，{how}"
    found = {part.column: Entry(part.text, cut(glued.anchor, part.start, part.end)) for part in parts}
    return said | found, dict.fromkeys(found, doubt)


def _doubted(read: dict[str, Entry], doubts: Mapping[str, str]) -> dict[str, Entry]:
    return read | {
        column: replace(read[column], quantity=replace(quantity, doubt=doubt))
        for column, doubt in doubts.items()
        if (quantity := read[column].quantity) is not None
    }
