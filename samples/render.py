"""Write samples/submissions and samples/expected.yaml from samples/content.

python samples/render.py
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from writing.content import load, printed
from writing.paper import pdf
from writing.plain import txt
from writing.word import docx

if TYPE_CHECKING:
    from writing.content import Submission

HERE = Path(__file__).resolve().parent
WRITERS = {".docx": docx, ".pdf": pdf, ".txt": txt}

EXPECTED_HEAD = """\
# What was planted in samples/submissions, by submission; written by samples/render.py.
# numbers: as printed. An empty list: nothing to find, whatever it looks like.
"""


def write(submission: Submission, directory: Path) -> list[Path]:
    """Write every file of ``submission`` below ``directory``, defects in place."""
    folder = directory / submission.folder
    folder.mkdir(parents=True, exist_ok=True)
    final = printed(submission)
    paths = []
    for output in final.outputs:
        path = folder / output.name
        path.write_bytes(WRITERS[path.suffix](final, output))
        paths.append(path)
    return paths


def planted(submission: Submission) -> list[dict[str, object]]:
    """The defects of ``submission`` without the edits that made them."""
    return [
        {"family": d.family, "severity": d.severity, "numbers": list(d.numbers), "note": d.note}
        for d in submission.defects
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description="由 samples/content 重写样例和问题清单")
    parser.add_argument("--out", type=Path, default=HERE, help="写到哪个目录")
    out = parser.parse_args().out
    submissions = [load(path) for path in sorted((HERE / "content").glob("*.yaml"))]
    target = out / "submissions"
    shutil.rmtree(target, ignore_errors=True)
    for submission in submissions:
        for path in write(submission, target):
            print(path.relative_to(out))
    expected = {s.folder: planted(s) for s in submissions}
    text = yaml.safe_dump(expected, allow_unicode=True, sort_keys=True, width=110)
    (out / "expected.yaml").write_text(EXPECTED_HEAD + text, encoding="utf-8")


if __name__ == "__main__":
    main()
