"""How fast OFD is read: pages a second as drawn, and as a document.

python tests/bench/ofd.py [--pages 200] [files …]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[2]))

from extractors.reader import read
from tests.ofd_maker import dense, pages_of

ROUNDS = 5


def seconds(work: Callable[[], object]) -> float:
    """The median over some rounds, of processor time."""
    taken = []
    for _ in range(ROUNDS + 1):
        begun = time.process_time()
        work()
        taken.append(time.process_time() - begun)
    return median(taken[1:])  # the first warms up


def main() -> None:
    parser = argparse.ArgumentParser(description="读取 OFD 的速度")
    parser.add_argument("--pages", type=int, default=200, help="自造文件的页数")
    parser.add_argument("files", type=Path, nargs="*", help="另外的文件")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        made = dense(arguments.pages).save(Path(folder) / "自造.ofd")
        for file in [made, *arguments.files]:
            count = len(pages_of(file))
            drawn = seconds(lambda file=file: pages_of(file))  # type: ignore[misc]
            whole = seconds(lambda file=file: read(file, file.name))  # type: ignore[misc]
            print(
                f"{file.name}  {count} 页  只取页面 {count / drawn:.0f} 页/秒  读成文档 {count / whole:.0f} 页/秒"
            )


if __name__ == "__main__":
    main()
