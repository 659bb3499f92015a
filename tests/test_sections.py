"""The outline from numbering: what opens a section, what does not, and what it is called."""

from __future__ import annotations

import pytest

from extractors.blocks import number_blocks
from extractors.labels import find_label, reads_as_heading, run_in_heading
from extractors.sections import outline
from extractors.tables import Draft, typed_grid
from schemas.document import Document


def of(*lines: str) -> Document:
    drafts = [Draft(line.lstrip("#"), styled=len(line) - len(line.lstrip("#"))) for line in lines]
    return outline(Document("a", "", "text", number_blocks(drafts, "a")))


def paths(document: Document) -> list[str]:
    return [block.anchor.section for block in document.blocks]


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("一、预算支出概况", "一"),
        ("十二、政府采购", "十二"),
        ("三、2018年主要工作任务", "三"),
        ("（三）产出情况", "（三）"),
        ("(三)产出情况", "(三)"),
        ("2.十大技术攻关项目", "2"),
        ("1、项目概况", "1"),
        ("1.2024年项目", "1"),
        ("2.2023-2024年项目", "2"),
        ("1.2 资金情况", "1.2"),
        ("（1）财政拨款", "（1）"),
        ("①产出指标", "①"),
        ("第一部分 部门概况", "第一部分"),
        ("附件 3", "附件3"),
        ("附件1：项目支出绩效自评表", "附件1"),
    ],
)
def test_finds_the_label(text: str, short: str) -> None:
    label = find_label(text)
    assert label is not None
    assert label.short == short


@pytest.mark.parametrize(
    "text",
    ["1.81亿元", "一是完善政策", "2024年", "三、四季度", "3.15%", "一个项目", "1864.05万元", "附件材料齐全"],
)
def test_finds_no_label(text: str) -> None:
    label = find_label(text)
    assert label is None or not reads_as_heading(text)


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("（一）预算支出决策情况。", True),
        ("二、预算资金使用及管理情况", True),
        ("1.完成30个项目。", False),
        ("2.资金到位与使用情况。", True),
        ("3.2022年度资金使用情况。", True),
        ("2.严格规范资金使用。", False),
        ("2.完成3项情况。", False),
        ("四、其他资金：包括事业收入、经营收入等。", False),
        ("2.公务用车支出156.6万元，其中：", False),
        ("一、" + "很长的一句话" * 10, False),
        ("一、主要职能..........3", False),
        ("一、主要职能\t3", False),
    ],
)
def test_a_heading_is_numbered_short_and_unstopped(text: str, heading: bool) -> None:
    assert reads_as_heading(text) is heading


def test_levels_come_from_the_numbering_and_not_from_the_styles() -> None:
    document = of(
        "##二、使用情况", "（二）管理", "###三、组织实施", "####四、绩效", "#####（一）决策情况。", "##1.活动经费", "正文",
        "###（三）效益", "###1. 活动经费", "##2.攻关", "####五、问题",
    )  # fmt: skip
    assert [(s.label, s.level) for s in document.sections] == [
        ("二、", 1), ("（二）", 2), ("三、", 1), ("四、", 1), ("（一）", 2), ("1.", 3), ("（三）", 2), ("1.", 3), ("2.", 3),
        ("五、", 1),
    ]  # fmt: skip
    assert paths(document)[6] == "四（一）1"
    assert paths(document)[9] == "四（三）2"
    assert [p.level for p in document.paragraphs()][5:7] == [3, 0]


def test_sections_know_their_blocks_and_parents() -> None:
    document = of("标题", "一、甲", "文", "（一）乙", "文", "二、丙", "文")
    assert [(s.first, s.last, s.parent) for s in document.sections] == [(1, 4, None), (3, 4, 0), (5, 6, None)]
    assert paths(document) == ["", "一", "一", "一（一）", "一（一）", "二", "二"]


def test_a_point_inside_a_paragraph_opens_no_section() -> None:
    document = of("五、问题", "一是经费不足。2024年度资金压减较多。", "二是指标难以量化。")
    assert len(document.sections) == 1


def test_a_run_in_heading_opens_a_section_but_stays_body() -> None:
    assert run_in_heading("（二）过程情况。2024年11月下达了通知。") == "（二）过程情况"
    document = of("四、绩效", "（二）过程情况。2024年11月下达了通知。")
    assert paths(document) == ["四", "四（二）"]
    assert [p.level for p in document.paragraphs()] == [1, 0]


def test_a_table_of_contents_makes_no_sections() -> None:
    document = of("目  录", "一、概况", "二、问题", "一、概况", "正文。", "二、问题")
    assert [s.first for s in document.sections] == [3, 5]


def test_the_annex_ends_the_report_and_cells_know_it() -> None:
    blocks = number_blocks([Draft("七、其他"), Draft("附件 3"), typed_grid([["总分", "100"]])], "a")
    document = outline(Document("a", "", "text", blocks))
    [table] = document.tables()
    assert table.anchor.section == "附件3"
    assert all(cell.anchor.section == "附件3" for cell in table.cells())


def test_without_numbering_styles_remain() -> None:
    document = of("#概况", "正文", "##细节")
    assert not document.sections
    assert [p.level for p in document.paragraphs()] == [1, 0, 2]
