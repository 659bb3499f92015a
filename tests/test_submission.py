"""Every file below a directory is accounted for, and what belongs together is put together."""

from __future__ import annotations

import os
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from pipeline.folders import folder_names
from pipeline.run import Status
from pipeline.submission import department_name, group, project_name
from pipeline.versions import stem_and_rank, superseded
from pipeline.walk import walk
from schemas.document import Anchor, Block, Cell, Document, Paragraph, Table
from tests.packing import audited

BODY = ("项目实际支出100万元。", "完成维修校舍12所。", "群众满意度95%。", "资金使用规范。")


def written(path: str, *texts: str, rows: tuple[tuple[str, ...], ...] = ()) -> Document:
    """A document of paragraphs and, where ``rows`` are given, a table at the end."""
    blocks: list[Block] = [
        Paragraph(text, Anchor(path, i, end=len(text), quote=text)) for i, text in enumerate(texts)
    ]
    if rows:
        cells = tuple(
            tuple(Cell(text, Anchor(path, len(texts), 1, r, c), r, c) for c, text in enumerate(row, 1))
            for r, row in enumerate(rows, 1)
        )
        blocks.append(Table(cells, Anchor(path, len(texts), 1)))
    return Document(path, sha256(repr((path, texts, rows)).encode()).hexdigest(), "docx", tuple(blocks))


# --- walking


def test_junk_is_skipped_and_said(tmp_path: Path) -> None:
    for name in ("a.docx", "~$a.docx", "desktop.ini", "Thumbs.db", ".DS_Store", ".gitkeep", "b/c.pdf"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    found = {each.name: each for each in walk(tmp_path)}
    assert {name for name, each in found.items() if each.status is None} == {"a.docx", "b/c.pdf"}
    assert all(each.reason for each in found.values() if each.status is Status.SKIPPED)
    assert len(found) == 7


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights")
def test_links_are_never_followed(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("x")
    (tmp_path / "in" / "loop").symlink_to(tmp_path)
    (tmp_path / "in" / "outside").symlink_to("/etc/hostname")
    (tmp_path / "in" / "dangling").symlink_to("nowhere")
    found = {each.name: each.status for each in walk(tmp_path)}
    assert found == {
        "in/a.txt": None,
        "in/loop": Status.SKIPPED,
        "in/outside": Status.FAILED,
        "in/dangling": Status.FAILED,
    }


@pytest.mark.skipif(sys.platform == "win32", reason="no fifos")
def test_what_is_not_a_file_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    assert [each.status for each in walk(tmp_path)] == [Status.FAILED]


def test_an_earlier_output_is_not_audited(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "audit.csv").write_text("x")
    (tmp_path / "a.txt").write_text("x")
    assert [each.name for each in walk(tmp_path, without=tmp_path / "out")] == ["a.txt"]


@pytest.mark.skipif(sys.platform != "linux", reason="bytes as names")
def test_names_that_are_not_utf8_can_be_written(tmp_path: Path) -> None:
    try:
        (tmp_path / os.fsdecode("报告.txt".encode("gbk"))).write_text("x")
    except OSError:
        pytest.skip("this file system wants UTF-8")
    assert [each.name for each in walk(tmp_path)] == ["报告.txt"]


# --- folders and names


@pytest.mark.parametrize(
    ("path", "department", "project"),
    [
        ("报告.docx", "", ""),
        ("市教育局/报告.docx", "市教育局", ""),
        ("市教育局/校舍维修/报告.docx", "市教育局", "校舍维修"),
        ("市教育局/校舍维修/附件/合同/1.pdf", "市教育局", "校舍维修"),
        ("2024年度/市教育局/校舍维修/报告.docx", "市教育局", "校舍维修"),
    ],
)
def test_folders_name_department_and_project(path: str, department: str, project: str) -> None:
    assert folder_names(path) == (department, project)


@pytest.mark.parametrize(
    ("title", "project"),
    [
        ("2024年度校舍维修改造专项资金绩效自评报告", "校舍维修改造专项资金"),
        ("2024年度校舍维修改造项目支出绩效自评报告", "校舍维修改造"),
        ("校舍维修改造项目绩效自评表", "校舍维修改造"),
        ("校舍维修改造专项资金使用情况绩效自评报告", "校舍维修改造专项资金"),
        ("根据通知要求，现将绩效自评报告", ""),
        ("一、项目基本情况", ""),
    ],
)
def test_a_title_line_names_the_project(title: str, project: str) -> None:
    assert project_name(written("a.docx", title)).removesuffix("项目") == project


FUNDS = (("", "年初预算数", "全年预算数", "全年执行数"), ("年度资金总额", "100", "100", "98"))


def test_a_form_names_project_and_department() -> None:
    rows = (("项目名称", "校舍维修改造"), ("主管部门（公章）", "市教育局"), *FUNDS)
    form = written("a.docx", "2024年度项目支出绩效自评表", rows=rows)
    assert (project_name(form), department_name(form)) == ("校舍维修改造", "市教育局")


def test_a_flat_folder_is_grouped_by_the_names_in_the_documents() -> None:
    report = written("1.docx", "2024年度校舍维修改造项目绩效自评报告", *BODY)
    form = written("2.docx", rows=(("项目名称", "校舍维修改造项目"), ("主管部门", "市教育局"), *FUNDS))
    other = written("3.docx", "2024年度学生资助项目绩效自评报告", "资助学生30人。")
    nameless = written("合同.docx", "甲方：某公司。")
    found = {each.project: each for each in group([report, form, other, nameless]).submissions}
    assert [len(each.documents) for each in found.values()] == [1, 1, 2]
    [both] = [each for each in found.values() if len(each.documents) == 2]
    assert both.department == "市教育局"
    assert found["合同"].guessed
    assert not both.guessed


def test_folders_win_over_names() -> None:
    report = written("市教育局/甲/1.docx", "2024年度乙项目绩效自评报告")
    [one] = group([report]).submissions
    assert (one.department, one.project) == ("市教育局", "甲")


@pytest.mark.parametrize(("folder", "department"), [("市教育局", "市教育局"), ("校舍维修", "市财政局")])
def test_a_folder_that_is_no_organisation_yields_to_the_form(folder: str, department: str) -> None:
    rows = (("项目名称", "2024年校舍维修"), ("主管部门", "035001-市财政局"), *FUNDS)
    [one] = group([written(f"{folder}/表.docx", rows=rows)]).submissions
    assert (one.department, one.project) == (department, "2024年校舍维修")


# --- report and form in one folder under names that differ


def _in_one_folder(folder: str, report: str, form: str, project: str = "") -> int:
    """How many projects a report and a form with these titles are."""
    rows = ((("专项名称", project),) if project else ()) + FUNDS
    papers = [written(f"{folder}/报告.docx", report, *BODY), written(f"{folder}/表.xlsx", form, rows=rows)]
    return len(group(papers).submissions)


@pytest.mark.parametrize(
    ("folder", "report", "form", "project"),
    [
        (
            "03_兴和市林业局_2024年部门整体支出",
            "兴和市林业局2024年度部门整体支出绩效自评报告",
            "2024年度市级部门整体支出绩效自评表",
            "",
        ),
        (
            "兴和市林业局",
            "兴和市2024年度中小学校舍维修绩效自评报告",
            "转移支付绩效自评表",
            "农村中小学补助经费（校舍维修）",
        ),
        ("市林业局", "2024年度项目支出绩效自评报告", "项目支出绩效自评表", "防火道路养护"),
        (
            "06_市民政局_2024年残疾人两项补贴资金",
            "2024年残疾人两项补贴资金绩效自评报告",
            "自评表",
            "困难残疾人生活补贴和护理补贴",
        ),
    ],
)
def test_a_report_and_its_form_in_one_folder_are_one_project(
    folder: str, report: str, form: str, project: str
) -> None:
    assert _in_one_folder(folder, report, form, project) == 1


@pytest.mark.parametrize(
    ("report", "project"),
    [
        ("2024年度部门整体支出绩效自评报告", "防火道路养护"),
        ("2024年度农村公路养护项目绩效自评报告", "农村公路建设"),
        ("2024年度防火道路养护一期项目绩效自评报告", "防火道路养护二期"),
        ("2023年度防火道路项目绩效自评报告", "水源林管护"),
    ],
)
def test_a_report_and_a_form_of_different_projects_stay_apart(report: str, project: str) -> None:
    assert _in_one_folder("市林业局", report, "项目支出绩效自评表", project) == 2


def test_a_report_kept_apart_from_a_form_beside_it_is_told() -> None:
    report = written("市林业局/报告.docx", "2024年度农村公路养护项目绩效自评报告", *BODY)
    form = written("市林业局/表.docx", "项目支出绩效自评表", rows=(("项目名称", "水源林管护"), *FUNDS))
    [said] = group([report, form]).apart
    assert "“市林业局/报告.docx”与自评表“市林业局/表.docx”在同一个文件夹里" in said
    assert group([report]).apart == ()


def test_a_folder_called_by_a_project_names_its_department_too() -> None:
    [one] = group([written("05_兴和县林业局_2024年防火道路/报告.docx", "防火道路绩效自评报告")]).submissions
    assert one.department == "兴和县林业局"


# --- versions


@pytest.mark.parametrize(
    "name",
    [
        "自评报告（最终版）", "自评报告-终稿", "自评报告_定稿", "自评报告(修改)", "自评报告修订稿", "自评报告(1)",
        "自评报告（2）", "自评报告 - 副本", "自评报告盖章版", "自评报告v2", "自评报告V2.1", "自评报告20240131",
        "自评报告2024-01-31", "自评报告2024年1月31日", "自评报告（最终版）(1)", "自评报告最终版2", "自评报告第二稿", "自评报告",
    ],
)  # fmt: skip
def test_marks_are_not_part_of_the_name(name: str) -> None:
    assert stem_and_rank(f"x/{name}.docx")[0] == "自评报告"


@pytest.mark.parametrize("name", ["2024", "附件1", "修改", "2023年度自评报告2", "V2", "20240131"])
def test_a_name_is_never_all_mark(name: str) -> None:
    assert stem_and_rank(f"{name}.docx")[0] == name


@pytest.mark.parametrize(
    ("older", "later"),
    [
        ("报告.docx", "报告修改.docx"),
        ("报告修改.docx", "报告定稿.docx"),
        ("报告定稿.docx", "报告最终版.docx"),
        ("报告最终版.docx", "报告盖章版.pdf"),
        ("报告初稿.docx", "报告.docx"),
        ("报告v1.docx", "报告v2.docx"),
        ("报告v9.docx", "报告v10.docx"),
        ("报告20240131.docx", "报告20240201.docx"),
        ("报告.docx", "报告(1).docx"),
        ("报告.pdf", "报告.docx"),
        ("报告.md", "报告.pdf"),
        ("报告.txt", "报告.md"),
        ("报告.docx", "报告最终版.pdf"),
    ],
)
def test_the_latest_version_is_audited(older: str, later: str) -> None:
    assert superseded([written(older, *BODY), written(later, *BODY)]) == {older: later}


def test_versions_need_like_texts() -> None:
    assert (
        superseded([written("报告.docx", *BODY), written("报告(1).docx", "别的内容。", "全不相同。")]) == {}
    )


def test_versions_need_like_names() -> None:
    assert superseded([written("报告.docx", *BODY), written("总结.docx", *BODY)]) == {}


def test_equal_bytes_are_versions_whatever_their_names() -> None:
    one = written("报告.docx", *BODY)
    other = Document("别名.docx", one.sha256, one.format, one.blocks)
    assert list(superseded([one, other]).values()) in (["报告.docx"], ["别名.docx"])


def test_a_version_set_aside_is_skipped_and_says_which_is_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.audit._confront_all", lambda *_: ([], {}, []))
    (tmp_path / "自评报告.txt").write_text("\n".join(BODY), encoding="utf-8")
    (tmp_path / "自评报告（最终版）.txt").write_text("\n".join(BODY), encoding="utf-8")
    rows = audited(tmp_path)
    assert rows["自评报告（最终版）.txt"].status is Status.PARSED
    older = rows["自评报告.txt"]
    assert (older.status, older.instead) == (Status.SKIPPED, "自评报告（最终版）.txt")
    assert "核对以“自评报告（最终版）.txt”为准，这一份没有核对" in older.reason


def test_a_half_changed_version_is_still_one() -> None:
    changed = (*BODY[:3], "资金使用不规范。")
    assert superseded([written("报告.docx", *BODY), written("报告修改.docx", *changed)]) == {
        "报告.docx": "报告修改.docx"
    }
