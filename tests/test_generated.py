"""The samples say what they are said to say."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SAMPLES = Path(__file__).resolve().parents[1] / "samples"


def run(script: str, *arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, str(SAMPLES / script), *arguments], capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()


def tree(directory: Path) -> dict[str, bytes]:
    return {p.relative_to(directory).as_posix(): p.read_bytes() for p in directory.rglob("*") if p.is_file()}


def test_every_figure_of_the_samples_holds_before_defects_are_planted() -> None:
    run("verify.py")


@pytest.mark.slow
def test_the_committed_samples_are_what_the_content_renders_to(tmp_path: Path) -> None:
    run("render.py", "--out", str(tmp_path))
    assert tree(tmp_path / "submissions") == tree(SAMPLES / "submissions")
    assert (tmp_path / "expected.yaml").read_bytes() == (SAMPLES / "expected.yaml").read_bytes()


@pytest.mark.slow
def test_one_seed_makes_one_set_of_submissions(tmp_path: Path) -> None:
    for name in ("a", "b"):
        run("generate.py", "--count", "6", "--seed", "7", "--out", str(tmp_path / name))
    assert tree(tmp_path / "a") == tree(tmp_path / "b")
