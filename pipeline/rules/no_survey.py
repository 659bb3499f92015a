"""TGT713 满意度没有调查作依据。"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.judging.rows_of_form import figure
from pipeline.judging.wording import abridged, at
from pipeline.rulebook import Case, rule
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.form import IndicatorRow
from schemas.quantity import Kind

_SATISFIED = re.compile("满意|认可度|好评率")
_SURVEYED = re.compile(
    "很满意|非常满意|基本满意|问卷|访谈|回访|受访|测评|民意|好差评|评价器|征求意见"
    "|(?:满意|评价|意见)[^。；\n]{0,40}(?:调查|走访|电话|抽样|抽查|座谈|评议|随访)"
    "|(?:调查|走访|电话|抽样|抽查|座谈|评议|随访)[^。；\n]{0,40}(?:满意|评价|意见)"
)
_LONG = 40  # characters of running text in a case: with less there is only the form, and its evidence is elsewhere
_SHOWN = 3


@rule(
    "TGT713",
    "满意度没有调查作依据",
    severity=Severity.INFO,
    basis="财预〔2020〕10号附件：满意度指标应当有问卷、访谈等调查结果作依据",
    covers=("I21",),
)
def no_survey(case: Case) -> Iterator[Finding]:
    """自评表填了满意度的数，报告里应当写明是怎么调查的：问卷多少份、回访多少人。

    正文、表里有一处写到问卷、调查、访谈、回访、测评的就算有依据；只交了自评表、没有报告的不看。一张表只提示一次。

    为什么：没有调查的满意度，复核时按没有依据处理，不得分。

    一致    满意度95%，正文写“收回有效问卷180份”
    请核实  满意度100%，通篇没有写调查
    不适用  没有满意度指标，或者只有自评表
    """
    prose = [paragraph for document in case.documents for paragraph in document.paragraphs()]
    if sum(len(paragraph.text) for paragraph in prose) < _LONG or not case.forms:
        return
    surveyed = any(_SURVEYED.search(text) for document in case.documents for text, _ in document.texts())
    for form in case.forms:
        rows = [row for row in form.indicators if _is_satisfaction(row)]
        if rows and surveyed:
            yield Finding(Outcome.AGREES, "满意度", "写明了怎么调查", (Evidence("text", form.anchor),))
        elif rows:
            yield _told(rows)


def _is_satisfaction(row: IndicatorRow) -> bool:
    actual = figure(row.cells, "actual")
    return actual is not None and actual.kind is Kind.PERCENT and _SATISFIED.search(row.name.text) is not None


def _told(rows: list[IndicatorRow]) -> Finding:
    named = abridged([f"{row.name.text} {at(row.cells['actual'])}" for row in rows], _SHOWN, "项")
    return Finding(
        Outcome.REVIEW,
        "满意度",
        f"{named}，通篇没有写问卷、回访等调查",
        tuple(Evidence.of_cell(row.cells["actual"], "actual") for row in rows),
        suggestion="请补充满意度调查的方式、份数和结果",
    )
