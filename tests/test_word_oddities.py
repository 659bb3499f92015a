"""Word files as they really come: from WPS, from converters, half edited, with things in them that are no text."""

from __future__ import annotations

import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from extractors.reader import read
from schemas.document import Document, Table
from schemas.errors import DamagedFile, NoTextLayer, ReadError, TooLarge
from tests.word_xml import STRICT, W, p, package, r, rels, tbl, tc, tr

LONG = "项目资金全部到位，各项任务按期完成。" * 20


def of(
    tmp_path: Path,
    body: str,
    *,
    kind: str = "document",
    namespace: str = W,
    files: dict[str, str | bytes] | None = None,
    **parts: str,
) -> Document:
    path = package(tmp_path / "报告.docx", body, kind=kind, namespace=namespace, files=files, **parts)
    return read(path, "报告.docx")


def texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs()]


def shape(table: Table) -> list[tuple[int, int, int, int, str]]:
    return [(c.row, c.col, c.rowspan, c.colspan, c.text) for c in table.cells()]


def sdt(inside: str) -> str:
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{inside}</w:sdtContent></w:sdt>"


def either(choice: str, fallback: str) -> str:
    return (
        f'<mc:AlternateContent><mc:Choice Requires="wps">{choice}</mc:Choice>'
        f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent>"
    )


def box(inside: str) -> str:
    return f"<w:r><w:drawing><a:wsp><a:txbx><w:txbxContent>{inside}</w:txbxContent></a:txbx></a:wsp></w:drawing></w:r>"


PICTURE = "<w:r><w:drawing><a:graphic><a:blip/></a:graphic></w:drawing></w:r>"
SHEET = (
    '<w:r><w:object><v:shape><v:imagedata/></v:shape><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r>'
)
FORMULA = (
    '<w:r><w:object><v:shape><v:imagedata/></v:shape><o:OLEObject ProgID="Equation.3"/></w:object></w:r>'
)


# --- tables


def test_content_controls_around_everything(tmp_path: Path) -> None:
    cell = f"<w:tc>{sdt(p(sdt(r('控件格'))))}</w:tc>"
    row = sdt(tr(sdt(cell), tc("15.49")))
    document = of(tmp_path, sdt(sdt(p(r("控件段"))) + sdt(tbl(row))))
    assert texts(document) == ["控件段"]
    assert [table.texts() for table in document.tables()] == [[["控件格", "15.49"]]]


def test_a_table_in_a_text_box_and_a_table_in_that(tmp_path: Path) -> None:
    inner = tbl(tr(tc("内"), tc("2")))
    outer = tbl(tr(f"<w:tc>{p(r('外'))}{inner}{p()}</w:tc>", tc("1")))
    drawn = either(box(p(r("框内")) + outer), "<w:r><w:pict/></w:r>")
    document = of(tmp_path, p(r("文"), drawn) + p(r("后")))
    assert texts(document) == ["文", "框内", "后"]
    assert [table.texts() for table in document.tables()] == [[["外", "1"]], [["内", "2"]]]


RESTART, DOWN = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
ACROSS, ON = '<w:hMerge w:val="restart"/>', '<w:hMerge w:val="continue"/>'
TWO = '<w:gridSpan w:val="2"/>'


@pytest.mark.parametrize(
    ("rows", "cells"),
    [
        pytest.param(  # a block of two by two, written cell by cell
            [
                tr(tc("块", RESTART + ACROSS), tc("", RESTART + ON), tc("甲")),
                tr(tc("", DOWN + ACROSS), tc("", DOWN + ON), tc("乙")),
            ],
            [(1, 1, 2, 2, "块"), (1, 3, 1, 1, "甲"), (2, 3, 1, 1, "乙")],
            id="block",
        ),
        pytest.param(  # two narrow cells go on under a wide one
            [tr(tc("宽", RESTART + TWO), tc("甲")), tr(tc("", DOWN), tc("", DOWN), tc("乙"))],
            [(1, 1, 2, 2, "宽"), (1, 3, 1, 1, "甲"), (2, 3, 1, 1, "乙")],
            id="together as wide",
        ),
        pytest.param(  # only one of them does: Word draws both
            [tr(tc("宽", RESTART + TWO), tc("甲")), tr(tc("左", DOWN), tc("右"), tc("乙"))],
            [(1, 1, 1, 2, "宽"), (1, 3, 1, 1, "甲"), (2, 1, 1, 1, "左"), (2, 2, 1, 1, "右"), (2, 3, 1, 1, "乙")],
            id="another width",
        ),
        pytest.param(  # goes on where nothing began
            [tr(tc("一", DOWN), tc("甲")), tr(tc("", DOWN), tc("乙"))],
            [(1, 1, 2, 1, "一"), (1, 2, 1, 1, "甲"), (2, 2, 1, 1, "乙")],
            id="no beginning",
        ),
        pytest.param(  # a column that is being deleted, a row whose deletion is tracked
            [
                tr(tc("删", "<w:cellDel/>"), tc("甲"), tc("乙")),
                tr(tc("删", "<w:cellDel/>"), tc("丙"), tc("丁")),
                tr(tc("删"), tc("删"), properties="<w:del/>"),
                tr(tc("藏"), tc("藏"), properties="<w:hidden/>"),
            ],
            [(1, 1, 1, 1, "甲"), (1, 2, 1, 1, "乙"), (2, 1, 1, 1, "丙"), (2, 2, 1, 1, "丁")],
            id="deleted",
        ),
        pytest.param(
            [
                tr(tc("一"), tc("二"), tc("三")),
                tr(tc("短"), properties='<w:gridBefore w:val="1"/><w:gridAfter w:val="1"/>'),
            ],
            [(1, 1, 1, 1, "一"), (1, 2, 1, 1, "二"), (1, 3, 1, 1, "三"), (2, 2, 1, 1, "短")],
            id="before and after",
        ),
    ],
)  # fmt: skip
def test_merges(tmp_path: Path, rows: list[str], cells: list[tuple[int, int, int, int, str]]) -> None:
    [table] = of(tmp_path, tbl(*rows)).tables()
    assert shape(table) == cells


def wide(text: str, width: int) -> str:
    return tc(text, f'<w:tcW w:w="{width}" w:type="dxa"/>')


def test_spans_that_were_written_as_widths_alone(tmp_path: Path) -> None:
    rows = [
        tr(wide("标题", 9020)),
        tr(wide("左", 6010), wide("右", 3000)),
        tr(wide("一", 2000), wide("二", 4000), wide("三", 3000)),
        tr(wide("缺", 2000), wide("两格", 4000)),
    ]
    grid = '<w:tblGrid><w:gridCol w:w="100"/></w:tblGrid>'  # whatever the grid says
    [table] = of(tmp_path, tbl(grid, *rows)).tables()
    assert shape(table) == [
        (1, 1, 1, 3, "标题"), (2, 1, 1, 2, "左"), (2, 3, 1, 1, "右"),
        (3, 1, 1, 1, "一"), (3, 2, 1, 1, "二"), (3, 3, 1, 1, "三"), (4, 1, 1, 1, "缺"), (4, 2, 1, 1, "两格"),
    ]  # fmt: skip
    assert table.rows[3][2] is None


def test_a_table_beyond_all_measure_is_refused(tmp_path: Path) -> None:
    many = "".join(tr(tc("")) for _ in range(2100))
    with pytest.raises(TooLarge):
        of(tmp_path, tbl(tr(tc("宽", '<w:gridSpan w:val="1000"/>')), many))


@pytest.mark.parametrize("depth", [25, 60])
def test_nesting_without_end_is_said(tmp_path: Path, depth: int) -> None:
    nested = "".join(f"<w:tbl><w:tr><w:tc>{p(r(str(n)))}" for n in range(depth))
    nested += "".join(f"{p()}</w:tc></w:tr></w:tbl>" for _ in range(depth))
    document = of(tmp_path, p(r(LONG)) + nested)
    assert document.partial
    assert any("嵌套" in warning for warning in document.warnings)


# --- characters


@pytest.mark.parametrize(
    ("inside", "printed"),
    [
        (r("\uf052", '<w:rFonts w:ascii="Wingdings 2"/>') + r("是"), "☑是"),
        (r("\uf0a8", '<w:rFonts w:hAnsi="Wingdings"/>') + r("否"), "□否"),
        (r("\uf0a8", '<w:rFonts w:ascii="仿宋"/>'), "\uf0a8"),  # somebody's own character: left as it is
        ('<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>' + r("95%"), "≥95%"),
        ('<w:r><w:sym w:font="Webdings" w:char="F0B3"/></w:r>' + r("95%"), "□95%"),
        (
            '<w:r><w:rPr><w:vanish/></w:rPr><w:fldChar w:fldCharType="begin"/></w:r>'
            '<w:r><w:instrText>TC</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>' + r("显"),
            "显",
        ),
        (either(r("新"), r("旧")) + either("", r("旧版")), "新旧版"),
    ],
)
def test_characters(tmp_path: Path, inside: str, printed: str) -> None:
    assert texts(of(tmp_path, p(inside))) == [printed]


def test_a_field_that_never_ends_swallows_no_more_than_its_paragraph(tmp_path: Path) -> None:
    lost = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
    assert texts(of(tmp_path, p(r("前"), lost, r("域")) + p(r("后")))) == ["前", "后"]


def test_a_paragraph_whose_end_was_deleted_takes_the_number_of_the_next(tmp_path: Path) -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    gone = listed + "<w:rPr><w:del/></w:rPr>"
    body = p(r("甲"), properties=gone) + p(r("乙"), properties=listed) + p(r("丙"), properties=listed)
    assert texts(of(tmp_path, body, numbering=numbering)) == ["1.甲乙", "2.丙"]
    before_table = p(r("甲"), properties=gone) + tbl(tr(tc("表"), tc("1"))) + p(r("乙"))
    assert [type(b).__name__ for b in of(tmp_path, before_table).blocks] == [
        "Paragraph",
        "Table",
        "Paragraph",
    ]


STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="h"><w:name w:val="heading 1"/><w:basedOn w:val="a"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="z"><w:name w:val="z"/><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="zz"><w:name w:val="zz"/><w:basedOn w:val="z"/></w:style>'
    '<w:style w:type="character" w:styleId="c"><w:name w:val="c"/><w:basedOn w:val="cc"/></w:style>'
    '<w:style w:type="character" w:styleId="cc"><w:name w:val="cc"/><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="loop"><w:name w:val="l"/><w:basedOn w:val="loop"/></w:style>'
    '<w:style w:type="table" w:styleId="t"><w:tblStylePr w:type="x"/><w:tblStylePr w:type="y"><w:b/></w:tblStylePr></w:style>'
    '<w:style w:type="paragraph" w:styleId="last"><w:name w:val="heading 2"/></w:style>'
)


@pytest.mark.parametrize("namespace", [W, STRICT])
def test_styles_say_what_is_hidden_and_what_is_a_heading(tmp_path: Path, namespace: str) -> None:
    def styled(text: str, style: str, run: str = "") -> str:
        return p(r(text, run), properties=f'<w:pStyle w:val="{style}"/>')

    body = (
        styled("标题", "h") + styled("藏", "zz") + styled("显", "zz", '<w:vanish w:val="0"/>')
        + styled("字", "loop") + p(r("藏", '<w:rStyle w:val="c"/>'), r("文")) + styled("次", "last")
    )  # fmt: skip
    document = of(tmp_path, body, namespace=namespace, styles=STYLES)
    assert [(x.text, x.level) for x in document.paragraphs()] == [
        ("标题", 1), ("显", 0), ("字", 0), ("文", 0), ("次", 2),
    ]  # fmt: skip
    assert document.warnings == ("含 2 处不打印的隐藏文字，没有读取",)


# --- what is said


@pytest.mark.parametrize(
    ("body", "says", "partial"),
    [
        (p(r("甲"), f"<w:ins>{r('乙')}</w:ins><w:del><w:r><w:delText>丙</w:delText></w:r></w:del>"), "含 2 处修订", False),
        (p(r("甲"), f"<w:moveFrom>{r('乙')}</w:moveFrom>") + p(f"<w:moveTo>{r('乙')}</w:moveTo>"), "含 1 处修订", False),
        (tbl(tr(tc("甲"), tc("1")), tr(tc("删"), tc("2"), properties="<w:del/>")), "含 1 处修订", False),
        (p(r(LONG), PICTURE) + p(PICTURE), "含 2 幅图片", False),
        (p(r("附件3")) + p(PICTURE), "只有 3 个字，另有 1 幅图片", True),
        (p(r(LONG), SHEET), "内嵌了 1 个对象（如 Excel 表）未读取", True),
        (p(r(LONG), FORMULA), "含 1 幅图片", False),
        (p(r(LONG)) + '<w:altChunk/><w:subDoc/>', "嵌入了 2 个其他文件", True),
    ],
)  # fmt: skip
def test_what_is_beside_the_text_is_said(tmp_path: Path, body: str, says: str, partial: bool) -> None:
    document = of(tmp_path, body)
    [warning] = document.warnings
    assert says in warning
    assert document.partial is partial


def test_what_lies_outside_is_said_and_links_in_the_text_are_not(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "word/_rels/document.xml.rels": rels(
            ("image", "http://127.0.0.1/a.png", True), ("hyperlink", "http://127.0.0.1/", True)
        ),
        "word/_rels/settings.xml.rels": rels(("attachedTemplate", "file:///etc/passwd", True)),
    }
    [warning] = of(tmp_path, p(r("文")), files=files).warnings
    assert "引用了 2 处文件之外" in warning


def test_pictures_alone_are_no_text(tmp_path: Path) -> None:
    with pytest.raises(NoTextLayer):
        of(tmp_path, p(PICTURE))


def test_lines_and_frames_are_no_pictures(tmp_path: Path) -> None:
    assert not of(
        tmp_path, p(r("文"), "<w:r><w:drawing><a:wsp/></w:drawing></w:r>", box(p(r("框"))))
    ).warnings


def test_comments_headers_and_footers_are_no_text(tmp_path: Path) -> None:
    body = p(
        '<w:commentRangeStart w:id="1"/>',
        r("文"),
        '<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>',
    )
    end = "<w:sectPr><w:headerReference/></w:sectPr>"
    document = of(tmp_path, body + end, header1=p(r("页眉")), footer1=p(r("页脚")), comments=p(r("批注")))
    assert texts(document) == ["文"]


# --- packages


@pytest.mark.parametrize(
    "kind",
    [
        "application/vnd.ms-word.document.macroEnabled.main+xml",
        "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
        "template",
    ],
)
def test_macros_and_templates_are_read_as_text(tmp_path: Path, kind: str) -> None:
    document = of(tmp_path, p(r("文")), kind=kind, files={"word/vbaProject.bin": b"\0" * 99})
    assert (document.format, texts(document)) == ("docx", ["文"])


def test_names_of_parts_in_any_case_and_with_backslashes(tmp_path: Path) -> None:
    path = package(tmp_path / "a.docx", p(r("句", '<w:rStyle w:val="c"/>'), r("文")), Styles=STYLES)
    odd = tmp_path / "b.docx"
    with zipfile.ZipFile(path) as given, zipfile.ZipFile(odd, "w") as taken:
        for name in given.namelist():
            taken.writestr(
                name.replace("word/document", "word\\Document"),
                given.read(name).replace(b"w:Styles", b"w:styles"),
            )
    assert texts(read(odd, "b.docx")) == ["文"]


def test_parts_in_utf_16(tmp_path: Path) -> None:
    path = package(tmp_path / "a.docx", p(r("预算")))
    wide = tmp_path / "b.docx"
    with zipfile.ZipFile(path) as given, zipfile.ZipFile(wide, "w") as taken:
        for name in given.namelist():
            taken.writestr(name, given.read(name).decode().encode("utf-16"))
    assert texts(read(wide, "b.docx")) == ["预算"]


def test_the_main_part_stands_where_the_package_says(tmp_path: Path) -> None:
    path = package(tmp_path / "a.docx", p(r("文")))
    moved = tmp_path / "b.docx"
    with zipfile.ZipFile(path) as given, zipfile.ZipFile(moved, "w") as taken:
        taken.writestr("[Content_Types].xml", given.read("[Content_Types].xml"))
        taken.writestr("_rels/.rels", rels(("officeDocument", "/a/../body/document2.xml", False)))
        taken.writestr("body/document2.xml", given.read("word/document.xml"))
    assert texts(read(moved, "b.docx")) == ["文"]


def test_every_word_file_of_others_ends_in_a_document_or_a_reason(shared: Path) -> None:
    files = sorted((shared / "corpus").glob("office*/*.docx"))
    assert files
    for path in files:
        with suppress(ReadError):  # anything else fails the test
            read(path, path.name)


def test_a_table_of_nothing_and_half_a_table(tmp_path: Path) -> None:
    document = of(tmp_path, p(r("文")) + tbl(tr(), tr(tc("删"), properties="<w:del/>")) + tbl())
    assert not [*document.tables()]
    with pytest.raises(DamagedFile):
        of(tmp_path, "<w:tbl><w:tr>")
