"""What is tied to what: totals and parts of a sentence, of an outline, and what only stands nearby."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.facts import find_case
from extractors.mentions import find_mentions
from extractors.plain import plain
from extractors.reader import read
from extractors.sums.breakdowns import tie
from schemas.indicator import load_schema


def tied(text: str) -> list[tuple[str, tuple[str, ...], bool | None]]:
    uniform = plain(text)
    mentions = find_mentions(uniform, year=2024)
    return [
        (
            mentions[each.total].quantity.raw,
            tuple(mentions[part].quantity.raw for part in each.parts),
            each.exhaustive,
        )
        for each in tie(uniform.text, mentions)
    ]


@pytest.mark.parametrize(
    ("text", "total", "parts", "exhaustive"),
    [
        (
            "支出525万元，包括设备280万元、维修195万元、培训50万元。",
            "525万元",
            ("280万元", "195万元", "50万元"),
            True,
        ),
        ("拨付资金600万元，分别为东乡240万元、西乡360万元。", "600万元", ("240万元", "360万元"), True),
        ("拨付资金600万元，分别用于修路240万元、架桥360万元。", "600万元", ("240万元", "360万元"), True),
        ("支出640万元，其中疫苗320万元、运输150万元。", "640万元", ("320万元", "150万元"), None),
        ("支出640万元，其中：疫苗320万元；运输150万元。", "640万元", ("320万元", "150万元"), None),
        ("支出640万元（其中疫苗320万元、运输150万元）。", "640万元", ("320万元", "150万元"), None),
        ("支出640万元，其中疫苗320万元、运输150万元等。", "640万元", ("320万元", "150万元"), False),
        ("支出640万元，主要包括疫苗320万元、运输150万元。", "640万元", ("320万元", "150万元"), False),
        ("支出640万元，其中疫苗320万元。", "640万元", ("320万元",), False),
        ("培训300人，其中女性210人。", "300人", ("210人",), False),
        ("改厕3200户，其中整村1800户、零星1400户。", "3200户", ("1800户", "1400户"), None),
        (
            "抽检420批次，分别为蔬菜180批次、肉类120批次、水果120批次。",
            "420批次",
            ("180批次", "120批次", "120批次"),
            True,
        ),
        (
            "全年用款640万元：疫苗320万元（其中冷链80万元），运输320万元。",
            "640万元",
            ("320万元", "320万元"),
            None,
        ),
        ("惠及老人900人中，东街500人、西街400人。", "900人", ("500人", "400人"), None),
        ("省里补助260万元（基本160万元、奖励100万元）。", "260万元", ("160万元", "100万元"), None),
        ("400万元，其中150万元为应拨未拨资金、250万元为当年资金。", "400万元", ("150万元", "250万元"), None),
    ],
)
def test_parts_behind_their_total(
    text: str, total: str, parts: tuple[str, ...], exhaustive: bool | None
) -> None:
    assert (total, parts, exhaustive) in tied(text)


@pytest.mark.parametrize(
    ("text", "total", "parts", "exhaustive"),
    [
        (
            "养护费318万元，更新费146万元，人工费230万元，合计694万元。",
            "694万元",
            ("318万元", "146万元", "230万元"),
            True,
        ),
        ("中央资金160万元、省级资金100万元，共计260万元。", "260万元", ("160万元", "100万元"), None),
        ("东乡60万元、西乡80万元、南乡40万元，共180万元。", "180万元", ("60万元", "80万元", "40万元"), True),
    ],
)
def test_parts_before_their_total(
    text: str, total: str, parts: tuple[str, ...], exhaustive: bool | None
) -> None:
    assert tied(text) == [(total, parts, exhaustive)]


@pytest.mark.parametrize(
    ("text", "total", "parts"),
    [
        (
            "安排补贴332万元，包括粮食210万元、经济作物122万元，另配套61万元。",
            "332万元",
            ("210万元", "122万元"),
        ),
        ("支出76万元，包括宣传36万元、场地40万元，结余4万元。", "76万元", ("36万元", "40万元")),
        (
            "年初预算300万元，包括保洁200万元、清运100万元，年中追加50万元。",
            "300万元",
            ("200万元", "100万元"),
        ),
        ("支出96万元，包括低龄64万元、高龄32万元，人均补助100元。", "96万元", ("64万元", "32万元")),
        ("下达480万元，其中县级300万元（其中设备220万元）、乡镇180万元。", "480万元", ("300万元", "180万元")),
        ("支出525万元，包括设备280万元、维修245万元，同比增加30万元。", "525万元", ("280万元", "245万元")),
        ("救助860人次，支出120万元，其中临时救助80万元、特困40万元。", "120万元", ("80万元", "40万元")),
    ],
)
def test_the_list_ends_where_the_words_say_so(text: str, total: str, parts: tuple[str, ...]) -> None:
    assert [each[1] for each in tied(text) if each[0] == total] == [parts]


@pytest.mark.parametrize(
    "text",
    [
        "支出525万元，用于设备购置。",
        "全年预算450万元，实际支出412.5万元，结余37.5万元。",
        "新建幼儿园5所，新增学位1200个，其余在建。",
        "满意度95.2%，其中学生96.1%、家长94.3%。",  # shares are not summed
        "排名第6位，其中水环境第3位、空气第9位。",
        "改造管网26公里。新建泵房12座。共计投入860万元。",
        "每亩补助150元，包括种子80元/亩、肥料70元/亩。",
        "由市财政局下达860万元，分两批拨付。",
        "年初预算3至5万元，其中差旅约1万元至2万元。",
        "",
    ],
)
def test_leaves_alone(text: str) -> None:
    assert tied(text) == []


def outline(text: str, folder: Path) -> list[tuple[str, tuple[str, ...], bool | None]]:
    path = folder / "自评报告.md"
    path.write_text(text, encoding="utf-8")
    found = find_case([read(path, path.name)], load_schema())
    return [
        (each.total.quantity.raw, tuple(part.quantity.raw for part in each.parts), each.exhaustive)
        for each in found.breakdowns
        if each.cue == "分项"
    ]


SECTIONS = """\
# 市水利局2024年度水库维修养护项目绩效自评报告

一、资金使用情况

全年实际支出815万元{announced}

1.坝体防渗

{first}

2.溢洪道改造

支出265万元，完成4处。

3.监测设施

支出130万元，安装38套。

二、存在问题

资金拨付不够及时。
"""


@pytest.mark.parametrize(
    ("announced", "first", "expected"),
    [
        (
            "，分为以下三类：",
            "支出420万元，完成6座。",
            [("815万元", ("420万元", "265万元", "130万元"), True)],
        ),
        (
            "，具体如下：",
            "实际支出420万元，其中材料费200万元。",
            [("815万元", ("420万元", "265万元", "130万元"), True)],
        ),
        ("。", "项目总计支出420万元。", [("815万元", ("420万元", "265万元", "130万元"), True)]),
    ],
)
def test_sections_are_parts_of_what_is_announced(
    announced: str, first: str, expected: list[tuple[str, tuple[str, ...], bool | None]], tmp_path: Path
) -> None:
    assert outline(SECTIONS.format(announced=announced, first=first), tmp_path) == expected


def test_sections_without_money_are_no_parts(tmp_path: Path) -> None:
    text = (
        SECTIONS.format(announced="。", first="完成6座。")
        .replace("支出265万元，", "")
        .replace("支出130万元，", "")
    )
    assert outline(text, tmp_path) == []


def test_own_money_of_a_section_is_not_the_projects(tmp_path: Path) -> None:
    path = tmp_path / "自评报告.md"
    path.write_text(SECTIONS.format(announced="。", first="支出420万元。"), encoding="utf-8")
    found = find_case([read(path, path.name)], load_schema())
    own = [fact.quantity.raw for fact in found.facts if fact.indicator.startswith("budget:")]
    assert own == ["815万元"]


def test_what_stands_behind_a_semicolon_is_no_part_of_the_clause_before() -> None:
    assert tied("改造管网累计48公里，其中下半年占六成；新建泵站约60座。") == []


def test_parts_of_spending_were_spent(tmp_path: Path) -> None:
    report = tmp_path / "报告.txt"
    report.write_text(
        "2024年防汛项目自评报告\n项目支出800万元，包括沙袋采购300万元、泵车租赁500万元。\n", encoding="utf-8"
    )
    facts = find_case([read(report, "报告.txt")], load_schema()).facts
    assert [(fact.quantity.raw, fact.role.value, fact.exact) for fact in facts] == [
        ("800万元", "executed", True),
        ("300万元", "executed", True),
        ("500万元", "executed", True),
    ]
