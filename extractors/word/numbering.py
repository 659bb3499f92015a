"""Word's automatic numbering as it is printed: 一、 （一） 1. ①, with continuations and restarts."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from extractors.ooxml import Element, attribute, child, is_on, kind, whole

_HAN = "零一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_MAX_LEVELS = 9  # ECMA-376 17.9.3: ilvl 0 to 8


def han(number: int, digits: str = _HAN, units: str = "十百千万") -> str:
    """``number`` (1 to 99999) in Chinese characters, as Word counts.

    >>> [han(n) for n in (3, 10, 11, 20, 105, 110)]
    ['三', '十', '十一', '二十', '一百零五', '一百一十']
    """
    if not 0 < number < 100_000:
        return str(number)
    text = ""
    for place, char in enumerate(reversed(str(number))):
        if char != "0":
            text = digits[int(char)] + (units[place - 1] if place else "") + text
        elif text and not text.startswith(digits[0]):
            text = digits[0] + text
    if 10 <= number < 20:
        text = text[1:]
    return text


def _positional(number: int) -> str:
    return "".join("〇一二三四五六七八九"[int(d)] for d in str(number))


def _roman(number: int) -> str:
    out = ""
    for value, sign in (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
        (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ):  # fmt: skip
        while number >= value and len(out) < 30:
            out, number = out + sign, number - value
    return out


def _letters(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 % 20 + 1)


def _enclosed(first: str, last: int) -> Callable[[int], str]:
    return lambda n: chr(ord(first) + n - 1) if 1 <= n <= last else str(n)


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda n: f"{n:02d}",
    "decimalFullWidth": lambda n: "".join(chr(ord("０") + int(d)) for d in str(n)),
    "decimalFullWidth2": lambda n: "".join(chr(ord("０") + int(d)) for d in str(n)),
    "decimalHalfWidth": str,
    "decimalEnclosedCircle": _enclosed("①", 20),
    "decimalEnclosedCircleChinese": _enclosed("①", 20),
    "decimalEnclosedParen": _enclosed("⑴", 20),
    "decimalEnclosedFullstop": _enclosed("⒈", 20),
    "chineseCounting": han,
    "chineseCountingThousand": han,
    "japaneseCounting": han,
    "taiwaneseCounting": han,
    "taiwaneseCountingThousand": han,
    "ideographDigital": _positional,
    "japaneseDigitalTenThousand": _positional,
    "taiwaneseDigital": _positional,
    "chineseLegalSimplified": lambda n: han(n, _LEGAL, "拾佰仟万"),
    "ideographLegalTraditional": lambda n: han(n, _LEGAL, "拾佰仟万"),
    "ideographEnclosedCircle": lambda n: chr(ord("㊀") + n - 1) if 1 <= n <= 10 else han(n),
    "ideographTraditional": lambda n: _STEMS[(n - 1) % 10],
    "ideographZodiac": lambda n: _BRANCHES[(n - 1) % 12],
    "upperRoman": _roman,
    "lowerRoman": lambda n: _roman(n).lower(),
    "upperLetter": lambda n: _letters(n).upper(),
    "lowerLetter": _letters,
}


@dataclass(slots=True)
class Level:
    """One w:lvl: where counting starts, how numbers look, the pattern around them ("（%1）")."""

    start: int = 1
    form: str = "decimal"
    pattern: str = ""
    restart: int = -1  # 0: never; n: only after level n (1-based); -1: after any higher level
    legal: bool = False  # numbers of higher levels in Arabic digits
    style: str = ""


@dataclass(slots=True)
class NumberedList:
    """One w:num: which counters it shares (``abstract``), its own levels and restarts."""

    abstract: str
    levels: dict[int, Level] = field(default_factory=dict)
    restarts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts as the paragraphs come by; one for each document."""

    def __init__(self, part: Element | None) -> None:
        self._lists: dict[str, NumberedList] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._restarted: set[tuple[str, int]] = set()
        if part is not None:
            self._load(part)

    @classmethod
    def of(cls, lists: dict[str, NumberedList]) -> Numbering:
        """Counts for ``lists`` as another format keeps them, by what its paragraphs call them."""
        numbering = cls(None)
        numbering._lists = lists
        return numbering

    def _load(self, part: Element) -> None:
        abstracts = {attribute(a, "abstractNumId"): a for a in part if kind(a) == "w:abstractNum"}
        styles = {attribute(child(a, "w:styleLink"), "val"): a for a in abstracts.values()}
        for num in part:
            if kind(num) != "w:num":
                continue
            ident = attribute(child(num, "w:abstractNumId"), "val")
            abstract = abstracts.get(ident)
            link = attribute(child(abstract, "w:numStyleLink"), "val")
            if link:
                abstract = styles.get(link, abstract)
            made = NumberedList(ident)
            for level in abstract if abstract is not None else ():
                if kind(level) == "w:lvl":
                    made.levels[whole(level, 0, "ilvl")] = _level(level)
            _override(made, num)
            self._lists[attribute(num, "numId")] = made

    def level_of_style(self, num: str, style: str) -> int:
        """The level of list ``num`` that belongs to paragraph style ``style``; 0 when none is tied to it."""
        found = self._lists.get(num)
        levels = found.levels if found else {}
        return next((at for at, level in levels.items() if level.style == style), 0)

    def next(self, num: str, at: int) -> str:
        """Count one paragraph of list ``num`` at level ``at`` (from 0); what Word prints before it, "" for bullets."""
        found = self._lists.get(num)
        level = found.levels.get(at) if found else None
        if found is None or level is None or not 0 <= at < _MAX_LEVELS:
            return ""
        counts = self._counts.setdefault(found.abstract, {})
        if at in found.restarts and (num, at) not in self._restarted:
            self._restarted.add((num, at))
            counts[at] = found.restarts[at]
        else:
            counts[at] = counts[at] + 1 if at in counts else level.start
        for deeper in [d for d in counts if d > at]:
            rule = found.levels.get(deeper, Level()).restart
            if rule == -1 or 0 < rule == at + 1 or (rule > 0 and at < rule):
                del counts[deeper]
        return self._printed(found, level, counts)

    def _printed(self, found: NumberedList, level: Level, counts: dict[int, int]) -> str:
        if level.form in ("bullet", "none") and "%" not in level.pattern:
            return "" if level.form == "bullet" else level.pattern

        def number(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            other = found.levels.get(at, Level())
            value = counts.setdefault(at, other.start)
            form = "decimal" if level.legal else other.form
            return "" if form in ("none", "bullet") else _FORMATS.get(form, str)(value)

        return re.sub(r"%([1-9])", number, level.pattern)


def _level(element: Element) -> Level:
    return Level(
        whole(child(element, "w:start"), 1),
        attribute(child(element, "w:numFmt"), "val", "decimal"),
        attribute(child(element, "w:lvlText"), "val"),
        whole(child(element, "w:lvlRestart"), -1),
        is_on(child(element, "w:isLgl")),
        attribute(child(element, "w:pStyle"), "val"),
    )


def _override(made: NumberedList, num: Element) -> None:
    for override in num:
        if kind(override) != "w:lvlOverride":
            continue
        at = whole(override, 0, "ilvl")
        own = child(override, "w:lvl")
        if own is not None:
            made.levels[at] = _level(own)
        start = child(override, "w:startOverride")
        if start is not None:
            made.restarts[at] = whole(start, 1)
