"""Versions of one file (最终版, 修改, (1), the same as PDF): found by name, confirmed by text, the latest is audited."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from schemas.document import Document, Paragraph

ALIKE = (
    0.5  # share of equal sentences and cells from which two texts are one; below it they are two documents
)

# What people add to a name, from the oldest state to the last. A stamped copy is what was handed in.
_STAGES = (
    ("初稿", "草稿", "征求意见稿", "送审稿", "副本", "旧版", "原版"),
    (),  # no marker at all
    ("修改稿", "修改版", "修改后", "修改", "修订稿", "修订版", "修订", "更新", "更正", "改"),
    ("定稿", "定版"),
    ("终稿", "终版", "最终稿", "最终版", "最终", "正式版", "正式稿", "final"),
    ("盖章版", "盖章件", "盖章", "签章版", "用印版", "扫描件", "扫描版"),
)
_STAGE = {word: rank for rank, words in enumerate(_STAGES) for word in words}
_WORDS = "|".join(sorted(_STAGE, key=len, reverse=True))
_OPEN, _CLOSE = r"[\s_\-.·—(\[【]*", r"[)\]】]*"
_MARK = re.compile(
    rf"{_OPEN}(?:(?P<word>{_WORDS})(?P<nth>\d{{0,2}})"
    r"|[vV版](?P<version>\d{1,3}(?:\.\d{1,3}){0,2})"
    r"|第(?P<edition>[一二三四五六七八九\d])[版稿]"
    r"|(?P<date>20\d{2}[-.年]?(?:0?[1-9]|1[0-2])[-.月]?(?:0[1-9]|[12]\d|3[01]|[1-9])日?)"
    rf"|\((?P<copy>\d{{1,2}})\)){_CLOSE}$"
)
_FORMATS = (
    ".docx",
    ".doc",
    ".wps",
    ".pdf",
    ".md",
    ".txt",
)  # which of equals: what can be edited is read best

_NO_VERSION: tuple[int, ...] = (0,)

Rank = tuple[int, tuple[int, ...], int, int, int]


def stem_and_rank(path: str) -> tuple[str, Rank]:
    """The name without version marks, and how late a version it is (larger is later).

    >>> stem_and_rank("a/自评报告（最终版）.docx")[0], stem_and_rank("a/自评报告(1).pdf")[0]
    ('自评报告', '自评报告')
    >>> stem_and_rank("自评报告修改.docx")[1] < stem_and_rank("自评报告终稿.docx")[1]
    True
    """
    name = PurePosixPath(path)
    suffix = name.suffix.lower()
    stem = unicodedata.normalize("NFKC", name.stem if suffix else name.name).strip()
    stage, version, date, copy = 1, _NO_VERSION, 0, 0
    while match := _MARK.search(stem):
        if not match.start():
            break
        found = match.groupdict()
        if found["word"]:
            stage = max(stage, _STAGE[found["word"]]) if stage != 1 else _STAGE[found["word"]]
            version = max(version, (int(found["nth"] or 0),))
        elif found["version"]:
            version = max(version, tuple(int(part) for part in found["version"].split(".")))
        elif found["edition"]:
            version = max(version, (_digit(found["edition"]),))
        elif found["date"]:
            date = max(date, _day(found["date"]))
        else:
            copy = max(copy, int(found["copy"]))
        stem = stem[: match.start()].rstrip()
    preference = len(_FORMATS) - _FORMATS.index(suffix) if suffix in _FORMATS else 0
    return stem, (stage, version, date, copy, preference)


def superseded(documents: Sequence[Document]) -> dict[str, str]:
    """For the documents of one project: path of an older version → path of the latest, which is audited.

    Names propose and texts decide: files of one folder whose names differ only by marks, or whose bytes are equal, are
    versions when half of their sentences and cells are the same.
    """
    latest: dict[str, str] = {}
    pieces = {document.path: _pieces(document) for document in documents}
    by_age = sorted(documents, key=lambda each: (stem_and_rank(each.path)[1], each.path), reverse=True)
    for index, document in enumerate(by_age):
        if document.path in latest:
            continue
        for older in by_age[index + 1 :]:
            if older.path in latest or not _may_be_versions(document, older):
                continue
            if document.sha256 == older.sha256 or _share(pieces[document.path], pieces[older.path]) >= ALIKE:
                latest[older.path] = document.path
    return latest


def _may_be_versions(one: Document, other: Document) -> bool:
    if one.sha256 == other.sha256:
        return True
    same_folder = PurePosixPath(one.path).parent == PurePosixPath(other.path).parent
    return same_folder and stem_and_rank(one.path)[0] == stem_and_rank(other.path)[0]


def _pieces(document: Document) -> Counter[str]:
    """Its sentences and cells, without spaces and width differences."""
    return Counter(piece for text in _texts(document) for piece in _split(text))


def _texts(document: Document) -> Iterable[str]:
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield block.text
        else:
            yield from (cell.text for cell in block.cells())


def _split(text: str) -> list[str]:
    bare = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    return [piece for piece in re.split(r"[。;!?]", bare) if len(piece) > 1]


def _share(one: Counter[str], other: Counter[str]) -> float:
    """Share of equal pieces in both, 0 to 1."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


def _digit(text: str) -> int:
    return int(text) if text.isdecimal() else "零一二三四五六七八九".index(text)


def _day(text: str) -> int:
    """20240131 for 2024-1-31 and its spellings."""
    parts = [int(part) for part in re.findall(r"\d+", text)]
    return parts[0] * 10_000 + parts[1] * 100 + parts[2] if len(parts) == 3 else parts[0]
