"""BUD502 资金数前后不一致。"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from extractors.forms.cells import label
from pipeline.judging.between import Texts
from pipeline.judging.statements import agree, distinct, nearly, of_report_year, slipped, soft
from pipeline.judging.wider_money import without_wider
from pipeline.judging.wording import named, operand, relation
from pipeline.rulebook import Case, rule
from schemas.fact import Fact, Role, Source
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.form import load_form_words
from schemas.quantity import ZERO, Kind
from schemas.relation import Relation

_NAMES = {
    Role.BUDGET_INITIAL: "年初预算数",
    Role.BUDGET_FULL: "全年预算数",
    Role.EXECUTED: "执行数",
    Role.ARRIVED: "到位资金",
}

_ADJUSTING = re.compile("调整预算$")  # to as much, or by as much
_FAR = 3  # times: what no slip explains is of another thing
_LEVELS = ("central", "province", "city", "county", "town")
_ALIKE = 2  # cells of a table that are the form's, so that the odd one is a slip
_RECEIVED = re.compile("(?:实际)?到位(?:金额|资金|数)|(?:下达|安排|预算)(?:金额|资金|数)")
_YEAR_NAMED = re.compile("(20\\d\\d)年")
_THAT_YEAR = re.compile("当年|同年|该年")
_IN_BATCHES = re.compile("(?:当年|本年|年度)[^，。；：\\d]{0,8}(?:资金|预算|经费)[^。]*批")
_NAMED = 4  # characters of a row that is called like the project
_COLUMNS = {
    Role.BUDGET_INITIAL: re.compile("年初预算(?:数|金额)?(?:$|[(（])"),
    Role.BUDGET_FULL: re.compile("(?:全年|调整后?的?)预算(?:数|金额)?(?:$|[(（])"),
    Role.EXECUTED: re.compile("(?:全年)?(?:执行数|实际支出|支出数|支出金额)(?:$|[(（])"),
}


@rule(
    "BUD502",
    "资金数前后不一致",
    severity=Severity.ERROR,
    basis="财预〔2020〕10号附件：自评表资金数应与报告一致",
    covers=("F14",),
)
def budget_restated(case: Case) -> Iterator[Finding]:
    """年初预算、全年预算、执行数在正文各处和自评表里应当是同一个数。

    只比较项目本身的资金（不是某一类、某一项的），年初的比年初的，调整后的比调整后的。只写“预算”的，
    与其中之一相等即可。正文表格里以项目名称为一行的，同样比较。几年、几期累计的，几个项目合计的，不与本年的比。
    一处取整、一处写到小数的，只作提示；带“约”“左右”的，表格里那一行、或者只写“预算”的数与哪一个都不像是写错一处的，
    相差三倍以上又不像笔误的，请核实。正文的表按中央、省、市、县分列，只有一格与自评表不同的，同样比较。

    为什么：预算数错一处，执行率、结余都跟着错。

    一致    正文“实际支出4549.75万元”，自评表全年执行数4549.75
    不一致  正文“实际支出4549.75万元”，自评表全年执行数4594.75
    不适用  正文没有写
    """
    texts = Texts(case)
    for role, name in _NAMES.items():
        facts = without_wider(
            [
                fact
                for fact in case.said(role)
                if fact.indicator == f"budget:{role}"
                and of_report_year(fact, case)
                and not _is_of_then(fact, case)
                and not _is_of_the_years_grant(fact, texts)
            ],
            case.facts,
        )
        values = distinct(facts)
        if len(facts) < 2:
            continue
        clashes = [(values[0], other) for other in values[1:] if not agree(values[0], other)]
        if not clashes:
            form = [fact for fact in facts if fact.source is Source.FORM]
            pair = [facts[0], form[0]] if form and form[0] is not facts[0] else facts[:2]
            same = pair[0].quantity.value == pair[1].quantity.value
            yield Finding(
                Outcome.AGREES,
                name,
                f"{len(facts)}处一致",
                tuple(Evidence.of(fact, "mention") for fact in facts),
                f"{operand(pair[0].quantity, pair[1].quantity.unit)}={operand(pair[1].quantity)}"
                if same
                else "",
                relations=(Relation.same(*range(len(facts))),),
            )
            continue
        yield _differs(name, *clashes[0], others=facts, slip=_is_of_its_size(*clashes[0]))
    yield from _unlike_either(case)
    yield from _in_tables(case)
    yield from _by_level(case)


def _by_level(case: Case) -> Iterator[Finding]:
    """Two tables that give the money by who paid it, one of them the form's: all of their cells but one are alike."""
    tables: dict[tuple[str, int], dict[tuple[str, str], Fact]] = {}
    for fact in case.facts:
        if fact.quantity.kind is Kind.MONEY and (key := _paid_by(fact)):
            tables.setdefault((fact.anchor.path, fact.anchor.block), {}).setdefault(key, fact)
    for one, other in combinations(tables.values(), 2):
        for stage in sorted({stage for _, stage in one.keys() & other.keys()}):
            shared = [(one[key], other[key]) for key in one.keys() & other.keys() if key[1] == stage]
            apart = [pair for pair in shared if not agree(*pair)]
            if len(apart) == 1 and len(shared) - 1 >= _ALIKE:
                yield _differs(apart[0][0].subject, *apart[0], slip=slipped(*apart[0]))


def _paid_by(fact: Fact) -> tuple[str, str] | None:
    """The level of government and the stage of a cell: of the form, or of a table under 支出金额; what came in was budgeted."""
    if fact.source is Source.FORM and fact.indicator.startswith("funds:"):
        _, source, stage = fact.indicator.split(":")[:3]
    elif fact.source is Source.TABLE:
        row, _, column = fact.subject.rpartition(" ")
        source = load_form_words().funds_rows.field(label(row))
        role = next((role for role, pattern in _COLUMNS.items() if pattern.match(column)), None)
        stage = str(role) if role else "budget_full" if _RECEIVED.match(column) else ""
    else:
        return None
    stage = "budget_full" if stage == "arrived" else stage
    return (source, stage) if source in _LEVELS and stage else None


def _in_tables(case: Case) -> Iterator[Finding]:
    """The project's own line in a table of the text, under a column that names the stage."""
    for fact in case.facts:
        row, _, column = fact.subject.rpartition(" ")
        if (
            fact.source is not Source.TABLE
            or fact.quantity.kind is not Kind.MONEY
            or len(row) < _NAMED
            or not case.project.endswith(row)  # a folder may number its projects: 016农村供水维护
        ):
            continue
        role = next((role for role, pattern in _COLUMNS.items() if pattern.match(column)), None)
        said = case.said(role) if role else []
        own = [each for each in said if each.indicator == f"budget:{role}" and of_report_year(each, case)]
        values = {each.quantity.value for each in own}
        if role and len(values) == 1 and not agree(own[0], fact):
            yield _differs(_NAMES[role], own[0], fact, others=own, slip=False)


def _unlike_either(case: Case) -> Iterator[Finding]:
    """预算 without a word of which, where neither the first budget nor the full year's is as much."""
    own = [
        fact
        for role in (Role.BUDGET_FULL, Role.BUDGET_INITIAL, Role.BUDGET)
        for fact in case.said(role)
        if fact.indicator == f"budget:{role}" and of_report_year(fact, case)
    ]
    said = [
        fact
        for fact in without_wider(own, case.facts)
        if fact.role is Role.BUDGET and not _ADJUSTING.search(fact.subject)
    ]
    sure = [fact for fact in own if fact.role is not Role.BUDGET]
    for fact in distinct(said):
        if sure and not any(agree(fact, each) for each in sure):
            slip = any(slipped(fact, each) for each in sure)
            yield _differs("预算数", sure[0], fact, slip=slip)


def _is_of_then(fact: Fact, case: Case) -> bool:
    """2023年下达5200万元，当年支出4875.30万元: 当年 is the year named last before it, not always the report's."""
    named = _YEAR_NAMED.findall(fact.sentence.partition(fact.quantity.raw)[0])
    return bool(named) and int(named[-1]) != case.year and _THAT_YEAR.match(fact.subject) is not None


def _is_of_the_years_grant(fact: Fact, texts: Texts) -> bool:
    """当年资金分两批到位：…累计到位480万元: without what was left of the year before, which has come in as well."""
    if fact.role is not Role.ARRIVED:
        return False
    said = texts.of(fact)[: fact.anchor.start].rpartition("。")[2]
    return _IN_BATCHES.search(said) is not None


def _is_of_its_size(a: Fact, b: Fact) -> bool:
    """Whether a slip may lie between them; else one is likely the money of an item that was taken for the project's."""
    x, y = sorted(abs(each.quantity.value or ZERO) for each in (a, b))
    return slipped(a, b) or y < _FAR * x


def _differs(name: str, a: Fact, b: Fact, *, others: Sequence[Fact] = (), slip: bool = True) -> Finding:
    mild = nearly(a, b)
    review = soft(a, b) or not slip
    rest = [fact for fact in others if fact not in (a, b)]
    places = f"；另有{len(rest)}处：{'、'.join(map(named, rest))}" if rest else ""
    evidence = tuple(Evidence.of(fact, "mention") for fact in (a, b, *rest))
    return Finding(
        Outcome.REVIEW if review else Outcome.DIFFERS,
        name,
        f"{name}：{named(a)}与 {named(b)}" + ("只有取整才一致" if mild else "不一致") + places,
        evidence,
        relation(a.quantity, b.quantity),
        Severity.INFO if mild else Severity.WARNING if review else None,
        expected=a.quantity.number,
        actual=None if b.quantity.value is None else b.quantity.value / a.quantity.unit.factor,
        unit=a.quantity.unit.name,
        relations=(Relation.same(*range(len(evidence))),),
        suggestion="请按预算批复和决算数核对并统一",
    )
