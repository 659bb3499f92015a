"""The words of words.yaml as checked objects."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from schemas.quantity import Kind, Unit


@dataclass(frozen=True, slots=True)
class Words:
    """Vocabulary that decides what a number is about; see the comments in words.yaml."""

    lead: tuple[str, ...]  # longest first
    trail: tuple[str, ...]
    counting: tuple[str, ...]
    same_names: dict[str, str]  # short form or variant → the name in full
    variants: re.Pattern[str]  # all of them, the longest first
    contrasts: dict[str, tuple[str, ...]]  # set → its words, longest first
    contrasting: re.Pattern[str]  # any of them
    strict: frozenset[str]  # sets in which absence counts
    stock: tuple[str, ...]
    lattice: tuple[tuple[str, str], ...]  # (narrower, wider)
    same_counts: tuple[frozenset[str], ...]
    areas: tuple[str, ...]
    roles: dict[str, re.Pattern[str]]
    budget: dict[str, re.Pattern[str]]
    budget_fill: tuple[str, ...]
    budget_down: frozenset[str]
    adjusted: re.Pattern[str]
    part_cues: re.Pattern[str]
    partial: re.Pattern[str]
    partial_cues: frozenset[str]
    sums: re.Pattern[str]
    outside: re.Pattern[str]
    halves: tuple[tuple[str, str], ...]  # what two parts are called that leave no third
    apart: tuple[frozenset[str], ...]  # what parts are called that have nothing in common
    opens_list: re.Pattern[str]
    generic: frozenset[str]
    money_rates: dict[str, re.Pattern[str]]
    in_full: dict[str, re.Pattern[str]]
    in_full_verbs: tuple[frozenset[str], ...]  # verbs of one mean the same
    explained: re.Pattern[str]
    reasons: re.Pattern[str]
    codes: re.Pattern[str]
    statistics: frozenset[str]  # names without fillers

    def spelled_out(self, name: str) -> str:
        """``name`` with one form for what goes by several: 乡医培训 → 乡村医生培训."""
        return self.variants.sub(lambda found: self.same_names[found.group()], name)


def _longest_first(words: list[str]) -> tuple[str, ...]:
    return tuple(sorted(set(words), key=lambda word: (-len(word), word)))


@cache
def load_words() -> Words:
    """Read schemas/words.yaml."""
    content = yaml.safe_load((files("schemas") / "words.yaml").read_text(encoding="utf-8"))
    parts = content["parts"]
    same_names = {form: full for full, *others in content["same_names"] for form in (full, *others)}
    return Words(
        lead=_longest_first([word for line in content["lead"] for word in line]),
        trail=_longest_first(content["trail"]),
        counting=_longest_first(content["counting"]),
        same_names=same_names,
        variants=re.compile("|".join(map(re.escape, _longest_first([*same_names])))),
        contrasts={name: _longest_first(each["words"]) for name, each in content["contrasts"].items()},
        contrasting=re.compile(
            "|".join(
                re.escape(word)
                for word in _longest_first(
                    [word for each in content["contrasts"].values() for word in each["words"]]
                )
            )
        ),
        strict=frozenset(name for name, each in content["contrasts"].items() if each["strict"]),
        stock=tuple(content["stock"]),
        lattice=tuple((narrow, wide) for narrow, wide in content["lattice"]),
        same_counts=tuple(frozenset(group) for group in content["same_counts"]),
        areas=_longest_first(content["areas"]),
        roles={name: re.compile(pattern) for name, pattern in content["roles"].items()},
        budget={name: re.compile(pattern) for name, pattern in content["budget"].items()},
        budget_fill=_longest_first(content["budget_fill"]),
        budget_down=frozenset(content["budget_adjust_down"]),
        adjusted=re.compile(content["adjusted"]),
        part_cues=re.compile(parts["cues"]),
        partial=re.compile(parts["partial"]),
        partial_cues=frozenset(parts["partial_cues"]),
        sums=re.compile(parts["sums"]),
        outside=re.compile(parts["outside"]),
        halves=tuple((one, other) for one, other in parts["halves"]),
        apart=tuple(frozenset(words) for words in parts["apart"]),
        opens_list=re.compile(parts["opens_list"]),
        generic=frozenset(content["generic_subjects"]),
        money_rates={name: re.compile(pattern) for name, pattern in content["money_rates"].items()},
        in_full={
            name: re.compile(pattern) for name, pattern in content["in_full"].items() if name != "verbs"
        },
        in_full_verbs=tuple(frozenset(group) for group in content["in_full"]["verbs"]),
        explained=re.compile(content["explained"]),
        reasons=re.compile(content["reasons"]),
        codes=re.compile(content["codes"]),
        statistics=frozenset(content["statistics"]),
    )


def comparable(a: Unit, b: Unit) -> bool:
    """Whether quantities in these units may be compared: the same dimension, or counts used for one another."""
    each = a.per == b.per or (a.kind is Kind.MONEY and not (a.per and b.per))
    if each and a.kind is b.kind and a.base == b.base:
        return True  # “每份成本9.5元” beside 9.5元/份
    if a.kind is not Kind.COUNT or b.kind is not Kind.COUNT or a.per != b.per:
        return False
    return any(a.base in group and b.base in group for group in load_words().same_counts)
