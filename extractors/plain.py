"""Printed text made uniform for reading, with the way back to the printed offsets.

Full-width digits, letters and operators become half width, soft line breaks and the blanks that PDF
extraction puts between Chinese characters vanish. Chinese punctuation （，。；：） other than brackets stays: it ends clauses.
Tabs stay: they part the cells of a table typed as text, and a line break in such a text parts its rows.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

_KEPT = set(
    "，；：？！。、"
)  # NFKC would turn these into ASCII, and "，" between digits means something else
_INVISIBLE = set("\u200b\u200c\u200d\u2060\ufeff\u00ad")
_ALIKE = {
    "﹪": "%",
    "∕": "/",
    "﹣": "-",
    "−": "-",
    "‑": "-",
    "‐": "-",
    "․": ".",
    "﹒": ".",
    "￥": "¥",
    "≧": "≥",
    "⩾": "≥",
    "≦": "≤",
    "⩽": "≤",
    "═": "=",
    "﹥": ">",
    "﹤": "<",
    "﹦": "=",
}


@dataclass(frozen=True, slots=True)
class Plain:
    """``text`` is uniform; character ``i`` of it was printed at ``offsets[i]`` of ``printed``."""

    text: str
    printed: str
    offsets: tuple[int, ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The printed span of ``text[start:end]``."""
        if start >= end:
            at = self.offsets[start] if start < len(self.offsets) else len(self.printed)
            return at, at
        return self.offsets[start], self.offsets[end - 1] + 1


@cache
def _uniform(char: str) -> str:
    """One printed character as we read it; empty where it only formats."""
    if char in _INVISIBLE:
        return ""
    if char in _KEPT:
        return char
    if char in _ALIKE:
        return _ALIKE[char]
    code = ord(char)
    if 0xFF01 <= code <= 0xFF5E:
        return chr(code - 0xFEE0)
    # radicals and compatibility forms of Chinese, brackets of vertical writing
    if 0x2E80 <= code <= 0x2FDF or 0xF900 <= code <= 0xFAFF or 0xFE35 <= code <= 0xFE44:
        return unicodedata.normalize("NFKC", char)
    return char


def _latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def plain(text: str) -> Plain:
    """Make ``text`` uniform.

    >>> plain("实际支出 １８６４．０５ 万元，占比 15 % 以上").text
    '实际支出1864.05万元，占比15%以上'
    >>> plain("共 3 项 AB 12").text
    '共3项AB 12'
    """
    typed_table = "\t" in text
    out: list[str] = []
    offsets: list[int] = []
    gap: int | None = None  # where a run of blanks began
    for at, char in enumerate(text):
        if char.isspace() and char != "\t" and not (char == "\n" and typed_table):
            gap = at if gap is None else gap
            continue
        uniform = _uniform(char)
        if not uniform:
            continue
        if gap is not None:
            if out and _latin(out[-1]) and _latin(uniform):
                out.append(" ")
                offsets.append(gap)
            gap = None
        out.append(uniform)
        offsets.append(at)
    return Plain("".join(out), text, tuple(offsets))


def join_lines(lines: Sequence[str]) -> tuple[str, list[int]]:
    """One paragraph from its printed lines, and where in it each line begins.

    Lines are joined without a blank, but for two Latin words or two numbers that would run together.

    >>> join_lines(["落实", "项目监督管理责任", "of work", "done"])
    ('落实项目监督管理责任of work done', [0, 2, 10, 18])
    """
    text = ""
    starts: list[int] = []
    for line in lines:
        line = line.strip()
        if text and line and _latin(text[-1]) and _latin(line[0]):
            text += " "
        starts.append(len(text))
        text += line
    return text, starts
