"""DUP306 疑似写错的指标数。"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from extractors.names import bigrams, strip_fillers
from extractors.slips import TELLING_DIGITS, slip_between
from pipeline.judging.between import REPORTED
from pipeline.judging.rows_of_form import form_facts
from pipeline.judging.statements import exact_bound, of_report_year, of_wider_area
from pipeline.judging.wording import named, relation
from pipeline.rulebook import Case, rule
from schemas.fact import Fact, Role, Source
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.quantity import Kind
from schemas.relation import Relation
from schemas.words import comparable, load_words

_TAIL = 3  # characters of a name that is the end of a row's: 成活率 of 林草成活率
_FEW = 2  # digits, where the words agree as well
_PAIRS = 3  # of characters: 兑现特色产业奖补 and 产业奖补受益户
_WHO = 3  # characters that name another group before the same ending: 糖尿病患者规范管理
_OF_ANYTHING = re.compile(
    "(?:控制|使用|利用|完成|落实|执行|增长|下降|回收|到位|参与|推进|开展|实施|整改|办结|结案|发放|支付|达标|优良|及时|准确)率"
)
_HOW_MUCH_MORE = re.compile("同比|环比|[增减多少超]")
_USUAL = frozenset({"人次", "平方米", "公里", "万元"})
_COUNTED = (Kind.COUNT, Kind.MEASURE)


@rule(
    "DUP306",
    "疑似写错的指标数",
    severity=Severity.WARNING,
    basis="《项目支出绩效评价管理办法》（财预〔2020〕10号）：自评表与自评报告的数据应当一致",
    covers=("C01",),
)
def nearly_the_row(case: Case) -> Iterator[Finding]:
    """正文里名称没有写全的数，看来说的是自评表的某一项，而数不相同的，请核实。

    名称是某一项（只有这一项）名称的后半截的比率，两数应当相同；名称有相同的词、单位相同的数量，与那一项只差一处笔误
    （小数点、两位颠倒、多一位少一位、错一位）的也请核实；五位以上的数不看名称。正文另有一处写对了的也不例外，同一段里另写了
    那一项的，是两回事。

    为什么：正文常用简称，抄错了不容易发现。

    一致    自评表“林草成活率”88.7%，正文“成活率88.7%”
    请核实  自评表“林草成活率”88.7%，正文“成活率97.6%”
    不适用  没有这样的数
    """
    rows = {role: _rows(case, role) for role in (Role.ACTUAL, Role.TARGET)}
    said = [
        fact
        for fact in case.said(*rows)
        if _is_said(fact) and of_report_year(fact, case) and not of_wider_area(fact, case)
    ]
    times = Counter((fact.quantity.value, fact.quantity.unit.base) for fact in said)
    tied = {part for each in case.breakdowns for part in (*each.parts, each.total)}
    for fact in said:
        if fact.indicator or not fact.core or not exact_bound(fact) or fact in tied:
            continue
        once = times[fact.quantity.value, fact.quantity.unit.base] == 1
        row = _by_its_end(fact, rows[fact.role])
        if row is not None:
            if not any(_beside(other, fact, row) for other in said):
                yield _differs(fact, row, f"名称是“{row.subject}”的简写")
        elif once and (found := _by_a_slip(fact, rows[fact.role])) is not None:
            yield _differs(fact, found[0], f"与“{found[0].subject}”只差{found[1]}")


def _is_said(fact: Fact) -> bool:
    """In running text, or among the goals of the form: 惠及96所幼儿园 where the row has 69所."""
    return fact.source in REPORTED or (fact.source is Source.GOAL and fact.role is Role.TARGET)


def _rows(case: Case, role: Role) -> list[Fact]:
    return [fact for fact in form_facts(case, role) if exact_bound(fact) or role is Role.TARGET]


def _by_its_end(fact: Fact, rows: Sequence[Fact]) -> Fact | None:
    """The only row whose name ends like the fact's; None too where its value is any row's."""
    named, rate = fact.core.removesuffix("率"), fact.core.endswith("率")
    if (
        fact.quantity.kind is not Kind.PERCENT
        or fact.core in load_words().generic
        or _OF_ANYTHING.fullmatch(fact.core)
    ):
        return None
    if len(fact.core) < (_TAIL if rate else _TAIL + 1):
        return None
    ending = [row for row in rows if _ends_so(row, named) and _is_rate(row, fact)]
    known = any(row.quantity.value == fact.quantity.value for row in ending)
    if len({row.core for row in ending}) != 1 or known or ending[0].quantity.kind is not Kind.PERCENT:
        return None
    return None if _of_another(fact, ending[0], named) else ending[0]


def _ends_so(row: Fact, named: str) -> bool:
    """水质优良 is the end of 近岸海域优良水质 too, in another order."""
    core = row.core.removesuffix("率")
    turned = len(named) > _TAIL and len(core) > len(named) and sorted(core[-len(named) :]) == sorted(named)
    return core.endswith(named) or turned


def _is_rate(row: Fact, fact: Fact) -> bool:
    ratios = {trait for trait in row.traits & fact.traits if trait.startswith("ratio:")}
    return row.core.endswith("率") or bool(ratios)


def _beside(other: Fact, fact: Fact, row: Fact) -> bool:
    """Whether the paragraph gives the row's own figure as well: 结案率93%……法定审限内结案率99.5% are two rates."""
    there = other.anchor.text_place == fact.anchor.text_place and other.indicator == row.indicator
    return there and other.quantity.value == row.quantity.value


def _of_another(fact: Fact, row: Fact, ending: str) -> bool:
    """Whether the sentence says the ending of another than the row's: 糖尿病患者规范管理860人，规范管理率 is not 高血压患者's."""
    own = row.core.removesuffix("率").removesuffix(ending)
    for before in re.findall(f"([一-鿿]+){re.escape(ending)}(?!率)", fact.sentence):
        other = strip_fillers(before)
        while own and other and own[-1] == other[-1]:
            own, other = own[:-1], other[:-1]
        if len(strip_fillers(before)) >= _WHO and other and not set(own) & set(other):
            return bool(own)
    return False


def _by_a_slip(fact: Fact, rows: Sequence[Fact]) -> tuple[Fact, str] | None:
    if fact.quantity.kind not in _COUNTED or _HOW_MUCH_MORE.search(fact.subject):
        return None
    for row in rows:
        if (
            not comparable(row.quantity.unit, fact.quantity.unit)
            or row.quantity.unit.name[-1:] != fact.quantity.unit.name[-1:]
        ):
            continue
        slip = slip_between(fact.quantity, row.quantity, _FEW if _alike(fact, row) else TELLING_DIGITS + 1)
        if slip:
            return row, slip
    return None


def _alike(fact: Fact, row: Fact) -> bool:
    """Whether most pairs of characters of the shorter name are the other's too, or some, and the unit is a rare one."""
    mine, theirs = bigrams(fact.core), bigrams(row.core)
    shared, unit = len(mine & theirs), fact.quantity.unit.name
    what = len(fact.core) >= _TAIL and fact.core[-_TAIL:] in row.core  # 惠及幼儿园, 享受补助幼儿园
    enough = what or (shared >= _PAIRS and 2 * shared >= min(len(mine), len(theirs)))
    return (
        enough
        or 2 * shared > min(len(mine), len(theirs))
        or (shared > 0 and len(unit) > 1 and unit not in _USUAL)
    )


def _differs(fact: Fact, row: Fact, why: str) -> Finding:
    return Finding(
        Outcome.REVIEW,
        row.subject,
        f"{fact.subject}：正文 {named(fact)}{why}，自评表写的是 {named(row)}，请核实是不是同一个数",
        (Evidence.of(fact, "mention"), Evidence.of(row, str(row.role))),
        relation(fact.quantity, row.quantity),
        expected=None if row.quantity.value is None else row.quantity.value / fact.quantity.unit.factor,
        actual=fact.quantity.number,
        unit=fact.quantity.unit.name,
        indicator=row.indicator,
        relations=(Relation.equal(0, 1),),
        suggestion="请核实哪个数正确；说的不是同一件事的，请写全名称",
    )
