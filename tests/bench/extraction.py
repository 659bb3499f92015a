"""How well numbers and names are read, on labelled reports that were written without sight of the reader.

    python -m tests.bench.extraction [--count 60] [--seed 7] [--half a|b|c] [--without SECTOR] [--misses N]

The reports come from tests.bench.heldout: what is read wrongly in half a or in part c may be looked at and mended,
half b only measures (``--misses`` shows nothing of it). Without ``--half`` they are of a and b, so that scores remain
comparable with earlier ones. ``--without 科技`` takes that sector's dictionary away and
scores its reports only.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_FLOOR, Decimal, InvalidOperation, localcontext
from pathlib import Path
from typing import Any

import yaml

from extractors.facts import Found, find_case
from extractors.plain import plain
from extractors.reader import read
from schemas.fact import Fact, Period, Role, Source
from schemas.form import Entry, load_form_words
from schemas.indicator import Schema, load_schema
from schemas.quantity import Kind, Quantity
from schemas.units import load_units, scaled_unit
from tests.bench.heldout.generate import write

Label = Mapping[str, Any]
SECTORS = {
    "科技": "science", "教育": "education", "卫健": "health", "民政": "civil_affairs", "退役军人": "veterans",
    "农业农村": "agriculture", "交通": "transport", "水利": "water", "林业": "forestry", "生态环境": "environment",
    "住建": "housing", "文旅": "culture_tourism", "人社": "employment", "市场监管": "market_supervision", "综合": "general",
}  # fmt: skip
_ENDLESS = 10  # decimals; nobody prints as many
_WIDTHS = str.maketrans("（）", "()")
MEASURES = ("数值", "区间", "单位", "角色", "年度", "指标", "总分", "表栏")


@dataclass
class Score:
    """Hits, what was claimed, what was there; precision, recall and F1 of them."""

    hits: int = 0
    claimed: int = 0
    there: int = 0

    def __str__(self) -> str:
        if not self.there and not self.claimed:
            return "—"
        if self.claimed == self.there:
            return f"{self.hits / self.there:.3f}（{self.there}）"
        precision, recall = self.hits / max(self.claimed, 1), self.hits / max(self.there, 1)
        both = 2 * self.hits / (self.claimed + self.there)
        return f"{both:.3f}（准 {precision:.3f} 全 {recall:.3f}，{self.there}）"

    def add(self, *, claimed: bool, there: bool, right: bool) -> None:
        """Count one case."""
        self.claimed += claimed
        self.there += there
        self.hits += claimed and there and right


@dataclass
class Table:
    """Scores by group and measure, and what was wrong."""

    scores: dict[tuple[str, str], Score] = field(default_factory=lambda: defaultdict(Score))
    misses: list[str] = field(default_factory=list)

    def add(self, groups: Iterable[str], measure: str, *, claimed: bool, there: bool, right: bool) -> None:
        """Count one case in every group."""
        for group in groups:
            self.scores[group, measure].add(claimed=claimed, there=there, right=right)


# --- reading and matching


def labels_of(folder: Path) -> dict[str, list[Label]]:
    """The truth by submission folder."""
    found: dict[str, list[Label]] = defaultdict(list)
    for line in (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        found[str(Path(label["document"]).parent)].append(label)
    return found


def squeezed(text: str) -> str:
    """Without blanks, which readers may add or drop; brackets of one width."""
    return "".join(text.split()).translate(_WIDTHS)


def place(text: str, at: int) -> int:
    """Offset ``at`` of ``text`` counted without blanks."""
    return len(squeezed(text[:at]))


class Spoken:
    """The facts of running text by paragraph (blanks aside) and offset."""

    def __init__(self, documents: Sequence[Any], facts: Iterable[Fact]) -> None:
        texts: dict[tuple[str, int, int, int], str] = {}
        for document in documents:
            for at, block in enumerate(document.blocks):
                if hasattr(block, "text"):
                    texts[document.path, at, 0, 0] = block.text
                else:
                    for cell in block.cells():
                        texts[document.path, at, cell.row, cell.col] = cell.text
        self.facts: dict[tuple[str, str], list[tuple[int, int, Fact]]] = defaultdict(list)
        for fact in facts:
            if fact.source in (Source.FORM, Source.TABLE):
                continue
            anchor = fact.anchor
            text = texts[anchor.path, anchor.block, anchor.row or 0, anchor.col or 0]
            span = place(text, anchor.start), place(text, anchor.end)
            self.facts[anchor.path, squeezed(text)].append((*span, fact))

    def at(self, label: Label) -> Fact | None:
        """The fact that the label's quantity is, taken out."""
        text = label["paragraph"]
        start, end = place(text, label["at"]), place(text, label["end"])
        here = self.facts.get((label["document"], squeezed(text)), [])
        for index, (begins, ends, fact) in enumerate(here):
            if begins < end and start < ends:
                del here[index]
                return fact
        return None


# --- scoring


def without(dictionary: str) -> Schema:
    """The dictionaries but one."""
    path = Path(__file__).parents[2] / "schemas" / "indicators" / f"{dictionary}.yaml"
    gone = yaml.safe_load(path.read_text(encoding="utf-8"))["indicators"]
    return Schema({key: each for key, each in load_schema().indicators.items() if key not in gone})


def score(folder: Path, schema: Schema, table: Table, sector: str = "") -> None:
    """Read every submission below ``folder`` and hold it against its labels."""
    for name, labels in labels_of(folder).items():
        facts = [label for label in labels if label["kind"] == "fact"]
        if sector and not any(label["sector"] == sector for label in facts):
            continue
        documents = [
            read(path, str(path.relative_to(folder / "submissions")))
            for path in sorted((folder / "submissions" / name).iterdir())
        ]
        found = find_case(documents, schema)
        groups = ["合计", *(f"{label['half']}：{label['sector']}" for label in facts[:1])]
        groups += [f"{label['half']}：{label['template']}" for label in facts[:1]]
        groups += [label["half"] for label in facts[:1]]
        spoken = Spoken(documents, found.facts)
        known = {label["id"]: _fact(label, spoken, found, table, groups) for label in facts}
        nothing = [label for label in labels if label["kind"] == "none"]
        for label in nothing:
            if (fact := spoken.at(label)) is not None and not label.get("optional"):
                table.add(groups, "数值", claimed=True, there=False, right=False)
                table.misses.append(
                    f"{groups[-1]} 误读 {label['paragraph'][max(0, label['at'] - 12) : label['end'] + 8]!r} {fact.quantity.raw}"
                )
        _sums(labels, known, found, table, groups)
        _fields(labels, found, table, groups)


def _fact(label: Label, spoken: Spoken, found: Found, table: Table, groups: list[str]) -> Fact | None:
    fact = spoken.at(label)
    context = label["paragraph"][max(0, label["at"] - 22) : label["end"] + 10]
    said = f"{groups[-1]} {{}} 【{context}】 {label['printed']}"

    def count(measure: str, right: bool, why: object = "") -> None:
        table.add(groups, measure, claimed=fact is not None, there=True, right=right)
        if not right:
            table.misses.append(f"{said.format(measure)} 应为 {_truth(label, measure)}，读作 {why}")

    if fact is None:
        count("数值", False, "没有读到")
        _link(label, None, found, table, groups, said)
        return None
    value = _as_labelled(fact.quantity, fact.quantity.value)
    right = label["value"] is None or value == _number(label["value"])
    count("数值", right, value)
    interval = fact.quantity.interval(exact=fact.exact)
    ends = (
        _as_labelled(fact.quantity, interval.low),
        _as_labelled(fact.quantity, interval.high),
        interval.low_closed,
        interval.high_closed,
    )
    count("区间", _same_ends(ends, label), ends)
    count("单位", label["unit"] in _units(fact), fact.quantity.unit.name)
    count("角色", fact.role in (label["role"], *label.get("or_role", ())), fact.role)
    period = None if fact.period is None else str(fact.period)
    count("年度", period in (label["period"], *label.get("or_period", ())), period)
    _link(label, fact, found, table, groups, said)
    return fact


def _as_labelled(quantity: Quantity, value: Decimal | None) -> Decimal | None:
    """Labels give lengths, areas, spans of time in the unit written, and fractions as a number rounded down."""
    if quantity.ratio is not None and value is None:
        with localcontext(prec=34, rounding=ROUND_FLOOR):
            return Decimal(quantity.ratio.numerator) / quantity.ratio.denominator
    if value is None or quantity.kind not in (Kind.MEASURE, Kind.DURATION):
        return value
    name = quantity.unit.name.partition("/")[0]
    scale = 0
    while name[scale:] not in load_units() and name[scale : scale + 1] in set("十百千万亿"):
        scale += 1  # 千瓦时 is a unit, 万千瓦时 ten thousand of it
    return value / quantity.unit.factor * scaled_unit("元", name[:scale]).factor


def _truth(label: Label, measure: str) -> object:
    names = {"数值": "value", "单位": "unit", "角色": "role", "年度": "period"}
    if measure == "区间":
        return [label[key] for key in ("low", "high", "low_closed", "high_closed")]
    return label[names[measure]]


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _same_ends(ends: tuple[Decimal | None, Decimal | None, bool, bool], label: Label) -> bool:
    low, high, low_closed, high_closed = ends
    truth_low, truth_high = _number(label["low"]), _number(label["high"])
    low, high = _settled(low, truth_low), _settled(high, truth_high)
    if (low or 0) != (truth_low or 0) or high != truth_high:
        return False
    low_fits = not truth_low or low_closed == label["low_closed"]
    return low_fits and (high is None or high_closed == label["high_closed"])


def _settled(end: Decimal | None, truth: Decimal | None) -> Decimal | None:
    """``truth`` where ``end`` differs from it only in how an endless fraction (1∶1.4) was cut off."""
    if end is None or truth is None or int(truth.as_tuple().exponent) > -_ENDLESS:
        return end
    return truth if abs(end - truth) <= Decimal(1).scaleb(int(truth.as_tuple().exponent)) else end


def _units(fact: Fact) -> set[str]:
    unit = fact.quantity.unit
    bare = unit.name.lstrip("十百千万亿")
    whole = {
        unit.name,
        bare,
        unit.base,
        unit.name.partition("/")[0],
        bare.partition("/")[0],
        f"{unit.base}/{unit.per}",
    }
    return whole | {name.replace("(", "（").replace(")", "）") for name in whole}


def _link(label: Label, fact: Fact | None, found: Found, table: Table, groups: list[str], said: str) -> None:
    rows = {
        each.indicator: each.subject
        for each in found.facts
        if each.source is Source.FORM and not each.indicator.startswith(("funds:", "budget:"))
    }
    # A change, or a value of another time, is tied to its indicator too, but it does not report the row.
    reports = (
        fact is not None and fact.role not in (Role.BASE, Role.GROWTH) and _of_the_year(fact, found.year)
    )
    claimed = rows.get(fact.indicator, "") if fact is not None and reports else ""
    fair = [label["row"], *label.get("or_row", ())]
    if claimed == "" and "" in fair:
        return
    right = squeezed(claimed) in map(squeezed, fair)
    table.add(groups, "指标", claimed=bool(claimed), there=bool(label["row"]), right=right)
    if not right:
        table.misses.append(
            f"{said.format('指标')} 应为 {label['row'] or '无'}，读作 {claimed or '无'}（{fact.subject if fact else ''}）"
        )


def _of_the_year(fact: Fact, year: int | None) -> bool:
    period = fact.period
    return period is None or year is None or period.covers(Period.day(date(year, 12, 31)))


def _sums(
    labels: Iterable[Label], known: Mapping[str, Fact | None], found: Found, table: Table, groups: list[str]
) -> None:
    """Edges of a part to its total."""
    names = {id(fact): name for name, fact in known.items() if fact is not None}
    there = {(label["total"], part) for label in labels if label["kind"] == "sum" for part in label["parts"]}
    places = {fact.order: name for name, fact in known.items() if fact is not None}
    claimed = set()
    for tied in found.breakdowns:
        total = names.get(id(tied.total)) or places.get(tied.total.order)
        for part in tied.parts:
            own = names.get(id(part)) or places.get(part.order)
            if total is not None and own is not None:
                claimed.add((total, own))
    texts = {label["id"]: label for label in labels if label["kind"] == "fact"}
    for edge in there | claimed:
        table.add(groups, "总分", claimed=edge in claimed, there=edge in there, right=True)
        if (edge in claimed) != (edge in there):
            whole, piece = (texts[name] for name in edge)
            table.misses.append(
                f"{groups[-1]} 总分 {'多' if edge in claimed else '漏'} {whole['printed']} ← {piece['printed']}"
                f" 【{whole['paragraph'][max(0, whole['at'] - 25) : whole['end'] + 60]}】"
            )


def _fields(labels: Iterable[Label], found: Found, table: Table, groups: list[str]) -> None:
    """Cells of the forms."""
    cells: dict[tuple[str, str], list[Decimal | None]] = defaultdict(list)
    for form in found.forms:
        for row in form.indicators:
            for column, entry in row.cells.items():
                cells[_row_name(row.name.text), column].append(_printed_value(entry))
        for funds in form.funds:
            for column, entry in funds.cells.items():
                cells[_row_name(funds.label.text), column].append(_printed_value(entry))
        for word in load_form_words().total_rows:  # a form has one total, whatever its row is called
            for column, total in (("weight", form.total_weight), ("score", form.total_score)):
                if total is not None:
                    cells[word, column].append(_printed_value(total))
    for label in labels:
        if label["kind"] != "field" or not label["form"]:
            continue
        values = cells.get((_row_name(label["row"]), label["column"]), [])
        right = any(_same_value(value, label["value"]) for value in values)
        table.add(groups, "表栏", claimed=bool(values), there=True, right=right)
        if not right:
            table.misses.append(
                f"{groups[-1]} 表栏 {label['document']} {label['row']} {label['column']} 应为 {label['printed']}，读作 {values}"
            )


def _row_name(text: str) -> str:
    """As printed but for brackets of another width, which readers make alike."""
    return squeezed(plain(text).text)


def _printed_value(entry: Entry) -> Decimal | None:
    """The number of a cell in the unit it is written in; None for words."""
    quantity = entry.quantity
    return None if quantity is None else _as_labelled(quantity, quantity.value)


def _same_value(value: Decimal | None, truth: str | None) -> bool:
    """Words in a cell are no number: read as none."""
    try:
        return value == _number(truth)
    except InvalidOperation:
        return value is None


# --- printing


def shown(table: Table) -> Iterator[str]:
    """The table in Markdown."""
    yield f"| | {' | '.join(MEASURES)} |"
    yield "|--" * (len(MEASURES) + 1) + "|"
    groups = sorted({group for group, _ in table.scores}, key=lambda name: (len(name) > 2, name))
    for group in groups:
        yield f"| {group} | {' | '.join(str(table.scores[group, measure]) for measure in MEASURES)} |"


def main() -> None:
    """Generate, read, score, print."""
    parser = argparse.ArgumentParser(description="读数和归名的准确程度")
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--half", choices=("a", "b", "c"))
    parser.add_argument("--without", choices=SECTORS, default="")
    parser.add_argument("--misses", type=int, default=0, help="逐个列出读错的（b 除外）")
    parser.add_argument("--only", default="", help="只列出这一项的")
    options = parser.parse_args()
    schema = without(SECTORS[options.without]) if options.without else load_schema()
    table = Table()
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), options.count, options.seed, options.half or "")
        score(Path(folder), schema, table, options.without)
    print("\n".join(shown(table)))
    seen = [miss for miss in table.misses if miss.startswith(("a ", "c "))]
    mine = [miss for miss in seen if options.only in miss.split()[1]]
    print("\n".join(mine[: options.misses]))
    if options.misses:
        print(Counter(miss.split()[1] for miss in mine))


if __name__ == "__main__":
    main()
