"""Passages as bureaus write them: which numbers are parts of which total, over clauses, sentences and paragraphs."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from extractors.facts import find_case
from extractors.reader import read
from schemas.fact import Breakdown
from schemas.indicator import load_schema

PASSAGES = yaml.safe_load(
    (Path(__file__).parent / "expected" / "parts_of_totals.yaml").read_text(encoding="utf-8")
)
Edges = set[tuple[str, str]]


def breakdowns(text: str, folder: Path) -> tuple[Breakdown, ...]:
    path = folder / "自评报告.txt"
    path.write_text(f"市局2024年度某项目绩效自评报告\n{text}\n", encoding="utf-8")
    return find_case([read(path, path.name)], load_schema()).breakdowns


def edges(text: str, folder: Path) -> Edges:
    return {
        (each.total.quantity.raw, part.quantity.raw)
        for each in breakdowns(text, folder)
        for part in each.parts
    }


def expected(told: str) -> Edges:
    pairs = (each.split(": ") for each in told.split("; "))
    return {(total, part) for total, parts in pairs for part in parts.split()}


@pytest.mark.parametrize("case", PASSAGES["tied"], ids=lambda case: case["passage"][:20])
def test_parts_are_tied_to_their_total(case: dict[str, str], tmp_path: Path) -> None:
    assert edges(case["passage"], tmp_path) == expected(case["parts"])


@pytest.mark.parametrize("passage", PASSAGES["left_alone"], ids=lambda passage: passage[:20])
def test_what_is_no_part_is_left_alone(passage: str, tmp_path: Path) -> None:
    assert not edges(passage, tmp_path)


@pytest.mark.parametrize(
    ("text", "exhaustive"),
    [
        ("设备费60万元、材料费30万元，两项合计90万元。", True),
        ("设备费60万元、材料费30万元，合计90万元。", True),
        ("全年支出90万元，其中设备费60万元、材料费30万元。", None),
        ("全年支出90万元，包括设备费60万元、材料费30万元。", True),
        ("全年支出90万元，主要包括设备费60万元、材料费20万元。", False),
        ("全年支出90万元，其中设备费60万元、材料费20万元等。", False),
        ("设备费60万元、材料费20万元等，全年共支出90万元。", False),
        ("全年支出90万元，具体如下：\n（1）设备费60万元。\n（2）材料费30万元。", True),
        ("全年支出90万元，其中：\n（1）设备费60万元。\n（2）材料费30万元。", None),
        ("设备费支出60万元。\n材料费支出30万元。\n以上两项合计支出90万元。", True),
        ("较上年增加90万元，主要是设备费增加60万元、材料费增加40万元。", False),
        ("培训128人，教师83人、家长45人。", None),
        ("支出90万元主要投向以下方面：\n1.设备更新，支出50万元。\n2.人员培训，支出30万元。", False),
        ("支出90万元，用于以下3项：\n1.设备更新，支出50万元。\n2.人员培训，支出30万元。", None),
        ("支出90万元，用于以下两项：\n1.设备更新，支出60万元。\n2.人员培训，支出30万元。", True),
    ],
)
def test_how_sure_the_words_are_that_the_list_is_whole(
    text: str, exhaustive: bool | None, tmp_path: Path
) -> None:
    assert [each.exhaustive for each in breakdowns(text, tmp_path)] == [exhaustive]


@pytest.mark.parametrize(
    ("text", "total", "parts"),
    [
        ("设备费60万元、材料费30万元、人工费20万元，合计120万元。", "120万元", 3),
        ("全年支出120万元，具体如下：\n（1）设备费60万元。\n（2）材料费30万元。", "120万元", 2),
        ("设备费支出60万元。\n材料费支出30万元。\n以上两项合计支出120万元。", "120万元", 2),
        ("主要支出方向：①设备费60万元；②材料费30万元。两项合计120万元，与账面一致。", "120万元", 2),
        ("设备费60万元（占50%），材料费30万元（占25%），合计120万元。", "120万元", 2),
    ],
)
def test_a_list_is_found_though_its_figures_do_not_add_up(
    text: str, total: str, parts: int, tmp_path: Path
) -> None:
    assert [(each.total.quantity.raw, len(each.parts)) for each in breakdowns(text, tmp_path)] == [
        (total, parts)
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("中央资金30.9万元，县财政资金30.9万元，共计下达61.8万元。", "共计下达"),
        ("东区120万元，西区117万元，共237万元。", "合计"),
        ("一期道路30公里，二期道路40公里，改造道路共70公里。", "改造道路"),
    ],
)
def test_a_total_never_takes_the_name_of_its_last_part(text: str, name: str, tmp_path: Path) -> None:
    assert [each.total.subject for each in breakdowns(text, tmp_path)] == [name]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2022年、2023年分别完成道路改造100公里、200公里。", [2022, 2023]),
        ("2021年、2022年省里分别立项农田项目62万亩和64万亩。", [2021, 2022]),
        ("2021年、2022年分别新建农田62万亩、64万亩，发展灌溉16万亩、17万亩。", [2021, 2022, 2021, 2022]),
    ],
)
def test_numbers_in_turn_are_of_the_years_before_them(text: str, years: list[int], tmp_path: Path) -> None:
    path = tmp_path / "自评报告.txt"
    path.write_text(f"市局2023年度某项目绩效自评报告\n{text}\n", encoding="utf-8")
    facts = find_case([read(path, path.name)], load_schema()).facts
    assert [fact.period and fact.period.first.year for fact in facts] == years


def test_items_are_parts_of_the_budget_that_they_make(tmp_path: Path) -> None:
    said = "年初预算350万元，追加37万元，全年预算387万元，用于以下三类：\n1.教材\n全年预算数187万元。\n2.校舍\n全年预算数120万元。\n3.培训\n全年预算数80万元。"
    assert ("387万元", "187万元") in edges(said, tmp_path)
    assert not {total for total, _ in edges(said, tmp_path)} - {"387万元"}


@pytest.mark.parametrize(
    ("text", "total", "parts"),
    [
        (
            "省里下达文化补助预算391.6万元，用于公共服务。\n二、分解下达情况\n按照文件要求，我局制定了资金分配方案：\n1.送戏下乡95万元；\n2.进校园75万元；\n3.阅读圈建设221.6万元。",
            "391.6万元",
            ("95万元", "75万元", "221.6万元"),
        ),
        (
            "下达我市防治资金1740万元，已下拨各县。具体情况如下：\n3月，市财政局收到提前下达的资金1300万元，已拨付东县。\n8月，市财政局收到追加下达的资金440万元，已拨付西县。\n大气方面另下达资金200万元。",
            "1740万元",
            ("1300万元", "440万元"),
        ),
    ],
)
def test_paragraphs_below_make_a_total_that_no_word_ties(
    text: str, total: str, parts: tuple[str, ...], tmp_path: Path
) -> None:
    [found] = breakdowns(text, tmp_path)
    assert (found.total.quantity.raw, tuple(part.quantity.raw for part in found.parts)) == (total, parts)
    assert found.exhaustive is None


def test_a_plan_that_makes_nothing_said_before_is_tied_to_nothing(tmp_path: Path) -> None:
    said = "省里下达补助391.6万元。\n我局制定了资金分配方案：\n1.送戏95万元；\n2.进校园75万元；\n3.阅读圈90万元。"
    assert not edges(said, tmp_path)
