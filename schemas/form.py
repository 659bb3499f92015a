"""The 自评表 as fields, whatever its layout was."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from schemas.document import Anchor
from schemas.errors import SchemaError
from schemas.quantity import Quantity, Unit

_LONGEST = 18  # characters; a longer text is no label
_YEAR = re.compile(r"^(?:19|20)\d\d年?(?:度)?")
_NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]{1,2}、?|\d{1,2}[.．、])(?=.{3})")


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


MONEY = frozenset(
    {
        "budget_initial",
        "budget_adjust",
        "budget_full",
        "arrived",
        "executed",
        "balance",
        "quota_balance",
        "carried",
        "returned",
    }
)  # columns of the funds block that hold amounts


@dataclass(frozen=True, slots=True)
class FundsRow:
    """Money of one source, or of one item of a detail table.

    ``row``: total fiscal carry_over other unit special fund, central province city county town own (the level that
    pays), basic projects (kinds of spending), item; "unknown" where the label is none we know.
    ``cells``: budget_initial budget_adjust budget_full arrived executed balance quota_balance carried returned
    rate weight score review_score deviation → Entry, whether they were printed as columns or as rows.
    """

    row: str
    label: Entry
    cells: dict[str, Entry]


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One 三级指标. ``level1`` and ``level2`` are inherited through merged cells and page breaks.

    ``cells``: target actual last_actual operator unit_of_measure weight score deviation, of a review review_actual
    review_score deviation_rate, beside them definition criteria evidence → Entry.
    ``group_weight`` is the 40 of “产出指标（40分）” where printed, ``level2_weight`` the same of the second level.
    """

    name: Entry
    level1: str
    level2: str
    cells: dict[str, Entry]
    group_weight: Entry | None = None
    level2_weight: Entry | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """A self-evaluation form, or the goals of one before the year. Fields that the form does not have are None or empty."""

    anchor: Anchor  # of its first table
    tables: tuple[Anchor, ...] = ()  # every table it stands in
    title: str = ""
    year: int | None = None
    project: Entry | None = None
    project_code: Entry | None = None
    department: Entry | None = None
    implementer: Entry | None = None
    currency: Unit | None = None  # of the funds block, from （万元） beside it or above the table
    funds: tuple[FundsRow, ...] = ()
    funds_header: dict[str, Entry] | None = None  # column name → its header cell
    details: tuple[FundsRow, ...] = ()  # 支出明细, 子项: what the money went to, item by item
    goals: tuple[Entry, ...] = ()  # 预期目标
    results: tuple[Entry, ...] = ()  # 实际完成情况
    goal_weight: Entry | None = None  # some forms give points for the goals as well
    goal_score: Entry | None = None
    indicators: tuple[IndicatorRow, ...] = ()
    total_weight: Entry | None = None
    total_score: Entry | None = None
    total_review: Entry | None = None  # what the reviewers gave
    grade: Entry | None = None
    remarks: dict[str, Entry] = field(default_factory=dict)  # 评价结论, 存在问题 … by their label
    signers: dict[str, Entry] = field(default_factory=dict)  # 填报人, 联系电话 … by their label
    date: Entry | None = None
    midterm: Form | None = (
        None  # the 中期 side of a form with two sides: funds, goals and indicators of several years
    )

    def covers(self, anchor: Anchor) -> bool:
        """Whether ``anchor`` points into one of its tables."""
        return any(
            (each.path, each.block) == (anchor.path, anchor.block) for each in (self.anchor, *self.tables)
        )


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Labels of one block of the form and the field each means. Keys have lost blanks, brackets and colons."""

    exact: Mapping[str, str]
    patterns: tuple[tuple[re.Pattern[str], str], ...] = ()

    def named(self, key: str) -> str:
        """The field that ``key`` names word for word, but for a year or a number before it; empty for none."""
        return self.exact.get(key) or self.exact.get(_NUMBERING.sub("", _YEAR.sub("", key)), "")

    def field(self, key: str) -> str:
        """The field that ``key`` means: word for word, else by a pattern; empty for none."""
        found = self.named(key)
        if found or not key or len(key) > _LONGEST:
            return found
        return next((name for pattern, name in self.patterns if pattern.search(key)), "")


@dataclass(frozen=True, slots=True)
class FormWords:
    """The vocabulary of forms, block by block; see the comments in forms.yaml."""

    head: Vocabulary
    signers: frozenset[str]
    remarks: frozenset[str]
    funds_columns: Vocabulary
    funds_rows: Vocabulary
    items: frozenset[str]
    goals: Vocabulary
    indicator_columns: Vocabulary
    total_rows: frozenset[str]
    subtotal_rows: frozenset[str]
    grades: frozenset[str]
    operators: Mapping[str, str]
    unit_words: Mapping[str, str]
    alike: Mapping[int, str]  # for str.translate
    level1_names: frozenset[str]
    level2_names: frozenset[str]
    lower_is_better: tuple[str, ...]
    higher_is_better: tuple[str, ...]
    title: re.Pattern[str]
    no_title: re.Pattern[str]


@cache
def load_form_words() -> FormWords:
    """Read schemas/forms.yaml.

    Raises:
        SchemaError: a word stands under two fields of one block.
    """
    content = yaml.safe_load((files("schemas") / "forms.yaml").read_text(encoding="utf-8"))
    return FormWords(
        head=_vocabulary("head", content["head"]),
        signers=frozenset(content["signers"]),
        remarks=frozenset(content["remarks"]),
        funds_columns=_vocabulary("funds_columns", content["funds_columns"]),
        funds_rows=_vocabulary("funds_rows", content["funds_rows"]),
        items=frozenset(content["items"]),
        goals=_vocabulary("goals", content["goals"]),
        indicator_columns=_vocabulary("indicator_columns", content["indicator_columns"]),
        total_rows=frozenset(content["total_rows"]),
        subtotal_rows=frozenset(content["subtotal_rows"]),
        grades=frozenset(content["grades"]),
        operators=content["operators"],
        unit_words=content["unit_words"],
        alike=str.maketrans(content["alike"]),
        level1_names=frozenset(content["level1_names"]),
        level2_names=frozenset(content["level2_names"]),
        lower_is_better=tuple(word for line in content["lower_is_better"] for word in line),
        higher_is_better=tuple(content["higher_is_better"]),
        title=re.compile(content["title"]),
        no_title=re.compile(content["no_title"]),
    )


def _vocabulary(block: str, fields: Mapping[str, Any]) -> Vocabulary:
    exact: dict[str, str] = {}
    patterns: list[tuple[re.Pattern[str], str]] = []
    for name, synonyms in fields.items():
        if name == "patterns":
            patterns = [(re.compile(pattern), field) for pattern, field in synonyms]
            continue
        for word in synonyms:
            if word in exact:
                raise SchemaError(
                    f"forms.yaml › {block} › {word}",
                    f"既在 {exact[word]} 下，又在 {name} 下",
                    "请删去一处",
                )
            exact[word] = name
    return Vocabulary(exact, tuple(patterns))
