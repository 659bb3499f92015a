"""The run itself: read every file in a process of its own, put together what belongs together, confront each project."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from importlib import metadata
from pathlib import Path, PurePosixPath
from typing import Any

from pipeline import workers as pool
from pipeline.across import confront_across, joined
from pipeline.archives import opened
from pipeline.areas import whole
from pipeline.conversions import prepared
from pipeline.members import say_members
from pipeline.rulebook import Case, Origin, confront
from pipeline.run import CaseAudit, FileRow, Run, Status
from pipeline.submission import Grouped, Submission, group
from pipeline.suspects import located
from pipeline.walk import Found, walk
from schemas.document import Document
from schemas.errors import Figureless, GoujiError, UsageError, WorkerLost
from schemas.indicator import load_schema
from schemas.thresholds import Thresholds, load_thresholds

Progress = Callable[[str, int, int, str], None]  # stage, done, total, name of what was just done

_NAMED = 3  # projects told by name where last year's or the bureau's are not handed in
_PARTS = ("pdfplumber", "pdfminer.six", "lxml", "jieba", "spacy", "rapidfuzz", "pandas", "PyYAML", "jinja2")


@dataclass(frozen=True, slots=True)
class Options:
    """How to run. ``timeout_seconds`` is per file and per project; ``bureau`` names the file of ``thresholds``, if any.

    ``base``: the results of last year's run; ``reference``: a table of the bureau's own figures.
    """

    workers: int = 0  # 0: as many as fit
    timeout_seconds: float = pool.TIMEOUT_SECONDS
    memory_bytes: int = pool.MEMORY_BYTES
    thresholds: Thresholds = field(default_factory=load_thresholds)
    bureau: str = ""
    base: Path | None = None
    reference: Path | None = None


def audit_directory(
    root: Path,
    options: Options | None = None,
    *,
    without: Path | None = None,
    progress: Progress | None = None,
) -> Run:
    """Audit everything below ``root``, except what lies below ``without``.

    Raises:
        UsageError: there is no such directory, or nothing in it.
    """
    _check_directory(root)
    if without and without.resolve() == root.resolve():
        raise UsageError(without, "结果目录就是材料目录", "请用 -o 指定另一个输出目录")
    found = walk(root, without=without)
    if not any(each.status is None for each in found) and not any(f.status is Status.FAILED for f in found):
        raise UsageError(root, "目录里没有可以核对的文件", "请把各部门的 PDF 或 Word 材料放进去后重新运行")
    return _audit(root, found, options or Options(), progress)


def audit_file(path: Path, options: Options | None = None, *, progress: Progress | None = None) -> Run:
    """Audit one file as a project of its own."""
    if not path.is_file():
        raise UsageError(path, "没有这个文件", "请检查路径")
    return _audit(path.parent, [Found(path, path.name)], options or Options(), progress)


def _check_directory(root: Path) -> None:
    if root.is_file():
        raise UsageError(
            root, "是一个文件，不是目录", "请给出它所在的目录；只看一个文件的数值用 gouji facts 文件"
        )
    if not root.is_dir():
        raise UsageError(root, "没有这个目录", "请检查路径，或新建该目录并放入各部门提交的材料")


def _audit(root: Path, found: Sequence[Found], options: Options, progress: Progress | None) -> Run:
    started = time.monotonic()
    tell = progress or _silent
    known = _known(options)
    seconds: dict[str, float | None] = {}
    with opened(
        found,
        workers=options.workers or pool.default_workers(),
        timeout_seconds=options.timeout_seconds,
        tell=tell,
        seconds=seconds,
    ) as files:
        rows, documents = _read_all(files, options, tell, seconds)
        archives = {each.name for each in files if each.kind and each.status is not Status.SKIPPED}
    rows = say_members(rows, archives)
    read = time.monotonic()
    grouped = group(documents)
    rows = _say_versions(rows, grouped)
    audits, unjudged, broken = _confront_all(grouped.submissions, options, tell)
    rows = [replace(row, **unjudged[row.path]) if row.path in unjudged else row for row in rows]
    judged = time.monotonic()
    known, strange = joined([audit.case for audit in audits], known)
    audits, bugs = confront_across(audits, known)
    ended = time.monotonic()
    return Run(
        files=tuple(sorted(rows, key=lambda row: row.path)),
        audits=tuple(audits),
        broken=(*broken, *bugs),
        notes=(*grouped.apart, *_notes(known, strange)),
        documents=tuple(sorted(documents, key=lambda each: each.path)),
        versions=_versions(),
        parameters={
            "timeout_seconds": options.timeout_seconds,
            "memory_bytes": options.memory_bytes,
            "bureau": options.bureau,
            "thresholds": options.thresholds.written(),
            "base": _sha256(options.base / "facts.jsonl") if options.base else None,
            "reference": _sha256(options.reference) if options.reference else None,
        },
        timing={
            "directory": str(root),
            "host": platform.node(),
            "platform": platform.platform(),
            "workers": options.workers or pool.default_workers(),
            "seconds_reading": round(read - started, 3),
            "seconds_checking": round(judged - read, 3),
            "seconds_across": round(ended - judged, 3),
            "base": str(options.base or ""),
            "reference": str(options.reference or ""),
            "seconds_per_file": seconds,
        },
    )


def _known(options: Options) -> list[Case]:
    """What is known from outside this run, read before hours are spent on the rest."""
    from pipeline.last_year import last_year
    from pipeline.reference import reference

    schema = load_schema()
    found = last_year(options.base, schema) if options.base else []
    return [*found, *(reference(options.reference, schema) if options.reference else ())]


def _notes(known: Sequence[Case], strange: Sequence[Case]) -> Iterator[str]:
    """How many projects of last year and of the bureau's table this run has, so that silence is not taken for agreement."""
    for origin in (Origin.LAST_YEAR, Origin.BUREAU):
        projects = [case for case in known if case.origin is origin and case.project]
        missing = [f"{case.department}/{case.project}" for case in strange if case.origin is origin]
        if projects:
            named = "、".join(missing[:_NAMED]) + ("等" if len(missing) > _NAMED else "")
            left = f"；本次没有的：{named}" if missing else ""
            yield f"{origin}有 {len(projects)} 个项目，与本次对上 {len(projects) - len(missing)} 个{left}"
    bureau = [case for case in known if case.origin is Origin.BUREAU]
    for document in dict.fromkeys(document for case in bureau for document in case.documents):
        yield from (f"{document.path} {each}" for each in document.warnings)
    loose = [fact for case in bureau if not case.project for fact in case.facts if whole(fact.scope.area)]
    if loose:
        named = "、".join(f"{fact.subject}（{fact.anchor}）" for fact in loose[:_NAMED])
        more = f"等{len(loose)}个" if len(loose) > _NAMED else ""
        why = "没有写明是哪个地方的，本次的材料不止一个地方，或者看不出是哪里的，没有用来核对"
        yield f"{loose[0].anchor.path} {named}{more}：{why}；请在“区域”一栏写明"


def _read_all(
    found: Sequence[Found], options: Options, tell: Progress, seconds: dict[str, float | None]
) -> tuple[list[FileRow], list[Document]]:
    """Read what is to be read; a row for every file, a document for every one that could be read; fill ``seconds``."""
    rows = [
        FileRow(
            each.name,
            each.status,
            each.reason,
            _sha256(each.path) if each.kind else "",
            _size(each.path),
            each.kind,
            remedy=each.remedy,
        )
        for each in found
        if each.status is not None
    ]
    documents: list[Document] = []
    to_read = [each for each in found if each.status is None]
    if not to_read:
        return rows, documents
    workers = options.workers or pool.default_workers()
    ceiling = options.memory_bytes
    with prepared(to_read, _preload_readers, workers=workers, memory_bytes=ceiling, tell=tell) as preload:
        done = pool.each(
            read_document,
            [(each.path, each.name) for each in to_read],
            workers=workers,
            timeout_seconds=options.timeout_seconds,
            memory_bytes=ceiling,
            preload=preload,
        )
        for count, (file, outcome) in enumerate(zip(to_read, done, strict=True), 1):
            tell("读取", count, len(to_read), file.name)
            seconds[file.name] = outcome.seconds
            if outcome.value is not None:
                documents.append(outcome.value)
                rows.append(_read_row(file, outcome.value))
            else:
                rows.append(_failed_row(file, outcome.trouble, outcome.lost))
    return rows, documents


def read_document(path: Path, name: str) -> Document:
    """Runs in a worker."""
    from extractors.reader import read

    return read(path, name)


def _preload_readers() -> None:
    from extractors.reader import readers

    readers()
    import pdfplumber  # noqa: F401  (paid once, before the workers are forked)


def _read_row(file: Found, document: Document) -> FileRow:
    status = Status.PARTIAL if document.partial else Status.PARSED
    reason = "；".join(filter(None, (file.reason, *document.warnings)))
    if document.partial and not reason:
        reason = "部分内容未能读取"
    tables = sum(1 for _ in document.tables())
    return FileRow(
        file.name,
        status,
        reason,
        document.sha256,
        document.bytes or _size(file.path),
        document.format,
        document.pages,
        tables,
    )


def _failed_row(file: Found, trouble: GoujiError | None, lost: str) -> FileRow:
    error = trouble or WorkerLost(
        file.name, lost, "请确认文件能正常打开，必要时用 Word 另存为 .docx 后重新提交"
    )
    return FileRow(
        file.name,
        Status.SKIPPED if isinstance(error, Figureless) else Status.FAILED,
        "；".join(filter(None, (error.why, file.reason))),
        _sha256(file.path),
        _size(file.path),
        PurePosixPath(file.name).suffix.lower().lstrip("."),
        remedy=error.remedy,
    )


def _say_versions(rows: Iterable[FileRow], grouped: Grouped) -> list[FileRow]:
    """Files that were set aside for a later version are skipped, and say so: nothing of them is checked."""
    said: list[FileRow] = []
    for row in rows:
        latest = grouped.superseded.get(row.path)
        if latest is not None:
            sentence = f"与“{latest}”为同一文件的不同版本，核对以“{latest}”为准，这一份没有核对"
            reason = "；".join(filter(None, (sentence, row.reason)))
            row = replace(row, status=Status.SKIPPED, reason=reason, instead=latest)
        said.append(row)
    return said


def _confront_all(
    submissions: Sequence[Submission], options: Options, tell: Progress
) -> tuple[list[CaseAudit], dict[str, dict[str, Any]], list[str]]:
    """Every project judged; of those that could not be, what to say of their files; and our own bugs, told in full.

    One project costs no other: a bug is told loudly at the end (exit 4), when all the rest is written.
    """
    if not submissions:
        return [], {}, []
    done = pool.each(
        confront_submission,
        [(each, options.thresholds) for each in submissions],
        workers=options.workers or pool.default_workers(),
        timeout_seconds=options.timeout_seconds,
        memory_bytes=options.memory_bytes,
        preload=_preload_rules,
    )
    audits: list[CaseAudit] = []
    unjudged: dict[str, dict[str, Any]] = {}
    broken: list[str] = []
    for count, (submission, outcome) in enumerate(zip(submissions, done, strict=True), 1):
        name = "/".join(filter(None, (submission.department, submission.project)))
        tell("核对", count, len(submissions), name)
        if outcome.trouble is not None:
            raise outcome.trouble
        if outcome.value is not None:
            audits.append(outcome.value)
            continue
        if outcome.traceback:
            broken.append(f"核对“{name}”时{outcome.lost}\n{outcome.traceback}".rstrip())
        told = {
            "status": Status.PARTIAL,
            "reason": f"已读取，但没有核对完：{outcome.lost}",
            "remedy": "请把材料拆分成正常篇幅的段落和文件后重新提交，或用 --timeout 放宽时限",
        }
        unjudged |= {document.path: told for document in submission.documents}
    return audits, unjudged, broken


def confront_submission(submission: Submission, thresholds: Thresholds | None = None) -> CaseAudit:
    """Runs in a worker: find the facts of one project, hear every rule, and say which figures are probably wrong."""
    case = case_of(submission, thresholds)
    return CaseAudit(case, tuple(located(case, confront(case))))


def case_of(submission: Submission, thresholds: Thresholds | None = None) -> Case:
    """The case of one submission: folders name it where they can, its documents where they cannot."""
    from extractors.facts import find_case

    schema = load_schema()
    found = find_case(submission.documents, schema)
    return Case(
        department=submission.department or found.department,
        project=(found.project if submission.guessed else "") or submission.project or found.project,
        year=found.year,
        documents=submission.documents,
        forms=found.forms,
        facts=found.facts,
        breakdowns=found.breakdowns,
        schema=schema,
        thresholds=thresholds or load_thresholds(),
    )


def _preload_rules() -> None:
    from extractors.facts import find_case  # noqa: F401  (spaCy and jieba come with it)
    from pipeline.rulebook import rulebook

    rulebook()
    load_schema()


def _versions() -> dict[str, str]:
    found = {"python": platform.python_version()}
    for name in ("gouji", *_PARTS):
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = ""
    return found


def _size(path: Path) -> int:
    try:
        return os.lstat(path).st_size
    except OSError:
        return 0


def _sha256(path: Path) -> str:
    digest = sha256()
    try:
        with path.open("rb") as file:
            while piece := file.read(1 << 20):
                digest.update(piece)
    except OSError:
        return ""
    return digest.hexdigest()


def _silent(stage: str, done: int, total: int, name: str) -> None:
    """Say nothing."""
