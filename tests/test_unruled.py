"""Tables without vertical rules, or without any: what is read, what is left to text, and what is said about it."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from extractors.reader import read
from schemas.document import Document, Table

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
WIDTH, HEIGHT = 595.0, 842.0
SIZE = 9.0
Draw = Callable[["Canvas"], object]


def of(tmp_path: Path, *pages: Draw) -> Document:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    path = tmp_path / "表.pdf"
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT))
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return read(path, "表.pdf")


def say(canvas: Canvas, x: float, top: float, text: str, size: float = SIZE, *, right: bool = False) -> None:
    canvas.setFont(FONT, size)
    (canvas.drawRightString if right else canvas.drawString)(x, HEIGHT - top - size, text)


def rule(canvas: Canvas, top: float, x0: float = 70, x1: float = 520) -> None:
    canvas.line(x0, HEIGHT - top, x1, HEIGHT - top)


HEAD = ["序号", "项目名称", "承担单位", "预算数", "支出数"]
XS = (75.0, 115.0, 270.0, 430.0, 510.0)  # figures end at the last two
BODY = [
    ["1", "乡镇卫生院设备更新", "市卫生健康委员会", "240.00", "239.85"],
    ["2", "农村饮水管网延伸", "市水利局", "1,300.50", "1,290.00"],
    ["3", "文化馆免费开放", "市文化和旅游局", "86.40", "86.40"],
    ["", "合计", "", "1,626.90", "1,616.25"],
]
PLAIN = [HEAD, *BODY]


def row(canvas: Canvas, top: float, texts: Sequence[str], size: float = SIZE) -> None:
    for at, (x, text) in enumerate(zip(XS, texts, strict=True)):
        say(canvas, x, top, text, size, right=at > 2)


def rows(canvas: Canvas, top: float, table: Sequence[Sequence[str]], pitch: float = 26.0) -> float:
    """The rows of ``table`` from ``top``; where it ends."""
    for at, texts in enumerate(table):
        row(canvas, top + at * pitch + 8, texts)
    return top + len(table) * pitch


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def cells(table: Table) -> list[list[str]]:
    return [[bare(text) for text in texts] for texts in table.texts()]


# --- rules between rows only


def ladder(canvas: Canvas, top: float, table: Sequence[Sequence[str]], pitch: float = 26.0) -> None:
    end = rows(canvas, top, table, pitch)
    y = top
    while y <= end:
        rule(canvas, y)
        y += pitch


def test_rows_come_from_the_rules_and_columns_from_the_white(tmp_path: Path) -> None:
    document = of(tmp_path, lambda canvas: ladder(canvas, 200, PLAIN))
    [found] = document.tables()
    assert cells(found) == PLAIN
    assert document.warnings == ("表1没有竖线，按空白推断列，请留意",)
    amount = found.rows[2][3]
    assert amount is not None
    assert (amount.anchor.page, amount.anchor.quote, amount.anchor.doubt) == (1, "1,300.50", "")


def test_a_cell_of_two_lines_is_one_row(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        ladder(canvas, 200, [HEAD, *BODY[:2]], pitch=40)
        say(canvas, XS[1], 260, "（二期续建部分）")

    [found] = of(tmp_path, draw).tables()
    assert cells(found)[1][1] == "乡镇卫生院设备更新（二期续建部分）"
    assert len(found.rows) == 3


def test_a_rule_that_stops_short_leaves_a_cell_merged_downwards(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        rows(canvas, 200, [HEAD, BODY[0], ["", *BODY[1][1:]], BODY[2]])
        for top, x0 in ((200, 70), (226, 70), (252, 100), (278, 70), (304, 70)):
            rule(canvas, top, x0)

    [found] = of(tmp_path, draw).tables()
    first = found.rows[1][0]
    assert first is not None
    assert (first.text, first.rowspan) == ("1", 2)
    assert cells(found)[2][1:] == BODY[1][1:]


def test_a_word_across_the_white_is_a_merged_cell(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        ladder(canvas, 200, [["", "", "", "", ""], HEAD, *BODY])
        say(canvas, 395, 208, "资金安排情况（万元）")

    [found] = of(tmp_path, draw).tables()
    title = found.rows[0][4]
    assert title is not None
    assert (title.text, title.col, title.colspan) == ("资金安排情况（万元）", 4, 2)
    assert cells(found)[1:] == PLAIN


def test_a_head_of_two_lines_without_a_rule_between_them(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        say(canvas, 400, 184, "资金安排情况（万元）")
        rows(canvas, 190, PLAIN)
        for at in (0, 1, 2, 3, 4, 5):
            rule(canvas, 180 if not at else 190 + 26 * at)

    [found] = of(tmp_path, draw).tables()
    assert [bare(c.text) for c in found.cells() if c.row == 1] == [*HEAD[:3], "资金安排情况（万元）"]
    assert cells(found)[1][3:] == HEAD[3:]
    assert cells(found)[2:] == BODY


def test_a_wide_figure_that_touches_its_neighbour_stays_itself(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        table = [["一、本级支出", "8,240.00"], ["二、上级补助", "96.00"], ["三、上年结转", "12,345,678.90"]]
        for at, (name, amount) in enumerate(table):
            say(canvas, 75, 208 + 26 * at, name)
            say(canvas, 300, 208 + 26 * at, amount, right=True)
            say(canvas, 302, 208 + 26 * at, "按期拨付")
            say(canvas, 510, 208 + 26 * at, f"{at}.50", right=True)
        for at in range(4):
            rule(canvas, 200 + 26 * at)

    [found] = of(tmp_path, draw).tables()
    assert [line[1:3] for line in cells(found)] == [
        ["8,240.00", "按期拨付"],
        ["96.00", "按期拨付"],
        ["12,345,678.90", "按期拨付"],
    ]


def test_rules_below_rows_only(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        say(canvas, 75, 180, "下表列示资金安排，单位为万元。", 10)
        end = rows(canvas, 200, PLAIN)
        for at in range(1, 6):
            rule(canvas, 200 + 26 * at)
        say(canvas, 75, end + 10, "另附说明如下。", 10)

    document = of(tmp_path, draw)
    [found] = document.tables()
    assert cells(found) == PLAIN
    assert [p.text for p in document.paragraphs()] == ["下表列示资金安排，单位为万元。", "另附说明如下。"]


def test_it_goes_on_over_the_page(tmp_path: Path) -> None:
    def upper(canvas: Canvas) -> None:
        ladder(canvas, 100, [HEAD, ["4", "林区防火道维护", "市林业局", "7.00", "6.50"]])

    [found] = of(tmp_path, lambda canvas: ladder(canvas, 660, [HEAD, *BODY[:3]]), upper).tables()
    assert cells(found) == [HEAD, *BODY[:3], ["4", "林区防火道维护", "市林业局", "7.00", "6.50"]]


def test_a_last_row_alone_on_its_page_goes_on(tmp_path: Path) -> None:
    last = ["", "合计", "", "1,626.90", "1,616.25"]
    first = [HEAD, *BODY[:3]]
    [found] = of(
        tmp_path, lambda canvas: ladder(canvas, 660, first), lambda canvas: ladder(canvas, 100, [last])
    ).tables()
    assert cells(found) == [*first, last]


def test_a_lone_line_between_two_rules_is_no_table(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        say(canvas, 75, 60, "第二部分　部门决算情况说明", 12)
        ladder(canvas, 100, [["", "合计", "", "1,626.90", "1,616.25"]])

    assert not list(of(tmp_path, draw).tables())


def test_two_tables_with_the_same_sides_stay_two(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        ladder(canvas, 150, PLAIN)
        say(canvas, 240, 300, "二、县区资金分配表", 12)
        ladder(canvas, 330, PLAIN)

    first, second = of(tmp_path, draw).tables()
    assert cells(first) == cells(second) == PLAIN
    assert second.caption == ""  # it is numbered: a heading


# --- walls in some rows only, or around all


def banded(canvas: Canvas, top: float) -> None:
    """Walls beside every second row only."""
    framed(canvas, top)
    for at in (1, 3):
        for x in (105, 265, 380, 455):
            canvas.line(x, HEIGHT - top - 26 * at, x, HEIGHT - top - 26 * (at + 1))


def framed(canvas: Canvas, top: float) -> None:
    end = rows(canvas, top, PLAIN)
    for at in range(6):
        rule(canvas, top + 26 * at)
    for x in (70, 520):
        canvas.line(x, HEIGHT - top, x, HEIGHT - end)


def test_walls_of_every_second_row_hold_for_all(tmp_path: Path) -> None:
    document = of(tmp_path, lambda canvas: banded(canvas, 200))
    [found] = document.tables()
    assert cells(found) == PLAIN
    assert not document.warnings


def test_a_frame_without_inner_walls(tmp_path: Path) -> None:
    document = of(tmp_path, lambda canvas: framed(canvas, 200))
    [found] = document.tables()
    assert cells(found) == PLAIN
    assert document.warnings == ("表1没有竖线，按空白推断列，请留意",)


def test_a_grid_in_a_cell_is_a_table_of_its_own(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for y, x0, x1 in (
            (200, 70, 520),
            (226, 70, 520),
            (320, 70, 520),
            (230, 203, 400),
            (256, 203, 400),
            (282, 203, 400),
        ):
            rule(canvas, y, x0, x1)
        for x, top, bottom in (
            (70, 200, 320),
            (200, 200, 320),
            (520, 200, 320),
            (203, 230, 282),
            (300, 230, 282),
            (400, 230, 282),
        ):
            canvas.line(x, HEIGHT - top, x, HEIGHT - bottom)
        for x, top, text in (
            (75, 208, "申报单位"), (205, 208, "市林业局"), (75, 240, "资金构成"), (205, 300, "另见说明"),
            (206, 238, "事项"), (303, 238, "金额"), (206, 264, "古树名木保护"), (303, 264, "16.51"),
        ):  # fmt: skip
            say(canvas, x, top, text)

    outer, inner = of(tmp_path, draw).tables()
    assert cells(outer) == [["申报单位", "市林业局"], ["资金构成", "另见说明"]]
    assert cells(inner) == [["事项", "金额"], ["古树名木保护", "16.51"]]


# --- a rule above, below the head, and below


def three_lines(canvas: Canvas, top: float, table: Sequence[Sequence[str]], pitch: float = 26.0) -> None:
    end = rows(canvas, top, table, pitch)
    for y in (top, top + pitch, end):
        rule(canvas, y)


@pytest.mark.parametrize("pitch", [16.0, 26.0])
def test_three_lines_make_a_table_with_a_doubt(tmp_path: Path, pitch: float) -> None:
    document = of(tmp_path, lambda canvas: three_lines(canvas, 200, PLAIN, pitch))
    [found] = document.tables()
    assert cells(found) == PLAIN
    assert document.warnings == ("表1没有画全的表线，按空白推断行和列，请留意",)
    amount = found.rows[2][3]
    assert amount is not None
    assert amount.anchor.doubt == found.doubt == "没有画全的表线，按空白推断行和列"


def test_a_sentence_between_two_tables_keeps_them_apart(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        three_lines(canvas, 200, PLAIN, 18)
        say(canvas, 75, 294, "另附经费情况如下。", 10)
        rows(canvas, 304, PLAIN, 18)
        for y in (323, 396):
            rule(canvas, y)

    document = of(tmp_path, draw)
    assert [cells(found) for found in document.tables()] == [PLAIN, PLAIN]
    assert [p.text for p in document.paragraphs()] == ["另附经费情况如下。"]


def test_a_figure_cut_by_its_column_stays_in_its_row(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        three_lines(canvas, 200, [*PLAIN[:4], ["", "合计", "", "1,626.", "107.7"]], pitch=40)
        say(canvas, XS[3], 381, "90", right=True)
        say(canvas, XS[4], 381, "2", right=True)

    [found] = of(tmp_path, draw).tables()
    assert cells(found)[-1] == ["", "合计", "", "1,626.90", "107.72"]


# --- no rule at all


def centred(canvas: Canvas, top: float, table: Sequence[Sequence[str]]) -> None:
    """Names of two lines beside figures set at their middle."""
    for at, texts in enumerate(table):
        y = top + 40 * at
        row(canvas, y, [texts[0], "", *texts[2:]])
        say(canvas, XS[1], y - 7, texts[1][:4])
        say(canvas, XS[1], y + 7, texts[1][4:])


def test_figures_below_figures_make_a_table(tmp_path: Path) -> None:
    document = of(tmp_path, lambda canvas: rows(canvas, 200, PLAIN))
    [found] = document.tables()
    assert cells(found) == PLAIN
    assert found.doubt


def test_names_of_two_lines_belong_to_the_figure_between_them(tmp_path: Path) -> None:
    [found] = of(tmp_path, lambda canvas: centred(canvas, 200, BODY[:3])).tables()
    assert cells(found) == BODY[:3]


def test_figures_cut_in_the_middle_of_tight_rows_are_whole(tmp_path: Path) -> None:
    amounts = (("680000", "00.00"), ("782000", "50.00"), ("742900", "00.00"), ("12345", "67.00"))

    def draw(canvas: Canvas) -> None:
        row(canvas, 180, HEAD)
        for at, (upper, lower) in enumerate(amounts):
            y = 200 + 22 * at
            row(canvas, y, [str(at + 1), f"第{at + 1}批设备", "市水利局", "", ""])
            for x in XS[3:]:
                say(canvas, x, y - 5, upper, right=True)
                say(canvas, x, y + 5, lower, right=True)

    [found] = of(tmp_path, draw).tables()
    assert [line[3:] for line in cells(found)[1:]] == [[upper + lower] * 2 for upper, lower in amounts]


def test_lines_as_near_as_rows_are_rows_by_their_figures(tmp_path: Path) -> None:
    table = [HEAD, *BODY[:3], ["", "其中：", "", "", ""], ["4", "公共自行车调整", "市商务局", "7.00", "6.50"]]
    [found] = of(tmp_path, lambda canvas: rows(canvas, 200, table, 14)).tables()
    assert cells(found) == table


def test_its_parts_on_two_pages_are_one(tmp_path: Path) -> None:
    more = [
        ["4", "林区防火道维护", "市林业局", "7.00", "6.50"],
        ["5", "古树名木保护", "市林业局", "2.40", "2.40"],
    ]

    def upper(canvas: Canvas) -> None:
        rows(canvas, 80, [HEAD, *more])

    [found] = of(tmp_path, lambda canvas: rows(canvas, 640, [HEAD, *BODY[:3]]) and None, upper).tables()
    assert cells(found) == [HEAD, *BODY[:3], *more]


# --- what stays text

LINE = "全市各有关单位按照年度工作安排有序推进各项任务并按规定开展绩效自评"


def contents(canvas: Canvas) -> None:
    for at, (title, page) in enumerate(
        (("1.1 部门概况", 3), ("1.2 预算收支", 5), ("2.1 绩效目标", 8), ("2.2 评价结论", 12))
    ):
        say(canvas, 90, 150 + 24 * at, title, 12)
        say(canvas, 500, 150 + 24 * at, str(page), 12, right=True)
        if at % 2:
            say(canvas, 200, 150 + 24 * at, "．" * 20, 12)


def items(canvas: Canvas) -> None:
    for at in range(6):
        say(
            canvas,
            90,
            150 + 24 * at,
            f"{at + 1}．完成第{at + 1}批设备采购，支出{at * 7 + 3}.50万元，进度{90 + at}%。",
            12,
        )


def signatures(canvas: Canvas) -> None:
    for at, (left, right) in enumerate(
        (("单位（盖章）：", "负责人："), ("填表人：", "联系电话：28680000"), ("2024年3月5日", "第1页"))
    ):
        say(canvas, 90, 150 + 30 * at, left, 12)
        say(canvas, 330, 150 + 30 * at, right, 12)


def two_columns(canvas: Canvas) -> None:
    for at in range(20):
        say(canvas, 70, 150 + 18 * at, LINE[:20], 10)
        say(canvas, 310, 150 + 18 * at, LINE[-20:], 10)


def cover(canvas: Canvas) -> None:
    for at, (name, value) in enumerate(
        (
            ("项目名称：", "城区泵站提升"),
            ("项目单位：", "市排水公司"),
            ("主管部门：", "市住建局"),
            ("评价时间：", "2025年3月"),
        )
    ):
        say(canvas, 120, 300 + 40 * at, name, 16)
        say(canvas, 230, 300 + 40 * at, value, 16)
        rule(canvas, 320 + 40 * at, 215, 470)


def quoted(canvas: Canvas) -> None:
    for top in (140, 230, 320):
        rule(canvas, top)
    for at in range(8):
        say(canvas, 75, 150 + 20 * at, LINE, 12)


def axes(canvas: Canvas) -> None:
    for at in range(6):
        say(canvas, 90, 150 + 24 * at, str(60 - 10 * at))
        say(canvas, 330, 150 + 24 * at, f"{0.6 - at / 10:.1f}")


@pytest.mark.parametrize("draw", [contents, items, signatures, two_columns, cover, quoted, axes])
def test_what_only_looks_aligned_stays_text(tmp_path: Path, draw: Draw) -> None:
    document = of(tmp_path, draw)
    assert not list(document.tables())
    assert not document.warnings


# --- reference


def found_rows(tables: Sequence[Table]) -> list[list[str]]:
    return [line for table in tables for line in cells(table)]


def in_order(wanted: Sequence[str], line: Sequence[str]) -> bool:
    left = iter(line)
    return all(any(each == text for text in left) for each in wanted)


def figures(texts: Sequence[str]) -> Counter[str]:
    return Counter(figure for text in texts for figure in re.findall(r"\d[\d,]*\.?\d*", bare(text)))


def recall(found: Sequence[Table], truth: Sequence[dict[str, Any]]) -> float:
    """The share of true rows whose cells, those merged downwards left out, stand in order in one row."""
    lines = found_rows(found)
    wanted = []
    for table in truth:
        for at in range(table["nrows"]):
            own = sorted((c for c in table["cells"] if c[0] == at and c[2] == 1), key=lambda c: int(c[1]))
            wanted.append([bare(c[4]) for c in own if c[4].strip()])
    wanted = [line for line in wanted if line]
    return sum(any(in_order(line, other) for other in lines) for line in wanted) / len(wanted)


@pytest.mark.parametrize(("ruling", "least"), [("hline", 0.99), ("threeline", 0.90), ("none", 0.90)])
def test_the_reference_report(shared: Path, ruling: str, least: float) -> None:
    truth = json.loads((shared / "reference/truth.json").read_text(encoding="utf-8"))["tables"]
    document = read(shared / f"reference/report_{ruling}.pdf", "a.pdf")
    found = list(document.tables())
    assert len(found) == 3
    assert recall(found, truth) >= least
    true = figures([cell[4] for table in truth for cell in table["cells"]])
    assert figures([cell.text for table in found for cell in table.cells()]) >= true


@pytest.mark.parametrize("folder", ["corpus/budget-pdf", "reference/odd", "seed"])
def test_ruled_documents_have_no_inferred_table(shared: Path, folder: str) -> None:
    inferred = {
        path.name: [str(table.anchor) for table in read(path, path.name).tables() if table.doubt]
        for path in sorted((shared / folder).glob("*.pdf"))
        if "scan" not in path.name
    }
    assert not {name: tables for name, tables in inferred.items() if tables}
