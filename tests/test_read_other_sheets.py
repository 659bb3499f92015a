"""Sheets that are no .xlsx: .xls, .ods, Excel's XML of 2003, and values between commas."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest

from extractors.forms.form import find_forms
from extractors.reader import read
from schemas.document import Document
from schemas.errors import DamagedFile, EmptyFile, Encrypted, TooLarge, UnknownFormat
from tests.workbooks import outline


def texts(document: Document) -> list[list[str]]:
    [table] = document.tables()
    return table.texts()


# --- .xls


def test_an_xls_shows_what_its_formats_show(tmp_path: Path) -> None:
    xlwt = pytest.importorskip("xlwt", reason="没有安装 xlwt：写不出 .xls")
    book = xlwt.Workbook()
    sheet, dictionary = book.add_sheet("自评表"), book.add_sheet("字典")
    dictionary.visibility = 1
    dictionary.write(0, 0, "某")
    sheet.write_merge(0, 0, 0, 2, "2024年公路养护情况表")
    rows = [
        ("路段", "General", "投入", "General", "日期", "General"),
        ("县道1", "@", 1203.5, "#,##0.00", date(2024, 12, 31), 'YYYY"年"M"月"D"日"'),
        ("县道2", "@", 0.965, "0.0%", date(2024, 3, 1), "M/D/YY"),  # the system's own short day
        ("县道3", "@", 7, "0", True, "General"),
    ]
    for row, cells in enumerate(rows, 1):
        for column in range(3):
            sheet.write(row, column, cells[2 * column], xlwt.easyxf(num_format_str=cells[2 * column + 1]))
    sheet.row(4).hidden = True
    path = tmp_path / "附件.xls"
    book.save(str(path))
    document = read(path, "附件.xls")
    assert outline(document) == ["“自评表”A2:C4 3×3 2024年公路养护情况表"]
    assert texts(document)[1:] == [["县道1", "1,203.50", "2024年12月31日"], ["县道2", "96.5%", "2024/3/1"]]
    assert document.warnings == (
        "工作表“自评表”第5行是隐藏的，没有读取",
        "工作表“字典”是隐藏的，其中 1 个单元格没有读取",
    )


def test_an_xls_behind_a_password(shared: Path) -> None:
    with pytest.raises(Encrypted):
        read(shared / "corpus/office/poi__35897-type4.xls", "x.xls")


# --- .ods

ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0">'
    '<office:automatic-styles><style:style style:name="gone"><style:table-properties table:display="false"/></style:style>'
    '<style:style style:name="box"><style:table-cell-properties fo:border="0.5pt solid #000000"/></style:style>'
    "</office:automatic-styles><office:body><office:spreadsheet>{}</office:spreadsheet></office:body></office:document-content>"
)


def ods(tmp_path: Path, body: str, **parts: str) -> Document:
    path = tmp_path / "附件.ods"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", ODS.format(body))
        for name, xml in parts.items():
            package.writestr(f"META-INF/{name}.xml", xml)
    return read(path, "附件.ods")


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def cell(text: str = "", attributes: str = "") -> str:
    return f"<table:table-cell {attributes}>{f'<text:p>{text}</text:p>' if text else ''}</table:table-cell>"


def sheet(*rows: str, name: str = "自评表", attributes: str = "") -> str:
    return f'<table:table table:name="{name}" {attributes}>{"".join(rows)}</table:table>'


def test_an_ods_shows_what_it_shows(tmp_path: Path) -> None:
    number = 'office:value-type="percentage" office:value="0.965"'
    document = ods(
        tmp_path,
        sheet(
            '<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>',
            row(
                cell("2024年公路养护情况表", 'table:number-columns-spanned="2"'),
                "<table:covered-table-cell/>",
            ),
            row(cell("路段"), cell("投<text:s/>入"), cell("藏")),
            row(cell("县道1"), cell("96.5%", number)),
            row(cell("县道2"), cell("", number), attributes='table:visibility="filter"'),
            row(cell("县道3"), cell("", 'table:formula="of:=1+1"')),
            row(
                cell("", 'table:number-columns-repeated="16384"'),
                attributes='table:number-rows-repeated="1048000"',
            ),
        )
        + sheet(row(cell("某")), name="字典", attributes='table:style-name="gone"'),
    )
    assert outline(document) == ["“自评表”A2:B5 3×2 2024年公路养护情况表"]
    assert texts(document) == [["路段", "投 入"], ["县道1", "96.5%"], ["县道3", ""]]
    assert document.partial
    assert [warning.partition("”")[2][:6] for warning in document.warnings] == [
        "第4行是隐藏",
        "C列是隐藏的",
        "B5是公式，",
        "是隐藏的，其",
    ]


def test_rows_that_an_ods_repeats_are_rows(tmp_path: Path) -> None:
    body = sheet(
        row(cell("甲"), cell("乙")),
        row(cell("1", 'table:number-columns-repeated="2"'), attributes='table:number-rows-repeated="3"'),
    )
    assert texts(ods(tmp_path, body)) == [["甲", "乙"]] + [["1", "1"]] * 3


@pytest.mark.parametrize("repeated", ["table:number-rows-repeated", "table:number-columns-repeated"])
def test_an_ods_that_repeats_without_end_is_refused(tmp_path: Path, repeated: str) -> None:
    filled = cell("1", 'table:number-columns-repeated="16384"')
    with pytest.raises(TooLarge):
        ods(tmp_path, sheet(*[row(filled, attributes=f'{repeated}="1000000"')] * 30))


def test_a_comment_in_an_ods_is_no_text(tmp_path: Path) -> None:
    note = "<office:annotation><text:p>应为5</text:p></office:annotation>"
    document = ods(
        tmp_path,
        sheet(
            row(cell("甲"), cell("乙")),
            row(f"<table:table-cell>{note}<text:p>3</text:p></table:table-cell>", cell("4")),
        ),
    )
    assert texts(document)[1] == ["3", "4"]


def test_an_ods_behind_a_password(tmp_path: Path) -> None:
    manifest = '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
    with pytest.raises(Encrypted):
        ods(tmp_path, "", manifest=manifest)


def test_a_doctype_in_an_ods_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.test_read_other_sheets.ODS", "<!DOCTYPE x>" + ODS)
    with pytest.raises(DamagedFile, match="DOCTYPE"):
        ods(tmp_path, sheet(row(cell("甲"))))


# --- Excel's XML of 2003

XML = (
    '<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Excel.Sheet"?>'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><Styles><Style ss:ID="Default"><NumberFormat/></Style>'
    '<Style ss:ID="p"><NumberFormat ss:Format="Percent"/></Style><Style ss:ID="d"><NumberFormat ss:Format="yyyy/mm/dd"/></Style>'
    '<Style ss:ID="w"><NumberFormat ss:Format="0.00&quot;万元&quot;"/></Style></Styles>{}</Workbook>'
)


def xml_2003(tmp_path: Path, tables: str, name: str = "附件.xls") -> Document:
    path = tmp_path / name
    path.write_text(XML.format(tables), encoding="utf-8")
    return read(path, name)


def data(value: str, kind: str = "String", **attributes: str) -> str:
    told = "".join(f" ss:{name}='{each}'" for name, each in attributes.items())
    return f"<Cell{told}><Data ss:Type='{kind}'>{value}</Data></Cell>"


def line(*cells: str, **attributes: str) -> str:
    told = "".join(f" ss:{name}='{each}'" for name, each in attributes.items())
    return f"<Row{told}>{''.join(cells)}</Row>"


def test_xml_2003_shows_what_its_formats_show(tmp_path: Path) -> None:
    rows = (
        line(data("2024年公路养护情况表", MergeAcross="3")),
        line(*map(data, ("路段", "完成率", "日期", "投入"))),
        line(
            data("县道1"),
            data("0.965", "Number", StyleID="p"),
            data("2024-12-31T00:00:00.000", "DateTime", StyleID="d"),
            data("386.5", "Number", StyleID="w"),
        ),
        line(data("县道9"), data("9", "Number"), Hidden="1"),
        line(data("县道2"), data("1", "Number", Index="4"), Index="6"),
    )
    document = xml_2003(tmp_path, f"<Worksheet ss:Name='表'><Table>{''.join(rows)}</Table></Worksheet>")
    assert outline(document) == ["“表”A2:D6 4×4 2024年公路养护情况表"]
    assert texts(document) == [
        ["路段", "完成率", "日期", "投入"], ["县道1", "96.50%", "2024/12/31", "386.50万元"],
        ["", "", "", ""], ["县道2", "", "", "1"],
    ]  # fmt: skip
    assert document.warnings == ("工作表“表”第4行是隐藏的，没有读取",)


def test_entities_in_xml_2003_do_not_burst(tmp_path: Path) -> None:
    laughs = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10 if n else '哈'}'>" for n in range(12))
    content = XML.format(f"<Worksheet ss:Name='表'><Table>{line(data('&a11;'))}</Table></Worksheet>")
    path = tmp_path / "a.xls"
    path.write_text(content.replace("<Workbook", f"<!DOCTYPE x [{laughs}]><Workbook", 1), encoding="utf-8")
    with pytest.raises((DamagedFile, EmptyFile)):
        read(path, "a.xls")


def test_words_xml_of_2003_has_its_own_remedy(tmp_path: Path) -> None:
    path = tmp_path / "报告.doc"
    path.write_text(
        '<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>', encoding="utf-8"
    )
    with pytest.raises(UnknownFormat, match="Word 的 XML") as caught:
        read(path, "报告.doc")
    assert ".docx" in caught.value.remedy


# --- .csv, .tsv

FORM = """2024年度项目支出绩效自评表,,,,
,,,,单位：万元
项目名称,公路养护,,主管部门,市交通运输局
项目资金,,年初预算数,全年预算数,全年执行数
,年度资金总额,"1,420.00",386.5,386.5
一级指标,三级指标,年度指标值,实际完成值,分值
产出指标,养护里程,≥210公里,214公里,60
"""


@pytest.mark.parametrize(
    ("suffix", "separator", "encoding"),
    [
        (".csv", ",", "gb18030"),
        (".csv", ";", "utf-8-sig"),
        (".csv", "\t", "utf-16"),
        (".tsv", "\t", "utf-8"),
        (".CSV", "，", "gbk"),
    ],
)
def test_a_csv_is_a_sheet(tmp_path: Path, suffix: str, separator: str, encoding: str) -> None:
    path = tmp_path / f"自评表{suffix}"
    text = FORM if separator == "," else FORM.replace('"1,420.00"', "1420.00").replace(",", separator)
    path.write_bytes(text.encode(encoding))
    document = read(path, path.name)
    [table] = document.tables()
    assert table.caption == "2024年度项目支出绩效自评表\n单位：万元"
    assert [len(table.rows), len(table.rows[0])] == [5, 5]
    [form] = find_forms(document)
    assert (form.year, len(form.funds), len(form.indicators)) == (2024, 1, 1)
    assert str(table.anchor) == "表1"


def test_a_quotation_mark_that_never_closes(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('甲,乙\n"' + "丙,1\n" * 40_000, encoding="utf-8")
    with pytest.raises(DamagedFile, match="引号"):
        read(path, "a.csv")


def test_noughts_in_front_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('编码,金额\n="0012",3\n0007,4\n', encoding="utf-8")
    assert texts(read(path, "a.csv"))[1:] == [["0012", "3"], ["0007", "4"]]
