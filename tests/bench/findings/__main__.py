"""What is found of errors planted in held-out reports, and what the same reports are accused of without them.

    python -m tests.bench.findings [--split c] [--count 40] [--seed 7] [--k 3] [--misses N] [--keep DIR] [--readme]

The errors are planted by tests.bench.heldout.plant: one figure or word each, one to ``--k`` a report, only such as
something else in the report gives away. A plant is found when a finding cites its place and what stands there now. A
finding that cites no planted figure is false; one more finding of the same figure is not. ``--misses`` lists what was
not found and what was said beside (never of part b), ``--keep`` leaves the files there. The ranges are where 95 % of
1000 draws of as many reports fall.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tests.bench.findings.readme import part, shown
from tests.bench.findings.scoring import LOUD, Record, Sheet, recall, sheets
from tests.bench.heldout.generate import write
from tests.bench.heldout.plant.planting import write_planted
from tests.bench.marked import SLIPS, rewrite

ROOT = Path(__file__).resolve().parents[3]
SPLITS = ("c", "d", "e", "f", "g", "h")


def main() -> None:
    """Plant, audit, print."""
    parser = argparse.ArgumentParser(description="植入的差错查出多少，误报多少")
    parser.add_argument("--split", choices=("a", "b", "c", "d", "e", "f", "g", "h"), default="")
    parser.add_argument("--count", type=int, default=40, help="每部几份")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--k", type=int, choices=(1, 2, 3), default=3, help="每份最多植入几处")
    parser.add_argument("--misses", type=int, default=0, help="各列出几处没查出的和误报的（b 除外）")
    parser.add_argument("--keep", type=Path, default=None, help="材料和结果留在这里")
    parser.add_argument("--readme", action="store_true", help="改写 README.md 里的表")
    options = parser.parse_args()
    made: dict[str, list[Sheet]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for split in [options.split] if options.split else SPLITS:
            out = (options.keep or Path(folder)) / split
            made[split] = measured(out, split, options.count, options.seed, options.k)
            print(f"\n{split}\n{shown(made[split])}")
    together = [sheet for each in made.values() for sheet in each]
    if len(made) > 1:
        print(f"\n合计\n{shown(together)}")
    print("\n".join(by_kind(together)))
    if options.misses and "b" not in made:
        print("\n".join(examples(together, options.misses)))
    if options.readme:
        rewrite(SLIPS, part(made, options.count, options.seed))


def measured(out: Path, split: str, count: int, seed: int, most: int) -> list[Sheet]:
    """Write the reports with and without errors, audit both, hold the findings against the plants."""
    write(out / "clean", count, seed, split)
    plants = write_planted(out / "planted", count, seed, split, most)
    for name in ("clean", "planted"):
        audit(out / name)
    return sheets(out / "planted", out / "clean", plants)


def audit(folder: Path) -> None:
    """What the program says of ``folder``/submissions, in ``folder``/out.

    Raises:
        RuntimeError: it did not come to an end (exit code 2 or 4).
    """
    command = [
        sys.executable,
        "-m",
        "pipeline",
        "audit",
        str(folder / "submissions"),
        "-o",
        str(folder / "out"),
    ]
    done = subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True)
    if done.returncode not in (0, 1, 3):
        raise RuntimeError(done.stderr[-2000:])


def by_kind(chosen: Sequence[Sheet]) -> list[str]:
    """Recall of each kind at warning or above, as a table."""
    kinds = Counter((o.plant["family"], o.plant["kind"]) for sheet in chosen for o in sheet.outcomes)
    lines = [f"{'类':<8}{'差错':<14}{'处':>4}{'警告以上':>8}{'级别够':>8}"]
    for (family, kind), number in sorted(kinds.items()):
        loud, graded = (recall(*s, family=family, kind=kind)(chosen) for s in (LOUD, ()))
        lines.append(f"{family:<8}{kind:<14}{number:>4}{loud or 0:>8.2f}{graded or 0:>8.2f}")
    return lines


def examples(chosen: Sequence[Sheet], number: int) -> list[str]:
    """Plants that nothing cites and findings that cite none, with their documents."""
    missed = [o.plant for sheet in chosen for o in sheet.outcomes if not o.at(*LOUD)]
    false = [each for sheet in chosen for each in sheet.false if each["severity"] in LOUD]
    led = [each for sheet in chosen for each in sheet.led if each["severity"] in LOUD]
    beside = [*(_said_beside("误报", each) for each in false[:number])]
    return [*map(_missed, missed[:number]), *beside, *(_said_beside("牵连", each) for each in led[:number])]


def _missed(plant: Record) -> str:
    place = plant["place"]
    text = (place.get("paragraph") or place.get("text") or "").replace("\n", "／")
    at = max(0, text.find(plant["after"]) - 60) if plant["after"] else 0
    where = f"表{place['table']} 行{place['row']}列{place['column']} " if "table" in place else ""
    proofs = [
        f"{p['how']}（{'、'.join(q['printed'] for q in p['places'][:5])}）"
        for p in plant["proof"][:2]
        if p["how"] != "自身"
    ]
    return (
        f"未查出 {plant['document']} {plant['family']}/{plant['kind']} {plant['before']!r} → {plant['after']!r} "
        f"{where}【{text[at : at + 130]}】 凭据：{'；'.join(proofs) or '自身'}"
    )


def _said_beside(what: str, finding: Record) -> str:
    return f"{what} {finding['document']} {finding['rule']} {finding['severity']} {finding['message'][:200]}"


if __name__ == "__main__":
    main()
