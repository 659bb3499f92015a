"""BUD503 预算大幅调整而目标未动。"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.judging.rows_of_form import figure, total_row
from pipeline.judging.wording import number, operand
from pipeline.rulebook import Case, rule
from schemas.document import Paragraph
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.form import Form
from schemas.words import load_words


@rule(
    "BUD503",
    "预算大幅调整而绩效目标未作调整",
    severity=Severity.WARNING,
    basis="财预〔2020〕10号：预算调整的，绩效目标应当同步调整",
    covers=("F08",),
)
def budget_moved(case: Case) -> Iterator[Finding]:
    """全年预算比年初预算增减超过三成（budget_moved）的，绩效目标应当跟着调整，或者说明为什么不调整。

    正文里写了目标如何调整的，算已说明。

    为什么：钱少了近一半而目标一个没动，多半是目标定得太低，或者本来就与这笔钱无关。

    一致    年初预算1000万元，全年预算950万元
    请核实  年初预算1000万元，全年预算520万元，没有说明目标如何调整
    不适用  自评表没有年初预算数或全年预算数
    """
    for form in case.forms:
        row = total_row(form)
        cells = row.cells if row is not None else {}
        initial, full = figure(cells, "budget_initial"), figure(cells, "budget_full")
        if initial is None or full is None or not initial.value or full.value is None:
            continue
        before, after = initial.value, full.value
        moved = abs(after - before) / before
        evidence = (
            Evidence.of_cell(cells["budget_initial"], "base"),
            Evidence.of_cell(cells["budget_full"], "actual"),
        )
        percent = number(round(moved * 100, 1))
        words = "压减" if after < before else "追加"
        formula = f"{operand(full)}/{operand(initial)}={number(round(after / before * 100, 2))}%"
        if moved <= case.thresholds.budget_moved:
            yield Finding(Outcome.AGREES, "预算调整", f"全年预算比年初{words}{percent}%", evidence, formula)
        elif any(load_words().explained.search(text) for text in _texts(case)):
            yield Finding(
                Outcome.AGREES, "预算调整", f"预算{words}{percent}%，正文说明了目标的调整", evidence, formula
            )
        elif form.indicators:
            yield Finding(
                Outcome.REVIEW,
                "预算调整",
                f"全年预算比年初预算{words}{percent}%（{initial.raw}→{full.raw}），"
                f"没有看到绩效目标作了调整{_full_marks(form)}",
                evidence,
                formula,
                expected=initial.number,
                actual=full.number,
                unit=full.unit.name,
                suggestion="请说明预算调整后绩效目标是否相应调整；未调整的，请说明理由",
            )


def _texts(case: Case) -> Iterator[str]:
    for document in case.documents:
        for block in document.blocks:
            if isinstance(block, Paragraph):
                yield block.text


def _full_marks(form: Form) -> str:
    scored = [
        (row.cells["weight"].quantity, row.cells["score"].quantity)
        for row in form.indicators
        if "weight" in row.cells and "score" in row.cells
    ]
    full = sum(1 for weight, score in scored if weight and score and weight.value == score.value)
    return f"，{len(scored)}项指标中{full}项得满分" if scored else ""
