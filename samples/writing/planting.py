"""Defects for a generated submission: each is a true sentence or cell, and what to print instead.

A maker looks for a place where its kind of defect can stand and returns it with the figures it
touches, or None. No two defects of a submission touch the same figure, and every change is large
enough to be seen in what is printed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

from writing.arithmetic import number, show
from writing.composing import in_goal
from writing.content import Defect, Edit
from writing.spoiling import spoil

if TYPE_CHECKING:
    from random import Random

    from writing.composing import Draft
    from writing.content import Submission
    from writing.inventing import Invention
    from writing.latent import Use

Planted = tuple[Defect, set[str]]
Maker = Callable[["Invention", "Random"], Planted | None]

MAKERS: list[Maker] = []


def maker(function: Maker) -> Maker:
    MAKERS.append(function)
    return function


def plant(invention: Invention, rng: Random, count: int) -> tuple[Defect, ...]:
    """Up to ``count`` defects that do not get in each other's way."""
    makers = MAKERS[:]
    rng.shuffle(makers)
    chosen: list[Defect] = []
    touched: set[str] = set()
    for make in makers:
        found = make(invention, rng) if len(chosen) < count else None
        if found and not found[1] & touched and _lands(invention.submission, found[0]):
            chosen.append(found[0])
            touched |= found[1]
    return tuple(chosen)


def _lands(submission: Submission, defect: Defect) -> bool:
    """Whether the words to change stand in the report exactly once."""
    return all(submission.report.count(e.old) == 1 for e in defect.edits if e.where == "report")


def _put(text: str, old: str, new: str) -> str:
    """``text`` with the whole number ``old`` replaced where it stands last."""
    *_, last = re.finditer(rf"(?<![\d.]){re.escape(old)}(?![\d.])", text)
    return text[: last.start()] + new + text[last.end() :]


def _said(draft: Draft, key: str, old: str, new: str) -> Edit:
    text = draft.marks[key]
    return Edit("report", text, _put(text, old, new))


def _listed(draft: Draft, rng: Random, *kinds: str) -> Use | None:
    uses = [u for u in draft.plan.uses if u.listing in kinds and len(u.items) > 1]
    return rng.choice(uses) if uses else None


@maker
def sum_inline(invention: Invention, rng: Random) -> Planted | None:
    draft = invention.draft
    use = _listed(draft, rng, "full", "named")
    if not use:
        return None
    amounts = [show(x) for _, x in use.items]
    i = rng.randrange(len(amounts))
    new = spoil(rng, amounts[i])
    if not new or amounts.count(amounts[i]) > 1 or amounts[i] == show(use.amount):
        return None
    printed = [*amounts[:i], new, *amounts[i + 1 :], show(use.amount)]
    note = f"{use.name}分项{'+'.join(printed[:-1])}，总额{printed[-1]}万元"
    edit = _said(draft, f"use/{use.name}", amounts[i], new)
    return Defect("sum_inline", "error", tuple(printed), note, (edit,)), {f"use/{use.name}"}


@maker
def sum_partial(invention: Invention, rng: Random) -> Planted | None:
    """A partial list that adds up to more than the whole."""
    draft = invention.draft
    use = _listed(draft, rng, "partial")
    if not use:
        return None
    amounts = [show(x) for _, x in use.items]
    new = show(use.amount + Decimal(rng.randint(3, 40)))
    if amounts.count(amounts[0]) > 1:
        return None
    printed = (new, *amounts[1:], show(use.amount))
    edit = _said(draft, f"use/{use.name}", amounts[0], new)
    note = f"{use.name}其中{new}万元，大于总额{printed[-1]}万元"
    return Defect("sum_inline", "error", printed, note, (edit,)), {f"use/{use.name}"}


@maker
def sum_section(invention: Invention, rng: Random) -> Planted | None:
    draft = invention.draft
    uses = [u for u in draft.plan.uses if not u.listing]
    if not uses:
        return None
    use = rng.choice(uses)
    old = show(use.amount)
    new = spoil(rng, old, most=draft.plan.money.executed)
    if not new:
        return None
    printed = [new if u is use else show(u.amount) for u in draft.plan.uses]
    executed = show(draft.plan.money.executed)
    note = f"各项支出{'+'.join(printed)}，总支出{executed}万元"
    edit = _said(draft, f"use/{use.name}", old, new)
    return Defect("sum_section", "error", (*printed, executed), note, (edit,)), {"uses", f"use/{use.name}"}


@maker
def identity(invention: Invention, rng: Random) -> Planted | None:
    draft, money = invention.draft, invention.draft.plan.money
    if "change" not in draft.marks:
        return None
    old = show(abs(money.full - money.initial))
    new = spoil(rng, old, most=money.initial / 3)
    if not new:
        return None
    numbers = (show(money.initial), new, show(money.full))
    edit = _said(draft, "change", old, new)
    return Defect("identity", "error", numbers, "年初预算、调整数与全年预算不相符", (edit,)), {"change"}


@maker
def left_over(invention: Invention, rng: Random) -> Planted | None:
    draft, money = invention.draft, invention.draft.plan.money
    if "left" not in draft.marks:
        return None
    old = show(money.full - money.executed)
    new = spoil(rng, old, most=money.full / 4)
    if not new:
        return None
    numbers = (show(money.full), show(money.executed), new)
    edit = _said(draft, "left", old, new)
    return Defect("identity", "error", numbers, "全年预算减支出不等于结余", (edit,)), {"left"}


@maker
def sources(invention: Invention, rng: Random) -> Planted | None:
    draft, money = invention.draft, invention.draft.plan.money
    if not money.sources:
        return None
    amounts = [show(x) for x in money.sources]
    i = rng.randrange(3)
    new = spoil(rng, amounts[i], most=money.full)
    if not new or amounts.count(amounts[i]) > 1:
        return None
    printed = (*amounts[:i], new, *amounts[i + 1 :], show(money.full))
    edit = _said(draft, "sources", amounts[i], new)
    return Defect("sum_inline", "error", printed, "三级资金之和不等于全年预算", (edit,)), {"sources"}


@maker
def exec_rate(invention: Invention, rng: Random) -> Planted | None:
    draft, money = invention.draft, invention.draft.plan.money
    if "rate" not in draft.marks:
        return None
    low = Decimal(90)
    new = spoil(rng, money.rate, most=Decimal("99.9"), least=low)
    if not new:
        return None
    numbers = (show(money.executed), show(money.full), new)
    note = f"执行率应为{money.rate}%，填{new}%"
    edit = _said(draft, "rate", money.rate, new)
    return Defect("exec_rate", "error", numbers, note, (edit,)), {"rate"}


@maker
def funds_sum(invention: Invention, rng: Random) -> Planted | None:
    form = invention.submission.form
    fiscal = next(f for f in form.funds if "财政" in f.label and "其中" in f.label)
    total = next(f for f in form.funds if "总额" in f.label)
    rest = [f for f in form.funds if f not in (fiscal, total) and number(f.initial)]
    bare, _, cents = fiscal.initial.partition(".")
    new = spoil(rng, bare, most=Decimal(total.initial) * 2)
    if not new or (form.money == "元" and abs(Decimal(new) - Decimal(bare)) < 10000):
        return None
    new += f".{cents}" if cents else ""
    numbers = (new, *(f.initial for f in rest), total.initial)
    edit = Edit(f"fund/{fiscal.label}/initial", fiscal.initial, new)
    note = "资金表年初预算一列，分项之和不等于总额"
    return Defect("funds_sum", "error", numbers, note, (edit,)), {"funds"}


@maker
def conflict_table(invention: Invention, rng: Random) -> Planted | None:
    """The 分述 gives another figure than the form."""
    draft = invention.draft
    found = [m for m in draft.plan.measures if f"plain/{m.name}" in draft.marks and _has(invention, m.name)]
    if not found:
        return None
    m = rng.choice(found)
    old = show(m.actual)
    new = spoil(rng, old, most=Decimal("99.9") if m.unit == "%" else None)
    if not new:
        return None
    edit = _said(draft, f"plain/{m.name}", old, new)
    note = f"{m.name} 正文{new}{m.unit}，自评表{m.result}"
    return Defect("conflict", "error", (new, old), note, (edit,)), {m.name}


def _has(invention: Invention, name: str) -> bool:
    return any(row.name == name for row in invention.submission.form.rows)


@maker
def conflict_prose(invention: Invention, rng: Random) -> Planted | None:
    draft = invention.draft
    old = str(draft.plan.training[1])
    new = spoil(rng, old)
    if not new:
        return None
    edit = _said(draft, "training/2", old, new)
    note = f"项目管理培训参训{old}人次与{new}人次"
    return Defect("conflict", "error", (old, new), note, (edit,)), {"training"}


@maker
def conflict_target(invention: Invention, rng: Random) -> Planted | None:
    draft = invention.draft
    m = rng.choice([m for m in draft.plan.measures if in_goal(m)])
    old = show(m.target)
    new = spoil(rng, old, most=Decimal(99) if m.unit == "%" else None)
    targets = {row.target.strip("≥≤＝") for row in invention.submission.form.rows}
    if not new or f"{new}{m.unit}" in targets:
        return None
    text = draft.marks[f"goal/{m.name}"]
    edits = (Edit("report", text, _put(text, old, new)), Edit("goal", text, _put(text, old, new)))
    note = f"绩效目标“{m.name}”{new}{m.unit}，年度指标值{old}{m.unit}"
    return Defect("conflict", "error", (new, old), note, edits), {m.name, "goal"}


@maker
def subset(invention: Invention, rng: Random) -> Planted | None:
    draft = invention.draft
    n, k = draft.plan.whole
    new = str(n + rng.randint(2, 15))
    if str(k) == str(n) or draft.marks["whole"].count(str(k)) != 1:
        return None
    edit = _said(draft, "whole", str(k), new)
    return Defect("subset", "error", (str(n), new), f"总数{n}，其中{new}", (edit,)), {"whole"}


@maker
def derived(invention: Invention, rng: Random) -> Planted | None:
    """The difference or growth over last year does not follow from the two years."""
    draft = invention.draft
    keys = [key for key in draft.marks if key.startswith("delta/")]
    if not keys:
        return None
    key = rng.choice(keys)
    _, name, old = key.split("/", 2) if key.count("/") == 2 else ("", "", "")
    if not name or not _once(draft.marks[key], old):
        return None
    new = spoil(rng, old)
    m = next(m for m in draft.plan.measures if m.name == name)
    if not new:
        return None
    edit = _said(draft, key, old, new)
    before = next(t.numbers[1] for t in draft.traps if t.numbers[0] == show(m.actual) and "上年" in t.why)
    numbers = (show(m.actual), before, new)
    return Defect("derived", "error", numbers, f"{name}与上年相比应为{old}", (edit,)), {name}


def _once(text: str, figure: str) -> bool:
    return len(re.findall(rf"(?<![\d.]){re.escape(figure)}(?![\d.])", text)) == 1


@maker
def survey(invention: Invention, rng: Random) -> Planted | None:
    draft = invention.draft
    m = next(m for m in draft.plan.measures if m.sent)
    happy, valid = m.parts
    new = spoil(rng, str(happy), most=Decimal(valid), least=Decimal(valid) / 2)
    if not new or abs(int(new) - happy) * 200 < valid or not _once(draft.marks["survey"], str(happy)):
        return None
    edit = _said(draft, "survey", str(happy), new)
    note = f"{new}/{valid}不等于{m.result}"
    return Defect("derived", "error", (new, str(valid), show(m.actual)), note, (edit,)), {m.name}
