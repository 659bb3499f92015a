"""Tables among the prose, from content: a caption, a head, and lines of marked text.

An entry has ``id``, ``kind`` of project (none: any), ``caption`` (marked text), ``head``, ``lines`` ("城关镇 | {t1} |
{s1}") and ``parts`` (as before the "::" of a sentence). A mark in a cell prints the bare number, its unit being said
by the head or the caption; a cell without a mark is words.
"""

from __future__ import annotations

import re
from typing import Any

from tests.bench.heldout.blocks import Block, Cell, Field, Table
from tests.bench.heldout.case import Case
from tests.bench.heldout.markup import Paragraph, fits, head, render, split
from tests.bench.heldout.numbers import read
from tests.bench.heldout.spell import plain

MIN_LINES = 2
_CELL = re.compile(r"\{([^{}:|]+)(:千分)?\}")


def written(entry: dict[str, Any], case: Case) -> list[Block]:
    """The caption and the table, or nothing where the case cannot fill it."""
    asks, _ = head(f"{entry.get('parts', '')} :: ") if entry.get("parts") else ([], "")
    lines = [str(line) for line in entry["lines"]]
    lead = f"{' '.join(asks)} :: " if asks else ""
    lines = [line for line in lines if fits(lead + line, case)]
    if len(lines) < MIN_LINES:
        return []
    values = dict(case.values)
    for ask in asks:
        letter, _, what = ask.partition("=")
        key, _, count = what.partition("/")
        values.update(split(values[key], int(count), letter, case))
    table = Table([], title=entry["title"])
    table.rows.append([Cell(_words(name, case)) for name in entry["head"]])
    for line in lines:
        texts = [text.strip() for text in line.split("|")]
        assert len(texts) == len(entry["head"]), (entry["id"], line)
        row = _words(texts[1] if texts[0].isdigit() else texts[0], case)
        cells: list[Cell] = []
        for column, text in zip(entry["head"], texts, strict=True):
            found = _CELL.fullmatch(text)
            if not found:
                cells.append(Cell(_words(text, case)))
                continue
            value = values[found[1]]
            printed = f"{value.number:,f}" if found[2] else plain(value.number)
            base = read(f"{value.number:f}{value.unit}").value
            assert base is not None
            table.fields.append(Field(row, _words(column, case), printed, plain(base)))
            cells.append(Cell(printed, says=value.same, unit=value.unit))
        table.rows.append(cells)
    caption: Paragraph = render(entry["caption"], case, f"{case.id}.{entry['id']}")
    return [caption, table]


def _words(text: str, case: Case) -> str:
    return re.sub(r"<(\w+)>", lambda m: case.texts[m[1]], text)
