"""A quantity said of an indicator: who, when, where, in which role."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from schemas.document import Anchor
from schemas.quantity import Quantity


class Role(StrEnum):
    """In which capacity a number is stated. Facts of different roles are not the same fact."""

    TARGET = "target"
    ACTUAL = "actual"
    BUDGET_INITIAL = "budget_initial"  # 年初预算数
    BUDGET_ADJUST = "budget_adjust"  # 追加, 压减
    BUDGET_FULL = "budget_full"  # 全年（调整后）预算数
    ARRIVED = "arrived"  # 到位
    BUDGET = "budget"  # 预算, without a word of which
    EXECUTED = "executed"  # 全年执行数, 实际支出
    CARRY_OVER = "carry_over"  # 上年结转
    BALANCE = "balance"  # 结余结转
    RATE = "rate"  # 执行率
    WEIGHT = "weight"  # 分值
    SCORE = "score"  # 得分
    GROWTH = "growth"  # 同比增长
    BASE = "base"  # a value of an earlier period given for comparison
    THRESHOLD = "threshold"  # 50万元以上项目
    STANDARD = "standard"  # 每亩500元
    RANK = "rank"

    @property
    def words(self) -> str:
        """What the bureau calls it."""
        return _ROLE_WORDS[self]


_ROLE_WORDS = {
    Role.TARGET: "目标值",
    Role.ACTUAL: "完成值",
    Role.BUDGET_INITIAL: "年初预算数",
    Role.BUDGET_ADJUST: "预算调整",
    Role.BUDGET_FULL: "全年预算数",
    Role.ARRIVED: "到位资金",
    Role.BUDGET: "预算数",
    Role.EXECUTED: "执行数",
    Role.CARRY_OVER: "上年结转",
    Role.BALANCE: "结余结转",
    Role.RATE: "比率",
    Role.WEIGHT: "分值",
    Role.SCORE: "得分",
    Role.GROWTH: "增幅",
    Role.BASE: "基期值",
    Role.THRESHOLD: "门槛",
    Role.STANDARD: "标准",
    Role.RANK: "位次",
}


class Source(StrEnum):
    """Which kind of text the number stands in."""

    PROSE = "正文"
    GOAL = "绩效目标"  # 预期目标 cell of the form
    RESULT = "实际完成情况"  # 实际完成情况 cell of the form
    FORM = "自评表"
    TABLE = "表格"


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days from ``first`` to ``last``, both included.

    >>> str(Period.months(2024, 1, 9)), str(Period.year(2024)), str(Period.month(2024, 6))
    ('2024-01/2024-09', '2024', '2024-06')
    """

    first: date
    last: date

    @classmethod
    def year(cls, year: int, until: int | None = None) -> Period:
        """Whole years."""
        return cls(date(year, 1, 1), date(until or year, 12, 31))

    @classmethod
    def month(cls, year: int, month: int) -> Period:
        """One month."""
        return cls.months(year, month, month)

    @classmethod
    def months(cls, year: int, first: int, last: int) -> Period:
        """Months of one year."""
        return cls(date(year, first, 1), date(year, last, monthrange(year, last)[1]))

    @classmethod
    def day(cls, day: date) -> Period:
        """One day, for 截至…: a stock at that date."""
        return cls(day, day)

    @property
    def is_year(self) -> bool:
        """Whether it is exactly one calendar year."""
        return self == Period.year(self.first.year)

    def covers(self, other: Period) -> bool:
        """Whether ``other`` lies inside."""
        return self.first <= other.first and other.last <= self.last

    def __str__(self) -> str:
        if self.first == self.last:
            return self.first.isoformat()
        start, end = self.first.isoformat(), self.last.isoformat()
        if self.first.day == 1 and self.last.day == monthrange(self.last.year, self.last.month)[1]:
            start, end = start[:7], end[:7]
            if self.first.month == 1 and self.last.month == 12:
                start, end = start[:4], end[:4]
        return start if start == end else f"{start}/{end}"


@dataclass(frozen=True, slots=True)
class Scope:
    """What area the number speaks of: a named one (全市, 市本级, 全省, 园区 …), and the section that it stands in.

    ``section`` matters for heads that every section repeats ("项目总计支出").
    """

    area: str = ""
    section: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.area or "/".join(self.section)


OF_ITEM = "一项的资金"  # ends what says why such money is bound to nothing


@dataclass(frozen=True, slots=True)
class Fact:
    """One quantity with everything that decides what it may be compared with.

    ``indicator`` is an id of the schema or of the submission's own table ("form:3"), empty where nothing fits
    (未归类); ``subject`` is the name as written; ``traits`` are contrast words (新增, 累计, 省级以上 …) that the name
    carries; ``stated`` is False where the period was inherited or assumed; ``why`` says how the name was linked.
    """

    subject: str
    quantity: Quantity
    role: Role
    anchor: Anchor
    source: Source
    indicator: str = ""
    period: Period | None = None
    stated: bool = False
    scope: Scope = Scope()
    core: str = ""  # the subject without fillers and contrast words
    traits: frozenset[str] = frozenset()
    exact: bool = False  # budget money: whole 元 and 万元 are points
    sentence: str = ""  # as printed, for the reader of a finding
    why: str = ""
    likely: bool = False  # tied to its indicator by likeness or by the words around, not by its own name

    def __hash__(self) -> int:
        """By the place alone: rules look up facts by the thousand."""
        return hash(self.anchor)

    @property
    def of_item(self) -> bool:
        """Whether it is money of one item of the report, in words that would make it the project's own elsewhere."""
        return self.why.endswith(OF_ITEM)

    @property
    def order(self) -> tuple[str, tuple[int, int, int, int]]:
        """Sorts facts in reading order."""
        return (self.anchor.path, self.anchor.order)


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A total and its parts as the sentence or the outline ties them.

    ``exhaustive``: True where the parts must add up (包括…、…), False where they need not (等, 主要), None where the words
    do not tell. ``cue`` is the word that ties them.
    """

    total: Fact
    parts: tuple[Fact, ...]
    exhaustive: bool | None
    cue: str
