"""A row of the submission's own form as something that a number in the text may report."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from extractors.names import Name, key_of, name_of, strip_fillers
from schemas.form import IndicatorRow
from schemas.quantity import Bound, Kind, Quantity, Unit
from schemas.words import comparable, load_words

_WIDEST = 9  # 约1.6万次 can be 16234次, 数百次 nothing in particular: at most a ninth of the value wide
_FAR_OFF = 5  # more than a fifth away no looseness leads to it
_NEXT_TO = 20  # 超48万册次 can be 48.1万册次: at most a twentieth above


@dataclass(frozen=True, slots=True)
class Row:
    """One row. ``unit`` is that of its figures, ``letters`` are those of its name without counting words."""

    id: str
    text: str
    name: Name
    row: IndicatorRow
    unit: Unit | None
    letters: Counter[str]

    @classmethod
    def of(cls, key: str, row: IndicatorRow) -> Row:
        """The row called ``key`` in this submission."""
        text = row.name.text
        return cls(key, text, name_of(text), row, _unit_of(row), letters_of(text))

    def figure(self, column: str) -> Quantity | None:
        """What the row has in ``column`` ("target" or "actual")."""
        cell = self.row.cells.get(column)
        return cell.quantity if cell is not None else None

    def fits(self, quantity: Quantity) -> bool:
        """Whether the row counts in the unit of ``quantity``."""
        if self.unit is None:
            return False
        mine, theirs = self.unit, quantity.unit
        per = mine.per or theirs.per
        named = mine.base == theirs.base and bool(per) and not (mine.per and theirs.per) and per in self.text
        return named or comparable(mine, theirs)  # 千人食品检验量4批次/千人 in a row of 批次

    def has(self, quantity: Quantity, column: str) -> bool:
        """Whether the row's own value is the one printed, or what 1.6万余次 leaves open."""
        figure = self.figure(column)
        value = figure.value if figure is not None else None
        if value is None:
            return False
        if quantity.value == value:
            return True
        if quantity.value is not None and abs(quantity.value - value) * _FAR_OFF > abs(value):
            return False
        if quantity.bound in (Bound.EXACT, Bound.AT_LEAST, Bound.AT_MOST) and quantity.claim is not None:
            return False
        ends = quantity.interval()
        if ends.low is None or not ends.meets(ends.point(value)):
            return False
        if ends.high is None:
            return (value - ends.low) * _NEXT_TO <= abs(value) and quantity.kind is not Kind.PERCENT
        return (ends.high - ends.low) * _WIDEST <= abs(value)


def _unit_of(row: IndicatorRow) -> Unit | None:
    """The unit of a row's figures, where it prints one."""
    for column in ("actual", "target"):
        cell = row.cells.get(column)
        if cell is not None and cell.quantity is not None and cell.quantity.kind is not Kind.BARE:
            return cell.quantity.unit
    return None


@lru_cache(maxsize=20_000)
def letters_of(text: str) -> Counter[str]:
    """The characters of a name without fillers and counting words; numbers and signs do not tell."""
    words = load_words()
    name = key_of(text)
    name = strip_fillers(words.spelled_out(name))
    for word in words.counting:
        if name.endswith(word) and len(name) - len(word) >= 2:
            name = name[: -len(word)]
            break
    return Counter(char for char in name if char.isalpha())
