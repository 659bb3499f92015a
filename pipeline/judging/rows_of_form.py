"""What the rules on forms need to know of a row: which direction is better, how far it was met."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import groupby

from pipeline.judging.wording import number
from pipeline.rulebook import Case
from schemas.document import Anchor
from schemas.fact import Fact, Role, Source
from schemas.form import Entry, Form, FundsRow, IndicatorRow, load_form_words
from schemas.quantity import ZERO, Bound, Kind, Quantity
from schemas.thresholds import Thresholds

_KEPT_DOWN = re.compile("经费|费用?|成本|支出|预算|人员|编制|造价|投资")
_TIME_LIMIT = re.compile("时限|时间|历时|响应|及时|期限")
NO_MORE = frozenset("≤<＜≦")  # signs before a target
NO_LESS = frozenset("≥>＞≧")
# What the columns of the funds are called.
FUNDS_COLUMNS = {"budget_initial": "年初预算数", "budget_full": "全年预算数", "executed": "全年执行数"}
_COST_WORDS = ("成本", "费用", "单价", "造价", "标准", "支出", "经费", "金额", "单位投资", "亩均投资", "费率")


def total_row(form: Form) -> FundsRow | None:
    """The 年度资金总额 row; where there is none, the only row."""
    rows = [row for row in form.funds if row.row == "total"]
    if rows:
        return rows[0]
    filled = [row for row in form.funds if any(entry.quantity for entry in row.cells.values())]
    return filled[0] if len(filled) == 1 else None


def total_cell(case: Case, column: str) -> Entry | None:
    """The cell of a column in the 年度资金总额 row with a number in it, of the first form that has one."""
    rows = (row for form in case.forms if (row := total_row(form)) is not None)
    return next((row.cells[column] for row in rows if figure(row.cells, column)), None)


def figure(cells: dict[str, Entry], column: str) -> Quantity | None:
    """The number in a column, if it is a plain one."""
    entry = cells.get(column)
    quantity = entry.quantity if entry else None
    return quantity if quantity is not None and quantity.number is not None else None


def budget_points(form: Form) -> tuple[Entry | None, Entry | None]:
    """Weight and score of the budget execution. Printed in two rows they are still one score."""
    rows = [total_row(form), *form.funds]
    found = []
    for column in ("weight", "score"):
        entries = [row.cells[column] for row in rows if row is not None and figure(row.cells, column)]
        found.append(entries[0] if entries else None)
    return found[0], found[1]


def implied_points(form: Form, limits: Thresholds) -> Decimal | None:
    """What the execution of the budget is worth where the form prints its rate but neither its weight nor its score.

    Source: 财预〔2020〕10号附件: 10 points, unless the weights of the rows make 100 by themselves.
    """
    if any(budget_points(form)) or not any(figure(row.cells, "rate") for row in form.funds):
        return None
    return limits.execution_points


def goal_points(form: Form, column: str) -> Entry | None:
    """Weight or score of the goals, in forms that give points for them."""
    return {"weight": form.goal_weight, "score": form.goal_score}.get(column)


def sums_by_level1(form: Form, column: str) -> list[tuple[str, Decimal]]:
    """Each first-level indicator with the sum of its weights or scores; nothing if one of them is missing.

    Where the goals carry points of their own, they come first.
    """
    if any(figure(row.cells, column) is None for row in form.indicators):
        return []
    goals = goal_points(form, column)
    sums = (
        [("年度目标", goals.quantity.value)]
        if goals and goals.quantity and goals.quantity.value is not None
        else []
    )
    for name, rows in groupby(form.indicators, key=lambda row: row.level1):
        figures = [figure(row.cells, column) for row in rows]
        sums.append((name, sum((each.value for each in figures if each and each.value is not None), ZERO)))
    return sums


def listed(sums: Sequence[tuple[str, Decimal]]) -> str:
    """产出指标40、效益指标30."""
    return "、".join(f"{name}{number(value)}" for name, value in sums)


def direction(row: IndicatorRow, case: Case) -> str:
    """Whether more or less is better: "higher", "lower", "equal", or "" where nothing tells.

    The operator decides, then the words beside the target, then the dictionary, then what the name says.
    """
    target, signs = figure(row.cells, "target"), signs_of(row)
    if signs & NO_MORE or (target and target.bound in (Bound.AT_MOST, Bound.LESS_THAN)):
        return "lower"
    reached = "target" in row.cells and row.cells["target"].text.startswith("达到")
    if signs & NO_LESS or reached or (target and target.bound in (Bound.AT_LEAST, Bound.MORE_THAN)):
        return "higher"
    known = case.schema.indicators.get(indicator_id(row, case))
    if known is not None and known.direction:
        return known.direction
    words = load_form_words()
    if any(word in row.name.text for word in words.higher_is_better):
        return "higher"
    if any(word in row.name.text for word in words.lower_is_better):
        return "lower"
    if "成本" in row.level2 or "成本" in row.level1:
        return "lower" if any(word in row.name.text for word in _COST_WORDS) else ""
    if "=" in signs:
        return "equal"
    if "控制率" in row.name.text:  # 会议费控制率 is kept down, 血压控制率 up
        return "lower" if _KEPT_DOWN.search(row.name.text) else ""
    if target is not None and target.kind is Kind.DURATION:
        return "lower" if _TIME_LIMIT.search(row.name.text) else ""
    return "higher"


def signs_of(row: IndicatorRow) -> set[str]:
    """The first characters of its target and of the column of signs: where one is a sign, it says which way."""
    return {row.cells[column].text.strip()[:1] for column in ("operator", "target") if column in row.cells}


def indicator_id(row: IndicatorRow, case: Case) -> str:
    """The indicator that the facts of this row carry."""
    known = _indicators(case)
    found = [known[entry.anchor] for entry in row.cells.values() if entry.anchor in known]
    return min(found)[1] if found else ""


@lru_cache(maxsize=1)
def _indicators(case: Case) -> dict[Anchor, tuple[int, str]]:
    """The indicator of the first fact at each place of the forms, with its number among the facts."""
    known: dict[Anchor, tuple[int, str]] = {}
    for at, fact in enumerate(case.facts):
        if fact.source is Source.FORM:
            known.setdefault(fact.anchor, (at, fact.indicator))
    return known


def achieved(row: IndicatorRow, way: str) -> Decimal | None:
    """How far the target was met, 1 being exactly; above 1 better than asked. None where it cannot be said.

    Source: 财预〔2020〕10号, scores in proportion; for costs and the like target over result.
    """
    target, actual = figure(row.cells, "target"), figure(row.cells, "actual")
    if target is None or actual is None or target.value is None or actual.value is None or not way:
        return None
    if target.unit.dimension != actual.unit.dimension and not _same_count(target, actual):
        return None
    if target.value < 0 or actual.value < 0:
        return None
    if way == "lower":
        if actual.value == 0:
            return Decimal(1)
        return target.value / actual.value if target.value else ZERO
    return actual.value / target.value if target.value else None


def _same_count(a: Quantity, b: Quantity) -> bool:
    return a.kind is b.kind is Kind.COUNT


def explained(row: IndicatorRow) -> bool:
    """Whether the deviation column says anything."""
    note = row.cells.get("deviation")
    return note is not None and not note.blank


def form_facts(case: Case, role: Role) -> list[Fact]:
    """The facts of a role that stand in forms."""
    return [fact for fact in case.said(role) if fact.source is Source.FORM]
