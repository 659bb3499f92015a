"""Which place a body belongs to, as its name says it: 临江市教育局 to 临江市, 市教育局 to a city that it does not name."""

from __future__ import annotations

import re
from collections.abc import Iterator

_LEVELS = "省市州盟县区旗"
_PLACE = re.compile(f"[一-鿿]{{2,8}}?(?:自治[{_LEVELS}]|[{_LEVELS}])(?!场监督)")
_UNNAMED = re.compile(f"[{_LEVELS}](?!场|域|容|级|政管理)")  # 市场监督管理局 names no place
_AREA = re.compile(f"全([{_LEVELS}])")
_ZONE = re.compile(
    "[一-鿿]{2,16}?(?:开发区|高新区|经开区|新区|示范区|管理区|街道|[镇乡])"
)  # 滨湖高新技术产业开发区文化和旅游局


def places(body: str) -> list[str]:
    """The places that the name of a body begins with, the widest first; an unnamed one is its level alone.

    >>> places("临江市云岭县教育局"), places("市教育局"), places("兴和自治县城市管理局"), places("城市管理局")
    (['临江市', '云岭县'], ['市'], ['兴和自治县'], [])
    """
    return list(_places(body))


def _places(body: str) -> Iterator[str]:
    at = 0
    if unnamed := _UNNAMED.match(body):
        yield unnamed.group()
        at = unnamed.end()
    while found := _PLACE.match(body, at):
        if re.search("[局厅委办院处所站校]|中心", found.group()):
            return
        yield found.group()
        at = found.end()


def home(body: str) -> tuple[str, ...]:
    """How the name of a neighbour of ``body`` begins, the longest first; zones, towns and streets have theirs too.

    >>> home("临江市云岭县教育局"), home("市住建局"), home("五里桥街道党建办公室"), home("城市管理局")
    (('临江市云岭县', '云岭县', '县'), ('市',), ('五里桥街道', '街道'), ())
    """
    named = places(body)
    if not named:
        zone = _ZONE.match(body)
        level = re.search("街道|[区镇乡]$", zone.group()) if zone else None
        return (zone.group(), level.group()) if zone and level else ()
    return tuple(dict.fromkeys(("".join(named), named[-1], named[-1][-1])))


def area_meant(area: str, body: str) -> str:
    """What 全市 or 全县 means in the report of ``body``; empty where it cannot be told, or is no place's whole.

    >>> area_meant("全市", "临江市教育局"), area_meant("全市", "市教育局"), area_meant("全市", "云岭县教育局")
    ('临江市', '市', '')
    """
    found = _AREA.fullmatch(area)
    if found is None:
        return ""
    named = places(body)
    return next((place for place in named if place.endswith(found[1])), "" if named else found[1])


def whole(area: str) -> bool:
    """Whether it says no more than that the figure is of some place as a whole.

    >>> whole(""), whole("全市"), whole("临江市")
    (True, True, False)
    """
    return not area or area.startswith("全")


def one_body(one: str, other: str) -> bool:
    """Whether two names may be those of one body: 教育局 in a form and 清河县教育局 in a title."""
    return one.endswith(other) or other.endswith(one)
