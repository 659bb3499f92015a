"""Our reading beside other libraries: ``make bench-reading``, or ``python -m tests.bench.reading [--quick]``.

Prints Markdown: PDF, rulings, Word, workbooks. Every tool reads every file in a process of its own; speed is CPU time,
the median of rounds taken in turn after one to warm up. Needs the reference documents (``--reference DIR``).
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.bench.reading import truth as known
from tests.bench.reading import worker
from tests.bench.reading.crew import ROOT, Timing, tell, time_all
from tests.bench.reading.score import (
    FEATURES,
    Share,
    cells_found,
    complete,
    exact,
    features,
    figures,
    odd_right,
    of_values,
    rows_found,
)  # fmt: skip
from tests.bench.reading.tool import TOOLS, Told, Tool
from tests.unseen_tables.making import PROGRAMS, make, missing
from tests.unseen_tables.making import of as cases_of

PAGES = {"big200.pdf": 200, "bigtab200.pdf": 200}
SLOW = ("camelot",)  # asked for the report only
BOOK = "report_recalculated.xlsx"  # report.xlsx has formulas that were never calculated
NONE = "—"


@dataclass(frozen=True)
class Bench:
    """Where the documents are, and how often each is timed."""

    folder: Path
    rounds: int
    quick: bool

    def has(self, name: str) -> bool:
        """Whether the document is there; says so when it is not."""
        if (self.folder / name).exists():
            return True
        say(f"没有 {name}，跳过")
        return False


def main() -> None:
    """Measure and print."""
    assert worker.MODULES
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reference", type=Path, default=ROOT.parent / "shared" / "reference")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument(
        "--quick", action="store_true", help="about a minute: big files only for ours and pdfplumber, once"
    )
    options = parser.parse_args()
    if not options.reference.is_dir():
        sys.exit(f"没有 {options.reference}：请用 --reference 指明参照文件所在的目录")
    bench = Bench(options.reference.resolve(), 2 if options.quick else options.rounds, options.quick)
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    say(
        f"Python {platform.python_version()}，{os.cpu_count()} 核，开始时负载 {load}；CPU 时间，{bench.rounds} 次取中位数\n"
    )
    pdf(bench)
    rulings(bench)
    big(bench)
    unseen(bench)
    word(bench)
    workbooks(bench)
    others(bench)
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    say(f"结束时负载 {load}")


def of(kind: str) -> list[Tool]:
    """The tools for files of a kind, ours first."""
    return [tool for tool in TOOLS.values() if tool.kind == kind]


def pdf(bench: Bench) -> None:
    """The report, the odd files, the speed."""
    if not bench.has("report.pdf"):
        return
    truth = known.report(bench.folder)
    speed = {name: speeds(bench, name) for name in PAGES if bench.has(name)}
    head("PDF", "工具", "版本", "行召回", "格召回", "格精度", "表全对", "格全对", "数字损坏", "数字缺", "文字完整", "怪异 PDF",
         "big200 页/秒", "bigtab200 页/秒", "峰值内存 MB")  # fmt: skip
    odd = sorted((bench.folder / "odd").glob("*.pdf"))
    failures: list[str] = []
    for tool in of("pdf"):
        (told, trouble), *odds = tell(
            tool, [bench.folder / "report.pdf", *(odd if "tables" in tool.gives else ())]
        )
        if trouble:
            row(tool.name, tool.version, trouble)
            continue
        wrong = [file.stem for file, (each, _) in zip(odd, odds, strict=False) if not odd_right(each)]
        failures += [f"{tool.name}：{'、'.join(wrong)}"] if wrong else []
        right = str(Share(len(odds) - len(wrong), len(odds))) if odds else NONE
        paces = [pace(speed.get(name, {}), tool.name, pages) for name, pages in PAGES.items()]
        memory = speed.get("big200.pdf", {}).get(tool.name, Timing()).megabytes
        row(
            tool.name,
            tool.version,
            *marks(tool, truth, told),
            right,
            *paces,
            f"{memory:.0f}" if memory else NONE,
        )
    say("\n怪异 PDF 没有读对的：" + "；".join(failures) + "\n")


def marks(tool: Tool, truth: known.Truth, told: Told) -> list[str]:
    """Rows, cells, precision, tables, cells with spans, figures changed, figures missing, characters."""
    out = [NONE] * 8
    if "tables" in tool.gives:
        recall, precision = cells_found(truth, told.tables)
        damaged, lost = figures(truth, told.tables)
        out[:3] = [f"{share.ratio:.4f}" for share in (rows_found(truth, told.tables), recall, precision)]
        out[5:7] = [str(damaged), str(lost)]
    if told.slots is not None:
        out[3:5] = map(str, exact(truth, told.slots))
    if "text" in tool.gives:
        out[7] = f"{complete(truth, told.text).ratio:.4f}"
    return out


def speeds(bench: Bench, name: str) -> dict[str, Timing]:
    """Every tool but the slow ones on a big file; only ours and pdfplumber when in a hurry."""
    tools = [tool for tool in of("pdf") if tool.name not in SLOW]
    if bench.quick:
        tools = [tool for tool in tools if measured_in_a_hurry(tool) and name == "big200.pdf"]
    return time_all(tools, bench.folder / name, 1 if bench.quick else bench.rounds)


def measured_in_a_hurry(tool: Tool) -> bool:
    """Ours and the one all is compared with."""
    return not tool.package or tool.name == "pdfplumber"


def pace(timings: dict[str, Timing], name: str, pages: int) -> str:
    """Pages a second, and how many times pdfplumber's."""
    timing, other = timings.get(name), timings.get("pdfplumber")
    if timing is None or not timing.seconds:
        return timing.trouble if timing and timing.trouble else NONE
    times = f"（{other.seconds / timing.seconds:.1f}×）" if other and other.seconds else ""
    return f"{pages / timing.seconds:.1f}{times}"


def rulings(bench: Bench) -> None:
    """The same report with other rules: rows found by tools for tables, and our tables with spans."""
    truth = known.report(bench.folder)
    names = [name for name in ("report.pdf", *known.VARIANTS) if bench.has(name)]
    head("框线不同的同一份报告：行召回", "工具", *(name.removesuffix(".pdf") for name in names))
    mine: list[str] = []
    for tool in of("pdf"):
        if "tables" not in tool.gives or tool.name in SLOW or (bench.quick and not measured_in_a_hurry(tool)):
            continue
        cells = []
        for name, (told, trouble) in zip(
            names, tell(tool, [bench.folder / name for name in names]), strict=True
        ):
            cells.append(trouble or f"{rows_found(truth, told.tables).ratio:.4f}")
            if told.slots is not None:
                tables, slots = exact(truth, told.slots)
                mine.append(f"{name} 表 {tables}，格 {slots}，数字损坏 {figures(truth, told.tables)[0]}")
        row(tool.name, *cells)
    say("\ngouji 连同合并和跨页：" + "；".join(mine) + "\n")


def big(bench: Bench) -> None:
    """Tables of two hundred pages, joined; and page by page beside pdfplumber's own strings."""
    if bench.has("big200.pdf"):
        truth = known.big(bench.folder)
        [(told, trouble)] = tell(TOOLS["gouji pdf"], [bench.folder / "big200.pdf"])
        tables, cells = exact(truth, told.slots or [])
        damaged, lost = figures(truth, told.tables)
        say(
            trouble
            or f"big200.pdf 中完整的报告：表全对 {tables}，格全对 {cells}，数字损坏 {damaged}，缺 {lost}"
        )
    for name in PAGES:
        if bench.has(name) and not (bench.quick and name != "big200.pdf"):
            command = [sys.executable, "-m", "tests.bench.reading.identical", str(bench.folder / name)]
            done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
            if done.returncode:
                say(f"{name} 与 pdfplumber 逐页比较失败：{done.stderr.strip().splitlines()[-1]}")
                continue
            got = json.loads(done.stdout)
            say(f"{name} 与 pdfplumber 逐页比较（未跨页拼接）：逐字相同 {got['same']}/{got['tables']}，不计空白 {got['alike']}/{got['tables']}")  # fmt: skip
    say("")


def unseen(bench: Bench) -> None:
    """The tables of tests/unseen_tables, printed by the programs that are here: no reader was built on them."""
    with tempfile.TemporaryDirectory() as folder:
        here = [program for program in dict.fromkeys(PROGRAMS.values()) if not missing(program)]
        for program in here:
            make(program, Path(folder))
        cases = [case for program in here for case in cases_of(program)]
        truths = [known.planned(case.tables) for case in cases]
        count = sum(len(case.tables) for case in cases)
        head(f"没有见过的 {len(cases)} 份 PDF、{count} 张表（{'、'.join(here)}）",
             "工具", "行召回", "格召回", "格精度", "表全对", "格全对", "数字损坏", "数字缺")  # fmt: skip
        for tool in of("pdf"):
            if (
                "tables" not in tool.gives
                or tool.name in SLOW
                or (bench.quick and not measured_in_a_hurry(tool))
            ):
                continue
            told = tell(tool, [Path(folder) / f"{case.name}.pdf" for case in cases])
            row(tool.name, *(str(mark) for mark in all_marks(tool, truths, [each for each, _ in told])))
    say("")


def all_marks(tool: Tool, truths: list[known.Truth], told: list[Told]) -> list[str]:
    """Of many files together: rows, cells, precision, tables, cells with spans, figures changed, figures missing."""
    pairs = list(zip(truths, told, strict=True))
    rows = Share.sum(rows_found(truth, each.tables) for truth, each in pairs)
    cells = [cells_found(truth, each.tables) for truth, each in pairs]
    figure = [figures(truth, each.tables) for truth, each in pairs]
    shares = (rows, Share.sum(recall for recall, _ in cells), Share.sum(precision for _, precision in cells))
    spans = [exact(truth, each.slots or []) for truth, each in pairs if "spans" in tool.gives]
    whole = [str(Share.sum(each[i] for each in spans)) if spans else NONE for i in (0, 1)]
    return [
        *(f"{share.ratio:.4f}" for share in shares),
        *whole,
        *(str(sum(each[i] for each in figure)) for i in (0, 1)),
    ]


def word(bench: Bench) -> None:
    """The report as a Word file, and the file of Word's features."""
    if not (bench.has("report.docx") and bench.has("torture.docx")):
        return
    truth = known.report(bench.folder)
    timings = time_all(of("docx"), bench.folder / "report.docx", bench.rounds)
    head("Word", "工具", "版本", "行召回", "格召回", "格精度", "表全对", "格全对", "数字损坏", "数字缺", "文字完整",
         f"Word 特性（{len(FEATURES)} 项）", "毫秒/份", "峰值内存 MB")  # fmt: skip
    missing: list[str] = []
    for tool in of("docx"):
        (told, trouble), (hard, failed) = tell(
            tool, [bench.folder / "report.docx", bench.folder / "torture.docx"]
        )
        if trouble:
            row(tool.name, tool.version, trouble)
            continue
        have = features(hard)
        count = f"失败：{failed}" if failed else str(Share(sum(have.values()), len(have)))
        if not failed and not all(have.values()):
            missing.append(f"{tool.name}：{'、'.join(name for name, right in have.items() if not right)}")
        timing = timings[tool.name]
        row(
            tool.name,
            tool.version,
            *marks(tool, truth, told),
            count,
            f"{1000 * timing.seconds:.1f}",
            f"{timing.megabytes:.0f}",
        )
    say("\nWord 特性没有读对的：" + "；".join(missing) + "\n")


def workbooks(bench: Bench) -> None:
    """The three tables as a workbook; figures count by value, a percentage only as one."""
    if not bench.has(BOOK):
        return
    timings = time_all(of("xlsx"), bench.folder / BOOK, bench.rounds)
    head("Excel", "工具", "版本", "格召回（按数值）", "表全对", "格全对", "毫秒/份", "峰值内存 MB")
    for tool in of("xlsx"):
        [(told, trouble)] = tell(tool, [bench.folder / BOOK])
        if trouble:
            row(tool.name, tool.version, trouble)
            continue
        truth, told = of_values(known.report(bench.folder), told)
        spans = map(str, exact(truth, told.slots)) if told.slots is not None else (NONE, NONE)
        timing = timings[tool.name]
        recall = f"{cells_found(truth, told.tables)[0].ratio:.4f}"
        row(
            tool.name, tool.version, recall, *spans, f"{1000 * timing.seconds:.1f}", f"{timing.megabytes:.0f}"
        )
    say("")


def others(bench: Bench) -> None:
    """Old and other formats, read by us alone; CPU of this process, without that of LibreOffice."""
    truth = known.report(bench.folder)
    for kind in ("doc", "xls", "ofd"):
        name = f"report.{kind}"
        if not bench.has(name):
            continue
        tool = TOOLS[f"gouji {kind}"]
        [(told, trouble)] = tell(tool, [bench.folder / name])
        if trouble:
            say(f"{name}：{trouble}")
            continue
        if kind == "xls":
            truth, told = of_values(truth, told)
        tables, cells = exact(truth, told.slots or [])
        timing = time_all([tool], bench.folder / name, bench.rounds)[tool.name]
        say(f"{name}：表全对 {tables}，格全对 {cells}，{1000 * timing.seconds:.1f} 毫秒")


def head(title: str, *columns: str) -> None:
    """A title and the head of a table."""
    say(f"### {title}\n")
    row(*columns)
    say("|" + "--|" * len(columns))


def row(*cells: str) -> None:
    """One line of a table."""
    say("| " + " | ".join(cells) + " |")


def say(line: str) -> None:
    """Print at once: a full run takes minutes."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
