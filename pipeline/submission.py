"""Which documents belong together: the report, the form and the attachments of one project are one submission."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePosixPath

from extractors.forms.form import find_forms
from pipeline.folders import Place, agree, bare, is_organisation, places
from pipeline.versions import stem_and_rank, superseded
from schemas.document import Document, Paragraph, Table

_PROJECT = {"项目名称", "专项名称", "项目支出名称", "专项资金名称", "资金名称"}
_DEPARTMENT = {
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
_TITLE = re.compile(
    r"(?:20\d{2}年?度?)?(?P<name>.{2,60}?)(?:使用)?(?:项目)?(?:预算)?(?:支出)?(?:使用)?"
    r"(?:绩效|情况|财政)*(?:自我?评价?|评价)(?:情况)?的?(?:报告|表|总结|说明)?$"
)
_LABELLED = re.compile(r"^(?P<label>[^：:]{2,10})[：:](?P<value>.{2,60})$")
_CODE = re.compile(r"^(?:[(（\[【]\d{3,}[)）\]】]|\d{3,}[-_—]|\d{6,}(?=\D))")  # 035001-市教育局
_GENERIC = re.compile(
    r"(?:部门|单位|年度)?(?:预算|决算|整体支出|整体|绩效|自评)*(?:公开)?(?:文件|表格|表|说明)?"
)
_COVER_LINES = 30
_TITLE_LINES = 12  # a cover and a heading; further down a line like a title is a reference


@dataclass(frozen=True, slots=True)
class Submission:
    """The documents of one project, latest versions only, in the order of their names.

    ``guessed``: nothing names the project, it is called by its file.
    """

    department: str
    project: str
    documents: tuple[Document, ...]
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class Grouped:
    """Submissions, and older path → audited path for the versions that were left aside."""

    submissions: tuple[Submission, ...]
    superseded: dict[str, str]


def group(documents: Sequence[Document]) -> Grouped:
    """Put together what belongs together, by folder where there are folders, by name where they are flat."""
    where = places(documents, project_name)
    folders: dict[Place, list[Document]] = defaultdict(list)
    for document in documents:
        folders[where[document.path]].append(document)
    submissions: list[Submission] = []
    left_aside: dict[str, str] = {}
    for (department, project), together in folders.items():
        older = superseded(together)
        left_aside |= older
        latest = [document for document in together if document.path not in older]
        if project:
            submissions.append(_submission(department, project, latest, named=True))
        else:
            submissions += _by_name(department, latest)
    submissions.sort(key=lambda each: (each.department, each.project, each.documents[0].path))
    return Grouped(tuple(submissions), left_aside)


def project_name(document: Document) -> str:
    """The project that a document says it is about: a form's 项目名称, or the title line; empty where it says none."""
    entries = [form.project for form in find_forms(document)]
    stated = next((entry.text for entry in entries if entry is not None and not entry.blank), "")
    return _CODE.sub("", stated) or _cover(document, _PROJECT) or _title(document)


def department_name(document: Document) -> str:
    """The department that a document names in its form or on its cover; empty where it names none."""
    entries = [entry for form in find_forms(document) for entry in (form.department, form.implementer)]
    stated = next((entry.text for entry in entries if entry is not None and not entry.blank), "")
    return _CODE.sub("", stated) or _cover(document, _DEPARTMENT)


def _by_name(department: str, documents: Iterable[Document]) -> list[Submission]:
    """A flat folder: one submission per project name; a document without a name is its own project."""
    groups: dict[tuple[str, str], list[Document]] = {}
    for document in sorted(documents, key=lambda each: each.path):
        stated = project_name(document)
        name = stated or stem_and_rank(document.path)[0]
        owner = department or department_name(document)
        known = next(
            (
                key
                for key, together in groups.items()
                if stated
                and _same_project(key[0], name, together, owner, flat=not department)
                and _one_year(document, together[0])
            ),
            (name, document.path),
        )
        groups.setdefault(known, []).append(document)
    return [_submission(department, name, together) for (name, _), together in groups.items()]


def _one_year(a: Document, b: Document) -> bool:
    """Whether file names and title lines of two documents do not name different years."""
    mine, theirs = _years(a), _years(b)
    return not mine or not theirs or not mine.isdisjoint(theirs)


def _years(document: Document) -> set[str]:
    first = [
        block.text for block in document.blocks[:3] if isinstance(block, Paragraph) and len(block.text) < 60
    ]
    said = "".join(" ".join([PurePosixPath(document.path).name, *first]).split())
    return set(re.findall(r"(?<!\d)20\d\d(?!\d)", said))


def _same_project(known: str, name: str, together: Sequence[Document], owner: str, *, flat: bool) -> bool:
    """Equal names, or one inside the other, of departments that do not contradict each other."""
    theirs = next((found for each in together if (found := department_name(each))), "")
    if owner and theirs and bare(owner) != bare(theirs) and flat:
        return False
    one, other = sorted((bare(known), bare(name)), key=len)
    if _GENERIC.fullmatch(one) and not (owner and theirs):
        return False  # every department has a 部门预算
    if not any(project_name(each) for each in together):
        return one == other
    return agree(one, other)


def _submission(
    department: str, project: str, documents: Sequence[Document], *, named: bool = False
) -> Submission:
    ordered = tuple(sorted(documents, key=lambda each: each.path))
    said = next((found for each in ordered if (found := department_name(each))), "")
    named = named or any(project_name(each) for each in ordered)
    return Submission(_owner(department, said), project, ordered, guessed=not named)


def _owner(folder: str, said: str) -> str:
    """The folder's name, unless it does not look like an organisation and the documents name one."""
    return said if said and not is_organisation(folder) else folder or said


def _cover(document: Document, labels: set[str]) -> str:
    """The words after the colon behind one of ``labels``, as covers have them (部门名称：市住建局)."""
    for block in document.blocks[:_COVER_LINES]:
        match = _LABELLED.match(block.text.strip()) if isinstance(block, Paragraph) else None
        if match and _label(match["label"]) in labels:
            return match["value"].strip()
    return ""


def _title(document: Document) -> str:
    lines: list[str] = []
    for block in document.blocks[:_TITLE_LINES]:
        text = block.caption if isinstance(block, Table) else block.text
        lines += text.splitlines()
    joined = ["".join(line.split()) for line in lines]
    joined += [a + b for a, b in pairwise(joined)]  # a title set on two lines
    for line in joined:
        match = _TITLE.fullmatch(unicodedata.normalize("NFKC", line).lstrip("#")) if len(line) <= 70 else None
        if match and not re.search(r"[,，。;；:：]", match["name"]):
            return match["name"]
    return ""


def _label(text: str) -> str:
    """A label without spaces, width differences, colons and what stands in brackets."""
    bare = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    return re.sub(r"\(.*?\)", "", bare).rstrip(":")
