"""Terms that have the shape of a quantity and are none: names, dates, codes, idioms, ordinals."""

from __future__ import annotations

import re

from extractors.bounds import loosened_after, loosened_before
from extractors.masks import (
    after_letter,
    heads_section,
    in_name,
    in_title,
    is_label,
    is_part_of_code,
    is_set_phrase,
)
from extractors.signs import currency
from extractors.terms import Term
from schemas.quantity import Kind

_YEARS_FROM, _YEARS_TO = 15, 40  # "24年" is a year as often as a span: without a cue it is left alone
_COUNTED = re.compile("(?:共|共有|[共总合]计|仅|仅有|只有)$")  # 共计一家 counts, 一家 alone is an article
_SPAN_CUE = re.compile("(?:期|连续|历时|为期|满|超过?|达|限|寿命|[共长间约]|不少于|不低于|至少)$")


_AFTER_SMALL_SUM = set("，,。；;、）)的整/每 ") | {""}
_HAN_DIGITS = set("一二三四五六七八九处")


def is_none(text: str, term: Term, floor: int) -> bool:
    """Whether the term, though it has the shape of a quantity, is a name, a date, a code or an idiom."""
    start, end, kind = term.start, term.end, term.unit.kind
    strong = kind in {Kind.MONEY, Kind.PERCENT, Kind.POINTS}
    if text[start - 1 : start].isdigit() or is_label(text, start) or is_part_of_code(text, start, end):
        return True
    if after_letter(text, start) and not (strong and text[max(0, start - 3) : start].isalpha()):
        return True
    if in_title(text, start) or (kind is not Kind.MONEY and in_name(text, start, _behind(text, term))):
        return True
    if text.startswith("半", end):
        return True  # 2年半: not read
    if kind is Kind.DURATION:
        return _is_date(text, term, floor)
    if term.han or text[start] in "几数上":
        return _is_idiom(text, term)
    return _is_stray_decimal(text, term, floor)


def _behind(text: str, term: Term) -> int:
    """Where the term ends with the loosening word after it."""
    after = loosened_after(text, term.end, duration=True, measure=True)
    return after.at if after else term.end


def _is_date(text: str, term: Term, floor: int) -> bool:
    """Years and the spans that only name a period: 2024年, 近三年, 24年, 五年规划."""
    start = term.start
    number = term.number if term.number is not None else (term.ends.low if term.ends else None)
    if number is None or term.unit.base != "年":
        return number is None or number >= 1000 or (bool(term.han) and _is_idiom(text, term))
    if number >= 100 or text[start - 1 : start] in set("近前头后过下每") or is_set_phrase(text, start):
        return True
    after = loosened_after(text, term.end, duration=True, measure=False)
    cued = after is not None or _SPAN_CUE.search(text, max(floor, start - 4), start) is not None
    if term.han or _YEARS_FROM <= number <= _YEARS_TO:
        return not cued
    return False


def _is_idiom(text: str, term: Term) -> bool:
    """一个, 二次, 百万, 人数十人: Chinese numerals that are words."""
    start, han = term.start, term.han
    before = text[start - 1 : start]
    if text[start] in "几数上":
        return before in set("人户个项次件总指分参倍基系以线网会市路马好百千") and before != ""
    if is_set_phrase(text, start):
        return True
    if han[0] in "百千万亿佰仟萬億":
        return loosened_before(text, start) is None and not term.odd
    if term.unit.kind in {Kind.PERCENT, Kind.RATIO} and term.unit.name != "成":
        return False
    if term.unit.name == "次" and text.startswith("会议", term.end) and before and before in "大协会届":
        return True  # 人大三次会议 is the third
    if len(han) == 1 and before == "、" and text[start - 2 : start - 1] in _HAN_DIGITS:
        return True  # 四、五类桥梁, 一处、二处、三处 enumerate
    if len(han) == 1 and term.unit.name in {"处", "科"} and text[term.end : term.end + 1] in {"、", ")"}:
        return True
    if before and before in "统第唯专同单万之初周星礼":
        return True
    loose = loosened_before(text, start) or loosened_after(text, term.end, duration=True, measure=True)
    if han in {"一", "二"}:
        if _COUNTED.search(text, max(0, start - 2), start):
            return False
        weak = loose is None or loose.word in {"突破", "过", "近", "超"}  # 突破一批 is no number
        return weak and term.unit.kind is not Kind.MULTIPLE
    if term.unit.kind is Kind.SCORE:
        return len(han) < 3
    if term.unit.kind is Kind.MONEY and len(han) == 1 and not term.scaled:
        return loose is None and text[term.end : term.end + 1] not in _AFTER_SMALL_SUM  # 三元里, 二元结构
    return term.unit.name in {"期", "届"} and loose is None  # 三期工程 is the third


def _is_stray_decimal(text: str, term: Term, floor: int) -> bool:
    """A section number run into the text (2.3本项目): things do not come in decimals, densities (13.79件) do."""
    if term.unit.kind is not Kind.COUNT or term.scaled:
        return term.unit.kind is Kind.BARE and not term.scaled and not currency(text, term.start, floor)
    if not term.decimals:
        return False
    if term.end < len(text) and heads_section(term.start, f"{term.number}"):
        return True
    return term.unit.name not in {
        "件",
        "人",
        "户",
        "张",
        "名",
        "人次",
        "辆",
        "床",
        "张床位",
        "位",
        "家",
        "个",
        "台",
        "所",
    } or (text[term.start - 1 : term.start] in set("元%个项家") and term.start > 0)
