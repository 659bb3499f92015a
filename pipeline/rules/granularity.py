"""DRV410 比率不可能由所说的份数得出。"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from pipeline.judging.between import sentences, texts
from pipeline.judging.statements import exact_bound
from pipeline.judging.wording import number, shown
from pipeline.rulebook import Case, rule
from schemas.fact import Fact, Role, Source
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.quantity import Interval, Kind

_SURVEY = re.compile("问卷|调查|访谈|回访|受访|样本|抽样|测评")
_ANSWERS = re.compile("满意|知晓|认可|支持|好评|赞成")
_PURE = re.compile(
    "(?:合格|达标|及格|优良|优秀|通过|整改|办结|完好|就业|巩固|入住|参训|到课|复课|治愈|检出|阳性)率$"
)
_WEIGHED = re.compile("加权|折算|赋分|平均|综合|总体|打分|评分|得分|分值|指数")
_CARRIED = re.compile("办结率$")  # of the cases of the year before too
_EVENTS = frozenset({"场", "场次", "期", "次", "班", "班次"})  # the rate is of those who came
_COUNTED = re.compile("抽检|抽查|抽测|检查|检测|检验|监测|受理|收到|接到|办理|参加|参训|考核|鉴定|验收|送检")
_NAMED = re.compile("[一二两三四五六七八九十]+[项类种个大级方]面?")
_NEAR, _NEXT = 12, 10  # characters before the count that say what was counted; from the count to the rate
_AT_LEAST = 2  # of one nothing can be a share
_HUNDRED = Decimal(100)


@rule(
    "DRV410",
    "比率不可能由所说的份数得出",
    severity=Severity.WARNING,
    basis="统计口径：N份里占的比率只能是 k/N，k 是整数",
    covers=("C04", "I21"),
)
def granularity(case: Case) -> Iterator[Finding]:
    """写了问卷份数、抽检批次和比率的，比率应当是某个整数除以份数四舍五入得出的。

    50份问卷的满意度只能是94%、96%，不可能是95.37%。句子里的几个份数有一个能得出就算一致；份数多、比率印的位数少，
    什么比率都能得出的，不核对。正文里合格率等差得多的请核实，自评表“实际完成情况”里逐项列的只作提示；满意度可能是加权、
    按题平均的，办结率可能含上年转来的，也只作提示；写明加权、赋分、综合的不核对。

    为什么：编出来的满意度，份数除不出来。

    一致    收回有效问卷48份，满意度95.83%
    请核实  抽检48批次，合格率96.37%
    不适用  没有写份数；份数多得什么比率都能得出
    """
    told: set[Decimal | None] = set()
    for text, facts in texts(case):
        for sentence in sentences(facts):
            bases = [fact for fact in sentence if _is_base(fact)]
            for rate in sentence:
                if _is_rate(rate) and rate.quantity.value not in told:
                    finding = _judged(rate, bases, text)
                    if finding is not None:
                        told.add(rate.quantity.value)
                        yield finding


def _is_base(fact: Fact) -> bool:
    if _NAMED.fullmatch(fact.quantity.raw):
        return False  # 两项补贴, 三类人员
    whole = fact.quantity.kind is Kind.COUNT and not fact.quantity.decimals and exact_bound(fact)
    return whole and fact.quantity.unit.factor == 1 and (fact.quantity.value or 0) >= _AT_LEAST


def _may_be_of(rate: Fact, base: Fact, text: str) -> bool:
    """Whether the count is not the next group's: 满意度97.7%；未获补助的抽样50家，满意度78%."""
    return "；" not in text[rate.anchor.end : base.anchor.start]


def _is_rate(fact: Fact) -> bool:
    return (
        fact.quantity.kind is Kind.PERCENT
        and fact.role is Role.ACTUAL
        and exact_bound(fact)
        and 0 < (fact.quantity.value or 0) < _HUNDRED
    )


def _judged(rate: Fact, bases: Sequence[Fact], text: str) -> Finding | None:
    answers = bool(_ANSWERS.search(rate.subject) and _SURVEY.search(rate.sentence))
    pure = len(bases) == 1 and _counted_before(rate, bases[0], text)
    bases = [base for base in bases if _may_be_of(rate, base, text)]
    free = [base for base in bases if _spacing(base) < rate.quantity.ulp]
    if not bases or free or not (answers or pure) or _WEIGHED.search(rate.sentence):
        return None
    largest = max(bases, key=lambda base: base.quantity.value or 0)
    evidence = (*(Evidence.of(base, "base") for base in bases), Evidence.of(rate, "rate"))
    printed = {base.quantity.value for base in bases}
    for base in sorted(bases, key=lambda base: _nearest(rate, base) not in printed):
        part = _nearest(rate, base)
        if _of(part, base).meets(rate.quantity.printed()):
            return Finding(
                Outcome.AGREES, rate.subject, "比率可以由份数得出", evidence, _formula(part, base), unit="%"
            )
    part = _nearest(rate, largest)
    below, above = sorted({part, part + (1 if _share(part, largest) < (rate.quantity.value or 0) else -1)})
    off = abs(_share(part, largest) - (rate.quantity.value or Decimal(0)))
    said = "、".join(shown(base.quantity) for base in bases)
    carried = _CARRIED.search(rate.subject)
    return Finding(
        Outcome.REVIEW,
        rate.subject,
        f"{rate.subject} {shown(rate.quantity)}（{rate.anchor}）不可能由 {said} 得出：{_formula(below, largest)}，{_formula(above, largest)}",
        evidence,
        _formula(part, largest),
        None
        if pure and rate.source is Source.PROSE and off > rate.quantity.ulp and not carried
        else Severity.INFO,
        expected=_share(part, largest),
        actual=rate.quantity.number,
        tolerance=rate.quantity.ulp / 2,
        unit="%",
        suggestion="请核对份数和比率，或说明比率的计算方法",
    )


def _spacing(base: Fact) -> Decimal:
    return _HUNDRED / (base.quantity.value or Decimal(1))


def _counted_before(rate: Fact, base: Fact, text: str) -> bool:
    """抽检48批次，合格率96.37%: the rate is of what was counted right before it, not of meetings held or plants built."""
    pure = _PURE.search(rate.subject)
    words = text[max(0, base.anchor.start - _NEAR) : base.anchor.start]
    if base.quantity.unit.name in _EVENTS or pure is None or pure.group().removesuffix("率") in words:
        return False  # 检出不合格样品74批次，不合格率2.79%: those that it is the rate of
    counted = _COUNTED.search(words)
    return counted is not None and 0 <= rate.anchor.start - base.anchor.end <= _NEXT


def _nearest(rate: Fact, base: Fact) -> int:
    exact = (rate.quantity.value or Decimal(0)) * (base.quantity.value or Decimal(0)) / _HUNDRED
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))


def _of(part: int, base: Fact) -> Interval:
    exact = Decimal(part) * _HUNDRED
    return Interval.point(exact) / Interval.point(base.quantity.value or Decimal(1))


def _share(part: int, base: Fact) -> Decimal:
    return (part * _HUNDRED / (base.quantity.value or Decimal(1))).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _formula(part: int, base: Fact) -> str:
    return f"{part}/{number(base.quantity.value or Decimal(1))}={number(_share(part, base))}%"
