"""BUD501 预算收支算式不成立。"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from extractors.slips import one_slip_away
from pipeline.judging.between import REPORTED, Texts, sentences, texts
from pipeline.judging.moved_money import fullest, left_over, moves, some_of
from pipeline.judging.statements import exact_bound, of_report_year
from pipeline.judging.wording import in_unit, number, operand, shown
from pipeline.rulebook import Case, rule
from schemas.fact import Fact, Role
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.quantity import ZERO, Interval, Kind
from schemas.relation import Relation
from schemas.words import load_words

_UNMOVED = re.compile("未(?:作|做|予|进行|发生|有)?(?:预算)?调整|没有调整|无调整|未调整")
_WITHIN = re.compile("调剂(?:使用|安排|用于)?$")
_STARTS = (Role.BUDGET_INITIAL, Role.BUDGET)
_ONLY_MOVES = re.compile(
    "[，,、；;(（]?(?:(?:本|该)?项目|年[初中末]|执行中|期间|中途|[前后]来?|又|再|另|先|并|相应|经批准|统一|差额?|低于|高于|[比较]|调[增减整]|[追增]加|增拨"
    "|[压核]减|核增|减少|净[增减]|预算|资金|指标|金额|规模|盘子|扩大|缩小|[为至到数了的是由从]|全年|原批|批复|财政|收回|统筹|使用|变更|可用|额度|后|从|调入|(?:依据|根据|按照?)?[一-鿿]{2,8}〔20\\d\\d〕\\d+号(?:文件?)?"
    "|[上下]半年|[，,缩]|从[一-鿿]{2,8}中|因[^，。；、\\d]{1,10}|下达|安排|部门|年度|总额?|最终|共计?|合计|总计|累计|达到?|增至|减至|\\d{1,2}月底?)*"
)
_WHY = re.compile(
    "(?:因|由于|受|为)[^，。；、\\d]{1,24}?(?=追加|[调核]增|[调核压]减|收回|增加|减少|增拨)"
)  # 下半年因渔港设施维护需要追加
_GOES_ON = ("；", ";")
_SUMMED_UP = re.compile(
    "[，,；;](?:全年|年度|本年|当年|实际|最终|总)*(?:预算|资金|指标|项目)*(?:总?规模|总量|总额|盘子)?(?:共|共计|合计|总计|累计)(?:安排|下达|到位|预算|资金|落实)*(?:为|达到?|到)?"
)
_REACH = 16  # characters
_ADVICE_ON_BALANCE = "请按决算数和账面结余核对预算、结转、支出和结余各数"
_MOVES = (*_STARTS, Role.BUDGET_ADJUST, Role.BUDGET_FULL)
_LESS = re.compile("少支|少花|少用|结余|节约|节余")
# What stands before a whole, before a part of it, and before what is left: 应付…，实付…，支付率90%，未付…
_DIFFERENCES = (
    (
        re.compile(r"应(?P<verb>[付到发]|支付|拨付|兑付)[^，。；、\d]{0,10}$"),
        re.compile(r"^[，,、；;](?:实际?|已|实际已)(?P<verb>[付到发]|支付|拨付|兑付)[^，。；、\d]{0,8}$"),
        re.compile(r"^[，,、；;](?:尚|还|仍)?[未欠](?P<verb>[付到发]|支付|拨付|兑付)[^，。；、\d]{0,8}$"),
    ),
    (
        re.compile("支出$"),
        re.compile("^[，,][比较](?:年初|全年|调整后的?)?预算数?$"),
        re.compile(f"^(?:{_LESS.pattern})了?$"),
    ),
    (re.compile("总投资$"), re.compile("累计(?:完成|支付|支出)(?:投资)?$"), re.compile("^[，,]剩余$")),
    (
        re.compile("合同(?:总?价款?|金额|额)$"),
        re.compile("^[，,；;]已(?:支)?付(?:款)?$"),
        re.compile("^[，,；;](?:尚|还|仍)?有?(?:质保金|尾款|余款|未付款?)$"),
    ),
    (
        re.compile("(?:限价|控制价)$"),
        re.compile("^[，,；;](?:中标|成交)(?:价|金额)$"),
        re.compile("^[，,；;]节约(?:资金)?$"),
    ),
)

_Group = tuple[list[Fact], list[Fact]]  # own money of a paragraph, and all the amounts that it prints


@rule(
    "BUD501",
    "预算收支算式不成立",
    severity=Severity.ERROR,
    basis="年初预算±调整=全年预算；全年预算−执行数=结余结转（财预〔2020〕10号附件自评表填报口径）",
    covers=("F11",),
)
def budget_identity(case: Case) -> Iterator[Finding]:
    """同一段里写了年初预算、追加或压减、全年预算（或实际支出、结余）的，算式应当成立。

    年初预算加追加、减压减等于全年预算；没有写全年预算的，等于实际支出加结余。全年预算减实际支出等于结余。有上年结转的，
    加上结转成立也算成立。没有写预算、写了到位数的，到位数减支出等于剩余。一句话里写了调整前、调整数、调整后，
    或者应付、实付、未付的，不论是谁的资金，同样核对。差额在四舍五入之内的，只作提示；不是项目总资金的三个数，
    差额又不像写错一处的，请核实。

    为什么：这是资金情况最基本的勾稽，错了后面的执行率都不可信。

    一致    年初预算5200万元，年中压减650.25万元，实际支出4549.75万元
    不一致  年初预算2100万元，追加530万元，全年预算2450万元
    不适用  没有在一处写全
    """
    printed = Texts(case)
    for own, money in _paragraphs(case):
        yield from _adjustment(own, money, printed)
        yield from _balance(own, money, printed)
    for text, facts in texts(case):
        for said in sentences(facts):
            yield from _moved(said, text)
            yield from _lacking(said, text)


def _moved(facts: Sequence[Fact], text: str) -> Iterator[Finding]:
    """全年预算791万元，低于年初数851万元，差额60万元系统一压减: three amounts of one sentence, whoever's money it is."""
    money = _closed(facts, text) or [
        fact for fact in facts if fact.quantity.kind is Kind.MONEY and fact.role in _MOVES
    ]
    by_role: dict[Role, Fact] = {
        Role.BUDGET_INITIAL if fact.role is Role.BUDGET else fact.role: fact for fact in money
    }
    if len(money) != len(by_role) or len(by_role) != len(_MOVES) - 1 or not all(map(exact_bound, money)):
        return
    if all(fact.indicator.startswith("budget:") for fact in money):
        return  # told of the paragraph
    leads = (_WHY.sub("", text[one.anchor.end : other.anchor.start]) for one, other in pairwise(money))
    if not all(map(_ONLY_MOVES.fullmatch, leads)):
        return  # 设备购置年初预算300万元，宣传经费追加20万元
    start, change, full = (by_role[role] for role in (Role.BUDGET_INITIAL, *_MOVES[2:]))
    before, after = start.quantity.value or ZERO, full.quantity.value or ZERO
    down = after < before or (after == before and _signed(change) < 0)
    finding = _equation([(start, Decimal(1)), (change, Decimal(-1 if down else 1))], [full])
    parts, total = ((full, change), start) if down else ((start, change), full)
    sure = after == before or one_slip_away([each.quantity for each in parts], total.quantity)
    if finding.outcome is Outcome.DIFFERS and not sure:
        finding = replace(finding, outcome=Outcome.REVIEW, severity=Severity.WARNING)
    yield finding


def _closed(facts: Sequence[Fact], text: str) -> list[Fact]:
    """年初预算1250万元，追加150万元，合计1400万元: the first budget, the change, and what the words make their sum, at once."""
    for run in zip(facts, facts[1:], facts[2:], strict=False):
        start, change, end = run
        lead = text[change.anchor.end : end.anchor.start]
        if (
            start.role is Role.BUDGET_INITIAL
            and change.role is Role.BUDGET_ADJUST
            and end.quantity.kind is Kind.MONEY
            and end.role in (Role.BUDGET_FULL, Role.BUDGET, Role.ACTUAL)
            and _SUMMED_UP.fullmatch(lead)
        ):
            return [start, change, replace(end, role=Role.BUDGET_FULL)]
    return []


def _lacking(facts: Sequence[Fact], text: str) -> Iterator[Finding]:
    """应付1456万元，实付1324.05万元，支付率90.94%，未付131.95万元."""
    money = [fact for fact in facts if fact.quantity.kind is Kind.MONEY and exact_bound(fact)]
    before = dict(zip(facts[1:], facts, strict=False))
    for one, other, rest in zip(money, money[1:], money[2:], strict=False):
        begin = max(0, one.anchor.start - _REACH)
        leads = (
            text[begin : one.anchor.start],
            text[one.anchor.end : other.anchor.start][-_REACH:],
            text[before[rest].anchor.end : rest.anchor.start],
        )
        if any(_says(pattern, leads) for pattern in _DIFFERENCES):
            whole, part = (other, one) if _LESS.fullmatch(leads[2]) else (one, other)
            if (part.quantity.value or ZERO) <= (whole.quantity.value or ZERO) or whole is other:
                yield _equation([(whole, Decimal(1)), (part, Decimal(-1))], [rest])


def _says(patterns: Sequence[re.Pattern[str]], leads: Sequence[str]) -> bool:
    """Whether the words before three figures are those of a whole, a part and the difference, of one verb."""
    found = [pattern.search(lead) for pattern, lead in zip(patterns, leads, strict=True)]
    verbs = {each.groupdict().get("verb") if each else "" for each in found}
    return all(found) and len(verbs) == 1


def _paragraphs(case: Case) -> Iterator[_Group]:
    """The project's own money of each paragraph, and all the amounts that it prints."""
    groups: dict[tuple[str, int], _Group] = {}
    for fact in case.facts:
        if fact.quantity.kind is not Kind.MONEY or fact.source not in REPORTED or not exact_bound(fact):
            continue
        group = groups.setdefault((fact.anchor.path, fact.anchor.block), ([], []))
        group[1].append(fact)
        if (
            fact.indicator.startswith("budget:")
            and (fact.role is not Role.EXECUTED or of_report_year(fact, case))  # 上半年支出 leaves nothing
            and (fact.period is None or fact.period.last.year == case.year or of_report_year(fact, case))
        ):
            group[0].append(fact)
    yield from _listed(groups)


def _listed(groups: Mapping[tuple[str, int], _Group]) -> Iterator[_Group]:
    """The groups, with one that follows on a semicolon put to the one before: 1.年初预算288万元；2.年中追加40万元；3.…"""
    so_far: _Group = ([], [])
    for (path, block), (own, money) in groups.items():
        last = so_far[0][-1] if so_far[0] else None
        goes_on = last is not None and (last.anchor.path, last.anchor.block + 1) == (path, block)
        if last is not None and own and goes_on and last.sentence.rstrip()[-1:] in _GOES_ON:
            so_far = ([*so_far[0], *own], [*so_far[1], *money])
            continue
        yield so_far
        so_far = (own, money)
    yield so_far


def _first(facts: Sequence[Fact], *roles: Role) -> Fact | None:
    return next((fact for fact in facts if fact.role in roles), None)


def _signed(fact: Fact) -> Decimal:
    down = any(word in fact.subject for word in load_words().budget_down)
    return Decimal(-1 if down else 1)


def _once(changes: Iterable[Fact]) -> list[Fact]:
    """Without the sum of the others: 4月追加60.8万元，11月追加91.2万元，累计追加152万元."""
    told = list(changes)
    added = sum((_signed(fact) * (fact.quantity.value or ZERO) for fact in told), ZERO)
    return [
        fact for fact in told if len(told) < 3 or 2 * _signed(fact) * (fact.quantity.value or ZERO) != added
    ]


def _adjustment(facts: list[Fact], money: list[Fact], printed: Texts) -> Iterator[Finding]:
    start = _first(facts, *_STARTS)
    changes = _once(
        {(f.quantity.value, _signed(f)): f for f in facts if f.role is Role.BUDGET_ADJUST}.values()
    )
    if start is None or not changes:
        return
    after = [fact for fact in facts if fact.anchor.order > changes[0].anchor.order]
    full = (
        _first(after, Role.BUDGET_FULL) or _of_one_breath(start, changes, facts) or _named_in_the_end(after)
    )
    executed, left = _first(after, Role.EXECUTED), _first(after, Role.BALANCE)
    if full is not None and full.anchor.order > changes[0].anchor.order:
        changes = [fact for fact in changes if fact.anchor.order < full.anchor.order]
    ends = [full] if full is not None else [fact for fact in (executed, left) if fact is not None]
    if not ends or (full is None and executed is None):
        return
    if full is None and left is not None and left.quantity.value == 0:
        ends = ends[:1]
    carried = _first(money, Role.CARRY_OVER)
    if any(_WITHIN.search(fact.subject) for fact in changes) and start.quantity.value == sum(
        (fact.quantity.value or ZERO for fact in ends), ZERO
    ):
        return  # moved from item to item: the sum stays
    plus = [(start, Decimal(1)), *((fact, _signed(fact)) for fact in changes)]
    finding = _equation(plus, ends)
    if finding.outcome is Outcome.DIFFERS and carried is not None:
        with_carried = _equation([*plus, (carried, Decimal(1))], ends)
        finding = with_carried if with_carried.outcome is Outcome.AGREES else finding
    if finding.outcome is Outcome.DIFFERS and full is None and left is None:
        return  # what was not spent may simply not be mentioned
    if finding.outcome is Outcome.DIFFERS:
        used = {fact for fact, _ in plus}
        between = [fact for fact in money if fact not in used and _stands_between(start, fact, ends[0])]
        read = {fact: Decimal(sign) for fact, sign in moves([*changes, *between], printed)}
        also = [(fact, read[fact]) for fact in between if fact in read]
        finding = fullest(finding, [_equation([*plus, *more], ends) for more in some_of(also)])
    yield finding


def _named_in_the_end(after: Sequence[Fact]) -> Fact | None:
    """年初预算1200万元，追加330万元，预算总额达到1530万元: the budget that follows the changes is what they made of it."""
    full = after[0] if after else None
    return full if full is not None and full.role is Role.BUDGET else None


def _stands_between(first: Fact, fact: Fact, last: Fact) -> bool:
    return first.anchor.order < fact.anchor.order < last.anchor.order


def _of_one_breath(start: Fact, changes: Sequence[Fact], facts: Sequence[Fact]) -> Fact | None:
    """全年预算数由年初的700万元调整为790万元，追加的90万元用于…: the only change, told behind what it led to."""
    full = _first(facts, Role.BUDGET_FULL)
    one = full is not None and len(changes) == 1 and start.sentence == full.sentence == changes[0].sentence
    return full if one else None


def _balance(facts: list[Fact], money: list[Fact], printed: Texts) -> Iterator[Finding]:
    full, executed = _first(facts, Role.BUDGET_FULL), _first(facts, Role.EXECUTED)
    start = _first(facts, *_STARTS)
    if full is None and not any(fact.role is Role.BUDGET_ADJUST for fact in facts):
        full = _first(facts, Role.BUDGET)
    if full is None and start is not None and _UNMOVED.search(start.sentence):
        full = start
    left = _first(facts, Role.BALANCE)
    if full is None and executed is not None and left is not None:
        arrived = _first(facts, Role.ARRIVED)  # 到位991万元，支付921万元，未支付70万元
        full = arrived if arrived and arrived.sentence == executed.sentence == left.sentence else None
    if full is not None and executed is not None and left is not None:
        plain = [(full, Decimal(1)), (executed, Decimal(-1))]
        finding = _equation(plain, [left])
        carried = _first(money, Role.CARRY_OVER)
        if finding.outcome is Outcome.DIFFERS and carried is not None:
            with_carried = _equation([(carried, Decimal(1)), *plain], [left])
            more_spent = (executed.quantity.value or ZERO) > (full.quantity.value or ZERO)
            finding = with_carried if more_spent or with_carried.outcome is Outcome.AGREES else finding
        if finding.outcome is Outcome.DIFFERS:
            behind = [fact for fact in money if fact.anchor.order > executed.anchor.order]
            also = left_over([fact for fact in behind if fact is not left], left, printed)
            finding = fullest(finding, [_equation(plain, [left, *more]) for more in some_of(also)])
        yield finding


def _equation(terms: Sequence[tuple[Fact, Decimal]], ends: Sequence[Fact]) -> Finding:
    unit = terms[0][0].quantity.unit
    left, right = Interval.point(ZERO), Interval.point(ZERO)
    computed, printed = ZERO, ZERO
    formula = ""
    for fact, sign in terms:
        interval = fact.quantity.interval(exact=True)
        left = left + interval if sign > 0 else left - interval
        computed += sign * (fact.quantity.value or ZERO)
        formula += ("+" if sign > 0 else "-") + operand(fact.quantity, unit)
    for fact in ends:
        right = right + fact.quantity.interval(exact=True)
        printed += fact.quantity.value or ZERO
    formula = formula.removeprefix("+")
    evidence = (
        *(Evidence.of(fact, fact.role) for fact, _ in terms),
        *(Evidence.of(fact, fact.role) for fact in ends),
    )
    relations = (
        Relation(
            whole=tuple((len(terms) + index, 1) for index in range(len(ends))),
            parts=tuple((index, int(sign)) for index, (_, sign) in enumerate(terms)),
            rounded=True,
        ),
    )
    if computed == printed:
        formula += "=" + "+".join(operand(fact.quantity, unit) for fact in ends)
        return Finding(
            Outcome.AGREES, "预算资金", "算式成立", evidence, formula, unit=unit.name, relations=relations
        )
    told = "、".join(f"{fact.subject or fact.role.words} {shown(fact.quantity)}" for fact, _ in terms)
    ended = "、".join(f"{fact.subject or fact.role.words} {shown(fact.quantity)}" for fact in ends)
    gap = in_unit(abs(printed - computed), unit)
    left_over = [fact.role for fact in ends] == [Role.BALANCE]
    return Finding(
        Outcome.DIFFERS,
        "预算资金",
        f"{told}，应得{in_unit(computed, unit)}，而{ended}，相差 {gap}"
        + ("，在尾差之内" if left.meets(right) else ""),
        evidence,
        f"{formula}={number(computed / unit.factor)}",
        Severity.INFO if left.meets(right) else None,
        suggestion=_ADVICE_ON_BALANCE if left_over else "请按预算批复和调整文件核对各数",
        expected=computed / unit.factor,
        actual=printed / unit.factor,
        unit=unit.name,
        relations=relations,
    )
