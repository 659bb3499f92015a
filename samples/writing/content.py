"""A submission as its author would have typed it: prose, form, and the slips made afterwards.

Every content file describes a submission whose figures all agree. What is wrong with it, if
anything, stands apart under ``defects`` as small edits, so that the same file says both what would
have been right and what was printed.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Fund:
    """One line of the funds block, as printed."""

    label: str
    initial: str
    full: str
    executed: str
    weight: str = ""
    rate: str = ""
    score: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One third-level indicator, as printed."""

    level1: str
    level2: str
    name: str
    target: str
    actual: str
    weight: str
    score: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A 自评表. ``variant`` is the layout: V01, V03, V04 or V05."""

    variant: str
    title: str
    project: str
    department: str
    unit: str
    funds: tuple[Fund, ...]
    goal: str
    done: str
    rows: tuple[Row, ...]
    weight: str
    score: str
    money: str = "万元"
    foot: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Output:
    """A file to write; ``parts`` says which of report and form it holds, in order."""

    name: str
    parts: tuple[str, ...]
    auto_numbered: bool = False


@dataclass(frozen=True, slots=True)
class Edit:
    """Puts ``new`` in place of ``old``, which must be there exactly once.

    ``where`` is ``report``, ``goal``, ``done``, ``row/NAME/COLUMN``, ``fund/LABEL/COLUMN``,
    ``group/score`` (the heading of a group, with its points) or ``total/score``.
    """

    where: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Defect:
    """Something planted, and what an auditor should say about it."""

    family: str
    severity: str
    numbers: tuple[str, ...]
    note: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Trap:
    """Something that looks inconsistent and is not."""

    numbers: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Submission:
    """One project of one department."""

    department: str
    project: str
    year: int
    title: str
    report: str
    form: Form
    outputs: tuple[Output, ...]
    defects: tuple[Defect, ...] = ()
    traps: tuple[Trap, ...] = ()
    holds: tuple[str, ...] = ()
    head: str = ""
    shows: str = field(default="", compare=False)

    @property
    def folder(self) -> str:
        """Path below the submissions directory."""
        return f"{self.department}/{self.project}"


def load(path: Path) -> Submission:
    """Read a content file; every scalar stays the characters that were typed."""
    raw = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - strings only
    form = _form(raw["form"], raw["department"], raw["project"], int(raw["year"]))
    return Submission(
        department=raw["department"],
        project=raw["project"],
        year=int(raw["year"]),
        title=raw["title"],
        head=raw.get("head", raw["title"]),
        report=_fill(raw["report"], form),
        form=form,
        outputs=tuple(
            Output(o["name"], tuple(o["parts"]), o.get("numbering") == "auto") for o in raw["outputs"]
        ),
        defects=tuple(_defect(d) for d in raw.get("defects", [])),
        traps=tuple(Trap(tuple(t["numbers"]), t["why"]) for t in raw.get("traps", [])),
        holds=tuple(raw.get("holds", [])),
        shows=raw["shows"],
    )


def _fill(report: str, form: Form) -> str:
    return report.replace("{goal}", form.goal).replace("{done}", form.done)


def _form(raw: dict[str, Any], department: str, project: str, year: int) -> Form:
    return Form(
        variant=raw["variant"],
        title=raw.get("title", f"{year}年度项目支出绩效自评表"),
        project=raw.get("project", project),
        department=raw.get("department", department),
        unit=raw.get("unit", department),
        funds=tuple(Fund(*line) for line in raw["funds"]),
        goal=raw["goal"].strip(),
        done=raw["done"].strip(),
        rows=_rows(raw["rows"]),
        weight=raw["total"][0],
        score=raw["total"][1],
        money=raw.get("money", "万元"),
        foot=tuple((a, b) for a, b in raw.get("foot", [])),
    )


def _rows(lines: list[list[str]]) -> tuple[Row, ...]:
    """An empty first or second level means: as above."""
    rows: list[Row] = []
    for line in lines:
        row = Row(*line)
        if not row.level1:
            row = replace(row, level1=rows[-1].level1)
        if not row.level2:
            row = replace(row, level2=rows[-1].level2)
        rows.append(row)
    return tuple(rows)


def _defect(raw: dict[str, Any]) -> Defect:
    return Defect(
        family=raw["family"],
        severity=raw["severity"],
        numbers=tuple(raw["numbers"]),
        note=raw["note"],
        edits=tuple(Edit(e["where"], e["old"], e["new"]) for e in raw["edits"]),
    )


def printed(submission: Submission) -> Submission:
    """The submission with its defects in place, as it is handed in."""
    for defect in submission.defects:
        for edit in defect.edits:
            submission = apply(submission, edit)
    return submission


def apply(submission: Submission, edit: Edit) -> Submission:
    """Make one edit.

    Raises:
        ValueError: the old wording is not there, or more than once.
    """
    place, _, rest = edit.where.partition("/")
    form = submission.form
    if place == "report":
        return replace(submission, report=_swap(submission.report, edit))
    if place in ("goal", "done"):
        form = _with(form, place, _swap(getattr(form, place), edit))
    elif place == "total":
        form = _with(form, rest, _swap(getattr(form, rest), edit))
    elif place == "group":
        form = replace(form, rows=tuple(_regroup(row, edit) for row in form.rows))
    else:
        name, _, column = rest.rpartition("/")
        lines = "rows" if place == "row" else "funds"
        form = _with(form, lines, _set(getattr(form, lines), name, column, edit))
    return replace(submission, form=form)


def _with(form: Form, name: str, value: Any) -> Form:  # noqa: ANN401 - whatever the field holds
    changed: Form = replace(form, **{name: value})
    return changed


def _swap(text: str, edit: Edit) -> str:
    if edit.old == text:
        return edit.new
    if not edit.old or text.count(edit.old) != 1:
        raise ValueError(f"{edit.where}：“{edit.old}”出现{text.count(edit.old)}次，应为1次")
    return text.replace(edit.old, edit.new)


def _regroup(row: Row, edit: Edit) -> Row:
    return replace(row, level1=edit.new) if row.level1 == edit.old else row


def _set(lines: tuple[Any, ...], name: str, column: str, edit: Edit) -> tuple[Any, ...]:
    found = [i for i, line in enumerate(lines) if name == getattr(line, "name", getattr(line, "label", ""))]
    if len(found) != 1:
        raise ValueError(f"{edit.where}：找到{len(found)}行，应为1行")
    line = lines[found[0]]
    line = replace(line, **{column: _swap(getattr(line, column), edit)})
    return (*lines[: found[0]], line, *lines[found[0] + 1 :])
