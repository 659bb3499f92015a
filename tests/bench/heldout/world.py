"""Cases from the content: numbers moved a little, money made to close, years and places chosen."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from schemas.fact import Role
from tests.bench.heldout import extras
from tests.bench.heldout.case import Case, Row, Value

CONTENT = Path(__file__).parent / "content"
PLACES = (  # 区县 as their reports name themselves: place, the level's own word, what "the whole of it" is called
    ("临江市", "市", "全市"),
    ("青溪县", "县", "全县"),
    ("南陵区", "区", "全区"),
    ("白河县", "县", "全县"),
    ("望城新区", "区", "全区"),
    ("宁山县", "县", "全县"),
    ("乌兰旗", "旗", "全旗"),
    ("安定州", "州", "全州"),
)
_OUTPUT, _BENEFIT = "产出指标", "效益指标"
_LEVEL1 = {
    "数量": _OUTPUT,
    "质量": _OUTPUT,
    "时效": _OUTPUT,
    "成本": "成本指标",
    "经济": _BENEFIT,
    "社会": _BENEFIT,
    "生态": _BENEFIT,
    "可持续": _BENEFIT,
    "满意度": "满意度指标",
}
_LEVEL2 = {"生态": "生态效益指标", "经济": "经济效益指标", "社会": "社会效益指标", "可持续": "可持续影响指标"}
_ORDER = (_OUTPUT, "成本指标", _BENEFIT, "满意度指标")
_SHARES = {_OUTPUT: 50, "成本指标": 0, _BENEFIT: 30, "满意度指标": 10}
_SHARES_WITH_COST = {_OUTPUT: 40, "成本指标": 20, _BENEFIT: 20, "满意度指标": 10}
_CENT = Decimal("0.01")


@cache
def content(half: str, kind: str) -> list[dict[str, Any]]:
    """All entries of the files ``kind``*_``half``.yaml, in order."""
    entries: list[dict[str, Any]] = []
    for path in sorted(CONTENT.glob(f"{kind}*_{half}.yaml")):
        entries += yaml.safe_load(path.read_text(encoding="utf-8"))
    return entries


def _moved(value: Decimal, percent: int) -> Decimal:
    ulp = Decimal(1).scaleb(int(value.as_tuple().exponent))
    return (value * percent / 100).quantize(ulp, ROUND_HALF_UP)


def _row(text: str, year: int, random: Random) -> Row:
    key, level2, name, unit, operator, target, actual = (part.strip() for part in text.split("|"))
    name2 = _LEVEL2.get(level2, f"{level2}指标" if level2 != "满意度" else "服务对象满意度指标")
    row = Row(key, _LEVEL1[level2], name2, name, unit, operator, "", "", None)
    if operator == "定性":
        said = [t.replace("<year>", str(year)) for t in (target, actual)]
        return replace(row, target=said[0], actual=said[1])
    goal, done = Decimal(target), Decimal(actual)
    percent = unit in ("%", "‰")
    met = done >= goal if operator == "≥" else done <= goal
    if percent:
        if done not in (goal, Decimal(100)) and goal < 100:
            gap = abs(done - goal)
            done += _moved(gap, random.randint(-30, 20)) * (1 if done > goal else -1)
            done = min(done, Decimal("99.9"))
        base = _moved(done, random.randint(90, 97)) if operator == "≥" and unit == "%" else None
    else:
        factor = 100 if operator == "＝" else random.randint(82, 128)
        if (level2 != "成本" and abs(goal) >= 20) or goal != goal.to_integral_value():
            goal, done = _moved(goal, factor), _moved(done, factor)
        base = _moved(done, random.randint(78, 95)) if done > 20 and operator == "≥" else None
        still = done >= goal if operator == "≥" else done <= goal
        if still != met:
            done = goal
    return replace(row, target=goal, actual=done, base=base)


def _weighted(rows: list[Row]) -> list[Row]:
    """Weights that add up to 90 beside the 10 of the funds, and scores that follow from target and actual."""
    rows = sorted(rows, key=lambda r: (_ORDER.index(r.level1),))
    shares = dict(_SHARES_WITH_COST if any(r.level1 == "成本指标" for r in rows) else _SHARES)
    for level in _ORDER:
        if not any(r.level1 == level for r in rows):
            shares[_OUTPUT] += shares.pop(level)
    weighted: list[Row] = []
    for level, share in shares.items():
        group = [r for r in rows if r.level1 == level]
        for index, row in enumerate(group):
            weight = Decimal(share // len(group) + (1 if index < share % len(group) else 0))
            weighted.append(replace(row, weight=weight, score=_score(row, weight)))
    order: list[str] = []
    for row in weighted:
        if row.level2 not in order:
            order.append(row.level2)
    return sorted(weighted, key=lambda r: (_ORDER.index(r.level1), order.index(r.level2)))


def _score(row: Row, weight: Decimal) -> Decimal:
    if not isinstance(row.target, Decimal) or not isinstance(row.actual, Decimal):
        return weight
    better = row.actual <= row.target if row.operator == "≤" else row.actual >= row.target
    if better or not row.target or not row.actual:
        return weight
    ratio = row.target / row.actual if row.operator == "≤" else row.actual / row.target
    return (weight * ratio).quantize(_CENT, ROUND_HALF_UP)


def _row_values(row: Row) -> dict[str, Value]:
    if not isinstance(row.actual, Decimal) or not isinstance(row.target, Decimal):
        return {}
    values = {
        row.key: Value(row.actual, row.unit, row.name, Role.ACTUAL, f"{row.key}:actual", row.name),
        f"{row.key}.t": Value(row.target, row.unit, row.name, Role.TARGET, f"{row.key}:target", row.name),
    }
    if row.base:
        values[f"{row.key}.b"] = Value(row.base, row.unit, row.name, Role.BASE, f"{row.key}:base", "", 1)
        if row.unit != "%":
            growth = ((row.actual - row.base) / row.base * 100).quantize(_CENT, ROUND_HALF_UP)
            values[f"{row.key}.g"] = Value(growth, "%", row.name, Role.GROWTH, f"{row.key}:growth")
        else:
            points = row.actual - row.base
            values[f"{row.key}.p"] = Value(points, "个百分点", row.name, Role.GROWTH, f"{row.key}:points")
    gap = abs(row.target - row.actual)
    if row.actual > row.target:
        values[f"{row.key}.o"] = Value(gap, row.unit, f"{row.name}超额", Role.ACTUAL, f"{row.key}:gap")
    if gap:
        values[f"{row.key}.d"] = Value(gap, row.unit, f"{row.name}差额", Role.ACTUAL, f"{row.key}:gap")
    if row.target and row.operator == "≥" and row.unit not in ("%", "‰"):
        rate = (row.actual / row.target * 100).quantize(_CENT, ROUND_HALF_UP)
        values[f"{row.key}.r"] = Value(rate, "%", f"{row.name}完成率", Role.ACTUAL, f"{row.key}:rate")
    return values


def _funds(wan: int, random: Random) -> tuple[dict[str, Value], set[str]]:
    """Money in 万元. Initial ± adjustment = full = sources; full − executed = balance."""
    exact = random.random() < 0.3
    initial = Decimal(wan * random.randint(70, 140) // 100)
    truths: set[str] = set()
    change = random.choice((0, 0, 0, 1, -1))
    adjust = (initial * random.randint(4, 19) / 100).quantize(Decimal(1) if exact else _CENT)
    if change:
        truths.add("adj+" if change > 0 else "adj-")
    else:
        adjust = Decimal(0)
        truths.add("noadj")
    full = initial + change * adjust
    rate = random.choice((100, 100, 99, 97, 96, 94, 93, 91, 88, 85))
    executed = full if rate == 100 else (full * rate / 100 - random.randint(0, 99) * _CENT).quantize(_CENT)
    balance = full - executed
    truths.add("bal" if balance else "spent")
    carried = Decimal(0)
    if random.random() < 0.35:
        carried = (full * random.randint(3, 9) / 100).quantize(_CENT)
        truths.add("carry")
    numbers = {
        "init": (initial, Role.BUDGET_INITIAL, "年初预算"),
        "adj": (adjust, Role.BUDGET_ADJUST, "预算调整"),
        "full": (full, Role.BUDGET_FULL, "全年预算"),
        "arr": (full, Role.ARRIVED, "到位资金"),
        "exec": (executed, Role.EXECUTED, "实际支出"),
        "bal": (balance, Role.BALANCE, "结余资金"),
        "carry": (carried, Role.CARRY_OVER, "上年结转资金"),
        "fiscal": (full - carried, Role.BUDGET_FULL, "当年财政拨款"),
    }
    values = {k: Value(n, "万元", s, r, f"funds:{k}") for k, (n, r, s) in numbers.items()}
    shown = (executed / full * 100).quantize(_CENT, ROUND_HALF_UP).normalize()
    shown = shown.quantize(Decimal(1)) if shown == 100 else shown
    values["rate"] = Value(shown, "%", "预算执行率", Role.RATE, "funds:rate")
    previous = (executed * random.randint(82, 97) / 100).quantize(_CENT)
    values["prev"] = Value(previous, "万元", "上年支出", Role.BASE, "funds:prev", "", 1)
    three = executed + previous + (previous * random.randint(80, 95) / 100).quantize(_CENT)
    values["three"] = Value(three, "万元", "三年累计投入", Role.EXECUTED, "funds:three")
    return values, truths


def case(entry: dict[str, Any], half: str, number: int, random: Random) -> Case:
    """One case of the project ``entry``."""
    year = random.choice((2022, 2023, 2024, 2024, 2025))
    places = content(half, "places")
    home = extras.home(places, random, entry.get("tiers", ())) if places else {}
    place, level, whole = random.choice(PLACES) if not home else (home["place"], home["level"], home["whole"])
    rows = _weighted([_row(text, year, random) for text in entry["rows"]])
    values, truths = _funds(entry["funds"], random)
    for row in rows:
        assert row.key not in values, (entry["name"], row.key)
        values.update(_row_values(row))
    score = sum((r.score for r in rows), Decimal(0)) + executed_score(values)
    values["total"] = Value(score, "分", "自评得分", Role.SCORE, "form:total")
    sheets = Decimal(random.randint(8, 60) * 10)
    values["quest"] = Value(sheets, "份", "发放问卷", Role.ACTUAL, "survey:out")
    values["back"] = Value(
        sheets - random.randint(1, int(sheets) // 12), "份", "回收有效问卷", Role.ACTUAL, "survey:in"
    )
    values["rows"] = Value(Decimal(len(rows)), "个", "三级指标", Role.ACTUAL, "form:rows")
    numbers = [r for r in rows if r.is_number and r.level1 != "满意度指标" and r.actual]
    numeric = [r for r in numbers if r.operator != "≤" and r.score == r.weight]
    if limits := [r for r in numbers if r.operator == "≤"]:
        row = random.choice(limits)
        values |= {k.replace(row.key, "w", 1): v for k, v in _row_values(row).items()}
    for slot, row in zip(("x", "y", "z"), random.sample(numeric, 3), strict=True):
        values |= {k.replace(row.key, slot, 1): v for k, v in _row_values(row).items()}
    texts = {
        "year": str(year),
        "lastyear": str(year - 1),
        "nextyear": str(year + 1),
        "dept": f"{place}{extras.organ(entry['dept'], home)}",
        "shortdept": extras.organ(entry["dept"], home),
        "unit": f"{place}{extras.organ(entry['unit'], home)}",
        "project": entry["name"],
        "place": place,
        "level": level,
        "whole": whole,
        "who": entry["who"],
        "sector": entry["sector"],
    }
    texts |= home
    texts |= {f"item{i}": item for i, item in enumerate(entry["items"], 1)}
    texts |= {slot: values[slot].subject for slot in ("w", "x", "y", "z") if slot in values}
    if not any(r.key == "sat" for r in rows):
        truths.add("nosat")
    made = Case(
        id=f"s{number:03d}",
        half=half,
        year=year,
        sector=entry["sector"],
        department=texts["dept"],
        project=entry["name"],
        folder=f"{texts['dept']}/{number:03d}{re.sub(r'[“”、]', '', entry['name'])}",
        rows={r.key: r for r in rows},
        values=values,
        texts=texts,
        sentences=_sentences(entry, half, random),
        truths=truths,
        random=random,
    )
    if places:
        truths |= set(home.get("is", "").split())
        facts = [line for e in content(half, "facts") for line in e["facts"]]
        goals = [(e["goal"], e["result"]) for e in content(half, "goals")]
        extras.extend(made, entry, facts, goals)
    return made


def _sentences(entry: dict[str, Any], half: str, random: Random) -> list[str]:
    """The project's own sentences, and some of what another hand says of the same rows."""
    other = [s for e in content(half, "hands") if e["name"] == entry["name"] for s in e["say"]]
    return [*entry["say"], *random.sample(other, random.randint(1, len(other)))]


def executed_score(values: dict[str, Value]) -> Decimal:
    """The points of the funds row: ten times the rate of execution, at most ten."""
    rate = values["exec"].number / values["full"].number
    return min(Decimal(10), (10 * rate).quantize(_CENT, ROUND_HALF_UP))
