"""The tables: printed, and the part of README.md that `make accuracy` writes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from tests.bench.findings.scoring import (
    LOUD,
    Sheet,
    Statistic,
    accused,
    alarms,
    among_suspects,
    arithmetic,
    between,
    only_suspect,
    precision,
    recall,
    suggested,
)

PARTS = {
    "c": "丙部（c）",
    "d": "丁部（d）",
    "e": "戊部（e）",
    "f": "己部（f）",
    "g": "庚部（g）",
    "h": "辛部（h）",
}
_HEAD = (
    "植入",
    "查出（警告以上）",
    "级别也够",
    "错误的准确率",
    "警告的准确率",
    "每份误报错误",
    "每份误报警告",
    "被误报错误的份数",
)
_STATISTICS: tuple[Statistic, ...] = (
    recall(*LOUD),
    recall(),
    precision("error"),
    precision("warning"),
    alarms("error"),
    alarms("warning"),
    accused,
)
# Goals: 0.75, 0.98, 0.95.
_SUSPECTED = ("由算式查出的数", "疑点唯一而且就是它", "疑点里有它", "唯一时建议值正确")
_SUSPECTS: tuple[Statistic, ...] = (only_suspect, among_suspects, suggested)


def _written(value: float | None, ends: tuple[float, float] | None = None) -> str:
    if value is None:
        return "–"
    return f"{value:.3f}" + (f"（{ends[0]:.3f}–{ends[1]:.3f}）" if ends else "")


def _cells(chosen: Sequence[Sheet]) -> list[str]:
    plants = sum(len(sheet.outcomes) for sheet in chosen)
    values = [_written(statistic(chosen), between(chosen, statistic)) for statistic in _STATISTICS]
    return [f"{plants}处（{len(chosen)}份）", *values]


def shown(chosen: Sequence[Sheet]) -> str:
    """Everything about these sheets, for the screen."""
    lines = [f"{head:<12}{cell}" for head, cell in zip(_HEAD, _cells(chosen), strict=True)]
    lines.append(f"{_SUSPECTED[0]:<12}{arithmetic(chosen)}")
    lines += [
        f"{head:<12}{_written(each(chosen))}" for head, each in zip(_SUSPECTED[1:], _SUSPECTS, strict=True)
    ]
    led = sum(each["severity"] in LOUD for sheet in chosen for each in sheet.led)
    lines.append(f"{'牵连（不计）':<12}{led}")
    return "\n".join([*lines, *_families(chosen), *_sizes(chosen)])


def _families(chosen: Sequence[Sheet]) -> list[str]:
    """Recall by family."""
    families = Counter(o.plant["family"] for sheet in chosen for o in sheet.outcomes)
    lines: list[str] = []
    for family, number in sorted(families.items()):
        statistic = recall(*LOUD, family=family)
        lines.append(f"  {family:<12}{number:>4}  {_written(statistic(chosen), between(chosen, statistic))}")
    return lines


def _sizes(chosen: Sequence[Sheet]) -> list[str]:
    """Recall of slips by how large they are beside the truth, and by where the proof is."""
    groups: dict[str, list[bool]] = {}
    for sheet in chosen:
        for outcome in sheet.outcomes:
            plant, found = outcome.plant, outcome.at(*LOUD)
            if plant["size"] is not None:
                groups.setdefault(f"相差{_band(float(plant['size']))}", []).append(found)
            if any(p["how"] != "自身" for p in plant["proof"]):
                near = any(p["near"] for p in plant["proof"])
                groups.setdefault("凭据在同段同表" if near else "凭据只在别处", []).append(found)
    return [
        f"  {name:<12}{len(all_):>4}  {sum(all_) / len(all_):.3f}" for name, all_ in sorted(groups.items())
    ]


def _band(size: float) -> str:
    ends = ((0.01, "1%以内"), (0.1, "1%—10%"), (1.0, "10%—100%"))
    return next((name for end, name in ends if size <= end), "一倍以上")


def part(made: Mapping[str, Sequence[Sheet]], count: int, seed: int) -> str:
    """The tables in Chinese."""
    together = [sheet for each in made.values() for sheet in each]
    rows = [(PARTS.get(split, split), chosen) for split, chosen in made.items()]
    lines = [
        f"（每部 {count} 份，种子 {seed}；`make accuracy` 重新量并改写这一部分。括号里是按份重抽的 95% 区间。）",
        "",
        f"| 材料 | {' | '.join(_HEAD)} |",
        "|--" * (len(_HEAD) + 1) + "|",
        *(f"| {name} | {' | '.join(_cells(chosen))} |" for name, chosen in [*rows, ("合计", together)]),
        "",
        "| 差错 | 植入 | 查出（警告以上） | 级别也够 |",
        "|--|--|--|--|",
    ]
    kinds = Counter((o.plant["family"], o.plant["kind"]) for sheet in together for o in sheet.outcomes)
    for family in sorted({family for family, _ in kinds}):
        number = sum(n for (f, _), n in kinds.items() if f == family)
        loud, graded = recall(*LOUD, family=family), recall(family=family)
        told = "、".join(kind for f, kind in sorted(kinds) if f == family)
        lines.append(
            f"| {family}：{told} | {number} | {_written(loud(together), between(together, loud))} | {_written(graded(together))} |"
        )
    lines += [
        "",
        f"| 材料 | {' | '.join(_SUSPECTED)} |",
        "|--" * (len(_SUSPECTED) + 1) + "|",
        *(f"| {name} | {' | '.join(_suspected(chosen))} |" for name, chosen in [*rows, ("合计", together)]),
    ]
    return "\n".join(lines)


def _suspected(chosen: Sequence[Sheet]) -> list[str]:
    """How well the wrong figure is told from those beside it."""
    return [str(arithmetic(chosen)), *(_written(each(chosen), between(chosen, each)) for each in _SUSPECTS)]
