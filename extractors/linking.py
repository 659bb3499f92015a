"""A said name → an indicator of the submission's own form or of the dictionaries, or "unclear".

In order: the same name; the same but for fillers; alike and far ahead of the next; the same words shortened or turned
round; the form's only satisfaction row; a near name with the row's own value. The last can confirm, never accuse.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from extractors.names import Name, bigrams, key_of, may_be_same, name_of, similarity, strip_fillers
from schemas.form import Form, IndicatorRow
from schemas.indicator import Indicator, Schema
from schemas.quantity import Bound, Kind, Quantity, Unit
from schemas.words import comparable, load_words

ACCEPT = 0.80  # of the score; 0.65–0.80 is "unclear" (policy, tuned on names of several departments)
UNIQUE = 0.08  # how far the best must lead the second
NEAR = 0.50  # enough when the printed value is the row's own as well
_SHORTENED = 0.67  # of a row's characters that a shortened name must keep: 电梯加装 is 加装电梯, 培训教师 not 培训乡村骨干教师
_TELLING = 4  # characters of a shortened name; fewer may mean anything
_SHORTEST = 2  # characters of any name
_WIDEST = Decimal("0.1")  # 1.6万余次 can be 16234次, 数百次 nothing in particular
_SATISFIED = re.compile("满意[度率]")
_ENDS_SATISFIED = re.compile("满意[度率]$")
_EVERYBODY = re.compile(
    "服务对象|受益对象|受益群众|受益人群|受益主体|社会公众|公众|群众|人民|社会|对象|综合|总体|整体|平均|调查|测评|测算|(?:有效|发放|收回|回收)?问卷|结果|得出|的|[或及和与、的]"
)
_EACH = re.compile("标准|单价|造价|成本|[人户亩均]均|每")
_PLAIN_VALUES = frozenset({0, 100})


@dataclass(frozen=True, slots=True)
class Link:
    """To which indicator a name was linked, and why in words.

    ``named``: by its name, not by likeness or value. ``confirmed``: the form's row has this very value.
    """

    indicator: str
    why: str
    named: bool = False
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class _Known:
    """One row of the form."""

    id: str
    text: str
    name: Name
    row: IndicatorRow
    unit: Unit | None  # of its figures
    letters: Counter[str]  # of its name without counting words

    @property
    def satisfaction(self) -> bool:
        return _SATISFIED.search(self.text) is not None


class Names:
    """Everything a submission can call an indicator: the rows of its own forms first, the dictionaries second."""

    def __init__(self, schema: Schema, forms: Sequence[Form]) -> None:
        self.schema = schema
        self._exact: dict[str, str] = {}
        self._cores: dict[tuple[str, frozenset[str]], str] = {}
        self._rows: dict[str, _Known] = {}
        self._named_once: dict[str, _Known] = {}  # a row that two forms repeat is one
        dictionary = {key_of(name): each.id for each in schema.indicators.values() for name in each.names}
        by_core: dict[tuple[str, frozenset[str]], str] = {}
        for each in schema.indicators.values():
            for text in each.names:
                by_core.setdefault((name_of(text).core, name_of(text).traits), each.id)
        number = 0
        for form in forms:
            for row in form.indicators:
                number += 1
                name = name_of(row.name.text)
                listed = dictionary.get(key_of(row.name.text)) or by_core.get((name.core, name.traits))
                key = listed if listed and listed not in self._rows else f"form:{number}"
                known = _Known(key, row.name.text, name, row, _unit_of(row), _letters(row.name.text))
                self._rows[key] = known
                self._named_once.setdefault(key_of(row.name.text), known)
                self._exact.setdefault(key_of(row.name.text), key)
                self._cores.setdefault((name.core, name.traits), key)
        for each in schema.indicators.values():
            for text in each.names:
                self._exact.setdefault(key_of(text), each.id)

    def row_ids(self) -> Iterable[tuple[IndicatorRow, str]]:
        """Each form row with the indicator it is."""
        return ((known.row, known.id) for known in self._rows.values())

    def row_name(self, key: str) -> str:
        """What the submission's own form calls the indicator; empty where it has none."""
        return self._rows[key].text if key in self._rows else ""

    def indicator(self, key: str) -> Indicator | None:
        """The dictionary entry of an id, if it has one."""
        return self.schema.indicators.get(key)

    def link(
        self,
        candidates: Sequence[str],
        quantity: Quantity,
        column: str = "actual",
        around: str = "",
        area: str = "",
    ) -> Link | None:
        """The indicator that one of ``candidates`` names, best candidate first; None where it stays unclear.

        ``column`` of the form ("target" or "actual") is where an equal value may confirm a name that is only near;
        ``around`` are the words about the number, which count for nothing else. What is said of a whole ``area`` (全县)
        is no row's figure by likeness alone.
        """
        found = self._link(candidates, quantity, column, around, area)
        if found is None:
            return None
        row = self._rows.get(found.indicator)
        return replace(found, confirmed=row is not None and _same_value(row, quantity, column))

    def _link(
        self, candidates: Sequence[str], quantity: Quantity, column: str, around: str, area: str
    ) -> Link | None:
        named = self._named(candidates, quantity)
        if area:
            candidates = [text for text in candidates if self._is_row(text)] or candidates
        if named is not None and named.indicator in self._rows and (not area or self._is_row(candidates[0])):
            return named
        for text in candidates:
            name = name_of(text)
            key = self._cores.get((name.core, name.traits))
            if key is not None and len(name.core) >= 3 and self._kind_fits(key, quantity):
                return Link(key, f"去掉“完成、数量”等字样后，“{text}”与指标一致", named=True)
        once = self._named_once.values()
        rows = [known for known in once if self._kind_fits(known.id, quantity)]
        here = [known for known in rows if area in known.text]
        return (
            _alike(candidates, here)
            or _shortened(candidates, here, quantity)
            or _only_satisfaction(candidates, once, quantity)
            or _confirmed(candidates, around, rows, quantity, column)
            or named
        )

    def _is_row(self, text: str) -> bool:
        """Whether a row of the form is called so."""
        return key_of(text) in self._named_once or key_of(strip_fillers(text)) in self._named_once

    def _named(self, candidates: Sequence[str], quantity: Quantity) -> Link | None:
        for text in candidates:
            key = self._exact.get(key_of(text)) or self._exact.get(key_of(strip_fillers(text)))
            if key is not None and self._kind_fits(key, quantity):
                return Link(key, f"名称“{text}”与指标一致", named=True)
        return None

    def _kind_fits(self, key: str, quantity: Quantity) -> bool:
        row = self._rows.get(key)
        if row is not None:
            return row.unit is not None and comparable(row.unit, quantity.unit)
        known = self.schema.indicators.get(key)
        return known is None or known.kind is None or known.kind is quantity.kind


def _unit_of(row: IndicatorRow) -> Unit | None:
    """The unit of a row's figures, where it prints one."""
    for column in ("actual", "target"):
        cell = row.cells.get(column)
        if cell is not None and cell.quantity is not None and cell.quantity.kind is not Kind.BARE:
            return cell.quantity.unit
    return None


def _alike(candidates: Sequence[str], rows: Sequence[_Known]) -> Link | None:
    """The row whose name scores highest, if it is high and clearly ahead."""
    scored: dict[str, tuple[float, str, _Known]] = {}
    for text in candidates:
        name = name_of(text)
        if len(name.core) < 2:
            continue
        for known in rows:
            if may_be_same(name, known.name):
                score = similarity(name.core, known.name.core)
                if score > scored.get(known.id, (0.0,))[0]:
                    scored[known.id] = (score, text, known)
    ranked = sorted(scored.values(), key=lambda each: (-each[0], each[2].id))
    if not ranked or ranked[0][0] < ACCEPT:
        return None
    score, text, known = ranked[0]
    if len(ranked) > 1 and score - ranked[1][0] < UNIQUE:
        return None
    return Link(known.id, f"“{text}”与“{known.text}”相近（{score:.2f}）")


def _shortened(candidates: Sequence[str], rows: Sequence[_Known], quantity: Quantity) -> Link | None:
    """The one row that has all characters of a candidate and few more: 停车位新增, 整改隐患及时."""
    for text in candidates:
        letters = _letters(text)
        size = letters.total()
        if size < _TELLING:
            continue
        name = name_of(text)
        holding = [known for known in rows if letters <= known.letters]
        if len(holding) != 1 or not _gates_open(name, holding[0].name, quantity):
            continue
        if _EACH.search(holding[0].text) and not _EACH.search(text):
            continue  # 停伐补助320万元 is not 停伐补助标准
        if size >= _SHORTENED * holding[0].letters.total():
            return Link(holding[0].id, f"“{text}”是“{holding[0].text}”的简写")
    return None


def _gates_open(said: Name, row: Name, quantity: Quantity) -> bool:
    """The hard gates; a percentage said of 隐患整改及时 is the rate of it, though the word is missing."""
    if may_be_same(said, row):
        return True
    if quantity.kind is not Kind.PERCENT or any(trait.startswith("ratio:") for trait in said.traits):
        return False
    rest = frozenset(trait for trait in row.traits if not trait.startswith("ratio:"))
    return may_be_same(said, Name(row.core, rest))


def _only_satisfaction(candidates: Sequence[str], rows: Iterable[_Known], quantity: Quantity) -> Link | None:
    """满意度 of nobody in particular is the form's only satisfaction row."""
    if quantity.kind is not Kind.PERCENT:
        return None
    of_form = [known for known in rows if known.satisfaction]
    if len(of_form) != 1:
        return None
    [row] = of_form
    groups = {
        text: _EVERYBODY.sub("", _SATISFIED.split(strip_fillers(text))[0])
        for text in candidates
        if _ENDS_SATISFIED.search(strip_fillers(text))
    }
    said, mine = next(iter(groups.items()), ("", ""))
    theirs = _EVERYBODY.sub("", _SATISFIED.split(strip_fillers(row.text))[0])
    if not said or (not mine and any(groups.values())):
        return None  # 办理建议6件，满意率100%: with how those were handled
    if mine and theirs and not (set(mine) <= set(theirs) or set(theirs) <= set(mine)):
        return None
    return Link(row.id, f"“{said}”：自评表只有“{row.text}”一项满意度")


def _confirmed(
    candidates: Sequence[str], around: str, rows: Sequence[_Known], quantity: Quantity, column: str
) -> Link | None:
    """The row that has this very value and shares most words with what is said, or a value that no chance repeats."""
    same = [known for known in rows if _same_value(known, quantity, column)]
    found: list[tuple[float, str, _Known]] = []
    for known in same:
        best = max(((_nearness(text, known, quantity), text) for text in candidates), default=(0.0, ""))
        best = max(best, (_share(around, known) / 2, around))
        if best[0] > 0 or _is_telling(known, quantity):
            found.append((*best, known))
    found.sort(key=lambda each: (-each[0], each[2].id))
    if not found or (len(found) > 1 and found[0][0] == found[1][0]):
        return None
    score, text, known = found[0]
    if _is_plain(quantity) and score < NEAR:
        return None
    return Link(known.id, f"“{text}”与“{known.text}”相近，且数值相同")


def _nearness(text: str, known: _Known, quantity: Quantity) -> float:
    """How much of the row's name the words have, 0–1."""
    name = name_of(text)
    if len(name.core) < _SHORTEST or not _gates_open(name, known.name, quantity):
        return 0.0
    if name.core in known.name.core:
        return 1.0
    letters = _letters(text)
    held = (
        letters.total() / known.letters.total()
        if letters.total() >= _TELLING and letters <= known.letters
        else 0
    )
    return max(held, _share(name.core, known))


def _share(text: str, known: _Known) -> float:
    """The part of the pairs of characters of the row's name that ``text`` has."""
    own = bigrams(known.name.core)
    return len(own & bigrams(text)) / len(own)


def _is_telling(known: _Known, quantity: Quantity) -> bool:
    """Four digits and the same unit: 15384册 is the row with 15384册."""
    cell = known.row.cells.get("actual")
    same = cell is not None and cell.quantity is not None and cell.quantity.unit.base == quantity.unit.base
    number = quantity.number
    return same and number is not None and len(number.normalize().as_tuple().digits) >= _TELLING


def _is_plain(quantity: Quantity) -> bool:
    """Values that many rows have: 100%, a single digit."""
    value = quantity.value
    return value is None or value in _PLAIN_VALUES or (value == value.to_integral_value() and abs(value) < 10)


def _same_value(known: _Known, quantity: Quantity, column: str) -> bool:
    """Whether the row's own value is the one printed, or what 1.6万余次 leaves open."""
    cell = known.row.cells.get(column)
    value = cell.quantity.value if cell is not None and cell.quantity is not None else None
    if value is None:
        return False
    if quantity.value == value:
        return True
    if quantity.bound in (Bound.EXACT, Bound.AT_LEAST, Bound.AT_MOST) and quantity.claim is not None:
        return False
    ends = quantity.interval()
    if ends.low is None or ends.high is None or not ends.meets(ends.point(value)):
        return False
    return ends.high - ends.low <= _WIDEST * abs(value)


@lru_cache(maxsize=20_000)
def _letters(text: str) -> Counter[str]:
    """The characters of a name without fillers and counting words; numbers and signs do not tell."""
    words = load_words()
    name = key_of(text)
    name = strip_fillers(words.spelled_out(name))
    for word in words.counting:
        if name.endswith(word) and len(name) - len(word) >= 2:
            name = name[: -len(word)]
            break
    return Counter(char for char in name if char.isalpha())
