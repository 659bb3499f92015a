"""What the row of an archive says: how many of the files in it were read, however deep, and how many were not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from pipeline.run import FileRow, Status

_INSIDE = "!/"  # between the name of an archive and that of a member
_ROW_BY_ROW = "请按各行写的办法处理后重新提交"


def say_members(rows: Sequence[FileRow], archives: Collection[str]) -> list[FileRow]:
    """``rows`` with those of ``archives`` saying what became of their members.

    An archive inside stands for its members; one that was not opened, or not to its end, is counted itself.
    """
    members: dict[str, list[FileRow]] = defaultdict(list)
    for row in rows:
        if row.path in archives and row.status is Status.PARSED:
            continue
        for around in _around(row.path):
            members[around].append(row)
    return [_said(row, members[row.path]) if row.path in archives else row for row in rows]


def _around(name: str) -> Iterator[str]:
    """The archives that the file called ``name`` may lie in.

    >>> list(_around("a.zip!/目录/b.zip!/c.txt"))
    ['a.zip', 'a.zip!/目录/b.zip']
    """
    at = name.find(_INSIDE)
    while at >= 0:
        yield name[:at]
        at = name.find(_INSIDE, at + 1)


def _said(row: FileRow, members: Sequence[FileRow]) -> FileRow:
    """The row of an archive; until now it has told only what happened to the archive itself."""
    skipped = sum(1 for each in members if each.status is Status.SKIPPED)
    unread = [each for each in members if each.status is Status.FAILED]
    count = len(members) - skipped
    whole = row.status is Status.PARSED
    if not count:
        if not whole:
            return row  # nothing came out of it: it has said why
        return replace(
            row, status=Status.SKIPPED, reason=_joined(f"{_what(row)}，里面没有可以核对的文件", row.reason)
        )
    became = _became(members, count, unread) + (f"；另跳过 {skipped} 个" if skipped else "")
    if whole:
        reason = _joined(f"{_what(row)}，内含 {count} 个文件{became}", row.reason)
    else:
        reason = _joined(row.reason, f"找到 {count} 个文件{became}")
    status = _status(row, members, count, unread)
    remedies = {each.remedy for each in unread}
    together = status is Status.FAILED and len(remedies) == 1
    remedy = row.remedy or (remedies.pop() if together else _ROW_BY_ROW if unread else "")
    return replace(row, status=status, reason=reason, remedy=remedy)


def _became(members: Sequence[FileRow], count: int, unread: Sequence[FileRow]) -> str:
    in_part = sum(1 for each in members if each.status is Status.PARTIAL)
    if len(unread) == count:
        reasons = {each.reason for each in unread}
        return f"，{'都' * (count > 1)}没有读取" + (
            f"：{reasons.pop()}" if len(reasons) == 1 else "，原因见各行"
        )
    if not unread and not in_part:
        return "，已逐个读取"
    told = [f"读取 {count - len(unread)} 个" + (f"（其中 {in_part} 个没有读全）" if in_part else "")]
    told += [f"未读取 {len(unread)} 个"] if unread else []
    return f"：{'，'.join(told)}，见各行"


def _status(row: FileRow, members: Sequence[FileRow], count: int, unread: Sequence[FileRow]) -> Status:
    if len(unread) == count:
        return Status.FAILED
    whole = row.status is Status.PARSED and all(
        each.status in {Status.PARSED, Status.SKIPPED} for each in members
    )
    return Status.PARSED if whole else Status.PARTIAL


def _what(row: FileRow) -> str:
    return "邮件" if row.format == "eml" else "压缩包"


def _joined(*sentences: str) -> str:
    return "；".join(filter(None, sentences))
