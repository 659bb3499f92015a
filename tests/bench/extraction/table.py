"""Hits, what was claimed, what was there: by group of reports and by measure, in Markdown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

MISREAD = "误读"  # shown as so many of so many; the others are F1
MEASURES = ("数值", MISREAD, "区间", "单位", "角色", "年度", "指标", "总分", "表栏")


@dataclass
class Score:
    """Hits, what was claimed, what was there; precision, recall and F1 of them."""

    hits: int = 0
    claimed: int = 0
    there: int = 0

    @property
    def precision(self) -> float:
        """Share of what was claimed that is right."""
        return self.hits / max(self.claimed, 1)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.hits / max(self.claimed + self.there, 1)

    def __str__(self) -> str:
        if not self.there and not self.claimed:
            return "—"
        if self.claimed == self.there:
            return f"{self.f1:.3f}（{self.there}）"
        recall = self.hits / max(self.there, 1)
        return f"{self.f1:.3f}（准 {self.precision:.3f} 全 {recall:.3f}，{self.there}）"

    def add(self, *, claimed: bool, there: bool, right: bool) -> None:
        """Count one case."""
        self.claimed += claimed
        self.there += there
        self.hits += claimed and there and right


@dataclass
class Table:
    """Scores by group and measure, how many reports each group has, and what was wrong."""

    scores: dict[tuple[str, str], Score] = field(default_factory=lambda: defaultdict(Score))
    reports: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    misses: list[str] = field(default_factory=list)

    def add(self, groups: Iterable[str], measure: str, *, claimed: bool, there: bool, right: bool) -> None:
        """Count one case in every group."""
        for group in groups:
            self.scores[group, measure].add(claimed=claimed, there=there, right=right)

    def cell(self, group: str, measure: str) -> str:
        """As printed: F1 and what it is made of, or how many were misread."""
        score = self.scores[group, measure]
        return f"{score.claimed}/{score.there}" if measure == MISREAD else str(score)


def shown(table: Table) -> Iterator[str]:
    """The table in Markdown."""
    yield f"| | {' | '.join(MEASURES)} |"
    yield "|--" * (len(MEASURES) + 1) + "|"
    groups = sorted(
        {group for group, _ in table.scores}, key=lambda name: ("：" in name, len(name) > 2, name)
    )
    for group in groups:
        yield f"| {group} | {' | '.join(table.cell(group, measure) for measure in MEASURES)} |"
