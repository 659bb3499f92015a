"""A whole submission out of a seed: plan, report, form, files; before anything is planted."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import yaml

from writing.arithmetic import due, show
from writing.composing import Draft, compose
from writing.content import Form, Fund, Output, Row, Submission, Trap
from writing.latent import Measure, Plan, make_plan

GRAMMAR = Path(__file__).resolve().parents[1] / "grammar"
CITIES = ("清河", "澄江", "云岫", "安澜", "宁岳", "景泽", "南屏", "石渠", "白蘋", "青岚", "望湖", "平岭")
YEARS = (2024, 2023, 2022)
GROUPS = {"产出指标": (50, 40), "效益指标": (30, 20), "满意度指标": (10, 10), "成本指标": (0, 20)}


@dataclass(frozen=True, slots=True)
class Invention:
    """A submission and what planting needs to know of it."""

    submission: Submission
    draft: Draft
    sector: str
    rounded: bool


def grammar() -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The sectors and the phrases, every scalar as typed."""
    read = [(GRAMMAR / name).read_text(encoding="utf-8") for name in ("sectors.yaml", "phrases.yaml")]
    sectors, phrases = (yaml.load(text, Loader=yaml.BaseLoader) for text in read)  # noqa: S506 - strings only
    return sectors, phrases


def invent(seed: int, index: int, sectors: list[dict[str, Any]], phrases: dict[str, Any]) -> Invention:
    """Submission ``index`` of ``seed``: the same whatever else is asked for."""
    rng = Random(f"{seed}/{index}")  # noqa: S311 - samples, not secrets
    sector = sectors[index % len(sectors)]
    turn = index // len(sectors)
    projects = sector["projects"]
    project = projects[turn % len(projects)]
    turn //= len(projects)
    city, year = CITIES[(turn + seed) % len(CITIES)], YEARS[turn // len(CITIES) % len(YEARS)]
    batch = turn // (len(CITIES) * len(YEARS))
    names = _names(sector, project, city, year)
    if batch:
        names["project"] += f"（第{batch + 1}批）"
    rounded = rng.random() < 0.5
    plan = make_plan(rng, project)
    draft = Draft(rng, phrases, names, plan, rounded)
    report = compose(draft)
    form = _form(draft)
    title = draft.say("title")
    submission = Submission(
        department=names["department"], project=names["project"], year=year, title=title, head=title,
        report=report, form=form, outputs=_outputs(rng, names["project"]),
        traps=tuple(draft.traps), holds=tuple(draft.holds),
    )  # fmt: skip
    return Invention(submission, draft, sector["sector"], rounded)


def _names(sector: dict[str, Any], project: dict[str, Any], city: str, year: int) -> dict[str, str]:
    return {
        "city": f"{city}市",
        "department": f"{city}{sector['department']}",
        "unit": f"{city}{project['unit']}",
        "duty": project["duty"],
        "people": project["people"],
        "project": project["name"],
        "year": str(year),
        "last": str(year - 1),
        "next": str(year + 1),
    }


def _form(draft: Draft) -> Form:
    rng, plan = draft.rng, draft.plan
    variant = rng.choice(("V01", "V01", "V03", "V04", "V05"))
    in_yuan = variant == "V04" and rng.random() < 0.4
    cost_group = rng.random() < 0.6
    measures = [m for m in plan.measures if cost_group or m.level1 != "成本指标"]
    signed = variant != "V01" or rng.random() < 0.3
    rows = _rows(draft, measures, cost_group=cost_group, signed=signed)
    funds = _funds(plan, variant, Decimal(10000 if in_yuan else 1))
    total = next(f for f in funds if "总额" in f.label)
    score = sum((Decimal(row.score) for row in rows), Decimal(total.score))
    if variant == "V01":
        draft.traps.append(Trap((total.score, total.score), "得分在两行重复印出，只计一次"))
    if in_yuan:
        draft.traps.append(Trap((show(plan.money.executed), total.executed), "万元与元"))
    names = draft.names
    return Form(
        variant=variant,
        title=rng.choice((f"{names['year']}年度项目支出绩效自评表", f"项目支出绩效自评表（{names['year']}年度）")),
        project=names["project"], department=names["department"], unit=names["unit"],
        funds=funds, goal=draft.goal, done=draft.done, rows=rows, weight="100", score=show(score),
        money="元" if in_yuan else "万元",
        foot=(("评价结论", "项目总体完成较好。"), ("改进措施", "加强前期准备，均衡资金支付。")) if variant == "V05" else (),
    )  # fmt: skip


def _funds(plan: Plan, variant: str, scale: Decimal) -> tuple[Fund, ...]:
    money = plan.money
    score = show(min(Decimal(10), 10 * money.executed / money.full))
    rate = f"{money.rate}%"

    def figures(a: Decimal, b: Decimal, c: Decimal) -> tuple[str, str, str]:
        first, second, third = (f"{x * scale:.2f}" if scale > 1 else show(x) for x in (a, b, c))
        return first, second, third

    total = figures(money.initial, money.full, money.executed)
    kept = money.carried
    own = figures(money.initial - kept, money.full - kept, money.executed - kept)
    old = figures(kept, kept, kept) if kept else ("", "", "")
    if variant == "V05":
        blank = Fund("财政专户管理资金", "/", "/", "/", "/", "/", "/", "/")
        rest = Fund("其他资金", *(old if kept else ("/", "/", "/")), "/", "/", "/", "/")
        return (
            Fund("总额", *total, "10", rate, score, "/"),
            Fund("其中：财政资金", *own, "/", "/", "/", "/"),
            blank,
            rest,
        )
    whole = Fund("年度资金总额", *total, "10", rate, score)
    repeat = ("10", rate, score) if variant == "V01" else ("—", "—", "—")
    lines = (
        Fund("其中：当年财政拨款", *own, *repeat),
        Fund("上年结转资金", *old),
        Fund("其他资金", "", "", ""),
    )
    return (*lines, whole) if variant == "V01" else (whole, *lines)


def _rows(draft: Draft, measures: list[Measure], *, cost_group: bool, signed: bool) -> tuple[Row, ...]:
    rows = []
    declared = draft.rng.random() < 0.8
    for level1, points in GROUPS.items():
        kin = [m for m in measures if m.level1 == level1]
        weights = _share_out(draft.rng, points[cost_group], len(kin)) if kin else []
        label = f"{level1}（{points[cost_group]}分）" if declared else level1
        for m, weight in zip(kin, weights, strict=True):
            sign = m.sign if signed or m.sign == "≤" else ""
            note = draft.notes.get(m.name, "")
            row = Row(
                label, m.level2, m.name, f"{sign}{show(m.target)}{m.unit}", m.result, str(weight), "0", note
            )
            rows.append(
                Row(label, m.level2, m.name, row.target, row.actual, row.weight, show(due(row)), note)
            )
    return tuple(rows)


def _share_out(rng: Random, points: int, n: int) -> list[int]:
    weights = [points // n] * n
    for _ in range(points - sum(weights)):
        weights[rng.randrange(n)] += 1
    return weights


def _outputs(rng: Random, project: str) -> tuple[Output, ...]:
    kind = rng.choice(("docx", "docx", "pdf", "pdf", "txt", "docx+pdf", "pdf+docx"))
    first, _, second = kind.partition("+")
    if second:
        return Output(f"{project}自评报告.{first}", ("report",)), Output(
            f"{project}自评表.{second}", ("form",)
        )
    auto = first == "docx" and rng.random() < 0.2
    return (Output(f"{project}绩效自评材料.{first}", ("report", "form"), auto),)
