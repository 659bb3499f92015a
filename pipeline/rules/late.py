"""TGT710 完成日期晚于目标日期。"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from extractors.periods import find_periods
from pipeline.judging.rows_of_form import explained, figure
from pipeline.judging.wording import at
from pipeline.rulebook import Case, rule
from schemas.fact import Period
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.form import Entry, IndicatorRow

_NO_YEAR = re.compile(r"(?<![\d年])(?=\d{1,2}月\d{1,2}[日号])")
# All that may stand beside the date of a cell that says when; anything else may say what.
_BESIDE = re.compile(
    r"[≤<=＜、，,。；;（）()\-—~至到于在前后以底末初之完成时间已全部均按不晚早迟截止截至年度发放拨付验收竣工开工兑付交付]*"
)
_FROM = re.compile("[≥>＞]|以后|之后|不早于|起$")


@rule(
    "TGT710",
    "完成日期晚于目标日期",
    severity=Severity.ERROR,
    basis="财预〔2020〕10号附件：未完成绩效目标的，应当扣分并说明偏差原因",
    covers=("I23",),
)
def late(case: Case) -> Iterator[Finding]:
    """时效指标的完成日期，不能晚于指标值写的日期；晚了的，不能得满分，要写偏差原因。

    只写到月的，目标算到月底，完成算从月初。没有写年的，按自评年度。晚了但扣了分、写了原因的，算已说明。单元格里除日期外
    还写了别的事的，不核对。

    为什么：日期不是数，按比例算分的工具查不到它。

    一致    指标值2024年12月底前，完成值2024年11月
    不一致  指标值2024年12月底前，完成值2025年3月，得满分
    不适用  指标值、完成值不是日期
    """
    for form in case.forms:
        year = form.year or case.year
        for row in form.indicators:
            target, actual = row.cells.get("target"), row.cells.get("actual")
            if year is None or target is None or actual is None or _FROM.search(target.text):
                continue
            due, done = _dates(target, year), _dates(actual, year)
            if due and len(due) == len(done):
                yield _judged(row, target, actual, due, done)


def _dates(entry: Entry, year: int) -> list[Period]:
    """The dates of a cell that holds nothing else."""
    text = "".join(_NO_YEAR.sub(f"{year}年", entry.text).split())
    rest, last, dates = "", 0, []
    for start, end, period, _ in find_periods(text, year=year):
        rest, last = rest + text[last:start], end
        dates.append(period)
    return dates if dates and _BESIDE.fullmatch(rest + text[last:]) else []


def _judged(
    row: IndicatorRow, target: Entry, actual: Entry, due: list[Period], done: list[Period]
) -> Finding:
    evidence = (Evidence("target", target.anchor), Evidence("actual", actual.anchor))
    told = f"{row.name.text}：指标值 {at(target)}，完成值 {at(actual)}"
    missed = [(limit, day) for limit, day in zip(due, done, strict=True) if _end(day) > limit.last]
    if not missed:
        return Finding(Outcome.AGREES, row.name.text, "没有晚于目标日期", evidence)
    weight, score = figure(row.cells, "weight"), figure(row.cells, "score")
    full = weight is not None and score is not None and weight.value == score.value
    if explained(row) and not full:
        return Finding(Outcome.AGREES, row.name.text, "晚于目标日期，已扣分并说明原因", evidence)
    late_by = (_end(missed[0][1]) - missed[0][0].last).days
    also = "，仍得满分" if full else "，偏差原因空白" if "deviation" in row.cells else ""
    return Finding(
        Outcome.DIFFERS,
        row.name.text,
        f"{told}，晚了{late_by}天以上{also}" if late_by > 1 else f"{told}，晚于目标日期{also}",
        evidence,
        suggestion="请核对日期；确实晚了的，请按评分规则扣分并说明原因",
    )


def _end(done: Period) -> date:
    """The earliest day on which it may have been done: the first of a month, the first of the last month of a span."""
    if done.first == done.last:
        return done.last
    return done.last.replace(day=1)
