"""Breaks every rule, one place at a time, and asks whether one of its own cases (tests/rules/CODE.yaml) notices.

`python -m tests.bench.mutation [CODE …]` prints a table per rule and the mutants that live. A mutant that lives is a line
of a rule that no case protects, or one that changes nothing.
"""

from __future__ import annotations

import argparse
import ast
import copy
import inspect
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType, ModuleType

from pipeline import rulebook as book
from pipeline.rulebook import Case, Rule, rulebook
from tests.test_rules import Expected, as_expected, cases_of, expected, hear

SECONDS = 10  # for all cases of one mutant: broken loops may not end
CORE = ("disabled", "outcome", "if")  # kinds that every case file must notice

Cases = list[tuple[Expected, list[Case]]]  # a rule across documents hears each group of a case


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: its kind, the line it is on, and what it does."""

    kind: str
    line: int
    what: str
    tree: ast.Module


def cases(codes: Sequence[str] = ()) -> dict[str, Cases]:
    """Every case of the rules ``codes`` (none: of all), read once."""
    found: dict[str, Cases] = {}
    rules = {rule.code: rule for rule in rulebook()}
    with tempfile.TemporaryDirectory() as folder:
        for each in expected():
            if not codes or each.rule in codes:
                heard = cases_of(rules[each.rule], each, Path(folder))
                found.setdefault(each.rule, []).append((each, heard))
    return found


def mutants(rule: Rule, kinds: Sequence[str] = ()) -> Iterator[Mutant]:
    """Every mutant of the module that ``rule`` stands in, of some ``kinds`` or of all."""
    tree = ast.parse(inspect.getsource(_module(rule)))
    places = list(ast.walk(tree))
    words = {id(node) for each in places if isinstance(each, ast.JoinedStr) for node in ast.walk(each)}
    names = {id(node) for each in places for note in _annotations(each) for node in ast.walk(note)}
    for index, node in enumerate(places):
        if id(node) in words or id(node) in names:
            continue  # the wording of a message; a type
        for kind, what, change in _changes(node, rule.check.__name__):
            if kinds and kind not in kinds:
                continue
            changed = copy.deepcopy(tree)
            change(list(ast.walk(changed))[index])
            yield Mutant(kind, getattr(node, "lineno", 0), what, ast.fix_missing_locations(changed))


def lives(mutant: Mutant, rule: Rule, against: Cases) -> bool:
    """Whether every case still comes to what it should."""
    try:
        with _clock(SECONDS):
            changed = _registered(mutant, rule)
            return all(
                as_expected(each, [found for case in heard for found in hear(changed, case)])
                for each, heard in against
            )
    except Exception:  # noqa: BLE001  (a crash is noticed)
        return False


def _module(rule: Rule) -> ModuleType:
    module = inspect.getmodule(rule.check)
    assert module is not None
    return module


def _registered(mutant: Mutant, rule: Rule) -> Rule:
    """The rule as its changed module registers it."""
    before = dict(book._RULES)
    book._RULES.clear()
    try:
        scope = {"__name__": _module(rule).__name__}
        exec(compile(mutant.tree, f"<{rule.code}>", "exec"), scope)  # noqa: S102  (our own source, changed)
        return book._RULES[rule.code]
    finally:
        book._RULES.clear()
        book._RULES.update(before)


def _annotations(node: ast.AST) -> Iterator[ast.AST]:
    for name in ("annotation", "returns"):
        note = getattr(node, name, None)
        if isinstance(note, ast.AST):
            yield note


Change = tuple[str, str, Callable[[ast.AST], None]]

_OUTCOMES = {"AGREES": "DIFFERS", "DIFFERS": "AGREES", "REVIEW": "AGREES", "UNCLEAR": "AGREES"}
_SEVERITIES = {"ERROR": "INFO", "WARNING": "ERROR", "INFO": "ERROR"}
_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
_SUMS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
}


def _changes(node: ast.AST, check: str) -> Iterator[Change]:
    """Every way to break one node of the tree."""
    if isinstance(node, ast.FunctionDef) and node.name == check:
        yield "disabled", f"{check} says nothing", _silence
    elif isinstance(node, ast.If | ast.IfExp | ast.While):
        for value in (True, False):
            kind = "if" if isinstance(node, ast.If) else "choice"
            yield kind, f"{ast.unparse(node.test)[:60]} → {value}", _set("test", ast.Constant(value))
    elif isinstance(node, ast.comprehension):
        for at, test in enumerate(node.ifs):
            yield "filter", f"if {ast.unparse(test)[:60]} dropped", _item("ifs", at, ast.Constant(True))
    elif isinstance(node, ast.Compare):
        for at, operator in enumerate(node.ops):
            for other in _COMPARISONS[type(operator)]:
                what = f"{ast.unparse(node)[:60]} → {other.__name__}"
                yield "comparison", what, _item("ops", at, other())
    elif isinstance(node, ast.BoolOp):
        other_ = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield "and/or", ast.unparse(node)[:60], _set("op", other_)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        double = ast.UnaryOp(ast.Not(), node.operand)
        yield "not", ast.unparse(node)[:60], _set("operand", double)
    elif isinstance(node, ast.BinOp) and type(node.op) in _SUMS:
        yield "arithmetic", ast.unparse(node)[:60], _set("op", _SUMS[type(node.op)]())
    else:
        yield from _of_values(node)


def _of_values(node: ast.AST) -> Iterator[Change]:
    if isinstance(node, ast.Constant) and type(node.value) is int:
        yield "constant", f"{node.value} → {node.value + 1}", _set("value", node.value + 1)
    elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        for owner, kind, others in (
            ("Outcome", "outcome", _OUTCOMES),
            ("Severity", "severity", _SEVERITIES),
        ):
            if node.value.id == owner and node.attr in others:
                yield kind, f"{node.attr} → {others[node.attr]}", _set("attr", others[node.attr])


def _silence(node: ast.AST) -> None:
    assert isinstance(node, ast.FunctionDef)
    node.body = [ast.Return(), ast.Expr(ast.Yield())]


def _set(name: str, value: object) -> Callable[[ast.AST], None]:
    return lambda node: setattr(node, name, copy.deepcopy(value))


def _item(name: str, at: int, value: object) -> Callable[[ast.AST], None]:
    def change(node: ast.AST) -> None:
        getattr(node, name)[at] = copy.deepcopy(value)

    return change


@contextmanager
def _clock(seconds: int) -> Iterator[None]:
    def over(_number: int, _frame: FrameType | None) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, over)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; 1 where a mutant of a core kind lives."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("codes", nargs="*", metavar="CODE", help="rules; none: all")
    parser.add_argument("--core", action="store_true", help=f"only the kinds {', '.join(CORE)}")
    parser.add_argument("--lines", action="store_true", help="list the mutants that live")
    asked = parser.parse_args(arguments)
    started = time.monotonic()
    against = cases(asked.codes)
    made, killed, core_alive = Counter[str](), Counter[str](), 0
    print(f"{'规则':<8}{'用例':>4}{'改坏':>6}{'发现':>6}{'漏掉':>6}")
    for rule in rulebook():
        if rule.code not in against:
            continue
        found = list(mutants(rule, CORE if asked.core else ()))
        alive = [each for each in found if lives(each, rule, against[rule.code])]
        made.update(each.kind for each in found)
        killed.update(each.kind for each in found)
        killed.subtract(each.kind for each in alive)
        core_alive += sum(each.kind in CORE for each in alive)
        print(
            f"{rule.code:<8}{len(against[rule.code]):>6}{len(found):>8}{len(found) - len(alive):>8}{len(alive):>8}"
        )
        if asked.lines:
            for each in sorted(alive, key=lambda each: each.line):
                print(f"    {_module(rule).__name__.rpartition('.')[2]}:{each.line} {each.kind}: {each.what}")
        sys.stdout.flush()
    for kind, count in made.most_common():
        print(f"{kind:<12}{killed[kind]:>6}/{count}")
    print(
        f"{killed.total()}/{made.total()} 被发现（{killed.total() / max(1, made.total()):.1%}），{time.monotonic() - started:.0f} 秒"
    )
    return 1 if core_alive else 0


if __name__ == "__main__":
    sys.exit(main())
