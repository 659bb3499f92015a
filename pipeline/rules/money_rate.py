"""DRV405 资金比率与金额不符。"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from extractors.slips import slip_between
from pipeline.judging.amounts import Amount, pairs, size
from pipeline.judging.between import REPORTED, Texts
from pipeline.judging.money_rates import in_the_form, money_rate_kind
from pipeline.judging.wording import number, rounded, shown
from pipeline.rulebook import Case, rule
from schemas.fact import Fact, Role, Source
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.quantity import ZERO, Bound, Kind
from schemas.relation import Relation
from schemas.words import load_words

_BUDGETS = (Role.BUDGET_FULL, Role.BUDGET, Role.ARRIVED, Role.BUDGET_INITIAL)
_NO_BASE = frozenset({Role.STANDARD, Role.THRESHOLD, Role.GROWTH, Role.BASE, Role.BALANCE})
_STAGE_WORDS = re.compile("|".join(map(re.escape, load_words().budget_fill)))  # the longest first
# 支出143.34万元，完成率96.85%: what it is a rate of, its place says.
_BARE = re.compile(
    "[，,（(](?:全年|年度|总体|实际|整体|资金)*(?:完成|使用|发放|兑付)(?:率|进度|比例)(?:为|达到?|是)?"
)
_NOT_SPENT = re.compile("(?:未|尚欠)[^，。；]{0,4}$")
_HANDED = re.compile("拨付|拨入|划拨|到账|收到|拨[至到给]")
_CLAUSE = 40  # characters before an amount that say what became of it
_STOP = "；"
_TELLING = 4  # characters of a name from which on it names one money
_BESIDE = 40  # amounts looked at on either side of a rate
_FIRST = 200  # budgets of a case looked through for each rate: its own stand at its beginning
_NEAREST = 12  # amounts tried in pairs: a report has a handful, and pairs grow with the square
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class _Money:
    """Plain amounts of money: those of each paragraph, budgets in reading order, and what parts belong to.

    In 元, ``spent``: what the project is said to have spent under its own name; ``known``: what is printed to the 元
    somewhere (1480000.00), of which 148万元 elsewhere is no rounding.
    """

    places: dict[tuple[str, int], list[Fact]]
    budgets: list[Fact]
    spent: set[Decimal]
    known: set[Decimal]
    totals: dict[Fact, Fact] = field(default_factory=dict)  # part → total


@rule(
    "DRV405",
    "资金比率与金额不符",
    severity=Severity.ERROR,
    basis="财预〔2020〕10号附件：执行率=全年执行数÷全年预算数；到位率=到位数÷预算数，支付率、拨付率类推",
    covers=("F01", "F11"),
)
def money_rate(case: Case) -> Iterator[Finding]:
    """正文印了执行率、支付率、到位率，又写了两个金额的，应当算得出来。

    支出（到位）取比率前面同一句的；预算取同一句的，没有的取前文本项目的或者同名资金的。
    年初、调整后、到位、扣除结转等几种口径，有一种算得出来就算一致，都算不出来才说不一致，按印出的位数四舍五入，
    差不到末位一个单位的只作提示。前文的预算只是一笔分项总额的，请核实。与自评表总额行核对的执行率见 DRV401。

    为什么：没有自评表的报告，执行率只在正文里；金额改了，比率常常没有跟着改。

    一致    全年预算480万元，实际支出456万元，执行率95%
    不一致  到位资金480万元，支付432万元，支付率100%
    不适用  没有同时写出两个金额和比率
    """
    money, said = _money(case), Texts(case)
    for last, rate in zip((None, *case.facts), case.facts, strict=False):
        kind = money_rate_kind(rate) or ("spent" if _is_right_behind(rate, last, said) else "")
        if not kind or rate.quantity.bound is not Bound.EXACT or in_the_form(rate, case):
            continue
        paragraph = money.places.get((rate.anchor.path, rate.anchor.block), [])
        at = bisect_left(paragraph, rate.order, key=lambda fact: fact.order)
        before = paragraph[max(0, at - _BESIDE) : at]
        here = [fact for fact in before if _of_its_sentence(fact, rate)]
        role = Role.ARRIVED if kind == "arrived" else Role.EXECUTED
        beside = [fact for fact in here if _STOP not in (said.between(fact, rate) or "")]
        paired = len(beside) > 1 and role in {fact.role for fact in beside} and _budgets(beside)
        here = beside if paired else here  # 中央资金500万元，支出450万元，执行率90%；县级资金…
        spent = [fact for fact in here if fact.role is role and not _NOT_SPENT.search(fact.subject)]
        handed = [fact for fact in here if _handed_on(fact, said)] if role is Role.ARRIVED else []
        spent = spent or handed[-1:]
        if not spent:
            continue
        above = _above(spent[-1], money) if kind == "spent" else []
        around = [*reversed(before), *paragraph[at : at + _BESIDE]]
        agreed = _agreed(
            rate, here, spent, [*above, *(fact for fact in around if fact not in here)], money.known
        )
        pair = None if "分别" in rate.sentence else _meant(rate, here, spent, above, money)
        if agreed is not None:
            yield agreed
        elif pair is not None:
            sure = pair[0] not in handed or bool(slip_between(pair[0].quantity, pair[1].quantity))
            sure = sure and _sure(*pair) and not _rivals(pair[1], above)
            outcome = Outcome.DIFFERS if sure else Outcome.REVIEW
            yield _finding(outcome, rate, *map(Amount.of, pair))


def _is_right_behind(rate: Fact, last: Fact | None, texts: Texts) -> bool:
    """Whether it is a bare rate of what was done, right behind an amount that was spent."""
    if last is None or last.role is not Role.EXECUTED or rate.quantity.kind is not Kind.PERCENT:
        return False
    return _BARE.fullmatch(texts.between(last, rate) or "") is not None


def _money(case: Case) -> _Money:
    money = _Money(defaultdict(list), [], set(), set(), case.wholes)
    for fact in case.facts:
        plain = fact.quantity.bound is Bound.EXACT and fact.quantity.value and not fact.quantity.unit.per
        if fact.quantity.kind is not Kind.MONEY or not plain:
            continue
        if fact.quantity.ulp <= 1:
            money.known.add(size(fact))
        if fact.source in REPORTED:
            money.places[(fact.anchor.path, fact.anchor.block)].append(fact)
        if fact.role in _BUDGETS:
            money.budgets.append(fact)
        elif fact.role is Role.EXECUTED and fact.indicator.startswith("budget:"):
            money.spent.add(size(fact))
    return money


def _budgets(facts: Sequence[Fact]) -> list[Fact]:
    return [fact for fact in facts if fact.role in _BUDGETS and fact.role is not Role.ARRIVED]


def _handed_on(fact: Fact, said: Texts) -> bool:
    """安排1401万元，已足额拨付至中心账户1410万元，到位率100%: what arrived, in other words."""
    clause = re.split("[，,；;。：:]", said.before(fact, _CLAUSE))[-1]
    return fact.role in (Role.EXECUTED, Role.BUDGET_FULL) and _HANDED.search(clause) is not None


def _of_its_sentence(fact: Fact, rate: Fact) -> bool:
    of_another_year = rate.stated and fact.stated and _year(fact) != _year(rate)
    return fact.sentence == rate.sentence and not of_another_year


def _year(fact: Fact) -> int:
    return fact.period.last.year if fact.period is not None else 0


def _above(spent: Fact, money: _Money) -> list[Fact]:
    """Budgets said outside the sentence of ``spent`` that it may be a part of, the likeliest first.

    The project's own for its own, those of one name, totals of breakdowns in the same chapter, and the form's.
    """
    own = spent.indicator.startswith("budget:") or (not spent.subject and size(spent) in money.spent)
    split = {total for total in money.totals.values() if own and _chapter(total) == _chapter(spent)}
    found = []
    for fact in money.budgets[:_FIRST]:
        if fact.stated and _year(fact) != _year(spent):
            continue
        its_own = own and fact.indicator.startswith("budget:")
        said = fact.source in REPORTED and fact.order < spent.order and fact.sentence != spent.sentence
        if (its_own and fact.source is Source.FORM) or (
            said and (its_own or fact in split or _same_name(fact, spent))
        ):
            found.append(fact)
    found.sort(key=lambda fact: fact.order, reverse=True)
    return sorted(found, key=lambda fact: (not _sure(spent, fact), _BUDGETS.index(fact.role)))


def _chapter(fact: Fact) -> tuple[str, ...]:
    return (fact.anchor.path, *fact.scope.section[:1])


def _same_name(a: Fact, b: Fact) -> bool:
    shorter, longer = sorted((_name(a.subject), _name(b.subject)), key=len)
    return len(shorter) >= _TELLING and shorter in longer


@lru_cache(maxsize=4096)
def _name(subject: str) -> str:
    """What money is called, without the words of its stage: 道路管护补助资金支付 → 道路管护."""
    return "".join(_STAGE_WORDS.sub("", subject).split())


def _sure(spent: Fact, base: Fact) -> bool:
    return base.sentence == spent.sentence or base.indicator.startswith("budget:") or _same_name(base, spent)


def _rivals(base: Fact, above: Sequence[Fact]) -> bool:
    """Whether another amount further above may be meant as well: a report of several projects has several budgets."""
    return base in above and any(each.role is base.role and size(each) != size(base) for each in above)


def _agreed(
    rate: Fact,
    here: Sequence[Fact],
    spent: Sequence[Fact],
    outside: Sequence[Fact],
    known: Collection[Decimal],
) -> Finding | None:
    """Whether any fair reading bears the rate out: each amount, sums and differences of two, what was spent and left.

    ``here``: money of the sentence up to the rate; ``outside``: further above, and beside it in the paragraph; ``known``: in
    元, what is no rounding.
    """
    parts = [Amount.of(fact) for fact in reversed(spent)] + ([Amount.of(*spent)] if len(spent) > 1 else [])
    left = [
        fact for fact in (*here, *outside) if fact.role is Role.BALANCE and fact.sentence == rate.sentence
    ]
    for part in parts:
        some = part.facts[0]
        near, far = ([fact for fact in each if _may_hold(fact, some)] for each in (here[::-1], outside))
        wholes = [*map(Amount.of, (*near, *far)), *(Amount.of(*part.facts, rest) for rest in left)]
        pool = [f for f in (*here[::-1], *outside) if f.role not in _NO_BASE and f not in part.facts]
        wholes += [
            each for each in pairs(pool[:_NEAREST]) if any(_may_hold(fact, some) for fact in each.facts)
        ]
        for whole in wholes:
            share = (part.printed(known) / whole.printed(known)).scaled(_HUNDRED)
            fair = share.low is not None and not {*whole.facts} <= {*part.facts}
            if fair and share.meets(rate.quantity.printed()):
                return _finding(Outcome.AGREES, rate, part, whole)
    return None


def _may_hold(base: Fact, part: Fact) -> bool:
    """Whether ``part`` may be a part of ``base``; of the same role only what is more, whatever the words made of it."""
    return base.role not in _NO_BASE and (base.role is not part.role or size(base) > size(part))


def _meant(
    rate: Fact, here: Sequence[Fact], spent: Sequence[Fact], above: Sequence[Fact], money: _Money
) -> tuple[Fact, Fact] | None:
    """The two amounts that the rate is most plainly said of; totals rather than their parts."""
    total = money.totals.get(spent[-1])
    part = total if total is not None and total in spent else spent[-1]
    roles = [role for role in _BUDGETS if role is not part.role]
    near, far = (
        [fact for fact in each if fact.role in roles and fact not in money.totals]
        for each in (here[::-1], above)
    )
    over = (rate.quantity.value or ZERO) > _HUNDRED
    alone = len(near) == 1 and len(spent) == 1 and len(here) == 2  # no other amount can be meant
    fair = (base for base in near or far if over or size(base) >= size(part) or (alone and base in near))
    return next(((part, base) for base in fair), None)


def _finding(outcome: Outcome, rate: Fact, part: Amount, whole: Amount) -> Finding:
    evidence = (
        *(Evidence.of(fact, "executed") for fact in part.facts),
        *(Evidence.of(fact, "base") for fact in whole.facts if fact not in part.facts),
        Evidence.of(rate, "rate"),
    )
    relations = (_relation(evidence, part, whole, rate),)
    unit = part.facts[0].quantity.unit
    divided = f"{part.formula(unit)}/{whole.formula(unit)}"
    printed = rate.quantity.number or ZERO
    exact = part.value / whole.value * 100
    size = number(rounded(exact))
    if outcome is Outcome.AGREES:
        right = (
            number(printed) if abs(exact - printed) <= rate.quantity.ulp / 2 else size
        )  # amounts are rounded
        return Finding(
            outcome,
            rate.subject,
            "比率与金额相符",
            evidence,
            f"{divided}={right}%",
            unit="%",
            relations=relations,
        )
    some, all_of = part.facts[0], whole.facts[0]
    told = f"{some.subject}{shown(some.quantity)}÷{all_of.subject}{shown(all_of.quantity)}（{all_of.anchor}）应为 {size}%"
    same = printed == _HUNDRED and slip_between(some.quantity, all_of.quantity)  # one amount, written twice
    slight = abs(exact - printed) < rate.quantity.ulp and not same
    return Finding(
        outcome,
        rate.subject,
        f"{rate.subject}：{told}，文中写 {shown(rate.quantity)}（{rate.anchor}）",
        evidence,
        f"{divided}={size}%",
        Severity.INFO if slight else Severity.WARNING if outcome is Outcome.REVIEW else None,
        expected=Decimal(size),
        actual=printed,
        tolerance=rate.quantity.ulp / 2,
        unit="%",
        relations=relations,
        suggestion="请核对两个金额和比率，说明比率按哪一笔预算计算",
    )


def _relation(evidence: Sequence[Evidence], part: Amount, whole: Amount, rate: Fact) -> Relation:
    at = {each.fact: index for index, each in enumerate(evidence)}
    some, base = (tuple((at[fact], sign) for fact, sign in amount.terms) for amount in (part, whole))
    return Relation(((at[rate], 1),), some, base, scale=Fraction(100), rounded=True)
