"""LibreOffice as a converter: old word-processor formats to docx, many files a call, shut off from the world.

A call costs a second, a file in it a quarter, so a run converts its old files together before it reads them
(`prepare`); what is not there when a file is read is converted alone (`converted`). LibreOffice gets copies under
neutral names (`extractors.word.stilled`), a profile of its own that runs no macro and follows no link, no network where
the system can take it away (elsewhere a proxy that leads nowhere), a clock and a memory ceiling, and dies with
whoever started it.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from hashlib import sha256
from pathlib import Path

from extractors.word.stilled import still

FORMATS = ("doc", "wps", "rtf", "odt")  # what `extractors.sniff` calls them, and the extension a copy gets
FILES_PER_CALL = (
    16  # the start is paid once; a file that breaks the call costs its neighbours a call of their own
)
SECONDS_PER_CALL = 60
MEMORY_BYTES = 4 * 1024**3  # of addresses; a report takes it to 1.5 GB, most of that the program itself
FILE_BYTES = 512 * 1024**2

_NOWHERE = "http://127.0.0.1:9"
_WINDOWS = (
    "C:/Program Files/LibreOffice/program/soffice.com",
    "C:/Program Files (x86)/LibreOffice/program/soffice.com",
)
_MAC = "/Applications/LibreOffice.app/Contents/MacOS/soffice"
_RESTART = 81  # soffice.bin after it has set up a new profile
_SETTINGS = {
    "Common/Security/Scripting": {
        "MacroSecurityLevel": "3",
        "DisableMacrosExecution": "true",
        "BlockUntrustedRefererLinks": "true",
        "DisableActiveContent": "true",
    },
    "Writer/Content/Update": {"Link": "0"},
    "Common/Misc": {"FirstRun": "false"},
    "Java/VirtualMachine": {"Enable": "false"},
}
_PROXY = {
    "ooInetProxyType": "2",
    **{f"ooInet{kind}ProxyName": "127.0.0.1" for kind in ("HTTP", "HTTPS", "FTP")},
    **{f"ooInet{kind}ProxyPort": "9" for kind in ("HTTP", "HTTPS", "FTP")},
    "ooInetNoProxy": "",
}

_ready: Path | None = None  # where `prepare` put what it converted


@cache
def soffice() -> Path | None:
    """The program, or None where LibreOffice is not installed."""
    places = [shutil.which("soffice"), shutil.which("libreoffice"), _MAC, *_WINDOWS]
    return next((Path(place).resolve() for place in places if place and Path(place).is_file()), None)


def use(folder: Path | None) -> None:
    """Let `converted` look into ``folder`` first, where `prepare` has been, and work below it."""
    global _ready
    _ready = folder


def prepare(files: Sequence[tuple[Path, str]], folder: Path) -> None:
    """Convert ``files`` (path and format) in one call into ``folder``; what cannot be converted is simply not there."""
    with suppress(OSError, subprocess.SubprocessError):
        _convert(files, folder)


@contextmanager
def converted(path: Path, kind: str) -> Iterator[Path | None]:
    """The docx that LibreOffice makes of the file of format ``kind``, as long as it is needed; None where it makes none."""
    if _ready is not None and (made := _ready / _name(path)).is_file():
        yield made
    elif soffice() is None:
        yield None
    else:
        with tempfile.TemporaryDirectory(prefix="gouji-", dir=_ready) as folder:
            prepare([(path, kind)], Path(folder))
            made = Path(folder) / _name(path)
            yield made if made.is_file() else None


def _name(path: Path) -> str:
    return f"{sha256(path.read_bytes()).hexdigest()}.docx"


def _convert(files: Sequence[tuple[Path, str]], folder: Path) -> None:
    program = soffice()
    if program is None:
        return
    with tempfile.TemporaryDirectory(prefix="gouji-", dir=folder) as made:
        work = Path(made)
        (work / "in").mkdir()
        _write_profile(work / "profile")
        names: dict[str, str] = {}
        for number, (path, kind) in enumerate(files):
            still(path, kind, work / "in" / f"{number}.{kind}")
            names[f"{number}.docx"] = _name(path)
        try:
            _run(program, work, [f"in/{number}.{kind}" for number, (_, kind) in enumerate(files)])
        finally:  # what was finished before a crash is as good as ever
            for own, wanted in names.items():
                if (work / "out" / own).is_file():
                    shutil.move(work / "out" / own, folder / wanted)


def _run(program: Path, work: Path, names: Sequence[str]) -> None:
    direct = program.with_name("soffice.bin")  # the script around it would not die with us
    if sys.platform == "linux" and direct.is_file():
        program = direct
    command = [
        *_isolation(), str(program), f"-env:UserInstallation={(work / 'profile').as_uri()}", "--headless", "--norestore",
        "--nolockcheck", "--nodefault", "--nologo", "--convert-to", "docx:MS Word 2007 XML", "--outdir", "out", *names,
    ]  # fmt: skip
    for _ in range(2):
        process = subprocess.Popen(  # noqa: S603  (our own command; the names are neutral)
            command,
            cwd=work,
            env=_environment(work),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_settle if sys.platform != "win32" else None,
        )
        try:
            code = process.wait(SECONDS_PER_CALL)
        finally:
            _kill(process)
        if code != _RESTART:
            break


def _kill(process: subprocess.Popen[bytes]) -> None:
    """The program and whatever it started."""
    if sys.platform == "win32":
        process.kill()
    else:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _environment(work: Path) -> dict[str, str]:
    """Nothing of ours but where programs are; a home of its own; every proxy leads nowhere."""
    kept = {key: os.environ[key] for key in ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH") if key in os.environ}
    proxies = {f"{scheme}_proxy": _NOWHERE for scheme in ("http", "https", "ftp", "all")}
    home = dict.fromkeys(("HOME", "TMPDIR", "TEMP", "TMP", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"), str(work))
    return {**kept, **proxies, **home, "LANG": "C.UTF-8", "SAL_USE_VCLPLUGIN": "svp"}


def _write_profile(profile: Path) -> None:
    settings = {f"org.openoffice.Office.{path}": values for path, values in _SETTINGS.items()}
    settings["org.openoffice.Inet/Settings"] = _PROXY
    items = "".join(
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, values in settings.items()
        for name, value in values.items()
    )
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{items}</oor:items>",
        encoding="utf-8",
    )


@cache
def _isolation() -> tuple[str, ...]:
    """What takes network and other processes away from a command, as far as this system permits."""
    tool = shutil.which("unshare")
    alone = ("--net", "--pid", "--fork", "--kill-child", "--mount-proc")
    ours = ("--user", "--map-current-user")
    for options in (alone, (*ours, *alone), ("--net",), (*ours, "--net")) if tool else ():
        command = [str(tool), *options]
        if subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0:  # noqa: S603
            return tuple(command)
    return ()


def _settle() -> None:
    """Between fork and exec: ceilings, and an end when the reader that started it ends."""
    import resource

    for limit, ceiling in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_FSIZE, FILE_BYTES),
        (resource.RLIMIT_CPU, 2 * SECONDS_PER_CALL),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(limit)
        allowed = ceiling if hard == resource.RLIM_INFINITY else min(ceiling, hard)
        with suppress(ValueError, OSError):
            resource.setrlimit(limit, (allowed, hard))
    if sys.platform == "linux":
        import ctypes

        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
