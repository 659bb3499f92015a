"""Some four hundred files of other projects, odd and broken: whatever the bytes, a status and a reason."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.audit import Options, audit_directory
from pipeline.run import FileRow, Run, Status

pytestmark = pytest.mark.slow

_LOST = re.compile(r"处理程序出错|处理进程意外终止|秒内没有完成|所需内存超过|没有核对完|没有解完")
_SPEAKS = re.compile(r"[\u4e00-\u9fff]{2}")

# How many files of a folder are read at least, wholly or in part: what was reached once is kept.
FLOORS = {"budget-pdf": 25, "ofd": 27, "office": 90, "pdf": 50}


@pytest.fixture(scope="module")
def corpus(shared: Path) -> Path:
    folder = shared / "corpus"
    if not folder.is_dir():
        pytest.skip(f"没有 {folder}：这些测试要用随项目另存的材料")
    return folder


@pytest.fixture(scope="module")
def run(corpus: Path) -> Iterator[Run]:
    """Scans are named, not recognised: they take as long as all the rest three times over, and have tests of their own."""
    with pytest.MonkeyPatch.context() as patch:
        for module in ("extractors.scans.choose", "extractors.readers.images"):
            patch.setattr(f"{module}.can_recognise", lambda: False)
        yield audit_directory(corpus, Options(workers=2, timeout_seconds=120))


def test_every_file_is_accounted_for_once(run: Run, corpus: Path) -> None:
    on_disk = sorted(path.relative_to(corpus).as_posix() for path in corpus.rglob("*") if path.is_file())
    assert sorted(row.path for row in run.files if "!/" not in row.path) == on_disk
    assert len(run.files) == len({row.path for row in run.files})


def test_every_member_belongs_to_an_archive_that_was_opened(run: Run) -> None:
    told = {row.path: row for row in run.files}
    members = [row.path for row in run.files if "!/" in row.path]
    assert len(members) > 80
    assert all(path.rpartition("!/")[0] in told for path in members)


def test_whatever_is_not_read_says_why_and_what_to_do(run: Run) -> None:
    for row in run.files:
        if row.status is not Status.PARSED:
            assert _SPEAKS.search(row.reason), row
        if row.status is Status.FAILED:
            assert _SPEAKS.search(row.remedy), row


def test_no_reader_hangs_crashes_or_meets_a_bug(run: Run) -> None:
    assert run.broken == ()
    assert [row for row in run.files if _LOST.search(row.reason)] == []


def test_what_was_read_has_a_document_and_its_papers(run: Run) -> None:
    read = {row.path for row in run.files if _is_document(row)}
    assert {document.path for document in run.documents} == read
    assert all(row.sha256 and row.bytes and row.format for row in run.files if row.path in read)


def _is_document(row: FileRow) -> bool:
    archive = row.format in {"zip", "rar", "7z", "tar", "gz", "bz2", "xz", "eml"}
    return (row.status in {Status.PARSED, Status.PARTIAL} or bool(row.instead)) and not archive


def test_what_could_be_read_once_can_be_read(run: Run) -> None:
    read = Counter(
        row.path.partition("/")[0] for row in run.files if _is_document(row) and "!/" not in row.path
    )
    assert {folder: read[folder] for folder in FLOORS if read[folder] < FLOORS[folder]} == {}


def test_nothing_is_left_of_the_archives(run: Run) -> None:
    assert not any(Path(document.path).is_absolute() for document in run.documents)
    assert not any("gouji-" in row.reason for row in run.files)
