"""How well pages of pictures are read: `python tests/bench/scans.py SCAN.pdf TRUTH [SCAN TRUTH …]`.

TRUTH is a file of the same text that can be read directly (.docx, .pdf) or a truth.json with its tables. Prints, for
each pair: grids, cells exact in place and span, and in text; numeric cells; figures of all the text, how many wrong
ones carry no doubt and how many right ones carry one; seconds a page.
"""

from __future__ import annotations

import json
import re
import sys
import time
import unicodedata
from collections import Counter
from difflib import SequenceMatcher
from pathlib import Path

from extractors.reader import read
from schemas.document import Document, Spot, Table

SHOWN = 12  # of each kind of difference
Cell = tuple[int, int, int, int, str]
FIGURE = re.compile(r"[-+]?\d[\d.,]*\d%?|[-+]?\d%?")


def bare(text: str) -> str:
    """``text`` without blanks, in uniform characters."""
    uniform = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    return (
        re.sub("[“”]", '"', re.sub("[—–−一-](?=[\\d])", "-", uniform)).replace(",", "，").replace(":", "：")
    )


def cells_of(table: Table) -> list[Cell]:
    return [(c.row - 1, c.col - 1, c.rowspan, c.colspan, bare(c.text)) for c in table.cells()]


def truth_of(path: Path) -> tuple[list[list[Cell]], list[str]]:
    """Tables, and paragraphs outside them."""
    if path.suffix == ".json":
        told = json.loads(path.read_text(encoding="utf-8"))
        tables = [[(*cell[:4], bare(cell[4])) for cell in table["cells"]] for table in told["tables"]]
        return tables, [*told["paras"], *(text for _, text in told["headings"])]
    document = read(path, path.name)
    return [cells_of(t) for t in document.tables()], [p.text for p in document.paragraphs()]


def is_numeric(text: str) -> bool:
    return bool(text) and sum(c.isdigit() for c in text) * 2 >= len(text)


def doubted(spots: tuple[Spot, ...], start: int, end: int) -> bool:
    return any(s.doubt and s.start < end and start < s.end for s in spots)


def figures_of(document: Document) -> list[tuple[str, bool]]:
    """Every figure as read, and whether it carries a doubt."""
    texts = [(p.text, p.anchor.spots) for p in document.paragraphs()]
    texts += [(c.text, c.anchor.spots) for table in document.tables() for c in table.cells()]
    found = []
    for text, spots in texts:
        kept = [
            at for at, char in enumerate(text) if char != "\n"
        ]  # a number may go on in the next line of a cell
        joined = "".join(unicodedata.normalize("NFKC", text[at])[:1] for at in kept)
        for match in FIGURE.finditer(joined):
            start, end = kept[match.start()], kept[match.end() - 1] + 1
            found.append((match[0].replace(",", ""), doubted(spots, start, end)))
    return found


def say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")


def share(part: int, whole: int) -> str:
    return f"{part}/{whole} = {100 * part / max(whole, 1):.2f} %"


def measure(scan: Path, truth: Path) -> None:
    began, spent = time.perf_counter(), time.process_time()
    document = read(scan, scan.name)
    wall, spent = time.perf_counter() - began, time.process_time() - spent
    tables, paragraphs = truth_of(truth)
    say(
        f"\n{scan.name}: {document.pages} pages, {wall / document.pages:.2f} s/page, CPU {spent / document.pages:.2f} s/page"
    )
    for warning in document.warnings:
        say(f"  {warning}")
    found = [cells_of(t) for t in document.tables()]
    say(f"  tables {len(found)} of {len(tables)}")
    placed = exact = numeric = numeric_exact = total = shown = 0
    for n, cells in enumerate(tables):
        mine = {cell[:4]: cell[4] for cell in found[n]} if n < len(found) else {}
        total += len(cells)
        for cell in cells:
            placed += cell[:4] in mine
            right = mine.get(cell[:4]) == cell[4]
            exact += right
            if is_numeric(cell[4]):
                numeric += 1
                numeric_exact += right
            if not right and (shown := shown + 1) <= SHOWN:
                say(f"    table {n + 1} {cell[:4]} {cell[4]!r} read {mine.get(cell[:4])!r}")
    say(
        f"  position+span {share(placed, total)}; with text {share(exact, total)}; numeric {share(numeric_exact, numeric)}"
    )
    judge_figures(document, tables, paragraphs)
    said = {bare(p.text) for p in document.paragraphs()} | {
        bare(line) for t in document.tables() for line in t.caption.split("\n")
    }
    missing = [p for p in paragraphs if bare(p) not in said]
    say(f"  paragraphs exact {share(len(paragraphs) - len(missing), len(paragraphs))}")
    for text in missing[:SHOWN]:
        near = max(said, key=lambda s: SequenceMatcher(None, bare(text), s).quick_ratio(), default="")
        say(f"    {text}\n    → {near}")


def judge_figures(document: Document, tables: list[list[Cell]], paragraphs: list[str]) -> None:
    """Figures as a bag: what is read more often than it is printed is wrong."""
    texts = [*paragraphs, *(cell[4] for cells in tables for cell in cells)]
    left = Counter(
        m[0].replace(",", "")
        for t in texts
        for m in FIGURE.finditer(unicodedata.normalize("NFKC", t).replace("，", ","))
    )
    printed = sum(left.values())
    read_ = figures_of(document)
    wrong: list[tuple[str, bool]] = []
    right = right_doubted = 0
    for figure, doubt in sorted(read_, key=lambda each: each[1]):
        if left[figure] > 0:
            left[figure] -= 1
            right += 1
            right_doubted += doubt
        else:
            wrong.append((figure, doubt))
    silent = [figure for figure, doubt in wrong if not doubt]
    say(
        f"  figures right {share(right, printed)}, of these doubted {right_doubted}; wrong {len(wrong)}, of these without a doubt {len(silent)} {silent}"
    )
    say(f"  printed and not read: {dict(+left)}")


if __name__ == "__main__":
    given = [Path(argument) for argument in sys.argv[1:]]
    for scan, truth in zip(given[::2], given[1::2], strict=True):
        measure(scan, truth)
