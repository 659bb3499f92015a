"""Layouts of part d: those of a and c, told by another hand."""

from __future__ import annotations

from dataclasses import replace

from tests.bench.heldout.layouts import LAYOUTS
from tests.bench.heldout.layouts_c import MORE

LENT = tuple(
    replace(layout, half="d")
    for layout in (*MORE, *LAYOUTS)
    if layout.half in ("a", "c") and layout.kind in ("project", "transfer")
)
