"""DRV411 写出的算式不成立。"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractors.plain import plain
from pipeline.judging.formulas import Formula, Term, find_formulas
from pipeline.judging.wording import number, rounded, shown
from pipeline.rulebook import Case, rule
from schemas.document import Anchor
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.quantity import Kind

_SIGNS = ("=", "＝", "÷", "除以")
_UNITS_APART = (Decimal(100), Decimal(10_000), Decimal(100_000_000))  # %, 万, 亿


@rule(
    "DRV411",
    "写出的算式不成立",
    severity=Severity.ERROR,
    basis="财预〔2020〕10号：自评数据应当真实、准确",
    covers=("C04",),
)
def written_formula(case: Case) -> Iterator[Finding]:
    """正文和表格里写出来的算式（2390人×1000元=239万元），算出来应当就是等号后面的数。

    加减乘除和括号都按算式的顺序算，金额按印出的单位换算，允许四舍五入，差末位一个单位的只作提示。
    “完成率96.9%（310家÷320家）”“310家除以320家，完成率96.9%”这样写出两个数的，也算算式。
    算式里有没写单位的数时，只差百分之几、万、亿这样的单位的，不算错。带文字的公式（完成值÷目标值×分值）不核对。

    为什么：写出算式是为了让人复核，算不出来的多半是改了其中一个数。

    一致    2390人×1000元=239万元
    不一致  2390人×1000元=293万元
    不适用  没有写算式
    """
    for document in case.documents:
        for text, anchor in document.texts():
            if not any(sign in text for sign in _SIGNS):
                continue
            uniform = plain(text)
            for formula in find_formulas(uniform.text):
                place = anchor.part(*uniform.original(formula.start, formula.end), text)
                yield from _judged(formula, place)


def _judged(formula: Formula, place: Anchor) -> Iterator[Finding]:
    worked_out = formula.worked_out()
    if worked_out is None:
        return
    exact, spread = worked_out
    right = formula.right
    half = right.factor.scaleb(-right.quantity.decimals) / 2
    low, high = right.value - half, right.value + half
    scales = [Decimal(1)]
    if not all(term.named for term in (*formula.terms, right)) or _of_percents(formula):
        scales += [*_UNITS_APART, *(1 / each for each in _UNITS_APART)]
    holds = any(
        spread.low is not None
        and spread.high is not None
        and spread.low * scale <= high
        and low <= spread.high * scale
        for scale in scales
    )
    evidence = (
        *(Evidence("part", place, term.quantity) for term in formula.terms),
        Evidence("total", place, right.quantity),
    )
    told = "".join(place.quote.split())
    if holds:
        yield Finding(Outcome.AGREES, "算式", f"{told} 成立", evidence)
        return
    due = _nearest(exact, right, scales)
    off = abs(due - right.quantity.number) if right.quantity.number is not None else Decimal(0)
    ulp = Decimal(1).scaleb(-right.quantity.decimals)
    yield Finding(
        Outcome.DIFFERS,
        "算式",
        f"“{told}”（{place}）应为 {number(rounded(due))}{right.quantity.unit.name}，文中写 {shown(right.quantity)}",
        evidence,
        _repeated(formula, due),
        Severity.INFO if off <= ulp else None,
        expected=rounded(due),
        actual=right.quantity.number,
        tolerance=ulp / 2,
        unit=right.quantity.unit.name,
        suggestion="请重新计算，改正算式中写错的数",
    )


def _of_percents(formula: Formula) -> bool:
    """99%-95%=4个百分点: the same hundredths by another name."""
    return any(term.quantity.kind in (Kind.PERCENT, Kind.POINTS) for term in (*formula.terms, formula.right))


def _nearest(exact: Decimal, right: Term, scales: list[Decimal]) -> Decimal:
    """What comes out in the unit of the right side, in the reading nearest to what is printed there."""
    printed = right.quantity.number or Decimal(0)
    readings = [exact * scale / right.factor for scale in scales]
    if not printed or not exact:
        return readings[0]
    return min(readings, key=lambda each: max(abs(each / printed), abs(printed / each)))


def _repeated(formula: Formula, due: Decimal) -> str:
    """The formula for a calculator where all its numbers are in one unit; else nothing."""
    named = {term.factor for term in (*formula.terms, formula.right) if term.named}
    if len(named) > 1:
        return ""
    left = "".join(
        number(each.quantity.number or Decimal(0)) if isinstance(each, Term) else each
        for each in formula.left
    )
    of_percents = any(term.quantity.kind is Kind.PERCENT for term in formula.terms)
    sign = "%" if formula.right.quantity.kind is Kind.PERCENT and not of_percents else ""
    return f"{left}={number(rounded(due))}{sign}"
