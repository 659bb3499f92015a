"""Whose report it is, on which project and which year: as forms and titles say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from extractors.forms.cells import label
from extractors.forms.form import find_forms
from extractors.periods import find_periods
from extractors.plain import plain
from extractors.titles import is_body, title_of, titles_of
from schemas.document import Document, Paragraph
from schemas.form import Entry, Form

# 《关于开展2022年度…绩效自评工作的通知》（财预〔2023〕145号）: issued in the year after the one reported on.
_ASKED_FOR = re.compile(
    r"《[^《》]{0,60}?(?P<year>20\d\d)年度[^《》]{0,60}(?:自评|评价)[^《》]{0,20}》[^《》。]{0,12}?(?P<issued>20\d\d)"
)
_LABELLED = re.compile(r"^(?P<label>[^：:]{2,10})[：:](?P<value>.{2,60})$")
_CODE = re.compile(r"^(?:[(（\[【]\d{3,}[)）\]】]|\d{3,}[-_—]|\d{6,}(?=\D))")  # 035001-市教育局
_COVER_LINES = 30
_PROJECT = frozenset({"项目名称", "专项名称", "项目支出名称", "专项资金名称", "资金名称"})
_DEPARTMENT = frozenset(
    {
        "主管部门",
        "项目主管部门",
        "主管部门及代码",
        "预算部门",
        "部门名称",
        "预算单位",
        "填报单位",
        "单位名称",
        "实施单位",
        "项目单位",
        "项目实施单位",
    }
)
_SHORT = re.compile(
    r"(?P<full>[^。；！？\n]{4,60})[(（](?:以下|下文|下)(?:统一?)?简称(?:为)?[:：]?[“\"「]?(?P<short>[^”\"」)）（(]{2,16})[”\"」]?[)）]"
)
_TITLE_LENGTH = 60  # characters; a longer paragraph is no title
_MOST = 0.6  # of the characters of a name that the words before its short form must have


def year_of(documents: Sequence[Document], forms: Sequence[Form]) -> int | None:
    """The year reported on: as forms and titles say, else as the call for the report, else what the first paragraphs name most.

    Of several years that a title names (2019-2021年度) it is the last.
    """
    said = [form.year for form in forms if form.year]
    for document in documents:
        said += islice((max(title.years) for title in titles_of(document) if title.years), 1)
    if not said:
        for text in _first(documents, 4):
            if len(text) < _TITLE_LENGTH and re.search("自评|评价|报告", text):
                said += [period.last.year for _, _, period, compared in find_periods(text) if not compared]
    if not said:
        called = [found for text in _first(documents, 12) for found in _ASKED_FOR.finditer(text)]
        said += [int(each["year"]) for each in called if int(each["year"]) < int(each["issued"])]
    if not said:
        for text in _first(documents, 12):
            said += [
                period.last.year
                for _, _, period, compared in find_periods(text)
                if not compared and period.is_year
            ]
    return Counter(said).most_common(1)[0][0] if said else None


def project_of(documents: Sequence[Document], forms: Sequence[Form]) -> str:
    """The project's name; empty where nothing has one, as in reports on a whole department."""
    stated = next(_entries(form.project for form in forms), "")
    if stated:
        return stated
    for document in documents:
        title = title_of(document)
        if title is not None:
            return title.project or _cover(document, _PROJECT)
    return next((found for document in documents if (found := _cover(document, _PROJECT))), "")


def department_of(documents: Sequence[Document], forms: Sequence[Form]) -> str:
    """The department's name as a form has it, else a cover or the title."""
    stated = next(_entries(entry for form in forms for entry in (form.department, form.implementer)), "")
    return stated or next((body for document in documents for body in _own_bodies(document)), "")


def project_stated(document: Document) -> str:
    """The project as a form or the cover of ``document`` names it."""
    stated = next(_entries(form.project for form in find_forms(document)), "")
    return stated or _cover(document, _PROJECT)


def bodies_of(document: Document, forms: Sequence[Form] | None = None) -> list[str]:
    """The departments and units whose document it is: of its forms (``forms``, where they are known), its cover, its title."""
    forms = find_forms(document) if forms is None else forms
    entries = _entries(entry for form in forms for entry in (form.department, form.implementer))
    return [*entries, *_own_bodies(document)]


def _own_bodies(document: Document) -> Iterator[str]:
    covered = _cover(document, _DEPARTMENT)
    if covered:
        yield covered
    yield from (title.department for title in titles_of(document) if title.department)
    yield from (text for text in _first((document,), 3) if is_body(text))


def _entries(entries: Iterable[Entry | None]) -> Iterator[str]:
    for entry in entries:
        if entry is not None and not entry.blank:
            yield _CODE.sub("", entry.text)


def called(documents: Sequence[Document]) -> str:
    """All that the titles of the documents say but their years, places included."""
    titles = (title_of(document) for document in documents)
    return "".join(title.called for title in titles if title is not None)


def short_names(documents: Sequence[Document], project: str, department: str) -> frozenset[str]:
    """What the documents call the project or the department for short: …示范项目（以下简称“示范项目”）."""
    names = [set(name) for name in (project, department) if name]
    found: set[str] = set()
    for document in documents:
        for paragraph in document.paragraphs():
            if "简称" not in paragraph.text:
                continue
            for each in _SHORT.finditer(paragraph.text):
                letters = set(each["full"])
                if any(len(name & letters) >= _MOST * len(name) for name in names):
                    found.add(plain(each["short"]).text)
    return frozenset(found)


def _cover(document: Document, labels: frozenset[str]) -> str:
    """The words after the colon behind one of ``labels``, as covers have them (部门名称：市住建局)."""
    for block in document.blocks[:_COVER_LINES]:
        found = _LABELLED.match(block.text.strip()) if isinstance(block, Paragraph) else None
        if found and label(found["label"]) in labels:
            return _CODE.sub("", found["value"].strip().rstrip("。；;"))
    return ""


def _first(documents: Sequence[Document], number: int) -> Iterator[str]:
    """The first paragraphs of each."""
    for document in documents:
        yield from (paragraph.text for paragraph in islice(document.paragraphs(), number))
