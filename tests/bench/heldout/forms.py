"""Forms (自评表) in the layouts that bureaus use: which columns, under which headers, in which order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby

from tests.bench.heldout.blocks import Cell, Field, Table
from tests.bench.heldout.case import Case, Row
from tests.bench.heldout.extras import LEVELS
from tests.bench.heldout.layouts import Layout
from tests.bench.heldout.markup import fits, render
from tests.bench.heldout.report import base_value, mark_dates
from tests.bench.heldout.spell import plain
from tests.bench.heldout.world import executed_score

_GOALS = (
    ("完成<x>{x.t}，<y>{y.t}，<z>{z.t}。", "<x>{x}，<y>{y}，<z>{z}。"),
    ("目标1：<x>{x.t}；目标2：<y>{y.t}。", "目标1：<x>{x}；目标2：<y>{y}。"),
    ("1.<x>达到{x.t}\n2.<z>达到{z.t}", "1.<x>完成{x}\n2.<z>完成{z}"),
    ("通过实施<project>项目，<y>达{y.t}，提高<who>满意度。", "项目已实施完毕，<y>{y}，<who>满意度{sat}。"),
)


@dataclass(slots=True)
class _Sheet:
    """A form while it is being filled in."""

    case: Case
    layout: Layout
    table: Table
    width: int

    def row(self, *cells: Cell) -> None:
        """Add a row; the last cell widens to the full width."""
        used = sum(cell.across for cell in cells)
        last = cells[-1]
        widened = replace(last, across=last.across + self.width - used)
        self.table.rows.append([*cells[:-1], widened])

    def field(self, row: str, column: str, printed: str, value: str | None = None) -> None:
        self.table.fields.append(Field(row, column, printed, printed if value is None else value))


def form(case: Case, layout: Layout) -> Table:
    """The form of ``case``."""
    outer = 1 if layout.outer else 0
    width = len(layout.columns) + outer
    sheet = _Sheet(case, layout, Table([], title=layout.title, is_form=True), width)
    sheet.table.title = f"{case.year}年度{layout.title}" if layout.year_in_title else layout.title
    if not layout.year_in_title and layout.total:
        sheet.table.subtitle = f"（{case.year}年度）"
    _head(sheet)
    if layout.goals_first:
        _goals(sheet)
    _funds(sheet)
    if not layout.goals_first:
        _goals(sheet)
    _indicators(sheet)
    if not layout.score_on_top:
        _foot(sheet)
    for line in layout.tail:
        sheet.row(Cell(render(line, case, "").text, width))
    return sheet.table


def _head(sheet: _Sheet) -> None:
    texts = sheet.case.texts
    name, department, unit = sheet.layout.head
    half = sheet.width // 2
    if sheet.layout.kind != "department":
        sheet.row(Cell(name, 2), Cell(sheet.case.project))
    if sheet.layout.score_on_top:
        total = plain(Decimal(plain(sheet.case.values["total"].number.normalize())))
        sheet.row(Cell(sheet.layout.total, 2), Cell(total, says="form:total", unit="分"))
        sheet.field(sheet.layout.total, "score", total)
    sheet.row(Cell(department, 2), Cell(texts["dept"], half - 1), Cell(unit, 1), Cell(texts["unit"]))


def _amount(sheet: _Sheet, number: Decimal) -> tuple[str, str]:
    base = number * 10_000
    if sheet.layout.unit == "元":
        return f"{base:,.2f}" if sheet.layout.grouped else f"{base:.2f}", plain(base)
    text = plain(number.quantize(Decimal("0.01"))) if sheet.layout.two_decimals else plain(number)
    return text, plain(base)


def _funds(sheet: _Sheet) -> None:
    layout, case = sheet.layout, sheet.case
    columns = layout.funds
    label_width = sheet.width - len(columns) - 1
    by = {"nature": _fund_rows, "sources": _source_rows, "department": _department_rows}[layout.by]
    assert label_width >= 1, layout.name
    blank = Cell("", label_width)
    rows = by(case, layout)
    head = [Cell(header) for _, header in columns]
    title = Cell(f"{layout.funds_title}（{layout.unit}）", 1, len(rows) + 1)
    sheet.table.rows.append([title, blank, *head])
    for name, numbers, is_total in rows:
        cells = [Cell(name, label_width)]
        for kind, _ in columns:
            text = _fund_cell(sheet, name, kind, numbers, is_total=is_total)
            cells.append(_meaning_funds(Cell(text), sheet, name, kind, is_total=is_total))
        sheet.table.rows.append(cells)


def _meaning_funds(cell: Cell, sheet: _Sheet, name: str, kind: str, *, is_total: bool) -> Cell:
    """``cell`` with what it says, where it holds a number."""
    if not cell.text[:1].isdigit() or cell.text == sheet.layout.blank:
        return cell
    if kind in ("init", "full", "exec"):
        says = f"funds:{kind}" if is_total else f"row:{name}:{kind}"
        return replace(cell, says=says, unit=sheet.layout.unit)
    if kind == "rate":
        return replace(cell, says="funds:rate", unit="%")
    return replace(cell, says=f"form:exe:{kind}", unit="分")


def _fund_rows(case: Case, layout: Layout) -> list[tuple[str, dict[str, Decimal], bool]]:
    v = {key: case.values[key].number for key in ("init", "full", "exec", "carry", "fiscal")}
    total = {"init": v["init"], "full": v["full"], "exec": v["exec"]}
    carried = {"init": v["carry"], "full": v["carry"], "exec": v["carry"]}
    fiscal = {key: total[key] - carried[key] for key in total}
    nothing = dict.fromkeys(total, Decimal(0))
    names = layout.fund_rows
    rows = [
        (names[0], total, True),
        (names[1], fiscal, False),
        (names[2], carried, False),
        (names[3], nothing, False),
    ]
    return [*rows[1:], rows[0]] if layout.total_last else rows


def _source_rows(case: Case, layout: Layout) -> list[tuple[str, dict[str, Decimal], bool]]:
    """The whole, then what each tier gave."""
    del layout
    total = {key: case.values[key].number for key in ("full", "exec")}
    rows = [("年度资金总额", total, True)]
    for key, tier in (("zy", "l1"), ("sh", "l2"), ("sj", "l3"), ("xj", "l4")):
        lead = "其中：" if key == "zy" else ""
        numbers = {"full": case.values[key].number, "exec": case.values[f"{key}.e"].number}
        rows.append((f"{lead}{case.texts[tier]}资金", numbers, False))
    if carried := case.values["carry"].number:
        rows.append(("上年结转资金", {"full": carried, "exec": carried}, False))
    return rows


def _department_rows(case: Case, layout: Layout) -> list[tuple[str, dict[str, Decimal], bool]]:
    """The whole, cut by where it comes from and again by what it is for."""
    del layout
    kinds = {"init": ".i", "full": "", "exec": ".e"}
    rows = [("年度资金总额", {key: case.values[key].number for key in kinds}, True)]
    for name, key in (
        ("按收入性质分：一般公共预算拨款", "gen"),
        ("政府性基金预算拨款", "fnd"),
        ("按支出性质分：基本支出", "bas"),
        ("项目支出", "prj"),
    ):
        rows.append((name, {k: case.values[f"{key}{tail}"].number for k, tail in kinds.items()}, False))
    return rows


def _fund_cell(sheet: _Sheet, name: str, kind: str, numbers: dict[str, Decimal], *, is_total: bool) -> str:
    column = {"init": "budget_initial", "full": "budget_full", "exec": "executed"}.get(kind, kind)
    if kind in numbers:
        if not numbers[kind] and not is_total:
            return sheet.layout.blank
        printed, value = _amount(sheet, numbers[kind])
        sheet.field(name, column, printed, value)
        return printed
    if not is_total:
        return sheet.layout.dash
    case = sheet.case
    if kind == "rate":
        printed = plain(case.values["rate"].number) + ("%" if sheet.layout.percent_sign else "")
        sheet.field(name, "rate", printed, plain(case.values["rate"].number))
        return printed
    if kind in ("weight", "score"):
        value = plain(Decimal(10) if kind == "weight" else executed_score(case.values).normalize())
        value = plain(Decimal(value))
        sheet.field(name, kind, value)
        return value
    return ""


def _goals(sheet: _Sheet) -> None:
    case = sheet.case
    pairs = case.goals or _GOALS
    goal, result = case.random.choice([g for g in pairs if fits(g[0], case) and fits(g[1], case)])
    left = render(goal, case, f"{case.id}.goal")
    right = render(result, case, f"{case.id}.result")
    left.place, right.place = "绩效目标", "实际完成情况"
    for paragraph in (left, right):
        mark_dates(paragraph)
    sheet.table.said += [left, right]
    half = (sheet.width - 1) // 2
    title, expected, done = sheet.layout.goals
    sheet.row(Cell(title, 1, 2), Cell(expected, half), Cell(done))
    rest = sheet.width - 1 - half
    sheet.table.rows.append([Cell(left.text, half), Cell(right.text, rest)])


def _indicators(sheet: _Sheet) -> None:
    layout = sheet.layout
    rows = list(sheet.case.rows.values())
    heads = [Cell(header) for _, header in layout.columns]
    outer = [Cell(layout.outer, 1, len(rows) + 1)] if layout.outer else []
    if layout.upper:
        _two_headers(sheet)
    else:
        sheet.table.rows.append([*outer, *heads])
    firsts: dict[int, dict[str, int]] = {}
    position = 0
    for _, group in groupby(rows, key=lambda r: r.level1):
        members = list(group)
        firsts.setdefault(position, {})["l1"] = len(members)
        for _, inner in groupby(members, key=lambda r: r.level2):
            size = len(list(inner))
            firsts.setdefault(position, {})["l2"] = size
            position += size
    weights = {
        level: sum((r.weight for r in rows if r.level1 == level), Decimal(0))
        for level in {r.level1 for r in rows}
    }
    for index, row in enumerate(rows):
        if layout.bands and "l1" in firsts.get(index, {}):
            band = f"{row.level1}（{plain(weights[row.level1])}分）"
            sheet.row(Cell(band, sheet.width, says=f"form:{LEVELS[row.level1]}:weight", unit="分"))
        cells: list[Cell] = []
        for kind, _ in layout.columns:
            if kind in ("l1", "l2"):
                down = firsts.get(index, {}).get(kind, 0)
                if not down:
                    continue
                text = row.level1 if kind == "l1" else row.level2
                if kind == "l1" and layout.level_weights:
                    text += f"（{plain(weights[row.level1])}分）"
                level = f"form:{LEVELS[row.level1]}:weight" if "分）" in text else ""
                cells.append(Cell(text, 1, down, level, "分" if level else ""))
            else:
                cells.append(_meaning(Cell(_indicator_cell(sheet, row, kind)), row, kind))
        sheet.table.rows.append(cells)


def _meaning(cell: Cell, row: Row, kind: str) -> Cell:
    """``cell`` with what it says, where it holds a number."""
    if kind in ("target", "actual"):
        return replace(cell, says=f"{row.key}:{kind}", unit=row.unit) if row.is_number else cell
    return replace(cell, says=f"mark:{row.key}:{kind}", unit="分") if kind in ("weight", "score") else cell


def _two_headers(sheet: _Sheet) -> None:
    """A line of headers over the headers; one column alone is merged with the one below it."""
    headers = iter(header for _, header in sheet.layout.columns)
    above: list[Cell] = []
    below: list[Cell] = []
    for text, columns in sheet.layout.upper:
        names = [next(headers) for _ in range(columns)]
        above.append(Cell(names[0] if columns == 1 else text, columns, 2 if columns == 1 else 1))
        below += [Cell(name) for name in names] if columns > 1 else []
    sheet.table.rows += [above, below]


def _indicator_cell(sheet: _Sheet, row: Row, kind: str) -> str:
    layout = sheet.layout
    kinds = {k for k, _ in layout.columns}
    if kind == "name":
        return row.name
    if kind == "op":
        return layout.operators.get(row.operator, row.operator)
    if kind == "unit":
        return row.unit or layout.blank
    if kind in ("target", "actual"):
        raw = row.target if kind == "target" else row.actual
        if not isinstance(raw, Decimal):
            sheet.field(row.name, kind, raw)
            return raw
        text = plain(raw)
        bare = layout.unit_in_name or (layout.bare_actual and kind == "actual")
        if "unit" not in kinds and not bare:
            text += row.unit
        if kind == "target" and "op" not in kinds and layout.operator_in_cell:
            text = layout.operators.get(row.operator, row.operator).replace("＝", "=") + text
        if layout.sentences:
            text = _phrase(sheet, row, kind, text)
        sheet.field(row.name, kind, text, base_value(raw, row.unit))
        return text
    if kind == "rule":
        return _rule(row)
    if kind in ("weight", "score"):
        number = row.weight if kind == "weight" else row.score
        text = plain(number)
        sheet.field(row.name, kind, text)
        return text
    if kind == "note" and row.key in sheet.case.notes:
        lost = plain((row.weight - row.score).normalize())
        lead = f"扣{lost}分：" if "扣分" in dict(layout.columns)[kind] and row.score < row.weight else ""
        return lead + sheet.case.notes[row.key]
    if kind == "note" and row.score < row.weight:
        return "受客观因素影响未完成，下一步加强统筹调度。"
    return ""


def _phrase(sheet: _Sheet, row: Row, kind: str, text: str) -> str:
    """A number in a few words, as bureaus fill cells that ask for no number."""
    limit = row.operator == "≤"
    if row.operator == "＝" or not row.target:
        return text.lstrip("=")
    if kind == "target":
        return f"控制在{text.lstrip('≤')}以内" if limit else f"达到{text.lstrip('≥=')}"
    met = row.score == row.weight
    name = sheet.case.texts["year"]
    return f"实际{text}" if limit else f"{name}年完成{text}" if met else f"仅完成{text}，未达标"


def _rule(row: Row) -> str:
    if not row.is_number:
        return "完成得满分，基本完成得60%，未完成不得分"
    if row.operator == "≤":
        return "不超过目标值得满分；超过的，得分＝目标值÷完成值×分值"
    return "达到目标值得满分；未达到的，得分＝完成值÷目标值×分值"


def _foot(sheet: _Sheet) -> None:
    layout = sheet.layout
    if not layout.total:
        return
    kinds = [kind for kind, _ in layout.columns]
    before = kinds.index("weight") + (1 if layout.outer else 0)
    total = plain(sheet.case.values["total"].number.normalize())
    cells = [Cell(layout.total, before)]
    for kind in kinds[kinds.index("weight") :]:
        text = {"weight": "100", "score": plain(Decimal(total))}.get(kind, "")
        if text:
            sheet.field(layout.total, kind, text)
        says = {"weight": "form:full:weight", "score": "form:total"}.get(kind, "")
        cells.append(Cell(text, says=says, unit="分" if says else ""))
    sheet.table.rows.append(cells)
