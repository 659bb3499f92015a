"""The 自评表 as fields, whatever its layout was."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from schemas.document import Anchor
from schemas.quantity import Quantity, Unit


@dataclass(frozen=True, slots=True)
class Entry:
    """One filled cell: its text without soft breaks, where it stands, and the number in it if it is one."""

    text: str
    anchor: Anchor
    quantity: Quantity | None = None

    @property
    def blank(self) -> bool:
        """Whether it says nothing: empty, or one of the dashes that departments write for nothing."""
        return self.text.strip() in {
            "",
            "—",
            "-",
            "－",
            "--",
            "——",
            "/",
            "／",
            "\\",
            "无",
            "暂无",
            "*",
            "不适用",
        }


@dataclass(frozen=True, slots=True)
class FundsRow:
    """One row of the funds block. ``row``: total fiscal carry_over other central province city county special unit."""

    row: str
    label: Entry
    cells: dict[str, Entry]  # budget_initial budget_full executed weight rate score arrived balance → Entry


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One 三级指标. ``level1`` and ``level2`` are inherited through merged cells and page breaks.

    ``cells``: target actual weight score deviation operator unit_of_measure review_score → Entry.
    ``group_weight`` is the 40 of “产出指标（40分）” where printed.
    """

    name: Entry
    level1: str
    level2: str
    cells: dict[str, Entry]
    group_weight: Entry | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """A self-evaluation form. Fields that the form does not have are None or empty."""

    anchor: Anchor
    title: str = ""
    year: int | None = None
    project: Entry | None = None
    department: Entry | None = None
    implementer: Entry | None = None
    currency: Unit | None = None  # of the funds block, from （万元） beside it or above the table
    funds: tuple[FundsRow, ...] = ()
    funds_header: dict[str, Entry] | None = None  # column name → its header cell
    goals: tuple[Entry, ...] = ()  # 预期目标
    results: tuple[Entry, ...] = ()  # 实际完成情况
    indicators: tuple[IndicatorRow, ...] = ()
    total_weight: Entry | None = None
    total_score: Entry | None = None
    grade: Entry | None = None


@dataclass(frozen=True, slots=True)
class FormWords:
    """The words of forms.yaml: for each block a word → field map, blanks and brackets already removed."""

    head: dict[str, str]
    funds_columns: dict[str, str]
    funds_rows: dict[str, str]
    goals: dict[str, str]
    indicator_columns: dict[str, str]
    total_rows: frozenset[str]
    level1_names: frozenset[str]
    level2_names: frozenset[str]
    lower_is_better: tuple[str, ...]
    higher_is_better: tuple[str, ...]
    title: re.Pattern[str]


@cache
def load_form_words() -> FormWords:
    """Read schemas/forms.yaml. Where a word stands under two fields of a block, the first wins."""
    content = yaml.safe_load((files("schemas") / "forms.yaml").read_text(encoding="utf-8"))

    def block(name: str) -> dict[str, str]:
        words: dict[str, str] = {}
        for field, synonyms in content[name].items():
            for word in synonyms:
                words.setdefault(word, field)
        return words

    return FormWords(
        head=block("head"),
        funds_columns=block("funds_columns"),
        funds_rows=block("funds_rows"),
        goals=block("goals"),
        indicator_columns=block("indicator_columns"),
        total_rows=frozenset(content["total_rows"]),
        level1_names=frozenset(content["level1_names"]),
        level2_names=frozenset(content["level2_names"]),
        lower_is_better=tuple(content["lower_is_better"]),
        higher_is_better=tuple(content["higher_is_better"]),
        title=re.compile(content["title"]),
    )
