"""Whose report it is, on what: titles with departments and years, names cut short."""

from __future__ import annotations

from functools import cache

import pytest

from extractors.facts import find_case
from extractors.who_and_when import department_of, project_of, year_of
from schemas.document import Document
from schemas.indicator import Schema, load_schema
from tests import handmade


@cache
def schema() -> Schema:
    return load_schema()


def document(*texts: str) -> Document:
    return handmade.document("报告.docx", texts)


@pytest.mark.parametrize(
    ("title", "project"),
    [
        ("清河县2024年农村客运补贴项目绩效自评报告", "农村客运补贴"),
        ("清河县交通运输局2024年度农村客运补贴项目支出绩效自评报告", "农村客运补贴"),
        ("2024年度农村客运补贴资金绩效自评报告", "农村客运补贴资金"),
        ("农村客运补贴项目2024年度绩效自评报告", "农村客运补贴"),
        ("清河县交通运输局2024年度项目支出绩效单位自评报告", ""),
        ("清河县交通运输局2024年度部门整体支出绩效自评报告", ""),
        ("清河县司法局整体支出绩效评价报告（2024年度）", ""),
        ("关于上报2024年3-6岁幼儿资助资金项目支出绩效自评的报告", "3-6岁幼儿资助资金"),
        ("清河县水利局关于小型水库管护补助资金支出绩效的自评报告", "小型水库管护补助资金"),
        ("2024年清河县水利局小型水库管护项目绩效自评总结报告", "小型水库管护"),
        ("2022-2024年度垃圾清运项目绩效评价报告", "垃圾清运"),
        ("清河县2023年、2024年河道清淤资金绩效评价报告", "河道清淤资金"),
        ("2024年度助学贷款贴息项目自评结果", "助学贷款贴息"),
        ("2024年度项目支出绩效自评报告（食堂改造补助资金）", "食堂改造补助资金"),
        ("清河县残联转移支付2024年度绩效自评报告（残疾人康复补助资金）", "残疾人康复补助资金"),
        ("清河县水利局河道清淤专项资金2024年度绩效评价自评报告", "河道清淤专项资金"),
        ("“阳光助学”项目2024年度绩效自评报告", "阳光助学"),
        ("“四点半”课堂补助2024年度绩效自评报告", "“四点半”课堂补助"),
        ("政务大厅改造与产业布局规划项目绩效自评报告", "政务大厅改造与产业布局规划"),
        ("一、河道清淤项目绩效自评情况", ""),
        ("现将河道清淤，护岸项目绩效自评报告", ""),
    ],
)
def test_the_project_in_the_title(title: str, project: str) -> None:
    assert project_of([document(title)], []) == project


@pytest.mark.parametrize(
    ("lines", "department"),
    [
        (("清河县水利局关于小型水库管护资金绩效自评的报告", "清河县财政局："), "清河县水利局"),
        (("2024年清河县水利局小型水库管护项目绩效自评报告",), "清河县水利局"),
        (("清河县水利局", "2024年度小型水库管护项目绩效自评报告"), "清河县水利局"),
        (("项目绩效自评报告", "主管部门：清河县水利局。"), "清河县水利局"),
        (("小型水库管护项目绩效自评报告", "一、概况", "水利局下设办公室、财务股。"), ""),
        (("小型水库管护项目绩效自评报告", "清河县财政局："), ""),
    ],
)
def test_the_department_on_the_cover_or_in_the_title(lines: tuple[str, ...], department: str) -> None:
    assert department_of([document(*lines)], []) == department


@pytest.mark.parametrize(
    ("lines", "year"),
    [
        (("2022-2024年度垃圾清运项目绩效评价报告", "2022年清运3万吨。"), 2024),
        (("清河县2023年、2024年河道清淤资金绩效评价报告",), 2024),
        (
            (
                "河道清淤项目绩效自评报告",
                "按《关于开展2023年度项目支出绩效自评工作的通知》（清财绩〔2024〕3号）要求报告如下。",
                "资金按关于2022年清淤筹资的通知筹集。",
            ),
            2023,
        ),
        (
            (
                "河道清淤项目绩效自评报告",
                "按《关于开展2024年度绩效评价工作的通知》（清财绩〔2024〕3号）要求报告如下。",
                "2023年清淤9公里。",
            ),
            2023,
        ),
    ],
)
def test_the_year_reported_on(lines: tuple[str, ...], year: int) -> None:
    assert year_of([document(*lines)], []) == year


def test_a_name_cut_short_is_the_projects_own() -> None:
    said = "2024年实施了农村客运服务能力提升试点（以下简称“试点”）。"
    case = find_case(
        [document("农村客运服务能力提升试点项目绩效自评报告", said, "试点支出320万元。")], schema()
    )
    assert [fact.indicator for fact in case.facts if fact.quantity.raw == "320万元"] == ["budget:executed"]


def test_the_place_in_the_title_is_the_reports_own() -> None:
    lines = ("清河县2024年度河道清淤项目绩效自评报告", "清河县清淤河道9公里。", "平安县清淤河道3公里。")
    cores = {fact.quantity.raw: fact.core for fact in find_case([document(*lines)], schema()).facts}
    assert cores["9公里"]
    assert not cores["3公里"]


def test_what_somebody_else_is_called_for_short_is_not() -> None:
    said = "委托清河公共交通有限责任公司（以下简称“清河公交”）运营。"
    case = find_case(
        [document("农村客运服务能力提升试点项目绩效自评报告", said, "清河公交支出320万元。")], schema()
    )
    assert [fact.indicator for fact in case.facts if fact.quantity.raw == "320万元"] == [""]
