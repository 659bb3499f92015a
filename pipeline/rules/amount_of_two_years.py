"""PER802 同一笔资金写成两个年度。"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractors.slips import TELLING_DIGITS, digits_of
from pipeline.judging.between import Texts
from pipeline.judging.statements import exact_bound, of_report_year
from pipeline.judging.wording import named, relation
from pipeline.rulebook import Case, rule
from schemas.fact import Fact, Role, Source
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.quantity import Kind

_REACH = 40  # characters before a figure
_STOP = re.compile("[，。；,;]")
_YEAR = re.compile(r"20\d\d年")
_OF_ANOTHER = re.compile("结转|结余|加上|连同|[当本今]年|本年度|全年")  # 2023年结转20万元，可用320万元
_FEWER_DIGITS = 3  # tell as much of money spent, unless it is rounded to fives
_SPENT, _GRANTED = "支出", "预算"
_STAGES = {
    Role.EXECUTED: _SPENT,
    Role.BUDGET: _GRANTED,
    Role.BUDGET_FULL: _GRANTED,
    Role.BUDGET_INITIAL: _GRANTED,
    Role.ARRIVED: _GRANTED,
}


@rule(
    "PER802",
    "同一笔资金写成两个年度",
    severity=Severity.WARNING,
    basis="财预〔2020〕10号：绩效自评反映预算年度的完成情况",
)
def amount_of_two_years(case: Case) -> Iterator[Finding]:
    """项目的预算数、支出数，正文一处写明是上一年度的，别处（自评表或者没有写别的年度的句子）又是本年度的，请核实。

    两处数值相同、都是项目本身的资金、有四位以上有效数字才看；整百整千的预算，两年可能相同。上年的数正文另外写了的
    （比上年的300万元），说明不是笔误，不报告。

    为什么：套用上年的报告，年份常常只改了一部分。

    一致    2024年实际支出312.46万元，自评表（2024年度）全年执行数312.46万元
    请核实  2023年实际支出312.46万元，自评表（2024年度）全年执行数312.46万元
    不适用  正文没有给项目资金写明年度
    """
    if case.year is None:
        return
    texts = Texts(case)
    own: dict[tuple[str, Decimal], list[Fact]] = {}
    for fact in case.said(*_STAGES):
        if fact.indicator.startswith("budget:") and _is_told(fact) and of_report_year(fact, case):
            own.setdefault(_key(fact), []).append(fact)
    for fact in case.said(*_STAGES):
        if fact.source is not Source.PROSE or not _is_told(fact):
            continue
        year = _dated(fact, texts)
        known = [
            each for each in own.get(_key(fact), ()) if each.sentence != fact.sentence or not each.sentence
        ]
        if year is None or not known:
            continue
        if year == case.year:
            yield Finding(
                Outcome.AGREES,
                fact.subject,
                f"各处都是{case.year}年的数",
                (Evidence.of(fact, "mention"), Evidence.of(known[0], "mention")),
            )
        elif year == case.year - 1 and not _said_of_both(fact, known):
            yield _review(fact, known, case.year)


def _is_told(fact: Fact) -> bool:
    plain = exact_bound(fact) and fact.quantity.kind is Kind.MONEY and not fact.quantity.unit.per
    digits = digits_of(fact.quantity)
    spent = fact.role is Role.EXECUTED and len(digits) == _FEWER_DIGITS and digits[-1] != "5"
    return plain and (spent or len(digits) >= TELLING_DIGITS)


def _dated(fact: Fact, texts: Texts) -> int | None:
    """The year that the words before the figure give it: 2023年实际支出…, 截至2023年底，累计支付…; 2023年可用…；支出…, where no other is named.

    Not so 加上2023年结转，可用….
    """
    *others, clause = _STOP.split(texts.before(fact, _REACH))
    if others and others[-1].lstrip().startswith("截") and not _YEAR.search(clause):
        clause = others[-1]
    printed = [*_YEAR.findall(clause)]
    if len(printed) == 1 and (clause.lstrip().startswith("截") or _period_says(fact, printed[0])):
        return int(printed[0][:4])
    head = fact.sentence[: max(0, fact.sentence.find(fact.quantity.raw))]
    alone = set(_YEAR.findall(fact.sentence))
    if len(alone) == 1 and not printed and not _OF_ANOTHER.search(head) and _period_says(fact, max(alone)):
        return int(max(alone)[:4])
    return None


def _period_says(fact: Fact, year: str) -> bool:
    return fact.stated and fact.period is not None and fact.period.last.year == int(year[:4])


def _key(fact: Fact) -> tuple[str, Decimal]:
    return _STAGES[fact.role], fact.quantity.value or Decimal(0)


def _said_of_both(fact: Fact, known: Sequence[Fact]) -> bool:
    """Whether this year's is dated too, in the same paragraph: then the budget stayed as it was."""
    return any(
        each.stated and each.anchor.block == fact.anchor.block and each.source is not Source.FORM
        for each in known
    )


def _review(fact: Fact, known: Sequence[Fact], year: int) -> Finding:
    return Finding(
        Outcome.REVIEW,
        fact.subject,
        f"{fact.subject}：正文写明是{year - 1}年的数 {named(fact)}，别处是{year}年的数：{named(known[0])}",
        (Evidence.of(fact, "mention"), *(Evidence.of(each, "mention") for each in known[:2])),
        relation(fact.quantity, known[0].quantity),
        unit=fact.quantity.unit.name,
        indicator=known[0].indicator,
        year=year,
        suggestion="请核对这一处的年份；两年确实相同的，请说明",
    )
