"""What the terminal shows: lines of text, made here and printed by the command line."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from pipeline.judging.wording import number
from pipeline.review import doubts
from pipeline.rulebook import Case
from pipeline.run import SHORT, Record, Run, Status, problems
from pipeline.safe import visible
from schemas.fact import Fact, Source
from schemas.finding import Outcome, Severity


def audit_lines(run: Run, out: Path) -> Iterator[str]:
    """One block per finding, a count at the end."""
    figures = Counter(fact.anchor.path for audit in run.audits for fact in audit.case.facts)
    for document, records in groupby(problems(run), key=lambda record: record.document):
        yield f"{visible(document)}  {figures[document]} 个数值"
        for record in records:
            yield from _block(record)
        yield ""
    yield f"结果：{out / 'report' / 'index.html'}（审阅页） {out / 'audit.csv'}（问题清单）"
    yield summary(run)


def _block(record: Record) -> Iterator[str]:
    finding = record.finding
    mark = "（请核实）" if finding.outcome is Outcome.REVIEW else ""
    head = f"  {finding.rule} {record.severity.words} {finding.title}{mark}  [{record.fingerprint[:SHORT]}]"
    subject = f"{finding.subject}：" if finding.subject and finding.subject not in finding.message else ""
    yield head + (f"  与 [{record.root[:SHORT]}] 同源" if record.root else "")
    yield f"    {visible(subject + finding.message)}"
    if finding.suspects and not record.root:
        beside = f"。{finding.suggestion}" if len(finding.suspects) > 1 else ""
        yield f"    疑点：{visible(doubts(finding) + beside)}"


def summary(run: Run) -> str:
    """The counts of a run in one sentence."""
    outcomes = run.outcomes()
    statuses = Counter(row.status for row in run.files)
    found = problems(run)
    severities = Counter(record.severity for record in found)
    kin = sum(bool(record.root) for record in found)
    graded = " ".join(f"{each.words}{severities[each]}" for each in Severity if severities[each])
    graded += f"，其中{kin}项与别的同源" if kin else ""
    differ, asked = outcomes[Outcome.DIFFERS], outcomes[Outcome.REVIEW]
    looked = outcomes[Outcome.AGREES] + differ + asked + outcomes[Outcome.UNCLEAR]
    read = statuses[Status.PARSED] + statuses[Status.PARTIAL]
    skipped = f"，跳过 {statuses[Status.SKIPPED]} 份" if statuses[Status.SKIPPED] else ""
    partial = f"，部分读取 {statuses[Status.PARTIAL]} 份" if statuses[Status.PARTIAL] else ""
    return (
        f"共 {read} 份报告，核对 {looked} 项：一致 {outcomes[Outcome.AGREES]}"
        f"  不一致 {differ}  请核实 {asked}{f'（合计 {len(found)}：{graded}）' if graded else ''}"
        f"  无法判断 {outcomes[Outcome.UNCLEAR]}"
        f"；未读取 {statuses[Status.FAILED]} 份{partial}{skipped}"
    )


def fact_lines(case: Case) -> Iterator[str]:
    """Every figure of a case as a table; what belongs to no indicator comes last and is counted."""
    bound = [fact for fact in case.facts if fact.indicator]
    loose = [fact for fact in case.facts if not fact.indicator]
    yield f"部门 {case.department or '未注明'}  项目 {case.project or '未注明'}  年度 {case.year or '未注明'}"
    yield ""
    yield _columns("位置", "原文", "可能的值", "角色", "时期", "名称 → 指标（依据）")
    for fact in bound:
        yield _fact_line(fact, case)
    if loose:
        yield ""
        yield f"未归类 {len(loose)} 个："
    for fact in loose:
        yield _fact_line(fact, case)
    yield ""
    yield f"共 {len(case.facts)} 个数值：归到指标 {len(bound)}  未归类 {len(loose)}"


def _fact_line(fact: Fact, case: Case) -> str:
    to = f"{fact.subject} → {_indicator(fact, case)}" if fact.indicator else fact.subject
    to += f"（{fact.why}）" if fact.why else ""
    return _columns(str(fact.anchor), fact.quantity.raw, _possible(fact), fact.role.words, _period(fact), to)


def _indicator(fact: Fact, case: Case) -> str:
    """The name of what a fact belongs to: a row of the form, money of the project, an entry of the dictionary."""
    if fact.indicator.startswith("budget:"):
        return "项目资金"
    if fact.indicator.startswith("form:"):
        rows = (
            each.subject
            for each in case.facts
            if each.source is Source.FORM and each.indicator == fact.indicator
        )
        return f"自评表“{next(rows, fact.indicator)}”"
    return case.schema.label(fact.indicator)


def _period(fact: Fact) -> str:
    """When, in words; 推定 where the text does not say."""
    if fact.period is None:
        return "未注明"
    return f"{fact.period}".replace("/", "至") + ("" if fact.stated else "（推定）")


def _possible(fact: Fact) -> str:
    """All values that the words and the rounding leave, in the unit printed: 85%以上 is ≥85%."""
    unit = fact.quantity.unit
    possible = fact.quantity.interval(exact=fact.exact)
    if fact.quantity.ratio is not None:
        return str(fact.quantity.ratio)
    low, high = (None if end is None else number(end / unit.factor) for end in (possible.low, possible.high))
    if low is not None and low == high:
        return f"{low}{unit.name}"
    if low is not None and high is not None:
        return f"{low}{'' if possible.low_closed else '（不含）'}～{high}{'' if possible.high_closed else '（不含）'}{unit.name}"
    if low is not None:
        return f"{'≥' if possible.low_closed else '＞'}{low}{unit.name}"
    return f"{'≤' if possible.high_closed else '＜'}{high}{unit.name}" if high is not None else "读不出数值"


_WIDTHS = (26, 18, 26, 11, 18)


def _columns(*texts: str) -> str:
    """Side by side; a character of Chinese is two columns wide."""
    padded = (_padded(visible(text), width) for text, width in zip(texts, _WIDTHS, strict=False))
    return " ".join([*padded, visible(texts[-1])])


def _padded(text: str, width: int) -> str:
    taken = sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
    return text + " " * max(0, width - taken)
