"""Places in a ranking (第35位, 居全省第二, 前10%) and moves in it (前进14位). Kept, never compared with amounts."""

from __future__ import annotations

import re
from decimal import Decimal

from extractors.numerals import DIGITS, read_numeral
from schemas.quantity import Bound, Kind, Unit

_RANKED = re.compile("居|列|位|排|名|跃|升至|全省|全国|全市|全区|全县|省内|国内|中部|榜|得分")
_PLACE = re.compile(f"(?P<number>\\d{{1,4}}|[{DIGITS}十百]{{1,4}})(?P<unit>位|名(?!单|称|录|额))?")
_TOP = re.compile(
    f"(?P<number>\\d{{1,4}}(?:\\.\\d+)?|[{DIGITS}十百]{{1,4}})(?P<unit>%|位|名(?!单|称|录|额)|强)?"
)
_ENDS = set("，,。；;、：:）)！? \t\n的")
_TOP_AFTER = set("省国市县区州球列居入进名排在至保升、，是为达于位")
_MOVE = re.compile("(?P<up>前进|上升|提升|跃升|攀升|提高|进位)?(?P<down>下降|后退|退后|下滑)?了?$")
_MOVED = ("位", "名")


RANK_MARKS = frozenset("第前")


def rank_of(text: str, at: int) -> tuple[int, int, Decimal, Unit, Bound] | None:
    """``(start, end, number, unit, bound)`` of the rank whose digits begin at ``at``."""
    mark = text[at - 1 : at] if at else ""
    if mark == "第":
        return _place(text, at)
    if mark == "前":
        return _top(text, at)
    return None


def _place(text: str, at: int) -> tuple[int, int, Decimal, Unit, Bound] | None:
    found = _PLACE.match(text, at)
    number = _number(found["number"]) if found else None
    if found is None or number is None:
        return None
    named = bool(found["unit"])
    ends = found.end() >= len(text) or text[found.end()] in _ENDS
    if not named and not (ends and _RANKED.search(text, max(0, at - 9), at - 1)):
        return None
    return at - 1, found.end(), number, _unit(found["unit"] or "位"), Bound.EXACT


def _top(text: str, at: int) -> tuple[int, int, Decimal, Unit, Bound] | None:
    found = _TOP.match(text, at)
    number = _number(found["number"]) if found else None
    if found is None or number is None:
        return None
    before = text[at - 2 : at - 1] if at >= 2 else ""
    known = not before or before in _TOP_AFTER
    ends = found.end() >= len(text) or text[found.end()] in _ENDS
    if not known or (not ends and not found["unit"]):
        return None
    if found["unit"] != "%" and not found["unit"] and not before:
        return None
    unit = _unit(found["unit"] or "位")
    return at - 1, found.end(), number, unit, Bound.AT_MOST


def rank_change(text: str, start: int, end: int) -> tuple[Unit, int] | None:
    """The unit and direction of a move in a ranking, where ``start:end`` is 14位 in 前进14位."""
    if text[end - 1] not in _MOVED:
        return None
    for name in _MOVED:
        if text.endswith(name, start, end):
            found = _MOVE.search(text, max(0, start - 4), start)
            if found and (found["up"] or found["down"]):
                return Unit("位", Kind.RANK_CHANGE, "位"), 1 if found["up"] else -1
    return None


def _number(printed: str) -> Decimal | None:
    return Decimal(printed) if printed[0].isascii() else read_numeral(printed)


def _unit(name: str) -> Unit:
    return Unit(name, Kind.RANK, "%" if name == "%" else "位")
