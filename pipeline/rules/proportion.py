"""DRV406 占比与两个数不符。"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from pipeline.judging.amounts import size
from pipeline.judging.between import WRITTEN, Texts
from pipeline.judging.percentages import Percentage
from pipeline.judging.shares import (
    Share,
    behind_lists,
    covered,
    in_lists,
    of_a_name,
    of_all_money,
    plain_figures,
    respectively,
)
from pipeline.judging.wording import shown
from pipeline.rulebook import Case, rule
from schemas.fact import Fact, Role
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.quantity import Kind

_OF = re.compile(
    r"(?:未?(?:形成|实现)支出)?[，,（(]?(?:约|仅|只)?(?:占|为|相当于|达到?|完成了?)(?!比)[^，。；、,;：:\d]{0,16}"
)
_RATE_OF = re.compile(r"的(?:比例|比重)?(?:为|是|达到?|约)?")
# The whole stands before: 支出3163万元中，第四季度支出885万元，占28%.
_SHARE = re.compile(
    r"[，,（(]?(?:约|仅|只|分别)?占(?:比|比重|比例|总数|总量|总额|全部|其)?(?:的)?(?:比重|比例)?(?:为|达到?|约|仅|是)?"
)
_INCLUDED = re.compile("(?:包含|包括|含|计算|算)在内[，,]占")
_BUDGETS = frozenset({Role.BUDGET, Role.BUDGET_FULL, Role.ARRIVED})
_WITHIN = re.compile(r"(?:的|之)?(?:中|里)[，,]|[，,（(；;]?其中")


@rule(
    "DRV406",
    "占比与两个数不符",
    severity=Severity.ERROR,
    basis="统计口径：占比=部分÷总体，按印出的位数四舍五入",
    covers=("C04",),
)
def proportion(case: Case) -> Iterator[Finding]:
    """写明“甲数占乙数的百分之几”“乙数中，甲数占百分之几”的，百分比应当等于两数之比。

    预算数后面写支出数、括号里写百分之几的，也这样核对。逐项列出、每项后面写占百分之几的，按各项的合计核对；
    追加、核减的幅度，按同一句里的年初预算核对。

    “全县在园幼儿8477人，覆盖92%”这样写覆盖面的，按同一句里另一个数核对。

    “预算1250万元，其中省级450万元，市级800万元。市级资金占预算总额的64%”这样另起一句的，同一段里只有这一组分项、
    分项之和等于总数、部分和总体都写了名称的，也核对。

    只看一句话里两个数和百分比挨着写、单位相同的；占总支出、总预算的，总数写在别处也核对，只差一处笔误或者超过100%才说；
    占别的总体的（占总收入的10%而没有写总收入是多少）不核对。

    为什么：两个数就在旁边，一除便知；改了金额，占比常常没有跟着改。

    一致    调减预算156万元，占年初预算918万元的16.99%
    不一致  调减预算156万元，占年初预算918万元的71%
    不适用  没有同时写出部分、总体和占比
    """
    read: dict[Fact, list[Finding]] = {}
    for part, whole, rate in _proportions(case):
        read.setdefault(rate, []).append(_judged(part, whole, rate))
    for found in read.values():
        yield next((each for each in found if each.outcome is Outcome.AGREES), found[0])


def _proportions(case: Case) -> Iterator[Share]:
    """Part, whole and rate, as each wording that fits reads them."""
    said = [fact for fact in case.facts if fact.source in WRITTEN]
    texts = Texts(case)
    parts = case.wholes  # 为目标的… is said of the whole
    for (first, second), rate in zip(pairwise(said), said[2:], strict=False):
        if rate.quantity.kind is not Kind.PERCENT or not plain_figures(first, second, rate):
            continue
        if rate.role is Role.GROWTH or first.sentence != rate.sentence:
            continue
        between, then = texts.between(first, second), texts.between(second, rate)
        if between is None or then is None:
            continue
        of = _OF.fullmatch(between) and ("占" in between or first not in parts)
        if of and _RATE_OF.fullmatch(then):
            yield first, second, rate
        elif first.role in _BUDGETS and second.role is Role.EXECUTED and then in ("（", "("):
            yield second, first, rate  # 预算764万元，支出756万元（98.95%）
        elif ((_SHARE.fullmatch(then) and _WITHIN.match(between)) or _INCLUDED.fullmatch(then)) and size(
            second
        ) <= size(first):
            yield second, first, rate
    yield from in_lists(case, said, texts)
    yield from behind_lists(case, said, texts)
    yield from respectively(said, texts)
    yield from of_a_name(said, texts)
    yield from covered(said, texts, parts)
    yield from of_all_money(case, said, texts)


def _judged(part: Fact, whole: Fact, rate: Fact) -> Finding:
    evidence = (Evidence.of(part, "part"), Evidence.of(whole, "total"), Evidence.of(rate, "rate"))
    told = f"{part.subject}：{shown(part.quantity)}÷{shown(whole.quantity)}"
    name = rate.subject or part.subject
    return Percentage(part, whole, rate).judged(evidence, name, "占比", told, "请核对两个数和占比")
