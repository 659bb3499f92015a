"""Figures of several cells that ran together, parted again where arithmetic leaves exactly one way.

Copied without its rules, a row of 55, 51 and 92.73% is printed “555192.73%”. Every way to part the digits is tried; what is
kept must make the rate, or the score, come out. Where two ways do, or none, nothing is said: a guess is worse than a gap.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

_NUMBER = re.compile(r"(?:0|[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d{0,9})(?:\.\d{1,4})?")
_RUN = re.compile(r"[\d.,%]{4,40}")
_VALUE = re.compile(r"(?:[≥≤><=]|不低于|不少于|不超过)?(?:0|[1-9]\d{0,7})(?:\.\d{1,3})?[^\d.,，;；\s]{1,6}")
_TAIL = re.compile(r"(?P<name>[^\d≥≤><=]{2,40}?)(?P<tail>[≥≤><=]?\d.{2,40})")
_LONGEST = 40  # characters that are tried
_MOST = 20_000  # ways that are tried
_HALF, _ALL = Decimal("0.5"), Decimal(100)
_NEAR = Decimal(
    "0.01"
)  # of the rate itself: a rate whose last digits are wrong still tells where the digits part
_FULL_MARKS = _ALL
_FAR = 3  # times; what schemas/thresholds.yaml calls far over the target


@dataclass(frozen=True, slots=True)
class Part:
    """Characters ``start:end`` of the glued text are what stood in ``column``."""

    column: str
    start: int
    end: int
    text: str


def part_by_rate(text: str, columns: Sequence[str]) -> list[Part] | None:
    """Part a run of digits into ``columns`` (budget_initial budget_full executed rate weight score, as printed).

    >>> [part.text for part in part_by_rate("1484631.00%", ["budget_full", "executed", "rate"])]
    ['148', '46', '31.00%']
    >>> part_by_rate("1234", ["budget_full", "executed"]) is None
    True
    """
    if not _RUN.fullmatch(text) or "rate" not in columns or not {"executed"} & set(columns):
        return None
    exact: list[list[Part]] = []
    near: list[list[Part]] = []
    for parts in _ways(text, columns, _figure):
        values = {part.column: Decimal(part.text.replace(",", "").rstrip("%")) for part in parts}
        off = _off(values, parts)
        if off is not None and _points_fit(values):
            (exact if off <= 1 else near).append(parts)
    found = exact or near
    return found[0] if len(found) == 1 else None


def part_by_score(text: str, columns: Sequence[str]) -> tuple[str, list[Part]] | None:
    """Part “办公所需成本415万元15万元4” into the name and ``columns`` (weight target actual score, as printed).

    The score must be the weight times the share that was reached, whichever direction is the better one.

    >>> name, parts = part_by_score("办公所需成本415万元15万元4", ["weight", "target", "actual", "score"])
    >>> name, [part.text for part in parts]
    ('办公所需成本', ['4', '15万元', '15万元', '4'])
    """
    if not {"weight", "target", "actual", "score"} <= set(columns):
        return None
    found = _TAIL.fullmatch(text)
    if found is None:
        return None
    begin = found.start("tail")
    fitting = [parts for parts in _ways(found["tail"], columns, _cell) if _score_fits(parts)]
    if len(fitting) != 1 or not _plausible(fitting[0]):
        return None
    return found["name"], [Part(p.column, p.start + begin, p.end + begin, p.text) for p in fitting[0]]


def part_by_blank(text: str, columns: Sequence[str]) -> list[Part] | None:
    """Part “100 100” into ``columns`` where as many plain numbers stand with blanks between.

    >>> [part.text for part in part_by_blank("100 100", ["target", "actual"])]
    ['100', '100']
    >>> part_by_blank("1 000", ["target", "actual"]) is None
    True
    """
    pieces = [(found.start(), found.end(), found[0]) for found in re.finditer(r"\S+", text)]
    if len(pieces) != len(columns) or len(pieces) < 2 or len(text) > _LONGEST:
        return None
    if not all(_NUMBER.fullmatch(piece.rstrip("%")) for _, _, piece in pieces):
        return None
    return [
        Part(column, start, end, piece) for column, (start, end, piece) in zip(columns, pieces, strict=True)
    ]


def _ways(text: str, columns: Sequence[str], fits: Callable[[str, str], bool]) -> Iterator[list[Part]]:
    """Every way to part ``text`` so that each piece fits its column; gives up beyond ``_MOST`` steps."""
    steps = 0

    def part(at: int, left: Sequence[str]) -> Iterator[list[Part]]:
        nonlocal steps
        if not left:
            if at == len(text):
                yield []
            return
        ends = (len(text),) if len(left) == 1 else range(at + 1, len(text))
        for end in ends:
            steps += 1
            if steps > _MOST:
                return
            piece = text[at:end]
            if fits(piece, left[0]):
                for rest in part(end, left[1:]):
                    yield [Part(left[0], at, end, piece), *rest]

    found = list(part(0, columns))
    yield from found if steps <= _MOST else ()


def _figure(piece: str, column: str) -> bool:
    bare = piece.removesuffix("%") if column == "rate" else piece
    return _NUMBER.fullmatch(bare) is not None


def _cell(piece: str, column: str) -> bool:
    if column in {"weight", "score"}:
        return _NUMBER.fullmatch(piece) is not None and Decimal(piece.replace(",", "")) <= _FULL_MARKS
    return _VALUE.fullmatch(piece) is not None


def _off(values: Mapping[str, Decimal], parts: Sequence[Part]) -> Decimal | None:
    """How far the printed rate is from the true one, in half units of its last digit; None beyond a hundredth of it."""
    whole = values.get("budget_full", values.get("budget_initial"))
    if not whole or not values["rate"]:  # nothing is printed as 0% of something
        return None
    rate = next(part.text for part in parts if part.column == "rate").rstrip("%")
    half = _HALF.scaleb(-len(rate.partition(".")[2]))
    gap = abs(values["executed"] / whole * _ALL - values["rate"])
    return None if gap > max(_NEAR * values["rate"], half) else gap / half


def _points_fit(values: Mapping[str, Decimal]) -> bool:
    weight, score = values.get("weight"), values.get("score")
    if weight is None or score is None:
        return True
    due = weight * min(Decimal(1), values["rate"] / _ALL)
    return weight <= _FULL_MARKS and abs(due - score) <= _HALF


def _score_fits(parts: Sequence[Part]) -> bool:
    said = {part.column: part.text for part in parts}
    target, actual = _bare(said["target"]), _bare(said["actual"])
    if _unit(said["target"]) != _unit(said["actual"]):
        return False
    weight, score = Decimal(said["weight"]), Decimal(said["score"])
    shares = (
        [Decimal(1)] if target == actual else [a / b for a, b in ((actual, target), (target, actual)) if b]
    )
    return (
        any(abs(weight * min(Decimal(1), share) - score) <= Decimal("0.1") for share in shares[:2])
        and score <= weight
    )


def _plausible(parts: Sequence[Part]) -> bool:
    """Whether target and result are of one order: 112 and 2 come of digits parted in the wrong place."""
    said = {part.column: _bare(part.text) for part in parts}
    low, high = sorted((said["target"], said["actual"]))
    return high <= _FAR * low


def _bare(piece: str) -> Decimal:
    found = re.search(r"\d+(?:\.\d+)?", piece)
    return Decimal(found[0]) if found else Decimal(0)


def _unit(piece: str) -> str:
    return re.sub(r"^[^\d]*\d+(?:\.\d+)?", "", piece)
