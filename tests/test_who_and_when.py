"""Whose report it is, on what: titles with departments and years, names cut short."""

from __future__ import annotations

from functools import cache

import pytest

from extractors.facts import find_case
from extractors.who_and_when import project_of
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
    ],
)
def test_the_project_in_the_title(title: str, project: str) -> None:
    assert project_of([document(title)], []) == project


def test_a_name_cut_short_is_the_projects_own() -> None:
    said = "2024年实施了农村客运服务能力提升试点（以下简称“试点”）。"
    case = find_case(
        [document("农村客运服务能力提升试点项目绩效自评报告", said, "试点支出320万元。")], schema()
    )
    assert [fact.indicator for fact in case.facts if fact.quantity.raw == "320万元"] == ["budget:executed"]


def test_what_somebody_else_is_called_for_short_is_not() -> None:
    said = "委托清河公共交通有限责任公司（以下简称“清河公交”）运营。"
    case = find_case(
        [document("农村客运服务能力提升试点项目绩效自评报告", said, "清河公交支出320万元。")], schema()
    )
    assert [fact.indicator for fact in case.facts if fact.quantity.raw == "320万元"] == [""]
