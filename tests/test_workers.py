"""Whatever happens to one task, the others come to what they would have come to without it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from extractors.clock import allow
from pipeline import workers
from pipeline.audit import Options, audit_directory, audit_file, confront_submission
from pipeline.run import CaseAudit, Status
from pipeline.submission import Submission
from schemas.document import Anchor, Document, Paragraph
from schemas.errors import Encrypted
from schemas.thresholds import Thresholds

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and fork")


def task(kind: str) -> str:
    """A reader that misbehaves as its argument says."""
    if kind == "hang":
        time.sleep(60)
    elif kind == "hang in C":
        sum(range(10**12))
    elif kind == "segfault":
        os.kill(os.getpid(), signal.SIGSEGV)
    elif kind == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    elif kind == "exit":
        os._exit(0)
    elif kind == "memory":
        hoard = []
        while True:
            hoard.append(bytearray(64 << 20))
    elif kind == "recursion":
        return task(kind) + task(kind)
    elif kind == "bug":
        raise KeyError("nobody foresaw this")
    elif kind == "encrypted":
        raise Encrypted("a.pdf", "需要密码", "请去掉密码")
    elif kind == "system exit":
        sys.exit(3)
    return kind


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("hang", "秒内没有完成"),
        ("hang in C", "秒内没有完成"),
        ("segfault", "SIGSEGV"),
        ("killed", "SIGKILL"),
        ("exit", "秒内没有完成"),  # pebble takes exit code 0 for a worker that retires; the clock finds it
        ("memory", "内存超过"),
        ("recursion", "嵌套"),
        ("bug", "nobody foresaw this"),
        ("system exit", "3"),
    ],
)
def test_a_lost_task_costs_itself_alone(kind: str, says: str) -> None:
    asked = [("first",), (kind,), ("last",)]
    clock = 0.7 if "没有完成" in says else 20  # a busy machine takes long to tell even of a lack of memory
    done = list(workers.each(task, asked, workers=2, timeout_seconds=clock, memory_bytes=1 << 28))
    assert [each.value for each in done] == ["first", None, "last"]
    assert says in done[1].lost


def slow_pages(pages: int, seconds: float) -> int:
    """Reads pictures: asks for time page by page."""
    for _ in range(pages):
        allow(seconds)
        time.sleep(0.3)
    return pages


def test_a_task_that_asks_page_by_page_is_given_the_time() -> None:
    asked = [(8, 0.5), (8, 0.0)]
    done = list(workers.each(slow_pages, asked, workers=2, timeout_seconds=1))
    assert [each.value for each in done] == [8, None]
    assert "秒内没有完成" in done[1].lost


def test_a_trouble_told_in_three_parts_arrives_whole() -> None:
    [done] = workers.each(task, [("encrypted",)], workers=1)
    assert isinstance(done.trouble, Encrypted)
    assert (done.trouble.why, done.trouble.remedy) == ("需要密码", "请去掉密码")


def test_a_bug_brings_its_traceback() -> None:
    [done] = workers.each(task, [("bug",)], workers=1)
    assert "in task" in done.traceback


def test_order_is_that_of_the_arguments() -> None:
    asked = [(str(number),) for number in range(20)]
    assert [each.value for each in workers.each(task, asked, workers=4)] == [a for (a,) in asked]


def test_nothing_to_do_starts_nothing() -> None:
    assert list(workers.each(task, [], workers=4)) == []


def misbehaving_reader(path: Path, name: str) -> Document:
    """Stands in for the readers: the name of the file is what happens."""
    said = task(path.stem)
    anchor = Anchor(name, 0, end=len(said), quote=said)
    return Document(name, "0" * 64, "txt", (Paragraph(said, anchor),))


def test_every_file_ends_with_a_status_and_a_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.audit.read_document", misbehaving_reader)
    monkeypatch.setattr("pipeline.audit._confront_all", lambda *_: ([], {}, []))
    monkeypatch.setattr("pipeline.audit._say_versions", lambda rows, _: rows)  # two are alike
    for name in ("good", "hang", "segfault", "exit", "recursion", "encrypted", "zgood"):
        (tmp_path / f"{name}.txt").write_text("x")
    run = audit_directory(tmp_path, Options(timeout_seconds=2, workers=2))
    assert {row.path: row.status for row in run.files} == {
        "good.txt": Status.PARSED,
        "hang.txt": Status.FAILED,
        "segfault.txt": Status.FAILED,
        "exit.txt": Status.FAILED,
        "recursion.txt": Status.FAILED,
        "encrypted.txt": Status.FAILED,
        "zgood.txt": Status.PARSED,
    }
    assert all(row.reason and row.sha256 for row in run.files if row.status is Status.FAILED)


def test_one_file_alone_can_be_audited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.audit.read_document", misbehaving_reader)
    monkeypatch.setattr("pipeline.audit._confront_all", lambda *_: ([], {}, []))
    (tmp_path / "good.txt").write_text("x")
    assert [row.path for row in audit_file(tmp_path / "good.txt").files] == ["good.txt"]


def test_processes_are_replaced_without_losing_a_task(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "TASKS_PER_PROCESS", 5)
    asked = [(str(number),) for number in range(31)]
    assert [each.value for each in workers.each(task, asked, workers=2)] == [a for (a,) in asked]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a reader ends with its task")
def test_a_killed_run_leaves_no_reader_behind() -> None:
    script = (
        "from tests.test_workers import task; from pipeline import workers\n"
        "print('ready', flush=True)\n"
        "list(workers.each(task, [('hang',)] * 2, workers=2))\n"
    )
    root = Path(__file__).parents[1]
    run = subprocess.Popen([sys.executable, "-c", script], cwd=root, stdout=subprocess.PIPE)
    assert run.stdout is not None
    run.stdout.readline()
    readers = wait_for(lambda: children(run.pid), at_least=2)
    run.kill()
    run.wait()
    run.stdout.close()
    assert wait_for(lambda: {pid for pid in readers if not alive(pid)}, at_least=2) == readers


def wait_for(count: Callable[[], set[int]], at_least: int, seconds: float = 5) -> set[int]:
    deadline = time.monotonic() + seconds
    while len(found := count()) < at_least and time.monotonic() < deadline:
        time.sleep(0.05)
    return found


def children(parent: int) -> set[int]:
    listed = Path(f"/proc/{parent}/task").glob("*/children")
    return {int(pid) for each in listed for pid in each.read_text().split()}


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def misbehaving_judge(submission: Submission, thresholds: Thresholds) -> CaseAudit:
    """Stands in for the rules: one project meets a bug of ours."""
    if submission.project == "甲":
        raise ValueError("bug")
    return confront_submission(submission, thresholds)


def test_a_project_that_cannot_be_judged_costs_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("甲", "乙"):
        (tmp_path / "市教育局" / name).mkdir(parents=True)
        (tmp_path / "市教育局" / name / "自评报告.txt").write_text(
            f"{name}项目全年支出100万元。", encoding="utf-8"
        )

    monkeypatch.setattr("pipeline.audit.confront_submission", misbehaving_judge)
    run = audit_directory(tmp_path, Options(workers=1))
    assert [audit.case.project for audit in run.audits] == ["乙"]
    assert [row.status for row in run.files] == [Status.PARSED, Status.PARTIAL]
    [trouble] = run.broken
    assert "甲" in trouble
    assert "ValueError" in trouble
