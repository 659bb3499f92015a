"""DUP305 说全部拨付、全部支出，数字却不足。"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractors.plain import plain
from pipeline.judging.amounts import size
from pipeline.judging.between import Texts
from pipeline.judging.money_rates import money_rate_kind
from pipeline.judging.wording import named, operand, shown
from pipeline.rulebook import Case, rule
from schemas.document import Anchor, Paragraph
from schemas.fact import Fact, Role, Source
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.quantity import ZERO, Bound, Kind
from schemas.relation import Relation
from schemas.words import load_words

_CLAUSE_ENDS = re.compile("[，,。；;：:]")
_LABEL = re.compile(r"^\s*[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[.．、）)]")
_CLAUSE = 60  # characters before the words: a longer clause names its money elsewhere
_LAST_MONTH = 12
_PROGRESS = re.compile(r"(?<!\d)(?:[1-9]|1[01])月(?:份|底|末|中旬|上旬|下旬|\d)|(?:上半年|[一二三]季度)")
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class _Claim:
    """“已全部拨付”: its words, verbs that mean the same, and the amount its clause names, if any.

    ``paid``: handed to a contractor, an enterprise or a person, so that nothing can be left to pay.
    """

    anchor: Anchor
    verbs: frozenset[str]
    amount: Fact | None
    paid: bool


@dataclass(frozen=True, slots=True)
class _Spent:
    """An amount handed on or spent, its clause, the rate printed behind it in its sentence, its paragraph from there."""

    fact: Fact
    clause: str
    rate: Fact | None
    behind: str


@rule(
    "DUP305",
    "说全部拨付、全部支出，数字却不足",
    severity=Severity.ERROR,
    basis="财预〔2020〕10号：自评数据应当真实、准确，前后一致",
    covers=("C09",),
)
def paid_in_full(case: Case) -> Iterator[Finding]:
    """写了“已全部拨付”“全部支付完毕”的，别处写的拨付数、支出数和执行率不能不足。

    全部拨付与拨付数比，全部支付、支出、使用、执行与支出数比。写明金额、而别处的支出和执行率正是按这笔金额算的，
    是不一致；没有写金额、同一节里执行率不到100%的，请核实。拨付到施工单位、企业、个人的就是支付，也与支出数比，
    支出数同一段里写了还有未支付的，是不一致；拨付到项目单位、主管部门的不是。
    截至年中某月的进度、带“未”“将”“应”“其余”等字的不算。

    为什么：一处照抄模板的“已全部拨付”，另一处是真实进度，哪个对须由单位说明。

    一致    到位资金636万元已全部支出……全年支出636万元
    不一致  专项资金2179万元已全部拨付……已拨付2113.63万元，执行率97%
    不适用  没有写全部拨付、全部支出
    """
    spent = list(_amounts_spent(case))
    for claim in _claims(case):
        finding = _judged(claim, [each for each in spent if any(verb in each.clause for verb in claim.verbs)])
        if finding is not None:
            yield finding


def _claims(case: Case) -> Iterator[_Claim]:
    words, money = load_words(), _money_by_place(case)
    for document in case.documents:
        for block in document.blocks:
            if not isinstance(block, Paragraph):
                continue
            for found in words.in_full["claim"].finditer(block.text):
                clause = _LABEL.sub(
                    "", _CLAUSE_ENDS.split(block.text[max(0, found.start() - _CLAUSE) : found.start()])[-1]
                )
                behind = block.text[found.end() : found.end() + 1]
                if words.in_full["no_claim"].search(clause) or behind == "后":
                    continue
                facts = money.get((block.anchor.path, block.anchor.block), [])
                amounts = _between(facts, found.start() - len(clause), found.start())
                if not amounts and not words.in_full["bare"].search(clause.strip()):
                    continue
                paid = words.in_full["payee"].match(block.text[found.end() :]) is not None
                groups = words.in_full_verbs
                verbs = next(group for group in groups if found.group(1) in group)
                if paid:
                    verbs = verbs.union(*groups)
                place = block.anchor.part(found.start() - len(clause), found.end(), block.text)
                yield _Claim(place, verbs, amounts[0] if amounts else None, paid)


def _money_by_place(case: Case) -> dict[tuple[str, int], list[Fact]]:
    money: dict[tuple[str, int], list[Fact]] = {}
    for fact in case.facts:
        if fact.quantity.kind is Kind.MONEY and fact.quantity.bound is Bound.EXACT:
            money.setdefault((fact.anchor.path, fact.anchor.block), []).append(fact)
    return money


def _between(facts: Sequence[Fact], start: int, end: int) -> Sequence[Fact]:
    """Those of ``facts``, in reading order of one paragraph, that begin from ``start`` up to ``end``."""
    first, last = (bisect_left(facts, at, key=lambda fact: fact.anchor.start) for at in (start, end))
    return facts[first:last]


def _amounts_spent(case: Case) -> Iterator[_Spent]:
    """Plain amounts spent, of the whole year or until its last month."""
    texts = Texts(case)
    for at, fact in enumerate(case.facts):
        period = fact.period
        late = period is None or (
            period.last.year == (case.year or period.last.year)
            and (period.is_year or period.last.month == _LAST_MONTH)
        )
        plain = (
            fact.quantity.kind is Kind.MONEY and fact.quantity.bound is Bound.EXACT and fact.quantity.value
        )
        if fact.role is not Role.EXECUTED or fact.source is not Source.PROSE or not plain or not late:
            continue
        begin = fact.sentence.find(fact.quantity.raw)
        if _PROGRESS.search(fact.sentence[:begin]):
            continue
        rate = next(
            (
                each
                for each in case.facts[at + 1 : at + 4]
                if each.sentence == fact.sentence
                and money_rate_kind(each) == "spent"
                and each.quantity.bound is Bound.EXACT
            ),
            None,
        )
        behind = texts.of_paragraph(fact)[fact.anchor.end :]
        yield _Spent(fact, _CLAUSE_ENDS.split(fact.sentence[:begin])[-1], rate, behind)


def _judged(claim: _Claim, spent: Sequence[_Spent]) -> Finding | None:
    amount = claim.amount
    for each in spent:
        short = each.rate is not None and (each.rate.quantity.value or ZERO) < 100
        if amount is None:
            if short and claim.paid and _own_and_unpaid(claim, each):
                return _finding(Outcome.DIFFERS, claim, each)
            if short and _same_section(claim.anchor, each.fact):
                return _finding(Outcome.REVIEW, claim, each)
        elif size(each.fact) < size(amount) and (
            _rate_of(amount, each) if short else _both_own(amount, each)
        ):
            return _finding(Outcome.DIFFERS, claim, each)
        elif size(each.fact) == size(amount) and each.fact.anchor != amount.anchor:
            evidence = (Evidence.of(each.fact, "mention"), Evidence.of(amount, "mention"))
            formula = f"{operand(each.fact.quantity)}={operand(amount.quantity, each.fact.quantity.unit)}"
            return Finding(
                Outcome.AGREES,
                "全部支出",
                "与支出数一致",
                evidence,
                formula,
                relations=(Relation.same(0, 1),),
            )
    return None


def _rate_of(amount: Fact, spent: _Spent) -> bool:
    """Whether the rate printed beside ``spent`` is that of ``amount``."""
    share = spent.fact.quantity.printed() / amount.quantity.printed()
    return spent.rate is not None and share.scaled(_HUNDRED).meets(spent.rate.quantity.printed())


def _both_own(amount: Fact, spent: _Spent) -> bool:
    return spent.rate is None and all(each.indicator.startswith("budget:") for each in (amount, spent.fact))


def _own_and_unpaid(claim: _Claim, spent: _Spent) -> bool:
    """Whether, in the same report, the paragraph on the money of the whole project says that some is unpaid."""
    own = claim.anchor.path == spent.fact.anchor.path and spent.fact.indicator.startswith("budget:")
    return own and load_words().in_full["unpaid"].search(spent.behind) is not None


def _same_section(anchor: Anchor, fact: Fact) -> bool:
    """Under the same heading of the second level."""
    section = plain("".join(fact.scope.section[:2])).text
    return anchor.path == fact.anchor.path and plain(anchor.section).text.startswith(section)


def _finding(outcome: Outcome, claim: _Claim, spent: _Spent) -> Finding:
    evidence = [Evidence("text", claim.anchor), Evidence.of(spent.fact, "mention")]
    if claim.amount is not None:
        evidence.append(Evidence.of(claim.amount, "mention"))
    if spent.rate is not None:
        evidence.append(Evidence.of(spent.rate, "rate"))
    beside = f"，{spent.rate.subject}{shown(spent.rate.quantity)}" if spent.rate is not None else ""
    unit = spent.fact.quantity.unit
    amount = claim.amount
    return Finding(
        outcome,
        "全部支出",
        f"“{claim.anchor.quote.strip()}”（{claim.anchor}），而{spent.fact.subject} {named(spent.fact)}{beside}",
        tuple(evidence),
        f"{operand(spent.fact.quantity)}<{operand(amount.quantity, unit)}" if amount is not None else "",
        Severity.WARNING if outcome is Outcome.REVIEW else None,
        expected=size(amount) / unit.factor if amount is not None else None,
        actual=size(spent.fact) / unit.factor if amount is not None else None,
        unit=unit.name if amount is not None else "",
        relations=(Relation.same(1, 2),) if amount is not None else (),
        suggestion="请核实资金是否已全部拨付或支出，改正其中一处",
    )
