"""Facts in, findings out: milliseconds a report, the slowest rules, and whether ten times the reports take ten times as long.

`python -m tests.bench.engine [FOLDER] [--full]` measures on one core with the processor's clock. The report is the reference one that
is kept beside the checkout where it is there, else the sample with the most figures. The many reports are copies of
the smallest sample under names of their own, so that nothing of one serves another.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.audit import case_of, read_document
from pipeline.ledger import ledgers
from pipeline.rulebook import Case, Rule, confront, rulebook
from pipeline.run import CaseAudit, Run, checks, problems
from pipeline.submission import group
from pipeline.walk import walk
from schemas.document import Anchor, Document
from schemas.fact import Fact

ROOT = Path(__file__).parents[2]

REFERENCE = ROOT.parent / "shared" / "seed" / "report.docx"
TARGET_MS = 20  # a report on one core
FEW, FULL, AT_MOST = 200, 1_000, 12  # against ten times as many, which take at most twelve times as long

Stage = tuple[str, Callable[[Sequence[CaseAudit]], object]]


def cases(folder: Path) -> list[Case]:
    """Every project below ``folder``, read and with its facts."""
    documents = [read_document(each.path, each.name) for each in walk(folder) if each.status is None]
    return [case_of(submission) for submission in group(documents).submissions]


def milliseconds(task: Callable[[], object], times: int = 15) -> float:
    """The median of ``times`` runs."""
    spent = []
    for _ in range(times):
        began = time.process_time()
        task()
        spent.append(time.process_time() - began)
    return statistics.median(spent) * 1000


def of_one(case: Case) -> tuple[float, list[tuple[float, str]]]:
    """What one report takes, and what each rule takes of it, the slowest first."""
    confront(case)  # dictionaries are read once
    each = [(milliseconds(_asking(rule, case), 5), rule.code) for rule in rulebook() if not rule.by]
    return milliseconds(lambda: confront(case)), sorted(each, reverse=True)


def _asking(rule: Rule, case: Case) -> Callable[[], object]:
    """The task of asking ``rule`` about ``case``."""
    return lambda: list(rule.check(case))


def copy_of(case: Case, number: int) -> Case:
    """``case`` as project ``number`` of its department, its documents and figures at paths of their own."""
    moved = {each.path: f"{number}/{each.path}" for each in case.documents}

    def at(anchor: Anchor) -> Anchor:
        return replace(anchor, path=moved.get(anchor.path, anchor.path))

    placed: dict[Fact, Fact] = {fact: replace(fact, anchor=at(fact.anchor)) for fact in case.facts}
    return replace(
        case,
        project=f"{case.project}{number}",
        documents=tuple(_at(each, moved[each.path]) for each in case.documents),
        facts=tuple(placed.values()),
        breakdowns=tuple(
            replace(each, total=placed[each.total], parts=tuple(placed[part] for part in each.parts))
            for each in case.breakdowns
            if all(fact in placed for fact in (each.total, *each.parts))
        ),
    )


def _at(document: Document, path: str) -> Document:
    return replace(document, path=path)


def stages() -> list[Stage]:
    """What happens to all reports together, each a function of everything that was audited."""
    return [
        ("按项目归并", lambda audits: group([each for a in audits for each in a.case.documents])),
        ("排序、指纹", lambda audits: problems(Run((), tuple(audits)))),
        ("全部核对", lambda audits: checks(Run((), tuple(audits)))),
        ("每份材料的账", lambda audits: [ledgers(each) for each in audits]),
    ]


def linear(case: Case, few: int) -> list[tuple[str, float, float]]:
    """Seconds for ``few`` reports and for ten times as many: rules on each, then every stage."""
    many = 10 * few
    copies = [copy_of(case, number) for number in range(many)]
    audits: list[CaseAudit] = []
    began = time.process_time()
    marks = {}
    for count, each in enumerate(copies, 1):
        audits.append(CaseAudit(each, tuple(confront(each))))
        if count in (few, many):
            marks[count] = time.process_time() - began
    rows = [("规则", marks[few], marks[many])]
    for name, stage in stages():
        spent = []
        for count in (few, many):
            gc.collect()
            began = time.process_time()
            stage(audits[:count])
            spent.append(time.process_time() - began)
        rows.append((name, spent[0], spent[1]))
    return rows


def main() -> int:
    """Print everything; 1 where a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "folder", nargs="?", type=Path, help="its largest project is the report that is measured"
    )
    parser.add_argument(
        "--full", action="store_true", help=f"{FULL} reports against {10 * FULL}, some minutes"
    )
    asked = parser.parse_args()
    samples = sorted(cases(ROOT / "samples" / "submissions"), key=lambda each: len(each.facts))
    report = samples[-1]
    if asked.folder:
        report = max(cases(asked.folder), key=lambda each: len(each.facts))
    elif REFERENCE.is_file():
        report = case_of(group([read_document(REFERENCE, REFERENCE.name)]).submissions[0])
    spent, rules = of_one(report)
    print(
        f"一份报告（{len(report.facts)} 个数，{len(rules)} 条规则）：{spent:.1f} 毫秒，目标 {TARGET_MS} 毫秒以内"
    )
    print("最慢的规则：" + "，".join(f"{code} {each:.2f}" for each, code in rules[:8]) + " 毫秒")
    number = FULL if asked.full else FEW
    rows = linear(samples[0], number)
    rows.append(("合计", sum(row[1] for row in rows), sum(row[2] for row in rows)))
    for name, few, many in rows:
        print(
            f"{number} 份 {few:>6.2f} 秒，{10 * number} 份 {many:>7.2f} 秒，{many / max(few, 1e-9):>5.1f} 倍  {name}"
        )
    _, few, many = rows[-1]
    return int(spent > TARGET_MS or many > AT_MOST * few)


if __name__ == "__main__":
    sys.exit(main())
