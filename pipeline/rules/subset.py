"""SUM105 部分大于整体。"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise, product

from pipeline.judging.between import sentences, texts
from pipeline.judging.statements import exact_bound, of_report_year
from pipeline.judging.wording import named, operand, shown
from pipeline.rulebook import Case, rule
from schemas.fact import Breakdown, Fact, Role, Source
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.quantity import Kind
from schemas.relation import Relation
from schemas.words import comparable, load_words

_REACH = 40  # characters before a figure that may say what it counts
_DUE = re.compile(r"应(?P<verb>[付到发退还]|支付|拨付|兑付|发放)[^，。；、\d]{0,10}$")
_DONE = re.compile(
    r"[，,、；;]?(?:其中)?(?:实际?|已|实际已)(?P<verb>[付到发退还]|支付|拨付|兑付|发放)[^，。；、\d]{0,8}"
)
_CONTRACT = re.compile("合同(?:总?价款?|金额|额)$")
_PAID = re.compile(r"[，,；;](?:实际)?已?(?:支)?付(?:款)?")
_FORMS = "(?:[问答]?卷|调查表|评议表|测评表)"
_HANDED_OUT = re.compile(
    rf"发[放出][^，。；、\d]{{0,8}}{_FORMS}[^，。；、\d]{{0,4}}$|{_FORMS}[^，。；、\d]{{0,6}}发[放出][了共]?$|发卷$"
)
_HANDED_IN = re.compile(r"[，,、；;](?:实际|共|现场|最终)?(?:回收|收回|收到|有效)[^，。；、\d]{0,8}")
_HANDED = re.compile(r"发[放出](?:了|共)?$")
_SURVEY = re.compile("调查|测评|问卷|评议|满意")
_TAKEN_IN = re.compile(r"(?:回收|收回|收到)(?!有效)[^，。；、\d]{0,8}$")
_VALID = re.compile(rf"[，,、；;(（]?(?:其中)?有效(?:{_FORMS}|样本)?(?:数|共|为)?")
_AMONG = ("其中", "中", "里")
_OF_ANYTHING = ("个", "项", "次")
_OF_THEM = re.compile(
    r"(?:里面?|[当之]?中)[，,]?有[^，。；、\d]{0,12}|[，,；;]?(?:当中|里面|之中)[，,]?[^，。；、\d]{0,12}"
)
_STAGE = re.compile(
    "(?:支出|收入|总)?决算(?:数|总额)?$|(?:全年|年度|调整后)预算数?$|(?:全年|年度|实际)(?:总?支出|执行)数?$"
)
_TESTED = re.compile(r"(?:抽检|抽测|送检|检测|检验|抽样|采样)[^，。；、\d]{0,8}$")
_PASSED = re.compile(r"[，,、；;(（](?:其中)?(?:检测|检验)?合格(?:的|样品|产品)?(?:数|共|有|为)?")


@rule(
    "SUM105",
    "部分大于整体",
    severity=Severity.ERROR,
    basis="统计口径：其中数不得大于总数，省级包含在省级以上之内",
    covers=("C02",),
)
def subset(case: Case) -> Iterator[Finding]:
    """“其中”的一项不能比总数大；省级的不能比省级以上的多；实付不能比应付多，收回的问卷不能比发出的多，合格的不能比检的多。

    同一事物按级别说了两个数的，窄的一级（省级、国家级）不得大于宽的一级（省级以上）；新增与总数分开比较。

    为什么：部分大于整体，两个数必有一个口径写错或数字写错。

    一致    省级以上基地84家，其中国家级9家
    不一致  新增省级以上基地12家……新增省级基地21家
    不适用  没有这样的两个数
    """
    for breakdown in case.breakdowns:
        if len(breakdown.parts) == 1:
            if breakdown.total.role is Role.GROWTH or _of_others(breakdown) or _is_a_stage(breakdown):
                continue  # a net change may be smaller; 指标14个，其中补贴计划3302辆; 年中调减800万元，…；支出3000万元
            yield from _compare(breakdown.parts[0], breakdown.total, "它是其中的一项")
        elif breakdown.exhaustive is not True and breakdown.total.quantity.kind is not Kind.MONEY:
            yield from _larger(breakdown)  # of money, and of lists that must add up, SUM101 tells
    yield from _in_one_breath(case)
    yield from _by_level(case)


def _of_others(breakdown: Breakdown) -> bool:
    """Whether the part is counted in another unit than its whole, or the whole counts indicators."""
    whole, part = breakdown.total.quantity.unit, breakdown.parts[0].quantity.unit
    return whole.kind is Kind.COUNT and (whole.base != part.base or breakdown.total.subject.endswith("指标"))


def _is_a_stage(breakdown: Breakdown) -> bool:
    """Whether what is said behind a change of the budget is what was budgeted or spent in all, not a part of the change."""
    part = breakdown.parts[0]
    return breakdown.total.role is Role.BUDGET_ADJUST and (
        part.indicator.startswith("budget:") or _STAGE.search(part.subject) is not None
    )


def _larger(breakdown: Breakdown) -> Iterator[Finding]:
    """建设任务2.9亩，其中新建2.0万亩、改造0.9万亩: one of them alone is more than all, for a 万 is missing."""
    if not breakdown.cue.startswith(_AMONG) or breakdown.total.role is Role.GROWTH:
        return
    unit = breakdown.total.quantity.unit
    for part in breakdown.parts:
        other = part.quantity.unit
        if (other.base, other.per) != (unit.base, unit.per) or other.name in _OF_ANYTHING:
            continue  # 分布在5个县区，其中城区学校9所; 5个县，其中项目9个
        told = list(_compare(part, breakdown.total, "它是其中的一项"))
        if told and told[0].outcome is Outcome.DIFFERS:
            yield told[0]
            return


def _in_one_breath(case: Case) -> Iterator[Finding]:
    """工程技术人员11人里有高级职称的3人; 应付200万元，实付180万元; 发放问卷360份，收回350份."""
    tied = {(each.parts[0], each.total) for each in case.breakdowns if len(each.parts) == 1}
    for text, facts in texts(case):
        for said in sentences(facts):
            for before, (whole, part) in zip([None, *said], pairwise(said), strict=False):
                begin = max(before.anchor.end if before else 0, whole.anchor.start - _REACH)
                lead = text[begin : whole.anchor.start]
                why = _inside(lead, text[whole.anchor.end : part.anchor.start]) or _answered(
                    text, whole, part
                )
                plain = exact_bound(whole) and exact_bound(part)
                if (part, whole) in tied:
                    continue
                if why and plain and comparable(whole.quantity.unit, part.quantity.unit):
                    yield from _compare(part, whole, why)


def _inside(lead: str, between: str) -> str:
    """Why what stands behind ``between`` cannot be more than what stands before it; empty where it can."""
    if _OF_THEM.fullmatch(between):
        return "它是其中的一部分"
    due, done = _DUE.search(lead), _DONE.fullmatch(between)
    if due is not None and done is not None and due["verb"] == done["verb"]:
        return f"实{due['verb']}的不会多于应{due['verb']}的"
    if _CONTRACT.search(lead) and _PAID.fullmatch(between):
        return "已付的不会多于合同价"
    if _TESTED.search(lead) and _PASSED.fullmatch(between):
        return "合格的不会多于检的"
    if _HANDED_OUT.search(lead) and _HANDED_IN.fullmatch(between):
        return "收回的不会多于发出的"
    return "有效的不会多于收回的" if _TAKEN_IN.search(lead) and _VALID.fullmatch(between) else ""


def _answered(text: str, whole: Fact, part: Fact) -> str:
    """满意度调查采取线上线下相结合方式，发放520份，有效489份: the sheets are not named where they are counted."""
    sheets = whole.quantity.unit.name == part.quantity.unit.name == "份" and _SURVEY.search(whole.sentence)
    handed = _HANDED_IN.fullmatch(text[whole.anchor.end : part.anchor.start])
    lead = text[max(0, whole.anchor.start - _REACH) : whole.anchor.start]
    return "收回的不会多于发出的" if sheets and handed and _HANDED.search(lead) else ""


def _by_level(case: Case) -> Iterator[Finding]:
    levelled = [
        fact
        for fact in case.said(Role.ACTUAL)
        if _level(fact) and of_report_year(fact, case) and exact_bound(fact)
    ]
    seen: set[tuple[object, ...]] = set()
    for narrow, wide in product(levelled, levelled):
        key = (narrow.quantity.value, wide.quantity.value, narrow.core)
        if key in seen or not _nested(narrow, wide):
            continue
        seen.add(key)
        yield from _compare(narrow, wide, f"“{_level(narrow)}”包含在“{_level(wide)}”之内")


def _level(fact: Fact) -> str:
    return next((trait.removeprefix("level:") for trait in fact.traits if trait.startswith("level:")), "")


def _nested(narrow: Fact, wide: Fact) -> bool:
    """The same thing in the same sense (新增 or 总数), one level inside the other."""
    flows = [any(trait.startswith("flow:") for trait in fact.traits) for fact in (narrow, wide)]
    others = [
        {t for t in fact.traits if not t.startswith(("level:", "flow:")) and t != "stock"}
        for fact in (narrow, wide)
    ]
    return (
        (_level(narrow), _level(wide)) in load_words().lattice
        and len(narrow.core) >= 2
        and narrow.core == wide.core
        and flows[0] == flows[1]
        and others[0] == others[1]
        and comparable(narrow.quantity.unit, wide.quantity.unit)
        and Source.TABLE not in (narrow.source, wide.source)
    )


def _compare(part: Fact, whole: Fact, why: str) -> Iterator[Finding]:
    if part.quantity.value is None or whole.quantity.value is None:
        return
    small, large = part.quantity.interval(exact=True), whole.quantity.interval(exact=True)
    if small.low is None:
        return
    evidence = (Evidence.of(part, "part"), Evidence.of(whole, "total"))
    unit = whole.quantity.unit
    formula = f"{operand(part.quantity, unit)}<={operand(whole.quantity)}"
    if large.high is None or small.low <= large.high:
        yield Finding(
            Outcome.AGREES,
            part.subject,
            f"{shown(part.quantity)}不超过{shown(whole.quantity)}",
            evidence,
            formula,
            unit=unit.name,
            relations=(Relation.at_most([0], 1),),
        )
        return
    formula = formula.replace("<=", ">")
    yield Finding(
        Outcome.DIFFERS,
        part.subject or whole.subject,
        f"{part.subject} {named(part)}大于{whole.subject} {named(whole)}，而{why}",
        evidence,
        formula,
        expected=whole.quantity.number,
        actual=part.quantity.value / unit.factor,
        unit=unit.name,
        relations=(Relation.at_most([0], 1),),
        suggestion="请核对两处的统计口径（级别、新增或累计）和数字",
    )
