"""What a user meets at the command line: exit codes, Chinese sentences that say what to do, no waiting."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline import cli, screen
from pipeline.rulebook import rulebook
from pipeline.run import CaseAudit, FileRow, Run, Status
from schemas.finding import Outcome
from tests import handmade

ROOT = Path(__file__).parents[1]


def gouji(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run it as a user does."""
    return subprocess.run(
        [sys.executable, "-m", "pipeline", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


@pytest.fixture
def audited(monkeypatch: pytest.MonkeyPatch) -> list[Run]:
    """Stands in for the audit: the run at index 0 is what it comes to."""
    runs = [handmade.run()]
    monkeypatch.setattr("pipeline.audit.audit_directory", lambda *_, **__: runs[0])
    return runs


# --- it cannot start


@pytest.mark.parametrize("place", ["没有/这里", "a.txt", "empty", "junk"])
def test_a_wrong_directory_gets_one_sentence(
    tmp_path: Path, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "empty").mkdir()
    (tmp_path / "junk").mkdir()
    (tmp_path / "junk" / ".DS_Store").write_text("x")
    assert cli.main(["audit", str(tmp_path / place), "-o", str(tmp_path / "out")]) == 2
    said = capsys.readouterr()
    assert "怎么办" in said.err
    assert "Traceback" not in said.err
    assert said.out == ""


def test_an_output_that_cannot_be_written_is_said_before_reading(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "out").write_text("x")
    assert cli.main(["audit", str(tmp_path / "in"), "-o", str(tmp_path / "out")]) == 2
    assert "-o" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [[], ["nonsense"], ["audit"], ["audit", "x", "--workers", "0"], ["explain"]]
)
def test_a_wrong_command_is_told_where_help_is(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(arguments) == 2
    assert "--help" in capsys.readouterr().err


def test_an_unknown_rule_is_told_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["explain", "NO999"]) == 2
    assert "NO999" in capsys.readouterr().err


# --- what it came to


def test_exit_codes() -> None:
    clean, found = handmade.case(), handmade.case()
    clean = CaseAudit(clean.case, tuple(f for f in clean.findings if f.outcome is Outcome.AGREES))
    asked = CaseAudit(found.case, tuple(f for f in found.findings if f.outcome is Outcome.REVIEW))
    read = (FileRow("a", Status.PARSED), FileRow(".b", Status.SKIPPED, "x"))
    partial = (FileRow("a", Status.PARTIAL, "x"),)
    assert cli.exit_code(handmade.run(clean, files=read)) == 0
    assert cli.exit_code(handmade.run(found, files=read)) == 1
    assert cli.exit_code(handmade.run(found, files=read), "never") == 0
    assert cli.exit_code(handmade.run(asked, files=read)) == 0
    assert cli.exit_code(handmade.run(asked, files=read), "warning") == 1
    assert cli.exit_code(handmade.run(asked, files=read), "info") == 1
    assert cli.exit_code(handmade.run(clean, files=partial)) == 3
    assert cli.exit_code(handmade.run(found, files=partial)) == 3


def test_the_summary_counts_everything(audited: list[Run]) -> None:
    said = screen.summary(audited[0])
    assert said == (
        "共 1 份报告，核对 5 项：一致 1  不一致 2  请核实 1（合计 3：错误2 警告1）  无法判断 1；未读取 1 份"
    )


@pytest.mark.usefixtures("audited")
def test_findings_are_blocks_and_the_unread_come_last(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["audit", str(tmp_path), "-o", str(tmp_path / "out")]) == 3
    said = capsys.readouterr()
    assert "  SUM102 错误 分项之和不等于总额  [" in said.out
    assert said.out.splitlines()[-1].startswith("共 1 份报告")
    assert said.err.splitlines()[-2:] == [
        "未读取  市住建局/附件2.dwg：不认识 '.dwg' 文件",
        "  怎么办：请另存为 .docx 或 .pdf",
    ]
    assert (tmp_path / "out" / "audit.csv").is_file()


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (KeyboardInterrupt(), 130),
        (OSError(28, "full"), 4),
        (ValueError("bug"), 4),
    ],
)
def test_troubles_have_their_codes(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: BaseException,
    code: int,
) -> None:
    def broken(*_: object, **__: object) -> Run:
        raise error

    monkeypatch.setattr("pipeline.audit.audit_directory", broken)
    assert cli.main(["audit", str(tmp_path), "-o", str(tmp_path / "out")]) == code
    assert capsys.readouterr().err.splitlines()[-1]


# --- as a process


def test_heavy_packages_wait_until_they_are_needed() -> None:
    heavy = "{'spacy', 'pandas', 'jieba', 'pdfplumber', 'pebble', 'rich', 'numpy', 'jinja2', 'lxml'}"
    probe = f"import sys, pipeline.cli; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_explain_answers_at_once() -> None:
    code = next((rule.code for rule in rulebook()), "SUM102")
    started = time.perf_counter()
    gouji("explain", code)
    assert (
        time.perf_counter() - started < 8
    )  # 0.3 s on a quiet machine; with spaCy or pandas loaded, far more


@pytest.mark.parametrize("command", [[], ["audit"], ["explain"], ["rules"], ["facts"]])
def test_every_command_has_help(command: list[str]) -> None:
    done = gouji(*command, "--help")
    assert done.returncode == 0
    assert len(done.stdout) > 60


def test_chinese_comes_out_whatever_the_locale() -> None:
    done = gouji("audit", "nowhere", LANG="C", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert done.returncode == 2
    assert "没有这个目录" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="pipes")
def test_a_reader_who_leaves_early_is_no_trouble() -> None:
    command = f"{sys.executable} -m pipeline rules | true; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S607
    assert (done.returncode, done.stderr) == (0, "")
