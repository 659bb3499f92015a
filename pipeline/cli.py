"""The command line. Results go to stdout, complaints to stderr; the only module that prints.

Heavy packages are imported by the functions that need them: `gouji explain` must answer at once.
"""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.safe import visible
from schemas.errors import GoujiError, ReadError, UsageError

if TYPE_CHECKING:
    from rich.progress import TaskID

    from pipeline.audit import Progress
    from pipeline.rulebook import Rule
    from pipeline.run import FileRow, Run
    from schemas.thresholds import Thresholds

CLEAN, FINDINGS, USAGE, UNREAD, BROKEN, INTERRUPTED = 0, 1, 2, 3, 4, 130
_BUREAU = "本局的界限，YAML 格式，只写要改的几项（gouji thresholds 列出全部）"
_WORST_FIRST = ("error", "warning", "info")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; come back with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        asked = _parser().parse_args(arguments)
        run: Callable[[argparse.Namespace], int] = asked.run
        code = run(asked)
        sys.stdout.flush()
    except GoujiError as error:
        _complain(f"gouji: {error}")
        return UNREAD if isinstance(error, ReadError) else USAGE
    except KeyboardInterrupt:
        _complain("gouji: 已中断，没有写完的结果不会留下")
        return INTERRUPTED
    except BrokenPipeError:
        _hush()
        return CLEAN
    except Exception as error:  # noqa: BLE001  (the last place where it can be told)
        return _broken(error)
    return code


def _broken(error: Exception) -> int:
    if isinstance(error, OSError):
        _complain(f"gouji: 写入或读取失败：{error}\n  怎么办：请检查磁盘空间和权限后重新运行")
    else:
        traceback.print_exc()
        _complain(f"gouji: 程序出错：{type(error).__name__}: {error}\n  怎么办：请把以上内容交给维护人员")
    return BROKEN


class _Parser(argparse.ArgumentParser):
    """argparse, with its complaint in the language of the user."""

    def error(self, message: str) -> None:  # type: ignore[override]
        raise UsageError("", f"命令有误（{message}）", f"用法见 {self.prog} --help")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="gouji",
        description="勾稽：逐个核对预算支出绩效自评材料里的每一个金额和指标",
        epilog="退出码：0 一致，1 有不一致，2 用法或配置有误，3 有文件未读全，4 程序出错，130 中断",
    )
    commands = parser.add_subparsers(title="命令", metavar="命令", required=True)

    audit = commands.add_parser("audit", help="核对一个目录里的全部材料", description=_audit.__doc__)
    audit.add_argument("directory", type=Path, metavar="目录", help="按 目录/部门/项目/文件 存放的材料")
    audit.add_argument(
        "-o", "--out", type=Path, default=Path("out"), metavar="目录", help="结果目录（默认 out）"
    )
    audit.add_argument(
        "--fail-on",
        choices=(*_WORST_FIRST, "never"),
        default="error",
        help="发现达到这一级别时退出码为 1（默认 error）",
    )
    audit.add_argument(
        "--workers", type=_positive, default=0, metavar="N", help="同时读取的进程数（默认按机器）"
    )
    audit.add_argument(
        "--timeout", type=_positive, default=120, metavar="秒", help="每个文件的时限（默认 120）"
    )
    audit.add_argument("--bureau", type=Path, metavar="文件", help=_BUREAU)
    audit.add_argument(
        "--base",
        type=Path,
        metavar="目录",
        help="上年核对的结果目录：核对“上年”数、目标是否低于上年实际、文字是否照抄上年",
    )
    audit.add_argument(
        "--reference",
        type=Path,
        metavar="表格",
        help="财政部门掌握的数（.xlsx、.csv；栏目：部门、项目、指标、年度、数值、单位、来源）：核对预算数、执行数和全市统计数",
    )
    audit.set_defaults(run=_audit)

    explain = commands.add_parser("explain", help="解释一条规则", description=_explain.__doc__)
    explain.add_argument("code", metavar="编号", help="规则编号，如 SUM102")
    explain.add_argument("--bureau", type=Path, metavar="文件", help=_BUREAU)
    explain.set_defaults(run=_explain)

    rules = commands.add_parser("rules", help="列出全部规则", description=_rules.__doc__)
    rules.add_argument(
        "--catalogue",
        action="store_true",
        help="按审核人员看什么列出，Markdown 格式（pipeline/rules/README.md）",
    )
    rules.set_defaults(run=_rules)

    limits = commands.add_parser(
        "thresholds", help="列出可由财政局调整的界限", description=_thresholds.__doc__
    )
    limits.set_defaults(run=_thresholds)

    facts = commands.add_parser("facts", help="列出一个文件里读到的全部数值", description=_facts.__doc__)
    facts.add_argument("file", type=Path, metavar="文件")
    facts.set_defaults(run=_facts)
    return parser


def _limits(file: Path | None) -> Thresholds:
    from schemas.thresholds import bureau_thresholds, load_thresholds

    return load_thresholds() if file is None else bureau_thresholds(file)


def _positive(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 100_000:
        raise argparse.ArgumentTypeError(f"{text!r} 应为正整数")
    return int(text)


def _audit(asked: argparse.Namespace) -> int:
    """读取目录里的全部 PDF、Word 材料，逐项核对，写出 audit.csv、审阅页和机器可读的结果。"""
    from pipeline import screen
    from pipeline.audit import Options, audit_directory
    from pipeline.report import prepare, write_reports

    options = Options(
        workers=asked.workers,
        timeout_seconds=asked.timeout,
        thresholds=_limits(asked.bureau),
        bureau=asked.bureau.name if asked.bureau else "",
        base=asked.base,
        reference=asked.reference,
    )
    if asked.directory.is_dir():
        prepare(asked.out)
    with _progress() as tell:
        run = audit_directory(asked.directory, options, without=asked.out, progress=tell)
    moved = write_reports(run, asked.out)
    try:
        for line in screen.audit_lines(run, asked.out):
            print(line)
        sys.stdout.flush()
    except BrokenPipeError:
        _hush()
    for sentence in (*run.notes, *moved):
        _complain(f"注意：{sentence}")
    for row in run.unread():
        _complain(_unread_line(row))
    for trouble in run.broken:
        _complain(
            f"gouji: 程序出错：{trouble}\n  怎么办：请把以上内容和该项目的材料交给维护人员；其他项目不受影响"
        )
    return BROKEN if run.broken else exit_code(run, asked.fail_on)


def exit_code(run: Run, fail_on: str = "error") -> int:
    """3 where a file was not fully read, else 1 where a finding is at or above ``fail_on``, else 0."""
    from pipeline.run import problems

    if run.unread():
        return UNREAD
    counted = () if fail_on == "never" else _WORST_FIRST[: _WORST_FIRST.index(fail_on) + 1]
    return FINDINGS if any(record.severity in counted for record in problems(run)) else CLEAN


def _unread_line(row: FileRow) -> str:
    told = f"{row.status.words}  {visible(row.path)}：{visible(row.reason)}"
    return f"{told}\n  怎么办：{row.remedy}" if row.remedy else told


def _explain(asked: argparse.Namespace) -> int:
    """解释一条规则：怎样判断，为什么要查，什么样算一致、不一致、不适用。"""
    from pipeline.rulebook import rulebook

    known = {rule.code: rule for rule in rulebook()}
    rule = known.get(asked.code.strip().upper())
    if rule is None:
        raise UsageError(asked.code, "没有这条规则", _nearest(asked.code.upper(), list(known)))
    print(f"{rule.code} {rule.title}（{rule.severity.words}）\n")
    print(rule.manual)
    for line in _limit_lines(rule, _limits(asked.bureau)):
        print(line)
    print(f"\n依据：{rule.basis}")
    return CLEAN


def _limit_lines(rule: Rule, bureau: Thresholds) -> Iterator[str]:
    """What a bureau may set otherwise, and what this one did."""
    from schemas.thresholds import load_thresholds, told

    before, now = load_thresholds().written(), bureau.written()
    if rule.limits:
        yield "\n界限（财政局可用 --bureau 文件另定）："
    for key in rule.limits:
        yield f"  {key}：{told(key)}"
        if now[key] != before[key]:
            yield f"    本局定为 {now[key]}"


def _nearest(code: str, known: list[str]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(code, known, n=3, cutoff=0.5)
    return f"是不是 {'、'.join(close)}？" if close else "gouji rules 列出全部规则"


def _rules(asked: argparse.Namespace) -> int:
    """列出全部规则：编号、级别、名称；或者审核人员看什么、由哪条规则核对。"""
    from pipeline import catalogue
    from pipeline.rulebook import rulebook

    if asked.catalogue:
        for line in catalogue.lines():
            print(line)
        return CLEAN

    rules: list[Rule] = rulebook()
    for rule in rules:
        print(f"{rule.code}  {rule.severity.words}  {rule.title}")
    print(f"\n共 {len(rules)} 条规则；gouji explain 编号 可看判断方法和例子")
    return CLEAN


def _facts(asked: argparse.Namespace) -> int:
    """列出一个文件里读到的全部数值：在哪里、是多少、什么角色、什么时期、归到哪个指标。"""
    from pipeline import screen
    from pipeline.audit import case_of, read_document
    from pipeline.submission import group

    if not asked.file.is_file():
        raise UsageError(asked.file, "没有这个文件", "请检查路径")
    document = read_document(asked.file, asked.file.name)
    [submission] = group([document]).submissions
    for line in screen.fact_lines(case_of(submission)):
        print(line)
    for warning in document.warnings:
        _complain(f"注意：{warning}")
    return UNREAD if document.partial else CLEAN


def _thresholds(_: argparse.Namespace) -> int:
    """列出可由财政局调整的界限。存成文件、改其中几项，用 gouji audit --bureau 文件 核对。"""
    from schemas.thresholds import default_text

    print(default_text(), end="")
    return CLEAN


@contextmanager
def _progress() -> Iterator[Progress]:
    """A bar on a terminal, a few plain lines elsewhere; on stderr, so that results can be piped."""
    if not sys.stderr.isatty():
        yield _plain_progress
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    name = TextColumn("{task.fields[name]}", markup=False)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), name)
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, TaskID] = {}

        def tell(stage: str, done: int, total: int, name: str) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=total, name="")
            bar.update(tasks[stage], completed=done, name=visible(name))

        yield tell


def _plain_progress(stage: str, done: int, total: int, name: str) -> None:
    """About ten lines a stage, however many files there are."""
    if done == total or done % max(1, total // 10) == 0:
        _complain(f"{stage} {done}/{total}  {visible(name)}")


def _complain(sentence: str) -> None:
    with suppress(BrokenPipeError):
        print(sentence, file=sys.stderr, flush=True)


def _hush() -> None:
    """Whoever read our output is gone (`| head`): let the interpreter close its pipe without a complaint."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
