"""The lines that belong to a form without standing in its cells: title, year, unit, who filled it in and when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from extractors.forms.cells import Row, label, labelled
from extractors.forms.draft import Draft
from extractors.forms.values import points
from extractors.periods import find_periods
from extractors.plain import plain
from extractors.quantities import find_unit
from schemas.document import Anchor, Cell, Document, Paragraph, Table
from schemas.form import Entry, load_form_words
from schemas.quantity import Kind

_SHORT = 60  # characters; a longer line is prose
_YEAR_LINE = 14  # characters of a line that gives only the year: （2024年度）
_TELLING = 4  # word characters from which on a line says something
_WORDS = re.compile(r"\w")
_BESIDE = 3  # lines above or below a table that may belong to it
_ANNEX = re.compile(r"^附[件表]\s?\d{0,2}(?:[-－—.]\d{1,2})?[:：、]?\s?")
_YEAR_BEHIND = re.compile(r"\((?:19|20)\d\d年?度?\)$")
_MOST_ABOVE = 24  # lines of a head that is written above the table instead of in it
_COLON = re.compile(r"\s*[:：]\s*")
_LABEL = 14  # characters before a colon that can be a label
# -1-, 第2页, 共3页, 续表: what a page adds to a table that goes on.
PAGE_MARK = re.compile(
    r"[-—－–\s]*(?:第?\s*\d{1,3}\s*页?(?:[,，/共]*\d{1,3}页)?|续表|接上页|转下页)[-—－–\s]*"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A short line of text near a table."""

    text: str
    anchor: Anchor


@dataclass(frozen=True, slots=True)
class Placed:
    """A table with the lines right above and below it; ``apart`` says that other text stands before it."""

    table: Table
    above: tuple[Line, ...]
    below: tuple[Line, ...]
    apart: bool


def placed_tables(document: Document) -> Iterator[Placed]:
    """The tables of ``document`` in reading order."""
    blocks = document.blocks
    for at, block in enumerate(blocks):
        if not isinstance(block, Table):
            continue
        above = _run(blocks[max(0, at - _MOST_ABOVE) : at][::-1])[::-1]
        caption = [Line(text, block.anchor) for text in block.caption.split("\n") if text.strip()]
        below = _run(blocks[at + 1 : at + 1 + _BESIDE])
        apart = any(_parts(line.text) for line in (*above, *caption))
        yield Placed(block, (*above, *caption), tuple(below), apart)


def _parts(text: str) -> bool:
    """Whether a line parts two tables: a page mark or a character that fell out of a cell does not."""
    return len(_WORDS.findall(text)) >= _TELLING and PAGE_MARK.fullmatch(text) is None


def _run(blocks: Sequence[object]) -> list[Line]:
    """The short lines at the beginning of ``blocks``, beyond the first few only those that say 项目名称：…."""
    lines: list[Line] = []
    for block in blocks:
        if not isinstance(block, Paragraph) or len(block.text) >= _SHORT:
            break
        if len(lines) >= _BESIDE and not (_COLON.search(block.text) or is_title(block.text)):
            break
        lines.append(Line(block.text, block.anchor))
    return lines


def is_title(text: str) -> bool:
    """Whether a line is the title of a form (项目支出绩效自评表), not of a list of projects."""
    bare = plain(text).text
    words = load_form_words()
    return (
        len(bare) < _SHORT
        and "。" not in bare
        and words.title.search(bare) is not None
        and words.no_title.search(bare) is None
    )


def has_title(lines: Sequence[Line]) -> bool:
    """Whether one of the lines is the title of a form."""
    return any(is_title(line.text) for line in lines)


def read_lines(lines: Sequence[Line], draft: Draft) -> None:
    """Take from the lines above a table what they say; sentences, and lines above the title, belong to something else."""
    prose = next((at + 1 for at, line in reversed(list(enumerate(lines))) if _is_prose(line)), 0)
    lines = lines[prose:]
    first = next((at for at, line in enumerate(lines) if is_title(line.text)), 0)
    for line in lines[first:]:
        _read_line(line, draft)


def _is_prose(line: Line) -> bool:
    """Whether a line is a sentence of the report, not a goal behind its label."""
    pair = labelled(Cell(line.text, line.anchor, 1, 1))
    goal = pair is not None and load_form_words().goals.named(pair.key)
    return "。" in line.text and not goal


def head_rows(lines: Sequence[Line]) -> Iterator[Row]:
    """Lines from the title on that hold a label and its value, as rows of one cell: 年初预算数：120万元."""
    first = next((at for at, line in enumerate(lines) if is_title(line.text)), len(lines))
    for line in lines[first + 1 :]:
        cell = Cell(line.text, line.anchor, 1, 1)
        if labelled(cell) is not None and line.anchor.quote == line.text:
            yield Row((cell,), 1)


def read_below(lines: Sequence[Line], draft: Draft) -> None:
    """Take from the lines below a table who filled it in and when."""
    for line in lines:
        if is_title(line.text):
            return
        _read_said(line, draft)


def _read_line(line: Line, draft: Draft) -> None:
    if is_title(line.text) and not draft.title:
        draft.title = _title(line.text)
    if is_title(line.text) or len(line.text) < _YEAR_LINE or said_in(line.text):
        draft.year = year_of(line.text) or draft.year
    unit = find_unit(line.text)
    if unit is not None and unit.kind is Kind.MONEY:
        draft.currency = unit
    _read_said(line, draft)


def _title(text: str) -> str:
    """The title without the year behind it and what else stands on its line."""
    said = said_in(text)
    bare = plain(text[: said[0].at] if said and said[0].at else text).text
    return _YEAR_BEHIND.sub("", _ANNEX.sub("", bare))


def _read_said(line: Line, draft: Draft) -> None:
    words = load_form_words()
    for key, _, start, end in said_in(line.text):
        anchor = line.anchor.part(start, end, line.text) if line.anchor.quote == line.text else line.anchor
        entry = Entry(plain(line.text[start:end]).text, anchor)
        name = words.head.named(key)
        if key in words.signers:
            draft.signers.setdefault(key, entry)
        elif name == "total_score":
            draft.lines.setdefault(name, points(entry))
        elif name == "year":
            draft.year = draft.year or year_of(entry.text)
        else:
            draft.lines.setdefault(name, entry)


class Said(NamedTuple):
    """A known label of a text, where it begins, and where its value stands."""

    key: str
    at: int
    start: int
    end: int


def said_in(text: str) -> list[Said]:
    """What a text says of known labels: 填报单位：市水利局　填报日期：2025年3月15日."""
    found: list[Said] = []
    for colon in _COLON.finditer(text):
        starts = range(max(0, colon.start() - _LABEL), colon.start() - 1)
        at = next((at for at in starts if _is_known(label(text[at : colon.start()]))), -1)
        if at >= 0:
            found.append(Said(label(text[at : colon.start()]), at, colon.end(), len(text)))
    ends = [*(said.at for said in found[1:]), len(text)]
    cut = [
        said._replace(end=said.start + len(text[said.start : end].rstrip()))
        for said, end in zip(found, ends, strict=bool(found))
    ]
    return [said for said in cut if said.start < said.end]


def _is_known(key: str) -> bool:
    words = load_form_words()
    return bool(words.head.exact.get(key)) or key in words.signers


def year_of(text: str) -> int | None:
    """The year a title speaks of; None for “20_ 年度”, and for a date of filling in."""
    rest = text
    for _, _, start, end in said_in(text):
        rest = rest[:start] + " " * (end - start) + rest[end:]
    years = [period.first.year for _, _, period, compared in find_periods(rest) if not compared]
    return years[-1] if years else None


def take_title(row: Row, draft: Draft) -> bool:
    """Whether the row is a title, a year or a unit across the table, or a page mark; then it is taken."""
    cell = row.alone
    if cell is None or (cell.colspan * 2 < len(row.slots) and len(row.slots) > 1 and cell.col > 1):
        return False
    text = plain(cell.text).text
    if PAGE_MARK.fullmatch(text):
        return True
    if is_title(text):
        if not draft.title:
            draft.title = _title(cell.text)
        draft.year = year_of(text) or draft.year
        return True
    unit = find_unit(text)
    if unit is not None and unit.kind is Kind.MONEY and len(text) < 16:
        draft.currency = unit
        return True
    year = year_of(text) if len(text) < _YEAR_LINE else None
    draft.year = year or draft.year
    return year is not None
