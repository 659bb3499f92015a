"""Rules across documents in a whole run: last year's results, the bureau's figures, and what the reports show of them."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import Workbook

from pipeline import cli
from pipeline.audit import Options, audit_directory
from pipeline.copied import signature_of
from pipeline.last_year import last_year
from pipeline.reference import reference
from pipeline.report import write_reports
from schemas.errors import UsageError
from schemas.indicator import load_schema

COPIED = (
    "全年对38所学校逐一核查台账，共抽查档案1264份，发现应助未助19人、重复享受7人，已全部整改到位，追回资金3.86万元，"
    "并对5所学校的校长进行了约谈。各校按学期公示受助名单2次，公示期不少于5个工作日，全年受理咨询412件、信访23件，"
    "均在规定的时限内办结，没有发生越级上访的情况，受助学生家长的满意率也比上年有所提高。"
)
LEFT_IN = "市教育局将核查结果与下一年度的资金分配挂钩，对连续两年出现同类问题的单位扣减下一年度的补助额度，进一步压实了各单位的主体责任。"
SIGNATURE = [34521775, 41464462, 9289609, 43643050]  # its first values
FORM = """
| 项目名称 | {project} | 主管部门 | {department} | | | | |
| 项目资金（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |
| | 年度资金总额 | {budget} | {budget} | {budget} | 10 | 100% | 10 |
| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
| 产出指标 | 数量指标 | 受益学生数 | {target}人 | {actual}人 | 20 | 20 | |
"""


def submit(
    home: Path,
    department: str,
    project: str,
    text: str,
    year: int = 2024,
    budget: int = 500,
    target: int = 300,
) -> None:
    folder = home / department / project
    folder.mkdir(parents=True, exist_ok=True)
    title = f"# {department}{year}年度{project}项目绩效自评报告"
    form = FORM.format(
        project=project, department=department, budget=budget, target=target, actual=target + 10
    )
    (folder / "自评报告.md").write_text(f"{title}\n\n{text}\n{form}", encoding="utf-8")


@pytest.fixture
def submissions(tmp_path: Path) -> Path:
    home = tmp_path / "submissions"
    submit(home, "市教育局", "学生资助", f"全年按月发放资助金。\n\n{COPIED}\n\n{LEFT_IN}")
    submit(home, "市民政局", "困难群众救助", f"本项目由各区实施。\n\n{COPIED}\n\n{LEFT_IN}", budget=800)
    return home


def rows(out: Path) -> list[dict[str, str]]:
    return list(csv.DictReader((out / "audit.csv").read_text(encoding="utf-8-sig").splitlines()))


def test_findings_stand_with_the_document_of_their_first_evidence(submissions: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_reports(audit_directory(submissions, Options(workers=1)), out)
    by_rule = {row["规则编号"]: row for row in rows(out)}
    copied, foreign = by_rule["XDC902"], by_rule["XDC909"]
    assert copied["文件"] == "市教育局/学生资助/自评报告.md"
    assert "市民政局/困难群众救助/自评报告.md" in copied["右值位置"]
    assert COPIED[:20] in copied["右值原文"]
    assert (foreign["部门"], foreign["严重程度"]) == ("市民政局", "错误")
    assert "市教育局将核查结果" in foreign["左值原文"]
    page = (out / "report" / "index.html").read_text(encoding="utf-8")
    assert '<span class="place">市民政局/困难群众救助/自评报告.md 第' in page


def test_a_rule_that_found_nothing_says_so_of_every_project(submissions: Path) -> None:
    run = audit_directory(submissions, Options(workers=1))
    for audit in run.audits:
        assert {f.rule for f in audit.findings if f.rule.startswith("XDC")} == {
            f"XDC{number}" for number in range(901, 911)
        }


def test_last_year_and_the_bureau_s_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before, now, out = tmp_path / "2023", tmp_path / "2024", tmp_path / "out"
    submit(before, "市教育局", "学生资助", "全年按月发放。", year=2023, target=400)
    submit(now, "市教育局", "学生资助", "全年按月发放资助金。", budget=520)
    table = tmp_path / "批复.csv"
    table.write_text(
        "部门,项目,指标,年度,数值,单位,来源\n市教育局,学生资助,年初预算数,2024,500,万元,人大批复\n市水利局,水库管护,年初预算数,2024,90,万元,\n",
        encoding="utf-8",
    )
    cli.main(["audit", str(before), "-o", str(tmp_path / "out2023"), "--workers", "1"])
    asked = ["audit", str(now), "-o", str(out), "--workers", "1", "--base", str(tmp_path / "out2023")]
    assert cli.main([*asked, "--reference", str(table)]) == cli.FINDINGS
    told = {row["规则编号"]: row for row in rows(out)}
    assert "上年实际完成 410人（上年：市教育局/学生资助/自评报告.md" in told["XDC907"]["问题描述"]
    assert "财政部门掌握的数（人大批复）是 500万元" in told["XDC906"]["问题描述"]
    said = capsys.readouterr().err
    assert "上年结果有 1 个项目，与本次对上 1 个" in said
    assert "财政部门掌握的数有 2 个项目，与本次对上 1 个；本次没有的：市水利局/水库管护" in said
    parameters = json.loads((out / "run.json").read_text(encoding="utf-8"))["parameters"]
    assert len(parameters["base"]) == len(parameters["reference"]) == 64


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({}, "缺少 facts.jsonl"),
        ({"facts.jsonl": "", "audit.csv": ""}, "缺少 facts.jsonl 或 run.json"),
        ({"facts.jsonl": "{", "run.json": "{}"}, "第1行不是一行完整的 JSON"),
        ({"facts.jsonl": '{"document": "a"}', "run.json": "{}"}, "第1行缺少应有的栏目"),
    ],
)
def test_what_is_no_result_of_a_run_is_refused(files: dict[str, str], why: str, tmp_path: Path) -> None:
    for name, content in files.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match=why):
        last_year(tmp_path, load_schema())


def test_a_base_that_is_not_there(
    submissions: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["audit", str(submissions), "-o", str(tmp_path / "out"), "--base", str(tmp_path / "none")]
    assert cli.main(asked) == cli.USAGE
    assert "没有这个目录" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("市教育局,,GDP,2024,1,万元", "第2行：部门和项目只填了一个"),
        (",,地区生产总值,今年,1,万元", "第2行：年度“今年”不是四位年份"),
        (",,地区生产总值,2024,约多少,万元", "第2行：数值“约多少”读不出一个数"),
        (",,地区生产总值,2024,5,光年", "第2行：不认识单位“光年”"),
        ("市教育局,学生资助,年初预算数,2024,5,", "第2行：“年初预算数”没有写单位"),
        (",,,2024,5,万元", "第2行：“指标”空白"),
    ],
)
def test_a_row_of_the_reference_that_cannot_be_read_is_named(line: str, why: str, tmp_path: Path) -> None:
    table = tmp_path / "参照数.csv"
    table.write_text(f"部门,项目,指标,年度,数值,单位\n{line}\n", encoding="utf-8")
    with pytest.raises(UsageError, match=why):
        reference(table, load_schema())


def test_a_bad_row_of_the_reference_costs_no_good_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nor does a statistic that names no city: of which of the two it is, nobody knows."""
    home = tmp_path / "材料"
    submit(home, "临江市教育局", "学生资助", "全年按月发放资助金。", budget=520)
    submit(home, "安川市教育局", "学生资助", "全年分批发放资助金。", budget=520)
    table = tmp_path / "批复.csv"
    table.write_text(
        "部门,项目,指标,年度,数值,单位\n临江市教育局,学生资助,年初预算数,2024,500,万元\n"
        "临江市教育局,学生资助,执行数,24年,486.2,万元\n,,地区生产总值,2024,3850.1,亿元\n",
        encoding="utf-8",
    )
    asked = ["audit", str(home), "-o", str(tmp_path / "out"), "--workers", "1", "--reference", str(table)]
    assert cli.main(asked) == cli.FINDINGS
    assert "XDC906" in {row["规则编号"] for row in rows(tmp_path / "out")}
    said = capsys.readouterr().err
    assert "注意：参照：批复.csv 第3行：年度“24年”不是四位年份（应写如 2024）；这一行没有用" in said
    assert re.search("注意：参照：批复.csv 地区生产总值（.*）：没有写明是哪个地方的", said)


def test_a_workbook_is_read_as_people_write_it(tmp_path: Path) -> None:
    """A title above, blank rows between, statistics whose first columns are blank, a year with 年."""
    book = Workbook()
    for row in (
        ["2024年财政部门掌握的数"],
        ["部门", "项目名称", "指标", "年度", "数值", "单位", "来源"],
        ["市教育局", "学生资助", "年初预算数", 2024, 500, "万元", "人大批复"],
        ["市教育局", "学生资助", "全年执行数", 2024, 486.2, "万元", None],
        [],
        [None, None, "地区生产总值", "2024年", "3,850.1", "亿元", "统计公报"],
        [],
        [],
        [None, None, "城镇登记失业率", 2024, 2.8, "%"],
    ):
        assert book.active is not None
        book.active.append(row)
    book.save(tmp_path / "参照数.xlsx")
    project, statistics = reference(tmp_path / "参照数.xlsx", load_schema())
    assert (project.department, project.project, project.year) == ("市教育局", "学生资助", 2024)
    assert [(str(fact.role), f"{fact.quantity.value:f}") for fact in project.facts] == [
        ("budget_initial", "5000000"),
        ("executed", "4862000.0"),
    ]
    assert [str(fact.anchor) for fact in statistics.facts] == ["工作表“Sheet”E6", "工作表“Sheet”E9"]
    assert statistics.facts[0].why == "统计公报"


def test_a_table_without_the_columns_is_refused(tmp_path: Path) -> None:
    table = tmp_path / "参照数.csv"
    table.write_text("甲,乙,丙\n1,2,3\n", encoding="utf-8")
    with pytest.raises(UsageError, match="没有找到有“指标、年度、数值”三栏的表"):
        reference(table, load_schema())


def test_signatures_are_the_same_in_every_run() -> None:
    assert signature_of(COPIED)[:4].tolist() == SIGNATURE


def test_findings_do_not_hang_on_the_order_of_hashes(submissions: Path, tmp_path: Path) -> None:
    written = []
    for seed in ("1", "2"):
        out = tmp_path / f"out{seed}"
        asked = [
            sys.executable,
            "-m",
            "pipeline",
            "audit",
            str(submissions),
            "-o",
            str(out),
            "--workers",
            "1",
        ]
        subprocess.run(asked, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=False)
        written.append(
            [(out / name).read_bytes() for name in ("findings.jsonl", "checks.jsonl", "audit.csv")]
        )
    assert written[0] == written[1]
