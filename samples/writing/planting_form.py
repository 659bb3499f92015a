"""More defects: those of scores, reasons, periods and of writing itself."""

from __future__ import annotations

from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING

from writing.arithmetic import due, number, show
from writing.composing import in_goal
from writing.content import Defect, Edit
from writing.planting import Planted, maker

if TYPE_CHECKING:
    from random import Random

    from writing.content import Row
    from writing.inventing import Invention


def _rows(invention: Invention, state: str) -> list[Row]:
    named = {m.name for m in invention.draft.plan.measures if m.state == state}
    return [row for row in invention.submission.form.rows if row.name in named]


@maker
def weight(invention: Invention, rng: Random) -> Planted | None:
    """The points printed beside a group are not those of its rows."""
    groups = [
        (label, list(rows)) for label, rows in groupby(invention.submission.form.rows, lambda r: r.level1)
    ]
    label, rows = rng.choice(groups)
    points = number(label)
    if points is None:
        return None
    new = show(points + rng.choice((5, -5, 10)))
    if new == "0":
        return None
    edit = Edit("group/score", label, label.replace(show(points), new))
    note = f"{label.partition('（')[0]}各行分值合计{show(points)}分，标注{new}分"
    return Defect("weight", "error", (*(row.weight for row in rows), new), note, (edit,)), {"weights"}


@maker
def total_score(invention: Invention, rng: Random) -> Planted | None:
    old = invention.submission.form.score
    steps = [Decimal(x) for x in ("1", "-1", "2", "-2", "0.5", "-0.9", "3")]
    new = Decimal(old) + rng.choice([step for step in steps if Decimal(old) + step <= 100])
    note = f"各项得分合计{old}分，总分填{show(new)}分"
    return Defect("total_score", "error", (show(new),), note, (Edit("total/score", old, show(new)),)), {
        "total"
    }


@maker
def score_range(invention: Invention, rng: Random) -> Planted | None:
    form = invention.submission.form
    full = [row for row in form.rows if row.score == row.weight]
    if Decimal(form.score) > 99 or not full:
        return None
    row = rng.choice(full)
    new = str(int(row.weight) + 1)
    edits = (Edit(f"row/{row.name}/score", row.score, new), _total(form.score, Decimal(1)))
    note = f"{row.name}分值{row.weight}分，得分{new}分"
    return Defect("score_range", "error", (row.weight, new), note, edits), {row.name, "total"}


def _total(old: str, step: Decimal) -> Edit:
    return Edit("total/score", old, show(Decimal(old) + step))


@maker
def indicator_score(invention: Invention, rng: Random) -> Planted | None:
    """A target was missed and the points are full."""
    rows = [r for r in _rows(invention, "missed") if Decimal(r.weight) - due(r) > Decimal("0.6")]
    if not rows:
        return None
    row = rng.choice(rows)
    gain = Decimal(row.weight) - Decimal(row.score)
    edits = (
        Edit(f"row/{row.name}/score", row.score, row.weight),
        _total(invention.submission.form.score, gain),
    )
    target, actual = show(number(row.target) or Decimal(0)), show(number(row.actual) or Decimal(0))
    note = f"{row.name}目标{row.target}、完成{row.actual}，按比例应得{row.score}分，自评{row.weight}分"
    return Defect("indicator_score", "error", (target, actual, row.weight), note, edits), {row.name, "total"}


@maker
def reason_missing(invention: Invention, rng: Random) -> Planted | None:
    rows = [r for r in _rows(invention, "missed") if r.note]
    if not rows:
        return None
    row = rng.choice(rows)
    numbers = tuple(show(number(x) or Decimal(0)) for x in (row.target, row.actual))
    note = f"{row.name}未达目标且扣分，偏差原因空白"
    edit = Edit(f"row/{row.name}/note", row.note, "")
    return Defect("reason_missing", "error", numbers, note, (edit,)), {row.name}


@maker
def overachieve(invention: Invention, rng: Random) -> Planted | None:
    rows = _rows(invention, "over")
    if not rows:
        return None
    row = rng.choice(rows)
    numbers = tuple(show(number(x) or Decimal(0)) for x in (row.target, row.actual))
    note = f"{row.name}目标{row.target}、完成{row.actual}，超过130%，偏差原因空白"
    edit = Edit(f"row/{row.name}/note", row.note, "")
    return Defect("overachieve", "warning", numbers, note, (edit,)), {row.name}


@maker
def period(invention: Invention, rng: Random) -> Planted | None:
    """The only sentence on a result of the form dates it to the year before."""
    draft = invention.draft
    names = {row.name for row in invention.submission.form.rows}
    found = [
        m
        for m in draft.plan.measures
        if f"plain/{m.name}" in draft.marks and m.name in names and not in_goal(m) and show(m.actual) != "100"
    ]
    if not found:
        return None
    m = rng.choice(found)
    text = draft.marks[f"plain/{m.name}"]
    year = draft.names["year"]
    new = f"{int(year) - 1}年度{text.removeprefix(f'{year}年')}"
    follows = invention.submission.report.partition(text)[2]
    if not follows.startswith(("\n", f"{year}年", "截至")):
        new += f"{year}年，"  # or the sentences after it would be of last year too
    note = f"{m.name}{m.result}是上年数，填作本年实际完成值"
    return Defect("period", "warning", (show(m.actual),), note, (Edit("report", text, new),)), {m.name}


@maker
def coverage(invention: Invention, rng: Random) -> Planted | None:
    draft = invention.draft
    name, unit = draft.plan.project["extra"][:2]
    target = str(draft.plan.extra[0])
    more = f"，{name}{target}{unit}{rng.choice(('以上', ''))}。"
    last = [draft.marks[f"goal/{m.name}"] for m in draft.plan.measures if in_goal(m)][-1]
    edits = tuple(Edit(where, f"{last}。", last + more) for where in ("report", "goal"))
    note = f"绩效目标“{name}{target}{unit}”在指标表中没有对应指标"
    return Defect("coverage", "warning", (target,), note, edits), {"goal"}


@maker
def malformed(invention: Invention, rng: Random) -> Planted | None:
    draft = invention.draft
    use = rng.choice(draft.plan.uses)
    old = f"支出{show(use.amount)}万元"
    text = draft.marks[f"use/{use.name}"]
    if text.count(old) != 1:
        return None
    new = old.replace("万元", rng.choice(draft.phrases["strays"]) + "万元")
    note = f"“{new[2:]}”数字与单位之间有多余字符"
    edit = Edit("report", text, text.replace(old, new))
    return Defect("malformed", "warning", (show(use.amount),), note, (edit,)), {f"use/{use.name}"}


@maker
def truncated(invention: Invention, rng: Random) -> Planted | None:
    draft = invention.draft
    heading = "\n## （二）预算支出过程情况"
    report = invention.submission.report
    line = report.partition(heading)[0].rpartition("\n")[2]
    cut = rng.randint(len(line) // 2, len(line) - 6)
    piece = line[:cut].rstrip("，、。；：0123456789")
    note = f"“{piece[-12:]}”句子没有写完就接下一标题"
    edit = Edit("report", line + heading, piece + heading)
    return Defect("truncated", "warning", (), note, (edit,)), {"decision", draft.names["unit"]}


@maker
def template(invention: Invention, rng: Random) -> Planted | None:
    draft = invention.draft
    text = draft.marks["other"]
    prompt = rng.choice(draft.phrases["prompts"])
    return Defect("template", "error", (), f"“{prompt}”是模板提示语", (Edit("report", text, prompt),)), {
        "other"
    }
