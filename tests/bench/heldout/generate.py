"""Submissions and their truth: who writes which report, in which outline, form and file."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from schemas.fact import Role
from tests.bench.heldout import world, writers
from tests.bench.heldout.blocks import Block, Table
from tests.bench.heldout.case import Case
from tests.bench.heldout.extras import fit
from tests.bench.heldout.forms import form
from tests.bench.heldout.layouts import LAYOUTS
from tests.bench.heldout.layouts_c import MORE
from tests.bench.heldout.layouts_d import LENT
from tests.bench.heldout.layouts_e import OWN_AND_LENT
from tests.bench.heldout.layouts_f import WITH_RULES_AND_LENT
from tests.bench.heldout.layouts_g import PLAIN_AND_LENT
from tests.bench.heldout.layouts_h import ORDINARY_AND_LENT
from tests.bench.heldout.markup import Label, Paragraph
from tests.bench.heldout.numbers import Reading, read
from tests.bench.heldout.report import blocks
from tests.bench.heldout.world import content

Record = dict[str, Any]
_LAYOUTS = (
    *LAYOUTS,
    *MORE,
    *LENT,
    *OWN_AND_LENT,
    *WITH_RULES_AND_LENT,
    *PLAIN_AND_LENT,
    *ORDINARY_AND_LENT,
)
_DIGITS = re.compile(r"[0-9０-９]+")
# "低于36000元的标准": the standard is 36000 as printed, though a bounding word stands before it. Either reading is fair.
# A bounding word before the mark, and the word that says the same inside one.
_BOUNDS = {
    "不超过": ("不超过", "未超过", "没超过", "没超", "未突破", "没有突破", "没突破", "最高", "最多", "至多", "不高于", "不多于", "不大于"),
    "不低于": ("不低于", "不少于", "不小于", "至少", "最低"),
    "超过": ("超过", "突破", "高于", "多于", "大于", "过"),
    "低于": ("低于", "少于", "小于", "不足", "不到"),
    "约": ("约",),
    "近": ("接近", "近"),
    "": ("控制在",),
}  # fmt: skip
_BOUND_OF = {word: same for same, words in _BOUNDS.items() for word in words}
_BOUND_BEFORE = re.compile(f"(?:{'|'.join(sorted(_BOUND_OF, key=len, reverse=True))})$")
_MOVES = re.compile(r"增|升|长|提高|降|减|缩|翻")
_MONEY_RATE = re.compile(r"到位率|支付率|拨付率|支出率|进度|控制率|节约率|执行率|比重|占比")
_SOURCES = (
    "budget_full",
    "budget",
    "arrived",
)  # 下达, 安排, 落实 of one source: which of them, the words leave open


@dataclass(slots=True)
class Document:
    """One file and what is in it."""

    path: str  # below submissions/
    blocks: list[Block]
    wrapped: bool = False


@dataclass(slots=True)
class Submission:
    """One project's files."""

    case: Case
    template: str
    layout: str
    documents: list[Document] = field(default_factory=list)


def submissions(count: int, seed: int, split: str = "") -> Iterator[Submission]:
    """``count`` submissions, halves a and b taking turns, or all of part ``split``. Writes nothing."""
    turns = Counter[str]()
    for number in range(count):
        half = split or "ab"[number % 2]
        turn = turns[half]
        turns[half] += 1
        random = Random(f"{seed}/{half}/{turn}")  # noqa: S311
        entries = content(half, "projects")
        entry = entries[turn % len(entries)]
        kind = entry.get("kind", "project")
        templates = [t for t in content(half, "templates") if t.get("kind", "project") == kind]
        layouts = [
            layout
            for layout in _LAYOUTS
            if layout.half == half and layout.kind == entry.get("form", "project")
        ]
        made = world.case(entry, half, number + 1, random)
        template = templates[(turn + turn // len(entries)) % len(templates)]
        layout = layouts[(turn * 2 + turn // 5) % len(layouts)]
        fit(made, layout)
        sheet = form(made, layout)
        report = blocks(template, made)
        result = Submission(made, template["id"], layout.name)
        folder = made.folder
        name = re.sub(r"[“”、]", "", made.project)
        match turn % 4:
            case 0 | 1:
                together: list[Block] = [*report, sheet]
                result.documents = [Document(f"{folder}/{name}绩效自评报告.docx", together)]
            case 2:
                result.documents = [
                    Document(f"{folder}/{name}自评报告.docx", report),
                    Document(f"{folder}/附件1：{name}绩效自评表.xlsx", [sheet]),
                ]
            case _:
                paper = Document(f"{folder}/{name}自评报告.md", [*report, sheet], wrapped=turn % 8 == 7)
                result.documents = [paper]
        yield result


def write(out: Path, count: int, seed: int, split: str = "", *, pdf: bool = False) -> Counter[str]:
    """Write everything below ``out``; count the records by kind, and what a reader may want to know."""
    counts: Counter[str] = Counter()
    out.mkdir(parents=True, exist_ok=True)
    to_pdf: list[Path] = []
    with (out / "truth.jsonl").open("w", encoding="utf-8", newline="\n") as truth:
        for submission in submissions(count, seed, split):
            for document in submission.documents:
                path = out / "submissions" / document.path
                path.parent.mkdir(parents=True, exist_ok=True)
                save(path, document)
                if pdf and path.suffix == ".docx":
                    to_pdf.append(path)
                    document.path = str(Path(document.path).with_suffix(".pdf"))
            for record in records(submission):
                counts[record["kind"]] += 1
                truth.write(json.dumps(record, ensure_ascii=False) + "\n")
    if to_pdf:
        _convert(to_pdf)
    return counts


def save(path: Path, document: Document) -> None:
    """Write one file, by its suffix."""
    match path.suffix:
        case ".docx":
            writers.docx(path, document.blocks, styled=len(document.path) % 3 > 0)
        case ".md":
            writers.markdown(path, document.blocks, wrapped=document.wrapped)
        case _:
            [sheet] = [b for b in document.blocks if isinstance(b, Table)]
            writers.xlsx(path, sheet)


def _convert(paths: list[Path]) -> None:
    """A PDF in the place of each Word document, all by one LibreOffice."""
    with TemporaryDirectory() as folder:
        staged = [
            Path(shutil.move(path, Path(folder) / f"{number}.docx")) for number, path in enumerate(paths)
        ]
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless"]
        command += ["--convert-to", "pdf", "--outdir", folder, *map(str, staged)]
        subprocess.run(command, check=True, capture_output=True, timeout=60 + 10 * len(paths))
        for path, source in zip(paths, staged, strict=True):
            shutil.move(source.with_suffix(".pdf"), path.with_suffix(".pdf"))


def records(submission: Submission) -> Iterator[Record]:
    """All lines of the truth about ``submission``, in reading order."""
    number = 0
    sums: dict[str, dict[str, Any]] = {}
    for document in submission.documents:
        for block in document.blocks:
            said = [block] if isinstance(block, Paragraph) else block.said
            for paragraph in said:
                for label in sorted(paragraph.labels, key=lambda item: item.at):
                    number += 1
                    label.number = number
                    yield _fact(submission, document, paragraph, label)
                    _note_sum(sums, submission, document, label)
                for at, end in paragraph.nones:
                    yield _none(submission, document, paragraph, at, end)
                yield from _unlabelled(document, paragraph)
            if isinstance(block, Table):
                for cell in block.fields:
                    yield {
                        "kind": "field",
                        "submission": submission.case.id,
                        "document": document.path,
                        "table": block.title,
                        "form": block.is_form,
                        "row": cell.row,
                        "column": cell.column,
                        "printed": cell.printed,
                        "value": cell.value,
                    }
    yield from (s for s in sums.values() if s["total"] and len(s["parts"]) > 1)


def _text(value: Decimal | None) -> str | None:
    if value is None:
        return None
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _fact(submission: Submission, document: Document, paragraph: Paragraph, label: Label) -> Record:
    reading = label.reading
    assert paragraph.text[label.at : label.end] == label.printed, (paragraph.text, label.printed)
    record: Record = {
        "kind": "fact",
        "id": f"{submission.case.id}:{label.number}",
        "submission": submission.case.id,
        "document": document.path,
        "half": submission.case.half,
        "sector": submission.case.sector,
        "template": submission.template,
        "layout": submission.layout,
        "source": paragraph.place,
        "paragraph": paragraph.text,
        "at": label.at,
        "end": label.end,
        "printed": label.printed,
        "value": _text(reading.value),
        "low": _text(reading.low),
        "high": _text(reading.high),
        "low_closed": reading.low_closed,
        "high_closed": reading.high_closed,
        "unit": reading.unit,
        "per": label.per,
        "role": label.role.value,
        "period": label.period,
        "stated": label.stated,
        "row": label.row,
        "same": f"{submission.case.id}/{label.same}",
        "subject": label.subject,
    }
    outside = _BOUND_BEFORE.search(paragraph.text, 0, label.at)
    if outside and not label.printed.endswith(("以内", "以下")):
        record["bound_before"] = outside[0]
        both = _with_bound(_BOUND_OF[outside[0]], label.printed)
        if both is not None:
            record["bounded"] = {
                "low": _text(both.low),
                "high": _text(both.high),
                "low_closed": both.low_closed,
                "high_closed": both.high_closed,
            }
    if document.wrapped:
        record["wrapped"] = True
    if label.or_period:
        record["or_period"] = label.or_period
    if others := [*_other_roles(label, paragraph.text), *label.or_role]:
        record["or_role"] = others
    if label.or_row and label.row:
        record["or_row"] = label.or_row
    return record


def _with_bound(word: str, printed: str) -> Reading | None:
    """The reading of both together; None where the number has a bound of its own, or is a span."""
    if not word or not printed[:1].isdigit() or not re.fullmatch(r"[\d,.]+[^\d以至到~－—-]*", printed):
        return None
    return read(word + printed)


def _other_roles(label: Label, text: str) -> list[str]:
    """Roles that a fair reader could also give: the words do not decide."""
    role = label.role
    if label.part_of and role.value in _SOURCES:
        return [source for source in _SOURCES if source != role.value]
    if role in (Role.THRESHOLD, Role.STANDARD):
        return [(Role.STANDARD if role is Role.THRESHOLD else Role.THRESHOLD).value]
    if role is Role.GROWTH and not _MOVES.search(text, max(0, label.at - 8), label.end):
        return [Role.ACTUAL.value]  # "高于全省1.4个百分点": a distance, not a growth
    if role is Role.ACTUAL and label.same.endswith(":gap"):
        return [Role.GROWTH.value]
    if role in (Role.ACTUAL, Role.RATE) and _MONEY_RATE.search(label.subject):
        return [(Role.RATE if role is Role.ACTUAL else Role.ACTUAL).value]
    return []


def _note_sum(
    sums: dict[str, dict[str, Any]], submission: Submission, document: Document, label: Label
) -> None:
    identity = f"{submission.case.id}:{label.number}"
    for key, is_total in ((label.total_of, True), (label.part_of, False)):
        if not key:
            continue
        entry = sums.setdefault(
            key,
            {
                "kind": "sum",
                "submission": submission.case.id,
                "document": document.path,
                "total": "",
                "parts": [],
                "exhaustive": None,
            },
        )
        if is_total:
            entry["total"], entry["exhaustive"] = identity, label.exhaustive
        else:
            entry["parts"].append(identity)


def _none(submission: Submission, document: Document, paragraph: Paragraph, at: int, end: int) -> Record:
    record: Record = {
        "kind": "none",
        "submission": submission.case.id,
        "document": document.path,
        "paragraph": paragraph.text,
        "at": at,
        "end": end,
        "printed": paragraph.text[at:end],
    }
    if at in paragraph.optional:
        record["optional"] = True
    return record


def _unlabelled(document: Document, paragraph: Paragraph) -> Iterator[Record]:
    """Digits that no label and no none covers: the content is at fault. Headings may number themselves."""
    if paragraph.style != "body":
        return
    spans = [(label.at, label.end) for label in paragraph.labels] + paragraph.nones
    for found in _DIGITS.finditer(paragraph.text):
        if not any(at <= found.start() and found.end() <= end for at, end in spans):
            yield {
                "kind": "unlabelled",
                "document": document.path,
                "paragraph": paragraph.text,
                "at": found.start(),
                "end": found.end(),
                "printed": found[0],
            }
