"""Make the files of the cases, and read them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from extractors.reader import read
from schemas.errors import ReadError, UnknownFormat
from tests.unseen_tables import drawn, sheets, web, word
from tests.unseen_tables.plan import Sample
from tests.unseen_tables.printing import BROWSER, OFFICE, by_browser, by_office
from tests.unseen_tables.registry import CASES, Case
from tests.unseen_tables.score import Score, Verdict, judge

MODULES = (drawn, word, sheets, web)  # imported for the cases they register
PROGRAMS = {".pdf": "reportlab", ".docx": "LibreOffice", ".xlsx": "LibreOffice", ".html": "Chromium"}


def missing(program: str) -> bool:
    """Whether a program that prints is not on this machine."""
    return (program == "LibreOffice" and OFFICE is None) or (program == "Chromium" and BROWSER is None)


def make(program: str, folder: Path, only: str = "") -> None:
    """Write every file of ``program`` into ``folder``, and its PDF."""
    office = []
    for case in of(program, only):
        path = folder / f"{case.name}{case.suffix}"
        case.write(path)
        if case.suffix == ".html":
            by_browser(path, folder)
        elif case.suffix != ".pdf":
            office.append(path)
    if office:
        by_office(office, folder)


def of(program: str, only: str = "") -> Iterator[Case]:
    """The cases whose files ``program`` makes."""
    return (case for case in CASES.values() if PROGRAMS[case.suffix] == program and only in case.name)


def formats(case: Case) -> tuple[str, ...]:
    """Suffixes of the files that readers are to read: the PDF, and the office file it was printed from."""
    return (".pdf",) if case.suffix in (".pdf", ".html") else (".pdf", case.suffix)


def samples(case: Case, folder: Path) -> Iterator[Sample]:
    """Those files, with what stands in them."""
    for suffix in formats(case):
        yield Sample(folder / f"{case.name}{suffix}", case.name, case.tables, case.outside)


def verdict(sample: Sample) -> Verdict | None:
    """Read and compare; None for a format that has no reader yet."""
    try:
        return judge(read(sample.path, sample.path.name), sample)
    except UnknownFormat:
        return None
    except ReadError as trouble:
        nothing = tuple(Score(plan, False, 0) for plan in sample.tables)
        return Verdict(sample.case, sample.path.suffix[1:], nothing, trouble=str(trouble))
