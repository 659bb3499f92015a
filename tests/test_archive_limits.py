"""Archives built to burst, and archives in the way of a run: what they may cost, and that nothing stays behind."""

from __future__ import annotations

import gzip
import io
import os
import signal
import struct
import subprocess
import sys
import tarfile
import time
import zipfile
from pathlib import Path

import pytest

from extractors.archives import crate as crate_module
from extractors.guard import MAX_ENTRIES, MB
from pipeline import archives
from pipeline.audit import Options, audit_directory
from pipeline.run import Run, Status
from tests.packing import TEXT, audited, packed, statuses

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def only_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the figures come to is another matter, and takes seconds to load; so is that many files here are alike."""
    monkeypatch.setattr("pipeline.audit._confront_all", lambda *_: ([], {}, []))
    monkeypatch.setattr("pipeline.audit._say_versions", lambda rows, _: rows)


# --- built to burst


def zeros(size: int, *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive, archive.open("零.bin", "w") as member:
        for _ in range(0, size, MB):
            member.write(bytes(MB))
    return made.getvalue()


def lying(content: bytes, size: int) -> bytes:
    """The one-member zip ``content`` with another size declared."""
    made = bytearray(content)
    struct.pack_into("<L", made, made.index(b"PK\x03\x04") + 22, size)
    struct.pack_into("<L", made, made.index(b"PK\x01\x02") + 24, size)
    return bytes(made)


def laid_over(members: int, size: int) -> bytes:
    """Many entries in the list, one member in the file (the idea of Fifield's zip bomb)."""
    content = packed(("0.bin", bytes(size)))
    listing = content.index(b"PK\x01\x02")
    end = content.index(b"PK\x05\x06")
    entry = content[listing:end]
    entries = b"".join(
        entry.replace(b"0.bin", f"{n % 10}.bi{chr(97 + n // 10)}".encode()) for n in range(members)
    )
    tail = bytearray(content[end:])
    struct.pack_into("<HHL", tail, 8, members, members, len(entries))
    return content[:listing] + entries + bytes(tail)


def nested(depth: int, width: int) -> bytes:
    """A zip of zips of zips … of zeros, each as often as ``width``."""
    content = zeros(9 * MB)
    for _ in range(depth):
        content = packed(*((f"{n}.zip", content) for n in range(width)))
    return content


def long_list(entries: int) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for number in range(entries):
            archive.writestr(str(number), b"")
    return made.getvalue()


def tar_of_zeros(size: int) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as archive:
        entry = tarfile.TarInfo("零.bin")
        entry.size = size
        archive.addfile(entry, Zeros(size))
    return made.getvalue()


class Zeros(io.RawIOBase):
    def __init__(self, size: int) -> None:
        self.left = size

    def read(self, size: int = -1) -> bytes:
        piece = bytes(min(size, self.left))
        self.left -= len(piece)
        return piece


BOMBS = {
    "a ratio": lambda: zeros(300 * MB),
    "a ratio with a small size declared": lambda: lying(zeros(300 * MB), 1000),
    "a ratio of bzip2": lambda: zeros(300 * MB, method=zipfile.ZIP_BZIP2),
    "a ratio of lzma": lambda: zeros(300 * MB, method=zipfile.ZIP_LZMA),
    "a huge size declared": lambda: lying(packed(("1.bin", b"x")), 0xFFFFFFF0),
    "members laid over each other": lambda: laid_over(200, 9 * MB),
    "zips in zips": lambda: nested(2, 10),
    "a million members": lambda: long_list(30_000),
    "a compressed tar": lambda: tar_of_zeros(300 * MB),
    "a compressed file": lambda: gzip.compress(bytes(300 * MB), 1),
}

MEASURE = """
import resource, sys
from pathlib import Path
from pipeline import archives
from pipeline.walk import walk
found = walk(Path(sys.argv[1]))
with archives.opened(found, workers=1, timeout_seconds=60, tell=lambda *_: None, seconds={}) as files:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(used.ru_maxrss // 1024, used.ru_utime + used.ru_stime)
    for each in files:
        print(each.status, each.name, each.reason)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="measured by getrusage")
@pytest.mark.parametrize("kind", list(BOMBS))
def test_a_bomb_costs_little_and_is_said(tmp_path: Path, kind: str) -> None:
    (tmp_path / "a.zip").write_bytes(BOMBS[kind]())
    told = subprocess.run(
        [sys.executable, "-c", MEASURE, tmp_path], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    ).stdout.splitlines()
    megabytes, seconds = told[0].split()
    assert int(megabytes) < 300
    assert float(seconds) < 30  # of processor time: a bomb that goes off takes minutes; where it is quiet, 2
    assert any(line.startswith(("failed a.zip", "partial a.zip")) for line in told[1:]), told[1:9]


def test_all_members_together_are_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crate_module, "MAX_TOTAL_BYTES", 5000)
    (tmp_path / "a.zip").write_bytes(packed(*((f"{n}.txt", TEXT * 20) for n in range(9))))
    rows = audited(tmp_path)
    assert rows["a.zip"].status is Status.PARTIAL
    refused = [row for row in rows.values() if "解压后超过" in row.reason]
    assert 0 < len(refused) < 9


def test_too_many_members_are_refused_as_a_whole(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(long_list(MAX_ENTRIES + 1))
    assert list(audited(tmp_path)) == ["a.zip"]


def test_a_worker_lost_in_the_middle_keeps_what_it_had(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.zip").write_bytes(packed(("1.txt", TEXT), ("2.txt", TEXT)))
    monkeypatch.setattr(zipfile.ZipFile, "open", _hangs_at_second)
    rows = audited(tmp_path, timeout_seconds=3)
    assert statuses(rows) == {"a.zip": "partial", "a.zip!/1.txt": "parsed"}
    assert "没有解完：3 秒内没有完成" in rows["a.zip"].reason


_open = zipfile.ZipFile.open


def _hangs_at_second(self: zipfile.ZipFile, entry: zipfile.ZipInfo, *rest: str) -> object:
    if entry.filename == "2.txt":
        time.sleep(60)
    return _open(self, entry, *rest)  # type: ignore[arg-type]


# --- the same every time, and nothing left behind


def test_the_order_is_the_same_for_any_number_of_workers(tmp_path: Path) -> None:
    for name in "乙甲丁丙":
        (tmp_path / f"{name}.zip").write_bytes(
            packed(*((f"{n}/报告.txt", f"{TEXT}{name}{n}") for n in "3142"))
        )

    def told(run: Run) -> list[tuple[str, str, str]]:
        return [(row.path, row.reason, row.sha256) for row in run.files]

    assert told(audit_directory(tmp_path, Options(workers=1))) == told(
        audit_directory(tmp_path, Options(workers=4))
    )


def test_nothing_stays_in_the_temporary_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "temp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temp"))
    (tmp_path / "in" / "a.zip").write_bytes(packed(("报告.txt", TEXT), ("b.zip", packed(("c.txt", TEXT)))))
    audited(tmp_path / "in")
    assert list((tmp_path / "temp").iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_leaves_nothing_behind(tmp_path: Path, ending: signal.Signals) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "temp").mkdir()
    (tmp_path / "in" / "a.zip").write_bytes(packed(("报告.txt", TEXT)))
    script = (
        "import signal, sys, time; from pathlib import Path; from pipeline import archives, audit\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # whoever runs the tests may ignore it
        "def slow(*_): print('ready', flush=True); time.sleep(60)\n"
        "audit.read_document = slow\n"
        "audit.audit_directory(Path(sys.argv[1]))\n"
    )
    run = subprocess.Popen(
        [sys.executable, "-c", script, tmp_path / "in"],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(tmp_path / "temp")},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert run.stdout is not None
    run.stdout.readline()
    [place] = (tmp_path / "temp").iterdir()
    assert place.stat().st_mode & 0o077 == 0
    run.send_signal(ending)
    assert run.wait(20) != 0
    run.stdout.close()
    assert list((tmp_path / "temp").iterdir()) == []


def test_the_private_place_is_gone_when_the_block_fails() -> None:
    places: list[Path] = []

    def fail() -> None:
        with archives._private_place() as place:
            places.append(place)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert not places[0].exists()
