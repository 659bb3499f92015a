"""Accuracy on generated submissions: what was planted and found, what was said beside, and what clean ones were accused of.

    python tests/bench/accuracy.py [--count 60] [--seed 1]

The submissions come from samples/generate.py, whose truth.jsonl lists every planted defect. A defect is found when one
finding (one per defect) has all its numbers among its operands, or quotes where it stands; at its severity when the
severity is equal too. Everything else said at warning or above counts against precision.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
LOUD = ("error", "warning")


def main() -> None:
    """Generate, audit, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        planted = run(Path(folder) / "planted", options.count, options.seed)
        clean = run(Path(folder) / "clean", options.count, options.seed + 1, "--clean")
    table(*planted)
    accused(*clean)


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


def table(truth: list[dict[str, Any]], findings: list[dict[str, Any]]) -> None:
    """Recall by family, then what was said beside it."""
    planted: Counter[str] = Counter()
    found: Counter[str] = Counter()
    graded: Counter[str] = Counter()
    taken: set[int] = set()
    missed: list[str] = []
    for case in truth:
        here = [
            i for i, each in enumerate(findings) if any(each["document"] == file for file in case["files"])
        ]
        for defect in sorted(case["defects"], key=lambda each: -len(each["numbers"])):
            planted[defect["family"]] += 1
            fits = [i for i in here if i not in taken and matches(defect, findings[i])]
            if not fits:
                missed.append(f"{case['submission']}  {defect['family']}  {defect['note']}")
                continue
            best = min(
                fits,
                key=lambda i: (findings[i]["severity"] != defect["severity"], len(findings[i]["evidence"])),
            )
            taken.add(best)
            found[defect["family"]] += 1
            graded[defect["family"]] += findings[best]["severity"] == defect["severity"]
    print(f"{'family':<20}{'planted':>8}{'found':>8}{'graded':>8}")
    for family in sorted(planted):
        print(f"{family:<20}{planted[family]:>8}{found[family]:>8}{graded[family]:>8}")
    total = sum(planted.values())
    others = [each for i, each in enumerate(findings) if i not in taken and each["severity"] in LOUD]
    said = len(taken) + len(others)
    print(
        f"recall {sum(found.values()) / total:.3f}  at its severity {sum(graded.values()) / total:.3f}",
        end="  ",
    )
    print(f"precision {len(taken) / said:.3f}  ({len(others)} others at warning or above)")
    for line in missed:
        print("missed ", line)
    for each in others:
        print("other  ", each["document"], each["rule"], each["severity"], each["message"][:160])


def accused(truth: list[dict[str, Any]], findings: list[dict[str, Any]]) -> None:
    """What clean submissions were accused of."""
    loud = [each for each in findings if each["severity"] in LOUD]
    print(f"clean submissions {len(truth)}  errors {sum(e['severity'] == 'error' for e in loud)}", end="  ")
    print(f"warnings {sum(e['severity'] == 'warning' for e in loud)}")
    for each in loud:
        print("accused", each["document"], each["rule"], each["severity"], each["message"][:160])


if __name__ == "__main__":
    main()
