"""Printed lines to paragraphs: what a line may not begin with, titles that wrap, page numbers in all their dress."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from extractors.reader import read
from schemas.document import Document

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
LEFT, SIZE, LEADING, PER_LINE = 77.0, 16.0, 28.0, 27
LONG = (
    "全市各有关单位按照年度工作安排有序推进各项任务并按规定开展绩效自评和整改落实相关工作以及资金支付进度通报"
)
Draw = Callable[["Canvas"], object]


def of(tmp_path: Path, *pages: Draw) -> list[str]:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    path = tmp_path / "报告.pdf"
    canvas = Canvas(str(path), pagesize=(595.0, 842.0))
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    document: Document = read(path, "报告.pdf")
    return [paragraph.text for paragraph in document.paragraphs()]


def lines(*texts: str, top: float = 100, foot: str = "") -> Draw:
    """Lines as given, each flush left; a blank before one sets it in by two characters."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont(FONT, SIZE)
        for at, text in enumerate(texts):
            x = LEFT + (2 * SIZE if text[0] == " " else 0)
            canvas.drawString(x, 842 - top - SIZE - LEADING * at, text.strip())
        if foot:
            canvas.drawCentredString(297, 40, foot)

    return draw


BODY = (" " + LONG[:25], LONG[25:] + "。", " " + LONG[:25], LONG[:27], LONG[:10] + "。")


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("市本级共有发明专利13.79", "件，出台管理办法。"),
        ("项目支出合计1,864.05", "万元，结余为零。"),
        ("涉及荷塘区", "、石峰区、芦淞区三个区。"),
        ("全年完成投资", "，其中财政资金占一半。"),
    ],
)
def test_a_unit_or_a_comma_begins_no_paragraph(tmp_path: Path, above: str, below: str) -> None:
    texts = of(tmp_path, lines(*BODY, " " + above, below, *BODY))
    assert above + below in texts


def test_a_title_that_fills_the_line_goes_on_below_in_the_middle(tmp_path: Path) -> None:
    title = "2024年度清河市学前教育普惠扩容专项资金绩"

    def draw(canvas: Canvas) -> None:
        canvas.setFont(FONT, 22)
        canvas.drawCentredString(297, 760, title)
        canvas.drawCentredString(297, 730, "效自评报告")
        lines(*BODY, *BODY, top=150)(canvas)

    assert of(tmp_path, draw)[0] == title + "效自评报告"


@pytest.mark.parametrize(
    "foot",
    [
        "- {} -",
        "第 {} 页 共 12 页",
        "共12页 第{}页",
        "{}/12",
        "〔{}〕",
        "（{}）",
        "页码：{}",
        "P.{}",
        "{} of 12",
        "－{}－",
        "{}｜12",
    ],
)
def test_page_numbers_go_whatever_they_wear(tmp_path: Path, foot: str) -> None:
    texts = of(tmp_path, *(lines(*BODY[:2], foot=foot.format(n)) for n in (1, 2, 3)))
    assert texts == [LONG + "。"] * 3


def test_heads_of_odd_and_even_pages_go(tmp_path: Path) -> None:
    def page(n: int) -> Draw:
        def draw(canvas: Canvas) -> None:
            canvas.setFont(FONT, 9)
            canvas.drawString(77, 800, "清河市财政局" if n % 2 else "绩效自评材料汇编")
            lines(*BODY[:2], foot=f"— {n} —")(canvas)

        return draw

    assert of(tmp_path, *(page(n) for n in range(1, 7))) == [LONG + "。"] * 6


def in_columns(*columns: tuple[float, tuple[str, ...]], top: float = 200) -> Draw:
    """Columns of lines of 16 characters, set from the x given."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont(FONT, 10)
        for x, texts in columns:
            for at, text in enumerate(texts):
                inset = 20 if text[0] == " " else 0
                canvas.drawString(x + inset, 842 - top - 10 - 16 * at, text.strip())

    return draw


def article(first: str, count: int) -> tuple[str, ...]:
    """A paragraph of ``count`` full lines of 20 characters, and a last line."""
    body = [LONG[at % 20 : at % 20 + 20] for at in range(count)]
    return (" " + first + body[0][: 18 - len(first)], *body[1:], "全文完。")


def test_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    left, right = article("左栏说明", 12), article("右栏说明", 14)

    def draw(canvas: Canvas) -> None:
        canvas.setFont(FONT, 18)
        canvas.drawCentredString(297, 700, "清河市绩效评价工作通讯")
        in_columns((70, left), (310, right))(canvas)

    title, one, two = of(tmp_path, draw)
    assert title == "清河市绩效评价工作通讯"
    assert one == "".join(left).strip()
    assert two == "".join(right).strip()


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("一、部门概况", "3"),
        ("填报单位：市林业局", "负责人：何岚"),
        ("全市各有关单位按照年度工作安排有序推进", "已完成"),
    ],
)
def test_short_words_beside_each_other_are_no_columns(tmp_path: Path, left: str, right: str) -> None:
    [text, *_] = of(tmp_path, in_columns((70, (left,) * 12), (310, (right,) * 12)))
    assert text.replace(" ", "").startswith(left + right)


def test_a_note_at_the_foot_does_not_cut_the_sentence(tmp_path: Path) -> None:
    first, second = LONG[:25], LONG[25:52]

    def noted(canvas: Canvas) -> None:
        lines(*BODY, " " + first, second)(canvas)
        canvas.setFont(FONT, 9)
        canvas.drawString(LEFT, 95, "① 数据来自市统计局年鉴。")
        canvas.drawString(LEFT, 82, "② 含上级补助资金。")

    texts = of(tmp_path, noted, lines(LONG[:10] + "。", *BODY))
    assert first + second + LONG[:10] + "。" in texts
    assert texts.index("① 数据来自市统计局年鉴。") == texts.index(first + second + LONG[:10] + "。") + 1
    assert "② 含上级补助资金。" in texts


def test_small_type_under_a_page_without_a_mark_is_text(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        lines(*BODY)(canvas)
        canvas.setFont(FONT, 9)
        canvas.drawString(LEFT, 95, "资料由市统计局提供。")

    assert of(tmp_path, draw)[-1] == "资料由市统计局提供。"
