"""Every unit word we know, and what may follow it. The words themselves are in units.yaml."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import yaml

from schemas.errors import SchemaError
from schemas.quantity import Kind, Unit

SCALES = {
    "": Decimal(1),
    "十": Decimal(10),
    "百": Decimal(100),
    "千": Decimal(1000),
    "万": Decimal(10_000),
    "亿": Decimal(100_000_000),
}
_KEYS = {"kind", "base", "units", "not_before", "examples"}
_FILE = "units.yaml"


@cache
def _families() -> list[dict[str, Any]]:
    families = yaml.safe_load((files("schemas") / _FILE).read_text(encoding="utf-8"))
    for number, family in enumerate(families, 1):
        unknown = set(family) - _KEYS
        if unknown or "kind" not in family or "units" not in family:
            raise SchemaError(
                f"{_FILE} › 第{number}组", f"键不对：{'、'.join(sorted(unknown)) or '缺 kind 或 units'}"
            )
        if family["kind"] not in set(Kind):
            raise SchemaError(f"{_FILE} › 第{number}组", f"没有这种 kind：{family['kind']!r}")
    return list(families)


@cache
def load_units() -> dict[str, Unit]:
    """Every unit by its printed word. Callers must not change the dictionary: it is shared.

    >>> load_units()["万元"].factor, load_units()["人次"].base
    (Decimal('10000'), '人次')
    """
    units: dict[str, Unit] = {}
    for family in _families():
        words = family["units"]
        pairs = words.items() if isinstance(words, dict) else ((word, 1) for word in words)
        for name, factor in pairs:
            if name in units:
                raise SchemaError(f"{_FILE} › {name}", "这个单位写了两次", "请删去一处")
            base = str(family.get("base", name))
            units[str(name)] = Unit(str(name), Kind(family["kind"]), base, Decimal(str(factor)))
    return units


@cache
def unit_pattern() -> str:
    """A regular expression of all unit words, longest first, each refusing what may not follow it.

    Longest first: 万元 must win over 元 and 人次 over 人.
    """
    after: dict[str, str] = {}
    for family in _families():
        after |= family.get("not_before", {})
    stray = set(after) - set(load_units())
    if stray:
        raise SchemaError(f"{_FILE} › not_before", f"没有定义单位 {'、'.join(sorted(stray))}")
    names = sorted(load_units(), key=lambda name: (-len(name), name))
    return "|".join(_word(name, after.get(name, "")) for name in names)


def _word(name: str, not_before: str) -> str:
    guard = "[A-Za-z0-9]" if name[-1].isascii() and name[-1].isalnum() else ""
    guard = "|".join(part for part in (not_before, guard) if part)
    return re.escape(name) + (f"(?!{guard})" if guard else "")


def unit_examples() -> dict[str, Decimal]:
    """The sentences of units.yaml and the value, in base units, of the one quantity in each."""
    return {
        sentence: Decimal(str(value))
        for family in _families()
        for sentence, value in family.get("examples", {}).items()
    }


@lru_cache(maxsize=4096)  # what stands before a unit may be any run of 万 and 亿
def scaled_unit(name: str, scale: str, per: str = "") -> Unit:
    """The unit ``name`` with 万, 亿, 千万 … before it, and with a divisor.

    >>> scaled_unit("人次", "万").factor, str(scaled_unit("元", "万", "亩").dimension)
    (Decimal('10000'), 'money:元/亩')
    """
    unit = load_units()[name]
    factor = unit.factor
    for char in scale:
        factor *= SCALES[char]
    return Unit(scale + unit.name, unit.kind, unit.base, factor, per)
