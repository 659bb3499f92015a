"""Web pages called .doc or .xls, pages saved whole, and tables in Markdown written as markup."""

from __future__ import annotations

import time
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractors.forms.form import find_forms
from extractors.reader import read
from schemas.document import Document
from schemas.errors import DamagedFile, EmptyFile, ReadError


def of(
    tmp_path: Path, body: str, name: str = "报告.doc", head: str = "", encoding: str = "utf-8"
) -> Document:
    path = tmp_path / name
    path.write_bytes(f"<html><head>{head}</head><body>{body}</body></html>".encode(encoding))
    return read(path, name)


def lines(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs()]


def texts(document: Document) -> list[list[str]]:
    [table] = document.tables()
    return table.texts()


# --- text


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("<p>全年支出<b>386.5</b>万元。</p><p>二</p>", ["全年支出386.5万元。", "二"]),
        ("一、概况<br>全年养护214公里。<div>三</div>", ["一、概况", "全年养护214公里。", "三"]),
        ("<p>全年养护\n   县道214公里 of\n road</p>", ["全年养护县道214公里 of road"]),
        ("<p>&nbsp;&#160;</p><p>≥90&#37;&amp;优</p>", ["≥90%&优"]),
        ("<p>显<span style='display:none'>藏</span>示</p>", ["显示"]),
        ("<p class='x'>藏</p><p>显</p>", ["显"]),
        (
            "<p>显</p><p hidden>藏</p><input type=hidden value=藏><script>藏</script><!-- 藏 --><!--[if mso]>藏<![endif]-->",
            ["显"],
        ),
        (
            "<p>是否完成 <input type=checkbox checked>是 <input type=radio>否 <input value='214'></p>",
            ["是否完成 ☑是 □否 214"],
        ),
        ("<p><select><option>甲<option selected>乙</select><textarea>丙</textarea></p>", ["乙丙"]),
        ("<ol><li>甲<li>乙</ol><ul><li>丙</ul>", ["1. 甲", "2. 乙", "丙"]),
        ("<ol start='2'><li><h1>概况</h1><ol start='3'><li><p>甲</ol></ol>", ["2. 概况", "3. 甲"]),
        ("<pre>一\n二</pre>", ["一", "二"]),
        ("<p>甲<o:p></o:p><del cite='x'>旧</del><ins cite='x'>新</ins></p>", ["甲新"]),
    ],
)
def test_shows_what_a_browser_shows(tmp_path: Path, body: str, shown: list[str]) -> None:
    assert lines(of(tmp_path, body, head="<style>p.x, .y {color:red; display : none}</style>")) == shown


def test_headings_have_their_level(tmp_path: Path) -> None:
    document = of(tmp_path, "<h1>自评报告</h1><h2>概况</h2><p>共3项。</p>")
    assert [paragraph.level for paragraph in document.paragraphs()] == [1, 2, 0]


def test_what_is_left_out_is_said(tmp_path: Path) -> None:
    body = "<p>甲</p><p style='display:none'>藏</p><img src='http://127.0.0.1:9/a.png'><iframe src='b.htm'></iframe>"
    document = of(tmp_path, body)
    assert document.partial
    assert [word in "".join(document.warnings) for word in ("内容却是 html", "隐藏", "图片", "frame")] == [
        True
    ] * 4


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("", "utf-8"),
        ("utf-8", "utf-8-sig"),
        ("gb2312", "gb18030"),
        ("GBK", "gbk"),
        ("utf-8", "gbk"),
        ("unknown-x", "gb18030"),
        ("", "utf-16"),
    ],
)
def test_charsets(tmp_path: Path, declared: str, encoding: str) -> None:
    head = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    text = "全年支出386.5万元，镕。"
    assert lines(of(tmp_path, f"<p>{text}</p>", head=head, encoding=encoding)) == [text]


def test_nothing_shown_is_an_empty_file(tmp_path: Path) -> None:
    with pytest.raises(EmptyFile):
        of(tmp_path, "<p>&nbsp;</p><script>1</script>")


# --- tables


def test_spans_and_line_breaks(tmp_path: Path) -> None:
    document = of(
        tmp_path,
        "<table border=1><thead><tr><th rowspan=2>类</th><th colspan=2>资金（万元）</th></tr><tr><td>预算</td><td>支出</td></tr></thead>"
        "<tfoot><tr><td>合计</td><td>30</td><td>27</td></tr></tfoot>"
        "<tr><td rowspan=0>县<br>道</td><td><p>10</p></td><td>9</td></tr><tr><td>20</td><td>18</td></tr></table>",
    )
    assert texts(document) == [
        ["类", "资金（万元）", "资金（万元）"], ["类", "预算", "支出"],
        ["县\n道", "10", "9"], ["县\n道", "20", "18"], ["合计", "30", "27"],
    ]  # fmt: skip


FORM = """<table border=1><tr><td colspan=5>2024年度项目支出绩效自评表</td></tr><tr><td colspan=5 align=right>单位：万元</td></tr>
<tr><td>项目名称</td><td colspan=2>{}</td><td>主管部门</td><td>市交通运输局</td></tr>
<tr><td rowspan=2>项目资金</td><td></td><td>年初预算数</td><td>全年预算数</td><td>全年执行数</td></tr>
<tr><td>年度资金总额</td><td>420</td><td>386.5</td><td>386.5</td></tr>
<tr><td>一级指标</td><td>三级指标</td><td>年度指标值</td><td>实际完成值</td><td>分值</td></tr>
<tr><td>产出指标</td><td>养护里程</td><td>≥210公里</td><td>214公里</td><td>60</td></tr>
<tr style='display:none'><td>隐藏</td><td>x</td><td>1</td><td>2</td><td>3</td></tr>
<tr><td colspan=5>备注：一个项目一张。</td></tr></table>"""


def test_a_form_exported_as_xls(tmp_path: Path) -> None:
    path = tmp_path / "自评表.xls"
    path.write_bytes(FORM.format("公路养护").encode("gbk"))
    document = read(path, "自评表.xls")
    [table] = document.tables()
    assert (table.caption, len(table.rows), str(table.anchor)) == (
        "2024年度项目支出绩效自评表\n单位：万元",
        5,
        "表1",
    )
    assert lines(document) == ["备注：一个项目一张。"]
    [form] = find_forms(document)
    assert (form.year, form.project and form.project.text, len(form.indicators)) == (2024, "公路养护", 1)
    assert "隐藏" in "".join(document.warnings)


def test_tables_that_lay_out_the_page_are_taken_apart(tmp_path: Path) -> None:
    page = f"<table><tr><td>首页 | 打印</td></tr><tr><td><table><tr><td>{FORM.format('甲')}</td></tr></table></td></tr>"
    document = of(tmp_path, f"{page}<tr><td>{FORM.format('乙')}</td></tr></table>")
    assert [form.project and form.project.text for form in find_forms(document)] == ["甲", "乙"]
    assert lines(document)[0] == "首页 | 打印"


def test_a_small_table_in_a_cell_comes_after_the_large_one(tmp_path: Path) -> None:
    inner = "<table border=1><tr><td>a</td><td>b</td></tr><tr><td>1</td><td>2</td></tr></table>"
    body = f"<table border=1><tr><td>路段名称</td><td>投入金额</td></tr><tr><td>县道214号全线{inner}</td><td>386.5万元</td></tr></table>"
    outer, small = of(tmp_path, body).tables()
    assert outer.texts() == [["路段名称", "投入金额"], ["县道214号全线", "386.5万元"]]
    assert small.texts() == [["a", "b"], ["1", "2"]]


def test_a_table_cut_by_a_page_break_is_one(tmp_path: Path) -> None:
    head = "<tr><td>路段</td><td>投入</td></tr>"
    first = f"<table border=1>{head}<tr><td>县道1</td><td>10</td></tr></table>"
    second = f"<p style='page-break-before: always'></p><table border=1>{head}<tr><td>县道2</td><td>20</td></tr></table>"
    assert texts(of(tmp_path, first + second)) == [["路段", "投入"], ["县道1", "10"], ["县道2", "20"]]


def test_a_table_in_markdown_written_as_markup(tmp_path: Path) -> None:
    path = tmp_path / "报告.md"
    path.write_text(
        f"# 自评报告\n\n全年养护214公里。\n\n{FORM.format('公路养护')}\n\n二、建议\n", encoding="utf-8"
    )
    document = read(path, "报告.md")
    assert document.format == "text"
    assert len(find_forms(document)) == 1
    assert lines(document) == ["自评报告", "全年养护214公里。", "备注：一个项目一张。", "二、建议"]


# --- pages saved whole


def archive(tmp_path: Path, *parts: tuple[str, str], transfer: str = "base64") -> Document:
    whole = MIMEMultipart("related")
    for where, text in parts:
        part = MIMEText(text, "html", "gb2312" if transfer == "quoted-printable" else "utf-8")
        part["Content-Location"] = f"file:///C:/1/{where}"
        whole.attach(part)
    path = tmp_path / "自评表.xls"
    path.write_bytes(b"From: <Saved by WPS>\nSubject: x\n" + whole.as_bytes())
    return read(path, "自评表.xls")


@pytest.mark.parametrize("transfer", ["base64", "quoted-printable"])
def test_a_web_archive(tmp_path: Path, transfer: str) -> None:
    document = archive(
        tmp_path, ("a.htm", f"<html><body>{FORM.format('公路养护')}</body></html>"), transfer=transfer
    )
    assert len(find_forms(document)) == 1


SHEETS = (
    "<html><head><xml><x:ExcelWorkbook><x:ExcelWorksheets><x:ExcelWorksheet><x:Name>养护</x:Name>"
    '<x:WorksheetSource HRef="1.files/sheet001.htm"/></x:ExcelWorksheet><x:ExcelWorksheet><x:Name>字典</x:Name>'
    '<x:WorksheetSource HRef="1.files/sheet002.htm"/></x:ExcelWorksheet></x:ExcelWorksheets></x:ExcelWorkbook></xml></head>'
    '<frameset rows="*,39"><frame src="1.files/sheet001.htm"><frame src="1.files/tabstrip.htm"></frameset></html>'
)


def test_a_workbook_saved_as_a_web_archive(tmp_path: Path) -> None:
    document = archive(
        tmp_path,
        ("1.htm", SHEETS),
        ("1.files/sheet001.htm", FORM.format("公路养护")),
        (
            "1.files/sheet002.htm",
            "<table><tr><td>路段</td><td>投入</td></tr><tr><td>县道1</td><td>9</td></tr></table>",
        ),
        ("1.files/tabstrip.htm", "<a>养护</a>"),
    )
    assert lines(document) == ["养护", "备注：一个项目一张。", "字典"]
    assert len(list(document.tables())) == 2


def test_a_workbook_saved_as_pages_that_were_not_handed_in(tmp_path: Path) -> None:
    path = tmp_path / "自评表.htm"
    path.write_text(SHEETS, encoding="utf-8")
    with pytest.raises(DamagedFile, match="没有一起提交"):
        read(path, "自评表.htm")


# --- hostile pages


@pytest.mark.parametrize(
    "markup",
    [
        "<html>" + "<div>" * 3000 + "甲" + "</div>" * 3000 + "<p>386.5</p>",
        "<html>" + "<table><tr><td>" * 300 + "甲",
        "<table>" + "<tr><td rowspan=65534 colspan=1000>甲</td></tr>" * 50,
        "<table>" + "<tr><td colspan=99999999999>甲<td rowspan=-1>乙</tr>" * 50,
        "<html><!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><p>&a;</p>",
        "<table" * 20_000,
        "<p>" + "<font>" * 200 + " " * 200_000 + "甲" + "\n " * 100_000,
        "<style>" + ".a{" * 50_000 + "</style><p>甲",
        "<style>" + ".a,.b " * 50_000 + "{display:none}</style><p>甲",
    ],
)
def test_hostile_pages_end_soon(tmp_path: Path, markup: str) -> None:
    path = tmp_path / "a.html"
    path.write_text(markup, encoding="utf-8")
    start = time.process_time()
    try:
        printed = "".join(str(block) for block in read(path, "a.html").blocks)
    except ReadError:
        printed = ""
    assert "root:" not in printed
    assert time.process_time() - start < 20


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(
            [
                "<table>",
                "<tr>",
                "<td>",
                "<td_rowspan=3>",
                "<td_colspan=2>",
                "</td>",
                "</table>",
                "甲",
                "<p>",
                "<br>",
                "</p>",
                "<li>",
                "<form>",
                "</tr>",
                "<tbody>",
                "<tfoot>",
            ]
        ),
        max_size=40,
    )
)
def test_any_markup_is_read_or_refused(tmp_path: Path, pieces: list[str]) -> None:
    path = tmp_path / "a.html"
    path.write_text("<html><body>" + "".join(piece.replace("_", " ") for piece in pieces), encoding="utf-8")
    try:
        document = read(path, "a.html")
    except EmptyFile:
        assert "甲" not in pieces
    else:
        printed = "".join(lines(document)) + "".join(c.text for t in document.tables() for c in t.cells())
        printed += "".join(table.caption for table in document.tables())
        assert printed.count("甲") == pieces.count("甲")
