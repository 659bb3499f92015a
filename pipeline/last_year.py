"""Last year's results as cases: the figures of facts.jsonl, the paragraphs of texts.jsonl where that run wrote them.

Of the figures only those that another year can be held against are taken: results, money and balances that belong to
something. Paths of last year's documents begin with 上年：, so that none is taken for one of this year's.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from extractors.names import name_of
from extractors.quantities import unit_called
from extractors.terms import BARE
from pipeline.rulebook import Case, Origin
from schemas.document import Anchor, Document, Paragraph, Spot
from schemas.errors import UsageError
from schemas.fact import Fact, Period, Role, Scope, Source
from schemas.indicator import Schema
from schemas.quantity import Interval, Quantity

MARK = "上年："
_ROLES = frozenset({Role.ACTUAL, Role.EXECUTED, Role.BUDGET_FULL, Role.BUDGET_INITIAL, Role.BALANCE})
_REMEDY = "请给出上年核对时用 -o（OUT=）指定的结果目录，里面有 facts.jsonl 和 run.json"
_PARAGRAPH = re.compile(r"(?:(?P<section>\S+) )?第(?P<number>\d+)段$")
_NEEDED = frozenset(
    {
        "document",
        "location",
        "quote",
        "department",
        "project",
        "subject",
        "indicator",
        "role",
        "value",
        "unit",
    }
)

_Row = Mapping[str, Any]


def last_year(results: Path, schema: Schema) -> list[Case]:
    """The projects of the run that left its results at ``results``.

    Raises:
        UsageError: it is no such place, or its facts.jsonl is broken.
    """
    if not results.is_dir():
        raise UsageError(results, "没有这个目录", _REMEDY)
    if not (results / "run.json").is_file() or not (results / "facts.jsonl").is_file():
        raise UsageError(results, "不是核对的结果目录（缺少 facts.jsonl 或 run.json）", _REMEDY)
    facts: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    years: dict[tuple[str, str], Counter[int]] = defaultdict(Counter)
    whose: dict[str, tuple[str, str]] = {}
    for row in _rows(results / "facts.jsonl"):
        key = whose.setdefault(row["document"], (row["department"], row["project"]))
        if year := _year(row):
            years[key][year] += 1
        if row["role"] in _ROLES and (row["indicator"] or row.get("scope")) and (fact := _fact(row)):
            facts[key].append(fact)
    documents = _documents(results / "texts.jsonl", whose)
    return [
        Case(
            department=key[0],
            project=key[1],
            year=min(years[key], key=lambda year: (-years[key][year], -year), default=None),
            documents=tuple(documents.get(key, ())),
            forms=(),
            facts=tuple(facts.get(key, ())),
            breakdowns=(),
            schema=schema,
            origin=Origin.LAST_YEAR,
        )
        for key in dict.fromkeys(whose.values())
    ]


def _rows(path: Path) -> Iterator[_Row]:
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                row = json.loads(line)
            except (ValueError, RecursionError):
                raise UsageError(path, f"第{number}行不是一行完整的 JSON", _REMEDY) from None
            if not isinstance(row, dict) or (path.name == "facts.jsonl" and not row.keys() >= _NEEDED):
                raise UsageError(path, f"第{number}行缺少应有的栏目", _REMEDY)
            yield row


def _year(row: _Row) -> int | None:
    """The year of the report; results of older versions do not say it, then that of the figure."""
    if row.get("year"):
        return int(row["year"])
    period = str(row.get("period") or "")
    return int(period) if re.fullmatch(r"\d{4}", period) else None


def _fact(row: _Row) -> Fact | None:
    quantity = _quantity(row)
    if quantity is None:
        return None
    name = name_of(row["subject"])
    period = str(row.get("period") or "")
    return Fact(
        subject=row["subject"],
        quantity=quantity,
        role=Role(row["role"]),
        anchor=_anchor(row),
        source=Source(row["source"]) if row.get("source") in set(Source) else Source.PROSE,
        indicator=row["indicator"],
        period=Period.year(int(period)) if re.fullmatch(r"\d{4}", period) else None,
        stated=bool(row.get("period_stated")),
        scope=Scope(area=str(row.get("scope") or "")),
        core=name.core,
        traits=name.traits,
        exact=row["indicator"].startswith(("budget:", "funds:")),
    )


def _quantity(row: _Row) -> Quantity | None:
    """The figure as it was read; None where this version would read its unit otherwise."""
    unit = unit_called(row["unit"]) if row["unit"] else BARE
    try:
        number = Decimal(row["value"])
        if unit is None or number * unit.factor != Decimal(row["normalised"]):
            return None
        low, high = (None if row[end] is None else Decimal(row[end]) for end in ("low", "high"))
    except (InvalidOperation, TypeError, KeyError, ValueError):
        return None
    _, _, decimals = str(row["value"]).partition(".")
    quantity = Quantity(str(row["quote"]), number, unit, decimals=len(decimals))
    possible = quantity.interval()
    if low is not None and low == high == quantity.value:
        return quantity
    loose = (possible.low, possible.high) != (low, high)
    return Quantity(
        quantity.raw, number, unit, decimals=len(decimals), claim=Interval(low, high) if loose else None
    )


def _anchor(row: _Row) -> Anchor:
    place = _PARAGRAPH.search(row["location"])
    box = tuple(row.get("bbox") or (0, 0, 0, 0))
    return Anchor(
        path=MARK + row["document"],
        block=int(place["number"]) - 1 if place else 0,
        table=row.get("table"),
        row=row.get("row"),
        col=row.get("column"),
        quote=row["quote"],
        spots=(Spot(row["page"], (box[0], box[1], box[2], box[3])),) if row.get("page") else (),
        section=(place["section"] or "") if place else "",
        sheet=row.get("sheet") or "",
        address=row.get("cell") or "",
    )


def _documents(path: Path, whose: Mapping[str, tuple[str, str]]) -> dict[tuple[str, str], list[Document]]:
    """The paragraphs of each document at their old places; none where that run wrote no texts."""
    texts: dict[str, list[_Row]] = defaultdict(list)
    if path.is_file():
        for row in _rows(path):
            texts[str(row.get("document"))].append(row)
    found: dict[tuple[str, str], list[Document]] = defaultdict(list)
    for document, rows in texts.items():
        if document not in whose:
            continue
        at = {paragraph.anchor.block: paragraph for paragraph in map(_paragraph, rows)}
        tables = Paragraph("", Anchor(MARK + document, 0))  # stands where the paragraphs leave a gap
        blocks = tuple(at.get(block, tables) for block in range(max(at) + 1))
        found[whose[document]].append(Document(MARK + document, "", "", blocks))
    return found


def _paragraph(row: _Row) -> Paragraph:
    anchor = _anchor(row)
    return Paragraph(anchor.quote, replace(anchor, end=len(anchor.quote)))
