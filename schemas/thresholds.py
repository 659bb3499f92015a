"""The limits of thresholds.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files

import yaml


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Ratios (1.3 is 130 %), counts, points of score, percentage points of rates and of growth, numbers of characters."""

    over_target: Decimal
    far_over_target: Decimal
    few_over: Decimal
    points_over: Decimal
    budget_moved: Decimal
    score_equal: Decimal
    score_rounding: Decimal
    total_score_equal: Decimal
    growth_rounding: Decimal
    copied_length: Decimal
    copied_text: Decimal
    copied_without_figures: Decimal
    target_below_last: Decimal
    unchanged_text: Decimal


@cache
def load_thresholds() -> Thresholds:
    """Read schemas/thresholds.yaml."""
    content = yaml.safe_load((files("schemas") / "thresholds.yaml").read_text(encoding="utf-8"))
    return Thresholds(**{key: Decimal(str(value)) for key, value in content.items()})
