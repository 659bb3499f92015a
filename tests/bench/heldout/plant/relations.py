"""What follows from what: sums, differences, rates, averages and the arithmetic of the form, as expressions.

Operands are latent quantities (``same`` of a label), numbers in the unit of the value. An expression of the content
(facts.py) is a relation when a reader could know it: sums and differences, one thing over another. What is only how the
numbers were made (a share of a share, 97/100 of the contract) is none.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from tests.bench.heldout.case import Case, Row
from tests.bench.heldout.extras import LEVELS
from tests.bench.heldout.numbers import read
from tests.bench.heldout.plant.scene import Interval, Scene
from tests.bench.heldout.world import content

SUM, FORMULA, SCORE, ORDER = "分项之和", "算式", "得分", "大小"
_TENS = {10, 100, 1000, 10_000}
_SPLIT = re.compile(r"(.+)/([a-z])(\d)(\+?)")
SCORE_SLACK = Decimal("0.5")  # bureaus round scores to whole points,
SUM_SLACK = Decimal("0.1")  # and their sums of scores to a tenth
_SUBSETS = (  # part, whole: said as such, in no sum
    ("senior", "tech"),
    ("gw.h", "gw"),
    ("back", "quest"),
)


@dataclass(frozen=True, slots=True)
class Relation:
    """``result`` equals ``tree`` (for ORDER: is at most that). ``known``: operands by name. ``strong``: holds across a report."""

    how: str
    result: str
    tree: ast.expr
    known: Mapping[str, str]
    strong: bool = False
    slack: Decimal = Decimal(0)

    @property
    def members(self) -> frozenset[str]:
        return frozenset((self.result, *self.known.values()))


def relations(scene: Scene) -> list[Relation]:
    """All relations among what ``scene`` prints."""
    case = scene.case
    there = set(scene.by_same)
    found = [
        *_content(case),
        *_rows(case),
        *_funds(),
        *_unsplit(case),
        *_spoken_sums(scene),
        *_splits(there),
        *_form(scene),
    ]
    return [relation for relation in found if relation.members <= there]


def scale(scene: Scene, same: str) -> Decimal:
    """How many base units (元, 1, %) one of the latent quantity's unit is."""
    for value in scene.case.values.values():
        if value.same == same:
            return unit_scale(value.unit)
    if "/" in same and not same.endswith(":share"):
        return scale(scene, _SPLIT.sub(r"\1", same))
    return unit_scale("万元") if same.startswith("row:") else Decimal(1)


def unit_scale(unit: str) -> Decimal:
    """Base units in one ``unit``."""
    return read(f"1{unit}").value or Decimal(1)


def _of(how: str, result: str, text: str, names: Mapping[str, str], *, strong: bool = False) -> Relation:
    tree = ast.parse(text, mode="eval").body
    used = {name: names[name] for name in operands(tree)}
    sums_scores = how == SUM and result.startswith("form:") and result.endswith(("score", "total", "lost"))
    slack = SCORE_SLACK if how == SCORE else SUM_SLACK if sums_scores else Decimal(0)
    return Relation(how, result, tree, used, strong, slack)


def operands(tree: ast.expr) -> list[str]:
    """The names in ``tree``, dotted ones whole; functions are none."""
    inner = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    inner |= {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    return [
        ast.unparse(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute | ast.Name) and id(node) not in inner
    ]


def _content(case: Case) -> Iterator[Relation]:
    entry = next(e for e in content(case.half, "projects") if e["name"] == case.project)
    shared = [line for e in content(case.half, "facts") for line in e["facts"]]
    names = {key: value.same for key, value in case.values.items()}
    for line in (*shared, *entry.get("facts", ())):
        key, _, _, text, *_ = (part.strip() for part in line.split("|"))
        tree = ast.parse(text, mode="eval").body
        if key in names and _is_known_to_readers(tree):
            yield _of(SUM if _is_linear(tree) else FORMULA, names[key], text, names)
    for part, whole in _SUBSETS:
        if part in names and whole in names:
            yield _of(ORDER, names[part], whole, names)


def _is_linear(tree: ast.expr) -> bool:
    match tree:
        case ast.Name() | ast.Attribute():
            return True
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub(), right=right):
            return _is_linear(left) and _is_linear(right)
    return False


def _is_known_to_readers(tree: ast.expr) -> bool:
    """A sum of two things or more, or one sum over another, times a power of ten."""
    if _is_linear(tree):
        return len(operands(tree)) > 1
    match tree:
        case ast.BinOp(left=left, op=ast.Mult() | ast.Div(), right=ast.Constant(value=ten)) if ten in _TENS:
            return _is_known_to_readers(left) or _is_linear(left)
        case ast.BinOp(left=left, op=ast.Mult() | ast.Div(), right=right):
            return _is_scaled(left) and _is_scaled(right)
    return False


def _is_scaled(tree: ast.expr) -> bool:
    match tree:
        case ast.BinOp(left=left, op=ast.Mult(), right=ast.Constant(value=ten)):
            return ten in _TENS and _is_linear(left)
    return _is_linear(tree)


_ROW = (  # of a row: its own, then what extras.py adds; t target, b base, h half a year, q three quarters, c three years
    ("growth", "(a - b) / b * 100"),
    ("points", "a - b"),
    ("rate", "a / t * 100"),
    ("half2", "a - h"),
    ("q4", "a - q"),
    ("three", "a + b + b2"),
    ("increase", "a - b"),
    ("half:rate", "h / t * 100"),
    ("q3:rate", "q / t * 100"),
    ("growth3", "(a - b2) / b2 * 100"),
    ("growth2", "(b - b2) / b2 * 100"),
)
_ROW_NAMES = {"a": "actual", "t": "target", "b": "base", "h": "half", "q": "q3", "b2": "base2"}


def _rows(case: Case) -> Iterator[Relation]:
    for row in case.rows.values():
        if not row.is_number:
            continue
        names = {name: f"{row.key}:{same}" for name, same in _ROW_NAMES.items()}
        for what, text in _ROW:
            how = FORMULA if "/" in text else SUM
            yield _of(how, f"{row.key}:{what}", text, names, strong=what == "rate")
        assert isinstance(row.actual, Decimal)
        assert isinstance(row.target, Decimal)
        gap = "a - t" if row.actual > row.target else "t - a"
        yield _of(SUM, f"{row.key}:gap", gap, names)
        yield from _row_score(row, names)


def _row_score(row: Row, names: Mapping[str, str]) -> Iterator[Relation]:
    ours = {"w": f"mark:{row.key}:weight", **names}
    if row.target and row.actual:
        ratio = "t / a" if row.operator == "≤" else "a / t"
        yield _of(SCORE, f"mark:{row.key}:score", f"min(w, w * {ratio})", ours, strong=True)


def _funds() -> Iterator[Relation]:
    keys = ("init", "adj", "full", "exec", "bal", "carry", "fiscal", "rate", "prev", "three")
    names = {key: f"funds:{key}" for key in keys}
    for result, text in (("rate", "exec / full * 100"), ("bal", "full - exec"), ("fiscal", "full - carry")):
        yield _of(FORMULA, f"funds:{result}", text, names, strong=True)
    names["w"] = "form:exe:weight"
    yield _of(SCORE, "form:exe:score", "min(w, w * exec / full)", names, strong=True)


def _unsplit(case: Case) -> Iterator[Relation]:
    """Nothing was carried over: the year's grant is the whole."""
    if not case.values["carry"].number:
        yield _of(FORMULA, "funds:fiscal", "full", {"full": "funds:full"}, strong=True)


def adjusted(case: Case) -> Relation | None:
    """Initial, adjustment, full: which way it was adjusted is the case's."""
    names = {key: f"funds:{key}" for key in ("init", "adj")}
    if "adj+" in case.truths:
        return _of(FORMULA, "funds:full", "init + adj", names, strong=True)
    return _of(FORMULA, "funds:full", "init - adj", names, strong=True) if "adj-" in case.truths else None


def _spoken_sums(scene: Scene) -> Iterator[Relation]:
    if (moved := adjusted(scene.case)) is not None:
        yield moved
    for total, parts in scene.sums.values():
        names = {f"p{number}": part.same for number, part in enumerate(parts)}
        if total.label and total.label.exhaustive:
            yield _of(SUM, total.same, " + ".join(names), names)
        elif len(parts) == 1 or total.label:
            for name in names:
                yield _of(ORDER, names[name], "t", {"t": total.same})


def _splits(there: set[str]) -> Iterator[Relation]:
    """Parts that a total was cut into, and what share each is."""
    cut: dict[tuple[str, str], dict[int, str]] = defaultdict(dict)
    for same in there:
        found = _SPLIT.fullmatch(same)
        if found:
            cut[found[1], found[2]][int(found[3])] = same
            yield _of(FORMULA, f"{same}:share", "p / t * 100", {"p": same, "t": found[1]})
    for (total, _), parts in cut.items():
        last = max(parts)
        whole = last == 4 or parts[last].endswith("+")
        if whole and sorted(parts) == list(range(1, last + 1)) and last > 1:
            names = {f"p{number}": same for number, same in parts.items()}
            yield _of(SUM, total, " + ".join(names), names)


def _form(scene: Scene) -> Iterator[Relation]:
    case, there = scene.case, set(scene.by_same)
    rows = list(case.rows.values())
    for kind, total in (("weight", "form:full:weight"), ("score", "form:total")):
        sames = [f"form:exe:{kind}", *(f"mark:{row.key}:{kind}" for row in rows)]
        names = {f"p{number}": same for number, same in enumerate(sames)}
        yield _of(SUM, total, " + ".join(names), names, strong=True)
        for level, key in LEVELS.items():
            own = [f"mark:{row.key}:{kind}" for row in rows if row.level1 == level]
            if own:
                names = {f"p{number}": same for number, same in enumerate(own)}
                yield _of(SUM, f"form:{key}:{kind}", " + ".join(names), names, strong=True)
        groups = [f"form:{key}:{kind}" for key in ("exe", *LEVELS.values()) if f"form:{key}:{kind}" in there]
        if len(groups) == 1 + len({row.level1 for row in rows}):
            names = {f"p{number}": same for number, same in enumerate(groups)}
            yield _of(SUM, total, " + ".join(names), names)
    for key in LEVELS.values():
        names = {"w": f"form:{key}:weight", "s": f"form:{key}:score"}
        yield _of(SUM, f"form:{key}:lost", "w - s", names)
    for row in rows:
        yield _of(ORDER, f"mark:{row.key}:score", "w", {"w": f"mark:{row.key}:weight"}, strong=True)
    yield _of(FORMULA, "form:total:lost", "100 - t", {"t": "form:total"}, strong=True)
    yield _of(FORMULA, "form:rows", str(len(rows)), {}, strong=True)
    yield _of(SUM, "form:rows", "q + d", {"q": "form:rows:quantity", "d": "form:rows:word"})
    yield from _funds_rows(there)


def _funds_rows(there: set[str]) -> Iterator[Relation]:
    """Columns of the funds, where all their rows kept names of their own (see scene._alias)."""
    for kind in ("init", "full", "exec"):
        own = sorted(same for same in there if same.startswith("row:") and same.endswith(f":{kind}"))
        if own:
            names = {f"p{number}": same for number, same in enumerate(own)}
            yield _of(SUM, f"funds:{kind}", " + ".join(names), names, strong=True)
    for kind, keys in (
        ("full", ("zy", "sh", "sj", "xj")),
        ("full", ("gen", "fnd")),
        ("full", ("bas", "prj")),
        ("exec", ("gen.e", "fnd.e")),
        ("exec", ("bas.e", "prj.e")),
        ("init", ("gen.i", "fnd.i")),
        ("init", ("bas.i", "prj.i")),
    ):
        total = "funds:fiscal" if keys[0] == "zy" else f"funds:{kind}"
        names = {f"p{number}": f"fact:{key}" for number, key in enumerate(keys)}
        yield _of(SUM, total, " + ".join(names), names, strong=keys[0] != "zy")


def evaluate(tree: ast.expr, known: Mapping[str, Interval]) -> Interval | None:
    """The interval of ``tree``; None where it would divide by nought."""
    match tree:
        case ast.Constant(value=int() | float() as number):
            return Decimal(str(number)), Decimal(str(number))
        case ast.Name() | ast.Attribute():
            return known[ast.unparse(tree)]
        case ast.Call(func=ast.Name(id="min"), args=arguments):
            ends = [evaluate(argument, known) for argument in arguments]
            fine = [end for end in ends if end is not None]
            same_length = len(fine) == len(ends)
            return (min(e[0] for e in fine), min(e[1] for e in fine)) if same_length else None
        case ast.BinOp(left=left, op=operator, right=right):
            return _combined(operator, evaluate(left, known), evaluate(right, known))
    raise ValueError(ast.unparse(tree))


def _combined(operator: ast.operator, a: Interval | None, b: Interval | None) -> Interval | None:
    if a is None or b is None:
        return None
    match operator:
        case ast.Add():
            return a[0] + b[0], a[1] + b[1]
        case ast.Sub():
            return a[0] - b[1], a[1] - b[0]
        case ast.Mult():
            corners = [x * y for x in a for y in b]
            return min(corners), max(corners)
        case ast.Div():
            if b[0] <= 0 <= b[1]:
                return None
            corners = [x / y for x in a for y in b]
            return min(corners), max(corners)
    raise ValueError(operator)
