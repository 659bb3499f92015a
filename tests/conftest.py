"""What every test stands on: no floats near money, repeatable hypothesis, and the shared material where it exists."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from decimal import FloatOperation, localcontext
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("here", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.fixture(autouse=True)
def no_floats() -> Iterator[None]:
    """A float that touches a Decimal fails the test."""
    with localcontext() as context:
        context.traps[FloatOperation] = True
        yield


@pytest.fixture(scope="session")
def shared() -> Path:
    """The material that is kept beside the checkout, not in it."""
    folder = Path(__file__).parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip(f"没有 {folder}：这些测试要用随项目另存的材料")
    return folder


@pytest.fixture(scope="session")
def needs() -> Callable[[str], str]:
    """Where a program of the system is. A test that asks is skipped where there is none, and fails in CI."""

    def find(program: str) -> str:
        found = shutil.which(program)
        if found is None:
            missing = f"本机没有 {program}：用 .ci/system 安装"
            pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
        return str(found)

    return find
