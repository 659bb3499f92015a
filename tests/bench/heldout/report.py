"""A report from an outline: which sentences go where. No sentence is said twice in a document."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from tests.bench.heldout import tables
from tests.bench.heldout.blocks import Block, Cell, Field, Table
from tests.bench.heldout.case import Case, Value
from tests.bench.heldout.markup import Paragraph, fits, render, split
from tests.bench.heldout.numbers import read
from tests.bench.heldout.numerals import spelled
from tests.bench.heldout.periods import DATES
from tests.bench.heldout.spell import plain
from tests.bench.heldout.world import content

_LEADS = re.compile(r"^(?:[（(]?\d+[）).．、]|[（(][一二三四五六七八九十]+[）)]|[一二三四五六七八九十]+、)")
# Counts of the text's own parts, 全覆盖, spans of years: some call them quantities, some do not.
_SMALL = re.compile(
    r"全覆盖|每百平方公里|百公里|一年|一次(?![性合审])|一项"
    r"|(?<!第)[近前]?(?<!第)[两二三四五六七八九十]{1,2}(?:个|项|次|批|类|年|部分|方面|者|方|季度|大)"
)
_ITEMS = re.compile(r"PM\d+(?:\.\d)?|（\d）|目标\d(?=：)|(?<=\n)\d\.")


def blocks(template: dict[str, Any], case: Case) -> list[Block]:
    """The report of ``case`` after the outline of ``template``, title first."""
    written: list[Block] = [_plain(template["title"], case, "title")]
    for number, line in enumerate(template["outline"]):
        unique = f"{case.id}.{number}"
        if line[0].isdigit():
            written.append(_plain(line[2:], case, line[0]))
        elif line.startswith("table"):
            written += [*_table(line.split()[1], case)]
        elif line.startswith("sections"):
            written += _own_sections(line.split(), case, unique)
        elif line == "greeting":
            written.append(_plain("<place>财政局：", case, "body"))
        else:
            opening, _, what = line.removeprefix("+ ").rpartition("|")
            slot, _, count = what.partition("*")
            said = _slot(slot, int(count), case, unique, template["lead"])
            if opening and said and isinstance(said[0], Paragraph):
                said[0] = Paragraph(opening).joined(said[0])
            written += said
    for block in written:
        if isinstance(block, Paragraph):
            mark_dates(block)
    return written


def _plain(text: str, case: Case, style: str) -> Paragraph:
    paragraph = render(text, case, "")
    paragraph.style = style
    return paragraph


def _slot(slot: str, count: int, case: Case, unique: str, lead: str) -> list[Block]:
    if slot == "say":
        pool = case.sentences
    elif slot == "sector":
        pool = [s for e in content(case.half, "sectors") if e["sector"] == case.sector for s in e["say"]]
    else:
        pool = [s for e in content(case.half, "general") if e["slot"] == slot for s in e["say"]]
    free = [s for s in pool if s not in case.used and fits(s, case)]
    if slot not in ("say", "cover"):
        case.random.shuffle(free)
    chosen = free[:count]
    case.used.update(chosen)
    rendered = [render(s, case, f"{unique}.{i}") for i, s in enumerate(chosen)]
    if slot in ("section_parts", "own_items", "lead_items"):
        return [part for r in rendered for part in _sections(r, lead, total_first=slot == "lead_items")]
    size = 1 if slot == "cover" else 2 if slot == "say" else case.random.choice((1, 2, 3))
    made: list[Block] = []
    for first in range(0, len(rendered), size):
        group = rendered[first : first + size]
        whole = group[0]
        for other in group[1:]:
            whole = whole.joined(other)
        made.append(whole)
    return made


def _sections(whole: Paragraph, lead: str, *, total_first: bool = False) -> list[Paragraph]:
    """Cut at ¶ and number all but the last, or all but the first."""
    pieces: list[Paragraph] = []
    begin = 0
    parts = whole.text.split("¶")
    for number, text in enumerate(parts, 1):
        if total_first:
            head = lead.format(n=number - 1) if number > 1 else ""
        else:
            head = lead.format(n=number) if number < len(parts) else ""
        piece = Paragraph(head + text)
        shift = len(head) - begin
        for label in whole.labels:
            if begin <= label.at < begin + len(text):
                label.at, label.end = label.at + shift, label.end + shift
                piece.labels.append(label)
        inside = [(a, b) for a, b in whole.nones if begin <= a < begin + len(text)]
        piece.nones = [(a + shift, b + shift) for a, b in inside]
        begin += len(text) + 1
        pieces.append(piece)
    return pieces


def _own_sections(line: list[str], case: Case, unique: str) -> list[Block]:
    """The project's own sections, "sections 2 （{c}）": heading style, then how they are numbered."""
    made: list[Block] = []
    for number, section in enumerate(case.sections, 1):
        lead = line[2].format(n=number, c=spelled(number)) if len(line) > 2 else ""
        made.append(_plain(lead + section["head"], case, line[1]))
        said = [s for s in section["say"] if s not in case.used and fits(s, case)]
        case.used.update(said)
        for place, sentence in enumerate(said):
            whole = render(sentence, case, f"{unique}.{number}.{place}")
            if "¶" in whole.text:
                made += _sections(whole, section.get("lead", "（{n}）"))
            elif place and isinstance(made[-1], Paragraph) and made[-1].style == "body" and place % 2:
                made[-1] = made[-1].joined(whole)
            else:
                made.append(whole)
    return made


def mark_dates(paragraph: Paragraph) -> None:
    """Dates and leading numbers are no quantities: list them among the nones."""
    taken = [(label.at, label.end) for label in paragraph.labels] + paragraph.nones
    lead = _LEADS.match(paragraph.text)
    spans = [match.span() for match in DATES.finditer(paragraph.text)]
    spans += [match.span() for match in _ITEMS.finditer(paragraph.text)]
    if lead:
        spans.append(lead.span())
    for at, end in spans:
        if all(end <= a or b <= at for a, b in taken):
            paragraph.nones.append((at, end))
            taken.append((at, end))
    for match in _SMALL.finditer(paragraph.text):
        at, end = match.span()
        if all(end <= a or b <= at for a, b in taken):
            paragraph.nones.append((at, end))
            paragraph.optional.add(at)
    paragraph.nones.sort()


def _money(value: Value) -> str:
    return f"{value.number:,.2f}" if value.number >= 1000 else plain(value.number)


def _base(value: Value) -> str:
    return plain(value.number * 10_000 if value.unit == "万元" else value.number)


def _table(kind: str, case: Case) -> list[Block]:
    for entry in content(case.half, "tables"):
        if entry["id"] == kind:
            return tables.written(entry, case)
    if kind == "funds":
        return _funds_table(case)
    if kind == "items":
        return _items_table(case)
    rows = [r for r in case.rows.values() if r.is_number]
    body = [[Cell(t) for t in ("指标名称", "计量单位", "目标值", "实际完成值")]]
    fields: list[Field] = []
    for row in rows:
        assert isinstance(row.target, Decimal)
        assert isinstance(row.actual, Decimal)
        target, actual = plain(row.target), plain(row.actual)
        numbers = ((target, "target"), (actual, "actual"))
        said = [Cell(t, says=f"{row.key}:{kind}", unit=row.unit) for t, kind in numbers]
        body.append([Cell(row.name), Cell(row.unit), *said])
        for column, number in (("target", row.target), ("actual", row.actual)):
            fields.append(Field(row.name, column, plain(number), base_value(number, row.unit)))
    title = Paragraph("主要指标完成情况见下表：")
    return [title, Table(body, fields, title="主要指标完成情况")]


def base_value(number: Decimal, unit: str) -> str:
    """``number`` of ``unit`` in base units, as text."""
    value = read(f"{number:f}{unit}").value
    assert value is not None
    return plain(value)


def _funds_table(case: Case) -> list[Block]:
    names = {"init": "年初预算", "full": "全年预算", "exec": "实际支出", "bal": "结余"}
    head = [Cell("项目"), *(Cell(n) for n in names.values()), Cell("执行率（%）")]
    line = [Cell(case.project)]
    fields: list[Field] = []
    for key, name in names.items():
        printed = _money(case.values[key])
        line.append(Cell(printed, says=f"funds:{key}", unit="万元"))
        fields.append(Field(case.project, name, printed, _base(case.values[key])))
    rate = plain(case.values["rate"].number)
    line.append(Cell(rate, says="funds:rate", unit="%"))
    fields.append(Field(case.project, "执行率", rate, rate))
    caption = Paragraph("单位：万元")
    return [caption, Table([head, line], fields, title="资金情况")]


def _spent(printed: str, says: str) -> Cell:
    return Cell(printed, says=says, unit="万元")


def _items_table(case: Case) -> list[Block]:
    items = [case.texts[f"item{i}"] for i in range(1, 5)]
    parts = split(case.values["exec"], 4, "p", case)
    amounts = [parts[f"p{i}"].number for i in range(1, 5)]
    body = [[Cell("序号"), Cell("支出内容"), Cell("金额（万元）")]]
    fields: list[Field] = []
    for number, (item, amount) in enumerate(zip(items, amounts, strict=True), 1):
        body.append([Cell(str(number)), Cell(item), _spent(f"{amount:.2f}", f"funds:exec/p{number}")])
        fields.append(Field(item, "金额", f"{amount:.2f}", plain(amount * 10_000)))
    total = plain(case.values["exec"].number)
    body.append([Cell("合计", across=2), _spent(total, "funds:exec")])
    fields.append(Field("合计", "金额", total, _base(case.values["exec"])))
    return [Paragraph("支出明细如下："), Table(body, fields, title="支出明细")]
