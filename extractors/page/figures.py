"""What one figure looks like where it fills a cell, and whether a narrow column cut it in two."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

SOME = 0.1  # of the figures of a table: with so many decimals as so many have, a figure is whole
_NUMBER = re.compile(
    r"[-+−－▲△]?[¥￥]?[\d０-９][\d０-９,，]{0,20}(?:[.．][\d０-９]{1,10})?[%％‰]?"
    r"|[(（][\d０-９][\d０-９,，]{0,20}(?:[.．][\d０-９]{1,10})?[)）]"
)
_UNIT = re.compile(r"[\u4e00-\u9fff]{1,3}(?:/[\u4e00-\u9fff]{1,2})?")
_OPEN = ".,．，"  # a figure that ends so goes on below


def is_number(text: str) -> bool:
    """Whether ``text`` is nothing but one number, perhaps in brackets, with a sign or a percent sign."""
    return _NUMBER.fullmatch(text) is not None


def is_figure(text: str) -> bool:
    """Whether ``text`` is one figure, with its unit or without.

    >>> is_figure("1,203.50"), is_figure("480.68亿元"), is_figure("≥100%"), is_figure("3D打印")
    (True, True, True, False)
    """
    found = re.match(r"[≥≤＞＜><]?([^\u4e00-\u9fff]+)(.*)", text)
    if found is None or not is_number(found[1].rstrip(_OPEN)):
        return False
    return not found[2] or _UNIT.fullmatch(found[2]) is not None


def is_dash(text: str) -> bool:
    """Whether ``text`` stands where there is no figure to give."""
    return all(char in "-—–－―/／" for char in text)


def stays_open(text: str) -> bool:
    """Whether a figure ends where none can."""
    return text[-1] in _OPEN


def decimals_of(figures: Sequence[str]) -> int:
    """How many decimals ``figures`` have where they are whole: more than a few of them have that many, none has more."""
    counts = Counter(len(text.rstrip("%％").partition(".")[2]) for text in figures)
    return max((n for n, times in counts.items() if times > max(1, SOME * len(figures))), default=0)


def is_cut(above: str, below: str, places: int) -> bool:
    """Whether ``above`` has fewer decimals than are usual, and just as many with ``below``.

    >>> is_cut("107.7", "2", 2), is_cut("1,864", ".05", 2), is_cut("80.00", "80.00", 2)
    (True, True, False)
    """
    if len(above.partition(".")[2]) >= places:
        return False
    return len((above + below).rstrip("%％").partition(".")[2]) == places
