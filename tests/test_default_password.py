"""Workbooks that Excel encrypts under a password of its own open without asking; under any other they stay shut."""

from __future__ import annotations

import struct
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import docx
import olefile  # type: ignore[import-untyped]
import pytest
import xlwt  # type: ignore[import-untyped]
from msoffcrypto.format.ooxml import OOXMLFile  # type: ignore[import-untyped]
from msoffcrypto.method.rc4 import DocumentRC4  # type: ignore[import-untyped]
from openpyxl import Workbook

from extractors.reader import read
from schemas.document import Document
from schemas.errors import Encrypted

OWN = "VelvetSweatshop"
ROWS = (("项目", "金额（万元）"), ("灌渠清淤", 31.25), ("泵站维修", 18.75), ("合计", 50))


def texts(document: Document) -> list[list[str]]:
    return [[cell.text for cell in row if cell] for table in document.tables() for row in table.rows]


def workbook() -> bytes:
    book = Workbook()
    for row in ROWS:
        book.worksheets[0].append(row)
    book.save(made := BytesIO())
    return made.getvalue()


def report() -> bytes:
    made = BytesIO()
    document = docx.Document()
    document.add_paragraph("全年清淤灌渠31.25公里。")
    document.save(made)
    return made.getvalue()


def locked(package: bytes, password: str) -> bytes:
    made = BytesIO()
    OOXMLFile(BytesIO(package)).encrypt(password, made)
    return made.getvalue()


def xls(password: str, odd: int = 0) -> bytes:
    """A workbook under RC4 of 1997: its records are encrypted where they stand, their heads and three kinds are not."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("自评表")
    for number, row in enumerate(ROWS):
        for column, value in enumerate(row):
            sheet.write(number, column, value)
    book.save(saved := BytesIO())
    with olefile.OleFileIO(saved.getvalue()) as container:
        stream = container.openstream("Workbook").read()
    salt = bytes(range(16))
    proof = DocumentRC4.decrypt(password, salt, BytesIO(bytes(16) + _md5(bytes(16)))).read()
    filepass = struct.pack("<HHHHH", 0x2F, 54, 1, 1, 1) + salt + proof
    plain = _with_record_after_the_first(stream, filepass, odd)
    keys = bytearray(DocumentRC4.decrypt(password, salt, BytesIO(bytes(len(plain))), blocksize=1024).read())
    made, at = bytearray(plain), 0
    while at + 4 <= len(plain):
        kind, size = struct.unpack_from("<HH", plain, at)
        clear = size if kind in {0x809, 0x2F, 0xE1} else 4 if kind == 0x85 else 0
        for place in range(at + 4 + clear, at + 4 + size):
            made[place] ^= keys[place]
        at += 4 + size
    xlwt.CompoundDoc.XlsDoc().save(written := BytesIO(), bytes(made))
    return written.getvalue()


def _md5(content: bytes) -> bytes:
    from hashlib import md5

    return md5(content, usedforsecurity=False).digest()


def _with_record_after_the_first(stream: bytes, record: bytes, odd: int) -> bytes:
    """Sheets begin further back by as much: 0x85 names the place of each. The length is ``odd`` more than a multiple of 4."""
    moved, at = bytearray(stream), 0
    while (head := struct.unpack_from("<HH", stream, at))[0]:  # zeros fill the last sector
        if head[0] == 0x85:
            (place,) = struct.unpack_from("<L", stream, at + 4)
            struct.pack_into("<L", moved, at + 4, place + len(record))
        at += 4 + head[1]
    first = 4 + struct.unpack_from("<H", stream, 2)[0]
    longer = bytes(moved[:first]) + record + bytes(moved[first:at])
    filling = (odd - len(longer)) % 4
    return longer + struct.pack("<HH", 0xFF, filling) + bytes(filling)


def test_a_workbook_protected_against_change_is_read(tmp_path: Path) -> None:
    path = tmp_path / "自评表.xlsx"
    path.write_bytes(locked(workbook(), OWN))
    document = read(path, "自评表.xlsx")
    assert texts(document)[1] == ["灌渠清淤", "31.25"]
    assert document.format == "xlsx"
    assert document.sha256 == sha256(path.read_bytes()).hexdigest()
    assert document.bytes == path.stat().st_size
    assert not document.partial


def test_so_is_a_report(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(locked(report(), OWN))
    assert [block.text for block in read(tmp_path / "a.docx", "a.docx").paragraphs()] == [
        "全年清淤灌渠31.25公里。"
    ]


@pytest.mark.parametrize("odd", [0, 1, 3])  # bytes over, so that the rest of the sector is no whole record
def test_so_is_an_old_workbook(tmp_path: Path, odd: int) -> None:
    (tmp_path / "a.xls").write_bytes(xls(OWN, odd))
    assert texts(read(tmp_path / "a.xls", "a.xls"))[1] == ["灌渠清淤", "31.25"]


def test_a_package_under_the_older_scheme_is_read(shared: Path) -> None:
    path = shared / "corpus" / "office" / "poi__protect.xlsx"
    assert len(read(path, "a.xlsx").blocks) == 2


@pytest.mark.parametrize("suffix", ["xlsx", "docx", "xls"])
def test_a_password_that_somebody_chose_is_not_guessed(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a.{suffix}"
    path.write_bytes(
        xls("钥匙") if suffix == "xls" else locked(workbook() if suffix == "xlsx" else report(), "钥匙")
    )
    with pytest.raises(Encrypted) as caught:
        read(path, path.name)
    assert (caught.value.why, caught.value.remedy) == ("文件设有打开密码", "请去掉密码后重新提交")


def test_what_is_inside_is_guarded_like_any_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    monkeypatch.setattr("extractors.reader.guard", lambda path, _: seen.append(path.stat().st_size))
    package = workbook()
    (tmp_path / "a.xlsx").write_bytes(locked(package, OWN))
    read(tmp_path / "a.xlsx", "a.xlsx")
    assert seen[1:] == [len(package)]
