"""The list of cases: each one file, written by one program."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.unseen_tables.plan import Plan


@dataclass(frozen=True)
class Case:
    """One file: its tables in reading order, sentences outside of them, and how to write it.

    ``write`` makes a file of ``suffix``; the PDF of anything but a PDF is printed from it by LibreOffice or Chromium.
    """

    name: str
    suffix: str
    tables: tuple[Plan, ...]
    outside: tuple[str, ...]
    write: Callable[[Path], None]


@dataclass(frozen=True)
class Made:
    """What the function of a case returns: all of a Case but its name and suffix."""

    tables: tuple[Plan, ...]
    outside: tuple[str, ...]
    write: Callable[[Path], None]


CASES: dict[str, Case] = {}


def case(suffix: str) -> Callable[[Callable[[Random], Made]], Callable[[Random], Made]]:
    """Register the decorated function under its own name, which is its seed too."""

    def register(function: Callable[[Random], Made]) -> Callable[[Random], Made]:
        name = function.__name__
        made = function(Random(name))  # noqa: S311 - content, not a secret
        CASES[name] = Case(name, suffix, made.tables, made.outside, made.write)
        return function

    return register
