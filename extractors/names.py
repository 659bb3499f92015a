"""Names of indicators made comparable: what does not distinguish is stripped, what does is set apart, the rest is scored.

Measured on real names, similarity does not separate same from different (年初预算数 / 全年预算数: 80;
研发投入强度 / 研发投入总量占GDP比重: 38). So contrast words gate first, and only what passes is scored.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from extractors.plain import plain
from schemas.words import load_words

_KINDS_OF_PEOPLE = "老病工军商证候诗犯残盲女男新"  # 在院老人数 counts 老人
_QUOTES = re.compile(r"[“”\"'‘’《》<>]")
_AND = re.compile("(?P<other>[^和及与、]+)[和及与、]")
# What begins like a filler and is a word of its own: 及时 is no 及, 达标 no 达.
_WHOLE = re.compile(
    "及[时格]|达[标产]|共[享建同有治青]|获[奖评得感]|均[衡等]|含[氧水量税沙硫]|并[网轨联购]|和[谐解]|由于|为民|且末|将军|与会|拟建|已婚|计划生育|目标人群|目标对象"
)
_WHOLE_END = re.compile("[下到送抵传表发通]达$")  # 自治区下达98.6万元: no 达 of reaching
_YEARS = re.compile(r"(?:19|20)\d\d(?:年度|年)?|^(?:本|全|当)年度?|^年度")


@dataclass(frozen=True, slots=True)
class Name:
    """A name made comparable: ``core`` without fillers and contrast words, ``traits`` the contrast words it carries."""

    core: str
    traits: frozenset[str]


@lru_cache(maxsize=20_000)
def name_of(text: str) -> Name:
    """Strip what does not distinguish, and set apart what does.

    >>> name_of("完成新增省级以上创新平台数").core
    '创新平台'
    >>> sorted(name_of("完成新增省级以上创新平台数").traits)
    ['flow:新增', 'level:省级以上']
    """
    words = load_words()
    core = words.spelled_out(_YEARS.sub("", _QUOTES.sub("", plain(text).text).replace(" ", "")))
    traits: set[str] = set()
    for group, members in words.contrasts.items():
        for member in members:
            if member in core:
                traits.add(f"{group}:{member}")
                if group in {"flow", "level"}:
                    core = core.replace(member, "", 1)
                break
    if any(word in text for word in words.stock):
        traits.add("stock")
    core = strip_fillers(core)
    for word in words.counting:
        if core.endswith(word) and len(core) - len(word) >= 2:
            people = word == "人数" and core[-3] in _KINDS_OF_PEOPLE
            core = core[:-1] if people else core[: -len(word)]
            break
    return Name(core, frozenset(traits))


@lru_cache(maxsize=20_000)
def strip_fillers(text: str) -> str:
    """Without the verbs and fillers at both ends; empty if there is nothing else.

    >>> strip_fillers("全年完成危桥改造达到")
    '危桥改造'
    """
    words = load_words()
    changed = True
    while changed and not _WHOLE.match(text):
        changed = False
        for word in words.lead:
            if text.startswith(word) and len(text) - len(word) != 1:
                text, changed = text[len(word) :], True
                break
        for word in words.trail:
            if text.endswith(word) and len(text) - len(word) != 1 and not _WHOLE_END.search(text):
                text, changed = text[: -len(word)], True
                break
    return text


def may_be_same(a: Name, b: Name) -> bool:
    """The hard gates: contrast words of one set must not differ; in strict sets absence differs too; 新增 is no 总数.

    Nor is what is said of two things together said of one: 孤儿和事实无人抚养儿童 is no 事实无人抚养儿童.
    """
    return _may_go_together(a.traits, b.traits) and not (_adds_to(a.core, b.core) or _adds_to(b.core, a.core))


def _adds_to(both: str, one: str) -> bool:
    """Whether ``both`` names ``one`` and something else beside it."""
    return any(
        both[found.end() :] == one and len(found["other"]) > 1 and found["other"] not in one
        for found in _AND.finditer(both)
    )


@lru_cache(maxsize=4096)  # few words, in few combinations
def _may_go_together(a: frozenset[str], b: frozenset[str]) -> bool:
    words = load_words()
    for group in words.contrasts.keys() - {"flow"}:
        mine = {trait for trait in a if trait.startswith(f"{group}:")}
        theirs = {trait for trait in b if trait.startswith(f"{group}:")}
        if mine != theirs and (group in words.strict or (mine and theirs)):
            return False
    # 新增 and 新建 are one sense; what is new is never the whole.
    flowing = [any(trait.startswith("flow:") for trait in traits) for traits in (a, b)]
    return flowing[0] == flowing[1]


def similarity(a: str, b: str) -> float:
    """How alike two cores are, 0–1: shared bigrams 0.53, edit ratio 0.29, the same last two characters 0.18.

    The weights are those of a measured score (0.45, 0.25, 0.15) without its context part, scaled to 1.
    """
    if not a or not b:
        return 0.0
    mine, theirs = bigrams(a), bigrams(b)
    shared = 2 * len(mine & theirs) / (len(mine) + len(theirs)) if mine and theirs else 0.0
    head = 1.0 if a[-2:] == b[-2:] else 0.0
    return 0.53 * shared + 0.29 * fuzz.ratio(a, b) / 100 + 0.18 * head


@lru_cache(maxsize=20_000)
def bigrams(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters; of a single character, itself."""
    return frozenset(text[i : i + 2] for i in range(len(text) - 1)) or frozenset({text})


@lru_cache(maxsize=20_000)
def key_of(text: str) -> str:
    """Blanks, quotes and the year do not distinguish names."""
    return (
        _YEARS.sub("", _QUOTES.sub("", plain(text).text).replace(" ", "")).replace("(", "").replace(")", "")
    )
