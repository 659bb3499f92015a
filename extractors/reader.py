"""The door for formats: a reader turns the bytes of one format into a Document."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from schemas.collect import collect
from schemas.document import Document

Reader = Callable[[Path, str], Document]

_READERS: dict[str, Reader] = {}


def reader(*formats: str) -> Callable[[Reader], Reader]:
    """Register the decorated function for what `extractors.sniff` calls ``formats``."""

    def register(function: Reader) -> Reader:
        for name in formats:
            if name in _READERS:
                raise ValueError(f"two readers for {name}")
            _READERS[name] = function
        return function

    return register


def readers() -> dict[str, Reader]:
    """Every reader by format."""
    collect("extractors.readers")
    return dict(sorted(_READERS.items()))
