"""How fast it reads and judges: `make bench [DIR=…]`. Prints one line per measurement; nothing here can fail a build."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path

from pipeline.audit import case_of, read_document
from pipeline.rulebook import confront
from pipeline.submission import group
from pipeline.walk import walk
from schemas.document import Document
from schemas.errors import ReadError

ROOT = Path(__file__).parents[2]


def say(sentence: str) -> None:
    """Print one measurement."""
    sys.stdout.write(f"{sentence}\n")


def read_all(folder: Path) -> list[Document]:
    """Read in this process, so that only reading is measured."""
    seconds: dict[str, float] = defaultdict(float)
    pages: dict[str, int] = defaultdict(int)
    documents: list[Document] = []
    for file in (each for each in walk(folder) if each.status is None):
        began = time.process_time()
        try:
            document = read_document(file.path, file.name)
        except ReadError:
            continue
        seconds[document.format] += time.process_time() - began
        pages[document.format] += document.pages or 1
        documents.append(document)
    for name, spent in sorted(seconds.items()):
        say(
            f"read {name}: {pages[name]} pages, {spent:.2f} s CPU, {pages[name] / max(spent, 1e-9):.1f} pages/s"
        )
    return documents


def judge_all(documents: list[Document]) -> None:
    """Find facts and hear the rules."""
    facts = checks = 0
    finding = judging = 0.0
    for submission in group(documents).submissions:
        began = time.process_time()
        case = case_of(submission)
        found = time.process_time()
        checks += len(confront(case))
        facts += len(case.facts)
        finding += found - began
        judging += time.process_time() - found
    say(f"find: {facts} facts, {finding:.2f} s CPU (first use of the dictionaries included)")
    say(f"confront: {checks} checks, {judging:.2f} s CPU")


def start_up() -> None:
    """The fastest of five starts."""
    spent = []
    for _ in range(5):
        began = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "pipeline", "rules"], cwd=ROOT, stdout=subprocess.DEVNULL, check=True
        )
        spent.append(time.perf_counter() - began)
    say(f"gouji rules: {min(spent):.2f} s")


if __name__ == "__main__":
    judge_all(read_all(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "samples" / "submissions"))
    start_up()
    say(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
