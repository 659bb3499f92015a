"""Sums that a report writes out, as 2390人×1000元=239万元: read off the text and worked out again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractors.quantities import read_cell
from schemas.quantity import Interval, Kind, Quantity

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_WORD = r"(?:[%‰]|[万亿千百]{0,2}[一-鿿]{1,4}(?:/[一-鿿·]{1,4}){0,2}|[万亿])"
_TERM = rf"(?:{_NUMBER})(?:{_WORD})?"
_OPENING, _CLOSING = r"[(\[（]", r"[)\]）]"
_FACTOR = rf"(?:{_OPENING}\s*)*{_TERM}(?:\s*{_CLOSING})*(?:{_WORD})?"
_SIGNS = {"×": "*", "x": "*", "X": "*", "*": "*", "÷": "/", "/": "/", "+": "+", "-": "-"}
_FORMULA = re.compile(
    rf"(?<!\d)(?P<left>{_FACTOR}(?:\s*[×xX*÷/+-]\s*{_FACTOR})+)\s*=\s*(?P<right>{_TERM})(?P<behind>\s*.?)"
)
_OVER = r"\s*(?:÷|除以)\s*[一-鿿]{0,8}?"
_COUNT = rf"(?:{_NUMBER})(?:(?!除以)[一-鿿]){{0,4}}"
_LAZY = f"{_COUNT}?"  # as few words as will do
_RATE = rf"(?:{_NUMBER})%"
# 完成率103.63%，指的是2371批次除以2288批次; 2371批次除以2288批次，完成率103.63%: told in words, or the other way round.
_TOLD_FIRST = re.compile(
    rf"(?<!\d)(?P<right>{_RATE})[，,(]?\s*(?:即|也就是|指的?是|是指|它?是|系|为|由|按|等于|计算(?:公式|方法)?(?:为|是|：))*\s*[：(]?"
    rf"[一-鿿]{{0,8}}?(?P<first>{_COUNT}){_OVER}(?P<last>{_COUNT})(?:\s*[×xX*]\s*100%)?(?!\s*[×xX*÷/+-])"
)
_TOLD_LAST = re.compile(
    rf"(?<!\d)(?P<first>{_COUNT}){_OVER}(?P<last>{_LAZY})计?算?[，)]?\s*(?:得出|得到|等于|得|为|即|计算[得出]?|[^，。；\d]{{0,10}}(?:率|比例|占比))(?:为|是|达到?)?"
    rf"\s*(?P<right>{_RATE})"
)
_TOKEN = re.compile(
    rf"(?P<term>{_TERM})|(?P<sign>[×xX*÷/+-])|(?P<open>{_OPENING})|(?P<close>{_CLOSING})|\s+|{_WORD}"
)
_GOES_ON = frozenset("×xX*÷/+-=<>~^≈≠≥≤")
_COUNTED = (Kind.COUNT, Kind.MONEY, Kind.PERCENT, Kind.POINTS, Kind.BARE, Kind.SCORE, Kind.MULTIPLE)
_HUNDREDTHS = {"%": Decimal("0.01"), "‰": Decimal("0.001")}
_SCALES = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}


@dataclass(frozen=True, slots=True)
class Term:
    """A number of the sum: as printed, how many times its base unit it is, and whether a unit was printed at all."""

    quantity: Quantity
    factor: Decimal
    named: bool

    @property
    def value(self) -> Decimal:
        """In base units; percents as fractions."""
        return (self.quantity.number or Decimal(0)) * self.factor

    @property
    def rounding(self) -> Interval:
        """What rounding to the printed decimals allows; whole numbers are what they are."""
        half = self.factor.scaleb(-self.quantity.decimals) / 2 if self.quantity.decimals else Decimal(0)
        return Interval.around(self.value, half)


@dataclass(frozen=True, slots=True)
class Formula:
    """``left`` in the order of a calculator, terms and signs and brackets; ``right`` what is said to come out.

    ``start:end`` is where it stands in the uniform text.
    """

    left: tuple[Term | str, ...]
    right: Term
    start: int
    end: int

    @property
    def terms(self) -> list[Term]:
        """The numbers on the left."""
        return [each for each in self.left if isinstance(each, Term)]

    def worked_out(self) -> tuple[Decimal, Interval] | None:
        """What the left side makes, in base units, and how far rounding may carry it; None for a division by zero."""
        exact = _Reader(self.left, [Interval.point(term.value) for term in self.terms]).whole()
        spread = _Reader(self.left, [term.rounding for term in self.terms]).whole()
        return None if exact.low is None or spread.low is None else (exact.low, spread)


def find_formulas(text: str) -> Iterator[Formula]:
    """Yield the sums written out in ``text`` (uniform, see extractors.plain) that are whole and can be worked out."""
    yield from _in_signs(text)
    for found in (*_TOLD_FIRST.finditer(text), *_TOLD_LAST.finditer(text)):
        first, last, right = (_term(found[name]) for name in ("first", "last", "right"))
        if first and last and right and _are_alike(first, last):
            yield Formula((first, "/", last), right, found.start(), found.end())


def _are_alike(first: Term, last: Term) -> bool:
    """Whether one can be a share of the other; a word that is no unit (批次计) leaves a bare number."""
    kinds = {first.quantity.kind, last.quantity.kind}
    return len(kinds) == 1 or (Kind.BARE in kinds and first.factor == last.factor)


def _in_signs(text: str) -> Iterator[Formula]:
    for found in _FORMULA.finditer(text):
        before = text[: found.start()].rstrip()[-1:]
        if before in _GOES_ON - {"="} or (before.isalnum() and before.isascii()) or before == ".":
            continue
        if found["behind"].strip() and found["behind"].strip() in _GOES_ON:
            continue
        left = tuple(_tokens(found["left"]))
        right = _term(found["right"])
        if right is not None and None not in left and _balanced(left) and _workable(left, right):
            yield Formula(
                tuple(each for each in left if each is not None), right, found.start(), found.end("right")
            )


def _tokens(left: str) -> Iterator[Term | str | None]:
    for found in _TOKEN.finditer(left):
        if found["term"]:
            yield _term(found["term"])
        elif found["sign"]:
            yield _SIGNS[found["sign"]]
        elif found["open"] or found["close"]:
            yield "(" if found["open"] else ")"


def _term(printed: str) -> Term | None:
    quantity = read_cell(printed)
    if quantity is None or quantity.number is None:
        bare = re.match(_NUMBER, printed)
        quantity = read_cell(bare.group()) if bare else None
        word = printed[bare.end() :] if bare else ""
        if quantity is None or quantity.number is None:
            return None
        return Term(quantity, _SCALES.get(word[:1], Decimal(1)), bool(word))
    unit = quantity.unit
    return Term(quantity, _HUNDREDTHS.get(unit.name, unit.factor), bool(unit.name))


def _balanced(left: Sequence[Term | str | None]) -> bool:
    depth = 0
    for each in left:
        depth += {"(": 1, ")": -1}.get(each, 0) if isinstance(each, str) else 0
        if depth < 0:
            return False
    return depth == 0


def _workable(left: Sequence[Term | str | None], right: Term) -> bool:
    """Whether the units leave one reading: nothing but counts, money and rates, or one unit throughout."""
    terms = [each for each in (*left, right) if isinstance(each, Term)]
    kinds = {term.quantity.kind for term in terms}
    names = {term.quantity.unit.name for term in terms if term.named}
    return kinds <= set(_COUNTED) or (len(names) == 1 and not {"*", "/"} & set(map(str, left)))


class _Reader:
    """Works out a chain of values, signs and brackets; times and over before plus and minus."""

    def __init__(self, tokens: Sequence[Term | str], values: Sequence[Interval]) -> None:
        self._signs = [each if isinstance(each, str) else "" for each in tokens]
        self._values = list(values)

    def whole(self) -> Interval:
        """What all of it makes."""
        total = self._product()
        while self._next() in ("+", "-"):
            sign, term = self._signs.pop(0), self._product()
            total = total + term if sign == "+" else total - term
        return total

    def _product(self) -> Interval:
        total = self._one()
        while self._next() in ("*", "/"):
            sign, term = self._signs.pop(0), self._one()
            total = total * term if sign == "*" else total / term
        return total

    def _one(self) -> Interval:
        if self._signs.pop(0) == "(":
            inside = self.whole()
            self._signs.pop(0)  # what closes it
            return inside
        return self._values.pop(0)

    def _next(self) -> str:
        return self._signs[0] if self._signs else ""
