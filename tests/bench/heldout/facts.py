"""Quantities that follow from others: lines of content such as ``half | 上半年支出 | 万元 | exec * r(34, 44) / 100``.

A line is ``key | subject | unit | expression | role``, the role after ROLES of markup.py (``a`` where it is left out),
``ex@-1`` for one of the year before. The unit may end in ``@2``: places after the point; money in 万元 and percentages
have two, all others none. Expressions know + - * / ( ), the keys above them, numbers, ``r(low, high)`` (a whole number
of that range, both ends included), ``min`` and ``max``. What is rounded is rounded once, where it is named, so that a
reader with a pocket calculator finds every sum and rate as printed.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from tests.bench.heldout.case import Value
from tests.bench.heldout.markup import ROLES

_PLACES = {"万元": 2, "亿元": 2, "%": 2, "个百分点": 2}


def derived(lines: Iterable[str], values: Mapping[str, Value], random: Random) -> dict[str, Value]:
    """The values of ``lines``, which may use ``values`` and one another from the top.

    Raises:
        ValueError: an expression uses what is not there; the content is at fault.
    """
    known = dict(values)
    made: dict[str, Value] = {}
    for line in lines:
        key, subject, unit, expression, *rest = (part.strip() for part in line.split("|"))
        assert key not in known, line
        unit, _, places = unit.partition("@")
        role, _, back = (rest[0] if rest else "a").partition("@-")
        number = _value(ast.parse(expression, mode="eval").body, known, random)
        ulp = Decimal(1).scaleb(-int(places or _PLACES.get(unit, 0)))
        rounded = number.quantize(ulp, ROUND_HALF_UP)
        made[key] = Value(rounded, unit, subject, ROLES[role], f"fact:{key}", "", int(back or 0))
        known[key] = made[key]
    return made


def _value(node: ast.expr, known: Mapping[str, Value], random: Random) -> Decimal:
    match node:
        case ast.Constant(value=int() | float() as number):
            return Decimal(str(number))
        case ast.Name(id=name):
            return _known(name, known)
        case ast.Attribute(value=ast.Name(id=name), attr=attribute):
            return _known(f"{name}.{attribute}", known)
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return -_value(inner, known, random)
        case ast.BinOp(left=left, op=operator, right=right):
            a, b = _value(left, known, random), _value(right, known, random)
            match operator:
                case ast.Add():
                    return a + b
                case ast.Sub():
                    return a - b
                case ast.Mult():
                    return a * b
                case ast.Div():
                    return a / b
        case ast.Call(func=ast.Name(id=name), args=arguments):
            numbers = [_value(argument, known, random) for argument in arguments]
            if name == "r":
                return Decimal(random.randint(int(numbers[0]), int(numbers[1])))
            return max(numbers) if name == "max" else min(numbers)
    raise ValueError(f"not understood: {ast.unparse(node)}")


def _known(name: str, known: Mapping[str, Value]) -> Decimal:
    if name not in known:
        raise ValueError(f"no value {name!r}")
    return known[name].number
