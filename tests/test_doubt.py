"""What rests on characters that may be misread is asked, not asserted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook

from extractors.reader import read
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


RECOGNISED_TWICE = "扫描件识别，两次结果不一致：1537 / 1587"


def recognised(tmp_path: Path, report: str) -> list[Finding]:
    """What is said of the household figures when the first was recognised in two ways."""
    [document] = case_from(report, "", tmp_path).documents
    blocks = list(document.blocks)
    first = blocks[0]
    assert isinstance(first, Paragraph)
    blocks[0] = doubted(first, RECOGNISED_TWICE)
    case = case_of(Submission("", "", (replace(document, blocks=tuple(blocks)),)))
    return [f for f in confront(case) if f.rule == "DUP301" and f.outcome is not Outcome.NOT_APPLICABLE]


def test_a_figure_that_recognition_is_not_sure_of_is_a_hint_at_most(tmp_path: Path) -> None:
    [asked] = recognised(tmp_path, REPORT)
    assert (asked.outcome, asked.severity) == (Outcome.REVIEW, Severity.INFO)
    assert asked.message.endswith(f"（{RECOGNISED_TWICE}，请对照原件）")


def test_agreement_that_rests_on_a_doubtful_figure_says_so(tmp_path: Path) -> None:
    [passed] = recognised(tmp_path, REPORT.replace("1357", "1537"))
    assert passed.outcome is Outcome.AGREES
    assert passed.message.endswith(f"（{RECOGNISED_TWICE}，请对照原件）")


def test_a_figure_that_was_parted_from_others_is_asked_about(tmp_path: Path) -> None:
    table = (
        "| 项目名称 | 球场维护 | | | | |\n"
        "| 项目资金（万元） | | 全年预算数 | 全年执行数 | 执行率 | |\n"
        "| | 年度资金总额 | 1484631.00% | | | |\n"
        "| 一级指标 | 二级指标 | 三级指标 | 指标值 | 完成值 | 得分 |\n"
        "| 产出指标 | 数量指标 | 维护球场 | 24片 | 24片 | 60 |\n"
    )
    [asked] = [
        each for each in confront(case_from("", table, tmp_path)) if each.rule == "DRV401" and each.evidence
    ]
    assert (asked.outcome, asked.severity) == (Outcome.REVIEW, Severity.WARNING)
    assert "按 46÷148 应为 31.08%" in asked.message
    assert asked.message.endswith(
        "“1484631.00%”几个数粘在一起，按执行数除以预算数等于执行率拆开，请对照原件）"
    )


def test_a_target_that_a_formula_would_have_told_is_not_called_blank(tmp_path: Path) -> None:
    heads = (
        "一级指标",
        "二级指标",
        "三级指标",
        "年度指标值",
        "实际完成值",
        "分值",
        "得分",
        "偏差原因分析及改进措施",
    )
    book = Workbook()
    assert book.active is not None
    for row in (
        heads,
        ("产出指标", "数量指标", "巡护次数", "=10*12", "126次", "50", "50", ""),
        ("产出指标", "质量指标", "巡护到位率", "=100%", "100%", "50", "50", ""),
    ):
        book.active.append(row)
    path = tmp_path / "自评表.xlsx"
    book.save(path)
    document = read(path, "自评表.xlsx")
    said = [each for each in confront(case_of(Submission("", "", (document,)))) if each.rule == "EXT004"]
    assert [(each.outcome, each.subject) for each in said if each.outcome is not Outcome.AGREES] == [
        (Outcome.UNCLEAR, "巡护次数")
    ]
    [table] = document.tables()
    assert [row[3].text for row in table.rows if row[3] is not None] == ["年度指标值", "", "100%"]
