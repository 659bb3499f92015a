"""Rules across documents: cases, figures and texts put into groups by key, each group judged as one Case.

Everything is grouped by hash; nothing here compares one case with all others, so that the work grows with the material.
"""

from __future__ import annotations

import traceback
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import chain, product

from extractors.names import name_of, strip_fillers
from pipeline.areas import area_meant, places, whole
from pipeline.copied import pairs_with_common_text
from pipeline.folders import bare
from pipeline.judging.statements import year_spoken_of
from pipeline.rulebook import Case, Origin, heard, nothing_to_check, reading_order, rulebook
from pipeline.run import CaseAudit
from schemas.document import Document
from schemas.fact import Fact, Source
from schemas.finding import Finding
from schemas.words import load_words

_TELLING = 5  # characters of a name in no dictionary, from which it means one thing in every department

Key = tuple[str, ...]


def confront_across(audits: Sequence[CaseAudit], known: Sequence[Case]) -> tuple[list[CaseAudit], list[str]]:
    """``audits`` with what the rules across documents say, each finding in the case of its first evidence.

    ``known`` are cases from outside this run: last year's, the bureau's figures. The second list tells our own bugs.
    """
    cases = [audit.case for audit in audits]
    home = {document.path: at for at, case in enumerate(cases) for document in case.documents}
    said: list[list[Finding]] = [[] for _ in audits]
    broken: list[str] = []
    rules = [each for each in rulebook() if each.by]
    asking = Counter(each.by for each in rules)
    # Of keys that several rules ask for: to find the texts that cases have in common is not cheap.
    grouped: dict[Key, list[Case]] = {}
    for rule in rules:
        here: dict[int, list[Finding]] = defaultdict(list)
        try:
            if asking[rule.by] > 1 and rule.by not in grouped:
                grouped[rule.by] = list(groups(rule.by, [*cases, *known]))
            for group in grouped[rule.by] if rule.by in grouped else groups(rule.by, [*cases, *known]):
                for finding in heard(rule, group):
                    here[home[finding.document]].append(finding)
        except Exception:  # noqa: BLE001  (a bug in one rule costs no other; it is told at the end)
            broken.append(f"核对材料之间的关系（{rule.code}）时出错\n{traceback.format_exc()}")
            continue
        for at, findings in enumerate(said):
            findings += sorted(here.get(at, ()), key=reading_order) or [nothing_to_check(rule)]
    documents = {document.path: document for case in (*cases, *known) for document in case.documents}
    return [_with(audit, found, documents) for audit, found in zip(audits, said, strict=True)], broken


def _with(audit: CaseAudit, findings: Sequence[Finding], documents: Mapping[str, Document]) -> CaseAudit:
    quoted = {evidence.anchor.path: None for finding in findings for evidence in finding.evidence}
    own = {document.path for document in audit.case.documents}
    elsewhere = tuple(documents[path] for path in quoted if path in documents and path not in own)
    return replace(audit, findings=(*audit.findings, *findings), elsewhere=elsewhere)


def joined(cases: Sequence[Case], known: Sequence[Case]) -> tuple[list[Case], list[Case]]:
    """``known`` under the names that this run's departments and places go by; and those of projects that this run has not.

    A name is another one's where it ends with it (教育局, 清河县教育局) and only one is meant.
    """
    departments = dict.fromkeys(case.department for case in cases if case.department)
    endings: dict[str, list[str]] = defaultdict(list)
    for name in departments:
        for at in range(len(name)):
            endings[name[at:]].append(name)
    areas = Counter(place for name in departments for place in places(name))
    keys = {(case.department, project, case.year) for case in cases for project in _projects(case)}
    settled, strange = [], []
    for case in known:
        called = case.department
        if called and called not in departments:
            longer = endings.get(called, [])
            same = [*longer, *(called[at:] for at in range(1, len(called)) if called[at:] in departments)]
            case = replace(case, department=same[0] if len(same) == 1 else called)
        if case.origin is Origin.BUREAU and not case.project:
            case = replace(case, facts=tuple(_placed(fact, areas) for fact in case.facts))
        else:
            year = (case.year or 0) + 1 if case.origin is Origin.LAST_YEAR else case.year
            if not any((case.department, project, year) in keys for project in _projects(case)):
                strange.append(case)
        settled.append(case)
    return settled, strange


def _placed(fact: Fact, areas: Counter[str]) -> Fact:
    """A statistic of 全市 or of no named place is of the city of this run; of none where there are several of its level."""
    area = fact.scope.area
    if area not in areas:
        level = area.removeprefix("全")[-1:]
        fits = [place for place, _ in areas.most_common() if place.endswith(level)]
        likely = next((place for place in fits if whole(area) or len(place) == 1), area)
        rivals = [place for place in fits if likely and len(place) > 1 and place[-1] == likely[-1]]
        area = area if whole(area) and len(likely) > 1 and len(rivals) > 1 else likely
    return replace(fact, scope=replace(fact.scope, area=area))


def groups(by: Sequence[str], cases: Sequence[Case]) -> Iterator[Case]:
    """One Case for each value of the key that at least two of ``cases`` share, one of them submitted.

    ``by`` names cases (department, project, year), figures (indicator, area, period, role, unit), or is "text" alone: then
    each group is two cases with the texts that only these two have in common. A member has only what has the key.
    """
    if tuple(by) == ("text",):
        grouped = pairs_with_common_text([case for case in cases if case.origin is Origin.SUBMITTED])
    elif set(by) <= _OF_CASE.keys():
        grouped = _by_case([_OF_CASE[name] for name in by], cases)
    else:
        grouped = _by_figure([_OF_FIGURE[name] for name in by], cases)
    for members in grouped:
        if len(members) > 1 and any(member.origin is Origin.SUBMITTED for member in members):
            yield _together(members)


def _by_case(by: Sequence[Callable[[Case], Sequence[str]]], cases: Sequence[Case]) -> Iterator[list[Case]]:
    """A case may go by several names; the same group found under two of them is one."""
    found: dict[Key, list[int]] = defaultdict(list)
    for at, case in enumerate(cases):
        for key in dict.fromkeys(product(*(name(case) for name in by))):
            found[key].append(at)
    for members in dict.fromkeys(tuple(each) for each in found.values()):
        yield [cases[at] for at in members]


def _by_figure(by: Sequence[Callable[[Fact, Case], str]], cases: Sequence[Case]) -> Iterator[list[Case]]:
    found: dict[Key, dict[int, list[Fact]]] = defaultdict(dict)
    for at, case in enumerate(cases):
        for fact in case.facts:
            parts = []
            for name in by:
                part = name(fact, case)
                if not part:
                    break
                parts.append(part)
            else:
                found[tuple(parts)].setdefault(at, []).append(fact)
    for members in found.values():
        if len(members) > 1:
            yield [
                replace(cases[at], facts=tuple(facts), forms=(), breakdowns=())
                for at, facts in members.items()
            ]


def _together(members: Sequence[Case]) -> Case:
    return Case(
        department=_shared([member.department for member in members]),
        project=_shared([member.project for member in members]),
        year=members[0].year if len({member.year for member in members}) == 1 else None,
        documents=tuple(chain.from_iterable(member.documents for member in members)),
        forms=tuple(chain.from_iterable(member.forms for member in members)),
        facts=tuple(chain.from_iterable(member.facts for member in members)),
        breakdowns=tuple(chain.from_iterable(member.breakdowns for member in members)),
        schema=members[0].schema,
        thresholds=members[0].thresholds,
        members=tuple(members),
    )


def _shared(names: Sequence[str]) -> str:
    return names[0] if len(set(names)) == 1 else ""


# -- names of keys --------------------------------------------------------------------------------


def _projects(case: Case) -> list[str]:
    """What its folder and its forms call it; 016农村供水 is 农村供水."""
    stated = [form.project.text for form in case.forms if form.project is not None]
    named = (bare(name).lstrip("0123456789.、-_ ") for name in (case.project, *stated))
    return [name for name in dict.fromkeys(named) if name]


def _indicator(fact: Fact, case: Case) -> str:
    """The same for the same name in every department: a dictionary's, or a whole one as written."""
    if fact.likely:
        return ""
    known = case.schema.indicators.get(fact.indicator)
    name = name_of(known.label if known is not None else _row_name(fact, case))
    if known is None and len(name.core) < _TELLING and name.core not in load_words().statistics:
        return ""
    return "|".join((name.core, *sorted(name.traits)))


def _row_name(fact: Fact, case: Case) -> str:
    """What the form calls the row that a figure of the text belongs to."""
    if not fact.indicator.startswith("form:") or fact.source is Source.FORM:
        return fact.subject
    return _row_names(case).get(fact.indicator, fact.subject)


@lru_cache(maxsize=1)  # asked for every figure of one case after another
def _row_names(case: Case) -> dict[str, str]:
    """The first name that the form gives each of its rows."""
    return {each.indicator: each.subject for each in reversed(case.facts) if each.source is Source.FORM}


def _area(fact: Fact, case: Case) -> str:
    """The city or county that the figure is of as a whole: as said (全市…), or because its indicator always is."""
    if case.origin is Origin.BUREAU:
        return fact.scope.area
    if fact.scope.area:
        before, said, _ = fact.subject.partition(fact.scope.area)
        reach = said and strip_fillers(before)  # 覆盖全市乡镇12个 is how far a project goes
        return "" if reach else area_meant(fact.scope.area, case.department)
    known = case.schema.indicators.get(fact.indicator)
    return (places(case.department) or [""])[-1] if known is not None and known.citywide else ""


def _period(fact: Fact, case: Case) -> str:
    year = year_spoken_of(fact, case)
    return str(year or fact.period or "")


_OF_CASE: dict[str, Callable[[Case], Sequence[str]]] = {
    "department": lambda case: [case.department] if case.department else [],
    "project": _projects,
    "year": lambda case: [str(case.year)] if case.year else [],
}
_OF_FIGURE: dict[str, Callable[[Fact, Case], str]] = {
    "area": _area,
    "indicator": _indicator,
    "period": _period,
    "role": lambda fact, _: str(fact.role),
    "unit": lambda fact, _: fact.quantity.unit.dimension,
}
