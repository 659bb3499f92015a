"""Pasted text and Markdown: sentences and tables that a page break cut."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.joining import goes_on
from extractors.reader import read
from schemas.document import Document
from schemas.errors import EmptyFile


def of(tmp_path: Path, text: str, encoding: str = "utf-8") -> Document:
    path = tmp_path / "报告.md"
    path.write_bytes(text.encode(encoding))
    return read(path, "报告.md")


def lines(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs()]


CUT = "全年下达项目资金两批共50个，进一步规范科研项目和资金管理，落实"


def test_a_cut_sentence_is_joined(tmp_path: Path) -> None:
    assert lines(of(tmp_path, f"{CUT}\n\n项目监督管理责任。\n")) == [CUT + "项目监督管理责任。"]


def test_a_sentence_cut_before_a_heading_stays_cut(tmp_path: Path) -> None:
    assert lines(of(tmp_path, f"{CUT}\n\n### （二）资金情况\n\n共3万元。")) == [
        CUT,
        "（二）资金情况",
        "共3万元。",
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("共完成以下三个方面的工作，具体情况如下：", "培训教师30名。"),
        ("无", "七、其他需要说明的问题"),
        ("2024年度某某专项资金使用绩效自评报告", "某某市科学技术局"),
        ("市财政局、市科技局联合组织开展绩效评价工作", "2025年3月15日"),
        ("完成上年度应拨未拨项目以及当年立项项目经费的拨付工作", "备注：一个一级项目支出一张。"),
        ("完成上年度应拨未拨项目以及当年立项项目经费的拨付工作", "二是开展验收。"),
    ],
)
def test_what_does_not_go_on(before: str, after: str) -> None:
    assert not goes_on(before, after)


def _counted(paragraphs: list[str], most: int = 20) -> str:
    """Each paragraph broken after so many characters, blank lines between them."""
    return "\n\n".join(
        "\n".join(text[at : at + most] for at in range(0, len(text), most)) for text in paragraphs
    )


def test_where_a_program_broke_lines_by_counting_a_stop_at_the_margin_ends_nothing(tmp_path: Path) -> None:
    stopped = "林道养护按月检查并张榜公布，随机抽查。"
    told = [f"第{at}片区{stopped * 3}共{at}公里。" for at in range(1, 10)]
    told.append("全年养护林道共三十六公里，一处未漏失。清理塌方十二处，用时两天。")
    told.append("护林员按月培训并登记造册，考核均合格" + "。")
    assert lines(of(tmp_path, _counted(told))) == told


def test_paragraphs_of_a_line_each_stay_apart(tmp_path: Path) -> None:
    told = [f"第{at}片区的林道全部养护完毕，随机抽查{'未' * (at % 7)}合格。" for at in range(1, 20)]
    assert lines(of(tmp_path, "\n".join(told))) == told


def test_marks_of_markdown_are_not_text(tmp_path: Path) -> None:
    text = "# 自评报告\n\n#### **六、建议**\n\n一是**加强管理**。效果好。\n"
    assert lines(of(tmp_path, text)) == ["自评报告", "六、建议", "一是加强管理。效果好。"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    assert lines(of(tmp_path, "实际支出1864.05万元。", encoding)) == ["实际支出1864.05万元。"]


TAB = """2024年度项目支出绩效自评表
单位：万元

绩效指标\t一级指标\t三级指标\t指标值\t完成值
\t产出指标\t平台数\t5个\t16个

\t企业数\t1300家\t1302家
效益指标\t占比\t15%\t17.9%
总分\t\t100\t99

备注：一张。
"""


def test_a_table_broken_by_a_page_is_one_table(tmp_path: Path) -> None:
    document = of(tmp_path, TAB)
    [table] = document.tables()
    assert table.caption == "2024年度项目支出绩效自评表\n单位：万元"
    assert table.texts() == [
        ["绩效指标", "一级指标", "三级指标", "指标值", "完成值"],
        ["", "产出指标", "平台数", "5个", "16个"],
        ["", "", "企业数", "1300家", "1302家"],  # the outer merged column was not pasted again
        ["", "效益指标", "占比", "15%", "17.9%"],
        ["", "总分", "", "100", "99"],
    ]
    assert lines(document) == ["备注：一张。"]


def test_two_tables_stay_two(tmp_path: Path) -> None:
    document = of(tmp_path, "项目\t金额\t备注\n甲\t1\t\n\n单位\t人数\t备注\n乙\t2\t\n")
    assert len(list(document.tables())) == 2


def test_a_pipe_table(tmp_path: Path) -> None:
    [table] = of(tmp_path, "| 项目 | 金额 |\n|---|--:|\n| 甲\\|乙 | **3.5** |\n").tables()
    assert table.texts() == [["项目", "金额"], ["甲|乙", "3.5"]]


@pytest.mark.parametrize("rule", ["|:-:|--:|", "| - | - |", "|---|---|", ":--|:--"])
def test_alignments_of_a_pipe_table_are_no_row(tmp_path: Path, rule: str) -> None:
    [table] = of(tmp_path, f"| 项目 | 金额 |\n{rule}\n| 甲 | - |\n| - | -- |\n").tables()
    assert table.texts() == [["项目", "金额"], ["甲", "-"], ["-", "--"]]


def test_anchors_quote_their_offsets(tmp_path: Path) -> None:
    for block in of(tmp_path, f"{CUT}\n\n责任。\n\n{TAB}").paragraphs():
        assert block.anchor.quote == block.text[block.anchor.start : block.anchor.end]


def test_blanks_are_no_report(tmp_path: Path) -> None:
    with pytest.raises(EmptyFile):
        of(tmp_path, " \n\u3000\n")


def test_the_seed(shared: Path) -> None:
    document = read(shared / "seed/report.md", "report.md")
    texts = lines(document)
    assert any(text.endswith("资金管理，落实项目监督管理责任。") for text in texts)
    assert any("2024 年度市财政设立" in text for text in texts)
    assert any(text.endswith("专项资金。市科技局") for text in texts)
    [table] = document.tables()
    assert (len(table.rows), len(table.rows[0])) == (28, 9)
    assert table.anchor.section == "附件3"
    assert [s.label for s in document.sections if s.level == 1][:7] == [f"{n}、" for n in "一二三四五六七"]
    assert {b.anchor.section for b in document.blocks} >= {"四（二）5", "四（三）2", "附件3"}
