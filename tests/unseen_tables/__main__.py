"""Score of the readers on unseen tables: ``python -m tests.unseen_tables [--only NAME] [--keep DIR]``.

One line per program and format, then one per miss. Needs LibreOffice and Chromium for the files they print.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from tests.unseen_tables.making import PROGRAMS, make, missing, of, samples, verdict
from tests.unseen_tables.score import Verdict, misses


def main() -> None:
    """Make, read, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="cases whose name contains this")
    parser.add_argument("--keep", type=Path, help="leave the files in this directory")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        verdicts: dict[str, list[Verdict]] = defaultdict(list)
        for program in dict.fromkeys(PROGRAMS.values()):
            if missing(program):
                say(f"未安装 {program}，跳过它的文件")
                continue
            make(program, folder, options.only)
            for case in of(program, options.only):
                for sample in samples(case, folder):
                    one = verdict(sample)
                    if one is None:
                        say(f"{sample.path.name}：还没有读取这种格式的程序，跳过")
                    else:
                        verdicts[f"{program} {one.format}"].append(one)
    table(verdicts)
    for line in misses(each for group in verdicts.values() for each in group):
        say(line)


def table(verdicts: dict[str, list[Verdict]]) -> None:
    """Markdown: a line per program, and the sum."""
    say(
        "\n| 程序、格式 | 文件 | 表全对 | 单元格全对 | 数字丢失或损坏 | 多出的数字 | 表外句子缺 | 多出的表 |\n|--|--|--|--|--|--|--|--|"
    )
    groups = {**verdicts, "合计": [each for group in verdicts.values() for each in group]}
    for name, group in groups.items():
        scores = [score for each in group for score in each.tables]
        cells, right = sum(s.cells for s in scores), sum(s.right for s in scores)
        say(
            f"| {name} | {len(group)} | {sum(s.exact for s in scores)}/{len(scores)} "
            f"| {right}/{cells} = {100 * right / max(cells, 1):.2f}% | {sum(len(v.lost) for v in group)} "
            f"| {sum(len(v.invented) for v in group)} | {sum(len(v.unsaid) for v in group)} | {sum(v.spare for v in group)} |"
        )
    say("")


def say(line: str) -> None:
    """Print one line."""
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
