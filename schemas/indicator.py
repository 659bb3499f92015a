"""Indicators and the words for them: YAML in, checked objects out."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import yaml

from schemas.errors import SchemaError
from schemas.quantity import Kind


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator of a schema, or one row of a submission's own 自评表.

    ``direction``: higher lower equal, or empty where unknown. ``flow``: flow stock, or empty. ``at_most`` names
    indicators that this one can never exceed (国家级 ≤ 省级以上). ``citywide``: always said of a city or county as a whole
    (失业率, 森林覆盖率), so that all its departments state one value. ``examples``: sentence → the quantity in it.
    """

    id: str
    label: str
    kind: Kind | None = None
    aliases: tuple[str, ...] = ()
    direction: str = ""
    flow: str = ""
    exact: bool = False
    parts: tuple[str, ...] = ()
    at_most: tuple[str, ...] = ()
    citywide: bool = False
    examples: dict[str, str] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """Label and aliases."""
        return (self.label, *self.aliases)


@dataclass(frozen=True, slots=True)
class Schema:
    """All indicators by id."""

    indicators: dict[str, Indicator]

    def label(self, indicator: str) -> str:
        """The label of an id; the id itself where it is the submission's own."""
        found = self.indicators.get(indicator)
        return found.label if found else indicator


_KEYS = {"label", "kind", "aliases", "direction", "flow", "exact", "parts", "at_most", "citywide", "examples"}


@cache
def load_schema() -> Schema:
    """Read every YAML of schemas/indicators.

    Raises:
        SchemaError: names the file and the key that is wrong.
    """
    indicators: dict[str, Indicator] = {}
    home = files("schemas") / "indicators"
    for entry in sorted(home.iterdir(), key=lambda item: item.name):
        if entry.name.endswith(".yaml"):
            for indicator in _indicators(entry):
                if indicator.id in indicators:
                    raise SchemaError(entry.name, f"indicators.{indicator.id} 已在别的文件中定义")
                indicators[indicator.id] = indicator
    for indicator in indicators.values():
        for key in ("parts", "at_most"):
            for other in getattr(indicator, key):
                if other not in indicators:
                    raise SchemaError("schemas/indicators", f"{indicator.id}.{key}：没有定义 {other!r}")
    return Schema(indicators)


def _indicators(entry: Traversable) -> list[Indicator]:
    content: Any = yaml.safe_load(entry.read_text(encoding="utf-8"))
    if not isinstance(content, dict) or not isinstance(content.get("indicators"), dict):
        raise SchemaError(entry.name, "缺少 indicators")
    return [_indicator(entry.name, key, value) for key, value in content["indicators"].items()]


def _indicator(name: str, key: str, value: dict[str, Any]) -> Indicator:
    unknown = set(value) - _KEYS
    if unknown:
        raise SchemaError(name, f"indicators.{key} 有不认识的键 {sorted(unknown)}")
    if "label" not in value:
        raise SchemaError(name, f"indicators.{key} 缺少 label")
    kind = value.get("kind")
    if kind is not None and kind not in set(Kind):
        raise SchemaError(name, f"indicators.{key}.kind：没有 {kind!r} 这一类")
    return Indicator(
        id=key,
        label=value["label"],
        kind=Kind(kind) if kind else None,
        aliases=tuple(value.get("aliases", ())),
        direction=value.get("direction", ""),
        flow=value.get("flow", ""),
        exact=bool(value.get("exact", False)),
        parts=tuple(value.get("parts", ())),
        at_most=tuple(value.get("at_most", ())),
        citywide=bool(value.get("citywide", False)),
        examples=dict(value.get("examples", {})),
    )
