"""Accuracy on generated submissions: what was planted and found, what was said beside, and what clean ones were accused of.

    python -m tests.bench.accuracy [--count 60] [--seed 1] [--readme]

The submissions come from samples/generate.py, whose truth.jsonl lists every planted defect. A defect is found when one
finding (one per defect) has all its numbers among its operands, or quotes where it stands; at its severity when the
severity is equal too. Everything else said at warning or above counts against precision. ``--readme`` writes the sums
into README.md.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.bench.marked import PLANTED, rewrite

ROOT = Path(__file__).resolve().parents[2]
LOUD = ("error", "warning")


def main() -> None:
    """Generate, audit, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--readme", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        planted = run(Path(folder) / "planted", options.count, options.seed)
        clean = run(Path(folder) / "clean", options.count, options.seed + 1, "--clean")
    tally = tallied(*planted)
    table(tally)
    errors = accused(*clean)
    if options.readme:
        rewrite(PLANTED, part(tally, errors, options.count))


def run(folder: Path, count: int, seed: int, *more: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Truth and findings of ``count`` generated submissions."""
    command: list[str | Path] = [
        sys.executable,
        ROOT / "samples" / "generate.py",
        "--count",
        str(count),
        "--seed",
        str(seed),
    ]
    subprocess.run([*command, "--out", folder, *more], check=True, stdout=subprocess.DEVNULL)
    audit: list[str | Path] = [
        sys.executable,
        "-m",
        "pipeline",
        "audit",
        folder / "submissions",
        "-o",
        folder / "out",
    ]
    subprocess.run(audit, check=False, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    truth = [json.loads(line) for line in (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines()]
    found = (folder / "out" / "findings.jsonl").read_text(encoding="utf-8").splitlines()
    return truth, [json.loads(line) for line in found]


def matches(defect: dict[str, Any], finding: dict[str, Any]) -> bool:
    """Whether the finding rests on all numbers of the defect, or quotes the words its note quotes."""
    operands = {str(each["value"]) for each in finding["evidence"] if each["value"] is not None}
    numbers = set(defect["numbers"])
    if numbers:
        return numbers <= operands
    quotes = " ".join(str(each["quote"]) for each in finding["evidence"])
    needle = str(defect.get("needle") or defect["note"].split("“")[-1].split("”")[0])
    return bool(needle) and (needle in quotes or quotes.strip() in needle)


@dataclass
class Tally:
    """By family: planted, found, at their severity; then what was missed and what was said beside, at warning or above."""

    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    graded: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    others: list[dict[str, Any]] = field(default_factory=list)


def tallied(truth: list[dict[str, Any]], findings: list[dict[str, Any]]) -> Tally:
    """Each defect with the finding that fits it best; a finding fits one."""
    tally = Tally()
    taken: set[int] = set()
    for case in truth:
        here = [
            i for i, each in enumerate(findings) if any(each["document"] == file for file in case["files"])
        ]
        for defect in sorted(case["defects"], key=lambda each: -len(each["numbers"])):
            tally.planted[defect["family"]] += 1
            fits = [i for i in here if i not in taken and matches(defect, findings[i])]
            if not fits:
                tally.missed.append(f"{case['submission']}  {defect['family']}  {defect['note']}")
                continue
            best = min(
                fits,
                key=lambda i: (findings[i]["severity"] != defect["severity"], len(findings[i]["evidence"])),
            )
            taken.add(best)
            tally.found[defect["family"]] += 1
            tally.graded[defect["family"]] += findings[best]["severity"] == defect["severity"]
    tally.others = [each for i, each in enumerate(findings) if i not in taken and each["severity"] in LOUD]
    return tally


def table(tally: Tally) -> None:
    """Recall by family, then what was said beside it."""
    print(f"{'family':<20}{'planted':>8}{'found':>8}{'graded':>8}")
    for family in sorted(tally.planted):
        print(f"{family:<20}{tally.planted[family]:>8}{tally.found[family]:>8}{tally.graded[family]:>8}")
    total, found, others = tally.planted.total(), tally.found.total(), len(tally.others)
    print(f"recall {found / total:.3f}  at its severity {tally.graded.total() / total:.3f}", end="  ")
    print(f"precision {found / (found + others):.3f}  ({others} others at warning or above)")
    for line in tally.missed:
        print("missed ", line)
    for each in tally.others:
        print("other  ", each["document"], each["rule"], each["severity"], each["message"][:160])


def part(tally: Tally, errors: int, count: int) -> str:
    """The sums in Chinese, for README.md; ``errors`` are what clean submissions were accused of."""
    families = len(tally.planted)
    return "\n".join(
        [
            f"| 植入的缺陷（{families} 类） | 找到 | 级别也相同 | 另外多说的警告以上 | {count} 份无缺陷材料的误报 |",
            "|--|--|--|--|--|",
            f"| {tally.planted.total()} | {tally.found.total()} | {tally.graded.total()} | {len(tally.others)} | {errors} |",
        ]
    )


def accused(truth: list[dict[str, Any]], findings: list[dict[str, Any]]) -> int:
    """What clean submissions were accused of, at warning or above; how many times."""
    loud = [each for each in findings if each["severity"] in LOUD]
    print(f"clean submissions {len(truth)}  errors {sum(e['severity'] == 'error' for e in loud)}", end="  ")
    print(f"warnings {sum(e['severity'] == 'warning' for e in loud)}")
    for each in loud:
        print("accused", each["document"], each["rule"], each["severity"], each["message"][:160])
    return len(loud)


if __name__ == "__main__":
    main()
