"""The 自评表 as fields, whatever its layout was."""

from __future__ import annotations

from dataclasses import dataclass

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
