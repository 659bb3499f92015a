"""OFD: text from the places of its characters, tables from what is drawn, what covers or surrounds them said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from extractors.forms.form import find_forms
from extractors.page.glyphs import Page
from extractors.reader import read
from schemas.document import Document, Paragraph, Table
from schemas.errors import NoTextLayer
from tests.ofd_maker import MM, Cell, Made, dense, line, pages_of, path, table, text

LONG = "全市各类企事业单位开展创新成果转化年活动和实施创新提升行动以及支持创新主体培育等项目建设工作"


def of(tmp_path: Path, *drawn: str) -> Document:
    return read(Made(list(drawn)).save(tmp_path / "报告.ofd"), "报告.ofd")


def page_of(tmp_path: Path, drawn: str, **made: str) -> Page:
    [page] = pages_of(Made([drawn], **made).save(tmp_path / "报告.ofd"))  # type: ignore[arg-type]
    return page


def texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs()]


def code(said: str, more: str = "", head: str = "", **attributes: str) -> str:
    given = {"Boundary": "20 30 100 10", "Font": "1", "Size": "4", **attributes}
    written = "".join(f' {key}="{value}"' for key, value in given.items())
    return f'<ofd:TextObject{written}>{head}<ofd:TextCode X="0" Y="4" {more}>{said}</ofd:TextCode></ofd:TextObject>'


# --- text


def test_lines_are_joined_and_indents_part(tmp_path: Path) -> None:
    lines = ["一、概况", LONG[:30], LONG[30:] + "。", LONG[:30], LONG[30:] + "完成。"]
    lefts = [35, 35, 27, 35, 27]
    drawn = "".join(
        text(x, 40 + 9 * i, said, 5) for i, (x, said) in enumerate(zip(lefts, lines, strict=True))
    )
    assert texts(of(tmp_path, drawn)) == ["一、概况", LONG + "。", LONG + "完成。"]


def test_characters_stand_where_the_file_says(tmp_path: Path) -> None:
    [piece] = page_of(tmp_path, code("预算12", 'DeltaX="4 4 2"')).pieces
    assert piece.text == "预算12"
    assert [round(x * MM, 3) for x in piece.x0s] == [20, 24, 28, 30]
    assert [round(x * MM, 3) for x in piece.x1s] == [24, 28, 30, 32]
    assert (round(piece.size * MM, 3), piece.font) == (4, "宋体")
    assert round((piece.top + 0.86 * piece.size) * MM, 3) == 34


@pytest.mark.parametrize(
    ("delta", "gaps"),
    [
        ("4 4 4", [4, 4, 4]),
        ("g 3 4", [4, 4, 4]),
        ("g 2 4 5", [4, 4, 5]),
        ("4 g 2 5", [4, 5, 5]),
        ("4.5", [4.5, 4.5, 4.5]),  # too short: goes on as it ended
        ("g 9 4.2 77", [4.2, 4.2, 4.2]),  # too long
        ("", [4, 4, 4]),  # nothing: as wide as the characters
    ],
)
def test_distances_are_written_in_many_ways(tmp_path: Path, delta: str, gaps: Sequence[float]) -> None:
    [piece] = page_of(tmp_path, code("项目支出", f'DeltaX="{delta}"')).pieces
    found = [round((b - a) * MM, 3) for a, b in zip(piece.x0s, piece.x0s[1:], strict=False)]
    assert found == gaps


@pytest.mark.parametrize(
    ("drawn", "pieces"),
    [
        (code("单位万元", 'DeltaX="4 12 4"'), ["单位", "万元"]),  # a gap reads as a blank
        (code("产出指标", 'DeltaY="5 5 5"'), ["产", "出", "指", "标"]),  # set downwards, as group cells are
        (code("产出指标", 'DeltaX="0 0 0" DeltaY="g 3 5"'), ["产", "出", "指", "标"]),
        (code("第一行第二行", 'DeltaX="g 2 4 -8 g 2 4" DeltaY="g 2 0 6 g 2 0"'), ["第一行", "第二行"]),
        (code("得分     分", 'DeltaX="4 4 2 2 2 2 2"'), ["得分 ", "分"]),  # what stands in the gap belongs there
        (code("\n\t\t项目\n", 'DeltaX="4"'), ["项目"]),  # laid out XML
        (code("<![CDATA[A&B]]>", 'DeltaX="g 2 2"'), ["A&B"]),
        (code("Wider M", 'DeltaX="3.8 1.2 2.2 1.8 1.6 1.2"'), ["Wider M"]),
        (code("前", "").replace("</ofd:TextCode>", '</ofd:TextCode><ofd:TextCode X="4">后</ofd:TextCode>'), ["前", "后"]),
        (code("项目", 'DeltaX="40"', CTM="0.1 0 0 0.1 0 0", Size="40"), ["项目"]),
        (code("项目", 'DeltaX="4"', CTM="1 0 0.3 1 0 0"), ["项目"]),  # slanted letters on a level line
        (code("项目", 'DeltaX="2"', HScale="0.5"), ["项目"]),
        (code("项目", 'DeltaX="4"', CharDirection="0"), ["项目"]),
        (code("目项", 'DeltaX="-4"', ReadDirection="180"), ["目", "项"]),
    ],
)  # fmt: skip
def test_text_is_set_in_many_ways(tmp_path: Path, drawn: str, pieces: list[str]) -> None:
    page = page_of(tmp_path, drawn)
    assert [piece.text for piece in page.pieces] == pieces
    assert not page.broken


def test_what_is_struck_twice_is_read_once(tmp_path: Path) -> None:
    assert texts(of(tmp_path, text(20, 40, "合计") + text(20.1, 40, "合计") + text(20, 60, "合计"))) == [
        "合计",
        "合计",
    ]


def mapped(codes: int, glyphs: int, first: int = 0, ids: str = "") -> str:
    numbers = ids or " ".join(str(40 + i) for i in range(glyphs))
    return (
        f'<ofd:CGTransform CodePosition="{first}" CodeCount="{codes}" GlyphCount="{glyphs}">'
        f"<ofd:Glyphs>{numbers}</ofd:Glyphs></ofd:CGTransform>"
    )


@pytest.mark.parametrize(
    ("said", "delta", "head", "origins"),
    [
        ("绩效", "4", mapped(2, 2), [0, 4]),
        ("afib", "2 4 2", mapped(2, 1, 1), [0, 2, 4, 6]),  # one glyph for two characters: half of it each
        ("กำข", "2 1 3", mapped(1, 2, 1), [0, 2, 6]),  # two glyphs for one character
    ],
)
def test_glyphs_are_placed_and_characters_read(
    tmp_path: Path, said: str, delta: str, head: str, origins: list[float]
) -> None:
    page = page_of(tmp_path, code(said, f'DeltaX="{delta}"', head))
    assert "".join(piece.text for piece in page.pieces) == said
    found = [round(x * MM - 20, 3) for piece in page.pieces for x in piece.x0s]
    assert found == origins


@pytest.mark.parametrize(
    "drawn", [code("", 'DeltaX="4 4"', mapped(3, 3)), code("   ", 'DeltaX="4 4"', mapped(3, 3)), code("项", 'DeltaX="4 4"', mapped(3, 3))]
)  # fmt: skip
def test_glyphs_without_text_are_said(tmp_path: Path, drawn: str) -> None:
    document = of(tmp_path, drawn + text(20, 100, "甲乙丙"))
    assert document.partial
    assert "编码" in document.warnings[0]


# --- rules and tables

ROWS = [["项目", "预算数", "执行数"], ["成果转化", "240.00", "239.85"], ["合计", "540.00", "539.85"]]
XS, YS = [20.0, 60, 100, 140], [50.0, 58, 66, 74]


def words(shift: float = 0) -> str:
    return "".join(
        text(XS[c] + 1 + shift, YS[r] + 5.5, said, 3.5)
        for r, row in enumerate(ROWS)
        for c, said in enumerate(row)
    )


def rows_of_lines(draw: str = "", **attributes: str) -> str:
    return "".join(
        [line(20, y, 140, y, **attributes) for y in YS] + [line(x, 50, x, 74, **attributes) for x in XS]
    ) + draw  # fmt: skip


ONE_PATH = " ".join([f"M 20 {y} L 140 {y}" for y in YS] + [f"M {x} 50 L {x} 74" for x in XS])
BOXES = "".join(
    path("M 0 0 L 40 0 L 40 8 L 0 8 C", f"{x} {y} 40 8") for x in XS[:3] for y in YS[:3]
)  # fmt: skip
FILLED = "".join(
    [path("M 0 0 L 120 0 L 120 0.2 L 0 0.2 C", f"20 {y} 120 0.2", Stroke="false", Fill="true") for y in YS]
    + [
        path("M 0 0 L 0.2 0 L 0.2 24 L 0 24 L 0 0 C", f"{x} 50 0.2 24", Stroke="false", Fill="true")
        for x in XS
    ]
)
WHITE = '<ofd:StrokeColor Value="255 255 255"/>'
CLEAR = '<ofd:StrokeColor Value="0 0 0" Alpha="0"/>'
SHADE = path(
    "M 0 0 L 120 0 L 120 8 L 0 8 C",
    "20 58 120 8",
    '<ofd:FillColor Value="200 220 240"/>',
    Stroke="false",
    Fill="true",
)
MIDDLE = "M 20 62 L 140 62"


@pytest.mark.parametrize(
    "drawn",
    [
        rows_of_lines(),
        BOXES,
        FILLED,
        path(ONE_PATH),
        path(ONE_PATH.replace("M ", "M").replace(" L ", "L")),
        path(ONE_PATH.replace("M", "S")),
        path("200 ".join(["", *re.split(r"(?<=\d) ", ONE_PATH)]).replace("200 ", "", 1).replace("200 ", " ")),
        path(re.sub(r"\d+", lambda m: str(10 * int(m[0])), ONE_PATH), CTM="0.1 0 0 0.1 0 0"),
        path(re.sub(r" (\d+)(?= [LM]|$)", lambda m: f" {-int(m[1])}", ONE_PATH), CTM="1 0 0 -1 0 0"),
        rows_of_lines(path(MIDDLE, inside=WHITE)),
        rows_of_lines(path(MIDDLE, inside=CLEAR)),
        rows_of_lines(path(MIDDLE, Visible="false")),
        rows_of_lines(path(MIDDLE, Stroke="false")),
        rows_of_lines(path(MIDDLE, DrawParam="32")),
        rows_of_lines(SHADE),
        "<ofd:PageBlock><ofd:PageBlock>" + rows_of_lines() + "</ofd:PageBlock></ofd:PageBlock>",
        rows_of_lines(path("M 61 59 B 70 59 70 60 61 65 L 69 65 L 69 59 C")),  # a drawn letter
    ],
)
def test_drawing_habits_do_not_change_the_table(tmp_path: Path, drawn: str) -> None:
    params = (
        '<ofd:DrawParams><ofd:DrawParam ID="31"><ofd:StrokeColor Value="#ff #ff #ff"/></ofd:DrawParam>'
        '<ofd:DrawParam ID="32" Relative="31" LineWidth="0.2"/></ofd:DrawParams>'
    )
    made = Made([drawn + words()], resources=params)
    [found] = read(made.save(tmp_path / "a.ofd"), "a.ofd").tables()
    assert found.texts() == ROWS


def test_white_lines_rule_a_shade(tmp_path: Path) -> None:
    shade = path(
        "M 0 0 L 120 0 L 120 24 L 0 24 C",
        "20 50 120 24",
        '<ofd:FillColor Value="180 200 220"/>',
        Stroke="false",
        Fill="true",
    )
    [found] = of(tmp_path, shade + path(ONE_PATH, inside=WHITE) + words()).tables()
    assert found.texts() == ROWS


def test_colours_come_from_the_layer_where_nothing_is_said(tmp_path: Path) -> None:
    params = '<ofd:DrawParams><ofd:DrawParam ID="31"><ofd:StrokeColor Value="255 255 255"/></ofd:DrawParam></ofd:DrawParams>'
    layers = f'</ofd:Layer><ofd:Layer DrawParam="31">{path(MIDDLE)}</ofd:Layer><ofd:Layer>'
    made = Made([rows_of_lines() + layers + words()], resources=params)
    [found] = read(made.save(tmp_path / "a.ofd"), "a.ofd").tables()
    assert found.texts() == ROWS


def test_a_table_is_read_once_in_its_place_with_its_caption(tmp_path: Path) -> None:
    drawn = text(80, 40, "项目资金情况表", 5) + text(110, 47, "单位：万元", 3.5) + rows_of_lines() + words()
    document = of(tmp_path, text(27, 20, LONG[:20] + "。", 5) + drawn + text(27, 90, "注：不含结转。", 5))
    assert [type(block) for block in document.blocks] == [Paragraph, Table, Paragraph]
    [found] = document.tables()
    assert (found.texts(), found.caption) == (ROWS, "项目资金情况表\n单位：万元")
    cell = found.rows[1][1]
    assert cell is not None
    assert cell.anchor.bbox is not None
    assert cell.anchor.page == 1
    assert [round(v * MM, 1) for v in cell.anchor.bbox] == [61.0, 60.5, 71.5, 64.0]


# --- a form over two pages

HEAD = [
    Cell(0, 0, "项目名称"), Cell(0, 1, "农村公路养护工程", 1, 5),
    Cell(1, 0, "主管部门"), Cell(1, 1, "市交通运输局", 1, 2), Cell(1, 3, "实施单位"), Cell(1, 4, "市公路中心", 1, 2),
    Cell(2, 0, "绩\n效\n指\n标", 5), Cell(2, 1, "一级指标"), Cell(2, 2, "三级指标"), Cell(2, 3, "年度指标值"),
    Cell(2, 4, "实际完成值"), Cell(2, 5, "得分"),
    Cell(3, 1, "产出\n指标", 4), Cell(3, 2, "养护里程"), Cell(3, 3, "≥120公里"), Cell(3, 4, "126.5公里"), Cell(3, 5, "10"),
    Cell(4, 2, "桥梁检测"), Cell(4, 3, "36座"), Cell(4, 4, "36座"), Cell(4, 5, "10"),
    Cell(5, 2, "验收合格率"), Cell(5, 3, "100%"), Cell(5, 4, "100%"), Cell(5, 5, "10"),
    Cell(6, 2, "完成及时率"), Cell(6, 3, "95%"), Cell(6, 4, "94.2%"), Cell(6, 5, "9"),
]  # fmt: skip
TAIL = [
    Cell(0, 0, "", 3), Cell(0, 1, ""), Cell(0, 2, "成本节约率"), Cell(0, 3, "≥2%"), Cell(0, 4, "2.31%"), Cell(0, 5, "10"),
    Cell(1, 1, "效益\n指标", 2), Cell(1, 2, "受益人口"), Cell(1, 3, "8.6万人"), Cell(1, 4, "8.9万人"), Cell(1, 5, "15"),
    Cell(2, 2, "投诉下降率"), Cell(2, 3, "≥10%"), Cell(2, 4, "12%"), Cell(2, 5, "15"),
    Cell(3, 0, "总分", 1, 5), Cell(3, 5, "79"),
]  # fmt: skip
FORM_XS = [20.0, 34, 54, 92, 128, 164, 186]
TRUTH = {(c.row, c.col, c.rowspan, c.colspan, c.text) for c in HEAD if c.text[:1] not in "绩产"} | {
    (2, 0, 8, 1, "绩\n效\n指\n标"), (3, 1, 5, 1, "产出\n指标"),
} | {(c.row + 7, c.col, c.rowspan, c.colspan, c.text) for c in TAIL if (c.row, c.col) not in {(0, 0), (0, 1)}}  # fmt: skip


def form() -> Made:
    first = text(62, 180, "2024年度项目支出绩效自评表", 5) + table(
        HEAD, FORM_XS, [190 + 12.0 * i for i in range(4)] + [238, 250, 262, 274]
    )
    second = table(TAIL, FORM_XS, [25.0, 37, 49, 61, 73])
    foot = [text(100, 288, f"— {n} —", 3.5) for n in (1, 2)]
    return Made([first + foot[0], second + foot[1]])


def test_a_form_over_two_pages_is_one_table(tmp_path: Path) -> None:
    document = read(form().save(tmp_path / "表.ofd"), "表.ofd")
    [found] = document.tables()
    assert {(c.row - 1, c.col - 1, c.rowspan, c.colspan, c.text) for c in found.cells()} == TRUTH
    assert found.caption == "2024年度项目支出绩效自评表"
    group = found.rows[2][0]
    assert group is not None
    assert {spot.page for spot in group.anchor.spots} == {1, 2}
    [told] = find_forms(document)
    assert [row.name.text for row in told.indicators][:2] == ["养护里程", "桥梁检测"]
    assert len(told.indicators) == 7


# --- what covers a page, or lies beside it


def test_a_page_that_lies_is_set_upright(tmp_path: Path) -> None:
    lying = "".join(
        f'<ofd:TextObject Boundary="{297 - 40 - 8 * i} 30 6 90" CTM="0 1 -1 0 6 0" Font="1" Size="4">'
        f'<ofd:TextCode X="0" Y="4" DeltaX="g 8 4">{said}</ofd:TextCode></ofd:TextObject>'
        for i, said in enumerate(["第一行文字在上面呢", "第二行文字在下面呢"])
    )
    made = Made([lying], size=(297, 210))
    document = read(made.save(tmp_path / "a.ofd"), "a.ofd")
    assert "".join(texts(document)) == "第一行文字在上面呢第二行文字在下面呢"
    assert not document.warnings
    [page] = pages_of(tmp_path / "a.ofd")
    assert (round(page.width * MM), round(page.height * MM)) == (210, 297)


@pytest.mark.parametrize(
    "turn", [{"CTM": "0.7 0.7 -0.7 0.7 0 0"}, {"CTM": "0 1 -1 0 0 0"}, {"CharDirection": "90"}]
)
def test_slanted_text_is_counted_and_said(tmp_path: Path, turn: dict[str, str]) -> None:
    document = of(tmp_path, text(20, 40, LONG, 4) + code("内部资料", 'DeltaX="4 4 4"', **turn))
    assert "".join(texts(document)) == LONG
    assert "斜置" in document.warnings[0]
    assert not document.partial


PICTURE = '<ofd:ImageObject Boundary="0 0 210 297" CTM="210 0 0 297 0 0" ResourceID="77"/>'


@pytest.mark.parametrize("hidden", [{"Alpha": "0"}, {"Fill": "false"}, {"Visible": "false"}])
def test_hidden_text_counts_only_on_a_scan(tmp_path: Path, hidden: dict[str, str]) -> None:
    drawn = code("预算数612.5万元", **hidden)
    scan = of(tmp_path, PICTURE + drawn)
    [paragraph] = scan.paragraphs()
    assert paragraph.text == "预算数612.5万元"
    assert paragraph.anchor.part(3, 8, paragraph.text).doubt  # the figure; words are not what is checked
    assert "文字层" in scan.warnings[0]
    plain = of(tmp_path, text(20, 20, "正文") + drawn)
    assert texts(plain) == ["正文"]
    assert "看不见" in plain.warnings[0]


@pytest.mark.parametrize(
    ("drawn", "why"),
    [
        (PICTURE, "图像"),
        (path("M 0 0 L 50 60"), "图形"),
        ("".join(path("M 0 0 B 1 1 2 2 3 3 L 9 9 C", f"{i} 20 3 3", Fill="true") for i in range(80)), "图像"),
        (code("内部资料", 'DeltaX="4 4 4"', CTM="0.7 0.7 -0.7 0.7 0 0"), "斜置"),
        ("", "图形"),
    ],
)
def test_pages_without_text_are_told_apart(tmp_path: Path, drawn: str, why: str) -> None:
    with pytest.raises(NoTextLayer) as caught:
        of(tmp_path, drawn)
    assert why in caught.value.why
    assert caught.value.remedy


def test_a_picture_among_the_pages_is_named(tmp_path: Path) -> None:
    document = of(tmp_path, text(20, 40, LONG, 4), PICTURE)
    assert document.partial
    assert "第2页只有图像" in document.warnings[0]


def test_every_page_has_its_table_under_a_running_head(tmp_path: Path) -> None:
    document = read(dense(4).save(tmp_path / "a.ofd"), "a.ofd")
    assert not any("自评材料" in said or "—" in said for said in texts(document))
    assert [len(found.rows) for found in document.tables()] == [26] * 4
    tables = [row for found in document.tables() for row in found.texts()]
    assert [row[:2] for row in tables] == [[str(i), f"第{i}项工程"] for i in range(1, 105)]
