"""Finds readers, rules and reports by looking into their directory: add a file, done."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType


def collect(package: str) -> list[ModuleType]:
    """Import every module directly inside ``package``, in the order of their names.

    An import error is not caught: a rule that cannot be loaded must never look like one that passed.

    >>> [module.__name__ for module in collect("schemas.indicators")]
    []
    """
    home = importlib.import_module(package)
    names = sorted(module.name for module in pkgutil.iter_modules(home.__path__))
    return [importlib.import_module(f"{package}.{name}") for name in names]
