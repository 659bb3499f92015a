"""Options of the test run."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

# Without the extra for recognition its modules cannot be looked through for examples.
collect_ignore_glob = [] if find_spec("cv2") and find_spec("onnxruntime") else ["extractors/scans/*"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--accept`` makes what the program says now the expected."""
    parser.addoption("--accept", action="store_true", help="rewrite tests/expected instead of comparing")


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    """Whether expected files are to be rewritten."""
    return bool(request.config.getoption("--accept"))
