"""TGT712 同一个指标设了两次。"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from extractors.names import name_of
from pipeline.rulebook import Case, rule
from schemas.finding import Evidence, Finding, Outcome, Severity
from schemas.form import IndicatorRow


@rule(
    "TGT712",
    "同一个指标设了两次",
    severity=Severity.INFO,
    basis="财预〔2020〕10号附件：绩效指标应当指向明确、不重复",
    covers=("I20",),
)
def same_indicator(case: Case) -> Iterator[Finding]:
    """一张自评表里，同一个三级指标只设一次。

    名称相同（去掉“数”“情况”等虚字）、指标值也相同，却分在不同的一级或二级指标下面的，提示；同一个二级指标下名称相同的，多半是
    换页重印或者按批次分行，不说。

    为什么：一件事在产出里算一次分，在效益里又算一次分，等于加倍计分。

    一致    各指标名称不同
    请核实  数量指标“培训农技人员”60人，社会效益指标“培训农技人员数”60人
    不适用  没有自评表
    """
    for form in case.forms:
        twice = [
            (a, b)
            for a, b in combinations(form.indicators, 2)
            if (a.level1, a.level2) != (b.level1, b.level2) and _same(a, b)
        ]
        yield from (_told(a, b) for a, b in twice)
        if form.indicators and not twice:
            told = f"{len(form.indicators)}个指标没有重复"
            yield Finding(Outcome.AGREES, "三级指标", told, (Evidence("text", form.anchor),))


def _same(a: IndicatorRow, b: IndicatorRow) -> bool:
    mine, theirs = name_of(a.name.text), name_of(b.name.text)
    if not mine.core or mine != theirs:
        return False
    targets = [row.cells["target"].text if "target" in row.cells else "" for row in (a, b)]
    return "".join(targets[0].split()) == "".join(targets[1].split())


def _told(a: IndicatorRow, b: IndicatorRow) -> Finding:
    return Finding(
        Outcome.REVIEW,
        a.name.text,
        f"{a.level2 or a.level1}“{a.name.text}”（{a.name.anchor}）与{b.level2 or b.level1}“{b.name.text}”（{b.name.anchor}）是同一个指标",
        (Evidence("text", a.name.anchor), Evidence("text", b.name.anchor)),
        suggestion="请保留一个，把分值移给别的指标",
    )
