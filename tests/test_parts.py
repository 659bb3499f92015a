"""Parts of one table on successive pages: what may stand between them, and which columns make another table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from extractors.page.wrapped import with_whole_figures
from extractors.reader import read
from extractors.tables import Grid, RawCell
from schemas.document import Document, Spot, Table

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
HEIGHT = 842.0
Draw = Callable[["Canvas"], object]
HEAD = ["序号", "项目名称", "预算数", "支出数"]
FIRST = [["1", "古树名木保护", "12.00", "11.50"], ["2", "林区防火道维护", "30.00", "30.00"]]
SECOND = [["3", "文化馆免费开放", "86.40", "86.40"], ["4", "公共自行车调整", "7.00", "6.50"]]


def of(tmp_path: Path, *pages: Draw) -> Document:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    path = tmp_path / "表.pdf"
    canvas = Canvas(str(path), pagesize=(595.0, HEIGHT))
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return read(path, "表.pdf")


def page(
    top: float,
    rows: Sequence[Sequence[str]],
    *said: tuple[float, str],
    xs: Sequence[float] = (70, 110, 300, 400, 500),
) -> Draw:
    """A ruled table from ``top`` with its columns between ``xs``, and lines at other heights."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont(FONT, 10)
        for y, text in said:
            canvas.drawString(75, HEIGHT - y - 10, text)
        for at in range(len(rows) + 1):
            canvas.line(xs[0], HEIGHT - top - 20 * at, xs[-1], HEIGHT - top - 20 * at)
        for x in xs:
            canvas.line(x, HEIGHT - top, x, HEIGHT - top - 20 * len(rows))
        for r, row in enumerate(rows):
            for x, text in zip(xs, row, strict=False):
                canvas.drawString(x + 4, HEIGHT - top - 20 * r - 14, text)

    return draw


def texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs()]


@pytest.mark.parametrize("title", ["附表3（续）　　单位：万元", "续表3", "（接上表）"])
def test_a_title_with_continued_parts_nothing(tmp_path: Path, title: str) -> None:
    document = of(
        tmp_path,
        page(150, [HEAD, *FIRST], (125, "附表3　资金支出明细表")),
        page(150, [HEAD, *SECOND], (125, title)),
    )
    [found] = document.tables()
    assert found.texts() == [HEAD, *FIRST, *SECOND]
    assert title.split("　")[0] in found.caption


def test_title_and_unit_printed_again_part_nothing(tmp_path: Path) -> None:
    lines = ((110, "资金支出明细表"), (128, "单位：万元"))
    document = of(tmp_path, page(150, [HEAD, *FIRST], *lines), page(150, [HEAD, *SECOND], *lines))
    [found] = document.tables()
    assert found.texts() == [HEAD, *FIRST, *SECOND]
    assert found.caption.replace("\n", "") == "资金支出明细表单位：万元"


def test_another_title_is_another_table(tmp_path: Path) -> None:
    document = of(
        tmp_path,
        page(150, [HEAD, *FIRST], (128, "2023年资金支出明细表")),
        page(150, [HEAD, *SECOND], (128, "2024年资金支出明细表")),
    )
    assert len(list(document.tables())) == 2


def test_a_note_under_the_first_part_follows_the_table(tmp_path: Path) -> None:
    note = "注：金额单位为万元。"
    document = of(tmp_path, page(600, [HEAD, *FIRST], (670, note)), page(80, SECOND))
    [found] = document.tables()
    assert found.texts() == [HEAD, *FIRST, *SECOND]
    assert note in texts(document)


def test_a_note_after_the_end_of_a_table_parts_it_from_the_next(tmp_path: Path) -> None:
    other = [["一", "其他事项", "1.00", "1.00"], ["二", "其他说明", "2.00", "2.00"]]
    document = of(tmp_path, page(600, [HEAD, *FIRST], (670, "注：金额单位为万元。")), page(80, other))
    assert len(list(document.tables())) == 2


def test_a_head_of_the_page_that_is_printed_once_parts_nothing(tmp_path: Path) -> None:
    document = of(tmp_path, page(600, [HEAD, *FIRST]), page(80, SECOND, (50, "某市林业局自评材料汇编")))
    [found] = document.tables()
    assert found.texts() == [HEAD, *FIRST, *SECOND]
    assert texts(document) == ["某市林业局自评材料汇编"]


def test_other_columns_under_a_head_of_their_own_are_another_table(tmp_path: Path) -> None:
    people = [["姓名", "电话"], ["钱启明", "28680000"]]
    document = of(tmp_path, page(600, [HEAD, *FIRST]), page(80, people, xs=(70, 210, 500)))
    assert [table.texts() for table in document.tables()] == [[HEAD, *FIRST], people]


def grid(*texts: str) -> Grid:
    cells = tuple(RawCell(0, at, 1, 1, text, tuple(spots(text))) for at, text in enumerate(texts))
    return Grid(1, len(texts), cells, tuple(float(x) for x in range(len(texts) + 1)))


def spots(text: str) -> list[Spot]:
    found, at = [], 0
    for line in text.split("\n"):
        found.append(Spot(1, (0, 0, 1, 1), at, at + len(line)))
        at += len(line) + 1
    return found


@pytest.mark.parametrize(
    ("printed", "whole"),
    [
        ("107.7\n2", "107.72"),
        ("3,028.\n27", "3,028.\n27"),  # stops open: joined when it is read
        ("1,234,5\n67.00", "1,234,567.00"),
        ("99.9\n4%", "99.94%"),
        ("12\n80.00", "12\n80.00"),  # a count over an amount
        ("80.00\n80.00", "80.00\n80.00"),
        ("2.5\n30", "2.5\n30"),  # would have three decimals
        ("第3批\n2", "第3批\n2"),
    ],
)
def test_a_figure_cut_by_its_column_is_whole(printed: str, whole: str) -> None:
    mended = with_whole_figures(grid("15.50", "14.84", "-4.93%", printed)).cells[-1]
    assert mended.text == whole
    assert "".join(mended.text[s.start : s.end] for s in mended.spots) == whole.replace("\n", "")


def test_figures_of_one_decimal_are_left_alone() -> None:
    assert with_whole_figures(grid("15.5", "14.8", "107.7\n2")).cells[-1].text == "107.7\n2"


def test_the_found_cells_are_of_one_table(tmp_path: Path) -> None:
    found: Table = next(of(tmp_path, page(600, [HEAD, *FIRST]), page(80, [HEAD, *SECOND])).tables())
    last = found.rows[-1][-1]
    assert last is not None
    assert (last.anchor.page, last.row, last.text) == (2, 5, "6.50")
