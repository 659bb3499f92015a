"""Word: body order, spans, revisions, numbering, all as a reader sees them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from extractors.reader import read
from extractors.word.numbering import han
from schemas.document import Document, Table
from schemas.errors import DamagedFile, EmptyFile
from tests.word_xml import STRICT, W, p, package, r, tc


def of(tmp_path: Path, body: str, *, kind: str = "document", namespace: str = W, **parts: str) -> Document:
    path = package(tmp_path / "报告.docx", body, kind=kind, namespace=namespace, files=None, **parts)
    return read(path, "报告.docx")


def texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs()]


@pytest.mark.parametrize(
    ("inside", "printed"),
    [
        (r("年初") + "<w:del><w:r><w:delText>3500</w:delText></w:r></w:del><w:ins>" + r("3600") + "</w:ins>", "年初3600"),
        (f"<w:moveFrom>{r('移走')}</w:moveFrom><w:moveTo>{r('移来')}</w:moveTo>", "移来"),
        (f"<w:sdt><w:sdtContent>{r('控件')}</w:sdtContent></w:sdt>", "控件"),
        (f"<w:hyperlink>{r('链接')}</w:hyperlink><w:smartTag>{r('标记')}</w:smartTag>", "链接标记"),
        (f"<w:fldSimple>{r('15.49')}</w:fldSimple>", "15.49"),
        (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>=SUM(A1)</w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + r("612.5") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
            "612.5",
        ),
        (r("藏", "<w:vanish/>") + r("显", '<w:vanish w:val="0"/>'), "显"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>' + r("是"), "☑是"),
        ("<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:noBreakHyphen/><w:t>丙</w:t></w:r>", "甲乙-丙"),
    ],
)  # fmt: skip
def test_reads_what_is_printed(tmp_path: Path, inside: str, printed: str) -> None:
    assert texts(of(tmp_path, p(inside)))[0] == printed


def test_revisions_are_said(tmp_path: Path) -> None:
    assert of(tmp_path, p(r("甲"), "<w:ins>" + r("乙") + "</w:ins>")).warnings
    assert not of(tmp_path, p(r("甲"))).warnings


def test_a_deleted_paragraph_mark_joins(tmp_path: Path) -> None:
    assert texts(of(tmp_path, p(r("前"), properties="<w:rPr><w:del/></w:rPr>") + p(r("后")))) == ["前后"]


def test_a_text_box_is_read_once(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{p(r('盒'))}</w:txbxContent>"
    drawn = (
        "<w:r><mc:AlternateContent>"
        f"<mc:Choice><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    assert texts(of(tmp_path, p(r("文"), drawn))) == ["文", "盒"]


def test_a_footnote_follows_its_paragraph(tmp_path: Path) -> None:
    notes = f'<w:footnote w:type="separator" w:id="0"/><w:footnote w:id="2">{p(r("含上年结转"))}</w:footnote>'
    document = of(tmp_path, p(r("句"), '<w:r><w:footnoteReference w:id="2"/></w:r>'), footnotes=notes)
    assert [(x.text, x.footnote) for x in document.paragraphs()] == [("句", False), ("含上年结转", True)]


RESTART, DOWN, TWO = '<w:vMerge w:val="restart"/>', "<w:vMerge/>", '<w:gridSpan w:val="2"/>'
LATE = '<w:trPr><w:gridBefore w:val="1"/></w:trPr>'
MERGED = (
    "<w:tbl>"
    f"<w:tr>{tc('产出', RESTART)}{tc('跨列', TWO)}</w:tr>"
    f"<w:tr>{tc('', DOWN)}{tc('B')}{tc('C')}</w:tr>"
    f"<w:tr><w:trPr><w:del/></w:trPr>{tc('删')}{tc('删')}{tc('删')}</w:tr>"
    f"<w:sdt><w:sdtContent><w:tr>{tc('控')}{tc('件')}{tc('行')}</w:tr></w:sdtContent></w:sdt>"
    f"<w:tr>{LATE}{tc('后二')}{tc('后三')}</w:tr>"
    "</w:tbl>"
)


def test_spans_deleted_rows_and_rows_that_begin_late(tmp_path: Path) -> None:
    [table] = of(tmp_path, MERGED).tables()
    assert [(c.row, c.col, c.rowspan, c.colspan, c.text) for c in table.cells()] == [
        (1, 1, 2, 1, "产出"), (1, 2, 1, 2, "跨列"), (2, 2, 1, 1, "B"), (2, 3, 1, 1, "C"),
        (3, 1, 1, 1, "控"), (3, 2, 1, 1, "件"), (3, 3, 1, 1, "行"), (4, 2, 1, 1, "后二"), (4, 3, 1, 1, "后三"),
    ]  # fmt: skip
    assert table.rows[3][0] is None
    assert table.rows[0][0] is table.rows[1][0]


def test_a_nested_table_follows_as_its_own(tmp_path: Path) -> None:
    inner = f"<w:tbl><w:tr>{tc('内')}{tc('1')}</w:tr></w:tbl>"
    document = of(tmp_path, f"<w:tbl><w:tr><w:tc>{p(r('外'))}{inner}{p()}</w:tc>{tc('2')}</w:tr></w:tbl>")
    assert [table.texts() for table in document.tables()] == [[["外", "2"]], [["内", "1"]]]


def level(at: int, form: str, pattern: str, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{pattern}"/></w:lvl>'


NUMBERING = (
    '<w:abstractNum w:abstractNumId="9">'
    + level(0, "chineseCounting", "%1、")
    + level(1, "chineseCountingThousand", "（%2）")
    + level(2, "decimal", "%3.")
    + level(3, "decimal", "%3.%4", "<w:isLgl/>")
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="9"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="9"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
)


def numbered(text: str, at: int, num: int = 1) -> str:
    ilvl = f'<w:ilvl w:val="{at}"/><w:numId w:val="{num}"/>'
    return p(r(text), properties=f"<w:numPr>{ilvl}</w:numPr>")


def test_automatic_numbering_with_restarts(tmp_path: Path) -> None:
    body = "".join(
        numbered(*x)
        for x in [
            ("概况", 0),
            ("单位", 1),
            ("资金", 1),
            ("甲", 2),
            ("细", 3),
            ("管理", 0),
            ("安排", 1),
            ("2024年", 2),
        ]
    )
    document = of(tmp_path, body + numbered("新", 0, 2) + numbered("续", 0, 2), numbering=NUMBERING)
    assert texts(document) == [
        "一、概况", "（一）单位", "（二）资金", "1.甲", "1.1细", "二、管理", "（一）安排", "1. 2024年",
        "一、新", "二、续",
    ]  # fmt: skip
    assert document.blocks[3].anchor.section == "一（二）1"


@pytest.mark.parametrize(
    ("number", "text"), [(1, "一"), (10, "十"), (12, "十二"), (21, "二十一"), (100, "一百")]
)
def test_counts_in_chinese(number: int, text: str) -> None:
    assert han(number) == text


def test_a_sentence_cut_by_hand_at_a_page_is_joined(tmp_path: Path) -> None:
    cut = "进一步规范科研项目和资金管理，切实压实责任，落实"
    break_ = p('<w:r><w:br w:type="page"/></w:r>')
    assert texts(of(tmp_path, p(r(cut)) + p(r("监督责任。")))) == [cut + "监督责任。"]
    assert texts(of(tmp_path, p(r(cut)) + break_ + p(r("监督责任。")))) == [cut + "监督责任。"]
    assert texts(of(tmp_path, p(r(cut)) + p(r("（二）资金")))) == [cut, "（二）资金"]
    assert texts(of(tmp_path, p(r(cut)) + p() + p(r("监督责任。")))) == [cut, "监督责任。"]


@pytest.mark.parametrize("kind", ["document", "template"])
def test_templates_and_strict_files_are_word_too(tmp_path: Path, kind: str) -> None:
    assert texts(of(tmp_path, p(r("文")), kind=kind, namespace=STRICT)) == ["文"]


def test_no_text_and_broken_xml_are_said(tmp_path: Path) -> None:
    with pytest.raises(EmptyFile):
        of(tmp_path, p())
    with pytest.raises(DamagedFile):
        of(tmp_path, "<w:p>")


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def cells(table: Table) -> set[tuple[int, int, int, int, str]]:
    return {(c.row - 1, c.col - 1, c.rowspan, c.colspan, bare(c.text)) for c in table.cells()}


def test_the_reference_report_is_exact(shared: Path) -> None:
    truth = json.loads((shared / "reference/truth.json").read_text(encoding="utf-8"))
    document = read(shared / "reference/report.docx", "report.docx")
    for table, true in zip(document.tables(), truth["tables"], strict=True):
        assert cells(table) == {(*cell[:4], bare(cell[4])) for cell in true["cells"]}
    read_texts = [bare(paragraph.text) for paragraph in document.paragraphs()]
    assert [t for t in truth["paras"] if bare(t) not in read_texts] == []


def test_the_seed_reads_the_same_from_word_and_from_text(shared: Path) -> None:
    word = read(shared / "seed/report.docx", "a")
    pasted = read(shared / "seed/report.md", "a")
    assert [bare(t) for t in texts(word)] == [bare(t) for t in texts(pasted)]
    [one], [other] = word.tables(), pasted.tables()
    assert [[bare(t) for t in row] for row in one.texts()] == [
        [bare(t) for t in row] for row in other.texts()
    ]
    assert [s.path for s in word.sections] == [s.path for s in pasted.sections]


def test_every_feature_of_the_torture_file(shared: Path) -> None:
    document = read(shared / "reference/torture.docx", "torture.docx")
    assert texts(document) == [
        "一、预算支出概况", "（一）项目实施单位基本情况", "（二）预算资金基本情况", "1.创新成果转化年活动经费",
        "2.十大技术攻关项目", "二、预算资金使用及管理情况", "（一）预算资金安排落实", "年初预算3600万元。",
        "移来的话200万元", "控件内文字480.68亿元", "超链接文字1288份", "域结果15.49", "甲\t乙丙-丁", "☑已完成",
        "文本框内容1864.05万元", "带脚注的句子", "脚注：含上年结转150万元", "块级控件段落13.79件",
    ]  # fmt: skip
    outer, inner = document.tables()
    assert outer.rows[3][0] is None
    assert cells(outer) == {
        (0, 0, 3, 1, "一级"), (0, 1, 1, 3, "跨三列"), (1, 1, 1, 1, "B1"), (1, 2, 2, 2, "块"), (2, 1, 1, 1, "B2"),
        (3, 1, 1, 1, "B3"), (3, 2, 1, 1, "C3"), (3, 3, 1, 1, "D3"), (4, 0, 1, 1, "控件行"), (4, 1, 1, 1, "19.65"),
        (4, 2, 1, 1, ""), (4, 3, 1, 1, ""), (5, 0, 1, 1, "A5"), (5, 1, 1, 3, "外层"),
    }  # fmt: skip
    assert inner.texts() == [["内1", "内2"]]
