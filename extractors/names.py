"""A printed name → an indicator: exact, alias, gated fuzzy, or "unclear". String similarity never decides alone.

Measured on real names, similarity does not separate same from different (年初预算数 / 全年预算数: 80;
研发投入强度 / 研发投入总量占GDP比重: 38). So contrast words gate first, and only what passes is scored.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from extractors.plain import plain
from schemas.form import Form, IndicatorRow
from schemas.indicator import Indicator, Schema
from schemas.quantity import Kind, Quantity
from schemas.words import comparable, load_words

ACCEPT = 0.80  # of the score below; 0.65–0.80 is "unclear" (policy, tuned on names of several departments)
UNIQUE = 0.08  # how far the best must lead the second
NEAR = 0.50  # enough when the printed value is the row's own as well: such a link can confirm, never accuse

_KINDS_OF_PEOPLE = "老病工军商证候诗犯残盲女男新"  # 在院老人数 counts 老人
_QUOTES = re.compile(r"[“”\"'‘’《》<>]")
_YEARS = re.compile(r"(?:19|20)\d\d(?:年度|年)?|^(?:本|全|当)年度?|^年度")


@dataclass(frozen=True, slots=True)
class Name:
    """A name made comparable: ``core`` without fillers and contrast words, ``traits`` the contrast words it carries."""

    core: str
    traits: frozenset[str]


@lru_cache(maxsize=20_000)
def name_of(text: str) -> Name:
    """Strip what does not distinguish, and set apart what does.

    >>> name_of("完成新增省级以上创新平台数").core
    '创新平台'
    >>> sorted(name_of("完成新增省级以上创新平台数").traits)
    ['flow:新增', 'level:省级以上']
    """
    words = load_words()
    core = _YEARS.sub("", _QUOTES.sub("", plain(text).text).replace(" ", ""))
    traits: set[str] = set()
    for group, members in words.contrasts.items():
        for member in members:
            if member in core:
                traits.add(f"{group}:{member}")
                if group in {"flow", "level"}:
                    core = core.replace(member, "", 1)
                break
    if any(word in text for word in words.stock):
        traits.add("stock")
    core = strip_fillers(core)
    for word in words.counting:
        if core.endswith(word) and len(core) - len(word) >= 2:
            people = word == "人数" and core[-3] in _KINDS_OF_PEOPLE
            core = core[:-1] if people else core[: -len(word)]
            break
    return Name(core, frozenset(traits))


@lru_cache(maxsize=20_000)
def strip_fillers(text: str) -> str:
    """Without the verbs and fillers at both ends; empty if there is nothing else.

    >>> strip_fillers("全年完成危桥改造达到")
    '危桥改造'
    """
    words = load_words()
    changed = True
    while changed:
        changed = False
        for word in words.lead:
            if text.startswith(word) and len(text) - len(word) != 1:
                text, changed = text[len(word) :], True
                break
        for word in words.trail:
            if text.endswith(word) and len(text) - len(word) != 1:
                text, changed = text[: -len(word)], True
                break
    return text


def may_be_same(a: Name, b: Name) -> bool:
    """The hard gates: contrast words of one set must not differ; in strict sets absence differs too; 新增 is no 总数."""
    return _may_go_together(a.traits, b.traits)


@lru_cache(maxsize=4096)  # few words, in few combinations
def _may_go_together(a: frozenset[str], b: frozenset[str]) -> bool:
    words = load_words()
    for group in words.contrasts.keys() - {"flow"}:
        mine = {trait for trait in a if trait.startswith(f"{group}:")}
        theirs = {trait for trait in b if trait.startswith(f"{group}:")}
        if mine != theirs and (group in words.strict or (mine and theirs)):
            return False
    # 新增 and 新建 are one sense; what is new is never the whole.
    flowing = [any(trait.startswith("flow:") for trait in traits) for traits in (a, b)]
    return flowing[0] == flowing[1]


def similarity(a: str, b: str) -> float:
    """How alike two cores are, 0–1: shared bigrams 0.53, edit ratio 0.29, the same last two characters 0.18.

    The weights are those of a measured score (0.45, 0.25, 0.15) without its context part, scaled to 1.
    """
    if not a or not b:
        return 0.0
    mine, theirs = _bigrams(a), _bigrams(b)
    shared = 2 * len(mine & theirs) / (len(mine) + len(theirs)) if mine and theirs else 0.0
    head = 1.0 if a[-2:] == b[-2:] else 0.0
    return 0.53 * shared + 0.29 * fuzz.ratio(a, b) / 100 + 0.18 * head


def _bigrams(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1)) or frozenset({text})


@dataclass(frozen=True, slots=True)
class Link:
    """To which indicator a name was linked, and why in words."""

    indicator: str
    why: str


@dataclass(frozen=True, slots=True)
class _Known:
    id: str
    text: str
    name: Name
    row: IndicatorRow | None


class Names:
    """Everything a submission can call an indicator: the rows of its own forms first, the dictionaries second."""

    def __init__(self, schema: Schema, forms: Sequence[Form]) -> None:
        self.schema = schema
        self._exact: dict[str, str] = {}
        self._cores: dict[tuple[str, frozenset[str]], str] = {}
        self._rows: list[_Known] = []
        dictionary = {_key(name): each.id for each in schema.indicators.values() for name in each.names}
        by_core: dict[tuple[str, frozenset[str]], str] = {}
        for each in schema.indicators.values():
            for text in each.names:
                by_core.setdefault((name_of(text).core, name_of(text).traits), each.id)
        taken: set[str] = set()
        number = 0
        for form in forms:
            for row in form.indicators:
                number += 1
                like = name_of(row.name.text)
                known = dictionary.get(_key(row.name.text)) or by_core.get((like.core, like.traits))
                key = known if known and known not in taken else f"form:{number}"
                taken.add(key)
                name = name_of(row.name.text)
                self._rows.append(_Known(key, row.name.text, name, row))
                self._exact.setdefault(_key(row.name.text), key)
                self._cores.setdefault((name.core, name.traits), key)
        for each in schema.indicators.values():
            for text in each.names:
                self._exact.setdefault(_key(text), each.id)

    @property
    def rows(self) -> frozenset[str]:
        """The indicators that the submission's own forms have."""
        return frozenset(known.id for known in self._rows)

    def row_ids(self) -> Iterable[tuple[IndicatorRow, str]]:
        """Each form row with the indicator it is."""
        return ((known.row, known.id) for known in self._rows if known.row is not None)

    def row_name(self, key: str) -> str:
        """What the submission's own form calls the indicator; empty where it has none."""
        return next((known.text for known in self._rows if known.id == key), "")

    def indicator(self, key: str) -> Indicator | None:
        """The dictionary entry of an id, if it has one."""
        return self.schema.indicators.get(key)

    def link(self, candidates: Sequence[str], quantity: Quantity, column: str = "actual") -> Link | None:
        """The indicator that one of ``candidates`` names, best candidate first; None where it stays unclear.

        ``column`` of the form ("target" or "actual") is where an equal value may confirm a name that is only near.
        """
        named = self._named(candidates, quantity)
        if named is not None and named.indicator in self.rows:
            return named
        for text in candidates:
            name = name_of(text)
            key = self._cores.get((name.core, name.traits))
            if key is not None and len(name.core) >= 3 and self._kind_fits(key, quantity):
                return Link(key, f"去掉“完成、数量”等字样后，“{text}”与指标一致")
        return self._fuzzy(candidates, quantity, column) or named

    def _named(self, candidates: Sequence[str], quantity: Quantity) -> Link | None:
        for text in candidates:
            key = self._exact.get(_key(text)) or self._exact.get(_key(strip_fillers(text)))
            if key is not None and self._kind_fits(key, quantity):
                return Link(key, f"名称“{text}”与指标一致")
        return None

    def _fuzzy(self, candidates: Sequence[str], quantity: Quantity, column: str) -> Link | None:
        scored: dict[str, tuple[float, str, _Known]] = {}
        for text in candidates:
            name = name_of(text)
            if len(name.core) < 2:
                continue
            for known in self._rows:
                if not may_be_same(name, known.name) or not self._kind_fits(known.id, quantity):
                    continue
                score = similarity(name.core, known.name.core)
                if score > scored.get(known.id, (0.0,))[0]:
                    scored[known.id] = (score, text, known)
        ranked = sorted(scored.values(), key=lambda each: (-each[0], each[2].id))
        if not ranked:
            return None
        score, text, known = ranked[0]
        second = ranked[1][0] if len(ranked) > 1 else 0.0
        if score >= ACCEPT and score - second >= UNIQUE:
            return Link(known.id, f"“{text}”与“{known.text}”相近（{score:.2f}）")
        for score, text, known in ranked:
            if (score >= NEAR or name_of(text).core in known.name.core) and _same_value(
                known, quantity, column
            ):
                return Link(known.id, f"“{text}”与“{known.text}”相近，且数值相同")
        return None

    def _kind_fits(self, key: str, quantity: Quantity) -> bool:
        rows = [known.row for known in self._rows if known.id == key and known.row is not None]
        for row in rows:
            for column in ("actual", "target"):
                cell = row.cells.get(column)
                if cell is not None and cell.quantity is not None and cell.quantity.kind is not Kind.BARE:
                    return comparable(cell.quantity.unit, quantity.unit)
        known = self.schema.indicators.get(key)
        return rows == [] and (known is None or known.kind is None or known.kind is quantity.kind)


def _same_value(known: _Known, quantity: Quantity, column: str) -> bool:
    if known.row is None or quantity.value is None:
        return False
    cells = [known.row.cells.get(column)]
    return any(
        cell is not None and cell.quantity is not None and cell.quantity.value == quantity.value
        for cell in cells
    )


@lru_cache(maxsize=20_000)
def _key(text: str) -> str:
    """Blanks, quotes and the year do not distinguish names."""
    return (
        _YEARS.sub("", _QUOTES.sub("", plain(text).text).replace(" ", "")).replace("(", "").replace(")", "")
    )
