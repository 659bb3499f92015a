"""Printed lines to paragraphs: over line wraps and over pages, by margins, indents, sizes and stops.

The main question is always whether the next word would still have fitted on the line. If it would, the author
ended the line; if not, the margin did.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from extractors.joining import ends_sentence, goes_on
from extractors.labels import find_label, reads_as_heading
from extractors.page.lines import Line
from extractors.plain import join_lines
from extractors.tables import Draft
from schemas.units import unit_pattern

INDENT = 1.2  # of the glyph size: a line set in further begins a paragraph (the rule is 2 characters)
DEEP = 6.0  # of the size: set in further still, it is centred or set right
LOOSE = 1.6  # of the usual distance of lines: more begins a paragraph
SIZES_DIFFER = 0.08
_NOT_FIRST = "，。、；：！？）》」』】〕”’%％,.;:!?)]}…—"  # kinsoku: never first on a line
_NOT_LAST = "（《「『【〔“‘([{"
_ENUMERATES = re.compile(r"[一二三四五六七八九十]{1,3}是")
_FIELD = re.compile(r"[^，。；、]{2,12}[:：]")
_UNIT_FIRST = re.compile(rf"[十百千万亿]{{0,2}}{unit_pattern()}[，。；、）]")
_POINT = re.compile(r"(?:第?[一二三四五六七八九十]{1,3}[是、]|[（(][一二三四五六七八九十]{1,3}[）)])")


@dataclass(frozen=True, slots=True)
class Measure:
    """The type area of a page, in points: margins of body text, its size, the usual distance of lines.

    ``indents``: paragraphs begin set in. ``count``: characters of a full line where lines were broken by counting
    them, as programs do; 0 where a margin broke them.
    """

    left: float
    right: float
    size: float
    leading: float
    indents: bool = True
    count: int = 0


def measure(lines: Sequence[Line]) -> Measure:
    """Margins from the lines themselves: text is set flush far more often than not."""
    if not lines:
        return Measure(0, 0, 10, 15)
    weight: Counter[float] = Counter()
    for line in lines:
        weight[round(line.size * 2) / 2] += len(line.text)
    size = weight.most_common(1)[0][0] or 10.0
    body = [line for line in lines if abs(line.size - size) <= SIZES_DIFFER * size] or list(lines)
    left = _left(body)
    ends = sorted(line.x1 for line in body)
    right = ends[min(len(ends) - 1, int(0.97 * len(ends)))]
    gaps = [b.top - a.top for a, b in pairwise(body) if a.page == b.page and 0 < b.top - a.top < 4 * size]
    set_in = sum(INDENT * size < line.x0 - left < DEEP * size for line in body)
    leading = median(gaps) if gaps else 1.5 * size
    return Measure(left, right, size, leading, set_in >= 0.06 * len(body), _count(body))


def _left(body: Sequence[Line]) -> float:
    """The outermost left end that is not rare."""
    lefts = Counter(round(line.x0) for line in body)
    usual = max(lefts.values())
    return float(min(x for x, count in lefts.items() if count >= max(min(2, usual), 0.15 * usual)))


def _count(body: Sequence[Line]) -> int:
    """Characters in the longest line when a third of all lines have just as many, else 0."""
    lengths = Counter(len(line.text) for line in body)
    longest = max(lengths)
    return longest if len(body) >= 6 and lengths[longest] >= len(body) / 3 else 0


def shifted(area: Measure, lines: Sequence[Line]) -> Measure:
    """``area`` moved sideways to where one page has it: bound volumes change the margin from page to page."""
    body = [line for line in lines if abs(line.size - area.size) <= SIZES_DIFFER * area.size]
    if len(body) < 6:
        return area
    by = _left(body) - area.left
    if abs(by) < 2 or abs(max(line.x1 for line in body) - area.right - by) > area.size:
        return area
    return replace(area, left=area.left + by, right=area.right + by)


def set_paragraphs(lines: Sequence[Line], area_of: Callable[[Line], Measure]) -> list[Draft]:
    """Paragraphs from ``lines`` in reading order, none of which stands in a table; ``area_of`` a line is where it is set."""
    groups: list[list[Line]] = []
    for line in lines:
        if groups and _continues(groups[-1], line, area_of(groups[-1][-1]), area_of(line)):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_draft(group, area_of(group[0])) for group in groups]


def _draft(group: Sequence[Line], area: Measure) -> Draft:
    text, starts = join_lines([line.text for line in group])
    ends = [*starts[1:], len(text)]
    spots = [s for line, start, end in zip(group, starts, ends, strict=True) for s in line.spots(start, end)]
    return Draft(text, tuple(spots), apart=_centred(group[0], area))


def _continues(group: Sequence[Line], line: Line, before: Measure, area: Measure) -> bool:
    """Whether ``line``, in ``area``, belongs to the paragraph of ``group``, which stands in ``before``."""
    above = group[-1]
    below = line.page == above.page and line.top >= above.top  # else it begins the next page or column
    if _differs(above, line) or (below and _loose(above, line, area)):
        return False
    full = not _would_fit(above, line, before)
    if _is_title(above, before) or _is_title(line, area):
        return _title_continues(group, line, area, full)
    if _begins(line, area, full) or (not full and _ends_as_heading(group)):
        return False
    indent = line.x0 - area.left
    stopped = ends_sentence(above.text)
    if _clings(above.text, line.text) and indent <= INDENT * area.size:
        return True
    if indent > INDENT * area.size:
        same_block = abs(line.x0 - above.x0) <= 0.5 * area.size and line.font == above.font
        return full and not stopped and same_block
    if stopped:
        new_point = not area.indents and _ENUMERATES.match(line.text)
        return full and not new_point and (above.x1 >= before.right - 2.5 * area.size or before.count > 0)
    return full or _broken_early(above, line, before) or (area.indents and _reads_on(group, line))


def _reads_on(group: Sequence[Line], line: Line) -> bool:
    """Whether ``line`` is by its words the rest of the sentence that ``group`` left open."""
    return goes_on(join_lines([each.text for each in group])[0], line.text)


def _clings(above: str, line: str) -> bool:
    """Whether ``line`` cannot begin a paragraph after ``above``: with a comma, or with the unit of the figure above.

    >>> _clings("新建绿道26.4", "公里，补植行道树"), _clings("服务点设在东街", "、西街"), _clings("附件1", "自评报告")
    (True, True, False)
    """
    above, line = above.rstrip(), line.lstrip()
    if ends_sentence(above) or not above or not line:
        return False
    if line[0] in "，。、；）》”％%":
        return True
    return above[-1].isdigit() and _UNIT_FIRST.match(line) is not None


def _broken_early(above: Line, line: Line, area: Measure) -> bool:
    """Not stopped, the next line flush left, yet there was room: most likely the word processor left it free.

    Only a line that ends far from the margin was ended by its author, or one that names a field ("联系人：").
    """
    if above.x1 >= area.right - 4 * area.size:
        return True
    half = above.x1 - area.left > 0.5 * (area.right - area.left)
    return area.indents and half and not _FIELD.match(line.text)


def _differs(above: Line, line: Line) -> bool:
    return abs(above.size - line.size) > SIZES_DIFFER * max(above.size, line.size)


def _loose(above: Line, line: Line, area: Measure) -> bool:
    leading = area.leading if abs(line.size - area.size) <= 1 else 1.5 * line.size
    return line.top - above.top > LOOSE * max(leading, line.size)


def _would_fit(above: Line, line: Line, area: Measure) -> bool:
    """Whether the first unbreakable piece of ``line`` had room at the end of ``above``."""
    if area.count:
        return len(above.text) < area.count - 1  # a blank at its end is not printed
    return area.right - above.x1 >= _first_piece(line) + 0.3 * line.size


def _first_piece(line: Line) -> float:
    """Width of what a line break cannot divide: a word or number with the brackets and stops that cling to it."""
    text = line.text
    end = 0
    while end < len(text) and text[end] in _NOT_LAST:
        end += 1
    if end < len(text) and _sticks(text[end]):
        while end < len(text) and _sticks(text[end]):
            end += 1
    else:
        end += 1
    while end < len(text) and (text[end] in _NOT_FIRST or (text[end - 1] in _NOT_LAST)):
        end += 1
    if end < len(text) and text[end - 1] in "）〕)】" and _sticks(text[end]):
        while end < len(text) and _sticks(text[end]):
            end += 1
    return line.width(end)


def _sticks(char: str) -> bool:
    return (char.isascii() and char.isalnum()) or char in ".,-/%"


def _begins(line: Line, area: Measure, full: bool) -> bool:
    """Whether ``line`` opens a heading or a numbered point, wherever it is set."""
    label = find_label(line.text)
    if label is None:
        return bool(_POINT.match(line.text)) and line.x0 - area.left > INDENT * area.size
    if reads_as_heading(line.text) and line.x1 < area.right - 2 * area.size:
        return True
    if label.kind in ("annex", "part", "han", "section"):
        return True  # these labels hardly ever come to stand at the wrap of a running sentence
    # "（三）" or "2." may, but not set in and not after a line that had room for it.
    return not full or line.x0 - area.left > INDENT * area.size


def _ends_as_heading(group: Sequence[Line]) -> bool:
    """Whether the paragraph so far is a heading; complete, then, as its last line had room for more."""
    return reads_as_heading(join_lines([line.text for line in group])[0])


def _centred(line: Line, area: Measure) -> bool:
    return line.x0 - area.left > DEEP * area.size


def _is_title(line: Line, area: Measure) -> bool:
    return line.size > area.size * (1 + SIZES_DIFFER) or _centred(line, area)


def _title_continues(group: Sequence[Line], line: Line, area: Measure, full: bool) -> bool:
    """A title in large type that the margin broke. Centred short lines are separate lines of a cover.

    The font tells a title from the text below it, but a line is known by one font only, be it that of its figures;
    so the rest of a title that fills the line is also known by standing in the middle under it.
    """
    above = group[-1]
    if find_label(line.text) is not None or reads_as_heading(group[0].text):
        return False
    filled = max(above.x0 - area.left, area.right - above.x1) < 1.5 * line.size
    under = abs(above.x0 + above.x1 - line.x0 - line.x1) < line.size and _centred(line, area)
    if above.font != line.font and not (filled and under):
        return False
    large = line.size > area.size * (1 + SIZES_DIFFER)
    return large and full and line.page == above.page
