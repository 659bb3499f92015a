"""DRV409 数量乘标准不等于金额。"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from extractors.slips import slip_between
from pipeline.judging.amounts import size
from pipeline.judging.between import sentences, texts
from pipeline.judging.statements import exact_bound
from pipeline.judging.wording import in_unit, number, operand, shown
from pipeline.rulebook import Case, rule
from schemas.fact import Fact
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.quantity import ZERO, Kind, Quantity
from schemas.relation import Relation

_PAYMENTS = "人次"  # each month's payment to each is one: 41620人次，每人每月195元
_PEOPLE = ("人", "名", "位", "户", "生", "人次")
_EACH = re.compile(
    r"(?:每(?P<one>人次|人|名|位|户|生|台|套|辆|件|个|座|处|所|家|村|亩|公里|公顷|平方米|株|场|次|份|篇|床|张|头|只|吨|项|部|盏)|单价"
    r"|(?P<over>年|月|季度?|天|日|次)?(?P<mean>[人户亩生])均)"
    r"(?:\(?每?(?P<time>年|月|天|日|次|学期|季度?|期)\)?)?(?:补助|补贴|奖励|资助|给予|安排|救助|发放|财政|公用|经费|标准|投入|投资|造价|价格)*(?:为|是|达|达到)?$"
)
_STANDARD = re.compile("标准")  # before 人均84元, or right behind it: no mean that was rounded
_PER = re.compile(
    r"^(?P<one>[人场例家批]次|[一-鿿]{1,3}?)(?:[·./*×]?(?P<time>年|月|天|日|次|学期|季度?|期))?$"
)
_SUM = re.compile(
    r"(?:共计?|合计|总计|小计|计|=)(?:补助|补贴|发放|支付|支出|安排|拨付|投入|资金|金额|经费|需|为|达)*$"
)
_LOOSE = re.compile(
    "其中|等(?!级)|约|差额|补差|不等|以上|以内|不超过|最高|至|分别|(?<![人户亩生])均|另|含|增加|提高|减|结余|剩余"
)
# 应安排补助资金4399.2万元: what the two make, though it need not be said of all of them
_DUE = re.compile("(?:应|需)(?:安排|拨付|发放|支付|补助|补贴|投入)*(?:资金|金额|经费|支出)?(?:为|达)?$")
_TIMES = {
    "": (1,),
    "年": (1,),
    "学期": (1, 2),
    "月": tuple(range(1, 13)),
    "季": (1, 2, 3, 4),
    "季度": (1, 2, 3, 4),
}
_MONTHS = "月"
_STUDENT = {"生": "人"}  # 生均, counted as 人 or 名
_COUNTED = (Kind.COUNT, Kind.MEASURE)
_NEAR = 14  # characters before a figure that say what it is
_BEHIND = 4  # characters behind a price: 84元的标准
_FEWEST = 4  # digits of a number of payments
_TOLD = 3  # digits of an amount that tell which price it was made of
_CLAUSES_END = re.compile("[；;]")


@dataclass(frozen=True, slots=True)
class _Price:
    """So much for each ``one`` (empty: for each of anything), once or several ``times`` a year; a ``mean`` was rounded."""

    fact: Fact
    one: str
    time: str
    average: bool = False  # 人均, which DRV407 looks at where the amount stands before it
    mean: bool = False


@rule(
    "DRV409",
    "数量乘标准不等于金额",
    severity=Severity.ERROR,
    basis="预算编制口径：金额=数量×标准（单价）",
    covers=("C04",),
)
def unit_price(case: Case) -> Iterator[Finding]:
    """一句话里写了数量、标准（单价）和金额的，数量乘标准应当等于金额。

    三样各只有一个，标准的对象与数量的单位相同才核对；按月的标准没有写几个月的，一至十二个月哪一种相符都算一致。
    写“人均”“户均”的，金额在后面才核对（在前面的看 DRV407），没有“标准”二字的当作四舍五入过的平均数。
    金额前面写着“共计”“合计”的，算不出来是错误；没有这样的话、而与乘积只差一处笔误，或者恰是差一处笔误的另一个标准算出来的，
    请核实（写“应安排”“需资金”的是错误）；其余的可能另有口径，不说。按月发放、以人次计数的，金额除以标准恰是整数、
    与印出的人次只差一处笔误的，也是错误。

    为什么：按人头、按标准发的钱最容易核对，人数或者标准改了，金额常常没有跟着改。

    一致    补助2390人，每人1000元，共计239万元
    不一致  补助2390人，每人1000元，共计293万元
    不适用  没有同时写出数量、标准和金额
    """
    for text, facts in texts(case):
        for sentence in sentences(facts):
            for clause in _clauses(sentence, text):
                finding = _of_clause(clause, text)
                if finding is not None and finding.outcome is not Outcome.AGREES:
                    finding = _of_list(finding, facts, text) or finding
                if finding is not None:
                    yield finding


def _clauses(facts: Sequence[Fact], text: str) -> Iterator[list[Fact]]:
    """The figures of one sentence between its semicolons."""
    clause: list[Fact] = []
    for fact in facts:
        if clause and _CLAUSES_END.search(text[clause[-1].anchor.end : fact.anchor.start]):
            yield clause
            clause = []
        clause.append(fact)
    yield clause


def _of_clause(facts: Sequence[Fact], text: str) -> Finding | None:
    if len(facts) < 3 or _LOOSE.search(text[facts[0].anchor.start : facts[-1].anchor.end]):
        return None
    prices = [price for fact in facts if (price := _price(fact, text))]
    if len(prices) != 1:
        return None
    price = prices[0]
    sums = [
        fact
        for fact in facts
        if fact is not price.fact and fact.quantity.kind is Kind.MONEY and not fact.quantity.unit.per
    ]
    counts = [fact for fact in facts if fact.quantity.kind in _COUNTED]
    lasting = [fact for fact in facts if fact.quantity.kind is Kind.DURATION]
    plain = all(exact_bound(fact) and fact.quantity.value for fact in (*sums, *counts, *lasting))
    if len(sums) != 1 or len(counts) != 1 or len(lasting) > 1 or not plain or not _fits(price.one, counts[0]):
        return None
    if price.average and sums[0].anchor.start < price.fact.anchor.start:
        return None
    times = _times(price, lasting)
    return _judged(price, counts[0], sums[0], times, text) if times else None


def _of_list(finding: Finding, facts: Sequence[Fact], text: str) -> Finding | None:
    """甲10户，每户3万元；乙20户，每户1万元，共50万元: the sum of the products since the amount before; None where there is one."""
    total = finding.evidence[-1].fact
    pairs: list[tuple[Fact, Fact]] = []
    before = [fact for fact in facts if total is not None and fact.anchor.start < total.anchor.start]
    while len(before) >= 2:
        second, first = before.pop(), before.pop()
        for count, price in ((first, second), (second, first)):
            priced = _price(price, text)
            if (
                priced
                and count.quantity.kind in _COUNTED
                and _fits(priced.one, count)
                and count.quantity.value
            ):
                pairs.insert(0, (count, price))
                break
        else:
            before.append(second)
            break
    if total is None or len(pairs) < 2:
        return None
    unit = total.quantity.unit
    for least in range(2, len(pairs) + 1):
        some = pairs[-least:]
        due = sum((size(count) * size(price) for count, price in some), ZERO)
        if due == total.quantity.value:
            break
    whole = not any(
        fact.quantity.kind is Kind.MONEY for fact in before
    )  # else an item may not have been read
    outcome = Outcome.REVIEW if finding.outcome is Outcome.DIFFERS and not whole else finding.outcome
    outcome = Outcome.AGREES if due == total.quantity.value else outcome
    terms = "+".join(f"{number(size(count))}*{number(size(price) / unit.factor)}" for count, price in some)
    parts = (
        Evidence.of(fact, role) for pair in some for fact, role in zip(pair, ("part", "base"), strict=True)
    )
    return replace(
        finding,
        outcome=outcome,
        severity=Severity.WARNING if outcome is Outcome.REVIEW else None,
        message=f"各项数量乘标准之和应为 {in_unit(due, unit)}，文中写 {shown(total.quantity)}（{total.anchor}）",
        evidence=(*parts, finding.evidence[-1]),
        formula=f"{terms}={number(due / unit.factor)}",
        expected=due / unit.factor,
        relations=(),
    )


def _price(fact: Fact, text: str) -> _Price | None:
    if fact.quantity.kind is not Kind.MONEY or not exact_bound(fact) or not fact.quantity.value:
        return None
    per = _PER.match(fact.quantity.unit.per) if fact.quantity.unit.per else None
    if per is not None:
        return _Price(fact, per["one"], per["time"] or "")
    found = _EACH.search(text[max(0, fact.anchor.start - _NEAR) : fact.anchor.start])
    if found is None:
        return None
    one, time = found["one"] or found["mean"] or "", found["time"] or found["over"] or ""
    around = text[max(0, fact.anchor.start - _NEAR) : fact.anchor.start], text[fact.anchor.end :][:_BEHIND]
    average = found["mean"] is not None
    return _Price(
        fact, _STUDENT.get(one, one), time, average, average and not any(map(_STANDARD.search, around))
    )


def _fits(one: str, count: Fact) -> bool:
    base = count.quantity.unit.base
    return (
        not one
        or one == base
        or count.quantity.unit.name == one
        or (one in _PEOPLE[:3] and base in (*_PEOPLE[:3], _PAYMENTS))
    )


def _times(price: _Price, lasting: Sequence[Fact]) -> tuple[int, ...]:
    """How many times the price may have been paid to each; nothing where that cannot be told."""
    if not lasting:
        return _TIMES.get(price.time, ())
    months = lasting[0].quantity
    if price.time != _MONTHS or months.unit.name not in ("个月", "月") or months.number is None:
        return ()
    return (int(months.number),)


def _judged(priced: _Price, count: Fact, total: Fact, times: Sequence[int], text: str) -> Finding | None:
    price = priced.fact
    evidence = (Evidence.of(count, "part"), Evidence.of(price, "base"), Evidence.of(total, "total"))
    product = count.quantity.printed() * (
        price.quantity.printed() if priced.mean else price.quantity.interval(exact=True)
    )
    claim = total.quantity.printed()
    name = total.subject or count.subject or "金额"
    unit = total.quantity.unit
    for time in times:
        if product.scaled(Decimal(time)).meets(claim):
            return Finding(
                Outcome.AGREES,
                name,
                "数量乘标准等于金额",
                evidence,
                _formula(count, price, time, unit.factor),
                unit=unit.name,
                relations=(_relation(time),),
            )
    due = (count.quantity.value or Decimal(0)) * (price.quantity.value or Decimal(0)) * times[0]
    last = total.anchor.start > max(price.anchor.start, count.anchor.start)
    words = text[max(0, total.anchor.start - _NEAR) : total.anchor.start]
    tied = last and _SUM.search(words) is not None
    slip = slip_between(total.quantity, _as(total.quantity, due)) or _of_another_price(price, count, total)
    tied = tied or bool(last and slip and _DUE.search(words))
    miscounted = _is_miscount(price, count, total)
    if (len(times) > 1 or not (tied or slip)) and not miscounted:
        return None
    tied = tied or miscounted
    return Finding(
        Outcome.DIFFERS if tied else Outcome.REVIEW,
        name,
        f"{shown(count.quantity)}×{shown(price.quantity)}{f'×{times[0]}' if times[0] > 1 else ''}"
        f"应为 {in_unit(due, unit)}，文中写 {shown(total.quantity)}（{total.anchor}）",
        evidence,
        _formula(count, price, times[0], unit.factor),
        None if tied else Severity.WARNING,
        expected=due / unit.factor,
        actual=total.quantity.number,
        tolerance=total.quantity.ulp / 2 / unit.factor,
        unit=unit.name,
        relations=(_relation(times[0]),),
        suggestion="请核对数量、标准和金额",
    )


def _is_miscount(price: Fact, count: Fact, total: Fact) -> bool:
    """Whether the amount is a whole number of payments to the last 元, and a slip away from what is printed of them."""
    if count.quantity.unit.base != _PAYMENTS or not total.quantity.decimals:
        return False
    meant = (total.quantity.value or ZERO) / (price.quantity.value or Decimal(1))
    whole = meant == meant.to_integral_value()
    return whole and bool(slip_between(count.quantity, _as(count.quantity, meant), _FEWEST))


def _of_another_price(price: Fact, count: Fact, total: Fact) -> bool:
    """Whether the amount is to the last digit that of a price a slip away: 46.8万人，人均84元，4399.2万元 (94)."""
    digits = str(total.quantity.number or "").replace(".", "").strip("0")
    meant = (total.quantity.value or ZERO) / (count.quantity.value or Decimal(1))
    like = _as(price.quantity, meant)
    short = like.decimals <= price.quantity.decimals
    return len(digits) >= _TOLD and short and bool(slip_between(price.quantity, like, 1))


def _relation(times: int) -> Relation:
    """How many, at what price, so many times: the amount."""
    return Relation(((2, 1),), ((0, 1),), times=(1,), scale=Fraction(times), rounded=True)


def _as(like: Quantity, value: Decimal) -> Quantity:
    """``value``, exactly, in the unit of ``like``."""
    printed = (value / like.unit.factor).normalize()
    decimals = max(0, -int(printed.as_tuple().exponent))
    return Quantity(number(printed), printed, like.unit, decimals=decimals)


def _formula(count: Fact, price: Fact, times: int, factor: Decimal) -> str:
    """2390*1000/10000=239: in the unit of the amount."""
    terms = f"{number(count.quantity.value or Decimal(0))}*{operand(price.quantity)}"
    per = factor / price.quantity.unit.factor
    product = (count.quantity.value or Decimal(0)) * (price.quantity.value or Decimal(0)) * times / factor
    over = f"/{number(per)}" if per > 1 else f"*{number(1 / per)}" if per < 1 else ""
    return f"{terms}{f'*{times}' if times > 1 else ''}{over}={number(product)}"
