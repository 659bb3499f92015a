"""DUP308 自评表的完成值正文没有写到。"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.judging.rows_of_form import form_facts
from pipeline.judging.wording import shown
from pipeline.rulebook import Case, rule
from schemas.fact import Fact, Role, Source
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.words import comparable

_LONG = 300  # characters of running text from which on it is a report and not a note beside the form
_FEW = 3  # rows; one or two that the text leaves out are a matter of style
_SHARE = 0.25  # of the rows
_SHOWN = 6


@rule(
    "DUP308",
    "自评表的完成值正文没有写到",
    severity=Severity.INFO,
    basis="财预〔2020〕10号附件：自评报告应当反映绩效目标完成情况，自评表数据应当有依据",
    covers=("C06",),
)
def no_evidence(case: Case) -> Iterator[Finding]:
    """自评表里的完成值，报告正文应当写到：同一个指标，或者同一个数。

    三项以上、四分之一以上的完成值在正文里找不到的，列出来提示一次；是0、100%的和文字的不算。
    正文太短的、只交了自评表的不看。

    为什么：正文一个字没提的完成值，复核时拿不出依据。

    一致    自评表12项完成值，正文写到11项
    请核实  自评表17项完成值，7项正文没有写到
    不适用  没有报告正文，或者没有自评表
    """
    text = sum(len(paragraph.text) for document in case.documents for paragraph in document.paragraphs())
    cells = [fact for fact in form_facts(case, Role.ACTUAL) if fact.quantity.value not in (None, 0, 100)]
    if text < _LONG or len(cells) < _FEW:
        return
    said = [fact for fact in case.facts if fact.source is Source.PROSE]
    missing = [cell for cell in cells if not any(_speaks_of(fact, cell) for fact in said)]
    evidence = tuple(Evidence.of(cell, "actual") for cell in missing)
    if len(missing) < _FEW or len(missing) < _SHARE * len(cells):
        told = f"{len(cells)}项完成值，正文写到{len(cells) - len(missing)}项"
        yield Finding(Outcome.AGREES, "实际完成值", told, evidence or (Evidence.of(cells[0], "actual"),))
        return
    named = "、".join(f"{cell.subject} {shown(cell.quantity)}" for cell in missing[:_SHOWN])
    more = "等" if len(missing) > _SHOWN else ""
    yield Finding(
        Outcome.REVIEW,
        "实际完成值",
        f"自评表{len(cells)}项完成值，{len(missing)}项正文没有写到：{named}{more}",
        evidence,
        suggestion="请在报告中写明这些完成值的依据",
    )


def _speaks_of(fact: Fact, cell: Fact) -> bool:
    if cell.indicator and fact.indicator == cell.indicator:
        return True
    return fact.quantity.value == cell.quantity.value and comparable(fact.quantity.unit, cell.quantity.unit)
