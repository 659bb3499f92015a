"""Files that are refused before anything parses them."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest

from extractors import guard as guard_module
from extractors.guard import MAX_ENTRIES, MB, guard
from schemas.errors import DamagedFile, EmptyFile, Encrypted, ReadError, TooLarge

TYPES = "[Content_Types].xml"


def pack(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


def refused(path: Path, error: type[ReadError]) -> str:
    with pytest.raises(error) as caught:
        guard(path, "市科技局/附件2.docx")
    assert caught.value.what == "市科技局/附件2.docx"
    assert caught.value.remedy  # every refusal says what to do now
    return caught.value.why


def test_an_ordinary_package_passes(tmp_path: Path) -> None:
    guard(pack(tmp_path / "a.docx", {TYPES: b"<Types/>", "word/document.xml": b"<w/>" * 1000}), "a.docx")


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.touch()
    assert "空" in refused(path, EmptyFile)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    refused(tmp_path / "没有.docx", DamagedFile)


def test_a_huge_file_is_refused_without_reading_it(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    with path.open("wb") as opened:
        opened.seek(201 * MB)
        opened.write(b"x")
    assert "200 MB" in refused(path, TooLarge)


def test_a_blown_up_part_is_refused(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.docx", {TYPES: b"<Types/>", "word/document.xml": b" " * (11 * MB)})
    assert "压缩" in refused(path, TooLarge)


def test_too_large_a_part_and_too_large_a_whole_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = pack(tmp_path / "a.docx", {f"{n}.xml": bytes(range(256)) * 400 for n in range(3)})
    monkeypatch.setattr(guard_module, "MAX_ENTRY_BYTES", 50_000)
    assert "部件" in refused(path, TooLarge)
    monkeypatch.setattr(guard_module, "MAX_TOTAL_BYTES", 200_000)
    assert "解压后" in refused(path, TooLarge)


def test_too_many_parts_are_refused(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", {f"{n}.xml": b"" for n in range(MAX_ENTRIES + 1)})
    assert str(MAX_ENTRIES) in refused(path, TooLarge)


def test_a_part_listed_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("word/document.xml", b"<a/>")
        with pytest.warns(UserWarning, match="Duplicate"):
            package.writestr("word/document.xml", b"<b/>")
    assert "两次" in refused(path, DamagedFile)


def test_overlapping_parts_are_refused(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.docx", {"a.xml": b"<a/>" * 9, "b.xml": b"<a/>" * 9})
    content = bytearray(path.read_bytes())
    second = content.rindex(b"PK\x01\x02")
    content[second + 42 : second + 46] = struct.pack("<I", 0)  # both entries now begin at the same byte
    path.write_bytes(content)
    assert "重叠" in refused(path, DamagedFile)


def test_a_locked_package_is_refused(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", {"a.docx": b"x"})
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    assert "密码" in refused(path, Encrypted)


@pytest.mark.parametrize(
    "part",
    [
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        b"<!--" + b"x" * 9000 + b"--><!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>",
        '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a><a/>'.encode("utf-16"),
    ],
    ids=["entity", "behind a comment", "utf-16"],
)
def test_a_doctype_is_refused_wherever_it_hides(tmp_path: Path, part: bytes) -> None:
    path = pack(tmp_path / "a.docx", {TYPES: b"<Types/>", "word/styles.xml": part})
    assert "DOCTYPE" in refused(path, DamagedFile)


def test_the_word_doctype_in_text_is_no_doctype(tmp_path: Path) -> None:
    guard(pack(tmp_path / "a.docx", {TYPES: b"<Types/>", "word/document.xml": b"<a>&lt;!DOCTYPE</a>"}), "a")


def test_half_a_package_is_damaged(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.docx", {"a.xml": b"<a/>" * 99})
    path.write_bytes(path.read_bytes()[:60])
    refused(path, DamagedFile)
