"""Second opinions on figures: what two models or two looks do not agree on, and what no figure looks like, is doubtful.

A doubt is a sentence for the reviewer. A figure that may be wrong always carries one; most right ones carry none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

from extractors.scans.engine import Reading
from schemas.document import RECOGNISED

SURE = 0.90  # a model's own probability for the least sure character of a figure, below which it says nothing
VERY_SURE = 0.98  # from here on, confirmed by a second look, it outweighs another model that is not sure
_FIGURE = re.compile(r"(?<!\d)[-+−－—–.．·]?\d(?:[\d.,，．]{0,24}[\d.．])?[%％]?")
_PAGE_NUMBER = re.compile(r"[-—–·]{1,2}\s?\d{1,4}\s?[-—–·]{1,2}")
_DASHES = "-−－—–一"
_WELL_FORMED = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?")
_CUT = re.compile(r"[-+]?\d[\d,]*[.,]")  # the rest stands on the next line
_ALIKE = str.maketrans({"O": "0", "o": "0", "〇": "0", "l": "1", "I": "1", "|": "1", "。": ".", "·": "."})
_NEARLY_FIGURE = re.compile(r"[-+−－]?[\dOo〇lI|.,，．。·]{2,20}[%％]?")
_LOOKS_LIKE_FIGURES = re.compile(r"[OoDQlI|!SsBZzbq]{1,4}")


class Token(NamedTuple):
    """A figure in a text: characters ``start:end``, and how it reads with uniform characters."""

    start: int
    end: int
    said: str


class Doubt(NamedTuple):
    """Why characters ``start:end`` of a text may be misread."""

    start: int
    end: int
    why: str


def figures(text: str) -> list[Token]:
    """The figures in ``text``.

    >>> [token.said for token in figures("预算３，６００．00元，占15%。")]
    ['3,600.00', '15%']
    """
    found = []
    for match in _FIGURE.finditer(text):
        start, end = match.span()
        if not match[0][0].isdigit() and (
            text[start - 1 : start].strip() or text[end : end + 1] in tuple(_DASHES)
        ):
            start += 1  # a dash between words or on both sides (a page number) is no sign
        if end < len(text) and text[end - 1] in ".．":
            end -= 1  # 3.国省创新: the number of a heading
        found.append(Token(start, end, _uniform(text[start:end])))
    return found


def _uniform(text: str) -> str:
    said = unicodedata.normalize("NFKC", text).replace("，", ",").replace("。", ".")
    return re.sub("^[−—–]", "-", said)


def may_hold_figures(text: str) -> bool:
    """Whether a second look is worth its time: there are digits, or letters that digits are taken for; and no page number."""
    if is_page_number(text):
        return False
    return any(char.isdigit() for char in text) or _LOOKS_LIKE_FIGURES.fullmatch(text) is not None


def is_page_number(text: str) -> bool:
    """Whether ``text`` is a number between dashes."""
    return _PAGE_NUMBER.fullmatch(text) is not None


def repaired(text: str) -> str:
    """``text`` with letters that stand for digits as digits, where all of it is one figure and can be nothing else.

    >>> repaired("1O0%"), repaired("l864。05"), repaired("O"), repaired("GDP")
    ('100%', '1864.05', 'O', 'GDP')
    """
    if not _NEARLY_FIGURE.fullmatch(text) or sum(char.isdigit() for char in text) * 2 < len(
        text.strip("%％")
    ):
        return text
    said = text.translate(_ALIKE)
    return said if said != text and _WELL_FORMED.fullmatch(_uniform(said)) else text


def doubts(first: Reading, second: Reading | None, closer: Callable[[], Reading]) -> Iterator[Doubt]:
    """Which figures of ``first`` may be wrong, given what the other model read; ``closer`` takes a closer look with the same."""
    if not may_hold_figures(first.text):
        return
    tokens = figures(first.text)
    third: Reading | None = None
    if second is None:
        second = third = closer()
    differing = dict(_differences(tokens, second))
    if differing and third is None:
        third = closer()
        same = [t.said for t in figures(third.text)] == [t.said for t in tokens]
        hesitant = min(second.sure, default=0.0) < SURE
        if same and hesitant and all(_sureness(first, t) >= VERY_SURE for t in tokens):
            differing = {}
    for at, token in enumerate(tokens):
        why = differing.get(at) or _own_doubt(first, token)
        if why:
            yield Doubt(token.start, token.end, why)
    if differing and not tokens:
        yield Doubt(0, len(first.text), differing[0])


def _sureness(reading: Reading, token: Token) -> float:
    return min(reading.sure[token.start : token.end])


def _own_doubt(reading: Reading, token: Token) -> str:
    """What is wrong with a figure by itself."""
    cut = token.end == len(reading.text) and _CUT.fullmatch(token.said)
    if not _WELL_FORMED.fullmatch(token.said) and not cut:
        return f"{RECOGNISED}为“{token.said}”，不像一个完整的数"
    if _sureness(reading, token) < SURE:
        return f"{RECOGNISED}为“{token.said}”，把握不足"
    return ""


def _differences(tokens: list[Token], second: Reading) -> Iterator[tuple[int, str]]:
    """Which tokens the other reading does not confirm, and why; a figure that only it has is told of the token before."""
    one, two = [t.said for t in tokens], [t.said for t in figures(second.text)]
    for kind, a, b, c, d in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        other = " ".join(two[c:d]) or "没有认出"
        if kind == "insert":
            yield max(0, a - 1) if tokens else 0, f"{RECOGNISED}，两次结果不一致：另一次还认出“{other}”"
        for at in range(a, b):
            said = two[c + at - a] if d - c == b - a else other
            yield at, f"{RECOGNISED}，两次结果不一致：{one[at]} / {said}"
