"""Office files and web pages to PDF, as a clerk would: LibreOffice and headless Chromium."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
TIMEOUT_SECONDS = 240
WITH_HEADER = "<!-- printed with date, title and address, as browsers do unless told otherwise -->"


def by_office(files: Sequence[Path], folder: Path) -> None:
    """A PDF of the same name for each file, in one call and with a profile of its own."""
    assert OFFICE is not None
    command = [
        OFFICE,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "pdf",
    ]
    subprocess.run(
        [*command, "--outdir", folder, *files], check=True, timeout=TIMEOUT_SECONDS, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )  # fmt: skip


def by_browser(file: Path, folder: Path) -> None:
    """A PDF of the same name."""
    assert BROWSER is not None
    plain = [] if WITH_HEADER in file.read_text(encoding="utf-8") else ["--no-pdf-header-footer"]
    command = [
        BROWSER,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={folder / 'browser'}",
        *plain,
    ]
    target = folder / file.with_suffix(".pdf").name
    subprocess.run(
        [*command, f"--print-to-pdf={target}", file.as_uri()],
        check=True, timeout=TIMEOUT_SECONDS, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
