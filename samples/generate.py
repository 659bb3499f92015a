"""Make many submissions from a seed, with or without defects, and say what was planted.

python samples/generate.py --count 50 --seed 1 --out DIR [--clean]

DIR/submissions holds the files, DIR/truth.jsonl one line per submission: its files, defects
(family, severity, numbers as printed, note) and traps. Equal arguments make equal bytes.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import writing.planting_form  # noqa: F401 - brings its makers
from render import planted, write
from verify import errors
from writing.content import apply
from writing.inventing import grammar, invent
from writing.planting import MAKERS, plant

if TYPE_CHECKING:
    from writing.content import Submission
    from writing.inventing import Invention


def truth(invention: Invention, submission: Submission, files: list[str]) -> dict[str, object]:
    """What a measurement of accuracy needs to know about one submission."""
    return {
        "submission": submission.folder,
        "files": files,
        "year": submission.year,
        "sector": invention.sector,
        "form": submission.form.variant,
        "rendering": "rounded" if invention.rounded else "unrounded",
        "defects": planted(submission),
        "traps": [{"numbers": list(trap.numbers), "why": trap.why} for trap in submission.traps],
    }


def with_defects(invention: Invention, seed: int, index: int, most: int) -> Submission:
    """The submission with one to ``most`` defects."""
    rng = Random(f"{seed}/{index}/defects")  # noqa: S311 - samples, not secrets
    defects = plant(invention, rng, rng.randint(1, most))
    for defect in defects:
        for edit in defect.edits:
            apply(invention.submission, edit)  # raises where an edit does not fit
    return replace(invention.submission, defects=defects)


def main() -> None:
    parser = argparse.ArgumentParser(description="按种子生成绩效自评材料，并写出其中放入的问题")
    parser.add_argument("--count", type=int, default=50, help="份数")
    parser.add_argument("--seed", type=int, default=1, help="种子")
    parser.add_argument("--out", type=Path, required=True, help="写到哪个目录")
    parser.add_argument("--clean", action="store_true", help="不放入任何问题")
    parser.add_argument("--most", type=int, default=4, help="每份最多放入几个问题")
    options = parser.parse_args()
    sectors, phrases = grammar()
    lines = []
    for index in range(options.count):
        invention = invent(options.seed, index, sectors, phrases)
        if said := list(errors(invention.submission)):
            raise AssertionError(f"{invention.submission.folder}：{said}")
        submission = invention.submission
        if not options.clean:
            submission = with_defects(invention, options.seed, index, options.most)
        paths = write(submission, options.out / "submissions")
        files = [path.relative_to(options.out / "submissions").as_posix() for path in paths]
        lines.append(json.dumps(truth(invention, submission, files), ensure_ascii=False))
    (options.out / "truth.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{options.count} 份，{len(MAKERS)} 种问题：{options.out}")


if __name__ == "__main__":
    main()
