"""Rows told by their figures: a value that the form has as well says which row is meant, where a few words agree.

Such a tie can confirm, never accuse: the number is the row's own. Two numbers that stand together as one row's result
and target do (目标270台，装了285台) need no words at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractors.names import Name, bigrams, may_be_same, name_of
from extractors.rows import Row, letters_of
from schemas.quantity import Kind, Quantity

NEAR = 0.50  # of a row's name or of the words said, where the value is one that many rows have
_MOST = 0.60  # of the characters said, of which a few may occur anywhere, where the value is such a one
_SHORTENED = 4  # characters of a shortened name; fewer may mean anything
_SHORTEST = 2  # characters of any name
_TELLING = 4  # digits that no chance repeats
_TELLING_COUNT = 3  # where the very unit is the row's, money and shares aside: reports are full of these
_TELLING_RARE = 2  # where no other row counts in that unit
_RARE = 2  # characters of a unit that few things are counted in: 点次, 册次, 批次
_ALL = 100  # percent
_LESS = 0.001  # the second column wins where it has more to say
_COLUMNS = ("actual", "target")
_NOTHING = frozenset("的了是为数量值率额个项有在到第本年全各等较比目标")  # say nothing of what is counted


@dataclass(frozen=True, slots=True)
class Said:
    """A number as said. ``candidates``: what it may be called; ``around``: the words about it.

    ``columns`` of the form where its value may stand, the likelier first; ``beside``: the figures next to it.
    """

    candidates: Sequence[str]
    quantity: Quantity
    columns: Sequence[str] = ("actual",)
    around: str = ""
    beside: Sequence[Quantity] = ()


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The row that has the value, in which column, and the words that agree; no words where a pair of figures does."""

    row: Row
    column: str
    text: str
    pair: bool


def confirmed(said: Said, rows: Sequence[Row]) -> Confirmed | None:
    """The row that has this very value and shares most with what is said, or a value that no chance repeats."""
    held = list(_holding(said, rows, said.columns[0]))
    for other in said.columns[1:]:
        alike = [row for row in rows if row.unit is not None and row.unit.base == said.quantity.unit.base]
        found = _holding(replace(said, around=""), alike, other)
        sure = other == "target" and said.quantity.claim is None  # what is called a target is no result
        held += [(much - _LESS, each) for much, each in found if each.pair or sure]
    held.sort(key=lambda each: (-each[0], each[1].row.id))
    if not held or (len(held) > 1 and held[0][0] == held[1][0]):
        return None
    return held[0][1]


def _holding(said: Said, rows: Sequence[Row], column: str) -> Iterator[tuple[float, Confirmed]]:
    """The rows with the value, and how much speaks for each: 0–1 by words, 1 more for the figure beside."""
    for row in rows:
        if not row.has(said.quantity, column):
            continue
        pair = is_pair(row, said.quantity, column, said.beside)
        near = max(
            ((_nearness(text, row, said.quantity), text) for text in said.candidates), default=(0.0, "")
        )
        near = max(near, (_share(said.around, row) / 2, said.around))
        if _is_plain(said.quantity):
            enough = near[0] >= NEAR
        else:
            only = all(each is row or each.unit != row.unit for each in rows)
            enough = near[0] > 0 or _is_telling(row, said.quantity, column, only=only)
        if enough or (pair and _tells(row)):
            yield near[0] + pair, Confirmed(row, column, near[1], pair)


def is_pair(row: Row, quantity: Quantity, column: str, beside: Sequence[Quantity]) -> bool:
    """Whether one of the figures beside is what the row has in its other column."""
    other = _COLUMNS[column == "actual"]
    own, theirs = row.figure(column), row.figure(other)
    if own is None or theirs is None or own.value == theirs.value:
        return False
    if own.unit.base != quantity.unit.base:
        return False
    return any(each.unit.base == own.unit.base and row.has(each, other) for each in beside)


def _tells(row: Row) -> bool:
    """Whether result and target together are this row's and hardly another's: 97.3% and 90%, not 100% and 95%."""
    figures = [row.figure(column) for column in _COLUMNS]
    return any(figure is not None and not _is_common(figure) for figure in figures)


def _nearness(text: str, row: Row, quantity: Quantity) -> float:
    """How much of the row's name the words have, or of the words the row's name, 0–1."""
    name = name_of(text)
    if len(name.core) < _SHORTEST or not gates_open(name, row.name, quantity):
        return _lettered(text, name, row, quantity)
    if name.core in row.name.core:
        return 1.0
    letters = letters_of(text)
    held = (
        letters.total() / row.letters.total()
        if letters.total() >= _SHORTENED and letters <= row.letters
        else 0
    )
    return max(held, _share(name.core, row), _lettered(text, name, row, quantity))


def _lettered(text: str, name: Name, row: Row, quantity: Quantity) -> float:
    """How many of the characters said the row has, if most: 旧管换新 is 更换老旧管网, 机扫比例 is 机械化清扫率."""
    if not _same_but_for_ratio(name, row.name, quantity):
        return 0.0
    letters = Counter({char: many for char, many in letters_of(text).items() if char not in _NOTHING})
    if not letters:
        return 0.0
    held = (letters & row.letters).total() / letters.total()
    return held if held >= (_MOST if _is_plain(quantity) else NEAR) else 0.0


def _same_but_for_ratio(said: Name, row: Name, quantity: Quantity) -> bool:
    """The hard gates; of shares one may lack the word for it (抽检合格98.8%), two different ones stay different."""
    if may_be_same(said, row):
        return True
    if quantity.kind is not Kind.PERCENT:
        return False
    ratios = [{trait for trait in each.traits if trait.startswith("ratio:")} for each in (said, row)]
    if all(ratios) and ratios[0] != {"ratio:比例"}:
        return False
    return may_be_same(Name(said.core, said.traits - ratios[0]), Name(row.core, row.traits - ratios[1]))


def gates_open(said: Name, row: Name, quantity: Quantity) -> bool:
    """The hard gates; a percentage said of 隐患整改及时 is the rate of it, though the word is missing."""
    if may_be_same(said, row):
        return True
    if quantity.kind is not Kind.PERCENT or any(trait.startswith("ratio:") for trait in said.traits):
        return False
    rest = frozenset(trait for trait in row.traits if not trait.startswith("ratio:"))
    return may_be_same(said, Name(row.core, rest))


def _share(text: str, row: Row) -> float:
    """The part of the pairs of characters of the row's name that ``text`` has."""
    own = bigrams(row.name.core)
    return len(own & bigrams(text)) / len(own)


def _is_telling(row: Row, quantity: Quantity, column: str, *, only: bool) -> bool:
    """Four digits and the same unit: 15384册 is the row with 15384册; three of things that are counted or measured.

    Two are enough where ``only`` this row counts in that unit, and it is no common one: 47万点次.
    """
    figure = row.figure(column)
    number = quantity.number
    if figure is None or number is None or figure.unit.base != quantity.unit.base:
        return False
    least = _TELLING
    if quantity.kind in (Kind.COUNT, Kind.MEASURE) and figure.unit == quantity.unit:
        least = _TELLING_RARE if only and len(figure.unit.base) >= _RARE else _TELLING_COUNT
    return len(number.normalize().as_tuple().digits) >= least


def _is_plain(quantity: Quantity) -> bool:
    """Values that many rows have: 100%, a single digit."""
    value = quantity.value
    if value is None or value == 0 or (quantity.kind is Kind.PERCENT and value == _ALL):
        return True
    return value == value.to_integral_value() and abs(value) < 10


def _is_common(quantity: Quantity) -> bool:
    """Of shares, every whole one."""
    value = quantity.value
    whole = value is not None and value == value.to_integral_value()
    return _is_plain(quantity) or (quantity.kind is Kind.PERCENT and whole)
