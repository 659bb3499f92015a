"""Whose a document is by where it lies, archives among the folders."""

from __future__ import annotations

import pytest

from pipeline.folders import places
from pipeline.submission import group, project_name
from schemas.document import Document
from tests.test_submission import FUNDS, written


def report(path: str, project: str) -> Document:
    return written(path, f"2024年度{project}项目绩效自评报告", "全年支出100万元。")


def form(path: str, project: str, department: str = "市教育局") -> Document:
    return written(path, rows=(("项目名称", project), ("主管部门", department), *FUNDS))


def papers(path: str) -> Document:
    return written(path, f"甲方：{path}。")


def grouped(*documents: Document) -> dict[tuple[str, str], list[str]]:
    return {
        (each.department, each.project): [document.path.rpartition("!/")[2] for document in each.documents]
        for each in group(documents).submissions
    }


# --- one project


@pytest.mark.parametrize(
    ("where", "place"),
    [
        ("市教育局/校舍维修.zip!/", ("市教育局", "校舍维修")),
        ("市教育局/校舍维修.tar.gz!/", ("市教育局", "校舍维修")),
        ("市教育局/校舍维修.zip!/校舍维修/", ("市教育局", "校舍维修")),
        ("市教育局/校舍维修.zip!/新建文件夹/", ("市教育局", "校舍维修")),
        ("市教育局/绩效自评材料.zip!/校舍维修/", ("市教育局", "校舍维修")),
        ("市教育局/校舍维修/自评材料.zip!/", ("市教育局", "校舍维修")),
        ("市教育局/校舍维修/自评材料.zip!/正文/", ("市教育局", "校舍维修")),
        ("2024年度/市教育局/校舍维修.zip!/", ("市教育局", "校舍维修")),
        ("市教育局.zip!/校舍维修/", ("市教育局", "校舍维修")),
        ("市教育局.zip!/市教育局/校舍维修/", ("市教育局", "校舍维修")),
        ("市教育局.zip!/校舍维修.rar!/", ("市教育局", "校舍维修")),
        ("全部材料.zip!/市教育局/校舍维修/", ("市教育局", "校舍维修")),
        ("全部材料.zip!/市教育局.zip!/校舍维修.zip!/", ("市教育局", "校舍维修")),
        ("校舍维修.zip!/", ("", "校舍维修")),
        ("校舍维修.zip!/校舍维修/", ("", "校舍维修")),
        ("绩效自评材料.zip!/校舍维修/", ("", "校舍维修")),
        ("2024年度/校舍维修.zip!/", ("", "校舍维修")),
    ],
)
def test_the_papers_of_one_project_stay_together(where: str, place: tuple[str, str]) -> None:
    documents = [report(f"{where}报告.docx", "校舍维修"), form(f"{where}自评表.docx", "校舍维修")]
    documents += [papers(f"{where}附件/合同.docx"), papers(f"{where}附件/发票/1.docx")]
    assert set(places(documents, project_name).values()) == {place}
    [one] = group(documents).submissions
    assert (one.department, one.project, one.guessed) == ("市教育局", "校舍维修", False)


def test_a_report_and_a_form_in_an_archive_are_one_submission() -> None:
    documents = report("校舍维修.zip!/报告.docx", "校舍维修"), form("校舍维修.zip!/表.docx", "校舍维修改造")
    assert list(grouped(*documents)) == [("市教育局", "校舍维修")]


def test_attachments_packed_beside_the_report_belong_to_it() -> None:
    documents = (
        report("市教育局/校舍维修/报告.docx", "校舍维修"),
        papers("市教育局/校舍维修/附件.zip!/合同/1.docx"),
    )
    assert grouped(*documents) == {("市教育局", "校舍维修"): ["市教育局/校舍维修/报告.docx", "合同/1.docx"]}


def test_papers_sorted_into_folders_by_the_department_are_one_project() -> None:
    where = "市教育局/校舍维修.zip!"
    documents = [report(f"{where}/正文/报告.docx", "校舍维修"), papers(f"{where}/第一标段/1.docx")]
    documents.append(papers(f"{where}/第二标段/1.docx"))
    assert list(grouped(*documents)) == [("市教育局", "校舍维修")]


# --- several projects, several departments


@pytest.mark.parametrize("archive", ["材料", "2024年项目自评", "教育口"])
def test_two_projects_in_an_archive_are_two(archive: str) -> None:
    where = f"市教育局/{archive}.zip!"
    documents = [
        report(f"{where}/校舍维修/报告.docx", "校舍维修"),
        form(f"{where}/校舍维修/表.docx", "校舍维修"),
        report(f"{where}/学生资助/报告.docx", "学生资助"),
        papers(f"{where}/学生资助/名单.docx"),
    ]
    assert grouped(*documents) == {
        ("市教育局", "学生资助"): ["学生资助/名单.docx", "学生资助/报告.docx"],
        ("市教育局", "校舍维修"): ["校舍维修/报告.docx", "校舍维修/表.docx"],
    }


def test_two_projects_whose_papers_name_none_are_two() -> None:
    documents = papers("市教育局/材料.zip!/校舍维修/1.docx"), papers("市教育局/材料.zip!/学生资助/1.docx")
    assert list(grouped(*documents)) == [("市教育局", "学生资助"), ("市教育局", "校舍维修")]


def test_two_projects_packed_by_nobody_in_particular_are_two() -> None:
    documents = [
        form("材料.zip!/校舍维修/表.docx", "校舍维修"),
        papers("材料.zip!/校舍维修/合同.docx"),
        form("材料.zip!/学生资助/表.docx", "学生资助"),
    ]
    assert grouped(*documents) == {
        ("市教育局", "学生资助"): ["学生资助/表.docx"],
        ("市教育局", "校舍维修"): ["校舍维修/合同.docx", "校舍维修/表.docx"],
    }


@pytest.mark.parametrize("archive", ["全部材料", "2024", "第一批"])
def test_three_departments_in_an_archive_are_three(archive: str) -> None:
    bodies = ("市教育局", "市住建局", "市卫健委")
    documents = [report(f"{archive}.zip!/{body}/校舍维修/报告.docx", "校舍维修") for body in bodies]
    documents += [papers(f"{archive}.zip!/{body}/校舍维修/附件/1.docx") for body in bodies]
    assert sorted(grouped(*documents)) == sorted((body, "校舍维修") for body in bodies)
    assert all(len(paths) == 2 for paths in grouped(*documents).values())


def test_schools_in_the_archive_of_a_project_are_no_departments() -> None:
    where = "市教育局/校舍维修.zip!"
    documents = [
        papers(f"{where}/第一学校/1.docx"),
        papers(f"{where}/第二学校/1.docx"),
        report(f"{where}/报告.docx", "校舍维修"),
    ]
    assert list(grouped(*documents)) == [("市教育局", "校舍维修")]


def test_reports_of_several_projects_side_by_side_are_told_apart_by_their_names() -> None:
    documents = [report(f"材料.zip!/{name}.docx", name) for name in ("校舍维修", "学生资助")]
    documents.append(form("材料.zip!/表.docx", "学生资助"))
    assert sorted(map(len, grouped(*documents).values())) == [1, 2]


def test_an_archive_and_the_folder_it_was_made_of_are_read_once() -> None:
    lines = ("项目实际支出100万元。", "完成维修校舍12所。", "群众满意度95%。")
    packed = written("市教育局/校舍维修.zip!/报告.docx", *lines)
    loose = Document("市教育局/校舍维修/报告.docx", packed.sha256, "docx", packed.blocks)
    found = group([packed, loose])
    assert len(found.submissions) == 1
    assert len(found.superseded) == 1
