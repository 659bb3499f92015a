"""TGT709 完成值没有填实际数。"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.quantities import find_quantities
from pipeline.judging.rows_of_form import NO_LESS, NO_MORE, figure
from pipeline.judging.wording import abridged, at
from pipeline.rulebook import Case, rule
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.form import IndicatorRow
from schemas.quantity import Bound
from schemas.words import comparable

_LIMITS = (Bound.AT_LEAST, Bound.AT_MOST, Bound.MORE_THAN, Bound.LESS_THAN)
_SHOWN = 3  # rows named in one message


@rule(
    "TGT709",
    "完成值没有填实际数",
    severity=Severity.INFO,
    basis="财预〔2020〕10号附件填报说明：实际完成值应当如实填写",
    covers=("I12", "I13"),
)
def no_measurement(case: Case) -> Iterator[Finding]:
    """指标值是数的，完成值应当填测出来的数，不写“完成”“达标”，也不照抄“≥90%”。

    一张表只提示一次，列出是哪几行。指标值是文字（明显、有效）的，完成值写文字不在此列。

    为什么：照抄指标值看不出到底完成了多少，得分也就没有依据。

    一致    指标值≥90%，完成值93.5%
    请核实  指标值≥90%，完成值≥90%；指标值≤30万元，完成值“完成”
    不适用  没有自评表，或者指标值都不是数
    """
    for form in case.forms:
        rows = [row for row in form.indicators if figure(row.cells, "target") and _filled(row)]
        copied = [row for row in rows if _is_limit(row)]
        worded = [row for row in rows if row.cells["actual"].quantity is None and not _is_measured(row)]
        if copied:
            yield _told(copied, "完成值写成不等式")
        if worded:
            yield _told(worded, "指标值是数，完成值是文字")
        if rows and not copied and not worded:
            yield Finding(
                Outcome.AGREES, "实际完成值", f"{len(rows)}项都填了实际数", (Evidence("text", form.anchor),)
            )


def _filled(row: IndicatorRow) -> bool:
    actual = row.cells.get("actual")
    return actual is not None and not actual.blank


def _is_measured(row: IndicatorRow) -> bool:
    """Whether a figure in the target's unit stands among the words: 38/40，95%; 平均16.4个工作日."""
    target = figure(row.cells, "target")
    said = [quantity for _, _, quantity in find_quantities(row.cells["actual"].text)]
    return target is not None and any(comparable(each.unit, target.unit) for each in said)


def _is_limit(row: IndicatorRow) -> bool:
    actual = row.cells["actual"]
    bounded = actual.quantity is not None and actual.quantity.bound in _LIMITS
    return bounded or actual.text.strip()[:1] in NO_LESS | NO_MORE


def _told(rows: Sequence[IndicatorRow], what: str) -> Finding:
    named = abridged(
        [
            f"{row.name.text} 指标值 {row.cells['target'].text}，完成值 {at(row.cells['actual'])}"
            for row in rows
        ],
        _SHOWN,
        "项",
        "；",
    )
    return Finding(
        Outcome.REVIEW,
        "实际完成值",
        f"{what}：{named}",
        tuple(Evidence.of_cell(row.cells["actual"], "actual") for row in rows),
        suggestion="请填写实际完成的数",
    )
