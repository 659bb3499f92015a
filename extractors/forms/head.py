"""The head and the foot of a form: project, departments, who filled it in, what they remarked."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.forms.cells import Row, entry, entry_part, label, labelled, number_in
from extractors.forms.draft import Draft
from extractors.forms.indicators import read_grade
from extractors.forms.lines import said_in, year_of
from extractors.forms.values import points
from schemas.document import Cell
from schemas.form import Entry, load_form_words

_HEADS = frozenset(
    {"金额", "合计", "序号", "数量", "单价", "功能分类", "科目编码", "科目名称", "资金性质"}
)  # of other tables
_YEAR = re.compile(r"(?:19|20)\d\d")
_TEXTS = frozenset({"project", "project_code", "department", "superior", "implementer", "date"})


def names_project(row: Row) -> bool:
    """Whether the row says which project, or which department, a form is about; a column header does not."""
    words = load_form_words().head
    for i, (_, cell, key) in enumerate(row.cells):
        if any(words.named(name) == "project" for name, *_ in said_in(cell.text)):
            return True
        named = words.named(key) == "project" or (i == 0 and key in {"部门名称", "部门单位名称"})
        if named:
            return i + 1 < len(row.cells) and not is_label(row.cells[i + 1][2])
    return False


def lists_projects(row: Row) -> bool:
    """Whether the row heads a list of several projects: 序号 | 项目名称 | 自评得分."""
    words = load_form_words()
    keys = [key for _, _, key in row.own]
    projects = [key for key in keys if words.head.named(key) == "project"]
    if not projects or row.has_number():
        return False
    if len(projects) > 1 or _HEADS.intersection(keys):
        return True
    columns = [key for key in keys if words.indicator_columns.field(key) or words.funds_columns.field(key)]
    return len(columns) >= 2


def is_label(key: str) -> bool:
    """Whether a cell labels or heads something else."""
    words = load_form_words()
    blocks = (words.head, words.funds_columns, words.indicator_columns, words.goals)
    return key in words.signers or any(block.named(key) for block in blocks)


def read_head(row: Row, draft: Draft) -> bool:
    """Take project, departments, year, score and signers from a row; whether it held any."""
    words = load_form_words()
    taken = False
    for i, (_, cell, key) in enumerate(row.cells):
        said = said_in(cell.text)
        for name, _, start, end in said:
            taken = _keep(name, entry_part(cell, start, end), draft) or taken
        if said or not (words.head.named(key) or key in words.signers):
            continue
        taken = True
        value = row.cells[i + 1][1] if i + 1 < len(row.cells) else None
        if value is not None and not is_label(label(value.text)):
            _keep(key, entry(value), draft)
            if words.head.named(key) == "grade":
                read_grade(row, draft)
    return taken


def heads(row: Row) -> bool:
    """Whether the row begins with a label of the head: in some forms it stands below the indicators."""
    words = load_form_words().head
    return bool(row.own) and words.named(row.own[0][2]) in _TEXTS and not row.has_number()


def _keep(key: str, value: Entry, draft: Draft) -> bool:
    words = load_form_words()
    name = words.head.named(key)
    if key in words.signers:
        draft.signers.setdefault(key, _unbroken(value))
    elif name in _TEXTS:
        draft.head.setdefault(name, _unbroken(value) if name == "project_code" else value)
    elif name == "year":
        year = _YEAR.fullmatch(value.text)
        draft.year = draft.year or (int(year[0]) if year else year_of(value.text))
    elif name == "total_score" and number_in(value.text) is not None:
        draft.head.setdefault(name, points(value))
    elif name == "grade" and value.text in words.grades:
        draft.head.setdefault(name, value)
    return bool(name) or key in words.signers


def _unbroken(value: Entry) -> Entry:
    """A code or a telephone number without the blanks that a narrow column put in."""
    return replace(value, text="".join(value.text.split())) if value.text.isascii() else value


def read_foot(row: Row, draft: Draft) -> bool:
    """Take remarks and signers from a row below the figures, or between them; whether it was one."""
    words = load_form_words()
    if not row.own:
        return False
    _, first, key = row.own[0]
    pair = labelled(first)
    if pair and pair.key in words.remarks and len(row.own) == 1:
        draft.remarks.setdefault(pair.key, pair.value)
        return True
    if key in words.signers or any(name in words.signers for name, *_ in said_in(first.text)):
        return read_head(row, draft)
    if words.head.named(key) == "grade":
        read_grade(row, draft)
        return True
    if key in words.remarks and _text_only(row, first):
        texts = [cell for _, cell, _ in row.own[1:]]
        if texts:
            draft.remarks.setdefault(key, entry(texts[0]))
        return True
    return bool(pair and pair.key in {"注", "备注", "填表说明"})


def _text_only(row: Row, first: Cell) -> bool:
    """Whether no figure stands beside the label, so that it is no column header and no indicator."""
    return not any(number_in(cell.text) is not None for _, cell, _ in row.own if cell is not first)
