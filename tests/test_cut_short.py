"""Half a download: said to be one, whatever it is half of; what can be read of it all the same is read."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from extractors.reader import read
from pipeline.run import Status
from schemas.errors import DamagedFile, ReadError
from tests.packing import TEXT, audited, packed
from tests.printed import write_docx, write_pdf, write_xlsx

FORM = "| 项目名称 | 校舍维修 |\n| 资金总额 | 100 |"
INCOMPLETE = ("文件不完整，可能没有下载完或没有上传完", "请重新下载或重新上传")
WRITERS = {"pdf": write_pdf, "docx": write_docx, "xlsx": write_xlsx}


def whole(suffix: str, folder: Path) -> bytes:
    return WRITERS[suffix](FORM, folder / f"whole.{suffix}").read_bytes()


def refused(folder: Path, name: str, content: bytes) -> tuple[str, str]:
    (folder / "a.bin").write_bytes(content)
    with pytest.raises(ReadError) as caught:
        read(folder / "a.bin", name)
    return caught.value.why, caught.value.remedy


@pytest.mark.parametrize("suffix", list(WRITERS))
@pytest.mark.parametrize(
    "name", ["自评报告.{}", "自评报告.{}.crdownload", "未确认 20391.crdownload", "自评报告"]
)
def test_half_a_file_is_incomplete(tmp_path: Path, suffix: str, name: str) -> None:
    content = whole(suffix, tmp_path)
    assert refused(tmp_path, name.format(suffix), content[: len(content) // 2]) == INCOMPLETE
    made_room_for = content[: len(content) // 2].ljust(len(content) + 5000, b"\x00")
    assert refused(tmp_path, name.format(suffix), made_room_for) == INCOMPLETE


@pytest.mark.parametrize("suffix", list(WRITERS))
def test_a_whole_file_is_not(tmp_path: Path, suffix: str) -> None:
    (tmp_path / "a.part").write_bytes(whole(suffix, tmp_path))
    document = read(tmp_path / "a.part", f"a.{suffix}.part")
    assert not document.partial


@pytest.mark.parametrize("suffix", list(WRITERS))
def test_what_is_broken_otherwise_is_called_broken(tmp_path: Path, suffix: str) -> None:
    content = whole(suffix, tmp_path)
    middle = slice(40, -40) if suffix == "pdf" else slice(4, -60)
    broken = content[: middle.start] + bytes(len(content[middle])) + content[middle.stop :]
    assert refused(tmp_path, f"a.{suffix}", broken)[0] != INCOMPLETE[0]


@pytest.mark.parametrize("name", ["报告.docx.part", "报告.pdf.download", "a.crdownload"])
def test_a_name_that_downloads_have_is_enough(tmp_path: Path, name: str) -> None:
    assert refused(tmp_path, name, b"\x01\x02\x03\x04\x05\x06") == INCOMPLETE


def test_a_pdf_without_its_end_that_can_be_read_says_so(tmp_path: Path) -> None:
    content = whole("pdf", tmp_path)
    (tmp_path / "a.pdf").write_bytes(content[: content.rindex(b"startxref")])
    document = read(tmp_path / "a.pdf", "a.pdf")
    assert document.partial
    assert document.blocks
    assert document.warnings[0].startswith(INCOMPLETE[0])


def test_half_an_archive_is_incomplete(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.audit._confront_all", lambda *_: ([], {}, []))
    content = packed(("1.txt", TEXT * 50), ("2.txt", TEXT * 50))
    (tmp_path / "a.zip").write_bytes(content[: content.index(b"2.txt") - 30])
    row = audited(tmp_path)["a.zip"]
    assert row.status is Status.PARTIAL
    assert row.reason.startswith(INCOMPLETE[0])
    assert row.remedy == INCOMPLETE[1]


def test_half_a_package_is_not_taken_for_an_archive(tmp_path: Path) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("word/document.xml", "<w/>" * 500)
        package.writestr("[Content_Types].xml", "<Types/>")
    (tmp_path / "a.docx.crdownload").write_bytes(made.getvalue()[:-30])
    rows = audited(tmp_path)
    assert list(rows) == ["a.docx.crdownload"]
    assert (rows["a.docx.crdownload"].reason, rows["a.docx.crdownload"].remedy) == INCOMPLETE


def test_a_file_that_is_not_there_is_no_download(tmp_path: Path) -> None:
    with pytest.raises(DamagedFile, match="打不开"):
        read(tmp_path / "a.pdf", "a.pdf")
