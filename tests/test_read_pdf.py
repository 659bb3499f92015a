"""PDF: paragraphs over lines and pages, tables once, running lines gone, odd drawing habits survived."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from extractors.reader import read
from schemas.document import Document, Paragraph, Table
from schemas.errors import DamagedFile, Encrypted, NoTextLayer

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
WIDTH, HEIGHT = 595.0, 842.0
LEFT, SIZE, LEADING = 77.0, 16.0, 28.0
PER_LINE = 27

Draw = Callable[["Canvas"], None]


def of(tmp_path: Path, *pages: Draw, encrypt: str = "") -> Document:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    path = tmp_path / "报告.pdf"
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT), encrypt=encrypt or None)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return read(path, "报告.pdf")


def text_at(canvas: Canvas, x: float, top: float, text: str, size: float = SIZE) -> None:
    canvas.setFont(FONT, size)
    canvas.drawString(x, HEIGHT - top - size, text)


def wrapped(*paragraphs: str, top: float = 100, foot: str = "") -> Draw:
    """A page of paragraphs, each indented by two characters and broken at the margin."""

    def draw(canvas: Canvas) -> None:
        y = top
        for paragraph in paragraphs:
            rest, indent = (paragraph[1:], 0) if paragraph[0] == "…" else (paragraph, 2)
            while rest:
                line, rest = rest[: PER_LINE - indent], rest[PER_LINE - indent :]
                text_at(canvas, LEFT + indent * SIZE, y, line)
                y += LEADING
                indent = 0
        if foot:
            text_at(canvas, 280, 785, foot)

    return draw


def texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs()]


LONG = "全市各类企事业单位开展创新成果转化年活动和实施创新提升行动以及支持创新主体培育等项目建设工作"
FULL = LONG[:25] + LONG[:27]  # ends exactly at the right margin


def test_lines_are_joined_and_indents_part(tmp_path: Path) -> None:
    one, two = LONG + "。", FULL[:-1] + "。"
    document = of(tmp_path, wrapped("一、概况", one, two, "甲" * 30 + "。"))
    assert texts(document) == ["一、概况", one, two, "甲" * 30 + "。"]


def test_a_sentence_goes_on_over_the_page(tmp_path: Path) -> None:
    document = of(tmp_path, wrapped(FULL, foot="— 1 —"), wrapped("…管理责任。", LONG + "。", foot="— 2 —"))
    assert texts(document) == [FULL + "管理责任。", LONG + "。"]
    first = next(document.paragraphs())
    assert {spot.page for spot in first.anchor.spots} == {1, 2}
    assert "".join(first.text[s.start : s.end] for s in first.anchor.spots) == first.text
    assert first.anchor.page == 1


def test_a_sentence_cut_before_a_heading_stays_cut(tmp_path: Path) -> None:
    document = of(tmp_path, wrapped(LONG + "。市科技局", "（二）资金情况", LONG + "。"))
    assert texts(document) == [LONG + "。市科技局", "（二）资金情况", LONG + "。"]


@pytest.mark.parametrize("foot", ["- {} -", "第{}页 共3页", "{}", "{} / 3"])
def test_page_numbers_and_running_heads_go(tmp_path: Path, foot: str) -> None:
    def page(number: int) -> Draw:
        def draw(canvas: Canvas) -> None:
            text_at(canvas, 200, 40, "某市科技局绩效自评材料", 9)
            wrapped(f"第{number}段" + LONG + "。", foot=foot.format(number))(canvas)

        return draw

    document = of(tmp_path, *(page(n) for n in (1, 2, 3)))
    assert texts(document) == [f"第{n}段{LONG}。" for n in (1, 2, 3)]


def table(
    canvas: Canvas,
    rows: list[list[str]],
    *,
    top: float = 300,
    x: float = 80,
    width: float = 100,
    sides: bool = True,
) -> None:
    """A fully ruled table of equal columns."""
    height = 24.0
    bottom, right = top + height * len(rows), x + width * len(rows[0])
    for at in range(len(rows) + 1):
        canvas.line(x, HEIGHT - top - at * height, right, HEIGHT - top - at * height)
    for at in range(0 if sides else 1, len(rows[0]) + (1 if sides else 0)):
        canvas.line(x + at * width, HEIGHT - top, x + at * width, HEIGHT - bottom)
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            text_at(canvas, x + c * width + 5, top + r * height + 6, text, 11)


ROWS = [["项目", "预算数", "执行数"], ["成果转化", "240.00", "239.85"], ["合计", "540.00", "539.85"]]


def test_a_table_is_read_once_in_its_place_with_its_caption(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        wrapped("一、资金", LONG + "。")(canvas)
        text_at(canvas, 220, 240, "项目资金情况表", 16)
        text_at(canvas, 330, 275, "单位：万元", 11)
        table(canvas, ROWS)
        text_at(canvas, LEFT, 400, "注：不含结转。")

    document = of(tmp_path, draw)
    assert [type(block) for block in document.blocks] == [Paragraph, Paragraph, Table, Paragraph]
    [found] = document.tables()
    assert found.texts() == ROWS
    assert found.caption == "项目资金情况表\n单位：万元"
    cell = found.rows[1][1]
    assert cell is not None
    assert (cell.anchor.page, cell.anchor.quote) == (1, "240.00")
    assert cell.anchor.bbox is not None
    assert 180 < cell.anchor.bbox[0] < 190


@pytest.mark.parametrize("habit", ["plain", "open sides", "white line", "struck thrice", "shaded"])
def test_drawing_habits_do_not_change_the_table(tmp_path: Path, habit: str) -> None:
    def draw(canvas: Canvas) -> None:
        if habit == "shaded":
            canvas.setFillGray(0.9)
            canvas.rect(82, HEIGHT - 322, 296, 20, stroke=0, fill=1)
            canvas.setFillGray(0)
        table(canvas, ROWS, sides=habit != "open sides")
        if habit == "struck thrice":
            canvas.translate(0.3, 0)
            table(canvas, ROWS)
        if habit == "white line":
            canvas.setStrokeGray(1)
            canvas.line(80, HEIGHT - 336, 380, HEIGHT - 336)

    [found] = of(tmp_path, draw).tables()
    assert found.texts() == ROWS


def test_a_table_over_the_page_is_one(tmp_path: Path) -> None:
    head, first, second = ROWS[0], [["甲", "1.00", "1.00"], ["乙", "2.00", "2.00"]], [["丙", "3.00", "3.00"]]

    def lower(canvas: Canvas) -> None:
        table(canvas, [head, *first], top=650)
        text_at(canvas, 280, 785, "— 1 —")

    def upper(canvas: Canvas) -> None:
        table(canvas, [head, *second], top=100)
        text_at(canvas, 280, 785, "— 2 —")

    document = of(tmp_path, lower, upper)
    [found] = document.tables()
    assert found.texts() == [head, *first, *second]
    last = found.rows[3][0]
    assert last is not None
    assert last.anchor.page == 2


def test_text_between_two_tables_keeps_them_apart(tmp_path: Path) -> None:
    def other(canvas: Canvas) -> None:
        text_at(canvas, LEFT, 100, "另一张表如下：")
        table(canvas, ROWS, top=150)

    document = of(tmp_path, lambda canvas: table(canvas, ROWS, top=650), other)
    assert len(list(document.tables())) == 2


def test_pictures_only_is_said(tmp_path: Path) -> None:
    with pytest.raises(NoTextLayer):
        of(tmp_path, picture)


def picture(canvas: Canvas) -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    canvas.drawImage(ImageReader(Image.new("L", (20, 20))), 0, 0, WIDTH, HEIGHT)


def test_a_picture_among_the_pages_is_named(tmp_path: Path) -> None:
    document = of(tmp_path, wrapped(LONG + "。"), picture)
    assert document.partial
    assert "第2页" in document.warnings[0]


def test_a_password_is_not_guessed(tmp_path: Path) -> None:
    with pytest.raises(Encrypted):
        of(tmp_path, wrapped(LONG + "。"), encrypt="秘密")


def test_half_a_file_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7\n1 0 obj\n<</Type/Catalog")
    with pytest.raises(DamagedFile):
        read(path, "a.pdf")


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_the_reference_report_is_exact(shared: Path) -> None:
    truth = json.loads((shared / "reference/truth.json").read_text(encoding="utf-8"))
    document = read(shared / "reference/report.pdf", "report.pdf")
    for found, true in zip(document.tables(), truth["tables"], strict=True):
        cells = {(c.row - 1, c.col - 1, c.rowspan, c.colspan, bare(c.text)) for c in found.cells()}
        assert cells == {(*cell[:4], bare(cell[4])) for cell in true["cells"]}
    printed = {bare(paragraph.text) for paragraph in document.paragraphs()}
    printed |= {bare(line) for found in document.tables() for line in found.caption.split("\n")}
    assert {bare(t) for t in truth["paras"]} <= printed
    assert {bare(t) for _, t in truth["headings"]} <= printed


def test_the_seed_reads_the_same_from_pdf_and_from_text(shared: Path) -> None:
    printed, pasted = read(shared / "seed/report.pdf", "a"), read(shared / "seed/report.md", "a")
    assert [bare(t) for t in texts(printed)] == [bare(t) for t in texts(pasted)]
    assert [s.path for s in printed.sections] == [s.path for s in pasted.sections]
    [form] = printed.tables()
    assert (len(form.rows), len(form.rows[0])) == (28, 9)
    group = form.rows[9][0]
    assert group is not None
    assert (group.rowspan, {spot.page for spot in group.anchor.spots}) == (18, {11, 12})


def test_the_odd_files(shared: Path) -> None:
    wanted = [
        ["项目", "预算数（万元）", "执行数（万元）", "执行率"],
        ["创新成果转化", "240.00", "239.85", "99.94%"],
        ["十大技术攻关", "300.00", "300.00", "100%"],
        ["合计", "540.00", "539.85", "99.97%"],
    ]
    for path in sorted((shared / "reference/odd").glob("*.pdf")):
        assert [found.texts() for found in read(path, path.name).tables()] == [wanted], path.name
