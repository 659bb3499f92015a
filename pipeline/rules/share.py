"""DRV403 比率与两个数不符。"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from extractors.slips import slips_of
from pipeline.judging.amounts import size
from pipeline.judging.between import REPORTED, Texts
from pipeline.judging.money_rates import money_rate_kind
from pipeline.judging.shares import COUNTED
from pipeline.judging.wording import number, operand, rounded, shown
from pipeline.rulebook import Case, rule
from schemas.fact import Fact, Role
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.quantity import Bound, Kind
from schemas.relation import Relation

_RATE = re.compile(r"(?P<what>[一-鿿]{2,6}?)(?:率|度|占比|比例|比重)$")
_CHANGES = re.compile("(?:下降|增长|减少|提高|降低|上升|变化)")
_WEIGHTED = re.compile("加权|折算")
_GRADE = re.compile("(?:非常|十分|很|比较|较为?|基本|一般)[一-鿿]{2}")
_OF_OTHERS = re.compile("(?:登记|调查)失业率")  # of the labour force, whatever is counted beside it
_REST = re.compile("(?:其余|剩余|余下|其他|另有?|尚有|还有|仍有)[^，。；]*$")  # before a number
_NOT_DONE = re.compile("[^，。；]{0,6}?(?:未|没有|尚待)")  # behind it
_GRADES_TOGETHER = re.compile("[和及与]|以上|共|合计")
_OVERALL = re.compile("总体|综合|整体|平均|合计")
_OF_ONE_GROUP = 3  # figures: how many, how many answers, how many of them satisfied
_RIGHT_BEHIND = re.compile("[，,（(][^，。；\\d]{2,6}[率度](?:为|达到?|是)?")
_SAY_NOTHING = frozenset("不未非应合成完达总数的")
_ANOTHER = re.compile(r"[、:：∶]\d[\d.]*%")
_ONE_MORE = re.compile("%[、:：∶]$")
# 床位3720张，入住2418人: the one rate of things of two units
_BEDS = frozenset({"张", "床", "张床", "张床位", "床位", "个床位", "个"})
_RESIDENTS = frozenset({"人", "名", "位"})
_BED = re.compile("床位?[^，。；]{0,6}$")
_LIVED_IN = re.compile(r"[，,；;、（(](?:年末|年底|期末|目前|现|实际|已|共|在院|常年)*入住[^，。；\d]{0,6}")
_LEFT_OVER = re.compile("(?:结转|结余)率$")  # of the budget, which DRV412 asks for
_NEAR = 12  # characters before a figure that say of which grade it is


@rule(
    "DRV403",
    "比率与两个数不符",
    severity=Severity.ERROR,
    basis="统计口径：合格率=合格数÷检查数，其他比率类推",
    covers=("C04",),
)
def share(case: Case) -> Iterator[Finding]:
    """一句话里写了总数、其中达到的数和比率的，比率应当等于两数之比。

    两个数的单位相同、后一个数前面的动词就是比率的名称（“合格2350批次，合格率”）才核对，按印出的位数四舍五入；
    差不到末位一个单位的只作提示。“其余”“未完成”的数不作分子，前面的数和总数才核对；“由68%提高到82%”的前一个比率不核对。
    动词只是相近的（“拿到证的4100人次，取证率”），算不出来而只差一处笔误的，请核实。
    单位不同的只看“床位3720张，入住2418人，入住率65%”，一句话里床位数、人数、比率各只有一个才核对。

    为什么：满意度、合格率是得分的依据，两个数就在旁边，一除便知。

    一致    抽检2376批次，合格2350批次，合格率98.9%
    不一致  收回有效问卷600份，满意530份，满意度98.3%
    不适用  没有同时写出两个数和比率
    """
    said = [fact for fact in case.facts if fact.source in REPORTED]
    texts = Texts(case)
    for (whole, part), rate in zip(pairwise(said), said[2:], strict=False):
        if (
            _belongs(whole, part, rate)
            and not (whole.quantity.kind is Kind.MONEY and money_rate_kind(rate))  # DRV405
            and not _CHANGES.search(rate.subject)
            and not (whole.role is Role.EXECUTED and _LEFT_OVER.search(rate.subject))
            and not _in_a_row(rate, texts)
            and _same_word(part, whole, rate, texts)
        ):
            earlier = [fact for fact in said if _belongs(fact, part, rate) and fact.order < part.order]
            made = [fact for fact in earlier if size(fact) == size(whole) + size(part)]
            if _is_rest(whole, part, texts) or (made and not _just_before(part, rate, texts)):
                yield from _without_the_rest(whole, part, rate, made)
                continue
            findings = [_judged(fact, part, rate) for fact in (*made, whole, *reversed(earlier))]
            # 发现12个，已整改11个，正在整改1个，整改率91.67%: the part may stand before the last number
            findings += [
                _judged(first, whole, rate)
                for first in earlier
                if first is not whole
                and _belongs(first, whole, rate)
                and _same_word(whole, first, rate, texts)
            ]
            agreed = next((each for each in findings if each.outcome is Outcome.AGREES), None)
            if agreed is None and (
                _graded(whole, part, rate, texts)
                or _is_told_of_another(whole, part, rate, said)
                or _is_over_groups(rate, said)
            ):
                continue
            yield agreed or findings[0]
        elif _lived_in(whole, part, rate, said, texts):
            yield _judged(whole, part, rate)
        else:
            for finding in _much_alike(whole, part, rate, texts):
                if not _is_told_of_another(
                    whole, part, rate, said
                ):  # asked last, for it looks through all figures
                    yield finding


def _lived_in(whole: Fact, part: Fact, rate: Fact, said: Sequence[Fact], texts: Texts) -> bool:
    """床位3720张，入住2418人，入住率65%: whether the three are the only beds, people and rate of the sentence."""
    words, then = texts.between(whole, part), texts.between(part, rate)
    if rate.subject != "入住率" or not words or not then or not _LIVED_IN.fullmatch(words):
        return False
    beds, people = whole.quantity.unit, part.quantity.unit
    near = [
        each for each in said if each.sentence == rate.sentence and each.anchor.block == rate.anchor.block
    ]
    single = [
        sum(each.quantity.unit.dimension == unit.dimension for each in near)
        for unit in (beds, people, rate.quantity.unit)
    ] == [1, 1, 1]
    return (
        single
        and beds.name in _BEDS
        and people.base in _RESIDENTS
        and (_BED.search(texts.before(whole, _NEAR)) is not None or "床" in beds.name)
        and _RIGHT_BEHIND.fullmatch(then) is not None
        and all(fact.quantity.bound is Bound.EXACT and fact.quantity.value for fact in (whole, part, rate))
        and {whole.role, part.role, rate.role} <= {Role.ACTUAL, Role.RATE}
        and size(part) <= size(whole)
    )


def _is_told_of_another(whole: Fact, part: Fact, rate: Fact, said: Sequence[Fact]) -> bool:
    """群众满意度93.8%（问卷209份，满意196份），职工满意度97.1%: whether the two make another rate of the sentence."""
    return any(
        other is not rate
        and other.order < rate.order
        and _belongs(whole, part, other)
        and _judged(whole, part, other).outcome is Outcome.AGREES
        for other in said
    )


def _is_over_groups(rate: Fact, said: Sequence[Fact]) -> bool:
    """教师100份，满意97份；学生190份，满意180份，总体满意度95.5%: no one group makes it."""
    counted = [
        fact
        for fact in said
        if fact.sentence == rate.sentence
        and fact.anchor.block == rate.anchor.block
        and fact.order < rate.order
        and fact.quantity.kind in COUNTED
    ]
    return _OVERALL.search(rate.subject) is not None and len(counted) > _OF_ONE_GROUP


def _much_alike(whole: Fact, part: Fact, rate: Fact, texts: Texts) -> Iterator[Finding]:
    """拿到证的4100人次，取证率85.0%: a character of the rate's name before the part, and just a slip between."""
    name = _RATE.search(rate.subject)
    words = texts.between(whole, part)
    if name is None or not words or not _RIGHT_BEHIND.fullmatch(texts.between(part, rate) or ""):
        return
    if not _is_plain(whole, part, rate) or not set(name["what"]) & set(words) - _SAY_NOTHING:
        return
    if part.role is Role.TARGET or whole.role is Role.TARGET or rate.role is not Role.ACTUAL:
        return
    finding = _judged(whole, part, rate)
    if finding.outcome is Outcome.DIFFERS and any(
        (slip.printed() / whole.quantity.printed()).scaled(Decimal(100)).meets(rate.quantity.printed())
        for slip in slips_of(part.quantity)
    ):
        yield replace(finding, outcome=Outcome.REVIEW, severity=Severity.WARNING)


def _is_rest(done: Fact, rest: Fact, texts: Texts) -> bool:
    """Whether the second number tells what is left: 16所按期完工，其余2所; 16所按期完工，2所未按期."""
    text = texts.of_paragraph(rest)
    return bool(
        _REST.search(text[done.anchor.end : rest.anchor.start]) or _NOT_DONE.match(text[rest.anchor.end :])
    )


def _without_the_rest(done: Fact, rest: Fact, rate: Fact, made: list[Fact]) -> Iterator[Finding]:
    """计划18所，16所按期完工，其余2所…: 16 of the 18 that the two make up; nothing where no such whole stands before."""
    for whole in made:
        findings = [_judged(whole, part, rate) for part in (done, rest) if _belongs(whole, part, rate)]
        yield next((each for each in findings if each.outcome is Outcome.AGREES), findings[0])
        return


def _just_before(part: Fact, rate: Fact, texts: Texts) -> bool:
    """Whether the clause that the part stands in says before it what the rate is of: 18所，停办4所，整治14所，整治率."""
    found = _RATE.search(rate.subject)
    clause = re.split("[，；]", texts.before(part, _NEAR))[-1]
    return found is not None and found["what"][-2:] in clause


def _in_a_row(rate: Fact, texts: Texts) -> bool:
    """Whether it is one of several: 两级资金比例为60%、40%."""
    text = texts.of(rate)
    return bool(_ANOTHER.match(text[rate.anchor.end :]) or _ONE_MORE.search(text[: rate.anchor.start]))


def _is_plain(whole: Fact, part: Fact, rate: Fact) -> bool:
    """Exact figures of one sentence, the first two of one unit, and a rate."""
    return (
        all(fact.quantity.bound is Bound.EXACT and fact.quantity.value for fact in (whole, part, rate))
        and whole.sentence == part.sentence == rate.sentence
        and rate.anchor.block == whole.anchor.block
        and rate.quantity.kind is Kind.PERCENT
        and whole.quantity.kind in COUNTED
        and whole.quantity.unit.dimension == part.quantity.unit.dimension
    )


def _belongs(whole: Fact, part: Fact, rate: Fact) -> bool:
    return (
        _is_plain(whole, part, rate)
        and rate.role not in (Role.GROWTH, Role.BASE)  # 由68%提高到82%: what it was before
        and (part.quantity.value or 0) <= (whole.quantity.value or 0)
        and (part.role is not Role.TARGET or whole.role is Role.TARGET)
    )


def _same_word(part: Fact, whole: Fact, rate: Fact, texts: Texts) -> bool:
    """Whether the words before the part name what the rate is a rate of."""
    text, found = texts.of_paragraph(part), _RATE.search(rate.subject)
    if not text or found is None:
        return False
    between = text[whole.anchor.end : part.anchor.start]
    word = found["what"][-2:]
    if _OF_OTHERS.search(rate.subject) or "；" in text[part.anchor.end : rate.anchor.start]:
        return False
    named = f"(?<![不未非应])(?:{word}|{word[::-1]})(?!人员|人口|者|户)"  # 失业人员再就业2250人 tells of no 失业率
    return re.search(named, between) is not None  # 收回有效问卷, 回收率


def _graded(whole: Fact, part: Fact, rate: Fact, texts: Texts) -> bool:
    """Whether the answers were counted grade by grade, or weighted: 非常满意60份、满意30份、基本满意10份，满意度95%."""
    text = texts.of_paragraph(part)
    if _WEIGHTED.search(text[part.anchor.end : rate.anchor.start]):
        return True
    before = text[max(0, whole.anchor.start - _NEAR) : part.anchor.start]
    together = _GRADES_TOGETHER.search(text[whole.anchor.end : part.anchor.start])
    return bool(_GRADE.search(before)) and together is None


def _judged(whole: Fact, part: Fact, rate: Fact) -> Finding:
    evidence = (Evidence.of(whole, "total"), Evidence.of(part, "part"), Evidence.of(rate, "rate"))
    total, some = whole.quantity.value or Decimal(1), part.quantity.value or Decimal(0)
    computed = part.quantity.printed() / whole.quantity.printed()
    exact = some / total * 100
    a, b = operand(part.quantity), operand(whole.quantity, part.quantity.unit)
    printed = rate.quantity.number or Decimal(0)
    relations = (Relation.percentage(1, 0, 2),)
    if computed.scaled(Decimal(100)).meets(rate.quantity.printed()):
        return Finding(
            Outcome.AGREES,
            rate.subject,
            "比率与两数相符",
            evidence,
            f"{a}/{b}={number(printed)}%",
            unit="%",
            relations=relations,
        )
    size = number(rounded(exact))
    return Finding(
        Outcome.DIFFERS,
        rate.subject,
        f"{rate.subject}：{shown(part.quantity)}÷{shown(whole.quantity)}应为 {size}%，文中写 {shown(rate.quantity)}（{rate.anchor}）",
        evidence,
        f"{a}/{b}={size}%",
        Severity.INFO if abs(exact - printed) < rate.quantity.ulp else None,
        expected=Decimal(size),
        actual=printed,
        tolerance=rate.quantity.ulp / 2,
        unit="%",
        relations=relations,
        suggestion="请核对两个数和比率",
    )
