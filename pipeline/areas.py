"""Which place a body belongs to, as its name says it: 临江市教育局 to 临江市, 市教育局 to a city that it does not name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_LEVELS = "省市州盟县区旗"
_RANKS = {
    level: rank
    for rank, levels in enumerate(("国", "省", "市州盟师", "县区旗团", "镇乡街"))
    for level in levels
}
_PLACE = re.compile(f"[一-鿿]{{2,8}}?(?:自治[{_LEVELS}]|[{_LEVELS}])(?!场监督)")
_UNNAMED = re.compile(f"[{_LEVELS}](?!场|域|容|级|政管理)")  # 市场监督管理局 names no place
_AREA = re.compile(f"全([{_LEVELS}])")
_WHOLE = re.compile("全([国省市州盟师县区旗团镇乡街])道?")
_NO_NAME = re.compile("^[^一-鿿]+")  # 03_云岭县教育局, as folders are called
_TOWN = re.compile(
    "^(?:[一-鿿]{2,4}[县区市])?[一-鿿]{2,3}(?<!城)(?:镇|乡|街道)(?![村镇]|结合|级|居|化|企业|卫生)"
)
_OURS = re.compile("我([省市州盟县区旗镇乡])(?![级长委政])")
# 低于全省平均, 全市排名第3: what is compared with is wider than what the report is of.
_COMPARED = re.compile(
    "全([国省市州盟])(?:平均|的?平均|的?排名|排|各[县区市]|.{0,6}排名)|[居列]全([国省市州盟])"
)
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


def own_rank(names: Iterable[str], texts: Iterable[str]) -> int | None:
    """How wide the area is that a report is of, 0 for the whole country; None where nothing tells.

    ``names`` are those of its department, its project and its title: the narrowest place that one begins with counts, or
    that ``texts`` call theirs (我区): a form names the bureau of the province that the money comes from.

    >>> own_rank(["临江市云岭县教育局"], ()), own_rank(["省教育厅"], ()), own_rank(["县教育局", "柳泉镇教学楼"], ())
    (3, 1, 4)
    >>> own_rank([""], ["我区建档率93.8%"]), own_rank([""], ["失业率低于全省平均水平"])
    (3, 2)
    """
    ranks = [rank for name in names if (rank := _rank_of_body(_NO_NAME.sub("", name))) is not None]
    ranks += [_RANKS[found[1]] for text in texts for found in _OURS.finditer(text)]
    if ranks:
        return max(ranks)
    wider = [_RANKS[found[1] or found[2]] for text in texts for found in _COMPARED.finditer(text)]
    return max(wider) + 1 if wider else None


def _rank_of_body(body: str) -> int | None:
    if _TOWN.search(body):
        return _RANKS["镇"]
    named = [place for place in places(body) if place[-1] in _RANKS]
    if not named:
        return None
    return _RANKS["省"] if named[-1].endswith("自治区") else _RANKS[named[-1][-1]]


def is_wider(area: str, rank: int | None) -> bool:
    """Whether ``area`` (全省) is wider than what the report is of: then its figure is another's.

    >>> is_wider("全省", 3), is_wider("全市", 3), is_wider("全县", 3), is_wider("全省", None)
    (True, True, False, False)
    """
    own = rank_of(area)
    return own is not None and rank is not None and own < rank


def rank_of(area: str) -> int | None:
    """How wide 全省, 全县 are, 0 for the whole country; None for what is no such whole."""
    found = _WHOLE.fullmatch(area)
    return _RANKS[found[1]] if found is not None else None


def whole(area: str) -> bool:
    """Whether it says no more than that the figure is of some place as a whole.

    >>> whole(""), whole("全市"), whole("临江市")
    (True, True, False)
    """
    return not area or area.startswith("全")


def one_body(one: str, other: str) -> bool:
    """Whether two names may be those of one body: 教育局 in a form and 清河县教育局 in a title."""
    return one.endswith(other) or other.endswith(one)
