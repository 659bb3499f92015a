"""Write held-out submissions and their truth: python -m tests.bench.heldout OUT --count 60 --seed 7."""

from __future__ import annotations

import argparse
from pathlib import Path

from tests.bench.heldout.generate import write


def main() -> None:
    """Read the arguments, write, say what was written."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.heldout", description=__doc__)
    parser.add_argument("out", type=Path, help="an empty folder")
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument(
        "--split", choices=("a", "b", "c", "d", "e", "f", "g", "h"), default="", help="one part only"
    )
    parser.add_argument("--pdf", action="store_true", help="Word documents as PDF, by LibreOffice")
    args = parser.parse_args()
    counts = write(args.out, args.count, args.seed, args.split, pdf=args.pdf)
    for kind, number in sorted(counts.items()):
        if number:
            print(f"{kind:12}{number:>7}")


if __name__ == "__main__":
    main()
