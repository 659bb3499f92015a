"""What a run leaves behind: the contract of design.md, the same bytes every time, nothing a stranger can inject."""

from __future__ import annotations

import base64
import csv
import io
import json
import re
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from pipeline.report import prepare, reports, write, write_reports
from pipeline.reports import audit_csv
from pipeline.reports.review_html import render
from pipeline.run import CaseAudit, Run, problems
from pipeline.safe import cell, number
from schemas.errors import UsageError
from schemas.finding import Finding, Outcome, Severity
from tests import handmade

HOSTILE = "<img src=x onerror=alert(1)></script><script>alert(2)</script>\"'=cmd|x"


def words(text: str) -> list[str]:
    return text.split()


COLUMNS = words(
    "序号 部门 项目名称 文件 严重程度 规则编号 规则名称 问题描述 左值 右值 差额 单位 容差 左值位置 左值原文 右值位置 右值原文 计算式 "
    "指标编码 年度 置信度 依据条款 修改建议 疑点 同源问题 证据链接 处理状态 处理意见 处理人 处理时间 与上次比较 问题指纹 文件哈希"
)


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


@pytest.fixture
def out(tmp_path: Path) -> Path:
    assert write_reports(handmade.run(), tmp_path) == []
    return tmp_path


def test_every_file_of_the_contract_is_written(out: Path) -> None:
    names = {str(path.relative_to(out)) for path in out.rglob("*") if path.is_file()}
    assert names == {
        "audit.csv",
        "findings.jsonl",
        "checks.jsonl",
        "facts.jsonl",
        "documents.jsonl",
        "tables.jsonl",
        "texts.jsonl",
        "files.csv",
        "run.json",
        "report/index.html",
    }
    assert set(reports()) == names


def test_audit_csv_is_what_excel_opens(out: Path) -> None:
    written = (out / "audit.csv").read_bytes()
    assert written.startswith(b"\xef\xbb\xbf")
    assert written.count(b"\r\n") == written.count(b"\n") == 4
    assert list(table(out / "audit.csv")[0]) == COLUMNS


def test_a_row_says_where_what_how_bad_and_the_proof(out: Path) -> None:
    row = table(out / "audit.csv")[0]
    assert row["部门"] == "市住建局"
    assert row["严重程度"] == "错误"
    assert (row["左值"], row["右值"], row["差额"], row["单位"]) == ("246.5", "256.5", "10.0", "万元")
    assert row["左值原文"] == "120万元|80.5万元|46万元"
    assert "256.5万元" in row["右值原文"]
    assert row["计算式"] == "120+80.5+46=246.5"
    assert row["证据链接"] == f"report/index.html#f-{row['问题指纹'][:10]}"
    assert f'id="f-{row["问题指纹"][:10]}"' in (out / "report/index.html").read_text(encoding="utf-8")


def test_findings_carry_the_names_of_the_contract(out: Path) -> None:
    found = lines(out / "findings.jsonl")
    wanted = words(
        "rule title severity verdict department project document indicator year message formula expected actual "
        "difference tolerance unit evidence suspects relations root basis suggestion confidence fingerprint"
    )
    assert all(set(wanted) <= set(each) for each in found)
    assert [each["verdict"] for each in found] == ["fail", "fail", "review"]
    first = found[0]
    assert (first["expected"], first["actual"], first["difference"]) == ("246.5", "256.5", "10.0")
    assert set(first["evidence"][0]) == set(
        words(
            "role document location page table row column sheet cell bbox quote value unit normalised doubt"
        )
    )
    assert first["evidence"][0]["normalised"] == "2565000"
    assert first["suspects"] == [
        {"evidence": 0, "suggested": "246.5万元", "reason": "只改这一处，其余各数都能成立"}
    ]
    assert first["confidence"] is None


def test_checks_tell_every_outcome(out: Path) -> None:
    outcomes = [each["outcome"] for each in lines(out / "checks.jsonl")]
    assert sorted(outcomes) == ["fail", "fail", "not_applicable", "pass", "review", "unknown"]
    assert all({"rule", "document", "outcome", "formula"} <= set(e) for e in lines(out / "checks.jsonl"))


def test_facts_and_tables_carry_the_names_of_the_contract(out: Path) -> None:
    wanted = words(
        "document location page table row column bbox quote subject indicator role value unit low high "
        "normalised period scope"
    )
    assert all(set(wanted) <= set(each) for each in lines(out / "facts.jsonl"))
    [found] = lines(out / "tables.jsonl")
    assert found["rows"][1] == ["公租房在保家庭", "1500户", "1537户"]


def test_numbers_are_strings_and_never_floats(out: Path) -> None:
    for name in ("findings.jsonl", "facts.jsonl", "checks.jsonl"):
        for line in (out / name).read_text(encoding="utf-8").splitlines():
            json.loads(line, parse_float=pytest.fail)


def test_files_csv_has_a_row_and_a_reason(out: Path) -> None:
    rows = table(out / "files.csv")
    assert list(rows[0]) == words("path sha256 bytes format status reason pages tables")
    assert [row["status"] for row in rows] == ["parsed", "failed"]
    assert rows[1]["reason"]


def test_run_json_keeps_what_differs_under_timing(out: Path) -> None:
    papers = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert papers["counts"]["checks"]["fail"] == 2
    assert papers["timing"] == {"host": "somewhere"}
    assert len(papers["rules"]["sha256"]) == 64


def test_equal_runs_leave_equal_bytes(tmp_path: Path) -> None:
    audits = [handmade.case(handmade.document(f"{name}/x/a.docx"), name, "x") for name in ("乙", "甲", "丙")]
    for place, order in (("1", audits), ("2", audits[::-1])):
        run = replace(handmade.run(*order), files=handmade.run(*audits).files)
        write_reports(run, tmp_path / place)
    for path in (tmp_path / "1").rglob("*"):
        if path.is_file():
            assert path.read_bytes() == (tmp_path / "2" / path.relative_to(tmp_path / "1")).read_bytes(), path


# --- fingerprints


def test_fingerprints_are_unique_even_for_equal_statements() -> None:
    one = handmade.case()
    twice = CaseAudit(one.case, one.findings + one.findings)
    marks = [record.fingerprint[:10] for record in problems(handmade.run(twice))]
    assert len(marks) == 6
    assert len(set(marks)) == 6


def test_a_fingerprint_stays_while_the_statement_stays() -> None:
    moved = handmade.document(texts=(handmade.REPORT[0] + "（公开）", *handmade.REPORT[1:]))
    marks = [
        {r.fingerprint for r in problems(handmade.run(handmade.case(source)))} for source in (None, moved)
    ]
    assert marks[0] == marks[1]


def test_a_fingerprint_goes_with_the_value() -> None:
    texts = (*handmade.REPORT[:3], handmade.REPORT[3])
    [first, *_] = problems(handmade.run())
    evidence = first.finding.evidence[0]
    assert evidence.quantity is not None
    other = replace(evidence, quantity=replace(evidence.quantity, number=Decimal("257.5")))
    changed = replace(first.finding, evidence=(other, *first.finding.evidence[1:]))
    audit = CaseAudit(handmade.case(handmade.document(texts=texts)).case, (changed,))
    assert problems(handmade.run(audit))[0].fingerprint != first.fingerprint


# --- hostile input


def hostile() -> Run:
    source = handmade.document(f"{HOSTILE}/a.docx")
    audit = handmade.case(source, HOSTILE, "javascript:alert(3)")
    finding = Finding(
        Outcome.DIFFERS,
        HOSTILE,
        HOSTILE + "\x00\u202e\ud800",
        severity=Severity.ERROR,
        formula=HOSTILE,
        rule="X1",
        title=HOSTILE,
        basis=HOSTILE,
        suggestion=HOSTILE,
    )
    return handmade.run(CaseAudit(audit.case, (*audit.findings, finding)))


class Tags(HTMLParser):
    """Collects what the page would do."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_no_text_of_a_stranger_becomes_markup() -> None:
    page = Tags()
    page.feed(render(hostile()))
    assert [tag for tag, _ in page.tags if tag in ("script", "img", "iframe", "object", "link")] == ["script"]
    for _, attributes in page.tags:
        assert not any(name.startswith("on") or name in ("src", "style") for name in attributes)
        assert (attributes.get("href") or "#").startswith("#")


def test_the_page_loads_nothing_and_pins_its_own_script() -> None:
    page = render(handmade.run())
    [script] = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    pin = base64.b64encode(sha256(script.encode()).digest()).decode()
    assert f"sha256-{pin}" in page.replace("&#43;", "+")
    assert "default-src &#39;none&#39;" in page
    assert "http://" not in page
    assert "https://" not in page
    assert "innerHTML" not in page


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1+cmd", "@SUM", "\t=1", "\r=1", "＝1+1", "\ufeff=1", " =1", "\x00=1"]
)
def test_a_cell_never_starts_a_formula(text: str) -> None:
    assert cell(text).startswith("'")
    assert number(text).startswith("'")


def test_numbers_stay_numbers() -> None:
    assert [number(text) for text in ("-50.00", "3", "")] == ["-50.00", "3", ""]


def test_no_csv_cell_of_a_stranger_starts_a_formula(tmp_path: Path) -> None:
    audit = handmade.case(department="=HYPERLINK(1)", project="＋1")
    write_reports(handmade.run(audit), tmp_path)
    row = table(tmp_path / "audit.csv")[0]
    assert (row["部门"], row["项目名称"]) == ("'=HYPERLINK(1)", "'＋1")


def test_every_character_can_be_written(tmp_path: Path) -> None:
    text = "".join(map(chr, range(0x10000)))
    audit = handmade.case()
    write_reports(handmade.run(CaseAudit(replace(audit.case, project=text), audit.findings)), tmp_path)
    shown = table(tmp_path / "audit.csv")[0]["项目名称"]
    assert not re.search(r"[\x00-\x1f\x7f\ud800-\udfff\u202e]", shown)
    assert len(lines(tmp_path / "findings.jsonl")) == 3


# --- writing


def test_a_locked_file_gets_a_second_name_and_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename = Path.replace

    def locked(self: Path, target: Path) -> Path:
        if target.name == "audit.csv":
            raise PermissionError(13, "locked by Excel")
        return rename(self, target)

    monkeypatch.setattr(Path, "replace", locked)
    [said] = write_reports(handmade.run(), tmp_path)
    assert "audit(2).csv" in said
    assert (tmp_path / "audit(2).csv").is_file()


def test_a_failed_write_leaves_the_old_file_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "a.csv", "old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        write(tmp_path / "a.csv", "new")
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
    assert (tmp_path / "a.csv").read_text() == "old"


def test_an_output_that_is_a_file_is_refused_first(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x")
    for place in (tmp_path / "out", tmp_path / "out" / "below"):
        with pytest.raises(UsageError) as caught:
            prepare(place)
        assert caught.value.remedy


# --- which side is which


def test_the_total_is_the_right_side_wherever_it_stands() -> None:
    [total, *parts] = problems(handmade.run())[0].finding.evidence
    for evidence in ((total, *parts), (*parts, total)):
        left, right = audit_csv.sides(replace(problems(handmade.run())[0].finding, evidence=evidence))
        assert right == [total]
        assert left == parts


def test_the_figure_called_actual_is_the_right_side_even_beside_a_total() -> None:
    [total, part, *_] = problems(handmade.run())[0].finding.evidence
    assert total.quantity is not None
    assert part.quantity is not None
    finding = replace(
        problems(handmade.run())[0].finding,
        evidence=(part, total),
        expected=total.quantity.number,
        actual=part.quantity.number,
    )
    assert audit_csv.sides(finding) == ([total], [part])


# --- what reviewers wrote


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_the_next_run_keeps_what_reviewers_wrote(out: Path, encoding: str) -> None:
    rows = table(out / "audit.csv")
    rows[1] |= {
        "处理状态": "已整改",
        "处理意见": "已更正，见新表",
        "处理人": "张三",
        "处理时间": "2025-03-01",
    }
    _save(out / "audit.csv", rows, encoding)
    write_reports(handmade.run(), out)
    again = table(out / "audit.csv")
    assert again == rows
    assert not (out / "audit.上次.csv").exists()


def test_what_was_written_on_a_finding_that_is_gone_is_kept_beside(out: Path) -> None:
    rows = table(out / "audit.csv")
    rows[0] |= {"处理意见": "已更正", "问题指纹": "0" * 40}
    _save(out / "audit.csv", rows, "utf-8-sig")
    write_reports(handmade.run(), out)
    assert table(out / "audit.上次.csv") == rows
    assert all(not row["处理意见"] for row in table(out / "audit.csv"))


def test_an_audit_csv_of_something_else_is_no_trouble(out: Path) -> None:
    for content in (b"", b"\xff\xfe\x00", b"a,b\n1,2\n", b'"' * 10):
        (out / "audit.csv").write_bytes(content)
        assert write_reports(handmade.run(), out) == []
        assert len(table(out / "audit.csv")) == 3


def _save(path: Path, rows: list[dict[str, str]], encoding: str) -> None:
    with path.open("w", encoding=encoding, newline="") as opened:
        writer = csv.DictWriter(opened, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
