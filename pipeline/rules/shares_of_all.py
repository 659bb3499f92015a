"""SUM104 各部分占比之和不是百分之百。"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from pipeline.judging.between import sentences, texts
from pipeline.judging.statements import exact_bound
from pipeline.judging.wording import joined, number, shown
from pipeline.rulebook import Case, rule
from schemas.fact import Fact, Role
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.quantity import ZERO, Interval, Kind
from schemas.relation import Relation

_SHARE = re.compile(
    r"(?:占|占比|比重|比例)(?:比|比重|比例|总数|总量|总额|全部|其|资金|支出)*(?:的)?(?:为|达到?|约为|是)?$"
)
_NOT_ALL = re.compile("等(?!级)|其中|约|左右|分别|以上|累计|合计|增长|同比")
_REST = re.compile("其他|其它|其余|剩余|不满意|不知晓|不了解|不支持|不认可")
_FEWEST = 3
_NEAR = 12  # characters before a share that call it one
_WIDE = Decimal(5)  # percentage points: farther from the whole the shares are of several things
_HUNDRED = Decimal(100)


@rule(
    "SUM104",
    "各部分占比之和不是百分之百",
    severity=Severity.ERROR,
    basis="统计常识：同一总体各部分占比之和为100%",
    covers=("C04",),
)
def shares_of_all(case: Case) -> Iterator[Finding]:
    """一句话里连着写三个以上占比、加起来接近100%的，应当正好是100%（允许每个数四舍五入）。

    列到“其他”“不满意”为止的，是全部，不等于100%为不一致；没有这样的话的，请核实。带“等”“其中”“约”的，
    离100%超过5个百分点的，不是同一总体的全部，不核对。

    为什么：占比加起来多出或者少了，总有一个数是错的。

    一致    非常满意占45.2%，满意占50.1%，不满意占4.7%
    不一致  非常满意占45.2%，满意占50.1%，不满意占7.4%
    不适用  没有连着写几个占比
    """
    for text, facts in texts(case):
        for sentence in sentences(facts):
            shares = [fact for fact in sentence if _is_share(fact, text)]
            if len(shares) >= _FEWEST and _one_list(shares, sentence, text):
                yield from _judged(shares, text)


def _is_share(fact: Fact, text: str) -> bool:
    plain = fact.quantity.kind is Kind.PERCENT and fact.role is Role.ACTUAL and exact_bound(fact)
    before = text[max(0, fact.anchor.start - _NEAR) : fact.anchor.start]
    return plain and 0 < (fact.quantity.value or 0) < _HUNDRED and _SHARE.search(before) is not None


def _one_list(shares: Sequence[Fact], sentence: Sequence[Fact], text: str) -> bool:
    """Whether nothing but names, and the numbers that the shares are of, stands between the shares."""
    inside = [fact for fact in sentence if shares[0].order <= fact.order <= shares[-1].order]
    percents = [fact for fact in inside if fact.quantity.kind is Kind.PERCENT]
    said = text[shares[0].anchor.start - _NEAR : shares[-1].anchor.end + 2]
    return len(percents) == len(shares) and _NOT_ALL.search(said) is None


def _judged(shares: Sequence[Fact], text: str) -> Iterator[Finding]:
    quantities = [share.quantity for share in shares]
    added = sum((quantity.value or ZERO for quantity in quantities), ZERO)
    if abs(added - _HUNDRED) > _WIDE:
        return
    slack = sum((quantity.ulp / 2 for quantity in quantities), ZERO)
    evidence = tuple(Evidence.of(share, "part") for share in shares)
    formula = f"{joined(quantities, '+')}={number(added)}"
    name = "占比之和"
    parts = tuple((at, 1) for at in range(len(shares)))
    relations = (Relation((), parts, plus=Fraction(_HUNDRED), rounded=True),)
    if Interval.around(added, slack).meets(Interval.point(_HUNDRED)):
        told = "占比之和为100%"
        yield Finding(Outcome.AGREES, name, told, evidence, formula, unit="%", relations=relations)
        return
    last = text[shares[-2].anchor.end : shares[-1].anchor.start]
    sure = _REST.search(last) is not None
    listed = "、".join(f"{share.subject}{shown(share.quantity)}" for share in shares)
    yield Finding(
        Outcome.DIFFERS if sure else Outcome.REVIEW,
        name,
        f"{listed}（{shares[0].anchor}），加起来是 {number(added)}%，不是100%",
        evidence,
        formula,
        None if sure else Severity.WARNING,
        expected=_HUNDRED,
        actual=added,
        tolerance=slack,
        unit="%",
        relations=relations,
        suggestion="请核对各部分的占比",
    )
