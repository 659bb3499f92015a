"""What a measured tool is, and what it tells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

Rows = list[list[str | None]]  # a table; None where a merged cell reaches
Slot = tuple[int, int, int, int, str]  # row, col from 1, rowspan, colspan, text


@dataclass(frozen=True)
class Told:
    """A document as a tool tells it. ``slots`` are the cells of every table with spans, for tools that know spans."""

    text: str = ""
    tables: list[Rows] = field(default_factory=list)
    slots: list[list[Slot]] | None = None


@dataclass(frozen=True)
class Runner:
    """``run`` is timed; ``tell`` turns what it gave back into a Told, untimed."""

    run: Callable[[Path], Any]
    tell: Callable[[Any], Told] = lambda got: Told("\n".join(got[0]), got[1])


@dataclass(frozen=True)
class Tool:
    """For files of one ``kind``. ``load`` imports and gives a Runner; ``gives`` names what it can tell: text, tables, spans."""

    name: str
    kind: str
    package: str
    gives: frozenset[str]
    load: Callable[[], Runner]

    @property
    def version(self) -> str:
        """As installed."""
        if not self.package:
            return "本程序"
        try:
            return version(self.package)
        except PackageNotFoundError:
            return "未安装"


Load = Callable[[], Runner]
TOOLS: dict[str, Tool] = {}


def tool(name: str, kind: str, package: str, gives: str) -> Callable[[Load], Load]:
    """Register the decorated loader; ``gives`` in words, "text tables spans"."""

    def register(load: Load) -> Load:
        TOOLS[name] = Tool(name, kind, package, frozenset(gives.split()), load)
        return load

    return register
