"""How well numbers and names are read, on labelled reports that were written without sight of the reader.

    python -m tests.bench.extraction [--count 60] [--seed 7] [--half a|b|c|d|e|f] [--without SECTOR] [--misses N] [--readme]

The reports come from tests.bench.heldout: what is read wrongly in half a or in the later parts c, d, e, f may be looked
at and mended, half b only measures (``--misses`` shows nothing of it). Without ``--half`` they are of a and b (合计, so
that scores remain comparable with earlier ones), of the later parts, and the published budgets that tests.bench.real_facts labels.
``--without 科技`` takes that sector's dictionary away and scores its reports only. ``--readme`` withholds every sector's
dictionary in turn, and writes the tables into README.md.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from pathlib import Path

from schemas.indicator import load_schema
from tests.bench.extraction.readme import part
from tests.bench.extraction.real import ABSENT, REAL, score_real
from tests.bench.extraction.scoring import score, without
from tests.bench.extraction.table import Table, shown
from tests.bench.heldout.generate import write
from tests.bench.marked import LINKING, rewrite

SECTORS = {
    "科技": "science", "教育": "education", "卫健": "health", "民政": "civil_affairs", "退役军人": "veterans",
    "农业农村": "agriculture", "交通": "transport", "水利": "water", "林业": "forestry", "生态环境": "environment",
    "住建": "housing", "文旅": "culture_tourism", "人社": "employment", "市场监管": "market_supervision", "综合": "general",
}  # fmt: skip
NOTE = f"a、c、d、e、f、g、h：读错的看过、改过。b：从来不看，只用来量。合计：a、b。{REAL}：手工逐个标的，读错的看过。"
LATER = ("c", "d", "e", "f", "g", "h")
SEEN = ("a ", "c ", "d ", "e ", "f ", "g ", "h ", f"{REAL} ")


def main() -> None:
    """Generate, read, score, print."""
    parser = argparse.ArgumentParser(description="读数和归名的准确程度")
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--half", choices=("a", "b", "c", "d", "e", "f", "g", "h"), default="")
    parser.add_argument("--without", choices=SECTORS, default="")
    parser.add_argument("--misses", type=int, default=0, help="逐个列出读错的（b 除外）")
    parser.add_argument("--only", default="", help="只列出这一项的")
    parser.add_argument("--readme", action="store_true", help="逐个行业拿掉词典再量，改写 README.md 里的表")
    options = parser.parse_args()
    if options.readme:
        print(rewritten(options.count, options.seed))
        return
    table = Table()
    whole = not options.half and not options.without
    measure(table, options.count, options.seed, options.half, options.without)
    there = whole and measure_more(table, options.count, options.seed)
    print("\n".join(shown(table)))
    if whole:
        print(NOTE if there else f"{NOTE}\n{ABSENT}。")
    mine = [miss for miss in table.misses if miss.startswith(SEEN) and options.only in miss.split()[1]]
    print("\n".join(mine[: options.misses]))
    if options.misses:
        print(Counter(miss.split()[1] for miss in mine))


def measure(table: Table, count: int, seed: int, half: str = "", withheld: str = "") -> None:
    """Write reports of one part, or of a and b, read them and hold them against their labels."""
    schema = without(SECTORS[withheld]) if withheld else load_schema()
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), count, seed, half)
        score(Path(folder), schema, table, withheld)


def measure_more(table: Table, count: int, seed: int) -> bool:
    """As many of each later part as of a and of b, and the real budgets; False where these are not there."""
    for later in LATER:
        measure(table, count // 2, seed, later)
    return score_real(load_schema(), table)


def rewritten(count: int, seed: int) -> str:
    """The part of README.md as it is now."""
    table, withheld = Table(), {sector: Table() for sector in SECTORS}
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), count, seed)
        score(Path(folder), load_schema(), table)
        for sector, own in withheld.items():
            score(Path(folder), without(SECTORS[sector]), own, sector)
    measure_more(table, count, seed)
    text = part(table, withheld, count, seed)
    rewrite(LINKING, text)
    return text


if __name__ == "__main__":
    main()
