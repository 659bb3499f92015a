"""Printed digits with their separators: 1,203.50, 1，864，050, 1 250 000."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

_PLAIN = re.compile(r"(?:0|[1-9]\d*)(?:\.\d+)?")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:[,'’]\d{3})+(?:\.\d+)?")
_WIDE_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:(?:，\d{3}){2,}(?:\.\d+)?|，\d{3}\.\d+)")
_LONGEST = 24  # characters of one printed number


class Number(NamedTuple):
    """Digits as read. ``skip`` leading characters belong to another number; ``value`` is None where malformed."""

    value: Decimal | None
    decimals: int = 0
    skip: int = 0
    doubt: str = ""


def read_digits(printed: str) -> Number | None:
    """Read printed digits with separators. Malformed ones come back without a value but with a doubt."""
    if len(printed) > _LONGEST:
        return None
    if " " in printed:
        printed = printed.replace(" ", "")
    if _PLAIN.fullmatch(printed):
        return Number(Decimal(printed), len(printed.partition(".")[2]))
    if _THOUSANDS.fullmatch(printed) or _WIDE_THOUSANDS.fullmatch(printed):
        digits = re.sub("[,，'’]", "", printed)
        return Number(Decimal(digits), len(digits.partition(".")[2]))
    pieces = re.split("[,，]", printed)
    last = pieces[-1]
    thousands = len(last.partition(".")[0]) == 3  # 5，300元: one number or a list of two, nobody can tell
    if len(pieces) > 1 and all(_PLAIN.fullmatch(piece) for piece in pieces):
        if thousands or ("," in printed and len(set(map(len, pieces))) > 1):
            return Number(None, doubt=f"“{printed}”是一个数还是几个数，看不出来")
        return Number(Decimal(last), len(last.partition(".")[2]), len(printed) - len(last))
    return Number(None, doubt=f"“{printed}”数字书写有误，读不出数值")
