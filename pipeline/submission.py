"""Which documents belong together: the report, the form and the attachments of one project are one submission."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from extractors.titles import title_of
from extractors.who_and_when import bodies_of, project_stated
from pipeline.areas import one_body
from pipeline.folders import Place, agree, bare, body_in, is_organisation, places
from pipeline.pairs import Named, pairs
from pipeline.versions import stem_and_rank, superseded
from schemas.document import Document, Paragraph

_NAMED = 3  # files told by name where report and form were not put together
_GENERIC = re.compile(
    r"(?:部门|单位|年度)?(?:预算|决算|整体支出|整体|绩效|自评)*(?:公开)?(?:文件|表格|表|说明)?"
)


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
    """Submissions, and older path → audited path for the versions that were left aside.

    ``apart``: sentences on reports and forms that lie together and are taken for different projects.
    """

    submissions: tuple[Submission, ...]
    superseded: dict[str, str]
    apart: tuple[str, ...] = ()


def group(documents: Sequence[Document]) -> Grouped:
    """Put together what belongs together, by folder where there are folders, by name where they are flat."""
    where = places(documents, project_name)
    folders: dict[Place, list[Document]] = defaultdict(list)
    for document in documents:
        folders[where[document.path]].append(document)
    submissions: list[Submission] = []
    left_aside: dict[str, str] = {}
    apart: list[str] = []
    for (department, project), together in folders.items():
        older = superseded(together)
        left_aside |= older
        latest = [document for document in together if document.path not in older]
        if project:
            submissions.append(_submission(department, project, latest, named=True))
        else:
            found, said = _paired(department, _by_name(department, latest))
            submissions += found
            apart += said
    submissions.sort(key=lambda each: (each.department, each.project, each.documents[0].path))
    return Grouped(tuple(submissions), left_aside, tuple(apart))


def project_name(document: Document) -> str:
    """The project that a document says it is about: a form's 项目名称, or the title line; empty where it says none."""
    stated = project_stated(document)
    title = None if stated else title_of(document)
    if title is None:
        return stated
    return title.project if title.project and title.department else title.called


def department_name(document: Document) -> str:
    """The department that a document names in its form, on its cover or in its title; empty where it names none."""
    return next(iter(bodies_of(document)), "")


def _by_name(department: str, documents: Iterable[Document]) -> list[Submission]:
    """A flat folder: one submission per project name; a document without a name is its own project."""
    groups: dict[tuple[str, str], list[Document]] = {}
    bodies: dict[tuple[str, str], list[str]] = defaultdict(list)  # of each group
    for document in sorted(documents, key=lambda each: each.path):
        stated = project_name(document)
        name = stated or stem_and_rank(document.path)[0]
        own = bodies_of(document)
        owners = [department] if department else own
        known = next(
            (
                key
                for key, together in groups.items()
                if stated
                and _same_project(key[0], name, together, owners, bodies[key], flat=not department)
                and _one_year(document, together[0])
            ),
            (name, document.path),
        )
        groups.setdefault(known, []).append(document)
        bodies[known] += own
    return [_submission(department, name, together) for (name, _), together in groups.items()]


def _paired(department: str, submissions: Sequence[Submission]) -> tuple[list[Submission], list[str]]:
    """``submissions`` of one folder with report and form of one project together, and what to say of the rest."""
    groups = [
        Named(
            next(filter(None, map(project_name, each.documents)), ""),
            each.documents,
            tuple(body for document in each.documents for body in bodies_of(document)),
        )
        for each in submissions
    ]
    found = pairs(groups, department)
    joined: list[Submission] = []
    for report, form in found.together:
        stated = any(map(project_stated, submissions[form].documents)) or not groups[report].name
        name = submissions[form if stated else report].project
        together = (*submissions[report].documents, *submissions[form].documents)
        joined.append(_submission(department, name, together))
    taken = {at for pair in found.together for at in pair}
    rest = [each for at, each in enumerate(submissions) if at not in taken]
    if not (found.reports and found.forms):
        return joined + rest, []
    reports, forms = (_listed([submissions[at] for at in each]) for each in (found.reports, found.forms))
    sentence = (
        f"报告{reports}与自评表{forms}在同一个文件夹里，名称对不上，看作不同的项目，没有互相核对；"
        "属于同一项目的，请放进“部门/项目”文件夹后重新核对"
    )
    return joined + rest, [sentence]


def _listed(submissions: Sequence[Submission]) -> str:
    named = "、".join(f"“{each.documents[0].path}”" for each in submissions[:_NAMED])
    return named + (f"等{len(submissions)}份" if len(submissions) > _NAMED else "")


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


def _same_project(
    known: str,
    name: str,
    together: Sequence[Document],
    owners: Sequence[str],
    theirs: Sequence[str],
    *,
    flat: bool,
) -> bool:
    """Equal names, or one inside the other, of departments that do not contradict each other."""
    alike = any(one_body(bare(one), bare(other)) for one in owners for other in theirs)
    if owners and theirs and not alike and flat:
        return False
    one, other = sorted((bare(known), bare(name)), key=len)
    if _GENERIC.fullmatch(one) and not (owners and theirs):
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
    """The folder's name; where that is no organisation, the one that the documents or, in part, the folder name."""
    return folder if is_organisation(folder) else said or body_in(folder) or folder
