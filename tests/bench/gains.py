"""Facts gained and lost against an older commit: `make gains BASE=<commit>`.

    python -m tests.bench.gains COMMIT [--examples 4]

Both versions read the same files, each in a process of its own that imports its own tree: the samples, the reference
report (where it is kept beside the checkout) and half a of the held-out material, written by the tree of today. A fact
of one version is the fact of the other that stands on the same characters of the same block; where a version cut the
file into other blocks, the same quantity in the same sentence. What differs is counted: value, unit, role, period,
and the indicator by the name that people know it by.

This file is run by the older tree too, so that nothing of ours is imported above; it asks no more of an older version
than `extractors.reader.read`, `extractors.facts.find_case` and `schemas.indicator.load_schema`.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
SEED = ROOT.parent / "shared" / "seed"
SAMPLES, REPORT, HELDOUT = "样例", "参照报告", "保留材料甲半"
SORTS = ("新读到", "不再读到", "数值", "单位", "角色", "年度", "归上指标", "不再归", "改归")


class Said(NamedTuple):
    """What one version says of one place. ``value`` is an interval where there is no one number."""

    file: str
    block: int
    row: int
    col: int
    start: int
    end: int
    raw: str
    value: str
    unit: str
    role: str
    period: str
    label: str
    sentence: str


class Change(NamedTuple):
    """One difference: of which sort, and the fact before and after."""

    sort: str
    before: Said | None
    after: Said | None


# --- comparing


def changes(before: Iterable[Said], after: Iterable[Said]) -> Iterator[Change]:
    """Every difference between two readings of the same files."""
    for old, new in _pairs(list(before), list(after)):
        if old is None or new is None:
            yield Change("新读到" if old is None else "不再读到", old, new)
            continue
        for sort, a, b in (
            ("数值", old.value, new.value),
            ("单位", old.unit, new.unit),
            ("角色", old.role, new.role),
            ("年度", old.period, new.period),
        ):
            if a != b:
                yield Change(sort, old, new)
        if old.label != new.label:
            yield Change("归上指标" if not old.label else "不再归" if not new.label else "改归", old, new)


def _pairs(before: list[Said], after: list[Said]) -> Iterator[tuple[Said | None, Said | None]]:
    """Each fact with its other self; first on the same characters, then where they overlap, then in the same words."""
    for key, fits in ((_place, _same_start), (_place, _overlap), (_words, _always)):
        waiting: dict[tuple[object, ...], list[Said]] = defaultdict(list)
        for old in before:
            waiting[key(old)].append(old)
        unmet = []
        for new in after:
            here = waiting[key(new)]
            old_at = next((at for at, old in enumerate(here) if fits(old, new)), None)
            if old_at is None:
                unmet.append(new)
            else:
                yield here.pop(old_at), new
        before, after = [old for rest in waiting.values() for old in rest], unmet
    yield from ((old, None) for old in before)
    yield from ((None, new) for new in after)


def _place(said: Said) -> tuple[object, ...]:
    return said.file, said.block, said.row, said.col


def _words(said: Said) -> tuple[object, ...]:
    return said.file, "".join(said.sentence.split()), "".join(said.raw.split())


def _same_start(old: Said, new: Said) -> bool:
    return (old.start, old.raw) == (new.start, new.raw)


def _overlap(old: Said, new: Said) -> bool:
    return old.start < new.end and new.start < old.end and _alike(old, new)


def _alike(old: Said, new: Said) -> bool:
    """Whether one printing holds the other: blocks that were cut otherwise may overlap by chance."""
    return old.raw in new.raw or new.raw in old.raw or old.sentence == new.sentence


def _always(_old: Said, _new: Said) -> bool:
    return True


# --- reading, in the tree of either version


def facts_of(cases: Iterable[Sequence[tuple[str, str]]]) -> Iterator[Said]:
    """What the importable version says of each case, a list of (path, name).

    Raises:
        ImportError: the version has no such modules.
    """
    from extractors.facts import find_case
    from extractors.reader import read
    from schemas.indicator import load_schema

    schema = load_schema()
    for case in cases:
        documents = []
        for path, name in case:
            try:
                documents.append(read(Path(path), name))
            except Exception as wrong:  # noqa: BLE001 - an older version may fail in other ways
                print(f"未读取 {name}：{wrong}", file=sys.stderr)
        found = find_case(documents, schema)
        labels = {key: each.label for key, each in schema.indicators.items()}
        labels |= {fact.indicator: fact.subject for fact in found.facts if fact.source == "自评表"}
        yield from (_said(fact, labels) for fact in found.facts)


def _said(fact: Any, labels: Mapping[str, str]) -> Said:  # noqa: ANN401 - of this version or another
    anchor, quantity = fact.anchor, fact.quantity
    value = quantity.value
    return Said(
        anchor.path,
        anchor.block,
        anchor.row or 0,
        anchor.col or 0,
        anchor.start,
        anchor.end,
        quantity.raw,
        str(quantity.interval()) if value is None else f"{value.normalize():f}",
        quantity.unit.name,
        str(fact.role),
        str(fact.period or ""),
        labels.get(fact.indicator, fact.indicator),
        fact.sentence,
    )


def read_by(tree: Path, cases: Path) -> list[Said]:
    """What the version in ``tree`` says of the cases listed in the file ``cases``.

    Raises:
        SystemExit: it cannot be loaded, or broke; with its own last words.
    """
    command: list[str | Path] = [sys.executable, "-P", Path(__file__).resolve(), "--read", cases]
    env = {**os.environ, "PYTHONPATH": str(tree), "PYTHONUTF8": "1"}
    done = subprocess.run(command, cwd=tree, env=env, capture_output=True, text=True)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["没有说明"])[-1]
        raise SystemExit(
            f"{tree}：这个版本读不了（{last}）\n  怎么办：换一个较新的提交，要有 extractors.facts.find_case"
        )
    print(done.stderr, end="", file=sys.stderr)
    return [Said(*json.loads(line)) for line in done.stdout.splitlines()]


# --- what is read, and by which version


def cases_in(folder: Path, group: str) -> list[list[tuple[str, str]]]:
    """One case for every folder that has files: submissions as they are handed in."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    by_folder: dict[Path, list[tuple[str, str]]] = defaultdict(list)
    for path in files:
        by_folder[path.parent].append((str(path), f"{group}/{path.relative_to(folder)}"))
    return [*by_folder.values()]


def all_cases(folder: Path) -> list[list[tuple[str, str]]]:
    """The samples, the reference report, half a. Every form of the report is a case of its own; the scan is left out."""
    from tests.bench.heldout.generate import write

    write(folder / "heldout", 60, 7, "a")
    cases = cases_in(ROOT / "samples" / "submissions", SAMPLES)
    if SEED.is_dir():
        alone = [path for path in sorted(SEED.glob("report.*")) if path.suffix in {".docx", ".pdf", ".md"}]
        cases += [[(str(path), f"{REPORT}/{path.name}")] for path in alone]
        cases += [[(path, f"{REPORT}/split/{name}") for path, name in case] for case in _split()]
    else:
        print(f"没有 {SEED}：不比较参照报告")
    return cases + cases_in(folder / "heldout" / "submissions", HELDOUT)


def _split() -> list[list[tuple[str, str]]]:
    return [[(path, Path(name).name) for path, name in case] for case in cases_in(SEED / "split", "")]


def readings(commit: str) -> tuple[list[Said], list[Said]]:
    """What ``commit`` says, and what we say; it is checked out into a folder of its own for as long as it takes.

    Raises:
        SystemExit: there is no such commit, or it cannot be loaded.
    """
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        listed, tree = folder / "cases.json", folder / "base"
        _git("worktree", "add", "--detach", str(tree), commit)
        try:
            listed.write_text(json.dumps(all_cases(folder)), encoding="utf-8")
            return read_by(tree, listed), read_by(ROOT, listed)
        finally:
            _git("worktree", "remove", "--force", str(tree))


def _git(*words: str) -> None:
    git = shutil.which("git") or "git"
    done = subprocess.run([git, *words], cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"git {' '.join(words)}：{done.stderr.strip()}")


# --- printing


def shown(before: Sequence[Said], after: Sequence[Said], examples: int) -> Iterator[str]:
    """Counts by material and sort in Markdown, then some of each sort."""
    found = [*changes(before, after)]
    counts = Counter((_group(change.after or change.before), change.sort) for change in found)
    yield f"| | 之前 | 现在 | {' | '.join(SORTS)} |"
    yield "|--" * (len(SORTS) + 3) + "|"
    for group in (SAMPLES, REPORT, HELDOUT):
        sizes = [sum(_group(said) == group for said in version) for version in (before, after)]
        cells = [*sizes, *(counts[group, sort] for sort in SORTS)]
        yield f"| {group} | {' | '.join(map(str, cells))} |"
    for sort in SORTS:
        of_it = [change for change in found if change.sort == sort]
        step = max(1, len(of_it) // max(examples, 1))
        yield from (f"{sort}：{_told(change)}" for change in of_it[::step][:examples])


def _group(said: Said | None) -> str:
    return said.file.partition("/")[0] if said else ""


def _told(change: Change) -> str:
    said = change.after or change.before
    if said is None:
        return ""
    where = f"{said.file} “{_around(said)}” {said.raw}"
    if change.before is None or change.after is None:
        return f"{where}（{said.role} {said.period} {said.label or '未归'}）"
    return f"{where}：{_of_sort(change.before, change.sort)} → {_of_sort(change.after, change.sort)}"


def _of_sort(said: Said, sort: str) -> str:
    field = {"数值": said.value, "单位": said.unit, "角色": said.role, "年度": said.period or "无"}
    return field.get(sort, said.label or "未归")


def _around(said: Said) -> str:
    at = max(0, said.sentence.find(said.raw))
    return said.sentence[max(0, at - 20) : at + len(said.raw) + 10]


def main() -> None:
    parser = argparse.ArgumentParser(description="比一个较早的提交多读、少读、改读了哪些数")
    parser.add_argument("commit", nargs="?", default="", help="较早的提交")
    parser.add_argument("--examples", type=int, default=4, help="每一类举几个例子")
    parser.add_argument("--read", type=Path, help="只读这个清单里的文件，逐行写出读到的数")
    options = parser.parse_args()
    if options.read:
        # An editable install would lend a version the modules that it does not have.
        sys.meta_path[:] = [
            each for each in sys.meta_path if not getattr(each, "__module__", "").startswith("__editable__")
        ]
        for said in facts_of(json.loads(options.read.read_text(encoding="utf-8"))):
            print(json.dumps(said, ensure_ascii=False))
    elif not options.commit:
        parser.error("缺少提交，例如 make gains BASE=HEAD~20")
    else:
        print("\n".join(shown(*readings(options.commit), options.examples)))


if __name__ == "__main__":
    main()
