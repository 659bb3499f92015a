"""What rests on characters that may be misread is asked, not asserted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.audit import case_of
from pipeline.rulebook import confront
from pipeline.submission import Submission
from schemas.document import Document, Paragraph, Spot
from schemas.finding import Finding, Outcome, Severity
from tests.test_rules import case_from

REPORT = "年末公租房在保家庭1537户。\n\n公租房在保家庭1357户。\n"


def told(document: Document) -> Finding:
    """What is said of the household figures."""
    [finding] = [
        finding
        for finding in confront(case_of(Submission("", "", (document,))))
        if finding.rule == "DUP301" and finding.outcome not in (Outcome.AGREES, Outcome.NOT_APPLICABLE)
    ]
    return finding


def doubted(paragraph: Paragraph, doubt: str) -> Paragraph:
    """``paragraph`` as if read from page 1, all of it with ``doubt``."""
    spots = (Spot(1, (0, 0, 100, 10), 0, len(paragraph.text), doubt),)
    return replace(paragraph, anchor=replace(paragraph.anchor, spots=spots))


@pytest.mark.parametrize("at", [0, 1])
def test_one_doubtful_figure_makes_a_verdict_a_question(tmp_path: Path, at: int) -> None:
    [document] = case_from(REPORT, "", tmp_path).documents
    sure = told(document)
    assert (sure.outcome, sure.severity) == (Outcome.DIFFERS, Severity.ERROR)
    blocks = list(document.blocks)
    paragraph = blocks[at]
    assert isinstance(paragraph, Paragraph)
    blocks[at] = doubted(paragraph, "没有画全的表线，按空白推断行和列")
    asked = told(replace(document, blocks=tuple(blocks)))
    assert (asked.outcome, asked.severity) == (Outcome.REVIEW, Severity.WARNING)
    assert asked.message.endswith("不能同时成立（没有画全的表线，按空白推断行和列，请对照原件）")
