"""audit.csv: one row per finding, for people and their spreadsheets (33 columns, Chinese header)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pipeline.context import around
from pipeline.decisions import COLUMNS as DECIDED
from pipeline.decisions import decisions
from pipeline.frames import csv, frame
from pipeline.report import report, write
from pipeline.review import doubts
from pipeline.rows import decimal
from pipeline.run import SHORT, Record, Run, problems
from pipeline.safe import cell, number
from schemas.finding import Evidence, Finding

# Order of columns: where, what, how bad, the numbers, the proof, the decision, the identity.
COLUMNS = (
    "序号", "部门", "项目名称", "文件", "严重程度", "规则编号", "规则名称", "问题描述",
    "左值", "右值", "差额", "单位", "容差", "左值位置", "左值原文", "右值位置", "右值原文", "计算式",
    "指标编码", "年度", "置信度", "依据条款", "修改建议", "疑点", "同源问题", "证据链接",
    *DECIDED, "与上次比较", "问题指纹", "文件哈希",
)  # fmt: skip
_NUMERIC = {"序号", "左值", "右值", "差额", "容差", "年度"}


@report("audit.csv")
def audit_csv(run: Run, out: Path) -> None:
    """Write the findings as a table for people, with what reviewers decided on them in the table of the run before."""
    path = out / "audit.csv"
    decided, records = decisions(path), problems(run)
    gone = decided.keys() - {record.fingerprint for record in records}
    if gone:  # decided on findings that there are no more: what was written is not thrown away
        write(out / "audit.上次.csv", path.read_bytes())
    write(path, csv(frame(_rows(run, records, decided), COLUMNS)))


def _rows(
    run: Run, records: Sequence[Record], decided: Mapping[str, Mapping[str, str]]
) -> Iterator[dict[str, str]]:
    hashes = {row.path: row.sha256 for row in run.files}
    for count, record in enumerate(records, 1):
        row = _row(count, record, hashes.get(record.document, "")) | dict(decided.get(record.fingerprint, {}))
        yield {name: number(text) if name in _NUMERIC else cell(text) for name, text in row.items()}


def _row(count: int, record: Record, sha256: str) -> dict[str, str]:
    """The columns that the program fills."""
    finding, case = record.finding, record.case
    left, right = sides(finding)
    year = finding.year if finding.year is not None else case.year
    return {
        "序号": str(count),
        "部门": case.department,
        "项目名称": case.project,
        "文件": record.document,
        "严重程度": record.severity.words,
        "规则编号": finding.rule,
        "规则名称": finding.title,
        "问题描述": finding.message,
        "左值": decimal(finding.expected) or _values(left, finding),
        "右值": decimal(finding.actual) or _values(right, finding),
        "差额": decimal(finding.difference) or "",
        "单位": finding.unit or _shared_unit(finding),
        "容差": decimal(finding.tolerance) or "",
        "左值位置": _places(left, record.document),
        "左值原文": _quotes(left, record),
        "右值位置": _places(right, record.document),
        "右值原文": _quotes(right, record),
        "计算式": finding.formula,
        "指标编码": finding.indicator,
        "年度": "" if year is None else str(year),
        "依据条款": finding.basis,
        "修改建议": finding.suggestion,
        "疑点": doubts(finding),
        "同源问题": f"与〔{record.root[:SHORT]}〕同源" if record.root else "",
        "证据链接": f"report/index.html#f-{record.fingerprint[:SHORT]}",
        "问题指纹": record.fingerprint,
        "文件哈希": sha256,
    }


def sides(finding: Finding) -> tuple[list[Evidence], list[Evidence]]:
    """What was computed or said earlier, and what is printed as the total or said later."""
    evidence = list(finding.evidence)
    if len(evidence) < 2:
        return ([], evidence) if finding.expected is not None else (evidence, [])
    printed = [
        index
        for index, each in enumerate(evidence)
        if finding.actual is not None and each.quantity and each.quantity.number == finding.actual
    ]
    totals = [index for index, each in enumerate(evidence) if each.role == "total"]
    both = [index for index in printed if index in totals]
    at = (both or printed or (totals if len(totals) == 1 else []) or [len(evidence) - 1])[-1]
    return [each for index, each in enumerate(evidence) if index != at], [evidence[at]]


def _shared_unit(finding: Finding) -> str:
    units = {each.quantity.unit.name for each in finding.evidence if each.quantity}
    return units.pop() if len(units) == 1 else ""


def _values(side: list[Evidence], finding: Finding) -> str:
    """The figures of one side; with their words and units where those differ or loosen the number."""
    unit = finding.unit or _shared_unit(finding)
    said = []
    for quantity in (each.quantity for each in side):
        if quantity is not None:
            bare = quantity.number is not None and quantity.unit.name == unit and quantity.claim is None
            said.append(decimal(quantity.number) or "" if bare else quantity.raw)
    return "|".join(dict.fromkeys(said))


def _places(side: list[Evidence], document: str) -> str:
    """Where they stand; with the file where it is another one."""
    return "|".join(
        str(each.anchor) if each.anchor.path == document else f"{each.anchor.path} {each.anchor}"
        for each in side
    )


def _quotes(side: list[Evidence], record: Record) -> str:
    """What is printed: alone, in its sentence; among several, the bare quotes."""
    if len(side) == 1:
        return "".join(around(side[0].anchor, record.quoted, reach=40))
    return "|".join(each.anchor.quote for each in side)
