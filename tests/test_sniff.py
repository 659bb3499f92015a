"""What a file is, by its bytes; and what read() says to whatever it cannot read."""

from __future__ import annotations

import struct
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from extractors.reader import read
from extractors.sniff import HEAD_BYTES, decode, disagreement, sniff
from schemas.document import Document
from schemas.errors import Encrypted, Figureless, ReadError, UnknownFormat

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504


def named(stream: str) -> bytes:
    return OLE + stream.encode("utf-16-le") + b"\x00" * 64


def compound(streams: dict[str, bytes], inside: dict[str, bytes]) -> bytes:
    """An OLE container of version 3: ``streams`` at the top, ``inside`` in one storage. Contents of 4 KB and more."""
    sectors: list[bytes] = [b"", b""]  # the allocation table, then the directory, then the contents
    table = [0xFFFFFFFD, 0xFFFFFFFE]
    listed = [("Root Entry", 5, 0xFFFFFFFF, 1, 0xFFFFFFFE, 0)]
    entries = [(name, content, False) for name, content in streams.items()]
    for name, content, _ in [*entries, *((n, c, True) for n, c in inside.items())]:
        pieces = [content[at : at + 512].ljust(512, b"\0") for at in range(0, len(content), 512)]
        first = len(sectors)
        sectors += pieces
        table += [*range(first + 1, first + len(pieces)), 0xFFFFFFFE]
        listed.append((name, 2, 0xFFFFFFFF, 0xFFFFFFFF, first, len(content)))
    listed.append(("ObjectPool", 1, 0xFFFFFFFF, 2, 0, 0))
    first_name, kind, _, child, first, size = listed[1]
    listed[1] = (first_name, kind, 3, child, first, size)  # its sibling is the storage
    directory = b"".join(
        name.encode("utf-16-le").ljust(64, b"\0")
        + struct.pack("<HBBLLL", 2 * len(name) + 2, kind, 1, 0xFFFFFFFF, right, child)
        + b"\0" * 36
        + struct.pack("<LQ", first, size)
        for name, kind, right, child, first, size in listed
    )
    sectors[1] = directory
    sectors[0] = struct.pack(f"<{len(table)}L", *table).ljust(512, b"\xff")
    header = OLE[:8] + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    header += struct.pack("<LLLLLLLLL", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    return header + struct.pack("<109L", 0, *[0xFFFFFFFF] * 108) + b"".join(sectors)


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
        (b"\xef\xbb\xbf%PDF-1.7\n", "pdf"),
        (b" " * 1000 + b"%PDF-1.7\n", "pdf"),
        (named("__properties_version1.0"), "msg"),
        (named("VisioDocument"), "drawing"),
        (b"\x00" * 257 + b"ustar\x0000", "tar"),
        (b"\x1f\x8b\x08\x00\x00\x00\x00\x00", "gz"),
        (b"BZh91AY&SY\x00", "bz2"),
        (b"\xfd7zXZ\x00\x00", "xz"),
        (b"7z\xbc\xaf\x27\x1c\x00\x04", "7z"),
        (b"MSCF\x00\x00\x00\x00\x10", "packed"),
        (b"\x00\x00\x00\x18ftypmp42", "media"),
        (b"\x00\x00\x00\x18ftypheic", "heic"),
        (b"RIFF\x00\x00\x00\x00AVI LIST", "media"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image"),
        (b"BM\x36\x00\x0c\x00\x00\x00\x00\x00\x36\x00", "image"),
        ("BMI指数正常的儿童占85%".encode(), "text"),
        ("MZ区域绿化项目支出80万元".encode(), "text"),
        ("AC10区块：完成投资30万元".encode(), "text"),
        (b"AC1027\x00\x00\x00\x01\x02\x03", "dwg"),
        (b"%!PS-Adobe-3.0\n", "ps"),
        (b"MZ\x90\x00\x03\x00", "program"),
        (b"L\x00\x00\x00\x01\x14\x02\x00", "shortcut"),
        (b"[InternetShortcut]\r\nURL=http://example.org/\r\n", "weblink"),
        (b"wOF2\x00\x01\x00\x00", "font"),
        (b"SQLite format 3\x00", "database"),
        (b"\x62\x14\x23\x65" + b"\x00" * 60 + b"E-SafeNet" + bytes(range(128, 200)), "locked"),
        (b"From: a@b.cn\r\nTo: c@d.cn\r\nSubject: x\r\nDate: y\r\n\r\nbody", "eml"),
        (b"From: <Saved by WPS>\r\nSubject: x\r\nMIME-Version: 1.0\r\n\r\n", "text"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\nX: y\r\n\r\n", "html"),
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
        ("xl/workbook.bin", "ms-excel.sheet.binary.macroEnabled.main", "xlsb"),
        ("xl/workbook.xml", "ms-excel.sheet.macroEnabled.main+xml", "xlsx"),
        ("xl/workbook.xml", '"wordprocessingml.document" "spreadsheetml.sheet.main+xml"', "xlsx"),
        ("OFD.xml", "", "ofd"),
        ("FixedDocSeq.fdseq", "", "xps"),
        ("META-INF/MANIFEST.MF", "", "program"),
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


@pytest.mark.parametrize(
    ("mimetype", "kind"),
    [("opendocument.text", "odt"), ("opendocument.spreadsheet", "ods"), ("opendocument.presentation", "odp")],
)
def test_knows_open_documents_by_their_mimetype(tmp_path: Path, mimetype: str, kind: str) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", f"application/vnd.oasis.{mimetype}")
        package.writestr("content.xml", "<a/>")
    assert kind_of(path) == kind


def test_a_zip_that_holds_a_pdf_is_a_zip(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as package:
        package.writestr("a.pdf", b"%PDF-1.7\n")
    assert kind_of(path) == "zip"


def test_a_workbook_with_a_letter_in_it_is_a_workbook(tmp_path: Path) -> None:
    """Two entries: at the top the workbook's stream, one storage below it a Word document's."""
    path = tmp_path / "a.et"
    path.write_bytes(compound({"Workbook": b"x" * 5000}, inside={"WordDocument": b"y" * 5000}))
    assert kind_of(path) == "xls"


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
    [(named("WordDocument"), ".docx"), (named("PowerPoint Document"), "Word")],
)
def test_what_is_not_read_has_its_own_remedy(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "附件2.doc"
    path.write_bytes(content)
    with pytest.raises(ReadError) as caught:
        read(path, "附件2.doc")
    assert says in caught.value.remedy


def test_an_unknown_file_is_called_by_its_extension(tmp_path: Path) -> None:
    path = tmp_path / "附件2.xyz"
    path.write_bytes(b"AC1\x00\x00\x00\x01\x02\x03")
    with pytest.raises(UnknownFormat, match=r"不认识 '\.xyz' 文件"):
        read(path, "附件2.xyz")


@pytest.mark.parametrize(
    ("name", "content", "why", "remedy"),
    [
        ("图纸.dwg", b"AC1027\x00\x00\x00\x01", "CAD", "PDF"),
        ("报告.docx", bytes(range(128, 256)) * 9, "加密软件", "解密"),
        ("公文.ceb", b"\x01\x02\x03\x04\x05\x06", "版式文件", "PDF"),
        ("资料.zip.001", b"\x01\x02\x03\x04\x05\x06", "分卷", "不要分卷"),
        ("报告.docx.crdownload", b"\x01\x02\x03\x04\x05\x06", "没有下载完", "重新下载"),
        ("报告.docx - 快捷方式.lnk", b"L\x00\x00\x00\x01\x14\x02\x00", "快捷方式", "原文件"),
        ("自评.exe", b"MZ\x90\x00\x03\x00", "可执行程序", "解压"),
    ],
)
def test_what_no_reader_knows_says_what_it_is(
    tmp_path: Path, name: str, content: bytes, why: str, remedy: str
) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(content)
    with pytest.raises(UnknownFormat) as caught:
        read(path, name)
    assert why in caught.value.why
    assert remedy in caught.value.remedy


@pytest.mark.parametrize("content", [b"\x00\x00\x00\x18ftypmp42", b"wOF2\x00\x01", b"[InternetShortcut]\r\n"])
def test_what_holds_no_figures_is_told_apart(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(content)
    with pytest.raises(Figureless):
        read(path, "a.bin")


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
