"""The samples as a bureau would audit them; tests/expected/*.tsv are the findings that a reviewer has read and agreed to.

`make accept` rewrites them; the diff is the review. One line per finding and document, no times, no absolute paths.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest
import yaml

from pipeline.audit import audit_directory
from pipeline.run import Run, Status, problems
from pipeline.safe import visible
from schemas.finding import Severity

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "samples" / "submissions"
EXPECTED = Path(__file__).parent / "expected"


@pytest.fixture(scope="module")
def run() -> Run:
    return audit_directory(SAMPLES)


def tables(run: Run) -> dict[str, str]:
    """For each project, its findings as printed: severity, verdict, rule, place, message, formula."""
    lines: dict[str, list[str]] = defaultdict(list)
    for audit in run.audits:
        lines[f"{audit.case.department}_{audit.case.project}"] = []
    for record in problems(run):
        finding, case = record.finding, record.case
        place = str(finding.evidence[0].anchor) if finding.evidence else ""
        document = record.document.rpartition("/")[2]
        fields = (
            record.severity.words,
            finding.outcome.words,
            finding.rule,
            document,
            place,
            finding.subject,
            finding.message,
            finding.formula,
        )
        lines[f"{case.department}_{case.project}"].append("\t".join(map(visible, fields)))
    return {name: "".join(f"{line}\n" for line in found) for name, found in lines.items()}


def test_findings_are_those_that_were_agreed(run: Run, accept: bool) -> None:
    found = tables(run)
    if accept:
        for path in EXPECTED.glob("*.tsv"):
            path.unlink()
        for name, text in found.items():
            (EXPECTED / f"{name}.tsv").write_text(text, encoding="utf-8")
    assert found == {path.stem: path.read_text(encoding="utf-8") for path in sorted(EXPECTED.glob("*.tsv"))}


def test_every_sample_is_read_in_full(run: Run) -> None:
    assert [row.path for row in run.files if row.status is not Status.PARSED] == []


def planted() -> dict[str, list[dict[str, object]]]:
    content: dict[str, list[dict[str, object]]] = yaml.safe_load(
        (ROOT / "samples" / "expected.yaml").read_text(encoding="utf-8")
    )
    return content


@pytest.mark.parametrize("name", [name for name, defects in planted().items() if not defects])
def test_a_sample_without_defects_is_clean(run: Run, name: str) -> None:
    wrong = [
        f"{record.finding.rule} {record.finding.message}"
        for record in problems(run)
        if f"{record.case.department}/{record.case.project}" == name and record.severity is not Severity.INFO
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("name", "defect"),
    [(name, defect) for name, defects in planted().items() for defect in defects],
    ids=lambda value: value if isinstance(value, str) else str(value.get("family")),
)
def test_a_planted_defect_is_found(run: Run, name: str, defect: dict[str, object]) -> None:
    """Found: a finding at that severity or above whose words or quotes hold at least two of its numbers (or all it has)."""
    numbers = [str(number) for number in defect["numbers"]] if isinstance(defect["numbers"], list) else []
    grades = list(Severity)
    bad_enough = grades[: grades.index(Severity(str(defect["severity"]))) + 1]
    heard = []
    for record in problems(run):
        if f"{record.case.department}/{record.case.project}" != name or record.severity not in bad_enough:
            continue
        finding = record.finding
        quotes = " ".join(each.anchor.quote for each in finding.evidence)
        said = f"{finding.message} {finding.formula} {quotes}"
        heard.append(said)
        if numbers and sum(number in said for number in numbers) >= min(2, len(numbers)):
            return
        if not numbers and any(
            word in said for word in str(defect["note"]).split("”")[0].lstrip("“").split("，")
        ):
            return
    pytest.fail(f"{defect['note']}\n  said instead:\n    " + "\n    ".join(heard))


@pytest.mark.slow
def test_equal_runs_leave_equal_bytes(tmp_path: Path) -> None:
    """Whatever the hash seed, the number of workers and the time zone: only "timing" in run.json differs."""
    settings = (("1", "1", "UTC"), ("4", "77", "Asia/Shanghai"))
    for place, (workers, seed, zone) in zip("ab", settings, strict=True):
        command = [sys.executable, "-m", "pipeline", "audit", str(SAMPLES), "--workers", workers]
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
        out = ["-o", str(tmp_path / place), "--fail-on", "never"]
        subprocess.run([*command, *out], cwd=ROOT, env=environment, check=True, capture_output=True)
    for path in sorted((tmp_path / "a").rglob("*")):
        if path.is_file() and path.name != "run.json":
            assert path.read_bytes() == (tmp_path / "b" / path.relative_to(tmp_path / "a")).read_bytes(), path
    papers = [json.loads((tmp_path / place / "run.json").read_text(encoding="utf-8")) for place in "ab"]
    assert all(each.pop("timing") for each in papers)
    assert papers[0] == papers[1]
