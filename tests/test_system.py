"""`.ci/system`: installs what is missing where it may, names it elsewhere, says nothing where all is there."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a shell script")

SCRIPT = Path(__file__).parents[1] / ".ci" / "system"
ALL = {"soffice": "", "chromium": "", "fc-list": "echo Noto", "unar": ""}


def run(tmp_path: Path, programs: dict[str, str], *, root: bool) -> str:
    """What it says on a machine that has nothing but the shell and ``programs`` (name and what it does)."""
    for name, body in {**programs, "id": f"echo {0 if root else 1000}"}.items():
        program = tmp_path / name
        program.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        program.chmod(0o755)
    for name in ("bash", "sh", "env", "head", "grep", "touch", "chmod", "cat"):
        (tmp_path / name).unlink(missing_ok=True)
        (tmp_path / name).symlink_to(str(shutil.which(name)))
    done = subprocess.run([SCRIPT], env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=True)
    return done.stdout + done.stderr


def test_it_is_silent_where_everything_is_there(tmp_path: Path) -> None:
    assert run(tmp_path, {**ALL, "apt-get": "echo installing"}, root=True) == ""


def test_it_says_what_is_missing_and_what_works_without(tmp_path: Path) -> None:
    some = {name: body for name, body in ALL.items() if name != "soffice"}
    said = run(tmp_path, {**some, "apt-get": "echo installing"}, root=False)
    assert said.startswith("缺少 LibreOffice：没有它，.doc 按后备方式读取")
    assert "sudo apt install libreoffice-writer-nogui" in said
    assert "installing" not in said


def test_it_installs_where_it_may(tmp_path: Path) -> None:
    apt = f'echo "$@" >> {tmp_path}/asked; case "$*" in *install*unar*) touch {tmp_path}/unar; chmod +x {tmp_path}/unar;; esac'
    some = {name: body for name, body in ALL.items() if name != "unar"}
    said = run(tmp_path, {**some, "apt-get": apt}, root=True)
    assert "正在安装" in said
    assert "缺少" not in said
    asked = (tmp_path / "asked").read_text(encoding="utf-8").splitlines()
    assert [line.split()[-1] for line in asked] == ["update", "unar"]


def test_a_package_that_there_is_not_costs_no_other(tmp_path: Path) -> None:
    apt = (
        'case "$*" in *install*chromium*) exit 100;; '
        f"*install*unar*) touch {tmp_path}/unar; chmod +x {tmp_path}/unar;; esac"
    )
    some = {name: body for name, body in ALL.items() if name not in ("unar", "chromium")}
    said = run(tmp_path, {**some, "apt-get": apt}, root=True)
    assert "缺少 Chromium" in said
    assert "缺少 unar" not in said
