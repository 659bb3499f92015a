"""What parts c to g may say beyond parts a and b: derived quantities, places with their towns and tiers, sections, notes.

Content kinds that only they have: ``places`` (who reports, of what tier, with which towns), ``facts`` (facts.py; every
project's), ``tables`` (tables.py). An entry of their ``projects`` may have ``facts`` (its own), ``flows`` (keys of the
rows that count what is done in a year), ``goals`` (cells of the form: target, result), ``notes`` (row: why it was
missed or far exceeded), ``sections`` (heading and sentences), ``kind`` (which outlines and forms suit it) and ``tiers``
(of places that may tell it).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import Any

from schemas.fact import Role
from tests.bench.heldout.case import Case, Row, Value
from tests.bench.heldout.facts import derived
from tests.bench.heldout.layouts import Layout
from tests.bench.heldout.markup import split

_CENT = Decimal("0.01")
_FIGURES = re.compile(r"[0-9０-９一二三四五六七八九十百千两]")
_FIGURED = ("place", "dept", "shortdept", "unit", "project")  # names that are told apart from numbers
LEVELS = {"产出指标": "out", "成本指标": "cost", "效益指标": "ben", "满意度指标": "sat"}


def home(places: list[dict[str, Any]], random: Random, tiers: Sequence[str] = ()) -> dict[str, str]:
    """One of ``places`` (of ``tiers``, where the project names some) as texts, its towns as town1, town2 …"""
    chosen = random.choice([place for place in places if place["tier"] in tiers] if tiers else places)
    texts = {key: str(value) for key, value in chosen.items() if key != "towns"}
    return texts | {f"town{number}": town for number, town in enumerate(chosen["towns"], 1)}


def organ(name: str, texts: dict[str, str]) -> str:
    """A bureau's name at the tier of ``texts``: 农业农村局 is 农业农村厅 in a province."""
    return re.sub("局$", texts.get("organ", "局"), name)


def extend(
    case: Case, entry: dict[str, Any], shared: Iterable[str], goals: Iterable[tuple[str, str]]
) -> None:
    """Give ``case`` what ``entry`` and the facts and goals that all share add to it."""
    year = case.year
    case.texts |= {"year2": str(year - 2), "year3": str(year - 3), "year5": str(year - 5)}
    case.values |= _scores(case)
    if "wt.cost" not in case.values:
        case.truths.add("nocost")
    if case.values["lost"].number:
        case.truths.add("miss")
    if any(row.score < row.weight for row in case.rows.values()):
        case.truths.add("missrow")
    if case.values["exec"].number >= 5000:
        case.truths.add("big")
    for key, value in split(case.values["exec"], 4, "p", case).items():
        case.values[f"it{key[1:]}"] = value  # what the items cost, for facts to divide
    case.values |= derived(shared, case.values, case.random)
    case.values |= derived(entry.get("facts", ()), case.values, case.random)
    for key in entry.get("flows", ()):
        case.values |= _flow(case.rows[key], case)
    rows = case.random.sample(entry["flows"], 2) if len(entry.get("flows", ())) > 1 else []
    for slot, key in zip(("u", "v"), rows, strict=False):
        named = {k: v for k, v in case.values.items() if k == key or k.startswith(f"{key}.")}
        case.values |= {k.replace(key, slot, 1): v for k, v in named.items()}
        case.texts[slot] = case.rows[key].name
    case.goals = [(goal, result) for goal, result in entry.get("goals", ())] or list(goals)
    if case.random.random() < 0.3:
        case.truths.add("moved")  # goals were changed in the course of the year
    case.notes = dict(entry.get("notes", {}))
    case.sections = list(entry.get("sections", ()))
    case.truths |= set(entry.get("is", "").split())
    names = [text for key, text in case.texts.items() if key in _FIGURED or key.startswith("town")]
    case.figured = {name for name in names if _FIGURES.search(name)}


def _scores(case: Case) -> dict[str, Value]:
    """Points and weights of the groups of the form, and those of the funds."""
    values: dict[str, Value] = {}
    rest = case.values["total"].number
    for level, key in LEVELS.items():
        rows = [row for row in case.rows.values() if row.level1 == level]
        if not rows:
            continue
        weight, score = sum((r.weight for r in rows), Decimal(0)), sum((r.score for r in rows), Decimal(0))
        rest -= score
        values[f"wt.{key}"] = Value(_bare(weight), "分", f"{level}分值", Role.WEIGHT, f"form:{key}:weight")
        values[f"sc.{key}"] = Value(_bare(score), "分", f"{level}得分", Role.SCORE, f"form:{key}:score")
        values[f"lost.{key}"] = Value(
            _bare(weight - score), "分", f"{level}扣分", Role.SCORE, f"form:{key}:lost"
        )
    number = sum(1 for row in case.rows.values() if row.is_number)
    values["rows.q"] = Value(Decimal(number), "个", "定量指标", Role.ACTUAL, "form:rows:quantity")
    values["rows.d"] = Value(
        Decimal(len(case.rows) - number), "个", "定性指标", Role.ACTUAL, "form:rows:word"
    )
    values["sc.exe"] = Value(_bare(rest), "分", "预算执行得分", Role.SCORE, "form:exe:score")
    values["lost"] = Value(
        _bare(100 - case.values["total"].number), "分", "扣分", Role.SCORE, "form:total:lost"
    )
    return values


def _bare(number: Decimal) -> Decimal:
    text = f"{number:f}"
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text)


def _flow(row: Row, case: Case) -> dict[str, Value]:
    """Of a row that counts a year's doings: half a year, three quarters, the years before, all three together."""
    assert isinstance(row.actual, Decimal)
    assert isinstance(row.target, Decimal)
    assert row.base is not None, row.key
    key, ulp = row.key, Decimal(1).scaleb(int(row.actual.as_tuple().exponent))

    def part(of: Decimal, low: int, high: int) -> Decimal:
        return (of * case.random.randint(low, high) / 100).quantize(ulp, ROUND_HALF_UP)

    def said(number: Decimal, what: str, name: str, role: Role = Role.ACTUAL, unit: str = row.unit) -> Value:
        return Value(number, unit, f"{row.name}{name}", role, f"{key}:{what}")

    half, three_quarters, before = (
        part(row.actual, 36, 47),
        part(row.actual, 66, 82),
        part(row.base, 80, 94),
    )
    values = {
        f"{key}.h": said(half, "half", "上半年"),
        f"{key}.h2": said(row.actual - half, "half2", "下半年"),
        f"{key}.q": said(three_quarters, "q3", "前三季度"),
        f"{key}.q4": said(row.actual - three_quarters, "q4", "第四季度"),
        f"{key}.c": said(row.actual + row.base + before, "three", "三年累计"),
        f"{key}.b2": replace(said(before, "base2", "前年", Role.BASE), years_back=2),
        f"{key}.i": said(row.actual - row.base, "increase", "增加数", Role.GROWTH),
        f"{key}.t0": said(part(row.target, 106, 118), "target0", "年初目标", Role.TARGET),
        f"{key}.n": said(part(row.actual, 102, 110), "next", "下年计划", Role.TARGET),
    }
    rates = {
        "hr": (half / row.target, "half:rate", "上半年完成率", Role.ACTUAL),
        "qr": (three_quarters / row.target, "q3:rate", "前三季度完成率", Role.ACTUAL),
        "g3": (row.actual / before - 1, "growth3", "较前年增幅", Role.GROWTH),
        "g2": (row.base / before - 1, "growth2", "上年增幅", Role.GROWTH),
    }
    for name, (rate, what, words, role) in rates.items():
        percent = (rate * 100).quantize(_CENT, ROUND_HALF_UP)
        values[f"{key}.{name}"] = said(percent, what, words, role, "%")
    return values


def fit(case: Case, layout: Layout) -> None:
    """Make ``case`` one that can be told beside a form of ``layout``."""
    if layout.unit_in_name:
        _with_units(case)
    if any("年初" in header for kind, header in layout.columns if kind == "target"):
        case.truths.discard(
            "moved"
        )  # the form gives the goals in force, and calls them those of the year's start


def _with_units(case: Case) -> None:
    """Put the units behind the names of the rows, "改造食堂数量（所）", for forms whose cells are bare numbers."""
    renamed: dict[str, str] = {}
    for key, row in case.rows.items():
        if row.is_number and row.unit:
            renamed[row.name] = f"{row.name}（{row.unit}）"
            case.rows[key] = replace(row, name=renamed[row.name])
    for key, value in case.values.items():
        if value.row in renamed:
            case.values[key] = replace(value, row=renamed[value.row])
