"""SUM107 合计的项数与所列不符。"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extractors.numerals import read_numeral
from pipeline.judging.between import Texts
from pipeline.judging.sums import add_up
from pipeline.rulebook import Case, rule
from schemas.fact import Breakdown
from schemas.finding import Evidence, Finding, Outcome, Severity

_OF = "[项地级类家笔处方部路块批次期档]|大[类项块]|个(?:子?项目|方面|部分|渠道|来源|片区|乡镇|街道|镇|乡|村|方向|环节|批次)|部分|渠道|来源|片区"
_NUMBER = f"(?P<count>[两二三四五六七八九十]|\\d{{1,2}})(?P<of>{_OF})"
_TOGETHER = "(?:合计|共计?|总计|相加|加总|累计|小计|之和|[汇凑合]成|凑足|合起来|加起来)"
# 以上三项合计, 五个项目共支出, 四级同向发力，汇成: what the total counts as its parts
_BEFORE = re.compile(
    rf"(?:以上|上述|前述|这|该|^|[，,；;。、年])(?P<what>[^，。；、\d]{{0,4}}?){_NUMBER}(?:资金|经费|支出|来源|补[助贴])?[^，。；\d]{{0,6}}?"
    rf"(?:(?<!\d[家处笔项类批])[，,])?[^，。；\d]{{0,2}}?{_TOGETHER}(?:支出|投入|安排|下达|到位|完成)?(?:为|是|达)?$"
)
_DONE = "(?:构成|组成|安排|下达|拨付|拨款|支付|到位|投入|使用|实施|筹集|归集|发放|兑付)"
# 由三部分构成：, 分三批下达，其中, 归为三类：
_BEHIND = re.compile(
    rf"^[，,]?(?P<what>)(?:资金|支出|主要)?(?:由|来自|用于|投向|包括|[分归划拆]为?|[分归划拆]成)(?:以下|如下)?{_NUMBER}(?:资金|来源|支出)?{_DONE}?(?:完毕|完成|到位)?[:：，,]"
)
_SEVERAL = re.compile("[和与及、]")  # 道路和桥梁100万元: one amount of two
_LEVELS = re.compile("中央|上级|[省市县区乡镇州盟旗团]")
_IN_TURN = (
    "批",
    "次",
    "期",
    "笔",
    "个批次",
)  # of one amount, which its sources and its purposes do not count
_TURN = re.compile("批|次|期|笔|首|提前|预|年[初中末底]|追加|清算|尾|余|月|季|半年")
_REACH = 26  # characters before the total


@rule(
    "SUM107",
    "合计的项数与所列不符",
    severity=Severity.ERROR,
    basis="财预〔2020〕10号：自评数据应当真实、准确",
    covers=("C08",),
)
def number_of_parts(case: Case) -> Iterator[Finding]:
    """写“三项合计”“四地共”“由三部分构成”的，列出的应当正好是这么多项。

    只看列出的各项加起来等于合计的：金额对得上、项数对不上，不是项数写错，就是少列了一项。列出的比所说的多，或者
    一笔金额里写了几样（“道路和桥梁100万元”）的，请核实。

    为什么：增减一项以后，常常忘了改项数。

    一致    上年结转20万元，当年拨款80万元，两项合计100万元
    不一致  上年结转20万元，当年拨款80万元，三项合计100万元
    不适用  没有写项数，或者各项加起来不等于合计
    """
    texts = Texts(case)
    for breakdown in case.breakdowns:
        total, first = breakdown.total, breakdown.parts[0]
        behind = texts.between(total, first) or texts.of_paragraph(total)[total.anchor.end :]
        before = texts.before(total, _REACH)
        found = _BEFORE.search(before) or (_BEHIND.match(behind) if total.order < first.order else None)
        result = add_up([part.quantity for part in breakdown.parts], total.quantity)
        adds_up = len(breakdown.parts) > 1 and result is not None and result.equal
        if found is not None and adds_up and _counts(found, breakdown):
            yield _judged(breakdown, found)


def _counts(found: re.Match[str], breakdown: Breakdown) -> bool:
    """Whether the number is one of parts such as these: not 省市县三级 of a list by purpose, not 两批 of one by source."""
    if found["of"] == "级" and _LEVELS.search(found["what"]):
        return False
    return found["of"] not in _IN_TURN or any(_TURN.search(part.subject) for part in breakdown.parts)


def _judged(breakdown: Breakdown, found: re.Match[str]) -> Finding:
    said, listed = read_numeral(found["count"].replace("两", "二")) or Decimal(0), len(breakdown.parts)
    evidence = (
        Evidence.of(breakdown.total, "total"),
        *(Evidence.of(part, "part") for part in breakdown.parts),
    )
    name = breakdown.total.subject or "合计"
    if said == listed:
        return Finding(Outcome.AGREES, name, f"列出的正是{listed}{found['of']}", evidence)
    asked = listed > said or any(_SEVERAL.search(part.subject) for part in breakdown.parts)
    return Finding(
        Outcome.REVIEW if asked else Outcome.DIFFERS,
        name,
        f"“{found.group().strip('，,；;。、')}”（{breakdown.total.anchor}）列出{listed}{found['of']}，加起来等于合计",
        evidence,
        f"{listed}{'<' if listed < said else '>'}{said}",
        Severity.WARNING if asked else None,
        suggestion="请核对项数，或者补列漏写的一项",
    )
