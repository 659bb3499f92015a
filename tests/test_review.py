"""The reviewer's page shows each figure in its own words, and everything that was looked at."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline import review
from pipeline.context import Around, around, passage, row_label
from pipeline.reports.review_html import render
from pipeline.run import CaseAudit, FileRow, Status
from schemas.document import Anchor, Document, Paragraph
from schemas.finding import Outcome, Severity
from tests import handmade


def quoted(text: str, *quotes: str) -> tuple[Document, list[Anchor]]:
    whole = Anchor("a.txt", 0, end=len(text), quote=text)
    starts = [text.index(quote) for quote in quotes]
    anchors = [whole.part(at, at + len(quote), text) for at, quote in zip(starts, quotes, strict=True)]
    return Document("a.txt", "0", "txt", (Paragraph(text, whole),)), anchors


def test_a_figure_is_shown_in_its_sentence() -> None:
    document, [anchor] = quoted("去年不计。全年支出100万元；结余0元。", "100万元")
    assert around(anchor, [document]) == Around("全年支出", "100万元", "；")


def test_a_long_sentence_is_cut_with_dots() -> None:
    document, [anchor] = quoted("甲" * 500 + "100万元" + "乙" * 500, "100万元")
    shown = around(anchor, [document], reach=5)
    assert shown == Around("…甲甲甲甲甲", "100万元", "乙乙乙乙乙…")


@pytest.mark.parametrize(
    "anchor",
    [
        Anchor("elsewhere.txt", 0, start=0, end=2, quote="引文"),
        Anchor("a.txt", 99, start=0, end=2, quote="引文"),
        Anchor("a.txt", 0, start=0, end=2, quote="引文"),
        Anchor("a.txt", 0, table=1, row=9, col=9, start=0, end=2, quote="引文"),
    ],
)
def test_a_quote_that_is_not_where_it_says_is_shown_bare(anchor: Anchor) -> None:
    document, _ = quoted("全年支出100万元")
    assert around(anchor, [document]) == Around("", "引文", "")


def test_figures_of_one_sentence_are_shown_together() -> None:
    document, anchors = quoted("总额100万元，其中甲60万元、乙40万元。", "100万元", "60万元", "40万元")
    assert passage(anchors, [document]) == [
        ("总额", None), ("100万元", 0), ("，其中甲", None), ("60万元", 1), ("、乙", None), ("40万元", 2), ("。", None),
    ]  # fmt: skip


def test_a_cell_is_called_by_its_row() -> None:
    document = handmade.document()
    [table] = document.tables()
    cell = table.rows[1][2]
    assert cell is not None
    assert row_label(cell.anchor, [document]) == "公租房在保家庭"
    assert around(cell.anchor, [document]).quote == "1537户"


def test_a_card_groups_the_operands_and_marks_the_suspect() -> None:
    [department] = review.departments(handmade.run())
    card = next(department.cards())
    [snip] = card.snips
    assert snip.roles == "合计、分项×3"
    assert [(piece.text, piece.suspected) for piece in snip.pieces if piece.role] == [
        ("256.5万元", True),
        ("120万元", False),
        ("80.5万元", False),
        ("46万元", False),
    ]
    assert card.figures == (("算得", "246.5万元"), ("所填", "256.5万元"), ("相差", "10.0万元"))


def test_everything_that_was_looked_at_is_on_the_page() -> None:
    page = render(handmade.run())
    for words in (
        "1537&gt;1500",
        "没有写明全年预算数",
        "没有核对到的数",
        "对比用的基数",
        "由一致的核对印证 <b>2</b>",
        "附件2.dwg",
        "不适用的规则",
        "没有分值栏",
        "请另存为",
    ):
        assert words in page


def test_a_project_without_findings_does_not_claim_more_than_was_checked() -> None:
    audit = handmade.case()
    agreed = CaseAudit(audit.case, tuple(f for f in audit.findings if f.outcome is Outcome.AGREES))
    assert "核对的 1 项没有发现不一致" in render(handmade.run(agreed))
    assert "没有一项可以确认一致" in render(handmade.run(CaseAudit(audit.case, ())))


def test_versions_set_aside_are_said() -> None:
    reason = "与“新.docx”为同一文件的不同版本，核对以“新.docx”为准，这一份没有核对"
    row = FileRow("旧.docx", Status.SKIPPED, reason, instead="新.docx")
    assert f"<li><b>旧.docx</b> {reason}</li>" in render(handmade.run(files=(row,)))


def test_a_finding_that_nobody_graded_is_shown_as_the_worst() -> None:
    audit = handmade.case()
    ungraded = replace(audit.findings[2], severity=None)
    [department] = review.departments(handmade.run(CaseAudit(audit.case, (ungraded,))))
    assert next(department.cards()).severity is Severity.ERROR
