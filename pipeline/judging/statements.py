"""What was said of each indicator: facts put together that may be held against one another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractors.slips import slip_between
from pipeline.areas import is_wider, own_rank, rank_of
from pipeline.judging.planned import without_plans
from pipeline.rulebook import Case
from schemas.fact import Fact, Role, Source
from schemas.indicator import Schema
from schemas.quantity import Bound, Kind
from schemas.words import comparable, load_words

_RESULTS = (Role.ACTUAL, Role.EXECUTED, Role.BUDGET_FULL, Role.ARRIVED, Role.STANDARD)
_STAGES = (Role.BUDGET_FULL, Role.ARRIVED)
_SHORT = 4  # characters; a shorter name that nothing explains may mean anything
_TELLING = 5  # from here on the same words in the same area name the same thing
_TELLING_SLIP = 3  # digits; of fewer one slip may be chance
_OF_NOTHING = re.compile("^(?:支出|列支|安排|使用|投入|资金|经费|补助)*占(?:比|总支出|全部|总额|资金)*$")
_NUMBERED = 3  # depth from which sections are items of a list, each with figures of its own
# Shares of a whole: none can pass 100 %. 完成率, 增长率, 执行率, 就业 targets and the like can.
SHARE_OF_ALL = re.compile(
    r"(?:满意度|满意率|合格率|覆盖率|知晓率|知晓度|准确率|及时率|优良率|达标率|验收率|占比|处置率|巩固率|入园率|发放率|好评率|认可度|支持率"
    r"|成活率|保存率|完好率|在线率|出勤率|到课率|通过率|治愈率|办结率|结案率|整改率|持证率|普及率|建档率|回收率|有效率|优良比例|达标比例|合格比例)(?:\(%\))?$"
)


@dataclass(frozen=True, slots=True)
class Statement:
    """Everything said of one indicator in one role.

    ``known``: tied by the form, a dictionary, or by words long enough to mean one thing; otherwise a clash is for people.
    """

    label: str
    indicator: str
    facts: tuple[Fact, ...]
    known: bool


@lru_cache(maxsize=2)  # several rules in turn ask for the same of one case
def statements(case: Case, role: Role) -> tuple[Statement, ...]:
    """Facts of ``role`` about the report year, by indicator, in reading order of their first."""
    return tuple(_statements(case, role))


def _statements(case: Case, role: Role) -> Iterator[Statement]:
    groups: dict[tuple[str, ...], list[Fact]] = {}
    totals = case.wholes
    # What an item got or cost is said of it, whether as a part of the money or by itself; so is the price of a row.
    roles = _RESULTS if role is Role.ACTUAL else (role,)
    for fact in case.said(*roles):
        if fact.role is Role.STANDARD and not (fact.indicator and fact.quantity.kind is Kind.MONEY):
            continue
        key = _key(fact, case, totals.get(fact))
        if key is not None and not (fact in totals and totals[fact].indicator == fact.indicator):
            groups.setdefault(key, []).append(fact)
    for key, facts in groups.items():
        known = key[0] == "known"
        if not known and _list_of_items(facts):
            continue
        for one_dimension in map(_without_strangers, map(narrowest, _by_unit(facts))):
            if role is Role.ACTUAL:
                one_dimension = without_plans(one_dimension, case)
            if known and _add_up_to_the_row(one_dimension):
                continue
            label = label_of(one_dimension, case.schema)
            sure = known or _telling(one_dimension)
            yield Statement(label, one_dimension[0].indicator, tuple(one_dimension), sure)


def _add_up_to_the_row(facts: Sequence[Fact]) -> bool:
    """Whether the text gives the row's figure in pieces: three kinds of training that make the one in the form."""
    cells = {fact.quantity.value for fact in facts if fact.source is Source.FORM}
    pieces = {fact.quantity.value for fact in facts if fact.source is Source.PROSE} - cells
    values = [value for value in pieces if value is not None]
    return len(values) >= 2 and sum(values) in cells


def _without_strangers(facts: Sequence[Fact]) -> list[Fact]:
    """Without what only likeness ties to a row whose figure the text gives elsewhere, unless one slip parts the two.

    千人以下工程合格率93.4% beside 工程验收合格率100%, 规范管理9738人 beside 健康管理12517人: other things.
    """
    cells = [fact for fact in facts if fact.source is Source.FORM]
    sure = [
        fact
        for fact in facts
        if fact.source is not Source.FORM and not fact.likely and any(agree(fact, cell) for cell in cells)
    ]
    if not sure:
        return list(facts)
    return [
        fact
        for fact in facts
        if not fact.likely
        or any(agree(fact, cell) or slip_between(fact.quantity, cell.quantity, 2) for cell in cells)
    ]


def _telling(facts: Sequence[Fact]) -> bool:
    return len(facts[0].core) >= _TELLING and len({fact.scope.area for fact in facts}) == 1


def _list_of_items(facts: Sequence[Fact]) -> bool:
    """Whether one paragraph gives the same words several values: then the words do not tell its items apart."""
    values: dict[tuple[str, int], set[object]] = {}
    for fact in facts:
        values.setdefault((fact.anchor.path, fact.anchor.block), set()).add(
            (fact.quantity.value, fact.quantity.claim)
        )
    return any(len(found) > 1 for found in values.values())


def label_of(facts: Sequence[Fact], schema: Schema) -> str:
    """What the form calls it, else the dictionary, else the text."""
    for fact in facts:
        if fact.source is Source.FORM:
            return fact.subject
    return schema.label(facts[0].indicator) if facts[0].indicator in schema.indicators else facts[0].subject


def _key(fact: Fact, case: Case, total: Fact | None) -> tuple[str, ...] | None:
    """What decides whether facts speak of one thing; None for what is compared with nothing.

    Known by words only, money in different stages or of different totals is not the same money.
    """
    if fact.quantity.value is None and fact.quantity.claim is None:
        return None
    if not of_report_year(fact, case) or fact.source is Source.TABLE or of_wider_area(fact, case):
        return None
    if _is_share_of_some(fact) or _is_of_a_group(fact):
        return None
    if fact.indicator.startswith(("budget:", "funds:")) or fact.quantity.kind is Kind.RANK:
        return None
    if fact.indicator:
        return ("known", fact.indicator)
    if len(fact.core) < _SHORT or fact.core in load_words().generic or fact.quantity.kind is Kind.DURATION:
        return None
    item = fact.scope.section if len(fact.scope.section) >= _NUMBERED else ()
    stage = fact.role if fact.role in _STAGES else ""
    of = str(total.quantity.value) if total is not None and fact.quantity.kind is Kind.MONEY else ""
    return ("words", fact.anchor.path, fact.core, *sorted(fact.traits), "|", stage, of, *item)


def of_wider_area(fact: Fact, case: Case) -> bool:
    """全省普及率92.4% in the report of a county, or beside 低于全省平均; 全市(含3县): not the figure of the row's own area."""
    area = fact.scope.area
    if not area:
        return False
    beside = re.search(f"{area}(?:平均|[（(]含)", fact.sentence)
    return bool(beside) or is_wider(area, _own_rank(case))


def narrowest(facts: Sequence[Fact]) -> list[Fact]:
    """Without what is said of 全省 where some of it is said of 全市: two areas have two figures."""
    least = max((rank for fact in facts if (rank := rank_of(fact.scope.area)) is not None), default=None)
    return [fact for fact in facts if not is_wider(fact.scope.area, least)]


@lru_cache(maxsize=1)
def _own_rank(case: Case) -> int | None:
    written = [[text for text, _ in document.texts()] for document in case.documents]
    titles = [texts[0] for texts in written if texts]
    return own_rank([case.department, case.project, *titles], [text for texts in written for text in texts])


def _is_of_a_group(fact: Fact) -> bool:
    """农村群众知晓率不足80%: how little one group reached says nothing against what all did."""
    less = fact.quantity.bound in (Bound.LESS_THAN, Bound.AT_MOST)
    return less and fact.likely and any(word in fact.subject for word in load_words().contrasts["place"])


def _is_share_of_some(fact: Fact) -> bool:
    """满意度95%，其中非常满意的占63.7%; 3.河西街道：支出资金3448万元，占38.54%: shares of what only their sentence tells."""
    if fact.quantity.kind is not Kind.PERCENT or fact.source is Source.FORM:
        return False
    nothing_named = _OF_NOTHING.search(fact.subject) and not fact.indicator
    return (
        bool(nothing_named)
        or re.search(f"的占(?:比|到)?{re.escape(fact.quantity.raw)}", fact.sentence) is not None
    )


def of_report_year(fact: Fact, case: Case) -> bool:
    """Whether the fact speaks of the whole year of the report; what says nothing of when does."""
    return fact.period is None or case.year is None or year_spoken_of(fact, case) == case.year


def year_spoken_of(fact: Fact, case: Case) -> int | None:
    """The year as a whole, or its end, of which the fact speaks; None for a part of one, or where nothing tells."""
    if fact.period is None:
        return case.year
    first, last = fact.period.first, fact.period.last
    year_end = first == last and (last.month, last.day) == (12, 31)
    return last.year if fact.period.is_year or year_end else None


def _by_unit(facts: Sequence[Fact]) -> Iterator[list[Fact]]:
    groups: list[list[Fact]] = []
    for fact in facts:
        home = next(
            (group for group in groups if comparable(group[0].quantity.unit, fact.quantity.unit)), None
        )
        if home is None:
            groups.append([fact])
        else:
            home.append(fact)
    yield from groups


def agree(a: Fact, b: Fact) -> bool:
    """Whether one value can satisfy both statements; printed alike to the same digit, they must be equal."""
    x, y = a.quantity, b.quantity
    alike = (
        x.decimals == y.decimals and x.unit.factor == y.unit.factor and x.claim is None and y.claim is None
    )
    if alike and x.value is not None and y.value is not None:
        return (
            x.value == y.value
        )  # 19.65亿元 and 19.66亿元 only touch at the half (XBRL: same precision, unequal)
    return a.quantity.interval(exact=a.exact).meets(b.quantity.interval(exact=b.exact))


def nearly(a: Fact, b: Fact) -> bool:
    """Whether they would agree if trailing zeros (1300家) were a rounding; of percents none is, nor what is over 1 % off."""
    x, y = a.quantity.value, b.quantity.value
    if a.quantity.kind is Kind.PERCENT or (
        x is not None and y is not None and abs(x - y) > max(abs(x), abs(y)) / 100
    ):
        return False
    return a.quantity.lenient().meets(b.quantity.lenient())


def soft(*facts: Fact) -> bool:
    """Whether the verdict hangs on a policy bound (约, 左右, 近), not on the language itself."""
    return any(fact.quantity.soft for fact in facts)


def distinct(facts: Sequence[Fact]) -> list[Fact]:
    """One fact for each value as printed (number and looseness), in reading order."""
    seen: dict[tuple[object, ...], Fact] = {}
    for fact in facts:
        seen.setdefault((fact.quantity.value, fact.quantity.claim), fact)
    return list(seen.values())


def likely(*facts: Fact) -> bool:
    """Whether one of them is tied to the indicator by likeness only: then people decide whether it is the same thing."""
    return any(fact.likely for fact in facts)


def slipped(a: Fact, b: Fact) -> bool:
    """Whether one slip of the pen lies between them: then likeness of their names is enough to say that they clash."""
    return bool(slip_between(a.quantity, b.quantity, _TELLING_SLIP))


def says_whole_name(fact: Fact, row: Fact) -> bool:
    """Whether the row's own name stands right before the figure: then likeness of words is not what ties them."""
    name = re.escape(row.core)
    raw = re.escape(fact.quantity.raw)
    return (
        len(row.core) >= _SHORT and re.search(f"{name}[^\\d。；，、]{{0,8}}{raw}", fact.sentence) is not None
    )


def exact_bound(fact: Fact) -> bool:
    """Whether nothing loosens the number."""
    return fact.quantity.bound is Bound.EXACT and fact.quantity.value is not None
