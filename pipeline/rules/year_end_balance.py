"""BUD507 收入、支出与年末结余不平。"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import chain

from pipeline.judging.accounts import Account, Item, in_prose, in_tables
from pipeline.judging.amounts import size
from pipeline.judging.statements import agree
from pipeline.judging.wording import in_unit, named, operand, relation, shown
from pipeline.rulebook import Case, rule
from schemas.fact import Fact
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.quantity import ZERO, Interval, Kind
from schemas.relation import Relation

# What else leaves an account, or comes into it, beside income and spending.
_BESIDE = re.compile(
    "结余分配|非财政拨款结余|专用基金|收回|上缴|缴回|缴还|注销|核销|核减|盘活|调剂|归还|退回|冲减|调整(?:年初|期初)|存量"
)
_Terms = tuple[tuple[Item, int], ...]
# The readings in which an account can be fair; the first that is told in full is the one meant.
_READINGS: tuple[_Terms, ...] = (
    ((Item.ALL_IN, 1), (Item.OUT, -1)),
    ((Item.IN, 1), (Item.CARRIED, 1), (Item.OUT, -1)),
    ((Item.ALL_IN, 1), (Item.CARRIED, 1), (Item.OUT, -1)),
    ((Item.IN, 1), (Item.OUT, -1)),
)
_SURE = 2  # readings from the top that need nothing left unsaid


@rule(
    "BUD507",
    "收入、支出与年末结余不平",
    severity=Severity.ERROR,
    basis="部门决算报表：本年收入+上年结转和结余−本年支出=年末结转和结余；收入总计−支出合计=年末结转和结余",
    covers=("F11",),
)
def year_end_balance(case: Case) -> Iterator[Finding]:
    """写了收入总计（或者本年收入、上年结转）、支出合计和年末结转结余的，应当收支相抵。

    在同一章里找，表格在同一张表的同一栏里找。收入总计减支出合计，本年收入加上年结转减支出，有一种成立就算一致。
    只写了本年收入、没有写上年结转的，算式不成立也不说。写了结余分配、财政收回等别的去向的，不核对。收入总计与支出总计
    相等的，支出总计里已含结余，不核对。正文的年末结转结余与表格里的不同，
    另说一处；表格没有写单位的，请核实。差额在尾差之内的只作提示。

    为什么：部门收支是整体支出自评的底数，改了一处，结余往往没有跟着改。

    一致    收入总计1000万元，支出合计900万元，年末结转和结余100万元
    不一致  收入总计1000万元，支出合计900万元，年末结转和结余80万元
    不适用  没有写全
    """
    prose, tables = list(in_prose(case)), list(in_tables(case))
    told: set[Fact] = set()
    for account in chain(prose, tables):
        finding = _balanced(account)
        if finding is not None:
            told.add(account.lines[Item.LEFT])
            yield finding
    for account in prose:
        left = account.lines[Item.LEFT]
        if left not in told:
            yield from _unlike_the_table(left, tables)


def _balanced(account: Account) -> Finding | None:
    lines = account.lines
    if any(_BESIDE.search(fact.sentence) for fact in lines.values()):
        return None
    incomes = [size(lines[item]) for item in (Item.ALL_IN, Item.IN) if item in lines]
    if Item.OUT not in lines or size(lines[Item.OUT]) in incomes:
        return None  # 总计 on either side
    if len({(fact.quantity.kind, fact.quantity.unit.base) for fact in lines.values()}) > 1:
        return None
    findings = [
        (at, _equation([(lines[item], sign) for item, sign in terms], lines[Item.LEFT]))
        for at, terms in enumerate(_READINGS)
        if account.has(*(item for item, _ in terms))
    ]
    agreed = next((each for _, each in findings if each.outcome is Outcome.AGREES), None)
    sure = [each for at, each in findings if at < _SURE]
    return agreed or (sure[0] if sure else None)


def _equation(terms: Sequence[tuple[Fact, int]], left: Fact) -> Finding:
    unit = left.quantity.unit
    made = sum((sign * size(fact) for fact, sign in terms), ZERO)
    room = Interval.point(ZERO)
    for fact, sign in terms:
        room = room + fact.quantity.printed() if sign > 0 else room - fact.quantity.printed()
    formula = "".join(("+" if sign > 0 else "-") + operand(fact.quantity, unit) for fact, sign in terms)
    formula = (
        f"{formula.removeprefix('+')}={operand(left.quantity) if made == size(left) else _number(made, left)}"
    )
    evidence = (*(Evidence.of(fact, "part") for fact, _ in terms), Evidence.of(left, "total"))
    relations = (
        Relation(((len(terms), 1),), tuple((at, sign) for at, (_, sign) in enumerate(terms)), rounded=True),
    )
    if made == size(left):
        return Finding(
            Outcome.AGREES, str(Item.LEFT), "收支相抵", evidence, formula, unit=unit.name, relations=relations
        )
    told = "、".join(f"{fact.subject} {shown(fact.quantity)}" for fact, _ in terms)
    slight = room.meets(left.quantity.printed())
    return Finding(
        Outcome.DIFFERS,
        str(Item.LEFT),
        f"{told}，应余 {in_unit(made, unit)}，写的是 {named(left)}，相差 {in_unit(abs(made - size(left)), unit)}"
        + ("，在尾差之内" if slight else ""),
        evidence,
        formula,
        Severity.INFO if slight else None,
        expected=made / unit.factor,
        actual=left.quantity.number,
        unit=unit.name,
        relations=relations,
        suggestion="请按部门决算报表核对收入、支出和年末结转结余；有结余分配、财政收回的，请写明",
    )


def _number(value: Decimal, like: Fact) -> str:
    return in_unit(value, like.quantity.unit).removesuffix(like.quantity.unit.name)


def _unlike_the_table(left: Fact, tables: Sequence[Account]) -> Iterator[Finding]:
    """What the text says is left, against the only table that tells it: 万元 where the table names no unit."""
    shown_there = [account.lines[Item.LEFT] for account in tables]
    if len(shown_there) != 1:
        return
    [there] = shown_there
    if there.quantity.kind is Kind.BARE:
        same = there.quantity.number == left.quantity.number
    else:
        same = agree(left, there)
    evidence = (Evidence.of(left, "mention"), Evidence.of(there, "mention"))
    if same:
        yield Finding(Outcome.AGREES, str(Item.LEFT), "正文与表格一致", evidence)
        return
    yield Finding(
        Outcome.REVIEW if there.quantity.kind is Kind.BARE else Outcome.DIFFERS,
        str(Item.LEFT),
        f"正文 {named(left)}与表格 {named(there)}不一致",
        evidence,
        "" if there.quantity.kind is Kind.BARE else relation(left.quantity, there.quantity),
        Severity.WARNING if there.quantity.kind is Kind.BARE else None,
        relations=(Relation.equal(0, 1) if there.quantity.kind is Kind.BARE else Relation.same(0, 1),),
        suggestion="请按部门决算报表核对并统一",
    )
