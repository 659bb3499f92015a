"""Printed text made uniform for reading, with the way back to the printed offsets.

Full-width digits, letters and operators become half width, soft line breaks and the blanks that PDF
extraction puts between Chinese characters vanish. Chinese punctuation （，。；：） other than brackets stays: it ends clauses;
half-width commas, colons and semicolons that stand not between digits become Chinese ones.
Tabs stay: they part the cells of a table typed as text, and a line break in such a text parts its rows.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

_KEPT = set(
    "，；：？！。、"
)  # NFKC would turn these into ASCII, and "，" between digits means something else
# Commas, colons and semicolons typed in half width among Chinese words end clauses as the wide ones do; not behind a label.
_NARROW = re.compile(r"(?<!\d)[,:;](?=.)|[,:;](?=\D)")
_WIDE = {",": "，", ":": "：", ";": "；"}
_SHORT, _LONG = 60, 4000  # characters
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
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
    offsets: Sequence[int]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The printed span of ``text[start:end]``."""
        if start >= end:
            at = self.offsets[start] if start < len(self.offsets) else len(self.printed)
            return at, at
        return self.offsets[start], self.offsets[end - 1] + 1


def _uniform(code: int) -> str:
    """How we read a printed character, one for one."""
    char = chr(code)
    if char in _KEPT:
        return char
    if 0xFF01 <= code <= 0xFF5E:
        return chr(code - 0xFEE0)
    return unicodedata.normalize("NFKC", char)


# Full width; radicals and compatibility forms of Chinese, brackets of vertical writing.
_RANGES = ((0xFF01, 0xFF5E), (0x2E80, 0x2FDF), (0xF900, 0xFAFF), (0xFE35, 0xFE44))
_TABLE = {ord(char): alike for char, alike in _ALIKE.items()}
_TABLE |= {code: _uniform(code) for first, last in _RANGES for code in range(first, last + 1)}
_OTHER_THAN_PRINTED = re.compile(
    f"[{''.join(chr(code) for code, char in _TABLE.items() if char != chr(code))}]"
)
# One class of listed characters is searched twice as fast as two classes side by side.
_BLANKS = "".join(char for char in map(chr, range(0x10000)) if char.isspace() and char not in "\t\n")
_GAPS = re.compile(f"[{_BLANKS}\n{_INVISIBLE}]+")
_GAPS_IN_ROWS = re.compile(f"[{_BLANKS}{_INVISIBLE}]+")


def latin(char: str) -> bool:
    """Whether blanks beside it mean something: a letter or digit of ASCII."""
    return char.isascii() and char.isalnum()


def plain(text: str) -> Plain:
    """Make ``text`` uniform.

    >>> plain("实际支出 １８６４．０５ 万元，占比 15 % 以上").text
    '实际支出1864.05万元，占比15%以上'
    >>> plain("共 3 项 AB 12").text
    '共3项AB 12'
    >>> plain("支出1,200万元,其中:设备费300万元;").text
    '支出1,200万元，其中：设备费300万元;'
    """
    if len(text) <= _SHORT:
        return _remembered(text)
    return _lately(text) if len(text) <= _LONG else _made_uniform(text)


def _made_uniform(text: str) -> Plain:
    uniform = _OTHER_THAN_PRINTED.sub(lambda found: _TABLE[ord(found[0])], text)
    gaps = _GAPS_IN_ROWS if "\t" in text else _GAPS
    if gaps.search(uniform) is None:
        return Plain(_widened(uniform), text, range(len(text)))
    out: list[str] = []
    offsets: list[int] = []
    at = 0
    for gap in gaps.finditer(uniform):
        start, end = gap.span()
        out.append(uniform[at:start])
        offsets += range(at, start)
        blank = next((i for i in range(start, end) if uniform[i] not in _INVISIBLE), None)
        if blank is not None and offsets and latin(uniform[offsets[-1]]) and latin(uniform[end : end + 1]):
            out.append(" ")
            offsets.append(blank)
        at = end
    out.append(uniform[at:])
    offsets += range(at, len(text))
    return Plain(_widened("".join(out)), text, offsets)


@lru_cache(maxsize=4096)  # labels and names come again in every form
def _remembered(text: str) -> Plain:
    return _made_uniform(text)


@lru_cache(maxsize=128)  # every rule on wording reads the paragraphs of one report again
def _lately(text: str) -> Plain:
    return _made_uniform(text)


def _widened(text: str) -> str:
    if "," not in text and ":" not in text and ";" not in text:
        return text
    return _NARROW.sub(lambda found: _WIDE[found[0]], text)


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
        if text and line and latin(text[-1]) and latin(line[0]):
            text += " "
        starts.append(len(text))
        text += line
    return text, starts
