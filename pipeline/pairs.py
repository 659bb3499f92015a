"""A report and a form that lie in one folder under names that differ a little: 市级部门整体支出, 陇川市卫生健康委员会部门整体支出.

Names that are equal, or one inside the other, are put together before (submission.py). Here is what is left: a report without
its form, a form without its report. They belong together when nothing says that they are of different projects.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.forms.form import find_forms
from extractors.titles import titles_of
from pipeline.areas import one_body, places
from pipeline.folders import bare, body_in, is_organisation, says_kind
from schemas.document import Document

_TOLD = 3  # sentences outside of its tables; a form with more is report and form in one
_SENTENCE = re.compile("[^。]{12,}。")
# What names of the same project have or leave out: 市级, 中央财政, 补助资金
_COMMON = re.compile(
    "[省市州县区旗乡镇][级本]|本级|中央|财政|部门|单位|年度|预算|决算|支出|专项|补助|资金|经费|项目"
)
_COUNTED = re.compile(r"[\d一二三四五六七八九十]")
_NUMBERED = re.compile(r"[\d\s_\-—.、]+年?度?")  # 06_清河县水利局_2024年河道清淤
_SHORTEST = 4  # characters of a name that may be found scattered in another


@dataclass(frozen=True, slots=True)
class Named:
    """Documents that go by one name (empty where they state none), and the bodies whose they are."""

    name: str
    documents: tuple[Document, ...]
    bodies: tuple[str, ...]

    @property
    def is_form(self) -> bool:
        """Whether they are a form, with no report among them."""
        return any(map(_has_form, self.documents)) and not any(map(_is_told, self.documents))

    @property
    def is_report(self) -> bool:
        """Whether they are a report, with no form among them."""
        return any(map(_is_report, self.documents)) and not any(map(_has_form, self.documents))


@dataclass(frozen=True, slots=True)
class Pairs:
    """Report and form, by their places in the sequence, that belong together; reports and forms that were left alone."""

    together: tuple[tuple[int, int], ...] = ()
    reports: tuple[int, ...] = ()
    forms: tuple[int, ...] = ()


def pairs(groups: Sequence[Named], folder: str) -> Pairs:
    """Which of ``groups``, all in ``folder`` (empty at the top), are the report and the form of one project."""
    if len(groups) < 2:
        return Pairs()
    reports = [at for at, each in enumerate(groups) if each.is_report]
    forms = [at for at, each in enumerate(groups) if each.is_form]
    only = len(reports) == len(forms) == 1
    fits = [
        (report, form)
        for report in reports
        for form in forms
        if _one_project(groups[report], groups[form], folder, only=only)
    ]
    together = tuple(
        (report, form)
        for report, form in fits
        if sum(report == each for each, _ in fits) == sum(form == each for _, each in fits) == 1
    )
    taken = {at for pair in together for at in pair}
    left_reports, left_forms = (tuple(at for at in each if at not in taken) for each in (reports, forms))
    return Pairs(together, left_reports, left_forms)


def _one_project(report: Named, form: Named, folder: str, *, only: bool) -> bool:
    alike = any(one_body(bare(one), bare(other)) for one in report.bodies for other in form.bodies)
    if not folder and not alike:
        return False
    if only and (not report.name or not form.name):
        return True
    owners = (*report.bodies, *form.bodies, body_in(folder))
    mine, theirs = _cores(report.name, owners), _cores(form.name, owners)
    if any(_inside(one, other) for one in mine for other in theirs):
        return True
    if not only or not folder or is_organisation(folder) or says_kind(folder):
        return False
    called = _cores(_NUMBERED.sub("", folder), owners)  # the folder of one project, called by it
    return any(_inside(one, other) for one in (*mine, *theirs) for other in called)


def _cores(name: str, owners: Sequence[str]) -> set[str]:
    """What is peculiar in ``name``, with and without the place that it begins with."""
    plain = bare(name)
    for owner in sorted(map(bare, owners), key=len, reverse=True):
        plain = plain.replace(owner, "") if owner else plain
    placed = next(iter(places(plain)), "")
    return {_COMMON.sub("", each) for each in (plain, plain.removeprefix(placed))} - {""}


def _inside(one: str, other: str) -> bool:
    """Whether the characters of the shorter stand in the longer in their order, and what is left counts nothing (二期).

    >>> _inside("义务教育学生生活费", "城乡义务教育(困难学生生活费)"), _inside("公路养护一期", "公路养护")
    (True, False)
    """
    shorter, longer = sorted((one, other), key=len)
    if shorter == longer:
        return True
    rest: list[str] = []
    at = 0
    for character in longer:
        if at < len(shorter) and character == shorter[at]:
            at += 1
        else:
            rest.append(character)
    found = at == len(shorter) >= max(_SHORTEST, len(longer) / 2)
    return found and not _COUNTED.search("".join(rest))


def _has_form(document: Document) -> bool:
    return bool(find_forms(document))


def _is_report(document: Document) -> bool:
    return _is_told(document) or any(titles_of(document))


def _is_told(document: Document) -> bool:
    return sum(len(_SENTENCE.findall(paragraph.text)) for paragraph in document.paragraphs()) > _TOLD
