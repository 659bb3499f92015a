"""Page numbers, running heads and feet: printed on every page, said by none."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Sequence

from extractors.page.lines import Line

MARGIN_SHARE = 0.12  # of the page height at top and bottom in which heads and feet stand
SAME_HEIGHT_POINTS = 4.0
_NUMBER = re.compile(
    r"[-—–－―‐·•~～\s]{0,6}\d{1,4}[-—–－―‐·•~～\s]{0,6}"
    r"|[〔\[(（【]\s{0,2}\d{1,4}\s{0,2}[〕\])）】]"
    r"|第?\s{0,2}\d{1,4}\s{0,2}页?\s{0,3}[/／,，、;；|｜]?\s{0,3}[共总]?\s{0,2}\d{0,4}\s{0,2}页?"
    r"|[共总]\s{0,2}\d{1,4}\s{0,2}页\s{0,3}[/／,，、;；|｜]?\s{0,3}第\s{0,2}\d{1,4}\s{0,2}页"
    r"|(?:[Pp]age|PAGE|[Pp]\.?|页码[:：])\s{0,2}\d{1,4}(?:\s{0,2}(?:of|/)\s{0,2}\d{1,4})?"
    r"|\d{1,4}\s{1,2}of\s{1,2}\d{1,4}"
    r"|[-—–－\s]{0,4}[ivxIVXⅠ-Ⅻ]{1,5}[-—–－\s]{0,4}"
    r"|[-—–－\s]{0,4}第?[一二三四五六七八九十]{1,3}页(?:\s{0,3}[,，、]?\s{0,3}共[一二三四五六七八九十百]{1,4}页)?[-—–－\s]{0,4}"
)


def drop_running(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> list[list[Line]]:
    """``pages`` of lines without page numbers, heads and feet. ``heights`` of the pages in points.

    Only lines in the outer margins are looked at, from the outside in. Page numbers go by their look where they
    stand alone; other lines go when most pages print the same words, figures aside, at the same height.
    """
    zones = [_outer(lines, height) for lines, height in zip(pages, heights, strict=True)]
    printed: dict[tuple[str, bool], list[float]] = defaultdict(list)
    for zone, height in zip(zones, heights, strict=True):
        for line in zone:
            at_foot = line.top > height / 2
            insort(printed[_words(line.text), at_foot], height - line.top if at_foot else line.top)
    needed = max(2, min(len(pages), 3), (len(pages) + 2) // 3)
    kept: list[list[Line]] = []
    for lines, zone, height in zip(pages, zones, heights, strict=True):
        gone = _gone(zone, height, printed, needed)
        kept.append([line for line in lines if id(line) not in gone])
    return kept


def _outer(lines: Sequence[Line], height: float) -> list[Line]:
    edge = MARGIN_SHARE * height
    return [line for line in lines if line.bbox[3] <= edge or line.top >= height - edge]


def _words(text: str) -> str:
    return re.sub(r"\d+", "0", re.sub(r"\s", "", text))


def _gone(
    zone: list[Line], height: float, printed: dict[tuple[str, bool], list[float]], needed: int
) -> set[int]:
    """Ids of the lines of one page that run; beyond the first line that does not, nothing runs."""
    gone: set[int] = set()
    for at_foot in (False, True):
        side = [line for line in zone if (line.top > height / 2) == at_foot]
        for line in sorted(side, key=lambda x: x.top, reverse=at_foot):
            offset = height - line.top if at_foot else line.top
            offsets = printed[_words(line.text), at_foot]
            near = bisect_right(offsets, offset + SAME_HEIGHT_POINTS)
            near -= bisect_left(offsets, offset - SAME_HEIGHT_POINTS)
            repeated = near >= needed
            if not repeated and not _NUMBER.fullmatch(line.text.strip()):
                break
            gone.add(id(line))
    return gone
