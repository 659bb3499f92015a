"""Whose report it is, on which project and which year: as forms and titles say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from extractors.periods import find_periods
from extractors.plain import plain
from schemas.document import Document
from schemas.form import Form

_TITLE = re.compile(
    r"(?P<project>.{2,60}?)(?:使用|支出|管理)?(?:情况)?(?:的)?(?:项目)?(?:支出)?(?:绩效)?(?:单位|部门)?(?:自评价?|自我评价|评价)(?:工作)?(?:报告|材料|表)"
)
_WHO_AND_YEAR = re.compile(r"^[一-鿿]{0,24}?(?:19|20)\d\d(?:[-—至]20\d\d)?年度?(?=.{4})")
_TITLE_YEAR = re.compile(r"(?:19|20)\d\d(?:年度|年)|关于(?:报送|上报)?|附件\d*[:：]?")
_NO_PROJECT = re.compile("(?:.*(?:部门|单位))?(?:整体|项目|专项|财政)?(?:支出|资金|项目|绩效)*")
_AGENCY = re.compile(r"[一-鿿]{2,14}(?:局|委员会|办公室|厅|中心|委|办)")
_SHORT = re.compile(
    r"(?P<full>[^。；！？\n]{4,60})[(（](?:以下|下文|下)(?:统一?)?简称(?:为)?[:：]?[“\"「]?(?P<short>[^”\"」)）（(]{2,16})[”\"」]?[)）]"
)
_TITLE_LENGTH = 60  # characters; a longer paragraph is no title
_MOST = 0.6  # of the characters of a name that the words before its short form must have


def year_of(documents: Sequence[Document], forms: Sequence[Form]) -> int | None:
    """The year reported on: as forms and titles say, else the year that the first paragraphs name most."""
    said = [form.year for form in forms if form.year]
    for document in documents:
        for text in _first(document, 4):
            if len(text) < _TITLE_LENGTH and re.search("自评|评价|报告", text):
                said += [period.first.year for _, _, period, compared in find_periods(text) if not compared]
    if not said:
        for document in documents:
            for text in _first(document, 12):
                said += [
                    period.last.year
                    for _, _, period, compared in find_periods(text)
                    if not compared and period.is_year
                ]
    return Counter(said).most_common(1)[0][0] if said else None


def project_of(documents: Sequence[Document], forms: Sequence[Form]) -> str:
    """The project's name; empty where neither form nor title has one, as in reports on a whole department."""
    for form in forms:
        if form.project is not None and not form.project.blank:
            return form.project.text
    for document in documents:
        for text in _first(document, 4):
            title = plain(text).text
            found = _TITLE.search(_TITLE_YEAR.sub("", title)) if len(title) < _TITLE_LENGTH else None
            if found is None:
                continue
            rest = _TITLE.search(_WHO_AND_YEAR.sub("", title))
            name = (
                rest["project"] if rest and not _NO_PROJECT.fullmatch(rest["project"]) else found["project"]
            )
            nobodys = _NO_PROJECT.fullmatch(name) or _AGENCY.fullmatch(name)
            return "" if nobodys else name.strip('“”"')
    return ""


def department_of(documents: Sequence[Document], forms: Sequence[Form]) -> str:
    """The department's name as the form has it, else as the title begins with it."""
    for form in forms:
        for entry in (form.department, form.implementer):
            if entry is not None and not entry.blank:
                return entry.text
    for document in documents:
        for text in _first(document, 3):
            found = _AGENCY.match(plain(text).text)
            if found and len(text) < _TITLE_LENGTH:
                return found.group()
    return ""


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


def _first(document: Document, number: int) -> Iterator[str]:
    for at, paragraph in enumerate(document.paragraphs()):
        if at == number:
            return
        yield paragraph.text
