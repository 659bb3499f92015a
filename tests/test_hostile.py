"""Documents built to cost much: each ends with a document or a refusal, soon, in little memory."""

from __future__ import annotations

import io
import os
import resource
import struct
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from pipeline import workers
from pipeline.audit import _preload_readers, read_document
from schemas.errors import ReadError

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="measured by getrusage"),
]

MB = 1024 * 1024
SECONDS = 30  # of processor time: what is not held back takes minutes; where it is quiet, 5
MEGABYTES = 300

# --- PDF


def pdf(content: bytes, filters: bytes = b"", resources: bytes = b"", more: tuple[bytes, ...] = ()) -> bytes:
    """One page with ``content``; the objects ``more`` are numbered from 6."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 5 0 R/Resources<</Font<</F 4 0 R>>%b>>>>"
        % resources,
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        stream(content, filters),
        *more,
    ]
    return bound(objects)


def bound(objects: list[bytes]) -> bytes:
    made, places = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%b\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    trailer = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, len(made))
    return made + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + trailer


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<<%b/Length %d>>stream\n%b\nendstream" % (entries, len(content), content)


@cache
def blown_up(megabytes: int) -> bytes:
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(bytes(MB)) for _ in range(megabytes)) + packer.flush()


def forms(depth: int, width: int) -> bytes:
    """Pictures made of pictures made of pictures …"""
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>"
    more = tuple(stream(b"/X Do " * width, form % (7 + level)) for level in range(depth))
    return pdf(b"/X Do", resources=b"/XObject<</X 6 0 R>>", more=(*more, stream(b"0 0 m", form % 99)))


def circle() -> bytes:
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>"
    return pdf(b"/X Do", resources=b"/XObject<</X 6 0 R>>", more=(stream(b"/X Do", form),))


def pages(count: int) -> bytes:
    tree = b"<</Type/Pages/Kids[%b]/Count %d>>" % (b"3 0 R " * count, count)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]>>"
    return bound([b"<</Type/Catalog/Pages 2 0 R>>", tree, page])


def pages_in_a_circle() -> bytes:
    return bound([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"])


def packed_often(times: int) -> bytes:
    content = b"BT /F 12 Tf (x) Tj ET"
    for _ in range(times):
        content = zlib.compress(content)
    return pdf(content, b"/Filter[%b]" % (b"/FlateDecode" * times))


FLATE = b"/Filter/FlateDecode"
PDFS: dict[str, Callable[[], bytes]] = {
    "a stream that bursts": lambda: pdf(blown_up(300), FLATE),
    "a stream that bursts twice": lambda: pdf(
        zlib.compress(blown_up(300)), b"/Filter[/FlateDecode /FlateDecode]"
    ),
    "two hundred filters": lambda: packed_often(200),
    "a circle of forms": circle,
    "a circle of pages": pages_in_a_circle,
    "a hundred thousand pages": lambda: pages(100_000),
    "states in states": lambda: pdf(zlib.compress(b"q " * 300_000), FLATE),
    "arrays in arrays": lambda: pdf(zlib.compress(b"[" * 50_000 + b"]" * 50_000 + b" TJ"), FLATE),
    "dictionaries in dictionaries": lambda: b"%PDF-1.7\n1 0 obj\n" + b"<</A" * 100_000,
    "junk before the first object": lambda: b"\x00" * 1000 + pdf(b"BT /F 12 Tf 9 9 Td (1864.05) Tj ET"),
}

# --- Office

TYPES = '<Types><Override ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LINE = "<w:p><w:r><w:t>全年支出100万元。</w:t></w:r></w:p>"


def docx(body: str, *more: tuple[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", TYPES)
        package.writestr("word/document.xml", f"<w:document {NAMESPACE}><w:body>{body}</w:body></w:document>")
        for name, content in more:
            package.writestr(name, content)
    return made.getvalue()


def inside(outer: str, depth: int) -> str:
    names = outer.split()
    return (
        "".join(f"<{name}>" for name in names) * depth
        + LINE
        + "".join(f"</{name}>" for name in reversed(names)) * depth
    )


DOCXS: dict[str, Callable[[], bytes]] = {
    "elements in elements": lambda: docx("<w:a>" * 100_000 + "</w:a>" * 100_000),
    "tables in tables": lambda: docx(inside("w:tbl w:tr w:tc", 3000)),
    "controls in controls": lambda: docx(inside("w:sdt w:sdtContent", 110)),
    "a part of blanks": lambda: docx(LINE, *((f"{n}.xml", b" " * (9 * MB)) for n in range(40))),
    "a cell over everything": lambda: docx(
        f'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr>{LINE}</w:tc></w:tr></w:tbl>'
    ),
    "one long figure": lambda: docx(f"<w:p><w:r><w:t>{'1' * 9_000_000}</w:t></w:r></w:p>"),
    "many pieces": lambda: docx(f"<w:p>{'<w:r><w:t>1</w:t></w:r>' * 100_000}</w:p>"),
    "a long attribute": lambda: docx(f'<w:p a="{"x" * 9_000_000}"/>{LINE}'),
}

# --- the rest


def picture(width: int, height: int) -> bytes:
    head = b"IHDR" + struct.pack(">LLBBBBB", width, height, 8, 2, 0, 0, 0)
    made = b"\x89PNG\r\n\x1a\n" + struct.pack(">L", 13) + head + struct.pack(">L", zlib.crc32(head))
    return made + struct.pack(">L", 1000) + b"IDAT" + blown_up(1)[:1000] + b"\x00" * 4


OTHERS: dict[str, Callable[[], bytes]] = {
    "a.html elements in elements": lambda: b"<html><body>" + b"<div>" * 100_000,
    "a.html tables in tables": lambda: b"<html><body>" + b"<table><tr><td>" * 3000 + b"x",
    "a.html a cell over everything": lambda: (
        b"<html><table><tr><td rowspan=99999999 colspan=99999999>x</table>"
    ),
    "a.png fifty thousand pixels square": lambda: picture(50_000, 50_000),
    "a.txt one long figure": lambda: b"1" * 9_000_000,
    "a.md a row of a million cells": lambda: b"|a" * 1_000_000 + b"\n|---\n",
    "a.txt blanks": lambda: b" \t" * 4_000_000,
    "a.csv quotes": lambda: b'"' * 1_000_001,
}
ALL = [(f"a.pdf {name}", make) for name, make in PDFS.items()]
ALL += [(f"a.docx {name}", make) for name, make in DOCXS.items()] + list(OTHERS.items())


def resident_bytes() -> int:
    """What the process holds in memory now (Linux)."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


def measured(path: Path) -> tuple[float, int, str]:
    """Runs in a worker: processor seconds and megabytes that reading takes, and how it ended."""
    held = resident_bytes()  # what the tests before have loaded is there from the fork
    started = time.process_time()
    try:
        ended = f"{len(read_document(path, path.name).blocks)} blocks"
    except ReadError as error:
        ended = f"{type(error).__name__} {error.why}" if error.remedy else "nothing said"
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return time.process_time() - started, most - held // 1024**2, ended


@pytest.mark.parametrize(("name", "make"), ALL, ids=[name for name, _ in ALL])
def test_it_ends_soon(tmp_path: Path, name: str, make: Callable[[], bytes]) -> None:
    path = tmp_path / name.split()[0]
    path.write_bytes(make())
    [done] = workers.each(measured, [(path,)], workers=1, timeout_seconds=60, preload=_preload_readers)
    assert done.value is not None, done
    seconds, megabytes, ended = done.value
    assert ended != "nothing said"
    assert seconds < SECONDS
    assert megabytes < MEGABYTES


def test_what_makes_a_processor_or_memory_run_away_costs_itself_alone(tmp_path: Path) -> None:
    """No limit told in advance holds these: the clock and the ceiling of the worker do."""
    (tmp_path / "a.pdf").write_bytes(forms(12, 10))
    (tmp_path / "b.pdf").write_bytes(pdf(b"BT /F 12 Tf 9 9 Td (1864.05) Tj ET"))
    asked = [(tmp_path / name,) for name in ("a.pdf", "b.pdf")]
    lost, good = workers.each(measured, asked, workers=1, timeout_seconds=5, preload=_preload_readers)
    assert lost.value is None or lost.value[0] < SECONDS
    assert good.value is not None
    assert good.value[2] == "1 blocks"
