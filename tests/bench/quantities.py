"""How fast quantities and facts are found, beside other libraries: `make bench-quantities [FILE=report.docx]`.

Characters a second of CPU, medians of some turns in one process each on one core; then how the time grows with the
length of one text, and what finding the facts of one report takes. The other libraries read less: money only, or
numerals only.
"""

from __future__ import annotations

import sys
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[2]))

from extractors.facts import find_case
from extractors.quantities import find_quantities
from extractors.reader import read
from schemas.document import Document
from schemas.indicator import load_schema

SAMPLES = Path(__file__).parents[2] / "samples" / "submissions"
TURNS = 5
TURN_SECONDS = 0.5
LENGTHS = (10_000, 100_000, 1_000_000, 10_000_000)
Finder = Callable[[str], object]


def main(file: Path) -> None:
    """Print the three tables."""
    document = read(file, file.name)
    texts = [paragraph.text for paragraph in document.paragraphs()]
    print(f"{file.name}：{len(texts)} 段 {sum(map(len, texts))} 字\n")
    print("| 工具 | 读什么 | 万字/秒 | 本程序是它的几倍 |\n|--|--|--|--|")
    ours = 0.0
    for name, what, finder in finders():
        speed = characters_a_second(finder, texts)
        ours = ours or speed
        print(f"| {name} | {what} | {speed / 10_000:.2f} | {ours / speed:.1f} |")
    print("\n| 一段文字的长度 | 万字/秒 |\n|--|--|")
    for length in LENGTHS:
        text = "".join(texts) * (length // sum(map(len, texts)) + 1)
        print(f"| {length:,} | {characters_a_second(_all, [text[:length]]) / 10_000:.1f} |")
    facts, seconds = facts_of(document)
    print(f"\n从这份报告找出 {facts} 个数并归到指标：{1000 * seconds:.0f} 毫秒")


def finders() -> Iterator[tuple[str, str, Finder]]:
    """Ours first, then those that are installed."""
    yield "gouji", "全部数量、区间、单位", _all
    for package, what, load in (
        ("jionlp", "金额", _jionlp),
        ("recognizers-text-number-with-unit", "金额", _recognizers),
        ("cn2an", "中文数字", _cn2an),
    ):
        try:
            found = version(package)
        except PackageNotFoundError:
            print(f"| {package} | {what} | 未安装 | — |")
            continue
        yield f"{package} {found}", what, load()


def _all(text: str) -> object:
    return sum(1 for _ in find_quantities(text))


def _jionlp() -> Finder:
    extract = import_module("jionlp").ner.extract_money
    return lambda text: extract(text, with_parsing=True)


def _recognizers() -> Finder:
    library = import_module("recognizers_number_with_unit")
    model = library.NumberWithUnitRecognizer("zh-cn").get_currency_model()
    parse: Finder = model.parse
    return parse


def _cn2an() -> Finder:
    transform: Finder = import_module("cn2an").transform
    return transform


def characters_a_second(finder: Finder, texts: Sequence[str]) -> float:
    """The median over some turns, each as many readings of ``texts`` as fill it."""
    speeds = []
    for text in texts:
        finder(text)
    for _ in range(TURNS):
        read_so_far, began = 0, time.process_time()
        while (spent := time.process_time() - began) < TURN_SECONDS:
            for text in texts:
                finder(text)
                read_so_far += len(text)
                if time.process_time() - began > 20 * TURN_SECONDS:
                    break  # a slow library shows in part of the report
        speeds.append(read_so_far / spent)
    return median(speeds)


def facts_of(document: Document) -> tuple[int, float]:
    """How many facts the document has, and the median of the seconds it takes to find them."""
    schema = load_schema()
    spent = []
    for _ in range(TURNS + 1):
        began = time.process_time()
        found = find_case([document], schema)
        spent.append(time.process_time() - began)
    return len(found.facts), median(spent[1:])


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    given = [Path(each) for each in sys.argv[1:]]
    main(given[0] if given else next(iter(sorted(SAMPLES.rglob("*自评报告.docx")))))
