"""The XML of an .xlsx as Excel writes it and as it should not be."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from extractors.reader import read
from schemas.document import Document
from schemas.errors import DamagedFile
from tests.workbooks import outline

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
PARTS = {
    "[Content_Types].xml": f"<Types xmlns='{PACKAGE}/content-types'><Override PartName='/xl/workbook.xml' "
    "ContentType='application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml'/></Types>",
    "_rels/.rels": f"<Relationships xmlns='{PACKAGE}/relationships'>"
    f"<Relationship Id='r1' Type='{RELATIONS}/officeDocument' Target='xl/workbook.xml'/></Relationships>",
    "xl/_rels/workbook.xml.rels": f"<Relationships xmlns='{PACKAGE}/relationships'>"
    f"<Relationship Id='r1' Type='{RELATIONS}/worksheet' Target='worksheets/sheet1.xml'/>"
    f"<Relationship Id='r2' Type='{RELATIONS}/sharedStrings' Target='/xl/sharedStrings.xml'/></Relationships>",
    "xl/workbook.xml": f"<workbook {MAIN} xmlns:r='{RELATIONS}'><sheets><sheet name='表' sheetId='1' r:id='r1'/></sheets></workbook>",
    "xl/sharedStrings.xml": f"<sst {MAIN}><si><t>路段</t></si><si><t>投入</t></si><si><r><t>县道_x000D_&#10;</t></r><r><t>1</t></r>"
    "<rPh sb='0' eb='1'><t>xian</t></rPh></si></sst>",
    "xl/worksheets/sheet1.xml": f"<worksheet {MAIN}><sheetData><row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='s'><v>1</v></c></row>"
    "<row r='2'><c r='A2' t='s'><v>2</v></c><c r='B2'><v>1.5</v></c></row></sheetData>"
    "<mergeCells count='1'><mergeCell ref='A4:B4'/></mergeCells></worksheet>",
}  # fmt: skip


def by_hand(tmp_path: Path, part: str = "", before: str = "", after: str = "") -> Document:
    """A workbook as Excel writes it, with shared strings; ``before`` in ``part`` is replaced."""
    path = tmp_path / "手写.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        for name, xml in PARTS.items():
            if name.endswith(part or "-"):
                assert before in xml
                xml = xml.replace(before, after)
            package.writestr(name, xml)
    return read(path, "手写.xlsx")


def texts(document: Document) -> list[list[str]]:
    [table] = document.tables()
    return table.texts()


def test_readings_of_characters_and_escapes_are_no_text(tmp_path: Path) -> None:
    assert texts(by_hand(tmp_path)) == [["路段", "投入"], ["县道\n1", "1.5"]]


@pytest.mark.parametrize(
    ("part", "before", "after"),
    [
        ("sheet1.xml", "<sheetData>", "<sheetData"),
        ("sheet1.xml", "<v>2</v>", "<v>3</v>"),
        ("sheet1.xml", "r='A1'", "r='ZZZZ1'"),
        ("sheet1.xml", "<row r='1'>", "<row r='9999999'>"),
        ("sheet1.xml", "ref='A4", "ref='!"),
        ("sharedStrings.xml", "</sst>", ""),
        ("/workbook.xml", "<sheets>", "<sheets"),
        ("sharedStrings.xml", "<sst", "<!DOCTYPE x [<!ENTITY a 'b'>]><sst"),
    ],
)
def test_broken_parts_are_damage_with_a_remedy(tmp_path: Path, part: str, before: str, after: str) -> None:
    with pytest.raises(DamagedFile) as caught:
        by_hand(tmp_path, part, before, after)
    assert "另存为新的" in caught.value.remedy


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("<v>1.5</v>", "<f>1+1</f>", "B2是公式"),
        ("<row r='2'>", "<row r='2' hidden='1'>", "第2行是隐藏的"),
        ("<sheetData>", "<cols><col min='2' max='16384' hidden='1'/></cols><sheetData>", "B列是隐藏的"),
    ],
)
def test_says_what_is_not_read(tmp_path: Path, before: str, after: str, says: str) -> None:
    [warning] = by_hand(tmp_path, "sheet1.xml", before, after).warnings
    assert says in warning


def test_cells_without_addresses_follow_each_other(tmp_path: Path) -> None:
    document = by_hand(tmp_path, "sheet1.xml", " r='A2'", "")
    assert outline(document) == ["“表”A1:B2 2×2"]


@pytest.mark.parametrize(
    ("cell", "printed"),
    [
        ("<c r='B2' t='str'><f>A1</f><v>甲</v></c>", "甲"),
        ("<c r='B2' t='str'><f>A1</f><v></v></c>", ""),
        ("<c r='B2' t='e'><v>#N/A</v></c>", "#N/A"),
        ("<c r='B2' t='d'><v>2024-12-31</v></c>", "2024-12-31"),
        ("<c r='B2'><v>1e400</v></c>", "1e400"),
        ("<c r='B2'><v>NaN</v></c>", "NaN"),
        ("<c r='B2' s='99'><v>2</v></c>", "2"),
        ("<c r='B2' t='inlineStr'><is><t>内</t></is></c>", "内"),
    ],
)
def test_kinds_of_cells(tmp_path: Path, cell: str, printed: str) -> None:
    document = by_hand(tmp_path, "sheet1.xml", "<c r='B2'><v>1.5</v></c>", cell)
    assert not document.partial
    assert texts(document)[1][1] == printed


def test_text_boxes_are_read_and_pictures_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawing = (
        "<d:wsDr xmlns:d='d' xmlns:a='a'><d:sp><d:txBody><a:p><a:r><a:t>经办人：</a:t></a:r><a:r><a:t>李四</a:t></a:r></a:p>"
        "</d:txBody></d:sp><d:pic/><d:graphicFrame/></d:wsDr>"
    )
    links = (
        f"<Relationships xmlns='{PACKAGE}/relationships'>"
        f"<Relationship Id='r1' Type='{RELATIONS}/drawing' Target='../drawings/drawing1.xml'/></Relationships>"
    )
    monkeypatch.setitem(PARTS, "xl/worksheets/_rels/sheet1.xml.rels", links)
    monkeypatch.setitem(PARTS, "xl/drawings/drawing1.xml", drawing)
    document = by_hand(tmp_path)
    assert outline(document) == ["“表”A1:B2 2×2", "“表” 经办人：李四"]
    assert document.warnings == ("工作表“表”含 2 幅图片或图表，其中的文字没有读取",)
