"""What a file is, by its bytes; and what read() says to whatever it cannot read."""

from __future__ import annotations

import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from extractors.reader import read
from extractors.sniff import HEAD_BYTES, decode, disagreement, sniff
from schemas.document import Document
from schemas.errors import Encrypted, ReadError, UnknownFormat

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504


def named(stream: str) -> bytes:
    return OLE + stream.encode("utf-16-le") + b"\x00" * 64


def kind_of(path: Path) -> str:
    return sniff(path.read_bytes()[:HEAD_BYTES], path)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\n", "pdf"),
        (b"\x00\x00junk\n%PDF-1.4", "pdf"),
        (named("WordDocument"), "doc"),
        (named("Workbook"), "xls"),
        (named("EncryptedPackage"), "encrypted"),
        (OLE, "ole"),
        (b"{\\rtf1\\ansi", "rtf"),
        (b"<!DOCTYPE html><html>", "html"),
        (b"\xef\xbb\xbf<html>", "html"),
        (b"\x89PNG\r\n\x1a\n", "image"),
        (b"\xff\xd8\xff\xe0", "image"),
        (b"Rar!\x1a\x07\x00", "rar"),
        ("实际支出1864.05万元".encode(), "text"),
        ("实际支出1864.05万元".encode("utf-8-sig"), "text"),
        ("实际支出1864.05万元".encode("gb18030"), "text"),
        ("实际支出1864.05万元".encode("utf-16"), "text"),
        (b"\x01\x02\x03\x04\x05\x06", "unknown"),
        (b"", "empty"),
    ],
)
def test_knows_by_content(tmp_path: Path, content: bytes, kind: str) -> None:
    path = tmp_path / "随便.dat"
    path.write_bytes(content)
    assert kind_of(path) == kind


@pytest.mark.parametrize(
    ("part", "types", "kind"),
    [
        ("word/document.xml", "wordprocessingml.document.main+xml", "docx"),
        ("word/document.xml", "wordprocessingml.template.main+xml", "docx"),
        ("word/document2.xml", "wordprocessingml.document.main+xml", "docx"),
        ("xl/workbook.xml", "spreadsheetml.sheet.main+xml", "xlsx"),
        ("OFD.xml", "", "ofd"),
        ("a.pdf", "", "zip"),
    ],
)
def test_knows_packages_by_their_parts(tmp_path: Path, part: str, types: str, kind: str) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr(part, "<a/>")
        if types:
            package.writestr("[Content_Types].xml", f"<Types>{types}</Types>")
    assert kind_of(path) == kind


def test_the_head_may_end_inside_a_character(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    for shift in range(3):
        path.write_bytes(b"x" * shift + "市".encode() * HEAD_BYTES)
        assert kind_of(path) == "text"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_decodes(encoding: str) -> None:
    text = "2024年实际支出 1864.05 万元\n"
    assert decode(text.encode(encoding)) == text


def test_says_when_the_extension_disagrees(tmp_path: Path) -> None:
    path = tmp_path / "报告.pdf"
    path.write_text("一、概况\n全年支出3600万元。\n", encoding="utf-8")
    assert "扩展名是 .pdf，内容却是 text" in read(path, "报告.pdf").warnings[0]
    assert not disagreement("doc", "附件.wps")


@pytest.mark.parametrize(
    ("content", "says"),
    [(named("WordDocument"), ".docx"), (named("Workbook"), "PDF"), (b"\x89PNG\r\n\x1a\n", "文字识别")],
)
def test_what_is_not_read_has_its_own_remedy(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "附件2.doc"
    path.write_bytes(content)
    with pytest.raises(UnknownFormat) as caught:
        read(path, "附件2.doc")
    assert says in caught.value.remedy


def test_an_unknown_file_is_called_by_its_extension(tmp_path: Path) -> None:
    path = tmp_path / "附件2.dwg"
    path.write_bytes(b"AC1027\x00\x00\x00\x01\x02\x03")
    with pytest.raises(UnknownFormat, match=r"不认识 '\.dwg' 文件"):
        read(path, "附件2.dwg")


def test_an_office_file_behind_a_password_is_encrypted(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(named("EncryptedPackage"))
    with pytest.raises(Encrypted):
        read(path, "a.docx")


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from([b"", b"%PDF-1.7\n", b"PK\x03\x04", OLE, b"\xff\xfe", b"{\\rtf", b"|a|b|\n"]),
    st.binary(max_size=400),
)
@example(b"%PDF-1.7\n", b"trailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF")
@example(b"", b"|" * 300)
@example(b"", b"\t\n" * 100 + b"a\tb")
def test_any_bytes_are_read_or_refused(tmp_path: Path, start: bytes, rest: bytes) -> None:
    path = tmp_path / "任意.bin"
    path.write_bytes(start + rest)
    with suppress(ReadError):
        assert isinstance(read(path, "任意.bin"), Document)
