"""The time a file is given: reading pictures takes seconds a page, and whoever does it asks for them page by page.

Whoever runs readers against a clock says here how to put it forward; without a clock, asking does nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

_clocks: list[Callable[[float], None]] = []


@contextmanager
def put_forward_by(clock: Callable[[float], None]) -> Iterator[None]:
    """While this lasts, ``clock`` is told how many seconds more are needed."""
    _clocks.append(clock)
    try:
        yield
    finally:
        _clocks.remove(clock)


def allow(seconds: float) -> None:
    """Ask for ``seconds`` more for the file that is being read."""
    for clock in _clocks:
        clock(seconds)
