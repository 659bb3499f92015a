"""The departments of departments.yaml: how their names end, and what is spoken of where one of them has a part."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import yaml


@dataclass(frozen=True, slots=True)
class Department:
    """A kind of body that every place has one of. ``names`` is its name without the place, ``about`` the words of its trade."""

    names: re.Pattern[str]
    about: re.Pattern[str]


class Named(NamedTuple):
    """A department whose name without the place ends at ``end``."""

    kind: Department
    end: int


def department_at(text: str, at: int) -> Named | None:
    """The department that is named at ``at``, behind its place; None where none is."""
    return next(
        (Named(kind, found.end()) for kind in load_departments() if (found := kind.names.match(text, at))),
        None,
    )


@cache
def load_departments() -> tuple[Department, ...]:
    """Read schemas/departments.yaml."""
    content = yaml.safe_load((files("schemas") / "departments.yaml").read_text(encoding="utf-8"))
    return tuple(
        Department(re.compile(each["names"]), re.compile("|".join(map(re.escape, each["about"]))))
        for each in content["departments"]
    )
