"""How long the rules across documents take: `python -m tests.bench.across [1000 10000]`, projects in one run.

Each project is one of samples/submissions under another name, with other digits in its texts, so that templates repeat as they do
in practice; every hundredth is word for word another department's. Last year's results are the same projects.
"""

from __future__ import annotations

import random
import re
import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.across import confront_across, joined
from pipeline.audit import case_of, read_document
from pipeline.rulebook import Case, Origin
from pipeline.run import CaseAudit
from pipeline.submission import group
from schemas.document import Document, Paragraph

SAMPLES = Path(__file__).parents[2] / "samples" / "submissions"
PROJECTS_OF_A_DEPARTMENT = 20
COPIED_EVERY = 100


def main(sizes: list[int]) -> None:
    paths = sorted(path for path in SAMPLES.rglob("*") if path.is_file())
    read = [read_document(path, str(path.relative_to(SAMPLES))) for path in paths]
    originals = [case_of(each) for each in group(read).submissions]
    print("项目  分组核对（秒，CPU）  每个项目（毫秒）  问题  内存（MB）")
    for size in sizes:
        cases = [copy_of(originals, at) for at in range(size)]
        last = [replace(case, origin=Origin.LAST_YEAR, year=(case.year or 0) - 1, forms=()) for case in cases]
        began = time.process_time()
        known, _ = joined(cases, last)
        audits, broken = confront_across([CaseAudit(case, ()) for case in cases], known)
        seconds = time.process_time() - began
        found = sum(
            finding.outcome.value in ("fail", "review") for each in audits for finding in each.findings
        )
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"{size}  {seconds:.1f}  {seconds / size * 1000:.2f}  {found}  {memory}", *broken)


def copy_of(originals: Sequence[Case], at: int) -> Case:
    """Project number ``at``: one of ``originals`` under other names, with other digits; now and then those of the one before."""
    source = at - 1 if at and at % COPIED_EVERY == 0 else at
    case, digits = originals[source % len(originals)], random.Random(source)  # noqa: S311  (nothing secret)
    department = f"第{at // PROJECTS_OF_A_DEPARTMENT}市{case.department}"
    folder = f"{at}/" if at >= len(originals) else ""
    documents = tuple(changed(document, folder, digits) for document in case.documents)
    return replace(case, department=department, project=f"{case.project}{at}", documents=documents)


def changed(document: Document, folder: str, digits: random.Random) -> Document:
    """Every digit but those of years another one."""
    blocks = tuple(
        replace(
            block, text=re.sub(r"(?<!\d)20\d\d(?!\d)|\d", lambda found: other(found[0], digits), block.text)
        )
        if isinstance(block, Paragraph)
        else block
        for block in document.blocks
    )
    return replace(document, path=folder + document.path, blocks=blocks)


def other(printed: str, digits: random.Random) -> str:
    return printed if len(printed) > 1 else str(digits.randrange(10))


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]] or [1000, 10000])
