"""Old word-processor formats: through LibreOffice where it is, directly where it is not, never outside its cage."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from extractors.reader import read
from extractors.word import office
from pipeline.audit import Options, audit_directory
from pipeline.run import Status
from schemas.document import Document
from schemas.errors import DamagedFile, Encrypted, ReadError, UnknownFormat
from tests.word97_maker import DELETED, INSERTED, Maker, row
from tests.word_xml import p, package, r, rels, tbl, tc, tr

Needs = Callable[[str], str]
TWO = '<w:gridSpan w:val="2"/>'
REPORT = (
    p(r("一、预算支出概况"))
    + p(r("年初预算"), f'<w:del w:id="1" w:author="a"><w:r><w:delText>3500</w:delText></w:r></w:del><w:ins w:id="2" w:author="a">{r("3600")}</w:ins>', r("万元。"))
    + tbl(
        tr(tc("产出", '<w:vMerge w:val="restart"/>'), tc("跨列", TWO)),
        tr(tc("", "<w:vMerge/>"), tc("612.5"), tc("98%")),
    )
    + p(r("完。"))
)  # fmt: skip


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs()]


def shape(document: Document) -> list[list[tuple[int, int, int, int, str]]]:
    return [
        [(c.row, c.col, c.rowspan, c.colspan, bare(c.text)) for c in t.cells()] for t in document.tables()
    ]


def saved_as(kind: str, docx: Path) -> Path:
    """``docx`` as LibreOffice saves it in the format ``kind``."""
    program = shutil.which("soffice")
    assert program is not None
    profile = f"-env:UserInstallation={(docx.parent / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", kind, "--outdir", str(docx.parent), str(docx)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return docx.with_suffix(f".{kind}")


def old(path: Path, figure: str = "612.5") -> Path:
    """A binary Word file that only `extractors.word.word97` can open."""
    made = Maker().run("年初").run("3500", DELETED).run("3600", INSERTED).run("万元").end()
    return made.cells("产出", figure, ends=row(0, 1000, 2000)).write(path)


@pytest.fixture(scope="session")
def saved(tmp_path_factory: pytest.TempPathFactory, needs: Needs) -> dict[str, Path]:
    """`REPORT` as docx, and as LibreOffice saves it in each old format."""
    needs("soffice")
    docx = package(tmp_path_factory.mktemp("saved") / "报告.docx", REPORT)
    return {"docx": docx, **{kind: saved_as(kind, docx) for kind in ("doc", "rtf", "odt")}}


@pytest.fixture
def without_office(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractors.word.office.soffice", lambda: None)
    monkeypatch.setattr("extractors.readers.legacy.soffice", lambda: None)


# --- through LibreOffice


@pytest.mark.parametrize("kind", ["doc", "rtf", "odt"])
def test_a_converted_file_reads_as_the_docx_does(kind: str, saved: dict[str, Path]) -> None:
    path = saved[kind]
    wanted, document = read(saved["docx"], "报告.docx"), read(path, f"市科技局/报告.{kind}")
    assert texts(document) == texts(wanted) == ["一、预算支出概况", "年初预算3600万元。", "完。"]
    assert shape(document) == shape(wanted)
    assert (document.path, document.format) == (f"市科技局/报告.{kind}", kind)
    assert document.bytes == path.stat().st_size
    assert document.blocks[1].anchor.section == wanted.blocks[1].anchor.section
    assert document.warnings == ("含 2 处修订痕迹，按接受全部修订后的内容读取",)
    assert not document.partial


def test_an_old_wps_file_is_known_by_its_content(saved: dict[str, Path]) -> None:
    document = read(saved["doc"], "报告.wps")
    assert document.format == "doc"
    assert "年初预算3600万元。" in texts(document)


def test_a_run_converts_many_in_one_call(
    tmp_path: Path, saved: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "submissions"
    folder.mkdir()
    for number in range(5):
        (folder / f"报告{number}.doc").write_bytes(saved["doc"].read_bytes() + bytes([number]))
    (folder / "坏.doc").write_bytes(saved["doc"].read_bytes()[:900])
    stages: list[str] = []
    really = office._run

    def counted(program: Path, work: Path, names: Sequence[str]) -> None:
        (tmp_path / f"call-{len(names)}-{time.monotonic_ns()}").touch()
        really(program, work, names)

    monkeypatch.setattr("extractors.word.office.FILES_PER_CALL", 3)
    monkeypatch.setattr("extractors.word.office._run", counted)
    run = audit_directory(folder, Options(workers=1), progress=lambda stage, *_: stages.append(stage))
    assert {row.path: row.status for row in run.files} == {
        **{f"报告{number}.doc": Status.PARSED for number in range(5)},
        "坏.doc": Status.FAILED,
    }
    assert stages.count("转换") == 2
    calls = sorted(int(each.name.split("-")[1]) for each in tmp_path.glob("call-*"))
    assert calls[-2:] in ([2, 3], [3, 3])  # the broken one is in a batch if it still looks like a .doc
    assert len(calls) <= 3  # only it had a call of its own
    assert len({document.sha256 for document in run.documents}) == 5


def test_a_batch_that_breaks_leaves_each_file_its_own_try(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[int] = []

    def broken(_program: Path, _work: Path, names: Sequence[str]) -> None:
        (tmp_path / f"call-{len(names)}-{time.monotonic_ns()}").touch()
        raise subprocess.TimeoutExpired("soffice", 1)

    monkeypatch.setattr("extractors.word.office.soffice", lambda: Path("/nowhere/soffice"))
    monkeypatch.setattr("extractors.word.office._run", broken)
    folder = tmp_path / "submissions"
    folder.mkdir()
    for number in range(3):
        old(folder / f"报告{number}.doc", str(number))
    run = audit_directory(folder, Options(workers=1))
    calls = sorted(int(each.name.split("-")[1]) for each in tmp_path.glob("call-*"))
    assert calls == [1, 1, 1, 3]
    assert [row.status for row in run.files] == [Status.PARSED] * 3
    assert all("LibreOffice 没能转换，按后备方式读取" in row.reason for row in run.files)


def test_figures_that_two_ways_of_reading_do_not_share_are_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def other(_program: Path, work: Path, _names: Sequence[str]) -> None:
        (work / "out").mkdir()
        package(work / "out" / "0.docx", p(r("年初3600万元")) + tbl(tr(tc("产出"), tc("621.5"))))

    monkeypatch.setattr("extractors.word.office.soffice", lambda: Path("/nowhere/soffice"))
    monkeypatch.setattr("extractors.word.office._run", other)
    [warning] = read(old(tmp_path / "a.doc"), "a.doc").warnings
    assert "LibreOffice：621.5；直接读取：612.5" in warning


FIELDS = {
    'DATE \\\\@ "yyyy-MM-dd"': "2024-03-01", "REF nowhere \\\\h": "15.49", "=SUM(ABOVE)": "612.5", "SEQ t": "3",
    "SAVEDATE": "2023", "NUMPAGES": "88", "FILENAME": "f7.doc", "{\\\\rtlch PAGE}": "19",
}  # fmt: skip


def fields_rtf(path: Path) -> Path:
    shown = "".join(rf"{{\field{{\*\fldinst {code}}}{{\fldrslt {text}}}}} " for code, text in FIELDS.items())
    path.write_text(rf"{{\rtf1\ansi {shown}\par}}", encoding="ascii")
    return path


def test_fields_keep_what_they_printed(tmp_path: Path, needs: Needs) -> None:
    needs("soffice")
    document = read(fields_rtf(tmp_path / "a.rtf"), "a.rtf")
    assert [text.strip() for text in texts(document)] == [" ".join(FIELDS.values())]


@pytest.mark.parametrize("kind", ["doc", "odt"])
def test_fields_keep_what_the_old_file_has_for_them(kind: str, tmp_path: Path, needs: Needs) -> None:
    needs("soffice")
    path = saved_as(kind, fields_rtf(tmp_path / "a.rtf"))  # saving calculates some of them anew
    other = path.rename(tmp_path / f"b.{kind}")
    document = read(other, other.name)
    assert document.warnings == ()  # of a .doc: both readings agree
    [text] = texts(document)
    assert "a.rtf" in text  # not the name it has now
    assert " 3 " in text


# --- without LibreOffice


@pytest.mark.usefixtures("without_office")
def test_a_doc_is_read_directly(tmp_path: Path) -> None:
    document = read(old(tmp_path / "a.doc"), "a.doc")
    assert texts(document) == ["年初3600万元"]
    assert shape(document) == [[(1, 1, 1, 1, "产出"), (1, 2, 1, 1, "612.5")]]
    assert document.warnings[0] == "未装 LibreOffice，按后备方式读取，合并单元格可能不准"
    assert (document.format, document.partial) == ("doc", False)


@pytest.mark.usefixtures("without_office")
@pytest.mark.parametrize(
    ("name", "content"),
    [("a.rtf", rb"{\rtf1 a}"), ("a.doc", rb"{\rtf1 a}")],
)
def test_what_cannot_be_read_directly_says_what_to_install(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UnknownFormat) as caught:
        read(tmp_path / name, name)
    assert "LibreOffice" in caught.value.why
    assert "安装 LibreOffice" in caught.value.remedy


@pytest.mark.usefixtures("without_office")
def test_old_odt_and_word_95_say_what_to_install(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.odt", "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        made.writestr("content.xml", "<a/>")
    Maker().run("文").end().write(tmp_path / "a.doc", version=0x68)
    for name in ("a.odt", "a.doc"):
        with pytest.raises(UnknownFormat, match="要由 LibreOffice 转换"):
            read(tmp_path / name, name)


def test_a_password_is_said_before_anybody_tries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractors.word.office.soffice", lambda: pytest.fail("asked"))
    path = Maker().run("文").end().write(tmp_path / "a.doc", flags=0x100)
    with pytest.raises(Encrypted):
        read(path, "a.doc")


# --- the cage


def test_a_web_page_called_doc_is_never_given_to_libreoffice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[object] = []
    monkeypatch.setattr("extractors.word.office._convert", lambda *what: given.append(what))
    pages = {
        "a.doc": b'<html><body onload="vnd.sun.star.script:M.M.Main?language=Basic">100</body></html>',
        "b.doc": b"\xef\xbb\xbf \r\n<!DOCTYPE html><html><script>1</script>200</html>",
        "c.doc": b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n<html>300</html>",
        "d.rtf": b'<?xml version="1.0"?><html><body>400</body></html>',
    }
    for name, content in pages.items():
        (tmp_path / name).write_bytes(content)
        with suppress(ReadError):
            read(tmp_path / name, name)
    from pipeline.conversions import convert

    convert([tmp_path / name for name in pages], tmp_path)
    assert given == []


@pytest.fixture
def listener() -> Iterator[tuple[int, list[str]]]:
    """A port of this machine and what was asked of it."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def handle(self) -> None:
            asked.append(str(self.rfile.readline(200)))

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port, asked
    server.shutdown()
    server.server_close()
    thread.join()


def linked_odt(path: Path, address: str) -> Path:
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in (
            ("office", "office"),
            ("text", "text"),
            ("draw", "drawing"),
            ("svg", "svg-compatible"),
        )
    )
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        made.writestr(
            "META-INF/manifest.xml",
            '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" m:version="1.2"><m:file-entry '
            'm:full-path="/" m:media-type="application/vnd.oasis.opendocument.text"/><m:file-entry '
            'm:full-path="content.xml" m:media-type="text/xml"/></m:manifest>',
        )
        made.writestr(
            "content.xml",
            f'<office:document-content {spaces} xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2"><office:body>'
            f'<office:text><text:section text:name="s"><text:section-source xlink:href="{address}/s.odt"/></text:section>'
            '<text:p>正文<draw:frame svg:width="2cm" svg:height="2cm" text:anchor-type="as-char">'
            f'<draw:image xlink:href="{address}/a.png" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/>'
            "</draw:frame></text:p></office:text></office:body></office:document-content>",
        )
    return path


def linked_docx(path: Path, address: str) -> Path:
    files: dict[str, str | bytes] = {
        "word/_rels/document.xml.rels": rels(("image", f"{address}/a.png", True), ("oleObject", f"{address}/b.xls", True)),
        "word/_rels/settings.xml.rels": rels(("attachedTemplate", f"{address}/t.dot", True)),
    }  # fmt: skip
    picture = '<w:r><w:pict><v:shape><v:imagedata r:link="r0" xmlns:r="x"/></v:shape></w:pict></w:r>'
    return package(path, p(r("正文"), picture), files=files)


def linked_rtf(path: Path, address: str) -> Path:
    path.write_text(
        rf'{{\rtf1\ansi{{\*\template {address}/t.dot}}{{\field{{\*\fldinst INCLUDEPICTURE "{address}/a.png" \\d}}'
        rf'{{\fldrslt x}}}}{{\field{{\*\fldinst INCLUDETEXT "{address}/b.doc"}}{{\fldrslt y}}}} text\par}}',
        encoding="ascii",
    )
    return path


def linked_doc(path: Path, address: str) -> Path:
    """The RTF file with its fields and template, as LibreOffice keeps them in its .doc."""
    return saved_as("doc", linked_rtf(path.with_suffix(".rtf"), address))


@pytest.mark.parametrize(
    ("make", "caged"),
    [(linked_odt, True), (linked_odt, False), (linked_rtf, False), (linked_doc, False), (linked_docx, False)],
)
def test_links_are_never_followed(
    make: Callable[[Path, str], Path],
    caged: bool,
    tmp_path: Path,
    needs: Needs,
    listener: tuple[int, list[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    needs("soffice")
    port, asked = listener
    kind = make.__name__.removeprefix("linked_")
    path = make(tmp_path / f"a.{kind}", f"http://127.0.0.1:{port}")
    asked.clear()  # making the .doc may have asked
    if not caged:
        monkeypatch.setattr("extractors.word.office._isolation", tuple)
    assert read(path, f"a.{kind}").blocks
    assert asked == []


def macro_odt(path: Path, marker: Path) -> Path:
    """A document that writes ``marker`` when it is opened, if macros run."""
    linked_odt(path, "file:///nowhere")
    basic = f'Sub Main\nOpen "{marker}" For Output As #1\nPrint #1, "ran"\nClose #1\nEnd Sub'
    with zipfile.ZipFile(path) as given:
        parts = {name: given.read(name).decode() for name in given.namelist()}
    parts["content.xml"] = parts["content.xml"].replace(
        "<office:body>",
        '<office:scripts><office:event-listeners><script:event-listener script:language="ooo:script" '
        'script:event-name="dom:load" xlink:href="vnd.sun.star.script:Standard.M.Main?language=Basic&amp;location=document" '
        'xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0"/></office:event-listeners></office:scripts><office:body>',
    )
    library = '<l:{} xmlns:l="http://openoffice.org/2000/library" xmlns:xlink="http://www.w3.org/1999/xlink"{}>{}</l:{}>'
    parts["Basic/script-lc.xml"] = library.format(
        "libraries", "", '<l:library l:name="Standard" l:link="false"/>', "libraries"
    )
    parts["Basic/Standard/script-lb.xml"] = library.format(
        "library", ' l:name="Standard"', '<l:element l:name="M"/>', "library"
    )
    parts["Basic/Standard/M.xml"] = (
        '<s:module xmlns:s="http://openoffice.org/2000/script" s:name="M" s:language="StarBasic">'
        f"{basic.replace(chr(34), '&quot;')}</s:module>"
    )
    entries = "".join(
        f'<m:file-entry m:full-path="{name}" m:media-type="text/xml"/>'
        for name in parts
        if name.startswith("Basic")
    )
    parts["META-INF/manifest.xml"] = parts["META-INF/manifest.xml"].replace(
        "</m:manifest>", f"{entries}</m:manifest>"
    )
    with zipfile.ZipFile(path, "w") as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return path


def test_macros_never_run(tmp_path: Path, needs: Needs) -> None:
    needs("soffice")
    marker = tmp_path / "ran"
    assert "正文" in texts(read(macro_odt(tmp_path / "a.odt", marker), "a.odt"))[0]
    assert not marker.exists()


linux = pytest.mark.skipif(sys.platform != "linux", reason="process groups of Linux")


@pytest.fixture
def slow_office(tmp_path: Path) -> Path:
    """A program that starts another and never ends; both leave their numbers."""
    program = tmp_path / "bin" / "soffice"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nsleep 600 &\necho $! >> "{tmp_path}/pids"\nsleep 600\n', encoding="utf-8")
    program.chmod(0o755)
    return program


def survivors(mark: str) -> list[str]:
    """Processes that have ``mark`` in their command."""
    found = []
    for command in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            if mark in command.read_bytes().replace(b"\0", b" ").decode(errors="replace"):
                found.append(command.parent.name)
    return [pid for pid in found if pid != str(os.getpid())]


def gone(mark: str, seconds: float = 5) -> bool:
    deadline = time.monotonic() + seconds
    while survivors(mark) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not survivors(mark)


@linux
def test_the_clock_stops_it_and_all_it_started(
    tmp_path: Path, slow_office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("extractors.word.office.soffice", lambda: slow_office)
    monkeypatch.setattr("extractors.word.office.SECONDS_PER_CALL", 0.5)
    began = time.monotonic()
    document = read(old(tmp_path / "a.doc"), "a.doc")
    assert time.monotonic() - began < 20
    assert "LibreOffice 没能转换" in document.warnings[0]
    assert gone(str(slow_office))
    (tmp_path / "a.rtf").write_bytes(rb"{\rtf1 a}")
    with pytest.raises(DamagedFile, match="没有在时限内转换完"):
        read(tmp_path / "a.rtf", "a.rtf")


@linux
def test_it_dies_with_whoever_started_it(tmp_path: Path, slow_office: Path) -> None:
    old(tmp_path / "a.doc")
    script = (
        "from pathlib import Path; from extractors.word import office; from extractors.reader import read\n"
        f"office.soffice = lambda: Path({str(slow_office)!r})\n"
        f"read(Path({str(tmp_path / 'a.doc')!r}), 'a.doc')\n"
    )
    run = subprocess.Popen([sys.executable, "-c", script], cwd=Path(__file__).parents[1])
    deadline = time.monotonic() + 20
    while not (tmp_path / "pids").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert (tmp_path / "pids").exists()
    run.send_signal(signal.SIGKILL)
    run.wait()
    assert gone(str(slow_office))


# --- the material beside the checkout


def test_the_reference_report_is_exact_both_ways(
    shared: Path, needs: Needs, request: pytest.FixtureRequest
) -> None:
    needs("soffice")
    truth = json.loads((shared / "reference/truth.json").read_text(encoding="utf-8"))
    true = [
        {(r + 1, c + 1, h, w, bare(t)) for r, c, h, w, t, *_ in table["cells"]} for table in truth["tables"]
    ]
    for way in ("LibreOffice", "directly"):
        if way == "directly":
            request.getfixturevalue("without_office")
        document = read(shared / "reference/report.doc", "report.doc")
        seen = [set(cells) for cells in shape(document)]
        exact = sum(len(a & b) for a, b in zip(seen, true, strict=True))
        print(f"report.doc {way}: {exact} of {sum(map(len, true))} cells exact")  # noqa: T201  (said with -s)
        assert seen == true
        read_texts = {bare(text) for text in texts(document)}
        assert [text for text in truth["paras"] if bare(text) not in read_texts] == []


@pytest.mark.slow
def test_every_old_file_of_others_ends_in_a_document_or_a_reason(
    shared: Path, tmp_path: Path, needs: Needs
) -> None:
    needs("soffice")
    for number, path in enumerate(sorted((shared / "corpus").glob("office*/*.*"))):
        if path.suffix in (".doc", ".wps", ".rtf", ".odt"):
            shutil.copyfile(path, tmp_path / f"{number}{path.suffix}")
    run = audit_directory(tmp_path, Options(workers=2))
    assert len(run.files) > 30
    for each in run.files:
        assert each.status is not Status.FAILED or (each.reason and each.remedy), each
        assert "处理程序出错" not in each.reason
    assert office._ready is None
