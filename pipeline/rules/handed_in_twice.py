"""XDC905 同一项目报送了两次。"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pipeline.copied import squeezed
from pipeline.judging.rows_of_form import FUNDS_COLUMNS, total_cell
from pipeline.judging.wording import at
from pipeline.rulebook import Case, Origin, rule
from schemas.document import Anchor
from schemas.finding import Evidence, Finding, Outcome, Severity

_SHORT = 20  # characters; a shorter text is a label or a heading
_HALF = 0.5  # share of the longer texts in common, by characters, from which two submissions are one
_ENOUGH = 100  # characters in common; less is the title


@rule(
    "XDC905",
    "同一项目报送了两次",
    severity=Severity.WARNING,
    basis="财预〔2020〕10号：单位自评以项目为单位开展，一个项目一份自评结果",
    covers=("C19",),
    by=("department", "project", "year"),
)
def handed_in_twice(group: Case) -> Iterator[Finding]:
    """一个项目一年只应报送一份自评材料。

    部门、年度、项目名称（不计年份、编号和“专项资金”等字样）都相同，而且项目编码相同、或者一半以上的文字相同的，
    才算同一个项目，请核实。文件夹不同的才报；同一文件夹里的不同版本只核对最新的一份，在文件清单里说明。
    两份的资金数不同的，一并列出。

    为什么：报了两次，汇总时就加了两次；两份不一样，就不知道以哪份为准。

    一致    （不逐项列出）
    请核实  “校舍维修”和“2024年校舍维修项目”两个文件夹，文字大半相同
    不适用  没有报了两次的项目
    """
    cases = group.of(Origin.SUBMITTED)
    known: dict[str, Case] = {}  # by text, by code: the first that has it
    for case in cases:
        marks = [*_texts(case), *(f"code:{code}" for code in _codes(case))]
        shared: dict[int, list[str]] = defaultdict(list)
        firsts: dict[int, Case] = {}
        for mark in marks:
            first = known.setdefault(mark, case)
            if first is not case:
                shared[id(first)].append(mark)
                firsts[id(first)] = first
        for key, common in shared.items():
            length = sum(map(len, common))
            coded = any(mark.startswith("code:") for mark in common)
            if coded or (length >= _ENOUGH and length >= _HALF * sum(map(len, marks))):
                yield _review(firsts[key], case, common)


def _texts(case: Case) -> dict[str, Anchor]:
    texts = (
        (squeezed(text), anchor.part(0, len(text), text))
        for document in case.documents
        for text, anchor in document.texts()
    )
    return {text: anchor for text, anchor in texts if len(text) >= _SHORT}


def _codes(case: Case) -> list[str]:
    codes = (form.project_code for form in case.forms)
    return [squeezed(code.text) for code in codes if code is not None and not code.blank]


def _review(first: Case, case: Case, common: list[str]) -> Finding:
    mine, theirs = _texts(case), _texts(first)
    text = next((mark for mark in common if mark in mine and mark in theirs), None)
    evidence = (
        [Evidence("text", mine[text]), Evidence("text", theirs[text])] if text else _code_cells(case, first)
    )
    unlike = [
        f"{name}一份 {at(one)}，另一份 {at(other)}"
        for column, name in FUNDS_COLUMNS.items()
        if (one := total_cell(case, column))
        and (other := total_cell(first, column))
        and one.text != other.text
    ]
    differ = f"；两份的资金数不同：{'；'.join(unlike)}" if unlike else ""
    return Finding(
        Outcome.REVIEW,
        case.project,
        f"“{case.project}”（{_where(case)}）与“{first.project}”（{_where(first)}）是同一项目的两份材料{differ}",
        tuple(evidence),
        suggestion="请确认以哪一份为准，另一份撤回",
    )


def _where(case: Case) -> str:
    return case.documents[0].path


def _code_cells(*cases: Case) -> list[Evidence]:
    return [
        Evidence("text", form.project_code.anchor)
        for case in cases
        for form in case.forms[:1]
        if form.project_code is not None
    ]
