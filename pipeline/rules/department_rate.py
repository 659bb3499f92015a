"""DRV412 部门整体支出的比率与两数不符。"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.judging.between import sentences, texts
from pipeline.judging.percentages import Percentage
from pipeline.judging.statements import exact_bound
from pipeline.judging.wording import shown
from pipeline.rulebook import Case, rule
from schemas.fact import Fact
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.quantity import Kind
from schemas.words import comparable


@dataclass(frozen=True, slots=True)
class _Defined:
    """A rate of the department form: its name, what counts as its part and as its whole, by the words before each."""

    name: re.Pattern[str]
    kind: Kind
    part: re.Pattern[str]
    whole: re.Pattern[str]


# Source: the common rates of 部门整体支出绩效评价共性指标体系 (财预〔2013〕53号).
_RATES = (
    _Defined(
        re.compile("(?:在职)?人员(?:编制)?控制率$|^控制率$"),
        Kind.COUNT,
        re.compile("在职|实有|在编|在岗"),
        re.compile("编制|定编|核定(?!在)"),
    ),
    _Defined(
        re.compile("(?:经费|费用?|成本)控制率$|^控制率$"),
        Kind.MONEY,
        re.compile("实际|支出|决算|执行|开支|(?:经费|费用?)$"),
        re.compile("预算|控制数|限额|上限"),
    ),
    _Defined(
        re.compile("采购(?:预算)?(?:执行|完成)率$"),
        Kind.MONEY,
        re.compile("实际|采购金额|采购支出|完成|执行"),
        re.compile("预算|计划"),
    ),
    _Defined(
        re.compile("预算(?:追加|调整)率$|^调整率$"),
        Kind.MONEY,
        re.compile("追加|净增|净减|调增|调减|核减|压减|增加|减少"),
        re.compile("年初|批复"),
    ),
    _Defined(
        re.compile("(?:结转|结余)率$"),
        Kind.MONEY,
        re.compile("结转|结余"),
        re.compile("预算|支出|总额|到位"),
    ),
    _Defined(
        re.compile("固定资产(?:综合)?利用率$"),
        Kind.MONEY,
        re.compile("在用|使用"),
        re.compile("总额|原值|总值|总计|固定资产"),
    ),
    _Defined(
        re.compile("得分率$"),
        Kind.SCORE,
        re.compile("得|自评|评分"),
        re.compile("分值|满分|权重|标准分"),
    ),
)
_NOT = re.compile("退休|离休|编外|聘用|上年|较|其中|行政|事业|参公|上一年|去年")
_LEFT = re.compile("(?:结转|结余)率$")
_SPENT = re.compile("支出|执行|支付")
_APART = re.compile("[；;]")


@rule(
    "DRV412",
    "部门整体支出的比率与两数不符",
    severity=Severity.ERROR,
    basis="财预〔2013〕53号附件《部门整体支出绩效评价共性指标体系框架》：在职人员控制率、公用经费控制率、政府采购执行率等的计算公式",
    covers=("D02", "D03", "D04"),
)
def department_rate(case: Case) -> Iterator[Finding]:
    """在职人员控制率、经费控制率、采购执行率、预算调整率、结转结余率、得分率，与同一句里的两个数应当除得出来。

    经费控制率包括“三公”经费的和公用经费的。
    在职人员控制率=在职人数÷编制数，经费控制率=实际支出÷预算，采购执行率=实际采购÷采购预算，调整率=调整数÷年初预算，
    结转结余率=结转结余÷预算，得分率=得分÷分值。
    句子里有几个数可用的，有一种除得出来就算一致；两个数各只有一个的才说不一致。

    为什么：这几个率直接得分，人数、预算一变就容易忘了重算。

    一致    编制55人，在职51人，在职人员控制率92.73%
    不一致  编制55人，在职51人，在职人员控制率95.73%
    不适用  没有同时写出比率和两个数
    """
    for text, facts in texts(case):
        for sentence in sentences(facts):
            for at, rate in enumerate(sentence):
                finding = _of_rate(rate, sentence[:at], text)
                if finding is not None:
                    yield finding


def _of_rate(rate: Fact, before: Sequence[Fact], text: str) -> Finding | None:
    if rate.quantity.kind is not Kind.PERCENT or not exact_bound(rate):
        return None
    for defined in _RATES:
        if not defined.name.search(rate.subject):
            continue
        labelled = [(fact, _label(fact, before, text)) for fact in before if _plain(fact, defined.kind)]
        parts = [
            fact
            for fact, label in labelled
            if defined.part.search(label)
            and not _NOT.search(label)
            and not _APART.search(text[fact.anchor.end : rate.anchor.start])
        ]
        wholes = [
            fact
            for fact, label in labelled
            if defined.whole.search(label)
            and fact not in parts
            and not _NOT.search(label.replace("较年初", ""))
        ]
        if defined.kind is Kind.COUNT:
            wholes = [
                whole
                for whole in wholes
                if any(comparable(whole.quantity.unit, part.quantity.unit) for part in parts)
            ]
        findings = [_judged(part, whole, rate) for whole in wholes for part in parts]
        if (
            len(findings) == 1
            and _LEFT.search(rate.subject)
            and _SPENT.search(_label(wholes[0], before, text))
        ):
            return (
                findings[0] if findings[0].outcome is Outcome.AGREES else None
            )  # of a budget that is not told here
        agreed = next((each for each in findings if each.outcome is Outcome.AGREES), None)
        if agreed is not None or len(findings) == 1:
            return agreed or findings[0]
    return None


def _plain(fact: Fact, kind: Kind) -> bool:
    return fact.quantity.kind is kind and exact_bound(fact) and bool(fact.quantity.value)


def _label(fact: Fact, before: Sequence[Fact], text: str) -> str:
    """The words between the figure before it in its sentence and this one."""
    earlier = [each.anchor.end for each in before if each.anchor.end <= fact.anchor.start]
    begin = earlier[-1] if earlier else text.rfind("。", 0, fact.anchor.start) + 1
    return text[begin : fact.anchor.start]


def _judged(part: Fact, whole: Fact, rate: Fact) -> Finding:
    evidence = (Evidence.of(whole, "total"), Evidence.of(part, "part"), Evidence.of(rate, "rate"))
    told = f"{rate.subject}：{shown(part.quantity)}÷{shown(whole.quantity)}"
    return Percentage(part, whole, rate).judged(evidence, rate.subject, "比率", told, "请核对两个数和比率")
