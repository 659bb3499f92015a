"""One case read, and held against what its labels say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

import yaml

from extractors.facts import Found, find_case
from extractors.reader import read
from schemas.document import Document
from schemas.fact import Fact, Period, Role, Source
from schemas.indicator import Schema, load_schema
from tests.bench.extraction.cells import score_fields
from tests.bench.extraction.matching import Label, Spoken, labels_of, squeezed
from tests.bench.extraction.numbers import as_labelled, ends_of, number, same_ends, units
from tests.bench.extraction.table import MISREAD, Table


def without(dictionary: str) -> Schema:
    """The dictionaries but one."""
    path = Path(__file__).parents[3] / "schemas" / "indicators" / f"{dictionary}.yaml"
    gone = yaml.safe_load(path.read_text(encoding="utf-8"))["indicators"]
    return Schema({key: each for key, each in load_schema().indicators.items() if key not in gone})


def score(folder: Path, schema: Schema, table: Table, sector: str = "") -> None:
    """Read every submission below ``folder``, or those of one sector, and hold them against their labels."""
    for name, labels in labels_of(folder).items():
        fact = next(label for label in labels if label["kind"] == "fact")
        if sector and fact["sector"] != sector:
            continue
        documents = [
            read(path, str(path.relative_to(folder / "submissions")))
            for path in sorted((folder / "submissions" / name).iterdir())
        ]
        compare(labels, documents, schema, table, [*groups_of(fact), fact["half"]])


def groups_of(fact: Label) -> list[str]:
    """Where a report is counted beside its own part. Scores of a and b together remain comparable with earlier ones."""
    half, sector = fact["half"], fact["sector"]
    together = ["合计", f"合计：{sector}"] if half in "ab" else []
    return [*together, f"{half}：{sector}", f"{half}：{fact['template']}"]


def compare(
    labels: Sequence[Label],
    documents: Sequence[Document],
    schema: Schema,
    table: Table,
    groups: Sequence[str],
) -> None:
    """Find the facts of one case and count what is right. Misses are named by the last of ``groups``."""
    for group in groups:
        table.reports[group] += 1
    found = find_case(documents, schema)
    spoken = Spoken(documents, found.facts)
    facts = [label for label in labels if label["kind"] == "fact"]
    known = {label["id"]: _fact(label, spoken, found, table, groups) for label in facts}
    for label in labels:
        if label["kind"] == "none":
            _none(label, spoken.at(label), table, groups)
    _sums(labels, known, found, table, groups)
    score_fields(labels, found, table, groups)


_AMONG = re.compile("其中|[(（，,]含")
_STOPS = re.compile("[。！？]|；(?!其中)")


def _none(label: Label, fact: Fact | None, table: Table, groups: Sequence[str]) -> None:
    """What looks like a number and is none."""
    if label.get("optional"):
        return
    table.add(groups, MISREAD, claimed=fact is not None, there=True, right=fact is not None)
    if fact is not None:
        table.add(groups, "数值", claimed=True, there=False, right=False)
        context = label["paragraph"][max(0, label["at"] - 12) : label["end"] + 8]
        table.misses.append(f"{groups[-1]} 误读 {context!r} {fact.quantity.raw}")


def _fact(label: Label, spoken: Spoken, found: Found, table: Table, groups: Sequence[str]) -> Fact | None:
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
    value = as_labelled(fact.quantity, fact.quantity.value)
    right = label["value"] is None or value == number(label["value"])
    count("数值", right, value)
    if "low" in label:
        ends = ends_of(fact)
        fair = same_ends(ends, label) or ("bounded" in label and same_ends(ends, label["bounded"]))
        count("区间", fair, ends)
    count("单位", label["unit"] in units(fact), fact.quantity.unit.name)
    count("角色", fact.role in (label["role"], *label.get("or_role", ())), fact.role)
    period = fact.period and str(fact.period)
    count("年度", period in (label["period"], *label.get("or_period", ())), period)
    _link(label, fact, found, table, groups, said)
    return fact


def _truth(label: Label, measure: str) -> object:
    names = {"数值": "value", "单位": "unit", "角色": "role", "年度": "period"}
    if measure == "区间":
        return [label[key] for key in ("low", "high", "low_closed", "high_closed")]
    return label[names[measure]]


def _link(
    label: Label, fact: Fact | None, found: Found, table: Table, groups: Sequence[str], said: str
) -> None:
    if "row" not in label:
        return
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
    labels: Iterable[Label],
    known: Mapping[str, Fact | None],
    found: Found,
    table: Table,
    groups: Sequence[str],
) -> None:
    """Edges of a part to its total. The labels list what adds up: subsets (其中…) that they leave out count neither way."""
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
    claimed = {edge for edge in claimed if edge in there or not _is_subset(*(texts[name] for name in edge))}
    for edge in there | claimed:
        table.add(groups, "总分", claimed=edge in claimed, there=edge in there, right=True)
        if (edge in claimed) != (edge in there):
            whole, piece = (texts[name] for name in edge)
            table.misses.append(
                f"{groups[-1]} 总分 {'多' if edge in claimed else '漏'} {whole['printed']} ← {piece['printed']}"
                f" 【{whole['paragraph'][max(0, whole['at'] - 25) : whole['end'] + 60]}】"
            )


def _is_subset(whole: Label, piece: Label) -> bool:
    """Whether the words between the two say that one is among the other."""
    if whole["document"] != piece["document"] or whole["paragraph"] != piece["paragraph"]:
        return False
    between = whole["paragraph"][whole["end"] : piece["at"]]
    return _AMONG.search(between) is not None and not _STOPS.search(between)
