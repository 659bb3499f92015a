"""A number mistyped: the kinds of slip that people make."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

ULPS = 8  # further apart than any rounding of a handful of addends explains
_NUMBER = re.compile(r"(?:0|[1-9]\d*)(?:\.\d+)?")


def spoil(rng: Random, text: str, *, most: Decimal | None = None, least: Decimal | None = None) -> str | None:
    """``text`` with one slip that no rounding excuses, between ``least`` and ``most``; None if there is none."""
    made = [
        *_substituted(rng, text),
        *_transposed(text),
        *_dropped(text),
        text + "0" if "." not in text else text,
    ]
    fit = sorted({new for new in made if _fits(text, new, most, least)})
    return rng.choice(fit) if fit else None


def _substituted(rng: Random, text: str) -> list[str]:
    places = [i for i, char in enumerate(text) if char.isdigit()]
    return [text[:i] + rng.choice("123456789") + text[i + 1 :] for i in places for _ in range(2)]


def _transposed(text: str) -> list[str]:
    pairs = [i for i in range(len(text) - 1) if text[i].isdigit() and text[i + 1].isdigit()]
    return [text[:i] + text[i + 1] + text[i] + text[i + 2 :] for i in pairs]


def _dropped(text: str) -> list[str]:
    return [text[:i] + text[i + 1 :] for i, char in enumerate(text) if char.isdigit()]


def _fits(old: str, new: str, most: Decimal | None, least: Decimal | None) -> bool:
    if not _NUMBER.fullmatch(new) or not Decimal(new):
        return False
    a, b = Decimal(old), Decimal(new)
    ulp = Decimal(1).scaleb(-len(old.partition(".")[2]))
    slack = ULPS * ulp if "." in old else Decimal(1)
    inside = (most is None or b <= most) and (least is None or b >= least)
    return inside and abs(a - b) >= slack and not _rounds(a, b)


def _rounds(a: Decimal, b: Decimal) -> bool:
    """Whether one is the other with trailing zeros for its last digits, which is only 取整."""
    small, large = sorted((a, b))
    return abs(a - b) <= large / 200 and (large % 100 == 0 or small % 100 == 0)
