"""EXT004 必填栏空白。"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.rulebook import Case, rule
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.form import Entry, Form, IndicatorRow

_COMPULSORY = {"target": "年度指标值", "actual": "实际完成值", "score": "得分"}


@rule(
    "EXT004",
    "必填栏空白",
    severity=Severity.ERROR,
    basis="财预〔2020〕10号附件填报说明：指标值、完成值、得分为必填项",
    covers=("I26",),
)
def blank_cell(case: Case) -> Iterator[Finding]:
    """每个三级指标的指标值、完成值、得分都要填。

    整栏都空着的（例如还没有到评分阶段的表）不逐行报告；公式没有结果、文字认不出的单元格，不知道是不是空白，无法判断。

    为什么：空着的完成值无从核对，空着的得分加不进总分。

    一致    各栏都已填写
    不一致  指标值“≥95%”，实际完成值空白
    不适用  没有自评表
    """
    for form in case.forms:
        for column, name in _COMPULSORY.items():
            filled = [row for row in form.indicators if _filled(row, column)]
            blank = [
                row for row in form.indicators if column in row.cells and not row.cells[column].text.strip()
            ]
            if not filled:
                continue
            for row in blank:
                if _unread(row.cells[column], case):
                    yield Finding(
                        Outcome.UNCLEAR,
                        row.name.text,
                        f"{row.name.text}：{name}（{row.cells[column].anchor}）没有读到值，不知道是不是空白",
                        (Evidence("text", row.name.anchor), Evidence(column, row.cells[column].anchor)),
                    )
                    continue
                yield Finding(
                    Outcome.DIFFERS,
                    row.name.text,
                    f"{row.name.text}：{name}（{row.cells[column].anchor}）空白",
                    (Evidence("text", row.name.anchor), Evidence(column, row.cells[column].anchor)),
                    suggestion=f"请填写{name}",
                )
            if not blank:
                yield _complete(form, name)


def _unread(entry: Entry, case: Case) -> bool:
    """Whether the cell holds something that could not be read, as a formula that was never computed."""
    return any(
        cell.doubt and cell.anchor == entry.anchor
        for document in case.documents
        for table in document.tables()
        if table.anchor.block == entry.anchor.block
        for cell in table.cells()
    )


def _filled(row: IndicatorRow, column: str) -> bool:
    return column in row.cells and bool(row.cells[column].text.strip())


def _complete(form: Form, name: str) -> Finding:
    return Finding(
        Outcome.AGREES, name, f"{len(form.indicators)}个指标都填了{name}", (Evidence("text", form.anchor),)
    )
