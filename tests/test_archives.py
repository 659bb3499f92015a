"""Archives as submissions: every member is a file like any other, whatever its name, and what cannot be had is said."""

from __future__ import annotations

import bz2
import gzip
import io
import os
import struct
import tarfile
import zipfile
import zlib
from email.message import EmailMessage
from pathlib import Path

import pytest

from extractors.archives.member_names import decode_names
from pipeline.audit import Options, audit_directory, audit_file
from pipeline.run import Status
from tests.packing import TEXT, audited, packed, statuses


@pytest.fixture(autouse=True)
def only_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the figures come to is another matter, and takes seconds to load; so is that many files here are alike."""
    monkeypatch.setattr("pipeline.audit._confront_all", lambda *_: ([], {}, []))
    monkeypatch.setattr("pipeline.audit._say_versions", lambda rows, _: rows)


# --- what is in it is read


def test_members_are_files_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "材料.zip").write_bytes(
        packed(("市教育局/自评报告.txt", TEXT), ("说明.md", "# 说明\n正文。"))
    )
    rows = audited(tmp_path)
    assert statuses(rows) == {
        "材料.zip": "parsed",
        "材料.zip!/市教育局/自评报告.txt": "parsed",
        "材料.zip!/说明.md": "parsed",
    }
    assert rows["材料.zip"].reason == "压缩包，内含 2 个文件，已逐个读取"
    assert rows["材料.zip"].format == "zip"
    assert len(rows["材料.zip"].sha256) == 64
    assert rows["材料.zip!/市教育局/自评报告.txt"].bytes == len(TEXT.encode())


def test_one_archive_alone_can_be_audited(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(packed(("报告.txt", TEXT)))
    run = audit_file(tmp_path / "a.zip")
    assert [row.path for row in run.files] == ["a.zip", "a.zip!/报告.txt"]


def test_an_office_file_is_no_archive(tmp_path: Path) -> None:
    parts = (("[Content_Types].xml", "<Types/>"), ("word/document.xml", "<w/>"))
    (tmp_path / "a.docx").write_bytes(packed(*parts))
    (tmp_path / "b.docx").write_bytes(packed(*reversed(parts)))
    (tmp_path / "c.zip").write_bytes(packed(("内/b.docx", packed(*reversed(parts)))))
    assert list(audited(tmp_path)) == ["a.docx", "b.docx", "c.zip", "c.zip!/内/b.docx"]


def test_archives_in_archives_are_opened_three_deep(tmp_path: Path) -> None:
    content: bytes = TEXT.encode()
    name = "报告.txt"
    for depth in (5, 4, 3, 2, 1):
        content, name = packed((name, content)), f"{depth}.zip"
    (tmp_path / name).write_bytes(content)
    rows = audited(tmp_path)
    assert statuses(rows) == {
        "1.zip": "failed",
        "1.zip!/2.zip": "failed",
        "1.zip!/2.zip!/3.zip": "failed",
        "1.zip!/2.zip!/3.zip!/4.zip": "failed",
    }
    why = "压缩包里套压缩包超过 3 层，里面的文件没有读取"
    assert rows["1.zip!/2.zip!/3.zip!/4.zip"].reason == why
    assert rows["1.zip"].reason == f"压缩包，内含 1 个文件，没有读取：{why}"
    assert "解压" in rows["1.zip"].remedy


def test_an_archive_says_what_of_it_was_read(tmp_path: Path) -> None:
    inner = packed(("b.txt", TEXT), ("c.docx", b"PK\x03\x04"), ("desktop.ini", "x"))
    (tmp_path / "one.zip").write_bytes(packed(("a.txt", TEXT), ("in.zip", inner)))
    (tmp_path / "bad.zip").write_bytes(packed(("c.docx", b"PK\x03\x04"), ("Thumbs.db", "x")))
    (tmp_path / "worse.zip").write_bytes(packed(("c.docx", b"PK\x03\x04"), ("d.docx", b"")))
    (tmp_path / "film.zip").write_bytes(packed(("宣传片.mp4", b"\x00\x00\x00\x18ftypmp42")))
    rows = audited(tmp_path)
    assert rows["one.zip"].status is rows["one.zip!/in.zip"].status is Status.PARTIAL
    assert rows["one.zip"].reason == "压缩包，内含 3 个文件：读取 2 个，未读取 1 个，见各行；另跳过 1 个"
    assert (
        rows["one.zip!/in.zip"].reason == "压缩包，内含 2 个文件：读取 1 个，未读取 1 个，见各行；另跳过 1 个"
    )
    assert rows["bad.zip"].status is rows["worse.zip"].status is Status.FAILED
    assert rows["bad.zip"].reason.startswith("压缩包，内含 1 个文件，没有读取：")
    assert rows["bad.zip"].remedy == rows["bad.zip!/c.docx"].remedy
    assert rows["worse.zip"].reason == "压缩包，内含 2 个文件，都没有读取，原因见各行"
    assert "各行" in rows["worse.zip"].remedy
    assert rows["film.zip"].status is Status.SKIPPED


def test_an_archive_torn_inside_another_is_not_read_whole(tmp_path: Path) -> None:
    inner = packed(("1.txt", TEXT * 50), ("2.txt", TEXT * 50))
    (tmp_path / "a.zip").write_bytes(packed(("in.zip", inner[: inner.index(b"2.txt") - 30])))
    rows = audited(tmp_path)
    assert rows["a.zip!/in.zip"].status is rows["a.zip"].status is Status.PARTIAL
    assert rows["a.zip"].reason == "压缩包，内含 2 个文件：读取 2 个（其中 1 个没有读全），见各行"


def test_a_document_three_archives_deep_is_read(tmp_path: Path) -> None:
    inner = packed(("c/报告.txt", TEXT))
    (tmp_path / "1.zip").write_bytes(packed(("a/2.zip", packed(("b/3.zip", inner)))))
    assert audited(tmp_path)["1.zip!/a/2.zip!/b/3.zip!/c/报告.txt"].status is Status.PARSED


def test_tar_and_its_compressed_kinds_are_opened(tmp_path: Path) -> None:
    for suffix, mode in (
        ("tar", "w"),
        ("tar.gz", "w:gz"),
        ("tgz", "w:gz"),
        ("tar.bz2", "w:bz2"),
        ("tar.xz", "w:xz"),
    ):
        with tarfile.open(tmp_path / f"a.{suffix}", mode) as archive:  # type: ignore[call-overload]
            entry = tarfile.TarInfo("目录/报告.txt")
            entry.size = len(TEXT.encode())
            archive.addfile(entry, io.BytesIO(TEXT.encode()))
    rows = audited(tmp_path)
    assert len(rows) == 10
    assert all(row.status is Status.PARSED for row in rows.values())
    assert rows["a.tgz!/目录/报告.txt"].bytes == len(TEXT.encode())


def test_one_compressed_file_is_an_archive_of_one(tmp_path: Path) -> None:
    (tmp_path / "报告.txt.gz").write_bytes(gzip.compress(TEXT.encode()))
    (tmp_path / "报告.txt.bz2").write_bytes(bz2.compress(TEXT.encode()))
    assert statuses(audited(tmp_path)) == dict.fromkeys(
        ("报告.txt.bz2", "报告.txt.bz2!/报告.txt", "报告.txt.gz", "报告.txt.gz!/报告.txt"), "parsed"
    )


def test_7z_is_opened(tmp_path: Path) -> None:
    py7zr = pytest.importorskip("py7zr")
    with py7zr.SevenZipFile(tmp_path / "a.7z", "w") as archive:
        archive.writestr(TEXT, "目录/报告.txt")
        archive.writestr("", "空.txt")
        archive.writestr("x", "__MACOSX/._报告.txt")
    with py7zr.SevenZipFile(tmp_path / "b.7z", "w", password="x") as archive:  # noqa: S106
        archive.writestr(TEXT, "报告.txt")
    with py7zr.SevenZipFile(tmp_path / "c.7z", "w", password="x", header_encryption=True) as archive:  # noqa: S106
        archive.writestr(TEXT, "报告.txt")
    rows = audited(tmp_path)
    assert statuses(rows) == {
        "a.7z": "partial",
        "a.7z!/__MACOSX/._报告.txt": "skipped",
        "a.7z!/目录/报告.txt": "parsed",
        "a.7z!/空.txt": "failed",
        "b.7z": "failed",
        "b.7z!/报告.txt": "failed",
        "c.7z": "failed",
    }
    assert all("密码" in rows[name].reason for name in ("b.7z", "b.7z!/报告.txt", "c.7z"))


def test_a_7z_broken_off_keeps_what_came_before(tmp_path: Path) -> None:
    py7zr = pytest.importorskip("py7zr")
    noise = os.urandom(400_000)
    with py7zr.SevenZipFile(tmp_path / "a.7z", "w") as archive:
        archive.writestr(TEXT, "1.txt")
        archive.writestr(noise, "2.bin")
    content = bytearray((tmp_path / "a.7z").read_bytes())
    content[300_000] ^= 0xFF
    (tmp_path / "a.7z").write_bytes(content)
    rows = audited(tmp_path)
    assert statuses(rows) == {"a.7z": "partial", "a.7z!/1.txt": "parsed", "a.7z!/2.bin": "failed"}
    assert "读取 1 个，未读取 1 个" in rows["a.7z"].reason


# --- rar: written by hand, because no free program writes it


def rar(*members: tuple[str, bytes]) -> bytes:
    """A RAR 5 archive of stored members."""

    def number(value: int) -> bytes:
        out = b""
        while value > 0x7F:
            out, value = out + bytes([value & 0x7F | 0x80]), value >> 7
        return out + bytes([value])

    def block(body: bytes, data: bytes = b"") -> bytes:
        sized = number(len(body)) + body
        return struct.pack("<L", zlib.crc32(sized)) + sized + data

    made = b"Rar!\x1a\x07\x01\x00" + block(number(1) + number(0) + number(0))
    for name, content in members:
        body = (
            number(2) + number(2) + number(len(content)) + number(4) + number(len(content)) + number(0o100644)
        )
        body += struct.pack("<L", zlib.crc32(content)) + number(0) + number(1)
        made += block(body + number(len(name.encode())) + name.encode(), content)
    return made + block(number(5) + number(0) + number(0))


def test_rar_is_opened(tmp_path: Path) -> None:
    pytest.importorskip("rarfile")
    (tmp_path / "a.rar").write_bytes(rar(("目录/报告.txt", TEXT.encode()), ("../../b.txt", TEXT.encode())))
    assert statuses(audited(tmp_path)) == {
        "a.rar": "parsed",
        "a.rar!/b.txt": "parsed",
        "a.rar!/目录/报告.txt": "parsed",
    }


def test_rar_without_an_unpacker_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shared: Path
) -> None:
    rarfile = pytest.importorskip("rarfile")
    source = shared / "corpus/archives/tika__test-documents.rar"
    (tmp_path / "a.rar").write_bytes(source.read_bytes())
    monkeypatch.setattr(rarfile, "tool_setup", _no_tool)
    rows = audited(tmp_path)
    assert {row.status for row in rows.values()} == {Status.FAILED}
    assert "unrar" in rows["a.rar"].remedy
    assert "没有解压 rar 的程序" in rows["a.rar"].reason


def _no_tool(*_: object, **__: object) -> None:
    import rarfile  # type: ignore[import-untyped]

    raise rarfile.RarCannotExec("none")


def test_rar_packed_by_the_program_itself_is_opened(shared: Path, tmp_path: Path) -> None:
    rarfile = pytest.importorskip("rarfile")
    try:
        rarfile.tool_setup()
    except rarfile.RarCannotExec:
        pytest.skip("没有解压 rar 的程序")
    for name in ("tika__test-documents.rar", "tika__test-documents-enc.rar"):
        (tmp_path / name).write_bytes((shared / "corpus/archives" / name).read_bytes())
    rows = audited(tmp_path)
    assert rows["tika__test-documents.rar"].reason == "压缩包，内含 9 个文件：读取 8 个，未读取 1 个，见各行"
    assert "密码" in rows["tika__test-documents-enc.rar"].reason


# --- mails


def test_a_mail_is_its_text_and_what_is_attached(tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@b.cn", "c@d.cn", "报送自评材料"
    mail.set_content("项目全年支出100万元。", charset="gb2312")
    mail.add_alternative("<html><body><p>项目全年支出100万元。</p></body></html>", subtype="html")
    mail.add_attachment(TEXT.encode(), maintype="text", subtype="plain", filename="自评报告.txt")
    mail.add_attachment(packed(("表.txt", TEXT)), maintype="application", subtype="zip", filename="附件.zip")
    (tmp_path / "报送.eml").write_bytes(bytes(mail))
    forwarded = EmailMessage()
    forwarded["From"], forwarded["To"], forwarded["Subject"] = "c@d.cn", "e@f.cn", "转发"
    forwarded.set_content("请查收。", charset="gb2312")
    forwarded.add_attachment(mail)
    (tmp_path / "转发.eml").write_bytes(bytes(forwarded))
    assert statuses(audited(tmp_path)) == {
        "报送.eml": "parsed",
        "报送.eml!/自评报告.txt": "parsed",
        "报送.eml!/附件.zip": "parsed",
        "报送.eml!/附件.zip!/表.txt": "parsed",
        "报送.eml!/邮件正文.html": "parsed",
        "转发.eml": "parsed",
        "转发.eml!/自评报告.txt": "parsed",
        "转发.eml!/附件.zip": "parsed",
        "转发.eml!/附件.zip!/表.txt": "parsed",
        "转发.eml!/邮件正文.html": "parsed",
        "转发.eml!/邮件正文.txt": "parsed",
    }


@pytest.mark.parametrize(
    "rest", [b"\xff" * 500, b"Content-Type: multipart/mixed; boundary=x\n\n--x\n" * 300, b"\n"]
)
def test_a_broken_mail_is_read_or_said(tmp_path: Path, rest: bytes) -> None:
    (tmp_path / "a.eml").write_bytes(b"From: a@b.cn\nTo: c@d.cn\nSubject: =?gb2312?B?!!?=\nDate: x\n" + rest)
    assert "a.eml" in audited(tmp_path)


# --- names never become paths

NAMES = [
    "../../../etc/报告.txt", "/etc/报告.txt", "C:\\报告.txt", "C:/报告.txt", "..\\..\\报告.txt", "CON", "NUL.txt", "a:b.txt",
    "报告\x00.txt", "x" * 3000 + ".txt", "/".join("d" * 300) + "/报告.txt", "报告\u202etxt.exe", " ", "..", "a//b.txt", "-rf", "*",
    "$(reboot).txt", "报告 .txt", "\ud7ff.txt",
]  # fmt: skip


def test_odd_names_are_harmless_and_their_members_read(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.zip").write_bytes(packed(*((name, TEXT) for name in NAMES)))
    rows = audited(tmp_path / "in")
    members = [row for path, row in rows.items() if path != "a.zip"]
    assert len(members) == len(NAMES)
    assert all(row.bytes == len(TEXT.encode()) for row in members)
    assert all(".." not in row.path.split("/") and "\x00" not in row.path for row in members)
    assert [path.name for path in tmp_path.rglob("*")] == ["in", "a.zip"]
    assert "原来的文件名写作“../../../etc/报告.txt”" in rows["a.zip!/etc/报告.txt"].reason


def test_links_and_devices_are_not_followed(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link.txt")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(link, "/etc/hostname")
        archive.writestr("报告.txt", TEXT)
    (tmp_path / "a.zip").write_bytes(made.getvalue())
    with tarfile.open(tmp_path / "b.tar", "w") as archive_of_tape:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE):
            entry = tarfile.TarInfo(f"{kind.decode()}.txt")
            entry.type, entry.linkname = kind, "/etc/hostname"
            archive_of_tape.addfile(entry)
    rows = audited(tmp_path)
    assert rows["a.zip"].status is Status.PARTIAL
    assert rows["a.zip!/报告.txt"].status is Status.PARSED
    assert rows["b.tar"].status is Status.FAILED
    refused = [row for path, row in rows.items() if "b.tar!" in path or "link" in path]
    assert len(refused) == 5
    assert all("链接或设备" in row.reason and row.bytes == 0 for row in refused)


def test_the_same_name_twice_is_read_twice(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        (tmp_path / "a.zip").write_bytes(packed(("报告.txt", TEXT), ("报告.txt", TEXT + "余额5万元。")))
    rows = audited(tmp_path)
    assert list(rows) == ["a.zip", "a.zip!/报告(2).txt", "a.zip!/报告.txt"]
    assert "同名" in rows["a.zip!/报告(2).txt"].reason


@pytest.mark.parametrize(
    ("names", "encoding"),
    [
        (["自评报告.docx", "附件/佐证材料.pdf"], "gbk"),
        (["自评报告.docx", "佐证/喆㙍镕.pdf"], "gb18030"),
        (["自评报告.docx"], "utf-8"),
        (["Größe.txt", "été.txt"], "utf-8"),
        (["文章1.txt", "テスト.txt"], "cp932"),
        (["caf\u00e9.txt"], "cp437"),
        (["plain.txt"], "ascii"),
    ],
)
def test_names_without_an_encoding_are_recognised(names: list[str], encoding: str) -> None:
    assert decode_names([name.encode(encoding) for name in names]) == names


def test_any_bytes_make_some_name() -> None:
    assert all(
        decode_names([bytes([first, second]) * 3])[0] for first in range(256) for second in range(0, 256, 7)
    )


def test_names_of_chinese_windows_are_read(tmp_path: Path) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("市教育局/自评报告.txt".encode("gbk").decode("cp437"), TEXT)
    content = bytearray(made.getvalue())
    for mark, at in (
        (b"PK\x03\x04", 6),
        (b"PK\x01\x02", 8),
    ):  # as if the tool had not said that it is Unicode
        flags = content.index(mark) + at
        content[flags : flags + 2] = b"\x00\x00"
    raw = bytes(content)
    for written in ("市教育局/自评报告.txt".encode("gbk").decode("cp437").encode(),):
        raw = raw.replace(written, "市教育局/自评报告.txt".encode("gbk"))
    (tmp_path / "a.zip").write_bytes(repaired(raw, "市教育局/自评报告.txt".encode("gbk")))
    assert list(audited(tmp_path)) == ["a.zip", "a.zip!/市教育局/自评报告.txt"]


def repaired(raw: bytes, name: bytes) -> bytes:
    """The one-member zip ``raw`` with the length of ``name`` and all that follows from it put right."""
    content = bytearray(raw)
    struct.pack_into("<H", content, 26, len(name))
    listing = content.index(b"PK\x01\x02")
    struct.pack_into("<H", content, listing + 28, len(name))
    end = content.index(b"PK\x05\x06")
    struct.pack_into("<LL", content, end + 12, end - listing, listing)
    return bytes(content)


# --- what does not belong to it


def test_junk_is_skipped_and_costs_no_exit_code(tmp_path: Path) -> None:
    junk = (
        "__MACOSX/._报告.txt",
        ".DS_Store",
        "a/Thumbs.db",
        "~$报告.docx",
        "a/desktop.ini",
        "~WRL0003.tmp",
        ".~报告.docx",
    )
    (tmp_path / "a.zip").write_bytes(packed(("报告.txt", TEXT), *((name, b"\x00\x01") for name in junk)))
    run = audit_directory(tmp_path, Options(workers=1))
    assert not run.unread()
    assert sum(row.status is Status.SKIPPED for row in run.files) == len(junk)
    assert run.files[0].reason == "压缩包，内含 1 个文件，已逐个读取；另跳过 7 个"


def test_films_and_fonts_are_passed_over_but_programs_are_not(tmp_path: Path) -> None:
    members = (
        ("宣传片.mp4", b"\x00\x00\x00\x18ftypmp42"),
        ("仿宋.ttf", b"\x00\x01\x00\x00\x00\x10"),
        ("自评.exe", b"MZ\x90\x00"),
    )
    (tmp_path / "a.zip").write_bytes(packed(*members, ("报告.txt", TEXT)))
    rows = audited(tmp_path)
    assert rows["a.zip!/宣传片.mp4"].status is Status.SKIPPED
    assert rows["a.zip!/仿宋.ttf"].status is Status.SKIPPED
    assert rows["a.zip!/自评.exe"].status is Status.FAILED
    assert rows["a.zip!/自评.exe"].format == "exe"


@pytest.mark.parametrize("members", [(), (("空目录/", b""),), ((".DS_Store", b"x"),)])
def test_an_archive_without_material_is_said(tmp_path: Path, members: tuple[tuple[str, bytes], ...]) -> None:
    (tmp_path / "a.zip").write_bytes(packed(*members))
    row = audited(tmp_path)["a.zip"]
    assert row.status is Status.FAILED
    assert "漏放" in row.remedy


# --- locked, broken, in parts


def locked(content: bytes, *which: int) -> bytes:
    """The zip with the flag of a password on the members ``which``."""
    made, at = bytearray(content), -1
    for index in range(max(which) + 1):
        at = made.index(b"PK\x01\x02", at + 1)
        if index in which:
            made[at + 8] |= 1
    return bytes(made)


def test_a_locked_member_costs_itself_alone(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(locked(packed(("报告.txt", TEXT), ("密件.txt", TEXT)), 1))
    (tmp_path / "b.zip").write_bytes(locked(packed(("密件.txt", TEXT)), 0))
    rows = audited(tmp_path)
    assert rows["a.zip"].reason == "压缩包，内含 2 个文件：读取 1 个，未读取 1 个，见各行"
    assert statuses(rows) == {
        "a.zip": "partial",
        "a.zip!/密件.txt": "failed",
        "a.zip!/报告.txt": "parsed",
        "b.zip": "failed",
        "b.zip!/密件.txt": "failed",
    }
    assert "密码" in rows["a.zip!/密件.txt"].reason
    assert "密码" in rows["b.zip"].remedy


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("streamed", [False, True])
def test_half_an_archive_is_read_as_far_as_it_goes(tmp_path: Path, method: int, streamed: bool) -> None:
    made = Unseekable() if streamed else io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        archive.mkdir("目录")
        for name in ("目录/1.txt", ".DS_Store", "目录/2.txt", "目录/3.txt"):
            archive.writestr(name, TEXT * 50)
    content = made.getvalue()
    (tmp_path / "a.zip").write_bytes(content[: content.index("目录/3.txt".encode()) + 60])
    rows = audited(tmp_path)
    if streamed and method == zipfile.ZIP_STORED:  # nothing says where a member ends
        assert statuses(rows) == {"a.zip": "failed"}
        return
    assert statuses(rows) == {
        "a.zip": "partial",
        "a.zip!/.DS_Store": "skipped",
        "a.zip!/目录/1.txt": "parsed",
        "a.zip!/目录/2.txt": "parsed",
        "a.zip!/目录/3.txt": "failed",
    }
    assert "读取 2 个，未读取 1 个" in rows["a.zip"].reason


class Unseekable(io.BytesIO):
    """Makes zipfile write the sizes behind the members, as tools do that pack on the fly."""

    def seekable(self) -> bool:
        return False

    def seek(self, *_: int) -> int:
        raise OSError

    def tell(self) -> int:
        raise OSError


def test_a_damaged_member_costs_itself_alone(tmp_path: Path) -> None:
    content = bytearray(packed(("1.txt", TEXT * 99), ("2.txt", TEXT)))
    content[60] ^= 0xFF
    (tmp_path / "a.zip").write_bytes(content)
    rows = audited(tmp_path)
    assert statuses(rows) == {"a.zip": "partial", "a.zip!/1.txt": "failed", "a.zip!/2.txt": "parsed"}
    assert "损坏" in rows["a.zip!/1.txt"].reason


def test_a_damaged_office_file_is_not_called_an_archive(tmp_path: Path) -> None:
    (tmp_path / "报告.docx").write_bytes(packed(("word/x.xml", "<w/>" * 99))[:80])
    [row] = audited(tmp_path).values()
    assert (row.format, row.status) == ("docx", Status.FAILED)
    assert "压缩包" not in row.reason


@pytest.mark.parametrize(
    "content",
    [b"PK\x03\x04", b"PK\x03\x04" + b"\xff" * 60, b"Rar!\x1a\x07\x01\x00" + b"\xff" * 60, b"7z\xbc\xaf\x27\x1c" + b"\xff" * 60,
     b"\x1f\x8b\x08" + b"\x00" * 60, b"BZh91AY&SY" + b"\x00" * 60, b"\xfd7zXZ\x00" + b"\x00" * 60, b"x" * 257 + b"ustar" + b"y" * 300],
)  # fmt: skip
def test_rubble_is_said_to_be_damaged(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.bin").write_bytes(content)
    row = audited(tmp_path)["a.bin"]
    assert row.status is Status.FAILED
    assert "损坏" in row.reason or "不完整" in row.reason
    assert row.remedy
