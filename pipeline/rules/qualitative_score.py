"""SCO613 定性指标的得分与评语不符。"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from pipeline.judging.rows_of_form import explained, figure
from pipeline.judging.wording import at, number, operand
from pipeline.rulebook import Case, rule
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.form import IndicatorRow

_DONE = "(?:达成|完成|实现|达到)"
_OF_WHAT = "(?:年度|预期|绩效|年初|既定)*(?:指标|目标|效果|要求|任务)?"
# The phrases of the form, worst first; each fills the cell but for what it adds on the effect.
_PHRASES = (
    (2, re.compile(rf"^(?:未|没有|尚未|未能){_DONE}{_OF_WHAT}(?:[，,、]?且?(?:效果|作用).{{0,6}})?$")),
    (1, re.compile(rf"^(?:部分|基本未完全){_DONE}{_OF_WHAT}(?:[，,、]?(?:并|且)?具有一定(?:的)?效果)?$")),
    (0, re.compile(rf"^(?:已|全部|均已|全面|圆满)?{_DONE}{_OF_WHAT}$")),
)


@rule(
    "SCO613",
    "定性指标的得分与评语不符",
    severity=Severity.WARNING,
    basis="财预〔2020〕10号附件：定性指标按达成、部分达成并具有一定效果、未达成且效果较差三档，分别得该指标分值的100%—80%、80%—60%、60%—0",
    covers=("I10",),
)
def qualitative_score(case: Case) -> Iterator[Finding]:
    """完成值写“达成预期指标”“部分达成……”“未达成……”的，得分应当落在这句评语对应的一档里。

    各档界限（qualitative）由各地定。评语以外的文字（明显提升、有效改善）看不出属于哪一档，不核对；
    达成了却低于这一档、写了原因的，不算。

    为什么：评语写“部分达成”，却按满分计，是定性指标最常见的虚高。

    一致    部分达成预期指标，分值10，得分7
    请核实  部分达成预期指标，分值10，得分10
    不适用  没有定性指标，或者没有写评语、没有打分
    """
    for form in case.forms:
        for row in form.indicators:
            weight, score = figure(row.cells, "weight"), figure(row.cells, "score")
            rank = _rank(row)
            if rank is None or weight is None or score is None or not weight.value or score.value is None:
                continue
            if figure(row.cells, "target") is None and score.value <= weight.value:
                yield _judged(row, rank, score.value / weight.value, case.thresholds.qualitative)


def _rank(row: IndicatorRow) -> int | None:
    """Which band the words of the result name, 0 the best; None where they name none."""
    actual = row.cells.get("actual")
    text = "".join(actual.text.split()).strip("。.") if actual is not None else ""
    return next((rank for rank, phrase in _PHRASES if phrase.search(text)), None)


def _judged(row: IndicatorRow, rank: int, share: Decimal, ends: tuple[Decimal, ...]) -> Finding:
    bands = (Decimal(1), *ends, Decimal(0))
    rank = min(rank, len(bands) - 2)
    high, low = bands[rank], bands[rank + 1]
    cells = [row.cells[column] for column in ("actual", "weight", "score")]
    evidence = tuple(
        Evidence.of_cell(cell, role) for role, cell in zip(("text", "weight", "score"), cells, strict=True)
    )
    percent = number(round(share * 100, 1))
    weight, score = figure(row.cells, "weight"), figure(row.cells, "score")
    formula = f"{operand(score)}/{operand(weight)}={percent}%" if weight and score else ""
    if low <= share <= high or (share < low and explained(row)):
        return Finding(Outcome.AGREES, row.name.text, "得分在评语对应的一档", evidence, formula, unit="%")
    return Finding(
        Outcome.REVIEW,
        row.name.text,
        f"{row.name.text}：完成值写“{at(cells[0])}”，应得分值的 {number(low * 100)}%～{number(high * 100)}%，"
        f"分值 {cells[1].text}分，得分 {cells[2].text}分，占 {percent}%",
        evidence,
        formula,
        actual=share * 100,
        unit="%",
        suggestion="请按评语对应的一档打分，或者改正评语",
    )
