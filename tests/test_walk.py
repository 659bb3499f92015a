"""Every file below a directory once, however deep it lies and whatever it is called."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.run import Status
from pipeline.walk import EMPTY, HIDDEN, LOCKED, leftover, walk

linux = pytest.mark.skipif(sys.platform != "linux", reason="names and links as on Linux")


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("~$自评报告.docx", LOCKED),
        (".~自评报告.docx", LOCKED),
        (".~lock.自评报告.docx#", LOCKED),
        ("~WRL0001.tmp", LOCKED),
        ("附件/~$表.xlsx", LOCKED),
        ("desktop.ini", HIDDEN),
        ("Desktop.ini", HIDDEN),
        ("Thumbs.db", HIDDEN),
        (".DS_Store", HIDDEN),
        ("._自评报告.docx", HIDDEN),
        ("__MACOSX/._自评报告.docx", HIDDEN),
        ("Icon\r", HIDDEN),
        ("$RECYCLE.BIN/1.docx", HIDDEN),
        ("自评报告.docx", ""),
        ("~自评报告.docx", ""),
        ("自评报告.tmp", ""),
        ("数据.db", ""),
        ("报告.lnk", ""),
    ],
)
def test_what_programs_leave_behind_is_told_by_its_name(name: str, why: str) -> None:
    assert leftover(name) == why


def test_an_empty_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "市教育局" / "校舍维修").mkdir(parents=True)
    (tmp_path / "市教育局" / "学生资助").mkdir()
    (tmp_path / "市教育局" / "学生资助" / "报告.txt").write_text("x")
    assert [(each.name, each.status, each.reason) for each in walk(tmp_path)] == [
        ("市教育局/学生资助/报告.txt", None, ""),
        ("市教育局/校舍维修/", Status.SKIPPED, EMPTY),
    ]


def test_an_empty_directory_holds_nothing(tmp_path: Path) -> None:
    assert walk(tmp_path) == []


@pytest.fixture
def nested(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, int], Path]]:
    """Makes folders of one name inside each other with a file at the end, deeper than one path can say."""

    def make(name: str, depth: int) -> Path:
        with monkeypatch.context() as patch:
            patch.chdir(tmp_path)
            for _ in range(depth):
                Path(name).mkdir()
                os.chdir(name)
            Path("报告.txt").write_text("x")
        return tmp_path

    yield make
    for made in tmp_path.iterdir():  # shutil.rmtree calls itself for every folder
        subprocess.run(["rm", "-rf", made], check=True)  # noqa: S607


@linux
def test_folders_may_lie_deeper_than_python_calls(nested: Callable[[str, int], Path]) -> None:
    [found] = walk(nested("d", 1500))
    assert found.name == "d/" * 1500 + "报告.txt"
    assert found.path.read_text() == "x"


@linux
def test_a_path_too_long_for_the_system_is_said(nested: Callable[[str, int], Path]) -> None:
    [found] = walk(nested("长" * 80, 20))
    assert found.status is Status.FAILED
    assert "路径" in found.remedy


@linux
def test_odd_names_keep_their_files_apart(tmp_path: Path) -> None:
    written = [
        "报告.txt".encode(),
        "报告.txt".encode("gbk"),
        b"\xff\xfe.txt",
        "全角　空格 .txt".encode(),
        b"new\nline.txt",
    ]
    written += ["e\u0301.txt".encode(), "é.txt".encode(), b"A.TXT", b"a.txt", b"-rf", b"a:b.txt"]
    try:
        for each in written:
            (tmp_path / os.fsdecode(each)).write_text("x")
    except OSError:
        pytest.skip("this file system wants other names")
    names = [each.name for each in walk(tmp_path)]
    assert len(set(names)) == len(written)
    assert {"报告.txt", "报告(2).txt"} <= set(names)
    for name in names:
        name.encode("utf-8")


@linux
def test_links_in_a_circle_end(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    (tmp_path / "self").symlink_to(tmp_path)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "报告.txt").write_text("x")
    (tmp_path / "in" / "up").symlink_to("..")
    os.link(tmp_path / "in" / "报告.txt", tmp_path / "in" / "硬链接.txt")
    found = {each.name: each.status for each in walk(tmp_path)}
    assert found == {
        "a": Status.FAILED,
        "b": Status.FAILED,
        "in/up": Status.SKIPPED,
        "in/报告.txt": None,
        "in/硬链接.txt": None,
        "self": Status.SKIPPED,
    }


@linux
@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="root may open everything")
def test_a_folder_that_cannot_be_opened_is_said(tmp_path: Path) -> None:
    (tmp_path / "市教育局").mkdir(mode=0)
    [found] = walk(tmp_path)
    assert found.status is Status.FAILED
